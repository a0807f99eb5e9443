//! Shared folders come to what access says whatever is cut off on the way (FIL-2, FIL-3).

use cowrite::Access;
use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{FilesError, FolderRole};
use cowrite::testing::CommitFault;
use pollster::block_on;

use super::places::{names, upload};
use super::sharing::{Circle, Studio, circle_of};

/// An act on a track that Alex edits and Jordan views, and who is on its folder afterwards.
struct Story {
    name: &'static str,
    act: fn(&Studio, cowrite::TrackId),
    after: fn(&Studio) -> Circle,
    /// How many invitations it takes.
    invites: u64,
}

const STORIES: [Story; 5] = [
    Story {
        name: "an invitation",
        act: |studio, track| {
            let new = cowrite::NewPerson::new("sam", "Sam Lee").email("sam@example.com");
            let sam = studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id);
            studio.join(track, &sam, Access::Editor);
        },
        after: |studio| {
            let mut circle = both(studio, FolderRole::Editor);
            let invited = (FolderRole::Editor, cowrite::ports::files::MemberState::Pending);
            circle.insert("sam@example.com".to_owned(), invited);
            circle
        },
        invites: 1,
    },
    Story {
        name: "a change of role",
        act: |studio, track| {
            let viewer = studio.olivia.set_access(track, studio.alex.id(), Access::Viewer);
            drop(block_on(viewer).unwrap());
        },
        after: |studio| both(studio, FolderRole::Viewer),
        invites: 0,
    },
    Story {
        name: "a revoke",
        act: |studio, track| drop(block_on(studio.olivia.revoke(track, studio.alex.id())).unwrap()),
        after: |studio| circle_of(&studio.olivia, &[(&studio.jordan, FolderRole::Viewer)]),
        invites: 0,
    },
    Story {
        name: "a handover",
        act: |studio, track| studio.hand_over(track, &studio.alex),
        after: |studio| {
            let others = [(&studio.olivia, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
            circle_of(&studio.alex, &others)
        },
        invites: 0,
    },
    Story {
        name: "a handover to whom the former owner is nothing any more",
        act: |studio, track| {
            studio.hand_over(track, &studio.alex);
            block_on(studio.alex.revoke(track, studio.olivia.id())).unwrap();
        },
        after: |studio| circle_of(&studio.alex, &[(&studio.jordan, FolderRole::Viewer)]),
        invites: 0,
    },
];

fn both(studio: &Studio, alex: FolderRole) -> Circle {
    circle_of(&studio.olivia, &[(&studio.alex, alex), (&studio.jordan, FolderRole::Viewer)])
}

fn begin() -> (Studio, cowrite::TrackId) {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    (studio, track)
}

/// Runs to the end, and checks all that must then be so.
fn check(story: &Story, studio: &Studio, track: cowrite::TrackId, what: &str) {
    for _ in 0..4 {
        studio.run();
    }
    let what = format!("{} cut off {what}", story.name);
    assert_eq!(studio.left(), 0, "{what}");
    assert_eq!(studio.circle(track), (story.after)(studio), "{what}");
    assert_eq!(block_on(names(&studio.jordan, track)), ["mix.wav"], "{what}");
    assert_eq!(studio.panel_of_anybody(track), (false, None), "{what}");
    assert_eq!(block_on(studio.workspace.verify()).unwrap(), [], "{what}");
}

impl Studio {
    fn panel_of_anybody(&self, track: cowrite::TrackId) -> (bool, Option<cowrite::FolderTrouble>) {
        let panel = block_on(self.jordan.collaborators(track)).unwrap();
        let owner = self.workspace.acting_as(panel.owner);
        let panel = block_on(owner.collaborators(track)).unwrap();
        (panel.transfer_pending, panel.folder_trouble)
    }
}

#[test]
fn whichever_call_to_the_store_is_cut_off_the_folder_comes_to_what_access_says() {
    for story in &STORIES {
        for (fault, is_after) in
            [(FilesFault::Before(FilesError::Transient), false), (FilesFault::After(FilesError::Transient), true)]
        {
            let mut nth = 0;
            loop {
                let (studio, track) = begin();
                let before = studio.files.calls(FilesCall::Invite);
                (story.act)(&studio, track);
                studio.files.fail_later(nth, &fault);
                studio.run();
                let is_over = studio.files.is_to_fail();
                if is_over {
                    studio.files.fail_later(u64::MAX, &fault);
                }
                let what = format!("at call {nth}, after it has taken hold: {is_after}");
                check(story, &studio, track, &what);
                let invites = studio.files.calls(FilesCall::Invite) - before;
                // What took hold is seen, and not done again.
                assert!(invites <= story.invites + u64::from(!is_after && story.invites > 0), "{} {what}", story.name);
                if is_over {
                    break;
                }
                nth += 1;
            }
            assert!(nth >= 4, "{}: only {nth} calls", story.name);
        }
    }
}

#[test]
fn whichever_commit_is_lost_the_folder_comes_to_what_access_says() {
    for story in &STORIES {
        for fault in [CommitFault::AwayBefore, CommitFault::LostBefore, CommitFault::LostAfter] {
            let (studio, track) = begin();
            (story.act)(&studio, track);
            studio.store.fail_next(1, fault);
            studio.clock.advance(86_400_000);
            drop(block_on(studio.workspace.run_effects(1)));
            studio.store.fail_next(0, fault);
            check(story, &studio, track, &format!("by {fault:?}"));
        }
    }
}

#[test]
fn an_access_that_ends_while_it_is_given_is_not_given() {
    let (studio, track) = begin();
    let sam = cowrite::NewPerson::new("sam", "Sam Lee").email("sam@example.com");
    let sam = studio.workspace.acting_as(block_on(studio.workspace.register(sam)).unwrap().id);
    studio.join(track, &sam, Access::Editor);
    studio.files.fail(FilesCall::Invite, 1, &FilesFault::After(FilesError::Transient));
    studio.run();
    assert!(studio.circle(track).contains_key("sam@example.com"));
    block_on(studio.olivia.revoke(track, sam.id())).unwrap();
    let invites = studio.files.calls(FilesCall::Invite);
    studio.run();
    assert_eq!(studio.circle(track), both(&studio, FolderRole::Editor));
    assert_eq!(studio.files.calls(FilesCall::Invite), invites);
}
