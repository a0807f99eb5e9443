//! Handing a shared folder over to another account of the store (OWN-4).

use super::kept_files::KeptFiles;
use super::kept_moves::to_path;
use super::kept_sharing::Stop;
use crate::domain::file::FilePath;
use crate::domain::folder::Folder;
use crate::domain::folder_members::FolderTrouble;
use crate::domain::folder_place::FolderPlace;
use crate::ports::files::{Connection, FilesError, FolderId, FolderRole, Loc, Step};

/// What keeps the new owner from having the folder is told as that; what may pass, as it is.
fn away(error: FilesError) -> Stop {
    let trouble = error.retry_after().is_none().then_some(FolderTrouble::NewOwnerAway);
    Stop { error, trouble }
}

/// The shared folder, where it is known to be one.
fn shared(folder: &Folder) -> Option<FolderId> {
    folder.sharing.folder.as_ref().map(|shared| FolderId::new(shared.as_str()))
}

impl KeptFiles {
    pub(super) async fn hand_over_to(&self, folder: &Folder, to: &FolderPlace) -> Result<bool, Stop> {
        let (Some(sharing), Some(membership)) = (self.sharing(), self.store.membership()) else { return Ok(false) };
        let Some(shared) = shared(folder) else { return Ok(false) };
        let (from, by) = (self.connection(folder.at.holder), self.connection(to.holder));
        let seen = sharing.describe(&by, &shared).await.map_err(away)?;
        // Else it was handed over before, and cut off then.
        if seen.my_role != FolderRole::Owner {
            if seen.mounted_at.is_none() {
                membership.mount(&by, &shared).await.map_err(away)?;
            }
            let account = self.store.account(&by).await.map_err(away)?;
            match sharing.transfer(&from, &shared, &account.id).await {
                Err(FilesError::Unsupported) => return Ok(false),
                done => done?,
            }
        }
        self.put_at(&by, shared, &to.path).await?;
        Ok(true)
    }

    /// Returns whether the store has handed a folder over, whatever was cut off afterwards.
    pub(super) async fn was_handed_over(&self, folder: &Folder, to: &FolderPlace) -> Result<bool, Stop> {
        let (Some(sharing), Some(shared)) = (self.sharing(), shared(folder)) else { return Ok(false) };
        // Who had it knows, where they can be asked: whom it was for may never come.
        let had = sharing.describe(&self.connection(folder.at.holder), &shared).await;
        if had.as_ref().is_ok_and(|seen| seen.my_role == FolderRole::Owner) {
            return Ok(false);
        }
        match sharing.describe(&self.connection(to.holder), &shared).await {
            Ok(seen) if seen.my_role == FolderRole::Owner => Ok(true),
            Ok(_) | Err(FilesError::NotAMember | FilesError::NotFound) => match had {
                Ok(_) | Err(FilesError::NotAMember | FilesError::NotFound) => Ok(false),
                Err(error) => Err(error.into()),
            },
            Err(error) => Err(had.err().map_or_else(|| away(error), Stop::from)),
        }
    }

    /// Moves a shared folder to where an account is to have it.
    async fn put_at(&self, by: &Connection, shared: FolderId, path: &FilePath) -> Result<(), FilesError> {
        let Some((name, above)) = path.names().split_last() else { return Err(FilesError::NotPermitted) };
        let above = self.folder(by, to_path(above)).await?;
        match self.store.move_to(by, &Loc::Shared(shared, FilePath::root()), &above, name).await {
            // Something has its place since that was found free: it is known by its id, and may lie where it is.
            Ok(_) | Err(FilesError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Puts a shared folder back among what its holder has, who has taken it from there: it is where the track's files lie (FIL-1).
    pub(super) async fn put_back(&self, at: &FolderPlace, shared: &FolderId) -> Result<(), FilesError> {
        let Some(membership) = self.store.membership() else { return Ok(()) };
        let by = self.connection(at.holder);
        membership.mount(&by, shared).await?;
        self.put_at(&by, shared.clone(), &at.path).await
    }

    pub(super) async fn unshare(&self, folder: &Folder) -> Result<(), FilesError> {
        let (Some(sharing), Some(shared)) = (self.sharing(), shared(folder)) else { return Ok(()) };
        let by = self.connection(folder.at.holder);
        match sharing.unshare(&by, &shared).await {
            Ok(Step::Running(job)) => self.done(&by, &job).await.map(drop),
            Ok(Step::Done(())) | Err(FilesError::NotAMember | FilesError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
