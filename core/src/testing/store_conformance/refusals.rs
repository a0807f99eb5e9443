//! When a commit is refused, and that it then leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Found;
use super::bench::{
    act, all_about, at, commit, conflict, decide, ensure, everything, failed, load, new_group, new_track, refused,
    register, registering, same,
};
use crate::domain::access::{Access, act as acts};
use crate::domain::details::TrackUpdate;
use crate::domain::draft::Guard;
use crate::domain::import::{Parcel, SentFile};
use crate::domain::invitation::Terms;
use crate::domain::item::{Counter, Spend};
use crate::domain::person::{Claim, ClaimChange, PersonUpdate};
use crate::domain::split::ShareEdits;
use crate::event::{Aggregate, Author};
use crate::id::{PersonId, TrackId};
use crate::ports::store::{Change, Find, Need, REPLAY_DAYS, Replay, Store, Sweep};

/// Makes the change of a title, decided now and committed whenever.
async fn retitling<S: Store>(store: &S, owner: PersonId, id: TrackId, title: &str) -> Result<Change, String> {
    let update = TrackUpdate::new().title(title);
    let decided = decide(store, 5, all_about(id, &[owner]), |draft| {
        let by = draft.slice.require::<acts::EditDetails>(owner, id.into())?;
        draft.update_track(&by, id, &update, false)
    });
    decided.await.map(|(change, _)| change)
}

async fn renaming<S: Store>(store: &S, person: PersonId, name: &str) -> Result<Change, String> {
    let update = PersonUpdate::new().name(name);
    let decided = decide(store, 6, vec![Need::Person(person)], |draft| draft.update_person(person, &update));
    decided.await.map(|(change, ())| change)
}

/// A change that does nothing but what is said of it.
fn nothing() -> Change {
    Change {
        at: at(10),
        author: Author::Host,
        expect: BTreeMap::new(),
        recorded: Vec::new(),
        put: Vec::new(),
        delete: Vec::new(),
        claims: BTreeMap::new(),
        guards: core::iter::empty().collect(),
        effects: core::iter::empty().collect(),
        items: Vec::new(),
        marks: BTreeSet::new(),
        spends: Vec::new(),
        forgets: BTreeSet::new(),
        replays: Vec::new(),
    }
}

pub(super) async fn what_was_written_meanwhile_is_a_conflict<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let first = retitling(store, olivia, id, "First").await?;
    let second = retitling(store, olivia, id, "Second").await?;
    commit(store, first.clone()).await?;
    conflict("a change decided on what the first replaced", store.commit(second).await)?;
    conflict("the first change again", store.commit(first).await)?;
    let title = super::bench::track(store, id).await?.title;
    same("the title", &title, &"First".to_owned())
}

pub(super) async fn what_was_only_read_and_changed_meanwhile_is_a_conflict<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let retitled = retitling(store, olivia, id, "Decided for Olivia Park").await?;
    ensure!(retitled.expect.contains_key(&Aggregate::Person(olivia)), "the case read nobody's record");
    commit(store, renaming(store, olivia, "Olivia").await?).await?;
    conflict("a change that rests on a record that was changed", store.commit(retitled).await)
}

pub(super) async fn what_was_absent_and_came_meanwhile_is_a_conflict<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let mut renamed = renaming(store, olivia, "Olivia").await?;
    for absent in [Aggregate::Track(id), Aggregate::Roster(id.into()), Aggregate::Person(olivia)] {
        let expect = BTreeMap::from([(absent, 0)]);
        conflict("a change that rests on an absence", store.commit(Change { expect, ..nothing() }).await)?;
    }
    renamed.expect.insert(Aggregate::Group(crate::id::GroupId::from_uuid(id.uuid())), 0);
    commit(store, renamed).await.map(|_| ())
}

pub(super) async fn a_version_that_is_yet_to_come_is_a_conflict<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let mut early = retitling(store, olivia, id, "Too early").await?;
    early.expect.insert(Aggregate::Track(id), 2);
    for recorded in &mut early.recorded {
        recorded.seq = 3;
    }
    conflict("a change that follows on nothing", store.commit(early).await)?;
    let expect = BTreeMap::from([(Aggregate::Person(olivia), 9)]);
    conflict("a change that rests on a version to come", store.commit(Change { expect, ..nothing() }).await)
}

