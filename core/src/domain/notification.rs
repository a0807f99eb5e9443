//! Notifications: what people are told of what others did (NTF).
//!
//! 1. Whom an act concerns is told in the same commit: what is recorded tells by itself, and a verb adds whom no event names (NTF-1).
//! 2. Never the one who acted, and each person once for an act: of what concerns them most (NTF-1).
//! 3. A notice holds ids; names, and the titles of what its person can still view, are read when it is shown (NTF-1).
//! 4. What its person can no longer view keeps the title of the time they were told: later ones are not theirs to know.

use serde::{Deserialize, Serialize};

use super::comment::CommentEvent;
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::group::GroupEvent;
use super::import::ImportEvent;
use super::invitation::InvitationEvent;
use super::item::{ItemBody, Mark, Stream};
use super::ownership::OfferEnd;
use super::roster::{InvitationEnd, RosterEvent};
use super::share_link::LinkEvent;
use super::slice::Slice;
use super::track::TrackEvent;
use crate::error::{Error, Noun};
use crate::event::{Aggregate, Author, Event};
use crate::id::{InvitationId, ItemId, PersonId, Scope};
use crate::time::Timestamp;

/// What a notice is about, what concerns its person most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: whoever shows notices must word each of them")]
pub enum NoticeKind {
    /// The person was invited.
    Invited,
    /// The person was offered ownership.
    OwnershipOffered,
    /// Ownership came to the person, or went from them.
    HandedOver,
    /// An offer of the person's was declined.
    OwnershipDeclined,
    /// The person's access was revoked.
    Revoked,
    /// The person was removed, and their shares were freed.
    Removed,
    /// It was deleted.
    Deleted,
    /// It was moved, and is out of the person's reach; or a group with a track of theirs was moved.
    Moved,
    /// The operator took the person's track down.
    TakenDown,
    /// The operator restored the person's track.
    Restored,
    /// The person's access was changed.
    AccessChanged,
    /// The person's own shares were changed.
    OwnSharesChanged,
    /// Somebody accepted an invitation.
    Joined,
    /// Somebody said no to an invitation.
    InvitationDismissed,
    /// Somebody left.
    Left,
    /// Files came for the person.
    ImportReceived,
    /// Files that the person had sent were accepted.
    ImportAccepted,
    /// Files that the person had sent were dismissed.
    ImportDismissed,
    /// A visitor reviewed what a link of the person's opens.
    Reviewed,
    /// Somebody commented.
    Commented,
    /// Shares were changed, none of the person's.
    SharesChanged,
    /// Files came, or new content for one.
    FilesAdded,
    /// Title, stage or other details were changed.
    DetailsChanged,
}

/// What a person was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Notice {
    /// What happened.
    pub what: NoticeKind,
    /// On what.
    pub scope: Option<Scope>,
    /// What that was called, where its person could view it or was to be told of it by name.
    pub title: Option<String>,
    /// Who did it, where it was a person.
    pub by: Option<PersonId>,
    /// Whom else it concerns: who joined, left, or was to join.
    pub person: Option<PersonId>,
    /// The invitation that it is about.
    pub invitation: Option<InvitationId>,
    /// The comment, import or link that it is about.
    pub document: Option<DocumentKey>,
    /// How many files came, where it is about these.
    pub files: Option<u32>,
    /// When.
    pub at: Timestamp,
}

impl Notice {
    /// Makes a notice of what happened on a scope that goes by a title.
    pub(crate) const fn on(what: NoticeKind, scope: Scope, title: Option<String>) -> Self {
        Self {
            what,
            scope: Some(scope),
            title,
            by: None,
            person: None,
            invitation: None,
            document: None,
            files: None,
            at: Timestamp::MIN,
        }
    }

    /// Makes a notice of what happened to what is a person's own: files sent to them, or their playlist.
    const fn of_document(what: NoticeKind, key: DocumentKey) -> Self {
        Self {
            what,
            scope: None,
            title: None,
            by: None,
            person: None,
            invitation: None,
            document: Some(key),
            files: None,
            at: Timestamp::MIN,
        }
    }

    /// Says whom it concerns besides the one who is told.
    pub(crate) const fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// Says how many files came.
    pub(crate) const fn files(mut self, count: u32) -> Self {
        self.files = Some(count);
        self
    }

    const fn invitation(mut self, invitation: InvitationId) -> Self {
        self.invitation = Some(invitation);
        self
    }
}

