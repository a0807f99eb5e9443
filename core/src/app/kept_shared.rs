//! Finding a track's shared folder, or sharing it (FIL-2).
//!
//! 1. A folder is known by its id, wherever its holder has put it; it is gone only for the account that had it.
//! 2. What lies where one was is shared unasked only if it is the track's: it has a known file in it, or none at all.

use super::kept_files::Spot;
use super::kept_sharing::{Circle, Stop};
use crate::domain::folder_members::{AccountRef, FolderTrouble, Sharing};
use crate::domain::share_link::FileRef;
use crate::ports::files::{Entry, FilesError, FolderId, FolderRole, JobDone, Loc, Step};

impl Circle<'_> {
    /// Returns the shared folder, shared just now where it was not; none where there is none to be.
    pub(super) async fn folder(&mut self, sharing: &mut Sharing) -> Result<Option<FolderId>, Stop> {
        let at = &self.wish.folder.at;
        if let Some(known) = &sharing.folder {
            let folder = FolderId::new(known.as_str());
            match self.store.describe(&self.by, &folder).await {
                Ok(found) if found.my_role == FolderRole::Owner => {
                    if found.mounted_at.is_none() {
                        self.in_time()?;
                        self.kept.put_back(at, &folder).await?;
                    }
                    self.know_holder(sharing).await;
                    return Ok(Some(folder));
                }
                // It is another's already, and what brought it there goes on with it.
                Ok(_) if self.wish.folder.next.as_ref().is_some_and(|next| !next.shares_root(at)) => return Ok(None),
                Ok(_) => {
                    self.require_holder(sharing).await?;
                    return Err(FilesError::NotPermitted.into());
                }
                Err(FilesError::NotAMember | FilesError::NotFound) => self.require_holder(sharing).await?,
                Err(error) => return Err(error.into()),
            }
            match self.kept.store.stat(&self.by, &Loc::Path(at.path.clone())).await {
                // What its owner deleted is not made anew unasked.
                Err(FilesError::NotFound) => {
                    sharing.trouble = Some(FolderTrouble::FolderGone);
                    sharing.people.retain(|person, _| self.wish.people.contains_key(person));
                    return Ok(None);
                }
                found => drop(found?),
            }
        }
        if self.wish.people.is_empty() {
            *sharing = Sharing::default();
            return Ok(None);
        }
        if sharing.folder.is_some() && !self.is_the_track_s(sharing).await? {
            return Ok(None);
        }
        let shared = self.share().await?;
        sharing.holder = None;
        self.know_holder(sharing).await;
        Ok(Some(shared))
    }

    async fn share(&self) -> Result<FolderId, Stop> {
        let made = self.kept.store.make_dir(&self.by, &Loc::root(), &self.wish.folder.at.path).await;
        let made = made.map_err(|error| match error {
            FilesError::Conflict | FilesError::TooLarge => Stop { error, trouble: Some(FolderTrouble::NameRefused) },
            error => Stop::of_name(error),
        })?;
        self.in_time()?;
        let shared = match self.store.share(&self.by, &Loc::Id(made.id)).await? {
            Step::Done(shared) => shared,
            Step::Running(job) => match self.kept.done(&self.by, &job).await? {
                JobDone::Shared(shared) => shared,
                JobDone::Revoked(_) | JobDone::Unshared | JobDone::Left => return Err(FilesError::Transient.into()),
            },
        };
        // What was shared before may be another's, who alone says with whom.
        if shared.my_role == FolderRole::Owner { Ok(shared.id) } else { Err(FilesError::NotPermitted.into()) }
    }

    /// Keeps under which account the folder is had; where that cannot be asked now, it is the next time.
    async fn know_holder(&self, sharing: &mut Sharing) {
        if sharing.holder.is_none()
            && let Ok(account) = self.kept.store.account(&self.by).await
        {
            sharing.holder = Some(AccountRef::new(account.id.as_str()));
        }
    }

    /// Refuses where another account is connected than the one that had the folder: then it need not be gone.
    async fn require_holder(&self, sharing: &Sharing) -> Result<(), Stop> {
        let Some(holder) = &sharing.holder else { return Ok(()) };
        if self.kept.store.account(&self.by).await?.id.as_str() == holder.as_str() {
            return Ok(());
        }
        Err(Stop { error: FilesError::NotAMember, trouble: Some(FolderTrouble::AnotherAccount) })
    }

    /// Returns whether what lies where the folder was may be shared unasked; where it may not, that is said.
    async fn is_the_track_s(&mut self, sharing: &mut Sharing) -> Result<bool, Stop> {
        let there = self.kept.entries(&Spot::at(&self.wish.folder.at)).await?;
        let mut files = there.iter().filter(|entry| entry.file().is_some()).peekable();
        let is_empty = files.peek().is_none();
        let is_known = |entry: &Entry| {
            let known = self.wish.known.as_ref();
            known.is_some_and(|known| known.contains(&FileRef::new(entry.id.as_str())))
        };
        if is_empty || files.any(is_known) {
            return Ok(true);
        }
        if self.wish.known.is_none() {
            self.asks_for_known = true;
        } else {
            sharing.trouble = Some(FolderTrouble::Replaced);
        }
        Ok(false)
    }
}
