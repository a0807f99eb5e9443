//! Writing a row in place of what was there.

use rusqlite::{Connection, Params, params};

use super::cell::Cell;
use super::change::Refusal;
use super::codec::scope_cells;
use super::documents;
use crate::domain::credit::Credit;
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::ownership::Offer;
use crate::domain::person::Person;
use crate::domain::roster::Member;
use crate::domain::split::Percent;
use crate::domain::text::fold;
use crate::domain::track::Track;
use crate::id::{PersonId, Scope};
use crate::ports::store::{Row, Stored};
use crate::time::Timestamp;

const PERSON: &str = "INSERT INTO person (id, version, state, external_id, name, name_fold, email) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET version = excluded.version, \
     state = excluded.state, external_id = excluded.external_id, name = excluded.name, \
     name_fold = excluded.name_fold, email = excluded.email";

const GROUP: &str = "INSERT INTO groups (id, version, name, name_fold, owner, created_by, created_at, ancestors, \
     placed_at, tracks, deleted, offer_to, offered_at, offer_expires_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO UPDATE SET \
     version = excluded.version, name = excluded.name, name_fold = excluded.name_fold, owner = excluded.owner, \
     created_by = excluded.created_by, created_at = excluded.created_at, ancestors = excluded.ancestors, \
     placed_at = excluded.placed_at, tracks = excluded.tracks, deleted = excluded.deleted, \
     offer_to = excluded.offer_to, offered_at = excluded.offered_at, offer_expires_at = excluded.offer_expires_at";

// Where nothing changes that an index holds, no index is written.
const GROUP_IN_PLACE: &str = "UPDATE groups SET version = ?2, name = ?3, name_fold = ?4, created_by = ?6, \
     created_at = ?7, placed_at = ?9, tracks = ?10, offered_at = ?13, offer_expires_at = ?14 \
     WHERE id = ?1 AND owner = ?5 AND ancestors = ?8 AND deleted = ?11 AND offer_to IS ?12";

const TRACK: &str = "INSERT INTO track (id, version, title, title_fold, owner, created_by, created_at, group_id, \
     placed_at, stage, bpm, music_key, tags, archived, condition, offer_to, offered_at, offer_expires_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) \
     ON CONFLICT (id) DO UPDATE SET \
     version = excluded.version, title = excluded.title, title_fold = excluded.title_fold, owner = excluded.owner, \
     created_by = excluded.created_by, created_at = excluded.created_at, group_id = excluded.group_id, \
     placed_at = excluded.placed_at, stage = excluded.stage, bpm = excluded.bpm, music_key = excluded.music_key, \
     tags = excluded.tags, archived = excluded.archived, condition = excluded.condition, \
     offer_to = excluded.offer_to, offered_at = excluded.offered_at, offer_expires_at = excluded.offer_expires_at";

const TRACK_IN_PLACE: &str = "UPDATE track SET version = ?2, title = ?3, title_fold = ?4, created_by = ?6, \
     created_at = ?7, placed_at = ?9, stage = ?10, bpm = ?11, music_key = ?12, tags = ?13, archived = ?14, \
     offered_at = ?17, offer_expires_at = ?18 \
     WHERE id = ?1 AND owner = ?5 AND group_id IS ?8 AND condition = ?15 AND offer_to IS ?16";

const ROSTER: &str = "INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (scope_kind, scope_id) DO UPDATE SET \
     version = excluded.version, shares_version = excluded.shares_version";

const MEMBER: &str = "INSERT INTO member (scope_kind, scope_id, person, standing, since, role, master, publishing, \
     writer, accepted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
     ON CONFLICT (scope_kind, scope_id, person) DO UPDATE SET standing = excluded.standing, since = excluded.since, \
     role = excluded.role, master = excluded.master, publishing = excluded.publishing, writer = excluded.writer, \
     accepted = excluded.accepted";

const INVITATION: &str = "INSERT INTO invitation (id, scope_kind, scope_id, version, person, inviter, access, \
     role, master, publishing, writer, created_at, expires_at, \
     role_before, master_before, publishing_before, writer_before, accepted_before, state) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
     ON CONFLICT (id) DO UPDATE SET \
     scope_kind = excluded.scope_kind, scope_id = excluded.scope_id, version = excluded.version, \
     person = excluded.person, inviter = excluded.inviter, access = excluded.access, role = excluded.role, \
     master = excluded.master, publishing = excluded.publishing, writer = excluded.writer, \
     created_at = excluded.created_at, expires_at = excluded.expires_at, role_before = excluded.role_before, \
     master_before = excluded.master_before, publishing_before = excluded.publishing_before, \
     writer_before = excluded.writer_before, accepted_before = excluded.accepted_before, state = excluded.state";

