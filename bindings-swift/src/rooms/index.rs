//! The access index: who may do what, answered from memory.

use cowrite::LibraryQuery;

use crate::asked::GivenLibraryFilter;
use crate::call::answers;
use crate::custom::{PersonID, TrackID, Whole};
use crate::records::Check;
use crate::rooms::paged;
use crate::values::Scope;
use crate::words::{Action, LibrarySort};

answers! { IndexCore on cowrite::AccessIndex;
    /// Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `limitExceeded`.
    can_many(checks as "_": Vec<Check>) -> cowrite::Checked = |index| index.can_many(&checks);

    /// The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise. `after` is the `next` of an earlier page of this very listing: of this
    /// person, sort and filter. It costs as much as the person reaches; who has no record reaches nothing. Throws `invalidInput`, `limitExceeded`.
    list(
        person as "for": PersonID,
        sort: Option<LibrarySort> = None,
        filter: Option<GivenLibraryFilter> = None,
        after: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::IndexPage = |index| {
        let query = LibraryQuery::new().filter(filter.unwrap_or_default()).sorted(sort.unwrap_or_default());
        index.list(person, query.page(paged(after, limit)))
    };

    /// How many tracks a person can view of those that a filter wants (ACC-4, LIB-1). Throws `invalidInput`, `limitExceeded`.
    count(person as "for": PersonID, filter: Option<GivenLibraryFilter> = None) -> usize = |index| {
        index.count(person, filter.unwrap_or_default())
    };

    /// Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `notFound`.
    who_can(action as "_": Action, scope as "on": Scope) -> Vec<cowrite::Holder> = |index| index.who_can(scope, action);

    /// Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Throws `notFound`.
    explain(
        person as "accessOf": PersonID,
        track as "to": TrackID,
    ) -> cowrite::Explanation = |index| index.explain(person, track);
}
