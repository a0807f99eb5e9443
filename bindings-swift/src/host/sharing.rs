//! Shared folders of a file store of the host's (FIL-2): the methods of Swift's `FolderSharing` and `FolderMembership`.

use cowrite::Email;
use cowrite::ports::files::{
    Account, AccountId, Connection, FilesError, FilesFuture, FolderId, FolderSharing, JobDone, Jobs, Loc, Membership,
    Progress, Step,
};
use uuid::Uuid;

use super::files::FilePlace;
use super::refusals::FilesRefusal;
use super::store::{HostStore, ask, holder, place, unsupported};

pub(crate) use cowrite::ports::files::{
    FolderMember, FolderRole, Invited as FolderInvitation, JobId as FolderJob, JobKind as FolderJobKind,
    MemberState as FolderMemberState, Revoked as FolderRevocation, SharedFolder, Who as FolderInvitee,
};

/// What a member of a shared folder may.
#[uniffi::remote(Enum)]
pub(crate) enum FolderRole {
    /// Reads.
    Viewer,
    /// Writes too.
    Editor,
    /// Shares it.
    Owner,
}

/// An account of a file store.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct FileAccount {
    /// The store's own id, the same whoever asks.
    pub(crate) id: AccountId,
    /// Its address.
    #[uniffi(default = None)]
    pub(crate) email: Option<Email>,
    /// Whether that is verified, without which most stores share nothing.
    #[uniffi(default = false)]
    pub(crate) is_email_verified: bool,
    /// Whether its plan has members that only view.
    #[uniffi(default = true)]
    pub(crate) can_have_viewers: bool,
}

impl From<FileAccount> for Account {
    fn from(account: FileAccount) -> Self {
        let FileAccount { id, email, is_email_verified, can_have_viewers } = account;
        Self { id, email, is_email_verified, can_have_viewers, root: None, home: None }
    }
}

/// A shared folder as one account sees it.
#[uniffi::remote(Record)]
pub(crate) struct SharedFolder {
    /// Its id.
    pub(crate) id: FolderId,
    /// Its name.
    pub(crate) name: String,
    /// What the account may in it.
    pub(crate) my_role: FolderRole,
    /// Its names from the account's root; `nil` where it is not among the account's own.
    pub(crate) mounted_at: Option<Vec<String>>,
    /// The shared folder in which it lies, if any.
    pub(crate) parent: Option<FolderId>,
    /// Whether it belongs to a team.
    pub(crate) is_in_team_folder: bool,
}

/// Whom an invitation or its end is for.
#[uniffi::remote(Enum)]
pub(crate) enum FolderInvitee {
    /// An account, by its id.
    Account(AccountId),
    /// An address, whoever holds it.
    Email(Email),
}

/// Somebody to be invited.
#[uniffi::remote(Record)]
pub(crate) struct FolderInvitation {
    /// Whom.
    pub(crate) who: FolderInvitee,
    /// As what; never the owner.
    pub(crate) role: FolderRole,
}

/// How far a member has come.
#[uniffi::remote(Enum)]
pub(crate) enum FolderMemberState {
    /// Has accepted, and can read.
    Active,
    /// Has been invited.
    Pending,
}

/// Somebody on a shared folder.
#[uniffi::remote(Record)]
pub(crate) struct FolderMember {
    /// Their account, where there is one; a group of people is there under an id of its own.
    pub(crate) account: Option<AccountId>,
    /// Their address, where the store shows it.
    pub(crate) email: Option<Email>,
    /// What they may.
    pub(crate) role: FolderRole,
    /// How far they have come.
    pub(crate) state: FolderMemberState,
    /// Whether it comes from a folder above, and cannot be ended here.
    pub(crate) is_inherited: bool,
}

/// What came of ending a membership.
#[uniffi::remote(Record)]
pub(crate) struct FolderRevocation {
    /// What the person still may, through a folder above: then access has not ended.
    pub(crate) residual: Option<FolderRole>,
}

/// What can be under way in a store.
#[uniffi::remote(Enum)]
pub(crate) enum FolderJobKind {
    /// A folder is being shared.
    Share,
    /// A membership is being ended.
    Revoke,
    /// A shared folder is becoming one account's own again.
    Unshare,
    /// A member is leaving.
    Leave,
}

/// Something under way in a store, for which `poll` is asked.
#[uniffi::remote(Record)]
pub(crate) struct FolderJob {
    /// What is under way.
    pub(crate) kind: FolderJobKind,
    /// Its id in the store.
    pub(crate) id: String,
}

/// What came of sharing a folder.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum SharingStep {
    /// It is shared.
    Done(SharedFolder),
    /// It is under way.
    Running(FolderJob),
}

/// What came of ending a membership or an invitation.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum RevocationStep {
    /// It has ended.
    Done(FolderRevocation),
    /// It is under way.
    Running(FolderJob),
}

/// How far a job has come.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum FolderJobProgress {
    /// Not there yet.
    Running,
    /// The folder is shared.
    Shared(SharedFolder),
    /// The membership has ended.
    Revoked(FolderRevocation),
    /// The folder is one account's own.
    Unshared,
    /// The account has left.
    Left,
}

