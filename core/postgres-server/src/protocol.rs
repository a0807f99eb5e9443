//! As much of PostgreSQL's wire protocol, version 3, as it takes to see a `COMMIT` go by and its answer come back.

use std::collections::BTreeSet;

const SSL_REQUEST: u32 = 80_877_103;
const GSS_REQUEST: u32 = 80_877_104;
const CANCEL_REQUEST: u32 = 80_877_102;

/// What a client's message means to a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// It asks whether the server speaks TLS: one byte comes back, no message.
    AsksForTls,
    /// Its answer, among others, ends with the server being ready again.
    Syncs,
    /// It is a `COMMIT` that syncs by itself.
    CommitsAndSyncs,
    /// It is a `COMMIT`, and the next message that syncs ends its answer.
    Commits,
    Other,
}

/// Reads what a client sends, message by message.
#[derive(Debug, Default)]
pub(crate) struct Frontend {
    buffer: Vec<u8>,
    has_begun: bool,
    statements: BTreeSet<Vec<u8>>,
    portals: BTreeSet<Vec<u8>>,
}

impl Frontend {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Takes the next whole message.
    pub(crate) fn next(&mut self) -> Option<(Vec<u8>, Meaning)> {
        let message = take(&mut self.buffer, self.has_begun)?;
        let meaning = if self.has_begun { self.read(&message) } else { self.begin(&message) };
        Some((message, meaning))
    }

    fn begin(&mut self, message: &[u8]) -> Meaning {
        match number(message, 4) {
            Some(SSL_REQUEST | GSS_REQUEST) => Meaning::AsksForTls,
            Some(CANCEL_REQUEST) => Meaning::Other,
            _ => {
                self.has_begun = true;
                // The server is ready once it has let the client in.
                Meaning::Syncs
            }
        }
    }

    fn read(&mut self, message: &[u8]) -> Meaning {
        let Some((kind, body)) = message.split_first().and_then(|(kind, rest)| Some((kind, rest.get(4..)?))) else {
            return Meaning::Other;
        };
        match kind {
            b'Q' if commits(text(body).0) => return Meaning::CommitsAndSyncs,
            b'Q' | b'S' | b'F' => return Meaning::Syncs,
            b'P' => {
                let (name, rest) = text(body);
                set(&mut self.statements, name, commits(text(rest).0));
            }
            b'B' => {
                let (portal, rest) = text(body);
                let is_commit = self.statements.contains(text(rest).0);
                set(&mut self.portals, portal, is_commit);
            }
            b'E' if self.portals.contains(text(body).0) => return Meaning::Commits,
            b'C' => match body.split_first() {
                Some((b'S', name)) => drop(self.statements.remove(text(name).0)),
                Some((_, name)) => drop(self.portals.remove(text(name).0)),
                None => {}
            },
            _ => {}
        }
        Meaning::Other
    }
}

/// Reads what a server sends: how often it has been ready.
#[derive(Debug, Default)]
pub(crate) struct Backend {
    buffer: Vec<u8>,
}

impl Backend {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Takes the next whole message, and says whether it is the server being ready.
    pub(crate) fn next(&mut self) -> Option<(Vec<u8>, bool)> {
        let message = take(&mut self.buffer, true)?;
        let is_ready = message.first() == Some(&b'Z');
        Some((message, is_ready))
    }

    /// Takes the one byte that answers whether the server speaks TLS.
    pub(crate) fn next_byte(&mut self) -> Option<u8> {
        let first = self.buffer.first().copied()?;
        self.buffer.remove(0);
        Some(first)
    }

    /// Takes all there is, once it is not to be read any more.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }
}

