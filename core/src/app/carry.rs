//! Putting what was sent into the track that it was accepted into (IMP-3).

use std::sync::Arc;

use super::driver::Driver;
use super::look::{known_needs, known_of};
use crate::domain::document::{Document, DocumentKey};
use crate::domain::draft::Draft;
use crate::domain::import::{Import, ImportState};
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::event::Author;
use crate::id::{ImportId, PersonId, TrackId};
use crate::ports::store::Need;
use crate::ports::{NewFile, Setback};
use crate::time::Timestamp;

/// How often it is looked anew where something has changed meanwhile.
const LOOKS: u32 = 6;

/// What waits to be carried, and where to.
fn waiting(slice: &Slice, key: DocumentKey) -> Option<(&Import, TrackId)> {
    let Some(Document::Import(import)) = slice.documents.get(&key) else { return None };
    match import.state {
        ImportState::Accepted(track) if !import.carried && !import.arrived.is_empty() => Some((import, track)),
        _ => None,
    }
}

impl Driver {
    /// Puts the files of an accepted import into its track's folder, and records them as its accepter's uploads.
    ///
    /// Those of a track that is not there any more stay where they were put.
    pub(super) async fn carry(&self, to: PersonId, id: ImportId, until: Timestamp) -> Result<(), Setback> {
        let key = DocumentKey::Import(to, id);
        let accepter = Self::new(Arc::clone(&self.core), Author::Person(to));
        let slice = accepter.read("run_effects", vec![Need::Document(key)]).await?.0.slice;
        let Some((_, track)) = waiting(&slice, key) else { return Ok(()) };
        for _ in 0..LOOKS {
            accepter.place_folder(None, track).await?;
            let needs = || {
                let import = [Need::Document(key), Need::Folders(track.into())];
                import.into_iter().chain(known_needs(track)).collect()
            };
            let slice = accepter.read("run_effects", needs()).await?.0.slice;
            let Some((import, _)) = waiting(&slice, key).filter(|_| slice.track(track).is_some()) else {
                return Ok(());
            };
            let Some(folder) = slice.folder(track) else { continue };
            let mut arrived = Vec::new();
            for (number, sent) in &import.arrived {
                let place = usize::try_from(*number).unwrap_or(usize::MAX);
                let Some(file) = import.parcel.files.get(place) else { continue };
                let new = NewFile { kind: file.kind, name: file.name.clone(), replaces: false };
                let place = (track, Some(folder.clone()));
                self.in_time(until)?;
                if let Some(file) = accepter.core.files.carry(to, sent.clone(), place, new).await? {
                    arrived.push(known_of(file, Some(to)));
                }
            }
            let decide = |draft: &mut Draft| {
                // A folder that was moved meanwhile may have been copied without these.
                if draft.slice.folder(track) != Some(folder) {
                    return Err(Error::Conflict);
                }
                draft.carry_import(to, id, arrived.clone())
            };
            match accepter.act(accepter.effect_call(needs(), Some(track)), decide).await {
                Err(Error::Conflict) => {}
                carried => return Ok(carried?),
            }
        }
        Err(Error::Conflict.into())
    }
}
