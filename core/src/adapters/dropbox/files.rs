//! What is asked about files and folders, and what changes where they are.

use std::io::Read;

use dropbox_sdk::sync_routes::files::{
    self, CreateFolderArg, DeleteArg, GetTemporaryLinkArg, Metadata, PathOrLink, RelocationArg, ThumbnailFormat,
    ThumbnailV2Arg,
};

use super::errors::Fail;
use super::paths::{Found, HOME, below, is_id};
use super::session::Session;
use crate::domain::file::{FileName, FilePath};
use crate::ports::files::{
    ContentHash, ContentHasher, Entry, FileId, FilesError, Loc, Node, Rev, TempLink, ThumbnailSize,
};

/// How long an address from Dropbox works.
const LINK_MILLIS: i64 = 4 * 3_600_000;

/// The most bytes that a small picture has.
const MOST_THUMBNAIL: u64 = 16 * 1024 * 1024;

/// How often something is tried again that others have changed in between.
const TRIES: usize = 4;

impl Session {
    pub(super) fn stat(&self, at: &Loc) -> Result<Entry, Fail> {
        Ok(self.find(at)?.entry(self.home()))
    }

    pub(super) fn find_in(&self, folder: &Loc, id: &FileId) -> Result<Entry, Fail> {
        let folder = self.folder(folder)?;
        if id.as_str() == HOME {
            return Err(FilesError::NotFound.into());
        }
        let found = self.find(&Loc::Id(id.clone()))?;
        match below(&found.lower, &folder.lower) {
            Some(rest) if !rest.is_empty() => {
                let path = found.names.iter().skip(folder.names.len()).cloned().collect();
                Ok(Entry { id: found.id, path, node: found.node })
            }
            _ => Err(FilesError::NotFound.into()),
        }
    }

