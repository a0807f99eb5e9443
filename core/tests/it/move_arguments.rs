//! The arguments of random calls.

use serde_json::{Map, Value, json};

use super::link_moves::link_arguments;
use super::moves::{Known, PEOPLE};
use super::moves_outside;

pub(crate) const ACCESSES: [&str; 3] = ["viewer", "editor", "full"];
const PERCENTS: [&str; 8] = ["0", "10", "25.00", "33.33", "50", "0.01", "100", "66.667"];

pub(crate) fn invitee(known: &Known, pick: usize) -> Value {
    match pick % 5 {
        0 => json!({ "email": (["jo@example.com", "Sam@Example.com", "not an address"][pick / 5 % 3]) }),
        _ => json!({ "person": Known::pick(&known.people, pick / 5) }),
    }
}

fn shares(pick: usize) -> Value {
    let mut edits = Map::new();
    for (place, kind) in ["master", "publishing", "writer"].into_iter().enumerate() {
        match (pick >> place) % 5 {
            0 => {}
            1 => drop(edits.insert(kind.to_owned(), Value::Null)),
            other => drop(edits.insert(kind.to_owned(), json!(PERCENTS[(pick / 7 + other + place) % PERCENTS.len()]))),
        }
    }
    Value::Object(edits)
}

fn share_rows(known: &Known, picks: [usize; 5]) -> Value {
    let rows = picks[1..=1 + picks[4] % 3].iter().map(|pick| {
        let mut row = shares(*pick);
        row["person"] = Known::pick(&known.people, *pick);
        row
    });
    rows.collect()
}

pub(crate) fn arguments(operation: &str, known: &Known, picks: [usize; 5]) -> Value {
    if let Some(outside) = moves_outside::arguments(operation, known, picks) {
        return outside;
    }
    let person = Known::pick(&known.people, picks[1]);
    let track = Known::pick(&known.tracks, picks[0]);
    let group = Known::pick(&known.groups, picks[0]);
    let scope = known.scope(picks[0]);
    let place = if picks[2].is_multiple_of(4) { Value::Null } else { Known::pick(&known.groups, picks[2]) };
    match operation {
        "create_track" if picks[1].is_multiple_of(2) => json!({ "title": "Nocturne" }),
        "create_track" => json!({ "title": "Étude", "group": Known::pick(&known.groups, picks[0]) }),
        "create_group" if picks[1].is_multiple_of(2) => json!({ "name": "Album" }),
        "create_group" => json!({ "name": "Side B", "parent": Known::pick(&known.groups, picks[0]) }),
        "move_track" => json!({ "track": track, "group": place }),
        "move_group" => json!({ "group": group, "parent": place }),
        "invite" => {
            let mut with = json!({ "scope": scope, "to": invitee(known, picks[1]), "access": ACCESSES[picks[2] % 3] });
            let shares = shares(picks[4]);
            if picks[3].is_multiple_of(3) && shares != json!({}) {
                with["shares"] = shares;
            }
            if picks[3].is_multiple_of(5) {
                with["role"] = json!("writer");
            }
            with
        }
        "accept_invitation" | "dismiss_invitation" | "withdraw_invitation" => {
            let all = &known.invitations;
            // Mostly one of the last, which can still be answered.
            let from = if picks[2].is_multiple_of(4) { 0 } else { all.len().saturating_sub(4) };
            json!({ "invitation": Known::pick(&all[from..], picks[0]) })
        }
        "set_access" => {
            json!({ "scope": scope, "person": known.somebody_on(&scope, picks), "access": ACCESSES[picks[2] % 3] })
        }
        "inherit_access" | "revoke" | "remove_collaborator" => {
            json!({ "scope": scope, "person": known.somebody_on(&scope, picks) })
        }
        "leave" | "accept_ownership" | "decline_ownership" | "withdraw_ownership" => json!({ "scope": scope }),
        // Mostly somebody who came later: without people nothing more happens.
        "erase_person" if !picks[3].is_multiple_of(4) => {
            json!({ "person": Known::pick(&known.people[PEOPLE..], picks[1]) })
        }
        "revoke_all" | "erase_person" => json!({ "person": person }),
        "mark_read" | "dismiss_notification" => {
            json!({ "notification": Known::pick(&known.notices, picks[0]) })
        }
        "notifications" | "mark_all_read" => json!({}),
        "leave_all_from" => json!({ "owner": person }),
        "offer_ownership" | "hand_over" => json!({ "scope": scope, "to": known.somebody_on(&scope, picks) }),
        "set_shares" if picks[3].is_multiple_of(4) => {
            json!({ "track": track, "rows": share_rows(known, picks), "based_on": picks[3] / 4 % 4 })
        }
        "set_shares" => json!({ "track": track, "rows": share_rows(known, picks) }),
        "propose_even_split" if picks[1].is_multiple_of(3) => {
            json!({ "track": track, "among": [person, Known::pick(&known.people, picks[2])] })
        }
        "propose_newcomer_split" => json!({ "track": track, "newcomer": invitee(known, picks[1]) }),
        "shares_available" => json!({ "track": track, "person": person }),
        "update_track" => {
            let mut with = json!({ "track": track });
            match picks[1] % 5 {
                0 => with["title"] = json!(["Prelude", "", "Coda"][picks[2] % 3]),
                1 | 2 => with["stage"] = json!(["published", "mixing", "mastering"][picks[2] % 3]),
                3 => with["bpm"] = json!(["93.5", "0", "120"][picks[2] % 3]),
                _ => with["tags"] = json!(["night", "night", "blue"]),
            }
            with
        }
        "create_bucket" => json!({ "name": (["To finish", " ", "Later"][picks[2] % 3]) }),
        "rename_bucket" => json!({ "bucket": Known::pick(&known.buckets, picks[1]), "name": "Done" }),
        "delete_bucket" => json!({ "bucket": Known::pick(&known.buckets, picks[1]) }),
        "move_to_bucket" if picks[3].is_multiple_of(4) => json!({ "track": track, "bucket": null }),
        "move_to_bucket" => json!({ "track": track, "bucket": Known::pick(&known.buckets, picks[1]) }),
        "update_group" => json!({ "group": group, "name": (["Album", "EP"][picks[2] % 2]) }),
        "delete_group" => json!({ "group": group }),
        "update_person" => {
            json!({ "person": person, "email": format!("{}@example.com", ["jo", "sam", "p1"][picks[2] % 3]) })
        }
        "register" => {
            json!({ "external_id": format!("late-{}", picks[0] % 3), "name": "Late", "email": format!("{}@example.com", ["jo", "sam", "x"][picks[1] % 3]) })
        }
        _ => link_arguments(operation, known, picks).unwrap_or_else(|| json!({ "track": track })),
    }
}

/// A call made concrete.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) actor: Value,
    pub(crate) with: Value,
}
