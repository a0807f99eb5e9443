//! Ownership: offered, and taken or not (OWN-4).

use crate::call::operations;
use crate::custom::PersonID;
use crate::values::Scope;

operations! { ActorCore on cowrite::Actor;
    /// Offers a track or group to a collaborator (OWN-4). Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    offer_ownership(
        scope as "of": Scope,
        to: PersonID,
    ) -> cowrite::OfferView = |actor| actor.offer_ownership(scope, to);

    /// Takes what was offered: the actor owns it from now on (OWN-4). Throws `notFound`, `limitExceeded`.
    accept_ownership(scope as "of": Scope) -> cowrite::Handover = |actor| actor.accept_ownership(scope);

    /// Says no to an offer (OWN-4). Throws `notFound`.
    decline_ownership(scope as "of": Scope) -> cowrite::OfferView = |actor| actor.decline_ownership(scope);

    /// Takes an offer back (OWN-4). Throws `notFound`, `accessDenied`.
    withdraw_ownership(scope as "of": Scope) -> cowrite::OfferView = |actor| actor.withdraw_ownership(scope);
}
