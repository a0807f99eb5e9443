//! Visits: who is let in at a link, to do what, and what is kept of it (LNK-4, LNK-6, LNK-8).
//!
//! R1. One decision answers every route: opening and listing, playing, downloading, redeeming a ticket, reviewing.
//! R2. Whoever may not enter gets one same answer whatever the reason; the owner can see the reason (LNK-4).
//! R3. That a password is missing is said only of a link that is otherwise open (LNK-4).
//! R4. What is excluded, by its id or by where it lay when that was said, is not there for a visitor; what is there may be downloaded if its kind is allowed (LNK-6).
//! R5. Played are bounces, and audio of kinds that may be downloaded, where the link streams (LNK-6).
//! R6. A bot gets facts, never a file (LNK-8).
//! R7. A download that was counted once goes on although it was the last (LNK-8).

use serde::{Deserialize, Serialize};

use super::file::{FileKind, is_audio};
use super::share_link::{FilePlace, FileRef, LinkState, Opens, ShareLink, Verdict};
use crate::error::{Error, Noun};
use crate::id::TrackId;
use crate::time::Timestamp;

/// What came of the password that a visitor gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides whether a visitor enters")]
pub enum Password {
    /// None was given.
    Missing,
    /// It is the link's.
    Right,
    /// It is not.
    Wrong,
    /// Too many were wrong of late; it was not looked at.
    Throttled,
}

/// A visitor at a link's door.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "the input of `decide`")]
pub struct Knock<'a> {
    /// The link, if the secret is one's.
    pub link: Option<&'a ShareLink>,
    /// What the link is now; of no link, whatever.
    pub state: LinkState,
    /// Whether the operator has taken down the one track that it opens.
    pub is_asleep: bool,
    /// What came of the visitor's password.
    pub password: Password,
    /// Whether the visitor is a bot, or fetches a preview of the link.
    pub is_bot: bool,
}

/// What a decision must know of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the input of `decide`")]
pub struct LinkedFile {
    /// Of which track.
    pub track: TrackId,
    /// The file.
    pub id: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
}

/// What a visitor asks for.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: every route is one of these")]
pub enum Ask<'a> {
    /// To see what there is.
    Open,
    /// To hear a file, if it is there.
    Play(Option<&'a LinkedFile>),
    /// To have a file, if it is there.
    Download {
        /// The file.
        file: Option<&'a LinkedFile>,
        /// Whether this download was counted already: its ticket is redeemed again, or for another range.
        is_counted: bool,
    },
    /// To say what they think of it.
    Review,
}

/// Why a visitor is refused: for the owner's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: each has its outward answer")]
pub enum Refusal {
    /// No link has such a secret.
    Unknown,
    /// The operator took the link down, or its track.
    TakenDown,
    /// The link was revoked, or its track deleted.
    Revoked,
    /// The link's time is over.
    Expired,
    /// The link has given all its downloads.
    UsedUp,
    /// The link's time has not come.
    NotYet,
    /// It asks for a password.
    PasswordMissing,
    /// The password is not the link's.
    PasswordWrong,
    /// Too many passwords were wrong.
    Throttled,
    /// A bot gets no file.
    Bot,
    /// No such file is there for a visitor.
    NoFile,
    /// The link does not stream.
    StreamOff,
    /// The file is none that is played.
    NotPlayed,
    /// The link does not allow files of that kind.
    KindNotAllowed,
    /// The link asks for no review.
    NoReviewAsked,
}

impl Refusal {
    /// Returns what the visitor is told (R2).
    #[must_use]
    pub const fn outward(self) -> Error {
        match self {
            Self::Unknown
            | Self::TakenDown
            | Self::Revoked
            | Self::Expired
            | Self::UsedUp
            | Self::NotYet
            | Self::Throttled => Error::LinkUnavailable,
            Self::PasswordMissing | Self::PasswordWrong => Error::PasswordRequired,
            Self::NoFile => Error::not_found(Noun::File),
            Self::Bot | Self::StreamOff | Self::NotPlayed | Self::KindNotAllowed => Error::DownloadNotAllowed,
            Self::NoReviewAsked => Error::ReviewNotAsked,
        }
    }
}