/// What must be known before an event is applied, to know who is told of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    /// Who could view what it takes from some of them.
    viewers: Vec<PersonId>,
    /// What the person whose access it changes was given.
    level: Option<super::access::Level>,
}

impl Before {
    pub(crate) fn of(slice: &Slice, aggregate: Aggregate, event: &Event) -> Self {
        let Some(scope) = aggregate.scope() else {
            return Self::default();
        };
        match event {
            Event::Track(TrackEvent::Deleted | TrackEvent::Moved { .. })
            | Event::Group(GroupEvent::Deleted | GroupEvent::Moved { .. }) => {
                Self { viewers: slice.viewers(scope), level: None }
            }
            Event::Roster(RosterEvent::AccessChanged { person, .. }) => {
                Self { viewers: Vec::new(), level: slice.granted(scope, *person).map(|held| held.level) }
            }
            _ => Self::default(),
        }
    }
}

impl Slice {
    /// Returns what a scope is or was called, deleted or not.
    #[must_use]
    pub fn title(&self, scope: Scope) -> Option<String> {
        match scope {
            Scope::Track(id) => self.tracks.get(&id).map(|track| track.title.clone()),
            Scope::Group(id) => self.groups.get(&id).map(|group| group.name.clone()),
        }
    }
}

impl Draft {
    /// Tells a person of something; of several things in one act, of what concerns them most.
    pub(crate) fn tell(&mut self, person: PersonId, notice: Notice) {
        let kept = self.told.entry(person).or_insert_with(|| notice.clone());
        if notice.what < kept.what {
            *kept = notice;
        }
    }

    /// Tells everybody who can view a scope.
    pub(crate) fn tell_viewers(&mut self, scope: Scope, notice: &Notice) {
        // A verb that tells everybody must be loaded with everybody.
        debug_assert!(
            self.slice.way_up(scope).all(|step| self.slice.rosters.get(&step).is_some_and(|roster| roster.whole)),
            "viewers were told of a scope whose people were not all loaded"
        );
        for viewer in self.slice.viewers(scope) {
            self.tell(viewer, notice.clone());
        }
    }

    /// Returns who is told of the act so far, ordered by id: never the one who acted (NTF-1).
    #[must_use]
    pub fn told_but(&self, actor: PersonId) -> Vec<PersonId> {
        self.told.keys().copied().filter(|person| *person != actor).collect()
    }

    /// Adds the notices of the act to the streams of those who are told.
    pub fn write_notices(&mut self, author: &Author) {
        if self.recorded.is_empty() {
            return;
        }
        for (person, notice) in core::mem::take(&mut self.told) {
            if author.person() != Some(person) {
                let notice = Notice { by: author.person(), at: self.at, ..notice };
                self.add_item(Stream::Notices(person), ItemBody::Notice(notice));
            }
        }
    }

    /// Marks something that a person was told as read, or hides it; returns how much is unread then.
    ///
    /// # Errors
    /// `not_found{what: notification}` for what the person was never told, or has dismissed.
    pub fn mark_notice(&mut self, person: PersonId, id: ItemId, hides: bool) -> Result<u64, Error> {
        let missing = Error::not_found(Noun::Notification);
        self.require_registered(person).map_err(|_| missing.clone())?;
        let found = self.found.first().filter(|item| item.id == id).ok_or(missing)?;
        let was_unread = !found.seen;
        if was_unread || hides {
            self.marks.insert(Mark { stream: Stream::Notices(person), item: id, and_before: false, hides });
        }
        Ok(self.unseen.saturating_sub(u64::from(was_unread)))
    }

    /// Marks all that a person was told as read; returns how much was unread.
    pub fn mark_all_notices_read(&mut self, person: PersonId) -> u64 {
        let newest = self.found.first().map(|item| item.id);
        let registered = self.require_registered(person).is_ok();
        match newest.filter(|_| registered && self.unseen > 0) {
            Some(item) => {
                self.marks.insert(Mark { stream: Stream::Notices(person), item, and_before: true, hides: false });
                self.unseen
            }
            None => 0,
        }
    }

