//! The face of somebody who has only a secret address (LNK-4 to LNK-6, LNK-8, LNK-11).

use core::net::IpAddr;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use super::driver::{Call, Driver};
use super::link_secret::{LinkSecret, keyed};
use super::link_settings::typed;
use super::operation::Face;
use super::ticket::Office;
use super::visit_page::{linked, page};
use super::visit_views::{GivenFile, NewReview, OpenedLink, Reviewed, Visit};
use crate::domain::draft::Draft;
use crate::domain::item::{Counter, ItemBody, Stream};
use crate::domain::share_link::{FileRef, LinkEvent, LinkState, Opens, PasswordHash, ShareLink};
use crate::domain::slice::Slice;
use crate::domain::text::{NAME_LIMIT, prose, tidy};
use crate::domain::ticket::{Bearer, TicketOf, TicketUse};
use crate::domain::track::Condition;
use crate::domain::visit::{Ask, Knock, LinkedFile, Password, Refusal, Review, VisitKind, Visited, decide};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::TrackId;
use crate::ports::store::{Loaded, Need};
use crate::ports::{BoxFuture, FilesOfTracks, Place, TrackFile};
use crate::time::Timestamp;

/// How many wrong passwords a visitor may give a link in one hour (LNK-4).
const WRONG_LIMIT: u64 = 10;

/// The most Unicode scalar values that the text of a review has.
const REVIEW_LIMIT: u32 = 10_000;

/// The face of somebody who has only a secret address: what it opens, they see; nobody asks who they are.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub(super) driver: Driver,
}

/// What is known of a visitor before anything is looked up.
#[derive(Clone)]
struct Guest {
    secret: [u8; 32],
    /// What visitors are told apart by, where they can be.
    told_apart_by: Option<String>,
    /// The name of the counter of their wrong passwords.
    counter: String,
    password: Option<String>,
    label: Option<String>,
    is_bot: bool,
    office: Office,
}

/// What was found out between load and decision.
struct Prepared {
    password: Password,
    files: FilesOfTracks,
    /// The one file that the call is about, where it is there.
    asked: Option<LinkedFile>,
}

/// Which files a call must know.
#[derive(Debug, Clone)]
enum Files {
    All,
    One(TrackId, FileRef),
    None,
}

/// What a call asks for, once it is known what there is.
type Asks = fn(&Prepared) -> Ask<'_>;

impl Visitor {
    /// Makes the face of calls that have no author but the host.
    pub(crate) fn of(driver: Driver) -> Self {
        Self { driver: Driver { face: Face::Visitor, ..driver } }
    }

