use std::collections::{BTreeSet, VecDeque};

use super::{LogOf, LogPlace, Replay, Row, StoreError, Stored};
use crate::domain::access::Standing;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::import::ImportState;
use crate::domain::invitation::InvitationState;
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::Claim;
use crate::domain::roster::Member;
use crate::domain::share_link::Opens;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{BucketId, GroupId, InvitationId, ItemId, PersonId, Scope, TrackId};
use crate::time::Timestamp;
use uuid::Uuid;

/// A question that rows are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must find by each of them")]
pub enum Find {
    /// The rows of a roster.
    MembersOn(Scope),
    /// A person's rows on all rosters.
    MembersOf(PersonId),
    /// The unanswered invitations to a scope, expired ones among them.
    PendingOn(Scope),
    /// The unanswered invitations of a person, expired ones among them.
    PendingOf(PersonId),
    /// The groups that were last put directly into a group, and are there.
    GroupsIn(GroupId),
    /// The tracks that were last put directly into a group, and are there.
    TracksIn(GroupId),
    /// Those of them that a person owns.
    TracksInOf(GroupId, PersonId),
    /// The tracks that a person owns, and are there.
    TracksOf(PersonId),
    /// The groups that a person owns, and are there.
    GroupsOf(PersonId),
    /// The tracks and groups with an offer of ownership to a person.
    OffersTo(PersonId),
    /// The tracks and groups directly in a group with an offer of ownership.
    OffersIn(GroupId),
    /// The share links to a track, newest first.
    LinksOn(TrackId),
    /// The playlist shares of a person, newest first.
    PlaylistsOf(PersonId),
    /// The playlist shares that hold a track.
    PlaylistsWith(TrackId),
    /// The link with a secret, by the secret's SHA-256.
    LinkWith([u8; 32]),
    /// The comments on a track that were neither deleted nor taken down, pinned first, then newest.
    CommentsOn(TrackId),
    /// What was sent to a person, newest first.
    ImportsTo(PersonId),
    /// What a person has sent, newest first.
    ImportsFrom(PersonId),
    /// A person's buckets, deleted ones left out.
    BucketsOf(PersonId),
    /// What a person has put into buckets.
    PlacementsOf(PersonId),
    /// What is in a bucket, newest track first.
    PlacedIn(BucketId),
    /// The accepted imports whose files are still to be carried into a track's folder.
    ImportsInto(TrackId),
    /// The folders of tracks in an account, and those on their way into it.
    FoldersIn(PersonId),
    /// The folders of tracks at a place, by its [`place_key`](crate::domain::following::place_key).
    FolderAt([u8; 32]),
    /// The folders of tracks below a place, by its key.
    FoldersBelow([u8; 32]),
    /// The accounts that are followed.
    Accounts,
    /// What is known of a track's files, page by page.
    KnownOf(TrackId),
    /// A person's rows on the rosters of groups.
    GroupRowsOf(PersonId),
    /// A person's rows on the rosters of tracks that let them in.
    OpenRowsOf(PersonId),
}

/// A roster's own row, where there is one, and all its members.
pub type WholeRoster = (Option<Stored>, Vec<(PersonId, Member)>);

/// A document with its place in the order of the question that found it.
pub type Placed = (Vec<u8>, Stored);

