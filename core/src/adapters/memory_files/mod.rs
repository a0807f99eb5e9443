//! Files in memory, for any number of accounts: for tests, and for trying things out.
//!
//! It behaves as accounts of a cloud do: folders are shared and mounted, viewers cannot write, addresses expire, there is not always room.
//! What goes wrong, and when, is for the test to say.

use core::future::poll_fn;
use core::task::{Poll, Waker};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::faults::Faults;
use self::sharing::Job;
use self::tree::{Content, Home, Key, Tree, account_id};
use crate::domain::file::{FileName, FilePath};
use crate::domain::text::Email;
use crate::ports::files::{
    Account, AccountId, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError,
    FilesFuture, FolderSharing, Listing, Loc, Membership, Opened, Page, Put, Seen, TempLink, ThumbnailSize, Wait,
};
use crate::ports::{Clock, SystemClock, SystemTimer, Timer};
use crate::time::Timestamp;

mod faults;
mod sharing;
mod stream;
mod tree;
mod write;

pub use faults::{FilesCall, FilesFault};

/// How long an address of a file works.
const LINK_HOURS: i64 = 4;

/// An account of files in memory.
#[derive(Debug, Clone)]
pub struct MemoryAccount {
    id: Option<String>,
    email: Option<Email>,
    alias: Option<Email>,
    is_email_verified: bool,
    can_have_viewers: bool,
    quota: Option<u64>,
}

impl Default for MemoryAccount {
    fn default() -> Self {
        Self { id: None, email: None, alias: None, is_email_verified: true, can_have_viewers: true, quota: None }
    }
}

impl MemoryAccount {
    /// Returns an account without an address, with room for everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets under which id the connection is known, as another account connected there has one of its own.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the address.
    #[must_use]
    pub fn email(mut self, email: Email) -> Self {
        self.email = Some(email);
        self
    }

    /// Sets another address, which reaches the account and which it does not show.
    #[must_use]
    pub fn alias(mut self, email: Email) -> Self {
        self.alias = Some(email);
        self
    }

    /// Sets whether the address is verified.
    #[must_use]
    pub const fn verified(mut self, is_verified: bool) -> Self {
        self.is_email_verified = is_verified;
        self
    }

    /// Sets whether its plan has viewers.
    #[must_use]
    pub const fn viewers(mut self, can_have_viewers: bool) -> Self {
        self.can_have_viewers = can_have_viewers;
        self
    }

    /// Sets for how many bytes there is room.
    #[must_use]
    pub const fn quota(mut self, bytes: u64) -> Self {
        self.quota = Some(bytes);
        self
    }
}

/// Files in memory, for any number of accounts.
///
/// Clones are the same store, so a test keeps one and gives the workspace the other.
///
/// # Example: a call that is cut off after it has taken hold
///
/// ```
/// # pollster::block_on(async {
/// use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount, MemoryFiles};
/// use cowrite::ports::files::{Connection, FileStore, FilesError, Loc, Put, Whole};
///
/// let (files, olivia) = (MemoryFiles::new(), Connection::new("olivia"));
/// files.set_account(&olivia, MemoryAccount::new());
/// files.fail(FilesCall::Put, 1, &FilesFault::After(FilesError::Transient));
/// let put = Put::new(Loc::root(), "mix.wav".parse().unwrap());
/// assert_eq!(files.put(&olivia, put, Whole::boxed("…")).await, Err(FilesError::Transient));
/// assert!(files.stat(&olivia, &Loc::Path("mix.wav".parse().unwrap())).await.is_ok());
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct MemoryFiles {
    inner: Arc<Inner>,
    shares: bool,
}

#[derive(Debug)]
struct Inner {
    clock: Box<dyn Clock>,
    timer: Box<dyn Timer>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    tree: Tree,
    faults: Faults,
    cursors: BTreeMap<String, Told>,
    links: BTreeMap<String, (Key, Timestamp)>,
    /// After how many looks something that takes its time is done; `None` where everything is done at once.
    looks: Option<u32>,
    jobs: BTreeMap<String, Job>,
    waiting: Vec<Waker>,
}

/// What a cursor stands for.
#[derive(Debug, Clone)]
struct Told {
    by: Connection,
    folder: Key,
    listing: Listing,
    seen: Seen,
}

impl Default for MemoryFiles {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryFiles {
    /// Makes a store without accounts, on the machine's own clock.
    #[must_use]
    pub fn new() -> Self {
        Self::with(SystemClock, SystemTimer)
    }

