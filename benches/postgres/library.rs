//! The library's side: its public face on `Workspace::connect_with`, one workspace for all clients.

use std::sync::Arc;

use cowrite::adapters::PostgresOptions;
use cowrite::{Actor, PersonId, Workspace};
use cowrite_benches::Outcome;
use cowrite_benches::tracks::row;

use crate::side::Side;
use crate::world::{Step, World};

#[derive(Debug)]
pub(crate) struct Library;

#[derive(Debug)]
pub(crate) struct Client {
    actor: Actor,
    person: PersonId,
}

impl Side for Library {
    type Client = Client;

    async fn open(world: &Arc<World>, url: &str, clients: usize) -> Outcome<Vec<Client>> {
        let options = PostgresOptions::new().connections(clients);
        let workspace = Workspace::builder().connect_with(url, options).await?;
        let client = |_| Client { actor: workspace.acting_as(world.owner), person: world.collaborator };
        Ok((0..clients).map(client).collect())
    }

    async fn command(Client { actor, person }: &Client, step: Step) -> Outcome<()> {
        let changed = actor.set_shares(step.track, [row(*person, step.share)?]).await?;
        if changed.changes.len() == 1 { Ok(()) } else { Err("a step changed nothing".into()) }
    }
}
