//! Who is on a track's folder in the file store (FIL-2).

use std::collections::BTreeMap;

use super::model::{Id, Level, Scope, State};
use super::{Answer, Call, Oracle, input};
use serde_json::json;

impl Oracle {
    /// Returns who is to be on a track's folder besides its owner, whose it is, and whether they write there or only read.
    #[must_use]
    pub fn folder_members(&self, track: &str) -> BTreeMap<String, &'static str> {
        self.state.folder_members(&Scope::Track(track.to_owned()))
    }

    /// Returns whether a track is there.
    #[must_use]
    pub fn has_track(&self, track: &str) -> bool {
        self.state.tracks.contains_key(track)
    }
}

impl State {
    /// FIL-2: viewer reads, editor and full write; what is deleted is nobody's to see, what is taken down its owner's alone.
    fn folder_members(&self, track: &Scope) -> BTreeMap<Id, &'static str> {
        let mut members = BTreeMap::new();
        for person in self.people.keys() {
            match self.level(person, track) {
                Some(Level::Viewer) => drop(members.insert(person.clone(), "viewer")),
                Some(Level::Editor | Level::Full) => drop(members.insert(person.clone(), "editor")),
                Some(Level::Owner) | None => {}
            }
        }
        members
    }

    pub(super) fn retry_folder(&self, call: &Call<'_>) -> Answer {
        let track = input::track(call.args)?;
        self.require(&call.actor, &track, "move")?;
        Ok(json!({ "track": track.id() }))
    }
}
