//! What is wrong in one column of one row, with nobody having verified: the call that reads the row names it, unless it is one of the columns by which rows are found, which are listed here (ADR 9).

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use cowrite::adapters::sqlite::add_checksums;
use cowrite::ports::Entropy;
use cowrite::testing::{SeededEntropy, SettableClock};
use cowrite::{
    Access, Error, GroupId, LinkSecret, LinkSettings, NewComment, NewGroup, NewPerson, NewTrack, Paging, PersonId,
    Timestamp, TrackId, Visit, Workspace,
};
use pollster::block_on;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use tempfile::TempDir;

/// The columns by which rows are found or passed over before anything of them is compared; of every other column no call says anything wrong.
const FINDING: [(&str, &[&str]); 15] = [
    ("commit_log", &["revision"]),
    ("activity", &["family", "kind", "id", "seq", "revision"]),
    ("person", &["id"]),
    ("groups", &["id", "owner", "ancestors", "deleted", "offer_to"]),
    ("track", &["id", "title_fold", "owner", "group_id", "condition", "offer_to"]),
    ("roster", &["scope_kind", "scope_id"]),
    ("member", &["scope_kind", "scope_id", "person", "standing"]),
    ("invitation", &["id", "scope_kind", "scope_id", "person", "state"]),
    ("claim", &["kind", "value"]),
    ("replay", &["actor", "key"]),
    ("effect", &["effect", "due"]),
    ("document", &["kind", "id", "family"]),
    ("item", &["kind", "family", "id", "seen", "hidden"]),
    ("counter", &["family", "name"]),
    ("secret", &["id"]),
];

/// How often each column is changed, in a row and a bit that dice choose.
const CHANGES: u64 = 4;

/// A small story with a row in every table, and whom and what one asks of.
struct Story {
    people: [PersonId; 3],
    album: GroupId,
    tracks: [TrackId; 2],
    secret: LinkSecret,
}

fn opened(path: &Path, seed: u64) -> Workspace {
    let clock = SettableClock::at(Timestamp::from_millis(1_767_225_600_000).unwrap());
    block_on(Workspace::builder().clock(clock).entropy(SeededEntropy::new(seed)).open(path)).unwrap()
}

fn told(path: &Path) -> Story {
    let workspace = opened(path, 7);
    let person = |word: &str| {
        let new = NewPerson::new(word, word).email(format!("{word}@example.com"));
        workspace.acting_as(block_on(workspace.register(new)).unwrap().id)
    };
    let [olivia, alex, jordan] = ["olivia", "alex", "jordan"].map(person);
    let (album, tracks, secret) = block_on(async {
        let album = olivia.create_group(NewGroup::new("Album")).await?.id;
        let invitation = olivia.invite(album, alex.id(), Access::Editor).await?;
        alex.accept_invitation(invitation.id).await?;
        let first = olivia.with_key("once").create_track(NewTrack::new("Nocturne").in_group(album)).await?.id;
        let second = olivia.create_track(NewTrack::new("Prelude").in_group(album)).await?.id;
        olivia.revoke(second, alex.id()).await?;
        alex.add_comment(first, NewComment::new("Louder?")).await?;
        olivia.invite(second, jordan.id(), Access::Viewer).await?;
        let link = olivia.create_share_link(first, LinkSettings::new().download_limit(Some(9))).await?;
        let secret = link.secret.unwrap();
        workspace.visitor().open(&secret, Visit::new().visitor("203.0.113.9")).await?;
        Ok::<_, Error>((album, [first, second], secret))
    })
    .unwrap();
    Story { people: [olivia.id(), alex.id(), jordan.id()], album, tracks, secret }
}

fn said<T: Debug>(answer: Result<T, Error>) -> String {
    answer.map_or_else(|error| format!("refused: {}", error.code()), |answer| format!("{answer:?}"))
}

/// What a host and its people are answered; those who change something come last.
fn answers(path: &Path, story: &Story) -> Vec<String> {
    let workspace = opened(path, 8);
    let [olivia, alex, jordan] = story.people.map(|person| workspace.acting_as(person));
    let all = || Paging::first(50);
    let mut answers: Vec<String> = Vec::new();
    block_on(async {
        for actor in [&olivia, &alex, &jordan] {
            for track in story.tracks {
                answers.push(said(actor.track(track).await));
                answers.push(said(actor.collaborators(track).await));
                answers.push(said(actor.activity(track, all()).await));
                answers.push(said(actor.comments(track, all()).await));
            }
            answers.push(said(actor.group(story.album).await));
            answers.push(said(actor.library(all()).await));
            answers.push(said(actor.invitations().await));
            answers.push(said(actor.notifications(all()).await));
            answers.push(said(workspace.person(actor.id()).await));
        }
        answers.push(said(olivia.links(story.tracks[0]).await));
        answers.push(said(workspace.person_by_external_id("alex").await));
        let again = NewTrack::new("Nocturne").in_group(story.album);
        answers.push(said(olivia.with_key("once").create_track(again).await));
        let alex = NewPerson::new("alex", "alex").email("alex@example.com");
        answers.push(said(workspace.register(alex).await));
        answers.push(said(workspace.visitor().open(&story.secret, Visit::new().visitor("203.0.113.9")).await));
    });
    answers
}

