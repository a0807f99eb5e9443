//! Imports: files that are sent to somebody, and wait to be put in order.

use cowrite::{Error, ImportFilter, ImportInto, ImportUpdate, NewImport};

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::Edit::{self, Keep};
use crate::argument::{Given, GroupArgument, ImportArgument, PersonArgument, Seq, Text, TrackArgument, Whole};
use crate::call::operations;
use crate::page::{Listed, listed};
use crate::records::{NewFile, OutgoingFile};
use crate::values::KindsArgument;
use crate::word::WordArgument;
use crate::workspace::{AsyncWorkspace, Workspace, WorkspaceCalls};

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

operations! { Workspace, AsyncWorkspace, WorkspaceCalls on cowrite::Workspace;
    /// Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
    ///
    /// Raises `invalid_input`, `limit_exceeded`, and `not_found` for a recipient who is not registered.
    ///
    /// >>> files = [NewFile("strings.wav", size=48_000_000)]
    /// >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=files)
    /// >>> sent.from_name, sent.state
    /// ('Sam Lee', ImportStatus.PENDING)
    receive_import(
        to: PersonArgument;
        name: Text,
        email: Text,
        files: Seq<Given<NewFile>>,
        note: Option<Text> = None,
        track_name: Option<Text> = None
    ) -> cowrite::ImportView = |workspace| {
        let import = parcel(files, note, track_name);
        async move { workspace.receive_import(to, &name, &email, import).await }
    };
}

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
    ///
    /// Until they are accepted nothing in the recipient's library changes. Raises `invalid_input`, `limit_exceeded`, `not_found`.
    ///
    /// >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=9_400_000)])
    /// >>> sent.files[0].kind
    /// FileKind.STEM
    submit_import(
        to: PersonArgument;
        files: Seq<Given<NewFile>>,
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

    /// Sends once more what its recipient dismissed, as a new import (IMP-3). Raises `not_found`.
    ///
    /// >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", size=9_400_000)])
    /// >>> dismissed = workspace.acting_as(jordan).dismiss_import(sent)
    /// >>> me.resubmit_import(sent).state
    /// ImportStatus.PENDING
    resubmit_import(import_: ImportArgument) -> cowrite::ImportView = |actor| actor.resubmit_import(import_);

    /// An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Raises `not_found`.
    ///
    /// >>> files = [NewFile("midnight_sessions_strings.wav", size=48_000_000)]
    /// >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
    /// >>> me.import_(sent).suggestions[0].title
    /// 'Midnight Sessions'
    import_(import_: ImportArgument) -> cowrite::ImportDetail = |actor| actor.import(import_);

    /// What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from_` leave some out; iterating over it goes
    /// on over all. `after` is the `next` of an earlier page. Raises `invalid_input`.
    ///
    /// >>> files = [NewFile("kick.wav", size=9_400_000)]
    /// >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
    /// >>> [entry.from_name for entry in me.imports(state=ImportStatus.PENDING, from_=jordan)]
    /// ['Jordan Lee']
    imports(;
        state: Option<WordArgument<cowrite::ImportStatus>> = None,
        from_: Option<PersonArgument> = None,
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> Listed<cowrite::ImportsPage> = |actor| {
        let mut filter = ImportFilter::all();
        (filter.state, filter.from) = (state, from_);
        listed(actor, after, limit, move |actor, paging| async move { actor.imports(filter, paging).await })
    };

    /// Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
    ///
    /// `None` chooses no track. Raises `invalid_input`, `not_found`.
    ///
    /// >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("take 3.wav", size=9_400_000)])
    /// >>> me.update_import(sent, kinds={0: FileKind.VOCAL}, track=track).files[0].kind
    /// FileKind.VOCAL
    update_import(
        import_: ImportArgument;
        kinds: Option<KindsArgument> = None,
        track: Edit<TrackArgument> = Keep
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
    /// Accepting again gives the first result. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    ///
    /// >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("strings.wav", size=48_000_000)])
    /// >>> me.accept_import(sent, track=track).track == track.id
    /// True
    accept_import(
        import_: ImportArgument;
        track: Option<TrackArgument> = None,
        title: Option<Text> = None,
        group: Option<GroupArgument> = None
    ) -> cowrite::ImportView = |actor| async move {
        let into = match (track, title) {
            (Some(track), None) => ImportInto::track(track),
            (None, Some(title)) => ImportInto::new_track(title).in_group(group),
            _ => return Err(Error::invalid("track", "is named, or else a title")),
        };
        actor.accept_import(import_, into).await
    };

    /// Dismisses an import; its sender may send it again (IMP-3). Raises `not_found`.
    ///
    /// >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("kick.wav", size=9_400_000)])
    /// >>> me.dismiss_import(sent).state
    /// ImportStatus.DISMISSED
    dismiss_import(import_: ImportArgument) -> cowrite::ImportView = |actor| actor.dismiss_import(import_);
}
