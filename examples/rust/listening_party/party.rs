//! Who is there, and what is laid out before the story begins: a workspace, its folder of files, and music of one's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use cowrite::adapters::{LocalFolder, LocalFolderOptions};
use cowrite::ports::Clock;
use cowrite::ports::files::Whole;
use cowrite::{
    Access, Accounts, Actor, FileKind, FileRef, InvitationTerms, NewPerson, Percent, ShareEdits, ShareRow, Timestamp,
    TrackId, Upload, Workspace,
};

use super::archive::{packed, session};
use super::sound::wav;
use super::teller::{Teller, Told, found};

/// What the track is called, and so its folder.
pub(crate) const TITLE: &str = "Midnight Sessions";

/// The bounce that is replaced twice.
pub(crate) const MASTER: &str = "Midnight Sessions (master).wav";

/// The bounce that the link leaves out.
pub(crate) const IDEA: &str = "First idea.wav";

/// The only file that visitors may take home besides bounces.
pub(crate) const STEMS: &str = "Stems.zip";

/// When the story begins.
const BEGIN: &str = "2026-03-06T18:00:00Z";

/// The clock of the story, so that it is told the same whenever it is told.
#[derive(Debug, Clone)]
pub(crate) struct StoryClock(Arc<AtomicI64>);

impl StoryClock {
    /// Lets hours pass.
    pub(crate) fn pass(&self, hours: i64) {
        self.0.fetch_add(hours * 3_600_000, Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        // One millisecond for each look, so that no two commits are of one instant.
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::Relaxed)).unwrap_or_default()
    }
}

/// A file as somebody has it before they share it.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) kind: FileKind,
    /// Its name.
    pub(crate) name: &'static str,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
}

/// Makes the audio that Olivia has: bounces, stems in one archive, a voice, and the session.
///
/// # Errors
/// Where it cannot be made.
pub(crate) fn music() -> Told<Vec<Piece>> {
    let stems = [("Kick.wav", wav(&[55, 55, 55, 55])?), ("Bass.wav", wav(&[110, 131, 165, 131])?)];
    let piece = |kind, name, content| Piece { kind, name, content };
    Ok(vec![
        piece(FileKind::Bounce, IDEA, wav(&[220, 330])?),
        piece(FileKind::Bounce, MASTER, wav(&[220, 262, 330, 440])?),
        piece(FileKind::Bounce, "Midnight Sessions (rough).wav", wav(&[220, 262, 330])?),
        piece(FileKind::Stem, STEMS, packed(&stems)?),
        piece(FileKind::Vocal, "Lead vocal.wav", wav(&[440, 494, 523])?),
        piece(FileKind::ProjectFile, "Midnight Sessions.dawproject", session(TITLE, &["Kick", "Bass", "Lead vocal"])?),
    ])
}

/// The party.
#[derive(Debug)]
pub(crate) struct Party {
    /// The workspace, in one SQLite file.
    pub(crate) workspace: Workspace,
    /// Its time.
    pub(crate) clock: StoryClock,
    /// The folder in which the files of all tracks lie.
    pub(crate) files: PathBuf,
    /// Who owns the track.
    pub(crate) olivia: Actor,
    /// Who edits it, too.
    pub(crate) alex: Actor,
    /// The track.
    pub(crate) track: TrackId,
    /// What Olivia lays into it.
    pub(crate) music: Vec<Piece>,
}

impl Party {
    /// Sets everything up in a folder that is new or empty: people, a track with its shares, and its audio.
    ///
    /// # Errors
    /// Where there is something in the folder already, or it cannot be written to.
    pub(crate) async fn begin(folder: &Path, teller: &mut Teller<'_>) -> Told<Self> {
        std::fs::create_dir_all(folder)?;
        if std::fs::read_dir(folder)?.next().is_some() {
            return Err(format!("{} is not empty: name a new folder", folder.display()).into());
        }
        let start = BEGIN.parse::<Timestamp>()?;
        let clock = StoryClock(Arc::new(AtomicI64::new(start.millis())));
        let files = folder.join("files");
        let kept = LocalFolder::open(&files, LocalFolderOptions::new())?;
        let accounts = Accounts::One(kept.connection());
        let builder = Workspace::builder().clock(clock.clone()).files(kept, accounts);
        let workspace = builder.open(folder.join("party.db")).await?;

        let person = |id, name, email| NewPerson::new(id, name).email(email);
        let olivia = workspace.register(person("olivia-1", "Olivia Park", "olivia@example.com")).await?;
        let alex = workspace.register(person("alex-1", "Alex Reyes", "alex@example.com")).await?;
        let (olivia, alex) = (workspace.acting_as(olivia.id), workspace.acting_as(alex.id));
        let track = olivia.create_track(TITLE).await?.id;
        let half = ShareEdits::all(found(Percent::from_hundredths(5_000), "half")?);
        let terms = InvitationTerms::new(Access::Editor).role("producer").shares(half);
        alex.accept_invitation(olivia.invite(track, alex.id(), terms).await?.id).await?;
        olivia.set_shares(track, [ShareRow { person: olivia.id(), edits: half }]).await?;

        let party = Self { workspace, clock, files, olivia, alex, track, music: music()? };
        party.lay(teller).await?;
        Ok(party)
    }

    /// Has Olivia lay her audio into the track, where Alex finds it.
    async fn lay(&self, teller: &mut Teller<'_>) -> Told {
        for Piece { kind, name, content } in &self.music {
            let upload = Upload::new(*kind, *name);
            self.olivia.upload_file(self.track, upload, Whole::boxed(content.clone())).await?;
        }
        teller.scene("A folder of audio becomes a track's files")?;
        let (hers, his) = (self.olivia.files(self.track).await?, self.alex.files(self.track).await?);
        let is_whole = hers.files.iter().zip(&self.music).all(|(file, piece)| {
            (file.name.as_str(), file.kind, file.size) == (piece.name, piece.kind, piece.content.len() as u64)
        });
        let count = hers.files.len();
        let all = is_whole && count == self.music.len();
        teller.say(all, format!("Olivia lays {count} files into “{TITLE}”, each into the folder of its kind"))?;
        teller.say(his == hers, "Alex, who edits the track, finds the same")?;
        let stranger = self.workspace.register(NewPerson::new("kim-1", "Kim")).await?;
        let answer = self.workspace.acting_as(stranger.id).files(self.track).await;
        teller.refused("Kim, who has no part in it", answer, "not_found")
    }

    /// Returns where a file of the track lies on the disk: Olivia's own programs know it by that.
    pub(crate) fn path(&self, kind: FileKind, name: &str) -> PathBuf {
        self.files.join(TITLE).join(kind.folder().unwrap_or_default()).join(name)
    }

    /// Returns the bytes that Olivia has of a file.
    ///
    /// # Errors
    /// Where she has none of that name.
    pub(crate) fn content(&self, name: &str) -> Told<&[u8]> {
        let piece = self.music.iter().find(|piece| piece.name == name);
        found(piece.map(|piece| piece.content.as_slice()), name)
    }

    /// Returns the id of a file of the track, as Olivia sees it.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub(crate) async fn file(&self, name: &str) -> Told<FileRef> {
        let listed = self.olivia.files(self.track).await?;
        found(listed.files.into_iter().find(|file| file.name == name).map(|file| file.id), name)
    }
}
