//! A file store of the host's: an object of JavaScript with the methods of `FileStore`, and of `FolderSharing` and `Membership` where it has them.

use std::sync::Arc;
use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError, FilesFuture,
    FolderSharing, Listing, Loc, Membership, Mode, Opened, Page, Put, TempLink, ThumbnailSize, Wait,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answers::{Given, GivenLink, GivenOpened, GivenPage, GivenWait, names, place, range};
use super::folders::GivenAccount;
use super::port::{Port, whose};
use crate::bridge::Bridge;
use crate::content::Reading;
use crate::handle::{Face, Handle};

/// A file store of the host's.
#[derive(Debug)]
pub(crate) struct HostStore {
    pub(super) port: Port,
    shares: bool,
    mounts: bool,
}

impl HostStore {
    /// Takes the number under which the JavaScript half has it, and whether it shares folders and puts them among its members' own.
    pub(crate) const fn new(bridge: Arc<Bridge>, port: i64, shares: bool, mounts: bool) -> Self {
        Self { port: Port::new(bridge, port), shares, mounts }
    }

    /// Calls a method, and reads its answer.
    pub(super) async fn ask<T: DeserializeOwned>(&self, method: &'static str, given: Value) -> Result<T, FilesError> {
        self.port.ask(method, given, None).await
    }

    async fn entry(&self, method: &'static str, given: Value) -> Result<Entry, FilesError> {
        self.ask::<Given>(method, given).await?.entry()
    }

    async fn page(&self, method: &'static str, given: Value) -> Result<Page, FilesError> {
        self.ask::<GivenPage>(method, given).await?.page()
    }
}

/// Content that a write has no more use for: a store that reads on although nobody waits for it any more gets none.
struct GivenUp(Arc<Reading>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.close();
    }
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
        Box::pin(async move { self.ask::<GivenAccount>("account", json!([whose(by)])).await?.account() })
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

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        let given = json!([whose(by), place(at), { "recursive": is_recursive }]);
        Box::pin(async move { self.ask("latestCursor", given).await.map(|cursor: String| Cursor::new(cursor)) })
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        let timeout = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        let given = json!([whose(by), cursor.as_str(), { "timeoutMs": timeout }]);
        Box::pin(async move { self.ask("wait", given).await.map(GivenWait::wait) })
    }

    fn content_hash<'a>(&'a self, _: &'a Connection, _: &'a Loc) -> FilesFuture<'a, ContentHash> {
        unsupported()
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        let given = json!([whose(by), place(at)]);
        Box::pin(async move { self.ask::<GivenLink>("tempLink", given).await?.link() })
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
            let content = Handle::Reading(Face::new(reading, Arc::clone(&self.port.bridge), None));
            self.port.ask::<Given>("put", given, Some(content)).await?.entry()
        })
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, bytes: ByteRange) -> FilesFuture<'a, Opened> {
        Box::pin(async move {
            let given = json!([whose(by), place(at), range(bytes)]);
            let (GivenOpened(entry, start, stop), data) = self.port.open(given).await?;
            Ok(Opened { entry: entry.entry()?, range: start..stop, data: Box::new(data) })
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
        Box::pin(self.port.tell("delete", json!([whose(by), place(at)])))
    }
}
