//! What visitors of links and public pages do.

use cowrite::{NewReview, Verdict, Visit};

use crate::argument::{FileArgument, SecretArgument, Text, TrackArgument, Whole, WordArgument};
use crate::call::operations;

/// Gathers what the host knows of a visit.
fn visit(
    password: Option<String>,
    visitor: Option<String>,
    label: Option<String>,
    user_agent: Option<String>,
    bot: bool,
) -> Visit {
    let visit = password.into_iter().fold(Visit::new(), Visit::password);
    let visit = visitor.into_iter().fold(visit, Visit::visitor);
    let visit = label.into_iter().fold(visit, Visit::label);
    let visit = user_agent.into_iter().fold(visit, Visit::user_agent);
    if bot { visit.bot() } else { visit }
}

operations! { visitor on cowrite::Visitor;
    /// Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).
    ///
    /// `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
    /// to see; by `user_agent` bots are known, or by `bot`, and see no files.
    /// Refused with `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.
    open(
        secret: SecretArgument;
        password: Option<Text> = None,
        visitor: Option<Text> = None,
        label: Option<Text> = None,
        user_agent: Option<Text> = None,
        bot: bool = false
    ) -> cowrite::OpenedLink = |face| async move {
        face.open(&secret.into(), visit(password, visitor, label, user_agent, bot)).await
    };

    /// A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).
    ///
    /// What is known of the visit is as for `open`. Refused as it is, `not_found` for a file that is not there for visitors, and
    /// `download_not_allowed` for one that the link does not play.
    stream(
        secret: SecretArgument;
        track: TrackArgument,
        file: FileArgument,
        password: Option<Text> = None,
        visitor: Option<Text> = None,
        label: Option<Text> = None,
        user_agent: Option<Text> = None,
        bot: bool = false
    ) -> cowrite::GivenFile = |face| async move {
        face.stream(&secret.into(), track, &file, visit(password, visitor, label, user_agent, bot)).await
    };

    /// A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).
    ///
    /// What is known of the visit is as for `open`. Refused as it is, `not_found` for a file that is not there for visitors, and
    /// `download_not_allowed` for one of a kind that the link does not allow.
    download(
        secret: SecretArgument;
        track: TrackArgument,
        file: FileArgument,
        password: Option<Text> = None,
        visitor: Option<Text> = None,
        label: Option<Text> = None,
        user_agent: Option<Text> = None,
        bot: bool = false
    ) -> cowrite::GivenFile = |face| async move {
        face.download(&secret.into(), track, &file, visit(password, visitor, label, user_agent, bot)).await
    };

    /// Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
    ///
    /// `track` says of which track of a playlist, `position_ms` at which time in it, in milliseconds; the rest is as for `open`.
    /// Refused as it is, `review_not_asked`, and `not_found` for a track that the link does not show.
    review(
        secret: SecretArgument;
        name: Text,
        verdict: WordArgument<Verdict>,
        text: Option<Text> = None,
        track: Option<TrackArgument> = None,
        position_ms: Option<Whole<u64>> = None,
        password: Option<Text> = None,
        visitor: Option<Text> = None,
        label: Option<Text> = None,
        user_agent: Option<Text> = None,
        bot: bool = false
    ) -> cowrite::Reviewed = |face| async move {
        let review = text.into_iter().fold(NewReview::new(name, verdict), NewReview::text);
        let review = track.into_iter().fold(review, NewReview::track);
        let review = position_ms.into_iter().fold(review, NewReview::position_ms);
        face.review(&secret.into(), review, visit(password, visitor, label, user_agent, bot)).await
    };

    /// A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).
    ///
    /// Refused with `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.
    stream_preview(
        slug: Text;
        track: TrackArgument,
        user_agent: Option<Text> = None,
        bot: bool = false
    ) -> cowrite::GivenFile = |face| async move {
        face.stream_preview(&slug, track, visit(None, None, None, user_agent, bot)).await
    };
}
