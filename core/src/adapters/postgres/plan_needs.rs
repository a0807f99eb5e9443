//! What a load needs, and what a look has missed, as what to fetch.

use std::collections::BTreeSet;

use super::plan::{Plan, Reach, Way};
use super::rows::Ask;
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::item::{Counter, Stream};
use crate::id::{PersonId, Scope};
use crate::ports::store::{Find, HISTORY_PAGE, LogOf, Need};

impl Plan {
    /// Guesses what a load needs.
    pub(super) fn of(needs: &[Need]) -> Self {
        let mut plan = Self::default();
        needs.iter().for_each(|need| plan.need(need));
        plan
    }

    fn need(&mut self, need: &Need) {
        match need {
            Need::Person(id) => drop(self.people.insert(*id)),
            Need::Holder(claim) => drop(self.claims.insert(claim.clone())),
            Need::Walk { scope, people } => {
                self.way(*scope, Reach::No, Reach::No);
                self.members.extend(people);
            }
            Need::WalkOf { scope, claim } => {
                self.way(*scope, Reach::No, Reach::No);
                self.claims.insert(claim.clone());
            }
            Need::Roster(scope) => self.way(*scope, Reach::There, Reach::No),
            Need::Pending(scope) => self.way(*scope, Reach::No, Reach::There),
            Need::PendingAlong(scope) => self.way(*scope, Reach::No, Reach::Along),
            Need::Everyone(scope) => self.way(*scope, Reach::Along, Reach::Along),
            Need::Answer { invitation, actor } => {
                self.answers.insert(*invitation);
                self.members.insert(*actor);
            }
            Need::Inbox(person) => self.more([Find::PendingOf(*person)], [*person]),
            Need::Inside(group) => {
                self.way((*group).into(), Reach::No, Reach::No);
                self.below.insert(*group);
                self.inside.insert(*group);
            }
            Need::Below { group, person, with } => {
                self.way((*group).into(), Reach::No, Reach::No);
                self.below.insert(*group);
                self.more(parts_of(*person), [*person, *with]);
            }
            Need::PartsOf { person, with } => self.more(parts_of(*person), [*person, *with]),
            Need::Shared { owner, person } => self.more(parts_of(*person), [*person, *owner]),
            Need::Reachable(person) => self.more(parts_of(*person), [*person]),
            Need::Sync(ask) => {
                let tracks = ask.touched.tracks.iter().copied().map(Scope::from);
                let groups = ask.touched.deep.iter().chain(&ask.touched.named).copied().chain(ask.timeline.places());
                for scope in tracks.chain(groups.map(Scope::from)) {
                    self.way(scope, Reach::No, Reach::No);
                }
                self.below.extend(&ask.touched.deep);
                self.members.insert(ask.person);
                self.documents.pages.insert((Find::BucketsOf(ask.person), None, u32::MAX));
                self.has_more = true;
            }
            Need::Library(ask) => {
                self.more([Find::GroupRowsOf(ask.person), Find::GroupsOf(ask.person)], [ask.person]);
                self.documents.pages.insert((Find::BucketsOf(ask.person), None, u32::MAX));
            }
            Need::Folders(Scope::Track(id)) => {
                self.way((*id).into(), Reach::No, Reach::No);
                self.documents.keys.insert(DocumentKey::Folder(*id));
            }
            Need::Folders(Scope::Group(id)) => {
                self.way((*id).into(), Reach::No, Reach::No);
                self.below.insert(*id);
                self.has_more = true;
            }
            Need::Document(key) => drop(self.documents.keys.insert(*key)),
            Need::DocumentWalk { kind, id, people } => {
                self.documents.walks.insert((kind.number().into(), *id));
                self.members.extend(people);
            }
            Need::Meant { import, person } => {
                self.documents.walks.insert((DocumentKind::Import.number().into(), import.uuid()));
                self.members.insert(*person);
                self.has_more = true;
            }
            Need::Documents(find) => drop(self.documents.pages.insert((*find, None, u32::MAX))),
            Need::DocumentsPage { find, after, limit } => {
                self.documents.pages.insert((*find, after.clone(), *limit));
            }
            Need::Items { stream, before, limit } => drop(self.documents.items.insert((*stream, *before, *limit))),
            Need::Unseen(stream) => drop(self.documents.unseen.insert(*stream)),
            Need::Counter(counter) => drop(self.documents.counters.insert(counter.clone())),
            Need::Entry { secret, .. } => self.links([Find::LinkWith(*secret)]),
            Need::Link { link, person } => {
                for kind in [DocumentKind::Link, DocumentKind::Playlist] {
                    self.documents.walks.insert((kind.number().into(), link.uuid()));
                }
                self.documents.counters.insert(Counter::downloads(*link));
                self.members.insert(*person);
            }
            Need::LinksAround(track) => self.links([Find::LinksOn(*track), Find::PlaylistsWith(*track)]),
            Need::LinksOf(person) => {
                self.links([Find::PlaylistsOf(*person)]);
                self.finds.insert(Find::TracksOf(*person));
            }
            Need::Notices { person, before, limit } => {
                self.people.insert(*person);
                self.members.insert(*person);
                self.documents.items.insert((Stream::Notices(*person), *before, *limit));
                self.documents.unseen.insert(Stream::Notices(*person));
                self.has_more = true;
            }
            Need::Sharing(person) => self.more(parts_of(*person), [*person]),
            Need::SeenLog { scope, before, limit, reader } => {
                self.way(*scope, Reach::No, Reach::No);
                self.members.insert(*reader);
                // As it will be asked for: a history that is read in pieces is not fetched whole for nothing.
                self.logs.insert((LogOf::Scope(*scope), *before, (*limit).min(HISTORY_PAGE)));
            }
            Need::OwnLog { person, before, limit } => {
                self.people.insert(*person);
                self.logs.insert((LogOf::Person(*person), *before, *limit));
            }
            Need::Page(person) => {
                self.documents.keys.insert(DocumentKey::Page(*person));
                self.has_more = true;
            }
            Need::PageOf(claim) => {
                self.claims.insert(claim.clone());
                self.has_more = true;
            }
            // How far a history leads, and whose page it is, shows only as it is read.
            Need::PageOfOwner(_) | Need::Past(_) | Need::Names => self.has_more = true,
            Need::Replay(actor, key) => drop(self.replays.insert((*actor, key.clone()))),
            Need::Log { scope, before, limit } => drop(self.logs.insert((LogOf::Scope(*scope), *before, *limit))),
        }
    }

