//! Every answer of an index beside those of another, of the store, and of the naive oracle.

use std::collections::BTreeSet;

use cowrite::testing::oracle::{Caller, Oracle};
use cowrite::{
    AccessIndex, Action, Check, Checked, LibraryFilter, LibraryQuery, LibrarySort, Paging, PersonId, Scope, Workspace,
};
use pollster::block_on;
use serde_json::{Value, json};

use crate::moves::Known;

fn people(known: &Known) -> Vec<PersonId> {
    known.people.iter().map(|id| id.as_str().unwrap().parse().unwrap()).collect()
}

fn scopes(known: &Known) -> Vec<Scope> {
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let tracks = known.tracks.iter().map(|track| Scope::Track(id(track).parse().unwrap()));
    tracks.chain(known.groups.iter().map(|group| Scope::Group(id(group).parse().unwrap()))).collect()
}

fn actions(scope: Scope) -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(move |action| action.least(scope.into()).is_some())
}

/// Every question that can be asked about what is known.
fn checks(known: &Known) -> Vec<Check> {
    let mut checks = Vec::new();
    for person in people(known) {
        for scope in scopes(known) {
            checks.extend(actions(scope).map(|action| Check { person, scope, action }));
        }
    }
    checks
}

fn all(index: &AccessIndex, known: &Known) -> Vec<bool> {
    let ask = |checks: &[Check]| index.can_many(checks).unwrap();
    checks(known).chunks(10_000).map(ask).flat_map(|Checked { allowed, .. }| allowed).collect()
}

fn query(filter: &LibraryFilter, sort: LibrarySort) -> LibraryQuery {
    LibraryQuery::new().filter(filter.clone()).sorted(sort)
}

/// Filters by everything, for what is known.
fn filters(known: &Known) -> Vec<LibraryFilter> {
    let group = known.groups.last().cloned().unwrap_or(json!("01890a5d-ac96-774b-bcce-b302099a8057"));
    let bucket = known.buckets.first().cloned().unwrap_or(json!("01890a5d-ac96-774b-bcce-b302099a8057"));
    let all = [
        json!({}),
        json!({ "relation": { "include": ["mine"] } }),
        json!({ "relation": { "include": ["shared_by_me"] } }),
        json!({ "relation": { "exclude": ["shared_by_me"] } }),
        json!({ "relation": { "include": ["shared_with_me"] }, "archived": false }),
        json!({ "archived": true }),
        json!({ "group": { "include": [group, known.groups.first()] } }),
        json!({ "group": { "exclude": [group] } }),
        json!({ "bucket": { "include": [bucket] } }),
        json!({ "bucket": { "exclude": [bucket] }, "tags": { "include": ["NIGHT"] } }),
        json!({ "stage": { "include": ["published", "mastering"] }, "text": "E" }),
        json!({ "tags": { "exclude": ["blue"] }, "stage": { "exclude": ["idea"] } }),
    ];
    all.into_iter().map(|filter| serde_json::from_value(filter).unwrap()).collect()
}

/// Compares two indexes on everything.
pub(super) fn same(known: &Known, one: &AccessIndex, other: &AccessIndex) -> Result<(), String> {
    let (first, second) = (all(one, known), all(other, known));
    if let Some((check, _)) = checks(known).iter().zip(first.iter().zip(&second)).find(|(_, (one, other))| one != other)
    {
        return Err(format!("{check:?} is answered in two ways"));
    }
    for person in people(known) {
        for filter in filters(known) {
            for sort in [LibrarySort::Newest, LibrarySort::Title] {
                let list = |index: &AccessIndex| {
                    let page = index.list(person, query(&filter, sort).page(Paging::first(10_000))).unwrap();
                    assert_eq!(page.rows.len(), index.count(person, filter.clone()).unwrap());
                    page.rows
                };
                if list(one) != list(other) {
                    return Err(format!("{filter:?} by {sort:?} is listed in two ways for {person}"));
                }
            }
        }
    }
    for scope in scopes(known) {
        let who = |index: &AccessIndex| index.who_can(scope, Action::View);
        if who(one) != who(other) {
            return Err(format!("who can view {scope} is answered in two ways"));
        }
    }
    Ok(())
}

