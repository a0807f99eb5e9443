//! From the port's places to Dropbox's, and back.
//!
//! Dropbox takes two names for one by a folding of its own, which knows fewer letters than the port's: `STRASSE` is not `straße` there.
//! So a name that is not found is looked for among all that are in its folder.

use dropbox_sdk::sync_routes::files::{
    self, GetMetadataArg, GetMetadataError, ListFolderArg, ListFolderContinueArg, LookupError, Metadata,
};
use dropbox_sdk::sync_routes::sharing::{self, GetMetadataArgs};
use unicode_normalization::UnicodeNormalization;

use super::errors::Fail;
use super::session::Session;
use crate::domain::file::{FileName, FilePath, fold_name};
use crate::ports::files::{Entry, FileFacts, FileId, FilesError, FolderId, Loc, Node, PAGE_LIMIT, Rev};
use crate::time::Timestamp;

/// By which the folder of the library is meant, wherever it is and whether it has been made or not.
pub(super) const HOME: &str = "home";

/// How paths begin that go from a shared folder down.
const SHARED: &str = "ns:";

/// The folder below which the paths of the port begin: `/Cowrite`, or nothing for all of an account.
#[derive(Debug, Clone)]
pub(super) struct Home {
    path: String,
    lower: String,
    depth: usize,
}

impl Home {
    pub(super) fn new(path: &FilePath) -> Self {
        let path: String = path.names().iter().map(|name| format!("/{}", name.as_str())).collect();
        Self { lower: dbxcase::dbx_str_lowercase(&path), depth: path.matches('/').count(), path }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn found(&self) -> Found {
        let names = split(&self.path);
        Found {
            id: FileId::new(HOME),
            lower: self.lower.clone(),
            place: self.path.clone(),
            names,
            node: Node::Folder,
            shared: None,
            within: None,
        }
    }

    /// Returns the names from here down; what lies elsewhere begins with as many `..` as it takes to get there.
    pub(super) fn relative(&self, lower: &str, names: &[String]) -> Vec<String> {
        match below(lower, &self.lower) {
            Some(_) => names.iter().skip(self.depth).cloned().collect(),
            None => core::iter::repeat_n("..".to_owned(), self.depth).chain(names.iter().cloned()).collect(),
        }
    }
}

/// What a path has below a folder's, if it lies there or is it; both as Dropbox folds them.
pub(super) fn below<'a>(lower: &'a str, folder: &str) -> Option<&'a str> {
    let rest = lower.strip_prefix(folder)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

fn split(path: &str) -> Vec<String> {
    path.split('/').filter(|name| !name.is_empty()).map(|name| name.nfc().collect()).collect()
}

/// A file or folder that is there, with where Dropbox has it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) id: FileId,
    /// Its path as Dropbox folds it, from the account's root; of what the account has nowhere, how it was asked for.
    pub(super) lower: String,
    /// How Dropbox is asked for it, spelled as it is to be made where it is not there.
    pub(super) place: String,
    /// Its names from the account's root.
    pub(super) names: Vec<String>,
    pub(super) node: Node,
    /// The shared folder that it is.
    pub(super) shared: Option<FolderId>,
    /// The shared folder that it lies in.
    pub(super) within: Option<FolderId>,
}

impl Found {
    /// Reads what Dropbox says of something; `asked` is how it was asked for.
    pub(super) fn read(metadata: Metadata, asked: &str) -> Result<Self, Fail> {
        let (id, name, lower, display, node, shared, within) = match metadata {
            Metadata::Deleted(_) => return Err(FilesError::NotFound.into()),
            Metadata::Folder(it) => {
                let sharing = it.sharing_info.map(|info| (info.shared_folder_id, info.parent_shared_folder_id));
                let (shared, within) = sharing.unwrap_or_default();
                (it.id, it.name, it.path_lower, it.path_display, Node::Folder, shared, within)
            }
            Metadata::File(it) => {
                let facts = FileFacts {
                    size: it.size,
                    rev: Rev::new(it.rev),
                    modified_at: it.server_modified.parse().unwrap_or(Timestamp::EPOCH),
                    content_hash: it.content_hash.and_then(|hash| hash.parse().ok()),
                };
                let within = it.sharing_info.map(|info| info.parent_shared_folder_id);
                (it.id, it.name, it.path_lower, it.path_display, Node::File(facts), None, within)
            }
        };
        let mut names = split(display.as_deref().or(lower.as_deref()).unwrap_or_default());
        // Of the path that is for display, only the last name is sure to be spelled as it is.
        names.pop();
        names.push(name.nfc().collect());
        let lower = lower.unwrap_or_else(|| asked.to_owned());
        Ok(Self {
            id: FileId::new(id),
            place: lower.clone(),
            lower,
            names,
            node,
            shared: shared.map(FolderId::new),
            within: within.map(FolderId::new),
        })
    }

