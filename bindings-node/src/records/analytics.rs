//! What visitors did with a link (LNK-8).

use crate::record::record;

record! {
    /// What visitors did with a link, a page of it at a time.
    ///
    /// `for await` goes on over the visits of all pages after it.
    LinkAnalytics = cowrite::LinkAnalytics, page of visits {
        /// The link.
        link: cowrite::LinkView,
        /// The sums over all visits, whichever page this is.
        totals: cowrite::LinkTotals,
        /// What happened, newest first.
        visits: Vec<cowrite::VisitEntry>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// The sums over all visits to a link.
    LinkTotals = cowrite::LinkTotals {
        /// In all.
        counts: cowrite::VisitCounts,
        /// Openings by bots and by what fetches previews of links.
        bot_opens: u64,
        /// How many reviews were given.
        reviews: u64,
        /// The first visit that was no bot's.
        first_at: Option<cowrite::Timestamp>,
        /// The last.
        last_at: Option<cowrite::Timestamp>,
        /// By track, ordered by id.
        tracks: Vec<cowrite::TrackVisits>,
        /// By file, ordered by id.
        files: Vec<cowrite::FileVisits>,
        /// By kind.
        kinds: Vec<cowrite::KindVisits>,
        /// By day, oldest first; days without visits are left out.
        days: Vec<cowrite::DayVisits>,
    }

    /// How often something was opened, played and downloaded by others than bots.
    VisitCounts = cowrite::VisitCounts {
        /// Openings.
        opens: u64,
        /// Plays.
        plays: u64,
        /// Downloads.
        downloads: u64,
    }

    /// What visitors did with one track of a link.
    TrackVisits = cowrite::TrackVisits {
        /// The track.
        track: cowrite::TrackId,
        /// How often.
        counts: cowrite::VisitCounts,
    }

    /// What visitors did with one file of a link.
    FileVisits = cowrite::FileVisits {
        /// The file's id.
        file: cowrite::FileRef,
        /// What it was called at the last of these visits, also where it is no more.
        name: Option<String>,
        /// How often.
        counts: cowrite::VisitCounts,
    }

    /// What visitors did with the files of one kind.
    KindVisits = cowrite::KindVisits {
        /// The kind.
        kind: cowrite::FileKind,
        /// How often.
        counts: cowrite::VisitCounts,
    }

    /// What visitors did on one day.
    DayVisits = cowrite::DayVisits {
        /// The beginning of the day, in UTC.
        day: cowrite::Timestamp,
        /// How often.
        counts: cowrite::VisitCounts,
        /// How many different visitors, of those whom the host could tell apart.
        visitors: u64,
    }

    /// A visit to a link, as its owner sees it.
    VisitEntry = cowrite::VisitEntry {
        /// The id.
        id: cowrite::ItemId,
        /// What happened.
        visit: cowrite::Visited,
    }

    /// What happened at a link.
    Visited = cowrite::Visited {
        /// When.
        at: cowrite::Timestamp,
        /// What.
        what: cowrite::VisitKind,
        /// With which track.
        track: Option<cowrite::TrackId>,
        /// With which file, by its id.
        file: Option<cowrite::FileRef>,
        /// What that was called then.
        file_name: Option<String>,
        /// The file's kind.
        kind: Option<cowrite::FileKind>,
        /// Whether it was a bot.
        is_bot: bool,
        /// Who the host said it was.
        label: Option<String>,
        /// What stands for the visitor on that day, where the host could tell them apart.
        visitor: Option<String>,
        /// What the visitor thinks of it, where it was a review.
        review: Option<cowrite::Review>,
    }

    /// A visitor's review, as the owner reads it (LNK-11).
    Review = cowrite::Review {
        /// Whose, as they call themselves.
        name: String,
        /// What they think.
        verdict: cowrite::Verdict,
        /// In words.
        text: Option<String>,
        /// At which time in the track, in milliseconds.
        position_ms: Option<u64>,
    }
}
