//! What a link is to be told when it is made or changed.

use core::fmt;
use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::domain::details::TAG_LIMIT;
use crate::domain::file::FileKind;
use crate::domain::share_link::{EXCLUDED_LIMIT, Excluded, FileRef, PLAYLIST_LIMIT, PlaylistFilter, Setting};
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::Error;
use crate::id::TrackId;
use crate::time::Timestamp;

/// The most Unicode scalar values that a link's password has.
pub(crate) const PASSWORD_LIMIT: u32 = 200;

/// The most Unicode scalar values that the name or address of a cover has.
const COVER_LIMIT: u32 = 2_000;

/// Settings of a link: what is left out stays, or is as for a new link (LNK-1, LNK-3).
///
/// A new link lets visitors listen, allows no downloads, opens at once and never expires.
///
/// # Example: stems for the mixer, for two weeks and a day
///
/// ```
/// use cowrite::{FileKind, LinkSettings, Timestamp};
///
/// let now: Timestamp = "2026-01-01T00:00:00Z".parse()?;
/// let settings = LinkSettings::new()
///     .downloads([FileKind::Bounce, FileKind::Stem])
///     .expires_at(Some(now.plus_days(15)))
///     .label(Some("the mixer"));
/// # let _ = settings;
/// # Ok::<(), cowrite::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct LinkSettings {
    /// The kinds of files that may be downloaded, instead of all there were.
    pub downloads: Option<Vec<FileKind>>,
    /// Whether what may be heard is played.
    pub stream: Option<bool>,
    /// From when on it opens, or `Some(None)` for at once.
    pub not_before: Option<Option<Timestamp>>,
    /// From when on it does not open any more, or `Some(None)` for never.
    pub expires_at: Option<Option<Timestamp>>,
    /// The password that it asks for, or `Some(None)` for none.
    pub password: Option<Option<String>>,
    /// How many downloads it gives in all, or `Some(None)` for any number.
    pub download_limit: Option<Option<u32>>,
    /// Whom it is for, or `Some(None)` for nobody in particular; no visitor sees it.
    pub label: Option<Option<String>>,
    /// The files that it does not show, instead of all there were: by their ids, and by where they lie as this is said, since a program that saves by replacing a file gives it another id.
    pub excluded: Option<Vec<FileRef>>,
    /// Whether visitors are asked for a review.
    pub asks_review: Option<bool>,
    /// What a playlist is called.
    pub name: Option<String>,
    /// A playlist's cover, or `Some(None)` for none: the host's own name for a picture, or an address of one.
    pub cover: Option<Option<String>>,
    /// A playlist's tracks, instead of all there were; given on their own where it is made.
    pub tracks: Option<Vec<TrackId>>,
    /// What of a playlist's tracks is shown.
    pub filter: Option<PlaylistFilter>,
}

impl fmt::Debug for LinkSettings {
    /// Shows no password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { password, .. } = self;
        let shown = Self { password: None, ..self.clone() };
        let settings = shown.settings().unwrap_or_default();
        f.debug_struct("LinkSettings").field("settings", &settings).field("password", &password.is_some()).finish()
    }
}

/// Settings in the form in which they are kept; the password is still to be hashed.
#[derive(Clone)]
pub(crate) struct Tidied {
    pub(crate) settings: Vec<Setting>,
    pub(crate) password: Option<Option<String>>,
}

impl LinkSettings {
    /// Says nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows files of these kinds to be downloaded, and of no other.
    pub fn downloads(mut self, kinds: impl IntoIterator<Item = FileKind>) -> Self {
        self.downloads = Some(kinds.into_iter().collect());
        self
    }

    /// Plays what may be heard, or not.
    pub fn stream(mut self, stream: bool) -> Self {
        self.stream = Some(stream);
        self
    }

    /// Opens from an instant on.
    pub fn not_before(mut self, at: Option<Timestamp>) -> Self {
        self.not_before = Some(at);
        self
    }

    /// Expires at an instant, or never.
    pub fn expires_at(mut self, at: Option<Timestamp>) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Asks for a password, or for none.
    pub fn password(mut self, password: Option<&str>) -> Self {
        self.password = Some(password.map(str::to_owned));
        self
    }

    /// Gives so many downloads in all, or any number.
    pub fn download_limit(mut self, limit: Option<u32>) -> Self {
        self.download_limit = Some(limit);
        self
    }

    /// Says whom it is for.
    pub fn label(mut self, label: Option<&str>) -> Self {
        self.label = Some(label.map(str::to_owned));
        self
    }

    /// Does not show these files.
    pub fn excluded(mut self, files: impl IntoIterator<Item = FileRef>) -> Self {
        self.excluded = Some(files.into_iter().collect());
        self
    }

    /// Asks visitors for a review, or not.
    pub fn asks_review(mut self, asks: bool) -> Self {
        self.asks_review = Some(asks);
        self
    }

    /// Names a playlist.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Gives a playlist a cover, or none.
    pub fn cover(mut self, cover: Option<&str>) -> Self {
        self.cover = Some(cover.map(str::to_owned));
        self
    }

    /// Gives a playlist other tracks.
    pub fn tracks(mut self, tracks: impl IntoIterator<Item = TrackId>) -> Self {
        self.tracks = Some(tracks.into_iter().collect());
        self
    }

