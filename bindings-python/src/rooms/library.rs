//! The library: listing it, arranging it, and keeping a device current with it.

use cowrite::LibraryQuery;

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::{BucketArgument, Text, TrackArgument, Whole};
use crate::call::operations;
use crate::page::{Listed, listed};
use crate::values::FilterArgument;
use crate::word::WordArgument;

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Raises `invalid_input`, `limit_exceeded`.
    ///
    /// >>> [row.title for row in me.library(filter=LibraryFilter(relation=Side([Relation.MINE])))]
    /// ['Midnight Sessions']
    library(;
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None,
        sort: Option<WordArgument<cowrite::LibrarySort>> = None,
        filter: Option<FilterArgument> = None
    ) -> Listed<cowrite::LibraryPage> = |actor| {
        let query = LibraryQuery::new().filter(filter.unwrap_or_default()).sorted(sort.unwrap_or_default());
        listed(actor, after, limit, move |actor, paging| {
            let query = query.clone().page(paging);
            async move { actor.library(query).await }
        })
    };

    /// The actor's buckets, in the order in which they were made (LIB-2).
    buckets() -> Vec<cowrite::BucketView> = |actor| actor.buckets();

    /// Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
    ///
    /// Raises `invalid_input`, `limit_exceeded`, and `not_found` for an actor who is not registered.
    ///
    /// >>> bucket = me.create_bucket("To finish")
    /// >>> me.move_to_bucket(track, bucket=bucket).bucket == bucket.id
    /// True
    create_bucket(name: Text) -> cowrite::BucketView = |actor| async move { actor.create_bucket(&name).await };

    /// Gives a bucket another name (LIB-2). Raises `invalid_input`, `limit_exceeded`, `not_found`.
    ///
    /// >>> bucket = me.create_bucket("To finish")
    /// >>> me.rename_bucket(bucket, name="Finished").name
    /// 'Finished'
    rename_bucket(bucket: BucketArgument; name: Text) -> cowrite::BucketView = |actor| {
        async move { actor.rename_bucket(bucket, &name).await }
    };

    /// Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Raises `not_found`.
    ///
    /// >>> bucket = me.create_bucket("To finish")
    /// >>> me.delete_bucket(bucket) == bucket, me.buckets()
    /// (True, ())
    delete_bucket(bucket: BucketArgument) -> cowrite::BucketView = |actor| actor.delete_bucket(bucket);

    /// Puts a track into a bucket of the actor's, or with `None` out of all; access stays as it is (LIB-2). Raises `not_found`.
    ///
    /// >>> me.move_to_bucket(track, bucket=None).bucket is None
    /// True
    move_to_bucket(track: TrackArgument; bucket: Option<BucketArgument>) -> cowrite::PlacementView = |actor| {
        actor.move_to_bucket(track, bucket)
    };

    /// What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
    ///
    /// Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
    ///
    /// >>> held = me.sync()
    /// >>> deleted = me.delete_track(track)
    /// >>> [removed.reason for removed in me.sync(cursor=held.cursor).removed]
    /// [RemovalReason.DELETED]
    sync(; cursor: Option<Text> = None) -> cowrite::Sync = |actor| async move { actor.sync(cursor.as_deref()).await };
}
