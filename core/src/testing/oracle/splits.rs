//! Shares and their totals (SPEC §7).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::input::{self, Edits, invalid};
use super::invitations::apply_edits;
use super::model::{Credit, Id, KINDS, Kind, Scope, Shares, State, WHOLE};
use super::notices::Word;
use super::{Answer, Call, Refused, about, plain, refused, views};

/// Everybody's set shares on a track.
pub(super) type Split = BTreeMap<Id, Shares>;

impl State {
    pub(super) fn split_of(&self, track: &Scope) -> Split {
        let rows = self.rows.iter().filter(|((scope, _), _)| scope == track);
        let held = rows
            .filter_map(|((_, person), row)| row.credit.as_ref().map(|credit| (person.clone(), credit.shares.clone())));
        held.filter(|(_, shares)| !shares.is_empty()).collect()
    }

    pub(super) fn share_of(&self, track: &Scope, person: &str, kind: Kind) -> Option<i64> {
        self.credit(track, person).and_then(|credit| credit.shares.get(&kind).copied())
    }

    pub(super) fn total(&self, track: &Scope, kind: Kind) -> i64 {
        self.split_of(track).values().filter_map(|shares| shares.get(&kind)).sum()
    }

    /// Ruling 30: every act that changed a share of a track counts once.
    pub(super) fn count_share_changes(&mut self, before: &State) {
        for id in before.tracks.keys() {
            let scope = Scope::Track(id.clone());
            let changed = self.split_of(&scope) != before.split_of(&scope);
            if let Some(track) = self.tracks.get_mut(id).filter(|_| changed) {
                track.shares_version += 1;
            }
        }
    }

    /// SPL-3: the first kind above 100 is named.
    pub(super) fn refuse_over_allocated(&self, track: &Scope) -> Result<(), Refused> {
        for kind in KINDS {
            let total = self.total(track, kind);
            if total > WHOLE {
                return Err(refused(
                    "over_allocated",
                    json!({
                        "kind": kind.word(),
                        "total": views::decimal(total),
                        "over_by": views::decimal(total - WHOLE),
                    }),
                ));
            }
        }
        Ok(())
    }

    /// SPL-4.
    pub(super) fn totals_json(&self, track: &Scope) -> Value {
        let split = self.split_of(track);
        let one = |kind: Kind| {
            let total = self.total(track, kind);
            let unset = !split.values().any(|shares| shares.contains_key(&kind));
            let status = match total {
                _ if unset => "unset",
                WHOLE => "complete",
                _ => "incomplete",
            };
            json!({
                "total": views::decimal(total),
                "remaining": views::decimal(WHOLE - total),
                "status": status,
            })
        };
        KINDS.into_iter().map(|kind| (kind.word().to_owned(), one(kind))).collect()
    }

    /// SPL-5: every kind that is not exactly 100.
    pub(super) fn incomplete_kinds(&self, track: &Scope) -> Vec<Value> {
        let totals = KINDS.into_iter().map(|kind| (kind, self.total(track, kind)));
        let short = totals.filter(|(_, total)| *total != WHOLE);
        short
            .map(|(kind, total)| {
                json!({
                    "kind": kind.word(),
                    "total": views::decimal(total),
                    "remaining": views::decimal(WHOLE - total),
                })
            })
            .collect()
    }

    pub(super) fn require_complete_splits(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.see(&call.actor, &scope)?;
        let kinds = self.incomplete_kinds(&scope);
        if !kinds.is_empty() {
            return Err(refused("splits_incomplete", json!({ "kinds": kinds })));
        }
        Ok(self.totals_json(&scope))
    }

    /// SPL-8: that person's own share plus what remains.
    pub(super) fn shares_available(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let person = input::id(call.args, "person")?;
        self.see(&call.actor, &scope)?;
        self.require_person(&person)?;
        let cap = |kind: Kind| {
            let own = self.share_of(&scope, &person, kind).unwrap_or(0);
            views::decimal(own + WHOLE - self.total(&scope, kind))
        };
        let caps: Map<String, Value> =
            KINDS.into_iter().map(|kind| (kind.word().to_owned(), json!(cap(kind)))).collect();
        Ok(Value::Object(caps))
    }

