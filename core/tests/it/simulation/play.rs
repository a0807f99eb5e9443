//! One simulation: people call at random on workspaces that share a store, one poll after the other as dice fall.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::collections::BTreeSet;

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::Connection;
use cowrite::testing::call::{Arguments, on_actor};
use cowrite::testing::oracle::{Options, Oracle};
use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock};
use cowrite::{Accounts, Error, Face, Timestamp, Trouble, Workspace};
use pollster::block_on;
use serde_json::{Value, json};

use super::waters::{Dice, FATES, Fate, Look, Waters};
use crate::histories::{Play as Observed, agree, caller_of};
use crate::moves::{BEGIN, Call, Known, Move, PEOPLE, call_one, concrete, face_of, found, known, operations};

const NODES: usize = 3;
const CLIENTS: usize = 6;

/// Calls that are no one load and one commit with a key: what has no actor is made while all stands still, what forgets keys is left out.
const LEFT_OUT: [&str; 3] = ["erase_person", "open", "review"];

/// What rests on no version: it takes hold of what its look has shown, and of nothing that came between that and its commit.
const AT_ONCE: [&str; 3] = ["mark_read", "mark_all_read", "dismiss_notification"];

type Answer = Result<Value, Error>;
type Under = Pin<Box<dyn Future<Output = Answer>>>;

/// How a simulation goes wrong on purpose, so that it is seen to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    None,
    /// The store answers for commits that it has not made.
    Forgets,
    /// Callers send a call again without its key when they do not know what came of it.
    Keyless,
    /// A node settles what is to be done outside without having done it.
    Careless,
}

/// A call, and what has become of it.
struct Asked {
    call: Call,
    key: String,
    /// When its last try began.
    tried_at: Timestamp,
    tries: u32,
    answer: Option<Answer>,
    /// Whether the answer is that of the try which committed, or at least of one that was not sent before.
    is_first: bool,
}

/// Somebody who makes one call after the other.
#[derive(Default)]
struct Client {
    /// Which call, and on which node it is under way.
    asked: Option<usize>,
    under: Option<(usize, Under)>,
}

pub(crate) struct Simulation {
    dice: Dice,
    control: Control,
    waters: Waters,
    clock: SettableClock,
    now: i64,
    files: MemoryFiles,
    nodes: Vec<Workspace>,
    /// A process of its own, in whose queues nobody else stands.
    aside: Option<Workspace>,
    booted: u64,
    known: Known,
    asked: Vec<Asked>,
    clients: Vec<Client>,
    steps: u64,
}

/// What came of one simulation.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) steps: u64,
    pub(crate) calls: u64,
    pub(crate) commits: u64,
    pub(crate) faults: u64,
}

impl Simulation {
    pub(crate) fn new(seed: u64, control: Control) -> Self {
        let dice = Dice::new(seed);
        // Not everything goes wrong in each: some faults hide behind others.
        let mut fates: Vec<Fate> = FATES.into_iter().filter(|_| dice.one_in(2)).collect();
        if control == Control::Forgets {
            fates.push(Fate::Forgotten);
        }
        if control == Control::Keyless {
            fates.extend([Fate::LostAfter; 4]);
        }
        let waters = Waters::new(seed.wrapping_add(1), fates, 2 + dice.below(12));
        waters.state().is_careless = control == Control::Careless;
        let begin: Timestamp = BEGIN.parse().unwrap();
        let clock = SettableClock::at(begin);
        let files = MemoryFiles::with(clock.clone(), waters.clone());
        let mut simulation = Self {
            dice,
            control,
            waters,
            clock,
            now: begin.millis(),
            files,
            nodes: Vec::new(),
            aside: None,
            booted: 0,
            known: Known::default(),
            asked: Vec::new(),
            clients: (0..CLIENTS).map(|_| Client::default()).collect(),
            steps: 0,
        };
        for _ in 0..NODES {
            let node = simulation.boot();
            simulation.nodes.push(node);
        }
        simulation.aside = Some(simulation.boot());
        simulation.settle_in();
        simulation
    }

