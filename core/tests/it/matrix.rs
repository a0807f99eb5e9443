//! The access matrix: what every operation answers to everybody, as one table that is read by people and compared by machine.

use std::collections::BTreeSet;

use cowrite::domain::access::ScopeKind;
use cowrite::{Action, Face, OPERATIONS, Operation};
use serde_json::{Value, json};

use super::matrix_links::ON_LINKS;
use super::matrix_outside;
use super::matrix_rows::{ON_GROUP, ON_TRACK};
use super::moves::Call;
use super::snapshots::{compare, is_listed};
use super::world::World;

pub(crate) const STANDINGS: [&str; 9] =
    ["owner", "full", "editor", "viewer", "invited", "revoked", "left", "removed", "stranger"];

pub(crate) const KINDS: [ScopeKind; 2] = [ScopeKind::Track, ScopeKind::Group];
pub(crate) const PLACES: [Place; 2] = [Place::Itself, Place::Around];

/// An instant after all that the matrix does.
const LATER: &str = "2027-01-01T00:00:00.000Z";

/// Where the actor's standing is: on the scope of the call, or on the group around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Itself,
    Around,
}

/// A scope inside a group, with an editor, a full, a revoked and an invited person on it, and the actor, who stands as a column says.
pub(crate) struct Fixture {
    pub(crate) world: World,
    kind: ScopeKind,
    standing: &'static str,
    pub(crate) id: Value,
    scope: Value,
    pub(crate) owner: Value,
    pub(crate) actor: Value,
    pub(crate) editor: Value,
    full: Value,
    revoked: Value,
    guest: Value,
    /// A pending invitation of the actor's, else of the guest's.
    invitation: Value,
    guests_invitation: Value,
    /// A track of the editor's in the group.
    editors_track: Value,
}

impl Fixture {
    pub(crate) fn new(kind: ScopeKind, place: Place, standing: &'static str) -> Self {
        let world = World::new();
        let [olivia, other, editor, full, revoked] = [0, 1, 2, 3, 4].map(|number| world.known.people[number].clone());
        let guest = json!({ "external_id": "guest", "name": "Guest" });
        let guest = world.call("register", &Value::Null, &guest).unwrap()["id"].clone();
        let actor = if (place, standing) == (Place::Itself, "owner") { olivia.clone() } else { other };
        let owner = olivia;
        let around_owner = if (place, standing) == (Place::Around, "owner") { &actor } else { &owner };
        let around = world.call("create_group", around_owner, &json!({ "name": "Around" })).unwrap()["id"].clone();
        let around_scope = json!({ "group": around });
        if around_owner != &owner {
            join(&world, around_owner, &around_scope, &owner, "editor");
        }
        let (id, scope) = match kind {
            ScopeKind::Track => {
                let id = world.call("create_track", &owner, &json!({ "title": "Nocturne", "group": around })).unwrap()
                    ["id"]
                    .clone();
                (id.clone(), json!({ "track": id }))
            }
            ScopeKind::Group => {
                let id =
                    world.call("create_group", &owner, &json!({ "name": "Album", "parent": around })).unwrap()["id"]
                        .clone();
                (id.clone(), json!({ "group": id }))
            }
        };
        join(&world, &owner, &scope, &editor, "editor");
        join(&world, &owner, &scope, &full, "full");
        join(&world, &owner, &scope, &revoked, "viewer");
        world.call("revoke", &owner, &json!({ "scope": scope, "person": revoked })).unwrap();
        let with = json!({ "scope": scope, "to": { "person": guest }, "access": "viewer" });
        let guests_invitation = world.call("invite", &owner, &with).unwrap()["id"].clone();
        let mut fixture = Self {
            world,
            kind,
            standing,
            id,
            scope,
            actor,
            owner,
            editor,
            full,
            revoked,
            guest,
            invitation: guests_invitation.clone(),
            guests_invitation,
            editors_track: Value::Null,
        };
        fixture.furnish();
        let on = if place == Place::Itself { fixture.scope.clone() } else { around_scope };
        fixture.stand(&on);
        fixture
    }

