//! Acts on a store, decided by the domain, without the app layer above it.

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore};
use cowrite::domain::access::act;
use cowrite::domain::draft::Draft;
use cowrite::ports::store::{Change, Committed, Everything, Load, Need, Store, StoreError};
use cowrite::testing::store_conformance::{folded, tidied};
use cowrite::{Author, Error, NewPerson, PersonId, Timestamp, TrackId, TrackUpdate};
use pollster::block_on;

pub(super) fn open(path: &std::path::Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(path, SqliteOptions::default())
}

/// Decides on what was needed and commits it.
pub(super) fn decide<T>(
    store: &impl Store,
    needs: Vec<Need>,
    random: u64,
    decide: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<(T, Committed), StoreError> {
    let slice = block_on(store.load(Load { needs, ..Load::default() }))?.slice;
    let at = Timestamp::EPOCH.plus_days(20_000).plus_millis(slice.revision.cast_signed());
    let mut draft = Draft::new(slice, at, random);
    let made = decide(&mut draft).unwrap();
    let committed = block_on(store.commit(Change::of(&draft, Author::Host)))?;
    Ok((made, committed))
}

pub(super) fn register(store: &impl Store, name: &str, random: u64) -> Result<(PersonId, Committed), StoreError> {
    let claim = cowrite::domain::person::Claim::ExternalId(name.to_owned());
    let profile = NewPerson::new(name, name).profile().unwrap();
    decide(store, vec![Need::Holder(claim)], random, |draft| draft.register(profile))
}

pub(super) fn new_track(store: &impl Store, owner: PersonId) -> Result<TrackId, StoreError> {
    decide(store, vec![Need::Person(owner)], 7, |draft| draft.create_track(owner, "0", None)).map(|(id, _)| id)
}

/// Appends to the title: an act that any other on the same track conflicts with.
pub(super) fn retitle(store: &impl Store, owner: PersonId, id: TrackId) -> Result<Committed, StoreError> {
    let needs = vec![Need::Everyone(id.into()), Need::Person(owner)];
    let retitled = decide(store, needs, 9, |draft| {
        let by = draft.slice.require::<act::EditDetails>(owner, id.into())?;
        let title = draft.slice.track(id).and_then(|track| track.title.parse::<u64>().ok()).unwrap();
        draft.update_track(&by, id, &TrackUpdate::new().title((title + 1).to_string()), false)
    });
    retitled.map(|(_, committed)| committed)
}

/// Checks that a store is sound, that its state is what its history comes to, and that nothing is missing from it.
pub(super) fn assert_sound(store: &impl Store) -> Everything {
    block_on(store.check()).unwrap();
    let everything = block_on(store.everything()).unwrap();
    assert_eq!(tidied(everything.slice.clone()), folded(&everything));
    let versions: u64 = everything.slice.versions.values().sum();
    assert_eq!(u64::try_from(everything.log.len()).unwrap(), versions);
    everything
}