impl Find {
    /// Returns every question that finds a row.
    #[must_use]
    pub fn all_finding(row: &Row) -> Vec<Self> {
        match row {
            Row::Person(_) | Row::Roster { .. } => Vec::new(),
            Row::Member { scope, person, member } => {
                let (is_group, is_open) = (scope.group().is_some(), member.standing.access().is_some());
                let of_group = is_group.then_some(Self::GroupRowsOf(*person));
                let open = (is_open && !is_group).then_some(Self::OpenRowsOf(*person));
                let all = [Self::MembersOn(*scope), Self::MembersOf(*person)];
                all.into_iter().chain(of_group).chain(open).collect()
            }
            Row::Invitation(sent) if sent.state == InvitationState::Pending => {
                vec![Self::PendingOn(sent.scope), Self::PendingOf(sent.person)]
            }
            Row::Invitation(_) => Vec::new(),
            Row::Track(track) if track.is_there() => {
                let placed = track.group.map(|group| [Self::TracksIn(group), Self::TracksInOf(group, track.owner)]);
                let offered = track.offer.map(|offer| Self::OffersTo(offer.to));
                let offered_in = track.offer.and(track.group).map(Self::OffersIn);
                let all = placed.into_iter().flatten().chain(offered).chain(offered_in);
                all.chain([Self::TracksOf(track.owner)]).collect()
            }
            Row::Track(_) => Vec::new(),
            Row::Group(group) if !group.deleted => {
                let placed = group.parent().map(Self::GroupsIn);
                let offered = group.offer.map(|offer| Self::OffersTo(offer.to));
                let offered_in = group.offer.and(group.parent()).map(Self::OffersIn);
                placed.into_iter().chain(offered).chain(offered_in).chain([Self::GroupsOf(group.owner)]).collect()
            }
            Row::Group(_) => Vec::new(),
            Row::Document(document) => Self::all_finding_document(document),
        }
    }

    /// Returns every question that finds a document.
    #[must_use]
    pub fn all_finding_document(document: &Document) -> Vec<Self> {
        match document {
            Document::Page(_) | Document::Known(_) => Vec::new(),
            Document::Folder(folder) => {
                let mut found = BTreeSet::new();
                for place in core::iter::once(&folder.at).chain(&folder.next) {
                    let (above, key) = place.keys();
                    found.extend([Self::FoldersIn(place.account()), Self::FolderAt(key)]);
                    found.extend(above.into_iter().map(Self::FoldersBelow));
                }
                found.into_iter().collect()
            }
            Document::Followed(_) => vec![Self::Accounts],
            Document::KnownPage(page) => vec![Self::KnownOf(page.track)],
            Document::Link(link) => {
                let mut found = vec![Self::LinkWith(link.secret)];
                match &link.opens {
                    Opens::Track(track) => found.push(Self::LinksOn(*track)),
                    Opens::Playlist(playlist) => {
                        found.push(Self::PlaylistsOf(playlist.owner));
                        found.extend(playlist.tracks.iter().copied().map(Self::PlaylistsWith));
                    }
                }
                found
            }
            Document::Comment(comment) if comment.is_there() => vec![Self::CommentsOn(comment.track)],
            Document::Comment(_) => Vec::new(),
            Document::Import(import) => {
                let from = import.from.map(Self::ImportsFrom);
                let into = match import.state {
                    ImportState::Accepted(track) if import.is_waiting() => Some(Self::ImportsInto(track)),
                    _ => None,
                };
                core::iter::once(Self::ImportsTo(import.to)).chain(from).chain(into).collect()
            }
            Document::Bucket(bucket) if bucket.deleted => Vec::new(),
            Document::Bucket(bucket) => vec![Self::BucketsOf(bucket.person)],
            Document::Placement(placement) => {
                let of = placement.bucket.map(|_| Self::PlacementsOf(placement.person));
                of.into_iter().chain(placement.bucket.map(Self::PlacedIn)).collect()
            }
        }
    }

    /// Returns where a document stands in the order of this question: places compare as bytes, and no two are the same.
    #[must_use]
    pub fn place(&self, document: &Document) -> Vec<u8> {
        let id = document.key().id().into_bytes();
        let newest_first = id.map(|byte| !byte);
        match (self, document) {
            (Self::CommentsOn(_), Document::Comment(comment)) => {
                core::iter::once(u8::from(!comment.pinned)).chain(newest_first).collect()
            }
            (
                Self::LinksOn(_) | Self::PlaylistsOf(_) | Self::ImportsTo(_) | Self::ImportsFrom(_) | Self::PlacedIn(_),
                _,
            ) => newest_first.to_vec(),
            _ => id.to_vec(),
        }
    }