    /// Opens a link: its tracks with their files as they are now (LNK-5).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for what the host says of the visit; `link_unavailable` whatever the reason (LNK-4); `password_required`; `source_unavailable` where the files cannot be reached, which counts nothing.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new().password(Some("sesame"))).await?;
    /// let (visitor, secret) = (workspace.visitor(), made.secret.unwrap());
    /// assert_eq!(visitor.open(&secret, Visit::new()).await.unwrap_err().code(), "password_required");
    /// let page = visitor.open(&secret, Visit::new().password("sesame")).await?;
    /// assert_eq!(page.tracks[0].title, "Midnight Sessions");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn open(&self, secret: &LinkSecret, visit: Visit) -> Result<OpenedLink, Error> {
        let guest = self.guest(secret, &visit).await?;
        let decide = |draft: &mut Draft, link: &ShareLink, prepared: &Prepared, guest: &Guest| {
            let knock = knock(&draft.slice, Some(link), prepared.password, guest.is_bot, draft.at);
            let page = page(&draft.slice, link, &knock, &prepared.files);
            let visit = visited(guest, link, draft.at, VisitKind::Opened);
            draft.add_item(Stream::Visits(link.id), ItemBody::Visit(visit));
            Ok(page)
        };
        self.visit("open", guest, Files::All, |_| Ask::Open, decide).await
    }

    /// Gives a ticket for hearing a file of a link (LNK-5, LNK-6); the play is counted here.
    ///
    /// # Errors
    /// As for opening; `not_found{file}` for one that is not there for visitors; `download_not_allowed` for one that the link does not play.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, shelf, .. } = cowrite::testing::Studio::new().await?;
    /// # shelf.lay_one(track, "mix", "Midnight.wav", cowrite::FileKind::Bounce);
    /// use cowrite::{FileRef, LinkSettings, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new()).await?;
    /// let given = workspace.visitor().stream(&made.secret.unwrap(), track, &FileRef::new("mix"), Visit::new()).await?;
    /// assert_eq!(given.name, "Midnight.wav");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn stream(
        &self,
        secret: &LinkSecret,
        track: TrackId,
        file: &FileRef,
        visit: Visit,
    ) -> Result<GivenFile, Error> {
        let guest = self.guest(secret, &visit).await?;
        let decide = |draft: &mut Draft, link: &ShareLink, prepared: &Prepared, guest: &Guest| {
            let (given, file) = given(draft, link, prepared, guest, (track, TicketUse::Play))?;
            let visit = Visited {
                track: Some(track),
                file: Some(file.id),
                file_name: Some(file.name),
                kind: Some(file.kind),
                ..visited(guest, link, draft.at, VisitKind::Played)
            };
            draft.add_item(Stream::Visits(link.id), ItemBody::Visit(visit));
            Ok(given)
        };
        let files = Files::One(track, file.clone());
        self.visit("stream", guest, files, |prepared| Ask::Play(prepared.asked.as_ref()), decide).await
    }

    /// Gives a ticket for downloading a file of a link (LNK-5); the download counts when the ticket is first redeemed (LNK-8).
    ///
    /// # Errors
    /// As for opening; `not_found{file}` for one that is not there for visitors; `download_not_allowed` for one of a kind that the link does not allow. None of these is counted.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, shelf, .. } = cowrite::testing::Studio::new().await?;
    /// # shelf.lay_one(track, "mix", "Midnight.wav", cowrite::FileKind::Bounce);
    /// use cowrite::{FileKind, FileRef, LinkSettings, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new().downloads([FileKind::Bounce])).await?;
    /// let given = workspace.visitor().download(&made.secret.unwrap(), track, &FileRef::new("mix"), Visit::new()).await?;
    /// assert_eq!(given.name, "Midnight.wav");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn download(
        &self,
        secret: &LinkSecret,
        track: TrackId,
        file: &FileRef,
        visit: Visit,
    ) -> Result<GivenFile, Error> {
        let guest = self.guest(secret, &visit).await?;
        let decide = |draft: &mut Draft, link: &ShareLink, prepared: &Prepared, guest: &Guest| {
            given(draft, link, prepared, guest, (track, TicketUse::Download)).map(|(given, _)| given)
        };
        let files = Files::One(track, file.clone());
        let ask: Asks = |prepared| Ask::Download { file: prepared.asked.as_ref(), is_counted: false };
        self.visit("download", guest, files, ask, decide).await
    }

    /// Reviews what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name` and `text`; as for opening; `review_not_asked`; `not_found{track}` for a track that the link does not show.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, NewReview, Verdict, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new().asks_review(true)).await?;
    /// let review = NewReview::new("Sarah", Verdict::ChangesWanted).text("Vocals up, please").position_ms(61_000);
    /// workspace.visitor().review(&made.secret.unwrap(), review, Visit::new()).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn review(&self, secret: &LinkSecret, review: NewReview, visit: Visit) -> Result<Reviewed, Error> {
        let kept = Review {
            name: tidy("name", &review.name, NAME_LIMIT)?,
            verdict: review.verdict,
            text: review.text.as_deref().map(|text| prose("text", text, REVIEW_LIMIT)).transpose()?,
            position_ms: review.position_ms,
        };
        let guest = self.guest(secret, &visit).await?;
        let decide = |draft: &mut Draft, link: &ShareLink, _: &Prepared, guest: &Guest| {
            let track = match (&link.opens, review.track) {
                (Opens::Track(only), None) => Some(*only),
                (_, track) => track,
            };
            if track.is_some_and(|track| !shows(&draft.slice, link, track)) {
                return Err(Error::not_found(Noun::Track));
            }
            let visit =
                Visited { track, review: Some(kept.clone()), ..visited(guest, link, draft.at, VisitKind::Reviewed) };
            let item = draft.add_item(Stream::Visits(link.id), ItemBody::Visit(visit));
            let verdict = kept.verdict;
            draft.record(Aggregate::Document(link.key()), LinkEvent::Reviewed { review: item, verdict });
            Ok(Reviewed { review: item, verdict })
        };
        self.visit("review", guest, Files::None, |_| Ask::Review, decide).await
    }

    /// Says what is known of a visitor before anything is looked up.
    async fn guest(&self, secret: &LinkSecret, visit: &Visit) -> Result<Guest, Error> {
        let label = visit.label.as_deref().map(|label| tidy("label", label, NAME_LIMIT)).transpose()?;
        let visitor = visit.visitor.as_deref().map(|visitor| tidy("visitor", visitor, NAME_LIMIT)).transpose()?;
        let (now, hash) = (self.driver.core.clock.now(), secret.hash());
        let told_apart_by = visitor.as_deref().map(told_apart_by);
        let office = Office::of(&self.driver.core).await?;
        Ok(Guest {
            secret: hash,
            counter: office.guesses_of(told_apart_by.as_deref(), now),
            told_apart_by,
            password: visit.password.clone(),
            label,
            office,
            is_bot: visit.is_of_bot(),
        })
    }

    /// Runs a visitor's call: the same look-up and the same work whether there is such a link or not.
    async fn visit<T, D>(
        &self,
        operation: &'static str,
        guest: Guest,
        files: Files,
        ask: Asks,
        decide_on: D,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        D: Fn(&mut Draft, &ShareLink, &Prepared, &Guest) -> Result<T, Error>,
    {
        let needs = vec![Need::Entry { secret: guest.secret, counters: vec![guest.counter.clone()] }];
        // One after the other, so that many guesses at once are no more than their number.
        let lane = guest.password.as_ref().map(|_| guesses(&guest));
        let call = Call { operation, needs, lane, arguments: json!(null) };
        let outcome = self.driver.act_prepared(call, self.preparing(guest.clone(), files), |draft, prepared| {
            let link = draft.slice.links().next().cloned();
            let knock = knock(&draft.slice, link.as_ref(), prepared.password, guest.is_bot, draft.at);
            let decided = decide(&knock, ask(&prepared));
            match (decided, &link) {
                (Ok(()), Some(link)) => decide_on(draft, link, &prepared, &guest).map(Ok),
                (Err(refusal), Some(link)) => {
                    if refusal == Refusal::PasswordWrong {
                        draft.spend(Counter::wrong_passwords(link.id, &guest.counter), Some(WRONG_LIMIT));
                    }
                    Ok(Err(refusal))
                }
                (_, None) => Ok(Err(Refusal::Unknown)),
            }
        });
        outcome.await?.map_err(Refusal::outward)
    }

    /// Returns what looks at a password, and at the files where the visitor may enter, between load and decision.
    fn preparing(
        &self,
        guest: Guest,
        files: Files,
    ) -> impl Fn(&Loaded, Timestamp) -> BoxFuture<'static, Result<Prepared, Error>> + use<> {
        let core = Arc::clone(&self.driver.core);
        move |loaded, at| {
            let (core, guest, asked) = (Arc::clone(&core), guest.clone(), files.clone());
            let slice = &loaded.slice;
            let link = slice.links().next().cloned();
            let wrong = link.as_ref().map(|link| Counter::wrong_passwords(link.id, &guest.counter));
            let wrong = wrong.and_then(|counter| slice.counters.get(&counter)).copied().unwrap_or_default();
            let wanted = link.as_ref().map_or_else(Vec::new, |link| folders(slice, link, &files));
            let seen = Slice { tracks: slice.tracks.clone(), counters: slice.counters.clone(), ..Slice::default() };
            Box::pin(async move {
                let hash = link.as_ref().and_then(|link| link.terms.password.clone());
                let password = match guest.password.as_deref().map(typed) {
                    None => Password::Missing,
                    Some(_) if wrong >= WRONG_LIMIT => Password::Throttled,
                    Some(typed) => {
                        // What is longer than any password is hashed in vain, too.
                        let (text, hash) = typed.map_or((String::new(), None), |text| (text, hash));
                        let is_right = core.hasher.verify(text, hash).await?;
                        if is_right { Password::Right } else { Password::Wrong }
                    }
                };
                let knock = knock(&seen, link.as_ref(), password, guest.is_bot, at);
                let is_listed = decide(&knock, Ask::Open).is_ok() && !guest.is_bot && !wanted.is_empty();
                let files = if is_listed { core.files.list(wanted).await? } else { Vec::new() };
                let asked = match &asked {
                    Files::One(track, file) => find(&files, *track, file).map(|found| linked(*track, found)),
                    Files::All | Files::None => None,
                };
                Ok(Prepared { password, files, asked })
            })
        }
    }
}

