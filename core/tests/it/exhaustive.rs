//! Every sequence of a small alphabet of calls, up to a depth: the library in memory against the naive oracle, on everything that anybody can see.
//!
//! The alphabet is `conformance/alphabet.json`. Of sequences that lead to what nobody can tell apart only one is followed further.
//! `COWRITE_DEPTH` asks for another depth.

use core::hash::{BuildHasher, Hash, Hasher};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;

use cowrite::adapters::MemoryStore;
use cowrite::testing::oracle::{Options, Oracle};
use cowrite::testing::{SeededEntropy, SettableClock};
use cowrite::{Error, Timestamp, Workspace};
use serde::Deserialize;
use serde_json::{Value, json};

use super::histories::{agree, caller_of};
use super::moves::{BEGIN, call_one};

const ALPHABET: &str = include_str!("../../conformance/alphabet.json");

/// The most letters that an alphabet may have.
const MOST_LETTERS: usize = 24;

#[derive(Debug, Deserialize)]
struct Alphabet {
    people: Vec<String>,
    begin: Vec<Letter>,
    alphabet: Vec<Letter>,
}

/// A call, or a wait.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Letter {
    Wait {
        wait_days: i64,
    },
    Call {
        by: String,
        #[serde(rename = "do")]
        operation: String,
        with: Value,
        #[serde(rename = "as")]
        named: Option<String>,
    },
}

impl Letter {
    fn show(&self) -> String {
        match self {
            Self::Wait { wait_days } => format!("wait {wait_days} days"),
            Self::Call { by, operation, with, .. } => format!("{by}: {operation} {with}"),
        }
    }
}

/// Where a sequence has led.
struct Node {
    store: MemoryStore,
    oracle: Oracle,
    now: Timestamp,
    names: BTreeMap<String, Value>,
    path: Vec<usize>,
}

