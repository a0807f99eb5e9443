//! The raw side: a plain tokio-postgres program that does with the same reads and rows what the library does.
//!
//! Two round trips: one flush that reads in one snapshot, one that guards, appends, writes and commits.
//! It has no domain, no port and no pool; it reads the columns, decides in a few lines, and writes.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cowrite_benches::Outcome;
use tokio_postgres::{Client, NoTls, Row, Statement};
use uuid::Uuid;

use crate::side::Side;
use crate::world::{Step, World};

/// The kind of a track where scopes are meant; then of a track's details and roster in the history.
const TRACK_SCOPE: i16 = 1;
const TRACK_DETAILS: i16 = 2;
const TRACK_ROSTER: i16 = 4;

/// What three people are told of a change.
const TELL: &str = "INSERT INTO cowrite.item (shard, kind, family, id, seen, hidden, body) \
     SELECT ('x' || substr(k.family::text, 16, 3))::bit(12)::integer::smallint, 0, k.family, k.id, false, false, $3 \
     FROM unnest($1::uuid[], $2::uuid[]) AS k(family, id)";
const LAST: &str = "SELECT revision_base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 FROM cowrite.store \
     WHERE shard = 0";
const TRACK: &str = "SELECT id, version, stamp, title, owner, created_by, created_at, group_id, placed_at, stage, bpm, \
     music_key, tags, archived, condition, offer_to, offered_at, offer_expires_at \
     FROM cowrite.track WHERE shard = $1 AND id = $2";
const MEMBERS: &str = "SELECT r.version, r.stamp, r.shares_version, m.person, m.standing, m.since, m.role, m.master, \
     m.publishing, m.writer, m.accepted FROM cowrite.roster r \
     LEFT JOIN cowrite.member m ON m.shard = r.shard AND m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id \
     WHERE r.shard = $1 AND r.scope_kind = $2 AND r.scope_id = $3";
const PENDING: &str = "SELECT id, person, inviter, access FROM cowrite.invitation \
     WHERE state = 0 AND shard = $1 AND scope_kind = $2 AND scope_id = $3";

/// Holds the version that was read until the end, or divides by zero, so that the commit behind it takes nothing.
const SHARE: &str = "SELECT 1 / count(*) FROM (SELECT 1 FROM cowrite.aggregate \
     WHERE shard = $1 AND family = $2 AND kind = $3 AND id = $2 AND version = $4 FOR SHARE) AS held";
const ADVANCE: &str = "UPDATE cowrite.aggregate SET version = $4, stamp = greatest(stamp, $5), \
     revision = pg_current_xact_id()::text::bigint + (SELECT revision_base FROM cowrite.store WHERE shard = 0) \
     WHERE shard = $1 AND family = $2 AND kind = $3 AND id = $2";
/// The guard of the roster: where its version has moved on, this place is taken.
const APPEND: &str = "INSERT INTO cowrite.activity \
     (shard, family, kind, id, seq, revision, idx, stamp, at, author, person, format, event) VALUES ($1, $2, $3, $2, $4, \
     pg_current_xact_id()::text::bigint + (SELECT revision_base FROM cowrite.store WHERE shard = 0), 0, $5, $5, 1, $6, 1, $7)";
const ROSTER: &str = "INSERT INTO cowrite.roster (shard, scope_kind, scope_id, version, stamp, shares_version) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shard, scope_kind, scope_id) DO UPDATE SET \
     version = excluded.version, stamp = excluded.stamp, shares_version = excluded.shares_version";
const MEMBER: &str = "INSERT INTO cowrite.member (shard, scope_kind, scope_id, person, standing, since, role, master, \
     publishing, writer, accepted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9) \
     ON CONFLICT (shard, scope_kind, scope_id, person) DO UPDATE SET standing = excluded.standing, \
     since = excluded.since, role = excluded.role, master = excluded.master, publishing = excluded.publishing, \
     writer = excluded.writer, accepted = excluded.accepted";

