//! Revoking, removing, leaving (SPEC §6).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::input;
use super::model::{Access, Id, InvitationState, KINDS, Level, Scope, Shares, Standing, State};
use super::notices::Word;
use super::{Answer, Call, Refused, about, views};

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Revoke,
    Remove,
    Leave,
}

/// What an act ended.
#[derive(Default)]
struct Ended {
    /// Where it was done.
    at: Vec<Scope>,
    closed: Vec<Scope>,
    invitations: BTreeSet<Id>,
}

impl State {
    /// REV-1.
    pub(super) fn revoke(&mut self, call: &Call<'_>) -> Answer {
        self.put_out(call, How::Revoke)
    }

    /// REV-2.
    pub(super) fn remove_collaborator(&mut self, call: &Call<'_>) -> Answer {
        self.put_out(call, How::Remove)
    }

    fn put_out(&mut self, call: &Call<'_>, how: How) -> Answer {
        let scope = input::scope(call.args)?;
        let person = input::id(call.args, "person")?;
        self.see(&call.actor, &scope)?;
        self.require_person(&person)?;
        self.may_put_out(call, &scope, &person)?;
        self.refuse_owner(&person, &scope)?;
        let before = self.clone();
        let ended = self.end_at(call, &scope, &person, how);
        let ended = ended.ok_or_else(|| about("nothing_to_revoke", &person))?;
        self.tell_put_out(&scope, &person, how);
        Ok(self.ending(call, &before, &person, ended))
    }

    /// ACC-3; who is only invited to full is withdrawn, which takes the right to grant it.
    fn may_put_out(&self, call: &Call<'_>, scope: &Scope, person: &str) -> Result<(), Refused> {
        let held = self.reach(person, scope).map(|(level, _)| level);
        let pending = self.pending(scope, person, call.now);
        let invited = pending.and_then(|id| self.invitations.get(id)).map(|one| one.access);
        let judged = held.or(invited.map(Access::level));
        self.may_change(&call.actor, scope, [judged, None])
    }

    /// REV-3. Who cannot view has nothing to leave (REV-8).
    pub(super) fn leave(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        self.see(&call.actor, &scope)?;
        self.refuse_owner(&call.actor, &scope)?;
        let before = self.clone();
        let ended = self.end_at(call, &scope, &call.actor, How::Leave).unwrap_or_default();
        self.tell_of_leaving(&before, &scope, &call.actor);
        // NTF-1: those who can view are told of people leaving.
        self.tell_all(&self.viewers(&scope), &Word { what: "left", scope: &scope, about: Some(&call.actor) });
        Ok(self.ending(call, &before, &call.actor, ended))
    }

    /// REV-5 and ruling 21. Open reading: oneself one cannot revoke; nothing is there to end.
    pub(super) fn revoke_all(&mut self, call: &Call<'_>) -> Answer {
        let person = input::id(call.args, "person")?;
        self.require_person(&person)?;
        let before = self.clone();
        let ended = self.end_everything(call, &call.actor, &person, How::Revoke);
        Ok(self.ending(call, &before, &person, ended))
    }

    /// REV-5: everything that owner shared with the actor.
    pub(super) fn leave_all_from(&mut self, call: &Call<'_>) -> Answer {
        let owner = input::id(call.args, "owner")?;
        self.require_person(&owner)?;
        let before = self.clone();
        let ended = self.end_everything(call, &owner, &call.actor, How::Leave);
        Ok(self.ending(call, &before, &call.actor, ended))
    }

    /// Groups from the top, then tracks, each only where something is still left to end.
    fn end_everything(&mut self, call: &Call<'_>, owner: &str, person: &str, how: How) -> Ended {
        let mut scopes = self.all_scopes();
        scopes.retain(|scope| self.owns(owner, scope) && owner != person);
        scopes.sort_by_key(|scope| match scope {
            Scope::Group(_) => (self.path(scope).len(), scope.clone()),
            Scope::Track(_) => (usize::MAX, scope.clone()),
        });
        let mut all = Ended::default();
        for scope in scopes {
            if !self.reaches(person, &scope) && self.pending(&scope, person, call.now).is_none() {
                continue;
            }
            let before = self.clone();
            if let Some(ended) = self.end_at(call, &scope, person, how) {
                match how {
                    How::Leave => self.tell_of_leaving(&before, &scope, person),
                    How::Revoke | How::Remove => self.tell_put_out(&scope, person, how),
                }
                all.at.extend(ended.at);
                all.closed.extend(ended.closed);
                all.invitations.extend(ended.invitations);
            }
        }
        all
    }

