//! The access index: who may do what, answered from memory.

use cowrite::{AccessIndex, Action, LibraryQuery};

use crate::argument::{PersonArgument, Seq, Text, TrackArgument, Whole, WordArgument};
use crate::call::{operations, paging};
use crate::values::{Check, LibraryFilterInput, ScopeArgument};

operations! { index on AccessIndex;
    /// Whether a person may do something on a track or group (ACC-1, GRP-3).
    ///
    /// False, too, where there is no such person, track or group.
    /// Throws `invalid_input` for an action that such a scope does not know.
    can(person: PersonArgument; scope: ScopeArgument, action: WordArgument<Action>) -> bool = |index| async move {
        index.can(person, scope, action)
    };

    /// Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3). Throws `invalid_input` as `can`, `limit_exceeded`.
    can_many(checks: Seq<Check>) -> cowrite::Checked = |index| async move { index.can_many(&checks) };

    /// The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise; `for` over it goes on over all, each page as of a state of its own.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Throws `invalid_input`, `limit_exceeded`.
    list(person: PersonArgument;
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None,
        sort: Option<WordArgument<cowrite::LibrarySort>> = None,
        filter: Option<LibraryFilterInput> = None
    ) -> cowrite::IndexPage = |index| async move {
        let query = LibraryQuery::new().filter(filter.unwrap_or_default()).sorted(sort.unwrap_or_default());
        index.list(person, query.page(paging(after, limit)))
    };

    /// How many tracks a person can view of those that a filter wants. Throws `invalid_input`, `limit_exceeded`.
    count(person: PersonArgument; filter: Option<LibraryFilterInput> = None) -> usize = |index| async move {
        index.count(person, filter.unwrap_or_default())
    };

    /// Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
    ///
    /// Throws `invalid_input` for an action that such a scope does not know, `not_found`.
    who_can(scope: ScopeArgument; action: WordArgument<Action>) -> Vec<cowrite::Holder> = |index| async move {
        index.who_can(scope, action)
    };

    /// Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Throws `not_found`.
    explain(person: PersonArgument; track: TrackArgument) -> cowrite::Explanation = |index| async move {
        index.explain(person, track)
    };

    /// The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.
    revision() -> u64 = |index| async move { index.revision() };
}
