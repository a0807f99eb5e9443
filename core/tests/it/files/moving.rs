//! Folders of tracks follow titles, groups and owners, whatever is cut off on the way (FIL-1, FIL-3, OWN-4).

use core::time::Duration;
use std::collections::BTreeSet;

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount, MemoryFiles, MemoryStore};
use cowrite::domain::effect::Effect;
use cowrite::ports::files::{
    ByteStream, Connection, FileStore, FilesError, FilesFuture, Item, Listing, Loc, Put, Whole,
};
use cowrite::testing::{CommitFault, FaultyStore, SettableClock};
use cowrite::{
    Access, Accounts, Actor, FileKind, NewGroup, NewTrack, Scope, Timestamp, TrackId, TrackUpdate, Upload, Workspace,
};
use pollster::block_on;

use super::places::{names, person, upload};

const DAY: i64 = 86_400_000;

pub(super) struct House {
    pub(super) workspace: Workspace,
    pub(super) store: FaultyStore,
    pub(super) files: MemoryFiles,
    clock: SettableClock,
    pub(super) olivia: Actor,
    pub(super) alex: Actor,
}

impl House {
    pub(super) fn new(accounts: Accounts) -> Self {
        // Whose folders are shared is handed over with them.
        let (store, files) = (FaultyStore::new(MemoryStore::new()), MemoryFiles::new().without_sharing());
        let clock = SettableClock::at(Timestamp::EPOCH);
        let workspace = open(&store, &files, &clock, accounts);
        let (olivia, alex) = block_on(async { (person(&workspace, "olivia").await, person(&workspace, "alex").await) });
        for account in ["studio".to_owned(), olivia.id().to_string(), alex.id().to_string()] {
            files.set_account(&Connection::new(account), MemoryAccount::new());
        }
        Self { workspace, store, files, clock, olivia, alex }
    }

    pub(super) fn with_one() -> Self {
        Self::new(one())
    }

    /// Another process on the same store and files.
    pub(super) fn beside(&self) -> Workspace {
        open(&self.store, &self.files, &self.clock, one())
    }

    pub(super) fn track(&self, title: &str) -> TrackId {
        block_on(self.olivia.create_track(title)).unwrap().id
    }

    pub(super) fn rename(&self, track: TrackId, title: &str) {
        block_on(self.olivia.update_track(track, TrackUpdate::new().title(title))).unwrap();
    }

    /// Runs what is due a day later, and returns how much was done and how much failed.
    pub(super) fn run(&self) -> (u32, u32) {
        self.clock.advance(DAY);
        let run = block_on(self.workspace.run_effects(100)).unwrap();
        (run.done, run.failed)
    }

    pub(super) fn left(&self) -> u64 {
        block_on(self.workspace.operator("look").unwrap().effects(0)).unwrap().count
    }

    /// The paths of all files of an account.
    pub(super) fn paths(&self, account: &str) -> BTreeSet<String> {
        let listing = Listing { is_recursive: true, limit: 0 };
        let page = block_on(self.files.list(&Connection::new(account), &Loc::root(), listing)).unwrap();
        let entries = page.items.into_iter().filter_map(|item| match item {
            Item::Here(entry) => entry.file().map(|_| entry.path.join("/")),
            Item::Gone(_) => None,
        });
        entries.collect()
    }

    pub(super) fn is_at(&self, expected: &[&str]) {
        assert_eq!(self.paths("studio"), expected.iter().map(|path| (*path).to_owned()).collect());
        assert_eq!(block_on(self.workspace.verify()).unwrap(), []);
    }

    pub(super) fn hand_over(&self, track: TrackId) {
        block_on(async {
            let sent = self.olivia.invite(track, self.alex.id(), Access::Editor).await.unwrap();
            self.alex.accept_invitation(sent.id).await.unwrap();
            self.olivia.offer_ownership(track, self.alex.id()).await.unwrap();
            self.alex.accept_ownership(track).await.unwrap();
        });
    }

    fn is_pending(&self, track: TrackId) -> bool {
        block_on(self.alex.files(track)).unwrap().transfer_pending
    }
}

fn one() -> Accounts {
    Accounts::One(Connection::new("studio"))
}

fn open(store: &FaultyStore, files: &MemoryFiles, clock: &SettableClock, accounts: Accounts) -> Workspace {
    Workspace::builder().clock(clock.clone()).files(files.clone(), accounts).on(store.clone())
}

