//! HTTP/1.1 over TLS on the calling thread: as much of it as Dropbox speaks.
//!
//! It is the adapter's own because libraries for it write what they send to the host's log, tokens and all, where that is asked to tell everything.
//! What is sent is always a `POST` whose body is at hand; redirections are answers like others, so no token goes where it was not sent.

use core::fmt;
use core::time::Duration;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex};

use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::adapters::workers::locked;

/// How long a server may take to be reached.
const CONNECT: Duration = Duration::from_secs(15);

/// The most bytes that the head of an answer has.
const MOST_HEAD: usize = 64 * 1024;

/// The most headers that an answer has.
const MOST_HEADERS: usize = 128;

/// How many connections are kept for later.
const MOST_IDLE: usize = 16;

/// How many bytes are read at once.
const PIECE: usize = 16 * 1024;

/// Where a request goes: whether by TLS, to which host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Server {
    is_plain: bool,
    host: String,
    port: u16,
}

impl Server {
    /// Takes an address apart, into the server and what is asked of it.
    fn of(url: &str) -> Option<(Self, &str)> {
        let (is_plain, rest) = match url.strip_prefix("https://") {
            Some(rest) => (false, rest),
            None => (true, url.strip_prefix("http://")?),
        };
        let (authority, path) = rest.split_at(rest.find('/')?);
        let is_clean = url.bytes().all(|byte| byte.is_ascii_graphic());
        // An address of IP version 6 has colons of its own.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
            _ => (authority, if is_plain { 80 } else { 443 }),
        };
        (is_clean && !host.is_empty()).then(|| (Self { is_plain, host: host.to_owned(), port }, path))
    }

    fn connect(&self, tls: &Arc<ClientConfig>) -> io::Result<Stream> {
        let name = self.host.trim_start_matches('[').trim_end_matches(']');
        let mut last = io::Error::from(ErrorKind::NotFound);
        for address in (name, self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECT) {
                Ok(socket) => {
                    socket.set_nodelay(true)?;
                    if self.is_plain {
                        return Ok(Stream::Plain(socket));
                    }
                    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
                    let tls = ClientConnection::new(Arc::clone(tls), name).map_err(io::Error::other)?;
                    return Ok(Stream::Tls(Box::new(StreamOwned::new(tls, socket))));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// A connection.
enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(tls) => &tls.sock,
        }
    }

    /// Whether the server has neither closed it nor said anything unasked.
    fn is_quiet(&self) -> bool {
        let socket = self.socket();
        let looked = socket.set_nonblocking(true).and_then(|()| socket.peek(&mut [0]));
        let is_quiet = looked.is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
        socket.set_nonblocking(false).is_ok() && is_quiet
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}

/// Connections that wait for their next request.
#[derive(Default)]
struct Idle(Mutex<Vec<(Server, Stream)>>);

impl Idle {
    fn take(&self, server: &Server) -> Option<Stream> {
        loop {
            let found = {
                let mut idle = locked(&self.0);
                let place = idle.iter().rposition(|(of, _)| of == server)?;
                idle.remove(place).1
            };
            if found.is_quiet() {
                return Some(found);
            }
        }
    }

    fn keep(&self, server: Server, stream: Stream) {
        let mut idle = locked(&self.0);
        if idle.len() == MOST_IDLE {
            idle.remove(0);
        }
        idle.push((server, stream));
    }
}

/// What requests are sent by.
pub(super) struct Http {
    tls: Arc<ClientConfig>,
    idle: Arc<Idle>,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

/// What a request is answered with.
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Body,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }
}

impl Http {
    /// Makes a client that trusts the authorities that browsers trust.
    pub(super) fn new() -> io::Result<Self> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(tls), idle: Arc::default() })
    }

    /// Posts a body, and returns the answer, whose own body is still to be read.
    ///
    /// `idle` is how long the connection may stand still, either way.
    pub(super) fn post(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: &[u8],
        idle: Duration,
    ) -> io::Result<Answer> {
        let (server, path) = Server::of(url).ok_or(ErrorKind::InvalidInput)?;
        let head = head(&server, path, headers, body.len())?;
        let mut stream = match self.idle.take(&server) {
            Some(stream) => stream,
            None => server.connect(&self.tls)?,
        };
        stream.socket().set_read_timeout(Some(idle))?;
        stream.socket().set_write_timeout(Some(idle))?;
        let sent =
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).and_then(|()| stream.flush());
        let is_whole = sent.is_ok();
        // Who refuses a body may do so before it has come, and then wants no more of it: the refusal is what counts.
        let (status, headers, rest, is_http_1_1) = match (sent, read_head(&mut stream)) {
            (Err(error), Err(_)) | (Ok(()), Err(error)) => return Err(error),
            (Err(error), Ok((status, ..))) if status < 300 => return Err(error),
            (_, Ok(head)) => head,
        };
        let mut answer = Answer { status, headers, body: Body { stream: None, rest, left: Left::Nothing, home: None } };
        let is_last = answer.header("connection").is_some_and(|word| word.eq_ignore_ascii_case("close"));
        let is_chunked = answer.header("transfer-encoding").is_some_and(|word| word.eq_ignore_ascii_case("chunked"));
        answer.body.left = match (status, is_chunked, answer.number("content-length")) {
            (204 | 304, ..) => Left::Length(0),
            (_, true, _) => Left::Chunk { left: 0, is_first: true },
            (_, false, Some(length)) => Left::Length(length),
            (_, false, None) => Left::All,
        };
        answer.body.stream = Some(stream);
        // What is missing of a body would be taken from the next request.
        answer.body.home = (is_http_1_1 && !is_last && is_whole).then(|| (Arc::clone(&self.idle), server));
        Ok(answer)
    }
}

