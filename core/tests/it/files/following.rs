//! What people do in the folders of tracks themselves becomes history, once, whatever is cut off (FIL-5, ACT-1, NTF-1).

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::domain::file_news::FilesTold;
use cowrite::ports::files::{Connection, FileStore, FilesError, Loc, Mode, Put, Whole};
use cowrite::{
    Access, Accounts, ActivityEntry, Actor, FileKind, FilesFollowed, LibraryQuery, NoticeKind, Paging, TrackId, Upload,
    Workspace,
};
use pollster::block_on;
use serde_json::Value;

use super::moving::House;
use super::places::{names, upload};

/// What somebody does in a file store with another program than this.
pub(super) struct Hand<'a>(pub(super) &'a House, pub(super) Connection);

/// Lets the store's time pass.
fn pass() {
    std::thread::sleep(core::time::Duration::from_millis(2));
}

impl Hand<'_> {
    /// Writes a file, later than all before it by the store's time.
    pub(super) fn put(&self, path: &str, content: &str) {
        pass();
        block_on(async {
            let (above, name) = path.rsplit_once('/').unwrap();
            let folder = self.0.files.make_dir(&self.1, &Loc::root(), &above.parse().unwrap()).await.unwrap();
            let put = Put::new(folder.id.into(), name.parse().unwrap()).mode(Mode::Overwrite);
            self.0.files.put(&self.1, put, Whole::boxed(content.to_owned())).await.unwrap();
        });
    }

    pub(super) fn put_many(&self, folder: &str, names: impl Iterator<Item = String>) {
        block_on(async {
            let folder = self.0.files.make_dir(&self.1, &Loc::root(), &folder.parse().unwrap()).await.unwrap();
            for name in names {
                let put = Put::new(folder.id.clone().into(), name.parse().unwrap());
                self.0.files.put(&self.1, put, Whole::boxed("…")).await.unwrap();
            }
        });
    }

    pub(super) fn delete(&self, path: &str) {
        block_on(self.0.files.delete(&self.1, &Loc::Path(path.parse().unwrap()))).unwrap();
    }

    pub(super) fn rename(&self, from: &str, to: &str) {
        block_on(async {
            let above = to.rsplit_once('/').map_or_else(Loc::root, |(above, _)| Loc::Path(above.parse().unwrap()));
            let name = to.rsplit('/').next().unwrap().parse().unwrap();
            self.0.files.move_to(&self.1, &Loc::Path(from.parse().unwrap()), &above, &name).await.unwrap();
        });
    }
}

impl House {
    pub(super) fn hand(&self) -> Hand<'_> {
        Hand(self, Connection::new("studio"))
    }

    pub(super) fn follow(&self) -> FilesFollowed {
        followed(&self.workspace)
    }

    /// Nothing is told any more.
    pub(super) fn is_followed(&self) {
        assert_eq!(told(&self.follow()), [0, 0, 0, 0]);
        assert_eq!(block_on(self.workspace.verify()).unwrap(), []);
    }

    pub(super) fn latest(&self, track: TrackId) -> Option<String> {
        let latest = block_on(self.olivia.track_overview(track)).unwrap().latest_version;
        let row = block_on(self.olivia.library(LibraryQuery::new())).unwrap().rows.into_iter();
        let row = row.filter(|row| row.track == track).find_map(|row| row.latest_version);
        assert_eq!(row.as_ref().map(|row| &row.file), latest.as_ref().map(|latest| &latest.file));
        latest.map(|latest| latest.name)
    }

    /// A track that olivia owns and alex edits, with a mix that she has uploaded.
    pub(super) fn shared(&self) -> TrackId {
        let track = self.track("Nocturne");
        block_on(upload(&self.olivia, track, "mix.wav"));
        let sent = block_on(self.olivia.invite(track, self.alex.id(), Access::Editor)).unwrap();
        block_on(self.alex.accept_invitation(sent.id)).unwrap();
        track
    }
}

