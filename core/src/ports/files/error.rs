use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::FolderRole;

/// Why a file store could not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: who runs effects decides on each what to do next")]
pub enum FilesError {
    /// There is nothing, or nothing that the account may see.
    #[error("there is nothing there")]
    NotFound,
    /// The account has no part in the shared folder.
    #[error("the account is not a member of the shared folder")]
    NotAMember,
    /// The account sees it, and may not do this.
    #[error("the account may not do this")]
    NotPermitted,
    /// The account's address is not verified.
    #[error("the account's address is not verified")]
    NotVerified,
    /// The account's plan does not have this.
    #[error("the account's plan does not have this")]
    PlanInsufficient,
    /// The folder cannot be shared where it is.
    #[error("the folder cannot be shared: {0}")]
    Nesting(Nesting),
    /// It cannot be done to the folder's owner, or by them.
    #[error("the owner of the folder cannot be changed in this way")]
    Owner,
    /// The person's membership comes from a folder above, with this role.
    #[error("the membership comes from a folder above")]
    Inherited(FolderRole),
    /// There is no room.
    #[error("there is no room")]
    QuotaShort {
        /// How many bytes it takes, where the store says.
        needed: Option<u64>,
        /// How many are missing, where the store says.
        short: Option<u64>,
    },
    /// The folder has as many members as it can have.
    #[error("the folder has as many members as it can")]
    TooManyMembers {
        /// How many those are, where the store says.
        limit: Option<u32>,
    },
    /// The account has sent as many invitations as it may for now.
    #[error("no more invitations can be sent for now")]
    InviteLimit,
    /// The account's team shares with nobody outside.
    #[error("the account's team shares with nobody outside")]
    OutsideTeam,
    /// Something else is there, or it has changed in the meantime.
    #[error("something else is there, or it has changed in the meantime")]
    Conflict,
    /// The cursor is of no more use: list anew.
    #[error("the cursor is of no more use")]
    CursorReset,
    /// It is more than the store takes.
    #[error("it is more than the store takes")]
    TooLarge,
    /// No part of the range lies in the file.
    #[error("the file has {size} bytes")]
    OutsideRange {
        /// How many bytes the file has.
        size: u64,
    },
    /// The content is not what it was said to be, by its size or hash; nothing was kept of it.
    #[error("the content is not what it was said to be")]
    Mismatch,
    /// The store cannot do this.
    #[error("the store cannot do this")]
    Unsupported,
    /// The account has asked too much.
    #[error("the account has asked too much")]
    RateLimited {
        /// When to ask again.
        after: Duration,
    },
    /// Others write there at the same time; nothing was written.
    #[error("others write there at the same time")]
    Contended {
        /// When to ask again.
        after: Duration,
    },
    /// The connection is unknown, or was ended.
    #[error("the account is not connected")]
    Disconnected,
    /// The connection was not granted this right.
    #[error("the connection lacks the right `{0}`")]
    MissingScope(String),
    /// The app is registered with the store in a way that cannot do this.
    #[error("the app is registered with the store in a way that cannot do this")]
    WrongAppType,
    /// The account's root is another by now.
    #[error("the account's root is another by now")]
    RootChanged(String),
    /// The store is away for now, or closed; of a write it is not known whether it has taken hold.
    #[error("the store is away for now")]
    Transient,
    /// Something that has no name here.
    #[error("the store said `{tag}`")]
    Unknown {
        /// The store's own word for it.
        tag: String,
        /// Under what its makers find the call again.
        request_id: Option<String>,
    },
}

impl FilesError {
    /// Returns after how long the same call may do better, if waiting helps at all.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { after } | Self::Contended { after } => Some(*after),
            Self::Transient => Some(Duration::ZERO),
            _ => None,
        }
    }
}

/// Why a folder cannot be shared where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: each is told to the owner in other words")]
pub enum Nesting {
    /// It lies in a shared folder.
    #[error("it lies in a shared folder")]
    Inside,
    /// A shared folder lies in it.
    #[error("a shared folder lies in it")]
    Contains,
    /// It is or holds an app's own folder.
    #[error("it is an app's own folder")]
    AppFolder,
    /// It belongs to a team.
    #[error("it belongs to a team")]
    TeamFolder,
    /// It is a package of a program's, which looks like a file.
    #[error("it is a package of files")]
    Package,
    /// It is locked away.
    #[error("it is locked away")]
    Vault,
}
