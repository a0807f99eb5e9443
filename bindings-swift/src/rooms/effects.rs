//! What is to be done outside, and the bytes of imports.

use std::sync::Arc;

use crate::call::operations;
use crate::custom::{ImportID, PersonID, TrackID, Whole};
use crate::host::ContentPort;
use crate::values::Effect;

operations! { WorkspaceCore on cowrite::Workspace;
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Throws `invalidInput`.
    run_effects(limit: Whole) -> cowrite::EffectsRun = |workspace| workspace.run_effects(limit);

    /// Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).
    ///
    /// Call it when somebody has connected an account, or mended one; the work itself is done by ``runEffects(limit:)``. Throws `notFound`.
    account_connected(person as "of": PersonID) -> cowrite::AccountConnected = |workspace| {
        workspace.account_connected(person)
    };

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// ``WorkspaceActor/uploadFile(_:named:as:to:replacing:)``. Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    receive_file(
        content as "_": Arc<dyn ContentPort>,
        number as "at": Whole,
        import_ as "of": ImportID,
    ) -> cowrite::ImportView = |workspace| {
        workspace.receive_file(import_, number, content)
    };
}

operations! { ActorCore on cowrite::Actor;
    /// Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).
    ///
    /// A folder that was deleted in the file store is made and shared anew by it, without what was in it.
    /// The work itself is done by ``Workspace/runEffects(limit:)``. Throws `notFound`, and `accessDenied` for all but the owner.
    retry_folder(track as "of": TrackID) -> cowrite::FolderRetried = |actor| actor.retry_folder(track);

    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and ``Workspace/runEffects(limit:)`` has run they lie in the track's folder. `content` is as for
    /// ``uploadFile(_:named:as:to:replacing:)``.
    /// Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    send_file(
        content as "_": Arc<dyn ContentPort>,
        number as "at": Whole,
        import_ as "of": ImportID,
    ) -> cowrite::ImportView = |actor| {
        actor.send_file(import_, number, content)
    };
}

operations! { OperatorCore on cowrite::Operator;
    /// What is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend. Throws `invalidInput` above 1000.
    effects(limit: Whole) -> cowrite::OpenEffectsView = |operator| operator.effects(limit);

    /// Makes an effect due now, whenever it was to be tried again (OPS-1). Throws `notFound` where it is not open.
    retry_effect(effect as "_": Effect) -> cowrite::EffectRetried = |operator| operator.retry_effect(effect);
}
