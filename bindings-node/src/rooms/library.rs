//! The library: listing it, arranging it, and keeping a device current with it.

use cowrite::LibraryQuery;

use crate::argument::{BucketArgument, Text, TrackArgument, Whole, WordArgument};
use crate::call::{operations, paging};
use crate::values::LibraryFilterInput;

operations! { actor on cowrite::Actor;
    /// The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Refused with `invalid_input`, `limit_exceeded`.
    library(;
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None,
        sort: Option<WordArgument<cowrite::LibrarySort>> = None,
        filter: Option<LibraryFilterInput> = None
    ) -> cowrite::LibraryPage = |actor| {
        let query = LibraryQuery::new().filter(filter.unwrap_or_default()).sorted(sort.unwrap_or_default());
        actor.library(query.page(paging(after, limit)))
    };

    /// The actor's buckets, in the order in which they were made (LIB-2).
    buckets() -> Vec<cowrite::BucketView> = |actor| actor.buckets();

    /// Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, and `not_found` for an actor who is not registered.
    create_bucket(name: Text) -> cowrite::BucketView = |actor| async move { actor.create_bucket(&name).await };

    /// Gives a bucket another name (LIB-2). Refused with `invalid_input`, `limit_exceeded`, `not_found`.
    rename_bucket(bucket: BucketArgument; name: Text) -> cowrite::BucketView = |actor| {
        async move { actor.rename_bucket(bucket, &name).await }
    };

    /// Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Refused with `not_found`.
    delete_bucket(bucket: BucketArgument) -> cowrite::BucketView = |actor| actor.delete_bucket(bucket);

    /// Puts a track into a bucket of the actor's, or with `null` out of all; access stays as it is (LIB-2). Refused with `not_found`.
    move_to_bucket(track: TrackArgument; bucket: Option<BucketArgument>) -> cowrite::PlacementView = |actor| {
        actor.move_to_bucket(track, bucket)
    };

    /// What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
    ///
    /// Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
    sync(; cursor: Option<Text> = None) -> cowrite::Sync = |actor| async move { actor.sync(cursor.as_deref()).await };
}
