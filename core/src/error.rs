//! One table of refusals, with the same stable codes in every language (SPEC §15).
//!
//! A refused call changes nothing.
//! When several refusals apply they come in this order: wrong input, `not_found`, `access_denied`, then what the state itself forbids.

mod detail;
mod noun;
mod trouble;

use core::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::access::{Action, Level};
use crate::domain::share_link::LinkState;
use crate::domain::split::Kind;
use crate::id::PersonId;

use detail::Hundredths;
pub use detail::{Detail, Shortfall};
pub use noun::Noun;
pub use trouble::Trouble;

/// Why a call was refused, or could not be done.
///
/// Match on the variant for its typed fields, on [`Error::kind`] for what to do about it, or on [`Error::code`] for the name that is the same in every language.
///
/// # Example: showing by how much a save is too much
///
/// ```
/// use cowrite::{Error, Kind, Percent};
///
/// let refused = Error::OverAllocated { kind: Kind::Master, total: 10_250, over_by: 250 };
/// assert_eq!(refused.code(), "over_allocated");
/// assert_eq!(refused.to_string(), "master would be 102.50 percent, 2.50 too much");
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument has the wrong form.
    #[error("`{field}` {reason}")]
    InvalidInput {
        /// The argument.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A share is not an exact percentage from 0 to 100 with at most two decimals (SPL-1).
    #[error("the {kind} share is not a percentage from 0 to 100 with at most two decimals")]
    InvalidShare {
        /// The kind of split.
        kind: Kind,
    },
    /// A text or a list is over its bound (REL-5).
    #[error("`{field}` is over its limit of {limit}")]
    LimitExceeded {
        /// The argument or the list.
        field: &'static str,
        /// How many there may be.
        limit: u32,
    },
    /// It does not exist, or the actor may not know that it does (ACC-5).
    #[error("{what} not found")]
    NotFound {
        /// What kind of thing.
        what: Noun,
    },
    /// The actor can view it, but not do this (ACC-5).
    #[error("`{action}` takes {needed} access")]
    AccessDenied {
        /// What was to be done.
        action: Action,
        /// The least level that may.
        needed: Level,
    },
    /// It was based on a version that is no longer the last, or a race was lost to the end (SPL-9, REL-3).
    #[error("somebody else has changed this in the meantime")]
    Conflict,
    /// Another person has that address (PER-1).
    #[error("another person has that email address")]
    EmailTaken,
    /// Another page has that address (PUB-2).
    #[error("another page has that address")]
    SlugTaken,
    /// The person invited has access on that scope already (ACC-6).
    #[error("that person has access already")]
    AlreadyCollaborator {
        /// Who.
        person: PersonId,
    },
    /// The person has no part in that scope (ACC-6).
    #[error("that person has no part in this")]
    NotCollaborator {
        /// Who.
        person: PersonId,
    },
    /// There is nothing left to end (REV-8).
    #[error("that person has nothing left to revoke here")]
    NothingToRevoke {
        /// Who.
        person: PersonId,
    },
    /// The owner's standing cannot be touched (OWN-3, PER-2).
    #[error("the owner cannot be changed in this way")]
    OwnerFixed,
    /// A kind of split would pass 100 (SPL-3). Amounts are in hundredths of a percent.
    #[error("{kind} would be {} percent, {} too much", Hundredths(*total), Hundredths(*over_by))]
    OverAllocated {
        /// The kind of split.
        kind: Kind,
        /// What the kind would come to, in hundredths of a percent.
        total: u32,
        /// By how much that passes 100, in hundredths of a percent.
        over_by: u32,
    },
    /// Some kinds of split are not exactly 100 (SPL-5).
    #[error("not every split is complete")]
    SplitsIncomplete {
        /// The kinds that are not.
        kinds: Vec<Shortfall>,
    },
    /// The invitation cannot be accepted any more (INV-3, INV-4).
    #[error("the invitation is no longer in force")]
    InvitationVoid,
    /// The invitation's time is over (INV-2).
    #[error("the invitation has expired")]
    InvitationExpired,
    /// A group would come to lie inside itself (GRP-1).
    #[error("a group cannot lie inside itself")]
    GroupCycle,
    /// Groups would be nested too deep (GRP-1).
    #[error("groups nest {limit} deep at most")]
    GroupTooDeep {
        /// How deep they may be.
        limit: u32,
    },
    /// A playlist share would open too many tracks (LNK-7).
    #[error("a playlist share opens {limit} tracks at most")]
    PlaylistTooLong {
        /// How many there may be.
        limit: u32,
    },
    /// The link does not open for this visitor, for whatever reason (LNK-4).
    #[error("the link is not available")]
    LinkUnavailable,
    /// The link asks for a password, and this is none or another (LNK-4).
    #[error("the link asks for a password")]
    PasswordRequired,
    /// The link does not give that file in that way (LNK-6).
    #[error("the link does not allow that file")]
    DownloadNotAllowed,
    /// Where the files are cannot be reached now (LNK-5).
    #[error("the files cannot be reached now")]
    SourceUnavailable,
    /// The link is over and cannot be changed any more: make a new one (LNK-3).
    #[error("the link is {state}, which is final")]
    LinkFinal {
        /// What it is.
        state: LinkState,
    },
    /// The link asks for no review (LNK-11).
    #[error("the link asks for no review")]
    ReviewNotAsked,
    /// The store was made by a newer version of this library (REL-4).
    #[error("the store has schema {found}, this version knows up to {supported}")]
    SchemaTooNew {
        /// The store's schema.
        found: u32,
        /// The newest schema known here.
        supported: u32,
    },
    /// The workspace has been closed.
    #[error("the workspace is closed")]
    Closed,
    /// The process has forked since the workspace was opened; open it again in the child.
    #[error("the workspace was opened before this process forked")]
    Forked,
    /// The store failed, or cannot be used with what the host gave it.
    ///
    /// Nothing has taken hold, but for [`Trouble::OutcomeUnknown`]: there only a repeat with the same key is safe (REL-1).
    #[error("the store failed: {message}")]
    Storage {
        /// Why, as a stable word.
        reason: Trouble,
        /// What failed, without names, addresses or secrets.
        message: String,
        /// Whether the same call may succeed later.
        retryable: bool,
        /// The store's own error.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
}

/// What a caller does about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// Correct the input.
    Invalid,
    /// Nothing is there for this actor.
    NotFound,
    /// Ask for more access.
    Denied,
    /// Read again and decide anew.
    Conflict,
    /// The state forbids it; show why.
    Refused,
    /// Its time is over; begin anew.
    Expired,
    /// Try again later.
    Unavailable,
    /// The store or its use needs somebody's care.
    Broken,
}

