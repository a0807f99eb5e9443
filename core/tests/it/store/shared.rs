//! The store in PostgreSQL: the suite over it, and what only a server can go through.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use cowrite::Timestamp;
use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::domain::effect::Effect;
use cowrite::domain::sync::Seen;
use cowrite::ports::BoxFuture;
use cowrite::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Load, Loaded, Need, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
use cowrite::testing::scenario::play;
use cowrite::testing::store_conformance::store_conformance;
use pollster::block_on;

use crate::postgres::Database;

mod catalog;
mod cuts;
mod feed;
mod fights;
mod races;
mod refused;
mod servers;
mod standby;

fn keeps_the_contract(options: &PostgresOptions) {
    let database = Database::new();
    let kept = store_conformance(|| async {
        database.wipe();
        PostgresStore::connect(&database.url(), options.clone()).await.unwrap()
    });
    block_on(kept).unwrap();
}

#[test]
fn the_store_in_postgresql_keeps_the_contract() {
    keeps_the_contract(&PostgresOptions::new());
}

#[test]
fn the_store_in_postgresql_keeps_the_contract_without_prepared_statements() {
    keeps_the_contract(&PostgresOptions::new().transaction_pooling(true));
}

/// What loads and commits took, in round trips, the most for each kind.
type Taken = Arc<Mutex<BTreeMap<(&'static str, String), u64>>>;

/// A store that looks how often the one in PostgreSQL goes to its server.
#[derive(Debug)]
struct Watched {
    store: PostgresStore,
    round_trips: Arc<AtomicU64>,
    taken: Taken,
    /// Whether somebody follows: what is read for them is counted with whatever is under way then.
    is_followed: AtomicBool,
}

impl Watched {
    fn note<'a, T: 'a>(
        &'a self,
        kind: &'static str,
        what: String,
        done: BoxFuture<'a, Result<T, StoreError>>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        let before = self.round_trips.load(Ordering::SeqCst);
        Box::pin(async move {
            let done = done.await;
            if self.is_followed.load(Ordering::SeqCst) {
                return done;
            }
            let took = self.round_trips.load(Ordering::SeqCst) - before;
            let mut taken = self.taken.lock().unwrap();
            let most = taken.entry((kind, what)).or_default();
            *most = took.max(*most);
            done
        })
    }
}

/// The names of what is needed, as one word each.
fn words(needs: &[Need]) -> String {
    let word = |need: &Need| format!("{need:?}").split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
    needs.iter().map(word).collect::<Vec<_>>().join(" ")
}

impl Store for Watched {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        let kind = if load.is_work { "work" } else { "point" };
        let what = words(&load.needs);
        self.note(kind, what, self.store.load(load))
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        self.note("commit", String::new(), self.store.commit(change))
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        self.note("everything", String::new(), self.store.everything())
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        self.store.feed(since, after, limit)
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        self.store.survey(sink)
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.is_followed.store(true, Ordering::SeqCst);
        self.store.follow(since, follower)
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.catch_up()
    }

    fn is_alone(&self) -> bool {
        self.store.is_alone()
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        self.store.claim_effects(claim)
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.settle_effects(settled)
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        self.store.sweep(over, limit)
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        self.store.open_effects(limit)
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.hasten_effect(effect, at)
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.check()
    }

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.export(sink)
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.import(source)
    }

    fn backup(&self, path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.backup(path)
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.store.secret(fresh)
    }

    fn close(&self) {
        self.store.close();
    }
}

#[test]
fn a_point_call_is_one_round_trip_to_load_and_one_to_commit() {
    let (_server, database) = Database::alone();
    let taken = Taken::default();
    for (path, scenario) in crate::scenarios::all() {
        let played = block_on(play(&scenario, async |builder| {
            database.wipe();
            let round_trips = Arc::new(AtomicU64::new(0));
            let options = PostgresOptions::new().round_trips(Arc::clone(&round_trips));
            let store = PostgresStore::connect(&database.url(), options).await?;
            let is_followed = AtomicBool::new(false);
            Ok(builder.on(Watched { store, round_trips, taken: Arc::clone(&taken), is_followed }))
        }));
        assert!(played.is_ok(), "{}: {}", path.display(), played.unwrap_err());
    }
    let taken = taken.lock().unwrap();
    println!("{taken:#?}");
    let most = |kind: &'static str| taken.iter().filter(move |((of, _), _)| *of == kind);
    // Setting access on a group looks at what lies inside; where an offer is open there, the ways up from it are read too.
    // Names are read once it is known whose, tracks on a page, in a playlist without a name and the one that an import is meant for once it is known which, and the page of an owner once it is known who that is.
    let excepted = |what: &str| {
        let needs = |one: &str| what.split(' ').any(|need| need == one);
        match () {
            () if needs("Inside") || needs("PageOf") => 3,
            () if needs("Names") || needs("Page") || needs("PageOfOwner") || needs("Meant") || needs("Link") => 2,
            () => 1,
        }
    };
    let long: Vec<_> = most("point").filter(|((_, what), took)| **took > excepted(what)).collect();
    assert!(long.is_empty() && most("point").count() > 10, "{long:#?}");
    assert!(most("commit").all(|(_, took)| *took == 1), "a commit took more than one round trip");
    // What a person or a group reaches is found level by level; none of it grows with how much that is.
    let long: Vec<_> = most("work").filter(|(_, took)| **took > 5).collect();
    assert!(long.is_empty() && most("work").count() > 5, "{long:#?}");
}
