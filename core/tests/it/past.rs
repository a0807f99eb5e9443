//! What was so at an instant, and what would end it: compared with what was answered then, and with what ends it (EXP-1, EXP-4).

use core::cell::Cell;
use std::collections::BTreeMap;

use cowrite::adapters::MemoryStore;
use cowrite::{Error, Face, Level};
use serde_json::{Value, json};

use super::moves::{face_of, on_histories};
use super::world::World;

/// What every owner is told of everybody's access and shares now, by track and person.
type Answers = BTreeMap<(String, String), (Value, Value)>;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Returns who owns a track, where somebody does.
fn owner_of(world: &World, track: &Value) -> Option<Value> {
    let slice = world.everything().slice;
    let id = track.as_str()?.parse().ok()?;
    slice.track(id).map(|track| json!(track.owner))
}

fn answers(world: &World) -> Answers {
    let slice = world.everything().slice;
    let mut answers = Answers::new();
    for (id, track) in &slice.tracks {
        for person in slice.people.keys() {
            let held = slice.held((*id).into(), *person);
            let access = json!({ "level": held.map(|held| held.level), "via": held.map(|held| held.via) });
            let credit = slice.member((*id).into(), *person).and_then(|member| member.credit.clone());
            let shares = if track.is_there() { json!(credit.map(|credit| credit.shares)) } else { Value::Null };
            answers.insert((id.to_string(), person.to_string()), (access, shares));
        }
    }
    answers
}

fn compare(world: &World, at: &Value, then: &Answers, seen: &Cell<usize>) -> Result<(), String> {
    for ((track, person), (access, shares)) in then {
        let Some(owner) = owner_of(world, &json!(track)) else { continue };
        let with = json!({ "person": person, "track": track, "instant": at });
        let found = world.call("access_at", &owner, &with).map_err(|error| error.to_string())?;
        if ["level", "via"].into_iter().any(|name| found.get(name) != access.get(name)) {
            return Err(format!("{with}: {found}, but then it was {access}"));
        }
        seen.set(seen.get() + usize::from(access.get("level").is_some_and(Value::is_string)));
        let with = json!({ "track": track, "instant": at });
        let found = world.call("shares_at", &owner, &with).map_err(|error| error.to_string())?;
        let mut rows = found.get("rows").and_then(Value::as_array).into_iter().flatten();
        let row = rows.find(|row| row.get("person") == Some(&json!(person)));
        let held = row.and_then(|row| row.get("shares")).cloned().unwrap_or_default();
        if held != *shares {
            return Err(format!("{with}: {person} {held}, but then it was {shares}"));
        }
    }
    Ok(())
}

#[test]
fn the_past_is_as_it_was_answered_then() {
    let seen = Cell::new(0);
    on_histories(25, 80, |history| {
        let mut world = World::founded(MemoryStore::new());
        let mut past: BTreeMap<String, Answers> = BTreeMap::new();
        for (number, one) in history.iter().enumerate() {
            world.play(core::slice::from_ref(one));
            let at = text(&json!(world.everything().slice.stamp));
            // Of several commits at one instant the last counts; looking each time would take too long.
            if number % 7 == 0 || past.contains_key(&at) {
                past.insert(at, answers(&world));
            }
        }
        // The last commit of an instant may have come after it was last looked at.
        let log = world.everything().log;
        past.retain(|at, _| log.iter().filter(|entry| text(&json!(entry.stamp)) == *at).count() <= 1);
        past.iter().try_for_each(|(at, then)| compare(&world, &json!(at), then, &seen))
    });
    assert!(seen.get() > 500, "access was found {} times", seen.get());
}

#[test]
fn what_would_end_access_ends_it_and_nothing_less_does() {
    let ended = Cell::new(0);
    on_histories(40, 80, |history| {
        let mut world = World::founded(MemoryStore::new());
        world.play(&history);
        let (tracks, people) = (world.known.tracks.clone(), world.known.people.clone());
        for (track, person) in tracks.iter().flat_map(|track| people.iter().map(move |person| (track, person))) {
            let Some(owner) = owner_of(&world, track) else { continue };
            let asked = json!({ "person": person, "track": track });
            let explain = || -> Result<Value, Error> { world.call("explain", &owner, &asked) };
            let Ok(before) = explain() else { continue };
            let level: Option<Level> = serde_json::from_value(before["level"].clone()).unwrap();
            match (level, before["ends_with"].as_array()) {
                (Some(Level::Owner), None) => {}
                (None, Some(acts)) if acts.is_empty() => {}
                // Of a set of one the only proper subset is to do nothing, after which the person has access still.
                (Some(_), Some(acts)) if acts.len() == 1 => {
                    let with = json!({ "scope": acts[0]["scope"], "person": acts[0]["person"] });
                    let operation = text(&acts[0]["do"]);
                    world.call(&operation, &owner, &with).map_err(|error| format!("{operation} {with}: {error}"))?;
                    let after = explain().map_err(|error| error.to_string())?;
                    if !after["level"].is_null() || after["ends_with"] != json!([]) {
                        return Err(format!("{operation} {with} left {after}"));
                    }
                    ended.set(ended.get() + 1);
                }
                _ => return Err(format!("{asked}: {before}")),
            }
        }
        Ok(())
    });
    assert!(ended.get() > 50, "only {} accesses were ended", ended.get());
}

