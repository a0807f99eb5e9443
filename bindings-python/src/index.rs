//! The access index: who may do what, answered from memory.

use std::future::{Future, ready};
use std::pin::Pin;

use cowrite::{Action, LibraryQuery, LibrarySort};
use pyo3::prelude::*;

use crate::argument::{Argument, Given, PersonArgument, Seq, Text, TrackArgument, Whole};
use crate::call::{Answer, Face};
use crate::error::raised;
use crate::page::{Listed, listed};
use crate::records::Check;
use crate::values::{FilterArgument, ScopeArgument};
use crate::watch::wait;
use crate::word::WordArgument;
use crate::workspace::{AsyncWorkspace, Workspace};

/// Who may do what, answered from memory, from `Workspace.access_index`: exact for one state, in which every commit up to `revision()` is.
///
/// What this workspace has acknowledged is in it; what other processes commit follows within a second, and `at_least` waits for it.
/// It is the host's: nothing is checked of who asks.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AccessIndex {
    face: Face<cowrite::AccessIndex>,
}

/// Who may do what, answered from memory, from `AsyncWorkspace.access_index`: exact for one state, in which every commit up to `revision()` is.
///
/// Its answers are not awaited, since nothing is waited for, but for `at_least`; else it is as `AccessIndex`.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncAccessIndex {
    face: Face<cowrite::AccessIndex>,
}

/// The calls whose answers come at once, in both kinds.
macro_rules! index {
    ($Index:ident) => {
        #[pymethods]
        impl $Index {
            /// Whether a person may do something on a track or group (ACC-1, GRP-3); not, too, where there is no such person, track or group.
            ///
            /// Raises `invalid_input` for an action that such a scope does not know.
            ///
            /// >>> index = workspace.access_index()
            /// >>> index.can(alex, scope=track, action=Action.EDIT_SHARES), index.can(alex, scope=track, action=Action.DELETE)
            /// (True, False)
            #[pyo3(signature = (person, *, scope, action))]
            fn can(
                &self,
                person: PersonArgument,
                scope: ScopeArgument,
                action: WordArgument<Action>,
            ) -> PyResult<bool> {
                // Holding the GIL meanwhile, which costs less than giving it back: whoever writes to the index needs it for nothing.
                let ask = || {
                    let (scope, action) = (scope.value("scope")?, action.value("action")?);
                    self.face.core()?.can(person.0, scope, action)
                };
                ask().map_err(|error| raised(&error))
            }

            /// Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3).
            ///
            /// Raises `invalid_input` as `can`, `limit_exceeded`.
            ///
            /// >>> index = workspace.access_index()
            /// >>> questions = [Check(person, scope=track, action=Action.DELETE) for person in (olivia, alex)]
            /// >>> index.can_many(questions).allowed
            /// (True, False)
            #[pyo3(signature = (checks))]
            fn can_many(
                &self,
                py: Python<'_>,
                checks: Seq<Given<Check>>,
            ) -> PyResult<<cowrite::Checked as Answer>::Python> {
                self.face.wait(py, |index| ready(checks.value("checks").and_then(|checks| index.can_many(&checks))))
            }

            /// The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).
            ///
            /// A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise; iterating over it goes on over all, each page as of a state of its own.
            /// `after` is the `next` of an earlier page of this very listing. Raises `invalid_input`, `limit_exceeded`.
            ///
            /// >>> [row.level for row in workspace.access_index().list(alex)]
            /// [Level.EDITOR]
            #[pyo3(signature = (person, *, after=None, limit=None, sort=None, filter=None))]
            fn list(
                &self,
                py: Python<'_>,
                person: PersonArgument,
                after: Option<Text>,
                limit: Option<Whole<u32>>,
                sort: Option<WordArgument<LibrarySort>>,
                filter: Option<FilterArgument>,
            ) -> PyResult<<Listed<cowrite::IndexPage> as Answer>::Python> {
                self.face.wait(py, |index| async move {
                    let (after, limit) = (after.value("after")?, limit.value("limit")?);
                    let query = LibraryQuery::new().sorted(sort.value("sort")?.unwrap_or_default());
                    let query = query.filter(filter.value("filter")?.unwrap_or_default());
                    let fetch = move |index: cowrite::AccessIndex, paging| {
                        ready(index.list(person.0, query.clone().page(paging)))
                    };
                    listed(index, after, limit, fetch).await
                })
            }

            /// How many tracks a person can view of those that a filter wants. Raises `invalid_input`, `limit_exceeded`.
            ///
            /// >>> workspace.access_index().count(alex, filter=LibraryFilter(relation=Side([Relation.MINE])))
            /// 0
            #[pyo3(signature = (person, *, filter=None))]
            fn count(&self, py: Python<'_>, person: PersonArgument, filter: Option<FilterArgument>) -> PyResult<usize> {
                self.face.wait(py, |index| {
                    ready(filter.value("filter").and_then(|filter| index.count(person.0, filter.unwrap_or_default())))
                })
            }

            /// Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
            ///
            /// Raises `invalid_input` for an action that such a scope does not know, `not_found`.
            ///
            /// >>> sorted(holder.level for holder in workspace.access_index().who_can(track, action=Action.VIEW))
            /// [Level.EDITOR, Level.OWNER]
            #[pyo3(signature = (scope, *, action))]
            fn who_can(
                &self,
                py: Python<'_>,
                scope: ScopeArgument,
                action: WordArgument<Action>,
            ) -> PyResult<<Vec<cowrite::Holder> as Answer>::Python> {
                self.face.wait(py, |index| ready((|| index.who_can(scope.value("scope")?, action.value("action")?))()))
            }

            /// Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Raises `not_found`.
            ///
            /// >>> workspace.access_index().explain(alex, track=track).because
            /// Because.STANDING
            #[pyo3(signature = (person, *, track))]
            fn explain(
                &self,
                py: Python<'_>,
                person: PersonArgument,
                track: TrackArgument,
            ) -> PyResult<<cowrite::Explanation as Answer>::Python> {
                self.face.wait(py, |index| ready(index.explain(person.0, track.0)))
            }

            /// The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.
            ///
            /// >>> workspace.access_index().revision() == workspace.revision()
            /// True
            #[pyo3(signature = ())]
            fn revision(&self, py: Python<'_>) -> PyResult<u64> {
                self.face.wait(py, |index| ready(index.revision()))
            }

            fn __repr__(&self) -> &'static str {
                concat!("<", stringify!($Index), ">")
            }
        }
    };
}

