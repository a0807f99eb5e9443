//! Folders that others see.

use cowrite::ports::files::{
    Connection, FileStore as _, FilesError, FolderId, FolderRole, FolderSharing as _, Invited, JobDone, JobId, JobKind,
    Jobs as _, Loc, MemberState, Membership as _, Progress, Revoked, Step, Who,
};
use cowrite_dropbox_fake::{AccountHandle, Fault};
use pollster::block_on;

use super::{Studio, at};

/// A folder `track` with two mixes in it that is shared, and one who is invited to it.
pub(super) struct Shared {
    pub(super) studio: Studio,
    pub(super) owner: Connection,
    pub(super) owner_account: AccountHandle,
    pub(super) member: Connection,
    pub(super) member_account: AccountHandle,
    pub(super) folder: FolderId,
}

impl Shared {
    pub(super) fn new(role: FolderRole) -> Self {
        let studio = Studio::new();
        studio.fake.job_polls(0);
        let (owner, owner_account) = studio.account("olivia");
        let (member, member_account) = studio.account("alex");
        for mix in ["one.wav", "two.wav"] {
            studio.fake.put_file(&owner_account, &format!("/Cowrite/track/{mix}"), b"mix").unwrap();
        }
        let folder = match block_on(studio.dropbox.share(&owner, &at("track"))).unwrap() {
            Step::Done(folder) => folder.id,
            Step::Running(job) => match block_on(studio.dropbox.poll(&owner, &job)).unwrap() {
                Progress::Done(cowrite::ports::files::JobDone::Shared(folder)) => folder.id,
                other => panic!("{other:?}"),
            },
        };
        let who = Who::Email("alex@example.com".parse().unwrap());
        block_on(studio.dropbox.invite(&owner, &folder, &[Invited { who, role }], true)).unwrap();
        Self { studio, owner, owner_account, member, member_account, folder }
    }
}

#[test]
fn only_the_owner_says_who_sees_it_and_nobody_is_written_to() {
    let shared = Shared::new(FolderRole::Viewer);
    let calls = shared.studio.fake.calls();
    let argument = |route: &str| calls.iter().find(|call| call.route == route).unwrap().argument.clone();
    let share = argument("sharing/share_folder");
    let policy = share.get("acl_update_policy").unwrap();
    assert!(policy == "owner" || policy.get(".tag").unwrap() == "owner", "{share}");
    assert!(share.get("path").unwrap().as_str().unwrap().starts_with("id:"), "{share}");
    assert_eq!(argument("sharing/add_folder_member").get("quiet").unwrap(), true);
}

#[test]
fn whose_address_is_another_is_one_member() {
    let shared = Shared::new(FolderRole::Viewer);
    let (dropbox, by) = (&shared.studio.dropbox, &shared.owner);
    let sam = shared.studio.account("sam").1;
    sam.also_known_as("samantha@example.org");
    let invited = Invited { who: Who::Email("samantha@example.org".parse().unwrap()), role: FolderRole::Editor };
    block_on(dropbox.invite(by, &shared.folder, &[invited], true)).unwrap();
    let sam_connection = Connection::new("sam");
    block_on(dropbox.mount(&sam_connection, &shared.folder)).unwrap();
    let id = block_on(dropbox.account(&sam_connection)).unwrap().id;
    let members = block_on(dropbox.members(by, &shared.folder)).unwrap();
    let found = members.iter().find(|member| member.account.as_ref() == Some(&id)).unwrap();
    assert_eq!((found.state, found.role), (MemberState::Active, FolderRole::Editor));
    // By the address under which they were invited, which is none that Dropbox shows by now, and by the account.
    let step = block_on(dropbox.revoke(by, &shared.folder, &Who::Account(id.clone()))).unwrap();
    let Step::Running(job) = step else { panic!("{step:?}") };
    assert!(matches!(block_on(dropbox.poll(by, &job)).unwrap(), Progress::Done(_)));
    assert!(shared.studio.fake.folder_members(shared.folder.as_str()).iter().all(|member| member.email != sam.email));
}

#[test]
fn what_has_no_room_in_the_members_account_says_how_much_is_missing() {
    let shared = Shared::new(FolderRole::Viewer);
    let (dropbox, fake) = (&shared.studio.dropbox, &shared.studio.fake);
    fake.fail("sharing/mount_folder", Fault::QuotaShort { needed: 6_000, left: 2_000 });
    let mounted = block_on(dropbox.mount(&shared.member, &shared.folder));
    assert_eq!(mounted.unwrap_err(), FilesError::QuotaShort { needed: Some(6_000), short: Some(4_000) });
    shared.member_account.set_quota(1);
    let mounted = block_on(dropbox.mount(&shared.member, &shared.folder));
    assert!(matches!(mounted, Err(FilesError::QuotaShort { short: Some(_), .. })), "{mounted:?}");
}

