//! Redeeming tickets: from a few letters to the bytes of a file (LNK-5, LNK-8).

use core::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::driver::{Call, Driver};
use super::folders::file_needs;
use super::page_preview::{page_needs, still_heard, unheard};
use super::ticket::{Office, Ticket};
use super::visit_page::linked;
use super::visitor::{knock, shows};
use super::workspace::Workspace;
use crate::domain::access::act;
use crate::domain::draft::Draft;
use crate::domain::file::media_type;
use crate::domain::item::{Counter, ItemBody, Stream};
use crate::domain::share_link::{LinkState, ShareLink};
use crate::domain::slice::Slice;
use crate::domain::ticket::{Bearer, Claims, TicketOf, TicketUse};
use crate::domain::visit::{Ask, Knock, LinkedFile, Password, Refusal, VisitKind, Visited, decide, is_allowed};
use crate::error::{Error, Noun};
use crate::id::PersonId;
use crate::ports::files::{ByteRange, ByteStream, TempLink};
use crate::ports::store::{Loaded, Need};
use crate::ports::{BoxFuture, Place, TrackFile};
use crate::time::Timestamp;

/// What a ticket was redeemed for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Redeemed {
    /// The file's name.
    pub name: String,
    /// Its media type, by its name.
    pub media_type: &'static str,
    /// How many bytes it has in all.
    pub size: u64,
    /// Where the bytes are.
    pub body: Body,
}

/// Where the bytes of a redeemed file are.
#[derive(Debug)]
#[non_exhaustive]
pub enum Body {
    /// Here, piece by piece.
    Bytes {
        /// Which these are, the first and the one after the last.
        range: Range<u64>,
        /// The bytes.
        data: Box<dyn ByteStream>,
    },
    /// At the file store's own address, to send the visitor on to: only in a workspace with `direct_addresses`.
    Address(TempLink),
}

/// What came of looking at a visitor's ticket between load and decision.
type Judged = Result<TrackFile, Refusal>;

/// Where what is opened for a visitor waits until the commit that counts it.
type Slot = Arc<Mutex<Option<Redeemed>>>;

/// A link's door as a ticket finds it.
struct Door {
    link: Option<ShareLink>,
    state: LinkState,
    is_asleep: bool,
    password: Password,
    /// Whether the ticket's track is among those that the link shows.
    is_shown: bool,
    is_counted: bool,
    to: TicketUse,
}

impl Door {
    fn of(slice: &Slice, office: &Office, bearer: &Bearer, claims: &Claims, at: Timestamp) -> Self {
        let link = slice.links().find(|link| link.id == bearer.link).cloned();
        let gate = link.as_ref().map(|link| office.gate(link.terms.password.as_ref().map(|hash| hash.as_str())));
        // Another password than the one that was given is asked for anew.
        let password = if gate == Some(bearer.gate) { Password::Right } else { Password::Missing };
        let Knock { state, is_asleep, .. } = knock(slice, link.as_ref(), password, false, at);
        let counter = Counter::redeemed(bearer.link, claims.nonce);
        Self {
            is_shown: link.as_ref().is_some_and(|link| shows(slice, link, claims.track)),
            is_counted: slice.counters.get(&counter).is_some_and(|count| *count > 0),
            link,
            state,
            is_asleep,
            password,
            to: claims.to,
        }
    }

    fn decide(&self, file: Option<&LinkedFile>) -> Result<(), Refusal> {
        let (state, is_asleep, password) = (self.state, self.is_asleep, self.password);
        let knock = Knock { link: self.link.as_ref(), state, is_asleep, password, is_bot: false };
        let file = file.filter(|_| self.is_shown);
        decide(
            &knock,
            match self.to {
                TicketUse::Play => Ask::Play(file),
                TicketUse::Download => Ask::Download { file, is_counted: self.is_counted },
            },
        )
    }

    /// Returns whether the store's own address can stand for the file: it knows no limit, password or listening only (LNK-5), and no end but its own.
    fn may_leave(&self, file: &TrackFile) -> Leave {
        let is_free = |link: &&ShareLink| {
            let terms = &link.terms;
            terms.download_limit.is_none() && terms.password.is_none() && is_allowed(link, file.kind)
        };
        match self.link.as_ref().filter(is_free) {
            Some(link) => Leave::Until(link.terms.expires_at.unwrap_or(Timestamp::MAX)),
            None => Leave::Never,
        }
    }
}

