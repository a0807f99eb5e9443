use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::NamedTempFile;

use crate::error::Error;
use crate::fake::Fake;
use crate::http::{Delivery, Request, Response};
use crate::tls::Authority;

/// No head of a request is longer, in bytes.
const LONGEST_HEAD: u64 = 64 * 1024;

/// A fake that listens on loopback, until it is dropped.
#[derive(Debug)]
pub struct Server {
    /// Where: `http://127.0.0.1:PORT`, or `https://localhost:PORT`.
    pub url: String,
    address: SocketAddr,
    stop: Arc<Stop>,
    authority: Option<NamedTempFile>,
}

/// What ends the threads of a server.
#[derive(Debug, Default)]
struct Stop {
    is_stopped: AtomicBool,
    open: Mutex<BTreeMap<u64, TcpStream>>,
}

impl Stop {
    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Where the certificate of the authority is that a client must trust, in PEM; `None` without TLS.
    #[must_use]
    pub fn authority(&self) -> Option<PathBuf> {
        self.authority.as_ref().map(|file| file.path().to_owned())
    }

    /// The port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.is_stopped.store(true, Ordering::SeqCst);
        for stream in self.stop.open().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Wakes the thread that waits for connections, so that the port is free again.
        let _ = TcpStream::connect(self.address);
    }
}

impl Fake {
    /// Serves HTTP on a port of loopback, one thread a connection.
    ///
    /// # Errors
    /// [`Error::System`] where there is no port.
    pub fn serve(&self) -> Result<Server, Error> {
        self.listen(None)
    }

    /// As [`Self::serve`], by TLS with a certificate for `localhost` of an authority made for this run.
    ///
    /// # Errors
    /// As [`Self::serve`], and where no certificate can be made or written.
    pub fn serve_tls(&self) -> Result<Server, Error> {
        self.listen(Some(Authority::new()?))
    }

    fn listen(&self, authority: Option<Authority>) -> Result<Server, Error> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Error::system("no port of loopback is free"))?;
        let address = listener.local_addr().map_err(Error::system("the port has no number"))?;
        let url = match authority {
            None => format!("http://127.0.0.1:{}", address.port()),
            Some(_) => format!("https://localhost:{}", address.port()),
        };
        let tls = authority.as_ref().map(|authority| authority.config.clone());
        let file = authority.map(|authority| write(&authority.pem)).transpose()?;
        let stop = Arc::new(Stop::default());
        let (fake, base, stopped) = (self.clone(), url.clone(), stop.clone());
        std::thread::spawn(move || accept(&fake, &listener, &base, tls.as_ref(), &stopped));
        Ok(Server { url, address, stop, authority: file })
    }
}

fn write(pem: &str) -> Result<NamedTempFile, Error> {
    let write = || {
        let mut file = tempfile::Builder::new().prefix("authority-").suffix(".pem").tempfile()?;
        file.write_all(pem.as_bytes())?;
        Ok(file)
    };
    write().map_err(Error::system("the authority's certificate cannot be written"))
}

fn accept(fake: &Fake, listener: &TcpListener, base: &str, tls: Option<&Arc<ServerConfig>>, stop: &Arc<Stop>) {
    for (n, stream) in (0..).zip(listener.incoming()) {
        if stop.is_stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let _ = stream.set_nodelay(true);
        let Ok(kept) = stream.try_clone() else { continue };
        stop.open().insert(n, kept);
        let (fake, base, tls, stop) = (fake.clone(), base.to_owned(), tls.cloned(), stop.clone());
        std::thread::spawn(move || {
            // Whatever ends a connection, nobody is there to be told.
            let _ = match tls.map(ServerConnection::new) {
                None => converse(&fake, stream, &base),
                Some(Ok(connection)) => converse(&fake, StreamOwned::new(connection, stream), &base),
                Some(Err(_)) => Ok(()),
            };
            if let Some(socket) = stop.open().remove(&n) {
                let _ = socket.shutdown(Shutdown::Both);
            }
        });
    }
}

/// Answers one request after the other until a side has had enough.
fn converse(fake: &Fake, stream: impl Read + Write, base: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some((mut request, is_last)) = read(&mut reader)? {
        base.clone_into(&mut request.base);
        let response = fake.handle(&request);
        match response.delivery {
            Delivery::Cut => return Ok(()),
            Delivery::Stalled => {
                // Until the client gives up.
                std::io::copy(&mut reader, &mut std::io::sink())?;
                return Ok(());
            }
            Delivery::Half | Delivery::Whole => send(reader.get_mut(), &request, &response)?,
        }
        if is_last || response.is_cut() {
            return Ok(());
        }
    }
    Ok(())
}

/// The next request, and whether the client wants no other after it; `None` at the end.
fn read(reader: &mut BufReader<impl Read + Write>) -> std::io::Result<Option<(Request, bool)>> {
    let mut left = LONGEST_HEAD;
    let Some(first) = line(reader, &mut left)? else { return Ok(None) };
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Err(malformed("the first line")) };
    let mut request = Request::new(method, path);
    while let Some(header) = line(reader, &mut left)?.filter(|line| !line.is_empty()) {
        let (name, value) = header.split_once(':').ok_or_else(|| malformed("a header"))?;
        request = request.header(name.trim(), value.trim());
    }
    if request.get("expect").is_some_and(|expected| expected.eq_ignore_ascii_case("100-continue")) {
        reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = if request.get("transfer-encoding").is_some_and(|encoding| encoding.contains("chunked")) {
        chunks(reader)?
    } else {
        let length = request.get("content-length").map_or(Ok(0), str::parse);
        bytes(reader, length.map_err(|_| malformed("Content-Length"))?)?
    };
    let is_last = request.get("connection").is_some_and(|found| found.eq_ignore_ascii_case("close"));
    Ok(Some((request.body(body), is_last)))
}

fn malformed(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, format!("{what} is malformed"))
}

/// A line without its end. Bytes that are not ASCII are kept as Latin-1, so that the fake can refuse them.
fn line(reader: &mut BufReader<impl Read>, left: &mut u64) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let n = reader.by_ref().take(*left).read_until(b'\n', &mut line)?;
    *left = left.saturating_sub(n as u64);
    if n == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(malformed("a line"));
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(line.into_iter().map(char::from).collect()))
}

fn bytes(reader: &mut impl Read, n: u64) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if reader.take(n).read_to_end(&mut body)? as u64 != n {
        return Err(malformed("a body"));
    }
    Ok(body)
}

fn chunks(reader: &mut BufReader<impl Read>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut left = LONGEST_HEAD;
        let size = line(reader, &mut left)?.ok_or_else(|| malformed("a chunk"))?;
        let size = size.split(';').next().unwrap_or_default().trim().to_owned();
        let size = u64::from_str_radix(&size, 16).map_err(|_| malformed("a chunk"))?;
        if size == 0 {
            while line(reader, &mut left)?.is_some_and(|trailer| !trailer.is_empty()) {}
            return Ok(body);
        }
        body.extend(bytes(reader, size)?);
        line(reader, &mut left)?;
    }
}

fn send(stream: &mut impl Write, request: &Request, response: &Response) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    // Of half a body, more is promised than comes.
    let promised = if response.delivery == Delivery::Half { response.body.len() + 1 } else { response.body.len() };
    head.push_str(&format!("Content-Length: {promised}\r\nX-Dropbox-Request-Id: 00c0ffee\r\n"));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if request.method != "HEAD" {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        410 => "Gone",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Answer",
    }
}
