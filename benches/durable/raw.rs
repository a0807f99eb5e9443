//! The raw side: a plain rusqlite program that does with the same statements, rows and fsync what the library does.
//!
//! It has no domain, no port and no futures; it reads the columns into variables, decides in a few lines, and writes.
//! Its statements are the library's own texts, kept prepared, on the library's own schema and settings.

use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cowrite::{PersonId, TrackId};
use cowrite_benches::raw::connect;
use cowrite_benches::{Outcome, Round, nanos_since, now, timed};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use crate::rows::{
    APPEND, GROUP, Group, ITEM, Id, LAST_COMMIT, LAST_SEQ, MEMBER, MEMBERS_ON, Member, NEXT_COMMIT, PENDING_ON, ROSTER,
    STANDING, Standing, TRACK, Track,
};
use crate::world::{LAST_CHANGE, Step, World};

/// The kind of a track where scopes are meant, and of a group; then of a track's details and roster in the history.
const GROUP_SCOPE: i64 = 0;
const TRACK_SCOPE: i64 = 1;
const TRACK_DETAILS: i64 = 2;
const TRACK_ROSTER: i64 = 4;

/// A connection with the settings that the library gives its own, which counts the statements it runs.
struct Counting {
    connection: Connection,
    run: Cell<u64>,
    /// What the library wrote of such a change, with marks for the shares before and after.
    event: String,
    /// What is told of a change of one's own shares, and of others'.
    told: [String; 2],
}

const BEFORE: &str = "BBBBB";
const AFTER: &str = "AAAAA";

/// Stands for the title of a track in what is told.
const TITLE: &str = "{title}";

impl Counting {
    fn open(file: &Path, example: TrackId, reads_only: bool) -> Outcome<Self> {
        let connection = connect(file, reads_only)?;
        let last = "SELECT event FROM activity WHERE family = ?1 AND kind = 4 ORDER BY seq DESC LIMIT 1";
        let event: String = connection.query_row(last, [example.uuid().into_bytes()], |row| row.get(0))?;
        let [before, after] = LAST_CHANGE;
        let event = event.replace(before, BEFORE).replace(after, AFTER);
        let word = |what: &str| -> rusqlite::Result<String> {
            let sql = "SELECT body FROM item WHERE kind = 0 AND body LIKE ?1 ORDER BY id DESC LIMIT 1";
            let body: String = connection.query_row(sql, [format!("%\"{what}\"%")], |row| row.get(0))?;
            let begin = body.find("Midnight Session ").unwrap_or(body.len());
            let (before, rest) = body.split_at(begin);
            Ok(format!("{before}{TITLE}{}", rest.trim_start_matches(|letter| letter != '"')))
        };
        let told = [word("own_shares_changed")?, word("shares_changed")?];
        Ok(Self { connection, run: Cell::new(0), event, told })
    }

    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.run.set(self.run.get() + 1);
        self.connection.prepare_cached(sql)
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.statement(sql)?.execute([]).map(|_| ())
    }

    fn last_commit(&self) -> rusqlite::Result<(i64, i64)> {
        self.statement(LAST_COMMIT)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn track(&self, id: &Id) -> rusqlite::Result<Track> {
        self.statement(TRACK)?.query_row([id], Track::read)
    }

    fn group(&self, id: &Id) -> rusqlite::Result<Group> {
        self.statement(GROUP)?.query_row([id], Group::read)
    }

    fn standing(&self, kind: i64, scope: &Id, person: &Id) -> rusqlite::Result<Option<Standing>> {
        let read = |row: &Row<'_>| {
            let (_, _): (i64, Id) = (row.get(0)?, row.get(1)?);
            Ok(Standing { version: row.get(2)?, shares_version: row.get(3)?, member: Member::read(row)? })
        };
        self.statement(STANDING)?.query_row(params![kind, scope, person], read).optional()
    }

    fn members(&self, track: &Id) -> rusqlite::Result<Vec<(Id, Member)>> {
        let mut statement = self.statement(MEMBERS_ON)?;
        let rows = statement.query_map(params![TRACK_SCOPE, track], |row| {
            let (_, _, _): (i64, Id, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
            Ok((row.get(2)?, Member::read(row)?))
        })?;
        rows.collect()
    }

    fn pending(&self, track: &Id) -> rusqlite::Result<Vec<Id>> {
        let mut statement = self.statement(PENDING_ON)?;
        let rows = statement.query_map(params![TRACK_SCOPE, track], |row| row.get(0))?;
        rows.collect()
    }

    fn expect(&self, kind: i64, track: &Id, version: i64) -> Outcome<()> {
        let last: Option<i64> =
            self.statement(LAST_SEQ)?.query_row(params![track, kind, track], |row| row.get(0)).optional()?;
        if last.unwrap_or_default() == version {
            Ok(())
        } else {
            Err("a race was lost, though each has its own".into())
        }
    }
}