    fn furnish(&mut self) {
        match self.kind {
            ScopeKind::Track => {
                self.world.lay(&self.id, &[("mix", "Mix.wav", "bounce"), ("drums", "Drums.wav", "stem")]);
                let row = |person: &Value, share: &str| json!({ "person": person, "master": share, "publishing": share, "writer": share });
                let rows = json!([row(&self.owner, "60"), row(&self.editor, "40")]);
                self.done(&self.owner, "set_shares", &json!({ "track": self.id, "rows": rows }));
            }
            ScopeKind::Group => {
                let with = json!({ "title": "Étude", "group": self.id });
                self.editors_track = self.done(&self.editor, "create_track", &with)["id"].clone();
            }
        }
    }

    /// Gives the actor the standing of the column.
    fn stand(&mut self, on: &Value) {
        let person = json!({ "scope": on, "person": self.actor });
        match self.standing {
            "owner" | "stranger" => {}
            "invited" => {
                let with = json!({ "scope": on, "to": { "person": self.actor }, "access": "editor" });
                self.invitation = self.done(&self.owner, "invite", &with)["id"].clone();
            }
            "full" | "editor" | "viewer" => join(&self.world, &self.owner, on, &self.actor, self.standing),
            ended => {
                join(&self.world, &self.owner, on, &self.actor, "editor");
                match ended {
                    "revoked" => self.done(&self.owner, "revoke", &person),
                    "left" => self.done(&self.actor, "leave", &person),
                    _ => self.done(&self.owner, "remove_collaborator", &person),
                };
            }
        }
    }

    /// Makes a call that must go well.
    pub(crate) fn done(&self, by: &Value, operation: &str, with: &Value) -> Value {
        let done = self.world.call(operation, by, with);
        done.unwrap_or_else(|error| panic!("{operation} {with} before the call of the matrix: {error}"))
    }

    fn bucket(&self) -> Value {
        self.done(&self.actor, "create_bucket", &json!({ "name": "Own" }))["id"].clone()
    }

    fn own_group(&self) -> Value {
        self.done(&self.actor, "create_group", &json!({ "name": "Own" }))["id"].clone()
    }

    /// Offers ownership to the actor where that can be done, else to the editor.
    fn offer(&self, to_actor: bool) {
        let to = if to_actor && self.actor != self.owner { &self.actor } else { &self.editor };
        let offered = self.world.call("offer_ownership", &self.owner, &json!({ "scope": self.scope, "to": to }));
        if offered.is_err() {
            self.done(&self.owner, "offer_ownership", &json!({ "scope": self.scope, "to": self.editor }));
        }
    }

    fn invited_to_full(&self) -> Value {
        let with = json!({ "scope": self.scope, "to": { "person": self.guest }, "access": "full" });
        self.done(&self.owner, "invite", &with)["id"].clone()
    }

    /// Returns something that a person was told; somebody told nothing yet is invited to a track first.
    fn notification(&self, person: &Value) -> Value {
        let newest = || self.done(person, "notifications", &json!({ "limit": 1 }))["rows"][0]["id"].clone();
        if newest().is_null() {
            let track = self.done(&self.full, "create_track", &json!({ "title": "Elsewhere" }));
            let with = json!({ "scope": { "track": track["id"] }, "to": { "person": person }, "access": "viewer" });
            self.done(&self.full, "invite", &with);
        }
        newest()
    }

    fn proposal(&self, newcomer: Option<&Value>) -> Value {
        match newcomer {
            None => self.done(&self.owner, "propose_even_split", &json!({ "track": self.id })),
            Some(person) => {
                let with = json!({ "track": self.id, "newcomer": { "person": person } });
                self.done(&self.owner, "propose_newcomer_split", &with)
            }
        }
    }

