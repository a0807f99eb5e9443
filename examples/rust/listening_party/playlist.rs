//! A playlist share: fifty tracks in the order that Olivia gives, and not one more.

use cowrite::{LinkSettings, OpenedLink, TrackId, Visit};

use super::party::Party;
use super::teller::{Teller, Told, found};
use super::visitor::Guest;

/// How many tracks a playlist share opens at most.
const MOST: usize = 50;

/// How many sketches further the next of the playlist is: of a number that shares no divisor with fifty, each comes once.
const STEP: usize = 7;

/// Has Olivia share fifty sketches, try one more, and delete one; returns a sketch that is there still.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn shared(party: &Party, teller: &mut Teller<'_>) -> Told<TrackId> {
    teller.scene("Olivia shares fifty sketches as a playlist")?;
    let sketches = sketches(party).await?;
    let chosen: Vec<&(TrackId, String)> = (0..MOST).filter_map(|place| sketches.get(place * STEP % MOST)).collect();
    let tracks: Vec<TrackId> = chosen.iter().map(|(track, _)| *track).collect();
    let made = party.olivia.create_playlist_share(tracks.iter().copied(), LinkSettings::new()).await?;
    let guest = Guest::new(&party.workspace, &found(made.secret, "secret, though it is new")?, Visit::new());
    let opened = guest.open().await?;
    let wanted: Vec<&str> = chosen.iter().map(|(_, title)| title.as_str()).collect();
    let is_in_order = titles(&opened) == wanted && wanted.len() == MOST;
    teller.say(is_in_order, format!("“{}” opens in her order: {}", opened.name, beginning_and_end(&opened)))?;

    let before = party.olivia.links(None).await?;
    let (extra, _) = found(sketches.last(), "sketch")?;
    let too_many = tracks.iter().copied().chain([*extra]);
    let answer = party.olivia.create_playlist_share(too_many.clone(), LinkSettings::new()).await;
    teller.refused("Another with one more", answer, "playlist_too_long")?;
    let answer = party.olivia.update_link(made.link.id, LinkSettings::new().tracks(too_many)).await;
    teller.refused("One more in this one", answer, "playlist_too_long")?;
    let is_as_before = party.olivia.links(None).await? == before && guest.open().await? == opened;
    teller
        .say(is_as_before, "Each is refused whole: there are as many links as before, and this one opens as before")?;

    let (gone, title) = found(chosen.get(1), "second sketch")?;
    party.olivia.delete_track(*gone).await?;
    let opened = guest.open().await?;
    let rest: Vec<&str> = wanted.into_iter().filter(|other| other != title).collect();
    let holds = titles(&opened) == rest && rest.len() == MOST - 1;
    teller.say(holds, format!("She deletes “{title}”: it is skipped, and the other {} stay in order", rest.len()))?;
    Ok(*extra)
}

/// Makes sketches, all in one commit: one more than a playlist takes.
async fn sketches(party: &Party) -> Told<Vec<(TrackId, String)>> {
    let batch = party.olivia.batch()?;
    let mut sketches = Vec::with_capacity(MOST + 1);
    for number in 1..=MOST + 1 {
        let title = format!("Sketch {number:02}");
        sketches.push((batch.actor().create_track(title.as_str()).await?.id, title));
    }
    batch.commit().await?;
    Ok(sketches)
}

fn titles(opened: &OpenedLink) -> Vec<&str> {
    opened.tracks.iter().map(|track| track.title.as_str()).collect()
}

fn beginning_and_end(opened: &OpenedLink) -> String {
    let titles = titles(opened);
    let first = titles.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    format!("{first} … {}", titles.last().copied().unwrap_or_default())
}
