//! Reading rows inside one read transaction, by statements that stay prepared.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params, Row as Columns, params};

use super::cell::Cell;
use super::codec::{self, claim_key, scope_cells};
use super::columns::{
    claim_columns, commit_sound, entry_columns, group_columns, invitation_columns, member_columns, person_columns,
    replay_columns, roster_columns, standing_columns, track_columns,
};
use super::connection::failed;
use crate::domain::document::DocumentKind;
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::Claim;
use crate::domain::roster::Member;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{GroupId, InvitationId, ItemId, PersonId, Scope};
use crate::ports::store::{Find, LogOf, LogPlace, Placed, Replay, Rows, StoreError, Stored, WholeRoster};
use crate::time::Timestamp;
use uuid::Uuid;

const LAST: &str =
    concat!("SELECT c.revision, c.stamp, ", commit_sound!(), " FROM commit_log c ORDER BY c.revision DESC LIMIT 1");
const PERSON: &str = concat!("SELECT ", person_columns!(), " FROM person WHERE id = ?1");
const GROUP: &str = concat!("SELECT ", group_columns!(), " FROM groups WHERE id = ?1");
const TRACK: &str = concat!("SELECT ", track_columns!(), " FROM track WHERE id = ?1");
const ROSTER: &str =
    concat!("SELECT ", roster_columns!(), " FROM roster r WHERE r.scope_kind = ?1 AND r.scope_id = ?2");
const MEMBER: &str =
    concat!("SELECT ", member_columns!(), " WHERE m.scope_kind = ?1 AND m.scope_id = ?2 AND m.person = ?3");
const INVITATION: &str = concat!("SELECT ", invitation_columns!(), " FROM invitation WHERE id = ?1");
const STANDING: &str = concat!(
    "SELECT ",
    standing_columns!(),
    " FROM roster r LEFT JOIN member m ON m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id AND m.person = ?3 \
     WHERE r.scope_kind = ?1 AND r.scope_id = ?2"
);
const ROSTERED: &str = concat!(
    "SELECT ",
    standing_columns!(),
    ", m.person FROM roster r LEFT JOIN member m ON m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id \
     WHERE r.scope_kind = ?1 AND r.scope_id = ?2"
);
const HOLDER: &str = concat!("SELECT ", claim_columns!(), " FROM claim WHERE kind = ?1 AND value = ?2");
const REPLAY: &str = concat!("SELECT ", replay_columns!(), " FROM replay WHERE actor = ?1 AND key = ?2");
const GROUPS_REACHED: &str = concat!(
    "WITH RECURSIVE reached(at) AS (\
     SELECT scope_id FROM member WHERE person = ?1 AND scope_kind = 0 AND standing BETWEEN 1 AND 3 \
     UNION SELECT id FROM groups WHERE owner = ?1 AND deleted = 0 \
     UNION SELECT g.id FROM reached JOIN groups g ON g.parent = at AND g.parent IS NOT NULL AND g.deleted = 0) SELECT ",
    group_columns!(),
    " FROM reached JOIN groups ON id = at"
);
const OWNERS: &str = "SELECT DISTINCT owner FROM track WHERE group_id = ?1 AND condition <> 2";
const OWNERS_UNLESS: &str = "SELECT DISTINCT t.owner \
     FROM track t LEFT JOIN member m ON m.scope_kind = 1 AND m.scope_id = t.id AND m.person = ?2 \
     WHERE t.group_id = ?1 AND t.condition <> 2 AND coalesce(m.standing, 0) = 0";

macro_rules! members {
    ($rest:literal) => {
        concat!("SELECT ", member_columns!(), " ", $rest)
    };
}
macro_rules! invitations {
    ($rest:literal) => {
        concat!("SELECT ", invitation_columns!(), " FROM invitation WHERE state = 0 AND ", $rest)
    };
}
macro_rules! groups {
    ($rest:literal) => {
        concat!("SELECT ", group_columns!(), " FROM groups WHERE deleted = 0 AND ", $rest, " ORDER BY id")
    };
}
macro_rules! tracks {
    ($rest:literal) => {
        concat!("SELECT ", track_columns!(), " FROM track WHERE condition <> 2 AND ", $rest, " ORDER BY id")
    };
}
macro_rules! log {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            entry_columns!(),
            " WHERE a.family = ?1 AND a.kind <> 0 AND (a.kind IN (?2, ?3, ?4) OR a.kind > 6) ",
            $rest,
            " ORDER BY a.revision DESC, a.idx DESC"
        )
    };
}

const MEMBERS_ON: &str = members!("WHERE m.scope_kind = ?1 AND m.scope_id = ?2 ORDER BY m.person");
const MEMBERS_OF: &str = members!("WHERE m.person = ?1 ORDER BY m.scope_kind, m.scope_id");
const GROUP_ROWS_OF: &str = members!("WHERE m.person = ?1 AND m.scope_kind = 0 ORDER BY m.scope_id");
const OPEN_ROWS_OF: &str =
    members!("WHERE m.person = ?1 AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3 ORDER BY m.scope_id");
