//! What is to be done outside, and the bytes of imports.

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::{Given, ImportArgument, PersonArgument, TrackArgument, Whole};
use crate::call::operations;
use crate::host::Content;
use crate::operator::{AsyncOperator, Operator, OperatorCalls};
use crate::values::Effect;
use crate::workspace::{AsyncWorkspace, Workspace, WorkspaceCalls};

operations! { Workspace, AsyncWorkspace, WorkspaceCalls on cowrite::Workspace;
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Raises `invalid_input`.
    ///
    /// >>> track = me.update_track(track, title="Midnight").track
    /// >>> while workspace.run_effects(100).done:
    /// ...     pass
    /// >>> workspace.run_effects(100).left
    /// 0
    run_effects(limit: Whole<u32>) -> cowrite::EffectsRun = |workspace| workspace.run_effects(limit);

    /// Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).
    ///
    /// Call it when somebody has connected an account, or mended one; the work itself is done by `run_effects`. Raises `not_found`.
    ///
    /// >>> workspace.account_connected(alex).scopes
    /// 1
    account_connected(person: PersonArgument) -> cowrite::AccountConnected = |workspace| {
        workspace.account_connected(person)
    };

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// `Actor.upload_file`. Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
    ///
    /// >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=[NewFile("strings.wav", size=5)])
    /// >>> workspace.receive_file(sent.id, number=0, content=b"bytes").files[0].arrived
    /// True
    receive_file(import_: ImportArgument; number: Whole<u32>, content: Content) -> cowrite::ImportView = |workspace| {
        workspace.receive_file(import_, number, content)
    };
}

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).
    ///
    /// A folder that was deleted in the file store is made and shared anew by it, without what was in it.
    /// The work itself is done by `Workspace.run_effects`. Raises `not_found`, and `access_denied` for all but the owner.
    ///
    /// >>> me.retry_folder(track).track == track.id
    /// True
    retry_folder(track: TrackArgument) -> cowrite::FolderRetried = |actor| actor.retry_folder(track);

    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `upload_file`.
    /// Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
    ///
    /// >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=5)])
    /// >>> me.send_file(sent, number=0, content=b"bytes").files[0].arrived
    /// True
    send_file(import_: ImportArgument; number: Whole<u32>, content: Content) -> cowrite::ImportView = |actor| {
        actor.send_file(import_, number, content)
    };
}

operations! { Operator, AsyncOperator, OperatorCalls on cowrite::Operator;
    /// What is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend. Raises `invalid_input` above 1000.
    ///
    /// >>> [waiting.failure for waiting in workspace.operator("weekly look").effects(50).effects if waiting.tries > 5]
    /// []
    effects(limit: Whole<u32>) -> cowrite::OpenEffectsView = |operator| operator.effects(limit);

    /// Makes an effect due now, whenever it was to be tried again (OPS-1). Raises `not_found` where it is not open.
    ///
    /// >>> operator = workspace.operator("room was made")
    /// >>> for waiting in operator.effects(50).effects:
    /// ...     retried = operator.retry_effect(waiting.effect)
    retry_effect(effect: Given<Effect>) -> cowrite::EffectRetried = |operator| operator.retry_effect(effect);
}