    /// Returns the call of a row, after what must be so before it.
    pub(crate) fn call(&self, row: &str) -> Call {
        let known = operation_of(row);
        let with = self.arguments(row);
        let actor = if known.face == Face::Actor { self.actor.clone() } else { Value::Null };
        Call { operation: known.name, actor, with }
    }

    /// Returns the arguments of a row, after what must be so before its call.
    fn arguments(&self, row: &str) -> Value {
        let scope = &self.scope;
        let invite = |to: &Value, access: &str| json!({ "scope": scope, "to": { "person": to }, "access": access });
        let change = |person: &Value, access: &str| json!({ "scope": scope, "person": person, "access": access });
        let person = |person: &Value| json!({ "scope": scope, "person": person });
        if let Some(outside) = matrix_outside::arguments(self, row) {
            return outside;
        }
        match row {
            "update_track" => json!({ "track": self.id, "title": "Prelude" }),
            "update_track: published" => json!({ "track": self.id, "stage": "published" }),
            "move_track: out of the group" => json!({ "track": self.id, "group": null }),
            "move_track: into a group of the actor's" => json!({ "track": self.id, "group": self.own_group() }),
            "move_track: own, inside" => {
                let own = self.done(&self.actor, "create_track", &json!({ "title": "Own" }));
                json!({ "track": own["id"], "group": self.id })
            }
            "move_track: somebody's, out of the group" => json!({ "track": self.editors_track, "group": null }),
            "create_track" => json!({ "title": "Own" }),
            "create_track: inside" => json!({ "title": "Own", "group": self.id }),
            "create_group: inside" => json!({ "name": "Own", "parent": self.id }),
            "update_group" => json!({ "group": self.id, "name": "EP" }),
            "move_group: to the top" => json!({ "group": self.id, "parent": null }),
            "move_group: into a group of the actor's" => json!({ "group": self.id, "parent": self.own_group() }),
            "group" | "delete_group" => json!({ "group": self.id }),
            "invite: viewer" => invite(&self.guest, "viewer"),
            "invite: full" => invite(&self.guest, "full"),
            "invite: whom the owner revoked" => invite(&self.revoked, "viewer"),
            "accept_invitation" | "dismiss_invitation" => json!({ "invitation": self.invitation }),
            "withdraw_invitation" => json!({ "invitation": self.guests_invitation }),
            "withdraw_invitation: to full" => json!({ "invitation": self.invited_to_full() }),
            "set_access: of an editor" => change(&self.editor, "viewer"),
            "set_access: to full" => change(&self.editor, "full"),
            "set_access: of a full" => change(&self.full, "viewer"),
            "set_access: of the owner" => change(&self.owner, "viewer"),
            "inherit_access: of an editor" | "revoke: an editor" | "remove_collaborator: an editor" => {
                person(&self.editor)
            }
            "inherit_access: of a full" | "revoke: a full" | "remove_collaborator: a full" => person(&self.full),
            "revoke: the owner" => person(&self.owner),
            "leave" | "collaborators" | "activity" => json!({ "scope": scope }),
            "explain: oneself" => json!({ "person": self.actor, "track": self.id }),
            "explain: an editor" => json!({ "person": self.editor, "track": self.id }),
            "who_can" => json!({ "scope": scope, "action": "view" }),
            "access_at: oneself" => json!({ "person": self.actor, "track": self.id, "instant": LATER }),
            "access_at: an editor" => json!({ "person": self.editor, "track": self.id, "instant": LATER }),
            "shares_at" => json!({ "track": self.id, "instant": LATER }),
            "mark_read: own" | "dismiss_notification" => json!({ "notification": self.notification(&self.actor) }),
            "mark_read: somebody's" => json!({ "notification": self.notification(&self.guest) }),
            "notifications" | "mark_all_read" | "sharing_panel" | "own_activity" => json!({}),
            "revoke_all" => json!({ "person": self.editor }),
            "leave_all_from" => json!({ "owner": self.owner }),
            "offer_ownership" => json!({ "scope": scope, "to": self.editor }),
            "accept_ownership" | "decline_ownership" => {
                self.offer(true);
                json!({ "scope": scope })
            }
            "withdraw_ownership" => {
                self.offer(false);
                json!({ "scope": scope })
            }
            "set_shares" => json!({ "track": self.id, "rows": [{ "person": self.editor, "master": "30" }] }),
            "set_shares: of whose access has ended" => {
                json!({ "track": self.id, "rows": [{ "person": self.revoked, "master": "0" }] })
            }
            "propose_newcomer_split" => json!({ "track": self.id, "newcomer": { "email": "new@example.com" } }),
            "apply_proposal" => json!({ "track": self.id, "proposal": self.proposal(None) }),
            "apply_proposal: inviting a viewer" => {
                json!({ "track": self.id, "proposal": self.proposal(Some(&self.guest)), "access": "viewer" })
            }
            "apply_proposal: inviting to full" => {
                json!({ "track": self.id, "proposal": self.proposal(Some(&self.guest)), "access": "full" })
            }
            "shares_available" => json!({ "track": self.id, "person": self.editor }),
            "unarchive_track" => {
                self.done(&self.owner, "archive_track", &json!({ "track": self.id }));
                json!({ "track": self.id })
            }
            "register" => json!({ "external_id": "newcomer", "name": "Newcomer" }),
            "update_person" => json!({ "person": self.actor, "name": "Renamed" }),
            "erase_person" | "person" | "account_connected" => json!({ "person": self.actor }),
            "person_by_external_id" => json!({ "external_id": "guest" }),
            "restore" => {
                self.done(&Value::Null, "take_down", &json!({ "track": self.id }));
                json!({ "track": self.id })
            }
            "follow_files" => json!({}),
            "follow_files_of" => json!({ "person": self.owner }),
            "wait_for_files" => json!({ "timeout_ms": 0 }),
            "run_effects" | "effects" => json!({ "limit": 10 }),
            "retry_effect" => {
                self.done(&self.owner, "update_track", &json!({ "track": self.id, "title": "Prelude" }));
                json!({ "effect": { "arrange": { "scope": scope } } })
            }
            "hand_over" => json!({ "scope": scope, "to": self.actor }),
            "stream_file" | "download_file" | "delete_file" => json!({ "track": self.id, "file": "mix" }),
            "rename_file" => json!({ "track": self.id, "file": "mix", "name": "mix 3.wav" }),
            "upload_file" => json!({ "track": self.id, "kind": "stem", "name": "bass.wav", "content": "…" }),
            "redeem" => {
                let given = self.done(&self.owner, "download_file", &json!({ "track": self.id, "file": "mix" }));
                json!({ "ticket": given["ticket"] })
            }
            "maintain" | "invitations" | "library" | "buckets" | "sync" | "links: of the actor's own" => json!({}),
            "create_bucket" => json!({ "name": "To finish" }),
            "rename_bucket" => json!({ "bucket": self.bucket(), "name": "Finished" }),
            "delete_bucket" => json!({ "bucket": self.bucket() }),
            "move_to_bucket" => json!({ "track": self.id, "bucket": self.bucket() }),
            _ if ON_LINKS.contains(&operation_of(row).name) => self.link_arguments(row),
            _ => match row.strip_prefix("can: ") {
                Some(action) => json!({ "scope": scope, "action": action }),
                None => json!({ "track": self.id }),
            },
        }
    }
}