index!(AccessIndex);
index!(AsyncAccessIndex);

#[pymethods]
impl AccessIndex {
    /// Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. An interrupt (Ctrl-C) ends the wait.
    ///
    /// >>> index = workspace.access_index()
    /// >>> index.at_least(workspace.revision())
    #[pyo3(signature = (revision))]
    fn at_least(&self, py: Python<'_>, revision: Whole<u64>) -> PyResult<()> {
        let instant = self.face.time.sample(py)?;
        wait(py, instant, reached(self.face.core().map_err(|error| raised(&error))?, revision))
    }
}

#[pymethods]
impl AsyncAccessIndex {
    /// Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. Cancelling the wait changes nothing.
    #[pyo3(signature = (revision))]
    async fn at_least(&self, revision: Whole<u64>) -> PyResult<()> {
        self.face.follow(|index| reached(index, revision)).await
    }
}

fn reached(
    index: &cowrite::AccessIndex,
    revision: Whole<u64>,
) -> Pin<Box<dyn Future<Output = Result<(), cowrite::Error>> + Send + '_>> {
    Box::pin(async move { index.at_least(revision.value("revision")?).await })
}

#[pymethods]
impl Workspace {
    /// The access index, which the first call loads: who may do what, answered from memory.
    ///
    /// It is loaded once for a workspace and fed until that is closed; later calls give the same.
    /// Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.
    ///
    /// >>> index = workspace.access_index()
    /// >>> index.can(alex, scope=track, action=Action.VIEW)
    /// True
    /// >>> ending = me.revoke(track, person=alex)
    /// >>> index.can(alex, scope=track, action=Action.VIEW)
    /// False
    fn access_index(&self, py: Python<'_>) -> PyResult<AccessIndex> {
        let index = self.face.wait_for(py, |workspace| workspace.access_index())?;
        Ok(AccessIndex { face: self.face.beside(index) })
    }
}

#[pymethods]
impl AsyncWorkspace {
    /// The access index, which the first call loads: who may do what, answered from memory.
    ///
    /// It is loaded once for a workspace and fed until that is closed; later calls give the same.
    /// Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.
    async fn access_index(&self) -> PyResult<AsyncAccessIndex> {
        let index = self.face.follow_for(|workspace| workspace.access_index()).await?;
        Ok(AsyncAccessIndex { face: self.face.beside(index) })
    }
}
