//! Stores that break the contract of sharing, each in one way, and the case that must find it.

use cowrite::ports::files::{
    AccountId, Connection, FileStore, FilesFuture, FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobId,
    Jobs, Loc, Membership, Progress, Revoked, SharedFolder, Step, Who,
};
use cowrite::testing::files_conformance::sharing_conformance;
use pollster::block_on;

use super::controls::{Flaw, Flawed};

impl Jobs for Flawed {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress> {
        self.inner.poll(by, job)
    }
}

impl FolderSharing for Flawed {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        Box::pin(async move {
            let step = match (self.inner.share(by, at).await, at) {
                (Err(_), Loc::Shared(folder, _)) if matches!(self.flaw, Flaw::AdoptsAnothers) => {
                    Step::Done(self.inner.describe(by, folder).await?)
                }
                (step, _) => step?,
            };
            if let (Flaw::SharesAnew, Step::Done(folder)) = (self.flaw, &step) {
                self.inner.unshare(by, &folder.id).await?;
                return self.inner.share(by, at).await;
            }
            Ok(step)
        })
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        self.inner.describe(by, folder)
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        self.inner.members(by, folder)
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        quiet: bool,
    ) -> FilesFuture<'a, ()> {
        Box::pin(async move {
            let by = if matches!(self.flaw, Flaw::AnyMemberInvites) { &self.known } else { by };
            let mut people = people.to_vec();
            for invited in &mut people {
                if matches!(self.flaw, Flaw::ViewersBecomeEditors) && invited.role == FolderRole::Viewer {
                    invited.role = FolderRole::Editor;
                }
            }
            self.inner.invite(by, folder, &people, quiet).await?;
            if let (Flaw::InvitingLowers, Some(Invited { who: Who::Account(id), role })) = (self.flaw, people.first()) {
                self.inner.set_role(by, folder, id, *role).await?;
            }
            Ok(())
        })
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        role: FolderRole,
    ) -> FilesFuture<'a, ()> {
        self.inner.set_role(by, folder, account, role)
    }

    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, who: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        if matches!(self.flaw, Flaw::RevokesNothing) {
            return Box::pin(core::future::ready(Ok(Step::Done(Revoked::default()))));
        }
        self.inner.revoke(by, folder, who)
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        if matches!(self.flaw, Flaw::UnsharesNothing) && *by == self.known {
            return Box::pin(core::future::ready(Ok(Step::Done(()))));
        }
        self.inner.unshare(by, folder)
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        self.inner.transfer(by, folder, to)
    }
}

impl Membership for Flawed {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        self.inner.mountable(by)
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        self.inner.mount(by, folder)
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        self.inner.unmount(by, folder)
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        Box::pin(async move {
            if matches!(self.flaw, Flaw::LeavesNothing) {
                // It takes the folder from the member's own, and says that it has left.
                drop(self.inner.unmount(by, folder).await);
                self.inner.account(by).await?;
                return Ok(Step::Done(()));
            }
            self.inner.leave(by, folder).await
        })
    }
}

#[test]
fn a_store_that_shares_otherwise_is_found() {
    let rows = [
        (Flaw::SharesAnew, "sharing_again_gives_the_same_folder"),
        (Flaw::ViewersBecomeEditors, "who_is_invited_reaches_nothing_until_they_accept"),
        (Flaw::InvitingLowers, "a_role_is_raised_by_inviting_and_lowered_by_setting"),
        (Flaw::RevokesNothing, "revoking_ends_access_and_can_be_repeated"),
        (Flaw::LeavesNothing, "leaving_ends_access_and_can_be_repeated"),
        (Flaw::AnyMemberInvites, "only_the_owner_shares"),
        (Flaw::AdoptsAnothers, "only_the_owner_shares"),
        (Flaw::UnsharesNothing, "unsharing_leaves_the_files_with_their_owner"),
    ];
    for (flaw, case) in rows {
        let found = block_on(sharing_conformance(|| async {
            let (inner, accounts) = super::three_accounts();
            (Flawed { inner, flaw, known: accounts.owner.clone() }, accounts)
        }));
        let wrong = found.expect_err("a flawed store passed");
        assert!(wrong.starts_with(&format!("{case}: ")), "{flaw:?}: {wrong:.300}");
    }
}
