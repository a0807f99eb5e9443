//! Tracks: one song in progress, with exactly one owner.
//!
//! 1. Who creates a track owns it; `created_by` never changes (OWN-1).
//! 2. Editors edit details; moving the stage into or out of published is the owner's (OWN-2).
//! 3. Publishing with incomplete splits warns, or is refused where the workspace is strict (SPL-5).
//! 4. A deleted track is there for nobody; its history stays.
//! 5. A track that the operator took down is there for its owner alone until it is restored (OPS-1).

use serde::{Deserialize, Serialize};

use super::access::{Action, Authorized, Level, act};
use super::details::{Bpm, Stage, TrackUpdate};
use super::draft::Draft;
use super::group::GroupEvent;
use super::ownership::{Offer, OfferEnd};
use super::roster::RosterEvent;
use crate::error::{Error, Noun, Shortfall};
use crate::event::Aggregate;
use crate::id::{GroupId, ImportId, PersonId, TrackId};
use crate::time::Timestamp;

/// Whether a track is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides who sees a track")]
pub enum Condition {
    /// It is.
    Live,
    /// The operator took it down: there for its owner alone (OPS-1).
    TakenDown,
    /// Its owner deleted it: there for nobody.
    Deleted,
}

impl Condition {
    /// Returns the condition of what the operator took down, or restored.
    #[must_use]
    pub const fn of(taken_down: bool) -> Self {
        if taken_down { Self::TakenDown } else { Self::Live }
    }
}

/// A track's details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Track {
    /// The id.
    pub id: TrackId,
    /// The title.
    pub title: String,
    /// Who owns it.
    pub owner: PersonId,
    /// Who created it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The group it was last put into, which may have been deleted since.
    pub group: Option<GroupId>,
    /// When it was put there.
    pub placed_at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// Beats per minute.
    pub bpm: Option<Bpm>,
    /// The musical key, in the host's own words.
    pub key: Option<String>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// Whether it is put aside (LIB-2).
    pub archived: bool,
    /// Whether it is there.
    pub condition: Condition,
    /// An offer of ownership that has not been answered.
    pub offer: Option<Offer>,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct Changed<T> {
    /// What it was.
    pub before: T,
    /// What it is now.
    pub after: T,
}

impl<T: PartialEq + Clone> Changed<T> {
    /// Returns the change, where there is one.
    pub fn between(before: &T, after: Option<T>) -> Option<Self> {
        after.filter(|after| after != before).map(|after| Self { before: before.clone(), after })
    }
}

/// Details that have changed together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
#[serde(default)]
pub struct DetailsChange {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Changed<String>>,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Changed<Stage>>,
    /// Beats per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bpm: Option<Changed<Option<Bpm>>>,
    /// The musical key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Changed<Option<String>>>,
    /// The tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Changed<Vec<String>>>,
}

/// What has happened to a track's details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum TrackEvent {
    /// It was created.
    Created {
        /// The title.
        title: String,
        /// By whom.
        owner: PersonId,
        /// In which group.
        group: Option<GroupId>,
    },
    /// Details were edited.
    DetailsChanged(DetailsChange),
    /// It was put aside.
    Archived,
    /// It was taken up again.
    Unarchived,
    /// It was moved between groups.
    Moved {
        /// From where.
        from: Option<GroupId>,
        /// To where.
        to: Option<GroupId>,
    },
    /// It was deleted.
    Deleted,
    /// The operator took it down.
    TakenDown,
    /// The operator restored it.
    Restored,
    /// Ownership was offered.
    OwnershipOffered {
        /// To whom.
        to: PersonId,
        /// From when on the offer is over.
        expires_at: Timestamp,
    },
    /// An offer of ownership ended without a handover.
    OfferEnded {
        /// To whom it was made.
        to: PersonId,
        /// How it ended.
        how: OfferEnd,
    },
    /// Ownership changed hands.
    HandedOver {
        /// Who owned it.
        from: PersonId,
        /// Who owns it.
        to: PersonId,
    },
    /// Files that were sent to somebody were accepted into it: an upload (IMP-3).
    Imported {
        /// What was sent.
        import: ImportId,
        /// Who sent it, where it was a person.
        person: Option<PersonId>,
        /// How many files.
        files: u32,
    },
}

