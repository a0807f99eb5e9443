//! Answering questions about rows from what has been fetched, and noting which it could not.

use std::collections::{BTreeMap, BTreeSet};

use super::codec::Found;
use super::documents::{PageAsked, is_document};
use super::library::OrderAsked;
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::group::Group;
use crate::domain::invitation::InvitationState;
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::Claim;
use crate::domain::roster::Member;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{GroupId, InvitationId, ItemId, PersonId, Scope};
use crate::ports::store::{Find, LogOf, LogPlace, Placed, Replay, Row, Rows, StoreError, Stored};
use crate::time::Timestamp;
use uuid::Uuid;

/// A question about rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ask {
    Person(PersonId),
    Details(Scope),
    /// A roster's own row, and one person's on it.
    Standing(Scope, Option<PersonId>),
    Invitation(InvitationId),
    Find(Find),
    Holder(Claim),
    Replay(PersonId, String),
    Log(LogOf, Option<LogPlace>, u32),
    Owners(GroupId, Option<PersonId>),
    Document(DocumentKey),
    DocumentById(i16, Uuid),
    Page(Find, Option<Vec<u8>>, u32),
    Items(Stream, Option<ItemId>, u32),
    Unseen(Stream),
    Counter(Counter),
    Order(TrackSource, LibrarySort, Option<TrackPlace>, u32),
}

/// What has been fetched, and what is known not to be there because it was asked for and not found.
///
/// A question that was not asked is noted as missed and answered as though there were nothing: the answers of a look that missed something are thrown away, and a look that goes on finds the next questions.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) last: u64,
    /// One that no stamp of what was fetched is after.
    pub(super) stamp: Timestamp,
    pub(super) rows: BTreeMap<RowKey, Stored>,
    pub(super) known: BTreeSet<Ask>,
    pub(super) found: BTreeMap<Find, BTreeSet<RowKey>>,
    pub(super) holders: BTreeMap<Claim, PersonId>,
    pub(super) replays: BTreeMap<(PersonId, String), Replay>,
    pub(super) logs: BTreeMap<Ask, Vec<(LogPlace, Entry)>>,
    pub(super) owners: BTreeMap<(GroupId, Option<PersonId>), BTreeSet<PersonId>>,
    pub(super) pages: BTreeMap<PageAsked, Vec<Placed>>,
    pub(super) items: BTreeMap<(Stream, Option<ItemId>, u32), Vec<Item>>,
    pub(super) unseen: BTreeMap<Stream, u64>,
    pub(super) counters: BTreeMap<Counter, u64>,
    pub(super) orders: BTreeMap<OrderAsked, Vec<TrackPlace>>,
    pub(super) missed: BTreeSet<Ask>,
    /// Whose standing is asked for wherever a way up is walked.
    pub(super) people: BTreeSet<PersonId>,
}

impl Fetched {
    /// Keeps a row.
    pub(super) fn keep(&mut self, found: Found) -> RowKey {
        self.stamp = self.stamp.max(found.stamp);
        let key = found.stored.row.key();
        let offer = match &found.stored.row {
            Row::Track(track) => track.offer,
            Row::Group(group) => group.offer,
            Row::Invitation(invitation) => {
                self.people.insert(invitation.by);
                None
            }
            _ => None,
        };
        self.people.extend(offer.map(|offer| offer.to));
        self.rows.insert(key, found.stored);
        key
    }

    /// Keeps a row that some questions found, those of `asked`.
    pub(super) fn keep_found(&mut self, found: Found, asked: &BTreeSet<Find>) {
        let answered = Find::all_finding(&found.stored.row);
        let key = self.keep(found);
        for question in answered.into_iter().filter(|question| asked.contains(question)) {
            self.found.entry(question).or_default().insert(key);
        }
    }

    /// Returns the group that a scope was last put into, deleted or not.
    pub(super) fn above(&self, scope: Scope) -> Option<GroupId> {
        match self.rows.get(&details(scope)).map(|stored| &stored.row) {
            Some(Row::Track(track)) => track.group,
            Some(Row::Group(group)) => Group::parent(group),
            _ => None,
        }
    }

    /// Returns whether a question has been answered, and notes it as missed where not.
    fn knows(&mut self, ask: Ask) -> bool {
        let is_known = self.known.contains(&ask);
        if !is_known {
            self.missed.insert(ask);
        }
        is_known
    }

    fn knows_standing(&mut self, scope: Scope, person: Option<PersonId>) -> bool {
        self.known.contains(&Ask::Find(Find::MembersOn(scope))) || self.knows(Ask::Standing(scope, person))
    }

    fn all(&self, keys: impl Iterator<Item = RowKey>) -> Vec<Stored> {
        keys.filter_map(|key| self.rows.get(&key).cloned()).collect()
    }
}

/// Returns the key of a scope's details.
pub(super) const fn details(scope: Scope) -> RowKey {
    match scope {
        Scope::Track(id) => RowKey::Track(id),
        Scope::Group(id) => RowKey::Group(id),
    }
}

const LEAST: uuid::Uuid = uuid::Uuid::nil();
const GREATEST: uuid::Uuid = uuid::Uuid::max();