const PENDING_ON: &str = invitations!("scope_kind = ?1 AND scope_id = ?2 ORDER BY id");
const PENDING_OF: &str = invitations!("person = ?1 ORDER BY scope_kind, scope_id, id");
const GROUPS_IN: &str = groups!("parent = ?1");
const GROUPS_OF: &str = groups!("owner = ?1");
const GROUPS_OFFERED_TO: &str = groups!("offer_to = ?1");
const GROUPS_OFFERED_IN: &str = groups!("offer_to IS NOT NULL AND parent = ?1");
const TRACKS_IN: &str = tracks!("group_id = ?1");
const TRACKS_IN_OF: &str = tracks!("group_id = ?1 AND owner = ?2");
const TRACKS_OF: &str = tracks!("owner = ?1");
const TRACKS_OFFERED_TO: &str = tracks!("offer_to = ?1");
const TRACKS_OFFERED_IN: &str = tracks!("offer_to IS NOT NULL AND group_id = ?1");
const LOG: &str = log!("");
const LOG_BEFORE: &str = log!("AND (a.revision, a.idx) < (?5, ?6)");

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const STATEMENTS: [&str; 29] = [
    PERSON,
    GROUP,
    TRACK,
    ROSTER,
    MEMBER,
    INVITATION,
    STANDING,
    ROSTERED,
    HOLDER,
    REPLAY,
    OWNERS,
    OWNERS_UNLESS,
    MEMBERS_ON,
    MEMBERS_OF,
    GROUP_ROWS_OF,
    OPEN_ROWS_OF,
    PENDING_ON,
    PENDING_OF,
    GROUPS_IN,
    GROUPS_OF,
    GROUPS_OFFERED_TO,
    GROUPS_OFFERED_IN,
    TRACKS_IN,
    TRACKS_IN_OF,
    TRACKS_OF,
    TRACKS_OFFERED_TO,
    TRACKS_OFFERED_IN,
    LOG,
    LOG_BEFORE,
];

/// Rows as one connection sees them, inside a transaction that it holds open.
#[derive(Debug)]
pub(super) struct Snapshot<'c> {
    connection: &'c Connection,
}

impl<'c> Snapshot<'c> {
    /// Reads by a connection that is inside a transaction.
    pub(super) fn of(connection: &'c Connection) -> Self {
        Self { connection }
    }

    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed_reading)?;
        let mut rows = statement.query(params).map_err(failed_reading)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed_reading)? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed_reading)?;
        let mut rows = statement.query(params).map_err(failed_reading)?;
        rows.next().map_err(failed_reading)?.map(read).transpose()
    }
}

impl Snapshot<'_> {
    /// Reads entries until so many are found that are shown.
    fn shown(&self, sql: &str, params: impl Params, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut statement = self.connection.prepare_cached(sql).map_err(failed_reading)?;
        let mut rows = statement.query(params).map_err(failed_reading)?;
        let mut shown = Vec::new();
        while shown.len() < limit
            && let Some(row) = rows.next().map_err(failed_reading)?
        {
            let (place, entry) = codec::entry(row)?;
            // What is shown is the library's to say, and may change; so no column or index knows it.
            if entry.recorded.event.is_activity() {
                shown.push((place, entry));
            }
        }
        Ok(shown)
    }
}

fn failed_reading(error: rusqlite::Error) -> StoreError {
    failed("reading", error)
}

