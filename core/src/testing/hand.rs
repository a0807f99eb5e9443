//! What people do in a file store with other programs, as a step of a scenario says it.

use serde::Deserialize;

use crate::adapters::MemoryFiles;
use crate::domain::file::FilePath;
use crate::error::Error;
use crate::ports::files::{Connection, FileStore, FilesError, Loc, Mode, Put, Whole};

/// Something done in a file store itself; paths lead from the account's root, their names divided by `/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
#[non_exhaustive]
pub enum InStore {
    /// A file is written, with the folders on the way.
    Put {
        /// Where.
        put: String,
        /// Its content.
        content: String,
    },
    /// A file or folder is moved or renamed.
    Move {
        /// Where from.
        #[serde(rename = "move")]
        from: String,
        /// Where to.
        to: String,
    },
    /// A file is deleted.
    Delete {
        /// Where.
        delete: String,
    },
}

fn wrong(error: &Error) -> String {
    error.to_string()
}

/// Returns the folder that something lies in and its name there.
fn divided(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl InStore {
    /// Does it.
    pub(super) async fn act(&self, files: &MemoryFiles, by: &Connection) -> Result<(), String> {
        let at = |path: &str| match path {
            "" => Ok(FilePath::root()),
            path => path.parse::<FilePath>().map_err(|error| wrong(&error)),
        };
        let failed = |error: FilesError| error.to_string();
        let folder = async |path: &str| -> Result<Loc, String> {
            if path.is_empty() {
                return Ok(Loc::root());
            }
            Ok(Loc::Id(files.make_dir(by, &Loc::root(), &at(path)?).await.map_err(failed)?.id))
        };
        match self {
            Self::Put { put, content } => {
                let (above, name) = divided(put);
                let name = name.parse().map_err(|error| wrong(&error))?;
                let put = Put::new(folder(above).await?, name).mode(Mode::Overwrite);
                files.put(by, put, Whole::boxed(content.clone())).await.map(drop).map_err(failed)
            }
            Self::Move { from, to } => {
                let (above, name) = divided(to);
                let name = name.parse().map_err(|error| wrong(&error))?;
                let into = folder(above).await?;
                files.move_to(by, &Loc::Path(at(from)?), &into, &name).await.map(drop).map_err(failed)
            }
            Self::Delete { delete } => files.delete(by, &Loc::Path(at(delete)?)).await.map_err(failed),
        }
    }
}