    /// Does one act on one scope; `None` if there is nothing for it to end (REV-8).
    fn end_at(&mut self, call: &Call<'_>, scope: &Scope, person: &str, how: How) -> Option<Ended> {
        let held = self.reaches(person, scope);
        if how == How::Leave && !held {
            let id = self.pending(scope, person, call.now).cloned()?;
            self.end_invitation(&id, InvitationState::Void);
            let (at, closed) = (vec![scope.clone()], vec![]);
            return Some(Ended { at, closed, invitations: BTreeSet::from([id]) });
        }
        match scope {
            Scope::Track(_) => self.end_on_track(call, scope, person, how),
            Scope::Group(_) => self.end_on_group(call, scope, person, how),
        }
    }

    fn end_on_track(&mut self, call: &Call<'_>, track: &Scope, person: &str, how: How) -> Option<Ended> {
        let held = self.reaches(person, track);
        let pending: BTreeSet<Id> = self.pending(track, person, call.now).cloned().into_iter().collect();
        let credited = self.credit(track, person).is_some();
        let mut ended = Ended { at: vec![track.clone()], ..Ended::default() };
        let only_invited = !held && !pending.is_empty();
        if !held && pending.is_empty() && !(how == How::Remove && credited) {
            return None;
        }
        self.end_invitations(&pending, person, how, call.now);
        ended.invitations = pending;
        if only_invited {
            return Some(ended);
        }
        self.close(call, track, person, how);
        if how == How::Remove {
            self.put_credit(track, person, None, call.now);
        }
        if held {
            ended.closed = vec![track.clone()];
        }
        Some(ended)
    }

    /// REV-4: closes the group and every active standing below, as far as the actor may; rulings 22
    /// to 24. Of somebody only invited, the invitations alone end (INV-7).
    fn end_on_group(&mut self, call: &Call<'_>, group: &Scope, person: &str, how: How) -> Option<Ended> {
        let mut covered = self.below(group);
        covered.retain(|one| how == How::Leave || self.may_close(&call.actor, one, person));
        let mut active = covered.clone();
        active.retain(|one| self.standing(one, person).is_active() && !self.owns(person, one));
        let invitations = self.invitations_ending(call, group, person, how);
        let is_there = self.reaches(person, group) || !active.is_empty();
        // What is still on offer to them is no credit to take away.
        let offered = |one: &Scope| self.pending(one, person, call.now).is_some_and(|id| !invitations.contains(id));
        let mut credited = covered;
        credited.retain(|one| how == How::Remove && self.credit(one, person).is_some() && !offered(one));
        if !is_there && invitations.is_empty() && credited.is_empty() {
            return None;
        }
        let only_invited = !is_there && !invitations.is_empty();
        self.end_invitations(&invitations, person, how, call.now);
        let mut ended = Ended { at: vec![group.clone()], closed: vec![], invitations };
        if !only_invited {
            ended.closed = self.close_group(call, group, person, how, active);
            // REV-2 frees the shares of those whose access ends: what they still reach stays theirs.
            credited.retain(|track| !self.reaches(person, track));
            for track in &credited {
                self.put_credit(track, person, None, call.now);
            }
        }
        Some(ended)
    }

    /// Answers the group, if its standing changed, then what was closed below, groups first, by id.
    ///
    /// An active standing below is cleared. Where that would leave access, through a group of their
    /// own or one that stays open, it is closed on its own: ruling 43.
    fn close_group(
        &mut self,
        call: &Call<'_>,
        group: &Scope,
        person: &str,
        how: How,
        mut active: Vec<Scope>,
    ) -> Vec<Scope> {
        let mut closed = vec![];
        if self.close(call, group, person, how) {
            closed.push(group.clone());
        }
        active.sort_by_key(|one| self.path(one).len());
        for one in &active {
            self.put_standing(one, person, Standing::None, call.now);
            if self.reaches(person, one) {
                self.close(call, one, person, how);
            }
        }
        active.sort_by_key(|one| (matches!(one, Scope::Track(_)), one.id().to_owned()));
        closed.extend(active);
        closed
    }

    /// Only what the actor could close on its own is closed (REV-4); sleeping access counts (ruling 6).
    fn may_close(&self, actor: &str, scope: &Scope, person: &str) -> bool {
        let theirs = self.reach(person, scope).map(|(level, _)| level);
        !self.owns(person, scope) && self.could_touch(actor, scope, theirs)
    }

    /// ACC-3, judged on all that the actor was given there.
    pub(super) fn could_touch(&self, actor: &str, scope: &Scope, level: Option<Level>) -> bool {
        let mine = self.reach(actor, scope).map(|(level, _)| level);
        let needed = if level == Some(Level::Full) { Level::Owner } else { Level::Full };
        mine >= Some(needed)
    }