    /// Returns the question that finds the rows by which tracks are in a source.
    #[must_use]
    pub const fn of_source(source: &TrackSource) -> Self {
        match source {
            TrackSource::Of(person) => Self::TracksOf(*person),
            TrackSource::In(group) => Self::TracksIn(*group),
            TrackSource::With(person) => Self::OpenRowsOf(*person),
            TrackSource::Placed(_, bucket) => Self::PlacedIn(*bucket),
        }
    }

    /// Returns how a question that finds documents is stored: its number, and what it asks by; nothing for one that finds rows of other kinds.
    #[must_use]
    pub fn document_key(&self) -> Option<(u8, Vec<u8>)> {
        let (number, id) = match self {
            Self::LinksOn(track) => (0, track.uuid()),
            Self::PlaylistsOf(person) => (1, person.uuid()),
            Self::PlaylistsWith(track) => (2, track.uuid()),
            Self::LinkWith(secret) => return Some((3, secret.to_vec())),
            Self::CommentsOn(track) => (4, track.uuid()),
            Self::ImportsTo(person) => (5, person.uuid()),
            Self::ImportsFrom(person) => (6, person.uuid()),
            Self::BucketsOf(person) => (7, person.uuid()),
            Self::PlacementsOf(person) => (8, person.uuid()),
            Self::PlacedIn(bucket) => (9, bucket.uuid()),
            Self::ImportsInto(track) => (10, track.uuid()),
            Self::FoldersIn(account) => (11, account.uuid()),
            Self::FolderAt(key) => return Some((12, key.to_vec())),
            Self::FoldersBelow(key) => return Some((13, key.to_vec())),
            Self::Accounts => (14, Uuid::nil()),
            Self::KnownOf(track) => (15, track.uuid()),
            Self::MembersOn(_)
            | Self::MembersOf(_)
            | Self::PendingOn(_)
            | Self::PendingOf(_)
            | Self::GroupsIn(_)
            | Self::TracksIn(_)
            | Self::TracksInOf(..)
            | Self::TracksOf(_)
            | Self::GroupsOf(_)
            | Self::OffersTo(_)
            | Self::OffersIn(_)
            | Self::GroupRowsOf(_)
            | Self::OpenRowsOf(_) => return None,
        };
        Some((number, id.into_bytes().to_vec()))
    }
}

/// Reading rows one by one, all as of one instant: what most stores implement, leaving the rest to [`read`](super::read).
pub trait Rows {
    /// Returns the number and stamp of the last commit.
    ///
    /// # Errors
    /// As the store fails.
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError>;

    /// Returns a row.
    ///
    /// # Errors
    /// As the store fails.
    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError>;

    /// Returns the rows that a question finds, ordered by key.
    ///
    /// # Errors
    /// As the store fails.
    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError>;

    /// Returns an invitation by its id alone.
    ///
    /// # Errors
    /// As the store fails.
    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError>;

