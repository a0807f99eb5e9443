//! Shared folders of a file store of the host's: the methods of `FolderSharing` and `Membership`.

use cowrite::ports::files::{
    AccountId, Connection, FilesError, FilesFuture, FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobId,
    Jobs, Loc, Membership, Progress, Revoked, SharedFolder, Step, Who,
};
use serde_json::{Value, json};

use super::answers::place;
use super::folders::{self, GivenFolder, GivenMember, invited, role, who};
use super::port::whose;
use super::store::HostStore;

impl HostStore {
    async fn progress(&self, by: &Connection, job: &JobId) -> Result<Progress, FilesError> {
        let given = self.ask::<Value>("poll", json!([whose(by), folders::job(job)])).await?;
        folders::progress(given, job.kind)
    }
}

impl Jobs for HostStore {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress> {
        Box::pin(async move {
            match self.progress(by, job).await {
                Err(error) if !folders::is_of_the_call(&error) => Ok(Progress::Failed(error)),
                progress => progress,
            }
        })
    }
}

impl FolderSharing for HostStore {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        let given = json!([whose(by), place(at)]);
        Box::pin(async move { self.ask("share", given).await.map(folders::share_step) })
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        let given = json!([whose(by), folder.as_str()]);
        Box::pin(async move { self.ask("describe", given).await.map(GivenFolder::folder) })
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        let given = json!([whose(by), folder.as_str()]);
        Box::pin(async move {
            let members = self.ask::<Vec<GivenMember>>("members", given).await?;
            members.into_iter().map(GivenMember::member).collect()
        })
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        quiet: bool,
    ) -> FilesFuture<'a, ()> {
        let given = json!([whose(by), folder.as_str(), invited(people), { "quiet": quiet }]);
        Box::pin(self.port.tell("invite", given))
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        to: FolderRole,
    ) -> FilesFuture<'a, ()> {
        Box::pin(self.port.tell("setRole", json!([whose(by), folder.as_str(), account.as_str(), role(to)])))
    }

    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, whom: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        let given = json!([whose(by), folder.as_str(), who(whom)]);
        Box::pin(async move { self.ask("revoke", given).await.map(folders::revoke_step) })
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let given = json!([whose(by), folder.as_str()]);
        Box::pin(async move { self.ask("unshare", given).await.map(folders::step_to_nothing) })
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        Box::pin(self.port.tell("transfer", json!([whose(by), folder.as_str(), to.as_str()])))
    }
}

impl Membership for HostStore {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        let given = json!([whose(by)]);
        Box::pin(async move {
            let folders = self.ask::<Vec<GivenFolder>>("mountable", given).await?;
            Ok(folders.into_iter().map(GivenFolder::folder).collect())
        })
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        Box::pin(self.ask("mount", json!([whose(by), folder.as_str()])))
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        Box::pin(self.port.tell("unmount", json!([whose(by), folder.as_str()])))
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        let given = json!([whose(by), folder.as_str()]);
        Box::pin(async move { self.ask("leave", given).await.map(folders::step_to_nothing) })
    }
}
