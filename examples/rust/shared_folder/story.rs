//! What happens to the folder.

use std::time::Duration;

use cowrite::ports::files::{ByteRange, Whole, read_all};
use cowrite::{
    Access, Action, Body, FileKind, FileRef, InvitationTerms, LinkSettings, MemberTrouble, Paging, Upload, Visit,
};

use super::sound::wav;
use super::studio::{Somebody, Studio, TITLE};
use super::teller::{Teller, Told, found};

/// The bounce that Olivia uploads.
const MIX: &str = "Mix.wav";

/// The one that Jordan puts there.
const MASTER: &str = "Master.wav";

/// Has Olivia upload a bounce.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn laid(studio: &Studio, teller: &mut Teller<'_>) -> Told<FileRef> {
    teller.scene("A bounce goes into Olivia's own Dropbox")?;
    let content = wav(&[220, 262, 330])?;
    let upload = Upload::new(FileKind::Bounce, MIX);
    let done = studio.olivia.actor.upload_file(studio.track, upload, Whole::boxed(content.clone())).await?;
    let path = found(studio.lies(&studio.olivia, MIX), "bounce in her Dropbox")?;
    let is_whole = studio.fake.file(&studio.olivia.account, &path).as_ref() == Some(&content);
    teller.say(is_whole, format!("She uploads “{MIX}” to “{TITLE}”: it lies in {path}, byte for byte"))?;
    found(done.file, "id of the bounce")
}

/// Has Jordan and Sam join.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn shared(studio: &Studio, teller: &mut Teller<'_>) -> Told {
    teller.scene("The folder follows access")?;
    join(studio, &studio.jordan, Access::Editor).await?;
    join(studio, &studio.sam, Access::Viewer).await?;
    teller.say(studio.catch_up().await? == 0, "Jordan joins as editor, Sam as viewer")?;
    let shared = studio.fake.shared_folders();
    teller.say(shared.len() == 1, "One folder is shared, the track's, and none above it")?;
    let path = found(studio.lies(&studio.jordan, MIX), "bounce in Jordan's Dropbox")?;
    teller.say(true, format!("Jordan has the bounce in the own Dropbox, at {path}"))?;
    let panel = studio.olivia.actor.collaborators(studio.track).await?;
    let sam = panel.rows.iter().find(|row| row.person == studio.sam.id());
    let trouble = sam.and_then(|row| row.folder_trouble);
    let is_told = trouble == Some(MemberTrouble::Pending) && studio.lies(&studio.sam, MIX).is_none();
    teller.say(is_told, "Sam's row in the panel says why Sam has not: pending")?;
    let heard =
        bytes(studio, &studio.sam.actor.stream_file(studio.track, &found_mix(studio).await?).await?.ticket).await?;
    teller.say(heard == wav(&[220, 262, 330])?, "Through the library Sam hears it all the same")
}

/// Has Jordan put a bounce into the folder with a program of Dropbox's own.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn dropped(studio: &Studio, teller: &mut Teller<'_>) -> Told {
    teller.scene("Jordan drops a master into the folder, past the library")?;
    let followed = studio.workspace.follow_files(Paging::default()).await?;
    teller.say(followed.appeared == 0, "Until then there is no news")?;
    studio.fake.advance(Duration::from_secs(3_600));
    let path = found(studio.lies(&studio.jordan, MIX), "bounce in Jordan's Dropbox")?.replace(MIX, MASTER);
    let put = studio.fake.put_file(&studio.jordan.account, &path, &wav(&[220, 262, 330, 440])?);
    teller.say(put.is_some(), format!("Jordan saves {path}"))?;
    let followed = studio.workspace.follow_files(Paging::default()).await?;
    teller.say(followed.appeared == 1, "The workspace hears of one new file")?;
    let overview = studio.olivia.actor.track_overview(studio.track).await?;
    let latest = overview.latest_version.map(|version| version.name);
    teller.say(latest.as_deref() == Some(MASTER), format!("Olivia sees the latest version: “{MASTER}”"))
}

