//! Share links and playlist shares: secret addresses that open tracks to visitors (LNK).
//!
//! R1. A link opens one track, a playlist share 1 to 50 in a fixed order; each has settings of its own (LNK-1, LNK-7).
//! R2. Only the SHA-256 of a secret is kept, and only a password's Argon2id hash (LNK-2, LNK-4).
//! R3. What a link is now is derived from the time, from what was counted, and from its track being there (LNK-3).
//! R4. Expired, used up and revoked are final; changing one setting changes no other (LNK-3).
//! R5. Artwork and other files are never among what may be downloaded (SPEC §1).
//! R6. Whom a link is for is a person's name or address as a rule: its label is kept beside the events, so that history never holds it (PER-2).

use core::fmt;

use serde::{Deserialize, Serialize};

use super::document::DocumentKey;
pub use super::link_terms::{
    EXCLUDED_LIMIT, Excluded, FilePlace, FileRef, LinkTerms, PasswordHash, PlaylistFilter, Setting,
};
use crate::id::{ItemId, LinkId, PersonId, TrackId};
use crate::time::Timestamp;

/// The most tracks that a playlist share opens (LNK-7).
pub const PLAYLIST_LIMIT: u32 = 50;

/// What a playlist share opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Playlist {
    /// Who shares it.
    pub owner: PersonId,
    /// The tracks, in this order.
    pub tracks: Vec<TrackId>,
    /// What its sharer calls it; without a name it is called by what it opens.
    pub name: Option<String>,
    /// Its cover: the host's own name for a picture, or an address of one.
    pub cover: Option<String>,
    /// What of them is shown.
    pub filter: PlaylistFilter,
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there are these two")]
pub enum Opens {
    /// One track (LNK-1).
    Track(TrackId),
    /// Tracks in a fixed order (LNK-7).
    Playlist(Playlist),
}

/// A share link or a playlist share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct ShareLink {
    /// The id; not the secret.
    pub id: LinkId,
    /// What it opens.
    pub opens: Opens,
    /// What it allows, and until when.
    pub terms: Box<LinkTerms>,
    /// The SHA-256 of the secret (R2).
    pub secret: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether the operator took it down (OPS-1).
    pub taken_down: bool,
}

/// What a link is now (R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides whether a visitor enters")]
pub enum LinkState {
    /// Its time has not come.
    NotYet,
    /// It opens.
    Active,
    /// Its time is over.
    Expired,
    /// It has given all its downloads.
    UsedUp,
    /// It was revoked, or its track deleted.
    Revoked,
}

impl LinkState {
    /// Returns whether the link can never open again (R4).
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Expired | Self::UsedUp | Self::Revoked)
    }

    /// Returns the name of the state.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Active => "active",
            Self::Expired => "expired",
            Self::UsedUp => "used_up",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for LinkState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a visitor says of what a link opens (LNK-11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: LNK-11 knows these two")]
pub enum Verdict {
    /// It is well as it is.
    Approved,
    /// Something is to be changed.
    ChangesWanted,
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
        /// What it allows, but for its label.
        terms: Box<LinkTerms>,
        /// The SHA-256 of the secret.
        secret: [u8; 32],
    },
    /// One setting was changed.
    Changed {
        /// As it was.
        before: Setting,
        /// As it is.
        after: Setting,
    },
    /// Its owner says otherwise whom it is for, or not at all; the words stand with the link (R6).
    Relabelled,
    /// It has a new secret; the old one is dead.
    Rotated {
        /// The SHA-256 of the secret.
        secret: [u8; 32],
    },
    /// It was revoked.
    Revoked,
    /// The operator took it down.
    TakenDown,
    /// The operator restored it.
    Restored,
    /// A playlist lost a track that was handed over (OWN-4).
    TrackLost {
        /// Which.
        track: TrackId,
    },
    /// A visitor has reviewed what it opens; who and in which words stands with the visits (LNK-11).
    Reviewed {
        /// The visit that holds the review.
        review: ItemId,
        /// What was said.
        verdict: Verdict,
    },
}