/// Returns the lane in which a visitor's guesses at one link's password queue.
fn guesses(guest: &Guest) -> Uuid {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(keyed(&guest.secret, guest.counter.as_bytes())).for_each(|(byte, with)| *byte = with);
    Uuid::from_bytes(bytes)
}

/// Returns what visitors are told apart by: of an address of IP version 6 the first 64 bits.
fn told_apart_by(visitor: &str) -> String {
    match visitor.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("{:?}", address.segments().get(..4)),
        },
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => visitor.to_owned(),
    }
}

pub(super) fn knock<'a>(
    slice: &Slice,
    link: Option<&'a ShareLink>,
    password: Password,
    is_bot: bool,
    at: Timestamp,
) -> Knock<'a> {
    let state = link.map_or(LinkState::Revoked, |link| slice.link_state(link, at));
    let is_asleep = match link.map(|link| &link.opens) {
        Some(Opens::Track(track)) => slice.track(*track).is_some_and(|track| track.condition == Condition::TakenDown),
        Some(Opens::Playlist(_)) | None => false,
    };
    Knock { link, state, is_asleep, password, is_bot }
}

fn folders(slice: &Slice, link: &ShareLink, files: &Files) -> Vec<Place> {
    let is_wanted = |track: &TrackId| match files {
        Files::All => true,
        Files::One(only, _) => track == only,
        Files::None => false,
    };
    let place = |track: TrackId| (track, slice.folder(track).cloned());
    slice.shown_tracks(link).into_iter().map(|track| track.id).filter(is_wanted).map(place).collect()
}