/// Compares an index with what the store lists and explains.
pub(super) fn same_as_listings(known: &Known, workspace: &Workspace, index: &AccessIndex) -> Result<(), String> {
    for person in people(known) {
        let actor = workspace.acting_as(person);
        for filter in filters(known) {
            for sort in [LibrarySort::Newest, LibrarySort::Title] {
                let query = query(&filter, sort).page(Paging::first(200));
                let library = block_on(actor.library(query.clone())).map_err(|error| error.to_string())?;
                let stored: Vec<_> = library.rows.iter().map(|row| (row.track, row.level, row.via)).collect();
                let listed = index.list(person, query).map_err(|error| error.to_string())?;
                let listed: Vec<_> = listed.rows.iter().map(|row| (row.track, row.level, row.via)).collect();
                if stored != listed {
                    return Err(format!("{filter:?} by {sort:?} for {person}: store {stored:?}, index {listed:?}"));
                }
            }
        }
        for scope in scopes(known) {
            if let Ok(stored) = block_on(actor.who_can(scope, Action::View)) {
                let stored: BTreeSet<_> = stored.iter().map(|who| (who.person, who.level, who.via)).collect();
                let held = index.who_can(scope, Action::View).map_err(|error| error.to_string())?;
                let held: BTreeSet<_> = held.iter().map(|who| (who.person, who.level, who.via)).collect();
                if stored != held {
                    return Err(format!("who can view {scope}: store {stored:?}, index {held:?}"));
                }
            }
            let Scope::Track(track) = scope else { continue };
            for other in people(known) {
                let Ok(stored) = block_on(actor.explain(other, track)) else { continue };
                let why = index.explain(other, track).map_err(|error| error.to_string())?;
                let steps = |steps: &[cowrite::ExplainedStep]| -> Vec<_> {
                    steps.iter().map(|step| (step.scope, step.standing.clone(), step.access, step.decides)).collect()
                };
                let told = (stored.level, stored.via, stored.because, stored.capped, steps(&stored.steps));
                if told != (why.level, why.via, why.because, why.capped, steps(&why.steps)) {
                    return Err(format!("why {other} sees {track}: store {stored:?}, index {why:?}"));
                }
                let is_other = other != person;
                if is_other && stored.ends_with != why.ends_with {
                    return Err(format!("what ends it for {other} on {track} is answered in two ways"));
                }
            }
        }
    }
    Ok(())
}

/// Compares an index with a store that does not ask it, on every question.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) fn same_as_store(known: &Known, workspace: &Workspace, index: &AccessIndex) -> Result<(), String> {
    for (check, allowed) in checks(known).into_iter().zip(all(index, known)) {
        let Check { person, scope, action } = check;
        let stored = block_on(workspace.acting_as(person).can(scope, action)).map_err(|error| error.to_string())?;
        if stored != allowed {
            return Err(format!("{check:?}: store {stored}, index {allowed}"));
        }
    }
    same_as_listings(known, workspace, index)
}

/// Compares what an index lets one person do with the oracle, whose turn it is: to ask of everybody takes the oracle longer than all else.
pub(crate) fn checks_differ_from_oracle(
    index: &AccessIndex,
    oracle: &mut Oracle,
    known: &Known,
    now: i64,
    turn: usize,
) -> Result<(), String> {
    let people = people(known);
    checks_of_differ(people[turn % people.len()], index, oracle, known, (now, turn))
}

/// Compares what an index lets a person do with the oracle: view, and one thing more.
fn checks_of_differ(
    person: PersonId,
    index: &AccessIndex,
    oracle: &mut Oracle,
    known: &Known,
    (now, turn): (i64, usize),
) -> Result<(), String> {
    let id = person.to_string();
    for scope in scopes(known) {
        let asked: Vec<Action> = actions(scope).collect();
        for action in [Action::View, asked[turn % asked.len()]] {
            let with = json!({ "scope": scope, "action": action });
            let expected = oracle.call(Caller::Actor(&id), "can", &with, now, None);
            let allowed = index.can(person, scope, action).map_err(|error| error.to_string())?;
            if expected != Ok(json!(allowed)) {
                return Err(format!("{person} {action} {scope}: index {allowed}, oracle {expected:?}"));
            }
        }
    }
    Ok(())
}