    /// INV-7: the person's pending invitations to the group and, as far as the actor may end
    /// them, to what is below.
    fn invitations_ending(&self, call: &Call<'_>, group: &Scope, person: &str, how: How) -> BTreeSet<Id> {
        let below = self.below(group);
        let ends = |scope: &Scope, access: Access| {
            scope == group
                || (below.contains(scope)
                    && (how == How::Leave || self.could_touch(&call.actor, scope, Some(access.level()))))
        };
        let all = self.invitations.iter();
        all.filter(|(_, one)| one.person == person && ends(&one.scope, one.access))
            .filter(|(_, one)| self.state_of(one, call.now) == InvitationState::Pending)
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Ruling 16: where there was access the credit stays as it stands; where there was none,
    /// revoking and removing act as withdrawing.
    fn end_invitations(&mut self, ids: &BTreeSet<Id>, person: &str, how: How, now: i64) {
        for id in ids {
            let scope = self.invitations.get(id).map(|one| one.scope.clone());
            let held = scope.is_some_and(|scope| self.reaches(person, &scope));
            if how == How::Leave || held {
                self.end_invitation(id, InvitationState::Void);
            } else {
                self.withdraw(id, now);
            }
        }
    }

    /// Sets the closed standing; answers whether that is another one than before. Whom the owner
    /// once put out stays the owner's to invite, whoever removes them again (INV-5).
    fn close(&mut self, call: &Call<'_>, scope: &Scope, person: &str, how: How) -> bool {
        let old = self.standing(scope, person);
        let by_owner = self.owns(&call.actor, scope) || old.closed_by_owner();
        let (new, same) = match how {
            How::Revoke => (Standing::Revoked { by_owner }, matches!(old, Standing::Revoked { .. })),
            How::Remove => (Standing::Removed { by_owner }, matches!(old, Standing::Removed { .. })),
            How::Leave => (Standing::Left, old == Standing::Left),
        };
        self.put_standing(scope, person, new, call.now);
        !same
    }

    fn tell_put_out(&mut self, scope: &Scope, person: &str, how: How) {
        let what = if how == How::Remove { "removed" } else { "revoked" };
        self.tell(person, &Word { what, scope, about: None });
    }

    /// REV-3, NTF-1: the owner of what was left, and the owners of every track in it that could be viewed before.
    fn tell_of_leaving(&mut self, before: &State, left: &Scope, leaver: &str) {
        let word = Word { what: "left", scope: left, about: Some(leaver) };
        self.tell_owner(&word);
        let mut tracks = self.below(left);
        tracks
            .retain(|one| matches!(one, Scope::Track(_)) && before.reaches(leaver, one) && !self.reaches(leaver, one));
        for owner in tracks.iter().filter_map(|track| self.owner_of(track).cloned()).collect::<Vec<Id>>() {
            self.tell_as(&owner, &word, None, None);
        }
    }

    /// REV-9: what the act did.
    fn ending(&mut self, call: &Call<'_>, before: &State, person: &str, ended: Ended) -> Value {
        let offers = self.end_lost_offers(call.now);
        json!({
            "closed": views::scopes(&ended.closed),
            "invitations_ended": ended.invitations,
            "offers_ended": views::scopes(&offers),
            "remaining": self.remaining(person, &ended.at),
            "freed": self.freed(before, person),
            "files": views::scopes(&ended.closed),
            "told": self.told(call),
        })
    }

    /// Where the person still has access of their own: by standing or by owning.
    fn remaining(&self, person: &str, at: &[Scope]) -> Value {
        let mut covered: BTreeSet<Scope> = at.iter().cloned().collect();
        covered.extend(at.iter().flat_map(|scope| self.below(scope)));
        covered.retain(|one| self.owns(person, one) || self.standing(one, person).is_active());
        let row = |one: &Scope| {
            let (level, via) = self.reach(person, one)?;
            Some(json!({
                "scope": views::scope(one),
                "level": level.word(),
                "via": views::scope(&via),
            }))
        };
        covered.iter().filter_map(row).collect()
    }

    /// Shares that were set before and are unset now, by track.
    fn freed(&self, before: &State, person: &str) -> Value {
        let none = Shares::new();
        let mut freed = vec![];
        for scope in self.all_scopes() {
            let old = before.credit(&scope, person).map_or(&none, |credit| &credit.shares);
            let new = self.credit(&scope, person).map_or(&none, |credit| &credit.shares);
            let gone = KINDS.into_iter().filter(|kind| !new.contains_key(kind));
            let gone: Shares = gone.filter_map(|kind| old.get(&kind).map(|share| (kind, *share))).collect();
            if !gone.is_empty() {
                freed.push(json!({ "track": scope.id(), "shares": views::shares(&gone) }));
            }
        }
        Value::Array(freed)
    }
}
