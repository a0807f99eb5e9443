//! Shared folders are handed over, and used wherever their owner has put them (FIL-1, FIL-2, OWN-4).

use std::collections::BTreeSet;

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount};
use cowrite::ports::files::{FileStore, FilesError, FolderRole, FolderSharing, Loc};
use cowrite::{Access, FolderTrouble, MemberTrouble, NewTrack, TrackUpdate};
use pollster::block_on;

use super::places::{names, upload};
use super::sharing::{Studio, account, circle_of, connection};

#[test]
fn a_folder_that_its_owner_moved_is_used_where_it_is() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    block_on(upload(&studio.olivia, track, "mix.wav"));
    let (by, shared) = studio.shared(track);
    let place = block_on(studio.files.make_dir(&by, &Loc::root(), &"My music".parse().unwrap())).unwrap();
    let from = Loc::Path("Nocturne".parse().unwrap());
    block_on(studio.files.move_to(&by, &from, &place.id.into(), &"Night".parse().unwrap())).unwrap();
    assert_eq!(block_on(names(&studio.alex, track)), ["mix.wav"]);
    block_on(upload(&studio.alex, track, "mix 2.wav"));
    let file = block_on(studio.alex.files(track)).unwrap().files[0].id.clone();
    block_on(studio.alex.rename_file(track, &file, "mix 3.wav")).unwrap();
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.shared(track).1, shared);
    let all = ["My music/Night/bounces/mix 3.wav", "My music/Night/bounces/mix.wav"];
    assert_eq!(studio.paths(&studio.olivia), all.map(str::to_owned).into());
    // With its next name it goes where that says.
    block_on(studio.olivia.update_track(track, TrackUpdate::new().title("Prelude"))).unwrap();
    assert_eq!(studio.run(), 0);
    let all = ["Prelude/bounces/mix 3.wav", "Prelude/bounces/mix.wav"];
    assert_eq!(studio.paths(&studio.olivia), all.map(str::to_owned).into());
}

#[test]
fn a_folder_that_its_owner_deleted_is_gone_until_they_want_it_again() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    let (by, before) = studio.shared(track);
    studio.files.remove_folder(&by, &Loc::Path("Nocturne".parse().unwrap())).unwrap();
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.panel(track).folder_trouble, Some(FolderTrouble::FolderGone));
    assert_eq!(block_on(names(&studio.alex, track)), Vec::<String>::new());
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.panel(track).folder_trouble, None);
    assert_ne!(studio.shared(track).1, before);
    let both = [(&studio.alex, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
    // One that was only unshared there is shared again.
    let (by, shared) = studio.shared(track);
    assert!(matches!(block_on(studio.files.unshare(&by, &shared)).unwrap(), cowrite::ports::files::Step::Done(())));
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(&studio.olivia, &both)));
}

#[test]
fn nothing_is_put_where_another_s_folder_lies() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    // Alex has it among his own under names that his own tracks and groups want.
    let album = block_on(studio.alex.create_group("Nocturne")).unwrap().id;
    let (alone, deep) = block_on(async {
        let alone = studio.alex.create_track("Nocturne").await.unwrap().id;
        (alone, studio.alex.create_track(NewTrack::new("Deep").in_group(Some(album))).await.unwrap().id)
    });
    for (track, name) in [(alone, "alone.wav"), (deep, "deep.wav")] {
        block_on(upload(&studio.alex, track, name));
        assert_eq!(block_on(names(&studio.alex, track)), [name]);
    }
    assert_eq!(block_on(names(&studio.olivia, track)), Vec::<String>::new());
    assert_eq!(studio.paths(&studio.olivia), BTreeSet::new());
}

#[test]
fn a_shared_folder_is_handed_over_with_its_ids() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Viewer);
    studio.run();
    let (before, shared) = (block_on(studio.olivia.files(track)).unwrap().files, studio.shared(track).1);
    studio.hand_over(track, &studio.alex);
    assert!(studio.panel(track).transfer_pending);
    assert_eq!(studio.run(), 0);
    assert!(!studio.panel(track).transfer_pending);
    assert_eq!((block_on(studio.alex.files(track)).unwrap().files, studio.shared(track).1), (before, shared));
    let others = [(&studio.olivia, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &others));
    assert!(studio.paths(&studio.alex).contains("Nocturne/bounces/mix.wav"));
    // Whom the new owner does not want there any more goes.
    block_on(studio.alex.revoke(track, studio.olivia.id())).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &[(&studio.jordan, FolderRole::Viewer)]));
    assert_eq!(studio.paths(&studio.olivia), BTreeSet::new());
}

#[test]
fn a_handover_waits_until_the_new_owner_can_have_the_folder() {
    let rows = [
        (MemoryAccount::new().quota(1), FolderTrouble::NewOwnerAway, Some(MemberTrouble::QuotaShort)),
        (account("alex").verified(false), FolderTrouble::NewOwnerAway, Some(MemberTrouble::NotVerified)),
    ];
    for (his, told, of_him) in rows {
        let studio = Studio::new();
        let track = studio.track("Nocturne");
        block_on(upload(&studio.olivia, track, "mix.wav"));
        studio.files.set_account(&connection(&studio.alex), his);
        studio.join(track, &studio.alex, Access::Editor);
        studio.hand_over(track, &studio.alex);
        assert!(studio.run() > 0);
        let panel = block_on(studio.alex.collaborators(track)).unwrap();
        assert_eq!((panel.transfer_pending, panel.folder_trouble), (true, Some(told)));
        assert_eq!(studio.trouble(track, &studio.alex), of_him);
        assert_eq!(block_on(names(&studio.alex, track)), ["mix.wav"]);
        studio.files.set_account(&connection(&studio.alex), account("alex"));
        block_on(studio.workspace.account_connected(studio.alex.id())).unwrap();
        assert_eq!(studio.run(), 0);
        let panel = block_on(studio.alex.collaborators(track)).unwrap();
        assert_eq!((panel.transfer_pending, panel.folder_trouble, studio.left()), (false, None, 0));
        assert_eq!(studio.circle(track), circle_of(&studio.alex, &[(&studio.olivia, FolderRole::Editor)]));
    }
}

#[test]
fn what_the_store_hands_over_to_nobody_is_copied_and_left_to_the_former_owner_alone() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Editor);
    studio.run();
    let (by, old) = studio.shared(track);
    studio.hand_over(track, &studio.alex);
    studio.files.fail(FilesCall::Transfer, 1, &FilesFault::Before(FilesError::Unsupported));
    assert_eq!(studio.run(), 0);
    let others = [(&studio.olivia, FolderRole::Editor), (&studio.jordan, FolderRole::Editor)];
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &others));
    assert_ne!(studio.shared(track).1, old);
    assert_eq!(block_on(studio.files.members(&by, &old)), Err(FilesError::NotAMember));
    assert!(studio.paths(&studio.olivia).contains("Nocturne/bounces/mix.wav"), "FIL-4: hers stays hers");
    assert_eq!(block_on(names(&studio.jordan, track)), ["mix.wav"]);
}
