//! What visitors of links and public pages do.

#![expect(clippy::too_many_arguments, reason = "each is one by name in Swift, most with a default")]

use cowrite::{FileRef, NewReview};

use crate::asked::Visit;
use crate::call::operations;
use crate::custom::{Large, SecretText, TrackID};
use crate::words::Verdict;

operations! { VisitorCore on cowrite::Visitor;
    /// Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `passwordRequired`, `sourceUnavailable`, and `linkUnavailable` whatever the reason.
    open(secret as "_": SecretText, visit as "as": Visit = Visit()) -> cowrite::OpenedLink = |face| async move {
        face.open(&secret.into(), visit).await
    };

    /// A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one that the link does not play.
    stream(
        file as "_": FileRef,
        track as "of": TrackID,
        secret as "through": SecretText,
        visit as "as": Visit = Visit(),
    ) -> cowrite::GivenFile = |face| async move {
        face.stream(&secret.into(), track, &file, visit).await
    };

    /// A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one of a kind that the link does not allow.
    download(
        file as "_": FileRef,
        track as "of": TrackID,
        secret as "through": SecretText,
        visit as "as": Visit = Visit(),
    ) -> cowrite::GivenFile = |face| async move {
        face.download(&secret.into(), track, &file, visit).await
    };

    /// Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
    ///
    /// `track` says of which track of a playlist, `positionMs` at which time in it, in milliseconds; the rest is as for `open`.
    /// Throws as it does, `reviewNotAsked`, and `notFound` for a track that the link does not show.
    review(
        verdict as "_": Verdict,
        secret as "of": SecretText,
        name as "by": String,
        text: Option<String> = None,
        track as "on": Option<TrackID> = None,
        position_ms: Option<Large> = None,
        visit as "as": Visit = Visit(),
    ) -> cowrite::Reviewed = |face| async move {
        let review = text.into_iter().fold(NewReview::new(name, verdict), NewReview::text);
        let review = track.into_iter().fold(review, NewReview::track);
        let review = position_ms.into_iter().fold(review, NewReview::position_ms);
        face.review(&secret.into(), review, visit).await
    };

    /// A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).
    ///
    /// Throws `notFound` whatever of it is not there, `downloadNotAllowed` to a bot, `sourceUnavailable`.
    stream_preview(
        track as "of": TrackID,
        slug as "onPage": String,
        user_agent: Option<String> = None,
        bot as "isBot": bool = false,
    ) -> cowrite::GivenFile = |face| async move {
        let visit = user_agent.into_iter().fold(cowrite::Visit::new(), cowrite::Visit::user_agent);
        face.stream_preview(&slug, track, if bot { visit.bot() } else { visit }).await
    };
}
