//! The one way in which every operation runs: load, require, decide, apply, commit.

use core::time::Duration;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tracing::Instrument;
use uuid::Uuid;

use super::batch::BatchState;
use super::index_feed::KeptIndex;
use super::lanes::Lanes;
use super::operation::{self, Face};
use super::sequence::Sequence;
use super::signal::Signal;
use crate::domain::draft::Draft;
use crate::domain::slice::Slice;
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::{Error, Trouble};
use crate::event::Author;
use crate::id::PersonId;
use crate::ports::store::{Change, Load, Loaded, Need, Replay, Store, StoreError};
use crate::ports::{BoxFuture, Clock, Entropy, PasswordHasher, Timer, TrackFiles};
use crate::time::Timestamp;

/// What all faces of a workspace share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) hasher: Arc<dyn PasswordHasher>,
    pub(crate) files: Arc<dyn TrackFiles>,
    pub(crate) lanes: Lanes,
    /// Given to every decision, whose ids it orders.
    pub(crate) sequence: Sequence,
    /// Given after every commit of this process.
    pub(crate) signal: Signal,
    /// The index, once it was asked for.
    pub(crate) index: KeptIndex,
    /// The workspace's own secret, once it was asked for.
    pub(crate) secret: OnceLock<[u8; 32]>,
    pub(crate) options: Options,
}

impl Core {
    /// Returns the workspace's own secret, which the store keeps, read once.
    pub(crate) async fn secret(&self) -> Result<[u8; 32], Error> {
        if let Some(secret) = self.secret.get() {
            return Ok(*secret);
        }
        let kept = self.store.secret(self.random()?).await?;
        Ok(*self.secret.get_or_init(|| kept))
    }

    /// Returns random bytes, a multiple of eight of them.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            let bits = self.entropy.bits()?.to_le_bytes();
            chunk.iter_mut().zip(bits).for_each(|(byte, bits)| *byte = bits);
        }
        Ok(bytes)
    }
}

/// How a workspace behaves, as its builder was told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) strict_publishing: bool,
    pub(crate) invitation_days: u32,
    pub(crate) retry_for: Duration,
    pub(crate) ticket_for: Duration,
    pub(crate) direct_addresses: bool,
}

/// How the calls of one face are made: by whom, with which key, for real or not.
#[derive(Debug, Clone)]
pub(crate) struct Driver {
    pub(crate) core: Arc<Core>,
    /// Whose operations the calls are.
    pub(crate) face: Face,
    pub(crate) author: Author,
    pub(crate) key: Option<String>,
    pub(crate) dry_run: bool,
    pub(crate) batch: Option<Arc<BatchState>>,
}

/// A changing call: its name, what it must know, and in which lane it queues.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) needs: Vec<Need>,
    pub(crate) lane: Option<Uuid>,
    /// The arguments, by which a repeat with the same key is told from another call.
    pub(crate) arguments: Value,
}

/// What of an outcome is not kept for a repeat, and how a repeat has it again: from what is there by then.
///
/// What others are called and have written, and what can be deleted, is kept in one place alone (PER-2).
pub(crate) struct Recall<'a, T> {
    pub(crate) leaves_out: &'static [&'static str],
    pub(crate) put_back: &'a (dyn Fn(&Slice, T) -> T + Send + Sync),
}

impl<T: Serialize> Recall<'_, T> {
    fn kept(&self, outcome: &T) -> Result<String, Error> {
        let mut kept = serde_json::to_value(outcome).map_err(unwritable)?;
        for field in self.leaves_out {
            kept.as_object_mut().and_then(|fields| fields.remove(*field));
        }
        serde_json::to_string(&kept).map_err(unwritable)
    }
}

impl Driver {
    pub(crate) fn new(core: Arc<Core>, author: Author) -> Self {
        let face = match &author {
            Author::Host | Author::FileStore => Face::Workspace,
            Author::Person(_) => Face::Actor,
            Author::Operator { .. } => Face::Operator,
        };
        Self { core, face, author, key: None, dry_run: false, batch: None }
    }

    /// Reads what `needs` say, over what the batch holds, and the instant of the call.
    pub(crate) async fn read(&self, operation: &'static str, needs: Vec<Need>) -> Result<(Loaded, Timestamp), Error> {
        let now = self.core.clock.now();
        let span = tracing::debug_span!("cowrite", operation);
        let loaded = self.load(operation, needs).instrument(span).await?;
        let at = self.instant(now, loaded.slice.stamp);
        Ok((loaded, at))
    }