#[test]
fn a_name_that_is_taken_has_a_number_where_it_comes_to_lie() {
    let shared = Shared::new(FolderRole::Viewer);
    shared.studio.fake.put_file(&shared.member_account, "/track/own.wav", b"own").unwrap();
    let mounted = block_on(shared.studio.dropbox.mount(&shared.member, &shared.folder)).unwrap();
    assert_eq!(mounted, ["..", "track (1)"], "it lies beside the library's folder");
    let found = block_on(
        shared.studio.dropbox.stat(&shared.member, &Loc::Shared(shared.folder.clone(), "one.wav".parse().unwrap())),
    );
    assert_eq!(found.unwrap().path, ["..", "track (1)", "one.wav"]);
    let again = block_on(shared.studio.dropbox.mount(&shared.member, &shared.folder)).unwrap();
    assert_eq!(again, mounted);
}

#[test]
fn who_has_it_among_their_own_takes_it_out_before_they_leave() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake) = (&shared.studio.dropbox, &shared.studio.fake);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    fake.relinquish_needs_unmount(true);
    fake.forget_calls();
    assert_eq!(block_on(dropbox.leave(&shared.member, &shared.folder)).unwrap(), Step::Done(()));
    assert_eq!(shared.studio.count("sharing/unmount_folder"), 1);
    assert_eq!(fake.folder_members(shared.folder.as_str()).len(), 1);
    assert_eq!(fake.file(&shared.owner_account, "/Cowrite/track/one.wav").as_deref(), Some(&b"mix"[..]));
}

#[test]
fn nobody_is_left_a_copy() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    let who = Who::Email("alex@example.com".parse().unwrap());
    let Step::Running(job) = block_on(dropbox.revoke(by, &shared.folder, &who)).unwrap() else { panic!() };
    assert!(matches!(block_on(dropbox.poll(by, &job)).unwrap(), Progress::Done(_)));
    assert!(fake.paths(&shared.member_account).is_empty(), "{:?}", fake.paths(&shared.member_account));
    let calls = fake.calls();
    let removed = calls.iter().find(|call| call.route == "sharing/remove_folder_member").unwrap();
    assert_eq!(removed.argument.get("leave_a_copy").unwrap(), false);
}

#[test]
fn members_of_all_pages_are_told() {
    let shared = Shared::new(FolderRole::Viewer);
    let people: Vec<Invited> = (0..1_100)
        .map(|number| Invited {
            who: Who::Email(format!("p{number}@example.com").parse().unwrap()),
            role: FolderRole::Viewer,
        })
        .collect();
    shared.studio.fake.member_limit(2_000);
    shared.studio.fake.forget_calls();
    block_on(shared.studio.dropbox.invite(&shared.owner, &shared.folder, &people, true)).unwrap();
    assert_eq!(shared.studio.count("sharing/add_folder_member"), 3, "500 at a time");
    let members = block_on(shared.studio.dropbox.members(&shared.owner, &shared.folder)).unwrap();
    assert_eq!(members.len(), 1_102);
    shared.studio.fake.member_limit(1_102);
    let more = [Invited { who: Who::Email("one@more.example".parse().unwrap()), role: FolderRole::Viewer }];
    let invited = block_on(shared.studio.dropbox.invite(&shared.owner, &shared.folder, &more, true));
    assert_eq!(invited.unwrap_err(), FilesError::TooManyMembers { limit: Some(1_102) });
}

#[test]
fn what_is_somebody_elses_is_not_taken_for_ones_own() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.member);
    block_on(dropbox.mount(by, &shared.folder)).unwrap();
    fake.put_file(&shared.member_account, "/Cowrite/own/mix.wav", b"own").unwrap();
    assert!(fake.move_path(&shared.member_account, "/track", "/Cowrite/track"));
    assert_eq!(block_on(dropbox.share(by, &at("track"))).unwrap_err(), FilesError::NotPermitted);
    // Also where it came to lie there just now, or while Dropbox was at it.
    let seen = || {
        let calls = fake.calls();
        let mounted = calls.iter().rev().find(|call| call.route == "sharing/get_folder_metadata").unwrap();
        mounted.answer.clone()
    };
    let fault = Fault::RefusedWith("bad_path/already_shared".to_owned(), seen());
    fake.fail("sharing/share_folder", fault);
    assert_eq!(block_on(dropbox.share(by, &at("own"))).unwrap_err(), FilesError::NotPermitted);
    let body = serde_json::json!({ ".tag": "complete", "path_lower": "/cowrite/track" });
    let mut fields = seen().as_object().unwrap().clone();
    fields.extend(body.as_object().unwrap().clone());
    let body = serde_json::Value::Object(fields).to_string();
    let content_type = "application/json".to_owned();
    fake.fail("sharing/check_share_job_status", Fault::Answer { status: 200, content_type, body });
    let job = JobId { kind: JobKind::Share, id: "job".to_owned() };
    assert_eq!(block_on(dropbox.poll(by, &job)).unwrap(), Progress::Failed(FilesError::NotPermitted));
    assert_eq!(fake.shared_folders().len(), 1);
}

