//! Handing out what is to be done outside.

use super::State;
use crate::domain::effect::Effect;
use crate::ports::store::{ClaimedEffect, EffectClaim, OpenEffect, OpenEffects, SettledEffect};
use crate::time::Timestamp;

/// What is to be done, and when it may be handed out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) revision: u64,
    pub(super) due: Timestamp,
    pub(super) tries: u32,
    pub(super) failure: Option<&'static str>,
}

impl Waiting {
    /// Makes it due, but for one in somebody's hands: to hand it to another too would make two of them.
    pub(super) fn hasten(&mut self, at: Timestamp) {
        if self.tries == 0 || self.failure.is_some() {
            self.due = self.due.min(at);
        }
    }
}

impl State {
    pub(super) fn claim_effects(&mut self, claim: EffectClaim) -> Vec<ClaimedEffect> {
        let mut due: Vec<_> = self.effects.iter_mut().filter(|(_, waiting)| waiting.due <= claim.at).collect();
        due.sort_by_key(|(effect, waiting)| (waiting.due, **effect));
        due.truncate(usize::try_from(claim.limit).unwrap_or(usize::MAX));
        let hand_out = |(effect, waiting): (&Effect, &mut Waiting)| {
            (waiting.due, waiting.failure) = (claim.until, None);
            waiting.tries += 1;
            ClaimedEffect { effect: *effect, revision: waiting.revision, tries: waiting.tries }
        };
        due.into_iter().map(hand_out).collect()
    }

    pub(super) fn open_effects(&self, limit: u32) -> OpenEffects {
        let open = |(effect, waiting): (&Effect, &Waiting)| OpenEffect {
            effect: *effect,
            due: waiting.due,
            tries: waiting.tries,
            failure: waiting.failure.map(str::to_owned),
        };
        let mut first: Vec<OpenEffect> = self.effects.iter().map(open).collect();
        let count = u64::try_from(first.len()).unwrap_or(u64::MAX);
        first.sort_by_key(|open| (open.due, open.effect));
        first.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        OpenEffects { count, first }
    }

    pub(super) fn settle_effect(&mut self, SettledEffect { claimed, at, again, failure }: SettledEffect) {
        let Some(waiting) = self.effects.get_mut(&claimed.effect).filter(|waiting| waiting.tries == claimed.tries)
        else {
            return;
        };
        if waiting.revision != claimed.revision {
            *waiting = Waiting { due: at, tries: 0, ..*waiting };
        } else if let Some(due) = again {
            (waiting.due, waiting.failure) = (due, failure);
        } else {
            self.effects.remove(&claimed.effect);
        }
    }
}