impl Track {
    /// Makes a track of its first event; later events are applied to it.
    #[must_use]
    pub fn created(id: TrackId, title: &str, owner: PersonId, group: Option<GroupId>, at: Timestamp) -> Self {
        Self {
            id,
            title: title.to_owned(),
            owner,
            created_by: owner,
            created_at: at,
            group,
            placed_at: at,
            stage: Stage::Idea,
            bpm: None,
            key: None,
            tags: Vec::new(),
            archived: false,
            condition: Condition::Live,
            offer: None,
        }
    }

    /// Returns whether the track is there for anybody at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.condition != Condition::Deleted
    }

    /// Applies what has happened at `at`.
    pub fn apply(&mut self, event: &TrackEvent, at: Timestamp) {
        match event {
            TrackEvent::Created { title, owner, group } => *self = Self::created(self.id, title, *owner, *group, at),
            TrackEvent::DetailsChanged(change) => self.apply_details(change),
            TrackEvent::Archived => self.archived = true,
            TrackEvent::Unarchived => self.archived = false,
            TrackEvent::Moved { to, .. } => {
                self.group = *to;
                self.placed_at = at;
            }
            TrackEvent::Deleted => {
                self.condition = Condition::Deleted;
                self.offer = None;
            }
            TrackEvent::TakenDown => self.condition = Condition::TakenDown,
            TrackEvent::Restored => self.condition = Condition::Live,
            TrackEvent::OwnershipOffered { to, expires_at } => {
                self.offer = Some(Offer { to: *to, offered_at: at, expires_at: *expires_at });
            }
            TrackEvent::OfferEnded { .. } => self.offer = None,
            TrackEvent::Imported { .. } => {}
            TrackEvent::HandedOver { to, .. } => {
                self.owner = *to;
                self.offer = None;
            }
        }
    }

    fn apply_details(&mut self, change: &DetailsChange) {
        let DetailsChange { title, stage, bpm, key, tags } = change;
        if let Some(title) = title {
            self.title.clone_from(&title.after);
        }
        if let Some(stage) = stage {
            self.stage.clone_from(&stage.after);
        }
        if let Some(bpm) = bpm {
            self.bpm = bpm.after;
        }
        if let Some(key) = key {
            self.key.clone_from(&key.after);
        }
        if let Some(tags) = tags {
            self.tags.clone_from(&tags.after);
        }
    }

    /// Returns what `update` would change.
    #[must_use]
    pub fn difference(&self, update: &TrackUpdate) -> DetailsChange {
        DetailsChange {
            title: Changed::between(&self.title, update.title.clone()),
            stage: Changed::between(&self.stage, update.stage.clone()),
            bpm: Changed::between(&self.bpm, update.bpm),
            key: Changed::between(&self.key, update.key.clone()),
            tags: Changed::between(&self.tags, update.tags.clone()),
        }
    }
}

impl Draft {
    /// Creates a track that `owner` owns, in no group yet (OWN-1).
    ///
    /// # Errors
    /// `not_found{what: person}` where the owner is not registered.
    pub fn create_track(&mut self, owner: PersonId, title: &str, group: Option<GroupId>) -> Result<TrackId, Error> {
        self.require_registered(owner)?;
        if let Some(group) = group {
            let by = self.slice.require::<act::AddTracks>(owner, group.into())?;
            self.check_room_for_track(&by, group)?;
        }
        let id = TrackId::from_uuid(self.new_id(owner.shard()));
        self.record(Aggregate::Track(id), TrackEvent::Created { title: title.to_owned(), owner, group });
        self.record(Aggregate::Roster(id.into()), RosterEvent::Founded { owner, since: self.at, credited: true });
        if let Some(group) = group {
            self.record(Aggregate::Group(group), GroupEvent::TrackAdded { track: id });
        }
        Ok(id)
    }