/// Whether the store's own address of a file may be given in its place.
#[derive(Debug, Clone, Copy)]
enum Leave {
    Never,
    /// One that does not work any longer than that.
    Until(Timestamp),
}

impl Workspace {
    /// Redeems a ticket for the bytes of its file, whole or by range, asking link or access again (LNK-5).
    ///
    /// One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges.
    /// A visitor's download is counted once, when its ticket is first redeemed; one that is refused or fails is not (LNK-8).
    ///
    /// # Errors
    /// `not_found{ticket}` for whatever is no ticket of this workspace's, or one whose time is over; `not_found{file}` where the file is gone from the track's folder; `invalid_input{range}`; `source_unavailable`.
    /// Of a person's ticket `not_found{track}` where access has ended.
    /// Of a visitor's `link_unavailable`, `password_required` and `download_not_allowed`, as for asking anew.
    /// Of one for the preview on a public page `not_found{page}` where the page does not let that file be heard any more (PUB-3).
    ///
    /// # Example: a file that was uploaded comes back by range
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::ports::files::{ByteRange, Whole, read_all};
    /// use cowrite::{Body, FileKind, Upload};
    ///
    /// let mix = olivia.upload_file(track, Upload::new(FileKind::Bounce, "mix.wav"), Whole::boxed("0123456789")).await?;
    /// let given = olivia.stream_file(track, &mix.file.unwrap()).await?;
    /// let redeemed = workspace.redeem(&given.ticket, ByteRange::Span(2, 4)).await?;
    /// assert_eq!((redeemed.size, redeemed.media_type), (10, "audio/wav"));
    /// let Body::Bytes { mut data, .. } = redeemed.body else { unreachable!("addresses are off") };
    /// assert_eq!(read_all(&mut *data, 100).await.unwrap(), b"234");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn redeem(&self, ticket: &Ticket, range: ByteRange) -> Result<Redeemed, Error> {
        let office = Office::of(&self.core).await?;
        let read = office.read(ticket, self.core.clock.now());
        let claims = read.ok_or(Error::not_found(Noun::Ticket))?;
        match claims.of.clone() {
            TicketOf::Person(person) => self.redeem_person(person, claims, range).await,
            TicketOf::Visitor(bearer) => self.redeem_visitor(office, bearer, claims, range).await,
            TicketOf::Page(person) => self.redeem_preview(person, claims, range).await,
        }
    }

    async fn redeem_person(&self, person: PersonId, claims: Claims, range: ByteRange) -> Result<Redeemed, Error> {
        let (driver, track) = (self.host(), claims.track);
        let (loaded, _) = driver.read("redeem", file_needs(person, track)).await?;
        let scope = track.into();
        match claims.to {
            TicketUse::Play => drop(loaded.slice.require::<act::Play>(person, scope)?),
            TicketUse::Download => drop(loaded.slice.require::<act::Download>(person, scope)?),
        }
        let place: Place = (track, loaded.slice.folder(track).cloned());
        let found = self.core.files.find(place.clone(), claims.file).await?;
        let file = found.ok_or(Error::not_found(Noun::File))?;
        opened(&driver, place, &file, range, Leave::Until(Timestamp::MAX)).await
    }

    /// Asks the page again (PUB-3): what it plays cannot be had, so it is never given as an address of the store's own.
    async fn redeem_preview(&self, page: PersonId, claims: Claims, range: ByteRange) -> Result<Redeemed, Error> {
        let (driver, of) = (self.host(), (claims.track, &claims.file));
        let (loaded, _) = driver.read("redeem", page_needs(page, claims.track)).await?;
        let (place, file) = still_heard(&*driver.core.files, &loaded.slice, page, of).await?;
        match opened(&driver, place, &file, range, Leave::Never).await {
            // It went between the two looks.
            Err(Error::NotFound { .. }) => Err(unheard()),
            opened => opened,
        }
    }

    async fn redeem_visitor(
        &self,
        office: Office,
        bearer: Bearer,
        claims: Claims,
        range: ByteRange,
    ) -> Result<Redeemed, Error> {
        let (driver, slot) = (self.host(), Slot::default());
        let redemption = Counter::redeemed(bearer.link, claims.nonce);
        let entry = Need::Entry { secret: bearer.secret, counters: Vec::new() };
        let needs = vec![entry, Need::Counter(redemption.clone())];
        let call = Call { operation: "redeem", needs, lane: None, arguments: json!(null) };
        let prepare = |loaded: &Loaded, at: Timestamp| -> BoxFuture<'static, Result<Judged, Error>> {
            let door = Door::of(&loaded.slice, &office, &bearer, &claims, at);
            let place: Place = (claims.track, loaded.slice.folder(claims.track).cloned());
            let (driver, slot) = (driver.clone(), Arc::clone(&slot));
            let (track, file) = (claims.track, claims.file.clone());
            Box::pin(async move {
                // That there is no file is the last thing said: with any other refusal no file is looked for.
                if let Err(refusal) = door.decide(None)
                    && refusal != Refusal::NoFile
                {
                    return Ok(Err(refusal));
                }
                let found = driver.core.files.find(place.clone(), file).await?;
                if let Err(refusal) = door.decide(found.as_ref().map(|file| linked(track, file)).as_ref()) {
                    return Ok(Err(refusal));
                }
                let Some(file) = found else { return Ok(Err(Refusal::NoFile)) };
                let redeemed = opened(&driver, place, &file, range, door.may_leave(&file)).await?;
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(redeemed);
                Ok(Ok(file))
            })
        };
        let judged = driver.act_prepared(call, prepare, |draft: &mut Draft, judged: Judged| {
            let file = match judged {
                Ok(file) => file,
                Err(refusal) => return Err(refusal.outward()),
            };
            let is_counted = draft.slice.counters.get(&redemption).is_some_and(|count| *count > 0);
            if claims.to == TicketUse::Download && !is_counted {
                // LNK-8: the limit is a bound on the counter, so of two at once one is tried again and refused.
                let link = draft.slice.links().find(|link| link.id == bearer.link);
                let limit = link.and_then(|link| link.terms.download_limit).map(u64::from);
                draft.spend(redemption.clone(), Some(1));
                draft.spend(Counter::downloads(bearer.link), limit);
                let visit = counted(&office, &bearer, &claims, &file, draft.at);
                draft.add_item(Stream::Visits(bearer.link), ItemBody::Visit(visit));
            }
            Ok(())
        });
        judged.await?;
        let redeemed = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        redeemed.ok_or(Error::SourceUnavailable)
    }
}

