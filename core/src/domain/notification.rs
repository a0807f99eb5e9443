//! Notifications: what people are told of what others did (NTF).

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, Scope};
use crate::time::Timestamp;

/// What a person was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Notice {
    /// What of.
    pub scope: Option<Scope>,
    /// Who did it, where it was a person.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}