/// Returns whether a track is among those that a link shows.
pub(super) fn shows(slice: &Slice, link: &ShareLink, id: TrackId) -> bool {
    slice.shown_tracks(link).into_iter().any(|track| track.id == id)
}

fn find<'a>(files: &'a FilesOfTracks, track: TrackId, file: &FileRef) -> Option<&'a TrackFile> {
    let of = files.iter().find(|(other, _)| *other == track);
    of.and_then(|(_, files)| files.iter().find(|other| other.id == *file))
}

/// Returns what stands for a visitor at a link, where they can be told apart.
fn visitor_at(guest: &Guest, link: &ShareLink) -> Option<String> {
    guest.told_apart_by.as_deref().map(|told_apart_by| guest.office.visitor(link.id, told_apart_by))
}

fn visited(guest: &Guest, link: &ShareLink, at: Timestamp, what: VisitKind) -> Visited {
    Visited {
        at,
        what,
        track: None,
        file: None,
        file_name: None,
        kind: None,
        is_bot: guest.is_bot,
        label: guest.label.clone(),
        visitor: visitor_at(guest, link).map(|visitor| guest.office.key_of_day(&visitor, at)),
        review: None,
    }
}

/// Returns a file that a visitor gets, with a ticket for it.
fn given(
    draft: &mut Draft,
    link: &ShareLink,
    prepared: &Prepared,
    guest: &Guest,
    (track, to): (TrackId, TicketUse),
) -> Result<(GivenFile, LinkedFile), Error> {
    let file = prepared.asked.clone().ok_or(Error::not_found(Noun::File))?;
    let bearer = Bearer {
        link: link.id,
        secret: guest.secret,
        gate: guest.office.gate(link.terms.password.as_ref().map(PasswordHash::as_str)),
        visitor: visitor_at(guest, link),
        label: guest.label.clone(),
    };
    let nonce = draft.new_id(track.shard()).into_bytes();
    let ticket = guest.office.issue(TicketOf::Visitor(bearer), to, (track, file.id.clone()), nonce, draft.at);
    Ok((GivenFile { track, file: file.id.clone(), name: file.name.clone(), kind: file.kind, ticket }, file))
}
