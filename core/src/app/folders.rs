//! Giving a track's folder its place, before anything is put there (FIL-1).

use std::collections::BTreeSet;

use serde_json::json;

use super::driver::{Call, Driver};
use crate::domain::access::act;
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::folder::{Folder, FolderEvent};
use crate::domain::folder_place::{FolderPlace, wanted_places};
use crate::error::Error;
use crate::id::{PersonId, TrackId};
use crate::ports::store::Need;
use crate::ports::{Place, Setback, TrackFiles};

/// What a person's act on a track's files is decided on.
pub(super) fn file_needs(actor: PersonId, id: TrackId) -> Vec<Need> {
    vec![Need::Walk { scope: id.into(), people: vec![actor] }, Need::Document(DocumentKey::Folder(id))]
}

/// Who has the places of which one is to be taken, and whether the account that they are in is followed.
pub(super) fn claim_needs(places: &[FolderPlace]) -> impl Iterator<Item = Need> {
    let accounts: BTreeSet<PersonId> = places.iter().map(FolderPlace::account).collect();
    let followed = accounts.into_iter().map(|account| Need::Document(DocumentKey::Followed(account)));
    places.iter().flat_map(FolderPlace::claims).map(Need::Holder).chain(followed)
}

/// Brings a file after its folder, where that was brought elsewhere after the file was written and before that was recorded.
pub(super) async fn bring_along(
    files: &dyn TrackFiles,
    was_in: Place,
    is_in: Place,
    event: &FolderEvent,
) -> Result<(), Error> {
    let (FolderEvent::FileAdded(told) | FolderEvent::FileReplaced(told)) = event else { return Ok(()) };
    let (Some(was), Some(is)) = (was_in.1, is_in.1.clone()) else { return Ok(()) };
    if was == is || files.find(is_in, told.file.clone()).await?.is_some() {
        return Ok(());
    }
    // Where it was written: in the folder, or in the place that this was then being moved to.
    for from in core::iter::once(was.at).chain(was.next).filter(|from| *from != is.at) {
        files.bring_file(told.file.clone(), from, is.at.clone()).await.map_err(|setback| setback.error)?;
    }
    Ok(())
}

impl Driver {
    /// Gives a track's folder its place in a commit of its own: nothing lies where no folder is known to be.
    ///
    /// Of a person's act it refuses nothing: what is to be refused, the call itself refuses.
    /// For nobody, it is for what was decided before.
    pub(super) async fn place_folder(&self, by: Option<PersonId>, id: TrackId) -> Result<(), Setback> {
        if self.dry_run {
            return Ok(());
        }
        let roots = self.core.files.roots();
        let needs = || by.map_or_else(|| vec![Need::Folders(id.into())], |actor| file_needs(actor, id));
        let slice = self.read("upload_file", needs()).await?.0.slice;
        let may = by.is_none_or(|actor| slice.require::<act::EditFiles>(actor, id.into()).is_ok());
        let wanted = wanted_places(&slice, id, roots);
        if !may || slice.folder(id).is_some() || wanted.is_empty() {
            return Ok(());
        }
        let open = match self.open_places(&wanted).await {
            Ok(open) => open,
            // Who holds it is told what to mend by the folder, which gets a name that nothing else can have.
            Err(Setback { trouble: Some(_), .. }) if by.is_none() => wanted.last().cloned().into_iter().collect(),
            Err(setback) => return Err(setback),
        };
        let needs = needs().into_iter().chain(claim_needs(&wanted)).collect();
        let mut driver = self.clone();
        driver.key = None;
        let call = Call { operation: "upload_file", needs, lane: Some(id.uuid()), arguments: json!({ "track": id }) };
        let decide = |draft: &mut Draft| {
            // A title that was changed just now has other places, of which nothing was looked up.
            if wanted_places(&draft.slice, id, roots) != wanted {
                return Err(Error::Conflict);
            }
            match by {
                Some(actor) => draft.require(actor, id.into()).and_then(|by| draft.place_folder(&by, id, &open)),
                None => draft.give_folder_a_place(id, &open),
            }
        };
        Ok(driver.act(call, decide).await?)
    }

    /// Returns those places in whose way nothing of another's lies, where the holder has shared folders of others among their own.
    async fn open_places(&self, wanted: &[FolderPlace]) -> Result<Vec<FolderPlace>, Setback> {
        if !self.core.files.shares() {
            return Ok(wanted.to_vec());
        }
        let mut open = Vec::new();
        for place in wanted {
            if !self.is_taken(place, None).await? {
                open.push(place.clone());
            }
        }
        Ok(open)
    }

    /// Returns whether something else than a folder lies at a place, or in its way.
    ///
    /// What is there is the library's own if it is known as that afterwards: folders are claimed before they are made.
    pub(super) async fn is_taken(&self, place: &FolderPlace, but_by: Option<&Folder>) -> Result<bool, Setback> {
        let mut seen = None;
        loop {
            let slice = self.read("run_effects", claim_needs(core::slice::from_ref(place)).collect()).await?.0.slice;
            let own = place.known_above(&slice);
            if seen == Some(own) {
                return Ok(true);
            }
            if !self.core.files.is_taken(place.clone(), own, but_by.cloned()).await? {
                return Ok(false);
            }
            seen = Some(own);
        }
    }
}