    /// Wants links, and then what they open and how often they were used.
    fn links<const N: usize>(&mut self, finds: [Find; N]) {
        self.documents.pages.extend(finds.map(|find| (find, None, u32::MAX)));
        self.has_more = true;
    }

    fn way(&mut self, scope: Scope, whole: Reach, pending: Reach) {
        let way = self.ways.entry(scope).or_default();
        *way = Way { whole: way.whole.max(whole), pending: way.pending.max(pending) };
    }

    fn more<const N: usize, const M: usize>(&mut self, finds: [Find; N], people: [PersonId; M]) {
        self.finds.extend(finds);
        self.members.extend(people);
        self.has_more = true;
    }

    /// Adds what a look has missed.
    pub(super) fn add(&mut self, missed: BTreeSet<Ask>, people: &BTreeSet<PersonId>) {
        for ask in missed {
            match ask {
                Ask::Person(id) => drop(self.people.insert(id)),
                Ask::Details(scope) => self.way(scope, Reach::No, Reach::No),
                Ask::Standing(scope, person) => {
                    self.way(scope, Reach::No, Reach::No);
                    self.members.extend(person);
                }
                Ask::Invitation(id) => drop(self.invitations.insert(id)),
                Ask::Find(Find::MembersOn(scope)) => self.way(scope, Reach::There, Reach::No),
                Ask::Find(Find::PendingOn(scope)) => self.way(scope, Reach::No, Reach::There),
                Ask::Find(Find::GroupsIn(group)) => drop(self.below.insert(group)),
                Ask::Find(find) => drop(self.finds.insert(find)),
                Ask::Order(source, sort, after, limit) => drop(self.orders.insert((source, sort, after, limit))),
                Ask::Document(key) => drop(self.documents.keys.insert(key)),
                Ask::DocumentById(kind, id) => drop(self.documents.ids.insert((kind, id))),
                Ask::Page(find, after, limit) => drop(self.documents.pages.insert((find, after, limit))),
                Ask::Items(stream, before, limit) => drop(self.documents.items.insert((stream, before, limit))),
                Ask::Unseen(stream) => drop(self.documents.unseen.insert(stream)),
                Ask::Counter(counter) => drop(self.documents.counters.insert(counter)),
                Ask::Holder(claim) => drop(self.claims.insert(claim)),
                Ask::Replay(actor, key) => drop(self.replays.insert((actor, key))),
                Ask::Log(of, before, limit) => drop(self.logs.insert((of, before, limit))),
                Ask::Owners(group, unless) => drop(self.owners.insert((group, unless))),
            }
        }
        self.members.extend(people);
    }
}

/// The questions by which what says something of a person, is theirs, or is offered to them, is found.
fn parts_of(person: PersonId) -> [Find; 5] {
    [
        Find::MembersOf(person),
        Find::PendingOf(person),
        Find::OffersTo(person),
        Find::TracksOf(person),
        Find::GroupsOf(person),
    ]
}
