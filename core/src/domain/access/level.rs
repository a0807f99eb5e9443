use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The access that can be given to a collaborator, each including the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: SPEC §1 knows these three")]
pub enum Access {
    /// Views, plays, downloads, comments.
    Viewer,
    /// Edits details, files and shares too.
    Editor,
    /// Manages viewers and editors too: the owner's delegated permission (ACC-3).
    Full,
}

/// What somebody may do on a scope: an access, or the owner's place above all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: SPEC §1 knows these four")]
pub enum Level {
    /// As [`Access::Viewer`].
    Viewer,
    /// As [`Access::Editor`].
    Editor,
    /// As [`Access::Full`].
    Full,
    /// Everything.
    Owner,
}

impl Access {
    /// Returns the name of the access.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Full => "full",
        }
    }
}

impl Level {
    /// Returns the name of the level.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Full => "full",
            Self::Owner => "owner",
        }
    }

    /// Returns the access that the level comes to, where it is not the owner's.
    #[must_use]
    pub const fn access(self) -> Option<Access> {
        match self {
            Self::Viewer => Some(Access::Viewer),
            Self::Editor => Some(Access::Editor),
            Self::Full => Some(Access::Full),
            Self::Owner => None,
        }
    }
}

impl From<Access> for Level {
    fn from(access: Access) -> Self {
        match access {
            Access::Viewer => Self::Viewer,
            Access::Editor => Self::Editor,
            Access::Full => Self::Full,
        }
    }
}

impl FromStr for Access {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::Viewer, Self::Editor, Self::Full]
            .into_iter()
            .find(|access| access.as_str() == text)
            .ok_or(Error::invalid("access", "is not viewer, editor or full"))
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_and_its_level_have_one_word_and_come_back_from_it() {
        for access in [Access::Viewer, Access::Editor, Access::Full] {
            let level = Level::from(access);
            assert_eq!(level.access(), Some(access));
            assert_eq!(
                (access.to_string(), level.to_string()),
                (access.as_str().to_owned(), access.as_str().to_owned())
            );
            assert_eq!(access.as_str().parse(), Ok(access));
        }
        assert_eq!((Level::Owner.access(), Level::Owner.to_string()), (None, "owner".to_owned()));
        assert!("owner".parse::<Access>().is_err());
    }
}
