//! Rules that hold on every random history, and the controls that show how breaking them is found.

use std::collections::BTreeMap;

use cowrite::adapters::MemoryStore;
use cowrite::domain::access::{Access, Standing};
use cowrite::ports::store::Everything;
use cowrite::{Event, Kind, Level, NewPerson, PersonId, Scope, faults};
use pollster::block_on;
use serde_json::{Value, json};

use super::moves::{Call, on_histories};
use super::world::World;

const GRANTS: [&str; 2] = ["accept_invitation", "set_access"];
const ENDS: [&str; 6] = ["revoke", "remove_collaborator", "leave", "revoke_all", "leave_all_from", "erase_person"];

/// What everybody may do everywhere.
fn levels(everything: &Everything) -> BTreeMap<(PersonId, Scope), Level> {
    let slice = &everything.slice;
    let pairs = slice.people.keys().flat_map(|person| slice.scopes().map(move |scope| (*person, scope)));
    pairs.filter_map(|(person, scope)| slice.held(scope, person).map(|held| ((person, scope), held.level))).collect()
}

#[test]
fn no_kind_ever_passes_100() {
    on_histories(40, 100, |history| {
        let mut world = World::founded(MemoryStore::new());
        for one in &history {
            world.play(core::slice::from_ref(one));
            for (scope, roster) in &world.everything().slice.rosters {
                for kind in Kind::ALL {
                    let held = roster.rows().filter_map(|(_, member)| member.shares().get(kind));
                    let total: u32 = held.map(|share| u32::from(share.hundredths())).sum();
                    if total > 10_000 {
                        return Err(format!("{scope}: {kind} is {total}"));
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn giving_access_takes_none_and_ending_access_gives_none() {
    let (given, ended) = (core::cell::Cell::new(0), core::cell::Cell::new(0));
    on_histories(240, 120, |history| {
        let mut world = World::founded(MemoryStore::new());
        for one in &history {
            world.pause(one.pause);
            let Some(call) = world.concrete(one) else { continue };
            let judged = GRANTS.contains(&call.operation) || ENDS.contains(&call.operation);
            let before = judged.then(|| levels(&world.everything()));
            let (Ok(result), Some(before)) = (world.make(&call), before) else { continue };
            let after = levels(&world.everything());
            if ENDS.contains(&call.operation) {
                ended.set(ended.get() + usize::from(before != after));
                check_nobody_gains(&call, &before, &after)?;
            } else if call.operation == "accept_invitation" || rises(&result) {
                given.set(given.get() + usize::from(before != after));
                check_nobody_loses(&call, &before, &after)?;
            }
        }
        Ok(())
    });
    assert!(given.get() > 25 && ended.get() > 50, "only {given:?} grants and {ended:?} endings were seen");
}

/// Whether setting access gave more than there was.
fn rises(change: &Value) -> bool {
    let level = |name: &str| serde_json::from_value::<Option<Level>>(change[name].clone()).unwrap();
    level("after") >= level("before")
}

type Levels = BTreeMap<(PersonId, Scope), Level>;

fn check_nobody_gains(call: &Call, before: &Levels, after: &Levels) -> Result<(), String> {
    match after.iter().find(|(place, level)| before.get(place).is_none_or(|before| before < *level)) {
        Some((place, level)) => Err(format!("{call:?} gave {place:?} {level:?}, from {:?}", before.get(place))),
        None => Ok(()),
    }
}

fn check_nobody_loses(call: &Call, before: &Levels, after: &Levels) -> Result<(), String> {
    // Setting access on a group of somebody else's may lower full to editor on the tracks in it (GRP-4), and never to nothing.
    let least = |level: Level| if call.operation == "set_access" { level.min(Level::Editor) } else { level };
    match before.iter().find(|(place, level)| after.get(place).is_none_or(|after| *after < least(**level))) {
        Some((place, level)) => Err(format!("{call:?} took {level:?} from {place:?}, now {:?}", after.get(place))),
        None => Ok(()),
    }
}

/// B24: who is listed as able to do something is who can do it, and nobody else.
#[test]
fn who_is_listed_as_able_is_who_can() {
    let (able, unable) = (core::cell::Cell::new(0), core::cell::Cell::new(0));
    on_histories(30, 100, |history| {
        let mut world = World::founded(MemoryStore::new());
        world.play(&history);
        let (people, everything) = (world.known.people.clone(), world.everything());
        for scope in everything.slice.scopes() {
            let (scope, owner) = (json!(scope), json!(everything.slice.owner(scope)));
            for action in ["view", "manage_collaborators"] {
                let with = json!({ "scope": scope, "action": action });
                // What was deleted has no owner who could ask.
                let Ok(listed) = world.call("who_can", &owner, &with) else { continue };
                let listed: Vec<&Value> = listed.as_array().unwrap().iter().map(|row| &row["person"]).collect();
                for person in &people {
                    let can = world.call("can", person, &with).unwrap() == json!(true);
                    let seen = if can { &able } else { &unable };
                    seen.set(seen.get() + 1);
                    if can != listed.contains(&person) {
                        return Err(format!("{person} {action} {scope}: check {can}, list {listed:?}"));
                    }
                }
            }
        }
        Ok(())
    });
    assert!(able.get() > 300 && unable.get() > 300, "{able:?} {unable:?}");
}

/// Returns a sound store with something of everything in it.
fn rich() -> World {
    let best = core::cell::RefCell::new((0, None));
    on_histories(40, 120, |history| {
        let mut world = World::founded(MemoryStore::new());
        world.play(&history);
        let size = world.everything().log.len();
        if size > best.borrow().0 {
            *best.borrow_mut() = (size, Some(world));
        }
        Ok(())
    });
    best.into_inner().1.unwrap()
}

#[test]
fn what_is_stored_is_what_its_history_comes_to_and_tampering_is_found() {
    type Tampering = (&'static str, &'static str, fn(&mut Everything));
    let sound = rich().everything();
    assert_eq!(faults(&sound), []);
    let tamperings: &[Tampering] = &[
        ("a title", "REL-2", |everything| {
            everything.slice.tracks.values_mut().next().unwrap().title.push('!');
        }),
        ("a group's owner", "REL-2", |everything| {
            let other = *everything.slice.people.keys().next_back().unwrap();
            let group = everything.slice.groups.values_mut().find(|group| group.owner != other).unwrap();
            group.owner = other;
        }),
        ("a standing", "REL-2", |everything| {
            let members = everything.slice.rosters.values_mut().flat_map(|roster| roster.members.values_mut());
            let member = members.flatten().find(|member| member.standing == Standing::None).unwrap();
            member.standing = Standing::Active(Access::Full);
        }),
        ("shares", "SPL-3", |everything| {
            let full = "100".parse().unwrap();
            let track = everything
                .slice
                .rosters
                .iter_mut()
                .find(|(scope, roster)| scope.track().is_some() && roster.rows().count() > 1);
            for member in track.unwrap().1.members.values_mut().flatten() {
                let credit = member.credit.get_or_insert_default();
                credit.shares = credit.shares.with(Kind::Master, Some(full));
            }
        }),
        ("a lost event", "REL-2", |everything| drop(everything.log.remove(everything.log.len() / 2))),
        ("an event out of order", "EXP-4", |everything| everything.log.swap(0, 5)),
        ("a lost claim", "PER-1", |everything| drop(everything.slice.holders.pop_first())),
        ("a version", "REL-2", |everything| *everything.slice.versions.values_mut().next().unwrap() += 1),
        ("a lost person", "PER-1", |everything| {
            let owner = everything.slice.tracks.values().next().unwrap().owner;
            everything.slice.people.remove(&owner);
        }),
        ("a group inside itself", "GRP-1", |everything| {
            let group = everything.slice.groups.values_mut().find(|group| !group.deleted).unwrap();
            group.ancestors = vec![group.id; 9];
        }),
        ("a count of tracks", "REL-5", |everything| {
            everything.slice.groups.values_mut().find(|group| !group.deleted).unwrap().tracks += 1;
        }),
        ("an expiry", "REL-2", |everything| {
            let invitation = everything.slice.invitations.values_mut().next().unwrap();
            invitation.expires_at = invitation.expires_at.plus_days(1);
        }),
    ];
    for (what, rule, tamper) in tamperings {
        let mut tampered = sound.clone();
        tamper(&mut tampered);
        let found = faults(&tampered);
        assert!(found.iter().any(|fault| fault.rule == *rule), "{what} was not found by {rule}: {found:?}");
    }
}

#[test]
fn every_event_counts() {
    let sound = rich().everything();
    let mut counted = 0;
    for place in 0..sound.log.len() {
        let mut tampered = sound.clone();
        // Without names and addresses, a changed profile leaves no trace but its version.
        let event = tampered.log.remove(place).recorded.event;
        assert!(!faults(&tampered).is_empty(), "{event:?} can be lost");
        counted += usize::from(!matches!(event, Event::Person(_)));
    }
    assert!(counted > 30, "{counted} events");
}

#[test]
fn even_splits_of_up_to_500_people_come_to_100() {
    let workspace = cowrite::Workspace::in_memory().unwrap();
    let register =
        |number: usize| block_on(workspace.register(NewPerson::new(format!("p{number}"), "Somebody"))).unwrap().id;
    let owner = workspace.acting_as(register(0));
    let track = block_on(owner.create_track("Chorale")).unwrap().id;
    let mut people = 1;
    for wanted in [1, 2, 3, 6, 7, 11, 33, 64, 97, 250, 499, 500] {
        while people < wanted {
            let guest = register(people);
            let invitation = block_on(owner.invite(track, guest, Access::Viewer)).unwrap().id;
            if people % 2 == 0 {
                block_on(workspace.acting_as(guest).accept_invitation(invitation)).unwrap();
            }
            people += 1;
        }
        let proposal = block_on(owner.propose_even_split(track, None)).unwrap();
        assert_eq!(proposal.rows.len(), wanted);
        let applied = block_on(owner.apply_proposal(track, &proposal, None)).unwrap();
        let panel = block_on(owner.collaborators(track)).unwrap();
        for kind in Kind::ALL {
            let shares: Vec<u16> = panel.rows.iter().map(|row| row.shares.get(kind).unwrap().hundredths()).collect();
            assert_eq!(shares.iter().map(|share| u32::from(*share)).sum::<u32>(), 10_000, "{wanted} people");
            assert!(shares.is_sorted() && shares[wanted - 1] - shares[0] <= 1, "{wanted} people: {shares:?}");
            assert_eq!(applied.shares.totals.get(kind).total.to_string(), "100.00");
        }
    }
    let refused = block_on(owner.invite(track, register(500), Access::Viewer)).unwrap_err();
    assert_eq!(refused, cowrite::Error::LimitExceeded { field: "people", limit: 500 });
    assert_eq!(block_on(workspace.verify()).unwrap(), []);
}

/// REV-4 and the owner of a group below: what is closed must not be opened by closing.
#[test]
fn revoking_on_a_group_opens_nothing_in_a_group_that_the_person_owns_below_it() {
    let world = World::new();
    let [olivia, alex] = [0, 1].map(|number| world.known.people[number].clone());
    let done = |by: &Value, operation: &str, with: Value| world.call(operation, by, &with).unwrap();
    let join = |scope: &Value, access: &str| {
        let invited = done(&olivia, "invite", json!({ "scope": scope, "to": { "person": alex }, "access": access }));
        done(&alex, "accept_invitation", json!({ "invitation": invited["id"] }))
    };
    let album = done(&olivia, "create_group", json!({ "name": "Album" }))["id"].clone();
    let album_scope = json!({ "group": album });
    join(&album_scope, "editor");
    let side = done(&alex, "create_group", json!({ "name": "Side B", "parent": album }))["id"].clone();
    let track = done(&olivia, "create_track", json!({ "title": "Nocturne" }))["id"].clone();
    done(&olivia, "move_track", json!({ "track": track, "group": side }));
    done(&olivia, "set_access", json!({ "scope": { "track": track }, "person": alex, "access": "viewer" }));
    let level = || done(&alex, "track", json!({ "track": track }))["level"].clone();
    assert_eq!(level(), "viewer");
    done(&olivia, "revoke", json!({ "scope": album_scope, "person": alex }));
    assert_ne!(
        world.call("track", &alex, &json!({ "track": track })).map(|track| track["level"].clone()),
        Ok(json!("editor"))
    );
}
