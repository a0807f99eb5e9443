//! The place of a track's folder among others (FIL-1).
//!
//! 1. A place is claimed: no two tracks whose folders lie under one root have the same, whatever file systems take for one name.
//! 2. No track's folder lies in another's: what lies above one is claimed too, by whoever is first, for all and for good.
//! 3. Where a place is taken, ids are added to names: the track's own to its title, then each group's to its name as well.
//! 4. At the root, `imports` is no track's: there lies what was sent and waits (IMP-1).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::draft::Draft;
use super::file::{FileName, FilePath, folder_name};
use super::person::{Claim, ClaimChange};
use super::slice::Slice;
use crate::id::{PersonId, Scope, TrackId};

/// The folder at the root in which files lie that were sent to somebody and wait (IMP-1).
pub const IMPORTS: &str = "imports";

/// Whose folders lie side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides which places are the same")]
pub enum Roots {
    /// Everybody's: there is one root.
    One,
    /// Each holder's own.
    EachHolder,
}

/// A place for a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct FolderPlace {
    /// Among whose folders.
    pub roots: Roots,
    /// In whose account: the owner's, until a handover's files have been moved.
    pub holder: PersonId,
    /// The path below the account's root.
    pub path: FilePath,
}

impl FolderPlace {
    /// Returns by what its account is known: its holder, or nobody's id where there is one for everybody.
    #[must_use]
    pub const fn account(&self) -> PersonId {
        Self::account_of(self.roots, self.holder)
    }

    /// Returns by what a holder's account is known.
    #[must_use]
    pub const fn account_of(roots: Roots, holder: PersonId) -> PersonId {
        match roots {
            Roots::One => PersonId::from_uuid(Uuid::nil()),
            Roots::EachHolder => holder,
        }
    }

    /// Returns the claim by which no other track gets this place (R1).
    #[must_use]
    pub fn claim(&self) -> Claim {
        self.hashed(self.path.names(), "")
    }

    /// Returns, for each folder above, the claim to its place and the one by which it is known to be no track's (R2).
    #[must_use]
    pub fn above(&self) -> Vec<(Claim, Claim)> {
        let names = self.path.names();
        let above = (1..names.len()).filter_map(|length| names.get(..length));
        above.map(|names| (self.hashed(names, ""), self.hashed(names, "/"))).collect()
    }

    /// Returns every claim that says whether the place is free.
    pub fn claims(&self) -> impl Iterator<Item = Claim> {
        let above = self.above().into_iter().flat_map(|(place, mark)| [place, mark]);
        above.chain([self.claim()])
    }

    /// Returns whether no other track has the place, nor any on the way to it, of what was looked up.
    #[must_use]
    pub fn is_free(&self, slice: &Slice) -> bool {
        let is_taken = |claim: &Claim| slice.holders.contains_key(claim);
        let is_open = |(place, mark): &(Claim, Claim)| is_taken(mark) || !is_taken(place);
        !self.is_reserved() && !is_taken(&self.claim()) && self.above().iter().all(is_open)
    }

    /// Returns how many of the folders above, from the root down, are known to be no track's, of what was looked up (R2).
    #[must_use]
    pub fn known_above(&self, slice: &Slice) -> usize {
        self.above().iter().take_while(|(_, mark)| slice.holders.contains_key(mark)).count()
    }

    /// Returns whether both lie under one root, so that what is at the one can be moved to the other.
    #[must_use]
    pub fn shares_root(&self, other: &Self) -> bool {
        self.roots == other.roots && (self.roots == Roots::One || self.holder == other.holder)
    }

    /// Returns whether what is to lie here is not a track's (R4).
    fn is_reserved(&self) -> bool {
        self.path.names().first().is_some_and(|name| name.key() == IMPORTS)
    }

    fn hashed(&self, names: &[FileName], mark: &str) -> Claim {
        let mut hash = Sha256::new();
        if self.roots == Roots::EachHolder {
            hash.update(self.holder.uuid());
        }
        // Hashed, since a path is longer than what stores index.
        for name in names {
            hash.update(name.key());
            hash.update("/");
        }
        hash.update(mark);
        Claim::Folder(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Returns the places that a track's folder may have by its title and groups, the first that is free being the one (R3).
///
/// None, where the track or its way up is not in the slice.
#[must_use]
pub fn wanted_places(slice: &Slice, id: TrackId, roots: Roots) -> Vec<FolderPlace> {
    let Some(track) = slice.track(id) else {
        return Vec::new();
    };
    let above: Vec<Scope> = slice.way_up(id.into()).skip(1).collect();
    let groups = || above.iter().rev().filter_map(|scope| slice.group(scope.group()?));
    let plain: Vec<FileName> = groups().map(|group| folder_name(&group.name)).collect();
    let by_id: Vec<FileName> = groups().map(|group| with_id(&group.name, group.id.uuid())).collect();
    let title = with_id(&track.title, id.uuid());
    let ways = [(&plain, folder_name(&track.title)), (&plain, title.clone()), (&by_id, title)];
    let path = |(above, name): &(&Vec<FileName>, FileName)| {
        let names = above.iter().chain([name]);
        names.cloned().try_fold(FilePath::root(), |path, name| path.join(name)).ok()
    };
    let place = |path| FolderPlace { roots, holder: track.owner, path };
    let mut places: Vec<FolderPlace> = ways.iter().filter_map(path).map(place).collect();
    places.dedup();
    places
}

/// A name with the end of an id, which is random.
fn with_id(title: &str, id: Uuid) -> FileName {
    let title = folder_name(title);
    let ends = title.as_str().char_indices().map(|(at, mark)| at + mark.len_utf8()).take_while(|end| *end <= 180);
    let beginning = title.as_str().get(..ends.last().unwrap_or_default()).unwrap_or_default();
    let ending = id.simple().to_string();
    folder_name(&format!("{beginning} {}", ending.get(20..).unwrap_or_default()))
}

impl Draft {
    /// Takes a place that is free, and what of the way to it nobody has taken yet.
    pub(crate) fn take_place(&mut self, place: &FolderPlace) {
        let fresh = ClaimChange { from: None, to: Some(place.holder) };
        for (above, mark) in place.above() {
            if !self.slice.holders.contains_key(&mark) {
                self.claims.extend([(above, fresh), (mark, fresh)]);
            }
        }
        self.claims.insert(place.claim(), fresh);
    }

    /// Gives a place back, so that another track may have it; what lies above it stays nobody's.
    pub(crate) fn give_back_place(&mut self, place: &FolderPlace) {
        self.claims.insert(place.claim(), ClaimChange { from: Some(place.holder), to: None });
    }
}
