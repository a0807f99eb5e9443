//! Files in accounts of Dropbox (FIL-1), shared folder by folder with accounts of others (FIL-2).
//!
//! 1. Paths begin in one folder of the account's own, `/Cowrite` unless said otherwise, made by the first write; by its id anything that the account sees is reached.
//! 2. What waits for Dropbox does so on a few threads of the adapter's own; there is no runtime, and any executor can poll.
//! 3. One write at a time goes to one account, and none at all nor any other call while Dropbox has asked to be left alone.
//! 4. Only this adapter's own words leave it: no token, address or answer of Dropbox's is written to a log or shown by `Debug`.
//! 5. A track's folder is the unit that is shared; nothing above or below it ever is.
//!
//! How an app is registered, and what a host does with tokens and webhooks, is in `core/DROPBOX.md`.

use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use self::errors::Fail;
use self::gate::Gate;
use self::oauth::App;
use self::session::{Session, Shop};
use crate::adapters::oneshot::oneshot;
use crate::adapters::workers::{Workers, locked};
use crate::ports::files::{Account, Connection, Cursor, FilesError, Wait};
use crate::ports::{Timer, TokenStore, Tokens};

mod builder;
mod client;
mod cursors;
mod download;
mod errors;
mod files;
mod gate;
mod http;
mod membership;
mod oauth;
mod paths;
mod session;
mod sharing;
mod store;
mod tokens;
mod upload;
pub mod webhook;

pub use builder::DropboxBuilder;
pub use oauth::Authorization;
pub use tokens::MemoryTokens;

/// How long before its end a token is exchanged for another, in milliseconds.
const EARLY_MILLIS: i64 = 60_000;

/// How often a call that changes nothing is made in all, where Dropbox is away or wants to be left alone meanwhile.
const TRIES: u32 = 4;

/// For how long such a call stands still at most between two tries.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files in accounts of Dropbox.
///
/// A [`Connection`] is a name that the host gives to one account, under which its [`Tokens`] are kept.
/// Clones are the same store.
///
/// # Example: connecting an account
///
/// ```no_run
/// # pollster::block_on(async {
/// use cowrite::adapters::{Dropbox, dropbox::MemoryTokens};
/// use cowrite::ports::files::{Connection, FileStore, Loc};
///
/// let dropbox = Dropbox::builder("app key").tokens(MemoryTokens::new()).build()?;
/// let asked = dropbox.authorize()?;
/// println!("Open {} and say yes.", asked.url);
/// # let code = "";
/// let me = Connection::new("olivia");
/// let account = dropbox.connect(&me, code, &asked.verifier).await?;
/// println!("{:?} is connected.", account.email);
/// dropbox.make_dir(&me, &Loc::root(), &"Album/Midnight Sessions/bounces".parse().unwrap()).await?;
/// # Ok::<(), cowrite::ports::files::FilesError>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Dropbox {
    inner: Arc<Inner>,
}

struct Inner {
    shop: Arc<Shop>,
    app: Arc<App>,
    tokens: Box<dyn TokenStore>,
    timer: Box<dyn Timer>,
    gates: Mutex<BTreeMap<Connection, Arc<Gate>>>,
    workers: Workers,
    /// Those on which Dropbox holds back its answers.
    waiters: Workers,
    most_waits: usize,
    waits: Arc<AtomicUsize>,
    look_every: Duration,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("app", &self.app).field("tokens", &self.tokens).finish_non_exhaustive()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.workers.close();
        self.waiters.close();
    }
}

/// What kind of work it is, by which it is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// As many at a time as there are threads.
    Read,
    /// One at a time in an account.
    Write,
    /// On the threads that wait.
    Wait,
}