    /// Tells whom an event concerns that has just been applied (NTF-1).
    pub(crate) fn tell_of(&mut self, aggregate: Aggregate, event: &Event, before: &Before) {
        match (aggregate, event) {
            (Aggregate::Invitation(scope, id), Event::Invitation(InvitationEvent::Sent { person, .. })) => {
                self.tell(*person, self.notice(NoticeKind::Invited, scope).invitation(id));
            }
            (Aggregate::Roster(scope), Event::Roster(event)) => self.tell_of_roster(scope, event, before),
            (Aggregate::Track(id), Event::Track(event)) => self.tell_of_track(id.into(), event, before),
            (Aggregate::Group(id), Event::Group(event)) => self.tell_of_group(id.into(), event, before),
            (Aggregate::Document(key), Event::Comment(CommentEvent::Added { .. })) => {
                if let Some(track) = key.track() {
                    let mut notice = self.notice(NoticeKind::Commented, track.into());
                    notice.document = Some(key);
                    self.tell_viewers(track.into(), &notice);
                }
            }
            (Aggregate::Document(key), Event::Link(LinkEvent::Reviewed { .. })) => self.tell_of_review(key),
            (Aggregate::Document(key), Event::Import(event)) => self.tell_of_import(key, event),
            _ => {}
        }
    }

    fn notice(&self, what: NoticeKind, scope: Scope) -> Notice {
        Notice::on(what, scope, self.slice.title(scope))
    }

    fn tell_owner(&mut self, scope: Scope, notice: Notice) {
        if let Some(owner) = self.slice.owner(scope) {
            self.tell(owner, notice);
        }
    }

    fn tell_of_roster(&mut self, scope: Scope, event: &RosterEvent, before: &Before) {
        match event {
            RosterEvent::Joined { person, invitation, .. } => {
                let notice = self.notice(NoticeKind::Joined, scope).about(*person);
                self.tell_inviter(*invitation, &notice);
                self.tell_viewers(scope, &notice);
            }
            RosterEvent::InvitationEnded { person, invitation, how: InvitationEnd::Dismissed, .. } => {
                let notice = self.notice(NoticeKind::InvitationDismissed, scope).about(*person);
                self.tell_inviter(*invitation, &notice);
                self.tell_owner(scope, notice);
            }
            RosterEvent::InvitationEnded { person, how: InvitationEnd::Withdrawn, before, after, .. } => {
                // SPL-9: who held shares before the invitation is told that they are those again.
                let (before, after) = (before.as_ref().map(|row| row.shares), after.as_ref().map(|row| row.shares));
                if after.is_some() && before != after {
                    self.tell(*person, self.notice(NoticeKind::OwnSharesChanged, scope));
                }
            }
            RosterEvent::AccessChanged { person, .. } => {
                if self.slice.granted(scope, *person).map(|held| held.level) != before.level {
                    self.tell(*person, self.notice(NoticeKind::AccessChanged, scope));
                }
            }
            RosterEvent::OwnerChanged { from, to, .. } => {
                let notice = self.notice(NoticeKind::HandedOver, scope).about(*to);
                self.tell(*from, notice.clone());
                self.tell(*to, notice);
            }
            RosterEvent::SharesSet { rows } => {
                for row in rows {
                    self.tell(row.person, self.notice(NoticeKind::OwnSharesChanged, scope));
                }
                let notice = self.notice(NoticeKind::SharesChanged, scope);
                self.tell_viewers(scope, &notice);
            }
            // Of an invitation its own event tells; of ended access the verb, which knows where it was begun.
            RosterEvent::Invited { .. }
            | RosterEvent::Founded { .. }
            | RosterEvent::Revoked { .. }
            | RosterEvent::Removed { .. }
            | RosterEvent::Left { .. }
            | RosterEvent::Covered { .. } => {}
        }
    }

    fn tell_inviter(&mut self, id: InvitationId, notice: &Notice) {
        if let Some(inviter) = self.slice.invitations.get(&id).map(|invitation| invitation.by) {
            self.tell(inviter, notice.clone());
        }
    }

