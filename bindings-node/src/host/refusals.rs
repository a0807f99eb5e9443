//! Failures of file stores: what one of the host's throws, and what one of the core's own is thrown as.

use std::time::Duration;

use cowrite::ports::files::{FilesError, Nesting};
use serde::Deserialize;
use serde_json::{Value, json};

use super::folders::{Role, role};

/// What a failure says besides its reason.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Told {
    needed: Option<u64>,
    short: Option<u64>,
    size: Option<u64>,
    after: Option<u64>,
    limit: Option<u32>,
    why: Option<String>,
    role: Option<Role>,
    scope: Option<String>,
}

/// Reads a failure of a store of the host's: its reason, and what else it says. Another reason is none of the port's.
pub(crate) fn failure(reason: &str, told: &str) -> FilesError {
    let told: Told = serde_json::from_str(told).unwrap_or_default();
    let after = Duration::from_millis(told.after.unwrap_or_default());
    match reason {
        "not_found" => FilesError::NotFound,
        "not_a_member" => FilesError::NotAMember,
        "not_permitted" => FilesError::NotPermitted,
        "not_verified" => FilesError::NotVerified,
        "plan_insufficient" => FilesError::PlanInsufficient,
        "nesting" => FilesError::Nesting(nesting(told.why.as_deref())),
        "owner" => FilesError::Owner,
        "inherited" => FilesError::Inherited(told.role.unwrap_or(Role::Viewer).into()),
        "quota_short" => FilesError::QuotaShort { needed: told.needed, short: told.short },
        "too_many_members" => FilesError::TooManyMembers { limit: told.limit },
        "invite_limit" => FilesError::InviteLimit,
        "outside_team" => FilesError::OutsideTeam,
        "conflict" => FilesError::Conflict,
        "cursor_reset" => FilesError::CursorReset,
        "too_large" => FilesError::TooLarge,
        "outside_range" => FilesError::OutsideRange { size: told.size.unwrap_or_default() },
        "mismatch" => FilesError::Mismatch,
        "unsupported" => FilesError::Unsupported,
        "rate_limited" => FilesError::RateLimited { after },
        "contended" => FilesError::Contended { after },
        "disconnected" => FilesError::Disconnected,
        "missing_scope" => FilesError::MissingScope(told.scope.unwrap_or_default()),
        "wrong_app_type" => FilesError::WrongAppType,
        _ => FilesError::Transient,
    }
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

/// A failure as the JavaScript half makes its `FilesError` of: reason, words, and what else it says.
pub(crate) fn told(error: &FilesError) -> Value {
    json!([tag(error), error.to_string(), said(error)])
}

fn said(error: &FilesError) -> Value {
    let millis = |after: &Duration| u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
    match error {
        FilesError::Nesting(why) => json!({ "why": nesting_word(*why) }),
        FilesError::Inherited(of) => json!({ "role": role(*of) }),
        FilesError::QuotaShort { needed, short } => json!({ "needed": needed, "short": short }),
        FilesError::TooManyMembers { limit } => json!({ "limit": limit }),
        FilesError::OutsideRange { size } => json!({ "size": size }),
        FilesError::RateLimited { after } | FilesError::Contended { after } => json!({ "after": millis(after) }),
        FilesError::MissingScope(scope) => json!({ "scope": scope }),
        _ => json!({}),
    }
}

/// The reason of a failure; what has none in JavaScript is unknown there.
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