pub(super) fn followed(workspace: &Workspace) -> FilesFollowed {
    block_on(workspace.follow_files(Paging::first(50))).unwrap()
}

pub(super) fn told(followed: &FilesFollowed) -> [u32; 4] {
    [followed.appeared, followed.changed, followed.renamed, followed.disappeared]
}

/// What of a track's activity was done in the file store itself, newest first.
pub(super) fn by_itself(actor: &Actor, track: TrackId) -> Vec<ActivityEntry> {
    let all = block_on(actor.activity(track, Paging::first(200))).unwrap().entries;
    all.into_iter().filter(|entry| entry.in_file_store).collect()
}

pub(super) fn files_of(value: &Value) -> (Vec<String>, u32) {
    let told: FilesTold = serde_json::from_value(value.clone()).unwrap();
    (told.files.into_iter().map(|file| file.name).collect(), told.count)
}

/// How many files each notice of new ones tells somebody of, in order of these numbers.
pub(super) fn notices(actor: &Actor) -> Vec<Option<u32>> {
    let rows = block_on(actor.notifications(Paging::first(200))).unwrap().rows;
    let told = rows.into_iter().filter(|row| row.what == NoticeKind::FilesAdded);
    let mut told: Vec<Option<u32>> = told.map(|row| row.files).collect();
    told.sort_unstable();
    told
}

#[test]
fn what_is_put_into_a_folder_is_told_once_to_all_who_can_view_it() {
    let house = House::with_one();
    let track = house.shared();
    house.is_followed();
    let hand = house.hand();
    hand.put("Nocturne/bounces/mix 2.wav", "second");
    hand.put("Nocturne/stems/kick.wav", "kick");
    hand.put("Nocturne/lyrics.txt", "words");
    assert_eq!(told(&house.follow()), [3, 0, 0, 0]);
    house.is_followed();
    let entries = by_itself(&house.alex, track);
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].what.as_str(), entries[0].by), ("files_appeared", None));
    let (mut told, count) = files_of(&entries[0].after);
    told.sort();
    assert_eq!((told, count), (vec!["kick.wav".to_owned(), "lyrics.txt".to_owned(), "mix 2.wav".to_owned()], 3));
    // The owner too: nobody knows who it was.
    for actor in [&house.olivia, &house.alex] {
        assert_eq!(notices(actor), [Some(3)]);
    }
    assert_eq!(house.latest(track).as_deref(), Some("mix 2.wav"));
}

#[test]
fn new_content_other_names_and_what_is_gone_are_told_each_as_what_it_is() {
    let house = House::with_one();
    let track = house.shared();
    let hand = house.hand();
    hand.put("Nocturne/bounces/mix 2.wav", "second");
    hand.put("Nocturne/stems/kick.wav", "kick");
    hand.put("Nocturne/stems/hat.wav", "hat");
    house.follow();
    hand.put("Nocturne/bounces/mix.wav", "anew");
    hand.rename("Nocturne/bounces/mix 2.wav", "Nocturne/bounces/mix two.wav");
    hand.rename("Nocturne/stems/hat.wav", "Nocturne/hat.wav");
    hand.delete("Nocturne/stems/kick.wav");
    assert_eq!(told(&house.follow()), [0, 1, 2, 1]);
    house.is_followed();
    let entries = by_itself(&house.olivia, track);
    let words: Vec<&str> = entries.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(words, ["files_changed", "files_renamed", "files_disappeared", "files_appeared"]);
    assert_eq!(files_of(&entries[0].after), (vec!["mix.wav".to_owned()], 1));
    assert_eq!(files_of(&entries[2].before), (vec!["kick.wav".to_owned()], 1));
    let (mut before, mut after) = (files_of(&entries[1].before), files_of(&entries[1].after));
    before.0.sort();
    after.0.sort();
    assert_eq!(before, (vec!["hat.wav".to_owned(), "mix 2.wav".to_owned()], 2));
    assert_eq!(after, (vec!["hat.wav".to_owned(), "mix two.wav".to_owned()], 2));
    assert_eq!(notices(&house.alex), [Some(1), Some(3)]);
    // The mix that was written anew is the newest.
    assert_eq!(house.latest(track).as_deref(), Some("mix.wav"));
    let latest = block_on(house.olivia.track_overview(track)).unwrap().latest_version.unwrap();
    assert_eq!((latest.by, latest.size), (None, 4));
    hand.delete("Nocturne/bounces/mix.wav");
    house.follow();
    assert_eq!(house.latest(track).as_deref(), Some("mix two.wav"));
}

