//! What is known of a track's files without asking the file store (FIL-5, NTF-1).
//!
//! R1. What is done to a file through the library is known at once; what is done in the folder itself, once it has been looked at.
//! R2. News is what differs from what is known: so nothing is told twice, whatever is cut off or repeated.
//! R3. A file is itself by its id; where there is another at its path, that is new content, and with the same content no news at all: programs that write a file anew do so.
//! R4. What was copied into another account is the same by its path and size, whatever its id and times are there.
//! R5. Of one look one entry tells each: what came, what has new content, what has another name, what is gone; and each person who can view has one notice of all that came.
//! R6. What nobody made is no news ([`is_junk`]).
//! R7. The latest version is the newest bounce that can be heard, by the store's time; of several, the first by name.
//! R8. It is kept in pages, by a hash of the ids, so that a commit writes few of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::file::{FileKind, fold_name, is_audio, is_junk};
use super::file_news::{FileNews, FilesCounted, Room, folded};
use super::folder::{FileTold, FolderEvent};
use super::notification::{Notice, NoticeKind};
use super::share_link::FileRef;
use super::slice::Slice;
use crate::event::Aggregate;
use crate::id::{PersonId, TrackId};
use crate::time::Timestamp;

/// How many pages there are for a track (R8).
pub const KNOWN_PAGES: u8 = 16;

/// The most files on one page: of more there is no news.
pub const KNOWN_PAGE_LIMIT: usize = 1_000;

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct KnownFile {
    /// Its id in the file store.
    pub id: FileRef,
    /// Its names from the track's folder, divided by `/`, its own last.
    pub path: String,
    /// Its kind.
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed, by the store's time.
    pub modified_at: Timestamp,
    /// The hash of its content, where the store knows it.
    pub content_hash: Option<String>,
    /// Who put this content there, where it was done through the library.
    pub by: Option<PersonId>,
}

/// The newest bounce of a track (R7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LatestVersion {
    /// The file.
    pub file: FileRef,
    /// Its name.
    pub name: String,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub at: Timestamp,
    /// Who put it there, where it was done through the library.
    pub by: Option<PersonId>,
}

/// What the files come to that are known of a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct KnownFiles {
    /// Which track.
    pub track: TrackId,
    /// In whose account they are known by these ids ([`FolderPlace::account`](super::folder_place::FolderPlace::account)).
    pub account: PersonId,
    /// The latest version.
    pub latest: Option<LatestVersion>,
}

/// Some of the files that are known of a track (R8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct KnownPage {
    /// Which track.
    pub track: TrackId,
    /// Which page.
    pub page: u8,
    /// The files, by id.
    pub files: Vec<KnownFile>,
}

/// What has happened to what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum KnownEvent {
    /// The files of a page come to something else.
    Summed {
        /// In whose account they are known by these ids.
        account: PersonId,
        /// The latest version.
        latest: Option<LatestVersion>,
    },
    /// Files of a page are known otherwise.
    Noted {
        /// As they are now.
        files: Vec<KnownFile>,
        /// Those that are not there.
        gone: Vec<FileRef>,
    },
}

impl KnownFile {
    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the file as an event tells of it.
    #[must_use]
    pub fn told(&self) -> FileTold {
        FileTold { file: self.id.clone(), name: self.name().to_owned(), kind: self.kind, size: self.size }
    }

    /// Returns whether both have the same content, as far as is known without reading them (R3, R4).
    pub(super) fn is_same(&self, other: &Self, was_copied: bool) -> bool {
        match (&self.content_hash, &other.content_hash) {
            (Some(one), Some(other)) => one == other,
            _ => self.size == other.size && (was_copied || self.modified_at == other.modified_at),
        }
    }
}

/// Returns the page that a file is on.
pub(super) fn page_of(id: &FileRef) -> u8 {
    Sha256::digest(id.as_str()).first().copied().unwrap_or_default() % KNOWN_PAGES
}

