use std::time::{Instant, SystemTime};

use cowrite_postgres_server::{Options, Rejoined, Server};

use crate::{Outcome, now};

const NAMES: [&str; 3] = ["n1", "n2", "n3"];

/// A primary and two standbys, of which any one must have applied a commit before it is acknowledged.
#[derive(Debug)]
pub(crate) struct Cluster {
    nodes: Vec<(&'static str, Server)>,
    primary: usize,
}

/// What a failover came to.
#[derive(Debug)]
pub(crate) struct Promotion {
    pub(crate) killed: &'static str,
    pub(crate) promoted: &'static str,
    /// When nothing of the old primary ran any more.
    pub(crate) killed_at: Instant,
    /// The same by the clock, in microseconds since 1970.
    pub(crate) killed_at_micros: i64,
    pub(crate) promoted_at: Instant,
    old: usize,
}

fn options(name: &str) -> Options {
    let names = NAMES.join(", ");
    Options::new()
        .durable()
        .named(name)
        .setting("cluster_name", name)
        .setting("synchronous_commit", "remote_apply")
        .setting("synchronous_standby_names", format!("ANY 1 ({names})"))
        .setting("wal_receiver_status_interval", "1s")
        .setting("wal_retrieve_retry_interval", "200ms")
        // Else a killed primary may lack what pg_rewind reads to find where the timelines part.
        .setting("wal_keep_size", "512MB")
        .setting("track_commit_timestamp", "on")
        .setting("shared_buffers", "64MB")
        .setting("max_connections", "100")
}

#[expect(clippy::disallowed_methods, reason = "compared with the server's own clock")]
fn micros() -> Outcome<i64> {
    Ok(i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_micros())?)
}

impl Cluster {
    pub(crate) fn start() -> Outcome<Self> {
        let [first, rest @ ..] = NAMES;
        let primary = Server::start(options(first))?;
        let mut nodes = Vec::new();
        for name in rest {
            nodes.push((name, Server::standby_of(&primary, options(name))?));
        }
        nodes.insert(0, (first, primary));
        Ok(Self { nodes, primary: 0 })
    }

    pub(crate) fn primary(&self) -> Outcome<&Server> {
        Ok(&self.nodes.get(self.primary).ok_or("there is no primary")?.1)
    }

    fn others(&self) -> impl Iterator<Item = (usize, &'static str, &Server)> {
        let all = self.nodes.iter().enumerate().map(|(place, (name, server))| (place, *name, server));
        all.filter(|(place, _, _)| *place != self.primary)
    }

    /// Makes a database, and returns the URL by which a client finds it on whichever node is the primary.
    pub(crate) fn database(&self, name: &str) -> Outcome<String> {
        self.primary()?.query("postgres", &format!("CREATE DATABASE {name}"))?;
        let hosts: Result<Vec<&str>, _> = self.nodes.iter().map(|(_, server)| server.host()).collect();
        let url = cowrite_postgres_server::through(&self.primary()?.url(name)?, &hosts?.join(","))?;
        Ok(format!("{url}?target_session_attrs=read-write&connect_timeout=2"))
    }

    /// Kills the primary, promotes the standby that has received most, and lets the other follow it.
    pub(crate) fn fail_over(&mut self) -> Outcome<Promotion> {
        let (old, killed) = (self.primary, self.nodes.get(self.primary).ok_or("there is no primary")?.0);
        self.primary()?.kill()?;
        let (killed_at, killed_at_micros) = (now(), micros()?);
        let mut best = None;
        for (place, name, server) in self.others() {
            let received = server.received()?;
            if best.is_none_or(|(most, _, _)| received > most) {
                best = Some((received, place, name));
            }
        }
        let (_, place, promoted) = best.ok_or("there is no standby")?;
        let followers: Vec<usize> = self.others().map(|(other, _, _)| other).filter(|other| *other != place).collect();
        self.primary = place;
        self.primary()?.promote()?;
        let promoted_at = now();
        for other in followers {
            let (_, server) = self.nodes.get(other).ok_or("there is no such node")?;
            server.follow(self.primary()?)?;
        }
        Ok(Promotion { killed, promoted, killed_at, killed_at_micros, promoted_at, old })
    }

    /// Lets the killed primary come back as a standby.
    pub(crate) fn rejoin(&self, promotion: &Promotion) -> Outcome<Rejoined> {
        let (_, server) = self.nodes.get(promotion.old).ok_or("there is no such node")?;
        Ok(server.rejoin(self.primary()?)?)
    }

    /// Returns how many standbys stream, and could confirm a commit.
    pub(crate) fn streaming(&self) -> Outcome<usize> {
        let ask = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'";
        Ok(self.primary()?.query("postgres", ask)?.len())
    }
}
