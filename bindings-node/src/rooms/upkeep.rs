//! The upkeep of a store: copies, checks, sweeping.

use crate::argument::Place;
use crate::call::{aside, operations};

operations! { workspace on cowrite::Workspace;
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
    ///
    /// Call it once a day; nothing else sweeps, and nobody's answer changes by it.
    maintain() -> cowrite::Maintained = |workspace| workspace.maintain();

    /// Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).
    ///
    /// It reads everything at once. Refused with `storage` naming table and row where the store itself is damaged.
    verify() -> Vec<cowrite::Fault> = |workspace| {
        let workspace = workspace.clone();
        aside(move || pollster::block_on(workspace.verify()))
    };

    /// Copies the store to a new file while it is in use (REL-4).
    ///
    /// Refused with `storage` where the store has no file, `path` is there already, or the copy cannot be written.
    backup(path: Place) -> () = |workspace| workspace.backup(path);

    /// Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.
    ///
    /// The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
    /// Refused with `storage` where `path` is there already or cannot be written, or the store cannot be read.
    export_to(path: Place) -> () = |workspace| workspace.export_to(path);

    /// Fills this workspace, in which nothing has happened yet, with one that `export_to` wrote.
    ///
    /// Everybody keeps their ids, every act its time and author. Nothing is changed where it is refused with `schema_too_new`, or `storage` with its reason:
    /// `not_empty` where something has happened here, `damaged` with the line where the file is not as it was written.
    import_from(path: Place) -> () = |workspace| workspace.import_from(path);
}

operations! { free on ();
    /// Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).
    ///
    /// Refused with `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
    restore(backup: Place; to: Place) -> () = |_none| aside(move || cowrite::Workspace::restore(backup, to));
}
