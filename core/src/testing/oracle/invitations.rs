//! Invitations (SPEC §5).

use serde_json::{Value, json};

use super::access::denied;
use super::input::{self, Edits, Invitee, invalid};
use super::model::{
    Access, Credit, Id, Invitation, InvitationState, KINDS, Level, Person, PersonState, Scope, Standing, State, WHOLE,
};
use super::notices::Word;
use super::{Answer, Call, Refused, about, not_found, plain, views};

/// What is being offered to somebody.
pub(super) struct Invite {
    pub to: Invitee,
    pub access: Access,
    pub role: Option<String>,
    pub edits: Edits,
}

impl State {
    /// INV-1. Open reading: a role, being part of a credit, is refused on a group like shares.
    pub(super) fn invite(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let to = input::invitee("to", call.args.get("to").unwrap_or(&Value::Null))?;
        let access = input::access(call.args)?;
        let role = input::optional_text(call.args, "role")?;
        let shares = input::given(call.args, "shares");
        let edits = shares.map(|shares| input::share_edits("shares", shares)).transpose()?;
        if let Scope::Group(_) = scope {
            if role.is_some() {
                return Err(invalid("role"));
            }
            if edits.is_some() {
                return Err(invalid("shares"));
            }
        }
        let invite = Invite { to, access, role, edits: edits.unwrap_or_default() };
        self.see(&call.actor, &scope)?;
        self.may_invite(&call.actor, &scope, &invite)?;
        let id = self.place_invitation(call, &scope, invite, call.created)?;
        self.refuse_over_allocated(&scope)?;
        Ok(self.invitation_json(&id, call.now))
    }

    /// The person must exist (ruling 19); then the right to grant, which for whom the owner put
    /// out is the owner's alone (INV-5, ruling 7).
    pub(super) fn may_invite(&self, actor: &str, scope: &Scope, invite: &Invite) -> Result<(), Refused> {
        let person = self.find_invitee(&invite.to)?;
        self.may_grant_to(actor, scope, person.as_deref(), invite.access)
    }

    fn may_grant_to(&self, actor: &str, scope: &Scope, person: Option<&str>, access: Access) -> Result<(), Refused> {
        self.may_grant(actor, scope, access)?;
        if person.is_some_and(|person| self.is_barred(actor, scope, person)) {
            return Err(denied("manage_collaborators", Level::Owner));
        }
        Ok(())
    }

    /// INV-5 and ruling 46: whom the nearest decision shuts out by the owner's hand, that owner
    /// invites again, or the owner of the scope itself.
    fn is_barred(&self, actor: &str, scope: &Scope, person: &str) -> bool {
        let mut path = self.path(scope).into_iter();
        let decides = path.find(|step| self.standing(step, person) != Standing::None);
        decides.is_some_and(|step| {
            let may = self.owns(actor, &step) || self.owns(actor, scope);
            self.standing(&step, person).closed_by_owner() && !may
        })
    }

    /// Makes the invitation and, on a track, the credit it puts there at once (INV-1, INV-4).
    pub(super) fn place_invitation(
        &mut self,
        call: &Call<'_>,
        scope: &Scope,
        invite: Invite,
        made: Option<&Value>,
    ) -> Result<Id, Refused> {
        let made = |field: &str| made.and_then(|invitation| invitation.get(field));
        let person = self.person_invited(&invite.to, made("person"))?;
        self.refuse_owner(&person, scope)?;
        if self.reaches(&person, scope) {
            return Err(about("already_collaborator", &person));
        }
        self.make_room(scope, &person, call.now)?;
        let before = self.replace_pending(scope, &person, call.now);
        let mut placed = Invitation {
            scope: scope.clone(),
            person: person.clone(),
            by: call.actor.clone(),
            access: invite.access,
            role: invite.role,
            shares: Default::default(),
            created_at: call.now,
            expires_at: self.expiry(call.now),
            state: InvitationState::Pending,
            restores: before,
        };
        if let Scope::Track(_) = scope {
            let mut credit = self.credit(scope, &person).cloned().unwrap_or_default();
            credit.accepted = false; // INV-2: until it is accepted.
            credit.role = placed.role.or(credit.role);
            apply_edits(&mut credit, &invite.edits);
            placed.role = credit.role.clone();
            placed.shares = credit.shares.clone();
            self.put_credit(scope, &person, Some(credit), call.now);
        }
        let id = self.new_id(made("id"));
        self.invitations.insert(id.clone(), placed);
        self.tell_invited(&person, scope, &id);
        Ok(id)
    }

