//! What cursors stand for: what had been told by then, held in memory and bounded.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::{Disk, Found};
use crate::adapters::workers::locked;
use crate::ports::files::{Cursor, FileId, FilesError, Listing, Loc, Page, Seen};

/// How many cursors are held.
const MOST: usize = 256;

/// How many files and folders the cursors stand for together, but for the newest.
const MOST_SEEN: usize = 1_000_000;

#[derive(Debug)]
pub(super) struct Cursors {
    /// Tells the cursors of this process from those of others, which would mean something else.
    nonce: u64,
    last: u64,
    told: BTreeMap<u64, Told>,
}

#[derive(Debug, Clone)]
struct Told {
    folder: FileId,
    listing: Listing,
    seen: Arc<Seen>,
}

impl Cursors {
    pub(super) const fn new(nonce: u64) -> Self {
        Self { nonce, last: 0, told: BTreeMap::new() }
    }

    fn keep(&mut self, told: Told) -> Cursor {
        self.last = self.last.saturating_add(1);
        self.told.insert(self.last, told);
        let total = |told: &BTreeMap<u64, Told>| told.values().map(|told| told.seen.len()).sum::<usize>();
        while self.told.len() > 1 && (self.told.len() > MOST || total(&self.told) > MOST_SEEN) {
            self.told.pop_first();
        }
        Cursor::new(format!("{:x}-{}", self.nonce, self.last))
    }

    fn find(&self, cursor: &Cursor) -> Option<Told> {
        let number = cursor.as_str().strip_prefix(&format!("{:x}-", self.nonce))?;
        self.told.get(&number.parse().ok()?).cloned()
    }
}

impl Disk {
    fn told(&self, cursor: &Cursor) -> Result<(Told, Found), FilesError> {
        let told = locked(&self.cursors).find(cursor).ok_or(FilesError::CursorReset)?;
        let folder = self.folder(&Loc::Id(told.folder.clone()))?;
        Ok((told, folder))
    }

    pub(super) fn list(&self, at: &Loc, listing: Listing) -> Result<Page, FilesError> {
        let folder = self.folder(at)?;
        let told = Told { folder: folder.id.clone(), listing, seen: Arc::default() };
        self.page(told, &folder)
    }

    pub(super) fn changes(&self, cursor: &Cursor) -> Result<Page, FilesError> {
        let (told, folder) = self.told(cursor)?;
        self.page(told, &folder)
    }

    fn page(&self, told: Told, folder: &Found) -> Result<Page, FilesError> {
        let now = self.below(folder, told.listing.is_recursive)?;
        let (items, seen, has_more) = told.seen.compare(now, told.listing.limit);
        let cursor = locked(&self.cursors).keep(Told { seen: Arc::new(seen), ..told });
        Ok(Page { items, cursor, has_more })
    }

    pub(super) fn latest_cursor(&self, at: &Loc, is_recursive: bool) -> Result<Cursor, FilesError> {
        let folder = self.folder(at)?;
        let seen = Arc::new(Seen::all(self.below(&folder, is_recursive)?));
        let listing = Listing { is_recursive, limit: 0 };
        Ok(locked(&self.cursors).keep(Told { folder: folder.id, listing, seen }))
    }

    pub(super) fn has_changed(&self, cursor: &Cursor) -> Result<bool, FilesError> {
        let (told, folder) = self.told(cursor)?;
        Ok(told.seen.differs(self.below(&folder, told.listing.is_recursive)?))
    }
}
