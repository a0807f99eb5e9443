//! Lines on a scope: who is there, since when, in which order; and the tree of scopes.

use super::Refused;
use super::input::over_limit;
use super::model::{Credit, Id, Invitation, InvitationState, Row, Scope, Standing, State};

const PEOPLE_PER_SCOPE: usize = 500;

impl State {
    pub(super) fn parent(&self, scope: &Scope) -> Option<Scope> {
        let parent = match scope {
            Scope::Track(id) => self.tracks.get(id).and_then(|track| track.group.clone()),
            Scope::Group(id) => self.groups.get(id).and_then(|group| group.parent.clone()),
        };
        parent.map(Scope::Group)
    }

    /// The scope itself, then every group above it.
    pub(super) fn path(&self, scope: &Scope) -> Vec<Scope> {
        let mut path = vec![scope.clone()];
        let mut next = self.parent(scope);
        while let Some(step) = next {
            next = self.parent(&step);
            path.push(step);
        }
        path
    }

    pub(super) fn all_scopes(&self) -> Vec<Scope> {
        let groups = self.groups.keys().cloned().map(Scope::Group);
        groups.chain(self.tracks.keys().cloned().map(Scope::Track)).collect()
    }

    /// Every group and track below a scope, groups first, then by id.
    pub(super) fn below(&self, scope: &Scope) -> Vec<Scope> {
        let all = self.all_scopes().into_iter();
        all.filter(|one| one != scope && self.path(one).contains(scope)).collect()
    }

    pub(super) fn row(&self, scope: &Scope, person: &str) -> Option<&Row> {
        self.rows.get(&(scope.clone(), person.to_owned()))
    }

    pub(super) fn credit(&self, scope: &Scope, person: &str) -> Option<&Credit> {
        self.row(scope, person).and_then(|row| row.credit.as_ref())
    }

    /// The person's own row, made if there is none yet.
    pub(super) fn row_made(&mut self, scope: &Scope, person: &str, now: i64) -> &mut Row {
        let since = self.reached_at(scope, person).unwrap_or(now);
        let fresh = Row { since, standing: Standing::None, credit: None };
        self.rows.entry((scope.clone(), person.to_owned())).or_insert(fresh)
    }

    pub(super) fn put_standing(&mut self, scope: &Scope, person: &str, to: Standing, now: i64) {
        self.row_made(scope, person, now).standing = to;
    }

    pub(super) fn put_credit(&mut self, scope: &Scope, person: &str, credit: Option<Credit>, now: i64) {
        self.row_made(scope, person, now).credit = credit;
    }

    /// When the person first reached the scope. Their own row says; else (ruling 26) the latest
    /// of their row on the group that opens it and the placings from there down.
    /// Open reading: a row made for somebody already there through a group keeps that time
    /// (SPL-6, "first reached"), and standing on a group counts from the row there.
    pub(super) fn reached_at(&self, scope: &Scope, person: &str) -> Option<i64> {
        if let Some(row) = self.row(scope, person) {
            return Some(row.since);
        }
        let (_, decides) = self.reach(person, scope)?;
        self.through(scope, &decides, person)
    }

    fn through(&self, scope: &Scope, decides: &Scope, person: &str) -> Option<i64> {
        let mut latest = self.row(decides, person)?.since;
        for step in self.path(scope).into_iter().take_while(|step| step != decides) {
            latest = latest.max(self.placed_at(&step));
        }
        Some(latest)
    }

    fn placed_at(&self, scope: &Scope) -> i64 {
        let placed = match scope {
            Scope::Track(id) => self.tracks.get(id).map(|track| track.placed_at),
            Scope::Group(id) => self.groups.get(id).map(|group| group.placed_at),
        };
        placed.unwrap_or_default()
    }

    /// SPL-6: owner first, then by the time they first reached the scope, ties by id.
    /// Open reading: somebody only invited to a group stands where accepting would put them.
    pub(super) fn in_roster_order(&self, scope: &Scope, mut people: Vec<Id>, now: i64) -> Vec<Id> {
        people.sort_by_cached_key(|person| {
            let since = self.roster_time(scope, person, now).unwrap_or(i64::MAX);
            (!self.owns(person, scope), since, person.clone())
        });
        people
    }

    /// Ruling 44: by when they reached it, or would by accepting.
    pub(super) fn roster_time(&self, scope: &Scope, person: &str, now: i64) -> Option<i64> {
        let invited = || {
            let through = self.invited_through(scope, person, now)?;
            self.through(scope, &through, person)
        };
        self.reached_at(scope, person).or_else(invited)
    }

    /// Ruling 34: refuses one person more than a roster holds.
    pub(super) fn make_room(&self, scope: &Scope, person: &str, now: i64) -> Result<(), Refused> {
        let here: Vec<&Id> = self.people.keys().filter(|one| self.is_listed(scope, one, now)).collect();
        let known = here.iter().any(|one| *one == person);
        if !known && here.len() >= PEOPLE_PER_SCOPE {
            return Err(over_limit("people", 500));
        }
        Ok(())
    }

    /// Whether the scope's own roster holds the person: owner, standing, invitation or credit.
    pub(super) fn is_listed(&self, scope: &Scope, person: &str, now: i64) -> bool {
        let row = self.row(scope, person);
        self.owns(person, scope)
            || row.is_some_and(|row| row.standing != Standing::None || row.credit.is_some())
            || self.pending(scope, person, now).is_some()
    }

    /// INV-2: derived from now.
    pub(super) fn state_of(&self, invitation: &Invitation, now: i64) -> InvitationState {
        if invitation.state == InvitationState::Pending && now >= invitation.expires_at {
            return InvitationState::Expired;
        }
        invitation.state
    }

    /// The person's pending invitation on that very scope (INV-4: at most one).
    pub(super) fn pending(&self, scope: &Scope, person: &str, now: i64) -> Option<&Id> {
        let mut all = self.invitations.iter();
        all.find(|(_, one)| {
            one.scope == *scope && one.person == person && self.state_of(one, now) == InvitationState::Pending
        })
        .map(|(id, _)| id)
    }

    /// Ruling 27: whether accepting a pending invitation here or above would open the scope.
    pub(super) fn is_invited(&self, scope: &Scope, person: &str, now: i64) -> bool {
        self.invited_through(scope, person, now).is_some()
    }

    pub(super) fn invited_through(&self, scope: &Scope, person: &str, now: i64) -> Option<Scope> {
        let mut path = self.path(scope).into_iter();
        path.find(|step| self.pending(step, person, now).is_some() && self.would_open(step, scope, person))
    }

    /// Whether a decision for the person at `step` would reach down to `scope`.
    fn would_open(&self, step: &Scope, scope: &Scope, person: &str) -> bool {
        let path = self.path(scope);
        let mut nearer = path.iter().take_while(|one| *one != step);
        nearer.all(|one| self.standing(one, person) == Standing::None)
    }

    /// Whether the person takes part: access, an invitation that would give it, or a credit.
    pub(super) fn takes_part(&self, scope: &Scope, person: &str, now: i64) -> bool {
        self.owns(person, scope)
            || self.reaches(person, scope)
            || self.is_invited(scope, person, now)
            || self.credit(scope, person).is_some()
    }

    /// Whether the person's access has ended (or never began): nothing but a credit is left.
    pub(super) fn has_ended(&self, scope: &Scope, person: &str, now: i64) -> bool {
        !self.reaches(person, scope) && !self.is_invited(scope, person, now)
    }
}
