//! Documents: the smaller things that are versioned one by one and read by what refers to them.
//!
//! 1. A document has a key, a family under which it is kept, and a version; it is what its events come to.
//! 2. A document is never taken away: what has ended says so itself, so that its version goes on.
//! 3. Which questions find it, and in which order, it says itself ([`Find`](crate::ports::store::Find)).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::comment::{Comment, Remark};
use super::folder::Folder;
use super::following::Followed;
use super::import::Import;
use super::known_files::{KnownFiles, KnownPage};
use super::library::{Bucket, Placement};
use super::page_profile::PageProfile;
use super::public_page::PublicPage;
use super::share_link::ShareLink;
use crate::event::Event;
use crate::id::{BucketId, CommentId, ImportId, LinkId, PersonId, TrackId};
use crate::time::Timestamp;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum DocumentKind {
    /// Where a track's files are.
    Folder,
    /// A share link to a track.
    Link,
    /// A playlist share.
    Playlist,
    /// A comment on a track.
    Comment,
    /// Files sent to a person.
    Import,
    /// A person's public page.
    Page,
    /// A person's bucket.
    Bucket,
    /// In which bucket a person has put a track.
    Placement,
    /// How far an account's files have been followed.
    Followed,
    /// What the files come to that are known of a track.
    Known,
    /// Some of these files.
    KnownPage,
}

impl DocumentKind {
    /// Every kind; the place of one is the number that it is stored by.
    pub const ALL: [Self; 11] = [
        Self::Folder,
        Self::Link,
        Self::Playlist,
        Self::Comment,
        Self::Import,
        Self::Page,
        Self::Bucket,
        Self::Placement,
        Self::Followed,
        Self::Known,
        Self::KnownPage,
    ];

    /// Returns the number that the kind is stored by.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns the kind stored by a number.
    #[must_use]
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// The key of a document: the family under which it is kept, and its own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum DocumentKey {
    /// Where a track's files are.
    Folder(TrackId),
    /// A share link to a track.
    Link(TrackId, LinkId),
    /// A playlist share of a person.
    Playlist(PersonId, LinkId),
    /// A comment on a track.
    Comment(TrackId, CommentId),
    /// Files sent to a person.
    Import(PersonId, ImportId),
    /// A person's public page.
    Page(PersonId),
    /// A person's bucket.
    Bucket(PersonId, BucketId),
    /// In which bucket a person has put a track.
    Placement(PersonId, TrackId),
    /// How far an account's files have been followed, by its holder or nobody's id.
    Followed(PersonId),
    /// What the files come to that are known of a track.
    Known(TrackId),
    /// Some of these files: a page, by its number.
    KnownPage(TrackId, u8),
}

impl DocumentKey {
    /// Makes a key of what it is stored as.
    #[must_use]
    pub fn of(kind: DocumentKind, family: Uuid, id: Uuid) -> Self {
        let (track, person) = (TrackId::from_uuid(family), PersonId::from_uuid(family));
        match kind {
            DocumentKind::Folder => Self::Folder(track),
            DocumentKind::Link => Self::Link(track, LinkId::from_uuid(id)),
            DocumentKind::Playlist => Self::Playlist(person, LinkId::from_uuid(id)),
            DocumentKind::Comment => Self::Comment(track, CommentId::from_uuid(id)),
            DocumentKind::Import => Self::Import(person, ImportId::from_uuid(id)),
            DocumentKind::Page => Self::Page(person),
            DocumentKind::Bucket => Self::Bucket(person, BucketId::from_uuid(id)),
            DocumentKind::Placement => Self::Placement(person, TrackId::from_uuid(id)),
            DocumentKind::Followed => Self::Followed(person),
            DocumentKind::Known => Self::Known(track),
            DocumentKind::KnownPage => {
                let [.., page] = (family.as_u128() ^ id.as_u128()).to_be_bytes();
                Self::KnownPage(track, page)
            }
        }
    }

