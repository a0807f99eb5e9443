//! What Dropbox may answer instead, and what it is called here.

use std::time::Duration;

use cowrite::ports::files::{
    ByteRange, Connection, FileStore as _, FilesError, FolderRole, FolderSharing as _, Invited, JobDone, JobKind,
    Jobs as _, Listing, Loc, Membership as _, Nesting, Progress, Step, Who,
};
use cowrite_dropbox_fake::{Fault, Outcome, Plan};
use pollster::block_on;

use super::sharing::Shared;
use super::{Studio, at};

fn unknown(tag: &str) -> FilesError {
    FilesError::Unknown { tag: tag.to_owned(), request_id: None }
}

fn without_id(error: FilesError) -> FilesError {
    match error {
        FilesError::Unknown { tag, .. } => unknown(&tag),
        error => error,
    }
}

fn page(status: u16, body: &str) -> Fault {
    Fault::Answer { status, content_type: "text/html".to_owned(), body: body.to_owned() }
}

#[test]
fn each_answer_to_a_read_has_its_name() {
    let rows = [
        (Fault::ServerError, FilesError::Transient),
        (Fault::Unavailable, FilesError::Transient),
        (Fault::CutBefore, FilesError::Transient),
        (Fault::CutAfter, FilesError::Transient),
        (Fault::CutInBody, FilesError::Transient),
        (Fault::Stall, FilesError::Transient),
        (Fault::InvalidToken, FilesError::Disconnected),
        (
            Fault::MissingScope("files.metadata.read".to_owned()),
            FilesError::MissingScope("files.metadata.read".to_owned()),
        ),
        (Fault::WrongAppType, FilesError::WrongAppType),
        (Fault::InvalidRoot("77".to_owned()), FilesError::RootChanged("77".to_owned())),
        (Fault::Refused("path/restricted_content".to_owned()), FilesError::NotPermitted),
        (Fault::Refused("path/never_heard_of".to_owned()), unknown("path/never_heard_of")),
        (page(401, "<html>Sign in</html>"), unknown("http_401")),
        (page(403, "<html>Forbidden</html>"), unknown("http_403")),
        (page(302, ""), unknown("http_302")),
        (page(400, "Error in call"), unknown("bad_request")),
        (page(200, "<html>"), unknown("unreadable")),
        (
            Fault::Answer {
                status: 409,
                content_type: "application/json".to_owned(),
                body: "{\"error\":{\".tag\":\"<b>\"}}".to_owned(),
            },
            unknown("unreadable"),
        ),
    ];
    for (fault, expected) in rows {
        let studio = Studio::with(|builder| builder.patience(Duration::from_millis(500)));
        let (me, _) = studio.account("olivia");
        studio.put(&me, "mix.wav", "mix").unwrap();
        studio.fake.fail("files/get_metadata", fault.clone());
        let found = studio.stat(&me, "mix.wav").map_err(without_id);
        assert_eq!(found.err(), Some(expected), "{fault:?}");
        assert_eq!(studio.fake.faults_waiting(), 0, "{fault:?}");
        assert_eq!(studio.stat(&me, "mix.wav").unwrap().name(), "mix.wav", "after {fault:?}");
    }
}

#[test]
fn each_answer_to_a_write_has_its_name_and_nothing_is_written() {
    let write = |tags: &str| Fault::Refused(format!("path/{tags}"));
    let rows = [
        (Fault::ServerError, FilesError::Transient),
        (Fault::CutBefore, FilesError::Transient),
        (page(200, "<html>"), FilesError::Transient),
        (Fault::QuotaShort { needed: 3, left: 1 }, FilesError::QuotaShort { needed: None, short: None }),
        (write("disallowed_name"), FilesError::Unsupported),
        (write("malformed_path"), FilesError::Unsupported),
        (write("no_write_permission"), FilesError::NotPermitted),
        (write("conflict/file"), FilesError::Conflict),
        (write("conflict/file_ancestor"), FilesError::Conflict),
        (write("upload_traffic_limit_reached"), FilesError::PlanInsufficient),
        (Fault::Refused("payload_too_large".to_owned()), FilesError::TooLarge),
        (Fault::Refused("content_hash_mismatch".to_owned()), FilesError::Mismatch),
    ];
    for (fault, expected) in rows {
        let studio = Studio::new();
        let (me, account) = studio.account("olivia");
        let fault = match fault {
            // The route has one layer more than others.
            Fault::Refused(tags) if tags.starts_with("path/") => {
                let reason = tags.trim_start_matches("path/").split('/').rev().fold(String::new(), |inner, tag| {
                    if inner.is_empty() {
                        format!("{{\".tag\":\"{tag}\"}}")
                    } else {
                        format!("{{\".tag\":\"{tag}\",\"{tag}\":{inner}}}")
                    }
                });
                let body = format!(
                    "{{\"error_summary\":\"{tags}/..\",\"error\":{{\".tag\":\"path\",\"reason\":{reason},\"upload_session_id\":\"1\"}}}}"
                );
                Fault::Answer { status: 409, content_type: "application/json".to_owned(), body }
            }
            fault => fault,
        };
        studio.fake.fail("files/upload", fault.clone());
        assert_eq!(studio.put(&me, "mix.wav", "mix").unwrap_err(), expected, "{fault:?}");
        assert!(!studio.fake.has(&account, "/Cowrite/mix.wav"), "{fault:?}");
        assert!(studio.put(&me, "mix.wav", "mix").is_ok(), "after {fault:?}");
    }
}

