//! Shares, and the proposals that make setting them easy.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::invitations::{InvitationTerms, InvitationView, invitee_needs};
use crate::domain::access::act;
use crate::domain::draft::Draft;
use crate::domain::invitation::Terms;
use crate::domain::shares::{ShareRow, SharesChange};
use crate::domain::split::{Invitee, Kind, Percent, Proposal, Shares, Totals};
use crate::error::{Error, Noun};
use crate::id::{PersonId, Scope, TrackId};
use crate::ports::store::Need;

/// Shares to save, of many people at once (SPL-9).
///
/// # Example: based on what was on the screen
///
/// ```
/// use cowrite::{PersonId, Percent, ShareEdits, ShareRow, ShareSave};
/// # let alex: PersonId = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
///
/// let half: Percent = "50".parse().unwrap();
/// let save = ShareSave::new([ShareRow { person: alex, edits: ShareEdits::all(half) }]).based_on(7);
/// # let _ = save;
/// # Ok::<(), cowrite::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct ShareSave {
    rows: Vec<ShareRow>,
    based_on: Option<u64>,
}

impl ShareSave {
    /// Names the rows to change.
    pub fn new(rows: impl IntoIterator<Item = ShareRow>) -> Self {
        Self { rows: rows.into_iter().collect(), based_on: None }
    }

    /// Names the version it is based on: a stale one is `conflict` and changes nothing.
    pub const fn based_on(mut self, version: u64) -> Self {
        self.based_on = Some(version);
        self
    }
}

impl<const N: usize> From<[ShareRow; N]> for ShareSave {
    fn from(rows: [ShareRow; N]) -> Self {
        Self::new(rows)
    }
}

impl From<Vec<ShareRow>> for ShareSave {
    fn from(rows: Vec<ShareRow>) -> Self {
        Self::new(rows)
    }
}

/// What applying a proposal did (SPL-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Applied {
    /// What became of the shares, the newcomer's among them.
    pub shares: SharesChange,
    /// The newcomer's invitation, where one was made.
    pub invitation: Option<InvitationView>,
}

