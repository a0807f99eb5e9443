use std::sync::Arc;

use super::{Find, Pending, Replay};
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::library::{LibraryAsk, TrackPlace};
use crate::domain::person::Claim;
use crate::domain::slice::Slice;
use crate::domain::sync::{Seen, Timeline, Touched};
use crate::event::{Aggregate, Entry};
use crate::id::{GroupId, ImportId, InvitationId, ItemId, LinkId, PersonId, Scope, TrackId};
use uuid::Uuid;

/// Something that a decision must know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must answer each of them")]
pub enum Need {
    /// A person's record.
    Person(PersonId),
    /// Who has a unique value, and their record.
    Holder(Claim),
    /// A scope and all above it, and what these say of some people.
    Walk {
        /// The scope.
        scope: Scope,
        /// Of whom.
        people: Vec<PersonId>,
    },
    /// As [`Need::Walk`], for whoever has a unique value.
    WalkOf {
        /// The scope.
        scope: Scope,
        /// Of whose.
        claim: Claim,
    },
    /// The whole roster of one scope.
    Roster(Scope),
    /// The unanswered invitations to one scope.
    Pending(Scope),
    /// The unanswered invitations to a scope and to all above it.
    PendingAlong(Scope),
    /// A scope and all above it with whole rosters and all pending invitations.
    Everyone(Scope),
    /// An invitation with its scope, as a walk of both its people and of who answers it; with the whole rosters of that and of all above it.
    Answer {
        /// The invitation.
        invitation: InvitationId,
        /// Who answers it, or takes it back.
        actor: PersonId,
    },
    /// The pending invitations of a person, each with its scope as a walk of both its people, and the inviter's record.
    Inbox(PersonId),
    /// The groups below a group, the owners of tracks in all of them, and every scope there with an open offer, as a walk of its person.
    Inside(GroupId),
    /// What lies below a group and says something of a person: as walks of the person and of `with`.
    ///
    /// The owners of tracks are those of tracks that say nothing of the person themselves.
    Below {
        /// The group.
        group: GroupId,
        /// Of whom.
        person: PersonId,
        /// Of whom else.
        with: PersonId,
    },
    /// Every scope that says something of a person or that they own, as walks of the person and of `with`; and every scope with an offer to them.
    PartsOf {
        /// Of whom.
        person: PersonId,
        /// Of whom else.
        with: PersonId,
    },
    /// The tracks and groups that `owner` owns in groups that say something of `person` or that they own, as walks of both.
    Shared {
        /// Who owns them.
        owner: PersonId,
        /// Who may reach them.
        person: PersonId,
    },
    /// Every track in groups that say something of a person or that they own, as walks of the person.
    Reachable(PersonId),
    /// A page of a person's library: its tracks as walks with whole rosters, where the person has put them, the links of the person's own, and the names to show.
    Library(LibraryAsk),
    /// What of a stretch of history a person is to be told: of each track and group touched what is held of it now.
    Sync(SyncAsk),
    /// The folder of a track, or of each track in a group and below it, with these tracks and all above them.
    ///
    /// What lies in a deleted group, or below it, was in it last.
    Folders(Scope),
    /// A document.
    Document(DocumentKey),
    /// A document by its kind and id alone; where it belongs to a track, with this as a walk of some people.
    DocumentWalk {
        /// Its kind.
        kind: DocumentKind,
        /// Its own id.
        id: Uuid,
        /// Of whom.
        people: Vec<PersonId>,
    },
    /// An import by its id alone, and as a walk of a person the track that its sender meant.
    Meant {
        /// Which.
        import: ImportId,
        /// Of whom the walk is.
        person: PersonId,
    },
    /// The documents that a question finds.
    Documents(Find),
    /// Some of the documents that a question finds, in its order.
    DocumentsPage {
        /// The question.
        find: Find,
        /// After which place in its order.
        after: Option<Vec<u8>>,
        /// How many at most.
        limit: u32,
    },
    /// What was added to a stream and is not hidden, newest first.
    Items {
        /// The stream.
        stream: Stream,
        /// Before which item.
        before: Option<ItemId>,
        /// How many at most.
        limit: u32,
    },
    /// How many items of a stream are neither seen nor hidden.
    Unseen(Stream),
    /// How often something was counted.
    Counter(Counter),
    /// The link with a secret, with all that a visit to it is decided on: its tracks and their folders, its sharer's record, how often it was used.
    Entry {
        /// The secret's SHA-256.
        secret: [u8; 32],
        /// Of whose wrong passwords how often they were counted there, by the counter's name.
        counters: Vec<String>,
    },
    /// A link or playlist share by its id alone, with how often it was used, where it opens one track with this as a walk of a person, and where it is a playlist without a name with the details of its tracks.
    Link {
        /// Which.
        link: LinkId,
        /// Of whom.
        person: PersonId,
    },
    /// The links to a track and the playlist shares that hold it, each with how often it was used, and with the details of the tracks of playlists without a name.
    LinksAround(TrackId),
    /// The links to all tracks that a person owns, and their playlist shares, each as in [`Need::LinksAround`].
    LinksOf(PersonId),
    /// A person's public page, with the details of the tracks on it.
    Page(PersonId),
    /// As [`Need::Page`], for whoever has a unique value.
    PageOf(Claim),
    /// The public page of whoever owns a track.
    PageOfOwner(TrackId),
    /// A page of what a person was told, with their record, the scopes as walks of them, the invitations it is about, and the records of all it names; and how much of it all is neither seen nor hidden.
    Notices {
        /// Who was told.
        person: PersonId,
        /// Before which item.
        before: Option<ItemId>,
        /// How many at most.
        limit: u32,
    },
    /// The history of a scope and of every group that it, or one of those, ever lay in.
    Past(Scope),
    /// As [`Need::Reachable`], and what a person owns with all above it, whole rosters and all pending invitations.
    Sharing(PersonId),
    /// As [`Need::Log`], of what a person may see: what happened to links is shown to the scope's owner alone (EXP-5).
    SeenLog {
        /// The scope.
        scope: Scope,
        /// Before which place in it.
        before: Option<LogPlace>,
        /// How many entries at most.
        limit: u32,
        /// Who reads it.
        reader: PersonId,
    },
    /// A person's record, and what of the history of the documents that are their own is shown as activity, newest first.
    OwnLog {
        /// Whose.
        person: PersonId,
        /// Before which place in it.
        before: Option<LogPlace>,
        /// How many entries at most.
        limit: u32,
    },
    /// The records of everybody in the slice, and of whom the history read so far names.
    Names,
    /// What an actor's earlier call with the same key gave.
    Replay(PersonId, String),
    /// What of the history of one scope is shown as activity ([`Event::is_activity`](crate::Event::is_activity)), newest first.
    Log {
        /// The scope.
        scope: Scope,
        /// Before which place in it.
        before: Option<LogPlace>,
        /// How many entries at most.
        limit: u32,
    },
}

