//! The workspace that both sides start from, made once: a database that each round copies.

use cowrite_benches::Outcome;
use cowrite_postgres_server::{Options, Server};
use uuid::Uuid;

/// The library's tables, as far as `set_shares` touches them, with a thousand tracks of four people.
const TABLES: &str = include_str!("tables.sql");

const TEMPLATE: &str = "world";
/// Of each kind, in hundredths of a percent: what the others hold, of whom each step sets one person's.
pub(crate) const MOST: i64 = 5_000;

/// A server that waits for the disk, and who and what is in its databases.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) owner: Uuid,
    /// Whose share is set.
    pub(crate) collaborator: Uuid,
    /// With their shards.
    tracks: Vec<(i16, Uuid)>,
}

/// One `set_shares`: on which track, to which hundredths of a percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) shard: i16,
    pub(crate) track: Uuid,
    pub(crate) share: i64,
}

impl World {
    pub(crate) fn new() -> Outcome<Self> {
        // One memory for all rounds: nothing is to depend on whether a checkpoint falls into a round.
        let options = Options::new().durable().setting("max_wal_size", "8GB").setting("checkpoint_timeout", "1h");
        let server = Server::start(options)?;
        server.query("postgres", &format!("CREATE DATABASE {TEMPLATE}"))?;
        server.query(TEMPLATE, TABLES)?;
        let ids = |ask: &str| -> Outcome<Vec<(i16, Uuid)>> {
            let rows = server.query(TEMPLATE, ask)?;
            let rows = rows.iter().filter_map(|row| Some((row.first()?, row.get(1)?)));
            rows.map(|(shard, id)| Ok((shard.parse()?, id.parse()?))).collect()
        };
        let people = ids("SELECT DISTINCT coalesce(master, 0), person FROM cowrite.member ORDER BY 1 DESC, 2")?;
        let tracks = ids("SELECT shard, id FROM cowrite.track ORDER BY created_at")?;
        let mut people = people.into_iter().map(|(_, person)| person);
        let (owner, collaborator) = people.next().zip(people.next()).ok_or("nobody is there")?;
        Ok(Self { server, owner, collaborator, tracks })
    }

    /// Makes a fresh copy for one round of one side, and returns its URL.
    pub(crate) fn copy(&self, name: &str) -> Outcome<String> {
        self.server.query("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        self.server.query("postgres", &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))?;
        self.server.query("postgres", "CHECKPOINT")?;
        Ok(self.server.url(name)?)
    }

    /// Returns the step with a number, of one of many clients with a track of its own each: none sets what is set already.
    pub(crate) fn step(&self, client: usize, number: usize) -> Outcome<Step> {
        let (shard, track) = self.tracks.get(client * 29).copied().ok_or("no such track")?;
        Ok(Step { shard, track, share: 1_000 + i64::try_from(number % 2_000)? })
    }

    /// Returns how many commands a copy holds beyond the template, by each table that one writes to.
    pub(crate) fn commands_in(&self, name: &str) -> Outcome<[u64; 3]> {
        let ask = "SELECT (SELECT count(*) - 7000 FROM cowrite.activity), (SELECT sum(version) - 6000 FROM cowrite.roster), \
                   (SELECT sum(version) - 7000 FROM cowrite.aggregate)";
        let rows = self.server.query(name, ask)?;
        let mut numbers = rows.iter().flatten().map(|number| number.parse());
        let mut next = || -> Outcome<u64> { Ok(numbers.next().ok_or("no number")??) };
        Ok([next()?, next()?, next()?])
    }
}
