//! Shared folders from a member's side, and whose account it is.

use dropbox_sdk::sync_routes::sharing::{
    self, ListFoldersArgs, ListFoldersContinueArg, MountFolderArg, MountFolderError, RelinquishFolderMembershipArg,
    RelinquishFolderMembershipError, UnmountFolderArg,
};
use dropbox_sdk::sync_routes::users;
use dropbox_sdk::types::common::RootInfo;
use dropbox_sdk::types::users_common::AccountType;

use super::errors::Fail;
use super::session::Session;
use super::sharing::{known, launch};
use crate::ports::files::{Account, AccountId, FilesError, FolderId, FolderRole, JobKind, Nesting, SharedFolder, Step};

/// How many folders stand on a page of Dropbox's.
const PAGE: u32 = 1_000;

impl Session {
    pub(super) fn account(&self) -> Result<Account, Fail> {
        let seen = self.ask(|wire| users::get_current_account(wire))?;
        let (root, home) = match seen.root_info {
            RootInfo::Team(info) => (Some(info.root_namespace_id), Some(info.home_namespace_id)),
            RootInfo::User(info) => (Some(info.root_namespace_id), Some(info.home_namespace_id)),
            _ => (None, None),
        };
        let is_apart = root != home;
        Ok(Account {
            id: AccountId::new(seen.account_id),
            email: seen.email.parse().ok(),
            is_email_verified: seen.email_verified,
            can_have_viewers: !matches!(seen.account_type, AccountType::Basic),
            root: root.filter(|_| is_apart),
            home: home.filter(|_| is_apart),
        })
    }

    /// Refuses a folder of the library from which no track could be shared.
    pub(super) fn check_home(&self) -> Result<(), Fail> {
        let path = self.home().path();
        if path.is_empty() {
            return Ok(());
        }
        let found = match self.look(path) {
            Err(Fail::Is(FilesError::NotFound)) => return Ok(()),
            found => found?,
        };
        if !found.is_folder() {
            return Err(FilesError::Conflict.into());
        }
        let Some(shared) = found.shared.or(found.within) else { return Ok(()) };
        let is_of_team = self.describe(&shared)?.is_in_team_folder;
        Err(FilesError::Nesting(if is_of_team { Nesting::TeamFolder } else { Nesting::Inside }).into())
    }

    /// Finds out whether the app may ask about shared folders at all.
    pub(super) fn check_sharing(&self) -> Result<(), Fail> {
        let argument = ListFoldersArgs::default().with_limit(1);
        Ok(self.ask(|wire| sharing::list_mountable_folders(wire, &argument)).map(drop)?)
    }

    pub(super) fn mountable(&self) -> Result<Vec<SharedFolder>, Fail> {
        let argument = ListFoldersArgs::default().with_limit(PAGE);
        let mut page = self.ask(|wire| sharing::list_mountable_folders(wire, &argument))?;
        let mut folders = Vec::new();
        loop {
            for seen in page.entries {
                match self.shared(seen) {
                    Ok(folder) if folder.mounted_at.is_none() => folders.push(folder),
                    Ok(_) | Err(Fail::Is(FilesError::NotAMember)) => {}
                    Err(fail) => return Err(fail),
                }
            }
            let Some(cursor) = page.cursor else { return Ok(folders) };
            let argument = ListFoldersContinueArg::new(cursor);
            page = self.ask(|wire| sharing::list_mountable_folders_continue(wire, &argument))?;
        }
    }

    pub(super) fn mount(&self, folder: &FolderId) -> Result<Vec<String>, Fail> {
        let argument = MountFolderArg::new(known(folder)?);
        let seen = match self.ask(|wire| sharing::mount_folder(wire, &argument)) {
            Ok(seen) => self.shared(seen)?,
            Err(refusal) if matches!(refusal.route, Some(MountFolderError::AlreadyMounted)) => self.describe(folder)?,
            Err(refusal) => return Err(refusal.into()),
        };
        Ok(seen.mounted_at.ok_or(FilesError::NotPermitted)?)
    }

    pub(super) fn unmount(&self, folder: &FolderId) -> Result<(), Fail> {
        let seen = self.describe(folder)?;
        if seen.my_role == FolderRole::Owner {
            return Err(FilesError::Owner.into());
        }
        if seen.mounted_at.is_none() {
            return Ok(());
        }
        let argument = UnmountFolderArg::new(known(folder)?);
        Ok(self.ask(|wire| sharing::unmount_folder(wire, &argument))?)
    }

    pub(super) fn leave(&self, folder: &FolderId) -> Result<Step<()>, Fail> {
        let Ok(id) = known(folder) else { return Ok(Step::Done(())) };
        let argument = RelinquishFolderMembershipArg::new(id).with_leave_a_copy(false);
        let mut has_unmounted = false;
        loop {
            let refusal = match self.ask(|wire| sharing::relinquish_folder_membership(wire, &argument)) {
                Ok(launched) => return Ok(launch(JobKind::Leave, launched)),
                Err(refusal) => refusal,
            };
            match refusal.route {
                Some(RelinquishFolderMembershipError::Mounted) if !has_unmounted => {
                    self.unmount(folder)?;
                    has_unmounted = true;
                }
                Some(
                    RelinquishFolderMembershipError::NoExplicitAccess | RelinquishFolderMembershipError::GroupAccess,
                ) => {
                    return Err(FilesError::Inherited(self.describe(folder)?.my_role).into());
                }
                _ if refusal.is(&FilesError::NotAMember) => return Ok(Step::Done(())),
                _ => return Err(refusal.into()),
            }
        }
    }
}
