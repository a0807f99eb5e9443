//! Handing over (OWN-4, rulings 11, 12 and 18).

use serde_json::{Value, json};

use super::input;
use super::model::{Access, Credit, Id, Invitation, InvitationState, Offer, Scope, Standing, State};
use super::notices::Word;
use super::{Answer, Call, Refused, about, not_found, plain, views};

impl State {
    /// The offer that can be accepted now: not ended, not expired.
    pub(super) fn open_offer(&self, scope: &Scope, now: i64) -> Option<&Offer> {
        self.offers.get(scope).filter(|offer| !offer.ended && now < offer.expires_at)
    }

    /// Ruling 11: an open offer ends when its person loses access, and does not come back.
    pub(super) fn end_lost_offers(&mut self, now: i64) -> Vec<Scope> {
        let open = self.offers.keys().filter(|scope| self.open_offer(scope, now).is_some());
        let lost = |scope: &&Scope| self.offers.get(scope).is_some_and(|offer| !self.reaches(&offer.to, scope));
        let lost: Vec<Scope> = open.filter(lost).cloned().collect();
        for scope in &lost {
            self.end_offer(scope);
        }
        lost
    }

    fn end_offer(&mut self, scope: &Scope) {
        if let Some(offer) = self.offers.get_mut(scope) {
            offer.ended = true;
        }
    }

    pub(super) fn offer_ownership(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let to = input::id(call.args, "to")?;
        self.see(&call.actor, &scope)?;
        self.require_person(&to)?;
        self.require(&call.actor, &scope, "hand_over")?;
        self.refuse_owner(&to, &scope)?;
        if !self.reaches(&to, &scope) {
            return Err(about("not_collaborator", &to));
        }
        if self.open_offer(&scope, call.now).is_some() {
            return Err(plain("conflict"));
        }
        let offer = Offer {
            from: call.actor.clone(),
            to,
            offered_at: call.now,
            expires_at: self.expiry(call.now),
            ended: false,
        };
        let answer = offer_json(&scope, &offer);
        self.tell(&offer.to, &Word { what: "ownership_offered", scope: &scope, about: None });
        self.offers.insert(scope, offer);
        Ok(answer)
    }

    /// The open offer, if `fits`. Open reading: ACC-5 goes first, also for who was offered and
    /// has lost access since.
    fn offer_for(&self, call: &Call<'_>, scope: &Scope, fits: impl Fn(&Offer) -> bool) -> Result<Offer, Refused> {
        self.see(&call.actor, scope)?;
        let open = self.open_offer(scope, call.now).filter(|offer| fits(offer));
        open.cloned().ok_or_else(|| not_found("offer"))
    }

    /// Both sides are checked again: the owner is who offered, the other can still view.
    pub(super) fn accept_ownership(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let offer = self.offer_for(call, &scope, |offer| offer.to == call.actor && self.owns(&offer.from, &scope))?;
        Ok(self.pass_on(&scope, &offer.to, call.now))
    }

    pub(super) fn decline_ownership(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let offer = self.offer_for(call, &scope, |offer| offer.to == call.actor)?;
        self.end_offer(&scope);
        self.tell_owner(&Word { what: "ownership_declined", scope: &scope, about: Some(&call.actor) });
        Ok(offer_json(&scope, &offer))
    }

    pub(super) fn withdraw_ownership(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let offer = self.offer_for(call, &scope, |_| true)?;
        self.require(&call.actor, &scope, "hand_over")?;
        self.end_offer(&scope);
        Ok(offer_json(&scope, &offer))
    }

    /// OPS-1 and ruling 12: to any registered person.
    pub(super) fn hand_over(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::scope(call.args)?;
        let to = input::id(call.args, "to")?;
        if self.owner_of(&scope).is_none() {
            return Err(not_found(scope.word()));
        }
        self.require_registered(&to)?;
        self.refuse_owner(&to, &scope)?;
        Ok(self.pass_on(&scope, &to, call.now))
    }

    /// The old owner becomes a full collaborator. The old owner's pending invitations to full
    /// and the new owner's own pending invitation there become void.
    fn pass_on(&mut self, scope: &Scope, to: &str, now: i64) -> Value {
        let from = self.owner_of(scope).cloned().unwrap_or_default();
        let void = |one: &Invitation| {
            let by_old_owner = one.by == from && one.access == Access::Full;
            one.scope == *scope && (by_old_owner || one.person == to)
        };
        let pending = self.invitations.iter().filter(|(_, one)| self.state_of(one, now) == InvitationState::Pending);
        let voided: Vec<Id> = pending.filter(|(_, one)| void(one)).map(|(id, _)| id.clone()).collect();
        for id in &voided {
            self.end_invitation(id, InvitationState::Void);
        }
        self.end_offer(scope);
        let left_public_page = matches!(scope, Scope::Track(_)) && self.take_off_page(&from, scope.id());
        // The rows first: they keep when each of the two reached the scope.
        self.put_standing(scope, to, Standing::None, now);
        self.put_standing(scope, &from, Standing::Active(Access::Full), now);
        match scope {
            Scope::Track(id) => {
                // The owner of a track always has a credit of their own.
                self.row_made(scope, to, now).credit.get_or_insert_with(Credit::default).accepted = true;
                if let Some(track) = self.tracks.get_mut(id) {
                    track.owner = to.to_owned();
                }
            }
            Scope::Group(id) => {
                if let Some(group) = self.groups.get_mut(id) {
                    group.owner = to.to_owned();
                }
            }
        }
        self.tell_all(&[from.clone(), to.to_owned()], &Word { what: "handed_over", scope, about: Some(to) });
        let playlists = match scope {
            Scope::Track(id) => self.lose_track(id, &from),
            Scope::Group(_) => Vec::new(),
        };
        json!({
            "scope": views::scope(scope),
            "owner": to,
            "previous_owner": from,
            "invitations_voided": voided,
            "left_public_page": left_public_page,
            "playlists_changed": playlists,
        })
    }
}

fn offer_json(scope: &Scope, offer: &Offer) -> Value {
    json!({
        "scope": views::scope(scope),
        "from": offer.from,
        "to": offer.to,
        "offered_at": views::instant(offer.offered_at),
        "expires_at": views::instant(offer.expires_at),
    })
}
