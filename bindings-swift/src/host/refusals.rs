//! Why a file store could not do as asked, both ways: what one of the host's throws, and what one of the core's own says to the host.

use std::time::Duration;

use cowrite::ports::files::FilesError;

use super::Call;
use super::sharing::FolderRole;
use crate::custom::Span;

pub(crate) use cowrite::ports::files::Nesting as FolderNesting;

/// Why a folder cannot be shared where it is.
#[uniffi::remote(Enum)]
pub(crate) enum FolderNesting {
    /// It lies in a shared folder.
    Inside,
    /// A shared folder lies in it.
    Contains,
    /// It is or holds an app's own folder.
    AppFolder,
    /// It belongs to a team.
    TeamFolder,
    /// It is a package of a program's, which looks like a file.
    Package,
    /// It is locked away.
    Vault,
}

/// Why a ``FileStore`` could not do as asked; throw the one that fits.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub(crate) enum FileStoreError {
    /// There is nothing, or nothing that the account may see.
    NotFound,
    /// The account has no part in the shared folder.
    NotAMember,
    /// The account sees it, and may not do this.
    NotPermitted,
    /// The account's address is not verified.
    NotVerified,
    /// The account's plan does not have this.
    PlanInsufficient,
    /// The folder cannot be shared where it is.
    Nesting(FolderNesting),
    /// It cannot be done to the folder's owner, or by them.
    Owner,
    /// The person's membership comes from a folder above, with this role.
    Inherited(FolderRole),
    /// There is no room.
    QuotaShort {
        /// How many bytes it takes, where the store says.
        needed: Option<u64>,
        /// How many are missing, where the store says.
        short: Option<u64>,
    },
    /// The folder has as many members as it can have.
    TooManyMembers {
        /// How many those are, where the store says.
        limit: Option<u32>,
    },
    /// The account has sent as many invitations as it may for now.
    InviteLimit,
    /// The account's team shares with nobody outside.
    OutsideTeam,
    /// Something else is there, or it has changed in the meantime.
    Conflict,
    /// The cursor is of no more use: list anew.
    CursorReset,
    /// It is more than the store takes.
    TooLarge,
    /// No part of the range lies in the file.
    OutsideRange {
        /// How many bytes the file has.
        size: u64,
    },
    /// The content is not what it was said to be; nothing was kept of it.
    Mismatch,
    /// The store cannot do this.
    Unsupported,
    /// The account has asked too much.
    RateLimited {
        /// In how many seconds it may ask again.
        after: Span,
    },
    /// Others write there at the same time; nothing was written.
    Contended {
        /// In how many seconds it may be tried again.
        after: Span,
    },
    /// The account is not connected.
    Disconnected,
    /// The connection was not granted this right.
    MissingScope(String),
    /// The app is registered with the store in a way that cannot do this.
    WrongAppType,
    /// The store is away for now, or closed; of a write it is not known whether it has taken hold.
    Transient,
    /// Something that has no name here: the store's own word for it.
    Other(String),
}

impl From<FilesError> for FileStoreError {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::NotFound => Self::NotFound,
            FilesError::NotAMember => Self::NotAMember,
            FilesError::NotPermitted => Self::NotPermitted,
            FilesError::NotVerified => Self::NotVerified,
            FilesError::PlanInsufficient => Self::PlanInsufficient,
            FilesError::Nesting(why) => Self::Nesting(why),
            FilesError::Owner => Self::Owner,
            FilesError::Inherited(role) => Self::Inherited(role),
            FilesError::QuotaShort { needed, short } => Self::QuotaShort { needed, short },
            FilesError::TooManyMembers { limit } => Self::TooManyMembers { limit },
            FilesError::InviteLimit => Self::InviteLimit,
            FilesError::OutsideTeam => Self::OutsideTeam,
            FilesError::Conflict => Self::Conflict,
            FilesError::CursorReset => Self::CursorReset,
            FilesError::TooLarge => Self::TooLarge,
            FilesError::OutsideRange { size } => Self::OutsideRange { size },
            FilesError::Mismatch => Self::Mismatch,
            FilesError::Unsupported => Self::Unsupported,
            FilesError::RateLimited { after } => Self::RateLimited { after: after.into() },
            FilesError::Contended { after } => Self::Contended { after: after.into() },
            FilesError::Disconnected => Self::Disconnected,
            FilesError::MissingScope(scope) => Self::MissingScope(scope),
            FilesError::WrongAppType => Self::WrongAppType,
            FilesError::Transient => Self::Transient,
            // Of no use to whoever reads it: the core looks for the root again by itself.
            FilesError::RootChanged(_) => Self::Other("root_changed".to_owned()),
            FilesError::Unknown { tag, .. } => Self::Other(tag),
        }
    }
}