    /// Returns a document by its kind and id alone.
    ///
    /// # Errors
    /// As the store fails.
    fn document(&mut self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError>;

    /// Returns the documents that a question finds after a place in its order, at most `limit`.
    ///
    /// # Errors
    /// As the store fails.
    fn page(&mut self, question: &Find, after: Option<&[u8]>, limit: u32) -> Result<Vec<Placed>, StoreError>;

    /// Returns where tracks of a source stand in an order, after a place in it, at most `limit`; read by an index, so that it costs no more where there are more.
    ///
    /// By title, what lets a person in itself and what is in a bucket may be read whole.
    ///
    /// # Errors
    /// As the store fails.
    fn tracks(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError>;

    /// Returns whether the answers of this look are to be thrown away, because something was asked that is yet to be fetched.
    fn is_void(&self) -> bool {
        false
    }

    /// Returns what was added to a stream before an item and is not hidden, newest first.
    ///
    /// # Errors
    /// As the store fails.
    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError>;

    /// Returns how many items of a stream are neither seen nor hidden.
    ///
    /// # Errors
    /// As the store fails.
    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError>;

    /// Returns how often something was counted.
    ///
    /// # Errors
    /// As the store fails.
    fn counter(&mut self, counter: &Counter) -> Result<u64, StoreError>;

    /// Returns who has a unique value.
    ///
    /// # Errors
    /// As the store fails.
    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError>;

    /// Returns what an actor's earlier call with a key gave.
    ///
    /// # Errors
    /// As the store fails.
    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError>;

    /// Returns what of a history is shown as activity, newest first, before a place.
    ///
    /// # Errors
    /// As the store fails.
    fn log(&mut self, of: LogOf, before: Option<LogPlace>, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError>;

    /// Returns a roster's own row together with one person's: what every check of access reads, worth one statement.
    ///
    /// # Errors
    /// As the store fails.
    fn standing(&mut self, scope: Scope, person: PersonId) -> Result<(Option<Stored>, Option<Member>), StoreError> {
        let roster = self.get(RowKey::Roster(scope))?;
        let member = self.get(RowKey::Member(scope, person))?;
        Ok((
            roster,
            member.and_then(|stored| if let Row::Member { member, .. } = stored.row { Some(member) } else { None }),
        ))
    }

    /// Returns a roster's own row together with all of its members': what a page shows of a scope, worth one statement.
    ///
    /// # Errors
    /// As the store fails.
    fn whole_roster(&mut self, scope: Scope) -> Result<WholeRoster, StoreError> {
        let roster = self.get(RowKey::Roster(scope))?;
        let members = self.find(&Find::MembersOn(scope))?.into_iter();
        let members = members.filter_map(|stored| match stored.row {
            Row::Member { person, member, .. } => Some((person, member)),
            _ => None,
        });
        Ok((roster, members.collect()))
    }

    /// Returns the groups that let a person in or that they own, and all that lie below these, worth one statement.
    ///
    /// # Errors
    /// As the store fails.
    fn groups_reached(&mut self, person: PersonId) -> Result<Vec<Stored>, StoreError> {
        let mut tops = BTreeSet::new();
        for stored in self.find(&Find::GroupRowsOf(person))? {
            if let Row::Member { scope: Scope::Group(group), member, .. } = stored.row
                && member.standing.access().is_some()
            {
                tops.insert(group);
            }
        }
        for stored in self.find(&Find::GroupsOf(person))? {
            if let Row::Group(group) = stored.row {
                tops.insert(group.id);
            }
        }
        let mut reached = Vec::new();
        let mut seen = tops.clone();
        let mut next: VecDeque<GroupId> = tops.iter().copied().collect();
        while let Some(group) = next.pop_front() {
            if tops.contains(&group) {
                reached.extend(self.get(RowKey::Group(group))?);
            }
            for stored in self.find(&Find::GroupsIn(group))? {
                let Row::Group(inner) = &stored.row else { continue };
                if seen.insert(inner.id) {
                    next.push_back(inner.id);
                    reached.push(stored);
                }
            }
        }
        Ok(reached)
    }

    /// Returns who owns the tracks lying directly in a group: of all, or of those that say nothing of `unless` themselves.
    ///
    /// # Errors
    /// As the store fails.
    fn track_owners(&mut self, group: GroupId, unless: Option<PersonId>) -> Result<BTreeSet<PersonId>, StoreError> {
        let mut owners = BTreeSet::new();
        for stored in self.find(&Find::TracksIn(group))? {
            let Row::Track(track) = stored.row else { continue };
            if let Some(person) = unless {
                let says = self.get(RowKey::Member(track.id.into(), person))?;
                let silent = says.is_none_or(
                    |stored| matches!(&stored.row, Row::Member { member, .. } if member.standing == Standing::None),
                );
                if !silent {
                    continue;
                }
            }
            owners.insert(track.owner);
        }
        Ok(owners)
    }
}