    /// Makes a workspace on the store, as a process that has just begun.
    fn boot(&mut self) -> Workspace {
        self.booted += 1;
        let builder = Workspace::builder().clock(self.clock.clone()).timer(self.waters.clone());
        let builder = builder.entropy(SeededEntropy::new(self.booted.wrapping_mul(0x0005_deec_e66d)));
        let builder = builder.hasher(PlainHasher::default()).files(self.files.clone(), Accounts::EachHolder);
        builder.on(self.waters.clone())
    }

    /// Registers people and gives them something to share.
    fn settle_in(&mut self) {
        for number in 0..PEOPLE {
            let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}"), "email": format!("p{number}@example.com") });
            let person = self.at_once(Call { operation: "register", actor: Value::Null, with }).unwrap();
            self.known.learn_person(&person["id"]);
            self.files.set_account(&Connection::new(person["id"].as_str().unwrap()), MemoryAccount::new());
            self.pass(1);
        }
        let mut known = core::mem::take(&mut self.known);
        found(&mut known, |operation, actor, with| {
            self.pass(1);
            self.at_once(Call { operation, actor: actor.clone(), with: with.clone() })
        });
        self.known = known;
    }

    fn aside(&self) -> &Workspace {
        self.aside.as_ref().unwrap()
    }

    fn pass(&mut self, millis: i64) {
        self.clock.advance(millis);
        self.now += millis;
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now).unwrap()
    }

    /// Makes a call while nothing goes wrong and nobody else has a turn.
    fn at_once(&mut self, call: Call) -> Answer {
        let number = self.asked.len();
        let was_calm = core::mem::replace(&mut self.waters.state().is_calm, true);
        self.waters.state().call = number;
        let answer = call_one(self.aside(), call.operation, &call.actor, call.with.as_object().unwrap());
        self.waters.state().is_calm = was_calm;
        let (key, tried_at, answered) = (String::new(), self.now(), Some(answer.clone()));
        self.asked.push(Asked { call, key, tried_at, tries: 1, answer: answered, is_first: true });
        answer
    }

    /// Looks, without anybody having asked.
    fn peek(&self, operation: &str, actor: &Value, with: &Value) -> Answer {
        let was_calm = core::mem::replace(&mut self.waters.state().is_calm, true);
        self.waters.state().call = usize::MAX;
        let answer = call_one(self.aside(), operation, actor, with.as_object().unwrap());
        self.waters.state().is_calm = was_calm;
        answer
    }

    /// Lets people make so many calls, and waits until all are answered.
    pub(crate) fn run(&mut self, calls: usize) -> Result<(), String> {
        self.waters.state().is_calm = false;
        let end = self.asked.len() + calls;
        while self.asked.len() < end || self.clients.iter().any(|client| client.asked.is_some()) {
            self.steps += 1;
            if self.steps > 40_000 {
                return Err("calls are never answered".to_owned());
            }
            self.step(self.asked.len() < end);
        }
        while self.waters.arrive() {}
        self.waters.state().is_calm = true;
        // Where a clock was set back, time goes on from the last stamp.
        let last = self.waters.state().took.iter().map(|took| took.at.millis()).max().unwrap_or_default();
        self.pass((last - self.now).max(0) + 1);
        Ok(())
    }

    fn step(&mut self, may_ask: bool) {
        match self.dice.below(200) {
            0 => self.restart(),
            1..=3 => {
                let who = self.dice.below(CLIENTS);
                self.clients[who].under = None;
            }
            4..=13 => drop(self.waters.arrive()),
            // The clock of a machine may be set, forwards and backwards.
            14 => {
                let millis = i64::try_from(self.dice.below(7_200_000)).unwrap() - 3_600_000;
                self.pass(millis);
            }
            _ => {
                self.pass(i64::from(self.dice.one_in(2)));
                self.turn(may_ask);
            }
        }
    }

    /// Ends a process and begins another; what it was at is not answered any more.
    fn restart(&mut self) {
        let node = self.dice.below(NODES);
        for client in &mut self.clients {
            if client.under.as_ref().is_some_and(|(on, _)| *on == node) {
                client.under = None;
            }
        }
        self.nodes[node] = self.boot();
    }

    /// Gives somebody a turn.
    fn turn(&mut self, may_ask: bool) {
        let who = self.dice.below(CLIENTS);
        let Some(number) = self.clients[who].asked else {
            if may_ask {
                self.ask(who);
            }
            return;
        };
        let (_, under) = match &mut self.clients[who].under {
            Some(under) => under,
            none => none.insert(Self::send(
                &self.nodes,
                &self.dice,
                (&mut self.asked[number], self.control),
                Timestamp::from_millis(self.now).unwrap(),
            )),
        };
        self.waters.state().call = number;
        let Poll::Ready(answer) = under.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { return };
        self.clients[who].under = None;
        // Of a call that failed for now nobody knows more than before: it is sent again.
        if answer.as_ref().is_err_and(is_open) {
            return;
        }
        self.learn(number, &answer);
        self.asked[number].answer = Some(answer);
        self.clients[who].asked = None;
    }

    /// Sends a call, or sends it again.
    fn send(
        nodes: &[Workspace],
        dice: &Dice,
        (asked, control): (&mut Asked, Control),
        now: Timestamp,
    ) -> (usize, Under) {
        let node = dice.below(nodes.len());
        asked.tries += 1;
        asked.tried_at = now;
        asked.is_first = asked.tries == 1;
        let actor = nodes[node].acting_as(asked.call.actor.as_str().unwrap().parse().unwrap());
        let actor = if control == Control::Keyless { actor } else { actor.with_key(&asked.key) };
        let Call { operation, with, .. } = asked.call.clone();
        let under = async move { on_actor(&actor, operation, Arguments(with.as_object().unwrap())).await };
        (node, Box::pin(under))
    }

    fn ask(&mut self, who: usize) {
        let pick = |dice: &Dice| core::array::from_fn(|_| dice.below(1_000));
        let dice = self.dice.clone();
        let operation = dice.below(operations().count());
        let one = Move { operation, actor: dice.below(PEOPLE), picks: pick(&dice), pause: 0 };
        let known = core::mem::take(&mut self.known);
        let call = concrete(&known, &one, |operation, actor, with| self.peek(operation, actor, with));
        self.known = known;
        let Some(call) = call.filter(|call| !LEFT_OUT.contains(&call.operation)) else { return };
        if face_of(call.operation, &call.actor) != Some(Face::Actor) || AT_ONCE.contains(&call.operation) {
            let number = self.asked.len();
            let answer = self.at_once(call);
            return self.learn(number, &answer);
        }
        let number = self.asked.len();
        let (key, tried_at) = (format!("call {number}"), self.now());
        self.asked.push(Asked { call, key, tried_at, tries: 0, answer: None, is_first: true });
        self.clients[who].asked = Some(number);
    }

    fn learn(&mut self, number: usize, answer: &Answer) {
        let Ok(result) = answer else { return };
        let Call { operation, actor, .. } = &self.asked[number].call;
        if *operation == "notifications" {
            self.known.learn_notices(actor, result);
        }
        if *operation == "create_bucket" {
            self.known.learn_bucket(result, actor);
        }
        self.known.learn(if *operation == "apply_proposal" { "apply_newcomer" } else { operation }, result);
        // A repeat gives no secret.
        self.known.secrets.retain(|secret| !secret.is_null());
    }
}

