//! Files of tracks, for those with access (FIL-5).

use cowrite::{FileKind, Upload};
use pyo3::prelude::*;

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::{Argument, Text, TrackArgument};
use crate::call::operations;
use crate::content::{AsyncRedeemed, Redeemed};
use crate::host::Content;
use crate::values::{FileArgument, RangeArgument, SecretArgument};
use crate::word::WordArgument;
use crate::workspace::{AsyncWorkspace, Workspace};

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// A track's files as they are now (FIL-5, LNK-6). Raises `not_found`, and `source_unavailable` where they cannot be reached.
    ///
    /// >>> me.files(track).files
    /// ()
    files(track: TrackArgument) -> cowrite::TrackFilesView = |actor| actor.files(track);

    /// A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Raises `not_found` for the track or the file, `source_unavailable`.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
    /// >>> me.stream_file(track, file=mix.file).ticket
    /// Secret('***')
    stream_file(track: TrackArgument; file: FileArgument) -> cowrite::FileTicket = |actor| async move {
        actor.stream_file(track, &file).await
    };

    /// A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Raises `not_found` for the track or the file, `source_unavailable`.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
    /// >>> given = me.download_file(track, file=mix.file)
    /// >>> workspace.redeem(given.ticket).read()
    /// b'RIFF'
    download_file(track: TrackArgument; file: FileArgument) -> cowrite::FileTicket = |actor| async move {
        actor.download_file(track, &file).await
    };

    /// Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
    ///
    /// `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
    /// also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
    /// The file is there when the call returns, also where it belongs to a batch that is then given up.
    /// Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
    /// >>> me.files(track).files[0].size
    /// 4
    upload_file(
        track: TrackArgument;
        kind: WordArgument<FileKind>,
        name: Text,
        content: Content,
        replaces: bool = false
    ) -> cowrite::FileChanged = |actor| {
        let upload = Upload::new(kind, name);
        actor.upload_file(track, if replaces { upload.replacing() } else { upload }, content)
    };

    /// Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).
    ///
    /// Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
    /// >>> me.rename_file(track, file=mix.file, name="mix 1.wav").name
    /// 'mix 1.wav'
    rename_file(track: TrackArgument; file: FileArgument, name: Text) -> cowrite::FileChanged = |actor| async move {
        actor.rename_file(track, &file, &name).await
    };

    /// Deletes a file (FIL-4, FIL-5). Raises `not_found`, `access_denied`, `source_unavailable`.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
    /// >>> me.delete_file(track, file=mix.file).name
    /// 'mix.wav'
    delete_file(track: TrackArgument; file: FileArgument) -> cowrite::FileChanged = |actor| async move {
        actor.delete_file(track, &file).await
    };
}

/// Redeems a ticket for the bytes that are asked for.
async fn redeem(
    workspace: &cowrite::Workspace,
    ticket: SecretArgument,
    range: Option<RangeArgument>,
) -> Result<cowrite::Redeemed, cowrite::Error> {
    let (ticket, range) = (ticket.value("ticket")?, range.value("range")?.unwrap_or_default());
    workspace.redeem(&ticket.into(), range).await
}

#[pymethods]
impl Workspace {
    /// Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
    /// last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
    /// Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
    /// file has no byte of the range.
    ///
    /// >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"0123456789")
    /// >>> ticket = me.stream_file(track, file=mix.file).ticket
    /// >>> with workspace.redeem(ticket, range=(2, 5)) as part:
    /// ...     part.media_type, part.size, part.range, part.read()
    /// ('audio/wav', 10, range(2, 6), b'2345')
    #[pyo3(signature = (ticket, *, range=None))]
    fn redeem(&self, py: Python<'_>, ticket: SecretArgument, range: Option<RangeArgument>) -> PyResult<Redeemed> {
        Redeemed::of(self.face.wait_for(py, |workspace| redeem(workspace, ticket, range))?)
    }
}

#[pymethods]
impl AsyncWorkspace {
    /// Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
    /// last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
    /// Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
    /// file has no byte of the range.
    #[pyo3(signature = (ticket, *, range=None))]
    async fn redeem(&self, ticket: SecretArgument, range: Option<RangeArgument>) -> PyResult<AsyncRedeemed> {
        AsyncRedeemed::of(self.face.follow_for(|workspace| redeem(workspace, ticket, range)).await?)
    }
}
