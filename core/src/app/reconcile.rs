//! Bringing who is on a track's folder to what access says (FIL-2).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::driver::Driver;
use super::effects::Turn;
use super::folders::file_needs;
use super::look::known_needs;
use super::workspace::Workspace;
use crate::domain::draft::Draft;
use crate::domain::effect::Effect;
use crate::domain::folder::Folder;
use crate::domain::folder_members::{FolderTrouble, Sharing};
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::store::Need;
use crate::ports::{Setback, SharingWish, Wanted};

/// How often it is looked anew where something has changed meanwhile.
const LOOKS: u32 = 6;

/// What concerns a track's folder is due now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FolderRetried {
    /// Of which track.
    pub track: TrackId,
}

/// What a person's account concerns is due now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccountConnected {
    /// Whose.
    pub person: PersonId,
    /// How many tracks and groups they own or are named on, whose folders are looked at.
    pub scopes: u32,
}

impl Driver {
    /// Brings the members of a track's folder to what access says now, and goes on until that has not changed meanwhile.
    pub(super) async fn reconcile(&self, id: TrackId, turn: &Turn<'_>) -> Result<(), Setback> {
        let mut known = None;
        for _ in 0..LOOKS {
            let (slice, people) = self.wanted(id).await?;
            let Some(folder) = slice.folder(id).cloned() else {
                if people.is_empty() {
                    return Ok(());
                }
                // Two tracks that want one place are told apart when it is looked at anew.
                match self.place_folder(None, id).await {
                    Ok(()) | Err(Setback { error: Error::Conflict, .. }) => continue,
                    Err(setback) => return Err(setback),
                }
            };
            let holder = folder.at.holder;
            turn.disturb(holder)?;
            let read = folder.clone();
            let wish = SharingWish { folder, people: people.clone(), known: known.take(), until: turn.until };
            let found = self.core.files.share(wish).await;
            if found.asks_for_known {
                let slice = self.read("run_effects", known_needs(id).into()).await?.0.slice;
                known = Some(slice.known_ids(id));
                continue;
            }
            if let Some(setback) = &found.setback {
                turn.heed(holder, setback);
            }
            match self.keep_sharing(&read, &found.sharing).await {
                // It was found of a folder that is another's by now, or that somebody else has looked at since.
                Err(Error::Conflict) => continue,
                kept => kept?,
            }
            if let Some(setback) = found.setback {
                return Err(setback);
            }
            let (slice, now) = self.wanted(id).await?;
            if now == people && slice.folder(id).is_some_and(|folder| folder.at.holder == holder) {
                return Ok(());
            }
        }
        Err(Error::Conflict.into())
    }

    /// Makes an effect for each track below a group, so that each is done, and fails, by itself.
    pub(super) async fn reconcile_below(&self, group: GroupId) -> Result<(), Setback> {
        let (loaded, _) = self.read("run_effects", vec![Need::Folders(group.into())]).await?;
        let tracks = loaded.slice.tracks.keys().map(|id| Effect::Reconcile { scope: (*id).into() });
        Ok(self.make_due("run_effects", tracks).await?)
    }

    /// Returns who is to be on a track's folder.
    async fn wanted(&self, id: TrackId) -> Result<(Slice, BTreeMap<PersonId, Wanted>), Error> {
        let needs = vec![Need::Everyone(id.into()), Need::Folders(id.into()), Need::Names];
        let slice = self.read("run_effects", needs).await?.0.slice;
        let email = |person: &PersonId| slice.people.get(person).and_then(|person| person.profile.email.clone());
        let wanted = |(person, access): (PersonId, _)| (person, Wanted { access, email: email(&person) });
        let people = slice.folder_members(id).into_iter().map(wanted).collect();
        Ok((slice, people))
    }

    /// Keeps what was found of a folder, unless that is elsewhere, or known otherwise, than when it was read.
    async fn keep_sharing(&self, read: &Folder, sharing: &Sharing) -> Result<(), Error> {
        let id = read.track;
        let call = self.effect_call(vec![Need::Folders(id.into())], Some(id));
        let decide = |draft: &mut Draft| match draft.slice.folder(id) {
            Some(now) if now.at == read.at && now.sharing == read.sharing => draft.keep_sharing(id, sharing),
            _ => Err(Error::Conflict),
        };
        self.act(call, decide).await
    }

