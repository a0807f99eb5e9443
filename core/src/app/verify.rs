//! Verifying: does what is stored keep the rules, and is it what its history says (REL-4)?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::workspace::Workspace;
use crate::domain::document::Document;
use crate::domain::group::DEPTH_LIMIT;
use crate::domain::invitation::InvitationState;
use crate::domain::person::{Claim, Profile};
use crate::domain::public_page::PublicPage;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{PersonId, Scope};
use crate::ports::store::{CommitOrder, Everything};
use crate::time::Timestamp;

/// Something in the store that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// The rule.
    pub rule: String,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl Workspace {
    /// Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).
    ///
    /// It reads everything at once, so its memory grows with the store; run it on a backup where that matters.
    ///
    /// # Errors
    /// `storage` naming table and row where the store itself is damaged.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// assert!(workspace.verify().await?.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn verify(&self) -> Result<Vec<Fault>, Error> {
        self.core.store.check().await?;
        Ok(faults(&self.core.store.everything().await?))
    }
}

/// Returns what is wrong with a store: nothing, in a sound one.
#[must_use]
pub fn faults(everything: &Everything) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut report = |rule: &str, place: String, what: &str| {
        faults.push(Fault { rule: rule.to_owned(), place, what: what.to_owned() });
    };
    check_history(everything, &mut report);
    check_claims(&everything.slice, &mut report);
    check_groups(&everything.slice, &mut report);
    check_rosters(&everything.slice, &mut report);
    check_invitations(&everything.slice, &mut report);
    faults
}

/// Applying all events in order gives the stored state again, but for what is kept beside the events: names, addresses, people's own words.
fn check_history(everything: &Everything, report: &mut impl FnMut(&str, String, &str)) {
    let mut folded = Slice::default();
    let mut last: BTreeMap<Option<Aggregate>, (u64, Timestamp)> = BTreeMap::new();
    for entry in &everything.log {
        let recorded = &entry.recorded;
        // Where only what depends on one another is ordered, that is at least the history of one aggregate.
        let chain = match everything.order {
            CommitOrder::Total => None,
            CommitOrder::ByDependency => Some(recorded.aggregate),
        };
        let before = last.insert(chain, (entry.revision, entry.stamp));
        if before.is_some_and(|(revision, stamp)| entry.revision < revision || entry.stamp < stamp) {
            report("EXP-4", format!("commit {}", entry.revision), "is stamped or numbered before the one before it");
        }
        folded.apply(recorded.aggregate, &recorded.event, entry.at);
        if folded.versions.get(&recorded.aggregate) != Some(&recorded.seq) {
            report("REL-2", format!("{:?}", recorded.aggregate), "has a gap in its history");
        }
    }
    let stored = &everything.slice;
    let mut compare = |what: &str, same: bool| {
        if !same {
            report("REL-2", what.to_owned(), "is not what its history comes to");
        }
    };
    compare("versions", folded.versions == stored.versions);
    compare("tracks", folded.tracks == stored.tracks);
    compare("groups", folded.groups == stored.groups);
    compare("invitations", folded.invitations == stored.invitations);
    let documents = |slice: &Slice| -> BTreeMap<_, _> {
        slice.documents.iter().map(|(key, document)| (*key, document.clone().without_profile())).collect()
    };
    compare("documents", documents(&folded) == documents(stored));
    compare("rosters", rows(&folded) == rows(stored));
    let states = |slice: &Slice| -> BTreeMap<PersonId, _> {
        slice.people.iter().map(|(id, person)| (*id, person.state)).collect()
    };
    compare("people", states(&folded) == states(stored));
}

/// Returns the rows of all rosters, without the marks of how they were loaded.
fn rows(slice: &Slice) -> BTreeMap<Scope, (u64, Vec<(PersonId, crate::domain::roster::Member)>)> {
    let row = |(scope, roster): (&Scope, &crate::domain::roster::Roster)| {
        let members = roster.rows().map(|(person, member)| (person, member.clone())).collect();
        (*scope, (roster.shares_version, members))
    };
    slice.rosters.iter().map(row).collect()
}

