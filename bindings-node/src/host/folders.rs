//! What a store that shares folders is asked with, and how its answers are read.

use cowrite::domain::text::Email;
use cowrite::ports::files::{
    Account, AccountId, FilesError, FolderId, FolderMember, FolderRole, Invited, JobDone, JobId, JobKind, MemberState,
    Progress, Revoked, SharedFolder, Step, Who,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a member may, as JavaScript has it.
#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Viewer,
    Editor,
    Owner,
}

impl From<FolderRole> for Role {
    fn from(role: FolderRole) -> Self {
        match role {
            FolderRole::Viewer => Self::Viewer,
            FolderRole::Editor => Self::Editor,
            FolderRole::Owner => Self::Owner,
        }
    }
}

impl From<Role> for FolderRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Editor => Self::Editor,
            Role::Owner => Self::Owner,
        }
    }
}

pub(super) fn role(role: FolderRole) -> Value {
    json!(Role::from(role))
}

pub(super) fn who(who: &Who) -> Value {
    match who {
        Who::Account(account) => json!({ "account": account.as_str() }),
        Who::Email(email) => json!({ "email": email.as_str() }),
    }
}

pub(super) fn invited(people: &[Invited]) -> Value {
    people.iter().map(|invited| json!({ "who": who(&invited.who), "role": role(invited.role) })).collect()
}

/// What is under way, as JavaScript has it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Share,
    Revoke,
    Unshare,
    Leave,
}

pub(super) fn job(job: &JobId) -> Value {
    let kind = match job.kind {
        JobKind::Share => Kind::Share,
        JobKind::Revoke => Kind::Revoke,
        JobKind::Unshare => Kind::Unshare,
        JobKind::Leave => Kind::Leave,
    };
    json!({ "kind": kind, "id": job.id.as_str() })
}

/// An address, which is none where the store says something else.
fn email(given: Option<String>) -> Result<Option<Email>, FilesError> {
    given.map(|email| email.parse::<Email>()).transpose().map_err(|_| FilesError::Transient)
}

/// Id, address, whether that is verified, and whether the account can have viewers.
#[derive(Deserialize)]
pub(super) struct GivenAccount(String, Option<String>, bool, bool);

impl GivenAccount {
    pub(super) fn account(self) -> Result<Account, FilesError> {
        let Self(id, address, is_email_verified, can_have_viewers) = self;
        Ok(Account {
            id: AccountId::new(id),
            email: email(address)?,
            is_email_verified,
            can_have_viewers,
            root: None,
            home: None,
        })
    }
}

/// An account of a store of the core's own, as JavaScript has it.
pub(super) fn account(account: &Account) -> Value {
    json!({
        "id": account.id.as_str(),
        "email": account.email.as_ref().map(Email::as_str),
        "isEmailVerified": account.is_email_verified,
        "canHaveViewers": account.can_have_viewers,
    })
}

/// Id, name, what the account may, its names there, the folder above that is shared, and whether it is in a team's.
#[derive(Deserialize)]
pub(super) struct GivenFolder(String, String, Role, Option<Vec<String>>, Option<String>, bool);

impl GivenFolder {
    pub(super) fn folder(self) -> SharedFolder {
        let Self(id, name, role, mounted_at, parent, is_in_team_folder) = self;
        SharedFolder {
            id: FolderId::new(id),
            name,
            my_role: role.into(),
            mounted_at,
            parent: parent.map(FolderId::new),
            is_in_team_folder,
        }
    }
}

/// Account, address, what they may, whether they are only invited, and whether it comes from a folder above.
#[derive(Deserialize)]
pub(super) struct GivenMember(Option<String>, Option<String>, Role, bool, bool);

impl GivenMember {
    pub(super) fn member(self) -> Result<FolderMember, FilesError> {
        let Self(account, address, role, is_pending, is_inherited) = self;
        Ok(FolderMember {
            account: account.map(AccountId::new),
            email: email(address)?,
            role: role.into(),
            state: if is_pending { MemberState::Pending } else { MemberState::Active },
            is_inherited,
        })
    }
}

/// What the person still may.
#[derive(Deserialize)]
pub(super) struct GivenRevoked(Option<Role>);

impl GivenRevoked {
    fn revoked(self) -> Revoked {
        Revoked { residual: self.0.map(FolderRole::from) }
    }
}

/// The job by which it will be done, or what is done.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum GivenStep<T> {
    Job(Kind, String),
    Done(T),
}

impl<T> GivenStep<T> {
    fn step<U>(self, done: impl FnOnce(T) -> U) -> Step<U> {
        match self {
            Self::Job(kind, id) => {
                let kind = match kind {
                    Kind::Share => JobKind::Share,
                    Kind::Revoke => JobKind::Revoke,
                    Kind::Unshare => JobKind::Unshare,
                    Kind::Leave => JobKind::Leave,
                };
                Step::Running(JobId { kind, id })
            }
            Self::Done(given) => Step::Done(done(given)),
        }
    }

    fn progress(self, done: impl FnOnce(T) -> JobDone) -> Progress {
        match self {
            Self::Job(..) => Progress::Pending,
            Self::Done(given) => Progress::Done(done(given)),
        }
    }
}

pub(super) fn share_step(given: GivenStep<GivenFolder>) -> Step<SharedFolder> {
    given.step(GivenFolder::folder)
}

pub(super) fn revoke_step(given: GivenStep<GivenRevoked>) -> Step<Revoked> {
    given.step(GivenRevoked::revoked)
}

pub(super) fn step_to_nothing(given: GivenStep<Option<()>>) -> Step<()> {
    given.step(|_| ())
}

/// What came of a job of some kind.
pub(super) fn progress(given: Value, kind: JobKind) -> Result<Progress, FilesError> {
    fn read<T: serde::de::DeserializeOwned>(given: Value) -> Result<GivenStep<T>, FilesError> {
        serde_json::from_value(given).map_err(|_| FilesError::Transient)
    }
    Ok(match kind {
        JobKind::Share => read(given)?.progress(|of: GivenFolder| JobDone::Shared(of.folder())),
        JobKind::Revoke => read(given)?.progress(|of: GivenRevoked| JobDone::Revoked(of.revoked())),
        JobKind::Unshare => read(given)?.progress(|_: Option<()>| JobDone::Unshared),
        JobKind::Leave => read(given)?.progress(|_: Option<()>| JobDone::Left),
    })
}

/// A job's own failure, which is thrown; what is away, or asks for patience, has failed only to say.
pub(super) const fn is_of_the_call(error: &FilesError) -> bool {
    matches!(error, FilesError::NotFound | FilesError::Disconnected) || error.retry_after().is_some()
}
