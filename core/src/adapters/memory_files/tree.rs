//! The files and folders of all accounts, and who reaches which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::MemoryAccount;
use crate::domain::file::{FileName, FilePath, fold_name};
use crate::ports::files::{
    AccountId, Connection, ContentHash, Entry, FileFacts, FileId, FilesError, FolderId, FolderRole, Loc, MemberState,
    Node, Rev,
};
use crate::time::Timestamp;

/// The number of a file or folder, never used twice.
pub(super) type Key = u64;

#[derive(Debug)]
pub(super) struct Home {
    pub(super) account: MemoryAccount,
    pub(super) root: Key,
}

#[derive(Debug)]
pub(super) struct Thing {
    pub(super) parent: Option<Key>,
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) shared: Option<Shared>,
}

#[derive(Debug)]
pub(super) enum Content {
    Folder,
    File { data: Arc<[u8]>, rev: u64, modified_at: Timestamp },
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) id: FolderId,
    pub(super) owner: Connection,
    pub(super) members: BTreeMap<Connection, Member>,
    /// Who was invited by an address that no account holds, by the address's key.
    pub(super) invited: BTreeMap<String, FolderRole>,
}

#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) role: FolderRole,
    pub(super) state: MemberState,
    pub(super) mounted_as: Option<String>,
}

/// All there is.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) homes: BTreeMap<Connection, Home>,
    pub(super) things: BTreeMap<Key, Thing>,
    last: u64,
}

pub(super) fn account_id(of: &Connection) -> AccountId {
    AccountId::new(format!("account:{of}"))
}

pub(super) fn file_id(key: Key) -> FileId {
    FileId::new(format!("id:{key}"))
}

impl Tree {
    /// Returns a number that has not been given before.
    pub(super) fn number(&mut self) -> u64 {
        self.last = self.last.saturating_add(1);
        self.last
    }

    pub(super) fn add(&mut self, parent: Option<Key>, name: &str, content: Content) -> Key {
        let key = self.number();
        self.things.insert(key, Thing { parent, name: name.nfc().collect(), content, shared: None });
        key
    }

    pub(super) fn home(&self, by: &Connection) -> Result<&Home, FilesError> {
        self.homes.get(by).ok_or(FilesError::Disconnected)
    }

    pub(super) fn thing(&self, key: Key) -> Result<&Thing, FilesError> {
        self.things.get(&key).ok_or(FilesError::NotFound)
    }

    pub(super) fn thing_mut(&mut self, key: Key) -> Result<&mut Thing, FilesError> {
        self.things.get_mut(&key).ok_or(FilesError::NotFound)
    }

    /// The thing itself and the folders above it, in the tree of whoever owns it.
    pub(super) fn upward(&self, key: Key) -> impl Iterator<Item = (Key, &Thing)> {
        let find = |key: Key| self.things.get(&key).map(|thing| (key, thing));
        core::iter::successors(find(key), move |(_, thing)| thing.parent.and_then(find))
    }

    /// What an account may do with a thing, if it sees it.
    pub(super) fn role(&self, by: &Connection, key: Key) -> Option<FolderRole> {
        let root = self.homes.get(by)?.root;
        self.upward(key).find_map(|(key, thing)| {
            if key == root {
                return Some(FolderRole::Owner);
            }
            let member = thing.shared.as_ref()?.members.get(by)?;
            (member.state == MemberState::Active).then_some(member.role)
        })
    }

    pub(super) fn may_write(&self, by: &Connection, key: Key) -> Result<(), FilesError> {
        match self.role(by, key) {
            None => Err(FilesError::NotFound),
            Some(FolderRole::Viewer) => Err(FilesError::NotPermitted),
            Some(FolderRole::Editor | FolderRole::Owner) => Ok(()),
        }
    }

    pub(super) fn shared(&self, folder: &FolderId) -> Option<(Key, &Shared)> {
        let found = self.things.iter().find(|(_, thing)| thing.shared.as_ref().is_some_and(|it| it.id == *folder));
        found.and_then(|(key, thing)| Some((*key, thing.shared.as_ref()?)))
    }

    pub(super) fn shared_mut(&mut self, folder: &FolderId) -> Result<&mut Shared, FilesError> {
        let mut all = self.things.values_mut().filter_map(|thing| thing.shared.as_mut());
        all.find(|shared| shared.id == *folder).ok_or(FilesError::NotAMember)
    }

    /// What lies in a folder as an account sees it: in its root, the folders that it has mounted too.
    pub(super) fn children(&self, by: &Connection, folder: Key) -> Vec<(Key, String)> {
        let own = self.things.iter().filter(|(_, thing)| thing.parent == Some(folder));
        let mut all: Vec<_> = own.map(|(key, thing)| (*key, thing.name.clone())).collect();
        if self.homes.get(by).is_some_and(|home| home.root == folder) {
            all.extend(self.things.iter().filter_map(|(key, thing)| {
                let member = thing.shared.as_ref()?.members.get(by)?;
                Some((*key, member.mounted_as.clone()?))
            }));
        }
        all
    }

    pub(super) fn child(&self, by: &Connection, folder: Key, name: &str) -> Option<Key> {
        let wanted = fold_name(name);
        self.children(by, folder).into_iter().find(|(_, name)| fold_name(name) == wanted).map(|(key, _)| key)
    }

    pub(super) fn descend(&self, by: &Connection, from: Key, path: &FilePath) -> Result<Key, FilesError> {
        path.names()
            .iter()
            .try_fold(from, |folder, name| self.child(by, folder, name.as_str()).ok_or(FilesError::NotFound))
    }

