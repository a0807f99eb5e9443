//! The upkeep of a store: copies, checks, sweeping.

use cowrite::Error;
use pyo3::prelude::*;

use crate::argument::{Argument, Place};
use crate::call::{aside, operations};
use crate::error::raised;
use crate::workspace::{AsyncWorkspace, Workspace, WorkspaceCalls};

operations! { Workspace, AsyncWorkspace, WorkspaceCalls on cowrite::Workspace;
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
    ///
    /// Call it once a day; nothing else sweeps, and nobody's answer changes by it.
    ///
    /// >>> workspace.maintain().outcomes
    /// 0
    maintain() -> cowrite::Maintained = |workspace| workspace.maintain();

    /// Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).
    ///
    /// It reads everything at once. Raises `storage` naming table and row where the store itself is damaged.
    ///
    /// >>> workspace.verify()
    /// ()
    verify() -> Vec<cowrite::Fault> = |workspace| {
        let workspace = workspace.clone();
        aside(move || pollster::block_on(workspace.verify()))
    };

    /// Copies the store to a new file while it is in use (REL-4).
    ///
    /// Raises `storage` where the store has no file, `path` is there already, or the copy cannot be written.
    ///
    /// >>> from pathlib import Path
    /// >>> from tempfile import TemporaryDirectory
    /// >>> with TemporaryDirectory() as folder, Workspace.open(Path(folder) / "studio.db") as opened:
    /// ...     opened.backup(Path(folder) / "copy.db")
    /// ...     Workspace.restore(Path(folder) / "copy.db", to=Path(folder) / "restored.db")
    backup(path: Place) -> () = |workspace| workspace.backup(path);

    /// Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.
    ///
    /// The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
    /// Raises `storage` where `path` is there already or cannot be written, or the store cannot be read.
    ///
    /// >>> from pathlib import Path
    /// >>> from tempfile import TemporaryDirectory
    /// >>> elsewhere = Workspace.in_memory()
    /// >>> with TemporaryDirectory() as folder:
    /// ...     workspace.export_to(Path(folder) / "studio.jsonl")
    /// ...     elsewhere.import_from(Path(folder) / "studio.jsonl")
    /// >>> elsewhere.acting_as(olivia).track(track) == track
    /// True
    export_to(path: Place) -> () = |workspace| workspace.export_to(path);

    /// Fills this workspace, in which nothing has happened yet, with one that `export_to` wrote.
    ///
    /// Everybody keeps their ids, every act its time and author. Nothing is changed where it raises `schema_too_new`, or `storage` with its reason:
    /// `not_empty` where something has happened here, `damaged` with the line where the file is not as it was written.
    import_from(path: Place) -> () = |workspace| workspace.import_from(path);
}

fn restored(backup: Place, to: Place) -> Result<(), Error> {
    cowrite::Workspace::restore(backup.value("backup")?, to.value("to")?)
}

#[pymethods]
impl Workspace {
    /// Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).
    ///
    /// Raises `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
    #[staticmethod]
    #[pyo3(signature = (backup, *, to))]
    fn restore(py: Python<'_>, backup: Place, to: Place) -> PyResult<()> {
        py.detach(|| restored(backup, to)).map_err(|error| raised(&error))
    }
}

#[pymethods]
impl AsyncWorkspace {
    /// Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).
    ///
    /// Raises `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
    #[staticmethod]
    #[pyo3(signature = (backup, *, to))]
    async fn restore(backup: Place, to: Place) -> PyResult<()> {
        aside(move || restored(backup, to)).await.map_err(|error| raised(&error))
    }
}
