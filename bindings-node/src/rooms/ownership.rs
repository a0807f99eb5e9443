//! Ownership: offered, and taken or not (OWN-4).

use crate::argument::PersonArgument;
use crate::call::operations;
use crate::values::ScopeArgument;

operations! { actor on cowrite::Actor;
    /// Offers a track or group to a collaborator (OWN-4). Refused with `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
    offer_ownership(scope: ScopeArgument; to: PersonArgument) -> cowrite::OfferView = |actor| actor.offer_ownership(scope, to);

    /// Takes what was offered: the actor owns it from now on (OWN-4). Refused with `not_found`, `limit_exceeded`.
    accept_ownership(scope: ScopeArgument) -> cowrite::Handover = |actor| actor.accept_ownership(scope);

    /// Says no to an offer (OWN-4). Refused with `not_found`.
    decline_ownership(scope: ScopeArgument) -> cowrite::OfferView = |actor| actor.decline_ownership(scope);

    /// Takes an offer back (OWN-4). Refused with `not_found`, `access_denied`.
    withdraw_ownership(scope: ScopeArgument) -> cowrite::OfferView = |actor| actor.withdraw_ownership(scope);
}
