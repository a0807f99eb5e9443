//! Random histories: acts decided by the domain on a small world, the same for the same seed.

use crate::domain::access::{Access, act};
use crate::domain::details::{Bpm, Stage, TrackUpdate};
use crate::domain::draft::Draft;
use crate::domain::invitation::Terms;
use crate::domain::person::{NewPerson, PersonState, PersonUpdate};
use crate::domain::roster::Roster;
use crate::domain::shares::ShareRow;
use crate::domain::slice::Slice;
use crate::domain::split::{Percent, ShareEdit, ShareEdits};
use crate::error::Error;
use crate::event::Author;
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::store::{Change, Everything};
use crate::time::Timestamp;

/// How many of each there are at most, so that acts meet.
const PEOPLE: usize = 6;
const TRACKS: usize = 9;
const GROUPS: usize = 5;

/// A random history, decided act by act.
#[derive(Debug, Clone)]
pub struct History {
    random: u64,
    now: Timestamp,
}

/// An act that the rules allowed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Step {
    /// What to commit.
    pub change: Change,
    /// The world once it is committed, but for the number and stamp of the commit.
    pub after: Slice,
}

impl History {
    /// Begins a history.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { random: seed, now: Timestamp::EPOCH.plus_days(20_000) }
    }

    /// Decides the next act that the rules allow in a world that is known whole.
    pub fn next_step(&mut self, world: &Slice) -> Step {
        loop {
            // Now and then the clock of the host goes back.
            let seconds = [0_i64, 1, 60, 86_400, 700_000, -30];
            self.now = self.now.plus_millis(self.pick(&seconds).unwrap_or(1).saturating_mul(1_000));
            let mut draft = Draft::new(world.clone(), self.now, self.roll());
            let decided = self.act(&mut draft);
            if decided.is_ok() && !draft.recorded.is_empty() {
                return self.step(draft);
            }
        }
    }

    fn step(&mut self, mut draft: Draft) -> Step {
        let recorded: Vec<_> = draft.recorded.iter().map(|recorded| recorded.aggregate).collect();
        // A decision rests on part of the world; which part is left to chance here.
        draft.expect.retain(|aggregate, _| recorded.contains(aggregate) || self.chance(4));
        let author = match self.pick(&people(&draft.slice)) {
            Some(person) if self.chance(2) => Author::Person(person),
            _ if self.chance(5) => Author::Operator { reason: "a ticket".to_owned() },
            _ => Author::Host,
        };
        let change = Change::of(&draft, author);
        let mut after = draft.slice;
        for (claim, hands) in &change.claims {
            match hands.to {
                Some(person) => after.holders.insert(claim.clone(), person),
                None => after.holders.remove(claim),
            };
        }
        Step { change, after }
    }

    fn roll(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.roll().is_multiple_of(one_in)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let count = u64::try_from(from.len()).ok().filter(|count| *count > 0)?;
        let at = usize::try_from(self.roll() % count).unwrap_or_default();
        from.get(at).copied()
    }

    fn text(&mut self) -> String {
        let words = ["midnight", "Sessions", "Übung", "夜", "e\u{301}tude", "'; --", "\"a,b\"", "\u{1f3b5}"];
        let words = [self.pick(&words), self.pick(&words)].into_iter().flatten();
        words.collect::<Vec<_>>().join(" ")
    }

    fn access(&mut self) -> Access {
        self.pick(&[Access::Viewer, Access::Editor, Access::Full]).unwrap_or(Access::Viewer)
    }

    fn edits(&mut self) -> ShareEdits {
        let mut edit = || match self.roll() % 4 {
            0 => ShareEdit::Keep,
            1 => ShareEdit::Unset,
            _ => ShareEdit::Set(
                u16::try_from(self.roll() % 5_000).ok().and_then(Percent::from_hundredths).unwrap_or_default(),
            ),
        };
        ShareEdits { master: edit(), publishing: edit(), writer: edit() }
    }

    fn act(&mut self, draft: &mut Draft) -> Result<(), Error> {
        let people = people(&draft.slice);
        let Some((actor, person)) = self.pick(&people).zip(self.pick(&people)) else {
            return self.register(draft);
        };
        match self.roll() % 8 {
            0 => self.act_on_people(draft, person),
            1 | 2 => self.make(draft, actor),
            3 => self.act_on_track(draft, actor),
            4 => self.act_on_group(draft, actor),
            _ => self.act_on_roster(draft, actor, person),
        }
    }

    fn register(&mut self, draft: &mut Draft) -> Result<(), Error> {
        let name = format!("{} {}", self.text(), self.roll() % 100);
        let email = format!("Person{}@Example.com", self.roll() % 8);
        let person =
            if self.chance(4) { NewPerson::new(&name, &name) } else { NewPerson::new(&name, &name).email(email) };
        draft.register(person.profile()?).map(|_| ())
    }

    fn act_on_people(&mut self, draft: &mut Draft, person: PersonId) -> Result<(), Error> {
        match self.roll() % 8 {
            0..4 if draft.slice.people.len() < PEOPLE => self.register(draft),
            4 => draft.erase_person(person).map(|_| ()),
            5 => draft.update_person(person, &PersonUpdate::new().email(None)),
            6 => {
                let email = format!("person{}@example.com", self.roll() % 8);
                draft.update_person(person, &PersonUpdate::new().email(Some(&email)))
            }
            _ => draft.update_person(person, &PersonUpdate::new().name(self.text())),
        }
    }

    fn make(&mut self, draft: &mut Draft, actor: PersonId) -> Result<(), Error> {
        let groups = groups(&draft.slice);
        let parent = self.pick(&groups).filter(|_| self.chance(2));
        let title = self.text();
        if self.chance(3) && groups.len() < GROUPS {
            return draft.create_group(actor, &title, parent).map(|_| ());
        }
        if tracks(&draft.slice).len() < TRACKS {
            return draft.create_track(actor, &title, parent).map(|_| ());
        }
        Ok(())
    }

    fn act_on_track(&mut self, draft: &mut Draft, actor: PersonId) -> Result<(), Error> {
        let Some(id) = self.pick(&tracks(&draft.slice)) else { return Ok(()) };
        let scope = Scope::Track(id);
        let group = self.pick(&groups(&draft.slice)).filter(|_| self.chance(2));
        match self.roll() % 8 {
            0 => {
                let by = draft.slice.require::<act::Archive>(actor, scope)?;
                let archived = self.chance(2);
                draft.archive_track(&by, id, archived)
            }
            1 => draft.move_track(actor, id, group).map(|_| ()),
            2 if self.chance(2) => {
                let by = draft.slice.require::<act::Delete>(actor, scope)?;
                draft.delete_track(&by, id).map(|_| ())
            }
            3 => draft.operator_set_taken_down(id, self.chance(2)).map(|_| ()),
            _ => {
                let by = draft.slice.require::<act::EditDetails>(actor, scope)?;
                let bpm = u32::try_from(self.roll() % 99_999).ok().and_then(Bpm::from_hundredths);
                let update = TrackUpdate::new().title(self.text()).bpm(bpm).tags([self.text(), self.text()]);
                let update = if self.chance(2) { update.key(Some("F♯ minor")) } else { update.stage(Stage::Mixing) };
                draft.update_track(&by, id, &update, false).map(|_| ())
            }
        }
    }

    fn act_on_group(&mut self, draft: &mut Draft, actor: PersonId) -> Result<(), Error> {
        let groups = groups(&draft.slice);
        let Some(id) = self.pick(&groups) else { return Ok(()) };
        match self.roll() % 4 {
            0 => {
                let parent = self.pick(&groups).filter(|_| self.chance(2));
                draft.move_group(actor, id, parent).map(|_| ())
            }
            1 if self.chance(3) => {
                let by = draft.slice.require::<act::Delete>(actor, id.into())?;
                draft.delete_group(&by, id).map(|_| ())
            }
            _ => {
                let by = draft.slice.require::<act::EditDetails>(actor, id.into())?;
                draft.rename_group(&by, id, &self.text())
            }
        }
    }

    fn act_on_roster(&mut self, draft: &mut Draft, actor: PersonId, person: PersonId) -> Result<(), Error> {
        let scopes: Vec<Scope> = draft.slice.scopes().filter(|scope| draft.slice.owner(*scope).is_some()).collect();
        let Some(scope) = self.pick(&scopes) else { return Ok(()) };
        match self.roll() % 12 {
            0..3 => self.invite(draft, scope, person),
            3..6 => self.answer(draft),
            6 => draft.set_access(actor, scope, person, self.access()).map(|_| ()),
            7 => draft.inherit_access(actor, scope, person).map(|_| ()),
            8 => match self.roll() % 3 {
                0 => draft.revoke(actor, scope, person).map(|_| ()),
                1 => draft.remove_collaborator(actor, scope, person).map(|_| ()),
                _ => {
                    let by = draft.slice.require::<act::View>(person, scope)?;
                    draft.leave(&by, scope).map(|_| ())
                }
            },
            9 => self.hand_over(draft, scope, person),
            _ => {
                let Scope::Track(id) = scope else { return Ok(()) };
                let by = draft.slice.require::<act::EditShares>(actor, scope)?;
                draft.set_shares(&by, id, &[ShareRow { person, edits: self.edits() }], None).map(|_| ())
            }
        }
    }

    fn invite(&mut self, draft: &mut Draft, scope: Scope, person: PersonId) -> Result<(), Error> {
        // Mostly whoever owns the scope invites, so that many invitations are allowed.
        let Some(owner) = draft.slice.owner(scope) else { return Ok(()) };
        let by = draft.slice.require::<act::ManageCollaborators>(owner, scope)?;
        let role = self.chance(2).then(|| self.text());
        let expires_at = self.now.plus_days(14);
        let terms = Terms { access: self.access(), role, shares: self.edits(), expires_at };
        // Who asks for the verb has made sure that there is somebody to invite.
        let is_there = draft.slice.people.get(&person).is_some_and(|person| person.state != PersonState::Erased);
        if is_there { draft.invite(&by, scope, person, &terms).map(|_| ()) } else { Ok(()) }
    }

    fn answer(&mut self, draft: &mut Draft) -> Result<(), Error> {
        let waiting: Vec<_> = draft.slice.invitations.values().filter(|sent| sent.is_pending(draft.at)).collect();
        let Some((id, person, by)) = self.pick(&waiting).map(|sent| (sent.id, sent.person, sent.by)) else {
            return Ok(());
        };
        match self.roll() % 5 {
            0 => draft.dismiss_invitation(person, id),
            1 => draft.withdraw_invitation(by, id),
            _ => draft.accept_invitation(person, id).map(|_| ()),
        }
    }

    fn hand_over(&mut self, draft: &mut Draft, scope: Scope, person: PersonId) -> Result<(), Error> {
        match draft.slice.offer(scope) {
            Some(offer) if self.chance(3) => draft.decline_ownership(offer.to, scope).map(|_| ()),
            Some(offer) => draft.accept_ownership(offer.to, scope).map(|_| ()),
            None => {
                let Some(owner) = draft.slice.owner(scope) else { return Ok(()) };
                let by = draft.slice.require::<act::HandOver>(owner, scope)?;
                draft.offer_ownership(&by, scope, person, self.now.plus_days(14)).map(|_| ())
            }
        }
    }
}