    /// Tells a folder's owner what must be mended; a track without a folder has nothing to tell it by.
    pub(super) async fn tell_folder_trouble(&self, id: TrackId, trouble: FolderTrouble) -> Result<(), Error> {
        let call = self.effect_call(vec![Need::Folders(id.into())], Some(id));
        let decide = |draft: &mut Draft| match draft.slice.folder(id).map(|folder| folder.sharing.clone()) {
            Some(sharing) => draft.keep_sharing(id, &Sharing { trouble: Some(trouble), ..sharing }),
            None => Ok(()),
        };
        self.act(call, decide).await
    }

    /// Tells a folder's owner no more what can have kept it from its place, now that it is there.
    pub(super) async fn end_place_trouble(&self, id: TrackId) -> Result<(), Error> {
        let call = self.effect_call(vec![Need::Folders(id.into())], Some(id));
        let decide = |draft: &mut Draft| draft.end_place_trouble(id);
        self.act(call, decide).await
    }
}

impl Actor {
    /// Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).
    ///
    /// A folder that was deleted in the file store is made and shared anew by it, without what was in it; one that its owner has only taken from among their own is put back there, as it is.
    /// What must be mended the collaborators panel says; the work itself is done by [`Workspace::run_effects`].
    ///
    /// # Errors
    /// `not_found`; `access_denied{move}` for all but the owner.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.retry_folder(track).await?;
    /// assert_eq!(workspace.run_effects(100).await?.failed, 0);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn retry_folder(&self, track: TrackId) -> Result<FolderRetried, Error> {
        let needs = file_needs(self.id(), track);
        let call = self.call("retry_folder", Some(track.into()), json!({ "track": track }), needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require(self.id(), track.into())?;
            draft.retry_folder(&by, track)?;
            Ok(FolderRetried { track })
        };
        let retried = self.driver.act(call, decide).await?;
        if !self.driver.dry_run && self.driver.batch.is_none() {
            self.driver.hasten(track.into()).await?;
        }
        Ok(retried)
    }
}

impl Driver {
    /// Returns what a person owns or is named on.
    async fn parts_of(&self, operation: &'static str, person: PersonId) -> Result<Vec<Scope>, Error> {
        let needs = vec![Need::Person(person), Need::PartsOf { person, with: person }];
        let slice = self.read(operation, needs).await?.0.slice;
        if !slice.people.contains_key(&person) {
            return Err(Error::not_found(Noun::Person));
        }
        Ok(parts(&slice, person))
    }

    /// Returns whether the file store shares folders with people.
    pub(super) fn shares_folders(&self) -> bool {
        self.core.files.shares()
    }

    /// Returns what looks at those folders on which the file store may know a person by an address, of what is loaded.
    pub(super) fn known_in(&self, slice: &Slice, person: PersonId) -> BTreeSet<Effect> {
        let scopes = if self.shares_folders() { parts(slice, person) } else { Vec::new() };
        scopes.into_iter().map(|scope| Effect::Reconcile { scope }).collect()
    }

    /// Makes due what waits for its time.
    async fn hasten(&self, scope: Scope) -> Result<(), Error> {
        for effect in [Effect::Arrange { scope }, Effect::Reconcile { scope }] {
            self.core.store.hasten_effect(effect, self.core.clock.now()).await?;
        }
        Ok(())
    }
}

/// Returns what a person owns or is named on, of what is loaded.
fn parts(slice: &Slice, person: PersonId) -> Vec<Scope> {
    let is_part = |scope: &Scope| slice.owner(*scope) == Some(person) || slice.knows(*scope, person);
    slice.scopes().filter(is_part).collect()
}

impl Workspace {
    /// Makes due now whatever waits for a person's account of the file store: the folders of the tracks that they own, and those that they are to be on (FIL-2).
    ///
    /// A host calls it when somebody has connected an account, or mended one.
    /// It may be cut off and repeated; the work itself is done by [`Workspace::run_effects`].
    ///
    /// # Errors
    /// `not_found{person}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, .. } = cowrite::testing::Studio::new().await?;
    /// assert_eq!(workspace.account_connected(alex.id()).await?.scopes, 1);
    /// workspace.run_effects(100).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn account_connected(&self, person: PersonId) -> Result<AccountConnected, Error> {
        let driver = self.host();
        let scopes = driver.parts_of("account_connected", person).await?;
        let of = |scope: &Scope| [Effect::Arrange { scope: *scope }, Effect::Reconcile { scope: *scope }];
        driver.make_due("account_connected", scopes.iter().flat_map(of)).await?;
        for scope in &scopes {
            driver.hasten(*scope).await?;
        }
        Ok(AccountConnected { person, scopes: u32::try_from(scopes.len()).unwrap_or(u32::MAX) })
    }
}
