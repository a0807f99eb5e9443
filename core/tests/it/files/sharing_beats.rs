//! What nothing was decided of is noticed too: addresses that change, and what is done in the file store itself (FIL-2, FIL-5).

use core::time::Duration;

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{FilesError, FolderRole, FolderSharing, Loc, MemberState, Step, Who};
use cowrite::testing::CommitFault;
use cowrite::{Access, Accounts, Actor, FolderTrouble, NewPerson, Paging, PersonUpdate};
use pollster::block_on;

use super::following::told;
use super::moving::House;
use super::places::upload;
use super::sharing::{DAY, Studio, account, circle_of, connection};

fn sam(studio: &Studio) -> Actor {
    let new = NewPerson::new("sam", "Sam Lee").email("sam@example.com");
    studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id)
}

/// Who is on the folder by an address alone.
fn invited(studio: &Studio, track: cowrite::TrackId) -> Vec<String> {
    let pending = studio.circle(track).into_iter().filter(|(_, (_, state))| *state == MemberState::Pending);
    pending.map(|(name, _)| name).collect()
}

#[test]
fn an_invitation_to_an_address_that_is_theirs_no_more_is_taken_back() {
    let studio = Studio::new();
    let (track, sam) = (studio.track("Nocturne"), sam(&studio));
    studio.join(track, &sam, Access::Editor);
    assert_eq!((studio.run(), invited(&studio, track)), (0, vec!["sam@example.com".to_owned()]));
    let change = PersonUpdate::new().email(Some("lee@example.com"));
    block_on(studio.workspace.update_person(sam.id(), change)).unwrap();
    assert_eq!((studio.run(), invited(&studio, track)), (0, vec!["lee@example.com".to_owned()]));
    assert_eq!(studio.left(), 0);
    block_on(studio.workspace.erase_person(sam.id())).unwrap();
    assert_eq!((studio.run(), invited(&studio, track)), (0, Vec::new()));
}

#[test]
fn an_invitation_to_an_address_that_was_taken_away_is_taken_back() {
    let studio = Studio::new();
    let (track, sam) = (studio.track("Nocturne"), sam(&studio));
    studio.join(track, &sam, Access::Editor);
    assert_eq!((studio.run(), invited(&studio, track)), (0, vec!["sam@example.com".to_owned()]));
    block_on(studio.workspace.update_person(sam.id(), PersonUpdate::new().email(None))).unwrap();
    studio.run();
    assert_eq!(invited(&studio, track), Vec::<String>::new());
}

#[test]
fn what_an_address_that_changed_makes_due_is_due_with_the_change_itself() {
    for erases in [false, true] {
        let studio = Studio::new();
        let (track, sam) = (studio.track("Nocturne"), sam(&studio));
        studio.join(track, &sam, Access::Editor);
        assert_eq!((studio.run(), invited(&studio, track)), (0, vec!["sam@example.com".to_owned()]));
        // As if the process died as soon as the change was kept: no other commit takes hold, and the call, which needs none, says that it is done.
        studio.store.fail_after(1, CommitFault::LostBefore);
        let there_after = if erases {
            block_on(studio.workspace.erase_person(sam.id())).unwrap();
            Vec::new()
        } else {
            let change = PersonUpdate::new().email(Some("lee@example.com"));
            block_on(studio.workspace.update_person(sam.id(), change)).unwrap();
            vec!["lee@example.com".to_owned()]
        };
        studio.store.fail_next(0, CommitFault::Conflict);
        assert_eq!((studio.run(), invited(&studio, track)), (0, there_after));
    }
}

#[test]
fn an_invitation_to_an_address_that_is_not_their_account_s_gives_way_to_one_for_the_account() {
    let studio = Studio::new();
    let (track, sam) = (studio.track("Nocturne"), sam(&studio));
    studio.join(track, &sam, Access::Editor);
    assert_eq!((studio.run(), invited(&studio, track)), (0, vec!["sam@example.com".to_owned()]));
    studio.files.set_account(&connection(&sam), account("elsewhere"));
    block_on(studio.workspace.account_connected(sam.id())).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&sam, FolderRole::Editor)]));
    assert_eq!((studio.trouble(track, &sam), studio.left()), (None, 0));
}