fn head(server: &Server, path: &str, headers: &[(String, String)], length: usize) -> io::Result<String> {
    let usual = if server.is_plain { 80 } else { 443 };
    let host = if server.port == usual { server.host.clone() } else { format!("{}:{}", server.host, server.port) };
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n");
    for (name, value) in headers {
        // A value with the end of a line in it would be a header of somebody else's.
        if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(ErrorKind::InvalidInput.into());
        }
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    Ok(head)
}

type Head = (u16, Vec<(String, String)>, Vec<u8>, bool);

/// Reads the head of an answer, with what has come of the body by then.
fn read_head(stream: &mut Stream) -> io::Result<Head> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; PIECE];
        let count = stream.read(&mut piece)?;
        if count == 0 || bytes.len() > MOST_HEAD {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes.extend(piece.get(..count).unwrap_or_default());
        while let Some((head, used)) = parsed(&bytes)? {
            let rest = bytes.split_off(used);
            let (status, headers, is_http_1_1) = head;
            // What only says that the answer is still to come.
            if !(100..200).contains(&status) {
                return Ok((status, headers, rest, is_http_1_1));
            }
            bytes = rest;
        }
    }
}

type Parsed = ((u16, Vec<(String, String)>, bool), usize);

fn parsed(bytes: &[u8]) -> io::Result<Option<Parsed>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let malformed = || io::Error::from(ErrorKind::InvalidData);
    match answer.parse(bytes).map_err(|_| malformed())? {
        httparse::Status::Partial => Ok(None),
        httparse::Status::Complete(used) => {
            let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
            let headers = answer.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect();
            Ok(Some(((answer.code.ok_or_else(malformed)?, headers, answer.version == Some(1)), used)))
        }
    }
}

/// How much of a body is still to come.
#[derive(Debug, Clone, Copy)]
enum Left {
    Nothing,
    Length(u64),
    /// Of this chunk so much; then others may come.
    Chunk {
        left: u64,
        is_first: bool,
    },
    /// Until the server closes.
    All,
}

/// The body of an answer; read to its end, its connection serves the next request.
pub(super) struct Body {
    stream: Option<Stream>,
    /// What has been read already.
    rest: Vec<u8>,
    left: Left,
    /// Where the connection goes afterwards.
    home: Option<(Arc<Idle>, Server)>,
}

impl Body {
    /// Reads something, from what has come already first.
    fn take(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            return self.stream.as_mut().map_or(Ok(0), |stream| stream.read(buffer));
        }
        let count = self.rest.len().min(buffer.len());
        let later = self.rest.split_off(count);
        let now = core::mem::replace(&mut self.rest, later);
        buffer.iter_mut().zip(now).for_each(|(to, from)| *to = from);
        Ok(count)
    }

    /// Reads a line of a body in chunks, without its end.
    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            if self.take(&mut byte)? == 0 || line.len() > MOST_HEAD {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            line.extend(byte);
        }
        line.truncate(line.len().saturating_sub(2));
        String::from_utf8(line).map_err(|_| ErrorKind::InvalidData.into())
    }

    /// Reads how large the next chunk is; after the last, to the end.
    fn next_chunk(&mut self, is_first: bool) -> io::Result<()> {
        if !is_first && !self.line()?.is_empty() {
            return Err(ErrorKind::InvalidData.into());
        }
        let line = self.line()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let left = u64::from_str_radix(size, 16).map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
        if left > 0 {
            self.left = Left::Chunk { left, is_first: false };
            return Ok(());
        }
        while !self.line()?.is_empty() {}
        self.end();
        Ok(())
    }

    /// Gives the connection back where it can serve again.
    fn end(&mut self) {
        self.left = Left::Nothing;
        if let (Some(stream), Some((idle, server)), true) = (self.stream.take(), self.home.take(), self.rest.is_empty())
        {
            idle.keep(server, stream);
        }
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if let Left::Chunk { left: 0, is_first } = self.left {
            self.next_chunk(is_first)?;
        }
        let left = match self.left {
            Left::Nothing => return Ok(0),
            Left::Length(0) => {
                self.end();
                return Ok(0);
            }
            Left::Length(left) | Left::Chunk { left, .. } => left,
            Left::All => u64::MAX,
        };
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.take(buffer.get_mut(..most).unwrap_or_default())?;
        let read = u64::try_from(count).unwrap_or(u64::MAX);
        match &mut self.left {
            Left::Length(left) | Left::Chunk { left, .. } if count > 0 => *left = left.saturating_sub(read),
            Left::Length(_) | Left::Chunk { .. } => return Err(ErrorKind::UnexpectedEof.into()),
            Left::All | Left::Nothing => {}
        }
        if matches!(self.left, Left::Length(0)) {
            self.end();
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
