//! A process that is killed at any call to Dropbox: the next one brings the folder to what access says (FIL-2, FIL-3).

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use cowrite::{Access, NewPerson, TrackId};
use cowrite_dropbox_fake::{Call, Outcome};
use pollster::block_on;

use super::workspace::{Circle, DAY, House, Somebody, circle_of};

/// An act on a track that Alex edits, and what of it must be so afterwards.
struct Story {
    name: &'static str,
    act: fn(&House, TrackId),
    after: fn() -> Circle,
    /// Who holds the folder then.
    holder: fn(&House) -> &Somebody,
    /// How many it invites to the folder.
    invites: usize,
    /// Whether nobody was on the folder before.
    is_first: bool,
}

const STORIES: [Story; 7] = [
    Story {
        name: "an invitation",
        act: |house, track| house.join(&house.olivia, track, &house.jordan, Access::Viewer),
        after: || circle_of(&[("olivia", "owner"), ("alex", "editor"), ("jordan", "viewer")]),
        holder: |house| &house.olivia,
        invites: 1,
        is_first: false,
    },
    Story {
        name: "a change of role",
        act: |house, track| {
            let viewer = house.is(&house.olivia);
            block_on(viewer.set_access(track, house.alex.id, Access::Viewer)).unwrap();
        },
        after: || circle_of(&[("olivia", "owner"), ("alex", "viewer")]),
        holder: |house| &house.olivia,
        invites: 0,
        is_first: false,
    },
    Story {
        name: "a revoke",
        act: |house, track| drop(block_on(house.is(&house.olivia).revoke(track, house.alex.id)).unwrap()),
        after: || circle_of(&[("olivia", "owner")]),
        holder: |house| &house.olivia,
        invites: 0,
        is_first: false,
    },
    Story {
        name: "a handover",
        act: |house, track| house.hand_over(track, &house.alex),
        after: || circle_of(&[("alex", "owner"), ("olivia", "editor")]),
        holder: |house| &house.alex,
        invites: 0,
        is_first: false,
    },
    Story {
        name: "a handover to whom the former owner is nothing any more",
        act: |house, track| {
            house.hand_over(track, &house.alex);
            block_on(house.is(&house.alex).revoke(track, house.olivia.id)).unwrap();
        },
        after: || circle_of(&[("alex", "owner")]),
        holder: |house| &house.alex,
        invites: 0,
        is_first: false,
    },
    Story {
        name: "an invitation of somebody without an account",
        act: |house, track| {
            let new = NewPerson::new("sam", "Sam Lee").email("sam@example.com");
            let sam = block_on(house.workspace.register(new)).unwrap().id;
            let sent = block_on(house.is(&house.olivia).invite(track, sam, Access::Editor)).unwrap();
            block_on(house.workspace.acting_as(sam).accept_invitation(sent.id)).unwrap();
        },
        after: || {
            let mut circle = circle_of(&[("olivia", "owner"), ("alex", "editor")]);
            circle.insert("sam".to_owned(), ("editor".to_owned(), "invited"));
            circle
        },
        holder: |house| &house.olivia,
        invites: 1,
        is_first: false,
    },
    Story {
        name: "the first invitation",
        act: |house, track| house.join(&house.olivia, track, &house.alex, Access::Editor),
        after: || circle_of(&[("olivia", "owner"), ("alex", "editor")]),
        holder: |house| &house.olivia,
        invites: 1,
        is_first: true,
    },
];

struct Bell {
    thread: Thread,
    rung: AtomicBool,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::SeqCst);
        self.thread.unpark();
    }
}

impl House {
    fn is_broken(&self) -> bool {
        let is_cut = |call: &Call| matches!(call.outcome, Outcome::CutBefore | Outcome::CutAfter);
        self.studio.fake.calls().iter().any(is_cut)
    }