    /// Finds what an account means by a place.
    pub(super) fn resolve(&self, by: &Connection, at: &Loc) -> Result<Key, FilesError> {
        let home = self.home(by)?;
        match at {
            Loc::Id(id) => {
                let key = id.as_str().strip_prefix("id:").and_then(|key| key.parse().ok());
                key.filter(|key| self.role(by, *key).is_some()).ok_or(FilesError::NotFound)
            }
            Loc::Shared(folder, path) => {
                let root = self.shared(folder).map(|(key, _)| key).filter(|key| self.role(by, *key).is_some());
                self.descend(by, root.ok_or(FilesError::NotAMember)?, path)
            }
            Loc::Path(path) => self.descend(by, home.root, path),
        }
    }

    pub(super) fn folder(&self, by: &Connection, at: &Loc) -> Result<Key, FilesError> {
        let key = self.resolve(by, at)?;
        if matches!(self.thing(key)?.content, Content::Folder) { Ok(key) } else { Err(FilesError::NotFound) }
    }

    pub(super) fn file(&self, by: &Connection, at: &Loc) -> Result<(Key, &Arc<[u8]>), FilesError> {
        let key = self.resolve(by, at)?;
        match &self.thing(key)?.content {
            Content::File { data, .. } => Ok((key, data)),
            Content::Folder => Err(FilesError::NotFound),
        }
    }

    /// The names from an account's root down; of what it has not mounted, from the shared folder down.
    pub(super) fn path(&self, by: &Connection, key: Key) -> Vec<String> {
        let root = self.homes.get(by).map(|home| home.root);
        let mut names = Vec::new();
        for (key, thing) in self.upward(key) {
            if Some(key) == root {
                break;
            }
            let member = thing.shared.as_ref().and_then(|shared| shared.members.get(by));
            let mounted = member.filter(|member| member.role != FolderRole::Owner);
            names.push(mounted.and_then(|member| member.mounted_as.clone()).unwrap_or_else(|| thing.name.clone()));
            if mounted.is_some() {
                break;
            }
        }
        names.reverse();
        names
    }

    pub(super) fn entry(&self, key: Key, path: Vec<String>) -> Result<Entry, FilesError> {
        let node = match &self.thing(key)?.content {
            Content::Folder => Node::Folder,
            Content::File { data, rev, modified_at } => Node::File(FileFacts {
                size: u64::try_from(data.len()).unwrap_or(u64::MAX),
                rev: Rev::new(format!("rev:{rev}")),
                modified_at: *modified_at,
                content_hash: Some(ContentHash::of(data)),
            }),
        };
        Ok(Entry { id: file_id(key), path, node })
    }

    /// All that lies in a folder, with the names from it down.
    pub(super) fn below(&self, by: &Connection, folder: Key, is_recursive: bool) -> Result<Vec<Entry>, FilesError> {
        let (mut found, mut folders) = (Vec::new(), vec![(folder, Vec::new())]);
        while let Some((folder, path)) = folders.pop() {
            for (key, name) in self.children(by, folder) {
                let path: Vec<String> = path.iter().cloned().chain([name]).collect();
                let entry = self.entry(key, path.clone())?;
                if is_recursive && entry.node == Node::Folder {
                    folders.push((key, path));
                }
                found.push(entry);
            }
        }
        Ok(found)
    }

    /// Whether any of the folders from here up is shared.
    pub(super) fn is_in_shared(&self, key: Key) -> bool {
        self.upward(key).any(|(_, thing)| thing.shared.is_some())
    }

    /// Whether anything from here down is shared.
    pub(super) fn holds_shared(&self, key: Key) -> bool {
        let shared: BTreeSet<Key> =
            self.things.iter().filter(|(_, it)| it.shared.is_some()).map(|(key, _)| *key).collect();
        shared.into_iter().any(|shared| self.lies_in(shared, key))
    }

    pub(super) fn lies_in(&self, key: Key, folder: Key) -> bool {
        self.upward(key).any(|(key, _)| key == folder)
    }

    /// How many bytes lie from here down.
    pub(super) fn size(&self, folder: Key) -> u64 {
        let files = self.things.iter().filter_map(|(key, thing)| match &thing.content {
            Content::File { data, .. } if self.lies_in(*key, folder) => u64::try_from(data.len()).ok(),
            Content::File { .. } | Content::Folder => None,
        });
        files.sum()
    }

    /// Refuses what would be more than whoever owns a folder has room for.
    pub(super) fn has_room(&self, folder: Key, more: u64) -> Result<(), FilesError> {
        let top = self.upward(folder).last().map(|(key, _)| key);
        let home = self.homes.values().find(|home| Some(home.root) == top);
        home.map_or(Ok(()), |home| self.has_room_at(home, more))
    }

    pub(super) fn has_room_at(&self, home: &Home, more: u64) -> Result<(), FilesError> {
        let Some(quota) = home.account.quota else { return Ok(()) };
        let short = self.size(home.root).saturating_add(more).saturating_sub(quota);
        if short == 0 { Ok(()) } else { Err(FilesError::QuotaShort { needed: Some(more), short: Some(short) }) }
    }

    /// A name that nothing in an account's root has, from one that is wanted.
    pub(super) fn free_name(&self, by: &Connection, root: Key, wanted: &str) -> String {
        let name: Option<FileName> = wanted.parse().ok();
        let numbered = (1_u32..).filter_map(|number| Some(name.as_ref()?.numbered(number).as_str().to_owned()));
        let mut tries = core::iter::once(wanted.to_owned()).chain(numbered);
        tries.find(|name| self.child(by, root, name).is_none()).unwrap_or_else(|| wanted.to_owned())
    }
}