/// NTF-1: an answer that says who is told, and the notices of the act, agree; nobody is told of their own act.
#[test]
fn who_is_told_by_an_answer_has_a_notice_of_it() {
    let told = Cell::new(0);
    on_histories(40, 80, |history| {
        let mut world = World::founded(MemoryStore::new());
        for one in &history {
            world.pause(one.pause);
            let Some(call) = world.concrete(one) else { continue };
            let before = world.everything().items.len();
            let result = world.make(&call);
            let items = world.everything().items;
            if let (Err(error), true) = (&result, items.len() != before) {
                return Err(format!("{call:?} was refused ({error}) and told somebody"));
            }
            let Ok(result) = result else { continue };
            let at = world.everything().slice.stamp;
            let answer = [&result["told"], &result["shares"]["told"]].into_iter().find_map(Value::as_array);
            let Some(answer) = answer.filter(|_| face_of(call.operation, &call.actor) != Some(Face::Operator)) else {
                continue;
            };
            let of_now = items.iter().filter_map(|item| match &item.body {
                cowrite::domain::item::ItemBody::Notice(notice) if notice.at == at => {
                    Some(json!(item.stream)["notices"].clone())
                }
                _ => None,
            });
            let of_now: Vec<Value> = of_now.collect();
            for person in answer {
                if *person == call.actor || !of_now.contains(person) {
                    return Err(format!("{call:?} says {person} is told; notices {of_now:?}"));
                }
            }
            if items.len() < before + answer.len() || (items.len() > before && answer.len() != items.len() - before) {
                return Err(format!("{call:?} tells {answer:?}, and wrote {} notices", items.len() - before));
            }
            told.set(told.get() + answer.len());
        }
        Ok(())
    });
    assert!(told.get() > 100, "only {} people were told", told.get());
}

/// EXP-5: what happened to a link is in the activity for the owner alone, and the pages of others are none the shorter for it.
#[test]
fn what_happens_to_links_is_shown_to_the_owner_alone() {
    use cowrite::domain::document::DocumentKey;
    use cowrite::domain::draft::Draft;
    use cowrite::domain::share_link::LinkEvent;
    use cowrite::ports::store::{Change, Load, Need, Store};
    use cowrite::{Aggregate, Author, LinkId, Paging, Scope, TrackUpdate};
    use pollster::block_on;

    let store = cowrite::testing::CountingStore::new(MemoryStore::new());
    let workspace = cowrite::Workspace::builder().on(store.clone());
    let register = |word: &str| block_on(workspace.register(cowrite::NewPerson::new(word, word))).unwrap().id;
    let (olivia, alex) = (register("olivia"), register("alex"));
    let (olivia, alex) = (workspace.acting_as(olivia), workspace.acting_as(alex));
    let track = block_on(olivia.create_track("Encore")).unwrap().id;
    let invitation = block_on(olivia.invite(track, alex.id(), cowrite::Access::Editor)).unwrap();
    block_on(alex.accept_invitation(invitation.id)).unwrap();
    for number in 0..6_u128 {
        let key = DocumentKey::Link(track, LinkId::from_uuid(uuid::Uuid::from_u128(number + 1)));
        let needs = vec![Need::Document(key), Need::Walk { scope: Scope::Track(track), people: Vec::new() }];
        let loaded = block_on(store.load(Load { needs, ..Load::default() })).unwrap();
        let at = loaded.slice.stamp;
        let mut draft = Draft::new(loaded.slice, at, 7);
        draft.record(Aggregate::Document(key), LinkEvent::Revoked);
        block_on(store.commit(Change::of(&draft, Author::Person(olivia.id())))).unwrap();
        let title = format!("Encore, take {number}");
        block_on(alex.update_track(track, TrackUpdate::new().title(title))).unwrap();
    }
    let page = |actor: &cowrite::Actor, paging| block_on(actor.activity(track, paging)).unwrap();
    let words = |page: &cowrite::ActivityPage| page.entries.iter().map(|entry| entry.what.clone()).collect::<Vec<_>>();
    assert_eq!(words(&page(&olivia, Paging::first(2))), ["details_changed", "link_revoked"]);
    let (mut seen, mut next) = (Vec::new(), Some(page(&alex, Paging::first(2))));
    while let Some(shown) = next.take() {
        assert!(shown.entries.len() == 2 || shown.next.is_none());
        seen.extend(words(&shown));
        next = shown.next.map(|cursor| page(&alex, Paging::first(2).after(cursor)));
    }
    assert_eq!(seen, [vec!["details_changed"; 6], vec!["joined", "invited", "track_created"]].concat());
}
