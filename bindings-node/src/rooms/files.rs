//! Files of tracks, for those with access (FIL-5).

use cowrite::{FileKind, Upload};

use crate::argument::{FileArgument, SecretArgument, Text, TrackArgument, WordArgument};
use crate::call::operations;
use crate::host::Content;
use crate::values::ByteRangeInput;

operations! { actor on cowrite::Actor;
    /// A track's files as they are now (FIL-5, LNK-6). Refused with `not_found`, and `source_unavailable` where they cannot be reached.
    files(track: TrackArgument) -> cowrite::TrackFilesView = |actor| actor.files(track);

    /// A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Refused with `not_found` for the track or the file, `source_unavailable`.
    stream_file(track: TrackArgument; file: FileArgument) -> cowrite::FileTicket = |actor| async move {
        actor.stream_file(track, &file).await
    };

    /// A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Refused with `not_found` for the track or the file, `source_unavailable`.
    download_file(track: TrackArgument; file: FileArgument) -> cowrite::FileTicket = |actor| async move {
        actor.download_file(track, &file).await
    };

    /// Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
    ///
    /// `content` is bytes, a `Blob`, or a stream or iterable of bytes, awaited or not, of which never more than a piece is in memory.
    /// What it throws reaches the caller.
    /// The file is there when the call returns, also where it belongs to a batch that is then given up.
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
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
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
    rename_file(track: TrackArgument; file: FileArgument, name: Text) -> cowrite::FileChanged = |actor| async move {
        actor.rename_file(track, &file, &name).await
    };

    /// Deletes a file (FIL-4, FIL-5). Refused with `not_found`, `access_denied`, `source_unavailable`.
    delete_file(track: TrackArgument; file: FileArgument) -> cowrite::FileChanged = |actor| async move {
        actor.delete_file(track, &file).await
    };
}

operations! { workspace on cowrite::Workspace;
    /// Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// One would call it where the host answers `GET /files/:ticket`, as often as a player asks for ranges.
    /// Refused with `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where
    /// the file has no byte of the range.
    redeem(ticket: SecretArgument; range: Option<ByteRangeInput> = None) -> cowrite::Redeemed = |workspace| async move {
        workspace.redeem(&ticket.into(), range.unwrap_or_default()).await
    };
}
