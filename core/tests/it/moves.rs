//! Random calls: what they are made of, and a workspace on which they are made.

use std::collections::BTreeMap;

use cowrite::Error;
use proptest::prelude::*;
use serde_json::{Value, json};

pub(crate) use super::calls::{call_one, face_of, known};
pub(crate) use super::cases::on_histories;
pub(crate) use super::move_arguments::{ACCESSES, Call, arguments, invitee};
use super::moves_outside::{self, Outside};

pub(crate) const PEOPLE: usize = 5;
pub(crate) const BEGIN: &str = "2026-01-01T00:00:00.000Z";

/// One call, in numbers that are made concrete by what there is when it is made.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub(crate) operation: usize,
    pub(crate) actor: usize,
    pub(crate) picks: [usize; 5],
    pub(crate) pause: usize,
}

pub(crate) fn moves() -> impl Strategy<Value = Move> {
    (0..operations().count(), 0..PEOPLE, prop::array::uniform5(0_usize..1_000), 0..60_usize)
        .prop_map(|(operation, actor, picks, pause)| Move { operation, actor, picks, pause })
}

/// The operations, each as often as it is to come.
pub(crate) const OPERATIONS: &[&str] = &[
    "create_track",
    "create_track",
    "create_track",
    "create_group",
    "create_group",
    "move_track",
    "move_track",
    "move_track",
    "move_group",
    "move_group",
    "invite",
    "invite",
    "invite",
    "invite",
    "invite",
    "invite",
    "accept_invitation",
    "accept_invitation",
    "accept_invitation",
    "accept_invitation",
    "accept_invitation",
    "dismiss_invitation",
    "withdraw_invitation",
    "set_access",
    "set_access",
    "inherit_access",
    "revoke",
    "revoke",
    "remove_collaborator",
    "leave",
    "revoke_all",
    "leave_all_from",
    "offer_ownership",
    "offer_ownership",
    "accept_ownership",
    "accept_ownership",
    "decline_ownership",
    "withdraw_ownership",
    "retry_folder",
    "set_shares",
    "set_shares",
    "set_shares",
    "propose_even_split",
    "propose_newcomer_split",
    "apply_even",
    "apply_newcomer",
    "shares_available",
    "require_complete_splits",
    "update_track",
    "archive_track",
    "unarchive_track",
    "delete_track",
    "update_group",
    "delete_group",
    "notifications",
    "notifications",
    "mark_read",
    "mark_all_read",
    "dismiss_notification",
    "take_down",
    "restore",
    "hand_over",
    "erase_person",
    "update_person",
    "register",
    "create_bucket",
    "rename_bucket",
    "delete_bucket",
    "move_to_bucket",
    "move_to_bucket",
    "create_share_link",
    "create_share_link",
    "create_playlist_share",
    "create_playlist_share",
    "update_link",
    "update_link",
    "rotate_link",
    "revoke_link",
    "take_down_link",
    "restore_link",
    "open",
    "open",
    "review",
    "review",
];

/// All operations, each as often as it is to come.
pub(crate) fn operations() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().chain(moves_outside::OPERATIONS).copied()
}

/// What there is to name in calls.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) people: Vec<Value>,
    pub(crate) tracks: Vec<Value>,
    pub(crate) groups: Vec<Value>,
    pub(crate) invitations: Vec<Value>,
    pub(crate) buckets: Vec<Value>,
    /// Links, and their secrets.
    pub(crate) links: Vec<Value>,
    pub(crate) secrets: Vec<Value>,
    pub(crate) owners: BTreeMap<String, Value>,
    joined: BTreeMap<String, Vec<Value>>,
    pub(crate) notices: Vec<Value>,
    /// Who was told of what.
    notified: BTreeMap<String, Value>,
    invited: BTreeMap<String, Value>,
    invited_by: BTreeMap<String, Value>,
    offered: BTreeMap<String, Value>,
    bucket_owners: BTreeMap<String, Value>,
    pub(crate) outside: Outside,
}

/// The id in a scope, or the id itself.
pub(crate) fn id_of(scope: &Value) -> String {
    let inner = scope.as_object().and_then(|scope| scope.values().next());
    inner.unwrap_or(scope).as_str().unwrap_or_default().to_owned()
}