    /// Makes a store without accounts, on a clock and timer of the test's own.
    pub fn with(clock: impl Clock + 'static, timer: impl Timer + 'static) -> Self {
        let inner = Inner { clock: Box::new(clock), timer: Box::new(timer), state: Mutex::default() };
        Self { inner: Arc::new(inner), shares: true }
    }

    /// Makes it a store that shares no folders, as a disk is one.
    #[must_use]
    pub fn without_sharing(mut self) -> Self {
        self.shares = false;
        self
    }

    /// Deletes a folder with all that is in it, as its owner can outside this port.
    ///
    /// # Errors
    /// `NotFound`; `Disconnected`.
    pub fn remove_folder(&self, by: &Connection, at: &Loc) -> Result<(), FilesError> {
        self.lock().tree.remove_folder(by, at)
    }

    /// Makes an account, or changes what is known of one; its files stay.
    pub fn set_account(&self, connection: &Connection, account: MemoryAccount) {
        let mut state = self.lock();
        match state.tree.homes.get_mut(connection) {
            Some(home) => home.account = account,
            None => {
                let root = state.tree.add(None, "", Content::Folder);
                state.tree.homes.insert(connection.clone(), Home { account, root });
            }
        }
    }

    /// Makes the next `times` calls of a kind go wrong, after those that are to go wrong already.
    pub fn fail(&self, call: FilesCall, times: usize, fault: &FilesFault) {
        self.lock().faults.add(call, times, fault);
    }

    /// Makes one call go wrong, whichever it is: the one that comes after so many others.
    pub fn fail_later(&self, calls: u64, fault: &FilesFault) {
        self.lock().faults.add_later(calls, fault);
    }

    /// Returns whether the call that was to go wrong after others has not come yet.
    #[must_use]
    pub fn is_to_fail(&self) -> bool {
        self.lock().faults.is_any_later()
    }

    /// Makes one call of a kind go wrong after `well` more that do not, all after those that are to go wrong already.
    pub fn fail_after(&self, call: FilesCall, well: usize, fault: &FilesFault) {
        let mut state = self.lock();
        state.faults.spare(call, well);
        state.faults.add(call, 1, fault);
    }

    /// Sets whether the whole store is away, so that every call is `Transient` and does nothing.
    pub fn set_away(&self, is_away: bool) {
        self.lock().faults.is_away = is_away;
    }

    /// Returns how often a kind of call has been made.
    #[must_use]
    pub fn calls(&self, call: FilesCall) -> u64 {
        self.lock().faults.calls(call)
    }

    /// Makes every cursor given so far `CursorReset`.
    pub fn reset_cursors(&self) {
        self.lock().cursors.clear();
        self.wake();
    }

    /// Sets after how many looks what takes its time is done; with `None` everything is done at once, as at first.
    pub fn set_looks(&self, looks: Option<u32>) {
        self.lock().looks = looks;
    }

    /// Reads a file at an address that [`FileStore::temp_link`] gave, as anybody could.
    ///
    /// # Errors
    /// `NotFound` where the address has expired, or the file is gone.
    pub fn fetch(&self, url: &str) -> Result<Vec<u8>, FilesError> {
        let state = self.lock();
        let (key, expires_at) = state.links.get(url).ok_or(FilesError::NotFound)?;
        match &state.tree.thing(*key)?.content {
            Content::File { data, .. } if self.inner.clock.now() < *expires_at => Ok(data.to_vec()),
            Content::File { .. } | Content::Folder => Err(FilesError::NotFound),
        }
    }

    /// Makes every address given so far expire.
    pub fn expire_links(&self) {
        self.lock().links.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let waiting = core::mem::take(&mut self.lock().waiting);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Does a call when it is polled, with what is to go wrong with it.
    fn call<'a, T: Send + 'a>(
        &'a self,
        call: FilesCall,
        act: impl FnOnce(&mut State, Timestamp) -> Result<T, FilesError> + Send + 'a,
    ) -> FilesFuture<'a, T> {
        Box::pin(async move {
            let now = self.inner.clock.now();
            let answer = {
                let mut state = self.lock();
                let fault = state.faults.next(call)?;
                let answer = act(&mut state, now)?;
                if let Some(FilesFault::After(error)) = fault { Err(error) } else { Ok(answer) }
            };
            self.wake();
            answer
        })
    }
}

impl State {
    fn told(&mut self, told: Told) -> Cursor {
        let name = format!("cursor:{}", self.tree.number());
        self.cursors.insert(name.clone(), told);
        Cursor::new(name)
    }

