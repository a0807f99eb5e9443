//! The access index as hosts see it: who may do what, answered from memory.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use super::activity::Paging;
use super::driver::Core;
use super::explain::Explanation;
use super::index_feed::Fed;
use super::index_views::{
    AskedPerson, AskedScope, Check, Checked, Holder, IndexPage, IndexedTrack, PersonHandle, ScopeHandle,
};
use super::library::LibraryQuery;
use super::workspace::Workspace;
use crate::domain::access::{Action, Level};
use crate::domain::explanation::EndingAct;
use crate::domain::library::LibraryFilter;
use crate::error::{Error, Noun};
use crate::id::{PersonId, Scope, TrackId};
use crate::index::{Index, IndexSize, IndexedPerson, IndexedScope, least};

/// The most checks that one call may ask for.
const CHECKS_LIMIT: u32 = 10_000;

/// How long is waited at most before it is looked again what others have committed.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Who may do what, answered from memory.
///
/// One would want it where access is asked for often: at every request, for every row of a screen, by another service.
/// Every answer is exact for one state, as one call finds it and never a mixture of two, in which every commit up to [`AccessIndex::revision`] is; on PostgreSQL later ones may be too.
/// What this workspace acknowledges is in it then; what other processes commit follows within a second, and [`AccessIndex::at_least`] waits for it.
/// Where the history cannot be read, so that something may have been committed of which it knows nothing, it answers nothing but `storage`, to be tried again, until it can be read; it is looked again every half second.
/// Where nobody else can commit, in a workspace in memory and in a file opened exclusively, it is as exact as the store, and [`Actor::can`](crate::Actor::can) asks it.
///
/// It is the host's: nothing is checked of who asks, and a child that has forked has it as it was then, which only `can` goes on answering.
/// Cloning is cheap and gives the same index.
#[derive(Debug, Clone)]
pub struct AccessIndex {
    core: Arc<Core>,
    fed: Arc<Fed>,
}

impl Fed {
    /// Returns whether a person may do something, from one look.
    #[inline(always)]
    pub(super) fn can(&self, person: AskedPerson, scope: AskedScope, action: Action) -> Result<bool, Error> {
        let needed = match scope {
            AskedScope::Id(scope) => action.least(scope.into()),
            AskedScope::Handle(handle) => least(action, handle.scope),
        };
        let Some(needed) = needed else { return Err(unknown_action()) };
        if matches!(person, AskedPerson::Handle(handle) if handle.index != self.number) {
            return Err(foreign("person"));
        }
        if matches!(scope, AskedScope::Handle(handle) if handle.index != self.number) {
            return Err(foreign("scope"));
        }
        // What a caller asks by is mostly known where it is compiled, so that one of these is left there.
        match (person, scope) {
            (AskedPerson::Handle(person), AskedScope::Handle(scope)) => {
                self.can_by_number(person.person, scope.scope, action, needed)
            }
            (AskedPerson::Id(person), AskedScope::Id(scope)) => {
                let (id, is_group) = match scope {
                    Scope::Track(id) => (id.uuid().as_u128(), false),
                    Scope::Group(id) => (id.uuid().as_u128(), true),
                };
                self.can_by_id(person.uuid().as_u128(), id, is_group, action, needed)
            }
            (AskedPerson::Id(person), AskedScope::Handle(scope)) => self.read(|facts| {
                facts.person(person).is_some_and(|person| facts.can(person, scope.scope, action, needed))
            }),
            (AskedPerson::Handle(person), AskedScope::Id(scope)) => self
                .read(|facts| facts.scope(scope).is_some_and(|scope| facts.can(person.person, scope, action, needed))),
        }
    }

    #[inline(never)]
    fn can_by_number(
        &self,
        person: IndexedPerson,
        scope: IndexedScope,
        action: Action,
        needed: Level,
    ) -> Result<bool, Error> {
        self.read(move |facts| facts.can(person, scope, action, needed))
    }

