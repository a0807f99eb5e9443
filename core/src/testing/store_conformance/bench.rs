//! What the cases are built of.

use core::sync::atomic::{AtomicU64, Ordering};

use super::Found;
use crate::domain::draft::Draft;
use crate::domain::group::Group;
use crate::domain::person::{Claim, NewPerson};
use crate::domain::track::Track;
use crate::error::Error;
use crate::event::Author;
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::store::{Change, Committed, Everything, Load, Loaded, Need, Store, StoreError};
use crate::time::Timestamp;

/// Gives `Err` with a message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}

pub(super) use ensure;

/// Compares two values and says both where they differ.
pub(super) fn same<T: PartialEq + core::fmt::Debug>(what: &str, found: &T, expected: &T) -> Found {
    ensure!(found == expected, "{what}:\n found    {found:?}\n expected {expected:?}");
    Ok(())
}

/// Checks that a commit was refused as a conflict.
pub(super) fn conflict(what: &str, outcome: Result<Committed, StoreError>) -> Found {
    ensure!(matches!(outcome, Err(StoreError::Conflict)), "{what} gave {outcome:?}, not a conflict");
    Ok(())
}

/// Returns the instant so many seconds into the cases' own time.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::EPOCH.plus_days(20_000).plus_millis(seconds.saturating_mul(1_000))
}

/// Loads, and words a failure.
pub(super) async fn load<S: Store>(store: &S, needs: Vec<Need>) -> Result<Loaded, String> {
    store.load(Load { needs, ..Load::default() }).await.map_err(failed("load"))
}

/// Reads everything, and words a failure.
pub(super) async fn everything<S: Store>(store: &S) -> Result<Everything, String> {
    store.everything().await.map_err(failed("everything"))
}

/// Commits, and words a failure.
pub(super) async fn commit<S: Store>(store: &S, change: Change) -> Result<Committed, String> {
    store.commit(change).await.map_err(failed("commit"))
}

/// Words a failure of the store.
pub(super) fn failed(doing: &str) -> impl FnOnce(StoreError) -> String {
    move |error| format!("{doing} failed: {error:?}")
}

/// Words a refusal by the domain, which the cases do not expect.
pub(super) fn refused(error: Error) -> String {
    format!("the domain refused: {error:?}")
}

/// Checks what must hold of any store after any case that did not close it.
pub(super) async fn check_sound<S: Store>(store: &S) -> Found {
    match store.check().await {
        Ok(()) | Err(StoreError::Closed) => Ok(()),
        Err(error) => Err(format!("the store is not sound afterwards: {error:?}")),
    }
}

/// Decides on what was needed, and makes the change that this comes to, without committing it.
pub(super) async fn decide<S: Store, T>(
    store: &S,
    seconds: i64,
    needs: Vec<Need>,
    decide: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<(Change, T), String> {
    let slice = load(store, needs).await?.slice;
    // Whatever a store numbers its commits by, no two acts make the same ids.
    static ACTS: AtomicU64 = AtomicU64::new(1);
    let random = ACTS.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9).wrapping_add(seconds.unsigned_abs());
    let mut draft = Draft::new(slice, at(seconds), random);
    let made = decide(&mut draft).map_err(refused)?;
    Ok((Change::of(&draft, Author::Host), made))
}

/// Decides and commits.
pub(super) async fn act<S: Store, T>(
    store: &S,
    seconds: i64,
    needs: Vec<Need>,
    verb: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<T, String> {
    let (change, made) = decide(store, seconds, needs, verb).await?;
    commit(store, change).await?;
    Ok(made)
}

/// Makes the change that registers somebody.
pub(super) async fn registering<S: Store>(store: &S, seconds: i64, name: &str) -> Result<(Change, PersonId), String> {
    let profile = NewPerson::new(name, name).email(format!("{name}@example.com")).profile().map_err(refused)?;
    let email = profile.email.as_ref().map(Claim::email);
    let claims = email.into_iter().chain([Claim::ExternalId(name.to_owned())]);
    decide(store, seconds, claims.map(Need::Holder).collect(), |draft| draft.register(profile)).await
}

/// Registers somebody.
pub(super) async fn register<S: Store>(store: &S, name: &str) -> Result<PersonId, String> {
    let (change, person) = registering(store, 1, name).await?;
    commit(store, change).await?;
    Ok(person)
}

/// Makes a track in no group.
pub(super) async fn new_track<S: Store>(store: &S, owner: PersonId, title: &str) -> Result<TrackId, String> {
    act(store, 2, vec![Need::Person(owner)], |draft| draft.create_track(owner, title, None)).await
}

/// Makes a group at the top.
pub(super) async fn new_group<S: Store>(store: &S, owner: PersonId, name: &str) -> Result<GroupId, String> {
    act(store, 2, vec![Need::Person(owner)], |draft| draft.create_group(owner, name, None)).await
}

/// Reads a track's details.
pub(super) async fn track<S: Store>(store: &S, id: TrackId) -> Result<Track, String> {
    let slice = load(store, vec![Need::Walk { scope: id.into(), people: Vec::new() }]).await?.slice;
    slice.tracks.get(&id).cloned().ok_or_else(|| format!("{id:?} is not there"))
}

/// Reads a group's details.
pub(super) async fn group<S: Store>(store: &S, id: GroupId) -> Result<Group, String> {
    let slice = load(store, vec![Need::Walk { scope: id.into(), people: Vec::new() }]).await?.slice;
    slice.groups.get(&id).cloned().ok_or_else(|| format!("{id:?} is not there"))
}

/// All that decides who may do what on a scope.
pub(super) fn all_about(scope: impl Into<Scope>, people: &[PersonId]) -> Vec<Need> {
    let mut needs = vec![Need::Everyone(scope.into())];
    needs.extend(people.iter().copied().map(Need::Person));
    needs
}