#[test]
fn what_is_done_through_the_library_is_known_at_once_and_no_news() {
    let house = House::with_one();
    let track = house.shared();
    let (olivia, alex) = (&house.olivia, &house.alex);
    let latest = |actor: &Actor| block_on(actor.track_overview(track)).unwrap().latest_version.unwrap();
    assert_eq!((latest(alex).by, latest(alex).by_name.as_deref()), (Some(olivia.id()), Some("olivia")));
    block_on(async {
        upload(alex, track, "mix 2.wav").await;
        pass();
        let made = Upload::new(FileKind::Bounce, "MIX.wav").replacing();
        let mix = alex.upload_file(track, made, Whole::boxed("third")).await.unwrap().file.unwrap();
        assert_eq!((latest(olivia).file, latest(olivia).by), (mix.clone(), Some(alex.id())));
        olivia.rename_file(track, &mix, "mix 3.wav").await.unwrap();
        assert_eq!((latest(alex).name.as_str(), latest(alex).by), ("mix 3.wav", Some(alex.id())));
        alex.upload_file(track, Upload::new(FileKind::Stem, "late.wav"), Whole::boxed("s")).await.unwrap();
        assert_eq!(latest(alex).name, "mix 3.wav", "a stem is no version");
        olivia.delete_file(track, &mix).await.unwrap();
    });
    assert_eq!(house.latest(track).as_deref(), Some("mix 2.wav"));
    for _ in 0..2 {
        house.is_followed();
    }
    assert_eq!(by_itself(olivia, track), []);
    assert_eq!(notices(olivia), [Some(1), Some(1), Some(1)]);
    assert!(house.latest(house.track("Bare")).is_none());
}

#[test]
fn a_track_s_row_changes_for_a_device_when_its_latest_version_does() {
    let house = House::with_one();
    let track = house.shared();
    let sync = |cursor: Option<&str>| block_on(house.alex.sync(cursor)).unwrap();
    let before = sync(None);
    house.hand().put("Nocturne/bounces/mix 2.wav", "second");
    house.follow();
    let delta = sync(Some(&before.cursor));
    let row = delta.tracks.iter().find(|row| row.track == track).unwrap();
    assert_eq!(row.latest_version.as_ref().unwrap().name, "mix 2.wav");
    house.hand().put("Nocturne/stems/kick.wav", "kick");
    house.follow();
    assert!(sync(Some(&delta.cursor)).is_empty(), "a stem shows in no row");
}

#[test]
fn what_nobody_made_and_what_lies_elsewhere_is_no_news() {
    let house = House::with_one();
    let track = house.shared();
    let hand = house.hand();
    for path in [
        "Nocturne/.DS_Store",
        "Nocturne/bounces/._mix.wav",
        "Nocturne/~$lyrics.docx",
        "Nocturne/projects/Backup/song.als",
        "Nocturne/bounces/mix.wav.asd",
        "Elsewhere/bounces/mix.wav",
        "Nocturne 2/bounces/mix.wav",
    ] {
        hand.put(path, "…");
    }
    house.is_followed();
    for path in ["Nocturne/.DS_Store", "Elsewhere/bounces/mix.wav"] {
        hand.delete(path);
    }
    house.is_followed();
    assert_eq!((by_itself(&house.olivia, track), notices(&house.alex)), (vec![], vec![]));
    // What was uploaded under such a name is not taken to be gone either.
    block_on(upload(&house.alex, track, "mix.tmp"));
    hand.put("Nocturne/bounces/mix 2.wav", "second");
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
}

