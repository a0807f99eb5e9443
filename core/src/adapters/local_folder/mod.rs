//! Files in a folder of this machine (FIL-1), read as they are at every call.
//!
//! 1. Nothing leads out of the folder: each name is looked at in its opened folder, and links, pipes and other disks are not there.
//! 2. A write is made beside its place and put there in one step, on the disk before it is answered.
//! 3. All that waits for the disk does so on a few threads of the store's own.
//! 4. The store keeps to a corner of its own, `.cowrite`: a lock, and notes on which new content has which old id.
//!
//! What other programs do in the folder is seen at the next call.
//! A file that such a program replaces by another is another file, with an id of its own; one that it renames, moves or writes into keeps its id.
//! Copying the folder elsewhere gives every file a new id.

use core::time::Duration;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;

use self::disk::Disk;
use crate::adapters::oneshot::oneshot;
use crate::adapters::workers::Workers;
use crate::domain::file::{FileName, FilePath};
use crate::error::Error;
use crate::ports::files::{
    Account, AccountId, ByteRange, ByteStream, Connection, ContentHash, Cursor, Entry, FileId, FileStore, FilesError,
    FilesFuture, FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobId, Jobs, Listing, Loc, Membership,
    Opened, Page, Progress, Put, Revoked, SharedFolder, Step, TempLink, ThumbnailSize, Wait, Who,
};
use crate::ports::{Clock, Entropy, SystemClock, SystemEntropy, SystemTimer, Timer};

mod cursors;
mod disk;
mod identity;
mod read;
mod write;

/// The name of the one connection there is.
const CONNECTION: &str = "local";

/// How a folder of files is kept.
#[derive(Debug)]
pub struct LocalFolderOptions {
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    timer: Box<dyn Timer>,
    threads: usize,
    look_every: Duration,
    most_entries: usize,
}

impl Default for LocalFolderOptions {
    fn default() -> Self {
        Self {
            clock: Box::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            timer: Box::new(SystemTimer),
            threads: 4,
            look_every: Duration::from_secs(1),
            most_entries: 200_000,
        }
    }
}

impl LocalFolderOptions {
    /// Returns what suits a studio: four threads, a look every second while waiting, up to 200,000 files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the clock, by which what a killed process left half written is known to be old.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Sets where randomness comes from, by which cursors of one process are none of another.
    #[must_use]
    pub fn entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Box::new(entropy);
        self
    }

    /// Sets how waiting is done.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Box::new(timer);
        self
    }

    /// Sets how many threads wait for the disk, at least one.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets how often the folder is looked at while [`FileStore::wait`] waits.
    #[must_use]
    pub const fn look_every(mut self, interval: Duration) -> Self {
        self.look_every = interval;
        self
    }

    /// Sets how many files and folders one call goes through at most; beyond that it is `TooLarge`.
    #[must_use]
    pub const fn most_entries(mut self, most_entries: usize) -> Self {
        self.most_entries = most_entries;
        self
    }
}

/// The files in a folder of this machine.
///
/// It has one connection, and no accounts that anything could be shared with.
///
/// # Example: a mix that is put into a track's folder
///
/// ```
/// # pollster::block_on(async {
/// # let studio = tempfile::tempdir().unwrap();
/// # let path = studio.path();
/// use cowrite::adapters::{LocalFolder, LocalFolderOptions};
/// use cowrite::ports::files::{FileStore, Loc, Put, Whole};
///
/// let files = LocalFolder::open(path, LocalFolderOptions::new())?;
/// let me = files.connection();
/// let bounces = files.make_dir(&me, &Loc::root(), &"Album/Midnight Sessions/bounces".parse().unwrap()).await?;
/// let put = Put::new(bounces.id.into(), "mix 1.wav".parse().unwrap());
/// let mix = files.put(&me, put, Whole::boxed("…")).await?;
/// assert_eq!(mix.path, ["Album", "Midnight Sessions", "bounces", "mix 1.wav"]);
/// # Ok::<(), cowrite::ports::files::FilesError>(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct LocalFolder {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    disk: Arc<Disk>,
    workers: Arc<Workers>,
    timer: Box<dyn Timer>,
    look_every: Duration,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.workers.close();
    }
}

impl LocalFolder {
    /// Opens a folder, making it where there is none.
    ///
    /// # Errors
    /// `NotPermitted` or `NotFound` where it can neither be opened nor made; `Unknown` where there is no randomness.
    pub fn open(path: impl AsRef<Path>, options: LocalFolderOptions) -> Result<Self, FilesError> {
        let no_entropy = |error: Error| FilesError::Unknown { tag: error.code().to_owned(), request_id: None };
        let nonce = options.entropy.bits().map_err(no_entropy)?;
        let disk = Disk::open(path.as_ref(), options.clock, nonce, options.most_entries)?;
        let inner = Inner {
            disk: Arc::new(disk),
            workers: Arc::new(Workers::new("cowrite-local-folder", options.threads)),
            timer: options.timer,
            look_every: options.look_every.max(Duration::from_millis(1)),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Returns the one connection there is.
    #[must_use]
    pub fn connection(&self) -> Connection {
        Connection::new(CONNECTION)
    }

    /// Stops the store's threads after what is under way; later calls are `Transient`.
    pub fn close(&self) {
        self.inner.workers.close();
    }

    /// Does something on a thread of the store's own.
    fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Disk) -> Result<T, FilesError> + Send + 'static,
    ) -> FilesFuture<'_, T> {
        Box::pin(async move {
            let (sender, answer) = oneshot();
            let disk = Arc::clone(&self.inner.disk);
            self.inner.workers.run(Box::new(move || sender.send(act(&disk))))?;
            answer.await.map_err(|_| FilesError::Transient)?
        })
    }

    fn run_as<T: Send + 'static>(
        &self,
        by: &Connection,
        act: impl FnOnce(&Disk) -> Result<T, FilesError> + Send + 'static,
    ) -> FilesFuture<'_, T> {
        match known(by) {
            Ok(()) => self.run(act),
            Err(error) => Box::pin(core::future::ready(Err(error))),
        }
    }
}

