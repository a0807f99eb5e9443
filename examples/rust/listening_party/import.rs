//! An import: what an engineer without an account sends, put in order and accepted.

use cowrite::ports::files::Whole;
use cowrite::{
    ActivityEntry, EFFECTS_LIMIT, FileKind, FileView, ImportInto, ImportStatus, ImportUpdate, ImportView, NewImport,
    Paging, Suggestion,
};

use super::archive::session;
use super::party::{Party, Piece, TITLE};
use super::sound::wav;
use super::table::{align_right, table};
use super::teller::{Teller, Told, found};

/// Who sends, by the name that he gives.
const SENDER: &str = "Sam Ortiz";

/// What he puts into a folder whose name says nothing.
const COMP: &str = "Olivia comp 3.wav";

/// What Sam sends: in which folder each file comes, and what it is at last.
fn sent() -> Told<Vec<(&'static str, Piece)>> {
    let piece = |kind, name, content| Piece { kind, name, content };
    Ok(vec![
        ("Night/Stems", piece(FileKind::Stem, "Kick.wav", wav(&[55, 49])?)),
        ("Night/Bounces", piece(FileKind::Bounce, "Night 4.wav", wav(&[220, 247, 294])?)),
        ("Night/Projects", piece(FileKind::ProjectFile, "Night 4.dawproject", session(TITLE, &["Kick", "Comp"])?)),
        ("Night/for Olivia", piece(FileKind::Vocal, COMP, wav(&[494, 523])?)),
    ])
}

/// Has Sam send files, and Olivia put them in order and accept them into the track.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn taken_in(party: &Party, teller: &mut Teller<'_>) -> Told {
    teller.scene("An engineer without an account sends files")?;
    let sent = sent()?;
    let before = newest(party).await?;
    let note = NewImport::new().note("Kick is new, comp is take 3.").track_name("midnight sessions");
    let import = sent
        .iter()
        .fold(note, |import, (folder, piece)| import.file(piece.name, Some(folder), piece.content.len() as u64));
    let received = party.workspace.receive_import(party.olivia.id(), SENDER, "sam@example.net", import).await?;
    let waits = received.state == ImportStatus::Pending && newest(party).await? == before;
    teller
        .say(waits, format!("{SENDER} sends {} files; they wait, and the track is as it was", received.files.len()))?;
    for (number, (_, piece)) in (0..).zip(&sent) {
        let content = Whole::boxed(piece.content.clone());
        party.workspace.receive_file(received.id, number, content).await?;
    }

    let comp = found(received.files.iter().position(|file| file.name.as_str() == COMP), COMP)?;
    let update = ImportUpdate::new().kind(comp, FileKind::Vocal).track(Some(party.track));
    let corrected = party.olivia.update_import(received.id, update).await?;
    show(&received, &corrected, &sent, teller)?;
    let detail = party.olivia.import(received.id).await?;
    let Suggestion { title, likeness, .. } = found(detail.suggestions.first(), "track that is suggested")?;
    teller.say(title == TITLE, format!("Likeliest meant by “midnight sessions”: “{title}”, {likeness} %"))?;

    let accepted = party.olivia.accept_import(received.id, party.track).await?;
    let again = party.olivia.accept_import(received.id, ImportInto::new_track("Once more")).await?;
    let once = accepted.track == Some(party.track) && again == accepted && accepted.state == ImportStatus::Accepted;
    teller.say(once, format!("Olivia accepts them into “{TITLE}”; accepting again makes no second track"))?;
    told(party, teller).await?;
    carried(party, &sent, teller).await
}

/// Has done outside what accepting has made necessary, and finds the files in the track's folder.
async fn carried(party: &Party, sent: &[(&str, Piece)], teller: &mut Teller<'_>) -> Told {
    let run = party.workspace.run_effects(EFFECTS_LIMIT).await?;
    let listed = party.olivia.files(party.track).await?.files;
    let is_there = |(_, piece): &(&str, Piece)| {
        let is_it = |file: &FileView| (file.name.as_str(), file.kind) == (piece.name, piece.kind);
        listed.iter().any(|file| is_it(file) && file.size == piece.content.len() as u64)
    };
    let all = sent.iter().all(is_there) && (run.failed, run.left) == (0, 0);
    teller
        .say(all, format!("Their {} files lie in the folder of “{TITLE}” now, each where its kind belongs", sent.len()))
}

/// Shows what each file was taken for, and what it is.
fn show(received: &ImportView, corrected: &ImportView, sent: &[(&str, Piece)], teller: &mut Teller<'_>) -> Told {
    let mut listing = table(["folder", "file", "bytes", "taken for", "is"]);
    align_right(&mut listing, 2..3);
    let mut all = sent.len() == received.files.len();
    for ((guess, file), (folder, piece)) in received.files.iter().zip(&corrected.files).zip(sent) {
        all &= file.name.as_str() == piece.name && file.kind == piece.kind;
        // Only the one in a folder that says nothing is taken for something else.
        all &= (guess.kind == piece.kind) != (piece.name == COMP);
        let (guess, kind) = (guess.kind.as_str(), file.kind.as_str());
        listing.add_row([folder, file.name.as_str(), &file.size.to_string(), guess, kind]);
    }
    teller.say(all, listing)
}

/// Reads in the activity who accepted, and whose files they were.
async fn told(party: &Party, teller: &mut Teller<'_>) -> Told {
    let entry = newest(party).await?;
    let (by, from) = (entry.by_name.as_deref().unwrap_or_default(), entry.person_name.as_deref().unwrap_or_default());
    let holds = (entry.what.as_str(), by, from) == ("imported", "Olivia Park", SENDER);
    teller.say(holds, format!("The activity tells both: {}, by {by}, from {from}", entry.what))
}

async fn newest(party: &Party) -> Told<ActivityEntry> {
    let page = party.olivia.activity(party.track, Paging::first(1)).await?;
    found(page.entries.into_iter().next(), "activity on the track")
}
