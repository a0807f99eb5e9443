//! Visitors: somebody with a link, who opens, hears and takes home what it gives.

use cowrite::ports::files::{ByteRange, read_all};
use cowrite::{
    Body, Error, FileRef, GivenFile, LinkSecret, OpenedFile, OpenedLink, OpenedTrack, Ticket, TrackId, Visit, Visitor,
    Workspace,
};

use super::teller::{Told, found};

/// The most bytes of a file that this story takes into memory.
const LARGEST: usize = 1_000_000;

/// Somebody with a link.
#[derive(Debug)]
pub(crate) struct Guest {
    workspace: Workspace,
    face: Visitor,
    secret: LinkSecret,
    visit: Visit,
}

impl Guest {
    /// Gives a secret to somebody, whom the host tells apart by what it knows of the visit.
    pub(crate) fn new(workspace: &Workspace, secret: &LinkSecret, visit: Visit) -> Self {
        Self { face: workspace.visitor(), workspace: workspace.clone(), secret: secret.clone(), visit }
    }

    /// Opens the link.
    ///
    /// # Errors
    /// As [`Visitor::open`].
    pub(crate) async fn open(&self) -> Result<OpenedLink, Error> {
        self.face.open(&self.secret, self.visit.clone()).await
    }

    /// Asks to hear a file.
    ///
    /// # Errors
    /// As [`Visitor::stream`].
    pub(crate) async fn play(&self, track: TrackId, file: &FileRef) -> Result<GivenFile, Error> {
        self.face.stream(&self.secret, track, file, self.visit.clone()).await
    }

    /// Asks to have a file.
    ///
    /// # Errors
    /// As [`Visitor::download`].
    pub(crate) async fn download(&self, track: TrackId, file: &FileRef) -> Result<GivenFile, Error> {
        self.face.download(&self.secret, track, file, self.visit.clone()).await
    }

    /// Redeems a ticket for bytes, as a player does that asks for a range.
    ///
    /// # Errors
    /// As [`Workspace::redeem`], and where the bytes are not here.
    pub(crate) async fn redeem(&self, ticket: &Ticket, range: ByteRange) -> Told<Vec<u8>> {
        match self.workspace.redeem(ticket, range).await?.body {
            Body::Bytes { mut data, .. } => Ok(read_all(&mut *data, LARGEST).await?),
            body => Err(format!("the bytes are elsewhere: {body:?}").into()),
        }
    }

    /// Takes a whole file home.
    ///
    /// # Errors
    /// As [`Guest::download`] and [`Guest::redeem`].
    pub(crate) async fn take_home(&self, track: TrackId, file: &FileRef) -> Told<Vec<u8>> {
        let given = self.download(track, file).await?;
        self.redeem(&given.ticket, ByteRange::All).await
    }
}

/// Returns the one track that a link opens.
///
/// # Errors
/// Where it opens none.
pub(crate) fn only_track(opened: &OpenedLink) -> Told<&OpenedTrack> {
    found(opened.tracks.first(), "track behind the link")
}

/// Returns a file that a visitor sees.
///
/// # Errors
/// Where they see none of that name.
pub(crate) fn file<'o>(opened: &'o OpenedLink, name: &str) -> Told<&'o OpenedFile> {
    found(only_track(opened)?.files.iter().find(|file| file.name == name), name)
}