/// Compares all that an index answers with the oracle.
pub(crate) fn differs_from_oracle(
    index: &AccessIndex,
    oracle: &mut Oracle,
    known: &Known,
    now: i64,
    turn: usize,
) -> Result<(), String> {
    for person in people(known) {
        checks_of_differ(person, index, oracle, known, (now, turn))?;
        for filter in filters(known) {
            let sort = if turn.is_multiple_of(2) { LibrarySort::Newest } else { LibrarySort::Title };
            let with = json!({ "limit": 200, "sort": sort, "filter": filter });
            let expected = oracle.call(Caller::Actor(&person.to_string()), "library", &with, now, None);
            let expected = expected.map_err(|refused| format!("{refused:?}"))?;
            let part = |row: &Value| json!({ "track": row["track"], "level": row["level"], "via": row["via"] });
            let expected: Vec<Value> = expected["rows"].as_array().unwrap().iter().map(part).collect();
            let listed = paged(index, person, &filter, sort, 1 + u32::try_from(turn % 7).unwrap())?;
            if expected != listed {
                return Err(format!("{filter:?} for {person}: index {listed:?}, oracle {expected:?}"));
            }
            let counted = index.count(person, filter.clone()).map_err(|error| error.to_string())?;
            if counted != expected.len() {
                return Err(format!("{filter:?} for {person}: index counts {counted}, oracle {expected:?}"));
            }
        }
    }
    for scope in scopes(known) {
        holders_differ_from_oracle(index, oracle, known, now, scope)?;
    }
    Ok(())
}

/// Lists page by page.
fn paged(
    index: &AccessIndex,
    person: PersonId,
    filter: &LibraryFilter,
    sort: LibrarySort,
    limit: u32,
) -> Result<Vec<Value>, String> {
    let (mut rows, mut paging) = (Vec::new(), Paging::first(limit));
    loop {
        let page = index.list(person, query(filter, sort).page(paging)).map_err(|error| error.to_string())?;
        rows.extend(page.rows.iter().map(|row| serde_json::to_value(row).unwrap()));
        let Some(next) = page.next else { return Ok(rows) };
        paging = Paging::first(limit).after(next);
    }
}

/// Compares who can view a scope, and on a track why everybody can or cannot: the oracle is asked by somebody whom it tells.
fn holders_differ_from_oracle(
    index: &AccessIndex,
    oracle: &mut Oracle,
    known: &Known,
    now: i64,
    scope: Scope,
) -> Result<(), String> {
    let with = json!({ "scope": scope, "action": Action::View });
    let told = people(known).into_iter().find_map(|asker| {
        let told = oracle.call(Caller::Actor(&asker.to_string()), "who_can", &with, now, None).ok()?;
        Some((asker, told))
    });
    let held = index.who_can(scope, Action::View);
    let Some((asker, told)) = told else {
        // Whoever owns what is there would be told.
        let code = held.as_ref().map_err(cowrite::Error::code).err();
        return if code == Some("not_found") { Ok(()) } else { Err(format!("{scope} is gone: index {held:?}")) };
    };
    let row = |row: &Value| [row["person"].to_string(), row["level"].to_string(), row["via"].to_string()];
    let told: BTreeSet<_> = told.as_array().unwrap().iter().map(row).collect();
    let held = held.map_err(|error| error.to_string())?;
    let held: BTreeSet<_> = held.iter().map(|holder| row(&serde_json::to_value(holder).unwrap())).collect();
    if told != held {
        return Err(format!("who can view {scope}: index {held:?}, oracle {told:?}"));
    }
    let Scope::Track(track) = scope else { return Ok(()) };
    for person in people(known) {
        let with = json!({ "person": person, "track": track });
        let told = oracle.call(Caller::Actor(&asker.to_string()), "explain", &with, now, None);
        let mut told = told.map_err(|refused| format!("{refused:?}"))?;
        let why = index.explain(person, track).map_err(|error| error.to_string())?;
        let mut why = serde_json::to_value(why).unwrap();
        // The index has no names and no links; about themselves the asker is told that they can leave.
        for explained in [&mut told, &mut why] {
            explained["links"].take();
            explained["steps"].as_array_mut().unwrap().iter_mut().for_each(|step| drop(step["name"].take()));
            if asker == person {
                explained["ends_with"].take();
            }
        }
        if told != why {
            return Err(format!("why {person} sees {track}: index {why}, oracle {told}"));
        }
    }
    Ok(())
}
