//! The workspace that both sides start from, made by the library: one file that each round copies.

use std::path::{Path, PathBuf};

use cowrite::{Access, NewGroup, NewTrack, PersonId, TrackId, Workspace};
use cowrite_benches::Outcome;
use cowrite_benches::tracks::{Tracks, fill};

/// How many tracks there are; a caller goes through them in scattered order.
const TRACKS: usize = 1_000;
/// What the last change of shares on every track in the file changed, from and to: of each kind of the first collaborator.
pub(crate) const LAST_CHANGE: [&str; 2] = ["20.00", "30.00"];

/// Who and what is in the file.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// The file, closed: there is no log beside it.
    pub(crate) file: PathBuf,
    /// Who owns all tracks and sets shares.
    pub(crate) owner: PersonId,
    /// Whose share is set, and who is asked about by `can`.
    pub(crate) collaborator: PersonId,
    /// The tracks: four people each, in no group.
    pub(crate) tracks: Vec<TrackId>,
    /// A track in a group in a group; the collaborator is on the outer one.
    pub(crate) deep: TrackId,
}

/// One `set_shares`: on which track, to which hundredths of a percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// On which track.
    pub(crate) track: TrackId,
    /// To how much, of each kind.
    pub(crate) share: u16,
}

impl World {
    /// Makes the file in `directory`.
    pub(crate) fn new(directory: &Path) -> Outcome<Self> {
        let file = directory.join("template.db");
        let made = pollster::block_on(Self::fill(&file))?;
        Ok(made)
    }

    async fn fill(file: &Path) -> Outcome<Self> {
        let workspace = Workspace::open(file).await?;
        let Tracks { owner, collaborator, tracks } = fill(&workspace, TRACKS).await?;
        let me = workspace.acting_as(owner);
        let label = me.create_group("Moonlight Records").await?;
        let album = me.create_group(NewGroup::new("Night Album").in_group(label.id)).await?;
        let deep = me.create_track(NewTrack::new("Two Deep").in_group(album.id)).await?.id;
        let invitation = me.invite(label.id, collaborator, Access::Editor).await?;
        workspace.acting_as(collaborator).accept_invitation(invitation.id).await?;
        Ok(Self { file: file.to_path_buf(), owner, collaborator, tracks, deep })
    }

    /// Copies the file, for one round of one side.
    pub(crate) fn copy(&self, directory: &Path, name: &str) -> Outcome<PathBuf> {
        cowrite_benches::raw::copy(&self.file, directory, name)
    }

    /// Returns the step with a number, of one caller among all tracks: no step sets what is set already.
    pub(crate) fn step(&self, number: usize) -> Outcome<Step> {
        let count = self.tracks.len();
        let track = self.tracks.get((number * 379) % count).copied().ok_or("no such track")?;
        Ok(Step { track, share: share(number / count)? })
    }

    /// Returns the step with a number, of one of many callers with a track of its own each.
    pub(crate) fn step_of(&self, caller: usize, number: usize) -> Outcome<Step> {
        let track = self.tracks.get(caller * 29).copied().ok_or("no such track")?;
        Ok(Step { track, share: share(number)? })
    }
}

/// Always four digits, so that what is written is as long each time; with the owner's it never passes 100.
fn share(number: usize) -> Outcome<u16> {
    Ok(u16::try_from(1_000 + number % 4_000)?)
}
