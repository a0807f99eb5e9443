//! Reading on in a history whose commits become visible out of order.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::ports::store::Store;
use cowrite::{NewPerson, Workspace};
use pollster::block_on;

use crate::postgres::Database;

/// A session of PostgreSQL's own client that stays open.
pub(super) struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    pub(super) fn begin(url: &str) -> Self {
        let mut child = Command::new("psql")
            .args([url, "-XAtq", "-v", "ON_ERROR_STOP=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("psql can be run");
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut session = Self { child, input, output };
        assert_eq!(session.ask("BEGIN; SELECT 1"), "1");
        session
    }

    /// Runs SQL that answers one line.
    pub(super) fn ask(&mut self, sql: &str) -> String {
        writeln!(self.input, "{sql};").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    pub(super) fn commit(mut self) {
        assert_eq!(self.ask("COMMIT; SELECT 1"), "1");
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

/// Makes another commit's event under the number of the session's own transaction.
const LATE: &str = "INSERT INTO cowrite.activity \
     (shard, family, kind, id, seq, idx, event, revision, stamp, at, author, person, reason, format) \
     SELECT a.shard, overlay(a.family::text placing '00000000' from 29)::uuid, a.kind, \
     overlay(a.id::text placing '00000000' from 29)::uuid, 1, 0, a.event, \
     pg_current_xact_id()::text::bigint + (SELECT revision_base FROM cowrite.store), a.stamp, a.at, a.author, \
     a.person, a.reason, a.format FROM cowrite.activity a LIMIT 1 RETURNING revision";

#[test]
fn a_commit_that_becomes_visible_late_is_not_skipped() {
    let database = Database::new();
    block_on(async {
        let reader = PostgresStore::connect(&database.url(), PostgresOptions::new()).await.unwrap();
        let writer = Workspace::connect(&database.url()).await.unwrap();
        let feed = async |after| {
            let feed = reader.feed(after, 100).await.unwrap();
            let numbers: Vec<u64> = feed.entries.iter().map(|(place, _)| place.revision).collect();
            (numbers, feed.until)
        };
        writer.register(NewPerson::new("first", "First")).await.unwrap();
        let (first, until) = feed(0).await;
        assert_eq!(first.len(), 1);

        let mut late = Session::begin(&database.url());
        let number: u64 = late.ask(LATE).parse().unwrap();
        writer.register(NewPerson::new("second", "Second")).await.unwrap();
        let visible: u64 = database.run("SELECT max(revision) FROM cowrite.activity").trim().parse().unwrap();
        assert!(visible > number, "a watermark at the greatest number that is visible would skip {number}");
        let (numbers, held) = feed(until).await;
        assert!(numbers.is_empty() && held < number, "{numbers:?} up to {held} was given before {number}");

        late.commit();
        let (numbers, _) = feed(held).await;
        assert_eq!(numbers, [number, visible]);
    });
}
