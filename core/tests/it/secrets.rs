//! LNK-2, LNK-4, LNK-5: secrets of links, passwords and tickets are in no log, no error and no `Debug` print, and not in the file, whichever bytes of it one looks at.
#![cfg(feature = "sqlite")]

use std::fmt::{Debug, Write as _};
use std::fs;
use std::sync::{Arc, Mutex};

use cowrite::ports::files::ByteRange;
use cowrite::testing::Shelf;
use cowrite::{Error, FileKind, FileRef, LinkSecret, LinkSettings, NewPerson, Ticket, Visit, Workspace};
use pollster::block_on;
use sha2::{Digest, Sha256};
use tracing::field::{Field, Visit as Fields};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Takes down all that is logged, at every level.
#[derive(Debug, Clone, Default)]
struct Heard(Arc<Mutex<String>>);

impl Fields for Heard {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Heard {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        writeln!(self.0.lock().unwrap(), "{}", span.metadata().name()).unwrap();
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

const PASSWORD: &str = "open sesame, said forty thieves";
const WRONG: &str = "open barley, said the brother";

/// What was said of calls, failing ones among them.
#[derive(Default)]
struct Said(String);

impl Said {
    fn note<T: Debug>(&mut self, outcome: &Result<T, Error>) {
        writeln!(self.0, "{outcome:?}").unwrap();
        if let Err(error) = outcome {
            writeln!(self.0, "{} {error} {:?}", error.code(), error.details()).unwrap();
        }
    }
}

/// Any bytes as text in which one searches fast.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// How bytes may be written: as they are, as digits of base 16, and as the lists of numbers that JSON and `Debug` make.
fn spellings(bytes: &[u8]) -> [String; 5] {
    let each = |write: fn(&u8) -> String, between: &str| bytes.iter().map(write).collect::<Vec<_>>().join(between);
    let hex = each(|byte| format!("{byte:02x}"), "");
    let numbers = |between| each(u8::to_string, between);
    [latin(bytes), hex.to_uppercase(), hex, numbers(","), numbers(", ")]
}

/// The bytes that letters of URL-safe base 64 stand for, where they are such letters.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let value = |letter| LETTERS.find(letter).and_then(|value| u32::try_from(value).ok());
    let bits = text.chars().map(value).collect::<Option<Vec<u32>>>()?;
    let whole = |four: &[u32]| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | four.get(at).copied().unwrap_or_default());
        bits.to_be_bytes()[1..=four.len() * 6 / 8].to_vec()
    };
    Some(bits.chunks(4).flat_map(whole).collect())
}

#[test]
fn no_secret_is_logged_told_or_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    let (heard, shelf, mut said) = (Heard::default(), Shelf::default(), Said::default());
    let mut secrets: Vec<String> = vec![PASSWORD.to_owned(), WRONG.to_owned()];
    let (mut owner, mut hash) = (Vec::new(), Vec::new());
    tracing::subscriber::with_default(heard.clone(), || {
        let workspace = block_on(Workspace::builder().track_files(shelf.clone()).open(&path)).unwrap();
        let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia Park"))).unwrap().id;
        owner = olivia.uuid().into_bytes().to_vec();
        let olivia = workspace.acting_as(olivia);
        let track = block_on(olivia.create_track("Nocturne")).unwrap().id;
        shelf.lay_one(track, "mix", "Mix.wav", FileKind::Bounce);
        let settings =
            LinkSettings::new().password(Some(PASSWORD)).downloads([FileKind::Bounce]).label(Some("For Sarah"));
        let keyed = olivia.with_key("once");
        for actor in [&olivia, &keyed, &keyed] {
            let made = block_on(actor.create_share_link(track, settings.clone()));
            said.note(&made);
            secrets.extend(made.unwrap().secret.map(|secret| secret.reveal().to_owned()));
        }
        let link = block_on(olivia.links(track)).unwrap()[0].id;
        let rotated = block_on(olivia.with_key("turn").rotate_link(link));
        said.note(&rotated);
        let secret = rotated.unwrap().secret.unwrap();
        secrets.push(secret.reveal().to_owned());
        hash = Sha256::digest(secret.reveal()).to_vec();
        let visitor = workspace.visitor();
        let unknown = LinkSecret::from("AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH");
        secrets.push("AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH".to_owned());
        for (secret, password) in [(&secret, PASSWORD), (&secret, WRONG), (&unknown, PASSWORD)] {
            let visit = Visit::new().password(password).visitor("203.0.113.9");
            said.note(&block_on(visitor.open(secret, visit.clone())));
            let given = block_on(visitor.download(secret, track, &FileRef::new("mix"), visit));
            said.note(&given);
            for ticket in given.into_iter().map(|given| given.ticket) {
                secrets.push(ticket.as_str().to_owned());
                said.note(&block_on(workspace.redeem(&ticket, ByteRange::All)).map(|_| ()));
                let spoiled = Ticket::from(format!("{}x", ticket.as_str()));
                said.note(&block_on(workspace.redeem(&spoiled, ByteRange::All)).map(|_| ()));
            }
        }
    });
    let heard = heard.0.lock().unwrap().clone();
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        kept.extend(fs::read(entry.unwrap().path()).unwrap());
    }
    let kept = latin(&kept);
    let is_in = |bytes: &[u8], place: &str| spellings(bytes).iter().any(|spelling| place.contains(spelling));
    assert!(secrets.len() >= 7, "{} secrets were made", secrets.len());
    // What is no secret is found in each: a search that finds nothing proves nothing.
    assert!(heard.contains("create_share_link") && said.0.contains("link_unavailable") && kept.contains("For Sarah"));
    assert!(is_in(&owner, &kept) && is_in(&hash, &kept), "what is kept in their place is not found");
    assert_eq!(decoded("AP-q_w"), Some(vec![0, 255, 170, 255]));
    for secret in &secrets {
        for (place, text) in
            [("a log", &latin(heard.as_bytes())), ("an answer", &latin(said.0.as_bytes())), ("the file", &kept)]
        {
            let is_there = is_in(secret.as_bytes(), text) || decoded(secret).is_some_and(|bytes| is_in(&bytes, text));
            assert!(!is_there, "{place} holds a secret of {} letters", secret.len());
        }
    }
}
