//! Looking at the folders of tracks in one account, as far as something has happened there (FIL-5).

use core::mem;
use std::collections::BTreeSet;

use uuid::Uuid;

use super::driver::{Call, Driver};
use crate::domain::document::{Document, DocumentKey};
use crate::domain::draft::Draft;
use crate::domain::effect::Effect;
use crate::domain::file::PATH_DEPTH_LIMIT;
use crate::domain::file_news::FilesCounted;
use crate::domain::folder::Folder;
use crate::domain::following::{FollowEvent, Followed, place_key};
use crate::domain::known_files::KnownFile;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{PersonId, TrackId};
use crate::ports::files::{Cursor, Item};
use crate::ports::store::{Find, Need};
use crate::ports::{SeenFile, Setback, TrackFile};

/// How often it is looked anew where something has changed meanwhile.
const LOOKS: u32 = 6;

/// How many tracks are looked at before it is kept that they were, where all are.
const TRACKS_AT_ONCE: u32 = 50;

/// Of how many folders it is asked at once whose they are.
const PLACES_AT_ONCE: usize = 200;

/// How often news may have been lost before it is left for another time.
const RESTARTS: u32 = 3;

/// Follows one account.
pub(super) struct Followers<'a> {
    driver: &'a Driver,
    operation: &'static str,
    account: PersonId,
    /// What was told so far.
    pub(super) counted: FilesCounted,
    later: BTreeSet<TrackId>,
}

/// What is known of the files of a track, and what they are known on.
pub(super) fn known_needs(track: TrackId) -> [Need; 2] {
    [Need::Documents(Find::KnownOf(track)), Need::Document(DocumentKey::Known(track))]
}

/// Returns what is known of a file by its way from the track's folder and what the file store says of it.
pub(super) fn known(path: &[String], file: TrackFile, by: Option<PersonId>) -> KnownFile {
    let TrackFile { id, kind, size, modified_at, content_hash, .. } = file;
    let content_hash = content_hash.map(|hash| hash.to_string());
    KnownFile { id, path: path.join("/"), kind, size, modified_at, content_hash, by }
}

/// Returns what is known of a file that the library has put into the folder of its kind.
pub(super) fn known_of(file: TrackFile, by: Option<PersonId>) -> KnownFile {
    let way = file.kind.folder().map(str::to_owned).into_iter().chain([file.name.clone()]);
    known(&way.collect::<Vec<_>>(), file, by)
}

impl<'a> Followers<'a> {
    pub(super) const fn new(driver: &'a Driver, operation: &'static str, account: PersonId) -> Self {
        let counted = FilesCounted { appeared: 0, changed: 0, renamed: 0, disappeared: 0 };
        Self { driver, operation, account, counted, later: BTreeSet::new() }
    }

    /// Returns how many tracks are to be looked at another time.
    pub(super) fn later(&self) -> u32 {
        u32::try_from(self.later.len()).unwrap_or(u32::MAX)
    }