pub(super) async fn a_refused_change_leaves_nothing_behind<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let replay = Replay { actor: olivia, key: "k".into(), call: [7; 32], outcome: "{}".into(), at: at(5) };
    commit(store, Change { replays: vec![replay.clone()], ..nothing() }).await?;
    let before = everything(store).await?;
    let good = retitling(store, olivia, id, "Never").await?;
    let fresh = Claim::ExternalId("fresh".into());
    let taken = Claim::ExternalId("alex".into());
    let taking = |person| ClaimChange { from: None, to: Some(person) };
    let claims =
        |claim: &Claim, person| BTreeMap::from([(fresh.clone(), taking(person)), (claim.clone(), taking(person))]);
    let spoiled = [
        ("a claim", Change { claims: claims(&taken, olivia), ..good.clone() }),
        (
            "a guard",
            Change { guards: [Guard::OwnsNothing(olivia)].into(), claims: claims(&fresh, olivia), ..good.clone() },
        ),
        ("a replay", Change { replays: vec![replay], claims: claims(&fresh, olivia), ..good.clone() }),
        ("a version", {
            let mut expect = good.expect.clone();
            expect.insert(Aggregate::Person(alex), 8);
            Change { expect, claims: claims(&fresh, olivia), ..good.clone() }
        }),
    ];
    for (what, change) in spoiled {
        conflict(&format!("a change spoiled by {what}"), store.commit(change).await)?;
        same(&format!("everything after a change spoiled by {what}"), &everything(store).await?, &before)?;
        let kept = load(store, vec![Need::Holder(fresh.clone())]).await?.slice.holders;
        ensure!(kept.is_empty(), "a change spoiled by {what} has kept a unique value");
    }
    commit(store, good).await.map(|_| ())
}

pub(super) async fn a_unique_value_is_one_persons<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    // Two calls register the same new person at once: each has seen that nobody holds the value.
    let (first, jordan) = registering(store, 7, "jordan").await?;
    let (mut second, _) = registering(store, 8, "jordan").await?;
    second.expect.clear();
    commit(store, first).await?;
    conflict("the same person registered twice", store.commit(second).await)?;
    for (claim, holder) in [("olivia", olivia), ("alex", alex), ("jordan", jordan)] {
        let claims = [Claim::ExternalId(claim.into()), Claim::Email(format!("{claim}@example.com"))];
        for claim in claims {
            let found = load(store, vec![Need::Holder(claim.clone())]).await?.slice;
            same("the holder", &found.holders.get(&claim), &Some(&holder))?;
            ensure!(found.people.contains_key(&holder), "the holder's record is not read with them");
        }
    }
    // A value of another kind is another value, and one's own may be taken again.
    let claims = [
        (Claim::Email("olivia".into()), ClaimChange { from: None, to: Some(alex) }),
        (Claim::ExternalId("alex".into()), ClaimChange { from: Some(alex), to: Some(alex) }),
    ];
    commit(store, Change { claims: claims.into(), ..nothing() }).await.map(|_| ())
}

pub(super) async fn a_unique_value_given_back_is_free<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let address = |name: &str| Claim::Email(format!("{name}@example.com"));
    let to_new = PersonUpdate::new().email(Some("new@example.com"));
    let needs = |person, name: &str| vec![Need::Person(person), Need::Holder(address(name))];
    act(store, 3, needs(olivia, "new"), |draft| draft.update_person(olivia, &to_new)).await?;
    let freed = load(store, vec![Need::Holder(address("olivia"))]).await?.slice;
    ensure!(freed.holders.is_empty(), "a value that was given back is still held");
    let to_freed = PersonUpdate::new().email(Some("Olivia@Example.com"));
    act(store, 4, needs(alex, "olivia"), |draft| draft.update_person(alex, &to_freed)).await?;
    let slice = load(store, vec![Need::Holder(address("olivia")), Need::Holder(address("alex"))]).await?.slice;
    same("who has which value", &slice.holders, &BTreeMap::from([(address("olivia"), alex)]))?;
    let email = slice.people.get(&alex).and_then(|person| person.profile.email.clone());
    same("the address as it was given", &email.as_ref().map(|email| email.as_str()), &Some("Olivia@Example.com"))
}

