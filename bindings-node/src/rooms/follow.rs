//! What people do in the folders of tracks themselves.

use core::time::Duration;

use cowrite::Paging;

use crate::argument::{PersonArgument, Text, Whole};
use crate::call::operations;

operations! { workspace on cowrite::Workspace;
    /// Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).
    ///
    /// It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
    /// earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
    /// tracks looked at each time. Refused with `invalid_input`.
    follow_files(; after: Option<Text> = None, limit: Option<Whole<u32>> = None) -> cowrite::FilesFollowed = |workspace| {
        let paging = limit.map_or_else(Paging::default, Paging::first);
        workspace.follow_files(match after {
            Some(after) => paging.after(after),
            None => paging,
        })
    };

    /// Does as `follow_files` in the account of one person alone: what a webhook of the file store is for (FIL-5).
    ///
    /// Refused with `not_found` for somebody in whose account no folder of a track lies.
    follow_files_of(person: PersonArgument) -> cowrite::FilesFollowed = |workspace| workspace.follow_files_of(person);

    /// Waits until there is news to follow, in the account of a person or in any, for `timeout_ms` milliseconds at most, up to 480000 (FIL-5).
    ///
    /// With a file store that cannot wait the time passes, and there is said to be news. Refused with `invalid_input`, `not_found`,
    /// `limit_exceeded` for all of more than 100 accounts, `source_unavailable`.
    wait_for_files(timeout_ms: Whole<u64>; person: Option<PersonArgument> = None) -> cowrite::FilesWaited = |workspace| {
        workspace.wait_for_files(Duration::from_millis(timeout_ms), person)
    };
}