/// One row of the table of errors: what every language's binding is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ErrorRow {
    /// The stable name.
    pub code: &'static str,
    /// What a caller does about it.
    pub kind: ErrorKind,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// The HTTP status that suits it.
    pub http_status: u16,
    /// The names of its fields.
    pub fields: &'static [&'static str],
}

macro_rules! rows {
    ($($code:literal $kind:ident $retryable:literal $status:literal [$($field:literal),*];)*) => {
        /// Every error there is, in the order of SPEC §15.
        pub const ERRORS: &[ErrorRow] = &[$(ErrorRow {
            code: $code,
            kind: ErrorKind::$kind,
            retryable: $retryable,
            http_status: $status,
            fields: &[$($field),*],
        }),*];
    };
}

rows! {
    "not_found" NotFound false 404 ["what"];
    "access_denied" Denied false 403 ["action", "needed"];
    "conflict" Conflict true 409 [];
    "over_allocated" Refused false 422 ["kind", "total", "over_by"];
    "splits_incomplete" Refused false 422 ["kinds"];
    "no_allocation_remaining" Refused false 422 ["kind"];
    "invalid_share" Invalid false 400 ["field"];
    "invalid_input" Invalid false 400 ["field", "reason"];
    "limit_exceeded" Invalid false 400 ["field", "limit"];
    "email_taken" Refused false 409 [];
    "already_collaborator" Refused false 409 ["person"];
    "not_collaborator" Refused false 409 ["person"];
    "nothing_to_revoke" Refused false 409 ["person"];
    "owner_fixed" Refused false 409 [];
    "invitation_void" Expired false 410 [];
    "invitation_expired" Expired false 410 [];
    "group_cycle" Refused false 409 [];
    "group_too_deep" Refused false 409 ["limit"];
    "slug_taken" Refused false 409 [];
    "playlist_too_long" Invalid false 400 ["limit"];
    "link_unavailable" NotFound false 404 [];
    "password_required" Denied false 401 [];
    "download_not_allowed" Denied false 403 [];
    "source_unavailable" Unavailable true 503 [];
    "link_final" Refused false 409 ["state"];
    "review_not_asked" Refused false 409 [];
    "schema_too_new" Broken false 500 ["found", "supported"];
    "closed" Broken false 503 [];
    "forked" Broken false 500 [];
    "storage" Unavailable true 503 ["reason", "message"];
}

impl Error {
    /// Makes the refusal of an argument's form.
    #[must_use]
    pub const fn invalid(field: &'static str, reason: &'static str) -> Self {
        Self::InvalidInput { field, reason }
    }

