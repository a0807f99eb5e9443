//! The workspace that both sides start from, made by the library: a database that each round copies.

use cowrite::{PersonId, TrackId, Workspace};
use cowrite_benches::Outcome;
use cowrite_benches::tracks::{Tracks, fill};
use cowrite_postgres_server::{Options, Server};
use uuid::Uuid;

const TEMPLATE: &str = "world";
const TRACKS: usize = 200;

/// What the last change of shares on every track changed, from and to: of each kind of the first collaborator.
const LAST_CHANGE: [&str; 2] = ["20.00", "30.00"];

/// A server that waits for the disk, and who and what is in its databases.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) owner: PersonId,
    /// Whose share is set.
    pub(crate) collaborator: PersonId,
    /// With their shards.
    tracks: Vec<(i16, TrackId)>,
    /// What the library wrote of a change of one share, with marks for those before and after.
    event: String,
}

/// One `set_shares`: on which track, to which hundredths of a percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) shard: i16,
    pub(crate) track: TrackId,
    pub(crate) share: u16,
}

impl World {
    pub(crate) fn new() -> Outcome<Self> {
        // No checkpoint is to fall into a round.
        let options = Options::new().durable().setting("max_wal_size", "8GB").setting("checkpoint_timeout", "1h");
        let server = Server::start(options)?;
        server.query("postgres", &format!("CREATE DATABASE {TEMPLATE}"))?;
        let url = server.url(TEMPLATE)?;
        let filled = pollster::block_on(async {
            let workspace = Workspace::connect(&url).await?;
            fill(&workspace, TRACKS).await
        });
        let Tracks { owner, collaborator, tracks } = filled?;
        server.query(TEMPLATE, "VACUUM (ANALYZE)")?;
        let shards = server.query(TEMPLATE, "SELECT shard, id FROM cowrite.track")?;
        let mut shard_of = std::collections::BTreeMap::<Uuid, i16>::new();
        for row in &shards {
            let (shard, id) = row.first().zip(row.get(1)).ok_or("a row without columns")?;
            shard_of.insert(id.parse()?, shard.parse()?);
        }
        let with_shard = |id: TrackId| Some((*shard_of.get(&id.uuid())?, id));
        let tracks = tracks.into_iter().map(with_shard).collect::<Option<_>>().ok_or("a track has no row")?;
        let events =
            server.query(TEMPLATE, "SELECT event FROM cowrite.activity WHERE kind = 4 ORDER BY seq DESC LIMIT 1")?;
        let event = events.into_iter().flatten().next().ok_or("there is no event")?;
        let [before, after] = LAST_CHANGE;
        let event = event.replace(before, "BBBBB").replace(after, "AAAAA");
        Ok(Self { server, owner, collaborator, tracks, event })
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
        let (shard, track) = self.tracks.get(client * 5).copied().ok_or("no such track")?;
        // Always four digits, so that what is written is as long each time.
        Ok(Step { shard, track, share: u16::try_from(1_000 + number % 2_000)? })
    }

    /// The library's words for a change of one share on all kinds.
    pub(crate) fn event(&self, before: i64, after: u16) -> String {
        let shown = |share: i64| format!("{}.{:02}", share / 100, share % 100);
        self.event.replace("BBBBB", &shown(before)).replace("AAAAA", &shown(i64::from(after)))
    }

    /// Returns how many commands a copy holds beyond the template, by what each of them writes.
    pub(crate) fn commands_in(&self, name: &str) -> Outcome<Vec<i64>> {
        let ask = "SELECT (SELECT count(*) FROM cowrite.activity), (SELECT sum(version) FROM cowrite.roster), \
                   (SELECT sum(shares_version) FROM cowrite.roster), (SELECT sum(version) FROM cowrite.aggregate)";
        let numbers = |name: &str| -> Outcome<Vec<i64>> {
            let rows = self.server.query(name, ask)?;
            rows.iter().flatten().map(|number| Ok(number.parse()?)).collect()
        };
        Ok(numbers(name)?.into_iter().zip(numbers(TEMPLATE)?).map(|(now, before)| now - before).collect())
    }

    /// Returns what a copy holds, in numbers: after as many commands, both sides must have written the same.
    pub(crate) fn contents(&self, name: &str) -> Outcome<Vec<String>> {
        let questions = [
            "count(*) FROM cowrite.activity",
            "count(*) FROM cowrite.item",
            "sum(seq) FROM cowrite.activity",
            "sum(length(event)) FROM cowrite.activity",
            "sum(idx) + sum(author) + sum(format) FROM cowrite.activity",
            "count(*) FROM cowrite.activity WHERE person IS NULL",
            "sum(version) FROM cowrite.roster",
            "sum(shares_version) FROM cowrite.roster",
            "sum(version) FROM cowrite.aggregate",
            "count(*) FROM cowrite.aggregate AS a JOIN cowrite.activity AS e ON (a.family, a.kind, a.id, a.version) \
             = (e.family, e.kind, e.id, e.seq) AND a.revision = e.revision AND a.stamp = e.stamp",
            "sum(master) + sum(publishing) + sum(writer) FROM cowrite.member",
            "count(*) + sum(standing) + sum(accepted::int) FROM cowrite.member",
            "count(*) FROM cowrite.effect",
        ];
        let ask = |question: &str| -> Outcome<String> {
            let rows = self.server.query(name, &format!("SELECT {question}"))?;
            Ok(rows.into_iter().flatten().next().ok_or("no answer")?)
        };
        questions.into_iter().map(ask).collect()
    }
}
