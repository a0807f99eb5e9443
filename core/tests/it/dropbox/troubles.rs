//! What Dropbox refuses is told by name to whom it concerns, holds up nobody else's tracks, and is over when it is mended (FIL-2).

use std::time::Duration;

use cowrite::ports::files::{FolderId, FolderSharing as _, Whole};
use cowrite::{Access, FolderTrouble, MemberTrouble, TrackId, TrackUpdate};
use cowrite_dropbox_fake::{AppType, Fault, Plan, SCOPES};
use pollster::block_on;

use super::workspace::{DAY, House, circle_of, connection};

/// A track of Olivia's with a mix that Alex is to edit, and one of Jordan's that Alex views and is to edit.
fn begin() -> (House, TrackId) {
    let house = House::new();
    let other = house.track(&house.jordan, "Prelude");
    house.join(&house.jordan, other, &house.alex, Access::Viewer);
    assert_eq!(house.run(), 0);
    block_on(house.is(&house.jordan).set_access(other, house.alex.id, Access::Editor)).unwrap();
    let hers = house.track(&house.olivia, "Nocturne");
    house.upload(&house.olivia, hers, "mix.wav");
    house.join(&house.olivia, hers, &house.alex, Access::Editor);
    (house, hers)
}

fn retry(house: &House, track: TrackId) {
    block_on(house.is(&house.olivia).retry_folder(track)).unwrap();
}

fn is_as_it_should_be(house: &House, what: &str) {
    assert_eq!(house.circle("Nocturne"), circle_of(&[("olivia", "owner"), ("alex", "editor")]), "{what}");
}

fn other_goes_on(house: &House, what: &str) {
    assert_eq!(house.circle("Prelude"), circle_of(&[("jordan", "owner"), ("alex", "editor")]), "{what}");
}

struct Row {
    trouble: FolderTrouble,
    spoil: fn(&House),
    mend: fn(&House, TrackId),
}

const FOLDER: [Row; 7] = [
    Row {
        trouble: FolderTrouble::Disconnected,
        spoil: |house| house.olivia.account.disconnect(),
        mend: |house, _| {
            house.studio.join(house.olivia.id, &house.olivia.account);
            block_on(house.workspace.account_connected(house.olivia.id)).unwrap();
        },
    },
    Row {
        trouble: FolderTrouble::MissingScope,
        spoil: |house| {
            let others: Vec<&str> = SCOPES.into_iter().filter(|scope| *scope != "sharing.write").collect();
            house.olivia.account.set_scopes(&others);
        },
        mend: |house, _| {
            house.olivia.account.set_scopes(&SCOPES);
            block_on(house.workspace.account_connected(house.olivia.id)).unwrap();
        },
    },
    Row {
        trouble: FolderTrouble::WrongAppType,
        spoil: |house| house.olivia.account.set_app_type(AppType::AppFolder),
        mend: |house, track| {
            house.olivia.account.set_app_type(AppType::FullDropbox);
            retry(house, track);
        },
    },
    Row {
        trouble: FolderTrouble::NotVerified,
        spoil: |house| house.olivia.account.set_email_verified(false),
        mend: |house, track| {
            house.olivia.account.set_email_verified(true);
            retry(house, track);
        },
    },
    Row {
        trouble: FolderTrouble::NameRefused,
        spoil: |house| {
            let fake = &house.studio.fake;
            fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne");
            fake.fail("files/create_folder_v2", Fault::Refused("path/disallowed_name".to_owned()));
        },
        mend: |house, track| {
            house.studio.fake.forget_faults();
            retry(house, track);
        },
    },
    Row {
        trouble: FolderTrouble::NameRefused,
        spoil: |house| {
            house.studio.fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne");
            house.studio.fake.put_file(&house.olivia.account, "/Cowrite/Nocturne", b"a file").unwrap();
        },
        mend: |house, track| {
            house.studio.fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne");
            retry(house, track);
        },
    },
    Row {
        trouble: FolderTrouble::Nesting,
        spoil: |house| {
            house.studio.fake.fail("sharing/share_folder", Fault::Refused("bad_path/inside_shared_folder".to_owned()));
        },
        mend: |house, track| retry(house, track),
    },
];

