//! What is to be done outside, and the bytes of imports.

use std::sync::Arc;

use crate::call::operations;
use crate::custom::{ImportID, Whole};
use crate::host::ContentPort;
use crate::values::Effect;

operations! { WorkspaceCore on cowrite::Workspace;
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Throws `invalidInput`.
    run_effects(limit: Whole) -> cowrite::EffectsRun = |workspace| workspace.run_effects(limit);

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// `Actor.upload_file`. Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    receive_file(
        content as "_": Arc<dyn ContentPort>,
        number as "at": Whole,
        import_ as "of": ImportID,
    ) -> cowrite::ImportView = |workspace| {
        workspace.receive_file(import_, number, content)
    };
}

operations! { ActorCore on cowrite::Actor;
    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `uploadFile`.
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
