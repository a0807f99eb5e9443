//! What the operator takes down and restores besides tracks: comments and public pages (OPS-1).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::driver::Call;
use super::operator::Operator;
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::draft::Draft;
use crate::domain::track::Condition;
use crate::error::Error;
use crate::id::{CommentId, PersonId, TrackId};
use crate::ports::store::Need;

/// What taking a comment down or restoring it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommentTakedown {
    /// Which comment.
    pub comment: CommentId,
    /// On what.
    pub track: TrackId,
    /// Whether it is there now.
    pub condition: Condition,
}

/// What taking a public page down or restoring it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageTakedown {
    /// Whose page.
    pub person: PersonId,
    /// Whether it is there now.
    pub condition: Condition,
}

impl Operator {
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let comment = alex.add_comment(track, "Call me at home").await?;
    /// workspace.operator("private data")?.take_down_comment(comment.id).await?;
    /// assert!(alex.comments(track, cowrite::Paging::default()).await?.comments.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn take_down_comment(&self, id: CommentId) -> Result<CommentTakedown, Error> {
        self.set_comment_taken_down("take_down_comment", id, true).await
    }

    /// Restores a comment that was taken down, in its old place (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let comment = alex.add_comment(track, "Call me at home").await?;
    /// let operator = workspace.operator("private data")?;
    /// operator.take_down_comment(comment.id).await?;
    /// operator.restore_comment(comment.id).await?;
    /// assert_eq!(alex.comments(track, cowrite::Paging::default()).await?.comments.len(), 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn restore_comment(&self, id: CommentId) -> Result<CommentTakedown, Error> {
        self.set_comment_taken_down("restore_comment", id, false).await
    }

    async fn set_comment_taken_down(
        &self,
        operation: &'static str,
        id: CommentId,
        down: bool,
    ) -> Result<CommentTakedown, Error> {
        let needs = vec![Need::DocumentWalk { kind: DocumentKind::Comment, id: id.uuid(), people: Vec::new() }];
        let call = Call { operation, needs, lane: Some(id.uuid()), arguments: json!({ "comment": id }) };
        let decide = |draft: &mut Draft| {
            let track = draft.operator_set_comment_taken_down(id, down)?;
            Ok(CommentTakedown { comment: id, track, condition: Condition::of(down) })
        };
        self.driver.act(call, decide).await
    }

    /// Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.update_public_page(cowrite::PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// olivia.publish_public_page().await?;
    /// workspace.operator("impersonation")?.take_down_page(olivia.id()).await?;
    /// assert!(workspace.visitor().public_page("olivia-park").await.is_err());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn take_down_page(&self, person: PersonId) -> Result<PageTakedown, Error> {
        self.set_page_taken_down("take_down_page", person, true).await
    }

    /// Restores a public page that was taken down, with all its settings (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.update_public_page(cowrite::PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// olivia.publish_public_page().await?;
    /// let operator = workspace.operator("impersonation")?;
    /// operator.take_down_page(olivia.id()).await?;
    /// operator.restore_page(olivia.id()).await?;
    /// assert!(workspace.visitor().public_page("olivia-park").await.is_ok());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn restore_page(&self, person: PersonId) -> Result<PageTakedown, Error> {
        self.set_page_taken_down("restore_page", person, false).await
    }

    async fn set_page_taken_down(
        &self,
        operation: &'static str,
        person: PersonId,
        down: bool,
    ) -> Result<PageTakedown, Error> {
        let needs = vec![Need::Document(DocumentKey::Page(person))];
        let call = Call { operation, needs, lane: Some(person.uuid()), arguments: json!({ "person": person }) };
        let decide = |draft: &mut Draft| {
            draft.operator_set_page_taken_down(person, down)?;
            Ok(PageTakedown { person, condition: Condition::of(down) })
        };
        self.driver.act(call, decide).await
    }
}