#[test]
fn what_was_changed_in_the_store_itself_is_mended_within_days() {
    let studio = Studio::new();
    let (track, sam) = (studio.track("Nocturne"), sam(&studio));
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    block_on(studio.workspace.maintain()).unwrap();
    studio.run();
    // That took a day, on which nobody asked for it; a folder whose day it was is looked at now, and a week later.
    block_on(studio.workspace.maintain()).unwrap();
    while block_on(studio.workspace.run_effects(100)).unwrap().done > 0 {}
    let (by, shared) = studio.shared(track);
    let alex = Who::Account(cowrite::ports::files::AccountId::new(format!("account:{}", studio.alex.id())));
    assert!(matches!(block_on(studio.files.revoke(&by, &shared, &alex)).unwrap(), Step::Done(_)));
    let before = studio.files.calls(FilesCall::Describe);
    for _ in 0..7 {
        studio.clock.advance(DAY);
        block_on(studio.workspace.maintain()).unwrap();
        // What was looked at on a day is not once more.
        block_on(studio.workspace.maintain()).unwrap();
        while block_on(studio.workspace.run_effects(100)).unwrap().done > 0 {}
    }
    assert_eq!(studio.files.calls(FilesCall::Describe), before + 1, "once in a week");
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Editor)]));
    // Whom something waits for is looked at each time.
    studio.join(track, &sam, Access::Viewer);
    studio.run();
    studio.files.set_account(&connection(&sam), account("sam"));
    block_on(studio.workspace.maintain()).unwrap();
    studio.run();
    assert_eq!(studio.circle(track)[&sam.id().to_string()], (FolderRole::Viewer, MemberState::Active));
}

#[test]
fn a_host_that_asks_seldom_has_all_folders_looked_at() {
    let studio = Studio::new();
    let tracks = ["One", "Two", "Three", "Four"].map(|title| studio.track(title));
    tracks.iter().for_each(|track| studio.join(*track, &studio.alex, Access::Editor));
    studio.run();
    for days in [7, 7, 14, 8] {
        let before = studio.files.calls(FilesCall::Describe);
        studio.clock.advance(days * DAY);
        block_on(studio.workspace.maintain()).unwrap();
        while block_on(studio.workspace.run_effects(100)).unwrap().done > 0 {}
        assert_eq!(studio.files.calls(FilesCall::Describe), before + 4, "after {days} days");
    }
    assert_eq!((studio.left(), block_on(studio.workspace.verify()).unwrap()), (0, Vec::new()));
}

#[test]
fn a_shared_folder_that_is_gone_from_its_place_is_looked_for() {
    for is_moved in [true, false] {
        let studio = Studio::new();
        let track = studio.track("Nocturne");
        block_on(upload(&studio.olivia, track, "mix.wav"));
        studio.join(track, &studio.alex, Access::Editor);
        studio.run();
        let follow = || block_on(studio.workspace.follow_files(Paging::first(50))).unwrap();
        assert_eq!(follow().failed, 0);
        assert_eq!(studio.left(), 0);
        let (by, _) = studio.shared(track);
        let path = Loc::Path("Nocturne".parse().unwrap());
        if is_moved {
            let name = "Night".parse().unwrap();
            block_on(cowrite::ports::files::FileStore::move_to(&studio.files, &by, &path, &Loc::root(), &name))
                .unwrap();
        } else {
            studio.files.remove_folder(&by, &path).unwrap();
        }
        assert_eq!(follow().failed, 0);
        assert_eq!(studio.left(), 1);
        assert_eq!(studio.run(), 0);
        let told = (!is_moved).then_some(FolderTrouble::FolderGone);
        assert_eq!(studio.panel(track).folder_trouble, told);
    }
}

#[test]
fn one_folder_that_cannot_be_read_keeps_no_other_from_being_followed() {
    let house = House::with_one();
    let tracks = ["One", "Two"].map(|title| house.track(title));
    tracks.iter().for_each(|track| block_on(upload(&house.olivia, *track, "mix.wav")));
    house.follow();
    for title in ["One", "Two"] {
        house.hand().put(&format!("{title}/stems/kick.wav"), "kick");
    }
    house.files.fail(FilesCall::List, 1, &FilesFault::Before(FilesError::Unsupported));
    let followed = house.follow();
    assert_eq!((told(&followed), followed.failed, followed.later), ([1, 0, 0, 0], 0, 1));
    // Nothing will happen there to be waited for.
    let wait = || block_on(house.workspace.wait_for_files(Duration::from_millis(1), None)).unwrap();
    assert_eq!((wait().has_news, wait().pause_ms), (true, Some(30_000)));
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    assert_eq!((wait().has_news, wait().pause_ms), (false, None));
}

#[test]
fn waiting_asks_for_a_pause_where_following_did_not_get_on_and_for_nobody_who_is_erased() {
    let house = House::new(Accounts::EachHolder);
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    let wait = || block_on(house.workspace.wait_for_files(Duration::from_millis(1), None)).unwrap();
    assert_eq!((wait().has_news, wait().pause_ms), (true, None));
    house.files.fail(FilesCall::List, 1, &FilesFault::Before(FilesError::Transient));
    assert_eq!(house.follow().failed, 1);
    assert_eq!((wait().has_news, wait().pause_ms), (true, Some(30_000)));
    house.hand_over(track);
    house.run();
    block_on(house.workspace.erase_person(house.olivia.id())).unwrap();
    house.follow();
    assert!(!wait().has_news);
}
