//! Effects that are handed out, and the history read on from what was seen of it.

use std::collections::BTreeSet;

use super::Found;
use super::bench::{act, at, commit, ensure, everything, failed, new_track, register, same};
use super::history::History;
use crate::domain::effect::Effect;
use crate::domain::slice::Slice;
use crate::domain::sync::Seen;
use crate::id::TrackId;
use crate::ports::store::{ClaimedEffect, EffectClaim, Need, OpenEffects, SettledEffect, Store};
use crate::time::Timestamp;

/// Hands out what is due so many seconds into the cases' own time, for a minute.
async fn claim<S: Store>(store: &S, seconds: i64, limit: u32) -> Result<Vec<ClaimedEffect>, String> {
    let claim = EffectClaim { at: at(seconds), until: at(seconds.saturating_add(60)), limit };
    store.claim_effects(claim).await.map_err(failed("claim"))
}

async fn settle<S: Store>(store: &S, claimed: ClaimedEffect, seconds: i64, again: Option<Timestamp>) -> Found {
    let settled = SettledEffect { claimed, at: at(seconds), again, failure: again.map(|_| "source_unavailable") };
    store.settle_effects(vec![settled]).await.map_err(failed("settle"))
}

async fn waiting<S: Store>(store: &S) -> Result<BTreeSet<Effect>, String> {
    Ok(everything(store).await?.effects)
}

/// Makes a reconciliation of a track necessary, by taking it down or restoring it.
async fn disturb<S: Store>(store: &S, seconds: i64, track: TrackId, down: bool) -> Found {
    let needs = vec![Need::Walk { scope: track.into(), people: Vec::new() }];
    act(store, seconds, needs, |draft| draft.operator_set_taken_down(track, down)).await.map(|_| ())
}

/// Makes `count` tracks, each with one effect that waits.
async fn tracks<S: Store>(store: &S, count: usize) -> Result<Vec<TrackId>, String> {
    let owner = register(store, "olivia").await?;
    let mut tracks = Vec::new();
    for _ in 0..count {
        tracks.push(new_track(store, owner, "Nocturne").await?);
    }
    // What founding a track makes necessary is done.
    for claimed in claim(store, 10, 100).await? {
        settle(store, claimed, 10, None).await?;
    }
    for track in &tracks {
        disturb(store, 20, *track, true).await?;
    }
    Ok(tracks)
}

pub(super) async fn an_effect_is_handed_to_one_at_a_time<S: Store>(store: &S) -> Found {
    tracks(store, 5).await?;
    same("what is due before anything is", &claim(store, 19, 10).await?, &Vec::new())?;
    let (one, other) = (claim(store, 30, 2).await?, claim(store, 30, 10).await?);
    same("how much the first was handed", &one.len(), &2)?;
    same("how much the second was handed", &other.len(), &3)?;
    let both: BTreeSet<Effect> = one.iter().chain(&other).map(|claimed| claimed.effect).collect();
    same("all that was handed out", &both, &waiting(store).await?)?;
    ensure!(one.iter().all(|claimed| claimed.tries == 1), "a first try is counted as another: {one:?}");
    same("what a third is handed", &claim(store, 89, 10).await?, &Vec::new())?;
    let given_up = claim(store, 90, 10).await?;
    same("how much comes again when its time is over", &given_up.len(), &5)?;
    ensure!(given_up.iter().all(|claimed| claimed.tries == 2), "second tries are not counted: {given_up:?}");
    Ok(())
}

pub(super) async fn what_was_done_is_done_and_what_failed_comes_again<S: Store>(store: &S) -> Found {
    tracks(store, 2).await?;
    let claimed = claim(store, 30, 10).await?;
    let [done, failed] = claimed.as_slice() else { return Err(format!("not two: {claimed:?}")) };
    settle(store, *done, 31, None).await?;
    settle(store, *failed, 31, Some(at(500))).await?;
    same("what waits", &waiting(store).await?, &BTreeSet::from([failed.effect]))?;
    same("what is due before its time", &claim(store, 499, 10).await?, &Vec::new())?;
    let again = claim(store, 500, 10).await?;
    same("what comes again", &again, &vec![ClaimedEffect { tries: 2, ..*failed }])
}

