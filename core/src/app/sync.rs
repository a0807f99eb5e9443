//! Synchronising a device: what has changed for a person since it last asked (SYN-1).

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::activity::Paging;
use super::actor::Actor;
use super::buckets::BucketView;
use super::library::{LibraryRow, SplitStatuses, hex};
use super::sync_cursor::Cursor;
use crate::domain::access::Level;
use crate::domain::details::{Bpm, Stage};
use crate::domain::group::GroupEvent;
use crate::domain::known_files::LatestVersion;
use crate::domain::library::{LibraryAsk, LibraryFilter, LibrarySort, TrackPlace};
use crate::domain::slice::Slice;
use crate::domain::sync::{RemovalReason, Seen, Timeline, Touched};
use crate::domain::track::TrackEvent;
use crate::error::Error;
use crate::event::{Aggregate, Entry, Event};
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};
use crate::ports::store::{Loaded, LogPlace, Need, SyncAsk, SyncPart};

/// How many commits are read at once.
const WINDOW: u32 = 1_000;

/// After how many of these a cursor has expired: a full reading costs less by then.
const MOST_WINDOWS: usize = 20;

/// How many tracks one answer looks at, at most.
const MOST_ROWS: u32 = 1_000;

/// How often a delta is read anew because what it is about was changed meanwhile.
const TRIES: usize = 5;

/// A track as a device keeps it: what the library shows of it, people's names left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SyncedTrack {
    /// Which track.
    pub track: TrackId,
    /// Its title.
    pub title: String,
    /// Who owns it.
    pub owner: PersonId,
    /// What the actor may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
    /// Where it stands.
    pub stage: Stage,
    /// Beats per minute.
    pub bpm: Option<Bpm>,
    /// The musical key.
    pub key: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it was put aside.
    pub archived: bool,
    /// Where its splits stand.
    pub splits: SplitStatuses,
    /// The group it lies in, where the actor can view that.
    pub group: Option<GroupId>,
    /// The actor's bucket that it is in; one that is not among the buckets told is none.
    pub bucket: Option<BucketId>,
    /// How many share links it has that were not revoked; only on the actor's own.
    pub links: Option<usize>,
    /// The newest bounce, known without asking the file store (FIL-5).
    pub latest_version: Option<LatestVersion>,
}

/// A group that has changed for the actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SyncedGroup {
    /// Which.
    pub group: GroupId,
    /// What it is called; none where the actor cannot view it any more.
    pub name: Option<String>,
    /// What the actor may do there; none where they cannot view it any more.
    pub level: Option<Level>,
    /// Why they cannot.
    pub reason: Option<RemovalReason>,
    /// Whether everything that the device holds as lying directly in this group goes, files too, before `tracks` is put in its place.
    pub replaces: bool,
    /// Tracks lying directly in it that are held now.
    pub tracks: Vec<SyncedTrack>,
}

/// A track that the actor held and holds no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RemovedTrack {
    /// Which.
    pub track: TrackId,
    /// Why.
    pub reason: RemovalReason,
}

/// What has changed for the actor: a device takes it in from the first field to the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sync {
    /// Whether the device first forgets all it holds: a full reading begins.
    pub full: bool,
    /// Groups that have changed, with what of them is held now.
    pub groups: Vec<SyncedGroup>,
    /// Tracks to put in the place of what the device holds.
    pub tracks: Vec<SyncedTrack>,
    /// Tracks to take away.
    pub removed: Vec<RemovedTrack>,
    /// Tracks of which no file may stay on the device: those taken away. Files of what a group that `replaces` leaves out go too.
    pub drop_files: Vec<TrackId>,
    /// All the actor's buckets, where one of them has changed.
    pub buckets: Option<Vec<BucketView>>,
    /// The cursor to give next time.
    pub cursor: String,
    /// Whether there is more to tell at once.
    pub more: bool,
}

impl Sync {
    fn nothing(cursor: String, more: bool) -> Self {
        Self {
            full: false,
            groups: Vec::new(),
            tracks: Vec::new(),
            removed: Vec::new(),
            drop_files: Vec::new(),
            buckets: None,
            cursor,
            more,
        }
    }

    /// Returns whether a device has nothing to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !self.full
            && self.groups.is_empty()
            && self.tracks.is_empty()
            && self.removed.is_empty()
            && self.buckets.is_none()
    }
}

impl SyncedTrack {
    fn of(slice: &Slice, id: TrackId, actor: PersonId) -> Option<Self> {
        let row = LibraryRow::of_known(slice, id, actor)?;
        Some(Self {
            track: id,
            title: row.title,
            owner: row.owner,
            level: row.level,
            via: row.via,
            stage: row.stage,
            bpm: row.bpm,
            key: row.key,
            tags: row.tags,
            archived: row.archived,
            splits: row.splits,
            group: row.group.map(|group| group.group),
            bucket: row.bucket,
            links: row.links,
            latest_version: row.latest_version,
        })
    }
}

