//! A file store of the host's: an object of Python with the methods of `FileStore` or `AsyncFileStore`, and of `cowrite.sharing` where it has them.

use std::sync::Arc;
use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError, FilesFuture,
    FolderSharing, Listing, Loc, Membership, Mode, Opened, Page, Put, TempLink, ThumbnailSize, Wait,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};

use super::answers::{self, by_id, place, slice};
use super::{answer, failed, folders, sharing};
use crate::content::{Incoming, Reading};
use crate::shown::helper;

/// The methods that every store has.
const NEEDED: [&str; 7] = ["find", "list", "make_dir", "put", "open", "move_to", "delete"];

/// A file store of the host's.
#[derive(Debug)]
pub(crate) struct HostStore {
    store: Py<PyAny>,
    shares: bool,
    mounts: bool,
}

/// What a method of the host's is given.
pub(super) type Given<'py> = (Bound<'py, PyTuple>, Bound<'py, PyDict>);

impl HostStore {
    pub(super) fn of(store: &Bound<'_, PyAny>) -> PyResult<Self> {
        check(store, "a file store", &NEEDED)?;
        let (shares, mounts) = (has_all(store, &sharing::SHARING)?, has_all(store, &sharing::MEMBERSHIP)?);
        Ok(Self { store: store.clone().unbind(), shares, mounts })
    }

    /// Calls a method, and reads its answer; one that the store does not have is `Unsupported`.
    pub(super) async fn ask<T>(
        &self,
        method: &'static str,
        given: impl for<'py> FnOnce(Python<'py>) -> PyResult<Given<'py>> + Send,
        read: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T> + Send,
    ) -> Result<T, FilesError> {
        if Python::attach(|py| self.store.bind(py).hasattr(method).is_ok_and(|has| !has)) {
            return Err(FilesError::Unsupported);
        }
        ask(&self.store, method, given, read).await
    }
}

/// Calls a method of a port of the host's, and reads its answer.
pub(super) async fn ask<T>(
    port: &Py<PyAny>,
    method: &'static str,
    given: impl for<'py> FnOnce(Python<'py>) -> PyResult<Given<'py>> + Send,
    read: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T> + Send,
) -> Result<T, FilesError> {
    let begin = |py: Python<'_>, reply, is_awaited: bool| {
        static BEGIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let (arguments, named) = given(py)?;
        let method = port.bind(py).getattr(method)?;
        helper(py, &BEGIN, "cowrite._host", "begin")?.call1((method, arguments, named, reply, is_awaited)).map(drop)
    };
    let given = answer(begin).await.map_err(failed)?;
    Python::attach(|py| read(given.bind(py))).map_err(failed)
}

/// Refuses what lacks a method that every port of its kind has, or is a class instead of one of it.
pub(super) fn check(port: &Bound<'_, PyAny>, kind: &str, needed: &[&str]) -> PyResult<()> {
    for method in needed {
        if port.is_instance_of::<PyType>() || !port.hasattr(*method)? {
            let found = port.get_type().name()?;
            return Err(PyTypeError::new_err(format!("{kind} with {method}() is wanted, not {found}")));
        }
    }
    Ok(())
}

/// Returns whether a store has what goes together, of which one without the others is a mistake.
fn has_all(store: &Bound<'_, PyAny>, methods: &[&str]) -> PyResult<bool> {
    let lacking = methods.iter().filter(|method| !store.hasattr(**method).unwrap_or(false));
    match lacking.collect::<Vec<_>>().as_slice() {
        [] => Ok(true),
        lacking if lacking.len() == methods.len() => Ok(false),
        [first, ..] => {
            let found = store.get_type().name()?;
            Err(PyTypeError::new_err(format!("{found} shares folders, and has no {first}()")))
        }
    }
}

/// Gathers the arguments of a method: those by place, and those by name.
macro_rules! given {
    ($py:ident; $($value:expr),* $(; $($name:ident = $named:expr),+)?) => {{
        let arguments = pyo3::types::PyTuple::new($py, [$($value.into_pyobject($py)?.into_any()),*])?;
        let named = pyo3::types::PyDict::new($py);
        $($(named.set_item(stringify!($name), $named)?;)+)?
        Ok((arguments, named))
    }};
}
pub(super) use given;

