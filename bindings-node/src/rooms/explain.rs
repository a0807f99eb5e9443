//! Why somebody has access, who else has, and how it was before.

use crate::argument::{Instant, PersonArgument, TrackArgument, WordArgument};
use crate::call::operations;
use crate::values::ScopeArgument;

operations! { actor on cowrite::Actor;
    /// Why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Refused with `not_found`, `access_denied`.
    explain(person: PersonArgument; track: TrackArgument) -> cowrite::Explanation = |actor| actor.explain(person, track);

    /// Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
    ///
    /// Refused with `invalid_input` for an action that such a scope does not know, `not_found`, `access_denied`.
    who_can(scope: ScopeArgument; action: WordArgument<cowrite::Action>) -> Vec<cowrite::WhoCan> = |actor| {
        actor.who_can(scope, action)
    };

    /// What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Refused with `not_found`, `access_denied`.
    access_at(person: PersonArgument; track: TrackArgument, instant: Instant) -> cowrite::AccessThen = |actor| {
        actor.access_at(person, track, instant)
    };

    /// Who held which share of a track at an instant (EXP-4). Refused with `not_found`.
    shares_at(track: TrackArgument; instant: Instant) -> cowrite::SharesThen = |actor| actor.shares_at(track, instant);
}
