//! What a file store of the host's raises, and what one of the core's own is raised as: the exceptions of `cowrite.files`.

use std::time::Duration;

use cowrite::ports::files::{FilesError, FolderRole, Nesting};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use super::folders::{role_of, role_word};
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

/// Why a folder cannot be shared, by its word.
const NESTING: [(&str, Nesting); 6] = [
    ("inside", Nesting::Inside),
    ("contains", Nesting::Contains),
    ("app_folder", Nesting::AppFolder),
    ("team_folder", Nesting::TeamFolder),
    ("package", Nesting::Package),
    ("vault", Nesting::Vault),
];

fn nesting(why: Option<&str>) -> Nesting {
    NESTING.into_iter().find(|(word, _)| Some(*word) == why).map_or(Nesting::Inside, |(_, nesting)| nesting)
}

fn nesting_word(why: Nesting) -> &'static str {
    NESTING.into_iter().find(|(_, nesting)| *nesting == why).map_or("inside", |(word, _)| word)
}

/// Makes the exception that an error is.
pub(super) fn exception<'py>(py: Python<'py>, error: &FilesError) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    helper(py, &MAKE, "cowrite.files", "_make")?.call1((tag(error), error.to_string(), said(py, error)?))
}

/// What an error says beside its name, of which its class is made.
fn said<'py>(py: Python<'py>, error: &FilesError) -> PyResult<Bound<'py, PyTuple>> {
    match error {
        FilesError::Nesting(why) => (nesting_word(*why),).into_pyobject(py),
        FilesError::Inherited(role) => (role_word(*role),).into_pyobject(py),
        FilesError::QuotaShort { needed, short } => (*needed, *short).into_pyobject(py),
        FilesError::TooManyMembers { limit } => (*limit,).into_pyobject(py),
        FilesError::OutsideRange { size } => (*size,).into_pyobject(py),
        FilesError::RateLimited { after } | FilesError::Contended { after } => (*after,).into_pyobject(py),
        FilesError::MissingScope(scope) => (scope.as_str(),).into_pyobject(py),
        _ => Ok(PyTuple::empty(py)),
    }
}

/// The name of an error in `cowrite.files`; what has none there is no more than a `FilesError`.
const fn tag(error: &FilesError) -> &'static str {
    match error {
        FilesError::NotFound => "not_found",
        FilesError::NotAMember => "not_a_member",
        FilesError::NotPermitted => "not_permitted",
        FilesError::NotVerified => "not_verified",
        FilesError::PlanInsufficient => "plan_insufficient",
        FilesError::Nesting(_) => "nesting",
        FilesError::Owner => "owner",
        FilesError::Inherited(_) => "inherited",
        FilesError::QuotaShort { .. } => "quota_short",
        FilesError::TooManyMembers { .. } => "too_many_members",
        FilesError::InviteLimit => "invite_limit",
        FilesError::OutsideTeam => "outside_team",
        FilesError::Conflict => "conflict",
        FilesError::CursorReset => "cursor_reset",
        FilesError::TooLarge => "too_large",
        FilesError::OutsideRange { .. } => "outside_range",
        FilesError::Mismatch => "mismatch",
        FilesError::Unsupported => "unsupported",
        FilesError::RateLimited { .. } => "rate_limited",
        FilesError::Contended { .. } => "contended",
        FilesError::Disconnected => "disconnected",
        FilesError::MissingScope(_) => "missing_scope",
        FilesError::WrongAppType => "wrong_app_type",
        FilesError::Transient => "transient",
        _ => "unknown",
    }
}