    /// The ids come as whole numbers, in registers: as bytes they would be written and read again in other parts, for which the processor waits.
    #[inline(never)]
    fn can_by_id(
        &self,
        person: u128,
        scope: u128,
        is_group: bool,
        action: Action,
        needed: Level,
    ) -> Result<bool, Error> {
        self.read(move |facts| {
            let numbers = facts.person_of(person).zip(facts.scope_of(scope, is_group));
            numbers.is_some_and(|(person, scope)| facts.can(person, scope, action, needed))
        })
    }
}

#[cold]
fn unknown_action() -> Error {
    Error::invalid("action", "is not one that such a scope knows")
}

#[cold]
fn foreign(field: &'static str) -> Error {
    Error::invalid(field, "is a handle of another index")
}

impl AccessIndex {
    /// Returns the number up to which every commit is in the index.
    ///
    /// One would want it to compare with [`Workspace::revision`].
    /// On PostgreSQL a transaction that is under way holds it back, and commits with greater numbers are taken in all the same: two answers under one revision may differ there, so that it is no key to keep answers under.
    ///
    /// # Errors
    /// `closed` after [`Workspace::close`]; `forked` in a child of the process that loaded the index; `storage` where there are more than 134 million tracks or groups, or twice as many people or standings, and, to be tried again, where the history could not be read.
    pub fn revision(&self) -> Result<u64, Error> {
        self.fed.check_process()?;
        Ok(self.fed.look()?.revision())
    }

