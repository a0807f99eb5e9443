//! Moving tracks and groups, and who gains or loses by it (GRP-4, GRP-5, GRP-7).

use serde_json::{Value, json};

use super::access::denied;
use super::input;
use super::model::{Id, Level, Scope, State};
use super::notices::Word;
use super::{Answer, Call, views};

/// A person's level before and after.
struct Shift {
    person: Id,
    before: Option<Level>,
    after: Option<Level>,
}

impl State {
    pub(super) fn move_track(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let group = input::place(call.args, "group")?;
        if let Some(group) = group.clone().map(Scope::Group) {
            self.see(&call.actor, &scope)?;
            self.see(&call.actor, &group)?;
            self.may_move_track(call, &scope, false)?;
            self.require(&call.actor, &group, "add_tracks")?;
        } else {
            self.may_move_track(call, &scope, true)?;
        }
        let there = self.track_of(&scope).is_some_and(|track| track.group == group);
        let before = self.clone();
        if !there {
            if let Some(group) = &group {
                self.make_room_for_track(group)?;
            }
            if let Some(track) = self.track_mut(&scope) {
                track.group = group;
                track.placed_at = call.now;
            }
        }
        self.end_lost_offers(call.now);
        let (gained, lost) = self.shifts_since(&before, &scope);
        self.tell_all(&shut_out(&lost), &Word { what: "moved", scope: &scope, about: None });
        Ok(json!({
            "track": if self.level(&call.actor, &scope).is_some() { self.track_json(&scope, call) } else { Value::Null },
            "gained": shifts_json(&gained),
            "lost": shifts_json(&lost),
            "told": self.told(call),
        }))
    }

    /// Open reading of GRP-7, "a new parent needs full there": the action is `add_groups`.
    pub(super) fn move_group(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::group(call.args)?;
        let parent = input::place(call.args, "parent")?;
        self.see(&call.actor, &scope)?;
        let target = parent.clone().map(Scope::Group);
        let there = target.as_ref().map(|target| self.see(&call.actor, target)).transpose()?;
        self.require(&call.actor, &scope, "move")?;
        if there.is_some_and(|level| level < Level::Full) {
            return Err(denied("add_groups", Level::Full));
        }
        if let Some(target) = &target {
            self.refuse_cycle(&scope, target)?;
            self.refuse_too_deep(target, self.height(&scope))?;
        }
        let before = self.clone();
        let moves = self.parent(&scope) != target;
        if moves && let Some(group) = self.groups.get_mut(scope.id()) {
            group.parent = parent;
            group.placed_at = call.now;
        }
        self.end_lost_offers(call.now);
        let (gained, lost) = self.shifts_since(&before, &scope);
        let word = Word { what: "moved", scope: &scope, about: None };
        self.tell_all(&shut_out(&lost), &word);
        if moves {
            self.tell_owners_below(&word);
        }
        Ok(json!({
            "group": self.group_json(&scope, call),
            "gained": shifts_json(&gained),
            "lost": shifts_json(&lost),
            "told": self.told(call),
        }))
    }

    /// Everybody but the owner whose level on the scope rose, and whose fell; by person id.
    fn shifts_since(&self, before: &State, scope: &Scope) -> (Vec<Shift>, Vec<Shift>) {
        let others = self.people.keys().filter(|person| !self.owns(person, scope));
        let shifts = others.map(|person| Shift {
            person: person.clone(),
            before: before.level(person, scope),
            after: self.level(person, scope),
        });
        let changed = shifts.filter(|shift| shift.before != shift.after);
        changed.partition(|shift| shift.after > shift.before)
    }
}

fn shut_out(lost: &[Shift]) -> Vec<Id> {
    let out = lost.iter().filter(|shift| shift.after.is_none());
    out.map(|shift| shift.person.clone()).collect()
}

fn shifts_json(shifts: &[Shift]) -> Value {
    let one = |shift: &Shift| {
        json!({
            "person": shift.person,
            "before": views::level(shift.before),
            "after": views::level(shift.after),
        })
    };
    shifts.iter().map(one).collect()
}