    /// Edits details (ACC-1, OWN-2, SPL-5); returns the kinds of split that are incomplete where this publishes.
    ///
    /// # Errors
    /// `access_denied{action: publish}` where the stage goes into or out of published and the actor is not the owner, or the track is taken down; `splits_incomplete` where `strict`.
    pub fn update_track(
        &mut self,
        by: &Authorized<act::EditDetails>,
        id: TrackId,
        update: &TrackUpdate,
        strict: bool,
    ) -> Result<Vec<Shortfall>, Error> {
        self.admit(by, id.into())?;
        let track = self.slice.track(id).ok_or(Error::not_found(Noun::Track))?;
        let (change, condition) = (track.difference(update), track.condition);
        let mut shortfalls = Vec::new();
        if let Some(stage) = &change.stage {
            let publishes = stage.after == Stage::Published;
            if publishes || stage.before == Stage::Published {
                // OWN-2: publishing is the owner's.
                self.allow::<act::Publish>(by.actor(), id.into())?;
            }
            // OPS-1: what was taken down is neither published nor taken back until it is restored.
            if (publishes || stage.before == Stage::Published) && condition == Condition::TakenDown {
                return Err(Error::AccessDenied { action: Action::Publish, needed: Level::Owner });
            }
            if publishes {
                shortfalls = self.slice.totals(id)?.shortfalls();
            }
        }
        // SPL-5: a strict workspace refuses what others warn about.
        if strict && !shortfalls.is_empty() {
            return Err(Error::SplitsIncomplete { kinds: shortfalls });
        }
        if change != DetailsChange::default() {
            self.record(Aggregate::Track(id), TrackEvent::DetailsChanged(change));
        }
        Ok(shortfalls)
    }

    /// Puts a track aside, or takes it up again; access, links and page stay as they are (LIB-2).
    ///
    /// # Errors
    /// `access_denied` for a witness of another track.
    pub fn archive_track(&mut self, by: &Authorized<act::Archive>, id: TrackId, archived: bool) -> Result<(), Error> {
        self.admit(by, id.into())?;
        if self.slice.track(id).is_some_and(|track| track.archived != archived) {
            let event = if archived { TrackEvent::Archived } else { TrackEvent::Unarchived };
            self.record(Aggregate::Track(id), event);
        }
        Ok(())
    }

    /// Deletes a track (OWN-2); returns who loses it.
    ///
    /// # Errors
    /// `access_denied` for a witness of another track.
    pub fn delete_track(&mut self, by: &Authorized<act::Delete>, id: TrackId) -> Result<Vec<PersonId>, Error> {
        self.admit(by, id.into())?;
        let group = self.slice.track(id).and_then(|track| track.group);
        self.record(Aggregate::Track(id), TrackEvent::Deleted);
        self.record_taken_out(id, group);
        Ok(self.told_but(by.actor()))
    }

    /// Takes a track down or restores it, for the operator (OPS-1).
    ///
    /// # Errors
    /// `not_found` for a track that is not there.
    pub fn operator_set_taken_down(&mut self, id: TrackId, down: bool) -> Result<Condition, Error> {
        let track = self.slice.track(id).filter(|track| track.is_there()).ok_or(Error::not_found(Noun::Track))?;
        let (wanted, event) =
            if down { (Condition::TakenDown, TrackEvent::TakenDown) } else { (Condition::Live, TrackEvent::Restored) };
        if track.condition != wanted {
            self.record(Aggregate::Track(id), event);
        }
        Ok(wanted)
    }

    /// Takes a track off the count of the group it lies in, where that is still there.
    pub(crate) fn record_taken_out(&mut self, id: TrackId, group: Option<GroupId>) {
        if let Some(group) = group.filter(|group| self.slice.group(*group).is_some()) {
            self.record(Aggregate::Group(group), GroupEvent::TrackTakenOut { track: id });
        }
    }
}