/// Takes a whole message off the front: its kind, unless it is the first, its length, its body.
fn take(buffer: &mut Vec<u8>, has_kind: bool) -> Option<Vec<u8>> {
    let kind = usize::from(has_kind);
    let length = usize::try_from(number(buffer, kind)?).ok()?.max(4) + kind;
    (buffer.len() >= length).then(|| buffer.drain(..length).collect())
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

/// A text that ends with a zero, and what follows it.
fn text(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    (bytes.get(..end).unwrap_or_default(), bytes.get(end + 1..).unwrap_or_default())
}

fn set(names: &mut BTreeSet<Vec<u8>>, name: &[u8], is_in: bool) {
    if is_in {
        names.insert(name.to_vec());
    } else {
        names.remove(name);
    }
}

/// Whether one of the statements in a text is a `COMMIT`; semicolons within literals are taken for ends of statements.
fn commits(statements: &[u8]) -> bool {
    String::from_utf8_lossy(statements).split(';').any(|statement| {
        let mut words = statement.split_whitespace().map(str::to_ascii_uppercase);
        let first = words.next().unwrap_or_default();
        matches!(first.as_str(), "COMMIT" | "END") && words.next().is_none_or(|second| second != "PREPARED")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
        [&[kind][..], &length, &body].concat()
    }

    fn meanings(frontend: &mut Frontend, bytes: &[u8]) -> Vec<Meaning> {
        let mut found = Vec::new();
        // Byte by byte, as a network may.
        for byte in bytes {
            frontend.feed(&[*byte]);
            found.extend(std::iter::from_fn(|| frontend.next()).map(|(_, meaning)| meaning));
        }
        found
    }

    fn begun() -> Frontend {
        let mut frontend = Frontend::default();
        let startup = [&9_u32.to_be_bytes()[..], &196_608_u32.to_be_bytes(), &[0]].concat();
        let tls = [&8_u32.to_be_bytes()[..], &SSL_REQUEST.to_be_bytes()].concat();
        assert_eq!(meanings(&mut frontend, &[tls, startup].concat()), [Meaning::AsksForTls, Meaning::Syncs]);
        frontend
    }

    #[test]
    fn a_simple_commit_is_seen() {
        use Meaning::{CommitsAndSyncs, Syncs};
        let rows: [(&[u8], Meaning); 9] = [
            (b"COMMIT\0", CommitsAndSyncs),
            (b" commit ; \0", CommitsAndSyncs),
            (b"BEGIN; INSERT INTO t VALUES (1); COMMIT\0", CommitsAndSyncs),
            (b"END\0", CommitsAndSyncs),
            (b"BEGIN\0", Syncs),
            (b"ROLLBACK\0", Syncs),
            (b"COMMIT PREPARED 'x'\0", Syncs),
            (b"SELECT 'COMMIT'\0", Syncs),
            (b"COMMITMENT\0", Syncs),
        ];
        for (statement, meaning) in rows {
            let found = meanings(&mut begun(), &message(b'Q', &[statement]));
            assert_eq!(found, [meaning], "{}", String::from_utf8_lossy(statement));
        }
    }

    #[test]
    fn a_prepared_commit_is_seen_each_time_it_is_executed() {
        use Meaning::{Commits, Other, Syncs};
        let mut frontend = begun();
        let commit = message(b'P', &[b"s1\0", b"COMMIT\0", &[0, 0]]);
        let other = message(b'P', &[b"s2\0", b"SELECT 1\0", &[0, 0]]);
        let bind = |statement: &[u8]| message(b'B', &[b"\0", statement, &[0; 6]]);
        let execute = message(b'E', &[b"\0", &[0; 4]]);
        let sync = message(b'S', &[]);
        assert_eq!(meanings(&mut frontend, &[commit, other, sync.clone()].concat()), [Other, Other, Syncs]);
        for _ in 0..2 {
            let both = [bind(b"s1\0"), execute.clone(), bind(b"s2\0"), execute.clone(), sync.clone()].concat();
            assert_eq!(meanings(&mut frontend, &both), [Other, Commits, Other, Other, Syncs]);
        }
        let closed = [message(b'C', &[b"S", b"s1\0"]), bind(b"s1\0"), execute].concat();
        assert_eq!(meanings(&mut frontend, &closed), [Other, Other, Other]);
    }

    #[test]
    fn readiness_is_counted_whatever_pieces_it_comes_in() {
        let mut backend = Backend::default();
        let bytes =
            [b"N".to_vec(), message(b'C', &[b"COMMIT\0"]), message(b'Z', &[b"I"]), message(b'Z', &[b"I"])].concat();
        let (mut first, mut ready) = (None, Vec::new());
        for byte in bytes {
            backend.feed(&[byte]);
            if first.is_none() {
                first = backend.next_byte();
            }
            ready.extend(std::iter::from_fn(|| backend.next()).map(|(_, is_ready)| is_ready));
        }
        assert_eq!(
            (first, ready.as_slice(), backend.rest().as_slice()),
            (Some(b'N'), &[false, true, true][..], &[][..])
        );
    }
}
