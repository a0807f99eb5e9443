//! What the host does as operator (OPS-1).

use crate::argument::{LinkArgument, PersonArgument, TrackArgument};
use crate::call::operations;
use crate::values::ScopeArgument;

operations! { operator on cowrite::Operator;
    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Refused with `not_found`, `owner_fixed`, `limit_exceeded`.
    hand_over(scope: ScopeArgument; to: PersonArgument) -> cowrite::Handover = |operator| operator.hand_over(scope, to);

    /// Takes a track down: it is there for its owner alone until it is restored (OPS-1). Refused with `not_found`.
    take_down(track: TrackArgument) -> cowrite::TakedownView = |operator| operator.take_down(track);

    /// Restores a track that was taken down: everybody's access is as it was (OPS-1). Refused with `not_found`.
    restore(track: TrackArgument) -> cowrite::TakedownView = |operator| operator.restore(track);

    /// Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Refused with `not_found`.
    take_down_link(link: LinkArgument) -> cowrite::LinkTakedown = |operator| operator.take_down_link(link);

    /// Restores a link or playlist share that was taken down (OPS-1). Refused with `not_found`.
    restore_link(link: LinkArgument) -> cowrite::LinkTakedown = |operator| operator.restore_link(link);
}
