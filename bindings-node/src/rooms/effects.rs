//! What is to be done outside, and the bytes of imports.

use crate::argument::{ImportArgument, Whole};
use crate::call::operations;
use crate::host::Content;
use crate::values::EffectArgument;

operations! { workspace on cowrite::Workspace;
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Refused with `invalid_input`.
    run_effects(limit: Whole<u32>) -> cowrite::EffectsRun = |workspace| workspace.run_effects(limit);

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// `Actor.upload_file`. Refused with `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
    receive_file(import: ImportArgument; number: Whole<u32>, content: Content) -> cowrite::ImportView = |workspace| {
        workspace.receive_file(import, number, content)
    };
}

operations! { actor on cowrite::Actor;
    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `upload_file`.
    /// Refused with `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
    send_file(import: ImportArgument; number: Whole<u32>, content: Content) -> cowrite::ImportView = |actor| {
        actor.send_file(import, number, content)
    };
}

operations! { operator on cowrite::Operator;
    /// What is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend. Refused with `invalid_input` above 1000.
    effects(limit: Whole<u32>) -> cowrite::OpenEffectsView = |operator| operator.effects(limit);

    /// Makes an effect due now, whenever it was to be tried again (OPS-1). Refused with `not_found` where it is not open.
    retry_effect(effect: EffectArgument) -> cowrite::EffectRetried = |operator| operator.retry_effect(effect);
}