/// Writes a row.
pub(super) fn put(connection: &Connection, stored: &Stored) -> Result<(), Refusal> {
    let version = stored.version;
    match &stored.row {
        Row::Person(person) => put_person(connection, version, person),
        Row::Group(group) => put_group(connection, version, group),
        Row::Track(track) => put_track(connection, version, track),
        Row::Roster { scope, shares_version } => {
            let (kind, id) = scope_cells(*scope);
            run(connection, ROSTER, params![kind, id, version.cell(), shares_version.cell()])
        }
        Row::Member { scope, person, member } => put_member(connection, *scope, *person, member),
        Row::Invitation(invitation) => put_invitation(connection, version, invitation),
        Row::Document(document) => documents::put(connection, version, document),
    }
}

fn run(connection: &Connection, sql: &str, params: impl Params) -> Result<(), Refusal> {
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Runs `in_place` for a row that was there before, and `whole` where that finds none to change.
fn run_either<P: Params + Copy>(
    connection: &Connection,
    version: u64,
    [in_place, whole]: [&str; 2],
    params: P,
) -> Result<(), Refusal> {
    if version > 1 && connection.prepare_cached(in_place)?.execute(params)? == 1 {
        return Ok(());
    }
    run(connection, whole, params)
}

fn put_person(connection: &Connection, version: u64, person: &Person) -> Result<(), Refusal> {
    let Person { id, state, profile } = person;
    let name_fold = profile.name.as_deref().map(fold);
    let cells = params![
        id.cell(),
        version.cell(),
        state.cell(),
        profile.external_id,
        profile.name,
        name_fold,
        profile.email.cell(),
    ];
    run(connection, PERSON, cells)
}

type OfferCells = (Option<PersonId>, Option<Timestamp>, Option<Timestamp>);

fn offer_cells(offer: Option<Offer>) -> OfferCells {
    (offer.map(|offer| offer.to), offer.map(|offer| offer.offered_at), offer.map(|offer| offer.expires_at))
}

fn put_group(connection: &Connection, version: u64, group: &Group) -> Result<(), Refusal> {
    let (to, offered_at, expires_at) = offer_cells(group.offer);
    let cells = params![
        group.id.cell(),
        version.cell(),
        group.name,
        fold(&group.name),
        group.owner.cell(),
        group.created_by.cell(),
        group.created_at.cell(),
        group.ancestors.cell(),
        group.placed_at.cell(),
        group.tracks,
        group.deleted,
        to.cell(),
        offered_at.cell(),
        expires_at.cell(),
    ];
    run_either(connection, version, [GROUP_IN_PLACE, GROUP], cells)
}

fn put_track(connection: &Connection, version: u64, track: &Track) -> Result<(), Refusal> {
    let (to, offered_at, expires_at) = offer_cells(track.offer);
    let cells = params![
        track.id.cell(),
        version.cell(),
        track.title,
        fold(&track.title),
        track.owner.cell(),
        track.created_by.cell(),
        track.created_at.cell(),
        track.group.cell(),
        track.placed_at.cell(),
        track.stage.cell(),
        track.bpm.cell(),
        track.key,
        track.tags.cell(),
        track.archived,
        track.condition.cell(),
        to.cell(),
        offered_at.cell(),
        expires_at.cell(),
    ];
    run_either(connection, version, [TRACK_IN_PLACE, TRACK], cells)
}

/// A credit as five columns, all null where there is none.
struct CreditCells<'a> {
    role: Option<&'a str>,
    shares: [Option<Percent>; 3],
    accepted: Option<bool>,
}

impl<'a> CreditCells<'a> {
    fn of(credit: Option<&'a Credit>) -> Self {
        let shares = credit.map(|credit| credit.shares).unwrap_or_default();
        Self {
            role: credit.and_then(|credit| credit.role.as_deref()),
            shares: [shares.master, shares.publishing, shares.writer],
            accepted: credit.map(|credit| credit.accepted),
        }
    }
}

fn put_member(connection: &Connection, scope: Scope, person: PersonId, member: &Member) -> Result<(), Refusal> {
    let (kind, id) = scope_cells(scope);
    let CreditCells { role, shares: [master, publishing, writer], accepted } = CreditCells::of(member.credit.as_ref());
    let cells = params![
        kind,
        id,
        person.cell(),
        member.standing.cell(),
        member.since.cell(),
        role,
        master.cell(),
        publishing.cell(),
        writer.cell(),
        accepted,
    ];
    run(connection, MEMBER, cells)
}

fn put_invitation(connection: &Connection, version: u64, invitation: &Invitation) -> Result<(), Refusal> {
    let (kind, id) = scope_cells(invitation.scope);
    let credit = CreditCells::of(invitation.credit_before.as_ref());
    let CreditCells { role, shares: [master, publishing, writer], accepted } = credit;
    let cells = params![
        invitation.id.cell(),
        kind,
        id,
        version.cell(),
        invitation.person.cell(),
        invitation.by.cell(),
        invitation.access.cell(),
        invitation.role,
        invitation.shares.master.cell(),
        invitation.shares.publishing.cell(),
        invitation.shares.writer.cell(),
        invitation.created_at.cell(),
        invitation.expires_at.cell(),
        role,
        master.cell(),
        publishing.cell(),
        writer.cell(),
        accepted,
        invitation.state.cell(),
    ];
    run(connection, INVITATION, cells)
}
