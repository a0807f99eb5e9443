//! Why somebody has access, who else has, and how it was before.

use crate::call::operations;
use crate::custom::{Instant, PersonID, TrackID};
use crate::values::Scope;
use crate::words::Action;

operations! { ActorCore on cowrite::Actor;
    /// Why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Throws `notFound`, `accessDenied`.
    explain(
        person as "accessOf": PersonID,
        track as "to": TrackID,
    ) -> cowrite::Explanation = |actor| actor.explain(person, track);

    /// Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `notFound`, `accessDenied`.
    who_can(action as "_": Action, scope as "on": Scope) -> Vec<cowrite::WhoCan> = |actor| {
        actor.who_can(scope, action)
    };

    /// What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Throws `notFound`, `accessDenied`.
    access_at(
        instant as "_": Instant,
        person as "of": PersonID,
        track as "to": TrackID,
    ) -> cowrite::AccessThen = |actor| {
        actor.access_at(person, track, instant)
    };

    /// Who held which share of a track at an instant (EXP-4). Throws `notFound`.
    shares_at(
        instant as "_": Instant,
        track as "on": TrackID,
    ) -> cowrite::SharesThen = |actor| actor.shares_at(track, instant);
}