    /// Returns what the document is.
    #[must_use]
    pub const fn kind(self) -> DocumentKind {
        match self {
            Self::Folder(_) => DocumentKind::Folder,
            Self::Link(..) => DocumentKind::Link,
            Self::Playlist(..) => DocumentKind::Playlist,
            Self::Comment(..) => DocumentKind::Comment,
            Self::Import(..) => DocumentKind::Import,
            Self::Page(_) => DocumentKind::Page,
            Self::Bucket(..) => DocumentKind::Bucket,
            Self::Placement(..) => DocumentKind::Placement,
            Self::Followed(_) => DocumentKind::Followed,
            Self::Known(_) => DocumentKind::Known,
            Self::KnownPage(..) => DocumentKind::KnownPage,
        }
    }

    /// Returns the id of the family under whose shard the document is kept: a track's, or a person's.
    #[must_use]
    pub const fn family(self) -> Uuid {
        match self {
            Self::Folder(track)
            | Self::Link(track, _)
            | Self::Comment(track, _)
            | Self::Known(track)
            | Self::KnownPage(track, _) => track.uuid(),
            Self::Playlist(person, _)
            | Self::Import(person, _)
            | Self::Page(person)
            | Self::Bucket(person, _)
            | Self::Placement(person, _)
            | Self::Followed(person) => person.uuid(),
        }
    }