#[test]
fn what_keeps_a_folder_from_being_shared_is_told_its_owner_and_is_over_when_mended() {
    for (place, row) in FOLDER.iter().enumerate() {
        let (house, track) = begin();
        let what = format!("{:?}, row {place}", row.trouble);
        (row.spoil)(&house);
        house.studio.fake.advance(DAY);
        let run = block_on(house.workspace.run_effects(100)).unwrap();
        assert_eq!(run.failed, 1, "{what}");
        assert_eq!(house.folder_trouble(&house.olivia, track), Some(row.trouble), "{what}");
        let seen = block_on(house.is(&house.alex).collaborators(track)).unwrap().folder_trouble;
        assert_eq!(seen, None, "{what}: the owner alone is told");
        other_goes_on(&house, &what);
        (row.mend)(&house, track);
        // At once: nobody waits for the next try.
        assert_eq!(block_on(house.workspace.run_effects(100)).unwrap().failed, 0, "{what}");
        assert_eq!(house.folder_trouble(&house.olivia, track), None, "{what}");
        is_as_it_should_be(&house, &what);
        house.is_sound();
    }
}

struct Member {
    trouble: MemberTrouble,
    spoil: fn(&House),
    mend: fn(&House, TrackId),
}

const MEMBERS: [Member; 3] = [
    Member {
        trouble: MemberTrouble::QuotaShort,
        spoil: |house| house.alex.account.set_quota(1),
        mend: |house, _| {
            house.alex.account.set_quota(1_000_000);
            block_on(house.workspace.account_connected(house.alex.id)).unwrap();
        },
    },
    Member {
        trouble: MemberTrouble::NotVerified,
        spoil: |house| house.alex.account.set_email_verified(false),
        mend: |house, _| {
            house.alex.account.set_email_verified(true);
            block_on(house.workspace.account_connected(house.alex.id)).unwrap();
        },
    },
    Member {
        trouble: MemberTrouble::Pending,
        spoil: |house| house.alex.account.disconnect(),
        mend: |house, _| {
            house.studio.join(house.alex.id, &house.alex.account);
            block_on(house.workspace.account_connected(house.alex.id)).unwrap();
        },
    },
];

#[test]
fn what_keeps_one_person_from_the_folder_keeps_nobody_else() {
    for row in MEMBERS {
        let (house, track) = begin();
        let what = format!("{:?}", row.trouble);
        house.join(&house.olivia, track, &house.jordan, Access::Viewer);
        (row.spoil)(&house);
        assert_eq!(house.run(), 0, "{what}");
        assert_eq!(house.trouble(&house.olivia, track, &house.alex), Some(row.trouble), "{what}");
        assert_eq!(house.trouble(&house.olivia, track, &house.jordan), None, "{what}");
        let own = block_on(house.is(&house.alex).collaborators(track)).unwrap().rows.into_iter();
        let own: Vec<_> = own.filter(|row| row.person == house.alex.id).map(|row| row.folder_trouble).collect();
        assert_eq!(own, [Some(row.trouble)], "{what}: they are told");
        assert_eq!(house.folder_trouble(&house.olivia, track), None, "{what}");
        assert_eq!(house.circle("Nocturne")["jordan"], ("viewer".to_owned(), "mounted"), "{what}");
        assert_ne!(house.circle("Nocturne").get("alex").map(|alex| alex.1), Some("mounted"), "{what}");
        // They read through the library.
        assert_eq!(house.names(&house.alex, track), ["mix.wav"], "{what}");
        (row.mend)(&house, track);
        assert_eq!(block_on(house.workspace.run_effects(100)).unwrap().failed, 0, "{what}");
        assert_eq!(house.trouble(&house.olivia, track, &house.alex), None, "{what}");
        let all = circle_of(&[("olivia", "owner"), ("alex", "editor"), ("jordan", "viewer")]);
        assert_eq!(house.circle("Nocturne"), all, "{what}");
        other_goes_on(&house, &what);
        house.is_sound();
    }
}

