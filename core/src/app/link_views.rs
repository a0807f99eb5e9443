//! Links as their owners see them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::link_secret::LinkSecret;
use crate::domain::file::FileKind;
use crate::domain::link_analytics::LinkTotals;
use crate::domain::share_link::{FileRef, LinkState, LinkTerms, Opens, PlaylistFilter};
use crate::domain::slice::Slice;
use crate::domain::visit::Visited;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{ItemId, LinkId, TrackId};
use crate::time::Timestamp;

/// What is a playlist share's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlaylistView {
    /// What it is called: without a name of its own as the only track that it would open now, or by their number.
    pub name: String,
    /// Its cover.
    pub cover: Option<String>,
    /// The tracks, in its order.
    pub tracks: Vec<TrackId>,
    /// What of them is shown.
    pub filter: PlaylistFilter,
}

/// A share link or a playlist share, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkView {
    /// The id; not the secret.
    pub id: LinkId,
    /// The track that it opens, where it is a share link.
    pub track: Option<TrackId>,
    /// What it opens, where it is a playlist share.
    pub playlist: Option<PlaylistView>,
    /// What it is now.
    pub state: LinkState,
    /// Whether the operator took it down (OPS-1).
    pub taken_down: bool,
    /// The kinds of files that may be downloaded.
    pub downloads: BTreeSet<FileKind>,
    /// Whether what may be heard is played.
    pub stream: bool,
    /// From when on it opens.
    pub not_before: Option<Timestamp>,
    /// From when on it does not open any more.
    pub expires_at: Option<Timestamp>,
    /// Whether it asks for a password.
    pub has_password: bool,
    /// How many downloads it gives in all.
    pub download_limit: Option<u32>,
    /// How many it has given.
    pub used: u64,
    /// Whom it is for.
    pub label: Option<String>,
    /// The files that it does not show.
    pub excluded: BTreeSet<FileRef>,
    /// Whether visitors are asked for a review.
    pub asks_review: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it has changed.
    pub version: u64,
}

impl LinkView {
    pub(crate) fn of(slice: &Slice, id: LinkId, now: Timestamp) -> Result<Self, Error> {
        let link = slice.link(id).ok_or(Error::not_found(Noun::Link))?;
        let terms = LinkTerms::clone(&link.terms);
        let playlist = match &link.opens {
            Opens::Track(_) => None,
            Opens::Playlist(playlist) => Some(PlaylistView {
                name: slice.link_name(link),
                cover: playlist.cover.clone(),
                tracks: playlist.tracks.clone(),
                filter: playlist.filter.clone(),
            }),
        };
        Ok(Self {
            id,
            track: link.tracks().first().copied().filter(|_| playlist.is_none()),
            playlist,
            state: slice.link_state(link, now),
            taken_down: link.taken_down,
            downloads: terms.downloads,
            stream: terms.stream,
            not_before: terms.not_before,
            expires_at: terms.expires_at,
            has_password: terms.password.is_some(),
            download_limit: terms.download_limit,
            used: slice.downloads_of(id),
            label: terms.label,
            excluded: terms.excluded.files,
            asks_review: terms.asks_review,
            created_at: link.created_at,
            version: slice.versions.get(&Aggregate::Document(link.key())).copied().unwrap_or_default(),
        })
    }
}

/// A link that was made or has a new secret.
///
/// Neither what is kept for a repeat with the same key (REL-1) nor a dry run has the secret: whoever loses it rotates the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkMade {
    /// The link.
    pub link: LinkView,
    /// The secret, this once.
    #[serde(skip)]
    pub secret: Option<LinkSecret>,
}

/// A visit to a link, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VisitEntry {
    /// The id.
    pub id: ItemId,
    /// What happened.
    #[serde(flatten)]
    pub visit: Visited,
}

/// What visitors did with a link (LNK-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkAnalytics {
    /// The link.
    pub link: LinkView,
    /// The sums.
    pub totals: LinkTotals,
    /// What happened, newest first.
    pub visits: Vec<VisitEntry>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}
