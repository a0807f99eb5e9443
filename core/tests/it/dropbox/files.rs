//! Files and folders, as Dropbox itself has them then.

use std::time::Duration;

use cowrite::ports::files::{
    ByteRange, ContentHash, FileStore as _, FilesError, FolderRole, Item, Listing, Loc, Mode, Put, ThumbnailSize,
    Whole, read_all,
};
use cowrite_dropbox_fake::Fault;
use pollster::block_on;

use super::sharing::Shared;
use super::{Studio, at};

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

#[test]
fn names_beyond_the_first_plane_are_kept_on_every_route() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let name = "🎵 👩‍🎤 ナイト.png";
    let made = studio.put(&me, name, "mix").unwrap();
    assert_eq!(made.name(), name);
    assert_eq!(studio.fake.paths(&account), ["/Cowrite".to_owned(), format!("/Cowrite/{name}")]);
    let mut opened = block_on(studio.dropbox.open(&me, &at(name), ByteRange::All)).unwrap();
    assert_eq!(block_on(read_all(opened.data.as_mut(), 10)).unwrap(), b"mix");
    assert!(block_on(studio.dropbox.thumbnail(&me, &at(name), ThumbnailSize::Small)).is_ok());
    let large = Put { mode: Mode::Overwrite, ..Put::new(Loc::root(), name.parse().unwrap()) };
    let large = block_on(studio.dropbox.put(&me, large, Whole::boxed(content(9 * 1024 * 1024)))).unwrap();
    assert_eq!((&large.id, large.name()), (&made.id, name));
}

#[test]
fn what_is_large_goes_in_pieces_and_comes_to_be_at_once() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let whole = content(20 * 1024 * 1024 + 5);
    let hash = ContentHash::of(&whole);
    let put = Put { content_hash: Some(hash), ..Put::new(Loc::root(), "mix.wav".parse().unwrap()) };
    let size = u64::try_from(whole.len()).unwrap();
    // The answer to one piece is lost, and another is sent while Dropbox is away.
    studio.fake.fail("files/upload_session/append_v2", Fault::CutAfter);
    studio.fake.fail("files/upload_session/start", Fault::Unavailable);
    let made = block_on(studio.dropbox.put(&me, put.clone(), Whole::boxed(whole.clone()))).unwrap();
    let facts = made.file().unwrap();
    assert_eq!((facts.size, facts.content_hash), (size, Some(hash)));
    assert_eq!(studio.fake.file(&account, "/Cowrite/mix.wav"), Some(whole.clone()));
    assert_eq!((studio.count("files/upload"), studio.count("files/upload_session/finish")), (0, 1));
    assert_eq!((studio.count("files/upload_session/start"), studio.count("files/upload_session/append_v2")), (2, 2));
    // What cannot be is refused before it is sent.
    studio.fake.forget_calls();
    let again = block_on(studio.dropbox.put(&me, put.clone(), Whole::boxed(whole.clone())));
    assert_eq!(again.unwrap_err(), FilesError::Conflict);
    assert_eq!(studio.count("files/upload_session/start"), 0);
    for wrong in [Put { size: Some(size + 1), ..put.clone() }, Put { content_hash: Some(ContentHash::of(b"x")), ..put }]
    {
        let wrong = Put { name: "other.wav".parse().unwrap(), ..wrong };
        let refused = block_on(studio.dropbox.put(&me, wrong, Whole::boxed(whole.clone())));
        assert_eq!(refused.unwrap_err(), FilesError::Mismatch);
    }
    assert_eq!(studio.fake.paths(&account), ["/Cowrite", "/Cowrite/mix.wav"]);
}

#[test]
fn a_lost_answer_to_the_last_piece_is_for_the_caller_to_read_back() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    studio.fake.fail("files/upload_session/finish", Fault::CutAfter);
    let put = Put::new(Loc::root(), "mix.wav".parse().unwrap());
    let sent = block_on(studio.dropbox.put(&me, put, Whole::boxed(content(9 * 1024 * 1024))));
    assert_eq!(sent.unwrap_err(), FilesError::Transient);
    assert_eq!(studio.count("files/upload_session/finish"), 1);
    assert!(studio.fake.has(&account, "/Cowrite/mix.wav"));
}

