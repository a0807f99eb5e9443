//! A folder of the machine: the suite, what other programs do in it, and what a killed process leaves.

use core::task::{Context, Waker};
use core::time::Duration;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cowrite::adapters::{LocalFolder, LocalFolderOptions};
use cowrite::ports::files::{
    ByteRange, ByteStream, Entry, FileId, FileStore, FilesError, FolderId, FolderSharing, Item, Listing, Loc,
    Membership, Mode, Opened, Put, Whole, read_all,
};
use cowrite::testing::files_conformance::files_conformance;
use cowrite::testing::{SeededEntropy, SettableClock};
use pollster::block_on;
use tempfile::TempDir;

pub(super) fn open(folder: &Path) -> LocalFolder {
    LocalFolder::open(folder, LocalFolderOptions::new().look_every(Duration::from_millis(5))).unwrap()
}

pub(super) fn at(path: &str) -> Loc {
    Loc::Path(path.parse().unwrap())
}

pub(super) fn list(files: &LocalFolder) -> Vec<Entry> {
    let listing = Listing { is_recursive: true, limit: 0 };
    let page = block_on(files.list(&files.connection(), &Loc::root(), listing)).unwrap();
    let here = page.items.into_iter().map(|item| match item {
        Item::Here(entry) => entry,
        Item::Gone(path) => panic!("{path:?}"),
    });
    here.collect()
}

fn put(files: &LocalFolder, folder: &str, name: &str, content: &str, mode: Mode) -> Result<Entry, FilesError> {
    let put = Put::new(at(folder), name.parse().unwrap()).mode(mode);
    block_on(files.put(&files.connection(), put, Whole::boxed(content)))
}

pub(super) fn read(files: &LocalFolder, at: &Loc) -> Result<Vec<u8>, FilesError> {
    block_on(async {
        let mut opened: Opened = files.open(&files.connection(), at, ByteRange::All).await?;
        read_all(opened.data.as_mut(), 1 << 30).await
    })
}

#[test]
fn a_folder_keeps_the_contract() {
    for threads in [1, 4] {
        let folders = std::sync::Mutex::new(Vec::new());
        block_on(files_conformance(|| async {
            let folder = TempDir::new().unwrap();
            let files = LocalFolder::open(folder.path(), LocalFolderOptions::new().threads(threads)).unwrap();
            folders.lock().unwrap().push(folder);
            let by = files.connection();
            (files, by)
        }))
        .unwrap();
    }
}

#[test]
fn what_other_programs_do_is_seen_at_the_next_call() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    let by = files.connection();
    fs::create_dir_all(folder.path().join("Album/Track/bounces")).unwrap();
    fs::write(folder.path().join("Album/Track/bounces/mix.wav"), "1").unwrap();
    let before = block_on(files.stat(&by, &at("Album/Track/bounces/mix.wav"))).unwrap();
    fs::rename(folder.path().join("Album/Track"), folder.path().join("Album/Renamed")).unwrap();
    fs::rename(folder.path().join("Album/Renamed/bounces/mix.wav"), folder.path().join("final.wav")).unwrap();
    let after = block_on(files.stat(&by, &before.id.clone().into())).unwrap();
    assert_eq!(after.path, ["final.wav"]);
    fs::write(folder.path().join("final.wav"), "written into").unwrap();
    assert_eq!(block_on(files.stat(&by, &at("final.wav"))).unwrap().id, before.id);
    assert_eq!(read(&files, &before.id.clone().into()).unwrap(), b"written into");
    fs::remove_file(folder.path().join("final.wav")).unwrap();
    assert_eq!(block_on(files.stat(&by, &before.id.into())).unwrap_err(), FilesError::NotFound);
}

#[test]
fn ids_are_the_same_after_new_content_and_a_new_process() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    let made = put(&files, "", "mix.wav", "1", Mode::Add).unwrap();
    for content in ["2", "3"] {
        put(&files, "", "mix.wav", content, Mode::Overwrite).unwrap();
    }
    fs::rename(folder.path().join("mix.wav"), folder.path().join("renamed.wav")).unwrap();
    drop(files);
    let files = open(folder.path());
    assert_eq!(list(&files).iter().map(|entry| &entry.id).collect::<Vec<_>>(), [&made.id]);
    assert_eq!(read(&files, &made.id.clone().into()).unwrap(), b"3");
    let other = put(&files, "", "mix.wav", "4", Mode::Add).unwrap();
    assert_ne!(other.id, made.id);
    let notes = || fs::read_dir(folder.path().join(".cowrite/same")).unwrap().count();
    assert_eq!(notes(), 1, "a note of content that is no more is left");
    block_on(files.delete(&files.connection(), &made.id.into())).unwrap();
    assert_eq!(notes(), 0);
}