pub(super) async fn who_owns_something_is_not_taken_for_owning_nothing<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let guarded = |person| Change { guards: [Guard::OwnsNothing(person)].into(), ..nothing() };
    commit(store, guarded(olivia)).await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    conflict("a guard on the owner of a track", store.commit(guarded(olivia)).await)?;
    commit(store, guarded(alex)).await?;
    let deleting = decide(store, 3, all_about(id, &[olivia]), |draft| {
        let by = draft.slice.require::<acts::Delete>(olivia, id.into())?;
        draft.delete_track(&by, id)
    });
    let (deleted, _) = deleting.await?;
    // A guard is judged on what the change leaves: a batch may delete the last track and erase its owner.
    commit(store, Change { guards: [Guard::OwnsNothing(olivia)].into(), ..deleted }).await?;
    commit(store, guarded(olivia)).await?;
    let album = new_group(store, olivia, "Album").await?;
    conflict("a guard on the owner of a group", store.commit(guarded(olivia)).await)?;
    let needs = all_about(album, &[olivia]).into_iter().chain([Need::Inside(album)]).collect();
    act(store, 4, needs, |draft| {
        let by = draft.slice.require::<acts::Delete>(olivia, album.into())?;
        draft.delete_group(&by, album)
    })
    .await?;
    commit(store, guarded(olivia)).await.map(|_| ())
}

pub(super) async fn what_came_meanwhile_is_not_taken_for_known<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let guarded = |known: &BTreeSet<Uuid>, change: Change| Change {
        guards: [Guard::NothingNew { person: alex, known: known.clone() }].into(),
        ..change
    };
    let mut known = BTreeSet::new();
    commit(store, guarded(&known, nothing())).await?;
    let track = new_track(store, olivia, "Midnight Sessions").await?;
    let both = || vec![Need::Person(olivia), Need::Person(alex)];
    let file = SentFile::arriving("kick.wav", None, 1).map_err(refused)?;
    let parcel = Parcel { files: vec![file], note: None, track: None, track_name: None };
    let sent = act(store, 3, both(), |draft| draft.submit_import(olivia, alex, &parcel)).await?;
    conflict("a guard on who was sent something", store.commit(guarded(&known, nothing())).await)?;
    known.insert(sent.uuid());
    commit(store, guarded(&known, nothing())).await?;
    let terms = Terms { access: Access::Viewer, role: None, shares: ShareEdits::KEEP, expires_at: at(1_000) };
    let invited = act(store, 4, all_about(track, &[olivia, alex]), |draft| {
        let by = draft.slice.require::<acts::ManageCollaborators>(olivia, track.into())?;
        draft.invite(&by, track.into(), alex, &terms)
    })
    .await?;
    conflict("a guard on who is invited", store.commit(guarded(&known, nothing())).await)?;
    known.insert(invited.uuid());
    commit(store, guarded(&known, nothing())).await?;
    let answer = vec![Need::Answer { invitation: invited, actor: alex }, Need::Person(alex)];
    act(store, 5, answer, |draft| draft.accept_invitation(alex, invited)).await?;
    conflict("a guard on who was let in", store.commit(guarded(&known, nothing())).await)?;
    known.insert(track.uuid());
    commit(store, guarded(&known, nothing())).await?;
    let buckets = || vec![Need::Person(alex), Need::Documents(Find::BucketsOf(alex))];
    let bucket = act(store, 6, buckets(), |draft| draft.create_bucket(alex, "Sketches")).await?;
    conflict("a guard on who has a bucket", store.commit(guarded(&known, nothing())).await)?;
    // A guard is judged on what the change leaves.
    let (deleted, ()) = decide(store, 7, buckets(), |draft| draft.delete_bucket(alex, bucket)).await?;
    commit(store, guarded(&known, deleted)).await?;
    commit(store, guarded(&known, nothing())).await?;
    let guard = Guard::NothingNew { person: olivia, known: BTreeSet::new() };
    commit(store, Change { guards: [guard].into(), ..nothing() }).await.map(|_| ())
}