    pub(super) fn make_dir(&self, within: &Loc, path: &FilePath) -> Result<Entry, Fail> {
        let folder = self.folder(within)?;
        for _ in 0..TRIES {
            let (found, rest) = self.as_far_as(folder.clone(), path)?;
            if !found.is_folder() {
                return Err(FilesError::Conflict.into());
            }
            let Some(name) = rest.first() else { return Ok(found.entry(self.home())) };
            let deeper: String = rest.iter().skip(1).map(|name| format!("/{}", name.as_str())).collect();
            let argument = CreateFolderArg::new(format!("{}{deeper}", found.child(name)));
            match self.ask(|wire| files::create_folder_v2(wire, &argument)) {
                Ok(made) => {
                    let made = Found::read(Metadata::Folder(made.metadata), &argument.path)?;
                    return match self.by_now(within, &folder)? {
                        // Which of the folders above were made with it is not known.
                        Some(now) if below(&made.lower, &now.lower).is_none() => Err(FilesError::Transient.into()),
                        _ => Ok(made.entry(self.home())),
                    };
                }
                // Somebody was faster: it may be the very folder.
                Err(refusal) if refusal.is(&FilesError::Conflict) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(FilesError::Conflict.into())
    }

    /// Makes the folder of the library, into which nothing can be moved before it is there.
    fn make_home(&self) -> Result<(), Fail> {
        let path = self.home().path();
        if path.is_empty() {
            return Ok(());
        }
        let argument = CreateFolderArg::new(path.to_owned());
        match self.ask(|wire| files::create_folder_v2(wire, &argument)) {
            Err(refusal) if !refusal.is(&FilesError::Conflict) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn move_to(&self, from: &Loc, into: &Loc, name: &FileName) -> Result<Entry, Fail> {
        let (found, folder) = (self.find(from)?, self.folder(into)?);
        let home = &self.find(&Loc::root())?.lower;
        let is_inside = found.is_folder() && below(&folder.lower, &found.lower).is_some();
        if found.is_home() || found.lower == *home || is_inside {
            return Err(FilesError::Conflict.into());
        }
        if folder.is_home() {
            self.make_home()?;
        }
        let to = folder.child(name);
        match self.named(&folder, name)? {
            Some(present) if present.id != found.id => Err(FilesError::Conflict.into()),
            Some(present) if present.name() == name.as_str() => Ok(present.entry(self.home())),
            Some(present) => self.spell(&present, name, &to),
            None => {
                let moved = self.rename(found.id.as_str(), &to)?;
                Ok(self.in_place(moved, into, &folder, name)?.entry(self.home()))
            }
        }
    }

    /// Brings what was written by a path into the folder that was meant, which somebody may have moved in the meantime.
    pub(super) fn in_place(&self, written: Found, at: &Loc, folder: &Found, name: &FileName) -> Result<Found, Fail> {
        let above = written.lower.rsplit_once('/').map(|(above, _)| above);
        match self.by_now(at, folder)? {
            Some(now) if above != Some(now.lower.as_str()) => {
                let brought = self.rename(written.id.as_str(), &now.child(name));
                brought.map_err(|_| FilesError::Transient.into())
            }
            _ => Ok(written),
        }
    }

    fn rename(&self, from: &str, to: &str) -> Result<Found, Fail> {
        let argument = RelocationArg::new(from.to_owned(), to.to_owned());
        let moved = self.ask(|wire| files::move_v2(wire, &argument))?;
        Found::read(moved.metadata, to)
    }

    /// Gives something its own name in another spelling.
    ///
    /// Dropbox says that it does not change letter cases alone, so it may take two steps.
    /// Between them the thing has a name of its own, under which its id finds it should the second never come.
    fn spell(&self, present: &Found, name: &FileName, to: &str) -> Result<Entry, Fail> {
        let id = present.id.as_str();
        match self.rename(id, to) {
            Ok(found) if found.name() == name.as_str() => return Ok(found.entry(self.home())),
            Ok(_) | Err(Fail::Is(FilesError::Conflict)) => {}
            Err(fail) => return Err(fail),
        }
        let above = to.strip_suffix(name.as_str()).unwrap_or_default();
        let bits = self.shop.entropy.bits().unwrap_or_default();
        let between = name.numbered(u32::try_from(bits >> 33).unwrap_or(2));
        self.rename(id, &format!("{above}{}", between.as_str()))?;
        match self.rename(id, to) {
            Ok(found) => Ok(found.entry(self.home())),
            // Nobody knows where it is by now; else it goes back to where it was, as well as may be.
            Err(Fail::Is(FilesError::Transient)) => Err(FilesError::Transient.into()),
            Err(fail) => {
                let back = self.rename(id, &format!("{above}{}", present.name()));
                Err(if back.is_ok() { fail } else { FilesError::Transient.into() })
            }
        }
    }

    pub(super) fn delete(&self, at: &Loc) -> Result<(), Fail> {
        for _ in 0..TRIES {
            let found = match self.find(at) {
                Err(Fail::Is(FilesError::NotFound)) => return Ok(()),
                found => found?,
            };
            let Node::File(facts) = &found.node else { return Err(FilesError::Conflict.into()) };
            // Only what was looked at: by now a folder may have the name, which would go with all that is in it.
            let argument = DeleteArg::new(found.id.as_str().to_owned()).with_parent_rev(facts.rev.as_str().to_owned());
            match self.ask(|wire| files::delete_v2(wire, &argument)) {
                Ok(_) => return Ok(()),
                Err(refusal) if refusal.is(&FilesError::NotFound) => return Ok(()),
                Err(refusal) if refusal.is(&FilesError::Conflict) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(FilesError::Conflict.into())
    }

    /// Returns by what Dropbox reaches a file that is to be read: by its id, asked for only where it is not known.
    fn readable(&self, at: &Loc) -> Result<String, Fail> {
        match at {
            Loc::Id(id) if is_id(id) => Ok(id.as_str().to_owned()),
            _ => Ok(self.file(at)?.0.id.as_str().to_owned()),
        }
    }

    pub(super) fn temp_link(&self, at: &Loc) -> Result<TempLink, Fail> {
        let argument = GetTemporaryLinkArg::new(self.readable(at)?);
        // Before it is asked for, so that it is never thought to work longer than it does.
        let minted_at = self.shop.clock.now();
        let made = self.ask(|wire| files::get_temporary_link(wire, &argument))?;
        Ok(TempLink {
            url: made.link,
            minted_at,
            expires_at: minted_at.plus_millis(LINK_MILLIS),
            rev: Rev::new(made.metadata.rev),
            size: made.metadata.size,
            content_hash: made.metadata.content_hash.and_then(|hash| hash.parse().ok()),
        })
    }

    pub(super) fn thumbnail(&self, at: &Loc, size: ThumbnailSize) -> Result<Vec<u8>, Fail> {
        let size = match size {
            ThumbnailSize::Small => files::ThumbnailSize::W128h128,
            ThumbnailSize::Medium => files::ThumbnailSize::W480h320,
            ThumbnailSize::Large => files::ThumbnailSize::W1024h768,
        };
        let argument = ThumbnailV2Arg::new(PathOrLink::Path(self.readable(at)?))
            .with_format(ThumbnailFormat::Jpeg)
            .with_size(size);
        let made = self.ask_with(&argument, |wire, argument| files::get_thumbnail_v2(wire, argument, None, None))?;
        let mut picture = Vec::new();
        let body = made.body.ok_or(FilesError::Transient)?;
        let read = body.take(MOST_THUMBNAIL).read_to_end(&mut picture);
        read.map(|_| picture).map_err(|_| FilesError::Transient.into())
    }

    pub(super) fn content_hash(&self, at: &Loc) -> Result<ContentHash, Fail> {
        let (_, facts) = self.file(at)?;
        if let Some(hash) = facts.content_hash {
            return Ok(hash);
        }
        let (mut hasher, mut from) = (ContentHasher::new(), 0);
        while from < facts.size {
            let piece = self.piece(&facts.rev, from..facts.size)?;
            from = from.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            hasher.update(&piece);
        }
        Ok(hasher.finish())
    }
}
