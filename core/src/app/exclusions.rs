//! What a link is told between its load and its decision: the hash of its password, and where the files lie that it leaves out (LNK-1, LNK-4).

use std::sync::Arc;

use super::driver::Core;
use super::link_settings::Tidied;
use crate::domain::access::act;
use crate::domain::document::DocumentKey;
use crate::domain::share_link::{Excluded, FilePlace, Setting};
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{PersonId, TrackId};
use crate::ports::store::{Loaded, Need};
use crate::ports::{BoxFuture, FilesOfTracks, Place};
use crate::time::Timestamp;

/// The tracks among whose files those are looked up that a link leaves out.
#[derive(Debug, Clone)]
pub(super) enum Among {
    /// Of a new link, all of which must be the actor's to share: else its decision says why not.
    All(Vec<TrackId>),
    /// Of a link that is there, of which some may be somebody else's by now.
    Own(Vec<TrackId>),
}

/// What must be loaded of tracks to look up where files lie that are left out; nothing, where none are.
pub(super) fn folder_needs<'a>(tidied: &Tidied, tracks: impl IntoIterator<Item = &'a TrackId>) -> Vec<Need> {
    if excluded(tidied).is_none() {
        return Vec::new();
    }
    tracks.into_iter().map(|track| Need::Document(DocumentKey::Folder(*track))).collect()
}

/// Returns the files that a link is told to leave out, where there are any.
pub(super) fn excluded(tidied: &Tidied) -> Option<&Excluded> {
    tidied.settings.iter().find_map(|setting| match setting {
        Setting::Excluded(excluded) if !excluded.files.is_empty() => Some(excluded),
        _ => None,
    })
}

/// Returns the places of the tracks among whose files is looked: none, where the actor may not make or change the link.
fn looked_up(slice: &Slice, actor: PersonId, among: &Among) -> Vec<Place> {
    let may = |track: &&TrackId| slice.require::<act::ManageLinks>(actor, (**track).into()).is_ok();
    let tracks: Vec<&TrackId> = match among {
        Among::All(tracks) if !tracks.iter().all(|track| may(&track)) => Vec::new(),
        Among::All(tracks) | Among::Own(tracks) => tracks.iter().filter(may).collect(),
    };
    tracks.into_iter().map(|track| (*track, slice.folder(*track).cloned())).collect()
}

/// Returns the settings with where the files lie that are left out.
fn placed(settings: Vec<Setting>, listed: &FilesOfTracks) -> Vec<Setting> {
    let place = |setting| match setting {
        Setting::Excluded(Excluded { files, .. }) => {
            let all = listed.iter().flat_map(|(track, listed)| listed.iter().map(move |file| (*track, file)));
            let left_out = all.filter(|(_, file)| files.contains(&file.id));
            let places = left_out.map(|(track, file)| FilePlace::of(track, file.kind, &file.name)).collect();
            Setting::Excluded(Excluded { files, places })
        }
        other => other,
    };
    settings.into_iter().map(place).collect()
}

/// Returns the settings as they are kept: with the password hashed, and with where the files lie that are left out.
pub(super) fn settling(
    core: &Arc<Core>,
    actor: PersonId,
    tidied: &Tidied,
    among: Among,
) -> impl Fn(&Loaded, Timestamp) -> BoxFuture<'static, Result<Vec<Setting>, Error>> + use<> {
    let (core, tidied) = (Arc::clone(core), tidied.clone());
    move |loaded, _| {
        let places = if excluded(&tidied).is_some() { looked_up(&loaded.slice, actor, &among) } else { Vec::new() };
        let (core, tidied) = (Arc::clone(&core), tidied.clone());
        Box::pin(async move {
            let mut settings = tidied.settings;
            if !places.is_empty() {
                settings = placed(settings, &core.files.list(places).await?);
            }
            let hash = match tidied.password {
                None => return Ok(settings),
                Some(None) => None,
                Some(Some(password)) => Some(core.hasher.hash(password, core.random()?).await?),
            };
            settings.push(Setting::Password(hash));
            Ok(settings)
        })
    }
}