fn people(slice: &Slice) -> Vec<PersonId> {
    slice.people.keys().copied().collect()
}

fn tracks(slice: &Slice) -> Vec<TrackId> {
    slice.tracks.keys().copied().filter(|id| slice.track(*id).is_some()).collect()
}

fn groups(slice: &Slice) -> Vec<GroupId> {
    slice.groups.keys().copied().filter(|id| slice.group(*id).is_some()).collect()
}

/// Returns the state that a history comes to: names, addresses, people's own words and unique values are the stored ones, which no event has.
#[must_use]
pub fn folded(everything: &Everything) -> Slice {
    let stored = &everything.slice;
    let mut folded = Slice { revision: stored.revision, stamp: stored.stamp, ..Slice::default() };
    for entry in &everything.log {
        folded.apply(entry.recorded.aggregate, &entry.recorded.event, entry.at);
    }
    for (id, person) in &mut folded.people {
        if let Some(stored) = stored.people.get(id) {
            person.profile.clone_from(&stored.profile);
        }
    }
    for (key, document) in &mut folded.documents {
        if let Some(stored) = stored.documents.get(key)
            && stored.clone().without_profile() == *document
        {
            document.clone_from(stored);
        }
    }
    folded.holders.clone_from(&stored.holders);
    tidied(folded)
}

/// Returns a slice without what only says that something is known to be absent.
#[must_use]
pub fn tidied(mut slice: Slice) -> Slice {
    for Roster { members, .. } in slice.rosters.values_mut() {
        members.retain(|_, member| member.is_some());
    }
    slice
}
