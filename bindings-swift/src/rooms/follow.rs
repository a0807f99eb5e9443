//! What people do in the folders of tracks themselves.

use super::paged;
use crate::call::operations;
use crate::custom::{PersonID, Span, Whole};

operations! { WorkspaceCore on cowrite::Workspace;
    /// Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).
    ///
    /// It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
    /// earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
    /// tracks looked at each time. Throws `invalidInput`.
    follow_files(after: Option<String> = None, limit: Option<Whole> = None) -> cowrite::FilesFollowed = |workspace| {
        workspace.follow_files(paged(after, limit))
    };

    /// Does as ``followFiles(after:limit:)`` in the account of one person alone: what a webhook of the file store is for (FIL-5).
    ///
    /// Throws `notFound` for somebody in whose account no folder of a track lies.
    follow_files_of(person as "_": PersonID) -> cowrite::FilesFollowed = |workspace| workspace.follow_files_of(person);

    /// Waits until there is news to follow, in the account of a person or in any, for so many seconds at most, up to 480 (FIL-5).
    ///
    /// With a file store that cannot wait the time passes, and there is said to be news. Throws `invalidInput`, `notFound`,
    /// `limitExceeded` for all of more than 100 accounts, `sourceUnavailable`.
    wait_for_files(timeout as "upTo": Span, person as "of": Option<PersonID> = None) -> cowrite::FilesWaited = |workspace| {
        workspace.wait_for_files(timeout, person)
    };
}