impl Rows for Snapshot<'_> {
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError> {
        Ok(self.one(LAST, [], codec::commit)?.unwrap_or_default())
    }

    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError> {
        match key {
            RowKey::Person(id) => self.one(PERSON, params![id.cell()], codec::person),
            RowKey::Group(id) => self.one(GROUP, params![id.cell()], codec::group),
            RowKey::Track(id) => self.one(TRACK, params![id.cell()], codec::track),
            RowKey::Roster(scope) => self.one(ROSTER, scope_cells(scope), codec::roster),
            RowKey::Member(scope, person) => {
                let (kind, id) = scope_cells(scope);
                self.one(MEMBER, params![kind, id, person.cell()], codec::member)
            }
            RowKey::Document(key) => self.document_at(key),
            RowKey::Invitation(_, id) => {
                let found = self.invitation(id)?;
                Ok(found.filter(|stored| stored.row.key() == key))
            }
        }
    }

    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError> {
        match question {
            Find::MembersOn(scope) => self.all(MEMBERS_ON, scope_cells(*scope), codec::member),
            Find::MembersOf(person) => self.all(MEMBERS_OF, params![person.cell()], codec::member),
            Find::PendingOn(scope) => self.all(PENDING_ON, scope_cells(*scope), codec::invitation),
            Find::PendingOf(person) => self.all(PENDING_OF, params![person.cell()], codec::invitation),
            Find::GroupsIn(group) => self.all(GROUPS_IN, params![group.cell()], codec::group),
            Find::GroupsOf(person) => self.all(GROUPS_OF, params![person.cell()], codec::group),
            Find::TracksIn(group) => self.all(TRACKS_IN, params![group.cell()], codec::track),
            Find::TracksInOf(group, person) => {
                self.all(TRACKS_IN_OF, params![group.cell(), person.cell()], codec::track)
            }
            Find::TracksOf(person) => self.all(TRACKS_OF, params![person.cell()], codec::track),
            Find::OffersTo(person) => {
                let mut offers = self.all(GROUPS_OFFERED_TO, params![person.cell()], codec::group)?;
                offers.extend(self.all(TRACKS_OFFERED_TO, params![person.cell()], codec::track)?);
                Ok(offers)
            }
            Find::GroupRowsOf(person) => self.all(GROUP_ROWS_OF, params![person.cell()], codec::member),
            Find::OpenRowsOf(person) => self.all(OPEN_ROWS_OF, params![person.cell()], codec::member),
            Find::LinksOn(_)
            | Find::PlaylistsOf(_)
            | Find::PlaylistsWith(_)
            | Find::LinkWith(_)
            | Find::CommentsOn(_)
            | Find::ImportsTo(_)
            | Find::ImportsFrom(_)
            | Find::BucketsOf(_)
            | Find::PlacementsOf(_)
            | Find::PlacedIn(_)
            | Find::ImportsInto(_)
            | Find::FoldersIn(_)
            | Find::FolderAt(_)
            | Find::FoldersBelow(_)
            | Find::Accounts
            | Find::KnownOf(_) => {
                let mut found: Vec<Stored> =
                    self.found(question, None, -1)?.into_iter().map(|(_, stored)| stored).collect();
                found.sort_by_key(|stored| stored.row.key());
                Ok(found)
            }
            Find::OffersIn(group) => {
                let mut offers = self.all(GROUPS_OFFERED_IN, params![group.cell()], codec::group)?;
                offers.extend(self.all(TRACKS_OFFERED_IN, params![group.cell()], codec::track)?);
                Ok(offers)
            }
        }
    }

    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError> {
        self.one(INVITATION, params![id.cell()], codec::invitation)
    }

    fn document(&mut self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError> {
        self.document_by_id(kind, id)
    }

    fn page(&mut self, question: &Find, after: Option<&[u8]>, limit: u32) -> Result<Vec<Placed>, StoreError> {
        self.found(question, after, limit.into())
    }

    fn tracks(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        self.tracks_after(source, sort, after, limit)
    }

    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        self.items_before(stream, before, limit)
    }

    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError> {
        self.count_unseen(stream)
    }

    fn counter(&mut self, counter: &Counter) -> Result<u64, StoreError> {
        self.counted(counter)
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        Ok(self.one(HOLDER, claim_key(claim), codec::claim)?.map(|(_, person)| person))
    }

    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError> {
        self.one(REPLAY, params![actor.cell(), key], codec::replay)
    }

    fn log(&mut self, of: LogOf, before: Option<LogPlace>, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        let id = of.family().into_bytes();
        // The kinds of details, roster and invitations of a group, or of a track; of a person documents alone, which need none.
        let [details, roster, invitation] = match of {
            LogOf::Scope(Scope::Group(_)) => [1_i64, 3, 5],
            LogOf::Scope(Scope::Track(_)) => [2, 4, 6],
            LogOf::Person(_) => [7; 3],
        };
        match before {
            None => self.shown(LOG, params![id, details, roster, invitation], limit),
            Some(LogPlace { revision, index }) => {
                let params = params![id, details, roster, invitation, revision.cell(), index];
                self.shown(LOG_BEFORE, params, limit)
            }
        }
    }

    fn standing(&mut self, scope: Scope, person: PersonId) -> Result<(Option<Stored>, Option<Member>), StoreError> {
        let (kind, id) = scope_cells(scope);
        let found = self.one(STANDING, params![kind, id, person.cell()], codec::standing)?;
        Ok(found.map_or((None, None), |(roster, member)| (Some(roster), member)))
    }

    fn whole_roster(&mut self, scope: Scope) -> Result<WholeRoster, StoreError> {
        let (mut roster, mut members) = (None, Vec::new());
        for (own, member) in self.all(ROSTERED, scope_cells(scope), codec::rostered)? {
            roster = Some(own);
            members.extend(member);
        }
        Ok((roster, members))
    }

    fn groups_reached(&mut self, person: PersonId) -> Result<Vec<Stored>, StoreError> {
        self.all(GROUPS_REACHED, params![person.cell()], codec::group)
    }

    fn track_owners(&mut self, group: GroupId, unless: Option<PersonId>) -> Result<BTreeSet<PersonId>, StoreError> {
        let owners = match unless {
            None => self.all(OWNERS, params![group.cell()], codec::owner)?,
            Some(person) => self.all(OWNERS_UNLESS, params![group.cell(), person.cell()], codec::owner)?,
        };
        Ok(owners.into_iter().collect())
    }
}