fn join(world: &World, by: &Value, scope: &Value, person: &Value, access: &str) {
    let with = json!({ "scope": scope, "to": { "person": person }, "access": access });
    let invitation = world.call("invite", by, &with).unwrap()["id"].clone();
    world.call("accept_invitation", person, &json!({ "invitation": invitation })).unwrap();
}

/// The operation of a row: its name, after its face where two have one of that name.
pub(crate) fn operation_of(row: &str) -> &'static Operation {
    let word = row.split(':').next().unwrap_or(row);
    let is_it = |known: &&Operation| word == known.name || word == format!("{} {}", word_of(known.face), known.name);
    let named: Vec<&Operation> = judged().filter(is_it).collect();
    assert_eq!(named.len(), 1, "`{row}` is {named:?}");
    named[0]
}

/// The operations that somebody may or may not: the access index is the host's, and takes no right.
fn judged() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|known| known.face != Face::Index)
}

fn word_of(face: Face) -> String {
    format!("{face:?}").to_lowercase()
}

pub(crate) fn rows_of(kind: ScopeKind) -> Vec<String> {
    let calls = if kind == ScopeKind::Track { ON_TRACK } else { ON_GROUP };
    let actions = Action::ALL.into_iter().filter(|action| action.least(kind).is_some());
    calls.iter().map(|row| (*row).to_owned()).chain(actions.map(|action| format!("can: {action}"))).collect()
}

