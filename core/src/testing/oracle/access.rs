//! Who reaches what (SPEC §3 and GRP-3 to GRP-6).

use serde_json::{Value, json};

use super::input::{self, invalid};
use super::model::{Access, Id, Level, Scope, Standing, State};
use super::notices::Word;
use super::{Answer, Call, Refused, about, not_found, plain, refused, views};

/// ACC-1, GRP-7: the least level that may do an action on a track or a group.
pub(super) fn least(scope: &Scope, action: &str) -> Option<Level> {
    match scope {
        Scope::Track(_) => match action {
            "view" | "play" | "download" | "comment" => Some(Level::Viewer),
            "edit_details" | "edit_files" | "edit_shares" | "pin_comments" | "archive" => Some(Level::Editor),
            "manage_collaborators" => Some(Level::Full),
            "manage_full" | "manage_links" | "publish" | "move" | "delete" | "hand_over" | "delete_comments" => {
                Some(Level::Owner)
            }
            _ => None,
        },
        Scope::Group(_) => match action {
            "view" => Some(Level::Viewer),
            "edit_details" | "add_tracks" | "add_groups" => Some(Level::Editor),
            "manage_collaborators" => Some(Level::Full),
            "manage_full" | "take_out_tracks" | "move" | "delete" | "hand_over" => Some(Level::Owner),
            _ => None,
        },
    }
}

pub(super) fn denied(action: &str, needed: Level) -> Refused {
    refused("access_denied", json!({ "action": action, "needed": needed.word() }))
}

impl State {
    pub(super) fn owner_of(&self, scope: &Scope) -> Option<&Id> {
        match scope {
            Scope::Track(id) => self.tracks.get(id).map(|track| &track.owner),
            Scope::Group(id) => self.groups.get(id).map(|group| &group.owner),
        }
    }

    pub(super) fn owns(&self, person: &str, scope: &Scope) -> bool {
        self.owner_of(scope).is_some_and(|owner| owner == person)
    }

    pub(super) fn standing(&self, scope: &Scope, person: &str) -> Standing {
        let row = self.rows.get(&(scope.clone(), person.to_owned()));
        row.map_or(Standing::None, |row| row.standing)
    }

    /// GRP-3: the nearest decision wins. From the scope upward, the first standing that is not
    /// none decides; the owner of a group is active(full) at it.
    /// Open reading of ruling 6: access to a track that is taken down sleeps but is still there,
    /// so it can be changed and ended, holds a place in splits, and keeps an offer open.
    pub(super) fn reach(&self, person: &str, scope: &Scope) -> Option<(Level, Scope)> {
        if self.owns(person, scope) {
            return Some((Level::Owner, scope.clone()));
        }
        for step in self.path(scope) {
            if self.owns(person, &step) {
                return Some((self.capped(Level::Full, &step, scope), step));
            }
            match self.standing(&step, person) {
                Standing::None => {}
                Standing::Active(access) => {
                    return Some((self.capped(access.level(), &step, scope), step));
                }
                Standing::Revoked { .. } | Standing::Left | Standing::Removed { .. } => {
                    return None;
                }
            }
        }
        None
    }

    /// GRP-4 and ruling 5: on a track that the deciding group's owner does not own, the group
    /// gives at most editor.
    fn capped(&self, level: Level, decides: &Scope, scope: &Scope) -> Level {
        let from_group = matches!((decides, scope), (Scope::Group(_), Scope::Track(_)));
        if from_group && self.owner_of(decides) != self.owner_of(scope) {
            return level.min(Level::Editor);
        }
        level
    }

    /// What the person may do now, and the scope that decided it. A track that is taken down is
    /// there for its owner alone (ruling 6).
    pub(super) fn level_via(&self, person: &str, scope: &Scope) -> Option<(Level, Scope)> {
        if self.is_down(scope) && !self.owns(person, scope) {
            return None;
        }
        self.reach(person, scope)
    }

    pub(super) fn level(&self, person: &str, scope: &Scope) -> Option<Level> {
        self.level_via(person, scope).map(|(level, _)| level)
    }

    pub(super) fn reaches(&self, person: &str, scope: &Scope) -> bool {
        self.reach(person, scope).is_some()
    }

