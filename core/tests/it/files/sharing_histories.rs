//! Random histories of access: folders have exactly the members that the naive oracle says (FIL-2).

use std::collections::BTreeMap;

use cowrite::adapters::{MemoryAccount, MemoryFiles, MemoryStore};
use cowrite::domain::document::Document;
use cowrite::domain::folder::Folder;
use cowrite::ports::SystemTimer;
use cowrite::ports::files::{Connection, FileStore, FolderId, FolderRole, FolderSharing};
use cowrite::ports::store::Store;
use cowrite::testing::oracle::{Caller, Options, Oracle};
use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock};
use cowrite::{Accounts, Error, Face, Workspace};
use serde_json::{Value, json};

use crate::moves::{BEGIN, Known, Move, PEOPLE, call_one, concrete, face_of, found, on_histories, pause_of};

/// The accounts behind the folders of a play.
pub(crate) trait End: Sized {
    fn new(clock: &SettableClock) -> Self;

    fn files(&self) -> impl FileStore + 'static;

    /// Gives a person an account, where they have none.
    fn connect(&mut self, person: &str);

    /// Everybody on a shared folder besides its owner, and as what.
    fn members(&self, holder: &str, folder: &str) -> BTreeMap<String, &'static str>;
}

/// Accounts in memory.
struct InMemory(MemoryFiles);

impl End for InMemory {
    fn new(clock: &SettableClock) -> Self {
        Self(MemoryFiles::with(clock.clone(), SystemTimer::default()))
    }

    fn files(&self) -> impl FileStore + 'static {
        self.0.clone()
    }

    fn connect(&mut self, person: &str) {
        self.0.set_account(&Connection::new(person), MemoryAccount::new());
    }

    fn members(&self, holder: &str, folder: &str) -> BTreeMap<String, &'static str> {
        let members = pollster::block_on(self.0.members(&Connection::new(holder), &FolderId::new(folder))).unwrap();
        let others = members.into_iter().filter(|member| member.role != FolderRole::Owner);
        let row = |member: cowrite::ports::files::FolderMember| {
            let account = member.account.unwrap();
            let role = if member.role == FolderRole::Viewer { "viewer" } else { "editor" };
            (account.as_str().trim_start_matches("account:").to_owned(), role)
        };
        others.map(row).collect()
    }
}

struct Play<E> {
    workspace: Workspace,
    store: MemoryStore,
    end: E,
    clock: SettableClock,
    oracle: Oracle,
    known: Known,
    now: i64,
}