fn cell(row: &str, fixture: &Fixture) -> String {
    let call = fixture.call(row);
    match fixture.world.call(call.operation, &call.actor, &call.with) {
        Ok(Value::Bool(may)) => if may { "yes" } else { "no" }.to_owned(),
        Ok(library) if call.operation == "library" => {
            let listed = library["rows"].as_array().unwrap().iter().any(|row| row["track"] == fixture.id);
            if listed { "listed" } else { "not listed" }.to_owned()
        }
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            assert!(is_listed(operation_of(row), error.code()), "{row} refuses with {}, unlisted", error.code());
            error.code().to_owned()
        }
    }
}

fn table(kind: ScopeKind, place: Place) -> String {
    let mut text = format!("| operation | {} |\n|---|{}\n", STANDINGS.join(" | "), "---|".repeat(STANDINGS.len()));
    for row in rows_of(kind) {
        let cells: Vec<String> =
            STANDINGS.iter().map(|standing| cell(&row, &Fixture::new(kind, place, standing))).collect();
        text.push_str(&format!("| `{row}` | {} |\n", cells.join(" | ")));
    }
    text
}

const INTRODUCTION: &str = "# What every operation answers to everybody

Each cell is one call in a workspace of its own: `ok`, or the code of the refusal; `yes` and `no` for `can`.
The scope of the call lies in a group. On it are its owner, an editor, a full collaborator, somebody whom the owner revoked, and somebody invited as a viewer; a column says what the actor is.
The calls of the host and of the operator are about the column's person, not by them; those of visitors are by whoever has the secret.
`COWRITE_BLESS=1 cargo test -p cowrite --test it matrix` writes this page anew; read the difference before committing it.
";

#[test]
fn the_access_matrix_is_the_one_committed() {
    use ScopeKind::{Group, Track};
    let sections = [
        ("On a track, by what the track itself says of the actor", Track, Place::Itself),
        (
            "On a track, by what the group around it says of the actor (`owner` owns that group, not the track)",
            Track,
            Place::Around,
        ),
        ("On a group, by what the group itself says of the actor", Group, Place::Itself),
        (
            "On a group, by what the group around it says of the actor (`owner` owns that one, not the group)",
            Group,
            Place::Around,
        ),
    ];
    let tables = std::thread::scope(|scope| {
        let tables = sections.map(|(title, kind, place)| (title, scope.spawn(move || table(kind, place))));
        tables.map(|(title, table)| format!("\n## {title}\n\n{}", table.join().unwrap()))
    });
    compare("tests/snapshots/access_matrix.md", &format!("{INTRODUCTION}{}", tables.concat()));
}

#[test]
fn every_operation_has_a_row_in_the_matrix() {
    let named = |operation: &Operation| format!("{} {}", word_of(operation.face), operation.name);
    let rows = [ScopeKind::Track, ScopeKind::Group].into_iter().flat_map(rows_of);
    let rows: BTreeSet<String> = rows.map(|row| named(operation_of(&row))).collect();
    let operations: BTreeSet<String> = judged().map(named).collect();
    assert_eq!(operations.len(), judged().count(), "two operations of one face are called the same");
    assert_eq!(rows, operations);
}