#[test]
fn on_a_plan_without_viewers_nobody_is_made_an_editor_instead() {
    let (house, track) = begin();
    house.join(&house.olivia, track, &house.jordan, Access::Viewer);
    house.olivia.account.set_plan(Plan::Basic);
    assert_eq!(house.run(), 0);
    is_as_it_should_be(&house, "the editor is there");
    assert_eq!(house.trouble(&house.olivia, track, &house.jordan), Some(MemberTrouble::PlanInsufficient));
    assert_eq!(house.names(&house.jordan, track), ["mix.wav"]);
    // Who may only read from now on is not left an editor.
    block_on(house.is(&house.olivia).set_access(track, house.alex.id, Access::Viewer)).unwrap();
    assert_eq!(house.run(), 0);
    assert_eq!(house.circle("Nocturne"), circle_of(&[("olivia", "owner")]));
    let invited = house.done("sharing/add_folder_member");
    house.olivia.account.set_plan(Plan::Pro);
    retry(&house, track);
    assert_eq!(house.run(), 0);
    let all = circle_of(&[("olivia", "owner"), ("alex", "viewer"), ("jordan", "viewer")]);
    assert_eq!(house.circle("Nocturne"), all);
    assert!(house.done("sharing/add_folder_member").len() > invited.len());
    other_goes_on(&house, "on another's plan");
    house.is_sound();
}

#[test]
fn access_that_stays_through_a_folder_above_is_told_until_it_is_over() {
    let (house, track) = begin();
    assert_eq!(house.run(), 0);
    block_on(house.is(&house.olivia).revoke(track, house.alex.id)).unwrap();
    house.studio.fake.fail("sharing/remove_folder_member", Fault::ResidualAccess("viewer".to_owned()));
    assert_eq!(house.run(), 0);
    assert_eq!(house.studio.fake.faults_waiting(), 0);
    assert_eq!(house.trouble(&house.olivia, track, &house.alex), Some(MemberTrouble::ResidualAccess));
    retry(&house, track);
    assert_eq!(house.run(), 0);
    assert_eq!(house.trouble(&house.olivia, track, &house.alex), None);
    assert_eq!(house.circle("Nocturne"), circle_of(&[("olivia", "owner")]));
    other_goes_on(&house, "residual access");
    house.is_sound();
}

#[test]
fn who_asks_too_much_waits_as_long_as_dropbox_says_and_nobody_else_does() {
    let (house, track) = begin();
    let second = house.track(&house.olivia, "Second");
    house.join(&house.olivia, second, &house.alex, Access::Editor);
    let fake = &house.studio.fake;
    fake.advance(DAY);
    fake.fail("sharing/share_folder", Fault::RateLimited(300));
    fake.forget_calls();
    let hers = || fake.calls().into_iter().filter(|it| it.account.as_ref() == Some(&house.olivia.account.account_id));
    let run = block_on(house.workspace.run_effects(100)).unwrap();
    assert_eq!(run.failed, 2, "both of hers wait");
    assert_eq!(hers().filter(|call| call.route == "sharing/share_folder").count(), 1, "and she is asked once");
    assert_eq!(house.folder_trouble(&house.olivia, track), None, "it passes by itself");
    other_goes_on(&house, "another's account");
    fake.forget_calls();
    fake.advance(Duration::from_secs(290));
    assert_eq!(block_on(house.workspace.run_effects(100)).unwrap().done, 0);
    assert_eq!(hers().count(), 0, "not before its time");
    // The library waits a little longer, so that all who were told the same do not come at once.
    fake.advance(Duration::from_secs(200));
    let run = block_on(house.workspace.run_effects(100)).unwrap();
    assert_eq!((run.failed, run.left), (0, 0));
    is_as_it_should_be(&house, "after its time");
    assert_eq!(house.circle("Second"), circle_of(&[("olivia", "owner"), ("alex", "editor")]));
    house.is_sound();
}

