//! What of the core's the JavaScript half holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use napi::{Error, Result, Status};

use crate::batch::Batch;
use crate::bridge::Bridge;
use crate::call::aside_drop;
use crate::content::Reading;
use crate::watch::Watching;

/// Something of the core's, which JavaScript passes back as it is.
#[derive(Debug)]
pub enum Handle {
    /// No face: for operations that need none.
    Free(Face<()>),
    /// A workspace.
    Workspace(Face<cowrite::Workspace>),
    /// The face of a person.
    Actor(Face<cowrite::Actor>),
    /// The face of a visitor.
    Visitor(Face<cowrite::Visitor>),
    /// The face of the operator.
    Operator(Face<cowrite::Operator>),
    /// The access index.
    Index(Face<cowrite::AccessIndex>),
    /// A batch.
    Batch(Face<Arc<Batch>>),
    /// A watch.
    Watch(Face<Arc<Watching>>),
    /// Content that is being read.
    Reading(Face<Arc<Reading>>),
    /// A file store in Dropbox.
    Dropbox(Face<cowrite::adapters::Dropbox>),
}

/// Says that a handle is another than is wanted, which only the JavaScript half can be at fault for.
pub(crate) fn wrong_handle() -> Error {
    Error::new(Status::InvalidArg, "cowrite is at fault: this is a handle of another kind")
}

/// Something of the core's whose end may take its time: it is dropped away from the event loop.
#[derive(Debug)]
struct Kept<T: Send + 'static>(Option<T>);

impl<T: Send + 'static> Drop for Kept<T> {
    fn drop(&mut self) {
        if let Some(core) = self.0.take() {
            aside_drop(core);
        }
    }
}

/// Something of the core's, the way back, and the host's own clock where it has one.
#[derive(Debug)]
pub struct Face<T: Send + 'static> {
    core: Kept<T>,
    pub(crate) bridge: Arc<Bridge>,
    /// The last instant that the host's clock gave.
    pub(crate) clock: Option<Arc<AtomicI64>>,
}

impl<T: Send + Clone + 'static> Face<T> {
    pub(crate) const fn new(core: T, bridge: Arc<Bridge>, clock: Option<Arc<AtomicI64>>) -> Self {
        Self { core: Kept(Some(core)), bridge, clock }
    }

    /// Returns the core's own; there as long as the face is.
    pub(crate) fn core(&self) -> Result<&T> {
        self.core.0.as_ref().ok_or_else(wrong_handle)
    }

    /// Takes the instant that the host's clock gave.
    pub(crate) fn told(&self, instant: Option<i64>) {
        if let (Some(clock), Some(instant)) = (&self.clock, instant) {
            clock.store(instant, Ordering::Release);
        }
    }

    /// Makes another face of the same workspace.
    pub(crate) fn beside<U: Send + Clone + 'static>(&self, core: U) -> Face<U> {
        Face::new(core, Arc::clone(&self.bridge), self.clock.clone())
    }
}
