//! Credits: a person's row on a track, which outlives access.

use serde::{Deserialize, Serialize};

use super::split::Shares;

/// A person's credit on a track: what they did and what they hold (SPEC §1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Credit {
    /// What the person did, for instance producer or writer.
    pub role: Option<String>,
    /// What the person holds.
    pub shares: Shares,
    /// Whether the person has ever accepted being on the track (INV-2).
    pub accepted: bool,
}

impl Credit {
    /// Makes the credit of somebody who is on the track already: no role and no shares yet.
    #[must_use]
    pub fn accepted() -> Self {
        Self { accepted: true, ..Self::default() }
    }
}
