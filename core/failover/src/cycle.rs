use core::fmt;
use std::time::{Duration, Instant};

use cowrite_postgres_server::Rejoined;

use crate::audit::Audit;
use crate::clients::{AGGREGATES, CLIENTS, Clients, Ledger};
use crate::cluster::{Cluster, Promotion};
use crate::commands::{Done, Program};
use crate::{Outcome, now};

/// For how long the clients work before the kill, and after the first acknowledgement that follows it.
const BEFORE: Duration = Duration::from_secs(3);
const AFTER: Duration = Duration::from_secs(2);

/// For how long the control's standbys get nothing before the kill, as on a network that stalls.
const STALL: Duration = Duration::from_millis(500);

/// How long anything may take.
const LONG: Duration = Duration::from_secs(60);

/// For which standbys a commit waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For any one, until it has applied it.
    RemoteApply,
    /// For none, while they are stalled: the negative control.
    Local,
}

/// What one failover came to.
#[derive(Debug)]
pub(crate) struct Cycle {
    mode: Mode,
    promotion: Promotion,
    pub(crate) audit: Audit,
    ledger: Ledger,
    /// How many commands were committed before the kill and not acknowledged: their clients had to ask again.
    unheard: usize,
    begun: Instant,
    first: Option<Instant>,
    rejoined: Rejoined,
}

/// Runs one cycle, and leaves the cluster whole.
pub(crate) fn run<P: Program>(cluster: &mut Cluster, program: &P, mode: Mode, number: usize) -> Outcome<Cycle> {
    until("both standbys to stream", || Ok(cluster.streaming()? == 2))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let database = format!("cycle_{number}");
    let mut url = cluster.database(&database)?;
    let world = runtime.block_on(program.prepare(&url, AGGREGATES))?;
    if mode == Mode::Local {
        url.push_str("&options=-c%20synchronous_commit%3Dlocal");
    }

    let inside = runtime.enter();
    let clients = Clients::start(program, &url, &world);
    drop(inside);
    let begun = now();
    until("the clients to begin", || Ok(clients.acknowledged() > CLIENTS))?;
    std::thread::sleep(BEFORE);
    if mode == Mode::Local {
        cluster.primary()?.freeze("walsender")?;
        std::thread::sleep(STALL);
    }
    let promotion = cluster.fail_over()?;
    let mut first = None;
    until("a command after the failover", || {
        first = clients.first_since(promotion.killed_at);
        Ok(first.is_some())
    })?;
    std::thread::sleep(AFTER);
    let ledger = runtime.block_on(clients.stop())?;
    let done = runtime.block_on(program.done(&url, &world))?;
    let audit = Audit::of(&ledger.acknowledged, &ledger.open, &done);
    let is_unheard = |done: &&Done| {
        let times = ledger.acknowledged.get(&done.key);
        let is_late = times.is_none_or(|times| times.acknowledged > promotion.promoted_at);
        is_late && done.committed_at < promotion.killed_at_micros
    };
    let unheard = done.iter().filter(is_unheard).count();
    runtime.shutdown_timeout(LONG);
    let rejoined = cluster.rejoin(&promotion)?;
    Ok(Cycle { mode, promotion, audit, ledger, unheard, begun, first, rejoined })
}

fn until(what: &str, mut ask: impl FnMut() -> Outcome<bool>) -> Outcome<()> {
    let start = now();
    while !ask()? {
        if start.elapsed() > LONG {
            return Err(format!("{what} took more than {} s", LONG.as_secs()).into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

impl Cycle {
    /// What the columns are; times are in milliseconds, and those of the failover since the kill.
    pub(crate) const HEAD: &str = "\
commits wait    killed to  acknow-       dupli-    un-  with  failed committed promoted     first    per  p50  p99
for             promoted    ledged  lost  cated  asked  gaps   tries  unheard     after ack after second";

    /// Commands per second before the kill, the median of them and the slowest but one in a hundred, in milliseconds.
    fn pace(&self) -> (u128, u128, u128) {
        let killed = self.promotion.killed_at;
        let before = self.ledger.acknowledged.values().filter(|times| times.acknowledged < killed);
        let mut took: Vec<Duration> = before.map(|times| times.acknowledged - times.begun).collect();
        took.sort_unstable();
        let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default().as_millis();
        let elapsed = (killed - self.begun).as_millis().max(1);
        let count = u128::try_from(took.len()).unwrap_or_default();
        (count * 1_000 / elapsed, at(50), at(99))
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = match self.mode {
            Mode::RemoteApply => "remote_apply",
            Mode::Local => "control: local",
        };
        let Promotion { killed, promoted, killed_at, promoted_at, .. } = self.promotion;
        let Audit { acknowledged, lost, duplicated, unasked, with_gaps } = self.audit;
        let (unknown, unheard) = (self.ledger.unknown, self.unheard);
        let after = |instant: Instant| (instant - killed_at).as_millis();
        let (per_second, p50, p99) = self.pace();
        write!(
            f,
            "{mode:<16}{killed} to {promoted} {acknowledged:>8} {lost:>5} {duplicated:>6} {unasked:>6} {with_gaps:>5} \
             {unknown:>7} {unheard:>8} {:>9} {:>9} {per_second:>6} {p50:>4} {p99:>4}",
            after(promoted_at),
            self.first.map(after).unwrap_or_default(),
        )?;
        match &self.rejoined {
            Rejoined::Rewound => Ok(()),
            Rejoined::Copied { because } => write!(f, "\n    {killed} was copied anew: {because}"),
        }
    }
}