    pub(super) fn is_home(&self) -> bool {
        self.id.as_str() == HOME
    }

    /// Returns it as the port has it, from the folder of the library.
    pub(super) fn entry(&self, home: &Home) -> Entry {
        Entry { id: self.id.clone(), path: home.relative(&self.lower, &self.names), node: self.node.clone() }
    }

    pub(super) fn is_folder(&self) -> bool {
        matches!(self.node, Node::Folder)
    }

    pub(super) fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// Whether it is reached by the shared folder that it is or lies in, wherever that is.
    fn is_by_shared(&self) -> bool {
        self.place.starts_with(SHARED)
    }

    /// Returns something that lies in it, reached as it is itself.
    fn holding(&self, child: Self) -> Self {
        match child.lower.rsplit_once('/') {
            Some((_, name)) if self.is_by_shared() => Self { place: format!("{}/{name}", self.place), ..child },
            _ => child,
        }
    }

    /// Returns the path of a name in it, as Dropbox takes it.
    pub(super) fn child(&self, name: &FileName) -> String {
        format!("{}/{}", self.place, name.as_str())
    }
}

/// Where a path leads: to what is there, or as far as there is something.
enum Way {
    Found(Found),
    /// The folder is there, and what it would take in it is not.
    Missing(Found, Vec<FileName>),
}

impl Session {
    pub(super) fn home(&self) -> &super::paths::Home {
        &self.shop.home
    }

    /// Returns what is at a place.
    pub(super) fn find(&self, at: &Loc) -> Result<Found, Fail> {
        match self.way(at)? {
            Way::Found(found) => Ok(found),
            Way::Missing(..) => Err(FilesError::NotFound.into()),
        }
    }

    /// Returns the folder at a place.
    pub(super) fn folder(&self, at: &Loc) -> Result<Found, Fail> {
        let found = self.find(at)?;
        if found.is_folder() { Ok(found) } else { Err(FilesError::NotFound.into()) }
    }

    /// Returns where a folder is now that something was written by its path; nothing where it is the path that was meant.
    ///
    /// It is written: where this cannot be found out, the caller looks.
    pub(super) fn by_now(&self, at: &Loc, folder: &Found) -> Result<Option<Found>, Fail> {
        match at {
            Loc::Id(id) if !folder.is_home() => {
                self.look(id.as_str()).map(Some).map_err(|_| FilesError::Transient.into())
            }
            _ => Ok(None),
        }
    }

    /// Returns the file at a place, and what is known of it.
    pub(super) fn file(&self, at: &Loc) -> Result<(Found, FileFacts), Fail> {
        let found = self.find(at)?;
        match found.node.clone() {
            Node::File(facts) => Ok((found, facts)),
            Node::Folder => Err(FilesError::NotFound.into()),
        }
    }

    /// Returns the deepest folder on the way from a folder down that is there, with the names it takes from there on.
    pub(super) fn as_far_as(&self, folder: Found, path: &FilePath) -> Result<(Found, Vec<FileName>), Fail> {
        match self.down(folder, path.names())? {
            Way::Found(found) => Ok((found, Vec::new())),
            Way::Missing(found, rest) => Ok((found, rest)),
        }
    }

    fn way(&self, at: &Loc) -> Result<Way, Fail> {
        match at {
            Loc::Path(path) => self.down(self.home().found(), path.names()),
            Loc::Id(id) if id.as_str() == HOME => Ok(Way::Found(self.home().found())),
            Loc::Id(id) if is_id(id) => self.look(id.as_str()).map(Way::Found),
            Loc::Id(_) => Err(FilesError::NotFound.into()),
            Loc::Shared(folder, path) => self.down_shared(folder, path),
        }
    }