fn counted(office: &Office, bearer: &Bearer, claims: &Claims, file: &TrackFile, at: Timestamp) -> Visited {
    Visited {
        at,
        what: VisitKind::Downloaded,
        track: Some(claims.track),
        file: Some(file.id.clone()),
        file_name: Some(file.name.clone()),
        kind: Some(file.kind),
        is_bot: false,
        label: bearer.label.clone(),
        // LNK-8: of the day on which it is redeemed, which need not be that of the ticket.
        visitor: bearer.visitor.as_deref().map(|visitor| office.key_of_day(visitor, at)),
        review: None,
    }
}

/// Opens a file for whoever may have it, or says at which address of the store it is.
async fn opened(
    driver: &Driver,
    place: Place,
    file: &TrackFile,
    range: ByteRange,
    leave: Leave,
) -> Result<Redeemed, Error> {
    let files = &driver.core.files;
    let address = match leave {
        Leave::Until(end) if driver.core.options.direct_addresses => {
            let address = files.address(place.clone(), file.id.clone()).await?;
            address.filter(|address| address.expires_at <= end)
        }
        Leave::Until(_) | Leave::Never => None,
    };
    let body = match address {
        Some(address) => Body::Address(address),
        None => {
            let (range, data) = files.open(place, file.id.clone(), range).await?;
            Body::Bytes { range, data }
        }
    };
    Ok(Redeemed { name: file.name.clone(), media_type: media_type(&file.name), size: file.size, body })
}