/// How long to leave a store alone that says so in no way that a clock knows.
const PAUSE: Duration = Duration::from_secs(1);

impl From<FileStoreError> for FilesError {
    fn from(error: FileStoreError) -> Self {
        match error {
            FileStoreError::NotFound => Self::NotFound,
            FileStoreError::NotAMember => Self::NotAMember,
            FileStoreError::NotPermitted => Self::NotPermitted,
            FileStoreError::NotVerified => Self::NotVerified,
            FileStoreError::PlanInsufficient => Self::PlanInsufficient,
            FileStoreError::Nesting(why) => Self::Nesting(why),
            FileStoreError::Owner => Self::Owner,
            FileStoreError::Inherited(role) => Self::Inherited(role),
            FileStoreError::QuotaShort { needed, short } => Self::QuotaShort { needed, short },
            FileStoreError::TooManyMembers { limit } => Self::TooManyMembers { limit },
            FileStoreError::InviteLimit => Self::InviteLimit,
            FileStoreError::OutsideTeam => Self::OutsideTeam,
            FileStoreError::Conflict => Self::Conflict,
            FileStoreError::CursorReset => Self::CursorReset,
            FileStoreError::TooLarge => Self::TooLarge,
            FileStoreError::OutsideRange { size } => Self::OutsideRange { size },
            FileStoreError::Mismatch => Self::Mismatch,
            FileStoreError::Unsupported => Self::Unsupported,
            FileStoreError::RateLimited { after } => Self::RateLimited { after: after.time().unwrap_or(PAUSE) },
            FileStoreError::Contended { after } => Self::Contended { after: after.time().unwrap_or(PAUSE) },
            FileStoreError::Disconnected => Self::Disconnected,
            FileStoreError::MissingScope(scope) => Self::MissingScope(scope),
            FileStoreError::WrongAppType => Self::WrongAppType,
            FileStoreError::Transient => Self::Transient,
            FileStoreError::Other(tag) => Self::Unknown { tag, request_id: None },
        }
    }
}

/// What is thrown across, in either direction.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub(crate) enum FilesRefusal {
    /// An error of file stores.
    #[error("{error:?}")]
    Said {
        /// Which.
        error: FileStoreError,
    },
    /// Something else that the host's code threw, kept under a number.
    #[error("the host's code threw")]
    Thrown {
        /// The number.
        cause: u64,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FilesRefusal {
    /// An answer that cannot be read, such as an address that is none.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Said { error: FileStoreError::Transient }
    }
}

impl FilesRefusal {
    /// What the core is told; what was thrown is the cause of what the caller is told.
    pub(super) fn told(self, call: Option<&Call>) -> FilesError {
        match self {
            Self::Said { error } => error.into(),
            Self::Thrown { cause } => {
                if let Some(call) = call {
                    call.blame(cause);
                }
                FilesError::Transient
            }
        }
    }

    /// What the host is told of a refusal of the core's own: what its own code threw meanwhile, where it did.
    pub(super) fn of(error: FilesError, call: &Call) -> Self {
        match call.blamed() {
            Some(cause) => Self::Thrown { cause },
            None => Self::Said { error: error.into() },
        }
    }
}