#[test]
fn a_group_of_people_is_told_and_can_be_taken_off() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    fake.add_group(shared.folder.as_str(), "g:e2db7665347abcd600000000001a2b3c", "editor");
    let members = block_on(dropbox.members(by, &shared.folder)).unwrap();
    // Before those who may be in it, whose access would else seem to go on.
    let group = members.first().unwrap().account.clone().unwrap();
    assert_eq!((group.as_str(), members.len()), ("g:e2db7665347abcd600000000001a2b3c", 3));
    let Step::Running(job) = block_on(dropbox.revoke(by, &shared.folder, &Who::Account(group))).unwrap() else {
        panic!()
    };
    assert!(matches!(block_on(dropbox.poll(by, &job)).unwrap(), Progress::Done(_)));
    assert_eq!(fake.shared_folders()[0].groups, Vec::<String>::new());
    // Who is there by a group stays, and that is said.
    fake.fail("sharing/remove_folder_member", Fault::Refused("group_access".to_owned()));
    let who = Who::Email("alex@example.com".parse().unwrap());
    let revoked = block_on(dropbox.revoke(by, &shared.folder, &who));
    assert!(matches!(revoked, Err(FilesError::Inherited(_))), "{revoked:?}");
    fake.fail("sharing/relinquish_folder_membership", Fault::Refused("group_access".to_owned()));
    let left = block_on(dropbox.leave(&shared.member, &shared.folder));
    assert!(matches!(left, Err(FilesError::Inherited(_))), "{left:?}");
}

#[test]
fn whose_folder_was_shared_before_says_alone_who_sees_it_from_now_on() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    studio.fake.put_file(&account, "/Cowrite/track/mix.wav", b"mix").unwrap();
    studio.fake.share_folder(&account, "/Cowrite/track").unwrap();
    assert_eq!(studio.fake.shared_folders()[0].acl, "editors");
    for _ in 0..2 {
        let shared = block_on(studio.dropbox.share(&me, &at("track"))).unwrap();
        assert!(matches!(shared, Step::Done(_)), "{shared:?}");
        assert_eq!(studio.fake.shared_folders()[0].acl, "owner");
    }
    assert_eq!(studio.count("sharing/update_folder_policy"), 1);
    // Somebody else shared it in the meantime.
    studio.fake.put_file(&account, "/Cowrite/other/mix.wav", b"mix").unwrap();
    let owner = account.clone();
    studio.fake.meanwhile("sharing/share_folder", 1, move |fake| {
        fake.share_folder(&owner, "/Cowrite/other").unwrap();
    });
    block_on(studio.dropbox.share(&me, &at("other"))).unwrap();
    assert!(studio.fake.shared_folders().iter().all(|shared| shared.acl == "owner"));
}

#[test]
fn whoever_is_there_is_told_whatever_dropbox_calls_what_they_may() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake) = (&shared.studio.dropbox, &shared.studio.fake);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    let rows = [
        ("commander", Some(FolderRole::Editor)),
        ("viewer_no_comment", Some(FolderRole::Viewer)),
        ("traverse", Some(FolderRole::Viewer)),
        ("no_access", None),
    ];
    for (level, expected) in rows {
        fake.set_level(shared.folder.as_str(), &shared.member_account, level);
        let members = block_on(dropbox.members(&shared.owner, &shared.folder)).unwrap();
        let found = members.iter().find(|member| member.role != FolderRole::Owner).map(|member| member.role);
        assert_eq!(found, expected, "{level}");
    }
    for (level, expected) in rows {
        fake.fail("sharing/remove_folder_member", Fault::ResidualAccess(level.to_owned()));
        let who = Who::Email("alex@example.com".parse().unwrap());
        let Step::Running(job) = block_on(dropbox.revoke(&shared.owner, &shared.folder, &who)).unwrap() else {
            panic!()
        };
        let residual = JobDone::Revoked(Revoked { residual: expected });
        assert_eq!(block_on(dropbox.poll(&shared.owner, &job)).unwrap(), Progress::Done(residual), "{level}");
        let invited = Invited { who, role: FolderRole::Editor };
        block_on(dropbox.invite(&shared.owner, &shared.folder, &[invited], true)).unwrap();
    }
}
