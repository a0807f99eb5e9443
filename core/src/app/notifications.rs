//! Notifications: what the actor was told (NTF-1).

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::activity::Paging;
use super::actor::Actor;
use super::views::name_of;
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::item::{Item, ItemBody, Stream};
use crate::domain::notification::{Notice, NoticeKind};
use crate::domain::person::PersonState;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{InvitationId, ItemId, LinkId, PersonId, Scope};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// Something that the actor was told (NTF-1).
///
/// Of what the actor can no longer view only the kind and the title are there, the title of the time they were told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Notification {
    /// The id: later ones are greater.
    pub id: ItemId,
    /// What happened.
    pub what: NoticeKind,
    /// When.
    pub at: Timestamp,
    /// Whether it was marked as read.
    pub read: bool,
    /// What it happened on is called, a playlist too; none of files that were sent.
    pub title: Option<String>,
    /// On what it happened; none of files that were sent, which lie on nothing yet, and none of a playlist.
    pub scope: Option<Scope>,
    /// Who did it, where it was a person.
    pub by: Option<PersonId>,
    /// What they are called.
    pub by_name: Option<String>,
    /// Whom else it concerns: who joined, left, or said no.
    pub person: Option<PersonId>,
    /// What they are called.
    pub person_name: Option<String>,
    /// The invitation that it is about.
    pub invitation: Option<InvitationId>,
    /// The id of the comment that it is about.
    pub comment: Option<Uuid>,
    /// The id of the import that it is about.
    pub import: Option<Uuid>,
    /// The link or playlist share that was reviewed.
    pub link: Option<LinkId>,
    /// How many files came, where it is about these.
    pub files: Option<u32>,
}

/// A page of notifications, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotificationPage {
    /// What the actor was told.
    pub rows: Vec<Notification>,
    /// How many of all are unread.
    pub unread: u64,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

/// What marking a notification did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotificationMarked {
    /// Which.
    pub notification: ItemId,
    /// How many are unread now.
    pub unread: u64,
}

/// What marking all notifications as read did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AllRead {
    /// How many were unread.
    pub read: u64,
}

impl Notification {
    fn of(slice: &Slice, item: &Item, actor: PersonId, now: Timestamp) -> Option<Self> {
        let ItemBody::Notice(notice) = &item.body else {
            return None;
        };
        let id_of = |key: DocumentKey| Some(key.id());
        let shown = is_shown(slice, notice, actor, now);
        let now_called = notice.scope.and_then(|scope| slice.title(scope)).filter(|_| shown);
        let name = |person: Option<PersonId>| person.filter(|_| shown).and_then(|person| name_of(slice, person));
        let document = notice.document.filter(|_| shown);
        Some(Self {
            id: item.id,
            what: notice.what,
            at: notice.at,
            read: item.seen,
            title: now_called.or_else(|| notice.title.clone()),
            scope: notice.scope.filter(|_| shown),
            by: notice.by.filter(|_| shown),
            by_name: name(notice.by),
            person: notice.person.filter(|_| shown),
            person_name: name(notice.person),
            invitation: notice.invitation.filter(|_| shown),
            comment: document.filter(|key| matches!(key, DocumentKey::Comment(..))).and_then(id_of),
            import: document.filter(|key| matches!(key, DocumentKey::Import(..))).and_then(id_of),
            link: document.and_then(DocumentKey::link),
            files: notice.files.filter(|_| shown),
        })
    }
}

/// Whether the actor may see what a notice is about: what they can view now, an invitation that waits for them, what is their own.
fn is_shown(slice: &Slice, notice: &Notice, actor: PersonId, now: Timestamp) -> bool {
    let Some(scope) = notice.scope else {
        return true;
    };
    // INV-6: what an invitation is to, and who sent it, is in the inbox of the invited.
    let waits = notice.invitation.and_then(|id| slice.invitations.get(&id));
    let waits = waits.is_some_and(|sent| sent.person == actor && sent.is_pending(now) && slice.owner(scope).is_some());
    waits || slice.held(scope, actor).is_some()
}

/// Returns the item after one in the order of ids, before which it is the newest.
fn just_after(id: ItemId) -> ItemId {
    ItemId::from_uuid(Uuid::from_u128(id.uuid().as_u128().saturating_add(1)))
}