/// Puts in what words that begin with `$` stand for; nothing where one stands for nothing yet.
fn filled(with: &Value, names: &BTreeMap<String, Value>) -> Option<Value> {
    Some(match with {
        Value::String(word) => match word.strip_prefix('$') {
            Some(name) => names.get(name)?.clone(),
            None => with.clone(),
        },
        Value::Array(all) => all.iter().map(|one| filled(one, names)).collect::<Option<_>>()?,
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| Some((name.clone(), filled(value, names)?)));
            Value::Object(fields.collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// What is to be looked at: by whom, and how.
struct Looks {
    /// What rules can look at as well.
    state: Vec<(Value, &'static str, Value)>,
    /// What people were told, which no call of the alphabet depends on.
    told: Vec<(Value, &'static str, Value)>,
}

impl Looks {
    fn of(alphabet: &Alphabet, names: &BTreeMap<String, Value>) -> Self {
        let [track, album] = ["track", "album"].map(|name| names[name].clone());
        let people: Vec<&Value> = alphabet.people.iter().map(|name| &names[name]).collect();
        let (mut state, mut told) = (Vec::new(), Vec::new());
        for person in &people {
            let mut look = |operation, with| state.push(((*person).clone(), operation, with));
            look("track", json!({ "track": track }));
            look("group", json!({ "group": album }));
            for scope in [json!({ "track": track }), json!({ "group": album })] {
                look("collaborators", json!({ "scope": scope }));
                look("who_can", json!({ "scope": scope, "action": "view" }));
            }
            look("library", json!({ "limit": 200 }));
            look("invitations", json!({}));
            look("sharing_panel", json!({}));
            look("explain", json!({ "person": person, "track": track }));
            told.push(((*person).clone(), "notifications", json!({ "limit": 200 })));
        }
        for person in &people[1..] {
            state.push((people[0].clone(), "explain", json!({ "person": person, "track": track })));
        }
        Self { state, told }
    }
}

/// The letters of ids, each replaced by when it first appears: what is the same but for its ids looks the same.
#[derive(Default)]
struct Renamed {
    ids: HashMap<String, usize>,
}

impl Renamed {
    fn hash(&mut self, value: &Value, hasher: &mut impl Hasher) {
        match value {
            Value::String(text) if text.len() == 36 && text.as_bytes()[8] == b'-' => {
                let next = self.ids.len();
                self.ids.entry(text.clone()).or_insert(next).hash(hasher);
            }
            Value::Array(all) => {
                all.len().hash(hasher);
                all.iter().for_each(|one| self.hash(one, hasher));
            }
            // Whatever else counts changes of whatever kind tells more of the way than of the state.
            Value::Object(fields) => {
                for (name, value) in fields.iter().filter(|(name, _)| *name != "version") {
                    name.hash(hasher);
                    self.hash(value, hasher);
                }
            }
            other => other.to_string().hash(hasher),
        }
    }
}

struct Explorer<S> {
    alphabet: Alphabet,
    looks: Looks,
    /// Of which operation the oracle is not told: a control.
    untold: Option<&'static str>,
    hashers: S,
    seen: Mutex<HashSet<u64>>,
}

/// What came of exploring.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Figures {
    calls: u64,
    refused: u64,
    states: u64,
}

fn workspace(node: &Node, letter: usize) -> Workspace {
    // The same call made as often before makes the same ids, whatever lies between.
    let times = node.path.iter().filter(|one| **one == letter).count();
    let seed = SeededEntropy::new(((letter as u64 + 1) << 32) + times as u64);
    Workspace::builder().clock(SettableClock::at(node.now)).entropy(seed).on(node.store.clone())
}

impl<S: BuildHasher + Sync> Explorer<S> {
    /// Makes a call on both sides; returns what it came to in the library.
    fn call(
        &self,
        node: &mut Node,
        workspace: &Workspace,
        (operation, actor, with): (&str, &Value, &Value),
    ) -> Result<Result<Value, Error>, String> {
        let made = call_one(workspace, operation, actor, with.as_object().unwrap());
        if self.untold == Some(operation) {
            return Ok(made);
        }
        let caller = caller_of(operation, actor);
        let expected = node.oracle.call(caller, operation, with, node.now.millis(), made.as_ref().ok());
        agree(operation, actor, with, &made, &expected)?;
        Ok(made)
    }

    /// Follows a letter; nothing where it cannot be followed, changes nothing, or leads where another way has led.
    fn follow(&self, node: &Node, number: usize, figures: &mut Figures) -> Result<Option<Node>, String> {
        let letter = &self.alphabet.alphabet[number];
        let mut path = node.path.clone();
        path.push(number);
        let Node { oracle, now, names, .. } = node;
        let (oracle, mut names) = (oracle.clone(), names.clone());
        let mut next = match letter {
            Letter::Wait { wait_days } => {
                let now = now.plus_millis(wait_days * 86_400_000);
                Node { store: node.store.clone(), oracle, now, names, path }
            }
            Letter::Call { by, operation, with, named } => {
                let Some(with) = filled(with, &names) else { return Ok(None) };
                let store = node.store.fork();
                let mut next = Node { store, oracle, now: *now, names: BTreeMap::new(), path: node.path.clone() };
                let workspace = workspace(&next, number);
                let made = self.call(&mut next, &workspace, (operation, &names[by], &with));
                figures.calls += 1;
                let made = made.map_err(|what| format!("{what}\n  after  {}", self.show(&path)))?;
                let Ok(made) = made else {
                    figures.refused += 1;
                    return Ok(None);
                };
                if let Some(name) = named {
                    names.insert(name.clone(), made["id"].clone());
                }
                Node { names, path, ..next }
            }
        };
        let is_new = self.look(&mut next)?;
        figures.states += u64::from(is_new);
        Ok(is_new.then_some(next))
    }

    /// Looks at everything, and compares it where nothing like it has been seen; returns whether that is so.
    fn look(&self, node: &mut Node) -> Result<bool, String> {
        let workspace = workspace(node, self.alphabet.alphabet.len());
        let mut hasher = self.hashers.build_hasher();
        let mut renamed = Renamed::default();
        let mut seen = Vec::new();
        for (actor, operation, with) in &self.looks.state {
            let made = call_one(&workspace, operation, actor, with.as_object().unwrap());
            match &made {
                Ok(made) => renamed.hash(made, &mut hasher),
                Err(error) => error.to_string().hash(&mut hasher),
            }
            seen.push(made);
        }
        // What a letter would name, and what is over by now.
        node.names.iter().for_each(|(name, id)| {
            name.hash(&mut hasher);
            renamed.hash(id, &mut hasher);
        });
        node.now.hash(&mut hasher);
        if !self.seen.lock().unwrap().insert(hasher.finish()) {
            return Ok(false);
        }
        let told = self.looks.told.iter().map(|(actor, operation, with)| {
            (actor, operation, with, call_one(&workspace, operation, actor, with.as_object().unwrap()))
        });
        let state =
            self.looks.state.iter().zip(seen).map(|((actor, operation, with), made)| (actor, operation, with, made));
        for (actor, operation, with, made) in state.chain(told) {
            let caller = caller_of(operation, actor);
            let expected = node.oracle.call(caller, operation, with, node.now.millis(), made.as_ref().ok());
            let agrees = agree(operation, actor, with, &made, &expected);
            agrees.map_err(|what| format!("{what}\n  after  {}", self.show(&node.path)))?;
        }
        let faults = pollster::block_on(workspace.verify()).map_err(|error| error.to_string())?;
        if faults.is_empty() { Ok(true) } else { Err(format!("{faults:?}\n  after  {}", self.show(&node.path))) }
    }

    fn show(&self, path: &[usize]) -> String {
        let letters: Vec<String> = path.iter().map(|letter| self.alphabet.alphabet[*letter].show()).collect();
        letters.join("\n         ")
    }

    /// Follows every letter from every node, on as many threads as there are processors.
    fn level(&self, nodes: &[Node], keep: bool) -> Result<(Vec<Node>, Figures), String> {
        let next = Mutex::new(nodes.iter().enumerate());
        let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
        let work = || -> Result<(Vec<Node>, Figures), String> {
            let (mut found, mut figures) = (Vec::new(), Figures::default());
            loop {
                let Some((_, node)) = next.lock().unwrap().next() else { return Ok((found, figures)) };
                for letter in 0..self.alphabet.alphabet.len() {
                    found.extend(self.follow(node, letter, &mut figures)?.filter(|_| keep));
                }
            }
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let (mut all, mut sum) = (Vec::new(), Figures::default());
            for worker in workers {
                let (found, figures) = worker.join().unwrap()?;
                all.extend(found);
                sum.calls += figures.calls;
                sum.refused += figures.refused;
                sum.states += figures.states;
            }
            Ok((all, sum))
        })
    }
}

/// Makes what all sequences begin with.
fn begun(alphabet: &Alphabet) -> Node {
    let oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
    let mut node = Node {
        store: MemoryStore::new(),
        oracle,
        now: BEGIN.parse().unwrap(),
        names: BTreeMap::new(),
        path: Vec::new(),
    };
    let workspace = workspace(&node, usize::MAX - 1);
    let mut call = |operation: &str, actor: &Value, with: &Value| {
        let made = call_one(&workspace, operation, actor, with.as_object().unwrap());
        node.oracle.call(caller_of(operation, actor), operation, with, node.now.millis(), made.as_ref().ok()).unwrap();
        made.unwrap()["id"].clone()
    };
    for person in &alphabet.people {
        let with = json!({ "external_id": person, "name": person });
        let id = call("register", &Value::Null, &with);
        node.names.insert(person.clone(), id);
    }
    for letter in &alphabet.begin {
        let Letter::Call { by, operation, with, named } = letter else { panic!("nothing is over yet") };
        let id = call(operation, &node.names[by], &filled(with, &node.names).unwrap());
        if let Some(name) = named {
            node.names.insert(name.clone(), id);
        }
    }
    node
}

fn explore(depth: usize, untold: Option<&'static str>) -> Result<Figures, String> {
    let alphabet: Alphabet = serde_json::from_str(ALPHABET).unwrap();
    assert!(alphabet.alphabet.len() <= MOST_LETTERS);
    let mut node = begun(&alphabet);
    let looks = Looks::of(&alphabet, &node.names);
    let explorer = Explorer { alphabet, looks, untold, hashers: std::hash::RandomState::new(), seen: Mutex::default() };
    assert!(explorer.look(&mut node)?);
    let (mut nodes, mut sum) = (vec![node], Figures { states: 1, ..Figures::default() });
    for level in 1..=depth {
        let (found, figures) = explorer.level(&nodes, level < depth)?;
        sum.calls += figures.calls;
        sum.refused += figures.refused;
        sum.states += figures.states;
        let Figures { calls, refused, states } = sum;
        println!("explored: depth {level}, {calls} calls, {refused} refused, {states} states visited");
        nodes = found;
    }
    Ok(sum)
}

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn depth() -> usize {
    std::env::var("COWRITE_DEPTH").ok().and_then(|depth| depth.parse().ok()).unwrap_or(4)
}

#[test]
fn every_sequence_of_the_alphabet_leads_where_the_oracle_says() {
    let figures = explore(depth(), None).unwrap_or_else(|what| panic!("{what}"));
    assert!(figures.states > 100 && figures.refused > 100, "{figures:?}");
}

#[test]
fn an_oracle_that_is_not_told_of_an_act_is_found() {
    for untold in ["leave", "set_access", "withdraw_invitation"] {
        let found = explore(3, Some(untold)).unwrap_err();
        assert!(found.contains(untold), "{found}");
    }
}