/// Whether a call may have taken hold, or may do so when it is made again.
fn is_open(error: &Error) -> bool {
    matches!(error, Error::Storage { reason, retryable, .. } if *retryable || *reason == Trouble::OutcomeUnknown)
}

impl Simulation {
    /// Tells the oracle what happened in the order in which it did, and compares every answer, then everything that can be seen.
    pub(crate) fn judge(&mut self) -> Result<Figures, String> {
        let oracle = self.retell()?;
        let known = core::mem::take(&mut self.known);
        let of_node = (self.aside().clone(), self.files.clone());
        let mut observed = Observed::resumed(of_node, (self.clock.clone(), self.now), oracle, known);
        observed.observe()?;
        let faults = self.deliver(&observed)?;
        let state = self.waters.state();
        let (calls, commits) = (self.asked.len() as u64, state.took.len() as u64);
        Ok(Figures { steps: self.steps, calls, commits, faults: state.faults + faults })
    }

    fn retell(&self) -> Result<Oracle, String> {
        let mut oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
        let (took, looks) = {
            let state = self.waters.state();
            (state.took.clone(), state.looks.clone())
        };
        let mut done = BTreeSet::new();
        // Commits in their order, and what changed nothing where it last looked: after so many of them.
        let mut events: Vec<(usize, bool, usize, Timestamp)> = Vec::new();
        for (place, took) in took.iter().enumerate() {
            if !done.insert(took.call) {
                // What the host does at once may take several commits.
                if self.asked.get(took.call).is_some_and(|asked| asked.key.is_empty()) {
                    continue;
                }
                return Err(format!("done twice: {}", self.told(took.call)));
            }
            events.push((place + 1, false, took.call, took.at));
        }
        for (number, asked) in self.asked.iter().enumerate() {
            let is_ok = asked.answer.as_ref().is_some_and(Result::is_ok);
            match (done.contains(&number), is_ok) {
                (true, false) => return Err(format!("refused, and done: {}", self.told(number))),
                (false, true) if is_change(&asked.call) && !asked.key.is_empty() => {
                    return Err(format!("acknowledged, and not done: {}", self.told(number)));
                }
                (false, _) => {
                    let Look { after, stamp } = looks.get(&number).copied().unwrap_or_default();
                    events.push((after, true, number, asked.tried_at.max(stamp)));
                }
                (true, true) => {}
            }
        }
        events.sort_unstable();
        for (_, _, number, at) in events {
            let Asked { call: Call { operation, actor, with }, answer, is_first, .. } = &self.asked[number];
            let answer = answer.as_ref().unwrap();
            let caller = caller_of(operation, actor);
            let expected = oracle.call(caller, operation, with, at.millis(), answer.as_ref().ok());
            // A repeat gives what was kept of the first outcome, without secrets and with names as they are by then.
            let agrees = match (answer, &expected) {
                (Ok(_), Ok(_)) if !is_first => Ok(()),
                _ => agree(operation, actor, with, answer, &expected),
            };
            agrees.map_err(|what| format!("{what}\n  as call {number}"))?;
        }
        Ok(oracle)
    }

