//! What callers are shown: tracks, groups, panel, library, and values as JSON.

use chrono::{DateTime, Datelike, Timelike};
use serde_json::{Value, json};

use super::input;
use super::model::{Group, Id, InvitationState, KINDS, Level, Scope, Shares, Standing, State, Track};
use super::{Answer, Call};

/// Milliseconds since 1970 as RFC 3339 in UTC.
pub(super) fn instant(ms: i64) -> String {
    let Some(at) = DateTime::from_timestamp_millis(ms) else {
        return String::new();
    };
    let (date, time) = (at.date_naive(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.nanosecond() / 1_000_000,
    )
}

/// Hundredths with two decimals.
pub(super) fn decimal(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

pub(super) fn scope(scope: &Scope) -> Value {
    match scope {
        Scope::Track(id) => json!({ "track": id }),
        Scope::Group(id) => json!({ "group": id }),
    }
}

pub(super) fn scopes(scopes: &[Scope]) -> Value {
    scopes.iter().map(scope).collect()
}

pub(super) fn level(level: Option<Level>) -> Value {
    level.map_or(Value::Null, |level| json!(level.word()))
}

/// Null is unset, which is not 0 (SPL-2).
pub(super) fn shares(shares: &Shares) -> Value {
    let one = |kind| shares.get(&kind).map(|share| decimal(*share));
    KINDS.into_iter().map(|kind| (kind.word().to_owned(), json!(one(kind)))).collect()
}

pub(super) fn condition(taken_down: bool) -> &'static str {
    if taken_down { "taken_down" } else { "live" }
}

pub(super) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::None => "none",
        Standing::Active(_) => "active",
        Standing::Revoked { .. } => "revoked",
        Standing::Left => "left",
        Standing::Removed { .. } => "removed",
    }
}

fn state_word(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Pending => "pending",
        InvitationState::Accepted => "accepted",
        InvitationState::Dismissed => "dismissed",
        InvitationState::Withdrawn => "withdrawn",
        InvitationState::Replaced => "replaced",
        InvitationState::Void => "void",
        InvitationState::Expired => "expired",
    }
}

impl State {
    pub(super) fn track_json(&self, scope: &Scope, call: &Call<'_>) -> Value {
        let Some(track) = self.track_of(scope) else {
            return Value::Null;
        };
        let Track { title, owner, created_by, group, stage, key, tags, archived, .. } = track;
        let (level, via) = self.level_and_via(&call.actor, scope);
        json!({
            "id": scope.id(),
            "title": title,
            "owner": owner,
            "created_by": created_by,
            "created_at": instant(track.created_at),
            "group": group,
            "stage": stage,
            "bpm": track.bpm.map(decimal),
            "key": key,
            "tags": tags,
            "archived": archived,
            "condition": condition(track.taken_down),
            "level": level,
            "via": via,
            "offer": self.offer_inside(scope, call.now),
        })
    }

    pub(super) fn group_json(&self, scope: &Scope, call: &Call<'_>) -> Value {
        let Some(group) = self.groups.get(scope.id()) else {
            return Value::Null;
        };
        let Group { name, owner, created_by, parent, .. } = group;
        let (level, via) = self.level_and_via(&call.actor, scope);
        json!({
            "id": scope.id(),
            "name": name,
            "owner": owner,
            "created_by": created_by,
            "created_at": instant(group.created_at),
            "parent": parent,
            "tracks": self.tracks_in(scope.id()),
            "level": level,
            "via": via,
            "offer": self.offer_inside(scope, call.now),
        })
    }

    fn level_and_via(&self, person: &str, at: &Scope) -> (Value, Value) {
        match self.level_via(person, at) {
            Some((found, via)) => (level(Some(found)), scope(&via)),
            None => (Value::Null, Value::Null),
        }
    }

    fn offer_inside(&self, scope: &Scope, now: i64) -> Value {
        let Some(offer) = self.open_offer(scope, now) else {
            return Value::Null;
        };
        json!({
            "to": offer.to,
            "offered_at": instant(offer.offered_at),
            "expires_at": instant(offer.expires_at),
        })
    }

    pub(super) fn invitation_json(&self, id: &str, now: i64) -> Value {
        let Some(one) = self.invitations.get(id) else {
            return Value::Null;
        };
        json!({
            "id": id,
            "scope": scope(&one.scope),
            "person": one.person,
            "by": one.by,
            "access": one.access.word(),
            "role": one.role,
            "shares": shares(&one.shares),
            "created_at": instant(one.created_at),
            "expires_at": instant(one.expires_at),
            "state": state_word(self.state_of(one, now)),
        })
    }

    /// VIEW-1: everyone with access, invited here, credited, or of whom the scope says
    /// something, in roster order.
    pub(super) fn collaborators(&self, call: &Call<'_>) -> Answer {
        let at = input::scope(call.args)?;
        self.see(&call.actor, &at)?;
        let says = |person: &str| self.path(&at).iter().any(|step| self.standing(step, person) != Standing::None);
        let listed = |person: &&Id| {
            self.takes_part(&at, person, call.now) || self.is_listed(&at, person, call.now) || says(person)
        };
        let people: Vec<Id> = self.people.keys().filter(listed).cloned().collect();
        let people = self.in_roster_order(&at, people, call.now);
        let rows: Value = people.iter().map(|person| self.panel_row(&at, person, call.now)).collect();
        let track = self.track_of(&at);
        Ok(json!({
            "scope": scope(&at),
            "owner": self.owner_of(&at),
            "rows": rows,
            "totals": track.map(|_| self.totals_json(&at)),
            "shares_version": track.map(|track| track.shares_version),
            "transfer_pending": self.is_transfer_pending(&at),
            // No effects are run here, so nothing is known of any folder.
            "folder_trouble": null,
        }))
    }

    fn panel_row(&self, at: &Scope, person: &str, now: i64) -> Value {
        let owner = self.owns(person, at);
        // SPL-7: on a track the owner is always among the credited.
        let owner_of_track = owner && self.track_of(at).is_some();
        let standing = if owner { "owner" } else { standing_word(self.standing(at, person)) };
        let credit = self.credit(at, person);
        let invited_via = self.invited_through(at, person, now);
        let pending = invited_via.as_ref().and_then(|via| self.pending(via, person, now));
        let pending = pending.and_then(|id| self.invitations.get(id));
        let closed = self.path(at).into_iter().find(|step| self.standing(step, person) != Standing::None);
        let ended_via = closed.filter(|_| !self.reaches(person, at));
        let (level, via) = self.level_and_via(person, at);
        json!({
            "person": person,
            "name": self.name_of(person),
            "role": credit.and_then(|credit| credit.role.clone()),
            "level": level,
            "standing": standing,
            "via": via,
            "ended_via": ended_via.as_ref().map(scope),
            "invited": pending.map(|one| one.access.word()),
            "invited_via": invited_via.as_ref().map(scope),
            "credited": credit.is_some() || owner_of_track,
            "accepted": owner_of_track || credit.is_some_and(|credit| credit.accepted),
            "shares": shares(&credit.cloned().unwrap_or_default().shares),
            "folder_trouble": null,
        })
    }
}