#[test]
fn a_renamed_track_s_folder_is_renamed_and_its_old_place_is_free() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    let before = block_on(house.olivia.files(track)).unwrap().files;
    house.rename(track, "Prelude");
    house.is_at(&["Nocturne/bounces/mix.wav"]);
    assert_eq!(house.run(), (1, 0));
    house.is_at(&["Prelude/bounces/mix.wav"]);
    assert_eq!(block_on(house.olivia.files(track)).unwrap().files, before, "ids stay");
    let other = house.track("Nocturne");
    block_on(upload(&house.olivia, other, "other.wav"));
    house.is_at(&["Prelude/bounces/mix.wav", "Nocturne/bounces/other.wav"]);
    house.rename(track, "PRELUDE");
    assert_eq!((house.run(), house.left()), ((1, 0), 0));
    house.is_at(&["PRELUDE/bounces/mix.wav", "Nocturne/bounces/other.wav"]);
}

#[test]
fn a_track_without_a_folder_needs_nothing_and_a_deleted_one_moves_nowhere() {
    let house = House::with_one();
    let (bare, gone) = (house.track("Bare"), house.track("Gone"));
    block_on(upload(&house.olivia, gone, "mix.wav"));
    house.rename(bare, "Still bare");
    house.rename(gone, "Gone indeed");
    block_on(house.olivia.delete_track(gone)).unwrap();
    let (done, failed) = house.run();
    assert_eq!((done > 0, failed, house.left()), (true, 0, 0));
    house.is_at(&["Gone/bounces/mix.wav"]);
    assert_eq!(house.files.calls(FilesCall::MoveTo), 0);
}

#[test]
fn a_group_takes_all_that_lies_below_it_along() {
    let house = House::with_one();
    let (olivia, alex) = (&house.olivia, &house.alex);
    let (album, deep) = block_on(async {
        let album = olivia.create_group("Album").await.unwrap().id;
        let side = olivia.create_group(NewGroup::new("Side A").in_group(Some(album))).await.unwrap().id;
        let deep = olivia.create_track(NewTrack::new("Deep").in_group(Some(side))).await.unwrap().id;
        upload(olivia, deep, "deep.wav").await;
        let sent = olivia.invite(album, alex.id(), Access::Editor).await.unwrap();
        alex.accept_invitation(sent.id).await.unwrap();
        let guest = alex.create_track(NewTrack::new("Guest").in_group(Some(album))).await.unwrap().id;
        upload(alex, guest, "guest.wav").await;
        (album, deep)
    });
    house.is_at(&["Album/Side A/Deep/bounces/deep.wav", "Album/Guest/bounces/guest.wav"]);
    block_on(olivia.update_group(album, "EP")).unwrap();
    house.run();
    house.is_at(&["EP/Side A/Deep/bounces/deep.wav", "EP/Guest/bounces/guest.wav"]);
    let year = block_on(olivia.create_group("2026")).unwrap().id;
    block_on(olivia.move_group(album, Some(year))).unwrap();
    house.run();
    house.is_at(&["2026/EP/Side A/Deep/bounces/deep.wav", "2026/EP/Guest/bounces/guest.wav"]);
    block_on(olivia.delete_group(album)).unwrap();
    house.run();
    house.is_at(&["Side A/Deep/bounces/deep.wav", "Guest/bounces/guest.wav"]);
    block_on(olivia.move_track(deep, Some(year))).unwrap();
    house.run();
    house.is_at(&["2026/Deep/bounces/deep.wav", "Guest/bounces/guest.wav"]);
    assert_eq!(house.left(), 0);
}

#[test]
fn under_one_root_a_handover_is_a_commit() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    house.hand_over(track);
    assert!(house.is_pending(track));
    assert_eq!(house.run().1, 0);
    assert!(!house.is_pending(track));
    house.is_at(&["Nocturne/bounces/mix.wav"]);
    assert_eq!(house.files.calls(FilesCall::MoveTo), 0);
}

