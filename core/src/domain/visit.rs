//! Visits: what visitors do with links (LNK-8).

use serde::{Deserialize, Serialize};

use crate::id::TrackId;
use crate::time::Timestamp;

/// What a visitor did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Visit {
    /// Of which track, where of one.
    pub track: Option<TrackId>,
    /// When.
    pub at: Timestamp,
}
