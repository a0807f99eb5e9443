//! Tracks: making, changing, deleting, taking down (SPEC §3, SPL-5, OPS-1).

use serde_json::{Value, json};

use super::access::denied;
use super::input::{self, invalid};
use super::model::{Credit, Id, InvitationState, Level, Row, Scope, Standing, State, Track};
use super::notices::Word;
use super::{Answer, Call, Refused, not_found, refused, views};

const PUBLISHED: &str = "published";
const TRACKS_PER_GROUP: usize = 10_000;

/// What `update_track` was asked to change.
struct Edits {
    title: Option<String>,
    stage: Option<String>,
    bpm: Option<Option<i64>>,
    key: Option<Option<String>>,
    tags: Option<Vec<String>>,
}

impl State {
    pub(super) fn track_of(&self, scope: &Scope) -> Option<&Track> {
        match scope {
            Scope::Track(id) => self.tracks.get(id),
            Scope::Group(_) => None,
        }
    }

    pub(super) fn track_mut(&mut self, scope: &Scope) -> Option<&mut Track> {
        match scope {
            Scope::Track(id) => self.tracks.get_mut(id),
            Scope::Group(_) => None,
        }
    }

    /// OWN-1, GRP-4.
    pub(super) fn create_track(&mut self, call: &Call<'_>) -> Answer {
        let title = input::needed_text(call.args, "title")?;
        let group = input::optional_id(call.args, "group")?;
        self.require_registered(&call.actor)?;
        if let Some(group) = &group {
            self.require(&call.actor, &Scope::Group(group.clone()), "add_tracks")?;
            self.make_room_for_track(group)?;
        }
        let id = self.new_id(call.made("id"));
        let track = Track {
            title,
            owner: call.actor.clone(),
            created_by: call.actor.clone(),
            created_at: call.now,
            group,
            placed_at: call.now,
            stage: "idea".to_owned(),
            bpm: None,
            key: None,
            tags: vec![],
            archived: false,
            taken_down: false,
            shares_version: 0,
        };
        self.tracks.insert(id.clone(), track);
        let scope = Scope::Track(id);
        // The owner's credit is there from the start, with every share unset (SPL-2).
        let credit = Some(Credit { accepted: true, ..Credit::default() });
        let row = Row { since: call.now, standing: Standing::None, credit };
        self.rows.insert((scope.clone(), call.actor.clone()), row);
        Ok(self.track_json(&scope, call))
    }

    pub(super) fn make_room_for_track(&self, group: &str) -> Result<(), Refused> {
        if self.tracks_in(group) >= TRACKS_PER_GROUP {
            return Err(input::over_limit("tracks", 10_000));
        }
        Ok(())
    }

    pub(super) fn tracks_in(&self, group: &str) -> usize {
        self.tracks.values().filter(|track| track.group.as_deref() == Some(group)).count()
    }

    pub(super) fn track(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.see(&call.actor, &scope)?;
        Ok(self.track_json(&scope, call))
    }

    pub(super) fn update_track(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let edits = read_edits(call.args)?;
        self.require(&call.actor, &scope, "edit_details")?;
        let Some(old) = self.track_of(&scope).cloned() else {
            return Err(not_found("track"));
        };
        let mut new = old.clone();
        apply(edits, &mut new);
        let crosses = (old.stage == PUBLISHED) != (new.stage == PUBLISHED);
        if crosses {
            self.require(&call.actor, &scope, "publish")?;
        }
        let warnings = if crosses && new.stage == PUBLISHED { self.publishing_warnings(&scope)? } else { vec![] };
        let changed = old != new;
        if let Some(track) = self.track_mut(&scope) {
            *track = new;
        }
        if changed {
            self.tell_all(&self.viewers(&scope), &Word { what: "details_changed", scope: &scope, about: None });
        }
        Ok(json!({
            "track": self.track_json(&scope, call),
            "warnings": warnings,
            "told": self.told(call),
        }))
    }

