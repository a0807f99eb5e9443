//! Share links and playlist shares: secret addresses that open tracks to visitors (LNK).

use serde::{Deserialize, Serialize};

use crate::id::{LinkId, PersonId, TrackId};
use crate::time::Timestamp;

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there are these two")]
pub enum Opens {
    /// One track (LNK-1).
    Track(TrackId),
    /// Tracks in a fixed order (LNK-7).
    Playlist {
        /// Who shares them.
        owner: PersonId,
        /// In this order.
        tracks: Vec<TrackId>,
    },
}

/// A share link or a playlist share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct ShareLink {
    /// The id; not the secret.
    pub id: LinkId,
    /// What it opens.
    pub opens: Opens,
    /// The SHA-256 of the secret (LNK-2).
    pub secret: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// What has happened to a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum LinkEvent {
    /// It was made.
    Created {
        /// What it opens.
        opens: Opens,
        /// The SHA-256 of the secret.
        secret: [u8; 32],
    },
    /// It has a new secret; the old one is dead.
    Rotated {
        /// The SHA-256 of the secret.
        secret: [u8; 32],
    },
    /// It was revoked.
    Revoked,
}

impl ShareLink {
    /// Returns what the link is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, id: LinkId, event: &LinkEvent, at: Timestamp) -> Option<Self> {
        if let LinkEvent::Created { opens, secret } = event {
            return Some(Self { id, opens: opens.clone(), secret: *secret, created_at: at, revoked: false });
        }
        let mut link = before?;
        match event {
            LinkEvent::Created { .. } => {}
            LinkEvent::Rotated { secret } => link.secret = *secret,
            LinkEvent::Revoked => link.revoked = true,
        }
        Some(link)
    }

    /// Returns the tracks that the link opens, in its order.
    #[must_use]
    pub fn tracks(&self) -> &[TrackId] {
        match &self.opens {
            Opens::Track(track) => core::slice::from_ref(track),
            Opens::Playlist { tracks, .. } => tracks,
        }
    }
}
