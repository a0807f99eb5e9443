//! Files in accounts of Dropbox, by a Dropbox of one's own over loopback.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use cowrite::Timestamp;
use cowrite::adapters::Dropbox;
use cowrite::adapters::dropbox::{DropboxBuilder, MemoryTokens};
use cowrite::ports::files::{Connection, Entry, FileStore as _, FilesError, Listing, Loc, Mode, Page, Put, Whole};
use cowrite::ports::{BoxFuture, Clock, Timer, TokenStore as _, Tokens};
use cowrite::testing::files_conformance::{Accounts, Traits, files_conformance_of, sharing_conformance};
use cowrite_dropbox_fake::{APP_KEY, AccountHandle, Fake, Server};
use pollster::block_on;

mod faults;
mod files;
mod histories;
mod killed;
mod live;
mod news;
mod sharing;
mod tokens;
mod troubles;
mod workspace;

/// A Dropbox, and a store that takes it for the real one.
#[derive(Debug)]
struct Studio {
    fake: Fake,
    server: Server,
    tokens: Arc<MemoryTokens>,
    dropbox: Dropbox,
}

/// The fake's own time.
#[derive(Debug)]
struct FakeClock(Fake);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(i64::try_from(self.0.now()).unwrap() * 1_000).unwrap()
    }
}

/// Waits in the fake's own time, in whole seconds.
#[derive(Debug)]
struct FakeTimer(Fake);

impl Timer for FakeTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.advance(Duration::from_secs(duration.as_secs() + 1));
        Box::pin(std::future::ready(()))
    }
}

fn builder(fake: &Fake, server: &Server, tokens: &Arc<MemoryTokens>) -> DropboxBuilder {
    let builder = Dropbox::builder(APP_KEY).servers(server.url.clone()).tokens(Arc::clone(tokens));
    builder.clock(FakeClock(fake.clone())).timer(FakeTimer(fake.clone()))
}

impl Studio {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    fn with(set: impl FnOnce(DropboxBuilder) -> DropboxBuilder) -> Self {
        let fake = Fake::new();
        let server = fake.serve().unwrap();
        let tokens = Arc::new(MemoryTokens::new());
        let dropbox = set(builder(&fake, &server, &tokens)).build().unwrap();
        Self { dropbox, fake, server, tokens }
    }

    /// Has another store, as a process has that is started anew, of which the one before does nothing more.
    fn restart(&mut self) {
        self.dropbox.close();
        self.dropbox = builder(&self.fake, &self.server, &self.tokens).build().unwrap();
    }

    /// An account with nothing in it that is connected under its name.
    fn account(&self, name: &str) -> (Connection, AccountHandle) {
        let (connection, account) = (Connection::new(name), self.fake.account(&format!("{name}@example.com")));
        let until = FakeClock(self.fake.clone()).now().plus_millis(4 * 3_600_000);
        let tokens = Tokens::new(account.refresh_token.clone()).with_access(account.access_token.clone(), until);
        block_on(self.tokens.save(&connection, &tokens)).unwrap();
        (connection, account)
    }

    /// Writes a file into the library's folder.
    fn put(&self, by: &Connection, file: &str, content: &str) -> Result<Entry, FilesError> {
        let put = Put::new(Loc::root(), file.parse().unwrap()).mode(Mode::Overwrite);
        block_on(self.dropbox.put(by, put, Whole::boxed(content)))
    }

    fn stat(&self, by: &Connection, file: &str) -> Result<Entry, FilesError> {
        block_on(self.dropbox.stat(by, &at(file)))
    }

    /// All that lies in the library's folder.
    fn list(&self, by: &Connection, limit: u32) -> Result<Page, FilesError> {
        block_on(self.dropbox.list(by, &Loc::root(), Listing { is_recursive: true, limit }))
    }

    /// How often a route was called.
    fn count(&self, route: &str) -> usize {
        self.fake.calls().iter().filter(|call| call.route == route).count()
    }
}

fn at(path: &str) -> Loc {
    Loc::Path(path.parse().unwrap())
}

#[test]
fn files_in_dropbox_keep_the_contract() {
    // Each goes on being served until the suite is through.
    let studios = RefCell::new(Vec::new());
    // Dropbox says of a cursor that it does not tell of letter cases.
    let traits = Traits { tells_spelling: false };
    let made = block_on(files_conformance_of(traits, || async {
        let studio = Studio::new();
        let (store, olivia) = (studio.dropbox.clone(), studio.account("olivia").0);
        studios.borrow_mut().push(studio);
        (store, olivia)
    }));
    made.unwrap();
}

#[test]
fn folders_in_dropbox_are_shared_as_the_contract_says() {
    let studios = RefCell::new(Vec::new());
    let made = block_on(sharing_conformance(|| async {
        let studio = Studio::new();
        let [owner, member, stranger] = ["olivia", "alex", "sam"].map(|name| studio.account(name).0);
        let store = studio.dropbox.clone();
        studios.borrow_mut().push(studio);
        (store, Accounts { owner, member, stranger })
    }));
    made.unwrap();
}
