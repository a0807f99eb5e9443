//! Buckets: how a person arranges their library for themselves alone (LIB-2).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::library::Bucket;
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::id::{BucketId, TrackId};
use crate::ports::store::{Find, Need};

/// A bucket of the actor's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BucketView {
    /// The id.
    pub id: BucketId,
    /// The name.
    pub name: String,
}

/// Where the actor has put a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlacementView {
    /// Which track.
    pub track: TrackId,
    /// In which bucket, if in one.
    pub bucket: Option<BucketId>,
}

impl From<&Bucket> for BucketView {
    fn from(bucket: &Bucket) -> Self {
        Self { id: bucket.id, name: bucket.name.clone() }
    }
}

impl Actor {
    /// Makes a bucket (LIB-2).
    ///
    /// One would want it to arrange a library that others share in: nobody else sees it, and it changes nobody's access.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`; `not_found{what: person}` for an actor who is not registered; `limit_exceeded{buckets}` for more than 500.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, .. } = cowrite::testing::Studio::new().await?;
    /// let bucket = alex.create_bucket("To finish").await?;
    /// assert_eq!(alex.buckets().await?, [bucket]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn create_bucket(&self, name: &str) -> Result<BucketView, Error> {
        let name = tidy("name", name, NAME_LIMIT)?;
        let needs = vec![Need::Person(self.id()), Need::Documents(Find::BucketsOf(self.id()))];
        let call = self.call("create_bucket", None, json!({ "name": name }), needs);
        let decide = |draft: &mut Draft| {
            let id = draft.create_bucket(self.id(), &name)?;
            self.bucket_view(draft, id)
        };
        self.driver.act(call, decide).await
    }

    /// Gives a bucket another name.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`; `not_found{what: bucket}`, for another person's too.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, .. } = cowrite::testing::Studio::new().await?;
    /// let bucket = alex.create_bucket("To finish").await?;
    /// assert_eq!(alex.rename_bucket(bucket.id, "Finished").await?.name, "Finished");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn rename_bucket(&self, id: BucketId, name: &str) -> Result<BucketView, Error> {
        let name = tidy("name", name, NAME_LIMIT)?;
        let call = self.call("rename_bucket", None, json!({ "bucket": id, "name": name }), vec![self.bucket(id)]);
        let decide = |draft: &mut Draft| {
            draft.rename_bucket(self.id(), id, &name)?;
            self.bucket_view(draft, id)
        };
        self.driver.act(call, decide).await
    }

    /// Deletes a bucket; what was in it is in none, and still in the library (LIB-2).
    ///
    /// Returns the bucket as it was.
    ///
    /// # Errors
    /// `not_found{what: bucket}`, for another person's too.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, .. } = cowrite::testing::Studio::new().await?;
    /// let bucket = alex.create_bucket("To finish").await?;
    /// assert_eq!(alex.delete_bucket(bucket.id).await?, bucket);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn delete_bucket(&self, id: BucketId) -> Result<BucketView, Error> {
        let call = self.call("delete_bucket", None, json!({ "bucket": id }), vec![self.bucket(id)]);
        let decide = |draft: &mut Draft| {
            let before = self.bucket_view(draft, id)?;
            draft.delete_bucket(self.id(), id)?;
            Ok(before)
        };
        self.driver.act(call, decide).await
    }

    /// Puts a track into a bucket of the actor's, or with `None` out of all; access stays as it is (LIB-2).
    ///
    /// # Errors
    /// `not_found` for a track that the actor cannot view; `not_found{what: bucket}`, for another person's too.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let bucket = alex.create_bucket("To finish").await?;
    /// alex.move_to_bucket(track, bucket.id).await?;
    /// assert_eq!(alex.library(cowrite::Paging::default()).await?.rows[0].bucket, Some(bucket.id));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn move_to_bucket(
        &self,
        track: TrackId,
        bucket: impl Into<Option<BucketId>>,
    ) -> Result<PlacementView, Error> {
        let bucket = bucket.into();
        let placement = Need::Document(DocumentKey::Placement(self.id(), track));
        let mut needs = vec![self.walk(track.into(), &[]), placement];
        needs.extend(bucket.map(|id| self.bucket(id)));
        let call = self.call("move_to_bucket", None, json!({ "track": track, "bucket": bucket }), needs);
        let decide = |draft: &mut Draft| {
            draft.move_to_bucket(self.id(), track, bucket)?;
            Ok(PlacementView { track, bucket })
        };
        self.driver.act(call, decide).await
    }

    /// Lists the actor's buckets, in the order in which they were made.
    ///
    /// # Errors
    /// None of its own.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, .. } = cowrite::testing::Studio::new().await?;
    /// assert!(alex.buckets().await?.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn buckets(&self) -> Result<Vec<BucketView>, Error> {
        let (slice, _) = self.look("buckets", vec![Need::Documents(Find::BucketsOf(self.id()))]).await?;
        Ok(slice.buckets(self.id()).map(BucketView::from).collect())
    }

    fn bucket(&self, id: BucketId) -> Need {
        Need::Document(DocumentKey::Bucket(self.id(), id))
    }

    fn bucket_view(&self, draft: &Draft, id: BucketId) -> Result<BucketView, Error> {
        draft.slice.bucket(self.id(), id).map(BucketView::from).ok_or(Error::not_found(Noun::Bucket))
    }
}
