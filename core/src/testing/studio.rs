use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use super::shelf::Shelf;
use crate::app::{Actor, InvitationTerms, Workspace};
use crate::domain::access::Access;
use crate::domain::person::NewPerson;
use crate::domain::shares::ShareRow;
use crate::domain::split::{Percent, ShareEdits};
use crate::error::Error;
use crate::id::TrackId;
use crate::ports::{Clock, Entropy};
use crate::time::Timestamp;

/// A clock that stands still until it is set.
#[derive(Debug, Clone)]
pub struct SettableClock(Arc<AtomicI64>);

impl SettableClock {
    /// Makes a clock that shows `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.millis())))
    }

    /// Moves the clock, forwards or backwards.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// Bits that are the same for the same seed: never for use outside tests.
#[derive(Debug, Clone)]
pub struct SeededEntropy(Arc<AtomicU64>);

impl SeededEntropy {
    /// Begins a sequence.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn bits(&self) -> Result<u64, Error> {
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }
}

/// A small studio in memory: Olivia owns "Midnight Sessions", Alex is an editor there, each holds half; Jordan is registered and has no part in it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Studio {
    /// The workspace.
    pub workspace: Workspace,
    /// The owner.
    pub olivia: Actor,
    /// The editor.
    pub alex: Actor,
    /// Somebody else, with the address `jordan@example.com`.
    pub jordan: Actor,
    /// The track.
    pub track: TrackId,
    /// The files that tracks have: none, until they are laid there.
    pub shelf: Shelf,
}

impl Studio {
    /// Sets the studio up.
    ///
    /// # Errors
    /// None that the library should give.
    pub async fn new() -> Result<Self, Error> {
        let shelf = Shelf::default();
        let workspace = Workspace::builder().track_files(shelf.clone()).in_memory()?;
        let mut actors = Vec::new();
        for (word, name) in [("olivia", "Olivia Park"), ("alex", "Alex Reyes"), ("jordan", "Jordan Mbeki")] {
            let person = NewPerson::new(word, name).email(format!("{word}@example.com"));
            actors.push(workspace.acting_as(workspace.register(person).await?.id));
        }
        let [olivia, alex, jordan] = <[Actor; 3]>::try_from(actors).map_err(|_| Error::Conflict)?;
        let track = olivia.create_track("Midnight Sessions").await?.id;
        let half = Percent::from_hundredths(5_000).unwrap_or_default();
        let terms = InvitationTerms::new(Access::Editor).role("producer").shares(ShareEdits::all(half));
        let invitation = olivia.invite(track, alex.id(), terms).await?;
        alex.accept_invitation(invitation.id).await?;
        olivia.set_shares(track, [ShareRow { person: olivia.id(), edits: ShareEdits::all(half) }]).await?;
        Ok(Self { workspace, olivia, alex, jordan, track, shelf })
    }
}
