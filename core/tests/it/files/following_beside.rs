//! Following what people do in folders: what is cut off, what runs beside it, and much at once (FIL-5).

use core::time::Duration;

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{FilesError, Whole};
use cowrite::testing::CommitFault;
use cowrite::{Accounts, FileKind, FilesFollowed, NewImport, Paging, TrackId, Upload, Workspace};
use pollster::block_on;

use super::following::{by_itself, files_of, followed, notices, story, told};
use super::moving::House;
use super::places::{names, upload};

#[test]
fn whatever_is_cut_off_nothing_is_lost_and_nothing_told_twice() {
    let commits = [CommitFault::Conflict, CommitFault::AwayBefore, CommitFault::LostBefore, CommitFault::LostAfter];
    let calls = [FilesCall::LatestCursor, FilesCall::Changes, FilesCall::List];
    // After how many commits, or calls, that go well one goes wrong.
    for well in 0..6_usize {
        for fault in commits {
            cut_off(|house| house.store.fail_after(well, fault));
        }
        for call in calls {
            cut_off(|house| house.files.fail_after(call, well, &FilesFault::Before(FilesError::Transient)));
            cut_off(|house| house.files.fail_after(call, well, &FilesFault::Before(FilesError::CursorReset)));
        }
    }
}

fn cut_off(spoil: impl Fn(&House)) {
    let house = House::with_one();
    let tracks = ["One", "Two"].map(|title| {
        let track = house.track(title);
        block_on(upload(&house.olivia, track, "mix.wav"));
        track
    });
    let hand = house.hand();
    for is_begun in [false, true] {
        let begun = if is_begun { 2 } else { 1 };
        for title in ["One", "Two"] {
            for number in 0..2 {
                hand.put(&format!("{title}/stems/{begun}{number}.wav"), "…");
            }
        }
        spoil(&house);
        let is_over = |followed: FilesFollowed| told(&followed) == [0; 4] && followed.failed + followed.later == 0;
        let mut tries = 0;
        while !block_on(house.workspace.follow_files(Paging::first(50))).is_ok_and(is_over) {
            tries += 1;
            assert!(tries < 9, "it is never told to the end");
        }
        for track in tracks {
            let expected = vec![("files_appeared".to_owned(), 2); begun];
            assert_eq!(story(&house, track), expected, "all of one look in one entry");
            assert_eq!(notices(&house.olivia), vec![Some(2); 2 * begun]);
        }
    }
    house.is_followed();
}

#[test]
fn what_an_import_brings_is_its_accepter_s_and_no_news() {
    let house = House::with_one();
    let track = house.shared();
    let sent = block_on(async {
        let files = NewImport::new().file("guest.wav", Some("Bounces"), 5);
        let sent = house.alex.submit_import(house.olivia.id(), files).await.unwrap();
        house.alex.send_file(sent.id, 0, Whole::boxed("guest")).await.unwrap();
        house.olivia.accept_import(sent.id, track).await.unwrap()
    });
    // It lies in the folder already, and the commit that says so is lost.
    house.store.fail_next(1, CommitFault::AwayBefore);
    house.run();
    assert!(!block_on(house.olivia.import(sent.id)).unwrap().import.carried);
    assert!(block_on(names(&house.olivia, track)).contains(&"guest.wav".to_owned()));
    let waits = house.follow();
    assert_eq!((told(&waits), waits.later), ([0, 0, 0, 0], 1));
    house.run();
    house.run();
    assert!(block_on(house.olivia.import(sent.id)).unwrap().import.carried);
    house.is_followed();
    assert_eq!(by_itself(&house.olivia, track), []);
    let latest = block_on(house.alex.track_overview(track)).unwrap().latest_version.unwrap();
    assert_eq!((latest.name.as_str(), latest.by), ("guest.wav", Some(house.olivia.id())));
}

#[test]
fn an_upload_that_was_seen_before_it_was_recorded_gives_nobody_a_second_notice() {
    let house = House::with_one();
    let track = house.shared();
    house.is_followed();
    // The bytes are there, the commit is lost: as though the process had died between them.
    house.store.fail_next(1, CommitFault::AwayBefore);
    let upload = || house.alex.upload_file(track, Upload::new(FileKind::Bounce, "mix 2.wav"), Whole::boxed("second"));
    assert!(block_on(upload()).is_err());
    assert_eq!(told(&house.follow()), [1, 0, 0, 0], "nothing is lost");
    house.is_followed();
    // The same process goes on: its file was told of by then.
    let overtaken = house.beside();
    let content = super::moving::after(move || assert_eq!(told(&followed(&overtaken)), [0, 0, 0, 0]), "third");
    block_on(house.alex.upload_file(track, Upload::new(FileKind::Bounce, "mix 3.wav"), content)).unwrap();
    assert_eq!(notices(&house.olivia), [Some(1), Some(1)]);
    house.is_followed();
}

#[test]
fn thousands_of_files_at_once_are_one_entry_and_one_notice() {
    let house = House::with_one();
    let track = house.shared();
    house.is_followed();
    let hand = house.hand();
    hand.put_many("Nocturne/stems", (0..2_500).map(|number| format!("{number}.wav")));
    assert_eq!(told(&house.follow()), [2_500, 0, 0, 0]);
    house.is_followed();
    let entries = by_itself(&house.alex, track);
    assert_eq!(entries.len(), 1);
    let (named, count) = files_of(&entries[0].after);
    assert_eq!((named.len(), count), (50, 2_500));
    assert_eq!(notices(&house.alex), [Some(2_500)]);
    hand.put("Nocturne/stems/7.wav", "anew");
    hand.delete("Nocturne/stems/8.wav");
    block_on(upload(&house.olivia, track, "mix 2.wav"));
    assert_eq!(told(&house.follow()), [0, 1, 0, 1]);
    hand.rename("Nocturne", "Away");
    assert_eq!(told(&house.follow()), [0, 0, 0, 2_501]);
    house.is_followed();
}