/// Has a visitor of a link hear what lies there.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn heard(studio: &Studio, mix: &FileRef, teller: &mut Teller<'_>) -> Told {
    teller.scene("A link plays from Dropbox")?;
    let made = studio.olivia.actor.create_share_link(studio.track, LinkSettings::new()).await?;
    let secret = found(made.secret, "secret of the link")?;
    let visitor = studio.workspace.visitor();
    let opened = visitor.open(&secret, Visit::default()).await?;
    let count: usize = opened.tracks.iter().map(|track| track.files.len()).sum();
    teller.say(count == 2, "A visitor finds both bounces")?;
    let given = visitor.stream(&secret, studio.track, mix, Visit::default()).await?;
    teller.say(bytes(studio, &given.ticket).await? == wav(&[220, 262, 330])?, "and hears every byte of the first")
}

/// Has Jordan's access end while Dropbox goes away.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn revoked(studio: &Studio, teller: &mut Teller<'_>) -> Told {
    teller.scene("Olivia revokes Jordan's access, and Dropbox goes away in the middle of it")?;
    studio.olivia.actor.revoke(studio.track, studio.jordan.id()).await?;
    let answer = studio.jordan.actor.files(studio.track).await;
    teller.refused("Jordan's very next call", answer, "not_found")?;
    studio.fake.crash_during(3);
    let failed = studio.catch_up().await?;
    teller.say(failed > 0, "The folder cannot be taken back yet: Dropbox does not answer any more")?;
    studio.fake.resume();
    studio.fake.advance(Duration::from_secs(3_600));
    teller.say(studio.catch_up().await? == 0, "An hour later it answers, and what was begun is done")?;
    let is_gone = studio.fake.paths(&studio.jordan.account).is_empty();
    teller.say(is_gone, "Jordan's Dropbox has nothing of it left, no copy either")?;
    let is_kept = studio.lies(&studio.olivia, MIX).is_some() && studio.lies(&studio.olivia, MASTER).is_some();
    teller.say(is_kept, "Olivia's has both bounces, Jordan's master too")
}

/// Has the track handed over to Sam.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn handed_over(studio: &Studio, mix: &FileRef, teller: &mut Teller<'_>) -> Told {
    teller.scene("Olivia hands the track over to Sam, folder and all")?;
    let (olivia, sam) = (&studio.olivia, &studio.sam);
    olivia.actor.offer_ownership(studio.track, sam.id()).await?;
    sam.actor.accept_ownership(studio.track).await?;
    let waits = studio.catch_up().await? > 0 && sam.actor.collaborators(studio.track).await?.transfer_pending;
    teller.say(waits, "The files wait for Sam to connect a Dropbox: transfer_pending")?;
    studio.connect(sam).await?;
    studio.fake.advance(Duration::from_secs(24 * 3_600));
    teller.say(studio.catch_up().await? == 0, "Sam does")?;
    let owner = studio.fake.shared_folders().into_iter().map(|folder| folder.owner).collect::<Vec<_>>();
    teller.say(owner == [sam.account.account_id.clone()], "The folder is Sam's by now")?;
    let panel = sam.actor.collaborators(studio.track).await?;
    let can_still = olivia.actor.can(studio.track, Action::EditFiles).await?;
    let has_both = studio.lies(olivia, MIX).is_some() && studio.lies(sam, MIX).is_some();
    teller.say(!panel.transfer_pending && can_still && has_both, "Olivia goes on working in it, as a collaborator")?;
    let same = found_mix(studio).await? == *mix;
    teller.say(same, "The bounce is the same file, with the same id: links go on playing it")
}

async fn join(studio: &Studio, somebody: &Somebody, access: Access) -> Told {
    let terms = InvitationTerms::new(access);
    let invitation = studio.olivia.actor.invite(studio.track, somebody.id(), terms).await?;
    Ok(somebody.actor.accept_invitation(invitation.id).await.map(drop)?)
}

async fn found_mix(studio: &Studio) -> Told<FileRef> {
    let files = studio.olivia.actor.files(studio.track).await?.files;
    found(files.into_iter().find(|file| file.name == MIX).map(|file| file.id), MIX)
}

/// Redeems a ticket for all its bytes.
async fn bytes(studio: &Studio, ticket: &cowrite::Ticket) -> Told<Vec<u8>> {
    match studio.workspace.redeem(ticket, ByteRange::All).await?.body {
        Body::Bytes { mut data, .. } => Ok(read_all(data.as_mut(), 1 << 20).await?),
        _ => Err("no bytes came".into()),
    }
}