    /// Shows only some of a playlist's tracks and files.
    pub fn filter(mut self, filter: PlaylistFilter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Checks what can be checked without looking anything up.
    pub(crate) fn tidied(&self) -> Result<Tidied, Error> {
        let password = match &self.password {
            Some(Some(password)) => Some(Some(tidy_password(password)?)),
            other => other.clone(),
        };
        Ok(Tidied { settings: self.settings()?, password })
    }

    fn settings(&self) -> Result<Vec<Setting>, Error> {
        let text = |field, text: &Option<String>, limit| match text {
            Some(text) => tidy(field, text, limit).map(Some),
            None => Ok(None),
        };
        let all = [
            self.downloads.as_deref().map(downloads).transpose()?,
            self.stream.map(Setting::Stream),
            self.not_before.map(Setting::NotBefore),
            self.expires_at.map(Setting::ExpiresAt),
            self.download_limit.map(limit).transpose()?,
            self.label.as_ref().map(|label| text("label", label, NAME_LIMIT).map(Setting::Label)).transpose()?,
            self.excluded.as_deref().map(excluded).transpose()?,
            self.asks_review.map(Setting::AsksReview),
            self.name.as_deref().map(|name| tidy("name", name, NAME_LIMIT).map(Some).map(Setting::Name)).transpose()?,
            self.cover.as_ref().map(|cover| text("cover", cover, COVER_LIMIT).map(Setting::Cover)).transpose()?,
            self.tracks.as_deref().map(|tracks| tidy_tracks(tracks).map(Setting::Tracks)).transpose()?,
            self.filter.as_ref().map(filter).transpose()?,
        ];
        Ok(all.into_iter().flatten().collect())
    }
}

fn downloads(kinds: &[FileKind]) -> Result<Setting, Error> {
    if kinds.iter().all(|kind| kind.is_downloadable_by_link()) {
        Ok(Setting::Downloads(kinds.iter().copied().collect()))
    } else {
        Err(Error::invalid("downloads", "names a kind that no link gives"))
    }
}

fn limit(limit: Option<u32>) -> Result<Setting, Error> {
    if limit == Some(0) {
        Err(Error::invalid("download_limit", "is not at least 1"))
    } else {
        Ok(Setting::DownloadLimit(limit))
    }
}

fn excluded(files: &[FileRef]) -> Result<Setting, Error> {
    let is_over = |count: usize, limit: u32| count > usize::try_from(limit).unwrap_or(usize::MAX);
    if is_over(files.len(), EXCLUDED_LIMIT) {
        return Err(Error::LimitExceeded { field: "excluded", limit: EXCLUDED_LIMIT });
    }
    if files.iter().any(|file| is_over(file.as_str().len(), FileRef::LIMIT)) {
        return Err(Error::invalid("excluded", "names what no file store calls a file"));
    }
    let files: BTreeSet<FileRef> = files.iter().cloned().collect();
    // Where they lie is looked up when the link is made or changed.
    Ok(Setting::Excluded(Excluded { files, places: BTreeSet::new() }))
}

fn filter(filter: &PlaylistFilter) -> Result<Setting, Error> {
    let most = usize::try_from(TAG_LIMIT).unwrap_or(usize::MAX);
    if filter.tags.len() > most || filter.stages.len() > most {
        return Err(Error::LimitExceeded { field: "filter", limit: TAG_LIMIT });
    }
    let tags = filter.tags.iter().map(|tag| tidy("filter", tag, NAME_LIMIT)).collect::<Result<_, _>>()?;
    let stages = filter.stages.iter().map(|stage| stage.as_str().parse()).collect::<Result<_, _>>()?;
    Ok(Setting::Filter(PlaylistFilter { stages, tags, kinds: filter.kinds.clone() }))
}

/// Checks the tracks of a playlist as far as they can be checked without looking them up (LNK-7).
pub(crate) fn tidy_tracks(tracks: &[TrackId]) -> Result<Vec<TrackId>, Error> {
    if tracks.is_empty() {
        return Err(Error::invalid("tracks", "is empty"));
    }
    if tracks.len() > usize::try_from(PLAYLIST_LIMIT).unwrap_or(usize::MAX) {
        return Err(Error::PlaylistTooLong { limit: PLAYLIST_LIMIT });
    }
    if tracks.iter().collect::<BTreeSet<_>>().len() < tracks.len() {
        return Err(Error::invalid("tracks", "names a track twice"));
    }
    Ok(tracks.to_vec())
}

/// Brings a password to the form in which it is hashed: NFC, so that it does not matter where it was typed.
fn tidy_password(password: &str) -> Result<String, Error> {
    if password.is_empty() {
        return Err(Error::invalid("password", "is empty"));
    }
    typed(password).ok_or(Error::LimitExceeded { field: "password", limit: PASSWORD_LIMIT })
}

/// Returns a password as it is hashed, unless it is longer than any.
pub(crate) fn typed(password: &str) -> Option<String> {
    let most = usize::try_from(PASSWORD_LIMIT).unwrap_or(usize::MAX);
    // NFC makes one scalar of a few at most: what is this long is refused before any of it is copied.
    if password.len() > most.saturating_mul(72) {
        return None;
    }
    let kept: String = password.nfc().collect();
    (kept.chars().count() <= most).then_some(kept)
}