    pub(crate) const fn not_found(what: Noun) -> Self {
        Self::NotFound { what }
    }

    /// Returns the stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidInput { .. } => "invalid_input",
            Self::InvalidShare { .. } => "invalid_share",
            Self::LimitExceeded { .. } => "limit_exceeded",
            Self::NotFound { .. } => "not_found",
            Self::AccessDenied { .. } => "access_denied",
            Self::Conflict => "conflict",
            Self::EmailTaken => "email_taken",
            Self::SlugTaken => "slug_taken",
            Self::AlreadyCollaborator { .. } => "already_collaborator",
            Self::NotCollaborator { .. } => "not_collaborator",
            Self::NothingToRevoke { .. } => "nothing_to_revoke",
            Self::OwnerFixed => "owner_fixed",
            Self::OverAllocated { .. } => "over_allocated",
            Self::SplitsIncomplete { .. } => "splits_incomplete",
            Self::InvitationVoid => "invitation_void",
            Self::InvitationExpired => "invitation_expired",
            Self::GroupCycle => "group_cycle",
            Self::GroupTooDeep { .. } => "group_too_deep",
            Self::PlaylistTooLong { .. } => "playlist_too_long",
            Self::LinkUnavailable => "link_unavailable",
            Self::PasswordRequired => "password_required",
            Self::DownloadNotAllowed => "download_not_allowed",
            Self::SourceUnavailable => "source_unavailable",
            Self::LinkFinal { .. } => "link_final",
            Self::ReviewNotAsked => "review_not_asked",
            Self::SchemaTooNew { .. } => "schema_too_new",
            Self::Closed => "closed",
            Self::Forked => "forked",
            Self::Storage { .. } => "storage",
        }
    }

    /// Returns the error's row in the table.
    #[must_use]
    pub fn row(&self) -> Option<&'static ErrorRow> {
        ERRORS.iter().find(|row| row.code == self.code())
    }

    /// Returns what a caller does about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.row().map_or(ErrorKind::Broken, |row| row.kind)
    }

    /// Returns whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Storage { retryable, .. } => *retryable,
            _ => self.row().is_some_and(|row| row.retryable),
        }
    }

    /// Returns the HTTP status that suits the error.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.row().map_or(500, |row| row.http_status)
    }

    /// Returns the fields by name, in the order of the table.
    #[must_use]
    pub fn details(&self) -> Vec<(&'static str, Detail)> {
        let text = |value: &dyn fmt::Display| Detail::Text(value.to_string());
        match self {
            Self::InvalidInput { field, reason } => vec![("field", text(field)), ("reason", text(reason))],
            Self::InvalidShare { kind } => vec![("field", text(kind))],
            Self::LimitExceeded { field, limit } => vec![("field", text(field)), ("limit", Detail::Number(*limit))],
            Self::NotFound { what } => vec![("what", text(what))],
            Self::AccessDenied { action, needed } => vec![("action", text(action)), ("needed", text(needed))],
            Self::AlreadyCollaborator { person }
            | Self::NotCollaborator { person }
            | Self::NothingToRevoke { person } => {
                vec![("person", text(person))]
            }
            Self::OverAllocated { kind, total, over_by } => vec![
                ("kind", text(kind)),
                ("total", text(&Hundredths(*total))),
                ("over_by", text(&Hundredths(*over_by))),
            ],
            Self::SplitsIncomplete { kinds } => vec![("kinds", Detail::Kinds(kinds.clone()))],
            Self::GroupTooDeep { limit } | Self::PlaylistTooLong { limit } => vec![("limit", Detail::Number(*limit))],
            Self::LinkFinal { state } => vec![("state", text(state))],
            Self::SchemaTooNew { found, supported } => {
                vec![("found", Detail::Number(*found)), ("supported", Detail::Number(*supported))]
            }
            Self::Storage { reason, message, .. } => vec![("reason", text(reason)), ("message", text(message))],
            Self::Conflict
            | Self::EmailTaken
            | Self::SlugTaken
            | Self::OwnerFixed
            | Self::InvitationVoid
            | Self::InvitationExpired
            | Self::GroupCycle
            | Self::LinkUnavailable
            | Self::PasswordRequired
            | Self::DownloadNotAllowed
            | Self::SourceUnavailable
            | Self::ReviewNotAsked
            | Self::Closed
            | Self::Forked => Vec::new(),
        }
    }
}

impl PartialEq for Error {
    /// Compares code and fields; a storage error's cause plays no part.
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code() && self.details() == other.details()
    }
}

impl Eq for Error {}