impl ShareLink {
    /// Returns what the link is after an event; its label is kept beside the events (R6).
    #[must_use]
    pub fn after(before: Option<Self>, id: LinkId, event: &LinkEvent, at: Timestamp) -> Option<Self> {
        if let LinkEvent::Created { opens, terms, secret } = event {
            let (opens, terms) = (opens.clone(), terms.clone());
            return Some(Self { id, opens, terms, secret: *secret, created_at: at, revoked: false, taken_down: false });
        }
        let mut link = before?;
        match event {
            LinkEvent::Created { .. } | LinkEvent::Relabelled | LinkEvent::Reviewed { .. } => {}
            LinkEvent::Changed { after, .. } => link.set(after.clone()),
            LinkEvent::Rotated { secret } => link.secret = *secret,
            LinkEvent::Revoked => link.revoked = true,
            LinkEvent::TakenDown => link.taken_down = true,
            LinkEvent::Restored => link.taken_down = false,
            LinkEvent::TrackLost { track } => {
                if let Opens::Playlist(playlist) = &mut link.opens {
                    playlist.tracks.retain(|other| other != track);
                }
            }
        }
        Some(link)
    }

    /// Returns the key that the link is kept under: its track's, or its sharer's.
    #[must_use]
    pub const fn key(&self) -> DocumentKey {
        match &self.opens {
            Opens::Track(track) => DocumentKey::Link(*track, self.id),
            Opens::Playlist(playlist) => DocumentKey::Playlist(playlist.owner, self.id),
        }
    }

    /// Returns the tracks that the link opens, in its order.
    #[must_use]
    pub fn tracks(&self) -> &[TrackId] {
        match &self.opens {
            Opens::Track(track) => core::slice::from_ref(track),
            Opens::Playlist(playlist) => &playlist.tracks,
        }
    }

    /// Returns what the link is at `now`, having given `used` downloads, its track being there or not (R3).
    #[must_use]
    pub fn state(&self, now: Timestamp, used: u64, is_there: bool) -> LinkState {
        let terms = &self.terms;
        match () {
            () if self.revoked || !is_there => LinkState::Revoked,
            // LNK-3: half-open, so the instant of expiry itself is over.
            () if terms.expires_at.is_some_and(|expires_at| now >= expires_at) => LinkState::Expired,
            () if terms.download_limit.is_some_and(|limit| used >= u64::from(limit)) => LinkState::UsedUp,
            () if terms.not_before.is_some_and(|not_before| now < not_before) => LinkState::NotYet,
            () => LinkState::Active,
        }
    }

    /// Returns the setting of the same name as the link has it; nothing where such a link has none.
    #[must_use]
    pub fn setting(&self, like: &Setting) -> Option<Setting> {
        let terms = &self.terms;
        let playlist = match &self.opens {
            Opens::Playlist(playlist) => Some(playlist),
            Opens::Track(_) => None,
        };
        Some(match like {
            Setting::Downloads(_) => Setting::Downloads(terms.downloads.clone()),
            Setting::Stream(_) => Setting::Stream(terms.stream),
            Setting::NotBefore(_) => Setting::NotBefore(terms.not_before),
            Setting::ExpiresAt(_) => Setting::ExpiresAt(terms.expires_at),
            Setting::Password(_) => Setting::Password(terms.password.clone()),
            Setting::DownloadLimit(_) => Setting::DownloadLimit(terms.download_limit),
            Setting::Label(_) => Setting::Label(terms.label.clone()),
            Setting::Excluded(_) => Setting::Excluded(terms.excluded.clone()),
            Setting::AsksReview(_) => Setting::AsksReview(terms.asks_review),
            Setting::Name(_) => Setting::Name(playlist?.name.clone()),
            Setting::Cover(_) => Setting::Cover(playlist?.cover.clone()),
            Setting::Tracks(_) => Setting::Tracks(playlist?.tracks.clone()),
            Setting::Filter(_) => Setting::Filter(playlist?.filter.clone()),
        })
    }

    /// Gives one setting a value, and touches no other (R4); verbs refuse a playlist's setting on a link to one track.
    pub fn set(&mut self, setting: Setting) {
        match (setting, &mut self.opens) {
            (Setting::Name(name), Opens::Playlist(playlist)) => playlist.name = name,
            (Setting::Cover(cover), Opens::Playlist(playlist)) => playlist.cover = cover,
            (Setting::Tracks(tracks), Opens::Playlist(playlist)) => playlist.tracks = tracks,
            (Setting::Filter(filter), Opens::Playlist(playlist)) => playlist.filter = filter,
            (setting, _) => self.terms.set(&setting),
        }
    }
}