    /// Runs what is due; the process is killed as soon as a call has broken, and hears nothing of it.
    fn run_until_killed(&self) {
        let bell = Arc::new(Bell { thread: std::thread::current(), rung: AtomicBool::new(true) });
        let waker = Waker::from(Arc::clone(&bell));
        let mut run = pin!(self.workspace.run_effects(100));
        loop {
            while !bell.rung.swap(false, Ordering::SeqCst) {
                std::thread::park();
            }
            // Once the call has come to its end, so that nothing of it goes on after the process.
            if self.is_broken() {
                return;
            }
            if let Poll::Ready(run) = run.as_mut().poll(&mut Context::from_waker(&waker)) {
                assert_eq!(run.unwrap().failed, 0);
                return;
            }
        }
    }
}

/// A track that Alex edits, or nobody but its owner yet, and one beside it that is nobody's concern.
fn begin(is_first: bool) -> (House, TrackId) {
    let house = House::new();
    let [track, _] = ["Nocturne", "Prelude"].map(|title| {
        let track = house.track(&house.olivia, title);
        house.upload(&house.olivia, track, "mix.wav");
        if title == "Prelude" || !is_first {
            house.join(&house.olivia, track, &house.alex, Access::Editor);
        }
        track
    });
    assert_eq!(house.run(), 0);
    (house, track)
}

fn check(story: &Story, house: &House, track: TrackId, what: &str) {
    for _ in 0..3 {
        house.run();
    }
    let what = format!("{} {what}", story.name);
    assert_eq!(house.left(), 0, "{what}");
    assert_eq!(house.circle("Nocturne"), (story.after)(), "{what}");
    assert_eq!(house.circle("Prelude"), circle_of(&[("olivia", "owner"), ("alex", "editor")]), "{what}");
    let holder = (story.holder)(house);
    for (account, title) in [(&holder.account, "Nocturne"), (&house.olivia.account, "Prelude")] {
        let path = format!("/Cowrite/{title}/bounces/mix.wav");
        assert_eq!(house.studio.fake.file(account, &path).as_deref(), Some(&b"mix.wav"[..]), "{what}: {title}");
    }
    assert_eq!(house.names(holder, track), ["mix.wav"], "{what}");
    assert_eq!(house.folder_trouble(holder, track), None, "{what}");
    assert_eq!(house.done("sharing/add_folder_member").len(), story.invites, "{what}");
    assert_eq!(house.done("sharing/share_folder").len(), usize::from(story.is_first), "{what}");
    assert_eq!(block_on(house.workspace.verify()).unwrap(), [], "{what}");
}

fn is_brought_to_its_end(story: &Story) {
    for is_last_done in [false, true] {
        let (mut n, mut n_unfinished) = (0, 0);
        loop {
            let (mut house, track) = begin(story.is_first);
            (story.act)(&house, track);
            let fake = house.studio.fake.clone();
            fake.advance(DAY);
            fake.forget_calls();
            if is_last_done {
                fake.crash_during(n)
            } else {
                fake.crash_after(n)
            }
            house.run_until_killed();
            let is_over = !house.is_broken();
            house.reopen();
            fake.resume();
            n_unfinished += u32::from(house.left() > 0);
            check(story, &house, track, &format!("killed at call {n}, which was done: {is_last_done}"));
            if is_over {
                break;
            }
            n += 1;
        }
        assert!(n >= 5 && n_unfinished == n, "{}: {n} calls, cut off at {n_unfinished}", story.name);
    }
}

#[test]
fn an_invitation_that_is_cut_off_anywhere_is_sent_once() {
    is_brought_to_its_end(&STORIES[0]);
}

#[test]
fn a_role_is_changed_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[1]);
}

#[test]
fn whoever_is_revoked_is_gone_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[2]);
}

#[test]
fn a_folder_is_handed_over_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[3]);
}

#[test]
fn a_former_owner_is_gone_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[4]);
}

#[test]
fn an_address_is_invited_once_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[5]);
}

#[test]
fn a_folder_is_shared_once_wherever_the_process_is_killed() {
    is_brought_to_its_end(&STORIES[6]);
}