#[test]
fn a_write_whose_answer_is_lost_is_read_back() {
    for fault in [Fault::CutAfter, Fault::CutInBody] {
        let studio = Studio::new();
        let (me, account) = studio.account("olivia");
        studio.fake.fail("files/upload", fault);
        assert_eq!(studio.put(&me, "mix.wav", "mix").unwrap_err(), FilesError::Transient);
        assert_eq!(studio.count("files/upload"), 1, "a write is not repeated");
        assert_eq!(studio.fake.file(&account, "/Cowrite/mix.wav").as_deref(), Some(&b"mix"[..]));
        assert_eq!(studio.stat(&me, "mix.wav").unwrap().file().unwrap().size, 3);
    }
}

#[test]
fn who_asks_too_much_is_left_alone_for_as_long_as_dropbox_says() {
    let second = Duration::from_secs(1);
    let rows = [
        (Fault::RateLimited(7), 7 * second, false),
        (Fault::RateLimitedAsText(7), 7 * second, false),
        (Fault::RateLimitedWithoutDelay, second, false),
        (Fault::TooManyWrites, second, true),
        (page(429, "<html>"), second, false),
    ];
    for (fault, least, is_contended) in rows {
        let studio = Studio::new();
        let (me, _) = studio.account("olivia");
        let (other, _) = studio.account("alex");
        studio.fake.fail("files/upload", fault.clone());
        let after = match studio.put(&me, "mix.wav", "mix").unwrap_err() {
            FilesError::RateLimited { after } if !is_contended => after,
            FilesError::Contended { after } if is_contended => after,
            error => panic!("{fault:?} is {error:?}"),
        };
        assert!(least <= after && after <= least * 3 / 2, "{fault:?}: {after:?}");
        studio.fake.forget_calls();
        for _ in 0..3 {
            match studio.stat(&me, "mix.wav") {
                Err(FilesError::RateLimited { after: left }) => assert!(left <= after && !left.is_zero()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(studio.fake.calls(), [], "{fault:?}");
        assert!(studio.put(&other, "mix.wav", "mix").is_ok(), "another account is not held up");
        studio.fake.advance(after + second);
        assert!(studio.put(&me, "mix.wav", "mix").is_ok(), "{fault:?}");
    }
}

#[test]
fn cursors_that_dropbox_knows_no_more_are_reset() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    let cursor = studio.list(&me, 0).unwrap().cursor;
    for route in ["files/list_folder/continue", "files/list_folder/longpoll"] {
        studio.fake.fail(route, Fault::CursorReset);
    }
    assert_eq!(block_on(studio.dropbox.changes(&me, &cursor)).unwrap_err(), FilesError::CursorReset);
    let waited = block_on(studio.dropbox.wait(&me, &cursor, Duration::from_secs(60)));
    assert_eq!(waited.unwrap_err(), FilesError::CursorReset);
    studio.fake.reset_cursors();
    assert_eq!(block_on(studio.dropbox.changes(&me, &cursor)).unwrap_err(), FilesError::CursorReset);
    let (other, _) = studio.account("alex");
    let cursor = studio.list(&me, 0).unwrap().cursor;
    assert_eq!(block_on(studio.dropbox.changes(&other, &cursor)).unwrap_err(), FilesError::CursorReset);
}

#[test]
fn dropbox_says_how_long_to_wait_before_the_next_wait() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    let cursor = studio.list(&me, 0).unwrap().cursor;
    studio.fake.fail("files/list_folder/longpoll", Fault::Backoff(90));
    let waited = block_on(studio.dropbox.wait(&me, &cursor, Duration::from_secs(30))).unwrap();
    assert_eq!((waited.has_changed, waited.backoff), (false, Some(Duration::from_secs(90))));
    let asked = studio.fake.calls().into_iter().find(|call| call.route == "files/list_folder/longpoll").unwrap();
    assert_eq!(asked.account, None, "no token goes along");
}

#[test]
fn who_is_taken_out_while_they_list_hears_that_there_is_nothing() {
    let shared = Shared::new(FolderRole::Viewer);
    let (member, account) = (shared.member.clone(), shared.member_account.clone());
    block_on(shared.studio.dropbox.mount(&member, &shared.folder)).unwrap();
    let at = Loc::Shared(shared.folder.clone(), "".parse().unwrap());
    let page = block_on(shared.studio.dropbox.list(&member, &at, Listing { is_recursive: true, limit: 1 })).unwrap();
    assert!(page.has_more);
    let folder = shared.folder.as_str().to_owned();
    shared.studio.fake.meanwhile("files/list_folder/continue", 1, move |fake| fake.remove_member(&folder, &account));
    assert_eq!(block_on(shared.studio.dropbox.changes(&member, &page.cursor)).unwrap_err(), FilesError::NotFound);
    let read = block_on(shared.studio.dropbox.open(&member, &at, ByteRange::All));
    assert_eq!(read.unwrap_err(), FilesError::NotAMember);
}

#[test]
fn what_cannot_be_shared_says_why() {
    let rows = [
        ("bad_path/is_osx_package", Nesting::Package),
        ("bad_path/inside_osx_package", Nesting::Package),
        ("bad_path/contains_app_folder", Nesting::AppFolder),
        ("bad_path/is_app_folder", Nesting::AppFolder),
        ("bad_path/inside_app_folder", Nesting::AppFolder),
        ("bad_path/contains_team_folder", Nesting::TeamFolder),
        ("bad_path/is_vault", Nesting::Vault),
        ("bad_path/inside_shared_folder", Nesting::Inside),
        ("bad_path/contains_shared_folder", Nesting::Contains),
    ];
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    block_on(studio.dropbox.make_dir(&me, &Loc::root(), &"track".parse().unwrap())).unwrap();
    for (tags, why) in rows {
        studio.fake.fail("sharing/share_folder", Fault::Refused(tags.to_owned()));
        let shared = block_on(studio.dropbox.share(&me, &at("track")));
        assert_eq!(shared.unwrap_err(), FilesError::Nesting(why), "{tags}");
    }
    account.set_email_verified(false);
    assert_eq!(block_on(studio.dropbox.share(&me, &at("track"))).unwrap_err(), FilesError::NotVerified);
    assert!(studio.fake.shared_folders().is_empty());
    let missing = block_on(studio.dropbox.share(&me, &at("missing")));
    assert_eq!(missing.unwrap_err(), FilesError::NotFound);
    assert!(!studio.fake.has(&account, "/Cowrite/missing"), "no folder is made for it");
}

#[test]
fn a_plan_without_viewers_makes_nobody_an_editor() {
    let shared = Shared::new(FolderRole::Editor);
    shared.owner_account.set_plan(Plan::Basic);
    assert!(!block_on(shared.studio.dropbox.account(&shared.owner)).unwrap().can_have_viewers);
    let before = shared.studio.fake.folder_members(shared.folder.as_str());
    let sam = Invited { who: Who::Email("sam@example.com".parse().unwrap()), role: FolderRole::Viewer };
    let invited = block_on(shared.studio.dropbox.invite(&shared.owner, &shared.folder, &[sam], true));
    assert_eq!(invited.unwrap_err(), FilesError::PlanInsufficient);
    assert_eq!(shared.studio.fake.folder_members(shared.folder.as_str()), before);
}

#[test]
fn jobs_that_go_wrong_say_so() {
    let shared = Shared::new(FolderRole::Viewer);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    let who = Who::Account(block_on(dropbox.account(&shared.member)).unwrap().id);
    let begin = || match block_on(dropbox.revoke(by, &shared.folder, &who)).unwrap() {
        Step::Running(job) => job,
        Step::Done(done) => panic!("{done:?}"),
    };
    let route = "sharing/check_remove_member_job_status";
    fake.job_polls(0);
    let job = begin();
    fake.fail(route, Fault::JobInternalError);
    assert_eq!(block_on(dropbox.poll(by, &job)), Ok(Progress::Failed(FilesError::Transient)));
    fake.fail(route, Fault::JobFailed("no_permission".to_owned()));
    assert_eq!(block_on(dropbox.poll(by, &job)), Ok(Progress::Failed(FilesError::NotPermitted)));
    fake.fail(route, Fault::ServerError);
    assert_eq!(block_on(dropbox.poll(by, &job)), Err(FilesError::Transient));
    for wrong in ["", "dbjid:nobody's", "a\nb"] {
        for kind in [JobKind::Share, JobKind::Revoke, JobKind::Unshare, JobKind::Leave] {
            let job = cowrite::ports::files::JobId { kind, id: wrong.to_owned() };
            assert_eq!(block_on(dropbox.poll(by, &job)), Err(FilesError::NotFound), "{wrong:?}");
        }
    }
}

#[test]
fn who_keeps_access_from_above_is_told_of() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake, by) = (&shared.studio.dropbox, &shared.studio.fake, &shared.owner);
    block_on(dropbox.mount(&shared.member, &shared.folder)).unwrap();
    fake.job_polls(0);
    fake.fail("sharing/remove_folder_member", Fault::ResidualAccess("viewer".to_owned()));
    let who = Who::Account(block_on(dropbox.account(&shared.member)).unwrap().id);
    let Step::Running(job) = block_on(dropbox.revoke(by, &shared.folder, &who)).unwrap() else { panic!() };
    match block_on(dropbox.poll(by, &job)).unwrap() {
        Progress::Done(JobDone::Revoked(revoked)) => assert_eq!(revoked.residual, Some(FolderRole::Viewer)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lost_answer_to_sharing_is_found_again_and_nothing_is_done_twice() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    block_on(studio.dropbox.make_dir(&me, &Loc::root(), &"track".parse().unwrap())).unwrap();
    studio.fake.job_polls(0);
    studio.fake.fail("sharing/share_folder", Fault::CutAfter);
    assert_eq!(block_on(studio.dropbox.share(&me, &at("track"))).unwrap_err(), FilesError::Transient);
    studio.fake.settle();
    let Step::Done(found) = block_on(studio.dropbox.share(&me, &at("track"))).unwrap() else { panic!() };
    let all = studio.fake.shared_folders();
    assert_eq!((all.len(), found.my_role), (1, FolderRole::Owner));
    let done = studio.fake.calls().into_iter().filter(|call| call.route == "sharing/share_folder");
    assert_eq!(done.filter(|call| !matches!(call.outcome, Outcome::Refused { .. })).count(), 1);
}

/// Nobody but for what names them.
#[test]
fn a_connection_that_is_none_reaches_nothing() {
    let studio = Studio::new();
    let nobody = Connection::new("nobody");
    assert_eq!(studio.stat(&nobody, "mix.wav").unwrap_err(), FilesError::Disconnected);
    assert_eq!(block_on(studio.dropbox.mountable(&nobody)).unwrap_err(), FilesError::Disconnected);
    assert_eq!(studio.fake.calls(), []);
    let (me, _) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    // That nobody works any more says nothing about the account.
    studio.dropbox.close();
    assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Transient);
}

