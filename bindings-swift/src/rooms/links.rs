//! Share links and playlist shares, for their owners.

#![expect(clippy::too_many_arguments, reason = "each is one by name in Swift, most with a default")]

use cowrite::{FileRef, LinkSettings};

use crate::argument::Edit;
use crate::call::operations;
use crate::custom::{Instant, LinkID, TrackID, Whole};
use crate::rooms::paged;
use crate::values::PlaylistFilter;
use crate::words::FileKind;

macro_rules! settings {
    ($($field:ident)*) => {{
        let mut settings = LinkSettings::new();
        $(settings.$field = $field;)*
        settings
    }};
}

operations! { ActorCore on cowrite::Actor;
    /// Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).
    ///
    /// `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
    /// unless said; between `notBefore` and `expiresAt` it opens; `downloadLimit` is how many downloads it gives in all; `label` says whom it
    /// is for; `excluded` are files that it does not show; with `asksReview` visitors may say what they think of it.
    /// The secret is in the answer, this once.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied` to anybody but the owner, and
    /// `sourceUnavailable` where files to leave out cannot be looked up.
    create_share_link(
        track as "to": TrackID,
        downloads: Option<Vec<FileKind>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<String> = Keep,
        download_limit: Edit<Whole> = Keep,
        label: Edit<String> = Keep,
        excluded: Option<Vec<FileRef>> = None,
        asks_review: Option<bool> = None,
    ) -> cowrite::LinkMade = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review
        );
        actor.create_share_link(track, settings)
    };

    /// Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).
    ///
    /// Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`.
    create_playlist_share(
        tracks as "of": Vec<TrackID>,
        downloads: Option<Vec<FileKind>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<String> = Keep,
        download_limit: Edit<Whole> = Keep,
        label: Edit<String> = Keep,
        excluded: Option<Vec<FileRef>> = None,
        asks_review: Option<bool> = None,
        name: Option<String> = None,
        cover: Edit<String> = Keep,
        filter: Option<PlaylistFilter> = None,
    ) -> cowrite::LinkMade = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review name cover filter
        );
        actor.create_playlist_share(tracks, settings)
    };

    /// Changes what a link or playlist share allows; what is left out stays, `nil` empties (LNK-3, OWN-2).
    ///
    /// `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`, and `linkFinal` where it is over for good.
    update_link(
        link as "_": LinkID,
        downloads: Option<Vec<FileKind>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<String> = Keep,
        download_limit: Edit<Whole> = Keep,
        label: Edit<String> = Keep,
        excluded: Option<Vec<FileRef>> = None,
        asks_review: Option<bool> = None,
        name: Option<String> = None,
        cover: Edit<String> = Keep,
        filter: Option<PlaylistFilter> = None,
        tracks: Option<Vec<TrackID>> = None,
    ) -> cowrite::LinkView = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review name cover filter
            tracks
        );
        actor.update_link(link, settings)
    };

    /// Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).
    ///
    /// Throws `notFound`, `accessDenied`, `linkFinal`.
    rotate_link(link as "_": LinkID) -> cowrite::LinkMade = |actor| actor.rotate_link(link);

    /// Revokes a link for good: the very next visitor is refused (LNK-3). Throws `notFound`, `accessDenied`, `linkFinal`.
    revoke_link(link as "_": LinkID) -> cowrite::LinkView = |actor| actor.revoke_link(link);

    /// Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).
    ///
    /// Throws `notFound`, and `accessDenied` to anybody but the track's owner (EXP-5).
    links(track as "to": Option<TrackID> = None) -> Vec<cowrite::LinkView> = |actor| actor.links(track);

    /// What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).
    ///
    /// A page holds `limit` visits, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page.
    /// Throws `invalidInput`, `notFound`, and `accessDenied` to anybody but the owner (EXP-5).
    link_analytics(
        link as "of": LinkID,
        before: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::LinkAnalytics = |actor| {
        actor.link_analytics(link, paged(before, limit))
    };
}
