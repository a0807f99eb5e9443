//! Many nodes on one database: reading on in a history whose commits become visible out of order, and sharing work.

use std::collections::BTreeSet;
use std::thread;

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::domain::sync::Seen;
use cowrite::ports::store::{EffectClaim, SettledEffect, Store};
use cowrite::{NewPerson, Timestamp, Workspace};
use pollster::block_on;

use crate::postgres::{Database, Session};

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
        let feed = async |since: &Seen| {
            let feed = reader.feed(since.clone(), 0, 100).await.unwrap();
            let numbers: Vec<u64> = feed.entries.iter().map(|(place, _)| place.revision).collect();
            (numbers, feed.seen)
        };
        writer.register(NewPerson::new("first", "First")).await.unwrap();
        let (first, seen) = feed(&Seen::default()).await;
        assert_eq!(first.len(), 1);

        let mut late = Session::begin(&database.url());
        let number: u64 = late.ask(LATE).parse().unwrap();
        writer.register(NewPerson::new("second", "Second")).await.unwrap();
        let visible: u64 = database.run("SELECT max(revision) FROM cowrite.activity").trim().parse().unwrap();
        assert!(visible > number, "a watermark at the greatest number that is visible would skip {number}");
        let (numbers, seen) = feed(&seen).await;
        assert_eq!(numbers, [visible], "what is there is given, though something else is under way");
        assert!(!seen.contains(number) && seen.missing().contains(&number));
        assert!(feed(&seen).await.0.is_empty());

        late.commit();
        let (numbers, seen) = feed(&seen).await;
        assert_eq!(numbers, [number]);
        assert!(feed(&seen).await.0.is_empty());
    });
}

#[test]
fn nodes_that_ask_for_work_at_once_are_handed_different_work() {
    const TRACKS: usize = 60;
    const NODES: usize = 6;
    let database = Database::new();
    let expected: BTreeSet<_> = block_on(async {
        let workspace = Workspace::connect(&database.url()).await.unwrap();
        let olivia = workspace.acting_as(workspace.register(NewPerson::new("olivia", "Olivia")).await.unwrap().id);
        for _ in 0..TRACKS {
            let track = olivia.create_track("Nocturne").await.unwrap();
            workspace.operator("a test").unwrap().take_down(track.id).await.unwrap();
        }
        PostgresStore::connect(&database.url(), PostgresOptions::new())
            .await
            .unwrap()
            .everything()
            .await
            .unwrap()
            .effects
    });
    assert!(expected.len() >= TRACKS, "{} effects", expected.len());
    let work = || {
        block_on(async {
            let store = PostgresStore::connect(&database.url(), PostgresOptions::new()).await.unwrap();
            // All is due by then, and what was handed out never comes back by itself.
            let (at, until) = ("2100-01-01T00:00:00.000Z".parse().unwrap(), Timestamp::MAX);
            let mut done = Vec::new();
            loop {
                let claimed = store.claim_effects(EffectClaim { at, until, limit: 3 }).await.unwrap();
                if claimed.is_empty() {
                    return done;
                }
                done.extend(claimed.iter().map(|claimed| claimed.effect));
                let settled =
                    claimed.into_iter().map(|claimed| SettledEffect { claimed, at, again: None, failure: None });
                store.settle_effects(settled.collect()).await.unwrap();
            }
        })
    };
    let done: Vec<_> = thread::scope(|scope| {
        let nodes: Vec<_> = (0..NODES).map(|_| scope.spawn(work)).collect();
        nodes.into_iter().flat_map(|node| node.join().unwrap()).collect()
    });
    assert_eq!(done.len(), expected.len(), "some work was done twice, or not at all");
    assert_eq!(done.into_iter().collect::<BTreeSet<_>>(), expected);
}