impl Actor {
    /// Sets shares of many people at once; a save that would lift a kind above 100 is refused whole (SPL-3, SPL-9).
    ///
    /// # Errors
    /// `invalid_input{rows}` for a person named twice; `not_found`; `access_denied{edit_shares}`, and `{manage_collaborators}` for rows of those whose access has ended; `conflict` on a stale version; `not_collaborator`; `over_allocated`.
    ///
    /// # Example: too much by five percent
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Error, Kind, Percent, ShareEdits, ShareRow};
    ///
    /// let share: Percent = "55".parse().unwrap();
    /// let refused = olivia.set_shares(track, [ShareRow { person: alex.id(), edits: ShareEdits::all(share) }]).await;
    /// assert_eq!(refused, Err(Error::OverAllocated { kind: Kind::Master, total: 10_500, over_by: 500 }));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn set_shares(&self, id: TrackId, save: impl Into<ShareSave>) -> Result<SharesChange, Error> {
        let ShareSave { rows, based_on } = save.into();
        let people: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        refuse_repeats("rows", &people)?;
        let scope = Scope::Track(id);
        let needs = vec![Need::Everyone(scope), self.walk(scope, &people)];
        let named: Vec<_> = rows.iter().map(|row| (row.person, row.edits)).collect();
        let arguments = json!({ "track": id, "rows": named, "based_on": based_on });
        let call = self.call("set_shares", Some(scope), arguments, needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::EditShares>(self.id(), scope)?;
            draft.set_shares(&by, id, &rows, based_on)
        };
        self.driver.act(call, decide).await
    }

    /// Proposes to divide each kind equally among `among`, or among the owner and all collaborators (SPL-6).
    ///
    /// It saves nothing: look at it, change it, apply it.
    ///
    /// # Errors
    /// `invalid_input{among}` for an empty list or a person named twice; `not_found`; `access_denied{edit_shares}`; `not_collaborator`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let even = olivia.propose_even_split(track, None).await?;
    /// assert_eq!(even.rows.len(), 2);
    /// olivia.apply_proposal(track, &even, None).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn propose_even_split(&self, id: TrackId, among: Option<&[PersonId]>) -> Result<Proposal, Error> {
        if let Some(among) = among {
            refuse_repeats("among", among)?;
            if among.is_empty() {
                return Err(Error::invalid("among", "is empty"));
            }
        }
        let scope = Scope::Track(id);
        let needs = vec![Need::Everyone(scope), self.walk(scope, &[])];
        let (slice, now) = self.look("propose_even_split", needs).await?;
        slice.require::<act::EditShares>(self.id(), scope)?.check_target(scope)?;
        slice.propose_even_split(id, among, now)
    }

    /// Proposes shares for a newcomer, out of what remains or out of the owner's share (SPL-7).
    ///
    /// # Errors
    /// `invalid_input{email}`; `not_found` for the track or the person; `access_denied{edit_shares}`; `owner_fixed` for the owner.
    ///
    /// # Example: the owner's half is halved
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let proposal = olivia.propose_newcomer_split(track, "jordan@example.com").await?;
    /// let master: Vec<_> = proposal.rows.iter().filter_map(|row| row.shares.master).map(|share| share.to_string()).collect();
    /// assert_eq!(master, ["25.00", "25.00"]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn propose_newcomer_split(&self, id: TrackId, newcomer: impl Into<Invitee>) -> Result<Proposal, Error> {
        let newcomer = newcomer.into();
        let scope = Scope::Track(id);
        let mut needs = vec![Need::Everyone(scope), self.walk(scope, &[])];
        needs.extend(invitee_needs(scope, &newcomer)?);
        let (slice, now) = self.look("propose_newcomer_split", needs).await?;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        slice.find_invitee(&newcomer)?;
        slice.require::<act::EditShares>(self.id(), scope)?.check_target(scope)?;
        slice.propose_newcomer_split(id, &newcomer, now)
    }

    /// Applies a proposal; with `terms` its newcomer is invited in the same commit (SPL-7).
    ///
    /// The shares in `terms` play no part: the newcomer's are the proposal's.
    ///
    /// # Errors
    /// `conflict` where shares have changed since it was made; `invalid_input{proposal}` for one of another track or with a person named twice; `invalid_input{access}` for a newcomer without terms who has no part in the track; else as [`Actor::set_shares`] and [`Actor::invite`].
    ///
    /// # Example: a newcomer with what was proposed
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Access, InvitationTerms};
    ///
    /// let proposal = olivia.propose_newcomer_split(track, "jordan@example.com").await?;
    /// let terms = InvitationTerms::new(Access::Editor).role("lyrics");
    /// let applied = olivia.apply_proposal(track, &proposal, Some(terms)).await?;
    /// assert_eq!(applied.shares.totals.master.remaining.to_string(), "0.00");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn apply_proposal(
        &self,
        id: TrackId,
        proposal: &Proposal,
        terms: Option<InvitationTerms>,
    ) -> Result<Applied, Error> {
        let scope = Scope::Track(id);
        if proposal.track != id {
            return Err(Error::invalid("proposal", "is for another track"));
        }
        let named: Vec<PersonId> = proposal.rows.iter().filter_map(|row| row.person).collect();
        refuse_repeats("proposal", &named)?;
        let terms = terms.map(|terms| terms.tidied(scope)).transpose()?;
        let mut needs = vec![Need::Everyone(scope), self.walk(scope, &named)];
        if let Some(newcomer) = &proposal.newcomer {
            needs.extend(invitee_needs(scope, newcomer)?);
        }
        let arguments = json!({ "proposal": proposal, "access": terms.as_ref().map(|terms| terms.access), "role": terms.as_ref().map(|terms| &terms.role) });
        let call = self.call("apply_proposal", Some(scope), arguments, needs);
        let days = self.driver.core.options.invitation_days;
        let decide = |draft: &mut Draft| {
            draft.see(self.id(), scope)?;
            let terms = terms.clone().map(|terms| Terms { expires_at: draft.at.plus_days(days), ..terms });
            let newcomer = self.newcomer(draft, proposal, terms.as_ref())?;
            let by = draft.require::<act::EditShares>(self.id(), scope)?;
            let (shares, invitation) = draft.apply_proposal(&by, proposal, newcomer, terms.as_ref())?;
            let invitation = invitation.map(|id| InvitationView::of(&draft.slice, id, draft.at)).transpose()?;
            Ok(Applied { shares, invitation })
        };
        self.driver.act(call, decide).await
    }

    /// Returns who a proposal's newcomer is; an address that nobody has becomes somebody only where they are invited.
    fn newcomer(
        &self,
        draft: &mut Draft,
        proposal: &Proposal,
        terms: Option<&Terms>,
    ) -> Result<Option<PersonId>, Error> {
        let Some(newcomer) = &proposal.newcomer else {
            return Ok(None);
        };
        let known = draft.slice.find_invitee(newcomer)?;
        if terms.is_none() && !known.is_some_and(|person| draft.has_part(proposal.track, person)) {
            return Err(Error::invalid("access", "is needed to invite the newcomer"));
        }
        let scope = Scope::Track(proposal.track);
        draft.allow::<act::EditShares>(self.id(), scope)?;
        draft.invitee(newcomer).map(Some)
    }

    /// Returns the cap for each of a person's input fields: their own share plus what remains (SPL-8).
    ///
    /// # Errors
    /// `not_found` for the track or the person.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let caps = olivia.shares_available(track, alex.id()).await?;
    /// assert_eq!(caps.master.unwrap().to_string(), "50.00");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn shares_available(&self, id: TrackId, person: PersonId) -> Result<Shares, Error> {
        let scope = Scope::Track(id);
        let needs = vec![self.walk(scope, &[]), Need::Roster(scope), Need::Person(person)];
        let (slice, _) = self.look("shares_available", needs).await?;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        if !slice.people.contains_key(&person) {
            return Err(Error::not_found(Noun::Person));
        }
        let totals = slice.totals(id)?;
        let own = slice.shares_of(id, person);
        let cap = |kind: Kind| {
            let remaining = totals.get(kind).remaining;
            own.get(kind).unwrap_or(Percent::ZERO).checked_add(remaining)
        };
        Ok(Kind::ALL.into_iter().fold(Shares::UNSET, |shares, kind| shares.with(kind, cap(kind))))
    }

    /// Returns the totals where every kind is exactly 100 (SPL-5).
    ///
    /// # Errors
    /// `not_found`; `splits_incomplete` with every kind that is not exactly 100, and by how much.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.require_complete_splits(track).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn require_complete_splits(&self, id: TrackId) -> Result<Totals, Error> {
        let scope = Scope::Track(id);
        let needs = vec![self.walk(scope, &[]), Need::Roster(scope)];
        let (slice, _) = self.look("require_complete_splits", needs).await?;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        let totals = slice.totals(id)?;
        let kinds = totals.shortfalls();
        if kinds.is_empty() { Ok(totals) } else { Err(Error::SplitsIncomplete { kinds }) }
    }
}

fn refuse_repeats(field: &'static str, people: &[PersonId]) -> Result<(), Error> {
    let mut sorted = people.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() == people.len() { Ok(()) } else { Err(Error::invalid(field, "names a person twice")) }
}