    /// INV-3: an address that nobody holds makes an unclaimed person.
    fn person_invited(&mut self, to: &Invitee, made: Option<&Value>) -> Result<Id, Refused> {
        if let Some(person) = self.find_invitee(to)? {
            return Ok(person);
        }
        let email = match to {
            Invitee::Email(address) => Some(address.clone()),
            Invitee::Person(_) => None,
        };
        let id = self.new_id(made);
        let person = Person { external_id: None, name: None, email, state: PersonState::Unclaimed };
        self.people.insert(id.clone(), person);
        Ok(id)
    }

    /// INV-4 and ruling 13: answers what the credit was before the first of them.
    fn replace_pending(&mut self, scope: &Scope, person: &str, now: i64) -> Option<Credit> {
        let Some(old) = self.pending(scope, person, now).cloned() else {
            return self.credit(scope, person).cloned();
        };
        self.end_invitation(&old, InvitationState::Replaced);
        self.invitations.get(&old).and_then(|one| one.restores.clone())
    }

    pub(super) fn end_invitation(&mut self, id: &str, state: InvitationState) {
        if let Some(invitation) = self.invitations.get_mut(id) {
            invitation.state = state;
        }
    }

    /// INV-2 and ruling 14: the credit as it was before, but a kind that would pass 100 keeps
    /// the share recorded now.
    pub(super) fn withdraw(&mut self, id: &str, now: i64) {
        self.end_invitation(id, InvitationState::Withdrawn);
        let Some(invitation) = self.invitations.get(id).cloned() else {
            return;
        };
        let (scope, person) = (invitation.scope, invitation.person);
        if let Scope::Group(_) = scope {
            return;
        }
        let recorded = self.credit(&scope, &person).cloned().unwrap_or_default().shares;
        let mut credit = invitation.restores;
        if let Some(credit) = &mut credit {
            for kind in KINDS {
                let mine = recorded.get(&kind).copied();
                let others = self.total(&scope, kind) - mine.unwrap_or(0);
                let wanted = credit.shares.get(&kind).copied();
                if others + wanted.unwrap_or(0) > WHOLE {
                    apply_edits(credit, &Edits::from([(kind, mine)]));
                }
            }
        }
        let held = self.credit(&scope, &person).map(|credit| credit.shares.clone());
        // SPL-9: whose shares were others before the invitation is told that they are those again.
        if credit.as_ref().is_some_and(|credit| Some(&credit.shares) != held.as_ref()) {
            self.tell(&person, &Word { what: "own_shares_changed", scope: &scope, about: None });
        }
        let says_nothing = credit.is_none() && self.standing(&scope, &person) == Standing::None;
        self.put_credit(&scope, &person, credit, now);
        if says_nothing {
            self.rows.remove(&(scope, person)); // As before the invitation: nobody who ever was here.
        }
    }

    /// The invitation, if it is the actor's and still pending; else what the invited is told.
    fn mine(&self, call: &Call<'_>, id: &str) -> Result<Invitation, Refused> {
        let invitation = self.invitations.get(id).filter(|one| one.person == call.actor);
        let invitation = invitation.filter(|_| self.is_registered(&call.actor));
        let invitation = invitation.ok_or_else(|| not_found("invitation"))?;
        match self.state_of(invitation, call.now) {
            InvitationState::Pending => Ok(invitation.clone()),
            InvitationState::Expired if self.owner_of(&invitation.scope).is_some() => Err(plain("invitation_expired")),
            _ => Err(plain("invitation_void")),
        }
    }

