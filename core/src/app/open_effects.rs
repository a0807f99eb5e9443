//! Seeing and retrying effects (OPS-1).

use serde::{Deserialize, Serialize};

use super::effects::{EFFECTS_LIMIT, STUCK_AFTER};
use super::operator::Operator;
use crate::domain::effect::Effect;
use crate::error::{Error, Noun};
use crate::time::Timestamp;

/// Something that is still to be done outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EffectView {
    /// What is to be done.
    pub effect: Effect,
    /// When it is tried next, at the earliest.
    pub due: Timestamp,
    /// How often it was tried since it last became necessary.
    pub tries: u32,
    /// The code of the refusal that the last try ended with.
    pub failure: Option<String>,
    /// Whether it has failed so often that somebody must mend its cause; until then it is tried every few hours only.
    pub is_stuck: bool,
}

/// What is still to be done outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenEffectsView {
    /// How many effects there are.
    pub count: u64,
    /// Those due first.
    pub effects: Vec<EffectView>,
}

/// An effect that is due now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EffectRetried {
    /// What is to be done.
    pub effect: Effect,
}

impl Operator {
    /// Shows what is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend: a file store without room, an account that is connected no more.
    ///
    /// # Errors
    /// `invalid_input{limit}` above 1000.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// for open in workspace.operator("weekly look")?.effects(50).await?.effects {
    ///     println!("{:?}: tried {} times, {:?}", open.effect, open.tries, open.failure);
    /// }
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn effects(&self, limit: u32) -> Result<OpenEffectsView, Error> {
        if limit > EFFECTS_LIMIT {
            return Err(Error::invalid("limit", "is at most 1000"));
        }
        let open = self.driver.core.store.open_effects(limit).await?;
        let effects = open.first.into_iter().map(|open| EffectView {
            effect: open.effect,
            due: open.due,
            tries: open.tries,
            failure: open.failure,
            is_stuck: open.tries >= STUCK_AFTER,
        });
        Ok(OpenEffectsView { count: open.count, effects: effects.collect() })
    }

    /// Makes an effect due now, for whoever next calls [`Workspace::run_effects`](crate::Workspace::run_effects): its cause was mended, and it need not wait for its time (OPS-1).
    ///
    /// It decides nothing and stands in no activity.
    ///
    /// # Errors
    /// `not_found{effect}` for one that is done, or never was.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.update_track(track, cowrite::TrackUpdate::new().title("Midnight")).await?;
    /// let operator = workspace.operator("the account is connected again")?;
    /// for open in operator.effects(50).await?.effects {
    ///     operator.retry_effect(open.effect).await?;
    /// }
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn retry_effect(&self, effect: Effect) -> Result<EffectRetried, Error> {
        let core = &self.driver.core;
        let is_there = core.store.hasten_effect(effect, core.clock.now()).await?;
        if is_there { Ok(EffectRetried { effect }) } else { Err(Error::not_found(Noun::Effect)) }
    }
}
