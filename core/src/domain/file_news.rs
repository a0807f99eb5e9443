//! How what lies in a track's folder differs from what is known of it (FIL-5): see the rules of [`known_files`](super::known_files).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::file::{fold_name, is_junk};
use super::folder::{FileTold, FolderEvent};
use super::known_files::{KNOWN_PAGE_LIMIT, KnownFile, page_of};
use super::share_link::FileRef;

/// Of how many files one entry tells by name; of the others it tells how many they are.
pub const TOLD_LIMIT: usize = 50;

/// Files as one entry tells of them (R5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct FilesTold {
    /// The first of them.
    pub files: Vec<FileTold>,
    /// How many they are in all.
    pub count: u32,
}

/// A file that got another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct FileMoved {
    /// The file with its new name, and the kind that it has there.
    pub file: FileTold,
    /// What it was before.
    pub before: FileTold,
}

/// How a look at a folder differs from what is known of it (R2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileNews {
    pub(super) appeared: Vec<FileTold>,
    pub(super) changed: Vec<FileTold>,
    pub(super) renamed: Vec<FileMoved>,
    pub(super) disappeared: Vec<FileTold>,
    pub(super) noted: Vec<KnownFile>,
    pub(super) gone: Vec<FileRef>,
}

/// How much news was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a sum of four")]
pub struct FilesCounted {
    /// Files that came.
    pub appeared: u32,
    /// Files with new content.
    pub changed: u32,
    /// Files with another name.
    pub renamed: u32,
    /// Files that are gone.
    pub disappeared: u32,
}

/// How many files there are on each page.
pub(super) struct Room(BTreeMap<u8, usize>);

impl Room {
    pub(super) fn of<'a>(known: impl Iterator<Item = &'a FileRef>) -> Self {
        let mut taken = BTreeMap::new();
        for id in known {
            let on_page: &mut usize = taken.entry(page_of(id)).or_default();
            *on_page = on_page.saturating_add(1);
        }
        Self(taken)
    }

    pub(super) fn leave(&mut self, id: &FileRef) {
        let on_page = self.0.entry(page_of(id)).or_default();
        *on_page = on_page.saturating_sub(1);
    }

    /// Takes room for one more, where there is some.
    pub(super) fn take(&mut self, id: &FileRef) -> bool {
        let on_page = self.0.entry(page_of(id)).or_default();
        let has_room = *on_page < KNOWN_PAGE_LIMIT;
        *on_page = on_page.saturating_add(usize::from(has_room));
        has_room
    }
}

/// Returns a path in the form in which paths are compared: two that some file system takes for one are one.
pub(super) fn folded(path: &str) -> String {
    path.split('/').map(fold_name).collect::<Vec<_>>().join("/")
}

impl FilesTold {
    fn of(files: &[FileTold]) -> Self {
        Self { files: files.iter().take(TOLD_LIMIT).cloned().collect(), count: count(files) }
    }
}

fn count<T>(files: &[T]) -> u32 {
    u32::try_from(files.len()).unwrap_or(u32::MAX)
}

impl FileNews {
    /// Compares what is known with what lies there now.
    pub(super) fn between<'a>(
        known: impl Iterator<Item = &'a KnownFile>,
        now: impl Iterator<Item = KnownFile>,
        was_copied: bool,
    ) -> Self {
        let mut news = Self::default();
        let mut by_id: BTreeMap<&FileRef, &KnownFile> = known.map(|file| (&file.id, file)).collect();
        let mut room = Room::of(by_id.keys().copied());
        let (mut met, mut fresh) = (BTreeSet::new(), Vec::new());
        for mut file in now.filter(|file| !is_junk(&file.path)) {
            // One that has two names in a folder of the machine is known by the first.
            if !met.insert(file.id.clone()) {
                continue;
            }
            let Some(before) = by_id.remove(&file.id) else {
                fresh.push(file);
                continue;
            };
            let is_same = before.is_same(&file, false);
            let is_renamed = before.name() != file.name() || before.kind != file.kind;
            file.by = before.by.filter(|_| is_same);
            if is_renamed {
                news.renamed.push(FileMoved { file: file.told(), before: before.told() });
            }
            if !is_same {
                news.changed.push(file.told());
            }
            if is_renamed || !is_same || before.path != file.path {
                news.noted.push(file);
            }
        }
        let mut by_path: BTreeMap<String, &KnownFile> =
            by_id.into_values().map(|file| (folded(&file.path), file)).collect();
        for mut file in fresh {
            let before = by_path.remove(&folded(&file.path));
            if let Some(before) = before {
                news.gone.push(before.id.clone());
                room.leave(&before.id);
            }
            if !room.take(&file.id) {
                continue;
            }
            match before {
                Some(before) if before.is_same(&file, was_copied) => {
                    file.by = before.by;
                    // The time of the copy says nothing; with a hash it is not needed to know the content again.
                    if was_copied && file.content_hash.is_some() {
                        file.modified_at = before.modified_at;
                    }
                }
                Some(_) => news.changed.push(file.told()),
                None => news.appeared.push(file.told()),
            }
            news.noted.push(file);
        }
        for file in by_path.into_values() {
            news.disappeared.push(file.told());
            news.gone.push(file.id.clone());
        }
        news
    }

    /// Returns whether all is as it is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.noted.is_empty() && self.gone.is_empty()
    }

    /// Returns the entries that tell of it, each way of differing by itself (R5).
    pub(super) fn events(&self) -> impl Iterator<Item = FolderEvent> {
        let told = |files: &[FileTold], event: fn(FilesTold) -> FolderEvent| {
            (!files.is_empty()).then(|| event(FilesTold::of(files)))
        };
        let renamed = (!self.renamed.is_empty()).then(|| FolderEvent::FilesRenamed {
            files: self.renamed.iter().take(TOLD_LIMIT).cloned().collect(),
            count: count(&self.renamed),
        });
        let events = [
            told(&self.disappeared, FolderEvent::FilesDisappeared),
            renamed,
            told(&self.changed, FolderEvent::FilesChanged),
            told(&self.appeared, FolderEvent::FilesAppeared),
        ];
        events.into_iter().flatten()
    }

    pub(super) fn counted(&self) -> FilesCounted {
        FilesCounted {
            appeared: count(&self.appeared),
            changed: count(&self.changed),
            renamed: count(&self.renamed),
            disappeared: count(&self.disappeared),
        }
    }
}
