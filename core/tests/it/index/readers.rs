//! Readers while somebody writes: each answer is of one revision, never a mixture.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use cowrite::{Access, Action, Check, LibraryQuery, NewPerson, Paging, Workspace};
use pollster::block_on;

/// Ends the readers, also where whoever writes has failed: else the test would wait for them for ever.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Both tracks are open to somebody at even revisions and closed at odd ones, since each commit changes both.
#[test]
fn answers_are_right_for_the_revision_that_they_name() {
    let workspace = Workspace::in_memory().unwrap();
    let register = |word: &str| block_on(workspace.register(NewPerson::new(word, word))).unwrap().id;
    let (owner, other) = (register("owner"), register("other"));
    let me = workspace.acting_as(owner);
    let tracks: Vec<_> = (0..2).map(|_| block_on(me.create_track("Nocturne")).unwrap().id).collect();
    for track in &tracks {
        let invitation = block_on(me.invite(*track, other, Access::Editor)).unwrap();
        block_on(workspace.acting_as(other).accept_invitation(invitation.id)).unwrap();
    }
    let index = block_on(workspace.access_index()).unwrap();
    let begin = index.revision().unwrap();
    let (is_over, looks) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|number| {
                let (index, tracks, is_over, looks) = (index.clone(), &tracks, &is_over, &looks);
                scope.spawn(move || {
                    let check =
                        |track: usize| Check { person: other, scope: tracks[track].into(), action: Action::EditShares };
                    let mut last = 0;
                    while !is_over.load(Ordering::SeqCst) {
                        let (revision, open) = if number == 0 {
                            let page = index.list(other, LibraryQuery::new().page(Paging::first(10))).unwrap();
                            (page.revision, page.rows.iter().filter(|row| row.level == cowrite::Level::Editor).count())
                        } else {
                            let checked = index.can_many(&[check(0), check(1)]).unwrap();
                            (checked.revision, checked.allowed.iter().filter(|allowed| **allowed).count())
                        };
                        let expected = if (revision - begin).is_multiple_of(2) { 2 } else { 0 };
                        assert_eq!(open, expected, "at revision {revision}");
                        assert!(revision >= last, "an index never goes back");
                        last = revision;
                        looks.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        let writing = Ends(&is_over);
        for round in 0..400 {
            let access = if round % 2 == 0 { Access::Viewer } else { Access::Editor };
            let batch = me.batch().unwrap();
            for track in &tracks {
                block_on(batch.actor().set_access(*track, other, access)).unwrap();
            }
            block_on(batch.commit()).unwrap();
            assert_eq!(index.revision(), Ok(begin + round + 1), "what is acknowledged is in the index");
        }
        drop(writing);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    assert!(looks.load(Ordering::SeqCst) > 100, "the readers hardly read");
}

/// Two people hand a track to and fro: a commit makes the one its owner, and gives the other full access, so that halfway through it one of them has none.
#[test]
fn a_check_sees_none_of_a_commit_or_all() {
    let workspace = Workspace::in_memory().unwrap();
    let people = ["owner", "other"].map(|word| block_on(workspace.register(NewPerson::new(word, word))).unwrap().id);
    let [one, other] = people.map(|person| workspace.acting_as(person));
    let track = block_on(one.create_track("Nocturne")).unwrap().id;
    let invitation = block_on(one.invite(track, other.id(), Access::Full)).unwrap();
    block_on(other.accept_invitation(invitation.id)).unwrap();
    let index = block_on(workspace.access_index()).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers = people.map(|person| {
            let (index, is_over) = (index.clone(), &is_over);
            scope.spawn(move || {
                let (who, what) = (index.resolve_person(person).unwrap(), index.resolve(track).unwrap());
                while !is_over.load(Ordering::SeqCst) {
                    for _ in 0..100 {
                        assert_eq!(index.can(who, what, Action::EditShares), Ok(true));
                        assert_eq!(index.can(person, track, Action::EditShares), Ok(true));
                    }
                }
            })
        });
        let writing = Ends(&is_over);
        for (from, to) in [(&one, &other), (&other, &one)].into_iter().cycle().take(600) {
            block_on(from.offer_ownership(track, to.id())).unwrap();
            block_on(to.accept_ownership(track)).unwrap();
        }
        drop(writing);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
}
