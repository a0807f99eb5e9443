//! Analytics of a link: a pure fold of its visits (LNK-8).
//!
//! R1. Bots are counted apart: their openings are none of the others, and they play and download nothing.
//! R2. Days are of UTC; a visitor is counted once a day, by a key that is another every day.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::file::FileKind;
use super::share_link::FileRef;
use super::visit::{VisitKind, Visited};
use crate::id::TrackId;
use crate::time::Timestamp;

const DAY_MILLIS: i64 = 86_400_000;

/// How often something was opened, played and downloaded by others than bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VisitCounts {
    /// Openings.
    pub opens: u64,
    /// Plays.
    pub plays: u64,
    /// Downloads.
    pub downloads: u64,
}

impl VisitCounts {
    fn count(&mut self, what: VisitKind) {
        let counted = match what {
            VisitKind::Opened => &mut self.opens,
            VisitKind::Played => &mut self.plays,
            VisitKind::Downloaded => &mut self.downloads,
            VisitKind::Reviewed => return,
        };
        *counted = counted.saturating_add(1);
    }
}

/// What visitors did with one track of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackVisits {
    /// The track.
    pub track: TrackId,
    /// How often.
    pub counts: VisitCounts,
}

/// What visitors did with one file of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileVisits {
    /// The file.
    pub file: FileRef,
    /// What it was called at the last of these visits, also where it is no more.
    pub name: Option<String>,
    /// How often.
    pub counts: VisitCounts,
}

/// What visitors did with the files of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KindVisits {
    /// The kind.
    pub kind: FileKind,
    /// How often.
    pub counts: VisitCounts,
}

/// What visitors did on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DayVisits {
    /// The beginning of the day, in UTC.
    pub day: Timestamp,
    /// How often.
    pub counts: VisitCounts,
    /// How many different visitors, of those whom the host could tell apart.
    pub visitors: u64,
}

/// The sums over all visits to a link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkTotals {
    /// In all.
    pub counts: VisitCounts,
    /// Openings by bots and by what fetches previews of links.
    pub bot_opens: u64,
    /// How many reviews were given.
    pub reviews: u64,
    /// The first visit that was no bot's.
    pub first_at: Option<Timestamp>,
    /// The last.
    pub last_at: Option<Timestamp>,
    /// By track, ordered by id.
    pub tracks: Vec<TrackVisits>,
    /// By file, ordered by id.
    pub files: Vec<FileVisits>,
    /// By kind.
    pub kinds: Vec<KindVisits>,
    /// By day, oldest first; days without visits are left out.
    pub days: Vec<DayVisits>,
}

/// How often a file was had, and what it was called when last.
type OfFile<'a> = (VisitCounts, Option<(Timestamp, &'a str)>);

impl LinkTotals {
    /// Adds up visits, in whatever order they come.
    #[must_use]
    pub fn of<'a>(visits: impl IntoIterator<Item = &'a Visited>) -> Self {
        let mut totals = Self::default();
        let mut tracks = BTreeMap::<TrackId, VisitCounts>::new();
        let mut files = BTreeMap::<FileRef, OfFile<'_>>::new();
        let mut kinds = BTreeMap::<FileKind, VisitCounts>::new();
        let mut days = BTreeMap::<Timestamp, (VisitCounts, BTreeSet<&str>)>::new();
        for visit in visits {
            if visit.is_bot {
                // R1: whatever else a bot says it did, it has had nothing.
                totals.bot_opens += u64::from(visit.what == VisitKind::Opened);
                continue;
            }
            totals.counts.count(visit.what);
            totals.reviews += u64::from(visit.what == VisitKind::Reviewed);
            totals.first_at = Some(totals.first_at.map_or(visit.at, |first| first.min(visit.at)));
            totals.last_at = totals.last_at.max(Some(visit.at));
            if let Some(track) = visit.track {
                tracks.entry(track).or_default().count(visit.what);
            }
            if let Some(file) = &visit.file {
                let (counts, called) = files.entry(file.clone()).or_default();
                counts.count(visit.what);
                *called = (*called).max(visit.file_name.as_deref().map(|name| (visit.at, name)));
            }
            if let Some(kind) = visit.kind {
                kinds.entry(kind).or_default().count(visit.what);
            }
            let (counts, visitors) = days.entry(day_of(visit.at)).or_default();
            counts.count(visit.what);
            visitors.extend(visit.visitor.as_deref());
        }
        totals.tracks = tracks.into_iter().map(|(track, counts)| TrackVisits { track, counts }).collect();
        let file = |(file, (counts, called)): (FileRef, OfFile<'_>)| {
            let name = called.map(|(_, name)| name.to_owned());
            FileVisits { file, name, counts }
        };
        totals.files = files.into_iter().map(file).collect();
        totals.kinds = kinds.into_iter().map(|(kind, counts)| KindVisits { kind, counts }).collect();
        let day = |(day, (counts, visitors)): (Timestamp, (VisitCounts, BTreeSet<&str>))| {
            let visitors = u64::try_from(visitors.len()).unwrap_or(u64::MAX);
            DayVisits { day, counts, visitors }
        };
        totals.days = days.into_iter().map(day).collect();
        totals
    }
}

/// Returns the beginning of the day, in UTC, in which an instant lies.
#[must_use]
pub fn day_of(at: Timestamp) -> Timestamp {
    at.plus_millis(-at.millis().rem_euclid(DAY_MILLIS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_also_before_1970() {
        let day = |text: &str| day_of(text.parse().unwrap()).to_string();
        assert_eq!(day("2026-01-02T23:59:59.999Z"), "2026-01-02T00:00:00.000Z");
        assert_eq!(day("1969-12-31T00:00:00.001Z"), "1969-12-31T00:00:00.000Z");
    }

    #[test]
    fn sums_do_not_depend_on_the_order_and_leave_bots_out() {
        let at: Timestamp = "2026-01-02T23:00:00.000Z".parse().unwrap();
        let visit = |hours: i64, what, is_bot, visitor: &str| Visited {
            at: at.plus_millis(hours * 3_600_000),
            what,
            track: None,
            file: Some(FileRef::new("mix")),
            file_name: Some(if hours == 0 { "mix.wav" } else { "mix 2.wav" }.to_owned()),
            kind: Some(FileKind::Bounce),
            is_bot,
            label: None,
            visitor: Some(visitor.to_owned()),
            review: None,
        };
        let mut visits = vec![
            visit(0, VisitKind::Opened, true, "robot"),
            visit(0, VisitKind::Opened, false, "a"),
            visit(0, VisitKind::Played, false, "a"),
            visit(2, VisitKind::Downloaded, false, "a"),
            visit(2, VisitKind::Opened, false, "b"),
            visit(2, VisitKind::Reviewed, false, "b"),
        ];
        let totals = LinkTotals::of(&visits);
        assert_eq!(totals.counts, VisitCounts { opens: 2, plays: 1, downloads: 1 });
        assert_eq!((totals.bot_opens, totals.reviews), (1, 1));
        let called: Vec<_> = totals.files.iter().map(|file| (file.file.as_str(), file.name.as_deref())).collect();
        assert_eq!(called, [("mix", Some("mix 2.wav"))]);
        assert_eq!((totals.first_at, totals.last_at), (Some(at), Some(at.plus_millis(7_200_000))));
        let days: Vec<(u64, u64)> = totals.days.iter().map(|day| (day.counts.opens, day.visitors)).collect();
        assert_eq!(days, [(1, 1), (1, 2)]);
        visits.reverse();
        assert_eq!(LinkTotals::of(&visits), totals);
    }
}