    /// SPL-5: publishing warns of every kind that is not exactly 100, or refuses for it.
    fn publishing_warnings(&self, scope: &Scope) -> Result<Vec<Value>, Refused> {
        let kinds = self.incomplete_kinds(scope);
        if kinds.is_empty() {
            return Ok(vec![]);
        }
        if self.options.strict_publishing {
            return Err(refused("splits_incomplete", json!({ "kinds": kinds })));
        }
        Ok(vec![json!({ "code": "splits_incomplete", "kinds": kinds })])
    }

    /// Everybody who can view, the owner among them.
    pub(super) fn viewers(&self, scope: &Scope) -> Vec<Id> {
        let people = self.people.keys();
        people.filter(|person| self.level(person, scope).is_some()).cloned().collect()
    }

    pub(super) fn set_archived(&mut self, call: &Call<'_>, archived: bool) -> Answer {
        let scope = input::track(call.args)?;
        self.require(&call.actor, &scope, "archive")?;
        if let Some(track) = self.track_mut(&scope) {
            track.archived = archived;
        }
        Ok(self.track_json(&scope, call))
    }

    pub(super) fn delete_track(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.require(&call.actor, &scope, "delete")?;
        self.tell_all(&self.viewers(&scope), &Word { what: "deleted", scope: &scope, about: None });
        self.tracks.remove(scope.id());
        self.forget(&scope, call.now);
        Ok(json!({ "track": scope.id(), "told": self.told(call) }))
    }

    /// What goes with a deleted scope: its rows, its offer; its invitations become void.
    pub(super) fn forget(&mut self, scope: &Scope, now: i64) {
        self.rows.retain(|(one, _), _| one != scope);
        self.offers.remove(scope);
        for invitation in self.invitations.values_mut() {
            let pending = invitation.state == InvitationState::Pending && now < invitation.expires_at;
            if invitation.scope == *scope && pending {
                invitation.state = InvitationState::Void;
            }
        }
    }

    /// OPS-1 and ruling 6.
    pub(super) fn set_taken_down(&mut self, call: &Call<'_>, taken_down: bool) -> Answer {
        let scope = input::track(call.args)?;
        let track = self.track_mut(&scope).ok_or_else(|| not_found("track"))?;
        let was = core::mem::replace(&mut track.taken_down, taken_down);
        if was != taken_down {
            let what = if taken_down { "taken_down" } else { "restored" };
            self.tell_owner(&Word { what, scope: &scope, about: None });
        }
        Ok(json!({ "track": scope.id(), "condition": views::condition(taken_down) }))
    }

    /// OWN-2 for who owns it; GRP-7 and ruling 9 for the owner of a group above it, who may
    /// only take it out.
    pub(super) fn may_move_track(&self, call: &Call<'_>, scope: &Scope, out: bool) -> Result<(), Refused> {
        // GRP-7: any track, also one that the group's owner was shut out of.
        let owns_above = self.path(scope).iter().any(|step| self.owns(&call.actor, step));
        if out && owns_above {
            return Ok(());
        }
        self.see(&call.actor, scope)?;
        if self.owns(&call.actor, scope) {
            return Ok(());
        }
        Err(denied("move", Level::Owner))
    }
}

fn read_edits(args: &Value) -> Result<Edits, Refused> {
    let title = input::optional_text(args, "title")?;
    let stage = input::optional_text(args, "stage")?;
    let bpm = match args.get("bpm") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(value) => Some(Some(input::bpm(value)?)),
    };
    let key = match args.get("key") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(value) => Some(Some(input::text("key", value)?)),
    };
    let tags = match args.get("tags") {
        None => None,
        Some(Value::Null) => return Err(invalid("tags")),
        Some(value) => Some(input::tags(value)?),
    };
    Ok(Edits { title, stage, bpm, key, tags })
}

fn apply(edits: Edits, track: &mut Track) {
    if let Some(title) = edits.title {
        track.title = title;
    }
    if let Some(stage) = edits.stage {
        track.stage = stage;
    }
    if let Some(bpm) = edits.bpm {
        track.bpm = bpm;
    }
    if let Some(key) = edits.key {
        track.key = key;
    }
    if let Some(tags) = edits.tags {
        track.tags = tags;
    }
}