fn known(by: &Connection) -> Result<(), FilesError> {
    if by.as_str() == CONNECTION { Ok(()) } else { Err(FilesError::Disconnected) }
}

/// Says in the port's words what the disk said.
fn failed(error: &io::Error) -> FilesError {
    match error.kind() {
        // A link that stands where a file or folder was looked for is a loop to who does not follow it.
        ErrorKind::NotFound | ErrorKind::NotADirectory => FilesError::NotFound,
        _ if is_loop(error) => FilesError::NotFound,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FilesError::NotPermitted,
        ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => FilesError::Conflict,
        // It ended before it should have: somebody has cut it short meanwhile.
        ErrorKind::UnexpectedEof => FilesError::Conflict,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FilesError::QuotaShort { needed: None, short: None },
        ErrorKind::FileTooLarge | ErrorKind::InvalidFilename => FilesError::TooLarge,
        ErrorKind::Interrupted | ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::ResourceBusy => {
            FilesError::Contended { after: Duration::from_millis(100) }
        }
        kind => FilesError::Unknown { tag: format!("{kind:?}"), request_id: None },
    }
}

/// `ELOOP`, which has no stable kind of its own.
fn is_loop(error: &io::Error) -> bool {
    let code = if cfg!(target_os = "linux") { 40 } else { 62 };
    cfg!(unix) && error.raw_os_error() == Some(code)
}

/// Makes names in a folder survive a power cut, where the platform has a way to.
fn sync_dir(folder: &Dir) -> Result<(), FilesError> {
    if cfg!(unix) {
        folder.open(".").and_then(|folder| folder.sync_all()).map_err(|error| failed(&error))?;
    }
    Ok(())
}

impl FileStore for LocalFolder {
    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        self.run_as(by, |_| {
            let id = AccountId::new(CONNECTION);
            Ok(Account { id, email: None, is_email_verified: false, can_have_viewers: false, root: None, home: None })
        })
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry> {
        let at = at.clone();
        self.run_as(by, move |disk| Ok(disk.resolve(&at)?.entry(0)))
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        let (folder, id) = (folder.clone(), id.clone());
        self.run_as(by, move |disk| {
            let folder = disk.folder(&folder)?;
            Ok(disk.by_id(&folder, &id)?.entry(folder.path.len()))
        })
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.list(&at, listing))
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page> {
        let cursor = cursor.clone();
        self.run_as(by, move |disk| disk.changes(&cursor))
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.latest_cursor(&at, is_recursive))
    }

    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait> {
        Box::pin(async move {
            let mut left = timeout;
            loop {
                let asked = cursor.clone();
                let has_changed = self.run_as(by, move |disk| disk.has_changed(&asked)).await?;
                if has_changed || left.is_zero() {
                    return Ok(Wait { has_changed, backoff: None });
                }
                let pause = left.min(self.inner.look_every);
                self.inner.timer.sleep(pause).await;
                left = left.saturating_sub(pause);
            }
        })
    }

    fn content_hash<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ContentHash> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.content_hash(&at))
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.file(&at).and(Err(FilesError::Unsupported)))
    }

    fn thumbnail<'a>(&'a self, by: &'a Connection, at: &'a Loc, _: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.file(&at).and(Err(FilesError::Unsupported)))
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry> {
        let (within, path) = (within.clone(), path.clone());
        self.run_as(by, move |disk| disk.make_dir(&within, &path))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            known(by)?;
            self.write(put, data).await
        })
    }

    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened> {
        let at = at.clone();
        Box::pin(async move { self.stream(self.run_as(by, move |disk| disk.start(&at, range)).await?) })
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry> {
        let (from, into, name) = (from.clone(), into.clone(), name.clone());
        self.run_as(by, move |disk| disk.move_to(&from, &into, &name))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        let at = at.clone();
        self.run_as(by, move |disk| disk.delete(&at))
    }
}

/// What a folder of one machine does not have.
fn none<'a, T: Send + 'a>(by: &Connection) -> FilesFuture<'a, T> {
    Box::pin(core::future::ready(known(by).and(Err(FilesError::Unsupported))))
}

impl Jobs for LocalFolder {
    fn poll<'a>(&'a self, by: &'a Connection, _: &'a JobId) -> FilesFuture<'a, Progress> {
        none(by)
    }
}

impl FolderSharing for LocalFolder {
    fn share<'a>(&'a self, by: &'a Connection, _: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        none(by)
    }

    fn describe<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        none(by)
    }

    fn members<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        none(by)
    }

    fn invite<'a>(&'a self, by: &'a Connection, _: &'a FolderId, _: &'a [Invited], _: bool) -> FilesFuture<'a, ()> {
        none(by)
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        _: &'a FolderId,
        _: &'a AccountId,
        _: FolderRole,
    ) -> FilesFuture<'a, ()> {
        none(by)
    }

    fn revoke<'a>(&'a self, by: &'a Connection, _: &'a FolderId, _: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        none(by)
    }

    fn unshare<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        none(by)
    }

    fn transfer<'a>(&'a self, by: &'a Connection, _: &'a FolderId, _: &'a AccountId) -> FilesFuture<'a, ()> {
        none(by)
    }
}

impl Membership for LocalFolder {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        none(by)
    }

    fn mount<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        none(by)
    }

    fn unmount<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, ()> {
        none(by)
    }

    fn leave<'a>(&'a self, by: &'a Connection, _: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        none(by)
    }
}
