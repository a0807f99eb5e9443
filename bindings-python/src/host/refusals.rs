//! What a file store of the host's raises, and what one of the core's own is raised as: the exceptions of `cowrite.files`.

use std::time::Duration;

use cowrite::ports::files::{FilesError, FolderRole, Nesting};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::folders::role_of;
use crate::shown::helper;

/// Reads an exception of `cowrite.files`; another is none of the port's.
pub(super) fn error(raised: &Bound<'_, PyAny>) -> Option<FilesError> {
    static BASE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let base = helper(raised.py(), &BASE, "cowrite.files", "FilesError").ok()?;
    if !raised.is_instance(base).ok()? {
        return None;
    }
    let number = |name: &str| raised.getattr(name).ok().and_then(|number| number.extract::<u64>().ok());
    let text = |name: &str| raised.getattr(name).ok().and_then(|text| text.extract::<String>().ok());
    let after = || {
        let after = raised.getattr("after").ok().and_then(|after| after.extract::<Duration>().ok());
        after.unwrap_or(Duration::ZERO)
    };
    let tag: String = raised.getattr("tag").ok()?.extract().ok()?;
    Some(match tag.as_str() {
        "not_found" => FilesError::NotFound,
        "not_a_member" => FilesError::NotAMember,
        "not_permitted" => FilesError::NotPermitted,
        "not_verified" => FilesError::NotVerified,
        "plan_insufficient" => FilesError::PlanInsufficient,
        "nesting" => FilesError::Nesting(nesting(text("why").as_deref())),
        "owner" => FilesError::Owner,
        "inherited" => {
            FilesError::Inherited(text("role").and_then(|role| role_of(&role)).unwrap_or(FolderRole::Viewer))
        }
        "quota_short" => FilesError::QuotaShort { needed: number("needed"), short: number("short") },
        "too_many_members" => {
            FilesError::TooManyMembers { limit: number("limit").and_then(|limit| limit.try_into().ok()) }
        }
        "invite_limit" => FilesError::InviteLimit,
        "outside_team" => FilesError::OutsideTeam,
        "conflict" => FilesError::Conflict,
        "cursor_reset" => FilesError::CursorReset,
        "too_large" => FilesError::TooLarge,
        "outside_range" => FilesError::OutsideRange { size: number("size").unwrap_or_default() },
        "mismatch" => FilesError::Mismatch,
        "unsupported" => FilesError::Unsupported,
        "rate_limited" => FilesError::RateLimited { after: after() },
        "contended" => FilesError::Contended { after: after() },
        "disconnected" => FilesError::Disconnected,
        "missing_scope" => FilesError::MissingScope(text("scope").unwrap_or_default()),
        "wrong_app_type" => FilesError::WrongAppType,
        _ => FilesError::Transient,
    })
}

fn nesting(why: Option<&str>) -> Nesting {
    match why {
        Some("contains") => Nesting::Contains,
        Some("app_folder") => Nesting::AppFolder,
        Some("team_folder") => Nesting::TeamFolder,
        Some("package") => Nesting::Package,
        Some("vault") => Nesting::Vault,
        _ => Nesting::Inside,
    }
}

/// The name of an error in `cowrite.files`; what has none there, or says more than its name, is of the kind that may pass.
pub(super) const fn tag(error: &FilesError) -> &'static str {
    match error {
        FilesError::NotFound => "not_found",
        FilesError::NotAMember => "not_a_member",
        FilesError::NotPermitted => "not_permitted",
        FilesError::NotVerified => "not_verified",
        FilesError::PlanInsufficient => "plan_insufficient",
        FilesError::Owner => "owner",
        FilesError::QuotaShort { .. } => "quota_short",
        FilesError::InviteLimit => "invite_limit",
        FilesError::OutsideTeam => "outside_team",
        FilesError::Conflict => "conflict",
        FilesError::CursorReset => "cursor_reset",
        FilesError::TooLarge => "too_large",
        FilesError::Mismatch => "mismatch",
        FilesError::Unsupported => "unsupported",
        FilesError::Disconnected => "disconnected",
        FilesError::WrongAppType => "wrong_app_type",
        _ => "transient",
    }
}
