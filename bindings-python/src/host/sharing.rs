//! Shared folders of a file store of the host's: the methods of `FolderSharing` and `Membership` in `cowrite.sharing`.

use cowrite::ports::files::{
    AccountId, Connection, FilesFuture, FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobId, Jobs, Loc,
    Membership, Progress, Revoked, SharedFolder, Step, Who,
};
use pyo3::prelude::*;

use super::answers::{by_id, place};
use super::folders::{self, invited, role, who};
use super::store::{HostStore, given, giving, nothing};

/// What a store that shares folders has, all of it.
pub(super) const SHARING: [&str; 9] =
    ["share", "describe", "members", "invite", "set_role", "revoke", "unshare", "transfer", "poll"];

/// What a store has that puts shared folders among the members' own, all of it.
pub(super) const MEMBERSHIP: [&str; 4] = ["mountable", "mount", "unmount", "leave"];

impl Jobs for HostStore {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress> {
        Box::pin(async move {
            let given = giving(move |py| given!(py; by_id(py, by)?, folders::job(py, job)?));
            match self.ask("poll", given, |answer| folders::progress(answer, job.kind)).await {
                Err(error) if !folders::is_of_the_call(&error) => Ok(Progress::Failed(error)),
                progress => progress,
            }
        })
    }
}

impl FolderSharing for HostStore {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, at)?));
        Box::pin(self.ask("share", given, folders::share_step))
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("describe", given, folders::shared))
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("members", given, folders::members))
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        quiet: bool,
    ) -> FilesFuture<'a, ()> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str(), invited(py, people)?; quiet = quiet));
        Box::pin(self.ask("invite", given, nothing))
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        to: FolderRole,
    ) -> FilesFuture<'a, ()> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str(), account.as_str(), role(py, to)?));
        Box::pin(self.ask("set_role", given, nothing))
    }

    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, whom: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str(), who(py, whom)?));
        Box::pin(self.ask("revoke", given, folders::revoke_step))
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("unshare", given, folders::step_to_nothing))
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str(), to.as_str()));
        Box::pin(self.ask("transfer", given, nothing))
    }
}

impl Membership for HostStore {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        Box::pin(self.ask("mountable", giving(move |py| given!(py; by_id(py, by)?)), folders::all_shared))
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("mount", given, folders::names))
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("unmount", given, nothing))
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let given = giving(move |py| given!(py; by_id(py, by)?, folder.as_str()));
        Box::pin(self.ask("leave", given, folders::step_to_nothing))
    }
}
