use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Level;
use crate::error::Error;
use crate::id::Scope;

/// Something that a person may or may not do on a scope (ACC-1, GRP-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// See that it is there, and its details.
    View,
    /// Play its files.
    Play,
    /// Download its files.
    Download,
    /// Comment on it.
    Comment,
    /// Edit title, stage but for published, bpm, key, tags; rename a group.
    EditDetails,
    /// Upload, rename, replace and delete files.
    EditFiles,
    /// Edit shares.
    EditShares,
    /// Pin and unpin comments.
    PinComments,
    /// Archive and unarchive.
    Archive,
    /// Invite, change access of, revoke and remove viewers and editors.
    ManageCollaborators,
    /// Grant or end full access.
    ManageFull,
    /// Make and edit share links.
    ManageLinks,
    /// Move the stage into or out of published.
    Publish,
    /// Move it between groups.
    Move,
    /// Delete it.
    Delete,
    /// Hand over ownership.
    HandOver,
    /// Delete others' comments.
    DeleteComments,
    /// Put own tracks into a group.
    AddTracks,
    /// Make groups inside a group.
    AddGroups,
    /// Take somebody else's track out of a group.
    TakeOutTracks,
}

/// Whether a scope is a track or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: as `Scope`")]
pub enum ScopeKind {
    /// A track.
    Track,
    /// A group.
    Group,
}

impl From<Scope> for ScopeKind {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Track(_) => Self::Track,
            Scope::Group(_) => Self::Group,
        }
    }
}

impl Action {
    /// Every action, in the order of the table.
    pub const ALL: [Self; 20] = [
        Self::View,
        Self::Play,
        Self::Download,
        Self::Comment,
        Self::EditDetails,
        Self::EditFiles,
        Self::EditShares,
        Self::PinComments,
        Self::Archive,
        Self::ManageCollaborators,
        Self::ManageFull,
        Self::ManageLinks,
        Self::Publish,
        Self::Move,
        Self::Delete,
        Self::HandOver,
        Self::DeleteComments,
        Self::AddTracks,
        Self::AddGroups,
        Self::TakeOutTracks,
    ];

    /// Returns the least level that may, or `None` where such a scope knows no such action (ACC-1, GRP-7).
    #[must_use]
    pub const fn least(self, on: ScopeKind) -> Option<Level> {
        use ScopeKind::{Group, Track};
        Some(match (self, on) {
            (Self::View, _) | (Self::Play | Self::Download | Self::Comment, Track) => Level::Viewer,
            (Self::EditDetails, _)
            | (Self::EditFiles | Self::EditShares | Self::PinComments | Self::Archive, Track)
            | (Self::AddTracks | Self::AddGroups, Group) => Level::Editor,
            (Self::ManageCollaborators, _) => Level::Full,
            (Self::ManageFull | Self::Move | Self::Delete | Self::HandOver, _)
            | (Self::ManageLinks | Self::Publish | Self::DeleteComments, Track)
            | (Self::TakeOutTracks, Group) => Level::Owner,
            _ => return None,
        })
    }

    /// Returns the name of the action.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Play => "play",
            Self::Download => "download",
            Self::Comment => "comment",
            Self::EditDetails => "edit_details",
            Self::EditFiles => "edit_files",
            Self::EditShares => "edit_shares",
            Self::PinComments => "pin_comments",
            Self::Archive => "archive",
            Self::ManageCollaborators => "manage_collaborators",
            Self::ManageFull => "manage_full",
            Self::ManageLinks => "manage_links",
            Self::Publish => "publish",
            Self::Move => "move",
            Self::Delete => "delete",
            Self::HandOver => "hand_over",
            Self::DeleteComments => "delete_comments",
            Self::AddTracks => "add_tracks",
            Self::AddGroups => "add_groups",
            Self::TakeOutTracks => "take_out_tracks",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Action {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|action| action.as_str() == text).ok_or(Error::invalid("action", "is not an action"))
    }
}
