//! A folder that is not to be found is not taken for gone, nor something else for it (FIL-1, FIL-2).

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{Connection, FileStore, FilesError, FolderRole, FolderSharing, Loc, Put, Step, Whole};
use cowrite::{Access, FolderTrouble, TrackId};
use pollster::block_on;

use super::places::upload;
use super::sharing::{Studio, account, circle_of, connection};

/// A track with a file, whose folder Alex edits.
fn begin() -> (Studio, TrackId) {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    assert_eq!(studio.run(), 0);
    (studio, track)
}

/// Puts a folder with a file of Olivia's own where the track's was.
fn put_diary(studio: &Studio, by: &Connection) {
    block_on(async {
        let own = studio.files.make_dir(by, &Loc::root(), &"Nocturne".parse().unwrap()).await.unwrap();
        let put = Put::new(own.id.into(), "diary.txt".parse().unwrap());
        studio.files.put(by, put, Whole::boxed("mine")).await.unwrap();
    });
}

#[test]
fn another_account_of_its_owner_s_is_not_a_deleted_folder() {
    let (studio, track) = begin();
    let before = studio.folder(track).unwrap().sharing;
    studio.files.set_account(&connection(&studio.olivia), account("olivia").id("another"));
    block_on(studio.olivia.retry_folder(track)).unwrap();
    studio.files.fail(FilesCall::Describe, 1, &FilesFault::Before(FilesError::NotAMember));
    assert_eq!(studio.run(), 1);
    assert_eq!(studio.panel(track).folder_trouble, Some(FolderTrouble::AnotherAccount));
    let now = studio.folder(track).unwrap().sharing;
    assert_eq!((now.folder, now.people, studio.left()), (before.folder, before.people, 1));
    studio.files.set_account(&connection(&studio.olivia), account("olivia"));
    assert_eq!((studio.run(), studio.panel(track).folder_trouble), (0, None));
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Editor)]));
}

#[test]
fn of_whom_is_on_a_folder_that_is_gone_it_is_known_still() {
    let (studio, track) = begin();
    let (by, _) = studio.shared(track);
    studio.files.remove_folder(&by, &Loc::Path("Nocturne".parse().unwrap())).unwrap();
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    let sharing = studio.folder(track).unwrap().sharing;
    assert_eq!(sharing.trouble, Some(FolderTrouble::FolderGone));
    assert!(sharing.people[&studio.alex.id()].account.is_some());
}

#[test]
fn what_else_lies_where_it_was_is_shared_only_when_its_owner_says() {
    let (studio, track) = begin();
    let (by, before) = studio.shared(track);
    studio.files.remove_folder(&by, &Loc::Path("Nocturne".parse().unwrap())).unwrap();
    put_diary(&studio, &by);
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.panel(track).folder_trouble, Some(FolderTrouble::Replaced));
    assert_eq!(studio.paths(&studio.alex), [].into());
    assert_eq!(studio.shared(track).1, before);
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!((studio.run(), studio.panel(track).folder_trouble), (0, None));
    let both = [(&studio.alex, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
}

#[test]
fn what_is_the_track_s_or_empty_is_shared_again_unasked() {
    for is_empty in [false, true] {
        let (studio, track) = begin();
        let (by, shared) = studio.shared(track);
        if is_empty {
            let file = block_on(studio.olivia.files(track)).unwrap().files[0].id.clone();
            block_on(studio.olivia.delete_file(track, &file)).unwrap();
        }
        assert!(matches!(block_on(studio.files.unshare(&by, &shared)).unwrap(), Step::Done(())));
        studio.join(track, &studio.jordan, Access::Viewer);
        assert_eq!(studio.run(), 0);
        let both = [(&studio.alex, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
        assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
    }
}

#[test]
fn what_is_another_s_already_is_not_taken_for_the_track_s() {
    let studio = Studio::new();
    let his = Loc::Path("Nocturne".parse().unwrap());
    let (hers, by) = (connection(&studio.olivia), connection(&studio.alex));
    let track = studio.track("Nocturne");
    // Her folder has its place before anything is there.
    studio.files.fail(FilesCall::Share, 1, &FilesFault::Before(FilesError::Transient));
    studio.join(track, &studio.jordan, Access::Editor);
    assert_eq!(studio.run(), 1);
    studio.files.remove_folder(&hers, &his).unwrap();
    block_on(async {
        studio.files.make_dir(&by, &Loc::root(), &"Nocturne".parse().unwrap()).await.unwrap();
        let Step::Done(shared) = studio.files.share(&by, &his).await.unwrap() else { panic!("it is done at once") };
        let who = cowrite::ports::files::Who::Email("olivia@example.com".parse().unwrap());
        let invited = [cowrite::ports::files::Invited { who, role: FolderRole::Editor }];
        studio.files.invite(&by, &shared.id, &invited, true).await.unwrap();
        cowrite::ports::files::Membership::mount(&studio.files, &hers, &shared.id).await.unwrap();
    });
    assert_eq!(studio.run(), 1);
    assert_eq!(studio.panel(track).folder_trouble, Some(FolderTrouble::NotPermitted));
    assert_eq!(studio.folder(track).unwrap().sharing.folder, None);
}
