use core::fmt;

use serde::{Deserialize, Serialize};

/// Why a store failed: what a host branches on, where the message is for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Trouble {
    /// It failed for the moment: it is restarting, full, too busy, or took too long.
    Failed,
    /// It was lost while it committed, and whether the call has taken hold is not known: only a repeat with the same key is safe (REL-1).
    OutcomeUnknown,
    /// What is stored is damaged.
    Damaged,
    /// The address is not one that a store can be reached by.
    BadAddress,
    /// Nobody answers at the address.
    Unreachable,
    /// The store does not know the user, or the password is not theirs.
    WrongCredentials,
    /// There is no such database, or the user may not use it as a store.
    NoDatabase,
    /// The connection is not encrypted as one side requires, or the other side cannot prove who it is.
    NoTls,
    /// The store can only be read: a standby, not the primary.
    ReadOnly,
}

impl Trouble {
    /// Returns whether the same call may succeed later, without anybody's doing.
    #[must_use]
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::Failed | Self::Unreachable | Self::ReadOnly)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "failed",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Damaged => "damaged",
            Self::BadAddress => "bad_address",
            Self::Unreachable => "unreachable",
            Self::WrongCredentials => "wrong_credentials",
            Self::NoDatabase => "no_database",
            Self::NoTls => "no_tls",
            Self::ReadOnly => "read_only",
        })
    }
}
