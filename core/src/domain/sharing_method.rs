//! Which way of sharing suits which situation (LNK-10).
//!
//! R1. Methods combine freely; using one changes no other.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// What somebody wants to share, and with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Situation {
    /// A rough mix goes to a vocalist for feedback.
    RoughMix,
    /// An album preview goes to a label.
    AlbumPreview,
    /// A co-producer works along on an ongoing project.
    OngoingProject,
    /// Session files come from an engineer outside.
    OutsideFiles,
    /// A portfolio is to be found online.
    Portfolio,
}

/// A way of sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SharingMethod {
    /// A secret address that opens one track.
    ShareLink,
    /// A secret address that opens tracks in an order.
    PlaylistShare,
    /// Access for a person.
    Collaborator,
    /// Files sent to a person, waiting to be put in order.
    Import,
    /// A person's discoverable portfolio.
    PublicPage,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 5] =
        [Self::RoughMix, Self::AlbumPreview, Self::OngoingProject, Self::OutsideFiles, Self::Portfolio];

    /// Returns the name of the situation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RoughMix => "rough_mix",
            Self::AlbumPreview => "album_preview",
            Self::OngoingProject => "ongoing_project",
            Self::OutsideFiles => "outside_files",
            Self::Portfolio => "portfolio",
        }
    }
}

impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Situation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|situation| situation.as_str() == text);
        found.ok_or(Error::invalid("situation", "is not a situation of the guide"))
    }
}

/// Returns the way of sharing that suits a situation best (LNK-10).
///
/// # Example
///
/// ```
/// use cowrite::{SharingMethod, Situation, sharing_method_for};
///
/// assert_eq!(sharing_method_for(Situation::RoughMix), SharingMethod::ShareLink);
/// ```
#[must_use]
pub const fn sharing_method_for(situation: Situation) -> SharingMethod {
    match situation {
        Situation::RoughMix => SharingMethod::ShareLink,
        Situation::AlbumPreview => SharingMethod::PlaylistShare,
        Situation::OngoingProject => SharingMethod::Collaborator,
        Situation::OutsideFiles => SharingMethod::Import,
        Situation::Portfolio => SharingMethod::PublicPage,
    }
}
