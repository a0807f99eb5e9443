//! Who else sees a folder.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{AccountId, Connection, FilesError, FilesFuture, FolderId, Loc};
use crate::domain::text::Email;

/// What a member of a shared folder may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: who compares roles with accesses must know each")]
pub enum FolderRole {
    /// Reads.
    Viewer,
    /// Writes too.
    Editor,
    /// Shares it.
    Owner,
}

/// A shared folder, as one account sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct SharedFolder {
    /// Which.
    pub id: FolderId,
    /// Its name.
    pub name: String,
    /// What the account may in it.
    pub my_role: FolderRole,
    /// Where the account has it among its own, name by name; `None` where it is not there.
    pub mounted_at: Option<Vec<String>>,
    /// The shared folder in which it lies, if any.
    pub parent: Option<FolderId>,
    /// Whether it belongs to a team.
    pub is_in_team_folder: bool,
}

/// Whom an invitation or its end is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is no third way")]
pub enum Who {
    /// An account.
    Account(AccountId),
    /// An address, whoever holds it.
    Email(Email),
}

/// Somebody to be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store is asked")]
pub struct Invited {
    /// Whom.
    pub who: Who,
    /// As what; never the owner.
    pub role: FolderRole,
}

/// How far a member has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: who reconciles must know each")]
pub enum MemberState {
    /// Has accepted, and can read.
    Active,
    /// Has been invited.
    Pending,
}

/// Somebody on a shared folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct FolderMember {
    /// Their account, where there is one; the address that was invited may be another than the account's.
    /// A group of people is there under an id of its own, by which it can be taken off.
    pub account: Option<AccountId>,
    /// Their address, where the store shows it.
    pub email: Option<Email>,
    /// What they may.
    pub role: FolderRole,
    /// How far they have come.
    pub state: MemberState,
    /// Whether it comes from a folder above, and cannot be ended here.
    pub is_inherited: bool,
}

/// What came of ending a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Revoked {
    /// What the person still may, through a folder above: then access has not ended.
    pub residual: Option<FolderRole>,
}

/// Something done at once, or under way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is no third way")]
pub enum Step<T> {
    /// Done.
    Done(T),
    /// Under way: ask for it.
    Running(JobId),
}

/// Something under way in the store, to be kept with what waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers, and what is stored of it")]
pub struct JobId {
    /// What is under way.
    pub kind: JobKind,
    /// Its id in the store.
    pub id: String,
}

/// What can be under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: stores ask for each in another way")]
pub enum JobKind {
    /// A folder is being shared.
    Share,
    /// A membership is being ended.
    Revoke,
    /// A shared folder is becoming one account's own again.
    Unshare,
    /// A member is leaving.
    Leave,
}

/// How far something under way has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is no fourth way")]
pub enum Progress {
    /// Not there yet.
    Pending,
    /// Done.
    Done(JobDone),
    /// It failed; nothing can be said of what it has done before.
    Failed(FilesError),
}

/// What came of something under way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: one for each kind of job")]
pub enum JobDone {
    /// The folder is shared.
    Shared(SharedFolder),
    /// The membership has ended.
    Revoked(Revoked),
    /// The folder is one account's own.
    Unshared,
    /// The account has left.
    Left,
}

/// What takes its time.
pub trait Jobs: Send + Sync + fmt::Debug {
    /// Returns how far something under way has come; what is done stays so for a while.
    ///
    /// # Errors
    /// `NotFound` for a job that the store does not know, or no more: the caller reads [`FolderSharing::members`], never guesses.
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress>;
}

/// Shared folders, from their owner's side (FIL-2).
///
/// Any call on a folder that the account has no part in is `NotAMember`; what only the owner may is `NotPermitted` for another.
/// Every call can be repeated: what is so already is done.
pub trait FolderSharing: Jobs {
    /// Shares a folder so that only its owner says with whom; one that is shared already is done, with the id that it has.
    ///
    /// No folder is made for it.
    ///
    /// # Errors
    /// `NotFound`; `Nesting`; `NotVerified`; `NotPermitted`, also for a folder that somebody else shares and the account has among its own.
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>>;

    /// Returns what a shared folder is to the account.
    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder>;

    /// Returns everybody on a shared folder, the owner and those only invited among them.
    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>>;

    /// Invites people, all or none; of one who is there already the role is only raised.
    ///
    /// Where it is `quiet` the store sends no message of its own.
    ///
    /// # Errors
    /// `PlanInsufficient` where the plan has no viewers, who are never made editors instead; `Owner` for that role; `OutsideTeam`; `TooManyMembers`; `InviteLimit`; `NotVerified`.
    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        quiet: bool,
    ) -> FilesFuture<'a, ()>;

    /// Sets what a member may.
    ///
    /// # Errors
    /// `NotFound` for an account that is not on the folder; `Owner`; `Inherited`; `PlanInsufficient`.
    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        role: FolderRole,
    ) -> FilesFuture<'a, ()>;

    /// Ends a membership or an invitation, and leaves no copy of the folder with the person; of one who is not there it is done.
    ///
    /// # Errors
    /// `Owner`; `Inherited`.
    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, who: &'a Who) -> FilesFuture<'a, Step<Revoked>>;

    /// Makes a shared folder its owner's alone again.
    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>>;

    /// Makes an active member who has the folder among their own its owner; who was it becomes an editor.
    ///
    /// # Errors
    /// `NotFound` for an account that is not on the folder; `NotPermitted` where it cannot be the owner; `NotVerified`.
    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()>;
}

/// Shared folders, from a member's side.
pub trait Membership: Jobs {
    /// Returns the shared folders that the account is on or invited to, and does not have among its own.
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>>;

    /// Accepts an invitation, and puts the folder among the account's own; returns where, as it does if it is there already.
    ///
    /// # Errors
    /// `NotAMember`; `QuotaShort`; `Nesting`.
    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>>;

    /// Takes the folder from among the account's own; the membership stays.
    ///
    /// # Errors
    /// `NotAMember`; `Owner`.
    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()>;

    /// Ends the account's own membership, and leaves no copy; of one that is none it is done.
    ///
    /// # Errors
    /// `Owner`; `Inherited`.
    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>>;
}