#[test]
fn a_cursor_of_another_process_is_reset() {
    let folder = TempDir::new().unwrap();
    let options = |seed| LocalFolderOptions::new().entropy(SeededEntropy::new(seed));
    let one = LocalFolder::open(folder.path(), options(1)).unwrap();
    let by = one.connection();
    let cursor = block_on(one.latest_cursor(&by, &Loc::root(), true)).unwrap();
    let other = LocalFolder::open(folder.path(), options(2)).unwrap();
    block_on(other.latest_cursor(&by, &Loc::root(), true)).unwrap();
    assert!(block_on(one.changes(&by, &cursor)).is_ok());
    assert_eq!(block_on(other.changes(&by, &cursor)).unwrap_err(), FilesError::CursorReset);
    for _ in 0..300 {
        block_on(one.latest_cursor(&by, &Loc::root(), true)).unwrap();
    }
    assert_eq!(block_on(one.changes(&by, &cursor)).unwrap_err(), FilesError::CursorReset, "cursors are bounded");
}

#[test]
fn a_waiting_caller_hears_of_another_program() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    let cursor = block_on(files.latest_cursor(&files.connection(), &Loc::root(), true)).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| block_on(files.wait(&files.connection(), &cursor, Duration::from_secs(600))));
        fs::write(folder.path().join("mix.wav"), "mix").unwrap();
        assert!(waiting.join().unwrap().unwrap().has_changed);
    });
}

#[test]
fn what_is_written_into_while_it_is_read_is_noticed() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    fs::write(folder.path().join("mix.wav"), vec![1; 1 << 20]).unwrap();
    for (size, what) in [(1 << 10, "cut short"), (2 << 20, "written on")] {
        let mut opened = block_on(files.open(&files.connection(), &at("mix.wav"), ByteRange::All)).unwrap();
        assert!(block_on(opened.data.next()).unwrap().is_some());
        fs::OpenOptions::new().write(true).open(folder.path().join("mix.wav")).unwrap().set_len(size).unwrap();
        let read = block_on(read_all(opened.data.as_mut(), 1 << 30));
        assert_eq!(read.unwrap_err(), FilesError::Conflict, "{what}");
        assert_eq!(block_on(opened.data.next()), Ok(None), "{what}");
        fs::write(folder.path().join("mix.wav"), vec![1; 1 << 20]).unwrap();
    }
}

#[derive(Debug)]
struct StandsStill(Option<Vec<u8>>);

impl ByteStream for StandsStill {
    fn next(&mut self) -> cowrite::ports::files::FilesFuture<'_, Option<Vec<u8>>> {
        match self.0.take() {
            Some(piece) => Box::pin(core::future::ready(Ok(Some(piece)))),
            None => Box::pin(core::future::pending()),
        }
    }
}

/// The names in a folder that are not listed.
fn drafts(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".tmp")).count()
}

#[test]
fn a_write_that_is_given_up_is_cleared_away() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    let by = files.connection();
    let asked = Put::new(Loc::root(), "mix.wav".parse().unwrap());
    let mut future = files.put(&by, asked, Box::new(StandsStill(Some(vec![0; 1 << 20]))));
    while drafts(folder.path()) == 0 {
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        std::thread::yield_now();
    }
    assert!(list(&files).is_empty());
    drop(future);
    let is_cleared = (0..500_000).any(|_| {
        std::thread::yield_now();
        drafts(folder.path()) == 0
    });
    assert!(is_cleared, "what was given up is left lying");
}

