use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::protocol::{Backend, Frontend, Meaning};
use crate::server::free_port;
use crate::wait::{LONG, until};
use crate::{Error, Server};

/// Where, around a `COMMIT`, a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "before, during, after")]
pub enum CutAt {
    /// The server gets all that came before it, but not the `COMMIT`: it rolls back.
    BeforeCommit,
    /// The server gets it and has answered, and the client hears nothing of that: for the client, it is open.
    DuringCommit,
    /// The client has the whole answer.
    AfterCommit,
}

/// A cut that has been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cut {
    /// Where.
    pub at: CutAt,
    /// In which connection, counted from 1.
    pub connection: u64,
}

/// Stands between clients and a server, forwards what they say, and stalls, refuses or cuts on command.
///
/// A connection with TLS is forwarded unread: it can be stalled, refused and cut, but its `COMMIT`s are not seen.
///
/// # Example: an outcome that the client does not learn
/// ```
/// use cowrite_postgres_server::{CutAt, Proxy, Server};
///
/// let server = Server::shared()?;
/// let database = server.database()?;
/// let proxy = Proxy::to(server)?;
/// let url = database.url_through(proxy.host())?;
/// proxy.cut_next(CutAt::DuringCommit);
/// // … a command over `url` now fails, though it has happened.
/// # Ok::<(), cowrite_postgres_server::Error>(())
/// ```
#[derive(Debug)]
pub struct Proxy {
    state: Arc<State>,
    host: String,
    port: u16,
    runtime: Option<Runtime>,
}

/// What connections are to do, and have done.
#[derive(Debug)]
struct State {
    target: SocketAddr,
    next: Mutex<Option<CutAt>>,
    cuts: Mutex<Vec<Cut>>,
    delay: Mutex<Duration>,
    is_frozen: watch::Sender<bool>,
    /// Counts up whenever all connections are to end.
    ends: watch::Sender<u64>,
    is_listening: watch::Sender<bool>,
    connections: AtomicU64,
    commits: AtomicU64,
    round_trips: AtomicU64,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Stands before a server.
    ///
    /// # Errors
    /// Where it has no address, or no port is free.
    pub fn to(server: &Server) -> Result<Self, Error> {
        let host = server.host()?;
        let found =
            std::net::ToSocketAddrs::to_socket_addrs(host).map_err(Error::system(format!("no such host: {host}")))?;
        Self::to_address(found.into_iter().next().ok_or(Error::NotAUrl)?)
    }