pub(super) async fn what_became_necessary_meanwhile_is_due_again<S: Store>(store: &S) -> Found {
    let tracks = tracks(store, 1).await?;
    for (seconds, down, again) in [(30, false, None), (40, true, Some(at(900)))] {
        let claimed = claim(store, seconds, 10).await?;
        let [first] = claimed.as_slice() else { return Err(format!("not one: {claimed:?}")) };
        for track in &tracks {
            disturb(store, seconds + 1, *track, down).await?;
        }
        same("what is due while somebody is at it", &claim(store, seconds + 2, 10).await?, &Vec::new())?;
        settle(store, *first, seconds + 3, again).await?;
        same("what waits", &waiting(store).await?, &BTreeSet::from([first.effect]))?;
    }
    let last = claim(store, 50, 10).await?;
    ensure!(last.iter().all(|claimed| claimed.tries == 1), "what is new was not tried before: {last:?}");
    same("how much is due at once", &last.len(), &1)
}

/// Else somebody whose access has ended would keep a folder until the pause after some older failure is over (REV-6).
pub(super) async fn what_failed_is_due_at_once_when_it_becomes_necessary_anew<S: Store>(store: &S) -> Found {
    let tracks = tracks(store, 1).await?;
    for claimed in claim(store, 30, 10).await? {
        settle(store, claimed, 31, Some(at(900))).await?;
    }
    same("what is due before", &claim(store, 40, 10).await?, &Vec::new())?;
    for track in &tracks {
        disturb(store, 50, *track, false).await?;
    }
    same("how much is due at once", &claim(store, 50, 10).await?.len(), &1)?;
    for track in &tracks {
        disturb(store, 60, *track, true).await?;
    }
    same("what is due while somebody is at it", &claim(store, 61, 10).await?, &Vec::new())
}

pub(super) async fn who_comes_late_settles_nothing<S: Store>(store: &S) -> Found {
    tracks(store, 1).await?;
    let late = claim(store, 30, 10).await?;
    let [late] = late.as_slice() else { return Err(format!("not one: {late:?}")) };
    let next = claim(store, 100, 10).await?;
    settle(store, *late, 101, None).await?;
    same("what waits", &waiting(store).await?, &BTreeSet::from([late.effect]))?;
    settle(store, *late, 101, Some(at(102))).await?;
    same("what is due while another is at it", &claim(store, 103, 10).await?, &Vec::new())?;
    for claimed in next {
        settle(store, claimed, 104, None).await?;
    }
    same("what waits in the end", &waiting(store).await?, &BTreeSet::new())?;
    settle(store, *late, 105, Some(at(106))).await?;
    same("what waits after all is done", &waiting(store).await?, &BTreeSet::new())
}

pub(super) async fn an_effect_of_each_kind_is_seen_and_hastened<S: Store>(store: &S) -> Found {
    let tracks = tracks(store, 1).await?;
    let [track] = tracks.as_slice() else { return Err("not one track".to_owned()) };
    let arranged = Effect::Arrange { scope: (*track).into() };
    let reconciled = Effect::Reconcile { scope: (*track).into() };
    // An effect alone is a commit of its own.
    act(store, 25, Vec::new(), |draft| {
        draft.effects.insert(arranged);
        Ok(())
    })
    .await?;
    let seen = |open: &OpenEffects| -> Vec<_> {
        open.first.iter().map(|open| (open.effect, open.due, open.tries, open.failure.clone())).collect()
    };
    let open = store.open_effects(10).await.map_err(failed("look"))?;
    same("how many there are", &open.count, &2)?;
    same("what is due first", &seen(&open), &vec![(reconciled, at(20), 0, None), (arranged, at(25), 0, None)])?;
    same("how many are shown", &store.open_effects(1).await.map_err(failed("look"))?.first.len(), &1)?;
    for claimed in claim(store, 30, 10).await? {
        settle(store, claimed, 31, Some(at(500))).await?;
    }
    let hastened = store.hasten_effect(arranged, at(40)).await.map_err(failed("hasten"))?;
    ensure!(hastened, "an effect that waits is not found");
    let later = store.hasten_effect(arranged, at(900)).await.map_err(failed("hasten"))?;
    ensure!(later, "an effect that waits is not found");
    let failure = Some("source_unavailable".to_owned());
    let expected = vec![(arranged, at(40), 1, failure.clone()), (reconciled, at(500), 1, failure)];
    same("what has failed", &seen(&store.open_effects(10).await.map_err(failed("look"))?), &expected)?;
    let due = claim(store, 40, 10).await?;
    same("what is due", &due.iter().map(|claimed| claimed.effect).collect::<Vec<_>>(), &vec![arranged])?;
    let at_hand = store.hasten_effect(arranged, at(40)).await.map_err(failed("hasten"))?;
    ensure!(at_hand, "an effect that somebody is at is not found");
    same("what is due while somebody is at it", &claim(store, 42, 10).await?, &Vec::new())?;
    for claimed in due {
        settle(store, claimed, 41, None).await?;
    }
    let gone = store.hasten_effect(arranged, at(50)).await.map_err(failed("hasten"))?;
    ensure!(!gone, "an effect that is done is found");
    same("how many are left", &store.open_effects(0).await.map_err(failed("look"))?.count, &1)
}