#[test]
fn a_folder_that_its_owner_puts_away_in_dropbox_is_put_back_when_they_ask() {
    let (house, track) = begin();
    assert_eq!(house.run(), 0);
    let fake = &house.studio.fake;
    // Of a shared folder that is deleted, Dropbox lets the others have what they have, and its owner may have it back.
    assert!(fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne"));
    assert_eq!(house.circle("Nocturne")["alex"].1, "mounted");
    // Nothing is put beside it, where those who share it would not see it.
    let upload = cowrite::Upload::new(cowrite::FileKind::Bounce, "mix 2.wav");
    let sent = block_on(house.is(&house.olivia).upload_file(track, upload, Whole::boxed("second")));
    assert_eq!(sent.unwrap_err().code(), "source_unavailable");
    assert!(!fake.has(&house.olivia.account, "/Cowrite/Nocturne"));
    retry(&house, track);
    assert_eq!(house.run(), 0);
    is_as_it_should_be(&house, "put back");
    assert!(fake.has(&house.olivia.account, "/Cowrite/Nocturne/bounces/mix.wav"));
    house.upload(&house.olivia, track, "mix 2.wav");
    assert_eq!(house.names(&house.alex, track), ["mix 2.wav", "mix.wav"]);
    assert!(fake.has(&house.alex.account, "/Nocturne/bounces/mix 2.wav"));
    // Whoever is revoked meanwhile is gone all the same.
    assert!(fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne"));
    block_on(house.is(&house.olivia).revoke(track, house.alex.id)).unwrap();
    assert_eq!(house.run(), 0);
    assert_eq!(house.circle("Nocturne"), circle_of(&[("olivia", "owner")]));
    assert_eq!(house.names(&house.olivia, track), ["mix 2.wav", "mix.wav"]);
    house.is_sound();
}

#[test]
fn a_folder_that_its_owner_deletes_in_dropbox_is_made_anew_when_they_ask() {
    let (house, track) = begin();
    assert_eq!(house.run(), 0);
    let fake = &house.studio.fake;
    let folder = FolderId::new(house.folders("Nocturne").remove(0));
    drop(block_on(house.studio.dropbox.unshare(&connection(house.olivia.id), &folder)).unwrap());
    fake.settle();
    assert!(fake.delete_path(&house.olivia.account, "/Cowrite/Nocturne"));
    house.join(&house.olivia, track, &house.jordan, Access::Viewer);
    assert_eq!(house.run(), 0);
    assert_eq!(house.folder_trouble(&house.olivia, track), Some(FolderTrouble::FolderGone));
    assert!(!fake.has(&house.olivia.account, "/Cowrite/Nocturne"), "not unasked");
    other_goes_on(&house, "deleted");
    retry(&house, track);
    assert_eq!(house.run(), 0);
    assert_eq!(house.folder_trouble(&house.olivia, track), None);
    let all = circle_of(&[("olivia", "owner"), ("alex", "editor"), ("jordan", "viewer")]);
    assert_eq!(house.circle("Nocturne"), all);
    house.is_sound();
}

#[test]
fn a_folder_that_its_owner_renames_in_dropbox_stays_the_tracks() {
    let (house, track) = begin();
    assert_eq!(house.run(), 0);
    let fake = &house.studio.fake;
    assert!(fake.move_path(&house.olivia.account, "/Cowrite/Nocturne", "/Cowrite/My own name"));
    block_on(house.is(&house.olivia).revoke(track, house.alex.id)).unwrap();
    house.join(&house.olivia, track, &house.jordan, Access::Viewer);
    assert_eq!(house.run(), 0);
    let folders = fake.shared_folders().into_iter().filter(|folder| folder.owner == house.olivia.account.account_id);
    let folders: Vec<_> = folders.map(|folder| folder.shared_folder_id).collect();
    assert_eq!(folders.len(), 1, "no other is shared in its place");
    let members = fake.folder_members(&folders[0]).into_iter().map(|member| (member.email, member.level));
    let expected = [("jordan@example.com", "viewer"), ("olivia@example.com", "owner")];
    let expected = expected.map(|(email, level)| (email.to_owned(), level.to_owned()));
    let mut members: Vec<_> = members.collect();
    members.sort();
    assert_eq!(members, expected);
    assert_eq!(house.names(&house.olivia, track), ["mix.wav"]);
    other_goes_on(&house, "renamed");
}

#[test]
fn a_new_name_that_dropbox_refuses_is_told_and_the_folder_stays_where_it_is() {
    let (house, track) = begin();
    assert_eq!(house.run(), 0);
    block_on(house.is(&house.olivia).update_track(track, TrackUpdate::new().title("Étude"))).unwrap();
    house.studio.fake.fail("files/move_v2", Fault::Refused("to/disallowed_name".to_owned()));
    house.studio.fake.advance(DAY);
    assert_eq!(block_on(house.workspace.run_effects(100)).unwrap().failed, 1);
    assert_eq!(house.folder_trouble(&house.olivia, track), Some(FolderTrouble::NameRefused));
    assert_eq!(house.names(&house.alex, track), ["mix.wav"]);
    retry(&house, track);
    assert_eq!(block_on(house.workspace.run_effects(100)).unwrap().failed, 0);
    assert_eq!(house.folder_trouble(&house.olivia, track), None);
    assert!(house.studio.fake.has(&house.olivia.account, "/Cowrite/Étude/bounces/mix.wav"));
    is_as_it_should_be(&house, "shared under its first name");
    house.is_sound();
}