    async fn load(&self, operation: &str, needs: Vec<Need>) -> Result<Loaded, Error> {
        let over = self.batch.as_ref().map(|batch| batch.pending()).transpose()?;
        let is_work = operation::is_work(self.face, operation);
        Ok(self.core.store.load(Load { needs, over, is_work }).await?)
    }

    /// Returns the instant of a call: never before the last commit, and one for all calls of a batch.
    fn instant(&self, now: Timestamp, last: Timestamp) -> Timestamp {
        let at = now.max(last);
        self.batch.as_ref().map_or(at, |batch| batch.instant(at))
    }

    /// Runs a changing call: loads once and commits once for each try, and tries again where a race was lost.
    ///
    /// Where it is not known whether a try has taken hold, it is tried again only with an idempotency key (REL-1).
    pub(crate) async fn act<T, F>(&self, call: Call, decide: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        F: Fn(&mut Draft) -> Result<T, Error>,
    {
        self.act_recalling(call, Recall { leaves_out: &[], put_back: &|_, outcome| outcome }, decide).await
    }

    /// Runs a changing call whose outcome is not kept whole.
    pub(crate) async fn act_recalling<T, F>(&self, call: Call, recall: Recall<'_, T>, decide: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        F: Fn(&mut Draft) -> Result<T, Error>,
    {
        let nothing =
            |_: &Loaded, _| -> BoxFuture<'static, Result<(), Error>> { Box::pin(core::future::ready(Ok(()))) };
        let span = tracing::debug_span!("cowrite", operation = call.operation);
        self.run(call, recall, nothing, |draft: &mut Draft, ()| decide(draft)).instrument(span).await
    }

    /// Runs a changing call that must wait for something between its load and its decision: a hash, a listing of files.
    ///
    /// `prepare` is called once for each try, with what was loaded and the instant of the call.
    pub(crate) async fn act_prepared<T, X, P, F>(&self, call: Call, prepare: P, decide: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        P: Fn(&Loaded, Timestamp) -> BoxFuture<'static, Result<X, Error>>,
        F: Fn(&mut Draft, X) -> Result<T, Error>,
    {
        let span = tracing::debug_span!("cowrite", operation = call.operation);
        let recall = Recall { leaves_out: &[], put_back: &|_, outcome| outcome };
        self.run(call, recall, prepare, decide).instrument(span).await
    }

    async fn run<T, X, P, F>(&self, mut call: Call, recall: Recall<'_, T>, prepare: P, decide: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        P: Fn(&Loaded, Timestamp) -> BoxFuture<'static, Result<X, Error>>,
        F: Fn(&mut Draft, X) -> Result<T, Error>,
    {
        let now = self.core.clock.now();
        let key = self.key_of(&call)?;
        if let Some((actor, key, _)) = &key {
            // PER-2: who is erased meanwhile leaves no outcome behind, so it rests on their record.
            call.needs.extend([Need::Replay(*actor, key.clone()), Need::Person(*actor)]);
        }
        let lane = self.batch.as_ref().map(|batch| batch.lane()).or(call.lane);
        let _turn = match lane {
            Some(family) => Some(self.core.lanes.enter(family).await),
            None => None,
        };
        let mut patience = Patience::new(self.core.options.retry_for);
        // Why it is not known whether an earlier try has taken hold.
        let mut unknown: Option<Error> = None;
        loop {
            let loaded = match self.load(call.operation, call.needs.clone()).await {
                // A store that was just lost may need a while to be there again.
                Err(error) if unknown.is_some() && error.is_retryable() => {
                    patience.wait(&self.core, unknown.as_ref()).await?;
                    continue;
                }
                loaded => loaded?,
            };
            let at = self.instant(now, loaded.slice.stamp);
            if let Some(outcome) = replayed(key.as_ref(), loaded.replay.as_ref(), at)? {
                self.core.level_index().await;
                return Ok((recall.put_back)(&loaded.slice, outcome));
            }
            let preparing = prepare(&loaded, at);
            let prepared = preparing.await?;
            let mut draft = Draft::new(loaded.slice, at, self.core.sequence.bits(at, self.core.entropy.bits()?));
            (draft.found, draft.unseen) = (loaded.items, loaded.unseen);
            let outcome = decide(&mut draft, prepared)?;
            if self.dry_run {
                return Ok(outcome);
            }
            draft.write_notices(&self.author);
            let mut change = Change::of(&draft, self.author.clone());
            if let Some((actor, key, call)) = &key {
                let kept = recall.kept(&outcome)?;
                change.replays.push(Replay { actor: *actor, key: key.clone(), call: *call, outcome: kept, at });
            }
            match self.commit(change).await {
                Ok(()) => return Ok(outcome),
                Err(StoreError::Conflict) => patience.wait(&self.core, unknown.as_ref()).await?,
                // REL-1: with a key a second try is safe, whatever came of the first: its outcome is found, or it has none.
                Err(error @ StoreError::Unknown { .. }) if key.is_some() && self.batch.is_none() => {
                    let error = unknown.insert(error.into());
                    patience.wait(&self.core, Some(error)).await?;
                }
                Err(error) if unknown.is_some() && matches!(error, StoreError::Unavailable { .. }) => {
                    patience.wait(&self.core, unknown.as_ref()).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        if change.is_empty() {
            if self.batch.is_none() {
                // There is nothing to change because of what is there, which another process may have committed.
                self.core.level_index().await;
            }
            return Ok(());
        }
        match &self.batch {
            Some(batch) => batch.add(change),
            None => {
                let committed = self.core.store.commit(change).await;
                self.core.signal.give();
                committed.map(|_| ())
            }
        }
    }

    /// Lets a call queue behind nobody but itself, sent again with its key: while the file store is asked nobody waits, since bytes take their time and a store of the host's may call the workspace.
    pub(crate) fn beside_others(&self, call: Call) -> Call {
        let lane = self.key.as_ref().zip(self.author.person()).map(|(key, actor)| {
            let hash = Sha256::new().chain_update(actor.uuid()).chain_update(key).finalize();
            let mut bytes = [0; 16];
            bytes.iter_mut().zip(hash).for_each(|(byte, with)| *byte = with);
            Uuid::from_bytes(bytes)
        });
        Call { lane, ..call }
    }

    /// Returns whose key this call carries, and the hash that tells it from other calls.
    fn key_of(&self, call: &Call) -> Result<Option<(PersonId, String, [u8; 32])>, Error> {
        let (Some(key), Some(actor)) = (&self.key, self.author.person()) else {
            return Ok(None);
        };
        let key = tidy("key", key, NAME_LIMIT)?;
        let named = serde_json::to_vec(&(call.operation, &call.arguments)).map_err(unwritable)?;
        Ok(Some((actor, key, Sha256::digest(named).into())))
    }
}

/// REL-1: a repeat within seven days gives the first outcome; the same key on another call is refused.
fn replayed<T: DeserializeOwned>(
    key: Option<&(PersonId, String, [u8; 32])>,
    earlier: Option<&Replay>,
    now: Timestamp,
) -> Result<Option<T>, Error> {
    let (Some((_, _, call)), Some(earlier)) = (key, earlier) else {
        return Ok(None);
    };
    if earlier.is_over(now) {
        return Ok(None);
    }
    if earlier.call != *call {
        return Err(Error::invalid("key", "was used for another call"));
    }
    serde_json::from_str(&earlier.outcome).map(Some).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::Storage {
        reason: Trouble::Damaged,
        message: "a kept outcome cannot be read or written".to_owned(),
        retryable: false,
        source: Some(Arc::new(error)),
    }
}

/// How long lost races are tried again: at once at first, then after growing pauses with jitter, until the budget is spent.
struct Patience {
    left: Duration,
    tries: u32,
}

impl Patience {
    const FIRST_PAUSE_MICROS: u64 = 500;
    const LONGEST_PAUSE_MICROS: u64 = 50_000;

    fn new(budget: Duration) -> Self {
        Self { left: budget, tries: 0 }
    }

    /// Waits before the next try, or gives `spent` where there is none, `conflict` unless said otherwise.
    async fn wait(&mut self, core: &Core, spent: Option<&Error>) -> Result<(), Error> {
        self.tries = self.tries.saturating_add(1);
        if self.tries <= 2 {
            return Ok(());
        }
        let doubled = Self::FIRST_PAUSE_MICROS.saturating_mul(1 << self.tries.min(10));
        let most = doubled.min(Self::LONGEST_PAUSE_MICROS);
        let pause = Duration::from_micros(1 + core.entropy.bits()? % most);
        self.left = self.left.checked_sub(pause).ok_or_else(|| spent.cloned().unwrap_or(Error::Conflict))?;
        core.timer.sleep(pause).await;
        Ok(())
    }
}
