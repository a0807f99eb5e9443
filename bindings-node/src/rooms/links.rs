//! Share links and playlist shares, for their owners.

use cowrite::{FileKind, LinkSettings};

use crate::argument::{Edit, FileArgument, Instant, LinkArgument, Seq, Text, TrackArgument, Whole, WordArgument};
use crate::call::{operations, paging};
use crate::values::PlaylistFilterInput;

/// Gathers what was said of a link.
macro_rules! settings {
    ($($field:ident)*) => {{
        let mut settings = LinkSettings::new();
        $(settings.$field = $field;)*
        settings
    }};
}

operations! { actor on cowrite::Actor;
    /// Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).
    ///
    /// `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
    /// unless said; between `not_before` and `expires_at` it opens; `download_limit` is how many downloads it gives in all; `label` says whom it
    /// is for; `excluded` are files that it does not show; with `asks_review` visitors may say what they think of it.
    /// The secret is in the answer, this once.
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied` to anybody but the owner, and
    /// `source_unavailable` where files to leave out cannot be looked up.
    create_share_link(
        track: TrackArgument;
        downloads: Option<Seq<WordArgument<FileKind>>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<Text> = Keep,
        download_limit: Edit<Whole<u32>> = Keep,
        label: Edit<Text> = Keep,
        excluded: Option<Seq<FileArgument>> = None,
        asks_review: Option<bool> = None
    ) -> cowrite::LinkMade = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review
        );
        actor.create_share_link(track, settings)
    };

    /// Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).
    ///
    /// Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
    /// Refused with `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`.
    create_playlist_share(
        tracks: Seq<TrackArgument>;
        downloads: Option<Seq<WordArgument<FileKind>>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<Text> = Keep,
        download_limit: Edit<Whole<u32>> = Keep,
        label: Edit<Text> = Keep,
        excluded: Option<Seq<FileArgument>> = None,
        asks_review: Option<bool> = None,
        name: Option<Text> = None,
        cover: Edit<Text> = Keep,
        filter: Option<PlaylistFilterInput> = None
    ) -> cowrite::LinkMade = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review name cover filter
        );
        actor.create_playlist_share(tracks, settings)
    };

    /// Changes what a link or playlist share allows; what is left out stays, `null` empties (LNK-3, OWN-2).
    ///
    /// `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
    /// Refused with `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`, and `link_final` where it is over for good.
    update_link(
        link: LinkArgument;
        downloads: Option<Seq<WordArgument<FileKind>>> = None,
        stream: Option<bool> = None,
        not_before: Edit<Instant> = Keep,
        expires_at: Edit<Instant> = Keep,
        password: Edit<Text> = Keep,
        download_limit: Edit<Whole<u32>> = Keep,
        label: Edit<Text> = Keep,
        excluded: Option<Seq<FileArgument>> = None,
        asks_review: Option<bool> = None,
        name: Option<Text> = None,
        cover: Edit<Text> = Keep,
        filter: Option<PlaylistFilterInput> = None,
        tracks: Option<Seq<TrackArgument>> = None
    ) -> cowrite::LinkView = |actor| {
        let settings = settings!(
            downloads stream not_before expires_at password download_limit label excluded asks_review name cover filter
            tracks
        );
        actor.update_link(link, settings)
    };

    /// Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).
    ///
    /// Refused with `not_found`, `access_denied`, `link_final`.
    rotate_link(link: LinkArgument) -> cowrite::LinkMade = |actor| actor.rotate_link(link);

    /// Revokes a link for good: the very next visitor is refused (LNK-3). Refused with `not_found`, `access_denied`, `link_final`.
    revoke_link(link: LinkArgument) -> cowrite::LinkView = |actor| actor.revoke_link(link);

    /// Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).
    ///
    /// Refused with `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).
    links(; track: Option<TrackArgument> = None) -> Vec<cowrite::LinkView> = |actor| actor.links(track);

    /// What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).
    ///
    /// A page holds `limit` visits, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `before` is the `next` of an earlier page.
    /// Refused with `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).
    link_analytics(
        link: LinkArgument;
        before: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> cowrite::LinkAnalytics = |actor| {
        actor.link_analytics(link, paging(before, limit))
    };
}
