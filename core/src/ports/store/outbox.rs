//! Handing out what is to be done outside, so that many processes share it and none does what another is doing.

use crate::domain::effect::Effect;
use crate::time::Timestamp;

/// A wish for work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store is asked")]
pub struct EffectClaim {
    /// The instant of the wish: what is due by then is handed out, longest due first.
    pub at: Timestamp,
    /// Until when nobody else is handed the same; who needs longer has been given up for dead.
    pub until: Timestamp,
    /// How many at most.
    pub limit: u32,
}

/// An effect that was handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct ClaimedEffect {
    /// What is to be done.
    pub effect: Effect,
    /// The last commit that made it necessary.
    pub revision: u64,
    /// How often it has been handed out since then, this time among them.
    pub tries: u32,
}

/// What came of an effect that was handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store is told")]
pub struct SettledEffect {
    /// What was handed out.
    pub claimed: ClaimedEffect,
    /// The instant of the settling.
    pub at: Timestamp,
    /// `None` where it is done; else from when on it is to be tried again.
    ///
    /// Whatever is said here, what a later commit has made necessary meanwhile is due at once.
    pub again: Option<Timestamp>,
    /// Why it is to be tried again: the code of the refusal.
    pub failure: Option<&'static str>,
}

/// An effect that is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct OpenEffect {
    /// What is to be done.
    pub effect: Effect,
    /// From when on it may be handed out.
    pub due: Timestamp,
    /// How often it has been handed out since it last became necessary.
    pub tries: u32,
    /// The code of the last refusal, where it was refused and nobody has been at it since.
    pub failure: Option<String>,
}

/// What is still to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct OpenEffects {
    /// How many there are.
    pub count: u64,
    /// Those due longest.
    pub first: Vec<OpenEffect>,
}