impl KnownFiles {
    /// Returns what they come to after an event.
    #[must_use]
    pub fn after(before: Option<Self>, track: TrackId, event: &KnownEvent) -> Option<Self> {
        match event {
            KnownEvent::Summed { account, latest } => Some(Self { track, account: *account, latest: latest.clone() }),
            KnownEvent::Noted { .. } => before,
        }
    }
}

impl KnownPage {
    /// Returns what a page is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, track: TrackId, page: u8, event: &KnownEvent) -> Option<Self> {
        let KnownEvent::Noted { files, gone } = event else { return before };
        let known = before.into_iter().flat_map(|page| page.files);
        let mut by_id: BTreeMap<FileRef, KnownFile> = known.map(|file| (file.id.clone(), file)).collect();
        for id in gone {
            by_id.remove(id);
        }
        by_id.extend(files.iter().map(|file| (file.id.clone(), file.clone())));
        Some(Self { track, page, files: by_id.into_values().collect() })
    }
}

impl Slice {
    /// Returns what the files come to that are known of a track.
    #[must_use]
    pub fn known_files(&self, track: TrackId) -> Option<&KnownFiles> {
        match self.documents.get(&DocumentKey::Known(track)) {
            Some(Document::Known(known)) => Some(known),
            _ => None,
        }
    }

    /// Returns the latest version of a track, as far as is known (R7).
    #[must_use]
    pub fn latest_version(&self, track: TrackId) -> Option<&LatestVersion> {
        self.known_files(track)?.latest.as_ref()
    }

    /// Returns the ids of the files that a track is known to have.
    #[must_use]
    pub fn known_ids(&self, track: TrackId) -> BTreeSet<FileRef> {
        self.files_known(track).map(|file| file.id.clone()).collect()
    }

    fn files_known(&self, track: TrackId) -> impl Iterator<Item = &KnownFile> {
        let keys = DocumentKey::KnownPage(track, 0)..=DocumentKey::KnownPage(track, u8::MAX);
        let pages = self.documents.range(keys).filter_map(|(_, document)| match document {
            Document::KnownPage(page) => Some(page),
            _ => None,
        });
        pages.flat_map(|page| &page.files)
    }

    /// Returns how what lies in a track's folder now differs from what is known of it (R2).
    #[must_use]
    pub fn file_news(&self, track: TrackId, now: impl IntoIterator<Item = KnownFile>) -> FileNews {
        let account = self.folder(track).map(|folder| folder.at.account());
        let was_copied = self.known_files(track).is_some_and(|known| Some(known.account) != account);
        FileNews::between(self.files_known(track), now.into_iter(), was_copied)
    }

    /// Returns whether people were told that a file came with this content, by itself (R2).
    fn was_told_of(&self, track: TrackId, file: &KnownFile) -> bool {
        let mut known = self.files_known(track).filter(|known| known.id == file.id);
        known.any(|known| known.by.is_none() && known.is_same(file, false))
    }

    /// Returns the newest bounce of those known (R7).
    fn newest_bounce(&self, track: TrackId) -> Option<LatestVersion> {
        let bounces = self.files_known(track).filter(|file| file.kind == FileKind::Bounce && is_audio(file.name()));
        let order = |file: &&KnownFile| {
            (core::cmp::Reverse(file.modified_at), fold_name(file.name()), file.path.clone(), file.id.clone())
        };
        bounces.min_by_key(order).map(|file| LatestVersion {
            file: file.id.clone(),
            name: file.name().to_owned(),
            size: file.size,
            at: file.modified_at,
            by: file.by,
        })
    }
}

