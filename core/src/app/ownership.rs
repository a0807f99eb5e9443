//! Handing ownership over (OWN-4).

use serde_json::json;

use super::actor::{Actor, require_known};
use crate::domain::access::act;
use crate::domain::draft::Draft;
use crate::domain::ownership::{Handover, OfferView};
use crate::error::Error;
use crate::id::{PersonId, Scope};
use crate::ports::store::{Find, Need};

/// Returns the need for the playlists that a handover takes a track out of (OWN-4).
pub(crate) fn playlists_with(scope: Scope) -> Option<Need> {
    scope.track().map(|track| Need::Documents(Find::PlaylistsWith(track)))
}

impl Actor {
    /// Offers ownership of a track or group to a collaborator, who accepts or declines (OWN-4).
    ///
    /// # Errors
    /// `not_found`; `access_denied{hand_over}`; `owner_fixed` to the owner; `not_collaborator` to somebody without access; `conflict` while another offer is open.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let offer = olivia.offer_ownership(track, alex.id()).await?;
    /// assert_eq!(offer.to, alex.id());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn offer_ownership(&self, scope: impl Into<Scope>, to: PersonId) -> Result<OfferView, Error> {
        let scope = scope.into();
        let days = self.driver.core.options.invitation_days;
        let needs = vec![self.walk(scope, &[to]), Need::Person(to)];
        let call = self.call("offer_ownership", Some(scope), json!({ "scope": scope, "to": to }), needs);
        let decide = |draft: &mut Draft| {
            draft.see(self.id(), scope)?;
            require_known(draft, to)?;
            let by = draft.require::<act::HandOver>(self.id(), scope)?;
            draft.offer_ownership(&by, scope, to, draft.at.plus_days(days))
        };
        self.driver.act(call, decide).await
    }

    /// Accepts ownership: the old owner becomes a full collaborator (OWN-4).
    ///
    /// # Errors
    /// `not_found` without an open offer to the actor, or where the actor has lost access.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.offer_ownership(track, alex.id()).await?;
    /// let handover = alex.accept_ownership(track).await?;
    /// assert_eq!((handover.owner, handover.previous_owner), (alex.id(), olivia.id()));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn accept_ownership(&self, scope: impl Into<Scope>) -> Result<Handover, Error> {
        let scope = scope.into();
        let mut needs = vec![
            self.walk(scope, &[]),
            Need::Roster(scope),
            Need::Pending(scope),
            // Whoever comes to own something expects their own record, so that erasing excludes it.
            Need::Person(self.id()),
        ];
        needs.extend(scope.track().map(Need::PageOfOwner));
        needs.extend(playlists_with(scope));
        let call = self.call("accept_ownership", Some(scope), json!({ "scope": scope }), needs);
        self.driver.act(call, |draft: &mut Draft| draft.accept_ownership(self.id(), scope)).await
    }

    /// Declines ownership (OWN-4).
    ///
    /// # Errors
    /// `not_found` without an open offer to the actor.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.offer_ownership(track, alex.id()).await?;
    /// alex.decline_ownership(track).await?;
    /// assert_eq!(olivia.track(track).await?.offer, None);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn decline_ownership(&self, scope: impl Into<Scope>) -> Result<OfferView, Error> {
        let scope = scope.into();
        let call = self.call("decline_ownership", Some(scope), json!({ "scope": scope }), vec![self.walk(scope, &[])]);
        self.driver.act(call, |draft: &mut Draft| draft.decline_ownership(self.id(), scope)).await
    }

    /// Takes an offer of ownership back (OWN-4).
    ///
    /// # Errors
    /// `not_found` without an open offer; `access_denied{hand_over}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.offer_ownership(track, alex.id()).await?;
    /// olivia.withdraw_ownership(track).await?;
    /// assert_eq!(alex.accept_ownership(track).await.unwrap_err().code(), "not_found");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn withdraw_ownership(&self, scope: impl Into<Scope>) -> Result<OfferView, Error> {
        let scope = scope.into();
        let call = self.call("withdraw_ownership", Some(scope), json!({ "scope": scope }), vec![self.walk(scope, &[])]);
        self.driver.act(call, |draft: &mut Draft| draft.withdraw_ownership(self.id(), scope)).await
    }
}