impl Known {
    pub(crate) fn pick(list: &[Value], pick: usize) -> Value {
        // Now and then something that is not there.
        if list.is_empty() || pick.is_multiple_of(29) {
            return json!("01890a5d-ac96-774b-bcce-b302099a8057");
        }
        list[pick % list.len()].clone()
    }

    pub(crate) fn scope(&self, pick: usize) -> Value {
        if pick.is_multiple_of(3) {
            json!({ "group": Self::pick(&self.groups, pick / 3) })
        } else {
            json!({ "track": Self::pick(&self.tracks, pick / 3) })
        }
    }

    /// Somebody who has joined a scope, where it is known and one is wanted; else anybody.
    pub(crate) fn somebody_on(&self, scope: &Value, picks: [usize; 5]) -> Value {
        match self.joined.get(&id_of(scope)) {
            Some(joined) if !picks[3].is_multiple_of(3) => Self::pick(joined, picks[1]),
            _ => Self::pick(&self.people, picks[1]),
        }
    }

    /// Who makes a call: mostly somebody who is likely to be let, else anybody.
    pub(crate) fn actor(&self, one: &Move, operation: &str, with: &Value) -> Value {
        let scope = ["scope", "track", "group"].into_iter().find_map(|name| with.get(name)).unwrap_or(&Value::Null);
        // Some who come late make a page as well, and are erased.
        if operation == "update_public_page" && one.picks[4].is_multiple_of(3) {
            return Self::pick(&self.people, one.picks[3]);
        }
        let likely = match operation {
            "accept_invitation" | "dismiss_invitation" => self.invited.get(&id_of(&with["invitation"])),
            "mark_read" | "dismiss_notification" => self.notified.get(&id_of(&with["notification"])),
            "withdraw_invitation" => self.invited_by.get(&id_of(&with["invitation"])),
            "accept_ownership" | "decline_ownership" => self.offered.get(&id_of(scope)),
            "create_playlist_share" => self.owners.get(&id_of(&with["tracks"][0])),
            "update_link" | "rotate_link" | "revoke_link" => self.owners.get(&id_of(&with["link"])),
            "leave" => self.joined.get(&id_of(scope)).and_then(|joined| joined.get(one.picks[1] % joined.len())),
            "rename_bucket" | "delete_bucket" | "move_to_bucket" => self.bucket_owners.get(&id_of(&with["bucket"])),
            _ => self.outside.actor(operation, with).or_else(|| self.owners.get(&id_of(scope))),
        };
        likely.filter(|_| !one.picks[4].is_multiple_of(5)).unwrap_or(&self.people[one.actor]).clone()
    }

    pub(crate) fn learn(&mut self, operation: &str, result: &Value) {
        let id = result.get("id").cloned();
        match operation {
            "create_track" | "create_group" => {
                self.owners.insert(id_of(&result["id"]), result["owner"].clone());
                if operation == "create_track" { &mut self.tracks } else { &mut self.groups }.extend(id);
            }
            "invite" => self.learn_invitation(result),
            "apply_newcomer" if !result["invitation"].is_null() => self.learn_invitation(&result["invitation"]),
            "accept_invitation" => {
                let invitation = &result["invitation"];
                self.joined.entry(id_of(&invitation["scope"])).or_default().push(invitation["person"].clone());
            }
            "offer_ownership" => drop(self.offered.insert(id_of(&result["scope"]), result["to"].clone())),
            "accept_ownership" | "hand_over" => {
                self.owners.insert(id_of(&result["scope"]), result["owner"].clone());
                self.joined.entry(id_of(&result["scope"])).or_default().push(result["previous_owner"].clone());
            }
            "create_share_link" | "create_playlist_share" | "rotate_link" => self.learn_link(result),
            "register" => self.learn_person(&result["id"]),
            // Some stay known, to be asked for in vain.
            "delete_track" if !self.tracks.len().is_multiple_of(3) => self.tracks.retain(|id| *id != result["track"]),
            "delete_group" if !self.groups.len().is_multiple_of(3) => self.groups.retain(|id| *id != result["group"]),
            _ => self.outside.learn(operation, result),
        }
    }