/// Sets one share: reads in one read transaction of `reads`, then writes in one of `writes`.
fn command(reads: &Counting, writes: &Counting, actor: PersonId, person: PersonId, step: Step) -> Outcome<()> {
    let (track_id, owner, person_id) =
        (step.track.uuid().into_bytes(), actor.uuid().into_bytes(), person.uuid().into_bytes());
    reads.run("BEGIN")?;
    let (_, stamp) = reads.last_commit()?;
    let track = reads.track(&track_id)?;
    let actors = reads.standing(TRACK_SCOPE, &track_id, &owner)?.ok_or("no roster")?;
    let persons = reads.standing(TRACK_SCOPE, &track_id, &person_id)?.ok_or("no roster")?;
    let members = reads.members(&track_id)?;
    black_box(reads.pending(&track_id)?);
    reads.run("COMMIT")?;

    if track.condition == 2 || (track.owner != owner && actors.member.level() < 2) {
        return Err("may not".into());
    }
    let share = i64::from(step.share);
    let before = persons.member;
    let (standing, since) = (before.standing.ok_or("is not on it")?, before.since.ok_or("is not on it")?);
    for kind in 0..3 {
        let of_others = members.iter().filter(|(id, _)| *id != person_id);
        let total: i64 = of_others.filter_map(|(_, member)| member.shares.get(kind).copied().flatten()).sum();
        if total + share > 10_000 {
            return Err("more than 100 percent".into());
        }
    }
    // Of one example, so that it is as long and its instant another track's.
    let written = before.shares.iter().flatten().next().copied().map(shown).ok_or("there was no share")?;
    let event = writes.event.replace(BEFORE, &written).replace(AFTER, &shown(share));
    let at = stamp + 1;

    writes.run("BEGIN IMMEDIATE")?;
    writes.expect(TRACK_DETAILS, &track_id, track.version)?;
    writes.expect(TRACK_ROSTER, &track_id, actors.version)?;
    let (revision, _): (i64, i64) = writes
        .statement(NEXT_COMMIT)?
        .query_row(params![at, 1, owner, None::<String>], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (version, shares_version) = (actors.version + 1, actors.shares_version + 1);
    let appended =
        writes.statement(APPEND)?.execute(params![track_id, TRACK_ROSTER, track_id, version, revision, 0, 1, event])?;
    if appended != 1 {
        return Err("a race was lost, though each has its own".into());
    }
    writes.statement(ROSTER)?.execute(params![TRACK_SCOPE, track_id, version, shares_version])?;
    writes.statement(MEMBER)?.execute(params![
        TRACK_SCOPE,
        track_id,
        person_id,
        standing,
        since,
        before.role,
        share,
        share,
        share,
        before.accepted
    ])?;
    for (number, (told, _)) in (0_u8..).zip(&members).filter(|(_, (told, _))| *told != owner) {
        let [own, others] = &writes.told;
        let body = if *told == person_id { own } else { others }.replace(TITLE, &track.title);
        writes.statement(ITEM)?.execute(params![0, told, item_id(at, revision, number), false, false, body])?;
    }
    writes.run("COMMIT")?;
    Ok(())
}

/// Makes the id of what somebody is told, greater than those before it.
fn item_id(at: i64, revision: i64, number: u8) -> Id {
    let (at, revision) = (u128::from(at.unsigned_abs()), u128::from(revision.unsigned_abs()));
    ((at << 80) | (revision << 8) | u128::from(number)).to_be_bytes()
}

fn shown(share: i64) -> String {
    format!("{}.{:02}", share / 100, share % 100)
}

/// One caller, one command after the other; also returns how many statements a command ran.
pub(crate) fn commands(world: &World, file: &Path, warm: usize, count: usize) -> Outcome<(Round, u64)> {
    let example = *world.tracks.first().ok_or("no track")?;
    let (reads, writes) = (Counting::open(file, example, true)?, Counting::open(file, example, false)?);
    for number in 0..warm {
        command(&reads, &writes, world.owner, world.collaborator, world.step(number)?)?;
    }
    let before = reads.run.get() + writes.run.get();
    let mut samples = Vec::with_capacity(count);
    let start = now();
    for number in warm..warm + count {
        let step = world.step(number)?;
        samples.push(timed(|| command(&reads, &writes, world.owner, world.collaborator, step))?);
    }
    let round = Round::of(samples, nanos_since(start));
    let statements = reads.run.get() + writes.run.get() - before;
    Ok((round, statements / round.calls.max(1)))
}

/// Many threads at once, each with a connection and a track of its own; SQLite's busy handler queues them.
pub(crate) fn throughput(world: &World, file: &Path, callers: usize, length: Duration) -> Outcome<Round> {
    let (together, over) = (Barrier::new(callers + 1), AtomicBool::new(false));
    let caller = |caller: usize| -> Outcome<Vec<u64>> {
        let example = world.step_of(caller, 0)?.track;
        let own = Counting::open(file, example, false)?;
        command(&own, &own, world.owner, world.collaborator, world.step_of(caller, 0)?)?;
        let mut samples = Vec::new();
        together.wait();
        while !over.load(Ordering::Relaxed) {
            let step = world.step_of(caller, samples.len() + 1)?;
            samples.push(timed(|| command(&own, &own, world.owner, world.collaborator, step))?);
        }
        Ok(samples)
    };
    cowrite_benches::all_together(callers, caller, || {
        together.wait();
        let start = now();
        std::thread::sleep(length);
        over.store(true, Ordering::Relaxed);
        start
    })
}

/// Whether a person may edit shares of a track: what each scope on the way up says, in one read transaction.
fn may_edit_shares(own: &Counting, person: &Id, track_id: &Id) -> Outcome<bool> {
    own.run("BEGIN")?;
    black_box(own.last_commit()?);
    let track = own.track(track_id)?;
    let mut way_up = vec![(TRACK_SCOPE, *track_id, track.owner)];
    let mut next = track.group;
    while let Some(id) = next {
        let group = own.group(&id)?;
        way_up.push((GROUP_SCOPE, id, group.owner));
        next = group.parent();
    }
    let mut decided = None;
    for (kind, id, owner) in way_up {
        let standing = own.standing(kind, &id, person)?;
        if owner == *person {
            decided = decided.or(Some(4));
        } else if let Some(Standing { member: Member { standing: Some(1..), .. }, .. }) = &standing {
            decided = decided.or(standing.map(|standing| standing.member.level()));
        }
    }
    own.run("COMMIT")?;
    Ok(track.condition == 0 && decided.is_some_and(|level| level >= 2))
}

/// Asks again and again; also returns how many statements one question ran.
pub(crate) fn can(file: &Path, person: PersonId, track: TrackId, count: usize) -> Outcome<(Round, u64)> {
    let own = Counting::open(file, track, true)?;
    let (person, track) = (person.uuid().into_bytes(), track.uuid().into_bytes());
    let ask = || if may_edit_shares(&own, &person, &track)? { Ok(()) } else { Err("the answer is wrong".into()) };
    for _ in 0..count / 10 {
        ask()?;
    }
    let before = own.run.get();
    let mut samples = Vec::with_capacity(count);
    let start = now();
    for _ in 0..count {
        samples.push(timed(ask)?);
    }
    let round = Round::of(samples, nanos_since(start));
    Ok((round, (own.run.get() - before) / round.calls.max(1)))
}

/// Returns what a file holds, in numbers: both sides must have written the same.
pub(crate) fn contents(file: &Path) -> Outcome<Vec<i64>> {
    let connection = Connection::open(file)?;
    let questions = [
        "SELECT count(*) FROM commit_log",
        "SELECT count(*) FROM activity",
        "SELECT sum(length(event)) FROM activity",
        "SELECT sum(seq) FROM activity",
        "SELECT sum(version) FROM roster",
        "SELECT sum(shares_version) FROM roster",
        "SELECT sum(master) + sum(publishing) + sum(writer) FROM member",
        "SELECT count(*) + sum(standing) + sum(accepted) FROM member",
        "SELECT count(*) FROM effect",
        "SELECT count(*) + sum(length(body)) FROM item",
        "SELECT page_count FROM pragma_page_count",
    ];
    questions.into_iter().map(|sql| Ok(connection.query_row(sql, [], |row| row.get(0))?)).collect()
}