    fn to_address(target: SocketAddr) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(Error::system("no runtime"))?;
        let state = State {
            target,
            next: Mutex::new(None),
            cuts: Mutex::default(),
            delay: Mutex::default(),
            is_frozen: watch::Sender::new(false),
            ends: watch::Sender::new(0),
            is_listening: watch::Sender::new(false),
            connections: AtomicU64::new(0),
            commits: AtomicU64::new(0),
            round_trips: AtomicU64::new(0),
        };
        let port = free_port()?;
        let proxy = Self { state: Arc::new(state), host: format!("127.0.0.1:{port}"), port, runtime: Some(runtime) };
        proxy.listen()?;
        Ok(proxy)
    }

    /// Returns `host:port`, for [`crate::through`].
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Cuts the connection in which the next `COMMIT` comes by; the last word counts until it does.
    pub fn cut_next(&self, at: CutAt) {
        *lock(&self.state.next) = Some(at);
    }

    /// Takes back a cut that has not been made.
    pub fn cut_no_more(&self) {
        *lock(&self.state.next) = None;
    }

    /// Returns the cuts around a `COMMIT` that have been made.
    #[must_use]
    pub fn cuts(&self) -> Vec<Cut> {
        lock(&self.state.cuts).clone()
    }

    /// Cuts all connections there are.
    pub fn cut_all(&self) {
        self.state.ends.send_modify(|ends| *ends += 1);
    }

    /// Lets nothing through any more, in either direction, while all connections stay open.
    pub fn freeze(&self) {
        self.state.is_frozen.send_replace(true);
    }

    /// Lets everything through again, what has been held back first.
    pub fn thaw(&self) {
        self.state.is_frozen.send_replace(false);
    }

    /// Holds back each piece for a while, in each direction, as a long way would.
    pub fn delay(&self, each_way: Duration) {
        *lock(&self.state.delay) = each_way;
    }

    /// Turns new connections away, as a port does at which nobody listens; those that are there stay.
    ///
    /// # Errors
    /// Where its listener does not end.
    pub fn refuse(&self) -> Result<(), Error> {
        self.state.is_listening.send_replace(false);
        until("a proxy's listener to end", LONG, || {
            Ok(std::net::TcpListener::bind(("127.0.0.1", self.port)).is_ok().then_some(()))
        })
    }

    /// Takes new connections again.
    ///
    /// # Errors
    /// Where somebody else has taken its port.
    pub fn listen(&self) -> Result<(), Error> {
        if self.state.is_listening.send_replace(true) {
            return Ok(());
        }
        let Some(runtime) = &self.runtime else { return Ok(()) };
        let bound = std::net::TcpListener::bind(("127.0.0.1", self.port)).and_then(|listener| {
            listener.set_nonblocking(true)?;
            let _inside = runtime.enter();
            TcpListener::from_std(listener)
        });
        let listener = bound.map_err(Error::system(format!("cannot listen at {}", self.host)))?;
        let (listening, listens) = mpsc::channel();
        runtime.spawn(accept(listener, Arc::clone(&self.state), listening));
        listens.recv().map_err(|_| Error::Panicked("a proxy"))
    }

    /// Returns how many connections there have been.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Returns how many `COMMIT`s have been forwarded.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.state.commits.load(Ordering::SeqCst)
    }

    /// Returns how many times a client has spoken after the server had: what a client sends in one go counts once.
    #[must_use]
    pub fn round_trips(&self) -> u64 {
        self.state.round_trips.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn accept(listener: TcpListener, state: Arc<State>, listening: mpsc::Sender<()>) {
    let mut is_listening = state.is_listening.subscribe();
    let _ = listening.send(());
    loop {
        tokio::select! {
            _ = is_listening.wait_for(|is_listening| !is_listening) => return,
            accepted = listener.accept() => {
                let Ok((client, _)) = accepted else { return };
                let number = state.connections.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::spawn(serve(client, Arc::clone(&state), number));
            }
        }
    }
}

/// One client's connection. When this ends, both of its ends are closed.
async fn serve(client: TcpStream, state: Arc<State>, number: u64) {
    let mut ends = state.ends.subscribe();
    let Ok(server) = TcpStream::connect(state.target).await else { return };
    let (_, _) = (client.set_nodelay(true), server.set_nodelay(true));
    let ((client_reads, client_writes), (server_reads, server_writes)) = (client.into_split(), server.into_split());
    let link = Link { state: &state, number, progress: Mutex::default(), has_answered: AtomicBool::new(true) };
    tokio::select! {
        _ = link.up(client_reads, server_writes) => {}
        _ = link.down(server_reads, client_writes) => {}
        _ = ends.changed() => {}
    }
}

/// How far both directions of a connection have come.
#[derive(Debug, Default)]
struct Progress {
    /// How often the server is to be ready for what has been forwarded, and how often it has been.
    syncs: u64,
    readies: u64,
    /// The cut that waits until the server has been ready so often.
    cut: Option<(CutAt, u64)>,
    /// Whether one byte is awaited that says whether there is TLS; and whether there is.
    asks_for_tls: bool,
    is_opaque: bool,
}

struct Link<'a> {
    state: &'a State,
    number: u64,
    progress: Mutex<Progress>,
    has_answered: AtomicBool,
}