    /// SPL-9 and ruling 28.
    pub(super) fn set_shares(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let rows = read_rows(call.args)?;
        let based_on = input::given(call.args, "based_on")
            .map(|value| value.as_u64().ok_or_else(|| invalid("based_on")))
            .transpose()?;
        self.require(&call.actor, &scope, "edit_shares")?;
        self.may_change_rows(call, &scope, &rows)?;
        self.refuse_stale(&scope, based_on)?;
        let before = self.split_of(&scope);
        self.write_rows(call, &scope, rows)?;
        self.refuse_over_allocated(&scope)?;
        Ok(self.shares_change(call, &scope, &before))
    }

    /// SPL-9: the row of somebody whose access has ended takes full.
    pub(super) fn may_change_rows(&self, call: &Call<'_>, scope: &Scope, rows: &[(Id, Edits)]) -> Result<(), Refused> {
        let ended = |person: &str| self.credit(scope, person).is_some() && self.has_ended(scope, person, call.now);
        let changes = |person: &str, edits: &Edits| {
            let old = self.credit(scope, person).cloned().unwrap_or_default();
            let mut new = old.clone();
            apply_edits(&mut new, edits);
            new.shares != old.shares
        };
        if rows.iter().any(|(person, edits)| ended(person) && changes(person, edits)) {
            self.require(&call.actor, scope, "manage_collaborators")?;
        }
        Ok(())
    }

    pub(super) fn refuse_stale(&self, scope: &Scope, based_on: Option<u64>) -> Result<(), Refused> {
        let version = self.track_of(scope).map(|track| track.shares_version);
        if based_on.is_some() && based_on != version { Err(plain("conflict")) } else { Ok(()) }
    }

    /// A row that changes nothing makes no credit; one that is made here waits for nobody's answer
    /// (ruling 37).
    pub(super) fn write_rows(&mut self, call: &Call<'_>, scope: &Scope, rows: Vec<(Id, Edits)>) -> Result<(), Refused> {
        let strangers = rows.iter().find(|(person, _)| !self.takes_part(scope, person, call.now));
        if let Some((person, _)) = strangers {
            return Err(about("not_collaborator", person));
        }
        for (person, edits) in rows {
            let old = self.credit(scope, &person).cloned();
            let mut new = old.clone().unwrap_or(Credit { accepted: true, ..Credit::default() });
            let shares = new.shares.clone();
            apply_edits(&mut new, &edits);
            if new.shares != shares {
                self.make_room(scope, &person, call.now)?;
                let since = self.roster_time(scope, &person, call.now).unwrap_or(call.now);
                self.put_credit(scope, &person, Some(new), since);
            }
        }
        Ok(())
    }

    /// Every row that differs from before, in roster order, and who is told of it.
    pub(super) fn shares_change(&mut self, call: &Call<'_>, scope: &Scope, before: &Split) -> Value {
        let none = Shares::new();
        let after = self.split_of(scope);
        let was = |person: &Id| before.get(person).unwrap_or(&none);
        let is = |person: &Id| after.get(person).unwrap_or(&none);
        let mut people: Vec<Id> = self.people.keys().cloned().collect();
        people.retain(|person| was(person) != is(person));
        let people = self.in_roster_order(scope, people, call.now);
        self.tell_all(&people, &Word { what: "own_shares_changed", scope, about: None });
        if !people.is_empty() {
            self.tell_all(&self.viewers(scope), &Word { what: "shares_changed", scope, about: None });
        }
        let change = |person: &Id| {
            json!({
                "person": person,
                "before": views::shares(was(person)),
                "after": views::shares(is(person)),
            })
        };
        let changes: Vec<Value> = people.iter().map(change).collect();
        let version = self.track_of(scope).map_or(0, |track| track.shares_version);
        // The act is counted when it is done; the answer already shows it counted.
        let version = version + u64::from(!changes.is_empty());
        json!({
            "track": scope.id(),
            "shares_version": version,
            "changes": changes,
            "totals": self.totals_json(scope),
            "told": self.told(call),
        })
    }
}

/// Open reading: an empty list changes nothing; naming a person twice is a wrong input.
fn read_rows(args: &Value) -> Result<Vec<(Id, Edits)>, Refused> {
    let mut rows: Vec<(Id, Edits)> = Vec::new();
    let given = args.get("rows").and_then(Value::as_array).ok_or_else(|| invalid("rows"))?;
    for row in given {
        let person = input::id(row, "person")?;
        if rows.iter().any(|(known, _)| *known == person) {
            return Err(invalid("rows"));
        }
        rows.push((person, input::share_edits("rows", row)?));
    }
    Ok(rows)
}
