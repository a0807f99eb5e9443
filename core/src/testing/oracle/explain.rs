//! Why, who else, and with whom (EXP-1, EXP-2, EXP-5, and the sharing panel of VIEW-1).

use serde_json::{Value, json};

use super::input::{self, invalid};
use super::model::{Access, Id, Level, Scope, Standing, State};
use super::{Answer, Call, Refused, access, views};

impl State {
    /// EXP-5: about oneself whoever can view, about others the owner and full.
    fn may_ask(&self, call: &Call<'_>, scope: &Scope, person: &str) -> Result<(), Refused> {
        self.see(&call.actor, scope)?;
        self.require_person(person)?;
        if person == call.actor { Ok(()) } else { self.require(&call.actor, scope, "manage_collaborators") }
    }

    pub(super) fn explain(&self, call: &Call<'_>) -> Answer {
        let person = input::id(call.args, "person")?;
        let scope = input::track(call.args)?;
        self.may_ask(call, &scope, &person)?;
        let decides = self
            .path(&scope)
            .into_iter()
            .find(|step| self.owns(&person, step) || self.standing(step, &person) != Standing::None);
        let reached = self.reach(&person, &scope);
        let held = self.level_via(&person, &scope);
        let because = match (&decides, &reached, &held) {
            (None, ..) => "nothing",
            (_, None, _) => "closed",
            (_, _, None) => "taken_down",
            (Some(step), ..) if self.owns(&person, step) => {
                if *step == scope {
                    "owner"
                } else {
                    "group_owner"
                }
            }
            _ => "standing",
        };
        // GRP-4: what the group's own word would be worth on a track of its owner's.
        let uncapped = decides.as_ref().map(|step| self.said(step, &person));
        let capped = match (&uncapped, &reached) {
            (Some(Some(said)), Some((level, _))) => *level != Level::Owner && said > level,
            _ => false,
        };
        let steps: Vec<Value> = self
            .path(&scope)
            .iter()
            .map(|step| self.step_json(call, step, &person, decides.as_ref() == Some(step)))
            .collect();
        let owner_asks = self.owns(&call.actor, &scope);
        Ok(json!({
            "track": scope.id(),
            "person": person,
            "level": views::level(held.as_ref().map(|(level, _)| *level)),
            "via": held.as_ref().map(|(_, via)| views::scope(via)),
            "because": because,
            "capped": capped,
            "steps": steps,
            "links": owner_asks.then(|| self.reaching_links(&scope.id().to_owned(), call.now)),
            "ends_with": self.ends_with(call, &scope, &person, held.map(|(level, _)| level)),
        }))
    }

    /// The level that a step's own word comes to.
    fn said(&self, step: &Scope, person: &str) -> Option<Level> {
        if self.owns(person, step) {
            return Some(Level::Full);
        }
        match self.standing(step, person) {
            Standing::Active(access) => Some(access.level()),
            _ => None,
        }
    }

    fn step_json(&self, call: &Call<'_>, step: &Scope, person: &str, decides: bool) -> Value {
        let owns = self.owns(person, step);
        let standing = self.standing(step, person);
        let access = match standing {
            Standing::Active(access) if !owns => Some(access.word()),
            _ => None,
        };
        json!({
            "scope": views::scope(step),
            "name": self.title_of(step).filter(|_| self.level(&call.actor, step).is_some()),
            "standing": if owns { "owner" } else { views::standing_word(standing) },
            "access": access,
            "decides": decides,
        })
    }

    /// The nearest decision wins, so one act on the track is enough, and none less is.
    fn ends_with(&self, call: &Call<'_>, scope: &Scope, person: &str, level: Option<Level>) -> Value {
        let (operation, needed) = match level {
            None => return json!([]),
            Some(Level::Owner) => return Value::Null,
            Some(_) if person == call.actor => ("leave", None),
            Some(Level::Full) => ("revoke", Some("owner")),
            Some(_) => ("revoke", Some("full")),
        };
        json!([{ "do": operation, "scope": views::scope(scope), "person": person, "needed": needed }])
    }

    pub(super) fn who_can(&self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let action = call.args.get("action").and_then(Value::as_str).unwrap_or_default();
        access::least(&scope, action).ok_or_else(|| invalid("action"))?;
        self.require(&call.actor, &scope, "manage_collaborators")?;
        let able = |person: &&Id| self.require(person, &scope, action).is_ok();
        let people: Vec<Id> = self.people.keys().filter(able).cloned().collect();
        let people = self.in_roster_order(&scope, people, call.now);
        let row = |person: &Id| {
            let held = self.level_via(person, &scope);
            json!({
                "person": person,
                "name": self.name_of(person),
                "level": views::level(held.as_ref().map(|(level, _)| *level)),
                "via": held.map(|(_, via)| views::scope(&via)),
            })
        };
        Ok(people.iter().map(row).collect())
    }

    /// What an owner shares by the scope itself, or through somebody else's group.
    pub(super) fn sharing_panel(&self, call: &Call<'_>) -> Answer {
        let me = &call.actor;
        let mut people = Vec::new();
        let mut others: Vec<&Id> = self.people.keys().filter(|person| *person != me).collect();
        others.sort_by_key(|person| (self.name_of(person), (*person).clone()));
        for person in others {
            let mut from_me = Vec::new();
            let mut from_them = Vec::new();
            for scope in self.all_scopes() {
                if self.owns(me, &scope) {
                    let pending = self.pending(&scope, person, call.now).and_then(|id| self.invitations.get(id));
                    from_me.extend(self.shared_json(&scope, person, pending.map(|one| one.access)));
                } else if self.owns(person, &scope) {
                    from_them.extend(self.shared_json(&scope, me, None));
                }
            }
            if !from_me.is_empty() || !from_them.is_empty() {
                people.push(json!({
                    "person": person,
                    "name": self.name_of(person),
                    "from_me": from_me,
                    "from_them": from_them,
                }));
            }
        }
        Ok(json!({ "people": people }))
    }

    fn shared_json(&self, scope: &Scope, with: &str, invited: Option<Access>) -> Option<Value> {
        let held = self.level_via(with, scope);
        let is_own = |via: &Scope| via == scope || self.owner_of(via) != self.owner_of(scope);
        if invited.is_none() && !held.as_ref().is_some_and(|(_, via)| is_own(via)) {
            return None;
        }
        Some(json!({
            "scope": views::scope(scope),
            "title": self.title_of(scope),
            "level": views::level(held.as_ref().map(|(level, _)| *level)),
            "via": held.map(|(_, via)| views::scope(&via)),
            "invited": invited.map(Access::word),
        }))
    }
}
