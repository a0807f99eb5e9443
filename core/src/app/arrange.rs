//! Bringing a track's folder to where its title, groups and owner say (FIL-1, OWN-4).

use super::driver::Driver;
use super::effects::{Turn, is_misplaced};
use super::folders::claim_needs;
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::effect::Effect;
use crate::domain::folder::Folder;
use crate::domain::folder_members::{FolderTrouble, Sharing};
use crate::domain::folder_place::{FolderPlace, wanted_places};
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::TrackId;
use crate::ports::Setback;
use crate::ports::store::Need;
use crate::time::Timestamp;

/// How often it is looked anew where something has changed meanwhile.
const LOOKS: u32 = 6;

impl Driver {
    /// Brings a track's folder to its place: announced in one commit, settled in another, with the file store's work between them.
    ///
    /// Whatever is cut off leaves an announcement, which the next try goes on with.
    pub(super) async fn arrange(&self, id: TrackId, turn: &Turn<'_>) -> Result<(), Setback> {
        let (mut is_moved, mut is_shared) = (false, false);
        for _ in 0..LOOKS {
            let (loaded, _) = self.read("run_effects", vec![Need::Folders(id.into())]).await?;
            let slice = loaded.slice;
            let Some(folder) = slice.folder(id).filter(|_| is_misplaced(&slice, id)) else {
                // What kept it from its place does so no more.
                return if is_moved { Ok(self.tell_folder_trouble(id, None).await?) } else { Ok(()) };
            };
            turn.disturb(folder.at.holder)?;
            let step = match &folder.next {
                Some(next) if is_for_nobody(&slice, folder, next) => {
                    is_moved = true;
                    self.aim_anew(&slice, folder, next, turn.until).await
                }
                Some(next) if !is_shared && self.core.files.shares() && !next.shares_root(&folder.at) => {
                    // Whom it is handed over to must be on it, and have it among their own.
                    is_shared = true;
                    self.reconcile(id, turn).await
                }
                Some(next) => {
                    is_moved = true;
                    self.finish(&slice, folder, next, turn.until).await
                }
                None => self.announce(&slice, folder, turn.until).await,
            };
            match step {
                // Somebody has uploaded, renamed or moved something meanwhile.
                Ok(()) | Err(Setback { error: Error::Conflict, .. }) => {}
                // What was deleted is handed over to nobody who has not come to have it.
                Err(Setback { trouble: Some(FolderTrouble::NewOwnerAway), .. }) if slice.track(id).is_none() => {
                    return Ok(());
                }
                Err(setback) => {
                    // Of two accounts it is not known which has said so.
                    if folder.next.as_ref().is_none_or(|next| next.shares_root(&folder.at)) {
                        turn.heed(folder.at.holder, &setback);
                    }
                    return Err(setback);
                }
            }
        }
        Err(Error::Conflict.into())
    }

    /// Refuses where somebody else may be at the same effect by now.
    pub(super) fn in_time(&self, until: Timestamp) -> Result<(), Setback> {
        if self.core.clock.now() < until { Ok(()) } else { Err(Error::SourceUnavailable.into()) }
    }

    /// Announces where a folder is to go instead, unless the store has handed it over already: then it is brought on from there.
    async fn aim_anew(
        &self,
        slice: &Slice,
        folder: &Folder,
        next: &FolderPlace,
        until: Timestamp,
    ) -> Result<(), Setback> {
        if self.core.files.is_handed_over(folder.clone(), next.clone()).await? {
            return self.finish(slice, folder, next, until).await;
        }
        self.announce(slice, folder, until).await
    }

    async fn announce(&self, slice: &Slice, folder: &Folder, until: Timestamp) -> Result<(), Setback> {
        let (id, files) = (folder.track, &self.core.files);
        let wanted = wanted_places(slice, id, folder.at.roots);
        let mut open = Vec::new();
        for place in &wanted {
            let is_own = place.claim() == folder.at.claim();
            // The same name otherwise spelled: nothing stands in the way, and nobody else can come to.
            if is_own && place.path != folder.at.path {
                files.bring(folder.clone(), place.clone(), until).await?;
            }
            if is_own || !self.is_taken(place, Some(folder)).await? {
                open.push(place.clone());
            }
        }
        let needs = core::iter::once(Need::Folders(id.into())).chain(claim_needs(&wanted)).collect();
        let decide = |draft: &mut Draft| {
            // What was renamed just now has other places, of which nothing was looked up.
            if draft.slice.folder(id) != Some(folder) || wanted_places(&draft.slice, id, folder.at.roots) != wanted {
                return Err(Error::Conflict);
            }
            let may_have = |place: &&FolderPlace| {
                place.claim() == folder.at.claim() || folder.had(place) || place.is_free(&draft.slice)
            };
            let place = open.iter().find(may_have).cloned();
            draft.announce_folder(id, &place.ok_or(Error::SourceUnavailable)?)
        };
        Ok(self.act(self.effect_call(needs, Some(id)), decide).await?)
    }

    async fn finish(
        &self,
        slice: &Slice,
        folder: &Folder,
        next: &FolderPlace,
        until: Timestamp,
    ) -> Result<(), Setback> {
        let (id, files) = (folder.track, &self.core.files);
        let is_another_s = !next.shares_root(&folder.at);
        self.in_time(until)?;
        // Where the store hands nothing over, the former owner keeps theirs alone, and the new one gets a copy.
        let is_copied = !(is_another_s && files.hand_over(folder.clone(), next.clone()).await?);
        if is_another_s && is_copied {
            // What they have mounted would lie where the copy is to be.
            files.end_sharing(folder.clone()).await?;
        }
        if is_copied {
            files.bring(folder.clone(), next.clone(), until).await?;
        }
        let version = |slice: &Slice| slice.versions.get(&Aggregate::Document(DocumentKey::Folder(id))).copied();
        let seen = version(slice);
        let decide = |draft: &mut Draft| {
            // What was done to its files meanwhile is brought too before it is settled.
            if version(&draft.slice) != seen {
                return Err(Error::Conflict);
            }
            draft.settle_folder(id, next)?;
            if is_another_s && is_copied {
                draft.keep_sharing(id, &Sharing::default())?;
            }
            if is_another_s {
                draft.effects.insert(Effect::Reconcile { scope: id.into() });
            }
            Ok(())
        };
        Ok(self.act(self.effect_call(vec![Need::Folders(id.into())], Some(id)), decide).await?)
    }
}

/// Returns whether a folder is being handed over to somebody whose the track is not any more.
fn is_for_nobody(slice: &Slice, folder: &Folder, next: &FolderPlace) -> bool {
    let wanted = wanted_places(slice, folder.track, folder.at.roots);
    !next.shares_root(&folder.at) && wanted.first().is_some_and(|wanted| !wanted.shares_root(next))
}