impl Link<'_> {
    /// From the client to the server, until one of them ends it, or it is cut.
    async fn up(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let mut frontend = Frontend::default();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let length = from.read(&mut chunk).await?;
            if length == 0 {
                return Ok(());
            }
            let bytes = chunk.get(..length).unwrap_or_default();
            if self.has_answered.swap(false, Ordering::SeqCst) {
                self.state.round_trips.fetch_add(1, Ordering::SeqCst);
            }
            if lock(&self.progress).is_opaque {
                self.forward(&mut to, bytes).await?;
                continue;
            }
            frontend.feed(bytes);
            let (mut out, mut is_cut) = (Vec::new(), false);
            while let Some((message, meaning)) = frontend.next() {
                if self.is_cut_before(meaning) {
                    is_cut = true;
                    break;
                }
                out.extend(message);
            }
            self.forward(&mut to, &out).await?;
            if is_cut {
                return Ok(());
            }
        }
    }

    /// Takes note of a client's message, and says whether the connection ends before it.
    fn is_cut_before(&self, meaning: Meaning) -> bool {
        let mut progress = lock(&self.progress);
        let is_commit = matches!(meaning, Meaning::Commits | Meaning::CommitsAndSyncs);
        if is_commit {
            let next = lock(&self.state.next).take();
            if next == Some(CutAt::BeforeCommit) {
                self.note(CutAt::BeforeCommit);
                return true;
            }
            progress.cut = next.map(|at| (at, progress.syncs + 1)).or(progress.cut);
            self.state.commits.fetch_add(1, Ordering::SeqCst);
        }
        match meaning {
            Meaning::AsksForTls => progress.asks_for_tls = true,
            Meaning::Syncs | Meaning::CommitsAndSyncs => progress.syncs += 1,
            Meaning::Commits | Meaning::Other => {}
        }
        false
    }

    /// From the server to the client.
    async fn down(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let mut backend = Backend::default();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let length = from.read(&mut chunk).await?;
            if length == 0 {
                return Ok(());
            }
            self.has_answered.store(true, Ordering::SeqCst);
            backend.feed(chunk.get(..length).unwrap_or_default());
            let (out, is_cut) = self.answers(&mut backend);
            self.forward(&mut to, &out).await?;
            if is_cut {
                return to.shutdown().await;
            }
        }
    }

    /// Returns what goes on to the client, and whether the connection ends after that.
    fn answers(&self, backend: &mut Backend) -> (Vec<u8>, bool) {
        let mut progress = lock(&self.progress);
        let mut out = Vec::new();
        if progress.asks_for_tls
            && let Some(answer) = backend.next_byte()
        {
            progress.asks_for_tls = false;
            progress.is_opaque = answer != b'N';
            out.push(answer);
        }
        if progress.is_opaque {
            out.extend(backend.rest());
            return (out, false);
        }
        while let Some((message, is_ready)) = backend.next() {
            progress.readies += u64::from(is_ready);
            // Those before the `COMMIT`'s own are let through: only its answer is to be missed.
            let is_of_commit =
                progress.cut.is_some_and(|(_, awaited)| progress.readies + 1 >= awaited + u64::from(is_ready));
            let withheld = progress.cut.is_some_and(|(at, _)| at == CutAt::DuringCommit) && is_of_commit;
            if !withheld {
                out.extend(message);
            }
            if let Some((at, awaited)) = progress.cut
                && progress.readies >= awaited
            {
                self.note(at);
                return (out, true);
            }
        }
        (out, false)
    }

    async fn forward(&self, to: &mut OwnedWriteHalf, bytes: &[u8]) -> io::Result<()> {
        let delay = *lock(&self.state.delay);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let mut is_frozen = self.state.is_frozen.subscribe();
        // The sender lives as long as the state.
        let _ = is_frozen.wait_for(|is_frozen| !is_frozen).await;
        to.write_all(bytes).await
    }

    fn note(&self, at: CutAt) {
        lock(&self.state.cuts).push(Cut { at, connection: self.number });
    }
}