#[test]
fn a_stream_goes_on_where_dropbox_was_away() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let whole = content(6 * 1024 * 1024);
    studio.fake.put_file(&account, "/Cowrite/mix.wav", &whole).unwrap();
    for fault in [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::CutInBody,
        Fault::ServerError,
        Fault::RateLimited(3),
        Fault::ExpiredToken,
    ] {
        studio.fake.fail_nth("files/download", 2, fault);
        let mut opened = block_on(studio.dropbox.open(&me, &at("mix.wav"), ByteRange::From(1))).unwrap();
        assert!(block_on(read_all(opened.data.as_mut(), whole.len())).unwrap() == whole[1..]);
        assert_eq!(studio.fake.faults_waiting(), 0);
    }
    // Not for ever, and not for longer than anybody listens to nothing.
    for _ in 0..9 {
        studio.fake.fail("files/download", Fault::ServerError);
    }
    let mut opened = block_on(studio.dropbox.open(&me, &at("mix.wav"), ByteRange::All)).unwrap();
    assert_eq!(block_on(opened.data.next()).unwrap_err(), FilesError::Transient);
    assert_eq!(block_on(opened.data.next()).unwrap(), None);
    studio.fake.forget_faults();
    studio.fake.fail("files/download", Fault::RateLimited(3_600));
    let mut opened = block_on(studio.dropbox.open(&me, &at("mix.wav"), ByteRange::All)).unwrap();
    assert!(matches!(block_on(opened.data.next()), Err(FilesError::RateLimited { .. })));
}

#[test]
fn a_name_is_spelled_anew_whether_dropbox_does_it_at_once_or_not() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let made = studio.put(&me, "mix.wav", "mix").unwrap();
    let moved =
        block_on(studio.dropbox.move_to(&me, &at("mix.wav"), &Loc::root(), &"MIX.wav".parse().unwrap())).unwrap();
    assert_eq!((&moved.id, moved.name()), (&made.id, "MIX.wav"));
    assert_eq!(studio.fake.paths(&account), ["/Cowrite", "/Cowrite/MIX.wav"]);
    // Where the second step is refused, it goes back.
    studio.fake.fail_nth("files/move_v2", 1, Fault::Refused("to/conflict/file".to_owned()));
    studio.fake.fail_nth("files/move_v2", 2, Fault::Refused("to/no_write_permission".to_owned()));
    let again = block_on(studio.dropbox.move_to(&me, &at("mix.wav"), &Loc::root(), &"Mix.wav".parse().unwrap()));
    assert_eq!(again.unwrap_err(), FilesError::NotPermitted);
    assert_eq!(studio.fake.paths(&account), ["/Cowrite", "/Cowrite/MIX.wav"]);
}

#[test]
fn what_dropbox_takes_for_two_names_is_one() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    // By other programs, which know only Dropbox's folding.
    studio.fake.put_file(&account, "/Cowrite/Straße/E\u{301}tude.wav", b"1").unwrap();
    let found = studio.stat(&me, "STRASSE/étude.WAV").unwrap();
    assert_eq!(found.path, ["Straße", "Étude.wav"]);
    let put = Put::new(at("STRASSE"), "ÉTUDE.wav".parse().unwrap());
    let added = block_on(studio.dropbox.put(&me, put.clone(), Whole::boxed("2")));
    assert_eq!(added.unwrap_err(), FilesError::Conflict);
    let over = block_on(studio.dropbox.put(&me, put.mode(Mode::Overwrite), Whole::boxed("2"))).unwrap();
    assert_eq!(over.id, found.id);
    assert_eq!(studio.fake.file(&account, "/Cowrite/Straße/E\u{301}tude.wav").as_deref(), Some(&b"2"[..]));
}

#[test]
fn a_folder_in_a_files_place_is_not_deleted() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    let owner = account.clone();
    studio.fake.meanwhile("files/delete_v2", 1, move |fake| {
        fake.delete_path(&owner, "/Cowrite/mix.wav");
        fake.put_file(&owner, "/Cowrite/mix.wav/inside.wav", b"inside");
    });
    let deleted = block_on(studio.dropbox.delete(&me, &at("mix.wav")));
    assert!(matches!(deleted, Ok(()) | Err(FilesError::Conflict)), "{deleted:?}");
    assert!(studio.fake.has(&account, "/Cowrite/mix.wav/inside.wav"));
}

#[test]
fn news_of_a_folder_that_was_moved_begins_anew() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    for path in ["/Cowrite/track/a.wav", "/Cowrite/track/b.wav"] {
        studio.fake.put_file(&account, path, b"x").unwrap();
    }
    let listing = Listing { is_recursive: true, limit: 0 };
    let cursor = block_on(studio.dropbox.list(&me, &at("track"), listing)).unwrap().cursor;
    studio.fake.move_path(&account, "/Cowrite/track", "/Cowrite/elsewhere");
    studio.fake.delete_path(&account, "/Cowrite/elsewhere/a.wav");
    // Another folder at the old place is another folder.
    studio.fake.put_file(&account, "/Cowrite/track/other.wav", b"x").unwrap();
    let page = block_on(studio.dropbox.changes(&me, &cursor)).unwrap();
    let told: Vec<String> = page
        .items
        .iter()
        .map(|item| match item {
            Item::Gone(path) => format!("-{}", path.join("/")),
            Item::Here(entry) => format!("+{}", entry.path.join("/")),
        })
        .collect();
    assert_eq!(told, ["-", "+b.wav"]);
    let after = block_on(studio.dropbox.changes(&me, &page.cursor)).unwrap();
    assert_eq!(after.items, []);
    studio.fake.delete_path(&account, "/Cowrite/elsewhere");
    assert_eq!(block_on(studio.dropbox.changes(&me, &after.cursor)).unwrap_err(), FilesError::NotFound);
}

