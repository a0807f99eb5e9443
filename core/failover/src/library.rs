use std::sync::Arc;

use cowrite::adapters::PostgresOptions;
use cowrite::{Actor, Error, NewPerson, NewTrack, PersonId, TrackId, TrackUpdate, Workspace};
use uuid::Uuid;

use crate::Outcome;
use crate::commands::{Commands, Done, Program, Tried, committed_at};
use crate::plain::connect;

/// The library itself: half of its clients' commands give a track the key as its title, half create a track so named.
#[derive(Debug)]
pub(crate) struct Library;

/// The person who owns all, and the tracks that commands change.
#[derive(Debug)]
pub(crate) struct World {
    owner: PersonId,
    tracks: Arc<[TrackId]>,
}

/// Titles that commands gave, with their place behind the creation; and those of tracks that commands created.
const DONE: &str = concat!(
    "SELECT id, seq - 1, event::jsonb #>> '{track,details_changed,title,after}', ",
    committed_at!(),
    " FROM cowrite.activity WHERE kind = 2 AND seq > 1 \
     UNION ALL SELECT id, 0, event::jsonb #>> '{track,created,title}', ",
    committed_at!(),
    " FROM cowrite.activity WHERE kind = 2 AND seq = 1"
);

async fn open(url: &str) -> Result<Workspace, Error> {
    Workspace::builder().connect_with(url, PostgresOptions::new().connections(1)).await
}

impl Program for Library {
    type Client = LibraryClient;
    type World = World;

    async fn prepare(&self, url: &str, aggregates: i32) -> Outcome<World> {
        let workspace = open(url).await?;
        let owner = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?.id;
        let mut tracks = Vec::new();
        for number in 0..aggregates {
            tracks.push(
                workspace.acting_as(owner).create_track(NewTrack::new(format!("Midnight Session {number}"))).await?.id,
            );
        }
        Ok(World { owner, tracks: tracks.into() })
    }

    fn client(&self, url: &str, world: &World) -> LibraryClient {
        let World { owner, tracks } = world;
        LibraryClient { url: url.to_owned(), owner: *owner, tracks: Arc::clone(tracks), actor: None }
    }

    async fn done(&self, url: &str, world: &World) -> Outcome<Vec<Done>> {
        let workspace = open(url).await?;
        workspace.verify().await?;
        let mut done = Vec::new();
        for row in connect(url).await?.query(DONE, &[]).await? {
            let (id, seq, title): (Uuid, i64, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let committed_at = row.try_get(3)?;
            let place = world.tracks.iter().position(|track| track.uuid() == id);
            let (aggregate, seq) = match place {
                // The tracks that were there before have titles that are no keys.
                Some(_) if seq == 0 => continue,
                Some(place) => (i32::try_from(place)?, seq),
                // One that a command has created is a history of its own.
                None => (-i32::try_from(done.len())? - 1, seq + 1),
            };
            done.push(Done { key: title.parse()?, aggregate, seq, committed_at });
        }
        Ok(done)
    }
}

/// One client, with a workspace that looks after its connection itself.
#[derive(Debug)]
pub(crate) struct LibraryClient {
    url: String,
    owner: PersonId,
    tracks: Arc<[TrackId]>,
    actor: Option<Actor>,
}

impl LibraryClient {
    async fn act(&self, actor: &Actor, key: &str, aggregate: i32) -> Result<(), Error> {
        let actor = actor.with_key(key);
        let place = usize::try_from(aggregate).unwrap_or_default();
        match self.tracks.get(place).filter(|_| place.is_multiple_of(2)) {
            Some(track) => actor.update_track(*track, TrackUpdate::new().title(key)).await.map(drop),
            None => actor.create_track(key).await.map(drop),
        }
    }
}

impl Commands for LibraryClient {
    async fn attempt(&mut self, key: Uuid, aggregate: i32) -> Tried {
        let name = key.to_string();
        let actor = match &self.actor {
            Some(actor) => actor,
            None => match open(&self.url).await {
                Ok(workspace) => self.actor.insert(workspace.acting_as(self.owner)),
                Err(_) => return Tried::NotDone,
            },
        };
        let actor = actor.clone();
        match self.act(&actor, &name, aggregate).await {
            Ok(()) => Tried::Done,
            Err(Error::Conflict) => Tried::NotDone,
            // Whatever it says: with the key, asking again is safe.
            Err(_) => Tried::Unknown,
        }
    }
}
