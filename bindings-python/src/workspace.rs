//! Workspaces: opening them, and the faces that are had from them.

use std::future::Future;
use std::sync::Arc;

use cowrite::{Error, WorkspaceBuilder};
use pyo3::prelude::*;

use crate::actor::{Actor, AsyncActor};
use crate::argument::{Argument, PersonArgument, Place, Text, Whole};
use crate::call::{Call, Face, aside, operations};
use crate::clock::{Span, Time};
use crate::error::raised;
use crate::host::Files;
use crate::operator::{AsyncOperator, Operator};
use crate::visitor::{AsyncVisitor, Visitor};

/// One store with its rules, whose calls wait: open it once, share it between threads, and act through its faces.
///
/// As a context manager it is closed at the end of the block.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Workspace {
    pub(crate) face: Face<cowrite::Workspace>,
}

/// One store with its rules, whose calls are awaited: open it once and act through its faces.
///
/// As an asynchronous context manager it is closed at the end of the block.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncWorkspace {
    pub(crate) face: Face<cowrite::Workspace>,
}

/// Where the operations of the host are kept.
pub(crate) struct WorkspaceCalls;

/// How a workspace is to be opened, as it was given.
struct Options {
    clock: Time,
    files: Option<Files>,
    strict_publishing: bool,
    invitation_days: Option<Whole<u32>>,
    ticket_for: Option<Span>,
    direct_addresses: bool,
}

impl Options {
    /// Returns what opens a workspace, where its files are to be kept, and where its time comes from.
    fn builder(self) -> Result<(WorkspaceBuilder, Option<Files>, Time), Error> {
        let mut builder = cowrite::Workspace::builder();
        builder = builder.strict_publishing(self.strict_publishing).direct_addresses(self.direct_addresses);
        if let Some(days) = self.invitation_days.value("invitation_days")? {
            builder = builder.invitation_days(days);
        }
        if let Some(time) = self.ticket_for.value("ticket_for")? {
            builder = builder.ticket_for(time);
        }
        if let Some(clock) = self.clock.port() {
            builder = builder.clock(clock);
        }
        Ok((builder, self.files, self.clock))
    }
}

/// Opens with the files kept where they are to be.
fn opened<F: Future<Output = Result<cowrite::Workspace, Error>>>(
    (builder, files): (WorkspaceBuilder, Option<Files>),
    open: impl FnOnce(WorkspaceBuilder) -> F,
) -> Result<cowrite::Workspace, Error> {
    let builder = match files {
        Some(files) => files.keep(builder)?,
        None => builder,
    };
    pollster::block_on(open(builder))
}

/// Opens on this thread, without the GIL.
fn open<F: Future<Output = Result<cowrite::Workspace, Error>>>(
    py: Python<'_>,
    options: Options,
    open: impl FnOnce(WorkspaceBuilder) -> F + Send,
) -> PyResult<Workspace> {
    let (builder, files, time) = options.builder().map_err(|error| raised(&error))?;
    let call = Call::new(None, false);
    let workspace = py.detach(|| call.within(|| opened((builder, files), open)));
    Ok(Workspace { face: Face::new(workspace.map_err(|error| call.raised(&error))?, time) })
}

/// Opens on a thread of its own, for an event loop.
async fn open_aside<F: Future<Output = Result<cowrite::Workspace, Error>>>(
    options: Options,
    open: impl FnOnce(WorkspaceBuilder) -> F + Send + 'static,
) -> PyResult<AsyncWorkspace> {
    let (builder, files, time) = options.builder().map_err(|error| raised(&error))?;
    let call = Call::new(None, false);
    let of = Arc::clone(&call);
    let workspace = aside(move || of.within(|| opened((builder, files), open))).await;
    Ok(AsyncWorkspace { face: Face::new(workspace.map_err(|error| call.raised(&error))?, time) })
}