#[test]
fn a_library_that_was_never_written_to_is_empty() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let page = studio.list(&me, 0).unwrap();
    assert_eq!((page.items.len(), page.has_more), (0, false));
    let latest = block_on(studio.dropbox.latest_cursor(&me, &Loc::root(), true)).unwrap();
    assert!(studio.fake.paths(&account).is_empty(), "reading makes nothing");
    studio.put(&me, "mix.wav", "mix").unwrap();
    for cursor in [page.cursor, latest] {
        let page = block_on(studio.dropbox.changes(&me, &cursor)).unwrap();
        assert_eq!(page.items.len(), 1);
        studio.fake.delete_path(&account, "/Cowrite");
        let page = block_on(studio.dropbox.changes(&me, &page.cursor)).unwrap();
        assert!(matches!(page.items.as_slice(), [Item::Gone(_), ..]), "{page:?}");
        studio.put(&me, "mix.wav", "mix").unwrap();
    }
}

#[test]
fn the_library_may_be_all_of_an_account() {
    let studio = Studio::with(|builder| builder.library("".parse().unwrap()));
    let (me, account) = studio.account("olivia");
    let made = studio.put(&me, "mix.wav", "mix").unwrap();
    assert_eq!(made.path, ["mix.wav"]);
    assert_eq!(studio.fake.paths(&account), ["/mix.wav"]);
    assert_eq!(studio.list(&me, 0).unwrap().items.len(), 1);
    let root = block_on(studio.dropbox.stat(&me, &Loc::root())).unwrap();
    assert_eq!(block_on(studio.dropbox.find(&me, &root.id.into(), &made.id)).unwrap().path, ["mix.wav"]);
}

#[test]
fn an_address_and_a_picture_are_given_of_what_has_them() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    let link = block_on(studio.dropbox.temp_link(&me, &at("mix.wav"))).unwrap();
    assert_eq!(link.expires_at.millis() - link.minted_at.millis(), 4 * 3_600_000);
    let picture = block_on(studio.dropbox.thumbnail(&me, &at("mix.wav"), ThumbnailSize::Large));
    assert_eq!(picture.unwrap_err(), FilesError::Unsupported);
    block_on(studio.dropbox.make_dir(&me, &Loc::root(), &"folder".parse().unwrap())).unwrap();
    assert_eq!(block_on(studio.dropbox.temp_link(&me, &at("folder"))).unwrap_err(), FilesError::NotFound);
    account.set_email_verified(false);
    assert_eq!(block_on(studio.dropbox.temp_link(&me, &at("mix.wav"))).unwrap_err(), FilesError::NotVerified);
    for (tag, expected) in [("unsupported_file", FilesError::Unsupported), ("not_allowed", FilesError::NotPermitted)] {
        studio.fake.fail("files/get_temporary_link", Fault::Refused(tag.to_owned()));
        assert_eq!(block_on(studio.dropbox.temp_link(&me, &at("mix.wav"))).unwrap_err(), expected);
    }
}

#[test]
fn one_write_at_a_time_goes_to_an_account() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    studio.put(&me, "before.wav", "x").unwrap();
    studio.fake.forget_calls();
    let (sender, receiver) = std::sync::mpsc::channel();
    studio.fake.meanwhile("files/upload", 1, move |fake| {
        std::thread::sleep(Duration::from_millis(200));
        sender.send(fake.calls().iter().filter(|call| call.route == "files/list_folder").count()).unwrap();
    });
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (studio, me) = (&studio, &me);
            scope.spawn(move || studio.put(me, &format!("{number}.wav"), "x").unwrap());
        }
    });
    // Each write looks into the folder first; while one is under way, no other has.
    assert_eq!(receiver.recv().unwrap(), 1);
    assert_eq!(studio.count("files/upload"), 4);
}