impl SyncedGroup {
    fn of(slice: &Slice, id: GroupId, actor: PersonId, reason: Option<RemovalReason>) -> Self {
        let held = slice.held(id.into(), actor);
        Self {
            group: id,
            name: held.and_then(|_| slice.group(id)).map(|group| group.name.clone()),
            level: held.map(|held| held.level),
            reason: reason.filter(|_| held.is_none()),
            replaces: false,
            tracks: Vec::new(),
        }
    }
}

/// What has happened since a look.
struct Past {
    touched: Touched,
    timeline: Timeline,
    /// What `touched` tells of is in this.
    until: Seen,
    /// What `timeline` tells of is in this.
    seen: Seen,
    /// Whether there is something in `seen` that is not in `until`.
    has_later: bool,
}

impl Actor {
    /// Tells what has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none yet (SYN-1).
    ///
    /// One would call it whenever a device comes back, or [`Actor::watch`] has something, and again while `more` is set.
    /// A device that takes in every answer holds what a full reading would give, people's names apart.
    /// A cursor that was lost, is another person's or store's, or lies further back than 20,000 commits begins a full reading; nothing is ever left out silently.
    /// Whatever was committed before the call is told by it, on PostgreSQL also while other transactions of the server go on writing: the cursor says which were under way, so that theirs is told once it is there, and nothing twice.
    /// An answer has no more entries than tracks and groups have changed, and looks at 1,000 tracks at most.
    /// A cursor has some 40 bytes, and as many numbers of a few digits as transactions were under way.
    ///
    /// # Errors
    /// None of its own.
    ///
    /// # Example: a device that was away
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let all = alex.sync(None).await?;
    /// assert_eq!(all.tracks[0].track, track);
    /// olivia.revoke(track, alex.id()).await?;
    /// let since = alex.sync(Some(&all.cursor)).await?;
    /// assert_eq!(since.drop_files, [track]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn sync(&self, cursor: Option<&str>) -> Result<Sync, Error> {
        let mark = self.sync_mark().await?;
        match cursor.and_then(|cursor| Cursor::read(cursor, &mark)) {
            None => self.sync_full(&mark, None).await,
            Some(Cursor::Full { base, last }) => self.sync_full(&mark, Some((base, last))).await,
            Some(Cursor::Since(since)) => self.sync_since(&mark, since, None).await,
            Some(Cursor::Within { since, until, part, last }) => {
                self.sync_since(&mark, since, Some((until, part, last))).await
            }
        }
    }

    /// Returns what tells the cursors of this person in this store from others.
    async fn sync_mark(&self) -> Result<String, Error> {
        let secret = self.driver.core.secret().await?;
        let digest: [u8; 32] = Sha256::digest(json!(["sync", hex(&secret), self.id()]).to_string()).into();
        Ok(hex(digest.iter().take(8)))
    }

    async fn sync_full(&self, mark: &str, begun: Option<(Seen, TrackId)>) -> Result<Sync, Error> {
        let me = self.id();
        let (base, last) = match begun {
            Some((base, last)) => (base, Some(last)),
            // Nothing lies after all there can be: this tells only what is there.
            None => (self.driver.core.store.feed(Seen::up_to(u64::MAX), 0, 1).await?.seen, None),
        };
        let ask = LibraryAsk {
            person: me,
            filter: LibraryFilter::default(),
            sort: LibrarySort::Newest,
            after: last.map(|track| TrackPlace { title: String::new(), track }),
            limit: Paging::MOST,
            // What the cursor stands for must all be in it.
            may_lag: false,
        };
        let (Loaded { slice, library, .. }, _) = self.driver.read("sync", vec![Need::Library(ask)]).await?;
        let Some(past) = self.past(&base, None).await? else {
            return Ok(Sync::nothing(String::new(), true));
        };
        // What has begun since is told next time, so that the end of all that is told here is known from the cursor.
        let was_held = |scope: Scope| past.timeline.is_held_at(&slice, scope, &base);
        let cursor = match &library.end {
            Some(end) => Cursor::Full { base: base.clone(), last: end.track },
            None => Cursor::Since(base.clone()),
        };
        let mut sync = Sync::nothing(cursor.show(mark), library.end.is_some());
        let tracks = library.tracks.iter().filter(|id| was_held((**id).into()));
        sync.tracks = tracks.filter_map(|id| SyncedTrack::of(&slice, *id, me)).collect();
        if last.is_none() {
            sync.full = true;
            let held = slice.groups.keys().filter(|id| slice.held((**id).into(), me).is_some());
            let held = held.filter(|id| was_held((**id).into()));
            sync.groups = held.map(|id| SyncedGroup::of(&slice, *id, me, None)).collect();
            sync.buckets = Some(slice.buckets(me).map(BucketView::from).collect());
        }
        Ok(sync)
    }

    async fn sync_since(
        &self,
        mark: &str,
        since: Seen,
        begun: Option<(Seen, SyncPart, Option<TrackId>)>,
    ) -> Result<Sync, Error> {
        for _ in 0..TRIES {
            let Some(past) = self.past(&since, begun.as_ref().map(|(until, ..)| until)).await? else {
                return self.sync_full(mark, None).await;
            };
            if past.touched.is_empty() {
                return Ok(Sync::nothing(Cursor::Since(past.until).show(mark), past.has_later));
            }
            let ask = SyncAsk {
                person: self.id(),
                touched: past.touched.clone(),
                timeline: past.timeline.clone(),
                after: begun.as_ref().map(|(_, part, last)| (*part, *last)),
                limit: MOST_ROWS,
            };
            let (loaded, _) = self.driver.read("sync", vec![Need::Sync(ask)]).await?;
            // What was read may be younger than what is known to have happened: then it would be undone wrongly.
            if self.is_known(&past, &loaded).await? {
                return Ok(self.delta(mark, since, &past, &loaded));
            }
        }
        let cursor = match begun {
            None => Cursor::Since(since),
            Some((until, part, last)) => Cursor::Within { since, until, part, last },
        };
        Ok(Sync::nothing(cursor.show(mark), true))
    }

    /// Reads what has happened since a look; nothing, where that is not one at this store, or too far back.
    async fn past(&self, since: &Seen, until: Option<&Seen>) -> Result<Option<Past>, Error> {
        let (mut touched, mut timeline) = (Touched::default(), Timeline::new(self.id(), since.clone()));
        let (mut first, mut after, mut has_later): (Option<Seen>, _, _) = (None, 0, false);
        for _ in 0..MOST_WINDOWS {
            let feed = self.driver.core.store.feed(since.clone(), after, WINDOW).await?;
            // All windows together are as of the instant of the first.
            let seen = first.get_or_insert(feed.seen);
            // A store that was put back has not got as far as the cursor.
            if seen.last() < since.last() {
                return Ok(None);
            }
            for (place, entry) in &feed.entries {
                after = place.revision;
                if seen.contains(entry.revision) {
                    timeline.add(entry);
                    if until.is_none_or(|until| until.contains(entry.revision)) {
                        touched.add(self.id(), entry);
                    } else {
                        has_later = true;
                    }
                }
            }
            if !feed.has_more {
                let (seen, until) = (seen.clone(), until.unwrap_or(seen).clone());
                return Ok(Some(Past { touched, timeline, until, seen, has_later }));
            }
        }
        Ok(None)
    }

    /// Returns whether nothing has happened to what was read, or left it, that is not in the past told.
    async fn is_known(&self, past: &Past, loaded: &Loaded) -> Result<bool, Error> {
        let newer = self.driver.core.store.feed(past.seen.clone(), 0, WINDOW).await?;
        let is_read = |aggregate: Aggregate| loaded.slice.versions.contains_key(&aggregate);
        let concerns = |(_, entry): &(LogPlace, Entry)| {
            let left = match &entry.recorded.event {
                Event::Track(TrackEvent::Moved { from, .. }) | Event::Group(GroupEvent::Moved { from, .. }) => *from,
                _ => None,
            };
            is_read(entry.recorded.aggregate) || left.is_some_and(|group| is_read(Aggregate::Group(group)))
        };
        Ok(!newer.has_more && !newer.entries.iter().any(concerns))
    }

    fn delta(&self, mark: &str, since: Seen, past: &Past, loaded: &Loaded) -> Sync {
        let (me, slice, found) = (self.id(), &loaded.slice, &loaded.sync);
        let cursor = match found.end {
            Some((part, last)) => Cursor::Within { since, until: past.until.clone(), part, last },
            None => Cursor::Since(past.until.clone()),
        };
        let mut sync = Sync::nothing(cursor.show(mark), found.end.is_some() || past.has_later);
        // What has begun since a first part was told is told next time, so that the end of all that is told here is known from the cursor.
        let begins_later = |scope: Scope| {
            past.has_later && slice.held(scope, me).is_some() && !past.timeline.is_held_at(slice, scope, &past.until)
        };
        let row = |id: &TrackId| SyncedTrack::of(slice, *id, me).filter(|_| !begins_later((*id).into()));
        for (id, replaces, tracks) in found.groups.iter().filter(|(id, ..)| !begins_later((*id).into())) {
            let mut group = SyncedGroup::of(slice, *id, me, Some(past.timeline.reason(slice, (*id).into())));
            group.replaces = *replaces;
            group.tracks = tracks.iter().filter_map(row).collect();
            sync.groups.push(group);
        }
        let is_told = |id: &GroupId| found.groups.iter().any(|(told, ..)| told == id);
        let is_held = |id: &GroupId| slice.held((*id).into(), me).is_some() && !begins_later((*id).into());
        if found.end.is_none() {
            let named = past.touched.named.iter().filter(|id| !is_told(id) && is_held(id));
            sync.groups.extend(named.map(|id| SyncedGroup::of(slice, *id, me, None)));
            sync.buckets = past.touched.buckets.then(|| slice.buckets(me).map(BucketView::from).collect());
        }
        for id in &found.tracks {
            if slice.held((*id).into(), me).is_some() {
                sync.tracks.extend(row(id));
            } else if past.timeline.was_held(slice, (*id).into()) {
                let reason = past.timeline.reason(slice, (*id).into());
                sync.removed.push(RemovedTrack { track: *id, reason });
                sync.drop_files.push(*id);
            }
        }
        sync
    }
}