/// Shared folders from their owner's side.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub(crate) trait SharingPort: Send + Sync {
    /// Whose account the connection is.
    async fn account(&self, by: Option<Uuid>) -> Result<FileAccount, FilesRefusal>;

    /// How far a job has come.
    async fn poll(&self, by: Option<Uuid>, job: FolderJob) -> Result<FolderJobProgress, FilesRefusal>;

    /// Shares a folder.
    async fn share(&self, by: Option<Uuid>, at: FilePlace) -> Result<SharingStep, FilesRefusal>;

    /// What a shared folder is to the account.
    async fn describe(&self, by: Option<Uuid>, folder: FolderId) -> Result<SharedFolder, FilesRefusal>;

    /// Everybody on it.
    async fn members(&self, by: Option<Uuid>, folder: FolderId) -> Result<Vec<FolderMember>, FilesRefusal>;

    /// Invites people, all or none.
    async fn invite(
        &self,
        by: Option<Uuid>,
        folder: FolderId,
        people: Vec<FolderInvitation>,
        quiet: bool,
    ) -> Result<(), FilesRefusal>;

    /// Sets what a member may.
    async fn set_role(
        &self,
        by: Option<Uuid>,
        folder: FolderId,
        account: AccountId,
        role: FolderRole,
    ) -> Result<(), FilesRefusal>;

    /// Ends a membership or an invitation.
    async fn revoke(
        &self,
        by: Option<Uuid>,
        folder: FolderId,
        who: FolderInvitee,
    ) -> Result<RevocationStep, FilesRefusal>;

    /// Makes a folder its owner's alone again.
    async fn unshare(&self, by: Option<Uuid>, folder: FolderId) -> Result<Option<FolderJob>, FilesRefusal>;

    /// Makes a member its owner.
    async fn transfer(&self, by: Option<Uuid>, folder: FolderId, to: AccountId) -> Result<(), FilesRefusal>;
}

/// Shared folders from a member's side.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub(crate) trait MembershipPort: Send + Sync {
    /// The shared folders that the account does not have among its own.
    async fn mountable(&self, by: Option<Uuid>) -> Result<Vec<SharedFolder>, FilesRefusal>;

    /// Puts one among the account's own.
    async fn mount(&self, by: Option<Uuid>, folder: FolderId) -> Result<Vec<String>, FilesRefusal>;

    /// Takes it from among them.
    async fn unmount(&self, by: Option<Uuid>, folder: FolderId) -> Result<(), FilesRefusal>;

    /// Ends the account's own membership.
    async fn leave(&self, by: Option<Uuid>, folder: FolderId) -> Result<Option<FolderJob>, FilesRefusal>;
}

/// Asks a port of the host's, where there is one.
macro_rules! asked {
    ($port:expr, |$there:ident| $asked:expr) => {
        asked!($port, |$there| $asked, |answer| answer)
    };
    ($port:expr, |$there:ident| $asked:expr, |$answer:ident| $read:expr) => {
        match $port {
            Some($there) => {
                let asked = $asked;
                ask(async move {
                    let $answer = asked.await?;
                    Ok($read)
                })
            }
            None => unsupported(),
        }
    };
}

fn step(job: Option<FolderJob>) -> Step<()> {
    job.map_or(Step::Done(()), Step::Running)
}

/// A job's own failure, which is thrown; what is away, or asks for patience, has failed only to say.
const fn is_of_the_call(error: &FilesError) -> bool {
    matches!(error, FilesError::NotFound | FilesError::Disconnected) || error.retry_after().is_some()
}

impl Jobs for HostStore {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a FolderJob) -> FilesFuture<'a, Progress> {
        let asked: FilesFuture<'_, Progress> =
            asked!(&self.sharing, |port| port.poll(holder(by), job.clone()), |answer| match answer {
                FolderJobProgress::Running => Progress::Pending,
                FolderJobProgress::Shared(folder) => Progress::Done(JobDone::Shared(folder)),
                FolderJobProgress::Revoked(revoked) => Progress::Done(JobDone::Revoked(revoked)),
                FolderJobProgress::Unshared => Progress::Done(JobDone::Unshared),
                FolderJobProgress::Left => Progress::Done(JobDone::Left),
            });
        Box::pin(async move {
            match asked.await {
                Err(error) if !is_of_the_call(&error) => Ok(Progress::Failed(error)),
                progress => progress,
            }
        })
    }
}

impl FolderSharing for HostStore {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        asked!(&self.sharing, |port| port.share(holder(by), place(at)), |answer| match answer {
            SharingStep::Done(folder) => Step::Done(folder),
            SharingStep::Running(job) => Step::Running(job),
        })
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        asked!(&self.sharing, |port| port.describe(holder(by), folder.clone()))
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        asked!(&self.sharing, |port| port.members(holder(by), folder.clone()))
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [FolderInvitation],
        quiet: bool,
    ) -> FilesFuture<'a, ()> {
        asked!(&self.sharing, |port| port.invite(holder(by), folder.clone(), people.to_vec(), quiet))
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        to: FolderRole,
    ) -> FilesFuture<'a, ()> {
        asked!(&self.sharing, |port| port.set_role(holder(by), folder.clone(), account.clone(), to))
    }

    fn revoke<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        who: &'a FolderInvitee,
    ) -> FilesFuture<'a, Step<FolderRevocation>> {
        asked!(&self.sharing, |port| port.revoke(holder(by), folder.clone(), who.clone()), |answer| match answer {
            RevocationStep::Done(revoked) => Step::Done(revoked),
            RevocationStep::Running(job) => Step::Running(job),
        })
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        asked!(&self.sharing, |port| port.unshare(holder(by), folder.clone()), |job| step(job))
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        asked!(&self.sharing, |port| port.transfer(holder(by), folder.clone(), to.clone()))
    }
}

impl Membership for HostStore {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        asked!(&self.membership, |port| port.mountable(holder(by)))
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        asked!(&self.membership, |port| port.mount(holder(by), folder.clone()))
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        asked!(&self.membership, |port| port.unmount(holder(by), folder.clone()))
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        asked!(&self.membership, |port| port.leave(holder(by), folder.clone()), |job| step(job))
    }
}