pub(super) async fn the_outcome_of_a_call_is_kept_for_seven_days<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let first = Replay { actor: olivia, key: "key".into(), call: [1; 32], outcome: "\"first\"".into(), at: at(10) };
    let keep = |replay: &Replay| store.commit(Change { replays: vec![replay.clone()], ..nothing() });
    keep(&first).await.map_err(|error| format!("the first call: {error:?}"))?;
    same("the outcome", &load(store, vec![Need::Replay(olivia, "key".into())]).await?.replay, &Some(first.clone()))?;
    same("another key's", &load(store, vec![Need::Replay(olivia, "other".into())]).await?.replay, &None)?;
    same("another actor's", &load(store, vec![Need::Replay(alex, "key".into())]).await?.replay, &None)?;
    let last_moment = at(10).plus_days(REPLAY_DAYS).plus_millis(-1);
    let second = Replay { call: [2; 32], outcome: "\"second\"".into(), at: last_moment, ..first.clone() };
    conflict("a call with a key that is still kept", keep(&second).await)?;
    keep(&Replay { actor: alex, ..first.clone() }).await.map_err(|error| format!("another actor's call: {error:?}"))?;
    let third = Replay { at: at(10).plus_days(REPLAY_DAYS), ..second };
    keep(&third).await.map_err(|error| format!("a call with a key whose time is over: {error:?}"))?;
    same("the outcome", &load(store, vec![Need::Replay(olivia, "key".into())]).await?.replay, &Some(third))
}

pub(super) async fn what_is_over_is_swept_piece_by_piece<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let name = |number: i64| format!("key {number}");
    for number in 0..5 {
        let (key, at) = (name(number), at(number.saturating_add(10)));
        let replay = Replay { actor: olivia, key, call: [1; 32], outcome: "1".into(), at };
        commit(store, Change { replays: vec![replay], ..nothing() }).await?;
        let counter = Counter { family: olivia.uuid(), name: name(number) };
        commit(store, Change { spends: vec![Spend { counter, at_most: None }], ..nothing() }).await?;
    }
    let sweep = async |over: Sweep, limit| store.sweep(over, limit).await.map_err(failed("sweep"));
    let left = async || -> Result<(Vec<bool>, Vec<u64>), String> {
        let (mut kept, mut counted) = (Vec::new(), Vec::new());
        for number in 0..5 {
            kept.push(load(store, vec![Need::Replay(olivia, name(number))]).await?.replay.is_some());
            let counter = Counter { family: olivia.uuid(), name: name(number) };
            let read = load(store, vec![Need::Counter(counter.clone())]).await?.slice;
            counted.push(read.counters.get(&counter).copied().unwrap_or(99));
        }
        Ok((kept, counted))
    };
    same("swept before anything is over", &sweep(Sweep::Replays(at(9)), 10).await?, &0)?;
    same("a piece", &sweep(Sweep::Replays(at(12)), 2).await?, &2)?;
    same("the rest", &sweep(Sweep::Replays(at(12)), 2).await?, &1)?;
    same("nothing any more", &sweep(Sweep::Replays(at(12)), 2).await?, &0)?;
    same("what is left", &left().await?, &(vec![false, false, false, true, true], vec![1; 5]))?;
    let counters = || Sweep::Counters([name(1), name(4)]);
    same("a piece of the counters", &sweep(counters(), 2).await?, &2)?;
    same("the rest of the counters", &sweep(counters(), 2).await?, &1)?;
    same("what is left in the end", &left().await?, &(vec![false, false, false, true, true], vec![1, 0, 0, 0, 1]))
}

pub(super) async fn the_outcomes_of_who_is_forgotten_are_dropped<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let kept = |actor, key: &str, seconds| Replay {
        actor,
        key: key.into(),
        call: [7; 32],
        outcome: "{}".into(),
        at: at(seconds),
    };
    let replays = vec![kept(olivia, "one", 5), kept(alex, "one", 5), kept(alex, "two", 5)];
    commit(store, Change { replays, ..nothing() }).await?;
    // One key is used anew in the very commit that forgets.
    let fresh = kept(alex, "two", 6);
    commit(store, Change { forgets: [alex].into(), replays: vec![fresh.clone()], ..nothing() }).await?;
    let found = async |actor, key: &str| -> Result<Option<Replay>, String> {
        Ok(load(store, vec![Need::Replay(actor, key.to_owned())]).await?.replay)
    };
    same("an outcome of who is forgotten", &found(alex, "one").await?, &None)?;
    same("an outcome kept since", &found(alex, "two").await?, &Some(fresh))?;
    same("another's outcome", &found(olivia, "one").await?, &Some(kept(olivia, "one", 5)))?;
    commit(store, Change { forgets: [olivia].into(), ..nothing() }).await?;
    same("an outcome of who is forgotten alone", &found(olivia, "one").await?, &None)
}
