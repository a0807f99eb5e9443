//! A file store of the host's: an object of JavaScript with the methods of `FileStore`.

use std::sync::Arc;
use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError, FilesFuture,
    Listing, Loc, Mode, Opened, Page, Put, TempLink, ThumbnailSize, Wait,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answers::{Given, GivenOpened, GivenPage, names, place, range};
use super::bytes::HostBytes;
use crate::bridge::{Answer, Bridge, Message};
use crate::call::number;
use crate::content::Reading;
use crate::handle::{Face, Handle};

/// A file store of the host's, by the number under which the JavaScript half has it.
#[derive(Debug)]
pub(crate) struct HostStore {
    bridge: Arc<Bridge>,
    store: i64,
}

impl HostStore {
    pub(crate) const fn new(bridge: Arc<Bridge>, store: i64) -> Self {
        Self { bridge, store }
    }

    /// Calls a method, and reads its answer; one that the store does not have is `Unsupported`.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: &'static str,
        given: Value,
        content: Option<Handle>,
    ) -> Result<T, FilesError> {
        let question = json!([self.store, number(), method, given]).to_string();
        match self.bridge.ask(|number| Message::Ask(number, question, content)).await {
            Answer::Value(text) => serde_json::from_str(&text).map_err(|_| FilesError::Transient),
            Answer::Failed(error) => Err(error),
            Answer::Piece(_) => Err(FilesError::Transient),
        }
    }

    async fn entry(&self, method: &'static str, given: Value) -> Result<Entry, FilesError> {
        self.ask::<Given>(method, given, None).await?.entry()
    }

    async fn page(&self, method: &'static str, given: Value) -> Result<Page, FilesError> {
        self.ask::<GivenPage>(method, given, None).await?.page()
    }
}

impl Drop for HostStore {
    fn drop(&mut self) {
        self.bridge.tell(Message::Forget(self.store));
    }
}

/// Content that a write has no more use for: a store that reads on although nobody waits for it any more gets none.
struct GivenUp(Arc<Reading>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// On whose behalf a method is called: the id of the person who holds the files, or nobody's of everybody's.
fn whose(by: &Connection) -> Option<&str> {
    Uuid::try_parse(by.as_str()).is_ok().then_some(by.as_str())
}

fn unsupported<'a, T: Send + 'a>() -> FilesFuture<'a, T> {
    Box::pin(std::future::ready(Err(FilesError::Unsupported)))
}

impl FileStore for HostStore {
    fn account<'a>(&'a self, _: &'a Connection) -> FilesFuture<'a, Account> {
        unsupported()
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        Box::pin(self.entry("stat", json!([whose(by), place(at)])))
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        Box::pin(self.entry("find", json!([whose(by), place(folder), id.as_str()])))
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        let how = json!({ "recursive": listing.is_recursive, "limit": listing.limit });
        Box::pin(self.page("list", json!([whose(by), place(at), how])))
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        Box::pin(self.page("changes", json!([whose(by), cursor.as_str()])))
    }

    fn latest_cursor<'a>(&'a self, _: &'a Connection, _: &'a Loc, _: bool) -> FilesFuture<'a, Cursor> {
        unsupported()
    }

    fn wait<'a>(&'a self, _: &'a Connection, _: &'a Cursor, _: Duration) -> FilesFuture<'a, Wait> {
        unsupported()
    }

    fn content_hash<'a>(&'a self, _: &'a Connection, _: &'a Loc) -> FilesFuture<'a, ContentHash> {
        unsupported()
    }

    fn temp_link<'a>(&'a self, _: &'a Connection, _: &'a Loc) -> FilesFuture<'a, TempLink> {
        unsupported()
    }

    fn thumbnail<'a>(&'a self, _: &'a Connection, _: &'a Loc, _: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        unsupported()
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        Box::pin(self.entry("makeDir", json!([whose(by), place(within), names(path)])))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            let reading = Arc::new(Reading::new(data));
            let _given_up = GivenUp(Arc::clone(&reading));
            let (mode, rev) = match &put.mode {
                Mode::Add => ("add", None),
                Mode::Overwrite => ("overwrite", None),
                Mode::Update(rev) => ("update", Some(rev.as_str())),
            };
            let hash = put.content_hash.map(|hash| hash.to_string());
            let how = json!({ "mode": mode, "rev": rev, "size": put.size, "contentHash": hash });
            let given = json!([whose(by), place(&put.into), put.name.as_str(), how]);
            let content = Handle::Reading(Face::new(reading, Arc::clone(&self.bridge), None));
            self.ask::<Given>("put", given, Some(content)).await?.entry()
        })
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, bytes: ByteRange) -> FilesFuture<'a, Opened> {
        Box::pin(async move {
            let given = json!([whose(by), place(at), range(bytes)]);
            let GivenOpened(entry, start, stop, content) = self.ask("open", given, None).await?;
            let data = Box::new(HostBytes::of_store(Arc::clone(&self.bridge), content));
            Ok(Opened { entry: entry.entry()?, range: start..stop, data })
        })
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        Box::pin(self.entry("moveTo", json!([whose(by), place(from), place(into), name.as_str()])))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        Box::pin(async move { self.ask::<Value>("delete", json!([whose(by), place(at)]), None).await.map(drop) })
    }
}