/// Writes what opens a workspace once for both faces; `$open` is how each opens.
macro_rules! openers {
    ($Workspace:ty, $open:ident, ($($py:ident)?), ($($asynchronous:tt)?), ($($await:tt)*)) => {
        #[pymethods]
        impl $Workspace {
            /// Opens a workspace in one SQLite file, which is made where there is none.
            ///
            /// `clock` gives the time instead of the machine. `files` says where the files of tracks are kept: in a `LocalFolder`, in
            /// `Dropbox`, or by a `FileStore` of the host's, in an account of each holder's or in `OneAccount`; without it there are none (FIL-1).
            /// `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5); `invitation_days` says how long
            /// invitations and offers wait for an answer, 30 unless said otherwise (INV-2); `ticket_for` how long tickets for files can be
            /// redeemed, 5 minutes unless said otherwise; with `direct_addresses` they are redeemed to the file store's own temporary
            /// addresses where nothing speaks against it, which go on working after a revoke until the store ends them (LNK-5).
            /// `exclusive` keeps the file for this process alone: reads then wait behind writes, and `can` asks the access index once it is loaded.
            /// Raises `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, is something else, or is
            /// another process's alone.
            #[staticmethod]
            #[pyo3(signature = (
                path, *, clock=Time::default(), files=None, strict_publishing=false, invitation_days=None, ticket_for=None,
                direct_addresses=false, exclusive=false
            ))]
            $($asynchronous)? fn open(
                $($py: Python<'_>,)?
                path: Place,
                clock: Time,
                files: Option<Files>,
                strict_publishing: bool,
                invitation_days: Option<Whole<u32>>,
                ticket_for: Option<Span>,
                direct_addresses: bool,
                exclusive: bool,
            ) -> PyResult<Self> {
                let path = path.value("path").map_err(|error| raised(&error))?;
                let options = Options { clock, files, strict_publishing, invitation_days, ticket_for, direct_addresses };
                $open($($py,)? options, move |builder| builder.exclusive(exclusive).open(path)) $($await)*
            }

            /// Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`, but for `exclusive`.
            #[staticmethod]
            #[pyo3(signature = (
                *, clock=Time::default(), files=None, strict_publishing=false, invitation_days=None, ticket_for=None,
                direct_addresses=false
            ))]
            $($asynchronous)? fn in_memory(
                $($py: Python<'_>,)?
                clock: Time,
                files: Option<Files>,
                strict_publishing: bool,
                invitation_days: Option<Whole<u32>>,
                ticket_for: Option<Span>,
                direct_addresses: bool,
            ) -> PyResult<Self> {
                let options = Options { clock, files, strict_publishing, invitation_days, ticket_for, direct_addresses };
                $open($($py,)? options, |builder| std::future::ready(builder.in_memory())) $($await)*
            }

            /// Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.
            ///
            /// The options are those of `open`, but for `exclusive`. Raises `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`,
            /// `wrong_credentials`, `no_database`, `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
            #[staticmethod]
            #[pyo3(signature = (
                url, *, clock=Time::default(), files=None, strict_publishing=false, invitation_days=None, ticket_for=None,
                direct_addresses=false
            ))]
            $($asynchronous)? fn connect(
                $($py: Python<'_>,)?
                url: Text,
                clock: Time,
                files: Option<Files>,
                strict_publishing: bool,
                invitation_days: Option<Whole<u32>>,
                ticket_for: Option<Span>,
                direct_addresses: bool,
            ) -> PyResult<Self> {
                let url = url.value("url").map_err(|error| raised(&error))?;
                let options = Options { clock, files, strict_publishing, invitation_days, ticket_for, direct_addresses };
                $open($($py,)? options, |builder| async move { builder.connect(&url).await }) $($await)*
            }
        }
    };
}

openers!(Workspace, open, (py), (), ());
openers!(AsyncWorkspace, open_aside, (), (async), (.await));

#[pymethods]
impl Workspace {
    fn __enter__(workspace: PyRef<'_, Self>) -> PyRef<'_, Self> {
        workspace
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    fn __exit__(
        &self,
        py: Python<'_>,
        exception_type: &Bound<'_, PyAny>,
        exception: &Bound<'_, PyAny>,
        traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let (_, _, _) = (exception_type, exception, traceback);
        self.close(py)
    }
}

#[pymethods]
impl AsyncWorkspace {
    async fn __aenter__(workspace: Py<Self>) -> PyResult<Py<Self>> {
        Ok(workspace)
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    async fn __aexit__(&self, exception_type: Py<PyAny>, exception: Py<PyAny>, traceback: Py<PyAny>) -> PyResult<()> {
        drop((exception_type, exception, traceback));
        Python::attach(|py| self.close(py))
    }
}

macro_rules! workspace {
    ($Workspace:ident, $Actor:ident, $Visitor:ident, $Operator:ident) => {
        #[pymethods]
        impl $Workspace {
            /// The face on which every call is a person's: the host authenticates people and says here who acts.
            fn acting_as(&self, person: PersonArgument) -> PyResult<$Actor> {
                Ok($Actor { face: self.face.beside(self.core()?.acting_as(person.0)) })
            }

            /// The face of somebody who has only a secret address: no account, no name (LNK).
            fn visitor(&self) -> PyResult<$Visitor> {
                Ok($Visitor { face: self.face.beside(self.core()?.visitor()) })
            }

            /// The face of the host as operator, for a reason that stands in the activity (OPS-1).
            fn operator(&self, reason: Text) -> PyResult<$Operator> {
                let operator = reason.value("reason").and_then(|reason| self.face.core()?.operator(&reason));
                Ok($Operator { face: self.face.beside(operator.map_err(|error| raised(&error))?) })
            }

            /// Closes the workspace: every later call on it, from any face, is refused with `closed`.
            fn close(&self, py: Python<'_>) -> PyResult<()> {
                let workspace = self.core()?;
                py.detach(|| workspace.close());
                Ok(())
            }

            fn __repr__(&self) -> &'static str {
                concat!("<", stringify!($Workspace), ">")
            }
        }

        impl $Workspace {
            fn core(&self) -> PyResult<&cowrite::Workspace> {
                self.face.core().map_err(|error| raised(&error))
            }
        }
    };
}

workspace!(Workspace, Actor, Visitor, Operator);
workspace!(AsyncWorkspace, AsyncActor, AsyncVisitor, AsyncOperator);

operations! { Workspace, AsyncWorkspace, WorkspaceCalls on cowrite::Workspace;
    /// The number of the last commit: 0 for an empty workspace.
    revision() -> u64 = |workspace| workspace.revision();
}
