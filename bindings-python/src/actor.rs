//! The face of a person: every call is theirs.

use pyo3::prelude::*;
use uuid::Uuid;

use crate::argument::{Argument, Text};
use crate::batch::{AsyncBatch, Batch};
use crate::call::Face;
use crate::error::raised;

/// The face of a person, from `Workspace.acting_as`: every call is theirs, and this thread waits for it.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Actor {
    pub(crate) face: Face<cowrite::Actor>,
}

/// The face of a person, from `AsyncWorkspace.acting_as`: every call is theirs, and is awaited.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncActor {
    pub(crate) face: Face<cowrite::Actor>,
}

/// Where the operations of people are kept.
pub(crate) struct ActorCalls;

macro_rules! actor {
    ($Actor:ident, $Batch:ident) => {
        #[pymethods]
        impl $Actor {
            /// Who acts.
            #[getter]
            fn id(&self) -> PyResult<Uuid> {
                Ok(self.core()?.id().uuid())
            }

            /// The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1).
            ///
            /// >>> first = me.with_key("retry-1").create_track("Neon Rain")
            /// >>> me.with_key("retry-1").create_track("Neon Rain") == first
            /// True
            fn with_key(&self, key: Text) -> PyResult<Self> {
                let key = key.value("key").map_err(|error| raised(&error))?;
                Ok(Self { face: self.face.beside(self.core()?.with_key(&key)) })
            }

            /// The same face, on which calls decide and answer but change nothing.
            ///
            /// >>> me.dry_run().delete_track(track).track == track.id
            /// True
            /// >>> me.can(track, action=Action.VIEW)  # it is still there
            /// True
            fn dry_run(&self) -> PyResult<Self> {
                Ok(Self { face: self.face.beside(self.core()?.dry_run()) })
            }

            /// Begins to gather calls that take hold together, in one commit or not at all.
            ///
            /// >>> with me.batch() as batch:
            /// ...     side_a = batch.actor.create_group("Side A")
            /// ...     moved = batch.actor.move_track(track, group=side_a)
            /// >>> me.track(track).group == side_a.id
            /// True
            fn batch(&self, py: Python<'_>) -> PyResult<$Batch> {
                self.face.batch(py).map($Batch::new)
            }

            fn __repr__(&self) -> PyResult<String> {
                Ok(format!(concat!("<", stringify!($Actor), " {}>"), self.core()?.id()))
            }
        }

        impl $Actor {
            fn core(&self) -> PyResult<&cowrite::Actor> {
                self.face.core().map_err(|error| raised(&error))
            }
        }
    };
}

actor!(Actor, Batch);
actor!(AsyncActor, AsyncBatch);
