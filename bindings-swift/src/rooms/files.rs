//! Files of tracks, for those with access (FIL-5).

use std::sync::Arc;

use cowrite::{FileRef, Upload};

use crate::call::operations;
use crate::custom::{SecretText, TrackID};
use crate::host::ContentPort;
use crate::values::ByteRange;
use crate::words::FileKind;

operations! { ActorCore on cowrite::Actor;
    /// A track's files as they are now (FIL-5, LNK-6). Throws `notFound`, and `sourceUnavailable` where they cannot be reached.
    files(track as "of": TrackID) -> cowrite::TrackFilesView = |actor| actor.files(track);

    /// A ticket for hearing a file, redeemed by ``Workspace/redeem(_:range:)`` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    stream_file(file as "_": FileRef, track as "of": TrackID) -> cowrite::FileTicket = |actor| async move {
        actor.stream_file(track, &file).await
    };

    /// A ticket for downloading a file, redeemed by ``Workspace/redeem(_:range:)`` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    download_file(file as "_": FileRef, track as "of": TrackID) -> cowrite::FileTicket = |actor| async move {
        actor.download_file(track, &file).await
    };

    /// Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
    ///
    /// A file of the device or a stream is read piece by piece, and never in memory whole. What it throws is the `underlying` of the error.
    /// The file is there when the call returns, also where it belongs to a batch that is then given up.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    upload_file(
        content as "_": Arc<dyn ContentPort>,
        name as "named": String,
        kind as "as": FileKind,
        track as "to": TrackID,
        replaces as "replacing": bool = false,
    ) -> cowrite::FileChanged = |actor| {
        let upload = Upload::new(kind, name);
        actor.upload_file(track, if replaces { upload.replacing() } else { upload }, content)
    };

    /// Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    rename_file(
        file as "_": FileRef,
        track as "of": TrackID,
        name as "to": String,
    ) -> cowrite::FileChanged = |actor| async move {
        actor.rename_file(track, &file, &name).await
    };

    /// Deletes a file (FIL-4, FIL-5). Throws `notFound`, `accessDenied`, `sourceUnavailable`.
    delete_file(file as "_": FileRef, track as "of": TrackID) -> cowrite::FileChanged = |actor| async move {
        actor.delete_file(track, &file).await
    };
}

operations! { WorkspaceCore on cowrite::Workspace;
    /// The bytes of a file that a ticket stands for, while whoever got it could have the file (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// Throws `invalidInput` for a range that lies outside, `notFound` for what is no ticket or one whose time is over, `linkUnavailable`,
    /// `passwordRequired`, `downloadNotAllowed`, `sourceUnavailable`.
    redeem(ticket as "_": SecretText, range: ByteRange = All) -> cowrite::Redeemed = |workspace| async move {
        workspace.redeem(&ticket.into(), range).await
    };
}