pub(super) async fn the_feed_gives_every_commit_once<S: Store>(store: &S) -> Found {
    let (mut history, mut world) = (History::new(21), Slice::default());
    let (mut read, mut since) = (Vec::new(), Seen::default());
    for act in 1..=60_u32 {
        let step = history.next_step(&world);
        commit(store, step.change).await?;
        world = step.after;
        if act % 7 == 0 {
            let (mut first, mut after) = (None, 0);
            loop {
                let feed = store.feed(since.clone(), after, 3).await.map_err(failed("feed"))?;
                let seen = first.get_or_insert(feed.seen);
                let ordered = feed.entries.iter().map(|(place, _)| *place);
                ensure!(ordered.clone().is_sorted(), "a feed is out of order");
                ensure!(ordered.clone().all(|place| place.revision > after), "a feed goes back behind {after}");
                ensure!(ordered.clone().all(|place| !since.contains(place.revision)), "a feed gives what was seen");
                ensure!(
                    ordered.clone().all(|place| seen.contains(place.revision)),
                    "a feed gives what it has not seen"
                );
                let commits: BTreeSet<u64> = ordered.map(|place| place.revision).collect();
                ensure!(commits.len() <= 3, "a feed gives {} commits of 3", commits.len());
                after = commits.last().copied().unwrap_or(after);
                read.extend(feed.entries.into_iter().map(|(_, entry)| entry));
                if !feed.has_more {
                    break;
                }
            }
            let whole = everything(store).await?.log;
            same("how much was read of what is committed", &read.len(), &whole.len())?;
            since = first.unwrap_or_default();
        }
    }
    let rest = store.feed(since, 0, 100).await.map_err(failed("feed"))?;
    ensure!(!rest.has_more, "a feed of all has more");
    read.extend(rest.entries.into_iter().map(|(_, entry)| entry));
    let whole = everything(store).await?.log;
    same("how much was read", &read.len(), &whole.len())?;
    ensure!(read == whole, "what was read on is not the history");
    let end = store.feed(Seen::up_to(u64::MAX), 0, 3).await.map_err(failed("feed"))?;
    ensure!(end.entries.is_empty() && !end.has_more, "something lies after all there can be: {end:?}");
    let before = whole.iter().map(|entry| entry.revision).collect::<BTreeSet<_>>();
    let Some(one) = before.iter().nth(before.len() / 2).copied() else { return Err("no commits".to_owned()) };
    let but_one = Seen::but_for(end.seen.last(), [one]);
    let late = store.feed(but_one, 0, 3).await.map_err(failed("feed"))?;
    let numbers: BTreeSet<u64> = late.entries.iter().map(|(place, _)| place.revision).collect();
    // What is numbered without gaps is never missing.
    ensure!(numbers.is_empty() || numbers == BTreeSet::from([one]), "{numbers:?} is not the one that was missing");
    Ok(())
}
