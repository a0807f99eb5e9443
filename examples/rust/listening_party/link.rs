//! A share link: what Olivia allows, what a visitor gets of it, and what not.

use cowrite::ports::files::{ByteRange, ContentHash};
use cowrite::{FileKind, LinkId, LinkSecret, LinkSettings, OpenedLink, Visit};

use super::archive::unpacked;
use super::listening::{Header, header, is_audible};
use super::party::{IDEA, MASTER, Party, STEMS, TITLE};
use super::table::{align_right, table};
use super::teller::{Teller, Told, found};
use super::visitor::{Guest, file, only_track};

/// How many bytes a player asks for to know what it is going to play.
const HEADER_BYTES: u64 = 44;

/// A link that was made.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Which.
    pub(crate) link: LinkId,
    /// Its secret.
    pub(crate) secret: LinkSecret,
}

impl Shared {
    /// Has Olivia make the link: bounces and stems to take home, three times in all; one bounce left out.
    ///
    /// # Errors
    /// Where it comes out otherwise.
    pub(crate) async fn make(party: &Party, teller: &mut Teller<'_>) -> Told<Self> {
        teller.scene("Olivia shares it by a link")?;
        let settings = LinkSettings::new()
            .downloads([FileKind::Bounce, FileKind::Stem])
            .download_limit(Some(3))
            .excluded([party.file(IDEA).await?])
            .label(Some("Northern Lights Records"));
        let made = party.olivia.create_share_link(party.track, settings.clone()).await?;
        let kinds: Vec<&str> = made.link.downloads.iter().map(|kind| kind.as_str()).collect();
        let (kinds, limit) = (kinds.join(" and "), made.link.download_limit.unwrap_or_default());
        let is_so =
            (kinds.as_str(), limit, made.link.stream, made.link.excluded.len()) == ("bounce and stem", 3, true, 1);
        teller.say(is_so, format!("It plays, gives files of kind {kinds}, {limit} in all, and leaves out “{IDEA}”"))?;
        let by_alex = party.alex.create_share_link(party.track, settings).await;
        teller.refused("Alex, who only edits, wants to make one, too", by_alex, "access_denied")?;
        Ok(Self { link: made.link.id, secret: found(made.secret, "secret, though it is new")? })
    }

    /// Gives the link to Sarah, who listens for the label.
    pub(crate) fn sarah(&self, party: &Party) -> Guest {
        Guest::new(&party.workspace, &self.secret, Visit::new().visitor("203.0.113.9").label("Sarah"))
    }

    /// Gives the link to Miles, to whom Sarah has sent it on.
    pub(crate) fn miles(&self, party: &Party) -> Guest {
        Guest::new(&party.workspace, &self.secret, Visit::new().visitor("198.51.100.7").label("Miles"))
    }
}

/// Has Sarah open the link, hear what is played first, take home what she may, and be refused the rest; returns what she saw.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn visited(party: &Party, shared: &Shared, teller: &mut Teller<'_>) -> Told<OpenedLink> {
    teller.scene("Sarah opens the link")?;
    let sarah = shared.sarah(party);
    let opened = sarah.open().await?;
    show(party, &opened, teller)?;
    hear(party, &sarah, &opened, teller).await?;
    take(party, &sarah, &opened, teller).await?;
    ask_for_more(party, shared, &opened, teller).await?;
    preview_fetched(party, shared, teller).await?;
    Ok(opened)
}

/// Shows what a visitor sees.
fn show(party: &Party, opened: &OpenedLink, teller: &mut Teller<'_>) -> Told {
    let mut listing = table(["file", "kind", "bytes", "plays", "may be taken home"]);
    align_right(&mut listing, 2..3);
    let mark = |can: bool| if can { "✔" } else { "·" };
    let mut all = true;
    for file in &only_track(opened)?.files {
        let is_bounce = file.kind == FileKind::Bounce;
        all &= file.size == party.content(&file.name)?.len() as u64;
        all &= (file.can_play, file.can_download) == (is_bounce, is_bounce || file.kind == FileKind::Stem);
        let cells =
            [&file.name, file.kind.as_str(), &file.size.to_string(), mark(file.can_play), mark(file.can_download)];
        listing.add_row(cells);
    }
    all &= only_track(opened)?.files.len() == party.music.len() - 1 && file(opened, IDEA).is_err();
    teller.say(all, listing)?;
    let by = opened.by_name.as_deref().unwrap_or_default();
    let tells_no_more = !format!("{opened:?}").contains("Alex");
    teller.say(by == "Olivia Park" && tells_no_more, format!("Shared by {by}; nothing tells of Alex"))
}

