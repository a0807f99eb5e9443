//! What a host may choose for a SQLite store.

use core::time::Duration;

/// What a host may choose for a SQLite store; the defaults are right for most.
///
/// # Example: a file that no other process opens
///
/// ```
/// use cowrite::adapters::SqliteOptions;
///
/// let options = SqliteOptions::new().exclusive(true);
/// # let _ = options;
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SqliteOptions {
    pub(super) busy_timeout: Duration,
    pub(super) exclusive: bool,
    pub(super) cache_kib: u32,
    pub(super) vfs: Option<String>,
    pub(super) synchronous: Synchronous,
    pub(super) checkpoint_pages: u32,
}

/// How far a commit goes before it is acknowledged.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "for the crash simulation alone")]
pub enum Synchronous {
    /// To the disk.
    Full,
    /// To the operating system: a power cut loses acknowledged commits. A negative control for tests.
    Normal,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            busy_timeout: Duration::from_secs(5),
            exclusive: false,
            cache_kib: 8 * 1024,
            vfs: None,
            synchronous: Synchronous::Full,
            checkpoint_pages: 1_000,
        }
    }
}

impl SqliteOptions {
    /// Starts from the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long to wait for another process before giving up: 5 seconds by default.
    pub const fn busy_timeout(mut self, patience: Duration) -> Self {
        self.busy_timeout = patience;
        self
    }

    /// Keeps the file for this process alone, where there is no shared memory; reads then wait behind writes.
    pub const fn exclusive(mut self, exclusive: bool) -> Self {
        self.exclusive = exclusive;
        self
    }

    /// Sets how much memory each connection keeps pages in: 8 MiB by default.
    pub const fn cache_kib(mut self, kib: u32) -> Self {
        self.cache_kib = kib;
        self
    }

    /// Opens the file by another of SQLite's file systems.
    #[doc(hidden)]
    pub fn vfs(mut self, name: &str) -> Self {
        self.vfs = Some(name.to_owned());
        self
    }

    /// Sets how far a commit goes.
    #[doc(hidden)]
    pub const fn synchronous(mut self, synchronous: Synchronous) -> Self {
        self.synchronous = synchronous;
        self
    }

    /// Sets how many pages the log grows to before they are moved into the file.
    #[doc(hidden)]
    pub const fn checkpoint_pages(mut self, pages: u32) -> Self {
        self.checkpoint_pages = pages;
        self
    }
}