#[test]
fn into_another_account_files_are_copied_and_the_former_owner_keeps_theirs() {
    let house = House::new(Accounts::EachHolder);
    let (hers, his) = (house.olivia.id().to_string(), house.alex.id().to_string());
    let track = house.track("Nocturne");
    block_on(async {
        for name in ["mix.wav", "mix 2.wav"] {
            upload(&house.olivia, track, name).await;
        }
    });
    house.hand_over(track);
    // Cut off in the middle of the second file, then going on.
    house.files.fail(FilesCall::Put, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!(house.run().1, 1);
    assert!(house.is_pending(track));
    assert_eq!(block_on(names(&house.alex, track)), ["mix 2.wav", "mix.wav"]);
    // What is uploaded meanwhile is taken along.
    block_on(upload(&house.olivia, track, "late.wav"));
    assert_eq!(house.run().1, 0);
    assert!(!house.is_pending(track));
    let both = ["Nocturne/bounces/late.wav", "Nocturne/bounces/mix 2.wav", "Nocturne/bounces/mix.wav"];
    let both: BTreeSet<String> = both.map(str::to_owned).into();
    assert_eq!((house.paths(&hers), house.paths(&his)), (both.clone(), both));
    assert_eq!(house.files.calls(FilesCall::Put), 3 + 3, "nothing is copied twice");
    block_on(upload(&house.olivia, track, "new.wav"));
    assert!(house.paths(&his).contains("Nocturne/bounces/new.wav"));
    // Her next track of that name is not put among what she keeps.
    let next = house.track("Nocturne");
    block_on(upload(&house.olivia, next, "next.wav"));
    assert_eq!(block_on(names(&house.olivia, next)), ["next.wav"]);
    assert_eq!(block_on(house.workspace.verify()).unwrap(), []);
}

#[test]
fn what_is_cut_off_between_the_move_and_its_commit_is_gone_on_with() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    house.rename(track, "Prelude");
    house.files.fail(FilesCall::MoveTo, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!(house.run(), (0, 1));
    house.is_at(&["Prelude/bounces/mix.wav"]);
    assert_eq!(block_on(names(&house.olivia, track)), ["mix.wav"], "the files are seen all along");
    // Nobody else gets either place meanwhile.
    for title in ["Nocturne", "Prelude"] {
        let other = house.track(title);
        block_on(upload(&house.alex_joins(other), other, "other.wav"));
        assert_eq!(block_on(names(&house.olivia, other)), ["other.wav"], "{title}");
    }
    block_on(upload(&house.olivia, track, "meanwhile.wav"));
    for fault in [CommitFault::AwayBefore, CommitFault::LostAfter] {
        house.store.fail_next(1, fault);
        house.run();
        assert_eq!(block_on(names(&house.olivia, track)), ["meanwhile.wav", "mix.wav"]);
    }
    house.run();
    assert_eq!(house.left(), 0);
    let paths = house.paths("studio");
    assert!(paths.contains("Prelude/bounces/mix.wav") && paths.contains("Prelude/bounces/meanwhile.wav"), "{paths:?}");
    assert_eq!(block_on(house.workspace.verify()).unwrap(), []);
}

impl House {
    fn alex_joins(&self, track: TrackId) -> Actor {
        let sent = block_on(self.olivia.invite(track, self.alex.id(), Access::Editor)).unwrap();
        block_on(self.alex.accept_invitation(sent.id)).unwrap();
        self.alex.clone()
    }
}

#[test]
fn a_name_that_something_else_has_gets_the_track_s_id() {
    let house = House::with_one();
    let (track, by) = (house.track("Nocturne"), Connection::new("studio"));
    block_on(upload(&house.olivia, track, "mix.wav"));
    block_on(async {
        let own = house.files.make_dir(&by, &Loc::root(), &"Prelude".parse().unwrap()).await.unwrap();
        let put = Put::new(own.id.into(), "diary.txt".parse().unwrap());
        house.files.put(&by, put, Whole::boxed("mine")).await.unwrap();
    });
    house.rename(track, "Prelude");
    assert_eq!(house.run(), (1, 0));
    assert_eq!(block_on(names(&house.olivia, track)), ["mix.wav"]);
    let ending = track.to_string().replace('-', "").split_off(20);
    house.is_at(&["Prelude/diary.txt", &format!("Prelude {ending}/bounces/mix.wav")]);
}

#[test]
fn while_the_store_is_away_the_effect_stays_and_its_pauses_grow() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    house.rename(track, "Prelude");
    house.files.set_away(true);
    let operator = house.workspace.operator("look").unwrap();
    for tries in 1..=4 {
        assert_eq!(house.run(), (0, 1));
        let open = block_on(operator.effects(10)).unwrap().effects.remove(0);
        assert_eq!((open.effect, open.tries), (Effect::Arrange { scope: Scope::Track(track) }, tries));
        assert_eq!(open.failure.as_deref(), Some("source_unavailable"));
        let again = block_on(house.workspace.run_effects(100)).unwrap();
        assert_eq!((again.done, again.failed, again.left), (0, 0, 1), "it is not due yet");
    }
    house.files.set_away(false);
    // The store's own wish to be left alone is heeded.
    let busy = FilesError::RateLimited { after: Duration::from_secs(10 * 86_400) };
    house.files.fail(FilesCall::Stat, 1, &FilesFault::Before(busy));
    assert_eq!((house.run(), house.run()), ((0, 1), (0, 0)));
    block_on(operator.retry_effect(Effect::Arrange { scope: track.into() })).unwrap();
    assert_eq!((house.run(), house.left()), ((1, 0), 0));
    house.is_at(&["Prelude/bounces/mix.wav"]);
    let gone = block_on(operator.retry_effect(Effect::Arrange { scope: track.into() })).unwrap_err();
    assert_eq!(gone.code(), "not_found");
}