    /// Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets: the caller sets the time limit, if any.
    ///
    /// One would want it with [`Workspace::revision`] where somebody else has told of a commit: what they have done is seen then.
    /// Dropping the future changes nothing.
    ///
    /// # Errors
    /// `closed`, `forked`, `storage` where the store cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// let index = workspace.access_index().await?;
    /// index.at_least(workspace.revision().await?).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn at_least(&self, revision: u64) -> Result<(), Error> {
        while !self.has(revision)? {
            // Counted before looking, so that what is told meanwhile is not slept over.
            let seen = self.fed.given.count();
            self.core.store.catch_up().await?;
            if !self.has(revision)? {
                self.wait(seen).await;
            }
        }
        Ok(())
    }

    /// Returns whether every commit up to a number is in the index and it answers.
    fn has(&self, revision: u64) -> Result<bool, Error> {
        match self.revision() {
            // It has fallen behind, and looking anew may mend that.
            Err(error) if error.is_retryable() => Ok(false),
            reached => Ok(reached? >= revision),
        }
    }

    async fn wait(&self, seen: u64) {
        let mut given = pin!(self.fed.given.after(seen));
        let mut slept = self.core.timer.sleep(LOOK_EVERY);
        poll_fn(|context| {
            let is_given = given.as_mut().poll(context).is_ready();
            if is_given || slept.as_mut().poll(context).is_ready() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Returns the handle of a person, by which `can` need not look the id up.
    ///
    /// # Errors
    /// `not_found` for who has no record; as [`AccessIndex::revision`].
    pub fn resolve_person(&self, person: PersonId) -> Result<PersonHandle, Error> {
        self.fed.check_process()?;
        let found = self.fed.look()?.person(person).ok_or(Error::not_found(Noun::Person))?;
        Ok(PersonHandle { index: self.fed.number, person: found })
    }

    /// Returns the handle of a track or group, by which `can` need not look the id up.
    ///
    /// # Errors
    /// `not_found` for what is not there; as [`AccessIndex::revision`].
    pub fn resolve(&self, scope: impl Into<Scope>) -> Result<ScopeHandle, Error> {
        self.fed.check_process()?;
        let scope = scope.into();
        let found = self.fed.look()?.scope_there(scope).ok_or(missing(scope))?;
        Ok(ScopeHandle { index: self.fed.number, scope: found })
    }

    /// Returns whether a person may do something on a track or group (ACC-1, GRP-3).
    ///
    /// False, too, for who or what is not there.
    /// It takes no longer where there are more people and tracks, but for their places in memory, and asks for none; threads that ask at once do not wait for each other, only for a commit that is being taken in.
    ///
    /// # Errors
    /// `invalid_input{action}` for an action that such a scope does not know, `{person}` or `{scope}` for another index's handle; `closed`, `storage`.
    ///
    /// # Example: by id, and by handle
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Action;
    ///
    /// let index = workspace.access_index().await?;
    /// assert!(index.can(alex.id(), track, Action::EditShares)?);
    /// let (person, there) = (index.resolve_person(alex.id())?, index.resolve(track)?);
    /// olivia.revoke(track, alex.id()).await?;
    /// assert!(!index.can(person, there, Action::View)?);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[inline]
    pub fn can(
        &self,
        person: impl Into<AskedPerson>,
        scope: impl Into<AskedScope>,
        action: Action,
    ) -> Result<bool, Error> {
        self.fed.can(person.into(), scope.into(), action)
    }

    /// Answers many questions as of one state, in their order (ACC-1, GRP-3).
    ///
    /// One would want it where answers must not rest on different states, or where each call costs, as from another language.
    ///
    /// # Errors
    /// `limit_exceeded{checks}` for more than 10,000; `invalid_input{action}` as [`AccessIndex::can`]; as [`AccessIndex::revision`].
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Action, Check};
    ///
    /// let ask = |action| Check { person: alex.id(), scope: track.into(), action };
    /// let index = workspace.access_index().await?;
    /// let checked = index.can_many(&[ask(Action::View), ask(Action::Delete)])?;
    /// assert_eq!(checked.allowed, [true, false]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn can_many(&self, checks: &[Check]) -> Result<Checked, Error> {
        self.fed.check_process()?;
        if u32::try_from(checks.len()).unwrap_or(u32::MAX) > CHECKS_LIMIT {
            return Err(Error::LimitExceeded { field: "checks", limit: CHECKS_LIMIT });
        }
        let index = self.fed.look()?;
        let allowed = checks.iter().map(|check| {
            let needed = check.action.least(check.scope.into()).ok_or_else(unknown_action)?;
            Ok(match (index.person(check.person), index.scope(check.scope)) {
                (Some(person), Some(scope)) => index.facts().can(person, scope, check.action, needed),
                _ => false,
            })
        });
        Ok(Checked { allowed: allowed.collect::<Result<_, Error>>()?, revision: index.revision() })
    }

    /// Lists the tracks that a person can view: exactly those on which `can` says so (ACC-4, LIB-1).
    ///
    /// It is the person's library as [`Actor::library`](crate::Actor::library) orders and filters it, without what only the store knows of each track.
    /// It costs as much as the person reaches; who has no record reaches nothing.
    ///
    /// # Errors
    /// As [`Actor::library`](crate::Actor::library), with up to 10,000 tracks on a page; as [`AccessIndex::revision`].
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LibraryQuery;
    ///
    /// let index = workspace.access_index().await?;
    /// assert_eq!(index.list(alex.id(), LibraryQuery::new())?.rows[0].track, track);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn list(&self, person: PersonId, query: impl Into<LibraryQuery>) -> Result<IndexPage, Error> {
        self.fed.check_process()?;
        let query = query.into().tidied()?;
        if !(1..=CHECKS_LIMIT).contains(&query.paging.limit) {
            return Err(Error::invalid("limit", "is not from 1 to 10,000"));
        }
        let after = match &query.paging.cursor {
            None => None,
            Some(cursor) => {
                let place = query.place_of(&self.fed.seal, person, cursor);
                Some(place.ok_or(Error::invalid("after", "is not a cursor of this listing"))?)
            }
        };
        let most = usize::try_from(query.paging.limit).unwrap_or(usize::MAX);
        let (revision, listing) = {
            let index = self.fed.look()?;
            let list = |person| index.list(person, &query.filter, query.sort, after.as_ref(), most);
            (index.revision(), index.person(person).map(list).unwrap_or_default())
        };
        let rows =
            listing.rows.into_iter().map(|row| IndexedTrack { track: row.track, level: row.level, via: row.via });
        let next = listing.end.map(|end| query.cursor(&self.fed.seal, person, &end));
        Ok(IndexPage { revision, rows: rows.collect(), next })
    }

    /// Counts the tracks that a person can view and a filter wants (ACC-4, LIB-1).
    ///
    /// It costs as much as listing them all.
    ///
    /// # Errors
    /// As [`AccessIndex::list`].
    pub fn count(&self, person: PersonId, filter: LibraryFilter) -> Result<usize, Error> {
        self.fed.check_process()?;
        let filter = LibraryQuery::new().filter(filter).page(Paging::default()).tidied()?.filter;
        let index = self.fed.look()?;
        Ok(index.person(person).map_or(0, |person| index.count(person, &filter)))
    }

    /// Lists everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
    ///
    /// # Errors
    /// `invalid_input{action}` for an action that such a scope does not know; `not_found` for what is not there; as [`AccessIndex::revision`].
    pub fn who_can(&self, scope: impl Into<Scope>, action: Action) -> Result<Vec<Holder>, Error> {
        self.fed.check_process()?;
        let scope = scope.into();
        let needed = action.least(scope.into()).ok_or_else(unknown_action)?;
        let index = self.fed.look()?;
        let found = index.scope_there(scope).ok_or(missing(scope))?;
        let holder = |(person, held): (IndexedPerson, crate::index::Holds)| {
            Some(Holder { person: index.person_id(person)?, level: held.level, via: index.scope_id(held.via)? })
        };
        Ok(index.who_can(found, needed).into_iter().filter_map(holder).collect())
    }

    /// Explains why a person has access to a track or has none, and what would end it, without names and links (EXP-1).
    ///
    /// # Errors
    /// `not_found` for the track or the person; as [`AccessIndex::revision`].
    pub fn explain(&self, person: PersonId, track: TrackId) -> Result<Explanation, Error> {
        self.fed.check_process()?;
        let scope = Scope::Track(track);
        let index = self.fed.look()?;
        let found = index.scope_there(scope).ok_or(missing(scope))?;
        let asked = index.person(person).ok_or(Error::not_found(Noun::Person))?;
        let explained = index.explain(asked, found).ok_or(missing(scope))?;
        let ends_with = match explained.level {
            None => Some(Vec::new()),
            // OWN-3: the owner's place is fixed.
            Some(Level::Owner) => None,
            Some(level) => {
                // ACC-3: full access is the owner's to end.
                let needed = if level == Level::Full { Level::Owner } else { Level::Full };
                Some(vec![EndingAct { operation: "revoke".to_owned(), scope, person, needed: Some(needed) }])
            }
        };
        Ok(Explanation {
            track,
            person,
            level: explained.level,
            via: explained.via.and_then(|via| index.scope_id(via)),
            because: explained.because,
            capped: explained.capped,
            steps: explained.steps,
            links: None,
            ends_with,
        })
    }

    #[cfg(feature = "testing")]
    pub(crate) fn tell(&self, happened: &[&crate::event::Recorded], seen: &crate::domain::sync::Seen) {
        use crate::ports::store::Follower;
        self.fed.told(happened, seen);
    }

    /// Returns how much the index holds, and the bytes that it takes for it.
    ///
    /// One would want it to plan a machine's memory; it goes through all people, and is not for every request.
    ///
    /// # Errors
    /// As [`AccessIndex::revision`].
    pub fn size(&self) -> Result<IndexSize, Error> {
        self.fed.check_process()?;
        Ok(self.fed.look()?.size())
    }
}

const fn missing(scope: Scope) -> Error {
    crate::domain::access::unseen(scope)
}

impl Index {
    /// Returns the number of a track or group that is there.
    fn scope_there(&self, scope: Scope) -> Option<IndexedScope> {
        self.scope(scope).filter(|scope| self.is_there(*scope))
    }
}

impl Workspace {
    /// Returns the access index, which the first call loads: who may do what, answered from memory.
    ///
    /// It is loaded once for a workspace and fed until that is closed; later calls give the same.
    /// It takes some 40 bytes for a track and as many as its title, stage and tags have, 30 for each standing, 40 for a person; see [`AccessIndex::size`].
    /// A track or group that is deleted keeps its number, and some 40 bytes, until the workspace is opened anew.
    /// So do tables that people, tracks or standings have outgrown since it was loaded: at most twice the bytes of those in use.
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Action;
    ///
    /// let index = workspace.access_index().await?;
    /// assert!(index.can(alex.id(), track, Action::View)?);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn access_index(&self) -> Result<AccessIndex, Error> {
        Ok(AccessIndex { core: Arc::clone(&self.core), fed: self.core.index().await? })
    }
}
