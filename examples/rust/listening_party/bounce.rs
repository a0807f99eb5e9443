//! A bounce that is replaced: in the folder, by a program that knows nothing of the library, and through the library.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use cowrite::ports::Clock;
use cowrite::ports::files::{ContentHash, Whole};
use cowrite::{FileKind, LinkState, LinkView, OpenedLink, Paging, Timestamp, Upload};

use super::link::Shared;
use super::party::{MASTER, Party};
use super::sound::wav;
use super::teller::{Teller, Told, found};
use super::visitor::{Guest, file, only_track};

/// Has the bounce replaced twice, and each time a visitor open the link anew; then it has given all its downloads.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn replaced(party: &Party, shared: &Shared, seen: &OpenedLink, teller: &mut Teller<'_>) -> Told {
    teller.scene("A day later Olivia replaces the bounce, and the link stays")?;
    party.clock.pass(20);
    let (sarah, miles) = (shared.sarah(party), shared.miles(party));
    let (link, acts) = (link(party, shared).await?, replacings(party).await?);

    let second = wav(&[220, 262, 330, 440, 523])?;
    overwrite(&party.path(FileKind::Bounce, MASTER), &second, party.clock.now())?;
    let again = sarah.open().await?;
    teller.say(
        only_content_differs(seen, &again)?,
        "Her music program writes into the folder: at Sarah's next opening size and time differ, and nothing else",
    )?;
    takes(&sarah, "Sarah", &again, &second, party, teller).await?;
    teller.say(replacings(party).await? == acts, "The activity does not tell of it before the folder is followed")?;

    let third = wav(&[220, 262, 330, 440, 523, 659])?;
    let upload = Upload::new(FileKind::Bounce, MASTER);
    let blind = party.olivia.upload_file(party.track, upload.clone(), Whole::boxed(third.clone())).await;
    teller.refused("She uploads a third one under the same name", blind, "conflict")?;
    let done = party.olivia.upload_file(party.track, upload.replacing(), Whole::boxed(third.clone())).await?;
    let opened = miles.open().await?;
    let is_same_file = done.file.as_ref() == Some(&file(seen, MASTER)?.id);
    teller.say(
        is_same_file && only_content_differs(&again, &opened)? && replacings(party).await? == acts + 1,
        "She says that it is to replace the other: Miles, who opens the link now, sees the third, and the activity tells of it",
    )?;
    let preview = found(only_track(&opened)?.preview.as_ref(), "file that is played first")?;
    let heard = miles.play(party.track, preview).await?;
    teller.say(heard.name == MASTER, "It is still what is played before anything is chosen")?;
    takes(&miles, "Miles", &opened, &third, party, teller).await?;
    end(party, shared, link, &miles, teller).await
}

/// Writes into a file as any program does that knows nothing of the library.
fn overwrite(path: &Path, content: &[u8], at: Timestamp) -> Told {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    // By the time of the story: a disk's own clock may be too coarse to tell two writes apart.
    let since = Duration::from_millis(u64::try_from(at.millis())?);
    Ok(file.set_modified(SystemTime::UNIX_EPOCH + since)?)
}

/// Lets a visitor take the bounce home, and compares it with what Olivia has made.
async fn takes(
    guest: &Guest,
    who: &str,
    opened: &OpenedLink,
    made: &[u8],
    party: &Party,
    teller: &mut Teller<'_>,
) -> Told {
    let bytes = guest.take_home(party.track, &file(opened, MASTER)?.id).await?;
    let is_new = ContentHash::of(&bytes) == ContentHash::of(made) && bytes != party.content(MASTER)?;
    teller.say(is_new, format!("{who} takes it home: {} bytes, with the new one's hash", bytes.len()))
}

/// Shows that the limit has come, and that it is all that has changed about the link.
async fn end(party: &Party, shared: &Shared, before: LinkView, guest: &Guest, teller: &mut Teller<'_>) -> Told {
    teller.refused("That was the third download; the link's next opening", guest.open().await, "link_unavailable")?;
    let mut after = link(party, shared).await?;
    let (used, state) = (after.used, after.state);
    (after.used, after.state) = (before.used, before.state);
    let holds = after == before && (used, state) == (3, LinkState::UsedUp);
    teller.say(holds, format!("Olivia is told why: {state}, {used} downloads; all its settings are as they were"))
}

/// Returns whether the bounce has another content and time, and everything else that a visitor sees is the same.
fn only_content_differs(before: &OpenedLink, after: &OpenedLink) -> Told<bool> {
    let (old, new) = (file(before, MASTER)?, file(after, MASTER)?);
    let mut restored = after.clone();
    for seen in restored.tracks.iter_mut().flat_map(|track| &mut track.files).filter(|file| file.name == MASTER) {
        (seen.size, seen.modified_at) = (old.size, old.modified_at);
    }
    Ok(new.size != old.size && new.modified_at != old.modified_at && restored == *before)
}

async fn link(party: &Party, shared: &Shared) -> Told<LinkView> {
    let links = party.olivia.links(party.track).await?;
    found(links.into_iter().find(|link| link.id == shared.link), "link in Olivia's list")
}

/// Returns how many replacements of files the activity tells of.
async fn replacings(party: &Party) -> Told<usize> {
    let page = party.olivia.activity(party.track, Paging::first(Paging::MOST)).await?;
    Ok(page.entries.iter().filter(|entry| entry.what == "file_replaced").count())
}