    pub(super) fn is_down(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Track(id) => self.tracks.get(id).is_some_and(|track| track.taken_down),
            Scope::Group(_) => false,
        }
    }

    /// ACC-5: without access the same answer as for what does not exist.
    pub(super) fn see(&self, actor: &str, scope: &Scope) -> Result<Level, Refused> {
        self.level(actor, scope).ok_or_else(|| not_found(scope.word()))
    }

    /// ACC-5: not_found for who cannot view, access_denied for who cannot do more.
    pub(super) fn require(&self, actor: &str, scope: &Scope, action: &str) -> Result<(), Refused> {
        let level = self.see(actor, scope)?;
        let needed = least(scope, action).ok_or_else(|| invalid("action"))?;
        // Ruling 6; OWN-2 calls both ways across `published` publishing.
        let asleep = action == "publish" && self.is_down(scope);
        if level < needed || asleep { Err(denied(action, needed)) } else { Ok(()) }
    }

    /// ACC-3, ruling 20: viewers and editors are for full to manage, full is for the owner.
    pub(super) fn may_grant(&self, actor: &str, scope: &Scope, access: Access) -> Result<(), Refused> {
        let action = if access == Access::Full { "manage_full" } else { "manage_collaborators" };
        self.require(actor, scope, action)
    }

    /// The right to change somebody's access between these two.
    pub(super) fn may_change(&self, actor: &str, scope: &Scope, levels: [Option<Level>; 2]) -> Result<(), Refused> {
        self.require(actor, scope, "manage_collaborators")?;
        if levels.contains(&Some(Level::Full)) {
            self.require(actor, scope, "manage_full")?;
        }
        Ok(())
    }

    pub(super) fn can(&self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let action = call.args.get("action").and_then(Value::as_str).unwrap_or_default();
        if least(&scope, action).is_none() {
            return Err(invalid("action"));
        }
        Ok(json!(self.require(&call.actor, &scope, action).is_ok()))
    }

    /// ACC-6: sets the scope's own standing at once, judged by the access before and after.
    pub(super) fn set_access(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let person = input::id(call.args, "person")?;
        let access = input::access(call.args)?;
        self.see(&call.actor, &scope)?;
        self.require_person(&person)?;
        let held = self.reach(&person, &scope).map(|(level, _)| level);
        self.may_change(&call.actor, &scope, [held, Some(access.level())])?;
        self.refuse_owner(&person, &scope)?;
        if held.is_none() {
            return Err(about("not_collaborator", &person));
        }
        self.make_room(&scope, &person, call.now)?;
        let before = self.reach(&person, &scope).map(|(level, _)| level);
        self.put_standing(&scope, &person, Standing::Active(access), call.now);
        Ok(self.access_change(call, &scope, &person, before))
    }

    /// GRP-6 and ruling 8: clears an active standing, so that the parent decides again.
    pub(super) fn inherit_access(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let person = input::id(call.args, "person")?;
        self.see(&call.actor, &scope)?;
        self.require_person(&person)?;
        let held = self.reach(&person, &scope).map(|(level, _)| level);
        let before = self.reach(&person, &scope).map(|(level, _)| level);
        let active = self.standing(&scope, &person).is_active();
        let mut after = self.clone();
        if active && !self.owns(&person, &scope) {
            after.put_standing(&scope, &person, Standing::None, call.now);
        }
        let results = after.reach(&person, &scope).map(|(level, _)| level);
        self.may_change(&call.actor, &scope, [held, results])?;
        self.refuse_owner(&person, &scope)?;
        *self = after;
        if held.is_none() {
            return Err(about("not_collaborator", &person));
        }
        Ok(self.access_change(call, &scope, &person, before))
    }

    fn access_change(&mut self, call: &Call<'_>, scope: &Scope, person: &str, before: Option<Level>) -> Value {
        let after = self.reach(person, scope).map(|(level, _)| level);
        if before != after {
            self.tell(person, &Word { what: "access_changed", scope, about: None });
        }
        json!({
            "scope": views::scope(scope),
            "person": person,
            "before": views::level(before),
            "after": views::level(after),
            "told": self.told(call),
        })
    }

    /// OWN-3.
    pub(super) fn refuse_owner(&self, person: &str, scope: &Scope) -> Result<(), Refused> {
        if self.owns(person, scope) { Err(plain("owner_fixed")) } else { Ok(()) }
    }
}
