//! Answers of Dropbox's, spoiled, and messages that pretend to be Dropbox's.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cowrite::Timestamp;
use cowrite::adapters::Dropbox;
use cowrite::adapters::dropbox::{MemoryTokens, webhook};
use cowrite::ports::files::{
    ByteRange, Connection, Cursor, FileStore, FolderId, FolderSharing, Listing, Loc, Mode, Put, Whole,
};
use cowrite::ports::{BoxFuture, Clock, Timer, TokenStore, Tokens};
use cowrite::testing::SettableClock;
use pollster::block_on;
use serde_json::Value;

use crate::Target;

/// A store in a Dropbox that answers every question with what is laid there.
#[derive(Debug)]
pub(crate) struct Answers {
    answer: Arc<Mutex<Vec<u8>>>,
    dropbox: Dropbox,
    by: Connection,
}

/// Waits by moving its own clock on.
#[derive(Debug, Clone)]
struct Hurry(SettableClock);

impl Timer for Hurry {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.advance(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2));
        Box::pin(std::future::ready(()))
    }
}

impl Answers {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer: Arc<Mutex<Vec<u8>>> = Arc::default();
        let laid = Arc::clone(&answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let laid = laid.lock().unwrap().clone();
                // One that hangs up early has heard enough.
                serve(stream, &laid).ok();
            }
        });
        let clock = SettableClock::at(Timestamp::EPOCH.plus_days(20_000));
        let (by, tokens) = (Connection::new("olivia"), Arc::new(MemoryTokens::new()));
        let held = Tokens::new("refresh".to_owned()).with_access("access".to_owned(), clock.now().plus_days(20_000));
        block_on(tokens.save(&by, &held)).unwrap();
        let builder = Dropbox::builder("key").servers(format!("http://{address}")).tokens(tokens);
        let builder = builder.clock(clock.clone()).timer(Hurry(clock)).patience(Duration::from_millis(300));
        Self { answer, dropbox: builder.build().unwrap(), by }
    }
}

fn serve(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(300)))?;
    let (mut asked, mut part) = (Vec::new(), [0; 4_096]);
    loop {
        let read = stream.read(&mut part)?;
        asked.extend(&part[..read]);
        let text = String::from_utf8_lossy(&asked).to_lowercase();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { if read == 0 { return Ok(()) } else { continue } };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        let whole = head.len() + 4 + length.unwrap_or_default();
        if read == 0 || asked.len() >= whole && !head.contains("chunked") || asked.ends_with(b"0\r\n\r\n") {
            break;
        }
    }
    stream.write_all(answer)?;
    stream.flush()
}

/// What is sent for an input: a JSON object says status, headers and body, anything else is sent as it is.
fn answer(input: &[u8]) -> Vec<u8> {
    let Ok(Value::Object(said)) = serde_json::from_slice(input) else { return input.to_vec() };
    let body = match said.get("body") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let mut head = format!("HTTP/1.1 {} Said\r\n", said.get("status").map_or("200".to_owned(), Value::to_string));
    for (name, value) in said.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !head.contains("Content-Length") {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    format!("{head}Connection: close\r\n\r\n{body}").into_bytes()
}

impl Target for Answers {
    fn name(&self) -> &'static str {
        "dropbox"
    }

    /// They are all in the corpus.
    fn seeds(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        *self.answer.lock().unwrap() = answer(input);
        let (store, by) = (&self.dropbox, &self.by);
        let at = Loc::Path("mix.wav".parse().unwrap());
        let folder = FolderId::new("84528192421");
        let put = Put::new(Loc::root(), "mix.wav".parse().unwrap()).mode(Mode::Overwrite);
        // Which questions are asked hangs on the input, so that each is asked often.
        let turn = input.iter().map(|byte| usize::from(*byte)).sum::<usize>();
        block_on(async {
            match turn % 8 {
                0 => drop(store.list(by, &Loc::root(), Listing { is_recursive: true, limit: 100 }).await),
                1 => drop(store.stat(by, &at).await),
                2 => drop(store.changes(by, &Cursor::new("c")).await),
                3 => drop(store.put(by, put, Whole::boxed("boom")).await),
                4 => drop(FolderSharing::members(store, by, &folder).await),
                5 => drop(store.share(by, &at).await),
                6 => drop(store.account(by).await),
                _ => {
                    if let Ok(mut opened) = store.open(by, &at, ByteRange::All).await {
                        for _ in 0..100 {
                            if !matches!(opened.data.next().await, Ok(Some(_))) {
                                break;
                            }
                        }
                    }
                }
            }
        });
        Ok(())
    }
}

/// Messages to the address that Dropbox tells of changes.
#[derive(Debug)]
pub(crate) struct Webhook;

impl Target for Webhook {
    fn name(&self) -> &'static str {
        "webhook"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let message = r#"{"list_folder": {"accounts": ["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}, "delta": {"users": [12345678]}}"#;
        vec![message.into(), b"abc123".to_vec()]
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(input);
        if let Ok(answer) = webhook::challenge(&text)
            && answer.body != text
        {
            return Err(format!("{text:?} is answered with {:?}", answer.body));
        }
        match webhook::verify("secret", &text, input) {
            Ok(accounts) => Err(format!("{text:?} was taken for signed: {accounts:?}")),
            Err(_) => Ok(()),
        }
    }
}