#[derive(Debug)]
pub(crate) struct Raw;

/// A connection with its statements prepared.
pub(crate) struct Session {
    world: Arc<World>,
    client: Client,
    last: Statement,
    track: Statement,
    members: Statement,
    pending: Statement,
    share: Statement,
    advance: Statement,
    append: Statement,
    roster: Statement,
    member: Statement,
    tell: Statement,
    body: String,
}

/// What a person holds on a track, and the roster's own row.
struct Member {
    version: i64,
    stamp: i64,
    shares_version: i64,
    person: Uuid,
    standing: i16,
    since: i64,
    role: Option<String>,
    shares: [Option<i64>; 3],
    accepted: Option<bool>,
}

impl Member {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            version: row.try_get(0)?,
            stamp: row.try_get(1)?,
            shares_version: row.try_get(2)?,
            person: row.try_get(3)?,
            standing: row.try_get(4)?,
            since: row.try_get(5)?,
            role: row.try_get(6)?,
            shares: [row.try_get(7)?, row.try_get(8)?, row.try_get(9)?],
            accepted: row.try_get(10)?,
        })
    }
}

/// What a command reads.
struct Read {
    owner: Uuid,
    condition: i16,
    track_version: i64,
    members: Vec<Member>,
}

/// Reads a track's columns as a program would that shows or checks all of them; returns owner, condition, version.
fn read_track(row: &Row) -> Outcome<(Uuid, i16, i64)> {
    let text = |at: usize| row.try_get::<_, String>(at);
    let id = |at: usize| row.try_get::<_, Option<Uuid>>(at);
    let number = |at: usize| row.try_get::<_, Option<i64>>(at);
    black_box((id(0)?, number(2)?, text(3)?, id(5)?, number(6)?, id(7)?, number(8)?, text(9)?, number(10)?));
    black_box((row.try_get::<_, Option<String>>(11)?, text(12)?, row.try_get::<_, bool>(13)?));
    black_box((id(15)?, number(16)?, number(17)?));
    Ok((row.try_get(4)?, row.try_get(14)?, row.try_get(1)?))
}