impl Rows for Fetched {
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError> {
        Ok((self.last, self.stamp))
    }

    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError> {
        if let Some(stored) = self.rows.get(&key) {
            return Ok(Some(stored.clone()));
        }
        match key {
            RowKey::Person(id) => self.knows(Ask::Person(id)),
            RowKey::Track(id) => self.knows(Ask::Details(id.into())),
            RowKey::Group(id) => self.knows(Ask::Details(id.into())),
            RowKey::Roster(scope) => self.knows_standing(scope, None),
            RowKey::Member(scope, person) => self.knows_standing(scope, Some(person)),
            RowKey::Invitation(_, id) => self.knows(Ask::Invitation(id)),
            RowKey::Document(key) => self.knows(Ask::Document(key)),
        };
        Ok(None)
    }

    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError> {
        if question.document_key().is_some() {
            let mut found: Vec<Stored> =
                self.page(question, None, u32::MAX)?.into_iter().map(|(_, stored)| stored).collect();
            found.sort_by_key(|stored| stored.row.key());
            return Ok(found);
        }
        if !self.knows(Ask::Find(*question)) {
            return Ok(Vec::new());
        }
        Ok(match question {
            // What was fetched for a way up is found by where it lies.
            Find::MembersOn(scope) => {
                let ends = [LEAST, GREATEST].map(|end| RowKey::Member(*scope, PersonId::from_uuid(end)));
                let [first, last] = ends;
                self.all(self.rows.range(first..=last).map(|(key, _)| *key))
            }
            Find::PendingOn(scope) => {
                let ends = [LEAST, GREATEST].map(|end| RowKey::Invitation(*scope, InvitationId::from_uuid(end)));
                let [first, last] = ends;
                let is_pending = |stored: &Stored| matches!(&stored.row, Row::Invitation(sent) if sent.state == InvitationState::Pending);
                self.rows
                    .range(first..=last)
                    .map(|(_, stored)| stored)
                    .filter(|stored| is_pending(stored))
                    .cloned()
                    .collect()
            }
            question => self.all(self.found.get(question).into_iter().flatten().copied()),
        })
    }

    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError> {
        if !self.knows(Ask::Invitation(id)) {
            return Ok(None);
        }
        let found = self.rows.iter().find(|(key, _)| matches!(key, RowKey::Invitation(_, other) if *other == id));
        Ok(found.map(|(_, stored)| stored.clone()))
    }

    fn document(&mut self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError> {
        let kind = i16::from(kind.number());
        if !self.knows(Ask::DocumentById(kind, id)) {
            return Ok(None);
        }
        Ok(self.rows.values().find(|stored| is_document(&stored.row, kind, id)).cloned())
    }

    fn page(&mut self, question: &Find, after: Option<&[u8]>, limit: u32) -> Result<Vec<Placed>, StoreError> {
        let ask = (*question, after.map(<[u8]>::to_vec), limit);
        let page = self.pages.get(&ask).cloned().unwrap_or_default();
        self.knows(Ask::Page(ask.0, ask.1, ask.2));
        Ok(page)
    }

    fn tracks(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        let ask = (*source, sort, after.cloned(), limit);
        let places = self.orders.get(&ask).cloned().unwrap_or_default();
        self.knows(Ask::Order(ask.0, ask.1, ask.2, ask.3));
        Ok(places)
    }

    fn is_void(&self) -> bool {
        !self.missed.is_empty()
    }

    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        self.knows(Ask::Items(stream, before, limit));
        Ok(self.items.get(&(stream, before, limit)).cloned().unwrap_or_default())
    }

    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError> {
        self.knows(Ask::Unseen(stream));
        Ok(self.unseen.get(&stream).copied().unwrap_or_default())
    }

    fn counter(&mut self, counter: &Counter) -> Result<u64, StoreError> {
        self.knows(Ask::Counter(counter.clone()));
        Ok(self.counters.get(counter).copied().unwrap_or_default())
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        self.knows(Ask::Holder(claim.clone()));
        Ok(self.holders.get(claim).copied())
    }

    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError> {
        self.knows(Ask::Replay(actor, key.to_owned()));
        Ok(self.replays.get(&(actor, key.to_owned())).cloned())
    }

    fn log(&mut self, of: LogOf, before: Option<LogPlace>, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        let ask = Ask::Log(of, before, limit);
        let shown = self.logs.get(&ask).cloned().unwrap_or_default();
        self.knows(ask);
        Ok(shown)
    }

    fn standing(&mut self, scope: Scope, person: PersonId) -> Result<(Option<Stored>, Option<Member>), StoreError> {
        // Both are asked for before either is missed: the two are one statement.
        let (roster, member) = (self.get(RowKey::Roster(scope))?, self.get(RowKey::Member(scope, person))?);
        let member = member.and_then(|stored| match stored.row {
            Row::Member { member, .. } => Some(member),
            _ => None,
        });
        Ok((roster, member))
    }

    fn track_owners(&mut self, group: GroupId, unless: Option<PersonId>) -> Result<BTreeSet<PersonId>, StoreError> {
        self.knows(Ask::Owners(group, unless));
        Ok(self.owners.get(&(group, unless)).cloned().unwrap_or_default())
    }
}
