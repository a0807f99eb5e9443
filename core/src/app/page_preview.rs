//! Hearing what a public page shows: the preview file of each track, and nothing else (PUB-3).

use super::ticket::Office;
use super::visit_page::preview_among;
use super::visit_views::{GivenFile, Visit};
use super::visitor::Visitor;
use crate::domain::document::DocumentKey;
use crate::domain::page_profile::check_slug;
use crate::domain::person::Claim;
use crate::domain::share_link::FileRef;
use crate::domain::slice::Slice;
use crate::domain::ticket::{TicketOf, TicketUse};
use crate::error::{Error, Noun};
use crate::id::{PersonId, TrackId};
use crate::ports::store::Need;
use crate::ports::{Place, TrackFile, TrackFiles};

impl Visitor {
    /// Gives a ticket for hearing the preview file of a track that a public page shows (PUB-3).
    ///
    /// One would call it for the play button beside each of a page's tracks.
    /// The preview is the master bounce, else the newest bounce (LNK-6); since a page lets nothing be downloaded, no other file is ever played.
    /// The ticket is redeemed only while the page is found, shows the track, and the file is its preview.
    ///
    /// Of the visit only counts whether it is a bot's: nothing of it is kept, nothing is counted, and no analytics show it; those are of links (LNK-8).
    ///
    /// # Errors
    /// `not_found{page}`, one and the same for a page that is not found, a track that it does not show, and one that has nothing to be played.
    /// `download_not_allowed` to a bot, which sees the page but gets no file; `source_unavailable` where the files cannot be reached.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, shelf, .. } = cowrite::testing::Studio::new().await?;
    /// # shelf.lay_one(track, "mix", "Midnight.wav", cowrite::FileKind::Bounce);
    /// use cowrite::{PageUpdate, Stage, TrackUpdate, Visit};
    ///
    /// olivia.update_public_page(PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// olivia.publish_public_page().await?;
    /// olivia.add_to_public_page(track, "Singles").await?;
    /// let visitor = workspace.visitor();
    /// assert_eq!(visitor.stream_preview("olivia-park", track, Visit::new()).await.unwrap_err().code(), "not_found");
    /// olivia.update_track(track, TrackUpdate::new().stage(Stage::Published)).await?;
    /// let given = visitor.stream_preview("olivia-park", track, Visit::new()).await?;
    /// assert_eq!(given.name, "Midnight.wav");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn stream_preview(&self, slug: &str, track: TrackId, visit: Visit) -> Result<GivenFile, Error> {
        let claim = Claim::Slug(check_slug(slug).map_err(|_| unheard())?);
        let office = Office::of(&self.driver.core).await?;
        let needs = vec![Need::PageOf(claim.clone()), Need::Document(DocumentKey::Folder(track))];
        let (loaded, at) = self.driver.read("stream_preview", needs).await?;
        let person = *loaded.slice.holders.get(&claim).ok_or_else(unheard)?;
        let place = shown(&loaded.slice, person, track)?;
        if visit.is_of_bot() {
            return Err(Error::DownloadNotAllowed);
        }
        let TrackFile { id: file, name, kind, .. } = heard(&*self.driver.core.files, place).await?;
        let (of, random) = (TicketOf::Page(person), self.driver.core.random()?);
        let ticket = office.issue(of, TicketUse::Play, (track, file.clone()), random, at);
        Ok(GivenFile { track, file, name, kind, ticket })
    }
}

/// Returns what is asked for anew when a ticket of a page is redeemed.
pub(super) fn page_needs(person: PersonId, track: TrackId) -> Vec<Need> {
    vec![Need::Page(person), Need::Document(DocumentKey::Folder(track))]
}

/// Returns the file of a ticket of a page and where it lies, where the page still lets it be heard.
///
/// # Errors
/// `not_found{page}` whatever has changed since; `source_unavailable`.
pub(super) async fn still_heard(
    files: &dyn TrackFiles,
    slice: &Slice,
    person: PersonId,
    (track, file): (TrackId, &FileRef),
) -> Result<(Place, TrackFile), Error> {
    let place = shown(slice, person, track)?;
    let found = heard(files, place.clone()).await?;
    if found.id == *file { Ok((place, found)) } else { Err(unheard()) }
}

/// The one answer to who asks for what is not to be heard.
pub(super) const fn unheard() -> Error {
    Error::not_found(Noun::Page)
}

/// Returns where the files of a track lie that a person's page shows.
fn shown(slice: &Slice, person: PersonId, track: TrackId) -> Result<Place, Error> {
    if slice.page_shows(person, track) { Ok((track, slice.folder(track).cloned())) } else { Err(unheard()) }
}

/// Returns the file of a track that visitors of a page hear: of nothing that a page shows the rest may be had.
async fn heard(files: &dyn TrackFiles, place: Place) -> Result<TrackFile, Error> {
    let listed: Vec<TrackFile> = files.list(vec![place]).await?.into_iter().flat_map(|(_, files)| files).collect();
    let refs: Vec<&TrackFile> = listed.iter().collect();
    preview_among(&refs, |_| false).cloned().ok_or_else(unheard)
}
