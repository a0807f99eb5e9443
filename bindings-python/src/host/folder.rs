//! Where the files of tracks are kept, as a workspace is told when it is opened.

use std::path::PathBuf;

use cowrite::adapters::LocalFolderOptions;
use cowrite::ports::files::Connection;
use cowrite::{Accounts, Error, WorkspaceBuilder};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::{type_hint_identifier, type_hint_union};

use super::answers::EVERYBODY;
use super::dropbox::{AsyncDropbox, Dropbox};
use super::raised;
use super::store::HostStore;
use crate::call::Call;
use crate::shown::helper;

/// The files of tracks in a folder of this machine, which is made where there is none; nothing leads out of it (FIL-1, FIL-4).
///
/// >>> import tempfile
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     studio = Workspace.in_memory(files=LocalFolder(folder))
#[pyclass(frozen, eq, module = "cowrite")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LocalFolder {
    held: PathBuf,
}

#[pymethods]
impl LocalFolder {
    #[new]
    const fn new(path: PathBuf) -> Self {
        Self { held: path }
    }

    /// Where it is.
    #[getter]
    fn path(&self) -> PathBuf {
        self.held.clone()
    }

    fn __repr__(&self) -> String {
        format!("LocalFolder({:?})", self.held)
    }
}

/// Where files are kept, as an argument: in a folder, or wherever a class of the host's says.
#[derive(Debug)]
pub(crate) enum Files {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In Dropbox, in an account of each holder's, or in one for everybody.
    Dropbox(cowrite::adapters::Dropbox, Accounts),
    /// With the host, in an account of each holder's, or in one for everybody.
    Host(HostStore, Accounts),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Files {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Bound<'_, LocalFolder> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, Dropbox> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, AsyncDropbox> as FromPyObject<'_, '_>>::INPUT_TYPE,
        type_hint_identifier!("cowrite.ports", "FileStore"),
        type_hint_identifier!("cowrite.ports", "AsyncFileStore"),
        type_hint_identifier!("cowrite.ports", "OneAccount")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(folder) = object.cast::<LocalFolder>() {
            return Ok(Self::Folder(folder.get().held.clone()));
        }
        static ONE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if object.is_instance(helper(object.py(), &ONE, "cowrite.ports", "OneAccount")?)? {
            let everybody = Accounts::One(Connection::new(EVERYBODY));
            return Self::with(&object.getattr("store")?, everybody);
        }
        Self::with(&object, Accounts::EachHolder)
    }
}

impl Files {
    fn with(store: &Bound<'_, PyAny>, accounts: Accounts) -> PyResult<Self> {
        match super::dropbox::core_of(store)? {
            Some(dropbox) => Ok(Self::Dropbox(dropbox, accounts)),
            None => HostStore::of(store).map(|store| Self::Host(store, accounts)),
        }
    }

    /// Has a workspace keep its files so.
    ///
    /// Each holder's account goes by the person's id; a folder of this machine is one for all.
    pub(crate) fn keep(self, builder: WorkspaceBuilder) -> Result<WorkspaceBuilder, Error> {
        match self {
            Self::Folder(path) => {
                let opened = cowrite::adapters::LocalFolder::open(path, LocalFolderOptions::new());
                let folder = opened.map_err(|error| {
                    if let Some(call) = Call::current() {
                        call.blame(Python::attach(|py| raised(py, &error)));
                    }
                    Error::SourceUnavailable
                })?;
                let accounts = Accounts::One(folder.connection());
                Ok(builder.files(folder, accounts))
            }
            Self::Dropbox(dropbox, accounts) => Ok(builder.files(dropbox, accounts)),
            Self::Host(store, accounts) => Ok(builder.files(store, accounts)),
        }
    }
}
