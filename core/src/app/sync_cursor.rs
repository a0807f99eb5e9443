use core::fmt::Write as _;

use crate::domain::sync::Seen;
use crate::id::TrackId;
use crate::ports::store::SyncPart;

/// Where a device has got to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cursor {
    /// In a full reading that began when the commits of `base` were there.
    Full { base: Seen, last: TrackId },
    /// All that was there at a look is known.
    Since(Seen),
    /// In the telling of what has happened between two looks.
    Within { since: Seen, until: Seen, part: SyncPart, last: Option<TrackId> },
}

/// The form of cursors: one of another version begins a full reading.
const FORMAT: &str = "s1";

impl Cursor {
    pub(super) fn show(self, mark: &str) -> String {
        let id = |track: Option<TrackId>| track.map_or("-".to_owned(), |track| track.uuid().simple().to_string());
        let place = match self {
            Self::Full { base, last } => format!("f.{}.{}", show(&base), id(Some(last))),
            Self::Since(since) => format!("i.{}", show(&since)),
            Self::Within { since, until, part, last } => {
                let part = match part {
                    SyncPart::Group(group) => group.uuid().simple().to_string(),
                    SyncPart::Tracks => "-".to_owned(),
                };
                format!("w.{}.{}.{part}.{}", show(&since), show(&until), id(last))
            }
        };
        format!("{FORMAT}.{mark}.{place}")
    }

    /// Reads a cursor of this person in this store, or nothing.
    pub(super) fn read(text: &str, mark: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [FORMAT, of, place @ ..] = parts.as_slice() else { return None };
        if *of != mark {
            return None;
        }
        match place {
            ["f", base, last] => Some(Self::Full { base: read(base)?, last: last.parse().ok()? }),
            ["i", since] => Some(Self::Since(read(since)?)),
            ["w", since, until, part, last] => {
                let part = if *part == "-" { SyncPart::Tracks } else { SyncPart::Group(part.parse().ok()?) };
                let last = if *last == "-" { None } else { Some(last.parse().ok()?) };
                Some(Self::Within { since: read(since)?, until: read(until)?, part, last })
            }
            _ => None,
        }
    }
}

/// Shows the last number, and how far before it those lie that were missing.
fn show(seen: &Seen) -> String {
    let mut text = seen.last().to_string();
    for number in seen.missing().iter().rev() {
        write!(text, "-{}", seen.last().saturating_sub(*number)).ok();
    }
    text
}

fn read(text: &str) -> Option<Seen> {
    let mut numbers = text.split('-').map(str::parse::<u64>);
    let last = numbers.next()?.ok()?;
    let missing: Option<Vec<u64>> = numbers.map(|before| last.checked_sub(before.ok()?)).collect();
    Some(Seen::but_for(last, missing?))
}
