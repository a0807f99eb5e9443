//! News of the files of tracks, as a file store tells it (FIL-5).

use core::time::Duration;

use super::kept_files::{KeptFiles, Spot, file_of};
use super::kept_moves::is_of_account;
use crate::domain::folder::Folder;
use crate::id::PersonId;
use crate::ports::SeenFile;
use crate::ports::files::{Cursor, FilesError, Loc, Page, Wait};

impl KeptFiles {
    /// Returns a cursor for what comes; nothing, where the store keeps none.
    pub(super) async fn newest(&self, holder: PersonId) -> Result<Option<Cursor>, FilesError> {
        match self.store.latest_cursor(&self.connection(holder), &Loc::root(), true).await {
            Err(FilesError::Unsupported) => Ok(None),
            cursor => cursor.map(Some),
        }
    }

    pub(super) async fn changed(&self, holder: PersonId, since: &Cursor) -> Result<Option<Page>, FilesError> {
        match self.store.changes(&self.connection(holder), since).await {
            Err(FilesError::CursorReset) => Ok(None),
            page => page.map(Some),
        }
    }

    pub(super) async fn await_news(
        &self,
        holder: PersonId,
        since: &Cursor,
        timeout: Duration,
    ) -> Result<Option<Wait>, FilesError> {
        match self.store.wait(&self.connection(holder), since, timeout).await {
            // That all is to be looked at is news.
            Err(FilesError::CursorReset) => Ok(Some(Wait { has_changed: true, backoff: None })),
            Err(FilesError::Unsupported) => Ok(None),
            waited => waited.map(Some),
        }
    }

    /// Returns what lies in a folder; nothing, where this one cannot be read though the account can.
    pub(super) async fn seen(&self, folder: &Folder) -> Result<Option<Vec<SeenFile>>, FilesError> {
        match self.entries(&Spot::now(folder)).await {
            Ok(entries) => {
                let seen = |entry| Some(SeenFile { file: file_of(&entry)?, path: entry.path });
                Ok(Some(entries.into_iter().filter_map(seen).collect()))
            }
            Err(error) if error.retry_after().is_some() || is_of_account(&error) => Err(error),
            // What is about this one folder alone keeps no other from being followed.
            Err(_) => Ok(None),
        }
    }
}