    fn tell_of_track(&mut self, scope: Scope, event: &TrackEvent, before: &Before) {
        match event {
            TrackEvent::DetailsChanged(_) => {
                let notice = self.notice(NoticeKind::DetailsChanged, scope);
                self.tell_viewers(scope, &notice);
            }
            TrackEvent::Imported { files, .. } => {
                let notice = self.notice(NoticeKind::FilesAdded, scope).files(*files);
                self.tell_viewers(scope, &notice);
            }
            TrackEvent::Deleted => self.tell_losers(NoticeKind::Deleted, scope, before),
            TrackEvent::Moved { .. } => self.tell_losers(NoticeKind::Moved, scope, before),
            TrackEvent::TakenDown => self.tell_owner(scope, self.notice(NoticeKind::TakenDown, scope)),
            TrackEvent::Restored => self.tell_owner(scope, self.notice(NoticeKind::Restored, scope)),
            TrackEvent::OwnershipOffered { to, .. } => {
                self.tell(*to, self.notice(NoticeKind::OwnershipOffered, scope));
            }
            TrackEvent::OfferEnded { to, how: OfferEnd::Declined } => {
                self.tell_owner(scope, self.notice(NoticeKind::OwnershipDeclined, scope).about(*to));
            }
            // The roster tells of a handover; an offer taken back, and what is archived, concern nobody at once.
            TrackEvent::OfferEnded { how: OfferEnd::Withdrawn | OfferEnd::Void, .. }
            | TrackEvent::Created { .. }
            | TrackEvent::Archived
            | TrackEvent::Unarchived
            | TrackEvent::HandedOver { .. } => {}
        }
    }

    fn tell_of_group(&mut self, scope: Scope, event: &GroupEvent, before: &Before) {
        match event {
            GroupEvent::Renamed { .. } => {
                let notice = self.notice(NoticeKind::DetailsChanged, scope);
                self.tell_viewers(scope, &notice);
            }
            GroupEvent::Deleted => self.tell_losers(NoticeKind::Deleted, scope, before),
            GroupEvent::Moved { .. } => self.tell_losers(NoticeKind::Moved, scope, before),
            GroupEvent::OwnershipOffered { to, .. } => {
                self.tell(*to, self.notice(NoticeKind::OwnershipOffered, scope));
            }
            GroupEvent::OfferEnded { to, how: OfferEnd::Declined } => {
                self.tell_owner(scope, self.notice(NoticeKind::OwnershipDeclined, scope).about(*to));
            }
            GroupEvent::OfferEnded { how: OfferEnd::Withdrawn | OfferEnd::Void, .. }
            | GroupEvent::Created { .. }
            | GroupEvent::CarriedAlong { .. }
            | GroupEvent::TrackAdded { .. }
            | GroupEvent::TrackTakenOut { .. }
            | GroupEvent::GroupAdded { .. }
            | GroupEvent::GroupTakenOut { .. }
            | GroupEvent::HandedOver { .. } => {}
        }
    }

    /// Tells everybody who could view a scope and no longer can.
    fn tell_losers(&mut self, what: NoticeKind, scope: Scope, before: &Before) {
        for person in &before.viewers {
            if self.slice.held(scope, *person).is_none() {
                self.tell(*person, self.notice(what, scope));
            }
        }
    }

    /// Tells whose the link is (LNK-11): by whom and in which words stands with the visits, which are the owner's alone (EXP-5).
    fn tell_of_review(&mut self, key: DocumentKey) {
        let (owner, mut notice) = match (key, self.slice.documents.get(&key)) {
            (DocumentKey::Playlist(owner, _), Some(Document::Link(link))) => {
                let called = Some(self.slice.link_name(link));
                (Some(owner), Notice { title: called, ..Notice::of_document(NoticeKind::Reviewed, key) })
            }
            (DocumentKey::Link(track, _), _) => {
                (self.slice.owner(track.into()), self.notice(NoticeKind::Reviewed, track.into()))
            }
            _ => return,
        };
        notice.document = Some(key);
        if let Some(owner) = owner {
            self.tell(owner, notice);
        }
    }

    fn tell_of_import(&mut self, key: DocumentKey, event: &ImportEvent) {
        let Some(Document::Import(import)) = self.slice.documents.get(&key) else {
            return;
        };
        let (to, from) = (import.to, import.from);
        let (person, what) = match event {
            ImportEvent::Submitted { .. } => (Some(to), NoticeKind::ImportReceived),
            ImportEvent::Accepted { .. } => (from, NoticeKind::ImportAccepted),
            ImportEvent::Dismissed => (from, NoticeKind::ImportDismissed),
            // What is sent again is told of as what it is sent as.
            ImportEvent::Corrected { .. } | ImportEvent::SentAgain { .. } | ImportEvent::Ended => return,
            ImportEvent::Arrived { .. } | ImportEvent::Carried => return,
        };
        if let Some(person) = person {
            self.tell(person, Notice::of_document(what, key));
        }
    }
}