#[test]
fn what_is_written_into_a_folder_lies_there_wherever_it_was_moved_meanwhile() {
    for (route, is_large) in [("files/upload", false), ("files/upload_session/finish", true)] {
        let studio = Studio::new();
        let (me, account) = studio.account("olivia");
        let track = block_on(studio.dropbox.make_dir(&me, &Loc::root(), &"track".parse().unwrap())).unwrap().id;
        let owner = account.clone();
        studio.fake.meanwhile(route, 1, move |fake| {
            assert!(fake.move_path(&owner, "/Cowrite/track", "/Cowrite/elsewhere"));
        });
        let put = Put::new(track.clone().into(), "mix.wav".parse().unwrap());
        let whole = content(if is_large { 9 * 1024 * 1024 } else { 3 });
        let made = block_on(studio.dropbox.put(&me, put, Whole::boxed(whole.clone()))).unwrap();
        assert_eq!(made.path, ["elsewhere", "mix.wav"]);
        assert_eq!(studio.fake.file(&account, "/Cowrite/elsewhere/mix.wav"), Some(whole));
        assert!(!studio.fake.has(&account, "/Cowrite/track/mix.wav"));
        // What is moved there, too.
        let owner = account.clone();
        studio.put(&me, "demo.wav", "demo").unwrap();
        studio.fake.meanwhile("files/move_v2", 1, move |fake| {
            assert!(fake.move_path(&owner, "/Cowrite/elsewhere", "/Cowrite/farther"));
            fake.put_folder(&owner, "/Cowrite/elsewhere");
        });
        let name = "demo.wav".parse().unwrap();
        let moved = block_on(studio.dropbox.move_to(&me, &at("demo.wav"), &track.clone().into(), &name)).unwrap();
        assert_eq!(moved.path, ["farther", "demo.wav"]);
        // Of a folder made it is not known in whose place it is.
        let owner = account.clone();
        studio.fake.meanwhile("files/create_folder_v2", 1, move |fake| {
            assert!(fake.move_path(&owner, "/Cowrite/farther", "/Cowrite/track 2"));
        });
        let made = block_on(studio.dropbox.make_dir(&me, &track.into(), &"stems".parse().unwrap()));
        assert_eq!(made.unwrap_err(), FilesError::Transient);
    }
}

#[test]
fn a_shared_folder_is_written_to_by_what_it_is() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    let place = |path: &str| Loc::Shared(shared.folder.clone(), path.parse().unwrap());
    let owner = shared.owner_account.clone();
    fake.meanwhile("files/upload", 1, move |fake| {
        assert!(fake.move_path(&owner, "/Cowrite/track", "/Cowrite/elsewhere"));
    });
    let put = Put::new(place(""), "three.wav".parse().unwrap());
    block_on(dropbox.put(by, put, Whole::boxed("three"))).unwrap();
    assert_eq!(fake.file(&shared.owner_account, "/Cowrite/elsewhere/three.wav").as_deref(), Some(&b"three"[..]));
    assert!(!fake.has(&shared.owner_account, "/Cowrite/track"));
    let owner = shared.owner_account.clone();
    fake.meanwhile("files/create_folder_v2", 1, move |fake| {
        assert!(fake.move_path(&owner, "/Cowrite/elsewhere", "/Cowrite/track"));
    });
    block_on(dropbox.make_dir(by, &place(""), &"stems/drums".parse().unwrap())).unwrap();
    assert!(fake.has(&shared.owner_account, "/Cowrite/track/stems/drums"));
    let owner = shared.owner_account.clone();
    fake.meanwhile("files/move_v2", 1, move |fake| {
        assert!(fake.move_path(&owner, "/Cowrite/track", "/Cowrite/elsewhere"));
    });
    let name = "kick.wav".parse().unwrap();
    block_on(dropbox.move_to(by, &place("one.wav"), &place("STEMS/drums"), &name)).unwrap();
    assert!(fake.has(&shared.owner_account, "/Cowrite/elsewhere/stems/drums/kick.wav"));
    assert!(!fake.has(&shared.owner_account, "/Cowrite/track"));
}

#[test]
fn another_folder_where_a_shared_one_was_is_not_it() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    let owner = shared.owner_account.clone();
    fake.meanwhile("files/get_metadata", 1, move |fake| {
        assert!(fake.move_path(&owner, "/Cowrite/track", "/Cowrite/elsewhere"));
        assert!(fake.put_folder(&owner, "/Cowrite/track"));
    });
    let found = block_on(dropbox.stat(by, &Loc::Shared(shared.folder.clone(), "".parse().unwrap())));
    assert_eq!(found.unwrap_err(), FilesError::Transient);
    let found = block_on(dropbox.stat(by, &Loc::Shared(shared.folder.clone(), "".parse().unwrap())));
    assert_eq!(found.unwrap().path, ["elsewhere"]);
}