#[test]
fn what_is_told_and_not_found_is_not_asked_for_again_at_once() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    let page = studio.list(&me, 0).unwrap();
    for (body, pause) in [("{\"changes\":true}", 30), ("{\"changes\":true,\"backoff\":90}", 90)] {
        let (content_type, body) = ("application/json".to_owned(), body.to_owned());
        studio.fake.fail("files/list_folder/longpoll", Fault::Answer { status: 200, content_type, body });
        let waited = block_on(studio.dropbox.wait(&me, &page.cursor, Duration::from_secs(60))).unwrap();
        assert_eq!((waited.has_changed, waited.backoff), (false, Some(Duration::from_secs(pause))));
    }
}

#[test]
fn a_folder_that_is_not_among_ones_own_is_neither_gone_nor_done() {
    let shared = Shared::new(FolderRole::Editor);
    let (dropbox, fake) = (&shared.studio.dropbox, &shared.studio.fake);
    let who = Who::Email("alex@example.com".parse().unwrap());
    for tags in ["unmounted", "access_error/unmounted"] {
        fake.fail("sharing/get_folder_metadata", Fault::Refused(tags.to_owned()));
        assert_eq!(block_on(dropbox.describe(&shared.owner, &shared.folder)).unwrap_err(), FilesError::NotPermitted);
        fake.fail("sharing/relinquish_folder_membership", Fault::Refused(tags.to_owned()));
        assert_eq!(block_on(dropbox.leave(&shared.member, &shared.folder)).unwrap_err(), FilesError::NotPermitted);
        fake.fail("sharing/remove_folder_member", Fault::Refused(tags.to_owned()));
        let revoked = block_on(dropbox.revoke(&shared.owner, &shared.folder, &who));
        assert_eq!(revoked.unwrap_err(), FilesError::NotPermitted);
    }
}