    /// Learns what somebody was told.
    pub(crate) fn learn_notices(&mut self, person: &Value, page: &Value) {
        for row in page["rows"].as_array().into_iter().flatten() {
            if self.notified.insert(id_of(&row["id"]), person.clone()).is_none() {
                self.notices.push(row["id"].clone());
            }
        }
    }

    pub(crate) fn learn_bucket(&mut self, bucket: &Value, person: &Value) {
        self.bucket_owners.insert(id_of(&bucket["id"]), person.clone());
        self.buckets.push(bucket["id"].clone());
    }

    fn learn_invitation(&mut self, invitation: &Value) {
        self.invitations.push(invitation["id"].clone());
        self.invited.insert(id_of(&invitation["id"]), invitation["person"].clone());
        self.invited_by.insert(id_of(&invitation["id"]), invitation["by"].clone());
        self.learn_person(&invitation["person"]);
    }

    pub(crate) fn learn_person(&mut self, person: &Value) {
        if !self.people.contains(person) {
            self.people.push(person.clone());
        }
    }
}

/// Makes the calls that a history begins with: groups in a group, tracks in them, and people on all of it.
pub(crate) fn found(known: &mut Known, mut call: impl FnMut(&'static str, &Value, &Value) -> Result<Value, Error>) {
    let people = known.people.clone();
    let mut done = |operation, by: usize, with: Value| {
        let result = call(operation, &people[by], &with).unwrap();
        known.learn(operation, &result);
        result["id"].clone()
    };
    let label = done("create_group", 0, json!({ "name": "Label" }));
    let album = done("create_group", 0, json!({ "name": "Album", "parent": label }));
    let side = done("create_group", 1, json!({ "name": "Side B" }));
    let first = done("create_track", 0, json!({ "title": "Overture", "group": album }));
    let second = done("create_track", 1, json!({ "title": "Nocturne", "group": side }));
    let third = done("create_track", 2, json!({ "title": "Prelude" }));
    let joins = [
        (0, json!({ "group": label }), 1, "full"),
        (0, json!({ "group": album }), 2, "editor"),
        (1, json!({ "group": side }), 0, "editor"),
        (0, json!({ "track": first }), 3, "viewer"),
        (1, json!({ "track": second }), 3, "full"),
        (2, json!({ "track": third }), 4, "editor"),
    ];
    for (by, scope, person, access) in joins {
        let with = json!({ "scope": scope, "to": { "person": people[person] }, "access": access });
        let invitation = done("invite", by, with);
        done("accept_invitation", person, json!({ "invitation": invitation }));
    }
}

/// Makes a move concrete by what is known and, for proposals, by asking for one.
pub(crate) fn concrete(
    known: &Known,
    one: &Move,
    mut ask: impl FnMut(&'static str, &Value, &Value) -> Result<Value, Error>,
) -> Option<Call> {
    let operation = operations().nth(one.operation)?;
    if operation == "reorder_public_page" {
        return Outside::reorder(known, one, ask);
    }
    // Of two operations of one name the visitor's is meant; their own page people are asked for at every look.
    if face_of(operation, &Value::Null).is_some() {
        return Some(Call { operation, actor: Value::Null, with: arguments(operation, known, one.picks) });
    }
    if !operation.starts_with("apply_") {
        let with = arguments(operation, known, one.picks);
        return Some(Call { operation, actor: known.actor(one, operation, &with), with });
    }
    let track = Known::pick(&known.tracks, one.picks[0]);
    let mut with = json!({ "track": track });
    let actor = known.actor(one, operation, &with);
    let proposed = if operation == "apply_even" {
        ask("propose_even_split", &actor, &with)
    } else {
        ask("propose_newcomer_split", &actor, &json!({ "track": track, "newcomer": invitee(known, one.picks[1]) }))
    };
    with["proposal"] = proposed.ok()?;
    if !one.picks[2].is_multiple_of(3) {
        with["access"] = json!(ACCESSES[one.picks[2] % 3]);
    }
    Some(Call { operation: "apply_proposal", actor, with })
}

/// How long a history waits before a call, in milliseconds.
pub(crate) fn pause_of(pause: usize) -> i64 {
    // Now and then so long that every invitation and offer is over.
    if pause == 59 { 31 * 86_400_000 } else { [0, 1, 1, 1, 7, 60_000, 60_000, 1, 1, 1, 1, 1][pause % 12] }
}
