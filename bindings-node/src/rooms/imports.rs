//! Imports: files that are sent to somebody, and wait to be put in order.

use cowrite::{Error, ImportFilter, ImportInto, ImportUpdate, NewImport};

use crate::argument::{
    Edit, GroupArgument, ImportArgument, PersonArgument, Seq, Text, TrackArgument, Whole, WordArgument,
};
use crate::call::{operations, paging};
use crate::values::{KindOfFile, NewFile, OutgoingFile};

fn parcel(files: Vec<OutgoingFile>, note: Option<String>, track_name: Option<String>) -> NewImport {
    let mut import = NewImport::new();
    for OutgoingFile { name, size, folder } in files {
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

operations! { workspace on cowrite::Workspace;
    /// Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, and `not_found` for a recipient who is not registered.
    receive_import(
        to: PersonArgument;
        name: Text,
        email: Text,
        files: Seq<NewFile>,
        note: Option<Text> = None,
        track_name: Option<Text> = None
    ) -> cowrite::ImportView = |workspace| {
        let import = parcel(files, note, track_name);
        async move { workspace.receive_import(to, &name, &email, import).await }
    };
}

operations! { actor on cowrite::Actor;
    /// Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
    ///
    /// Until they are accepted nothing in the recipient's library changes. Refused with `invalid_input`, `limit_exceeded`, `not_found`.
    submit_import(
        to: PersonArgument;
        files: Seq<NewFile>,
        note: Option<Text> = None,
        track: Option<TrackArgument> = None,
        track_name: Option<Text> = None
    ) -> cowrite::ImportView = |actor| {
        let import = parcel(files, note, track_name);
        actor.submit_import(to, match track {
            Some(track) => import.track(track),
            None => import,
        })
    };

    /// Sends once more what its recipient dismissed, as a new import (IMP-3). Refused with `not_found`.
    resubmit_import(import: ImportArgument) -> cowrite::ImportView = |actor| actor.resubmit_import(import);

    /// An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Refused with `not_found`.
    import(import: ImportArgument) -> cowrite::ImportDetail = |actor| actor.import(import);

    /// What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from` leave some out; `for await` over it goes
    /// on over all. `after` is the `next` of an earlier page. Refused with `invalid_input`.
    imports(;
        state: Option<WordArgument<cowrite::ImportStatus>> = None,
        from: Option<PersonArgument> = None,
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> cowrite::ImportsPage = |actor| {
        let mut filter = ImportFilter::all();
        (filter.state, filter.from) = (state, from);
        actor.imports(filter, paging(after, limit))
    };

    /// Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
    ///
    /// `null` chooses no track. Refused with `invalid_input`, `not_found`.
    update_import(
        import: ImportArgument;
        kinds: Option<Seq<KindOfFile>> = None,
        track: Edit<TrackArgument> = Keep
    ) -> cowrite::ImportView = |actor| {
        let mut update = ImportUpdate::new();
        for (file, kind) in kinds.unwrap_or_default() {
            update = update.kind(file, kind);
        }
        actor.update_import(import, match track {
            Some(track) => update.track(track),
            None => update,
        })
    };

    /// Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).
    ///
    /// Accepting again gives the first result. Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    accept_import(
        import: ImportArgument;
        track: Option<TrackArgument> = None,
        title: Option<Text> = None,
        group: Option<GroupArgument> = None
    ) -> cowrite::ImportView = |actor| async move {
        let into = match (track, title) {
            (Some(track), None) => ImportInto::track(track),
            (None, Some(title)) => ImportInto::new_track(title).in_group(group),
            _ => return Err(Error::invalid("track", "is named, or else a title")),
        };
        actor.accept_import(import, into).await
    };

    /// Dismisses an import; its sender may send it again (IMP-3). Refused with `not_found`.
    dismiss_import(import: ImportArgument) -> cowrite::ImportView = |actor| actor.dismiss_import(import);
}
