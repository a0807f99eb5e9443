//! How a store in Dropbox is set up.

use core::sync::atomic::AtomicUsize;
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::client::Web;
use super::oauth::App;
use super::paths::Home;
use super::session::Shop;
use super::{Dropbox, Inner, MemoryTokens};
use crate::adapters::workers::Workers;
use crate::domain::file::FilePath;
use crate::ports::files::FilesError;
use crate::ports::{Clock, Entropy, SystemClock, SystemEntropy, SystemTimer, Timer, TokenStore};

/// How a store in Dropbox is set up.
#[derive(Debug)]
pub struct DropboxBuilder {
    app: App,
    library: FilePath,
    tokens: Box<dyn TokenStore>,
    servers: Option<String>,
    patience: Duration,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    timer: Box<dyn Timer>,
    threads: usize,
    waits: usize,
    look_every: Duration,
}

impl DropboxBuilder {
    pub(super) fn new(key: String) -> Self {
        Self {
            app: App { key, secret: None, redirect: None },
            library: "Cowrite".parse().unwrap_or_default(),
            tokens: Box::new(MemoryTokens::new()),
            servers: None,
            patience: Duration::from_secs(60),
            clock: Box::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            timer: Box::new(SystemTimer),
            threads: 8,
            waits: 4,
            look_every: Duration::from_secs(5),
        }
    }

    /// Sets the app's secret, for a host that can keep one: on a server, never in what people install.
    #[must_use]
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        self.app.secret = Some(secret.into());
        self
    }

    /// Sets where Dropbox sends people back to, one of those registered for the app; without it they are shown the code to copy.
    #[must_use]
    pub fn redirect(mut self, url: impl Into<String>) -> Self {
        self.app.redirect = Some(url.into());
        self
    }

    /// Sets the folder of the account below which paths begin, `Cowrite` unless said; the root is all of the account.
    ///
    /// It is an ordinary folder of the account's own, neither shared nor a team's: each track's folder in it is shared by itself.
    #[must_use]
    pub fn library(mut self, folder: FilePath) -> Self {
        self.library = folder;
        self
    }

    /// Sets where tokens are kept; without it, in memory.
    #[must_use]
    pub fn tokens(mut self, tokens: impl TokenStore + 'static) -> Self {
        self.tokens = Box::new(tokens);
        self
    }

    /// Sets another address that stands for all of Dropbox's servers, for tests: `https`, or `http` of this machine.
    ///
    /// What is asked of `api.dropboxapi.com` is asked below `/api` there, and so for `/content` and `/notify`.
    #[must_use]
    pub fn servers(mut self, base: impl Into<String>) -> Self {
        self.servers = Some(base.into());
        self
    }

    /// Sets how long a connection to Dropbox may stand still, either way, before a call is given up as `Transient`; a minute unless said.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets the clock, by which tokens are known to have had their time, and Dropbox is left alone as long as it asks.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Sets where randomness comes from, of which what proves a connection's beginning is made.
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

    /// Sets how many calls are under way at once, each on a thread of its own: at least one, eight unless said.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets for how many cursors Dropbox can hold back its answer at once, each on a thread of its own; four unless said.
    ///
    /// Beyond that, and for waits of less than 30 seconds, the store looks every so often; see [`DropboxBuilder::look_every`].
    #[must_use]
    pub const fn waits(mut self, waits: usize) -> Self {
        self.waits = waits;
        self
    }

    /// Sets how often a folder is looked at while a wait is not held back by Dropbox; every five seconds unless said.
    #[must_use]
    pub const fn look_every(mut self, interval: Duration) -> Self {
        self.look_every = interval;
        self
    }

    /// Returns the store; no thread is started, and nothing asked, before it is first used.
    ///
    /// # Errors
    /// `Unknown` for an address of servers that cannot be used.
    pub fn build(self) -> Result<Dropbox, FilesError> {
        let web = Web::new(self.servers, self.patience.max(Duration::from_millis(1)))?;
        let home = Home::new(&self.library);
        let inner = Inner {
            shop: Arc::new(Shop { web, clock: self.clock, entropy: self.entropy, home }),
            app: Arc::new(self.app),
            tokens: self.tokens,
            timer: self.timer,
            gates: Mutex::new(BTreeMap::new()),
            workers: Workers::new("cowrite-dropbox", self.threads),
            waiters: Workers::new("cowrite-dropbox-wait", self.waits),
            most_waits: self.waits,
            waits: Arc::new(AtomicUsize::new(0)),
            look_every: self.look_every.max(Duration::from_millis(1)),
        };
        Ok(Dropbox { inner: Arc::new(inner) })
    }
}
