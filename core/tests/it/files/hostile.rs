//! Names and folders made to lead out: nothing outside is read or changed, and nothing panics.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cowrite::adapters::LocalFolder;
use cowrite::domain::file::{FileName, FilePath, fold_name, folder_name};
use cowrite::ports::files::{Cursor, FileId, FileStore, FilesError, FolderId, Listing, Loc, Mode, Put, Whole};
use pollster::block_on;
use proptest::prelude::*;
use tempfile::TempDir;

use super::folder::{at, list, open, read};
use crate::cases::on_cases;

const SECRET: &str = "outside";

/// A folder of files in a folder with things beside it that nobody may touch.
struct House {
    outside: TempDir,
}

impl House {
    fn new() -> Self {
        let outside = TempDir::new().unwrap();
        for beside in ["secret.wav", "files2/secret.wav", "other/secret.wav"] {
            fs::create_dir_all(outside.path().join(beside).parent().unwrap()).unwrap();
            fs::write(outside.path().join(beside), SECRET).unwrap();
        }
        fs::create_dir(outside.path().join("files")).unwrap();
        Self { outside }
    }

    fn files(&self) -> PathBuf {
        self.outside.path().join("files")
    }

    /// All that lies beside the folder of files.
    fn beside(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        walk(self.outside.path(), &self.files(), &mut found);
        found
    }
}

fn walk(folder: &Path, but: &Path, found: &mut BTreeMap<PathBuf, Option<Vec<u8>>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path == but {
            continue;
        }
        if path.is_dir() {
            walk(&path, but, found);
        }
        found.insert(path.clone(), fs::read(&path).ok());
    }
}

/// Pieces that mean something to one system or another.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "..",
        ".",
        "/",
        "\\",
        "//",
        "\0",
        "C:",
        "files2",
        "secret.wav",
        "other",
        "e\u{301}",
        "é",
        "É",
        "mix",
        "MIX",
        "con",
        "NUL",
        "aux.wav",
        "com1",
        " ",
        "\u{202e}",
        "\u{200b}",
        "%2e%2e",
        "%2f",
        "\u{ff0f}",
        "\u{2215}",
        "::$DATA",
        "~",
        "$HOME",
        "-",
        "\n",
        ".cowrite",
        "lock",
        "\u{feff}",
        "🎵",
        "\u{1f468}\u{200d}\u{1f3a4}",
    ]);
    prop_oneof![
        8 => known.prop_map(str::to_owned),
        2 => any::<String>(),
        1 => (1_usize..400, any::<char>()).prop_map(|(count, mark)| core::iter::repeat_n(mark, count).collect()),
    ]
}

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.concat())
}

fn try_everything(files: &LocalFolder, text: &str) {
    let by = files.connection();
    let listing = Listing { is_recursive: true, limit: 0 };
    let mut places = vec![Loc::Id(FileId::new(text)), Loc::Shared(FolderId::new(text), FilePath::root())];
    places.extend(text.parse().map(Loc::Path));
    block_on(async {
        for place in places {
            drop(files.list(&by, &place, listing).await);
            if let Ok(found) = read_of(files, &place) {
                assert_ne!(found, SECRET.as_bytes(), "{place:?} led out");
            }
            if let Ok(name) = text.parse::<FileName>() {
                let put = Put::new(place.clone(), name.clone()).mode(Mode::Overwrite);
                drop(files.put(&by, put, Whole::boxed("inside")).await);
                drop(files.move_to(&by, &place, &Loc::root(), &name).await);
            }
            drop(files.delete(&by, &place).await);
        }
        if let Ok(path) = text.parse::<FilePath>() {
            drop(files.make_dir(&by, &Loc::root(), &path).await);
        }
        drop(files.changes(&by, &Cursor::new(text)).await);
        if let Ok(name) = text.parse::<FileName>() {
            let put = Put::new(Loc::root(), name.clone()).mode(Mode::Overwrite);
            match files.put(&by, put, Whole::boxed("inside")).await {
                Ok(made) => {
                    assert_eq!(fold_name(made.name()), name.key(), "{name:?}");
                    assert_eq!(read_of(files, &made.id.into()), Ok(b"inside".to_vec()));
                }
                // A folder of that name may have been made before.
                Err(error) => assert_eq!(error, FilesError::Conflict, "{name:?}"),
            }
        }
    });
}

