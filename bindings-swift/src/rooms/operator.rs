//! What the host does as operator (OPS-1).

use crate::call::operations;
use crate::custom::{LinkID, PersonID, TrackID};
use crate::values::Scope;

operations! { OperatorCore on cowrite::Operator;
    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Throws `notFound`, `ownerFixed`, `limitExceeded`.
    hand_over(scope as "_": Scope, to: PersonID) -> cowrite::Handover = |operator| operator.hand_over(scope, to);

    /// Takes a track down: it is there for its owner alone until it is restored (OPS-1). Throws `notFound`.
    take_down(track as "_": TrackID) -> cowrite::TakedownView = |operator| operator.take_down(track);

    /// Restores a track that was taken down: everybody's access is as it was (OPS-1). Throws `notFound`.
    restore(track as "_": TrackID) -> cowrite::TakedownView = |operator| operator.restore(track);

    /// Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Throws `notFound`.
    take_down_link(link as "_": LinkID) -> cowrite::LinkTakedown = |operator| operator.take_down_link(link);

    /// Restores a link or playlist share that was taken down (OPS-1). Throws `notFound`.
    restore_link(link as "_": LinkID) -> cowrite::LinkTakedown = |operator| operator.restore_link(link);
}