impl Session {
    async fn open(world: &Arc<World>, url: &str) -> Outcome<Self> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        let example = client.query_one("SELECT body FROM cowrite.item WHERE kind = 0 LIMIT 1", &[]).await?;
        let body = example.try_get(0)?;
        let (last, track, members, pending, share, advance, append, roster, member, tell) = tokio::try_join!(
            client.prepare(LAST),
            client.prepare(TRACK),
            client.prepare(MEMBERS),
            client.prepare(PENDING),
            client.prepare(SHARE),
            client.prepare(ADVANCE),
            client.prepare(APPEND),
            client.prepare(ROSTER),
            client.prepare(MEMBER),
            client.prepare(TELL),
        )?;
        Ok(Self {
            world: Arc::clone(world),
            client,
            last,
            track,
            members,
            pending,
            share,
            advance,
            append,
            roster,
            member,
            tell,
            body,
        })
    }

    /// All reads in one flush, as of one instant.
    async fn read(&self, step: Step) -> Outcome<Read> {
        let (client, track) = (&self.client, step.track.uuid());
        let (of_track, of_scope) =
            ([&step.shard as _, &track as _], [&step.shard as _, &TRACK_SCOPE as _, &track as _]);
        let (begun, last, track, members, pending, ended) = tokio::join!(
            biased;
            client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            client.query_one(&self.last, &[]),
            client.query_one(&self.track, &of_track),
            client.query(&self.members, &of_scope),
            client.query(&self.pending, &of_scope),
            client.batch_execute("COMMIT"),
        );
        begun.and(ended)?;
        black_box((last?.try_get::<_, i64>(0)?, pending?.len()));
        let (owner, condition, track_version) = read_track(&track?)?;
        let members = members?.iter().map(Member::read).collect::<Outcome<_>>()?;
        Ok(Read { owner, condition, track_version, members })
    }

    /// Sets one share: reads, decides, writes.
    async fn command(&self, step: Step) -> Outcome<()> {
        let (actor, person) = (self.world.owner.uuid(), self.world.collaborator.uuid());
        let Read { owner, condition, track_version, members } = self.read(step).await?;
        let level = members.iter().find(|member| member.person == actor).map_or(0, |member| member.standing);
        if condition == 2 || (owner != actor && !(2..=3).contains(&level)) {
            return Err("may not".into());
        }
        let before = members.iter().find(|member| member.person == person).ok_or("is not on it")?;
        for kind in 0..3 {
            let of_others = members.iter().filter(|member| member.person != person);
            let total: i64 = of_others.filter_map(|member| member.shares.get(kind).copied().flatten()).sum();
            if total + i64::from(step.share) > 10_000 {
                return Err("more than 100 percent".into());
            }
        }
        let held = before.shares.iter().flatten().next().copied().ok_or("there was no share")?;
        let event = self.world.event(held, step.share);
        let (stamp, version, shares_version) = (before.stamp + 1, before.version + 1, before.shares_version + 1);
        let told = members.iter().map(|member| member.person).filter(|person| *person != actor).collect();
        self.write(actor, step, track_version, before, ([stamp, version, shares_version], told), &event).await
    }

    /// All writes in one flush: committed if every one of them succeeded.
    async fn write(
        &self,
        actor: Uuid,
        step: Step,
        track_version: i64,
        before: &Member,
        ([stamp, version, shares_version], told): ([i64; 3], Vec<Uuid>),
        event: &str,
    ) -> Outcome<()> {
        let (client, id, new) = (&self.client, step.track.uuid(), i64::from(step.share));
        let (shard, track) = (&step.shard as _, &id as _);
        let share = [shard, track, &TRACK_DETAILS as _, &track_version as _];
        let advance = [shard, track, &TRACK_ROSTER as _, &version as _, &stamp as _];
        let append = [shard, track, &TRACK_ROSTER as _, &version as _, &stamp as _, &actor as _, &event as _];
        let roster = [shard, &TRACK_SCOPE as _, track, &version as _, &stamp as _, &shares_version as _];
        let Member { person, standing, since, role, accepted, .. } = before;
        let member = [
            shard,
            &TRACK_SCOPE as _,
            track,
            person as _,
            standing as _,
            since as _,
            role as _,
            &new as _,
            accepted as _,
        ];
        let ids: Vec<Uuid> = told.iter().map(|_| new_id(stamp)).collect();
        let tell = [&told as _, &ids as _, &self.body as _];
        let (begun, shared, advanced, appended, of_roster, of_member, telling, committed) = tokio::join!(
            biased;
            client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
            client.query(&self.share, &share),
            client.execute(&self.advance, &advance),
            client.execute(&self.append, &append),
            client.execute(&self.roster, &roster),
            client.execute(&self.member, &member),
            client.execute(&self.tell, &tell),
            client.batch_execute("COMMIT"),
        );
        begun.and(committed)?;
        shared?;
        if [advanced?, appended?, of_roster?, of_member?] == [1; 4] && usize::try_from(telling?) == Ok(told.len()) {
            Ok(())
        } else {
            Err("a row was not written".into())
        }
    }
}

/// Makes the id of what somebody is told, greater than those before it.
fn new_id(stamp: i64) -> Uuid {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u128((u128::from(stamp.unsigned_abs()) << 80) | u128::from(number))
}

impl Side for Raw {
    type Client = Session;

    async fn open(world: &Arc<World>, url: &str, clients: usize) -> Outcome<Vec<Session>> {
        let mut sessions = Vec::new();
        for _ in 0..clients {
            sessions.push(Session::open(world, url).await?);
        }
        Ok(sessions)
    }

    async fn command(client: &Session, step: Step) -> Outcome<()> {
        client.command(step).await
    }
}
