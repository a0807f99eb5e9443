//! What has happened, and what somebody was told of it.

use crate::crosses::record;

record! {
    /// Something that has happened.
    ///
    /// `before` and `after` are open values.
    ActivityEntry = cowrite::ActivityEntry {
        /// The number of the commit.
        revision: u64,
        /// When.
        at: cowrite::Timestamp,
        /// Who did it, where it was a person.
        by: Option<cowrite::PersonId>,
        /// What they are called.
        by_name: Option<String>,
        /// Why, where it was the operator (OPS-1).
        operator_reason: Option<String>,
        /// Whether it was done in the file store itself, by whoever has the folder there (FIL-5).
        in_file_store: bool,
        /// What happened, as a word in the past tense.
        what: String,
        /// On what; none of what happened to a person's own playlist, page or import.
        scope: Option<cowrite::Scope>,
        /// To which link or playlist share, where it was to one.
        link: Option<cowrite::LinkId>,
        /// To which import, where it was to one.
        import: Option<cowrite::ImportId>,
        /// Whom it concerns.
        person: Option<cowrite::PersonId>,
        /// What they are called; also an outsider whose files were taken in (IMP-3).
        person_name: Option<String>,
        /// What was before, where it applies.
        before: serde_json::Value,
        /// What is after, where it applies.
        after: serde_json::Value,
    }

    /// A page of activity, newest first.
    ActivityPage = cowrite::ActivityPage {
        /// What has happened.
        entries: Vec<cowrite::ActivityEntry>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// Something that the actor was told (NTF-1).
    ///
    /// Of what the actor can no longer view only the kind and the title are there, the title of the time they were told.
    Notice = cowrite::Notification {
        /// The id: later ones are greater.
        id: cowrite::ItemId,
        /// What happened.
        what: cowrite::NoticeKind,
        /// When.
        at: cowrite::Timestamp,
        /// Whether it was marked as read.
        read: bool,
        /// What it happened on is called, a playlist too; none of files that were sent.
        title: Option<String>,
        /// On what it happened; none of files that were sent, which lie on nothing yet, and none of a playlist.
        scope: Option<cowrite::Scope>,
        /// Who did it, where it was a person.
        by: Option<cowrite::PersonId>,
        /// What they are called.
        by_name: Option<String>,
        /// Whom else it concerns: who joined, left, or said no.
        person: Option<cowrite::PersonId>,
        /// What they are called.
        person_name: Option<String>,
        /// The invitation that it is about.
        invitation: Option<cowrite::InvitationId>,
        /// The id of the comment that it is about.
        comment: Option<uuid::Uuid>,
        /// The id of the import that it is about.
        import: Option<uuid::Uuid>,
        /// The link or playlist share that was reviewed.
        link: Option<cowrite::LinkId>,
        /// How many files came, where it is about these.
        files: Option<u32>,
    }

    /// A page of notifications, newest first.
    NoticePage = cowrite::NotificationPage {
        /// What the actor was told.
        rows: Vec<cowrite::Notification>,
        /// How many of all are unread.
        unread: u64,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// What marking a notification did.
    NoticeMarked = cowrite::NotificationMarked {
        /// Which.
        notification: cowrite::ItemId,
        /// How many are unread now.
        unread: u64,
    }

    /// What marking all notifications as read did.
    AllRead = cowrite::AllRead {
        /// How many were unread.
        read: u64,
    }
}