    /// INV-3, ruling 15: the inviter must still have the right; accepting never lowers access.
    pub(super) fn accept_invitation(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "invitation")?;
        let invitation = self.mine(call, &id)?;
        let (scope, person, access) = (invitation.scope, invitation.person, invitation.access);
        let could = self.could_touch(&invitation.by, &scope, Some(access.level()));
        if !could || self.is_barred(&invitation.by, &scope, &person) {
            return Err(plain("invitation_void"));
        }
        let held = self.reach(&person, &scope).map(|(level, _)| level);
        if held <= Some(access.level()) {
            self.put_standing(&scope, &person, Standing::Active(access), call.now);
        }
        if let Some(credit) = self.row_made(&scope, &person, call.now).credit.as_mut() {
            credit.accepted = true;
        }
        self.end_invitation(&id, InvitationState::Accepted);
        let word = Word { what: "joined", scope: &scope, about: Some(&person) };
        self.tell(&invitation.by, &word);
        self.tell_all(&self.viewers(&scope), &word);
        Ok(json!({
            "invitation": self.invitation_json(&id, call.now),
            "level": views::level(self.level(&person, &scope)),
        }))
    }

    /// INV-2: dismissing keeps the credit, not accepted.
    pub(super) fn dismiss_invitation(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "invitation")?;
        let invitation = self.mine(call, &id)?;
        self.end_invitation(&id, InvitationState::Dismissed);
        let word = Word { what: "invitation_dismissed", scope: &invitation.scope, about: Some(&call.actor) };
        self.tell(&invitation.by, &word);
        self.tell_owner(&word);
        Ok(self.invitation_json(&id, call.now))
    }

    /// Ruling 17.
    pub(super) fn withdraw_invitation(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "invitation")?;
        let missing = || not_found("invitation");
        let invitation = self.invitations.get(&id).cloned().ok_or_else(missing)?;
        self.see(&call.actor, &invitation.scope).map_err(|_| missing())?;
        let state = self.state_of(&invitation, call.now);
        if !matches!(state, InvitationState::Pending | InvitationState::Expired) {
            return Err(missing());
        }
        self.may_grant(&call.actor, &invitation.scope, invitation.access)?;
        if state == InvitationState::Expired {
            return Err(plain("invitation_expired"));
        }
        self.withdraw(&id, call.now);
        Ok(self.invitation_json(&id, call.now))
    }

    /// Whether an invitation waits for the actor's answer.
    pub(super) fn waits_for(&self, call: &Call<'_>, id: &str) -> bool {
        self.mine(call, id).is_ok()
    }

    /// INV-6: pending ones only, newest first.
    pub(super) fn inbox(&self, call: &Call<'_>) -> Answer {
        let mut mine: Vec<(&Id, &Invitation)> =
            self.invitations.iter().filter(|(id, _)| self.mine(call, id).is_ok()).collect();
        mine.sort_by_key(|(id, one)| (one.created_at, (*id).clone()));
        Ok(mine.into_iter().rev().map(|(id, one)| self.entry(call, id, one)).collect())
    }

    fn entry(&self, call: &Call<'_>, id: &str, one: &Invitation) -> Value {
        let name = match &one.scope {
            Scope::Track(track) => self.tracks.get(track).map(|track| &track.title),
            Scope::Group(group) => self.groups.get(group).map(|group| &group.name),
        };
        json!({
            "invitation": id,
            "scope": views::scope(&one.scope),
            "name": name,
            "by": one.by,
            "by_name": self.name_of(&one.by),
            "access": one.access.word(),
            "role": one.role,
            "shares": views::shares(&one.shares),
            "shares_now": views::shares(&self.credit(&one.scope, &one.person).cloned().unwrap_or_default().shares),
            "created_at": views::instant(one.created_at),
            "expires_at": views::instant(one.expires_at),
            "age_ms": call.now - one.created_at,
        })
    }
}

/// Null unsets, a number sets, a missing kind is left as it is.
pub(super) fn apply_edits(credit: &mut Credit, edits: &Edits) {
    for (kind, share) in edits {
        match share {
            Some(share) => credit.shares.insert(*kind, *share),
            None => credit.shares.remove(kind),
        };
    }
}