impl<E: End> Play<E> {
    fn new() -> Self {
        let begin: cowrite::Timestamp = BEGIN.parse().unwrap();
        let clock = SettableClock::at(begin);
        let (store, end) = (MemoryStore::new(), E::new(&clock));
        let builder = Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(7));
        let builder = builder.hasher(PlainHasher::default()).files(end.files(), Accounts::EachHolder);
        let oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
        let workspace = builder.on(store.clone());
        let mut play = Self { workspace, store, end, clock, oracle, known: Known::default(), now: begin.millis() };
        for number in 0..PEOPLE {
            let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}") });
            let person = play.call("register", &Value::Null, &with).unwrap();
            play.known.learn_person(&person["id"]);
        }
        let mut known = core::mem::take(&mut play.known);
        found(&mut known, |operation, actor, with| play.call(operation, actor, with));
        play.known = known;
        play
    }

    fn call(&mut self, operation: &str, actor: &Value, with: &Value) -> Result<Value, Error> {
        let made = call_one(&self.workspace, operation, actor, with.as_object().unwrap());
        let caller = match actor {
            _ if face_of(operation, actor) == Some(Face::Operator) => Caller::Operator("dispute"),
            _ if face_of(operation, actor) == Some(Face::Visitor) => Caller::Visitor,
            Value::String(id) => Caller::Actor(id),
            _ => Caller::Host,
        };
        let expected = self.oracle.call(caller, operation, with, self.now, made.as_ref().ok());
        assert_eq!(made.is_ok(), expected.is_ok(), "{operation} {with}");
        made
    }

    fn step(&mut self, one: &Move) {
        let pause = pause_of(one.pause);
        self.clock.advance(pause);
        self.now += pause;
        let known = core::mem::take(&mut self.known);
        let call = concrete(&known, one, |operation, actor, with| self.call(operation, actor, with));
        self.known = known;
        if let Some(call) = call
            && let Ok(result) = self.call(call.operation, &call.actor, &call.with)
        {
            if call.operation == "create_bucket" {
                self.known.learn_bucket(&result, &call.actor);
            }
            self.known
                .learn(if call.operation == "apply_proposal" { "apply_newcomer" } else { call.operation }, &result);
        }
        if one.picks[3].is_multiple_of(11) {
            self.run(one.picks[2] % 3);
        }
    }

    /// Runs some of what is to be done, or all.
    fn run(&mut self, limit: usize) {
        for person in &self.known.people {
            self.end.connect(person.as_str().unwrap());
        }
        loop {
            let limit = if limit == 0 { 1_000 } else { u32::try_from(limit).unwrap() };
            let run = pollster::block_on(self.workspace.run_effects(limit)).unwrap();
            let open = || pollster::block_on(self.workspace.operator("look").unwrap().effects(10)).unwrap();
            let troubled = || self.folders().filter(|folder| folder.sharing.trouble.is_some()).collect::<Vec<_>>();
            assert_eq!(run.failed, 0, "{:?} {:?}", open(), troubled());
            if run.left == 0 || limit < 1_000 {
                return;
            }
        }
    }

    fn folders(&self) -> impl Iterator<Item = Folder> {
        let documents = pollster::block_on(self.store.everything()).unwrap().slice.documents;
        documents.into_values().filter_map(|document| match document {
            Document::Folder(folder) => Some(folder),
            _ => None,
        })
    }

    /// Everybody on a folder besides its owner.
    fn members(&self, folder: &Folder) -> BTreeMap<String, &'static str> {
        let Some(shared) = &folder.sharing.folder else { return BTreeMap::new() };
        self.end.members(&folder.at.holder.to_string(), shared.as_str())
    }
}

/// Plays random histories, and returns of how many tracks it was looked who is on their folders, and on how many somebody was.
pub(crate) fn on_random_histories<E: End>(cases: u32) -> (u64, u64) {
    let seen = std::cell::Cell::new((0_u64, 0_u64));
    on_histories(cases, 40, |history| {
        let mut play = Play::<E>::new();
        history.iter().for_each(|one| play.step(one));
        play.run(0);
        let mut folders: BTreeMap<String, Folder> =
            play.folders().map(|folder| (folder.track.to_string(), folder)).collect();
        let tracks: Vec<String> = play.known.tracks.iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        for track in tracks.iter().chain(&folders.keys().cloned().collect::<Vec<_>>()) {
            let expected = play.oracle.folder_members(track);
            let found = folders.get(track).map(|folder| play.members(folder)).unwrap_or_default();
            if found != expected {
                return Err(format!("{track}: on the folder are {found:?}, not {expected:?}"));
            }
            let (all, some) = seen.get();
            seen.set((all + 1, some + u64::from(!found.is_empty())));
        }
        // A handover that a deletion has overtaken goes no further.
        let is_there = |folder: &Folder| play.oracle.has_track(&folder.track.to_string());
        folders.retain(|_, folder| folder.next.is_some() && is_there(folder) || folder.sharing.trouble.is_some());
        if folders.is_empty() { Ok(()) } else { Err(format!("these are not where they should be: {folders:?}")) }
    });
    seen.get()
}

#[test]
fn after_random_histories_of_access_folders_have_the_members_that_the_oracle_says() {
    let (all, some) = on_random_histories::<InMemory>(1_000);
    assert!(some > 1_000 && some < all, "{some} of {all} folders had members");
}
