use serde::{Deserialize, Serialize};

use super::Access;

/// What a scope itself says of a person (SPEC §1). A pending invitation lies beside it and never changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a standing decides access")]
pub enum Standing {
    /// Nothing: the scope above decides.
    #[default]
    None,
    /// Access, whatever the scopes above say.
    Active(Access),
    /// Closed by somebody who manages collaborators; the credit stays (REV-1).
    Revoked {
        /// Whether the owner did it, so that only the owner invites again (INV-5).
        by_owner: bool,
    },
    /// Closed by the person (REV-3).
    Left,
    /// Closed by somebody who manages collaborators; the shares were freed (REV-2).
    Removed {
        /// Whether the owner did it, so that only the owner invites again (INV-5).
        by_owner: bool,
    },
}

impl Standing {
    /// Returns the access that the scope itself gives.
    #[must_use]
    pub const fn access(self) -> Option<Access> {
        match self {
            Self::Active(access) => Some(access),
            _ => None,
        }
    }

    /// Returns whether the scope itself keeps the person out.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Revoked { .. } | Self::Left | Self::Removed { .. })
    }

    /// Returns whether only the owner may invite the person again (INV-5).
    #[must_use]
    pub const fn was_closed_by_owner(self) -> bool {
        matches!(self, Self::Revoked { by_owner: true } | Self::Removed { by_owner: true })
    }

    /// Returns the name of the standing.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Active(_) => "active",
            Self::Revoked { .. } => "revoked",
            Self::Left => "left",
            Self::Removed { .. } => "removed",
        }
    }
}
