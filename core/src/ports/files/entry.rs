//! What a file store is asked about, and what it answers.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::ContentHash;
use crate::domain::file::{FileName, FilePath};
use crate::domain::text::Email;
use crate::time::Timestamp;

macro_rules! opaque {
    ($($(#[$about:meta])* $name:ident)*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl $name {
                /// Takes the words of the store.
                pub fn new(word: impl Into<String>) -> Self {
                    Self(word.into())
                }

                /// Returns the words of the store.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(&self.0)
                }
            }
        )*
    };
}

opaque! {
    /// On whose behalf a call is made: a name under which the store knows how to reach an account. No secret.
    Connection
    /// An account of the store.
    AccountId
    /// A file or folder, through renames, moves and new content; the same for all who see it.
    FileId
    /// A shared folder, the same for all its members.
    FolderId
    /// A state of a file's content; another for every other content.
    Rev
    /// A point in the changes of a folder, for one account.
    Cursor
}

/// An account of the store, as its connection sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Its address, where it has one.
    pub email: Option<Email>,
    /// Whether the account is known to hold the address, without which most stores share nothing.
    pub is_email_verified: bool,
    /// Whether it can have members that only view.
    pub can_have_viewers: bool,
    /// What everything the account sees lies under, where the store has more than one root.
    pub root: Option<String>,
    /// What the account's own files lie under, where that is not the root.
    pub home: Option<String>,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a file store must know each")]
pub enum Loc {
    /// By its id: wherever it is by now.
    Id(FileId),
    /// From a shared folder down, which every member can say.
    Shared(FolderId, FilePath),
    /// From the account's own root down.
    Path(FilePath),
}

impl Loc {
    /// Returns the root of an account.
    #[must_use]
    pub const fn root() -> Self {
        Self::Path(FilePath::root())
    }
}

impl From<FilePath> for Loc {
    fn from(path: FilePath) -> Self {
        Self::Path(path)
    }
}

impl From<FileId> for Loc {
    fn from(id: FileId) -> Self {
        Self::Id(id)
    }
}

/// A file or folder that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Entry {
    /// Its id.
    pub id: FileId,
    /// Its names from the folder that was asked about, its own last; of a root, none.
    ///
    /// They are as they stand in the store, in NFC, and may be such as [`FileName`] refuses: then only the id reaches it.
    pub path: Vec<String>,
    /// What it is.
    pub node: Node,
}

/// A file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is nothing else")]
pub enum Node {
    /// A folder.
    Folder,
    /// A file.
    File(FileFacts),
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct FileFacts {
    /// How many bytes.
    pub size: u64,
    /// The state of its content.
    pub rev: Rev,
    /// When its content last changed, as far as the store knows.
    pub modified_at: Timestamp,
    /// The hash of its content, where the store knows it without reading.
    pub content_hash: Option<ContentHash>,
}

impl Entry {
    /// Returns its name; of a root, an empty one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Returns what is known of it as a file, if it is one.
    #[must_use]
    pub const fn file(&self) -> Option<&FileFacts> {
        match &self.node {
            Node::File(facts) => Some(facts),
            Node::Folder => None,
        }
    }
}

/// How a folder is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store is asked")]
pub struct Listing {
    /// Whether what is in the folders below is listed too.
    pub is_recursive: bool,
    /// The most entries on a page; 0 and anything above [`PAGE_LIMIT`](super::PAGE_LIMIT) count as that.
    pub limit: u32,
}

/// A piece of news about a folder, to be taken in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: who mirrors a folder must take each")]
pub enum Item {
    /// This is there, in place of whatever had its path; what is in a folder is said by itself.
    Here(Entry),
    /// At this path nothing is any more, nor below it; an empty one is of all that was told before, and what is there is told anew.
    Gone(Vec<String>),
}

/// A page of news about a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Page {
    /// The news, in order.
    pub items: Vec<Item>,
    /// Where to go on.
    pub cursor: Cursor,
    /// Whether more is known already.
    pub has_more: bool,
}

/// What came of waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Wait {
    /// Whether there is news.
    pub has_changed: bool,
    /// How long to leave the store alone before the next wait.
    pub backoff: Option<Duration>,
}

/// An address of a file for a while.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct TempLink {
    /// The address, which is a secret while it works.
    pub url: String,
    /// When it was made.
    pub minted_at: Timestamp,
    /// From when on it does not work.
    pub expires_at: Timestamp,
    /// The content that was there when it was made.
    pub rev: Rev,
    /// Its size in bytes.
    pub size: u64,
    /// Its hash, where the store knows it.
    pub content_hash: Option<ContentHash>,
}

impl fmt::Debug for TempLink {
    /// Shows no address: what is printed by mistake must not open a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TempLink").field("rev", &self.rev).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// How large a small picture is, in pixels of the longer side at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: what every store can make")]
pub enum ThumbnailSize {
    /// 128.
    Small,
    /// 480.
    Medium,
    /// 1024.
    Large,
}

/// What a write does about a file that has the name already.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a file store must know each")]
pub enum Mode {
    /// It is refused as `Conflict`.
    Add,
    /// The file gets this content; where there is none, it is made.
    Overwrite,
    /// The file gets this content if its present one is that revision, else it is refused as `Conflict`.
    Update(Rev),
}

/// A write: where to, and on what condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store is asked")]
pub struct Put {
    /// The folder.
    pub into: Loc,
    /// The name in it; a file keeps the spelling that it has.
    pub name: FileName,
    /// What of a file that is there.
    pub mode: Mode,
    /// How many bytes are to come, where the caller knows; others are `Mismatch`.
    pub size: Option<u64>,
    /// What they must hash to, where the caller knows.
    pub content_hash: Option<ContentHash>,
}

impl Put {
    /// Returns a write on the condition that nothing has the name yet.
    #[must_use]
    pub const fn new(into: Loc, name: FileName) -> Self {
        Self { into, name, mode: Mode::Add, size: None, content_hash: None }
    }

    /// Sets what is done about a file that has the name already.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }
}