impl Draft {
    /// Records what somebody has done to a file, and what the file is then (FIL-5).
    ///
    /// It refuses nothing, and asks for no witness: the right was asked for before the deed, and what was done while it was held is history also where access has ended since (ACT-1).
    pub fn tell_of_file(&mut self, track: TrackId, event: FolderEvent, file: Option<KnownFile>) {
        let is_upload = matches!(event, FolderEvent::FileAdded(_) | FolderEvent::FileReplaced(_));
        // Whoever looked at the folder between the deed and this has told of it already (NTF-1).
        let is_news = is_upload && !file.as_ref().is_some_and(|file| self.slice.was_told_of(track, file));
        let mut gone = match &event {
            FolderEvent::FileDeleted(told) => vec![told.file.clone()],
            _ => Vec::new(),
        };
        let is_rename = matches!(event, FolderEvent::FileRenamed { .. });
        self.record(Aggregate::Document(DocumentKey::Folder(track)), event);
        if is_news {
            self.tell_of_new_files(track, 1);
        }
        let file = file.map(|mut file| {
            let known = self.slice.files_known(track);
            for known in known {
                if known.id == file.id && is_rename {
                    let above = known.path.strip_suffix(known.name()).unwrap_or_default();
                    (file.path, file.by) = (format!("{above}{}", file.name()), known.by);
                } else if known.id != file.id && folded(&known.path) == folded(&file.path) {
                    gone.push(known.id.clone());
                }
            }
            file
        });
        self.note_files(track, file.into_iter().collect(), gone, None);
    }

    /// Records what has happened to a track's files by itself, and tells those who can view it of what came (R5).
    pub fn tell_of_news(&mut self, track: TrackId, now: impl IntoIterator<Item = KnownFile>) -> FilesCounted {
        let news = self.slice.file_news(track, now);
        let counted = news.counted();
        for event in news.events() {
            self.record(Aggregate::Document(DocumentKey::Folder(track)), event);
        }
        let came = counted.appeared.saturating_add(counted.changed);
        if came > 0 {
            self.tell_of_new_files(track, came);
        }
        let account = self.slice.folder(track).map(|folder| folder.at.account());
        self.note_files(track, news.noted, news.gone, account);
        counted
    }

    fn tell_of_new_files(&mut self, track: TrackId, count: u32) {
        let scope = track.into();
        let notice = Notice::on(NoticeKind::FilesAdded, scope, self.slice.title(scope)).files(count);
        self.tell_viewers(scope, &notice);
    }

    /// Notes what files are, and what they come to; in whose account, where all of them were looked at there.
    pub(crate) fn note_files(
        &mut self,
        track: TrackId,
        files: Vec<KnownFile>,
        gone: Vec<FileRef>,
        account: Option<PersonId>,
    ) {
        let mut pages: BTreeMap<u8, (Vec<KnownFile>, Vec<FileRef>)> = BTreeMap::new();
        let known: BTreeSet<FileRef> = self.slice.files_known(track).map(|file| file.id.clone()).collect();
        let mut room = Room::of(known.iter());
        for id in gone.into_iter().filter(|id| known.contains(id)) {
            room.leave(&id);
            pages.entry(page_of(&id)).or_default().1.push(id);
        }
        for file in files {
            let is_known = known.contains(&file.id);
            let (noted, gone) = pages.entry(page_of(&file.id)).or_default();
            if is_junk(&file.path) {
                gone.extend(is_known.then_some(file.id));
            } else if is_known || room.take(&file.id) {
                noted.push(file);
            }
        }
        for (page, (files, gone)) in pages {
            if !(files.is_empty() && gone.is_empty()) {
                let page = Aggregate::Document(DocumentKey::KnownPage(track, page));
                self.record(page, KnownEvent::Noted { files, gone });
            }
        }
        let latest = self.slice.newest_bounce(track);
        let before = self.slice.known_files(track).cloned();
        let of_folder = || self.slice.folder(track).map(|folder| folder.at.account());
        let account = account.or(before.as_ref().map(|known| known.account)).or_else(of_folder);
        let Some(account) = account else { return };
        if before.is_none_or(|known| known.latest != latest || known.account != account) {
            self.record(Aggregate::Document(DocumentKey::Known(track)), KnownEvent::Summed { account, latest });
        }
    }
}