/// Decides whether a visitor gets what they ask for (R1).
///
/// # Errors
/// Why not.
pub fn decide(knock: &Knock<'_>, ask: Ask<'_>) -> Result<(), Refusal> {
    let link = enter(knock, ask)?;
    if knock.is_bot && !matches!(ask, Ask::Open) {
        return Err(Refusal::Bot);
    }
    match ask {
        Ask::Open => Ok(()),
        Ask::Review if link.terms.asks_review => Ok(()),
        Ask::Review => Err(Refusal::NoReviewAsked),
        Ask::Play(file) => {
            let file = file.filter(|file| is_shown(link, file)).ok_or(Refusal::NoFile)?;
            if !link.terms.stream {
                return Err(Refusal::StreamOff);
            }
            let is_played = file.kind == FileKind::Bounce || is_allowed(link, file.kind);
            if is_played && is_audio(&file.name) { Ok(()) } else { Err(Refusal::NotPlayed) }
        }
        Ask::Download { file, .. } => {
            let file = file.filter(|file| is_shown(link, file)).ok_or(Refusal::NoFile)?;
            if is_allowed(link, file.kind) { Ok(()) } else { Err(Refusal::KindNotAllowed) }
        }
    }
}

/// Decides whether a visitor enters at all.
fn enter<'a>(knock: &Knock<'a>, ask: Ask<'_>) -> Result<&'a ShareLink, Refusal> {
    let link = knock.link.ok_or(Refusal::Unknown)?;
    if link.taken_down || knock.is_asleep {
        return Err(Refusal::TakenDown);
    }
    match knock.state {
        LinkState::Active => {}
        LinkState::NotYet => return Err(Refusal::NotYet),
        LinkState::Expired => return Err(Refusal::Expired),
        LinkState::Revoked => return Err(Refusal::Revoked),
        // R7: the last download is given to its end.
        LinkState::UsedUp if matches!(ask, Ask::Download { is_counted: true, .. }) => {}
        LinkState::UsedUp => return Err(Refusal::UsedUp),
    }
    match (&link.terms.password, knock.password) {
        (None, _) | (Some(_), Password::Right) => Ok(link),
        (Some(_), Password::Missing) => Err(Refusal::PasswordMissing),
        (Some(_), Password::Wrong) => Err(Refusal::PasswordWrong),
        (Some(_), Password::Throttled) => Err(Refusal::Throttled),
    }
}

/// Returns whether a file is there for a visitor at all (R4).
#[must_use]
pub fn is_shown(link: &ShareLink, file: &LinkedFile) -> bool {
    let passes = match &link.opens {
        Opens::Track(_) => true,
        Opens::Playlist(playlist) => playlist.filter.shows_kind(file.kind),
    };
    let excluded = &link.terms.excluded;
    let is_excluded_there = || excluded.places.contains(&FilePlace::of(file.track, file.kind, &file.name));
    passes && !excluded.files.contains(&file.id) && (excluded.places.is_empty() || !is_excluded_there())
}

/// Returns whether a link allows files of a kind to be downloaded; artwork and other files never are (SPEC §1).
#[must_use]
pub fn is_allowed(link: &ShareLink, kind: FileKind) -> bool {
    kind.is_downloadable_by_link() && link.terms.downloads.contains(&kind)
}

/// Words by which programs that read pages for others than a visitor call themselves.
const BOTS: [&str; 11] = [
    "bot",
    "crawler",
    "spider",
    "preview",
    "facebookexternalhit",
    "whatsapp",
    "slack-imgproxy",
    "skypeuripreview",
    "embedly",
    "curl/",
    "python-requests",
];

/// Returns whether a program calls itself what bots and fetchers of previews do.
#[must_use]
pub fn is_bot_agent(user_agent: &str) -> bool {
    let most =
        user_agent.char_indices().nth(1_000).map_or(user_agent, |(end, _)| user_agent.get(..end).unwrap_or_default());
    let agent = most.to_ascii_lowercase();
    BOTS.iter().any(|bot| agent.contains(bot))
}

/// What a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: analytics count each of them")]
pub enum VisitKind {
    /// Opened the link.
    Opened,
    /// Played a file.
    Played,
    /// Downloaded a file.
    Downloaded,
    /// Reviewed what it opens.
    Reviewed,
}

/// A visitor's review: theirs by the name they give, never a person's (LNK-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Review {
    /// The name that the visitor gives.
    pub name: String,
    /// What they say of it.
    pub verdict: Verdict,
    /// In which words.
    pub text: Option<String>,
    /// At which time in the track, in milliseconds.
    pub position_ms: Option<u64>,
}

/// What is kept of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Visited {
    /// When.
    pub at: Timestamp,
    /// What the visitor did.
    pub what: VisitKind,
    /// Of which track, where of one.
    pub track: Option<TrackId>,
    /// With which file.
    pub file: Option<FileRef>,
    /// What that was called then.
    pub file_name: Option<String>,
    /// Of which kind it was.
    pub kind: Option<FileKind>,
    /// Whether it was a bot.
    pub is_bot: bool,
    /// Who it was, where the host says so.
    pub label: Option<String>,
    /// The visitor's key of that day: the same on one day, another on the next, and nothing can be told from it.
    pub visitor: Option<String>,
    /// The review, where it is one.
    pub review: Option<Review>,
}
