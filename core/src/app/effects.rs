//! Effects: doing outside what decisions have made necessary (FIL-3).
//!
//! Each kind of effect has a function of its own, which looks at what is so now, does what is missing, and may be cut off anywhere and repeated.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::driver::{Call, Driver};
use super::workspace::Workspace;
use crate::domain::draft::Draft;
use crate::domain::effect::Effect;
use crate::domain::folder_members::FolderTrouble;
use crate::domain::folder_place::wanted_places;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::Setback;
use crate::ports::store::{EffectClaim, Need, SettledEffect};
use crate::time::Timestamp;

/// The most effects that one call runs.
pub const EFFECTS_LIMIT: u32 = 1_000;

/// For how long an effect is handed to nobody else: who needs longer has been given up for dead.
const LEASE_MILLIS: i64 = 10 * 60 * 1_000;

/// How many effects are handed out at once.
const AT_ONCE: u32 = 4;

/// How many effects a group's is expanded into by one commit.
const EXPANDED: usize = 500;

/// After how long a first try that failed is followed by another, and at most any.
const FIRST_PAUSE_MILLIS: u64 = 1_000;
const LONGEST_PAUSE_MILLIS: u64 = 3_600_000;

/// After how many tries somebody must mend something, so that it is tried on a slow beat only.
pub(super) const STUCK_AFTER: u32 = 8;
const STUCK_PAUSE_MILLIS: u64 = 6 * 3_600_000;

/// What came of running effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EffectsRun {
    /// How many were done.
    pub done: u32,
    /// How many could not be done now, and will be tried again.
    pub failed: u32,
    /// How many there still are: those that failed, those whose time has not come, and those beyond the limit.
    pub left: u64,
}

impl Workspace {
    /// Does outside what decisions have made necessary, as far as it is due: moves folders of tracks after renames, moves and handovers, shares them with who has access and with nobody else, and puts what was sent into the track that it was accepted into (FIL-2, FIL-3).
    ///
    /// A host calls it now and then, and after commits, from as many processes as it likes: none does what another is doing.
    /// What fails is tried again after growing pauses, or when the file store says; nothing is given up, but after 8 tries it is tried every few hours only.
    /// An account that asked to be left alone, or is not connected, is not asked again in the same call.
    /// When a track is handed over and each holder has an account of their own, its folder is handed over with it; where the store cannot do that, its files are copied to the new owner's, and the former owner keeps theirs (FIL-4).
    ///
    /// # Errors
    /// `invalid_input{limit}` for 0 and above 1000.
    ///
    /// # Example: until nothing is left that can be done now
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::TrackUpdate;
    ///
    /// olivia.update_track(track, TrackUpdate::new().title("Midnight")).await?;
    /// while workspace.run_effects(100).await?.done > 0 {}
    /// assert_eq!(workspace.run_effects(100).await?.left, 0);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn run_effects(&self, limit: u32) -> Result<EffectsRun, Error> {
        if limit == 0 || limit > EFFECTS_LIMIT {
            return Err(Error::invalid("limit", "is from 1 to 1000"));
        }
        let driver = self.host();
        let (store, clock) = (&self.core.store, &self.core.clock);
        // What fails meanwhile is not due before this.
        let begun = clock.now();
        let mut run = EffectsRun { done: 0, failed: 0, left: 0 };
        let resting = Resting::default();
        loop {
            let more = limit.saturating_sub(run.done.saturating_add(run.failed)).min(AT_ONCE);
            let until = clock.now().plus_millis(LEASE_MILLIS);
            let claim = EffectClaim { at: begun, until, limit: more };
            let claimed = if more == 0 { Vec::new() } else { store.claim_effects(claim).await? };
            if claimed.is_empty() {
                break;
            }
            for claimed in claimed {
                let turn = Turn { until, tries: claimed.tries, resting: &resting };
                let (at, again, failure) = match driver.run_effect(claimed.effect, &turn).await {
                    Ok(()) => (clock.now(), None, None),
                    Err(Setback { error: error @ (Error::Closed | Error::Forked), .. }) => return Err(error),
                    Err(Setback { error, after, .. }) => {
                        let at = clock.now();
                        let pause = pause(claimed.tries, after, self.core.entropy.bits()?);
                        (at, Some(at.plus_millis(pause)), Some(error.code()))
                    }
                };
                run.done = run.done.saturating_add(u32::from(again.is_none()));
                run.failed = run.failed.saturating_add(u32::from(again.is_some()));
                store.settle_effects(vec![SettledEffect { claimed, at, again, failure }]).await?;
            }
        }
        run.left = store.open_effects(0).await?.count;
        Ok(run)
    }
}

/// Who is not to be asked again in one run, and with what they put back whatever is theirs.
pub(super) type Resting = Mutex<BTreeMap<PersonId, Setback>>;

/// One try of an effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    /// Until when nobody else is at it.
    pub(super) until: Timestamp,
    /// How often it was tried, this time among them.
    pub(super) tries: u32,
    resting: &'a Resting,
}