#[test]
fn waiting_ends_with_news_or_with_its_time() {
    let house = House::with_one();
    let (long, short) = (Duration::from_secs(60), Duration::from_millis(20));
    let wait = |person, timeout| block_on(house.workspace.wait_for_files(timeout, person));
    assert!(!wait(None, short).unwrap().has_news, "nobody has files yet");
    assert_eq!(wait(Some(house.alex.id()), short).unwrap_err().code(), "not_found");
    house.shared();
    assert!(wait(None, long).unwrap().has_news, "nothing was heard yet");
    house.is_followed();
    assert!(!wait(None, short).unwrap().has_news);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(short);
            house.hand().put("Nocturne/stems/kick.wav", "kick");
        });
        assert!(wait(Some(house.olivia.id()), long).unwrap().has_news);
    });
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    house.files.reset_cursors();
    assert!(wait(None, long).unwrap().has_news, "that all is to be looked at is news");
    house.is_followed();
    house.files.fail(FilesCall::Wait, 1, &FilesFault::Before(FilesError::Disconnected));
    assert_eq!(wait(None, long).unwrap_err().code(), "source_unavailable");
    assert_eq!(wait(None, Duration::from_secs(481)).unwrap_err().code(), "invalid_input");
}

#[test]
fn two_processes_that_follow_at_once_tell_everything_once() {
    let house = House::with_one();
    let tracks: Vec<TrackId> = (0..6).map(|number| house.track(&format!("Song {number}"))).collect();
    for track in &tracks {
        block_on(upload(&house.olivia, *track, "mix.wav"));
    }
    let mut sum = 0;
    for round in 0..4 {
        for number in 0..tracks.len() {
            house.hand().put(&format!("Song {number}/stems/{round}.wav"), "…");
        }
        let follow = || -> u32 {
            let workspace = house.beside();
            (0..3).map(|_| followed(&workspace).appeared).sum()
        };
        sum += std::thread::scope(|scope| {
            let threads = [scope.spawn(follow), scope.spawn(follow)];
            threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u32>()
        });
    }
    house.is_followed();
    assert_eq!(sum, 24);
    for track in tracks {
        let counted: u64 = story(&house, track).into_iter().map(|(_, count)| count).sum();
        assert_eq!(counted, 4);
    }
}

#[cfg(all(feature = "sqlite", feature = "local-folder"))]
#[test]
fn files_that_other_programs_write_into_a_local_folder_are_followed() {
    use std::fs;

    use super::places::person;

    let folder = tempfile::TempDir::new().unwrap();
    let (path, root) = (folder.path().join("studio.db"), folder.path().join("files"));
    fs::create_dir(&root).unwrap();
    let open = || {
        let files = super::folder::open(&root);
        let accounts = Accounts::One(files.connection());
        block_on(Workspace::builder().files(files, accounts).open(&path)).unwrap()
    };
    let workspace = open();
    let olivia = block_on(person(&workspace, "olivia"));
    let track = block_on(olivia.create_track("Nocturne")).unwrap().id;
    block_on(upload(&olivia, track, "mix.wav"));
    let follow = |workspace: &Workspace, expected: [u32; 4]| {
        let all = followed(workspace);
        assert_eq!((told(&all), all.failed, all.later), (expected, 0, 0));
        assert_eq!(told(&followed(workspace)), [0; 4]);
    };
    follow(&workspace, [0; 4]);
    let bounces = root.join("Nocturne/bounces");
    fs::write(bounces.join("mix 2.wav"), "second").unwrap();
    fs::write(bounces.join(".DS_Store"), "…").unwrap();
    fs::create_dir_all(root.join("Nocturne/stems/drums")).unwrap();
    fs::write(root.join("Nocturne/stems/drums/kick.wav"), "kick").unwrap();
    follow(&workspace, [2, 0, 0, 0]);
    // Written anew at the same length, as a bounce mostly is: into the file, and by putting another in its place.
    std::thread::sleep(Duration::from_millis(20));
    fs::write(bounces.join("mix 2.wav"), "SECOND").unwrap();
    fs::write(bounces.join("temp"), "mix.wav").unwrap();
    fs::rename(bounces.join("temp"), bounces.join("mix.wav")).unwrap();
    fs::rename(root.join("Nocturne/stems/drums"), root.join("Nocturne/stems/Drums")).unwrap();
    follow(&workspace, [0, 2, 0, 0]);
    fs::rename(bounces.join("mix 2.wav"), bounces.join("mix two.wav")).unwrap();
    fs::remove_file(root.join("Nocturne/stems/Drums/kick.wav")).unwrap();
    // Another process, which begins with what the first has kept.
    let other = open();
    let news = block_on(other.wait_for_files(Duration::from_secs(60), None)).unwrap();
    assert!(news.has_news);
    follow(&other, [0, 0, 1, 1]);
    follow(&workspace, [0; 4]);
    let latest = block_on(olivia.track_overview(track)).unwrap().latest_version.unwrap();
    assert!(["mix.wav", "mix two.wav"].contains(&latest.name.as_str()) && latest.by.is_none());
    assert_eq!(by_itself(&olivia, track).len(), 4);
    assert_eq!(block_on(workspace.verify()).unwrap(), []);
}