#[test]
fn a_program_that_writes_a_file_by_putting_another_in_its_place_has_changed_it() {
    let house = House::with_one();
    let track = house.shared();
    let hand = house.hand();
    hand.put("Nocturne/bounces/temp", "remix");
    hand.delete("Nocturne/bounces/mix.wav");
    hand.rename("Nocturne/bounces/temp", "Nocturne/bounces/mix.wav");
    assert_eq!(told(&house.follow()), [0, 1, 0, 0]);
    // The same content in a new file is nothing new.
    hand.delete("Nocturne/bounces/mix.wav");
    hand.put("Nocturne/bounces/MIX.wav", "remix");
    assert_eq!(told(&house.follow()), [0, 0, 0, 0]);
    house.is_followed();
    assert_eq!(by_itself(&house.olivia, track).len(), 1);
    let file = block_on(house.olivia.files(track)).unwrap().files.remove(0).id;
    let latest = block_on(house.olivia.track_overview(track)).unwrap().latest_version.unwrap();
    assert_eq!(latest.file, file, "it is known by the id that it has now");
}

/// Everything that has happened by itself, as words with numbers.
pub(super) fn story(house: &House, track: TrackId) -> Vec<(String, u64)> {
    let count = |entry: &ActivityEntry| {
        let of = |value: &Value| value.get("count").and_then(Value::as_u64);
        of(&entry.after).or(of(&entry.before)).unwrap()
    };
    by_itself(&house.olivia, track).iter().map(|entry| (entry.what.clone(), count(entry))).collect()
}

#[test]
fn after_a_lost_cursor_only_what_is_new_is_told() {
    let house = House::with_one();
    let track = house.shared();
    let hand = house.hand();
    hand.put("Nocturne/stems/kick.wav", "kick");
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    hand.put("Nocturne/stems/hat.wav", "hat");
    hand.delete("Nocturne/stems/kick.wav");
    house.files.reset_cursors();
    assert_eq!(told(&house.follow()), [1, 0, 0, 1]);
    house.is_followed();
    assert_eq!(by_itself(&house.olivia, track).len(), 3);
}

