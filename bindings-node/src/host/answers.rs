//! What a file store of the host's is asked with, and how its answers are read.

use std::time::Duration;

use cowrite::Timestamp;
use cowrite::domain::file::FilePath;
use cowrite::ports::files::{
    ByteRange, ContentHash, Cursor, Entry, FileFacts, FileId, FilesError, Item, Loc, Node, Page, Rev,
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

/// Entry, first byte, the one after the last, and the number under which the content is.
#[derive(Deserialize)]
pub(super) struct GivenOpened(pub(super) Given, pub(super) u64, pub(super) u64, pub(super) i64);

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

/// What a store says of its failure besides the reason.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Told {
    needed: Option<u64>,
    short: Option<u64>,
    size: Option<u64>,
    after: Option<u64>,
}

/// Reads a failure of a store: its reason, and what else it says.
pub(crate) fn failure(reason: &str, told: &str) -> FilesError {
    let Told { needed, short, size, after } = serde_json::from_str(told).unwrap_or_default();
    let after = Duration::from_millis(after.unwrap_or_default());
    match reason {
        "not_found" => FilesError::NotFound,
        "not_permitted" => FilesError::NotPermitted,
        "quota_short" => FilesError::QuotaShort { needed, short },
        "conflict" => FilesError::Conflict,
        "cursor_reset" => FilesError::CursorReset,
        "too_large" => FilesError::TooLarge,
        "outside_range" => FilesError::OutsideRange { size: size.unwrap_or_default() },
        "mismatch" => FilesError::Mismatch,
        "unsupported" => FilesError::Unsupported,
        "rate_limited" => FilesError::RateLimited { after },
        "contended" => FilesError::Contended { after },
        "disconnected" => FilesError::Disconnected,
        _ => FilesError::Transient,
    }
}

/// The reason of a failure; what has none in JavaScript is of the kind that may pass.
pub(crate) const fn tag(error: &FilesError) -> &'static str {
    match error {
        FilesError::NotFound => "not_found",
        FilesError::NotPermitted => "not_permitted",
        FilesError::QuotaShort { .. } => "quota_short",
        FilesError::Conflict => "conflict",
        FilesError::CursorReset => "cursor_reset",
        FilesError::TooLarge => "too_large",
        FilesError::Mismatch => "mismatch",
        FilesError::Unsupported => "unsupported",
        FilesError::Disconnected => "disconnected",
        _ => "transient",
    }
}
