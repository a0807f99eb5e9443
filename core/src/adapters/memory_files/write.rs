//! What changes files and folders.

use super::State;
use super::tree::{Content, Key, Tree};
use crate::domain::file::{FileName, FilePath, fold_name};
use crate::ports::files::{Connection, ContentHash, Entry, FilesError, Loc, Mode, Nesting, Put, TempLink};
use crate::time::Timestamp;

use super::LINK_HOURS;

impl Tree {
    pub(super) fn make_dir(&mut self, by: &Connection, within: &Loc, path: &FilePath) -> Result<Entry, FilesError> {
        let start = self.folder(by, within)?;
        // All of it is looked at first: a refusal leaves no folder behind.
        let (mut key, mut missing) = (start, Vec::new());
        for name in path.names() {
            match self.child(by, key, name.as_str()).filter(|_| missing.is_empty()) {
                Some(child) if matches!(self.thing(child)?.content, Content::Folder) => key = child,
                Some(_) => return Err(FilesError::Conflict),
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            self.may_write(by, key)?;
        }
        for name in missing {
            key = self.add(Some(key), name.as_str(), Content::Folder);
        }
        self.entry(key, self.path(by, key))
    }

    pub(super) fn put(&mut self, by: &Connection, put: &Put, data: &[u8], now: Timestamp) -> Result<Entry, FilesError> {
        let folder = self.folder(by, &put.into)?;
        let found = self.child(by, folder, put.name.as_str());
        let present = found.map(|key| self.entry(key, Vec::new())).transpose()?;
        self.may_write(by, folder)?;
        let rev = match &present {
            None => None,
            Some(entry) => Some(&entry.file().ok_or(FilesError::Conflict)?.rev),
        };
        match (&put.mode, rev) {
            (Mode::Add | Mode::Overwrite, None) | (Mode::Overwrite, Some(_)) => {}
            (Mode::Update(wanted), Some(rev)) if wanted == rev => {}
            (Mode::Add, Some(_)) | (Mode::Update(_), _) => return Err(FilesError::Conflict),
        }
        let size = u64::try_from(data.len()).unwrap_or(u64::MAX);
        if put.size.is_some_and(|said| said != size) || put.content_hash.is_some_and(|it| it != ContentHash::of(data)) {
            return Err(FilesError::Mismatch);
        }
        let freed = present.as_ref().and_then(Entry::file).map_or(0, |facts| facts.size);
        self.has_room(folder, size.saturating_sub(freed))?;
        let content = Content::File { data: data.into(), rev: self.number(), modified_at: now };
        let key = match found {
            None => self.add(Some(folder), put.name.as_str(), content),
            Some(key) => {
                self.thing_mut(key)?.content = content;
                key
            }
        };
        self.entry(key, self.path(by, key))
    }

    pub(super) fn move_to(
        &mut self,
        by: &Connection,
        from: &Loc,
        into: &Loc,
        name: &FileName,
    ) -> Result<Entry, FilesError> {
        let (key, folder) = (self.resolve(by, from)?, self.folder(by, into)?);
        let root = self.home(by)?.root;
        if key == root || self.lies_in(folder, key) {
            return Err(FilesError::Conflict);
        }
        if self.child(by, folder, name.as_str()).is_some_and(|found| found != key) {
            return Err(FilesError::Conflict);
        }
        if self.mount_of(by, key)?.is_some() {
            return self.rename_mount(by, key, folder, name);
        }
        self.may_write(by, key)?;
        self.may_write(by, folder)?;
        if self.holds_shared(key) && self.is_in_shared(folder) {
            return Err(FilesError::Nesting(Nesting::Inside));
        }
        let thing = self.thing_mut(key)?;
        thing.parent = Some(folder);
        name.as_str().clone_into(&mut thing.name);
        self.entry(key, self.path(by, key))
    }

    /// The name under which an account has mounted another's shared folder, if this is one.
    fn mount_of(&mut self, by: &Connection, key: Key) -> Result<Option<&mut String>, FilesError> {
        let shared = self.thing_mut(key)?.shared.as_mut().filter(|shared| shared.owner != *by);
        Ok(shared.and_then(|shared| shared.members.get_mut(by)).and_then(|member| member.mounted_as.as_mut()))
    }

    fn rename_mount(&mut self, by: &Connection, key: Key, folder: Key, name: &FileName) -> Result<Entry, FilesError> {
        if folder != self.home(by)?.root {
            return Err(FilesError::NotPermitted);
        }
        if let Some(mounted) = self.mount_of(by, key)? {
            name.as_str().clone_into(mounted);
        }
        self.entry(key, self.path(by, key))
    }

    pub(super) fn delete(&mut self, by: &Connection, at: &Loc) -> Result<(), FilesError> {
        let key = match self.resolve(by, at) {
            Err(FilesError::NotFound) => return Ok(()),
            found => found?,
        };
        if matches!(self.thing(key)?.content, Content::Folder) {
            return Err(FilesError::Conflict);
        }
        self.may_write(by, key)?;
        self.things.remove(&key);
        Ok(())
    }
}

impl Tree {
    pub(super) fn remove_folder(&mut self, by: &Connection, at: &Loc) -> Result<(), FilesError> {
        let folder = self.folder(by, at)?;
        let below: Vec<Key> = self.things.keys().copied().filter(|key| self.lies_in(*key, folder)).collect();
        below.iter().for_each(|key| drop(self.things.remove(key)));
        Ok(())
    }
}

impl State {
    pub(super) fn temp_link(&mut self, by: &Connection, at: &Loc, now: Timestamp) -> Result<TempLink, FilesError> {
        let (key, _) = self.tree.file(by, at)?;
        if !self.tree.home(by)?.account.is_email_verified {
            return Err(FilesError::NotVerified);
        }
        let entry = self.tree.entry(key, Vec::new())?;
        let facts = entry.file().ok_or(FilesError::NotFound)?;
        let url = format!("memory://{}/{}", self.tree.number(), fold_name(entry.id.as_str()));
        let expires_at = now.plus_millis(LINK_HOURS.saturating_mul(3_600_000));
        self.links.insert(url.clone(), (key, expires_at));
        Ok(TempLink {
            url,
            minted_at: now,
            expires_at,
            rev: facts.rev.clone(),
            size: facts.size,
            content_hash: facts.content_hash,
        })
    }
}
