//! Tickets: what a visitor or collaborator gets instead of a file, to be redeemed for its bytes (LNK-5).
//!
//! R1. A ticket says whose it is, which file, what for, and until when; who signs it sees to it that it says nothing else.
//! R2. A ticket opens nothing by itself: at each redemption link, access or page are asked again.
//! R3. What is not read back to the last byte is no ticket.

use uuid::Uuid;

use super::share_link::FileRef;
use crate::id::{LinkId, PersonId, TrackId};
use crate::time::Timestamp;

/// The most bytes that a visitor's own words make in a ticket: a label of 200 scalar values.
const TEXT_LIMIT: usize = 1_000;

/// What a ticket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: each is judged in its own way")]
pub enum TicketUse {
    /// To hear it.
    Play,
    /// To have it.
    Download,
}

/// A visitor as a ticket knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a ticket says")]
pub struct Bearer {
    /// Of which link.
    pub link: LinkId,
    /// The SHA-256 of the secret they came with, so that a rotated link honours no ticket of the old one.
    pub secret: [u8; 32],
    /// What stands for the password they gave, so that another password asks anew.
    pub gate: [u8; 8],
    /// What stands for them at this link, where the host can tell visitors apart: of it the key of each day is made, so it is kept in tickets alone.
    pub visitor: Option<String>,
    /// Who they are, where the host says so.
    pub label: Option<String>,
}

/// Whose a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: each is judged in its own way")]
pub enum TicketOf {
    /// A person's.
    Person(PersonId),
    /// A visitor's.
    Visitor(Bearer),
    /// Of whoever visits a person's public page.
    Page(PersonId),
}

/// What a ticket says (R1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a ticket says")]
pub struct Claims {
    /// Whose it is.
    pub of: TicketOf,
    /// What for.
    pub to: TicketUse,
    /// Of which track.
    pub track: TrackId,
    /// Which file.
    pub file: FileRef,
    /// From when on it is worth nothing.
    pub until: Timestamp,
    /// What tells it from every other ticket.
    pub nonce: u128,
}

impl Claims {
    /// Writes it down, the same each time.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![match self.to {
            TicketUse::Play => 0,
            TicketUse::Download => 1,
        }];
        bytes.extend(self.until.millis().to_be_bytes());
        bytes.extend(self.nonce.to_be_bytes());
        bytes.extend(self.track.uuid().into_bytes());
        write(&mut bytes, self.file.as_str());
        match &self.of {
            TicketOf::Person(person) => {
                bytes.push(0);
                bytes.extend(person.uuid().into_bytes());
            }
            TicketOf::Page(person) => {
                bytes.push(2);
                bytes.extend(person.uuid().into_bytes());
            }
            TicketOf::Visitor(bearer) => {
                bytes.push(1);
                bytes.extend(bearer.link.uuid().into_bytes());
                bytes.extend(bearer.secret);
                bytes.extend(bearer.gate);
                for word in [&bearer.visitor, &bearer.label] {
                    bytes.push(u8::from(word.is_some()));
                    write(&mut bytes, word.as_deref().unwrap_or_default());
                }
            }
        }
        bytes
    }

    /// Reads it back; nothing, for what was not written by [`Claims::to_bytes`] (R3).
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let to = match take::<1>(&mut rest)? {
            [0] => TicketUse::Play,
            [1] => TicketUse::Download,
            _ => return None,
        };
        let until = Timestamp::from_millis(i64::from_be_bytes(take(&mut rest)?))?;
        let nonce = u128::from_be_bytes(take(&mut rest)?);
        let track = TrackId::from_uuid(id(&mut rest)?);
        let file = FileRef::new(read(&mut rest)?);
        let of = match take::<1>(&mut rest)? {
            [0] => TicketOf::Person(PersonId::from_uuid(id(&mut rest)?)),
            [1] => TicketOf::Visitor(Bearer {
                link: LinkId::from_uuid(id(&mut rest)?),
                secret: take(&mut rest)?,
                gate: take(&mut rest)?,
                visitor: word(&mut rest)?,
                label: word(&mut rest)?,
            }),
            [2] => TicketOf::Page(PersonId::from_uuid(id(&mut rest)?)),
            _ => return None,
        };
        rest.is_empty().then_some(Self { of, to, track, file, until, nonce })
    }
}

fn write(bytes: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    bytes.extend(length.to_be_bytes());
    bytes.extend(text.bytes().take(usize::from(length)));
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

fn id(rest: &mut &[u8]) -> Option<Uuid> {
    take(rest).map(Uuid::from_bytes)
}

fn read(rest: &mut &[u8]) -> Option<String> {
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    if length > TEXT_LIMIT {
        return None;
    }
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    core::str::from_utf8(text).ok().map(str::to_owned)
}

fn word(rest: &mut &[u8]) -> Option<Option<String>> {
    let is_there = take::<1>(rest)?;
    let text = read(rest)?;
    match is_there {
        [0] if text.is_empty() => Some(None),
        [1] => Some(Some(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(of: TicketOf) -> Claims {
        Claims {
            of,
            to: TicketUse::Download,
            track: TrackId::from_uuid(Uuid::from_u128(7)),
            file: FileRef::new("id:é"),
            until: Timestamp::EPOCH.plus_millis(5),
            nonce: u128::MAX - 1,
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_nothing_else_is() {
        let bearer = Bearer {
            link: LinkId::from_uuid(Uuid::from_u128(9)),
            secret: [3; 32],
            gate: [4; 8],
            visitor: Some(String::new()),
            label: None,
        };
        let person = PersonId::from_uuid(Uuid::from_u128(8));
        for of in [TicketOf::Person(person), TicketOf::Visitor(bearer), TicketOf::Page(person)] {
            let claims = claims(of);
            let bytes = claims.to_bytes();
            assert_eq!(Claims::of_bytes(&bytes), Some(claims));
            for end in 0..bytes.len() {
                assert_eq!(Claims::of_bytes(&bytes[..end]), None, "cut at {end}");
            }
            assert_eq!(Claims::of_bytes(&[&bytes[..], &[0]].concat()), None);
        }
        assert_eq!(Claims::of_bytes(&[255; 600]), None);
    }
}