/// Says of a closure that it gathers arguments, whenever the GIL is held.
pub(super) fn giving<G: for<'py> FnOnce(Python<'py>) -> PyResult<Given<'py>> + Send>(given: G) -> G {
    given
}

/// Content that a write has no more use for: a store that reads on although nobody waits for it any more gets none.
struct GivenUp(Arc<Reading>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.close();
    }
}

pub(super) fn nothing(_: &Bound<'_, PyAny>) -> PyResult<()> {
    Ok(())
}

fn unsupported<'a, T: Send + 'a>() -> FilesFuture<'a, T> {
    Box::pin(std::future::ready(Err(FilesError::Unsupported)))
}

impl FileStore for HostStore {
    fn sharing(&self) -> Option<&dyn FolderSharing> {
        self.shares.then_some(self)
    }

    fn membership(&self) -> Option<&dyn Membership> {
        self.mounts.then_some(self)
    }

    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        Box::pin(self.ask("account", giving(move |py| given!(py; by_id(py, by)?)), folders::account))
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        Box::pin(self.ask("stat", giving(move |py| given!(py; by_id(py, by)?, place(py, at)?)), answers::entry))
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, folder)?, id.as_str()));
        Box::pin(self.ask("find", given, answers::entry))
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        let given = giving(
            move |py| given!(py; by_id(py, by)?, place(py, at)?; recursive = listing.is_recursive, limit = listing.limit),
        );
        Box::pin(self.ask("list", given, answers::page))
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        Box::pin(self.ask("changes", giving(move |py| given!(py; by_id(py, by)?, cursor.as_str())), answers::page))
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, at)?; recursive = is_recursive));
        Box::pin(self.ask("latest_cursor", given, answers::cursor))
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        let given = giving(move |py| given!(py; by_id(py, by)?, cursor.as_str(); timeout = timeout));
        Box::pin(self.ask("wait", given, answers::wait))
    }

    fn content_hash<'a>(&'a self, _: &'a Connection, _: &'a Loc) -> FilesFuture<'a, ContentHash> {
        unsupported()
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, at)?));
        Box::pin(self.ask("temp_link", given, answers::temp_link))
    }

    fn thumbnail<'a>(&'a self, _: &'a Connection, _: &'a Loc, _: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        unsupported()
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, within)?, answers::names(py, path)?));
        Box::pin(self.ask("make_dir", given, answers::entry))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            let reading = Arc::new(Reading::new(data));
            let _given_up = GivenUp(Arc::clone(&reading));
            let given = giving(move |py| {
                static CONTENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
                let (mode, rev) = match &put.mode {
                    Mode::Add => ("add", None),
                    Mode::Overwrite => ("overwrite", None),
                    Mode::Update(rev) => ("update", Some(rev.as_str())),
                };
                let (incoming, method) = (Py::new(py, Incoming { reading })?, self.store.bind(py).getattr("put")?);
                let data = helper(py, &CONTENT, "cowrite._host", "incoming")?.call1((incoming, method))?;
                let hash = put.content_hash.map(|hash| hash.to_string());
                given!(
                    py; by_id(py, by)?, place(py, &put.into)?, put.name.as_str(), data;
                    mode = answers::mode(py, mode)?, rev = rev, size = put.size, content_hash = hash
                )
            });
            self.ask("put", given, answers::entry).await
        })
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, at)?, slice(py, range)?));
        Box::pin(self.ask("open", given, answers::opened))
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        let given = giving(move |py| given!(py; by_id(py, by)?, place(py, from)?, place(py, into)?, name.as_str()));
        Box::pin(self.ask("move_to", given, answers::entry))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        Box::pin(self.ask("delete", giving(move |py| given!(py; by_id(py, by)?, place(py, at)?)), nothing))
    }
}