/// A place among the threads that wait.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Dropbox {
    /// Begins to set up a store for an app that is registered with Dropbox under this key, which is no secret.
    pub fn builder(app_key: impl Into<String>) -> DropboxBuilder {
        DropboxBuilder::new(app_key.into())
    }

    /// Begins to connect an account: where to send its person.
    ///
    /// The host keeps `state` and `verifier` until the person comes back with a code, and refuses a code that comes with another state.
    ///
    /// # Errors
    /// `Unknown` where there is no randomness.
    pub fn authorize(&self) -> Result<Authorization, FilesError> {
        self.inner.app.authorize(self.inner.shop.entropy.as_ref())
    }

    /// Takes the code with which a person has come back for tokens, without keeping them.
    ///
    /// # Errors
    /// `Disconnected` where the code is not Dropbox's, has been taken before, or belongs to another verifier;
    /// `MissingScope` where the person or the app's registration has not granted all; `RateLimited`; `Transient`; `Unknown`.
    pub async fn exchange(&self, code: &str, verifier: &str) -> Result<Tokens, FilesError> {
        let (inner, code, verifier) = (&self.inner, code.to_owned(), verifier.to_owned());
        let (app, shop) = (Arc::clone(&inner.app), Arc::clone(&inner.shop));
        self.on_a_thread(&inner.workers, move || app.exchange(&shop.web, &code, &verifier, shop.clock.now())).await?
    }

    /// Connects an account: takes the code for tokens, looks whether the account can hold a library, and keeps the tokens under `of`.
    ///
    /// What was connected under that name before is so no more; it may be the same account, whose connection had ended.
    ///
    /// # Errors
    /// As [`Dropbox::exchange`]; `WrongAppType` for an app registered for a folder of its own alone, which cannot share;
    /// `Nesting` where the library's folder belongs to a team or lies in a shared folder, so that no track in it could be shared;
    /// `Conflict` where it is a file; as the token store fails. Then nothing is kept.
    pub async fn connect(&self, of: &Connection, code: &str, verifier: &str) -> Result<Account, FilesError> {
        let tokens = self.exchange(code, verifier).await?;
        let session = self.session(of, &Arc::default(), tokens.access_token().unwrap_or_default(), Work::Read);
        let look = move || {
            let account = session.account()?;
            session.check_home()?;
            session.check_sharing()?;
            Ok::<_, Fail>(account)
        };
        let account = self.on_a_thread(&self.inner.workers, look).await??;
        let gate = self.gate(of);
        // What is asked for just now with the tokens from before must not come to be kept after these.
        let _turn = gate.refreshing.turn().await;
        self.inner.tokens.save(of, &tokens).await?;
        Ok(account)
    }

    /// Forgets the tokens of a connection; the person ends the app's access itself among the connected apps of their account.
    ///
    /// # Errors
    /// As the token store fails.
    pub async fn disconnect(&self, of: &Connection) -> Result<(), FilesError> {
        let gate = self.gate(of);
        // A token that is asked for just now would be kept again.
        let _turn = gate.refreshing.turn().await;
        self.inner.tokens.forget(of).await
    }

    /// Stops the store's threads after what is under way; later calls are `Transient`.
    pub fn close(&self) {
        self.inner.workers.close();
        self.inner.waiters.close();
    }

    fn gate(&self, of: &Connection) -> Arc<Gate> {
        Arc::clone(locked(&self.inner.gates).entry(of.clone()).or_default())
    }

    fn session(&self, by: &Connection, gate: &Arc<Gate>, token: &str, work: Work) -> Session {
        Session {
            shop: Arc::clone(&self.inner.shop),
            by: by.clone(),
            gate: Arc::clone(gate),
            token: Arc::new(token.to_owned()),
            is_write: work == Work::Write,
        }
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        workers: &Workers,
        act: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, FilesError> {
        let (sender, answer) = oneshot();
        workers.run(Box::new(move || sender.send(act())))?;
        answer.await.map_err(|_| FilesError::Transient)
    }

    /// Does a piece of work in an account's name; where its token has had its time, once more with another.
    async fn run<T: Send + 'static>(
        &self,
        by: &Connection,
        work: Work,
        act: impl Fn(&Session) -> Result<T, Fail> + Send + Sync + 'static,
    ) -> Result<T, FilesError> {
        let act = Arc::new(act);
        let mut stale = None;
        loop {
            let gate = self.gate(by);
            let turn = if work == Work::Write { Some(gate.writes.turn().await) } else { None };
            // Not before: by its turn the connection may have ended, or be to another account.
            let tokens = self.load(by).await?;
            let token = self.access(by, &gate, tokens, stale.as_deref()).await?;
            let session = self.session(by, &gate, &token, work);
            let workers = if work == Work::Wait { &self.inner.waiters } else { &self.inner.workers };
            let act = Arc::clone(&act);
            let task = move || {
                let outcome = act(&session);
                // Held until it is done, whether anybody still waits for it or not.
                drop(turn);
                outcome
            };
            match self.on_a_thread(workers, task).await? {
                Err(Fail::Expired) if stale.is_none() => stale = Some(token),
                outcome => return outcome.map_err(FilesError::from),
            }
        }
    }

    async fn load(&self, by: &Connection) -> Result<Tokens, FilesError> {
        self.inner.tokens.load(by).await?.ok_or(FilesError::Disconnected)
    }

    /// Returns a token for calls that is not the stale one, exchanging for another where there is none.
    async fn access(
        &self,
        by: &Connection,
        gate: &Arc<Gate>,
        tokens: Tokens,
        stale: Option<&str>,
    ) -> Result<String, FilesError> {
        let shop = &self.inner.shop;
        let fresh = |tokens: &Tokens| {
            let (token, until) = (tokens.access_token()?, tokens.expires_at()?);
            let lasts = until > shop.clock.now().plus_millis(EARLY_MILLIS);
            (lasts && Some(token) != stale).then(|| token.to_owned())
        };
        if let Some(token) = fresh(&tokens) {
            return Ok(token);
        }
        let _turn = gate.refreshing.turn().await;
        loop {
            // Somebody else may have done it meanwhile, here or in another process.
            let tokens = self.load(by).await?;
            if let Some(token) = fresh(&tokens) {
                return Ok(token);
            }
            if gate.is_ended(tokens.refresh_token()) {
                return Err(FilesError::Disconnected);
            }
            gate.pass(shop.clock.now())?;
            let (app, shop, old) = (Arc::clone(&self.inner.app), Arc::clone(shop), tokens.clone());
            let refresh = move || app.refresh(&shop.web, old, shop.clock.now());
            let refreshed = self.on_a_thread(&self.inner.workers, refresh).await?;
            match &refreshed {
                Err(FilesError::Disconnected) => gate.end(tokens.refresh_token()),
                Err(FilesError::RateLimited { after }) => gate.close(self.inner.shop.clock.now(), *after),
                Ok(_) | Err(_) => {}
            }
            // Where another process has ended the connection, or made another, this is nobody's answer any more.
            if self.load(by).await?.refresh_token() != tokens.refresh_token() {
                continue;
            }
            let new = refreshed?;
            self.inner.tokens.save(by, &new).await?;
            return Ok(new.access_token().unwrap_or_default().to_owned());
        }
    }

    /// Waits where a call that changes nothing may do better for it, and returns whether to make it again.
    async fn is_worth_another(&self, error: &FilesError, tries: &mut u32) -> bool {
        *tries += 1;
        match error.retry_after() {
            Some(after) if *tries < TRIES && after <= PATIENCE => {
                let after = after.max(Duration::from_millis(100) * 2_u32.pow(*tries));
                self.inner.timer.sleep(self.inner.shop.jittered(after)).await;
                true
            }
            _ => false,
        }
    }

    /// Waits for news: held back by Dropbox where there is a thread for it and time enough, else by looking now and then.
    async fn wait_for(&self, by: &Connection, cursor: &Cursor, timeout: Duration) -> Result<Wait, FilesError> {
        if timeout >= cursors::SHORTEST_WAIT {
            let waits = Arc::clone(&self.inner.waits);
            let has_place = waits.fetch_add(1, Ordering::AcqRel) < self.inner.most_waits;
            let place = Arc::new(Waiting(waits));
            if has_place {
                let cursor = cursor.clone();
                let act = move |session: &Session| {
                    // The place is the thread's, also when nobody waits for it any more.
                    let _place = &place;
                    session.wait(&cursor, timeout)
                };
                return self.run(by, Work::Wait, act).await;
            }
        }
        let mut left = timeout.min(cursors::SHORTEST_WAIT);
        loop {
            let asked = cursor.clone();
            let has_changed = self.run(by, Work::Read, move |session| session.has_changed(&asked)).await?;
            if has_changed || left.is_zero() {
                return Ok(Wait { has_changed, backoff: None });
            }
            let pause = left.min(self.inner.look_every);
            self.inner.timer.sleep(pause).await;
            left = left.saturating_sub(pause);
        }
    }
}
