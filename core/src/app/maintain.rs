//! Sweeping out what is over, so that a store holds no more than it needs (REL-1).

use serde::{Deserialize, Serialize};

use super::driver::Driver;
use super::workspace::Workspace;
use crate::domain::document::Document;
use crate::domain::effect::Effect;
use crate::domain::folder::Folder;
use crate::domain::folder_members::{FolderTrouble, MemberTrouble, OnFolder};
use crate::domain::item::Counter;
use crate::error::Error;
use crate::ports::store::{Find, Need, REPLAY_DAYS, Sweep};
use crate::time::Timestamp;

/// How much one commit takes away at most, so that nobody waits long for it.
const BATCH: u32 = 500;

/// How many days longer than tickets live here their counters are kept: another node may let them live longer.
const TICKET_DAYS: i64 = 7;

/// Within how many days each shared folder is looked at, though nothing was decided of it.
const LOOK_DAYS: i64 = 7;

/// How many milliseconds a day has.
const DAY: i64 = 86_400_000;

/// What was swept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Maintained {
    /// Outcomes of calls with a key, older than 7 days.
    pub outcomes: u64,
    /// What says that a ticket's download was counted, of tickets whose time is long over.
    pub tickets: u64,
    /// Counts of wrong passwords, of hours that are over.
    pub throttles: u64,
}

impl Workspace {
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on any more (REL-1).
    ///
    /// One would call it once a day, on one machine or several; nothing else sweeps, and nobody's answer changes by it.
    /// An outcome is kept to the last millisecond of its 7 days; the counter of a ticket 7 days longer than tickets live ([`WorkspaceBuilder::ticket_for`](crate::WorkspaceBuilder::ticket_for)); a count of wrong passwords until its hour is over.
    /// Where folders are shared with people, it also makes due that each is looked at once in 7 days, and those on which somebody is not as access says each time: what was changed in the file store itself is mended by it (FIL-2).
    /// It works in commits of 500 each, between which others commit, and no history tells of it; where it is cut off it is simply called again.
    ///
    /// # Errors
    /// None of its own.
    ///
    /// # Example: an outcome that nobody can ask for any more
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use cowrite::testing::SettableClock;
    /// use cowrite::{NewPerson, Workspace};
    ///
    /// let clock = SettableClock::at("2026-01-01T00:00:00.000Z".parse()?);
    /// let workspace = Workspace::builder().clock(clock.clone()).in_memory()?;
    /// let olivia = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
    /// workspace.acting_as(olivia.id).with_key("first").create_track("B-Side").await?;
    /// assert_eq!(workspace.maintain().await?.outcomes, 0);
    /// clock.advance(7 * 86_400_000);
    /// assert_eq!(workspace.maintain().await?.outcomes, 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn maintain(&self) -> Result<Maintained, Error> {
        let now = self.core.clock.now();
        self.look_at_folders(now).await?;
        let lives_for = i64::try_from(self.core.options.ticket_for.as_millis()).unwrap_or(i64::MAX);
        let ticket = now.plus_millis(lives_for.saturating_add(TICKET_DAYS * DAY).saturating_neg());
        Ok(Maintained {
            outcomes: self.sweep(Sweep::Replays(now.plus_millis(-(i64::from(REPLAY_DAYS) * DAY)))).await?,
            tickets: self.sweep(Sweep::Counters(Counter::redeemed_before(ticket))).await?,
            throttles: self.sweep(Sweep::Counters(Counter::wrong_before(now))).await?,
        })
    }

    /// Makes due that folders are looked at, a seventh of them each day.
    async fn look_at_folders(&self, now: Timestamp) -> Result<(), Error> {
        if !self.core.files.shares() {
            return Ok(());
        }
        let (driver, day) = (self.host(), now.millis().div_euclid(DAY).rem_euclid(LOOK_DAYS));
        let is_due = |folder: &Folder| {
            let is_its_day =
                i64::from(folder.track.uuid().as_bytes().last().copied().unwrap_or_default()) % LOOK_DAYS == day;
            let is_troubled =
                |on: &OnFolder| matches!(on.trouble, Some(MemberTrouble::Pending | MemberTrouble::ResidualAccess));
            let sharing = &folder.sharing;
            let is_residual = sharing.trouble == Some(FolderTrouble::ResidualAccess);
            sharing.folder.is_some() && (is_its_day || is_residual || sharing.people.values().any(is_troubled))
        };
        let mut accounts = Some(None);
        while let Some(after) = accounts {
            let (found, next) = driver.documents_after(Find::Accounts, after).await?;
            accounts = next.map(Some);
            for document in found {
                let Document::Followed(followed) = document else { continue };
                let mut folders = Some(None);
                while let Some(after) = folders {
                    let (found, next) = driver.documents_after(Find::FoldersIn(followed.account), after).await?;
                    folders = next.map(Some);
                    let due = found.into_iter().filter_map(|document| match document {
                        Document::Folder(folder) if is_due(&folder) => Some(folder.track),
                        _ => None,
                    });
                    driver.make_due("maintain", due.map(|track| Effect::Reconcile { scope: track.into() })).await?;
                }
            }
        }
        Ok(())
    }

    async fn sweep(&self, over: Sweep) -> Result<u64, Error> {
        let mut swept = 0_u64;
        loop {
            let some = self.core.store.sweep(over.clone(), BATCH).await?;
            swept = swept.saturating_add(some);
            if some < u64::from(BATCH) {
                return Ok(swept);
            }
        }
    }
}

impl Driver {
    /// Returns some of the documents that a question finds, and after which place to go on; none at the end.
    async fn documents_after(
        &self,
        find: Find,
        after: Option<Vec<u8>>,
    ) -> Result<(Vec<Document>, Option<Vec<u8>>), Error> {
        let (loaded, _) = self.read("maintain", vec![Need::DocumentsPage { find, after, limit: BATCH }]).await?;
        let is_last = u32::try_from(loaded.page.len()).is_ok_and(|length| length < BATCH);
        let next = loaded.page.last().map(|(place, _)| place.clone()).filter(|_| !is_last);
        let documents = loaded.page.iter().filter_map(|(_, key)| loaded.slice.documents.get(key).cloned());
        Ok((documents.collect(), next))
    }
}