    /// Returns the document's own id: its family's, where there is one of it; of a page, its family's with its number laid over the end.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Folder(track) | Self::Placement(_, track) | Self::Known(track) => track.uuid(),
            // Widened, which `From` cannot do in a constant.
            Self::KnownPage(track, page) => Uuid::from_u128(track.uuid().as_u128() ^ page as u128),
            Self::Link(_, id) | Self::Playlist(_, id) => id.uuid(),
            Self::Comment(_, id) => id.uuid(),
            Self::Import(_, id) => id.uuid(),
            Self::Page(person) | Self::Followed(person) => person.uuid(),
            Self::Bucket(_, id) => id.uuid(),
        }
    }

    /// Returns which link it is, where it is a share link or a playlist share.
    #[must_use]
    pub const fn link(self) -> Option<LinkId> {
        match self {
            Self::Link(_, id) | Self::Playlist(_, id) => Some(id),
            Self::Folder(_)
            | Self::Comment(..)
            | Self::Import(..)
            | Self::Page(_)
            | Self::Bucket(..)
            | Self::Placement(..)
            | Self::Followed(_)
            | Self::Known(_)
            | Self::KnownPage(..) => None,
        }
    }

    /// Returns which import it is, where it is one.
    #[must_use]
    pub const fn import(self) -> Option<ImportId> {
        match self {
            Self::Import(_, id) => Some(id),
            Self::Folder(_)
            | Self::Link(..)
            | Self::Playlist(..)
            | Self::Comment(..)
            | Self::Page(_)
            | Self::Bucket(..)
            | Self::Placement(..)
            | Self::Followed(_)
            | Self::Known(_)
            | Self::KnownPage(..) => None,
        }
    }

    /// Returns the track that the document belongs to, where it belongs to one.
    #[must_use]
    pub const fn track(self) -> Option<TrackId> {
        match self {
            Self::Folder(track)
            | Self::Link(track, _)
            | Self::Comment(track, _)
            | Self::Known(track)
            | Self::KnownPage(track, _) => Some(track),
            Self::Playlist(..)
            | Self::Import(..)
            | Self::Page(_)
            | Self::Bucket(..)
            | Self::Placement(..)
            | Self::Followed(_) => None,
        }
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum Document {
    /// Where a track's files are.
    Folder(Folder),
    /// A share link or a playlist share.
    Link(ShareLink),
    /// A comment.
    Comment(Comment),
    /// Files sent to a person.
    Import(Import),
    /// A public page.
    Page(PublicPage),
    /// A bucket.
    Bucket(Bucket),
    /// In which bucket a track is.
    Placement(Placement),
    /// How far an account's files have been followed.
    Followed(Followed),
    /// What the files come to that are known of a track.
    Known(KnownFiles),
    /// Some of these files.
    KnownPage(KnownPage),
}

impl Document {
    /// Returns the key that the document is kept under.
    #[must_use]
    pub const fn key(&self) -> DocumentKey {
        match self {
            Self::Folder(folder) => DocumentKey::Folder(folder.track),
            Self::Link(link) => link.key(),
            Self::Comment(comment) => DocumentKey::Comment(comment.track, comment.id),
            Self::Import(import) => DocumentKey::Import(import.to, import.id),
            Self::Page(page) => DocumentKey::Page(page.person),
            Self::Bucket(bucket) => DocumentKey::Bucket(bucket.person, bucket.id),
            Self::Placement(placement) => DocumentKey::Placement(placement.person, placement.track),
            Self::Followed(followed) => DocumentKey::Followed(followed.account),
            Self::Known(known) => DocumentKey::Known(known.track),
            Self::KnownPage(page) => DocumentKey::KnownPage(page.track, page.page),
        }
    }

    /// Returns the document without what it says of people and in their own words, which is kept beside the events (PER-2).
    #[must_use]
    pub fn without_profile(mut self) -> Self {
        match &mut self {
            Self::Page(page) => page.profile = PageProfile::default(),
            Self::Import(import) => {
                import.contact = None;
                (import.parcel.note, import.parcel.track_name) = (None, None);
            }
            Self::Link(link) => link.terms.label = None,
            Self::Comment(comment) => comment.remark = Remark::default(),
            Self::Folder(folder) => folder.sharing = core::mem::take(&mut folder.sharing).without_accounts(),
            Self::Bucket(_) | Self::Placement(_) => {}
            Self::Followed(_) | Self::Known(_) | Self::KnownPage(_) => {}
        }
        self
    }

    /// Returns the person whose name is shown with the document, where there is one.
    #[must_use]
    pub const fn author(&self) -> Option<PersonId> {
        match self {
            Self::Comment(comment) => Some(comment.author),
            Self::Import(import) => import.from,
            Self::Known(KnownFiles { latest: Some(latest), .. }) => latest.by,
            Self::Known(_) | Self::KnownPage(_) | Self::Followed(_) => None,
            Self::Folder(_) | Self::Link(_) | Self::Page(_) | Self::Bucket(_) | Self::Placement(_) => None,
        }
    }

    /// Returns what a document is after an event at `at`: nothing, where there is none that it could have happened to.
    #[must_use]
    pub fn after(before: Option<Self>, key: DocumentKey, event: &Event, at: Timestamp) -> Option<Self> {
        macro_rules! room {
            ($Room:ident, $after:expr) => {{
                let before = match before {
                    Some(Self::$Room(before)) => Some(before),
                    _ => None,
                };
                $after(before).map(Self::$Room)
            }};
        }
        match (key, event) {
            (DocumentKey::Folder(track), Event::Folder(event)) => {
                room!(Folder, |before| Folder::after(before, track, event))
            }
            (DocumentKey::Link(_, id) | DocumentKey::Playlist(_, id), Event::Link(event)) => {
                room!(Link, |before| ShareLink::after(before, id, event, at))
            }
            (DocumentKey::Comment(track, id), Event::Comment(event)) => {
                room!(Comment, |before| Comment::after(before, track, id, event, at))
            }
            (DocumentKey::Import(person, id), Event::Import(event)) => {
                room!(Import, |before| Import::after(before, person, id, event, at))
            }
            (DocumentKey::Page(person), Event::Page(event)) => {
                room!(Page, |before| PublicPage::after(before, person, event))
            }
            (DocumentKey::Bucket(person, id), Event::Bucket(event)) => {
                room!(Bucket, |before| Bucket::after(before, person, id, event))
            }
            (DocumentKey::Followed(account), Event::Follow(event)) => {
                room!(Followed, |before| Followed::after(before, account, event))
            }
            (DocumentKey::Known(track), Event::Known(event)) => {
                room!(Known, |before| KnownFiles::after(before, track, event))
            }
            (DocumentKey::KnownPage(track, page), Event::Known(event)) => {
                room!(KnownPage, |before| KnownPage::after(before, track, page, event))
            }
            (DocumentKey::Placement(person, track), Event::Placement(event)) => {
                room!(Placement, |_: Option<Placement>| Some(Placement::of(person, track, event)))
            }
            // An event of another room than its key's cannot be recorded by any verb.
            _ => before,
        }
    }
}
