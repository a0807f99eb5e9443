//! Tickets, signed: text that only this workspace can have written (LNK-5).

use core::fmt;

use serde::{Deserialize, Serialize};

use super::driver::Core;
use super::link_secret::{bytes_of, hex, is_same, keyed, letters};
use crate::domain::item::{Counter, hour_of};
use crate::domain::link_analytics::day_of;
use crate::domain::share_link::FileRef;
use crate::domain::ticket::{Claims, TicketOf, TicketUse};
use crate::error::Error;
use crate::id::{LinkId, TrackId};
use crate::time::Timestamp;

/// The most letters that a ticket has; what is longer is none, and is not looked at.
const LETTERS_LIMIT: usize = 4_096;

/// How many bytes of a signature a ticket carries.
const SIGNATURE_BYTES: usize = 32;

/// What stands for a file for a few minutes: made for one person or visitor, and redeemed by [`Workspace::redeem`](crate::Workspace::redeem) for its bytes.
///
/// It is URL-safe text, meant to be sent; whoever has it can redeem it while its person or visitor could have the file.
///
/// # Example: it does not show by mistake
///
/// ```
/// assert_eq!(format!("{:?}", cowrite::Ticket::from("AAEC")), "Ticket(…)");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticket(String);

impl Ticket {
    /// Returns the ticket, to be put into an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Ticket {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Ticket {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Ticket {
    /// Shows no ticket: what is printed by mistake must not open a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(…)")
    }
}

/// What a workspace signs tickets with, and tells visitors apart by.
#[derive(Clone, Copy)]
pub(super) struct Office {
    key: [u8; 32],
    visitors: [u8; 32],
    lives_for_millis: i64,
}

impl Office {
    pub(super) async fn of(core: &Core) -> Result<Self, Error> {
        let own = core.secret().await?;
        let (key, visitors) = (keyed(&own, b"cowrite ticket 1"), keyed(&own, b"cowrite visitor 1"));
        let lives_for_millis = i64::try_from(core.options.ticket_for.as_millis()).unwrap_or(i64::MAX);
        Ok(Self { key, visitors, lives_for_millis })
    }

    /// Writes a ticket for a file.
    pub(super) fn issue(
        &self,
        of: TicketOf,
        to: TicketUse,
        (track, file): (TrackId, FileRef),
        nonce: [u8; 16],
        at: Timestamp,
    ) -> Ticket {
        let until = at.plus_millis(self.lives_for_millis);
        let claims = Claims { of, to, track, file, until, nonce: u128::from_be_bytes(nonce) };
        let mut bytes = claims.to_bytes();
        bytes.extend(keyed(&self.key, &bytes));
        Ticket(letters(&bytes))
    }

    /// Reads a ticket that this office wrote and whose time is not over; of any other nothing, whatever is wrong with it.
    pub(super) fn read(&self, ticket: &Ticket, now: Timestamp) -> Option<Claims> {
        let bytes = bytes_of(&ticket.0, LETTERS_LIMIT)?;
        let (said, signature) = bytes.split_at_checked(bytes.len().checked_sub(SIGNATURE_BYTES)?)?;
        let expected = keyed(&self.key, said);
        let is_ours = is_same(&expected, signature);
        let claims = Claims::of_bytes(said).filter(|_| is_ours)?;
        (now < claims.until).then_some(claims)
    }

    /// Returns what stands for a visitor at one link, whatever its secret is: nothing can be told from it elsewhere.
    pub(super) fn visitor(&self, link: LinkId, told_apart_by: &str) -> String {
        self.told(&[b"at", link.uuid().as_bytes(), told_apart_by.as_bytes()])
    }

    /// Returns what is kept of a visitor for one day: on another day it is another (LNK-8).
    pub(super) fn key_of_day(&self, visitor: &str, at: Timestamp) -> String {
        self.told(&[b"on", day_of(at).to_string().as_bytes(), visitor.as_bytes()])
    }

    /// Returns what a visitor's wrong passwords are counted by at each link for one hour, before it is known which link it is (LNK-4).
    pub(super) fn guesses_of(&self, told_apart_by: Option<&str>, at: Timestamp) -> String {
        let hour = hour_of(at).to_string();
        let who = told_apart_by.map(|text| self.told(&[b"guesses", hour.as_bytes(), b" ", text.as_bytes()]));
        Counter::wrong_within(who.as_deref().unwrap_or("anybody"), at)
    }

    fn told(&self, text: &[&[u8]]) -> String {
        hex(keyed(&self.visitors, &text.concat()).get(..16).unwrap_or_default())
    }

    /// Returns what stands in a ticket for the password that was right when it was made.
    pub(super) fn gate(&self, password: Option<&str>) -> [u8; 8] {
        let hash = keyed(&self.key, password.unwrap_or_default().as_bytes());
        let mut gate = [0; 8];
        gate.iter_mut().zip(hash).for_each(|(byte, with)| *byte = with);
        gate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use uuid::Uuid;

    #[test]
    fn what_another_wrote_or_changed_is_no_ticket() {
        let office = Office { key: [1; 32], visitors: [3; 32], lives_for_millis: 1_000 };
        let (person, track) = (PersonId::from_uuid(Uuid::from_u128(1)), TrackId::from_uuid(Uuid::from_u128(2)));
        let file = (track, FileRef::new("mix"));
        let now = Timestamp::EPOCH;
        let ticket = office.issue(TicketOf::Person(person), TicketUse::Play, file, [7; 16], now);
        assert!(office.read(&ticket, now.plus_millis(999)).is_some());
        assert_eq!(office.read(&ticket, now.plus_millis(1_000)), None, "its time is over");
        assert_eq!(Office { key: [2; 32], ..office }.read(&ticket, now), None, "another's");
        for at in 0..ticket.0.len() {
            let mut other = ticket.0.clone();
            other.replace_range(at..=at, if other.as_bytes()[at] == b'A' { "B" } else { "A" });
            assert_eq!(office.read(&Ticket(other), now), None, "changed at {at}");
            assert_eq!(office.read(&Ticket::from(ticket.0.get(..at).unwrap()), now), None, "cut at {at}");
        }
    }
}
