//! A whole workspace as a file of JSON lines: out of one store, into another.
//!
//! 1. The first line names the format's version, the last one counts the pieces and carries a hash of all lines before it.
//! 2. Neither side holds more than one piece in memory, however large the workspace.
//! 3. A file that was cut short, changed, or made by a newer version is refused whole.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::workspace::Workspace;
use crate::error::Error;
use crate::ports::store::{Piece, Sink, Source, StoreError};

/// The version of the format that is written; all before it are read.
const FORMAT: u32 = 1;

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first: what this is.
    CowriteExport {
        /// The version of the format.
        format: u32,
    },
    /// One piece.
    Piece(Box<Piece>),
    /// The last.
    End {
        /// How many pieces there are.
        pieces: u64,
        /// The SHA-256 of all bytes before this line, in hexadecimal.
        sha256: String,
    },
}

impl Workspace {
    /// Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines.
    ///
    /// The file holds names and addresses, everybody's shares and the whole history: keep it as you keep the store.
    /// On Unix only its owner may read it.
    /// It is for moving to another store ([`Workspace::import_from`]) and for reading by other programs; a backup of a SQLite store is smaller and faster.
    ///
    /// # Errors
    /// `storage` where there is a file at `path` already or it cannot be written, and where the store cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// # let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("studio.jsonl");
    /// workspace.export_to(&path).await?;
    ///
    /// let elsewhere = cowrite::Workspace::in_memory()?;
    /// elsewhere.import_from(&path).await?;
    /// assert!(elsewhere.verify().await?.is_empty());
    /// assert_eq!(elsewhere.acting_as(alex.id()).track(track).await?, alex.track(track).await?);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn export_to(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let lines = LinesOut::create(path.as_ref())?;
        Ok(self.core.store.export(Box::new(lines)).await?)
    }

    /// Fills this workspace, in which nothing has happened yet, with one that was written by [`Workspace::export_to`].
    ///
    /// Everybody keeps their ids, every act its time and author, and every idempotency key its outcome.
    /// Commits are numbered anew. [`Workspace::verify`] checks afterwards that the state is what the history comes to.
    ///
    /// # Errors
    /// `storage` with the reason `not_empty` where something has happened here, with the reason `damaged` and the line where the file is not as it was written, and where it cannot be read; `schema_too_new` for a newer version's.
    /// Nothing is changed then.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("studio.jsonl");
    /// workspace.export_to(&path).await?;
    /// let refused = workspace.import_from(&path).await.unwrap_err();
    /// assert_eq!(refused.code(), "storage");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn import_from(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let source: Source = Box::new(LinesIn::open(path.as_ref())?);
        Ok(self.core.store.import(source).await?)
    }
}

/// A file in the making; one that is dropped before its end is taken away.
struct LinesOut {
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    pieces: u64,
    is_whole: bool,
}

impl LinesOut {
    fn create(path: &Path) -> Result<Self, StoreError> {
        let mut options = File::options();
        options.write(true).create_new(true);
        // Names, addresses and shares are nobody else's to read.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| failed("creating", path, error))?;
        let file = BufWriter::new(file);
        let path = path.to_owned();
        let mut lines = Self { path, file, hash: Sha256::new(), pieces: 0, is_whole: false };
        lines.write(&Line::CowriteExport { format: FORMAT })?;
        Ok(lines)
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), StoreError> {
        let unwritable = |error| failed("writing", &self.path, std::io::Error::other(error));
        let mut bytes = serde_json::to_vec(line).map_err(unwritable)?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        self.file.write_all(&bytes).map_err(|error| failed("writing", &self.path, error))
    }
}

/// What [`Line::Piece`] is written as, without a copy of the piece.
#[derive(Serialize)]
struct PieceLine<'a> {
    piece: &'a Piece,
}

impl Sink for LinesOut {
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError> {
        self.pieces = self.pieces.saturating_add(1);
        self.write(&PieceLine { piece })
    }

    fn end(&mut self) -> Result<(), StoreError> {
        let sha256 = hexadecimal(&self.hash.clone().finalize());
        self.write(&Line::End { pieces: self.pieces, sha256 })?;
        let durable = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        durable.map_err(|error| failed("writing", &self.path, error))?;
        // Whoever drops the old store now must find the new file after a power cut.
        #[cfg(unix)]
        if let Some(folder) = self.path.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let named = File::open(folder).and_then(|folder| folder.sync_all());
            named.map_err(|error| failed("writing", &self.path, error))?;
        }
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for LinesOut {
    fn drop(&mut self) {
        if !self.is_whole {
            drop(std::fs::remove_file(&self.path));
        }
    }
}

/// The pieces of a file, each checked as it is read, and all of them at the end.
struct LinesIn {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    hash: Sha256,
    pieces: u64,
    line: u64,
    is_over: bool,
}

impl LinesIn {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(|error| failed("opening", path, error))?;
        let lines = BufReader::new(file).lines();
        let path = path.to_owned();
        let mut read = Self { path, lines, hash: Sha256::new(), pieces: 0, line: 0, is_over: false };
        match read.next_line()? {
            Line::CowriteExport { format: 1..=FORMAT } => Ok(read),
            Line::CowriteExport { format: found } => Err(StoreError::SchemaTooNew { found, supported: FORMAT }),
            Line::Piece(_) | Line::End { .. } => Err(read.damaged("does not say what the file is")),
        }
    }

    /// Reads a line that must be there.
    fn next_line(&mut self) -> Result<Line, StoreError> {
        self.line = self.line.saturating_add(1);
        let text = match self.lines.next() {
            Some(Ok(text)) => text,
            Some(Err(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(self.damaged("is not UTF-8"));
            }
            Some(Err(error)) => return Err(failed("reading", &self.path, error)),
            None => return Err(self.damaged("is missing: the file was cut short")),
        };
        let line = serde_json::from_str(&text).map_err(|error| self.damaged(&format!("cannot be read: {error}")))?;
        // The last line carries the hash of those before it.
        if !matches!(line, Line::End { .. }) {
            self.hash.update(text.as_bytes());
            self.hash.update(b"\n");
        }
        Ok(line)
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, StoreError> {
        match self.next_line()? {
            Line::Piece(piece) => {
                self.pieces = self.pieces.saturating_add(1);
                Ok(Some(*piece))
            }
            Line::CowriteExport { .. } => Err(self.damaged("is a first line")),
            Line::End { pieces, sha256 } => {
                if pieces != self.pieces || sha256 != hexadecimal(&self.hash.clone().finalize()) {
                    return Err(self.damaged("does not fit the lines before it: they are not as they were written"));
                }
                match self.lines.next() {
                    None => Ok(None),
                    Some(_) => Err(self.damaged("is followed by more")),
                }
            }
        }
    }

    fn damaged(&self, what: &str) -> StoreError {
        StoreError::Corrupt { table: "export", row: format!("line {}", self.line), what: what.to_owned() }
    }
}

impl Iterator for LinesIn {
    type Item = Result<Piece, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let piece = self.next_piece().transpose();
        self.is_over = !matches!(piece, Some(Ok(_)));
        piece
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn failed(doing: &str, path: &Path, error: std::io::Error) -> StoreError {
    let message = format!("{doing} `{}` failed: {error}", path.display());
    StoreError::Unavailable { message, source: Some(Arc::new(error)) }
}
