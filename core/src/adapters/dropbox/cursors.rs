//! Listings and news, and the cursors that stand for them: all that they need stands in them.
//!
//! A cursor of Dropbox's means a path, one of the port's means a folder wherever it is: so each of ours names both.

use core::time::Duration;

use dropbox_sdk::sync_routes::files::{self, ListFolderArg, ListFolderContinueArg, ListFolderLongpollArg, Metadata};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::errors::Fail;
use super::paths::{Found, below};
use super::session::Session;
use crate::ports::files::{Connection, Cursor, Entry, FileId, FilesError, Item, Listing, Loc, PAGE_LIMIT, Page, Wait};

/// The shortest that Dropbox is asked to hold back an answer.
pub(super) const SHORTEST_WAIT: Duration = Duration::from_secs(30);

/// The longest.
const LONGEST_WAIT: Duration = Duration::from_secs(480);

/// What Dropbox adds of its own, so that not all come back at once.
const WAIT_JITTER: Duration = Duration::from_secs(90);

/// What a cursor stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// Which form this is.
    v: u8,
    by: Connection,
    folder: FileId,
    /// Where the folder was, as Dropbox folds it.
    at: String,
    /// How many names lead there.
    depth: usize,
    is_recursive: bool,
    limit: u32,
    /// Dropbox's own cursor; none while the folder of the library has not been made.
    cursor: Option<String>,
    /// What Dropbox gave beyond the limit of the page before.
    left: Vec<Metadata>,
    /// Whether Dropbox has more already.
    has_more: bool,
    /// Whether all that was told before is to be forgotten first.
    is_anew: bool,
}

const VERSION: u8 = 1;

impl Kept {
    fn new(by: &Connection, folder: &Found, listing: Listing) -> Self {
        Self {
            v: VERSION,
            by: by.clone(),
            folder: folder.id.clone(),
            at: folder.lower.clone(),
            depth: folder.names.len(),
            is_recursive: listing.is_recursive,
            limit: if listing.limit == 0 { PAGE_LIMIT } else { listing.limit.min(PAGE_LIMIT) },
            cursor: None,
            left: Vec::new(),
            has_more: true,
            is_anew: false,
        }
    }

    fn read(cursor: &Cursor, by: &Connection) -> Result<Self, FilesError> {
        let kept: Self = serde_json::from_str(cursor.as_str()).map_err(|_| FilesError::CursorReset)?;
        if kept.v == VERSION && kept.by == *by { Ok(kept) } else { Err(FilesError::CursorReset) }
    }

    fn written(&self) -> Result<Cursor, FilesError> {
        serde_json::to_string(self).map(Cursor::new).map_err(|_| FilesError::CursorReset)
    }

    /// Returns the news in what Dropbox says, from the folder down; none of the folder itself.
    fn item(&self, metadata: Metadata) -> Result<Option<Item>, Fail> {
        if let Metadata::Deleted(gone) = &metadata {
            let lower = gone.path_lower.clone().unwrap_or_default();
            if below(&lower, &self.at).is_none_or(str::is_empty) {
                return Ok(None);
            }
            let display = gone.path_display.as_deref().unwrap_or(&lower);
            let names = display.split('/').filter(|name| !name.is_empty()).skip(self.depth);
            return Ok(Some(Item::Gone(names.map(|name| name.nfc().collect()).collect())));
        }
        let found = Found::read(metadata, "")?;
        if below(&found.lower, &self.at).is_none_or(str::is_empty) {
            return Ok(None);
        }
        let path = found.names.into_iter().skip(self.depth).collect();
        Ok(Some(Item::Here(Entry { id: found.id, path, node: found.node })))
    }

    /// Makes a page of what Dropbox has given by now.
    fn page(mut self, mut entries: Vec<Metadata>) -> Result<Page, Fail> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut items: Vec<Item> =
            if core::mem::take(&mut self.is_anew) { vec![Item::Gone(Vec::new())] } else { vec![] };
        let mut rest = entries.drain(..);
        while items.len() < limit {
            let Some(metadata) = rest.next() else { break };
            items.extend(self.item(metadata)?);
        }
        self.left = rest.collect();
        folders_first(&mut items);
        let has_more = self.has_more || !self.left.is_empty();
        Ok(Page { items, cursor: self.written()?, has_more })
    }
}

/// Puts each folder before what is in it, where both are told of; what is gone keeps its place.
fn folders_first(items: &mut [Item]) {
    let is_here = |item: &Item| matches!(item, Item::Here(_));
    for run in items.chunk_by_mut(|a, b| is_here(a) && is_here(b)) {
        run.sort_by_key(|item| if let Item::Here(entry) = item { entry.path.len() } else { 0 });
    }
}

impl Session {
    pub(super) fn list(&self, at: &Loc, listing: Listing) -> Result<Page, Fail> {
        let folder = self.folder(at)?;
        self.begin(Kept::new(&self.by, &folder, listing))
    }