fn check_claims(slice: &Slice, report: &mut impl FnMut(&str, String, &str)) {
    let mut expected = BTreeMap::new();
    for person in slice.people.values() {
        let Profile { external_id, email, .. } = &person.profile;
        let claims = external_id.clone().map(Claim::ExternalId).into_iter().chain(email.as_ref().map(Claim::email));
        for claim in claims {
            if expected.insert(claim, person.id).is_some() {
                report("PER-1", person.id.to_string(), "shares an external id or an address with another");
            }
        }
    }
    let mut places = BTreeMap::new();
    for folder in slice.documents.values() {
        let Document::Folder(folder) = folder else { continue };
        for place in core::iter::once(&folder.at).chain(&folder.next) {
            if places.insert(place.claim(), place.holder).is_some() {
                report("FIL-1", folder.track.to_string(), "shares a folder with another track");
            }
        }
    }
    for page in slice.documents.values().filter_map(page_of) {
        if let Some(slug) = page.profile.slug.clone()
            && expected.insert(Claim::Slug(slug), page.person).is_some()
        {
            report("PUB-2", page.person.to_string(), "shares the address of its page with another");
        }
    }
    // Folders above those of tracks, and what lies in a former holder's account, have places too.
    if places.iter().any(|(claim, holder)| slice.holders.get(claim) != Some(holder)) {
        report("FIL-1", "claims".to_owned(), "are not those of the folders");
    }
    let others = slice.holders.iter().filter(|(claim, _)| !matches!(claim, Claim::Folder(_)));
    if !expected.iter().eq(others) {
        report("PER-1", "claims".to_owned(), "are not those of the people");
    }
}

const fn page_of(document: &Document) -> Option<&PublicPage> {
    match document {
        Document::Page(page) => Some(page),
        _ => None,
    }
}

fn check_groups(slice: &Slice, report: &mut impl FnMut(&str, String, &str)) {
    for group in slice.groups.values().filter(|group| !group.deleted) {
        let place = || group.id.to_string();
        let up: Vec<_> = slice.way_up(group.id.into()).take(64).collect();
        if up.len() > usize::try_from(DEPTH_LIMIT).unwrap_or(usize::MAX) {
            report("GRP-1", place(), "lies too deep, or inside itself");
        }
        if let Some(parent) = slice.parent(group.id.into()) {
            let above: Vec<_> = slice.way_up(parent.into()).take(64).filter_map(Scope::group).collect();
            let stored = group.ancestors.iter().rev().take(above.len()).copied();
            if !above.iter().copied().eq(stored) {
                report("GRP-1", place(), "stores another way up than its parent");
            }
        }
        let tracks = slice.tracks.values().filter(|track| track.is_there() && track.group == Some(group.id)).count();
        if u32::try_from(tracks) != Ok(group.tracks) {
            report("REL-5", place(), "counts its tracks wrong");
        }
    }
}

fn check_rosters(slice: &Slice, report: &mut impl FnMut(&str, String, &str)) {
    for id in slice.tracks.keys() {
        if slice.totals(*id).is_err() {
            report("SPL-3", id.to_string(), "has a kind of split above 100");
        }
    }
    for (scope, roster) in &slice.rosters {
        for (person, member) in roster.rows() {
            if !slice.people.contains_key(&person) {
                report("PER-1", scope.to_string(), "has a row of nobody");
            }
            if scope.group().is_some() && member.credit.is_some() {
                report("INV-1", scope.to_string(), "is a group with a credit");
            }
            if slice.owner(*scope) == Some(person) && member.standing != crate::domain::access::Standing::None {
                report("OWN-3", scope.to_string(), "says something of its owner");
            }
        }
    }
}

fn check_invitations(slice: &Slice, report: &mut impl FnMut(&str, String, &str)) {
    let mut pending = BTreeMap::new();
    for invitation in slice.invitations.values().filter(|invitation| invitation.state == InvitationState::Pending) {
        let window = (invitation.created_at, invitation.expires_at);
        let others: &mut Vec<_> = pending.entry((invitation.scope, invitation.person)).or_default();
        if others.iter().any(|(from, until)| window.0 < *until && *from < window.1) {
            report("INV-4", invitation.id.to_string(), "is pending beside another");
        }
        others.push(window);
    }
}
