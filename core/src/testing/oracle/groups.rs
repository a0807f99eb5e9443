//! Groups: making, renaming, deleting (SPEC §4).

use serde_json::json;

use super::input;
use super::model::{Group, Id, Row, Scope, Standing, State};
use super::notices::Word;
use super::{Answer, Call, Refused, plain, refused};

/// GRP-1: a group that lies in no other is at depth 1.
const DEPTH: usize = 8;

impl State {
    pub(super) fn create_group(&mut self, call: &Call<'_>) -> Answer {
        let name = input::needed_text(call.args, "name")?;
        let parent = input::optional_id(call.args, "parent")?;
        self.require_registered(&call.actor)?;
        if let Some(parent) = parent.clone().map(Scope::Group) {
            self.require(&call.actor, &parent, "add_groups")?;
            self.refuse_too_deep(&parent, 1)?;
        }
        let id = self.new_id(call.made("id"));
        let group = Group {
            name,
            owner: call.actor.clone(),
            created_by: call.actor.clone(),
            created_at: call.now,
            parent,
            placed_at: call.now,
        };
        self.groups.insert(id.clone(), group);
        let scope = Scope::Group(id);
        let row = Row { since: call.now, standing: Standing::None, credit: None };
        self.rows.insert((scope.clone(), call.actor.clone()), row);
        Ok(self.group_json(&scope, call))
    }

    pub(super) fn group(&self, call: &Call<'_>) -> Answer {
        let scope = input::group(call.args)?;
        self.see(&call.actor, &scope)?;
        Ok(self.group_json(&scope, call))
    }

    pub(super) fn update_group(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::group(call.args)?;
        let name = input::needed_text(call.args, "name")?;
        self.require(&call.actor, &scope, "edit_details")?;
        let mut changed = false;
        if let Some(group) = self.groups.get_mut(scope.id()) {
            changed = group.name != name;
            group.name = name;
        }
        if changed {
            self.tell_all(&self.viewers(&scope), &Word { what: "details_changed", scope: &scope, about: None });
        }
        Ok(self.group_json(&scope, call))
    }

    /// GRP-7: its tracks and subgroups lie in no group afterwards; no track is lost.
    pub(super) fn delete_group(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::group(call.args)?;
        self.require(&call.actor, &scope, "delete")?;
        let word = Word { what: "deleted", scope: &scope, about: None };
        self.tell_all(&self.viewers(&scope), &word);
        self.tell_owners_below(&word);
        let id = scope.id().to_owned();
        self.groups.remove(&id);
        for track in self.tracks.values_mut().filter(|track| track.group.as_ref() == Some(&id)) {
            track.group = None;
            track.placed_at = call.now;
        }
        for group in self.groups.values_mut().filter(|group| group.parent.as_ref() == Some(&id)) {
            group.parent = None;
            group.placed_at = call.now;
        }
        self.forget(&scope, call.now);
        Ok(json!({ "group": id, "told": self.told(call) }))
    }

    /// GRP-7. Who cannot view the group is not told its name.
    pub(super) fn tell_owners_below(&mut self, word: &Word<'_>) {
        for owner in self.owners_of_tracks_below(word.scope) {
            let title = self.title_of(word.scope).filter(|_| self.level(&owner, word.scope).is_some());
            self.tell_as(&owner, word, title, None);
        }
    }

    fn owners_of_tracks_below(&self, scope: &Scope) -> Vec<Id> {
        let below = self.below(scope).into_iter();
        let tracks = below.filter(|one| matches!(one, Scope::Track(_)));
        tracks.filter_map(|track| self.owner_of(&track).cloned()).collect()
    }

    /// GRP-1: no cycles.
    pub(super) fn refuse_cycle(&self, group: &Scope, parent: &Scope) -> Result<(), Refused> {
        if self.path(parent).contains(group) { Err(plain("group_cycle")) } else { Ok(()) }
    }

    /// GRP-1: at most 8 groups from the top down, the ones that come along counted.
    pub(super) fn refuse_too_deep(&self, parent: &Scope, height: usize) -> Result<(), Refused> {
        if self.path(parent).len() + height > DEPTH {
            return Err(refused("group_too_deep", json!({ "limit": DEPTH })));
        }
        Ok(())
    }

    /// How many levels of groups there are from this one down, itself counted.
    pub(super) fn height(&self, group: &Scope) -> usize {
        let below = self.below(group).into_iter();
        let groups = below.filter(|one| matches!(one, Scope::Group(_)));
        let depth = self.path(group).len();
        groups.map(|one| self.path(&one).len() + 1 - depth).max().unwrap_or(1)
    }
}