/// Whose history is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must read each of them")]
pub enum LogOf {
    /// A scope's: of its details, its roster, its invitations, and of the documents that belong to it.
    Scope(Scope),
    /// Of the documents that are a person's own and belong to no scope.
    Person(PersonId),
}

impl LogOf {
    /// Returns the id of the family under whose shard all of it is kept.
    #[must_use]
    pub const fn family(self) -> Uuid {
        match self {
            Self::Scope(scope) => scope.uuid(),
            Self::Person(person) => person.uuid(),
        }
    }

    /// Returns whether what happens to an aggregate is part of it.
    #[must_use]
    pub fn holds(self, aggregate: Aggregate) -> bool {
        match (self, aggregate) {
            (Self::Scope(scope), _) => aggregate.scope() == Some(scope),
            (Self::Person(person), Aggregate::Document(key)) => key.track().is_none() && key.family() == person.uuid(),
            (Self::Person(_), _) => false,
        }
    }
}

/// A place in a history: the commit, then the event within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct LogPlace {
    /// The commit.
    pub revision: u64,
    /// The event within the commit, counted from 0.
    pub index: u32,
}

/// What to read.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store is asked")]
pub struct Load {
    /// What the decision must know.
    pub needs: Vec<Need>,
    /// What to read it over, as though it had been committed.
    pub over: Option<Arc<Pending>>,
    /// Whether it may read as much as a person or a group reaches, and is to be read off the caller's thread.
    pub is_work: bool,
}

/// What was read, as of one instant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct Loaded {
    /// The part of the world.
    pub slice: Slice,
    /// What the earlier call with the same key gave.
    pub replay: Option<Replay>,
    /// The history asked for, newest first.
    pub log: Vec<(LogPlace, Entry)>,
    /// The history that [`Need::Past`] asked for, oldest first.
    pub past: Vec<Entry>,
    /// The page of documents asked for, each with its place in the order of the question.
    pub page: Vec<(Vec<u8>, DocumentKey)>,
    /// The page of the library asked for.
    pub library: LibraryFound,
    /// What of a stretch of history is to be told.
    pub sync: SyncFound,
    /// The items asked for, newest first.
    pub items: Vec<Item>,
    /// How many items are neither seen nor hidden.
    pub unseen: u64,
}

/// Where telling of what has happened has got to: groups by id come first, then tracks by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a delta has these two parts")]
pub enum SyncPart {
    /// At the tracks of this group.
    Group(GroupId),
    /// At the tracks touched themselves.
    Tracks,
}

/// What of a stretch of history a person is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store is asked")]
pub struct SyncAsk {
    /// Whom.
    pub person: PersonId,
    /// What was touched in it.
    pub touched: Touched,
    /// What has happened since it began.
    pub timeline: Timeline,
    /// After which part, and which track of it.
    pub after: Option<(SyncPart, Option<TrackId>)>,
    /// How many tracks are looked at, at most.
    pub limit: u32,
}

/// What was found to tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct SyncFound {
    /// The groups changed that are held, or were: whether their telling begins here, and tracks lying in them.
    pub groups: Vec<(GroupId, bool, Vec<TrackId>)>,
    /// The tracks touched.
    pub tracks: Vec<TrackId>,
    /// Where to go on; none at the end.
    pub end: Option<(SyncPart, Option<TrackId>)>,
}

/// A page of a library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct LibraryFound {
    /// The tracks, in the order asked for.
    pub tracks: Vec<TrackId>,
    /// The place up to which all has been looked at; none where nothing is left.
    pub end: Option<TrackPlace>,
}

/// What has been committed that was not in an earlier look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct Feed {
    /// What happened, by number, in whole commits.
    pub entries: Vec<(LogPlace, Entry)>,
    /// Whether there is more after these.
    pub has_more: bool,
    /// All that is there now, more than was given among it.
    pub seen: Seen,
}