    fn told(&self, number: usize) -> String {
        match self.asked.get(number) {
            Some(Asked { call, answer, tries, .. }) => {
                format!("call {number}, {} {} by {}, {tries} tries: {answer:?}", call.operation, call.with, call.actor)
            }
            None => "a call that nobody made".to_owned(),
        }
    }

    /// Runs effects on all nodes at once, some of whom are ended on the way: folders have the members that the oracle says in the end (FIL-2, FIL-3).
    fn deliver(&mut self, observed: &Observed) -> Result<u64, String> {
        // Who came later has an account as well.
        for person in &observed.known.people {
            self.files.set_account(&Connection::new(person.as_str().unwrap()), MemoryAccount::new());
        }
        self.waters.state().call = usize::MAX;
        self.waters.state().is_calm = false;
        let before = self.waters.state().faults;
        let mut under: Vec<Option<Pin<Box<dyn Future<Output = ()>>>>> = (0..NODES).map(|_| None).collect();
        for _ in 0..600 {
            self.steps += 1;
            let node = self.dice.below(NODES);
            match self.dice.below(60) {
                0 => under[node] = None,
                1 => self.pass(60_000),
                _ => {
                    let (workspace, limit) = (self.nodes[node].clone(), 1 + self.dice.below(6) as u32);
                    let run = under[node].get_or_insert_with(|| {
                        Box::pin(async move {
                            workspace.run_effects(limit).await.ok();
                        })
                    });
                    if run.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                        under[node] = None;
                    }
                }
            }
        }
        drop(under);
        while self.waters.arrive() {}
        self.waters.state().is_calm = true;
        let faults = self.waters.state().faults - before;
        for _ in 0..40 {
            // Past every lease and every pause.
            self.pass(7 * 3_600_000);
            let run = block_on(self.aside().run_effects(1_000)).map_err(|error| error.to_string())?;
            if run.left == 0 {
                return super::folders::check(&self.waters, &self.files, observed).map(|()| faults);
            }
        }
        Err("there is no end of what is to be done outside".to_owned())
    }
}

fn is_change(call: &Call) -> bool {
    known(call.operation, &call.actor).is_some_and(|operation| operation.changes)
}