/// The tables whose rows have a checksum, each with its key and its other columns.
fn tables(path: &Path) -> Vec<(String, Vec<String>, Vec<String>)> {
    let connection = Connection::open(path).unwrap();
    add_checksums(&connection).unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let tables =
        names("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%row_checksum%' ORDER BY name");
    let of = |table: String| {
        let key = names(&format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE pk > 0 ORDER BY pk"));
        let all = names(&format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0"));
        (table, key, all)
    };
    tables.into_iter().map(of).collect()
}

/// Returns a value with one bit changed that says the least of it.
fn flipped(value: Value, bit: u32) -> Value {
    let flip = |mut bytes: Vec<u8>| {
        bytes.last_mut().into_iter().for_each(|byte| *byte ^= 1 << bit);
        bytes
    };
    match value {
        Value::Integer(number) => Value::Integer(number ^ (1 << bit)),
        Value::Text(text) => Value::Text(String::from_utf8(flip(text.into_bytes())).unwrap()),
        Value::Blob(bytes) => Value::Blob(flip(bytes)),
        other => other,
    }
}

/// Changes one bit of a column in one row, whose checksum becomes a wrong one; returns whether there was such a row.
fn spoil(path: &Path, table: &str, key: &[String], column: &str, roll: u64) -> bool {
    let connection = Connection::open(path).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    connection.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF").unwrap();
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    // By one chance in 2^64 it is the right one.
    connection.create_scalar_function("row_checksum", -1, flags, |_| Ok(0)).unwrap();
    let bit = u32::try_from(roll % 3).unwrap();
    connection.create_scalar_function("flipped", 1, flags, move |context| Ok(flipped(context.get(0)?, bit))).unwrap();
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    assert!(rows > 0 || ["counter", "effect"].contains(&table), "`{table}` is empty");
    let at = (roll >> 8).checked_rem(rows.unsigned_abs());
    let Some(at) = at else { return false };
    let key = key.join(", ");
    let sql = format!(
        "UPDATE OR IGNORE {table} SET {column} = flipped({column}) \
         WHERE ({key}) = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {at})"
    );
    connection.execute(&sql, []).unwrap() == 1
}

#[test]
fn what_is_wrong_in_a_row_is_named_by_the_call_that_reads_it_but_for_what_rows_are_found_by() {
    let folder = TempDir::new().unwrap();
    let (path, copy) = (folder.path().join("studio.db"), folder.path().join("copy.db"));
    let story = told(&path);
    let lay = || {
        for ending in ["-wal", "-shm"] {
            fs::remove_file(folder.path().join(format!("copy.db{ending}"))).ok();
        }
        fs::copy(&path, &copy).unwrap();
    };
    lay();
    let sound = answers(&copy, &story);
    assert!(!sound.iter().any(|answer| answer == "refused: storage"), "{sound:?}");
    let random = SeededEntropy::new(5);
    let (mut named, mut alike, mut wrong) = (0, 0, BTreeSet::new());
    for (table, key, columns) in tables(&path) {
        for column in columns {
            for _ in 0..CHANGES {
                lay();
                if !spoil(&copy, &table, &key, &column, random.bits().unwrap()) {
                    continue;
                }
                let answers = answers(&copy, &story);
                named += u32::from(answers.iter().any(|answer| answer == "refused: storage"));
                alike += u32::from(answers == sound);
                let mut both = answers.iter().zip(&sound);
                if both.any(|(answer, sound)| answer != sound && answer != "refused: storage") {
                    wrong.insert((table.clone(), column.clone()));
                }
            }
        }
    }
    println!("spoiled: {named} named, {alike} without effect, answers that are wrong by {wrong:?}");
    let is_listed =
        |table: &str, column: &str| FINDING.iter().any(|(of, columns)| *of == table && columns.contains(&column));
    let unlisted: Vec<_> = wrong.iter().filter(|(table, column)| !is_listed(table, column)).collect();
    assert!(unlisted.is_empty(), "a call answers wrongly, and no column of those listed is wrong: {unlisted:?}");
    assert!(named > 100 && wrong.len() > 5, "{named} named, wrong by {wrong:?}");
}