/// Plays what is played first, piece by piece, by one ticket.
async fn hear(party: &Party, sarah: &Guest, opened: &OpenedLink, teller: &mut Teller<'_>) -> Told {
    let track = only_track(opened)?;
    let first = found(track.preview.as_ref(), "file that is played first")?;
    let given = sarah.play(track.track, first).await?;
    teller.say(given.name == MASTER, format!("Played before anything is chosen: “{}”", given.name))?;

    let beginning = sarah.redeem(&given.ticket, ByteRange::Span(0, HEADER_BYTES - 1)).await?;
    let said = header(&beginning)?;
    let Header { bits, rate, length_ms, .. } = said;
    let is_whole_header = beginning.len() as u64 == HEADER_BYTES && said == header(party.content(MASTER)?)?;
    let holds = is_whole_header && (said.channels, bits, rate, length_ms) == (1, 16, 44_100, 1_000);
    teller
        .say(holds, format!("Its first {HEADER_BYTES} bytes say: WAV, mono, {bits} bit, {rate} Hz, {length_ms} ms"))?;

    let rest = sarah.redeem(&given.ticket, ByteRange::From(HEADER_BYTES)).await?;
    let heard = [beginning, rest].concat();
    let is_same = heard == party.content(MASTER)? && is_audible(&heard)?;
    teller.say(is_same, "With the rest, got by the same ticket, it is Olivia's file byte for byte")
}

/// Takes the stems home.
async fn take(party: &Party, sarah: &Guest, opened: &OpenedLink, teller: &mut Teller<'_>) -> Told {
    let stems = file(opened, STEMS)?;
    let bytes = sarah.take_home(party.track, &stems.id).await?;
    let (hash, hers) = (ContentHash::of(&bytes), ContentHash::of(party.content(STEMS)?));
    let inside = unpacked(&bytes)?;
    let mut names = Vec::new();
    for (name, content) in &inside {
        if is_audible(content)? {
            names.push(name.as_str());
        }
    }
    let holds = hash == hers && bytes.len() as u64 == stems.size && names == ["Kick.wav", "Bass.wav"];
    teller.say(holds, format!("Taken home: “{STEMS}”, with Olivia's hash; in it {}", names.join(" and ")))
}

/// Asks for what the link does not give.
async fn ask_for_more(party: &Party, shared: &Shared, opened: &OpenedLink, teller: &mut Teller<'_>) -> Told {
    let (sarah, track) = (shared.sarah(party), party.track);
    for name in ["Midnight Sessions.dawproject", "Lead vocal.wav"] {
        let answer = sarah.download(track, &file(opened, name)?.id).await;
        teller.refused(&format!("“{name}”, which is listed"), answer, "download_not_allowed")?;
    }
    // Sarah cannot see the id; somebody who knows it from elsewhere gets no further.
    let idea = party.file(IDEA).await?;
    teller.refused(&format!("“{IDEA}”, by its id, to take home"), sarah.download(track, &idea).await, "not_found")?;
    teller.refused(&format!("“{IDEA}”, by its id, to hear"), sarah.play(track, &idea).await, "not_found")?;
    let reveal = shared.secret.reveal();
    let (wrong, cut) = ("A".repeat(reveal.len()), reveal.chars().skip(1).collect::<String>());
    for (what, secret) in [("A secret that somebody has made up", wrong), ("The secret without its first letter", cut)]
    {
        let answer = Guest::new(&party.workspace, &secret.into(), Visit::new().visitor("203.0.113.9")).open().await;
        teller.refused(what, answer, "link_unavailable")?;
    }
    Ok(())
}

/// Lets a chat fetch a preview of the link, as it does when Sarah sends it on.
async fn preview_fetched(party: &Party, shared: &Shared, teller: &mut Teller<'_>) -> Told {
    let visit = Visit::new().user_agent("Slackbot-LinkExpanding 1.0").visitor("192.0.2.80");
    let bot = Guest::new(&party.workspace, &shared.secret, visit);
    let opened = bot.open().await?;
    let has_title_only = opened.name == TITLE && only_track(&opened)?.files.is_empty();
    teller.say(has_title_only, "A chat that fetches a preview of the link gets the title, and no files")?;
    let answer = bot.play(party.track, &party.file(MASTER).await?).await;
    teller.refused("The chat wants to play one all the same", answer, "download_not_allowed")
}
