//! The tracks that both sides of a bench set shares on, made by the library.

use cowrite::{Access, NewPerson, NewTrack, Percent, PersonId, ShareEdits, ShareRow, TrackId, Workspace};

use crate::Outcome;

/// Whose share of each track changes, the first of a track's collaborators.
const COLLABORATORS: [&str; 3] = ["Alex Reyes", "Jordan Vale", "Sam Okafor"];
const OWNED: u16 = 5_000;

/// Who and what has been made.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "a bench's own")]
pub struct Tracks {
    /// Who owns all tracks and sets shares.
    pub owner: PersonId,
    /// Whose share is set.
    pub collaborator: PersonId,
    /// Four people each, in no group.
    pub tracks: Vec<TrackId>,
}

/// Makes so many tracks in an empty workspace.
///
/// # Errors
/// As the workspace refuses.
pub async fn fill(workspace: &Workspace, count: usize) -> Outcome<Tracks> {
    let owner = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?.id;
    let mut people = Vec::new();
    for (number, name) in COLLABORATORS.into_iter().enumerate() {
        people.push(workspace.register(NewPerson::new(format!("person-{number}"), name)).await?.id);
    }
    let collaborator = *people.first().ok_or("nobody collaborates")?;
    let me = workspace.acting_as(owner);
    let mut tracks = Vec::new();
    for number in 0..count {
        let track = me.create_track(NewTrack::new(format!("Midnight Session {number}"))).await?.id;
        for person in &people {
            let invitation = me.invite(track, *person, Access::Editor).await?;
            workspace.acting_as(*person).accept_invitation(invitation.id).await?;
        }
        me.set_shares(track, [row(owner, OWNED)?, row(collaborator, 2_000)?]).await?;
        me.set_shares(track, [row(collaborator, 3_000)?]).await?;
        tracks.push(track);
    }
    Ok(Tracks { owner, collaborator, tracks })
}

/// The change of one row, as the library takes it.
///
/// # Errors
/// For more than 100 percent.
pub fn row(person: PersonId, hundredths: u16) -> Outcome<ShareRow> {
    let share = Percent::from_hundredths(hundredths).ok_or("more than 100 percent")?;
    Ok(ShareRow { person, edits: ShareEdits::all(share) })
}