    fn down_shared(&self, folder: &FolderId, path: &FilePath) -> Result<Way, Fail> {
        let is_number = !folder.as_str().is_empty() && folder.as_str().bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Err(FilesError::NotAMember.into());
        }
        if !path.names().is_empty() {
            let place: String = path.names().iter().map(|name| format!("/{}", name.as_str())).collect();
            match self.look(&format!("{SHARED}{folder}{place}")) {
                Err(Fail::Is(FilesError::NotFound)) => {}
                found => return found.map(Way::Found),
            }
        }
        // To one who has no part in it, Dropbox says no more than that there is nothing.
        let argument = GetMetadataArgs::new(folder.as_str().to_owned());
        let seen = self.ask(|wire| sharing::get_folder_metadata(wire, &argument))?;
        let mounted = seen.path_lower.ok_or(FilesError::NotAMember)?;
        match self.look(&mounted) {
            Ok(found) if found.shared.as_ref() == Some(folder) => {
                self.down(Found { place: format!("{SHARED}{folder}"), ..found }, path.names())
            }
            // It was moved just now.
            Ok(_) | Err(Fail::Is(FilesError::NotFound)) => Err(FilesError::Transient.into()),
            Err(fail) => Err(fail),
        }
    }

    /// Goes down from a folder that is there, or is the library's.
    fn down(&self, folder: Found, names: &[FileName]) -> Result<Way, Fail> {
        let Some((last, above)) = names.split_last() else { return Ok(Way::Found(folder)) };
        if !folder.is_folder() {
            return Err(FilesError::NotFound.into());
        }
        let place: String = names.iter().map(|name| format!("/{}", name.as_str())).collect();
        match self.look(&format!("{}{place}", folder.place)) {
            Err(Fail::Is(FilesError::NotFound)) => {}
            found => return found.map(Way::Found),
        }
        match self.down(folder, above)? {
            Way::Missing(found, mut rest) => {
                rest.push(last.clone());
                Ok(Way::Missing(found, rest))
            }
            // A file in the way: it is for the caller to see.
            Way::Found(found) if !found.is_folder() => Ok(Way::Missing(found, vec![last.clone()])),
            Way::Found(parent) => match self.named(&parent, last)? {
                Some(found) => Ok(Way::Found(found)),
                None => Ok(Way::Missing(parent, vec![last.clone()])),
            },
        }
    }

    /// Asks for one path or id.
    pub(super) fn look(&self, path: &str) -> Result<Found, Fail> {
        if path.is_empty() {
            return Ok(Found { id: FileId::new(HOME), ..self.home().found() });
        }
        let argument = GetMetadataArg::new(path.to_owned());
        match self.ask(|wire| files::get_metadata(wire, &argument)) {
            Ok(metadata) => {
                let found = Found::read(metadata, path)?;
                Ok(if path.starts_with(SHARED) { Found { place: path.to_owned(), ..found } } else { found })
            }
            // What cannot be called so is not there.
            Err(refusal) => match refusal.route {
                Some(GetMetadataError::Path(LookupError::MalformedPath(_))) => Err(FilesError::NotFound.into()),
                _ => Err(refusal.into()),
            },
        }
    }

    /// Returns what has a name in a folder, in whichever spelling; the very name comes first, then Dropbox's own folding.
    pub(super) fn named(&self, folder: &Found, name: &FileName) -> Result<Option<Found>, Fail> {
        let (key, lower) = (name.key(), dbxcase::dbx_str_lowercase(name.as_str()));
        let rank = |found: &Found| match found.name() {
            own if own == name.as_str() => 0,
            own if dbxcase::dbx_str_lowercase(own) == lower => 1,
            _ => 2,
        };
        let children = self.children(folder)?;
        let same = children.into_iter().filter(|found| fold_name(found.name()) == key);
        Ok(same.min_by_key(|found| (rank(found), found.id.clone())))
    }

    /// Returns all that is in a folder.
    fn children(&self, folder: &Found) -> Result<Vec<Found>, Fail> {
        let argument = ListFolderArg::new(folder.place.clone()).with_limit(PAGE_LIMIT);
        let mut page = match self.ask(|wire| files::list_folder(wire, &argument)) {
            // The folder of the library is made by the first write.
            Err(refusal) if folder.is_home() && refusal.is(&FilesError::NotFound) => return Ok(Vec::new()),
            page => page?,
        };
        let mut found = Vec::new();
        loop {
            for metadata in page.entries {
                match Found::read(metadata, "") {
                    Ok(child) => found.push(folder.holding(child)),
                    Err(Fail::Is(FilesError::NotFound)) => {}
                    Err(fail) => return Err(fail),
                }
            }
            if !page.has_more {
                return Ok(found);
            }
            let argument = ListFolderContinueArg::new(page.cursor);
            page = self.ask(|wire| files::list_folder_continue(wire, &argument))?;
        }
    }
}

/// Whether Dropbox could have given out such an id.
pub(super) fn is_id(id: &FileId) -> bool {
    id.as_str().strip_prefix("id:").is_some_and(|rest| {
        !rest.is_empty()
            && rest.len() <= 128
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    })
}