fn read_of(files: &LocalFolder, place: &Loc) -> Result<Vec<u8>, FilesError> {
    read(files, place)
}

proptest! {
    #![proptest_config(on_cases(64))]

    #[test]
    fn no_name_leads_out(texts in prop::collection::vec(hostile(), 1..8)) {
        let house = House::new();
        let before = house.beside();
        let files = open(&house.files());
        for text in &texts {
            try_everything(&files, text);
        }
        prop_assert_eq!(house.beside(), before);
        let folded: Vec<String> = list(&files).iter().map(|entry| fold_name(&entry.path.join("/"))).collect();
        let mut once = folded.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), folded.len(), "two names that are one stand side by side");
    }

    #[test]
    fn every_title_gives_a_name_that_is_taken_as_it_is(title in hostile(), number in any::<u32>()) {
        let name = folder_name(&title);
        prop_assert_eq!(name.as_str().parse::<FileName>(), Ok(name.clone()));
        let numbered = name.numbered(number);
        prop_assert_eq!(numbered.as_str().parse::<FileName>(), Ok(numbered.clone()));
        prop_assert_eq!(folder_name(name.as_str()), name);
    }

    #[test]
    fn folding_once_is_folding_twice(text in hostile()) {
        let folded = fold_name(&text);
        prop_assert_eq!(fold_name(&folded), folded.clone());
        prop_assert_eq!(fold_name(&text.to_uppercase()), fold_name(&text.to_uppercase().to_lowercase()));
    }
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn what_leads_elsewhere_is_not_there() {
        let house = House::new();
        let before = house.beside();
        let folder = house.files();
        fs::create_dir_all(folder.join("track")).unwrap();
        fs::write(folder.join("mix.wav"), "inside").unwrap();
        symlink("../secret.wav", folder.join("relative.wav")).unwrap();
        symlink(house.outside.path().join("secret.wav"), folder.join("absolute.wav")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        symlink("/", folder.join("top")).unwrap();
        symlink("loop", folder.join("loop")).unwrap();
        // Inside the folder, but out of the track's own.
        symlink("../mix.wav", folder.join("track/mix.wav")).unwrap();
        assert!(Command::new("mkfifo").arg(folder.join("pipe.wav")).status().unwrap().success());
        let files = open(&folder);
        let by = files.connection();
        let listed: Vec<String> = list(&files).iter().map(|entry| entry.path.join("/")).collect();
        assert_eq!(listed, ["mix.wav", "track"]);
        for place in
            ["relative.wav", "absolute.wav", "up/secret.wav", "top/etc/passwd", "loop", "track/mix.wav", "pipe.wav"]
        {
            assert_eq!(read(&files, &at(place)).unwrap_err(), FilesError::NotFound, "{place}");
            block_on(files.delete(&by, &at(place))).unwrap();
        }
        for folder in ["up", "top", "up/other"] {
            let put = Put::new(at(folder), "new.wav".parse().unwrap());
            assert_eq!(block_on(files.put(&by, put, Whole::boxed("x"))).unwrap_err(), FilesError::NotFound);
            let made = block_on(files.make_dir(&by, &at(folder), &"new".parse().unwrap()));
            assert_eq!(made.unwrap_err(), FilesError::NotFound);
        }
        // What has a link's name is put beside nothing, and never through it.
        for link in ["relative.wav", "absolute.wav", "track/mix.wav"] {
            let (into, name) = link.rsplit_once('/').unwrap_or(("", link));
            for mode in [Mode::Add, Mode::Overwrite] {
                let put = Put::new(at(into), name.parse().unwrap()).mode(mode);
                drop(block_on(files.put(&by, put, Whole::boxed("x"))));
            }
        }
        assert_eq!(house.beside(), before);
        assert_eq!(fs::read(folder.join("mix.wav")).unwrap(), b"inside");
    }

    #[test]
    fn the_stores_own_corner_cannot_be_led_out_either() {
        let house = House::new();
        symlink("../other", house.files().join(".cowrite")).unwrap();
        let before = house.beside();
        let files = open(&house.files());
        let put = Put::new(Loc::root(), "mix.wav".parse().unwrap());
        assert!(block_on(files.put(&files.connection(), put, Whole::boxed("x"))).is_err());
        assert_eq!(house.beside(), before);
        assert!(list(&files).is_empty());
    }

    #[test]
    fn names_that_no_upload_may_have_are_reached_by_id() {
        let folder = TempDir::new().unwrap();
        let names: [&[u8]; 9] = [
            b"a\nb",
            b"CON",
            b"what?",
            b"end. ",
            b"\xff\xfe",
            b"\xff\xff",
            b"Mix.wav",
            b"mix.wav",
            "e\u{301}".as_bytes(),
        ];
        for name in names {
            fs::write(folder.path().join(OsStr::from_bytes(name)), name).unwrap();
        }
        let files = open(folder.path());
        let listed = list(&files);
        assert_eq!(listed.len(), names.len());
        let mut found: Vec<_> = listed.iter().map(|entry| read(&files, &entry.id.clone().into()).unwrap()).collect();
        found.sort();
        let mut expected: Vec<_> = names.iter().map(|name| name.to_vec()).collect();
        expected.sort();
        assert_eq!(found, expected);
        for (name, content) in
            [("mix.wav", "mix.wav"), ("Mix.wav", "Mix.wav"), ("MIX.WAV", "Mix.wav"), ("é", "e\u{301}")]
        {
            assert_eq!(read(&files, &at(name)).unwrap(), content.as_bytes(), "{name}");
        }
    }

    /// Ends the other thread though this one panics.
    struct Over<'a>(&'a AtomicBool);

    impl Drop for Over<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_folder_that_becomes_a_link_while_it_is_used_leads_nowhere() {
        let house = House::new();
        let (track, away) = (house.files().join("track"), house.files().join("away"));
        fs::create_dir(&track).unwrap();
        fs::write(track.join("secret.wav"), "inside").unwrap();
        fs::create_dir(house.files().join("sibling")).unwrap();
        fs::write(house.files().join("sibling/secret.wav"), SECRET).unwrap();
        let before = house.beside();
        let files = open(&house.files());
        let (by, is_over) = (files.connection(), AtomicBool::new(false));
        let (mut inside, mut nothing) = (0, 0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut is_outside = true;
                while !is_over.load(Ordering::SeqCst) {
                    fs::rename(&track, &away).unwrap();
                    // Out of the folder, and out of the track into another one.
                    let elsewhere = if is_outside { "../other" } else { "sibling" };
                    is_outside = !is_outside;
                    symlink(elsewhere, &track).unwrap();
                    std::thread::yield_now();
                    fs::remove_file(&track).unwrap();
                    fs::rename(&away, &track).unwrap();
                    std::thread::yield_now();
                }
            });
            let _over = Over(&is_over);
            // For as long as the folder was never met in its place, which on a busy machine may take a while.
            for round in 0..100_000 {
                if round >= 400 && inside > 0 {
                    break;
                }
                match read(&files, &at("track/secret.wav")) {
                    Ok(found) => {
                        assert_eq!(found, b"inside");
                        inside += 1;
                    }
                    Err(_) => nothing += 1,
                }
                let put = Put::new(at("track"), format!("new {round}.wav").parse().unwrap());
                if round % 10 == 0 {
                    drop(block_on(files.put(&by, put, Whole::boxed("x"))));
                    drop(block_on(files.delete(&by, &at("track/new 0.wav"))));
                }
            }
        });
        assert_eq!(house.beside(), before);
        assert!(inside > 0 && inside + nothing >= 400, "{inside} {nothing}");
    }
}