#[test]
fn what_a_killed_process_left_is_cleared_away_when_it_is_old() {
    let folder = TempDir::new().unwrap();
    let left = folder.path().join(".cowrite-1-0.tmp");
    fs::write(&left, "half").unwrap();
    let now = cowrite::ports::Clock::now(&cowrite::ports::SystemClock::default());
    let clock = SettableClock::at(now);
    let options = LocalFolderOptions::new().clock(clock.clone());
    let files = LocalFolder::open(folder.path(), options).unwrap();
    put(&files, "", "1.wav", "1", Mode::Add).unwrap();
    assert!(left.exists(), "it may still be written by another process");
    clock.advance(2 * 86_400_000);
    put(&files, "", "2.wav", "2", Mode::Add).unwrap();
    assert!(!left.exists());
    assert_eq!(list(&files).len(), 2);
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let folder = TempDir::new().unwrap();
    let stores: Vec<_> = (0..3).map(|_| Arc::new(open(folder.path()))).collect();
    let first = put(&stores[0], "", "count", "0", Mode::Add).unwrap();
    std::thread::scope(|scope| {
        for files in &stores {
            scope.spawn(|| {
                let (by, place) = (files.connection(), Loc::Id(first.id.clone()));
                let mut done = 0;
                while done < 10 {
                    let Ok(mut opened) = block_on(files.open(&by, &place, ByteRange::All)) else { continue };
                    let Ok(read) = block_on(read_all(opened.data.as_mut(), 100)) else { continue };
                    let count: u32 = String::from_utf8(read).unwrap().parse().unwrap();
                    let rev = opened.entry.file().unwrap().rev.clone();
                    match put(files, "", "count", &(count + 1).to_string(), Mode::Update(rev)) {
                        Ok(entry) => {
                            assert_eq!(entry.id, first.id);
                            done += 1;
                        }
                        Err(error) => assert_eq!(error, FilesError::Conflict),
                    }
                }
            });
        }
    });
    assert_eq!(read(&stores[0], &at("count")).unwrap(), b"30");
}

#[test]
fn of_many_who_add_one_does() {
    let folder = TempDir::new().unwrap();
    let stores: Vec<_> = (0..4).map(|_| open(folder.path())).collect();
    for (round, names) in [["mix.wav"; 4], ["mix.wav", "MIX.wav", "Mix.WAV", "mIx.wav"]].into_iter().enumerate() {
        let name = |name: &str| format!("{round} {name}");
        let added: usize = std::thread::scope(|scope| {
            let add = |(files, file): (_, &str)| {
                let file = name(file);
                scope.spawn(move || usize::from(put(files, "", &file, "x", Mode::Add).is_ok()))
            };
            let threads: Vec<_> = stores.iter().zip(names).map(add).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(added, 1);
    }
    assert_eq!(list(&stores[0]).len(), 2);
}

#[test]
fn more_than_one_call_goes_through_is_refused() {
    let folder = TempDir::new().unwrap();
    let files = LocalFolder::open(folder.path(), LocalFolderOptions::new().most_entries(3)).unwrap();
    for number in 0..4 {
        put(&files, "", &format!("{number}.wav"), "x", Mode::Add).unwrap();
    }
    let listing = Listing { is_recursive: true, limit: 1 };
    let listed = block_on(files.list(&files.connection(), &Loc::root(), listing));
    assert_eq!(listed.unwrap_err(), FilesError::TooLarge);
}

#[test]
fn a_file_is_looked_for_in_the_folder_alone_and_not_in_all_there_is() {
    let folder = TempDir::new().unwrap();
    let files = LocalFolder::open(folder.path(), LocalFolderOptions::new()).unwrap();
    for name in ["Midnight", "Other"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let mix = put(&files, "Midnight", "mix.wav", "x", Mode::Add).unwrap();
    let other = put(&files, "Other", "other.wav", "x", Mode::Add).unwrap();
    for number in 0..8 {
        put(&files, "Other", &format!("{number}.wav"), "x", Mode::Add).unwrap();
    }
    // A new process, which has seen nothing yet, and would go through four files at most.
    let files = LocalFolder::open(folder.path(), LocalFolderOptions::new().most_entries(4)).unwrap();
    let find = |id: &FileId| block_on(files.find(&files.connection(), &at("Midnight"), id));
    assert_eq!(find(&mix.id).unwrap().name(), "mix.wav");
    for absent in [&other.id, &FileId::new("no such file")] {
        assert_eq!(find(absent).unwrap_err(), FilesError::NotFound, "{absent}");
    }
}

#[test]
fn nothing_is_shared_and_a_closed_folder_says_so() {
    let folder = TempDir::new().unwrap();
    let files = open(folder.path());
    let by = files.connection();
    assert_eq!(block_on(files.share(&by, &Loc::root())).unwrap_err(), FilesError::Unsupported);
    assert_eq!(block_on(files.mountable(&by)).unwrap_err(), FilesError::Unsupported);
    assert_eq!(block_on(files.leave(&by, &FolderId::new("x"))).unwrap_err(), FilesError::Unsupported);
    files.close();
    assert_eq!(block_on(files.stat(&by, &Loc::root())).unwrap_err(), FilesError::Transient);
}
