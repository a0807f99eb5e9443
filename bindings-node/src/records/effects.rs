//! What is to be done outside, and what came of doing it.

use crate::record::record;

record! {
    /// What came of running effects.
    EffectsRun = cowrite::EffectsRun {
        /// How many were done.
        done: u32,
        /// How many could not be done now, and will be tried again.
        failed: u32,
        /// How many there still are: those that failed, those whose time has not come, and those beyond the limit.
        left: u64,
    }

    /// Something that is still to be done outside.
    OpenEffect = cowrite::EffectView {
        /// What is to be done.
        effect: cowrite::domain::effect::Effect,
        /// When it is tried next, at the earliest.
        due: cowrite::Timestamp,
        /// How often it was tried since it last became necessary.
        tries: u32,
        /// The code of the refusal that the last try ended with.
        failure: Option<String>,
        /// Whether it has failed so often that somebody must mend its cause; until then it is tried every few hours only.
        is_stuck: bool,
    }

    /// What is still to be done outside.
    OpenEffects = cowrite::OpenEffectsView {
        /// How many effects there are.
        count: u64,
        /// Those due first.
        effects: Vec<cowrite::EffectView>,
    }

    /// What a person's account concerns is due now.
    AccountConnected = cowrite::AccountConnected {
        /// Whose.
        person: cowrite::PersonId,
        /// How many tracks and groups they own or are named on, whose folders are looked at.
        scopes: u32,
    }

    /// What concerns a track's folder is due now.
    FolderRetried = cowrite::FolderRetried {
        /// Of which track.
        track: cowrite::TrackId,
    }

    /// An effect that is due now.
    EffectRetried = cowrite::EffectRetried {
        /// Which.
        effect: cowrite::domain::effect::Effect,
    }
}