impl Actor {
    /// Lists what the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// One would show it behind a bell: every act that concerns the actor is there once, and none of their own.
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `before`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{NoticeKind, Paging};
    ///
    /// olivia.revoke(track, alex.id()).await?;
    /// let told = alex.notifications(Paging::default()).await?;
    /// let notice = told.rows.iter().find(|row| row.what == NoticeKind::Revoked).unwrap();
    /// assert_eq!(notice.title.as_deref(), Some("Midnight Sessions"));
    /// assert_eq!(notice.by, None, "Alex can no longer view it");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn notifications(&self, paging: Paging) -> Result<NotificationPage, Error> {
        paging.check()?;
        let before = paging.cursor.as_deref().map(str::parse::<ItemId>).transpose();
        let before = before.map_err(|_| Error::invalid("before", "is not a cursor of this listing"))?;
        let limit = paging.limit.saturating_add(1);
        let needs = vec![Need::Notices { person: self.id(), before, limit }];
        let (loaded, now) = self.driver.read("notifications", needs).await?;
        let registered = |person: &crate::domain::person::Person| person.state == PersonState::Registered;
        if !loaded.slice.people.get(&self.id()).is_some_and(registered) {
            return Ok(NotificationPage { rows: Vec::new(), unread: 0, next: None });
        }
        let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let page: Vec<&Item> = loaded.items.iter().take(most).collect();
        let next = page.last().filter(|_| loaded.items.len() > most).map(|item| item.id.to_string());
        let rows = page.into_iter().filter_map(|item| Notification::of(&loaded.slice, item, self.id(), now)).collect();
        Ok(NotificationPage { rows, unread: loaded.unseen, next })
    }

    /// Marks a notification as read; marking it again changes nothing.
    ///
    /// # Errors
    /// `not_found{what: notification}` for one that is somebody else's or was dismissed.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// # use cowrite::Paging;
    /// let told = olivia.notifications(Paging::default()).await?;
    /// let marked = olivia.mark_read(told.rows[0].id).await?;
    /// assert_eq!(marked.unread, told.unread - 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn mark_read(&self, notification: ItemId) -> Result<NotificationMarked, Error> {
        self.mark("mark_read", notification, false).await
    }

    /// Takes a notification out of the actor's list, read or not.
    ///
    /// # Errors
    /// `not_found{what: notification}` for one that is somebody else's or was dismissed.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// # use cowrite::Paging;
    /// let told = olivia.notifications(Paging::default()).await?;
    /// olivia.dismiss_notification(told.rows[0].id).await?;
    /// assert_eq!(olivia.notifications(Paging::default()).await?.rows.len(), told.rows.len() - 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn dismiss_notification(&self, notification: ItemId) -> Result<NotificationMarked, Error> {
        self.mark("dismiss_notification", notification, true).await
    }

    async fn mark(
        &self,
        operation: &'static str,
        notification: ItemId,
        hides: bool,
    ) -> Result<NotificationMarked, Error> {
        let stream = Stream::Notices(self.id());
        let itself = Need::Items { stream, before: Some(just_after(notification)), limit: 1 };
        let needs = vec![Need::Person(self.id()), itself, Need::Unseen(stream)];
        let call = self.call(operation, None, json!({ "notification": notification }), needs);
        let decide = |draft: &mut Draft| {
            let unread = draft.mark_notice(self.id(), notification, hides)?;
            Ok(NotificationMarked { notification, unread })
        };
        self.driver.act(call, decide).await
    }

    /// Marks all that the actor was told as read.
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// # use cowrite::Paging;
    /// olivia.mark_all_read().await?;
    /// assert_eq!(olivia.notifications(Paging::default()).await?.unread, 0);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn mark_all_read(&self) -> Result<AllRead, Error> {
        let stream = Stream::Notices(self.id());
        let newest = Need::Items { stream, before: None, limit: 1 };
        let needs = vec![Need::Person(self.id()), newest, Need::Unseen(stream)];
        let call = self.call("mark_all_read", None, json!({}), needs);
        self.driver.act(call, |draft: &mut Draft| Ok(AllRead { read: draft.mark_all_notices_read(self.id()) })).await
    }
}
