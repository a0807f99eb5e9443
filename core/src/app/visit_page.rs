//! Which tracks a link shows, and the page of it that a visitor sees.

use super::views::name_of;
use super::visit_views::{OpenedFile, OpenedLink, OpenedTrack};
use crate::domain::file::{Listed, preview};
use crate::domain::share_link::{FileRef, Opens, ShareLink};
use crate::domain::slice::Slice;
use crate::domain::track::Condition;
use crate::domain::visit::{Ask, Knock, LinkedFile, decide, is_allowed, is_shown};
use crate::id::{PersonId, TrackId};
use crate::ports::{FilesOfTracks, TrackFile};

/// Returns the tracks that a link shows now, in its order: of a playlist those that are there, are the sharer's still, and pass its filter (LNK-7).
pub(super) fn shown_tracks(slice: &Slice, link: &ShareLink) -> Vec<TrackId> {
    let is_shown = |id: &TrackId| {
        let Some(track) = slice.track(*id).filter(|track| track.condition == Condition::Live) else { return false };
        match &link.opens {
            Opens::Track(_) => true,
            Opens::Playlist(playlist) => track.owner == playlist.owner && playlist.filter.shows(track),
        }
    };
    link.tracks().iter().copied().filter(is_shown).collect()
}

pub(super) fn linked(track: TrackId, file: &TrackFile) -> LinkedFile {
    LinkedFile { track, id: file.id.clone(), name: file.name.clone(), kind: file.kind }
}

/// Returns what a visitor sees of a link that they may enter.
pub(super) fn page(slice: &Slice, link: &ShareLink, knock: &Knock<'_>, files: &FilesOfTracks) -> OpenedLink {
    let tracks = shown_tracks(slice, link);
    let opened = |id: &TrackId| {
        let track = slice.track(*id)?;
        let files = files.iter().find(|(other, _)| other == id).map_or(&[][..], |(_, files)| files);
        let mut shown: Vec<&TrackFile> = files.iter().filter(|file| is_shown(link, &linked(*id, file))).collect();
        shown.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Some(OpenedTrack {
            track: *id,
            title: track.title.clone(),
            bpm: track.bpm,
            key: track.key.clone(),
            preview: previewed(link, &shown),
            files: shown.into_iter().map(|file| opened_file(knock, *id, file)).collect(),
        })
    };
    let tracks: Vec<OpenedTrack> = tracks.iter().filter_map(opened).collect();
    let sharer = sharer(slice, link);
    let (name, cover) = match &link.opens {
        Opens::Track(_) => (tracks.first().map_or_else(String::new, |track| track.title.clone()), None),
        Opens::Playlist(playlist) => (playlist.name.clone(), playlist.cover.clone()),
    };
    let by_name = sharer.and_then(|person| name_of(slice, person));
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
    let listed = shown.iter().map(|file| Listed {
        id: file.id.as_str(),
        name: file.name.as_str(),
        kind: file.kind,
        modified_at: file.modified_at,
        is_allowed: is_allowed(link, file.kind),
    });
    let files: Vec<Listed<'_>> = listed.collect();
    let place = preview(&files).filter(|_| link.terms.stream)?;
    shown.get(place).map(|file| file.id.clone())
}