struct After<F>(Option<F>, Whole);

impl<F> core::fmt::Debug for After<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("After").finish_non_exhaustive()
    }
}

impl<F: FnOnce() + Send> ByteStream for After<F> {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        if let Some(first) = self.0.take() {
            first();
        }
        self.1.next()
    }
}

/// Content that comes to be read only after something else has happened.
pub(super) fn after(first: impl FnOnce() + Send + 'static, content: &str) -> Box<dyn ByteStream> {
    Box::new(After(Some(first), Whole::new(content)))
}

#[test]
fn an_upload_that_is_overtaken_by_a_move_goes_along() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    let other = house.beside();
    let (olivia, clock) = (other.acting_as(house.olivia.id()), house.clock.clone());
    let overtaken = move || {
        block_on(olivia.update_track(track, TrackUpdate::new().title("Prelude"))).unwrap();
        clock.advance(DAY);
        assert_eq!(block_on(other.run_effects(100)).unwrap().failed, 0);
    };
    let upload = Upload::new(FileKind::Bounce, "mix.wav");
    block_on(house.olivia.upload_file(track, upload, after(overtaken, "mix"))).unwrap();
    assert_eq!(block_on(names(&house.olivia, track)), ["mix.wav"]);
    house.is_at(&["Prelude/bounces/mix.wav"]);
}

#[cfg(all(feature = "sqlite", feature = "local-folder"))]
#[test]
fn two_workspaces_share_the_work() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, root) = (folder.path().join("studio.db"), folder.path().join("files"));
    std::fs::create_dir(&root).unwrap();
    let open = || {
        let files = super::folder::open(&root);
        let accounts = Accounts::One(files.connection());
        block_on(Workspace::builder().files(files, accounts).open(&path)).unwrap()
    };
    let (one, other) = (open(), open());
    let tracks: Vec<(Actor, TrackId)> = block_on(async {
        let olivia = person(&one, "olivia").await;
        let album = olivia.create_group("Album").await.unwrap().id;
        let mut tracks = Vec::new();
        for number in 0..12 {
            let title = format!("Track {number}");
            let track = olivia.create_track(NewTrack::new(title).in_group(Some(album))).await.unwrap().id;
            upload(&olivia, track, "mix.wav").await;
            olivia.update_track(track, TrackUpdate::new().title(format!("Song {number}"))).await.unwrap();
            tracks.push((olivia.clone(), track));
        }
        olivia.update_group(album, "EP").await.unwrap();
        tracks
    });
    let run = |workspace: Workspace| {
        std::thread::spawn(move || {
            let mut done = 0;
            loop {
                let run = block_on(workspace.run_effects(3)).unwrap();
                assert_eq!(run.failed, 0);
                done += run.done;
                if run.left == 0 {
                    return done;
                }
            }
        })
    };
    let done: Vec<u32> = [one.clone(), other].map(run).map(|thread| thread.join().unwrap()).into();
    assert!(done.iter().sum::<u32>() >= 13, "{done:?}");
    for (number, (olivia, track)) in tracks.iter().enumerate() {
        assert_eq!(block_on(names(olivia, *track)), ["mix.wav"]);
        assert!(root.join(format!("EP/Song {number}/bounces/mix.wav")).is_file());
    }
    assert_eq!(block_on(one.verify()).unwrap(), []);
}
