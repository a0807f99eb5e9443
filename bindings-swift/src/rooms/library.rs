//! The library: listing it, arranging it, and keeping a device current with it.

use cowrite::LibraryQuery;

use crate::asked::GivenLibraryFilter;
use crate::call::operations;
use crate::custom::{BucketID, TrackID, Whole};
use crate::rooms::paged;
use crate::words::LibrarySort;

operations! { ActorCore on cowrite::Actor;
    /// The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Throws `invalidInput`, `limitExceeded`.
    library(
        sort: Option<LibrarySort> = None,
        filter: Option<GivenLibraryFilter> = None,
        after: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::LibraryPage = |actor| {
        actor.library(LibraryQuery::new().filter(filter.unwrap_or_default()).sorted(sort.unwrap_or_default()).page(paged(after, limit)))
    };

    /// The actor's buckets, in the order in which they were made (LIB-2).
    buckets() -> Vec<cowrite::BucketView> = |actor| actor.buckets();

    /// Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for an actor who is not registered.
    create_bucket(
        name as "_": String,
    ) -> cowrite::BucketView = |actor| async move { actor.create_bucket(&name).await };

    /// Gives a bucket another name (LIB-2). Throws `invalidInput`, `limitExceeded`, `notFound`.
    rename_bucket(bucket as "_": BucketID, name as "to": String) -> cowrite::BucketView = |actor| {
        async move { actor.rename_bucket(bucket, &name).await }
    };

    /// Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Throws `notFound`.
    delete_bucket(bucket as "_": BucketID) -> cowrite::BucketView = |actor| actor.delete_bucket(bucket);

    /// Puts a track into a bucket of the actor's, or with `nil` out of all; access stays as it is (LIB-2). Throws `notFound`.
    move_to_bucket(bucket as "_": Option<BucketID>, track: TrackID) -> cowrite::PlacementView = |actor| {
        actor.move_to_bucket(track, bucket)
    };

    /// What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
    ///
    /// Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
    sync(
        cursor as "since": Option<String> = None,
    ) -> cowrite::Sync = |actor| async move { actor.sync(cursor.as_deref()).await };
}