    /// Tells all news that there is now, and keeps how far it was told.
    pub(super) async fn follow(&mut self) -> Result<(), Setback> {
        let mut restarts = 0;
        loop {
            let needs = vec![Need::Document(DocumentKey::Followed(self.account))];
            let slice = self.driver.read(self.operation, needs).await?.0.slice;
            let Some(followed) = slice.followed(self.account) else { return Ok(()) };
            self.later.clone_from(&followed.later);
            let step = match &followed.cursor {
                None => None,
                Some(_) if followed.is_anew => Some((self.look_through(followed).await?, true)),
                Some(cursor) => self.hear(followed, Cursor::new(cursor.clone())).await?,
            };
            let (event, goes_on) = match step {
                Some(step) => step,
                None if restarts == RESTARTS => return Err(Error::SourceUnavailable.into()),
                None => {
                    restarts += 1;
                    let Some(cursor) = self.driver.core.files.news_from(self.account).await? else {
                        return self.look_at_all().await;
                    };
                    (Some(FollowEvent::Restarted { cursor: cursor.as_str().to_owned() }), true)
                }
            };
            if let Some(event) = event
                && !self.keep(followed, event).await?
            {
                return Ok(());
            }
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Keeps how far it was told, after all of it was; returns whether nobody else has got further meanwhile.
    async fn keep(&self, followed: &Followed, event: FollowEvent) -> Result<bool, Setback> {
        let needs = vec![Need::Document(DocumentKey::Followed(self.account))];
        let decide = |draft: &mut Draft| {
            if draft.slice.followed(self.account) != Some(followed) {
                return Err(Error::Conflict);
            }
            draft.follow(self.account, event.clone());
            Ok(())
        };
        match self.driver.act(self.call(needs, self.account.uuid()), decide).await {
            Err(Error::Conflict) => Ok(false),
            kept => Ok(kept.map(|()| true)?),
        }
    }

    /// Looks at the next of all tracks in the account.
    async fn look_through(&mut self, followed: &Followed) -> Result<Option<FollowEvent>, Setback> {
        let after = self.look_on(followed.after).await?;
        Ok(Some(FollowEvent::LookedThrough { after, later: self.later.clone() }))
    }

    /// Looks at all tracks in the account, where the store never says what has changed: nothing need be kept of it.
    async fn look_at_all(&mut self) -> Result<(), Setback> {
        let mut after = self.look_on(None).await?;
        while after.is_some() {
            after = self.look_on(after).await?;
        }
        Ok(())
    }

    /// Looks at some tracks in the account, and returns after which to go on; none at the end.
    async fn look_on(&mut self, after: Option<TrackId>) -> Result<Option<TrackId>, Setback> {
        let after = after.map(|track| track.uuid().into_bytes().to_vec());
        let find = Find::FoldersIn(self.account);
        let needs = vec![Need::DocumentsPage { find, after, limit: TRACKS_AT_ONCE }];
        let page = self.driver.read(self.operation, needs).await?.0.page;
        let tracks: Vec<TrackId> = page.iter().filter_map(|(_, key)| key.track()).collect();
        for track in &tracks {
            self.look(*track).await?;
        }
        let is_last = page.len() < usize::try_from(TRACKS_AT_ONCE).unwrap_or(usize::MAX);
        Ok(tracks.last().copied().filter(|_| !is_last))
    }

    /// Takes in the next page of news: what is to be kept of it, and whether there is more; nothing, where news was lost.
    async fn hear(
        &mut self,
        followed: &Followed,
        since: Cursor,
    ) -> Result<Option<(Option<FollowEvent>, bool)>, Setback> {
        let Some(page) = self.driver.core.files.news(self.account, since).await? else { return Ok(None) };
        let mut touched = self.touched(&page.items).await?;
        if page.has_more {
            // Looked at with the last page, once for all of them.
            self.later.append(&mut touched);
        } else {
            touched.append(&mut mem::take(&mut self.later));
            for track in touched {
                self.look(track).await?;
            }
        }
        let is_news = !page.items.is_empty() || self.later != followed.later;
        let (cursor, later) = (page.cursor.as_str().to_owned(), self.later.clone());
        Ok(Some((is_news.then_some(FollowEvent::Heard { cursor, later }), page.has_more)))
    }

    /// Returns in whose folders something has happened.
    async fn touched(&self, items: &[Item]) -> Result<BTreeSet<TrackId>, Setback> {
        let mut finds = BTreeSet::new();
        let deepest = usize::try_from(PATH_DEPTH_LIMIT).unwrap_or(usize::MAX);
        let key = |names: &[String]| place_key(self.account, names.iter().map(String::as_str));
        for item in items {
            let (path, is_file) = match item {
                Item::Here(entry) => (&entry.path, entry.file().is_some()),
                Item::Gone(path) => (path, false),
            };
            let folders = path.len().saturating_sub(usize::from(is_file)).min(deepest);
            finds.extend((1..=folders).filter_map(|length| path.get(..length)).map(|names| Find::FolderAt(key(names))));
            if matches!(item, Item::Gone(_)) {
                finds.insert(Find::FoldersBelow(key(path)));
            }
        }
        let gone = items.iter().filter_map(|item| if let Item::Gone(path) = item { Some(key(path)) } else { None });
        let gone: BTreeSet<[u8; 32]> = gone.collect();
        // A folder that is shared and gone from its place may only have been taken from there.
        let is_gone = |folder: &Folder| {
            let (above, own) = folder.at.keys();
            let is_here = folder.at.account() == self.account && folder.sharing.folder.is_some();
            is_here && above.iter().chain([&own]).any(|key| gone.contains(key))
        };
        let mut vanished = BTreeSet::new();
        let (mut tracks, finds) = (BTreeSet::new(), finds.into_iter().collect::<Vec<_>>());
        for some in finds.chunks(PLACES_AT_ONCE) {
            let needs = some.iter().copied().map(Need::Documents).collect();
            let slice = self.driver.read(self.operation, needs).await?.0.slice;
            for document in slice.documents.values() {
                if let Document::Folder(folder) = document {
                    tracks.insert(folder.track);
                    vanished.extend(Some(folder.track).filter(|_| is_gone(folder)));
                }
            }
        }
        self.look_after(vanished).await?;
        Ok(tracks)
    }

    /// Makes due that shared folders are looked for which are not where they were.
    async fn look_after(&self, tracks: BTreeSet<TrackId>) -> Result<(), Setback> {
        let effects = tracks.into_iter().map(|track| Effect::Reconcile { scope: track.into() });
        Ok(self.driver.make_due(self.operation, effects).await?)
    }

    /// Looks at a track's folder, and tells what of it is not known, in one commit.
    async fn look(&mut self, track: TrackId) -> Result<(), Setback> {
        for _ in 0..LOOKS {
            let slice = self.driver.read(self.operation, look_needs(track)).await?.0.slice;
            let Some(folder) = slice.folder(track).filter(|_| slice.track(track).is_some()) else { return Ok(()) };
            if slice.is_in_motion(track) {
                break;
            }
            if folder.at.account() != self.account {
                return Ok(());
            }
            let Some(seen) = self.driver.core.files.look(folder.clone()).await? else { break };
            let seen = seen.into_iter().map(|SeenFile { path, file }| known(&path, file, None));
            let seen: Vec<KnownFile> = seen.collect();
            if slice.file_news(track, seen.iter().cloned()).is_empty() {
                return Ok(());
            }
            if seen.is_empty() && folder.sharing.folder.is_some() {
                self.look_after([track].into()).await?;
            }
            match self.tell(&slice, folder, seen).await {
                // Somebody has uploaded, renamed or moved something meanwhile.
                Err(Error::Conflict) => {}
                told => {
                    let told = told?;
                    let FilesCounted { appeared, changed, renamed, disappeared } = &mut self.counted;
                    let sums = [appeared, changed, renamed, disappeared];
                    let more = [told.appeared, told.changed, told.renamed, told.disappeared];
                    sums.into_iter().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
                    return Ok(());
                }
            }
        }
        self.later.insert(track);
        Ok(())
    }

    async fn tell(&self, slice: &Slice, folder: &Folder, seen: Vec<KnownFile>) -> Result<FilesCounted, Error> {
        let track = folder.track;
        let needs = look_needs(track).into_iter().chain([Need::Everyone(track.into())]).collect();
        let version = |slice: &Slice| slice.versions.get(&Aggregate::Document(DocumentKey::Folder(track))).copied();
        let was = version(slice);
        let decide = |draft: &mut Draft| {
            // What was done through the library after the look would be taken for what has happened by itself.
            if version(&draft.slice) != was || draft.slice.is_in_motion(track) || draft.slice.track(track).is_none() {
                return Err(Error::Conflict);
            }
            Ok(draft.tell_of_news(track, seen.iter().cloned()))
        };
        self.driver.act(self.call(needs, track.uuid()), decide).await
    }

    fn call(&self, needs: Vec<Need>, lane: Uuid) -> Call {
        Call { operation: self.operation, needs, lane: Some(lane), arguments: serde_json::Value::Null }
    }
}

fn look_needs(track: TrackId) -> Vec<Need> {
    let folder = [Need::Folders(track.into()), Need::Documents(Find::ImportsInto(track))];
    folder.into_iter().chain(known_needs(track)).collect()
}
