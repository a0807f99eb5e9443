//! Why somebody has access, who else has, and how it was before.

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::{Instant, PersonArgument, TrackArgument};
use crate::call::operations;
use crate::values::ScopeArgument;
use crate::word::WordArgument;

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// Why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Raises `not_found`, `access_denied`.
    ///
    /// >>> why = me.explain(alex, track=track)
    /// >>> why.because, [act.do for act in why.ends_with]
    /// (Because.STANDING, ['revoke'])
    explain(person: PersonArgument; track: TrackArgument) -> cowrite::Explanation = |actor| actor.explain(person, track);

    /// Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
    ///
    /// Raises `invalid_input` for an action that such a scope does not know, `not_found`, `access_denied`.
    ///
    /// >>> [who.name for who in me.who_can(track, action=Action.EDIT_SHARES)]
    /// ['Olivia Park', 'Alex Reyes']
    who_can(scope: ScopeArgument; action: WordArgument<cowrite::Action>) -> Vec<cowrite::WhoCan> = |actor| {
        actor.who_can(scope, action)
    };

    /// What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Raises `not_found`, `access_denied`.
    ///
    /// >>> from datetime import UTC, datetime
    /// >>> before = me.access_at(alex, track=track, instant=datetime(2020, 1, 1, tzinfo=UTC))
    /// >>> before.level is None
    /// True
    access_at(person: PersonArgument; track: TrackArgument, instant: Instant) -> cowrite::AccessThen = |actor| {
        actor.access_at(person, track, instant)
    };

    /// Who held which share of a track at an instant (EXP-4). Raises `not_found`.
    ///
    /// >>> from datetime import timedelta
    /// >>> saved = me.set_shares(track, rows=[ShareRow(olivia, master=60)])
    /// >>> then = me.shares_at(track, instant=track.created_at - timedelta(days=1))
    /// >>> then.totals.master.status
    /// SplitStatus.UNSET
    shares_at(track: TrackArgument; instant: Instant) -> cowrite::SharesThen = |actor| actor.shares_at(track, instant);
}