impl Turn<'_> {
    /// Refuses where an account has asked to be left alone in this run.
    pub(super) fn disturb(&self, holder: PersonId) -> Result<(), Setback> {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.get(&holder).map_or(Ok(()), |setback| Err(setback.clone()))
    }

    /// Keeps in mind that an account is to be left alone, where that is what it said.
    pub(super) fn heed(&self, holder: PersonId, setback: &Setback) {
        if setback.is_of_account {
            let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
            resting.insert(holder, setback.clone());
        }
    }
}

/// Returns after how many milliseconds to try again: growing pauses with jitter, and not before the file store wants to be asked.
fn pause(tries: u32, after: Option<Duration>, random: u64) -> i64 {
    let doubled = FIRST_PAUSE_MILLIS.saturating_mul(1 << tries.saturating_sub(1).min(20));
    let most = if tries < STUCK_AFTER { doubled.min(LONGEST_PAUSE_MILLIS) } else { STUCK_PAUSE_MILLIS };
    let pause = (most / 2).saturating_add(random % (most / 2).saturating_add(1));
    let wanted = after.map_or(0, |after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX));
    // One more, so that it is not due in the run in which it failed.
    i64::try_from(pause.max(wanted).saturating_add(1)).unwrap_or(i64::MAX)
}

impl Driver {
    async fn run_effect(&self, effect: Effect, turn: &Turn<'_>) -> Result<(), Setback> {
        let (track, outcome) = match effect {
            // Who has access reads through the library, which asks each time.
            Effect::Reconcile { .. } if !self.core.files.shares() => return Ok(()),
            Effect::Reconcile { scope: Scope::Group(group) } => return self.reconcile_below(group).await,
            Effect::Reconcile { scope: Scope::Track(track) } => (track, self.reconcile(track, turn).await),
            Effect::Arrange { scope: Scope::Group(group) } => return self.arrange_below(group).await,
            Effect::Arrange { scope: Scope::Track(track) } => (track, self.arrange(track, turn).await),
            Effect::Carry { to, import } => return self.carry(to, import, turn.until).await,
        };
        if let Err(setback) = &outcome {
            let is_stuck = turn.tries >= STUCK_AFTER;
            if let Some(trouble) = setback.trouble.or(is_stuck.then_some(FolderTrouble::Unreachable)) {
                // What cannot be told now is told when it is tried again.
                drop(self.tell_folder_trouble(track, Some(trouble)).await);
            }
        }
        outcome
    }

    /// Makes an effect for each track below a group whose folder is not where it should be, so that each is done, and fails, by itself.
    async fn arrange_below(&self, group: GroupId) -> Result<(), Setback> {
        let (loaded, _) = self.read("run_effects", vec![Need::Folders(group.into())]).await?;
        let tracks: Vec<TrackId> = loaded.slice.tracks.keys().copied().collect();
        let misplaced: Vec<TrackId> = tracks.into_iter().filter(|id| is_misplaced(&loaded.slice, *id)).collect();
        Ok(self.make_due("run_effects", misplaced.into_iter().map(|id| Effect::Arrange { scope: id.into() })).await?)
    }

    /// Makes effects, in commits of bounded size: cut off between them it is safely done again.
    pub(super) async fn make_due(
        &self,
        operation: &'static str,
        effects: impl Iterator<Item = Effect>,
    ) -> Result<(), Error> {
        let effects: Vec<Effect> = effects.collect();
        for some in effects.chunks(EXPANDED) {
            let call = Call { operation, ..self.effect_call(Vec::new(), None) };
            let decide = |draft: &mut Draft| {
                draft.effects.extend(some);
                Ok(())
            };
            self.act(call, decide).await?;
        }
        Ok(())
    }

    pub(super) fn effect_call(&self, needs: Vec<Need>, track: Option<TrackId>) -> Call {
        let lane = track.map(TrackId::uuid);
        Call { operation: "run_effects", needs, lane, arguments: serde_json::Value::Null }
    }
}

/// Returns whether a track's folder is being moved, or is not at a place that the track may have.
pub(super) fn is_misplaced(slice: &Slice, id: TrackId) -> bool {
    slice.folder(id).is_some_and(|folder| {
        let wanted = wanted_places(slice, id, folder.at.roots);
        folder.next.is_some() || (!wanted.is_empty() && !wanted.contains(&folder.at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_are_not_shorter_than_the_store_wants() {
        for random in [0, 1, 499, 500, u64::MAX] {
            let rows = [
                (1, 501, 1_001),
                (2, 1_001, 2_001),
                (5, 8_001, 16_001),
                (7, 32_001, 64_001),
                (8, 10_800_001, 21_600_001),
                (40, 10_800_001, 21_600_001),
            ];
            for (tries, least, most) in rows {
                let pause = pause(tries, None, random);
                assert!((least..=most).contains(&pause), "{tries} {random}: {pause}");
            }
            assert_eq!(pause(1, Some(Duration::from_secs(90)), random), 90_001);
        }
    }
}
