//! What a file store of the host's is asked with, and how its answers are read.

use std::time::Duration;

use cowrite::Timestamp;
use cowrite::domain::file::FilePath;
use cowrite::ports::files::{
    ByteRange, ContentHash, Cursor, Entry, FileFacts, FileId, FilesError, Item, Loc, Node, Page, Rev, TempLink, Wait,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// A place.
pub(super) fn place(at: &Loc) -> Value {
    match at {
        Loc::Id(id) => json!({ "id": id.as_str() }),
        Loc::Path(path) => json!({ "path": names(path) }),
        Loc::Shared(folder, path) => json!({ "path": names(path), "shared": folder.as_str() }),
    }
}

pub(super) fn names(path: &FilePath) -> Value {
    path.names().iter().map(|name| name.as_str()).collect()
}

/// Which bytes: the first and the last, or so many at the end.
pub(super) fn range(range: ByteRange) -> Value {
    match range {
        ByteRange::All => json!({}),
        ByteRange::From(first) => json!({ "start": first }),
        ByteRange::Span(first, last) => json!({ "start": first, "end": last }),
        ByteRange::Last(count) => json!({ "last": count }),
    }
}

/// A file or folder, as the JavaScript half writes it: id, path, and of a file its facts.
#[derive(Deserialize)]
pub(super) struct Given(String, Vec<String>, Option<Facts>);

/// Size, state, instant of the last change, hash.
#[derive(Deserialize)]
struct Facts(u64, String, i64, Option<String>);

/// What is on a page: an entry, or the path of what is gone.
#[derive(Deserialize)]
#[serde(untagged)]
enum News {
    Here(Given),
    Gone([Vec<String>; 1]),
}

/// Entries, cursor, whether there is more.
#[derive(Deserialize)]
pub(super) struct GivenPage(Vec<News>, String, bool);

/// Entry, first byte, and the one after the last.
#[derive(Deserialize)]
pub(super) struct GivenOpened(pub(super) Given, pub(super) u64, pub(super) u64);

impl Given {
    pub(super) fn entry(self) -> Result<Entry, FilesError> {
        let Self(id, names, facts) = self;
        let node = match facts {
            Some(facts) => Node::File(facts.facts()?),
            None => Node::Folder,
        };
        Ok(Entry { id: FileId::new(id), path: names, node })
    }
}

impl Facts {
    fn facts(self) -> Result<FileFacts, FilesError> {
        let Self(size, rev, modified_at, hash) = self;
        let content_hash = hash.map(|hash| hash.parse::<ContentHash>()).transpose();
        Ok(FileFacts {
            size,
            rev: Rev::new(rev),
            modified_at: Timestamp::from_millis(modified_at).ok_or(FilesError::Transient)?,
            content_hash: content_hash.map_err(|_| FilesError::Transient)?,
        })
    }
}

impl GivenPage {
    pub(super) fn page(self) -> Result<Page, FilesError> {
        let Self(items, cursor, has_more) = self;
        let item = |news| match news {
            News::Here(given) => given.entry().map(Item::Here),
            News::Gone([names]) => Ok(Item::Gone(names)),
        };
        let items = items.into_iter().map(item).collect::<Result<_, _>>()?;
        Ok(Page { items, cursor: Cursor::new(cursor), has_more })
    }
}

/// Whether there is news, and for how many milliseconds to leave the store alone.
#[derive(Deserialize)]
pub(super) struct GivenWait(bool, Option<u64>);

impl GivenWait {
    pub(super) fn wait(self) -> Wait {
        Wait { has_changed: self.0, backoff: self.1.map(Duration::from_millis) }
    }
}

/// Address, from when on and up to when it works, and state and size of the file then.
#[derive(Deserialize)]
pub(super) struct GivenLink(String, i64, i64, String, u64);

impl GivenLink {
    pub(super) fn link(self) -> Result<TempLink, FilesError> {
        let Self(url, minted_at, expires_at, rev, size) = self;
        Ok(TempLink {
            url,
            minted_at: Timestamp::from_millis(minted_at).ok_or(FilesError::Transient)?,
            expires_at: Timestamp::from_millis(expires_at).ok_or(FilesError::Transient)?,
            rev: Rev::new(rev),
            size,
            content_hash: None,
        })
    }
}