    /// Lists a folder from the beginning.
    fn begin(&self, mut kept: Kept) -> Result<Page, Fail> {
        let argument = ListFolderArg::new(kept.at.clone())
            .with_recursive(kept.is_recursive)
            .with_include_non_downloadable_files(false)
            .with_limit(kept.limit);
        let listed = match self.ask(|wire| files::list_folder(wire, &argument)) {
            Err(refusal) if kept.folder.as_str() == super::paths::HOME && refusal.is(&FilesError::NotFound) => {
                (kept.cursor, kept.has_more) = (None, false);
                return kept.page(Vec::new());
            }
            listed => listed?,
        };
        (kept.cursor, kept.has_more) = (Some(listed.cursor), listed.has_more);
        self.filled(kept, listed.entries)
    }

    pub(super) fn changes(&self, cursor: &Cursor) -> Result<Page, Fail> {
        let kept = Kept::read(cursor, &self.by)?;
        if !kept.left.is_empty() {
            let mut kept = kept;
            let left = core::mem::take(&mut kept.left);
            return kept.page(left);
        }
        self.go_on(kept)
    }

    /// Asks for what comes after a cursor.
    fn go_on(&self, mut kept: Kept) -> Result<Page, Fail> {
        let Some(cursor) = kept.cursor.clone() else { return self.begin(kept) };
        let argument = ListFolderContinueArg::new(cursor);
        match self.ask(|wire| files::list_folder_continue(wire, &argument)) {
            Ok(listed) if listed.entries.is_empty() && !listed.has_more => {
                kept.cursor = Some(listed.cursor);
                kept.has_more = false;
                kept.page(Vec::new())
            }
            Ok(listed) => {
                // The path may be another folder's by now, and this is news of that one.
                if let Some(moved) = self.moved(&kept)? {
                    return self.anew(&kept, &moved);
                }
                (kept.cursor, kept.has_more) = (Some(listed.cursor), listed.has_more);
                self.filled(kept, listed.entries)
            }
            Err(refusal) if refusal.is(&FilesError::NotFound) => {
                let moved = self.moved(&kept)?.ok_or(FilesError::CursorReset)?;
                self.anew(&kept, &moved)
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Gets on until there is something to tell or nothing more to come: a page may be of the folder itself alone.
    fn filled(&self, mut kept: Kept, mut entries: Vec<Metadata>) -> Result<Page, Fail> {
        loop {
            let page = kept.clone().page(entries)?;
            if !page.items.is_empty() || !page.has_more {
                return Ok(page);
            }
            let Some(cursor) = kept.cursor.clone() else { return Ok(page) };
            let argument = ListFolderContinueArg::new(cursor);
            let listed = self.ask(|wire| files::list_folder_continue(wire, &argument))?;
            (kept.cursor, kept.has_more) = (Some(listed.cursor), listed.has_more);
            entries = listed.entries;
        }
    }

    /// Returns where a folder is by now, if that is elsewhere.
    fn moved(&self, kept: &Kept) -> Result<Option<Found>, Fail> {
        let found = self.find(&Loc::Id(kept.folder.clone()))?;
        if found.lower == kept.at && !found.is_home() { Ok(None) } else { self.home_gone(kept, found) }
    }

    /// The folder of the library is found whether it is there or not; that it is not where a cursor was means it was taken away.
    fn home_gone(&self, kept: &Kept, found: Found) -> Result<Option<Found>, Fail> {
        if !found.is_home() || kept.at != found.lower {
            return Ok(Some(found));
        }
        if found.lower.is_empty() {
            return Ok(None);
        }
        match self.look(&found.lower) {
            Err(Fail::Is(FilesError::NotFound)) => Ok(Some(found)),
            other => other.map(|_| None),
        }
    }

    /// Tells all that is in a folder in place of what was told before.
    fn anew(&self, kept: &Kept, folder: &Found) -> Result<Page, Fail> {
        let listing = Listing { is_recursive: kept.is_recursive, limit: kept.limit };
        self.begin(Kept { is_anew: true, ..Kept::new(&self.by, folder, listing) })
    }

    pub(super) fn latest_cursor(&self, at: &Loc, is_recursive: bool) -> Result<Cursor, Fail> {
        let folder = self.folder(at)?;
        let mut kept = Kept::new(&self.by, &folder, Listing { is_recursive, limit: 0 });
        kept.has_more = false;
        let argument =
            ListFolderArg::new(kept.at.clone()).with_recursive(is_recursive).with_include_non_downloadable_files(false);
        match self.ask(|wire| files::list_folder_get_latest_cursor(wire, &argument)) {
            Ok(latest) => kept.cursor = Some(latest.cursor),
            Err(refusal) if folder.is_home() && refusal.is(&FilesError::NotFound) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(kept.written()?)
    }

    /// Returns whether there is news, asking but once.
    pub(super) fn has_changed(&self, cursor: &Cursor) -> Result<bool, Fail> {
        let page = self.changes(cursor)?;
        Ok(!page.items.is_empty() || page.has_more)
    }

    /// Has Dropbox hold back its answer until there is news.
    pub(super) fn wait(&self, cursor: &Cursor, timeout: Duration) -> Result<Wait, Fail> {
        let kept = Kept::read(cursor, &self.by)?;
        let Some(asked) = kept.cursor.clone().filter(|_| kept.left.is_empty()) else {
            return Ok(Wait { has_changed: self.has_changed(cursor)?, backoff: Some(SHORTEST_WAIT) });
        };
        let timeout = timeout.clamp(SHORTEST_WAIT, LONGEST_WAIT);
        let argument = ListFolderLongpollArg::new(asked).with_timeout(timeout.as_secs());
        let patience = timeout.saturating_add(WAIT_JITTER);
        let told = self.ask_patiently(patience, |wire| files::list_folder_longpoll(wire, &argument))?;
        // It tells of more than `changes` does, as of the folder itself.
        let has_changed = told.changes && self.has_changed(cursor)?;
        let backoff = told.backoff.map(Duration::from_secs);
        // And would tell of it again at once.
        let is_over_nothing = told.changes && !has_changed;
        let backoff = if is_over_nothing { Some(backoff.unwrap_or_default().max(SHORTEST_WAIT)) } else { backoff };
        Ok(Wait { has_changed, backoff })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::files::{FileFacts, Node, Rev};
    use crate::time::Timestamp;

    fn kept(by: &str) -> Kept {
        let folder = Found {
            id: FileId::new("id:abc"),
            lower: "/cowrite/track".to_owned(),
            place: "/cowrite/track".to_owned(),
            names: vec!["Cowrite".to_owned(), "Track".to_owned()],
            node: Node::Folder,
            shared: None,
            within: None,
        };
        Kept::new(&Connection::new(by), &folder, Listing { is_recursive: true, limit: 3 })
    }

    fn file(path: &str) -> Metadata {
        let at = "2026-01-01T00:00:00Z".to_owned();
        let name = path.rsplit('/').next().unwrap().to_owned();
        let file =
            files::FileMetadata::new(name, format!("id:{}", path.len()), at.clone(), at, "0123456789".to_owned(), 1);
        Metadata::File(file.with_path_lower(path.to_lowercase()).with_path_display(path.to_owned()))
    }

    #[test]
    fn what_is_more_than_a_page_takes_waits_in_its_cursor() {
        let paths = [
            "/Cowrite/Track/a/b.wav",
            "/Cowrite/Track",
            "/Cowrite/Track/E\u{301}.wav",
            "/Cowrite/Track/c.wav",
            "/Cowrite/Track/d.wav",
        ];
        let kept = Kept { cursor: Some("theirs".to_owned()), has_more: false, ..kept("olivia") };
        let page = kept.page(paths.map(file).to_vec()).unwrap();
        let names = |page: &Page| -> Vec<String> {
            page.items
                .iter()
                .map(|item| if let Item::Here(entry) = item { entry.path.join("/") } else { panic!() })
                .collect()
        };
        assert_eq!(
            (names(&page), page.has_more),
            (vec!["É.wav".to_owned(), "c.wav".to_owned(), "a/b.wav".to_owned()], true)
        );
        let next = Kept::read(&page.cursor, &Connection::new("olivia")).unwrap();
        assert_eq!(next.left.len(), 1);
        let left = next.left.clone();
        let page = Kept { left: Vec::new(), ..next }.page(left).unwrap();
        assert_eq!((names(&page), page.has_more), (vec!["d.wav".to_owned()], false));
    }

    #[test]
    fn a_cursor_is_its_connections_alone() {
        let cursor = kept("olivia").written().unwrap();
        assert!(Kept::read(&cursor, &Connection::new("olivia")).is_ok());
        assert_eq!(Kept::read(&cursor, &Connection::new("alex")).unwrap_err(), FilesError::CursorReset);
        let other = cursor.as_str().replace("\"v\":1", "\"v\":2");
        assert_eq!(Kept::read(&Cursor::new(other), &Connection::new("olivia")).unwrap_err(), FilesError::CursorReset);
    }

    #[test]
    fn a_folder_is_told_of_before_what_is_in_it() {
        let here = |path: &str| {
            let facts = FileFacts { size: 0, rev: Rev::new("1"), modified_at: Timestamp::EPOCH, content_hash: None };
            let path = path.split('/').map(str::to_owned).collect();
            Item::Here(Entry { id: FileId::new("1"), path, node: Node::File(facts) })
        };
        let gone = || Item::Gone(vec!["a".to_owned()]);
        let mut items = vec![here("a/b/c"), here("a/b"), gone(), here("a/b"), here("z"), here("a")];
        folders_first(&mut items);
        assert_eq!(items, vec![here("a/b"), here("a/b/c"), gone(), here("z"), here("a"), here("a/b")]);
    }
}