#[test]
fn while_a_folder_is_on_its_way_its_news_waits_and_then_it_is_told() {
    let house = House::with_one();
    let track = house.shared();
    let hand = house.hand();
    house.is_followed();
    house.rename(track, "Prelude");
    house.files.fail(FilesCall::MoveTo, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!(house.run().1, 1);
    // Moved, and not yet known to be.
    hand.put("Prelude/bounces/mix 2.wav", "second");
    let waits = house.follow();
    assert_eq!((told(&waits), waits.later), ([0, 0, 0, 0], 1));
    assert_eq!(house.follow().later, 1, "it is not forgotten");
    assert_eq!(house.run().1, 0);
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    house.is_followed();
    assert_eq!(story(&house, track), [("files_appeared".to_owned(), 1)]);
    // A group's name is on the way to many.
    block_on(async {
        let album = house.olivia.create_group("Album").await.unwrap().id;
        house.olivia.move_track(track, Some(album)).await.unwrap();
        house.run();
        house.follow();
        house.olivia.update_group(album, "EP").await.unwrap();
    });
    house.run();
    house.is_followed();
    // Somebody takes the folder away, and brings it back.
    hand.rename("EP", "Somewhere");
    assert_eq!(told(&house.follow()), [0, 0, 0, 2]);
    assert_eq!(house.latest(track), None);
    hand.rename("Somewhere", "EP");
    assert_eq!(told(&house.follow()), [2, 0, 0, 0]);
    house.is_followed();
}

#[test]
fn what_is_copied_into_another_account_is_no_news_there() {
    let house = House::new(Accounts::EachHolder);
    let track = house.shared();
    let hers = Hand(&house, Connection::new(house.olivia.id().to_string()));
    let his = Hand(&house, Connection::new(house.alex.id().to_string()));
    hers.put("Nocturne/stems/kick.wav", "kick");
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    block_on(async {
        house.olivia.offer_ownership(track, house.alex.id()).await.unwrap();
        house.alex.accept_ownership(track).await.unwrap();
    });
    // Cut off in the middle of copying, looked at, gone on with.
    house.files.fail(FilesCall::Put, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!(house.run().1, 1);
    hers.put("Nocturne/stems/hat.wav", "hat");
    let waits = house.follow();
    assert_eq!((told(&waits), waits.accounts), ([0, 0, 0, 0], 2));
    assert!(waits.later > 0);
    assert_eq!(house.run().1, 0);
    assert_eq!(told(&house.follow()), [1, 0, 0, 0], "what came meanwhile, of all that was copied");
    house.is_followed();
    assert_eq!(block_on(names(&house.alex, track)).len(), 3);
    assert_eq!(house.latest(track).as_deref(), Some("mix.wav"));
    // What she still has is hers alone; what he gets is news.
    hers.put("Nocturne/stems/mine.wav", "mine");
    house.is_followed();
    his.put("Nocturne/stems/his.wav", "his");
    assert_eq!(told(&house.follow()), [1, 0, 0, 0]);
    assert_eq!(story(&house, track), vec![("files_appeared".to_owned(), 1); 3]);
}

#[test]
fn an_account_that_cannot_be_reached_holds_up_no_other() {
    let house = House::new(Accounts::EachHolder);
    let (hers, his) = (house.track("Hers"), block_on(house.alex.create_track("His")).unwrap().id);
    block_on(upload(&house.olivia, hers, "mix.wav"));
    block_on(upload(&house.alex, his, "mix.wav"));
    Hand(&house, Connection::new(house.olivia.id().to_string())).put("Hers/stems/1.wav", "1");
    Hand(&house, Connection::new(house.alex.id().to_string())).put("His/stems/1.wav", "1");
    house.files.fail(FilesCall::LatestCursor, 1, &FilesFault::Before(FilesError::Disconnected));
    let one = house.follow();
    assert_eq!((one.accounts, one.failed, told(&one)), (2, 1, [1, 0, 0, 0]));
    let other = house.follow();
    assert_eq!((other.accounts, other.failed, told(&other)), (2, 0, [1, 0, 0, 0]));
    // One by one: by a page of one, and by name.
    let first = block_on(house.workspace.follow_files(Paging::first(1))).unwrap();
    assert_eq!(first.accounts, 1);
    let rest = Paging::first(1).after(first.next.unwrap());
    let second = block_on(house.workspace.follow_files(rest)).unwrap();
    assert_eq!((second.accounts, second.next), (1, None));
    Hand(&house, Connection::new(house.alex.id().to_string())).put("His/stems/2.wav", "2");
    let nothing = block_on(house.workspace.follow_files_of(house.olivia.id())).unwrap();
    assert_eq!(told(&nothing), [0, 0, 0, 0]);
    let news = block_on(house.workspace.follow_files_of(house.alex.id())).unwrap();
    assert_eq!(told(&news), [1, 0, 0, 0]);
    for paging in [Paging::first(0), Paging::first(201), Paging::first(1).after("x")] {
        assert_eq!(block_on(house.workspace.follow_files(paging)).unwrap_err().code(), "invalid_input");
    }
    // Whoever is erased has no account to ask.
    block_on(house.alex.delete_track(his)).unwrap();
    block_on(house.workspace.erase_person(house.alex.id())).unwrap();
    assert_eq!(house.follow().accounts, 1);
}
