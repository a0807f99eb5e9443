//! The page of a link that a visitor sees.

use super::views::name_of;
use super::visit_views::{OpenedFile, OpenedLink, OpenedTrack};
use crate::domain::file::{FileKind, Listed, preview};
use crate::domain::share_link::{FileRef, Opens, ShareLink};
use crate::domain::slice::Slice;
use crate::domain::track::Track;
use crate::domain::visit::{Ask, Knock, LinkedFile, decide, is_allowed, is_shown};
use crate::id::{PersonId, TrackId};
use crate::ports::{FilesOfTracks, TrackFile};

pub(super) fn linked(track: TrackId, file: &TrackFile) -> LinkedFile {
    LinkedFile { track, id: file.id.clone(), name: file.name.clone(), kind: file.kind }
}

/// Returns what a visitor sees of a link that they may enter.
pub(super) fn page(slice: &Slice, link: &ShareLink, knock: &Knock<'_>, files: &FilesOfTracks) -> OpenedLink {
    let opened = |track: &Track| {
        let files = files.iter().find(|(other, _)| *other == track.id).map_or(&[][..], |(_, files)| files);
        let mut shown: Vec<&TrackFile> = files.iter().filter(|file| is_shown(link, &linked(track.id, file))).collect();
        shown.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        OpenedTrack {
            track: track.id,
            title: track.title.clone(),
            bpm: track.bpm,
            key: track.key.clone(),
            preview: previewed(link, &shown),
            files: shown.into_iter().map(|file| opened_file(knock, track.id, file)).collect(),
        }
    };
    let tracks: Vec<OpenedTrack> = slice.shown_tracks(link).into_iter().map(opened).collect();
    let sharer = sharer(slice, link);
    let cover = match &link.opens {
        Opens::Track(_) => None,
        Opens::Playlist(playlist) => playlist.cover.clone(),
    };
    let (name, by_name) = (slice.link_name(link), sharer.and_then(|person| name_of(slice, person)));
    OpenedLink { name, by_name, cover, asks_review: link.terms.asks_review, tracks }
}

fn sharer(slice: &Slice, link: &ShareLink) -> Option<PersonId> {
    match &link.opens {
        Opens::Track(track) => slice.track(*track).map(|track| track.owner),
        Opens::Playlist(playlist) => Some(playlist.owner),
    }
}

fn opened_file(knock: &Knock<'_>, track: TrackId, file: &TrackFile) -> OpenedFile {
    let linked = linked(track, file);
    let can = |ask| decide(knock, ask).is_ok();
    OpenedFile {
        can_play: can(Ask::Play(Some(&linked))),
        can_download: can(Ask::Download { file: Some(&linked), is_counted: false }),
        id: file.id.clone(),
        name: file.name.clone(),
        kind: file.kind,
        size: file.size,
        modified_at: file.modified_at,
    }
}

/// Returns the file that is played first, where the link plays any (LNK-6).
fn previewed(link: &ShareLink, shown: &[&TrackFile]) -> Option<FileRef> {
    let found = preview_among(shown, |kind| is_allowed(link, kind)).filter(|_| link.terms.stream)?;
    Some(found.id.clone())
}

/// Returns the file that is played before anything is chosen, where what kinds may be had is as said (LNK-6).
pub(super) fn preview_among<'a>(
    files: &[&'a TrackFile],
    is_allowed: impl Fn(FileKind) -> bool,
) -> Option<&'a TrackFile> {
    let listed = files.iter().map(|file| Listed {
        id: file.id.as_str(),
        name: file.name.as_str(),
        kind: file.kind,
        modified_at: file.modified_at,
        is_allowed: is_allowed(file.kind),
    });
    let place = preview(&listed.collect::<Vec<_>>())?;
    files.get(place).copied()
}
