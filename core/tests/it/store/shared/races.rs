//! Two nodes that know nothing of each other, at the same instant: whatever one rests on, the other cannot have changed.

use std::sync::Barrier;
use std::thread;

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::domain::access::{Access, act};
use cowrite::domain::draft::Draft;
use cowrite::domain::import::{Parcel, SentFile};
use cowrite::domain::invitation::Terms;
use cowrite::domain::person::{Claim, PersonState};
use cowrite::domain::split::ShareEdits;
use cowrite::ports::store::{Change, Find, Load, Need, Store, StoreError};
use cowrite::{Aggregate, Author, NewPerson, PersonId, PersonUpdate, Timestamp};
use pollster::block_on;

use crate::postgres::Database;

/// Two nodes on one database.
struct Nodes {
    nodes: [PostgresStore; 2],
    made: u64,
    _database: Database,
}

impl Nodes {
    fn new() -> Self {
        let database = Database::new();
        let connect = || block_on(PostgresStore::connect(&database.url(), PostgresOptions::new())).unwrap();
        Self { nodes: [connect(), connect()], made: 0, _database: database }
    }

    /// Decides on the first node, without committing.
    fn decide<T>(&mut self, needs: Vec<Need>, decide: impl FnOnce(&mut Draft) -> T) -> (Change, T) {
        let slice = block_on(self.nodes[0].load(Load { needs, ..Load::default() })).unwrap().slice;
        self.made += 1;
        let mut draft = Draft::new(slice, Timestamp::EPOCH.plus_days(20_000), self.made);
        let made = decide(&mut draft);
        (Change::of(&draft, Author::Host), made)
    }

    fn registering(&mut self, name: &str, email: &str) -> (Change, PersonId) {
        let profile = NewPerson::new(name, name).email(email).profile().unwrap();
        let needs =
            vec![Need::Holder(Claim::ExternalId(name.to_owned())), Need::Holder(Claim::Email(email.to_owned()))];
        self.decide(needs, |draft| draft.register(profile).unwrap())
    }

    fn register(&mut self, name: &str) -> PersonId {
        let (change, person) = self.registering(name, &format!("{name}@example.com"));
        block_on(self.nodes[0].commit(change)).unwrap();
        person
    }

    /// Commits two changes at once, one on each node, and expects that exactly one takes hold.
    fn race(&self, what: &str, changes: [Change; 2]) {
        let barrier = Barrier::new(2);
        let outcomes = thread::scope(|scope| {
            let racing = self.nodes.iter().zip(changes).map(|(node, change)| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    block_on(node.commit(change))
                })
            });
            let racing: Vec<_> = racing.collect();
            racing.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
        });
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let lost = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Conflict))).count();
        assert_eq!((won, lost), (1, 1), "{what}: {outcomes:?}");
    }
}

const ROUNDS: usize = 60;

#[test]
fn of_two_that_each_read_what_the_other_writes_one_is_refused() {
    let mut nodes = Nodes::new();
    let people = [nodes.register("olivia"), nodes.register("alex")];
    for round in 0..ROUNDS {
        let changes = people.map(|person| {
            let name = PersonUpdate::new().name(format!("round {round}"));
            nodes.decide(people.map(Need::Person).to_vec(), |draft| draft.update_person(person, &name).unwrap()).0
        });
        nodes.race("two who read each other", changes);
    }
    block_on(nodes.nodes[0].check()).unwrap();
}

#[test]
fn of_two_that_each_rest_on_the_absence_of_what_the_other_makes_one_is_refused() {
    let mut nodes = Nodes::new();
    for round in 0..ROUNDS {
        let made =
            [0, 1].map(|side| nodes.registering(&format!("{side} {round}"), &format!("{side}-{round}@example.com")));
        let others = [made[1].1, made[0].1];
        let mut changes = made.map(|(change, _)| change);
        for (change, other) in changes.iter_mut().zip(others) {
            change.expect.insert(Aggregate::Person(other), 0);
        }
        nodes.race("two who rest on each other's absence", changes);
    }
    block_on(nodes.nodes[0].check()).unwrap();
}

#[test]
fn who_is_erased_and_who_becomes_an_owner_exclude_each_other() {
    let mut nodes = Nodes::new();
    for round in 0..ROUNDS {
        let person = nodes.register(&format!("somebody-{round}"));
        let needs = vec![Need::Person(person), Need::PartsOf { person, with: person }];
        let erased = nodes.decide(needs, |draft| drop(draft.erase_person(person).unwrap())).0;
        let owning = nodes.decide(vec![Need::Person(person)], |draft| {
            draft.create_track(person, "Encore", None).unwrap();
        });
        nodes.race("erasing and creating", [erased, owning.0]);
    }
    block_on(nodes.nodes[0].check()).unwrap();
}

/// PER-2, REL-3: what is sent to somebody who is being erased is refused, or ended with the rest.
#[test]
fn who_is_erased_and_what_is_sent_to_them_exclude_each_other() {
    let mut nodes = Nodes::new();
    let olivia = nodes.register("olivia");
    let made = nodes.decide(vec![Need::Person(olivia)], |draft| draft.create_track(olivia, "Encore", None).unwrap());
    block_on(nodes.nodes[0].commit(made.0)).unwrap();
    let (track, mut sent) = (made.1, [0, 0]);
    for round in 0..ROUNDS {
        let person = nodes.register(&format!("somebody-{round}"));
        let needs = vec![
            Need::Person(person),
            Need::PartsOf { person, with: person },
            Need::Documents(Find::ImportsTo(person)),
        ];
        let erased = nodes.decide(needs.clone(), |draft| drop(draft.erase_person(person).unwrap())).0;
        let sending = if round % 2 == 0 {
            let file = SentFile::arriving("kick.wav", None, 1).unwrap();
            let parcel = Parcel { files: vec![file], note: None, track: None, track_name: None };
            let both = vec![Need::Person(olivia), Need::Person(person)];
            nodes.decide(both, |draft| draft.submit_import(olivia, person, &parcel).unwrap()).0
        } else {
            let walk = Need::Walk { scope: track.into(), people: vec![olivia, person] };
            let needs = vec![walk, Need::Everyone(track.into()), Need::Person(person)];
            let expires_at = Timestamp::EPOCH.plus_days(20_030);
            let terms = Terms { access: Access::Viewer, role: None, shares: ShareEdits::KEEP, expires_at };
            let inviting = nodes.decide(needs, |draft| {
                let by = draft.slice.require::<act::ManageCollaborators>(olivia, track.into()).unwrap();
                draft.invite(&by, track.into(), person, &terms).unwrap();
            });
            inviting.0
        };
        nodes.race("erasing and sending", [erased, sending]);
        let found = block_on(nodes.nodes[1].load(Load { needs, ..Load::default() })).unwrap().slice;
        let waits = found.documents.len() + found.invitations.len();
        let is_erased = found.people[&person].state == PersonState::Erased;
        assert_eq!(waits, usize::from(!is_erased), "round {round}");
        sent[round % 2] += waits;
    }
    println!("of {ROUNDS} rounds, {sent:?} were won by who sent");
    block_on(nodes.nodes[0].check()).unwrap();
}

#[test]
fn an_address_is_one_persons_on_all_nodes() {
    let mut nodes = Nodes::new();
    for round in 0..ROUNDS {
        let email = format!("shared-{round}@example.com");
        let changes = [0, 1].map(|side| nodes.registering(&format!("{side} {round}"), &email).0);
        nodes.race("two who register one address", changes);
    }
    block_on(nodes.nodes[0].check()).unwrap();
}
