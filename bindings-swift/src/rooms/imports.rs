//! Imports: files that are sent to somebody, and wait to be put in order.

use cowrite::{Error, ImportFilter, ImportInto, ImportUpdate, NewImport};

use crate::argument::Edit;
use crate::asked::Kinds;
use crate::call::operations;
use crate::custom::{GroupID, ImportID, PersonID, TrackID, Whole};
use crate::rooms::paged;
use crate::values::NewFile;
use crate::words::ImportStatus;

fn parcel(files: Vec<(String, u64, Option<String>)>, note: Option<String>, track_name: Option<String>) -> NewImport {
    let mut import = NewImport::new();
    for (name, size, folder) in files {
        import = import.file(name, folder.as_deref(), size);
    }
    if let Some(note) = note {
        import = import.note(note);
    }
    match track_name {
        Some(name) => import.track_name(name),
        None => import,
    }
}

operations! { WorkspaceCore on cowrite::Workspace;
    /// Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for a recipient who is not registered.
    receive_import(
        files as "of": Vec<NewFile>,
        to as "for": PersonID,
        name: String,
        email: String,
        note: Option<String> = None,
        track_name: Option<String> = None,
    ) -> cowrite::ImportView = |workspace| {
        let import = parcel(files, note, track_name);
        async move { workspace.receive_import(to, &name, &email, import).await }
    };
}

operations! { ActorCore on cowrite::Actor;
    /// Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
    ///
    /// Until they are accepted nothing in the recipient's library changes. Throws `invalidInput`, `limitExceeded`, `notFound`.
    submit_import(
        files as "of": Vec<NewFile>,
        to: PersonID,
        note: Option<String> = None,
        track as "for": Option<TrackID> = None,
        track_name: Option<String> = None,
    ) -> cowrite::ImportView = |actor| {
        let import = parcel(files, note, track_name);
        actor.submit_import(to, match track {
            Some(track) => import.track(track),
            None => import,
        })
    };

    /// Sends once more what its recipient dismissed, as a new import (IMP-3). Throws `notFound`.
    resubmit_import(import_ as "_": ImportID) -> cowrite::ImportView = |actor| actor.resubmit_import(import_);

    /// An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Throws `notFound`.
    import_(import_ as "_": ImportID) -> cowrite::ImportDetail = |actor| actor.import(import_);

    /// What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from` leave some out.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`.
    imports(
        state: Option<ImportStatus> = None,
        from_ as "from": Option<PersonID> = None,
        after: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::ImportsPage = |actor| {
        let mut filter = ImportFilter::all();
        (filter.state, filter.from) = (state, from_);
        actor.imports(filter, paged(after, limit))
    };

    /// Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
    ///
    /// `nil` chooses no track. Throws `invalidInput`, `notFound`.
    update_import(
        import_ as "_": ImportID,
        kinds: Option<Kinds> = None,
        track: Edit<TrackID> = Keep,
    ) -> cowrite::ImportView = |actor| {
        let mut update = ImportUpdate::new();
        for (file, kind) in kinds.unwrap_or_default() {
            update = update.kind(file, kind);
        }
        actor.update_import(import_, match track {
            Some(track) => update.track(track),
            None => update,
        })
    };

    /// Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).
    ///
    /// Accepting again gives the first result. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    accept_import(
        import_ as "_": ImportID,
        track as "into": Option<TrackID> = None,
        title as "asNewTrack": Option<String> = None,
        group as "in": Option<GroupID> = None,
    ) -> cowrite::ImportView = |actor| async move {
        let into = match (track, title) {
            (Some(track), None) => ImportInto::track(track),
            (None, Some(title)) => ImportInto::new_track(title).in_group(group),
            _ => return Err(Error::invalid("track", "is named, or else a title")),
        };
        actor.accept_import(import_, into).await
    };

    /// Dismisses an import; its sender may send it again (IMP-3). Throws `notFound`.
    dismiss_import(import_ as "_": ImportID) -> cowrite::ImportView = |actor| actor.dismiss_import(import_);
}