    fn known(&self, by: &Connection, cursor: &Cursor) -> Result<Told, FilesError> {
        self.tree.home(by)?;
        let told = self.cursors.get(cursor.as_str()).filter(|told| told.by == *by).ok_or(FilesError::CursorReset)?;
        if self.tree.role(by, told.folder).is_some() { Ok(told.clone()) } else { Err(FilesError::NotFound) }
    }

    fn page(&mut self, mut told: Told) -> Result<Page, FilesError> {
        let now = self.tree.below(&told.by, told.folder, told.listing.is_recursive)?;
        let (items, seen, has_more) = told.seen.compare(now, told.listing.limit);
        told.seen = seen;
        Ok(Page { items, cursor: self.told(told), has_more })
    }

    fn has_changed(&self, by: &Connection, cursor: &Cursor) -> Result<bool, FilesError> {
        let told = self.known(by, cursor)?;
        Ok(told.seen.differs(self.tree.below(by, told.folder, told.listing.is_recursive)?))
    }
}

impl FileStore for MemoryFiles {
    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        self.call(FilesCall::Account, |state, _| {
            let account = &state.tree.home(by)?.account;
            Ok(Account {
                id: account.id.clone().map_or_else(|| account_id(by), AccountId::new),
                email: account.email.clone(),
                is_email_verified: account.is_email_verified,
                can_have_viewers: account.can_have_viewers,
                root: None,
                home: None,
            })
        })
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        self.call(FilesCall::Stat, |state, _| {
            let key = state.tree.resolve(by, at)?;
            state.tree.entry(key, state.tree.path(by, key))
        })
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        self.call(FilesCall::Find, |state, _| {
            let folder = state.tree.folder(by, folder)?;
            let below = state.tree.below(by, folder, true)?;
            below.into_iter().find(|entry| entry.id == *id).ok_or(FilesError::NotFound)
        })
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        self.call(FilesCall::List, move |state, _| {
            let folder = state.tree.folder(by, at)?;
            state.page(Told { by: by.clone(), folder, listing, seen: Seen::default() })
        })
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        self.call(FilesCall::Changes, |state, _| {
            let told = state.known(by, cursor)?;
            state.page(told)
        })
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        self.call(FilesCall::LatestCursor, move |state, _| {
            let folder = state.tree.folder(by, at)?;
            let seen = Seen::all(state.tree.below(by, folder, is_recursive)?);
            Ok(state.told(Told { by: by.clone(), folder, listing: Listing { is_recursive, limit: 0 }, seen }))
        })
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        Box::pin(async move {
            let fault = self.lock().faults.next(FilesCall::Wait)?;
            let mut over = self.inner.timer.sleep(timeout);
            let changed = poll_fn(|context| {
                let mut state = self.lock();
                match state.has_changed(by, cursor) {
                    Ok(false) => {}
                    answer => return Poll::Ready(answer),
                }
                state.waiting.push(context.waker().clone());
                drop(state);
                over.as_mut().poll(context).map(|()| Ok(false))
            });
            let has_changed = changed.await?;
            match fault {
                Some(FilesFault::After(error)) => Err(error),
                _ => Ok(Wait { has_changed, backoff: None }),
            }
        })
    }

    fn content_hash<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ContentHash> {
        self.call(FilesCall::ContentHash, |state, _| Ok(ContentHash::of(state.tree.file(by, at)?.1)))
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        self.call(FilesCall::TempLink, |state, now| state.temp_link(by, at, now))
    }

    fn thumbnail<'a>(&'a self, by: &'a Connection, at: &'a Loc, _: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        // It draws nothing: a caller that shows pictures must be able to go without.
        self.call(FilesCall::Thumbnail, |state, _| {
            state.tree.file(by, at)?;
            Err(FilesError::Unsupported)
        })
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        self.call(FilesCall::MakeDir, |state, _| state.tree.make_dir(by, within, path))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        self.put_stream(by, put, data)
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened> {
        self.open_stream(by, at, range)
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        self.call(FilesCall::MoveTo, |state, _| state.tree.move_to(by, from, into, name))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        self.call(FilesCall::Delete, |state, _| state.tree.delete(by, at))
    }

    fn sharing(&self) -> Option<&dyn FolderSharing> {
        self.shares.then_some(self)
    }

    fn membership(&self) -> Option<&dyn Membership> {
        self.shares.then_some(self)
    }
}
