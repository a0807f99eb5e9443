use std::time::Duration;

use cowrite_dropbox_fake::Fault;
use serde_json::{Value, json};

use crate::help::Stage;

const CHECK: &str = "sharing/check_remove_member_job_status";

fn removal(stage: &Stage, id: &str) -> Value {
    json!({
        "shared_folder_id": id,
        "member": { ".tag": "dropbox_id", "dropbox_id": stage.ben.account_id },
        "leave_a_copy": false,
    })
}

fn begin(stage: &Stage, id: &str) -> Value {
    let told = stage.done(&stage.olivia, "sharing/remove_folder_member", removal(stage, id));
    assert_eq!(told[".tag"], "async_job_id");
    json!({ "async_job_id": told["async_job_id"] })
}

#[test]
fn a_job_takes_as_many_polls_as_a_test_says() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.job_polls(3);
    let job = begin(&stage, &id);
    let tags = [0; 5].map(|_| stage.done(&stage.olivia, CHECK, job.clone())[".tag"].as_str().unwrap().to_owned());
    assert_eq!(tags, ["in_progress", "in_progress", "in_progress", "complete", "complete"]);
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
}

#[test]
fn a_job_gets_done_whether_or_not_anybody_asks() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let job = begin(&stage, &id);
    assert_eq!(stage.fake.folder_members(&id).len(), 2);
    stage.fake.advance(Duration::from_secs(1));
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
    assert_eq!(stage.done(&stage.olivia, CHECK, job.clone())[".tag"], "in_progress");
    assert_eq!(stage.done(&stage.olivia, CHECK, job)[".tag"], "complete");
}

#[test]
fn a_job_fails_and_changes_nothing() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.job_polls(0);
    stage.fake.fail("sharing/remove_folder_member", Fault::JobFailed("too_many_files".to_owned()));
    let job = begin(&stage, &id);
    let failed = json!({ ".tag": "failed", "failed": { ".tag": "too_many_files" } });
    assert_eq!(stage.done(&stage.olivia, CHECK, job), failed);
    let job = begin(&stage, &id);
    stage.fake.fail(CHECK, Fault::JobFailed("no_permission".to_owned()));
    assert_eq!(stage.done(&stage.olivia, CHECK, job.clone())["failed"][".tag"], "no_permission");
    stage.fake.settle();
    assert_eq!(stage.done(&stage.olivia, CHECK, job)["failed"][".tag"], "no_permission");
    assert_eq!(stage.fake.folder_members(&id).len(), 2);
}

#[test]
fn what_became_of_a_job_may_be_unknown() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.job_polls(0);
    let job = begin(&stage, &id);
    stage.fake.fail(CHECK, Fault::JobInternalError);
    assert_eq!(stage.refused(&stage.olivia, CHECK, job.clone()), "internal_error");
    assert_eq!(stage.done(&stage.olivia, CHECK, job)[".tag"], "complete");
}

#[test]
fn a_removed_member_may_keep_access_through_a_folder_above() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.job_polls(0);
    stage.fake.fail("sharing/remove_folder_member", Fault::ResidualAccess("viewer".to_owned()));
    let told = stage.done(&stage.olivia, CHECK, begin(&stage, &id));
    assert_eq!((&told[".tag"], &told["access_level"][".tag"]), (&json!("complete"), &json!("viewer")));
}

#[test]
fn each_kind_of_job_has_its_own_question() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let job = begin(&stage, &id);
    for route in ["sharing/check_job_status", "sharing/check_share_job_status"] {
        assert_eq!(stage.refused(&stage.olivia, route, job.clone()), "invalid_async_job_id");
    }
    assert_eq!(stage.refused(&stage.ben, CHECK, job), "invalid_async_job_id");
}

#[test]
fn to_leave_and_to_unshare_fail_under_their_own_names() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.job_polls(0);
    let folder = json!({ "shared_folder_id": id });
    let both = [
        (&stage.ben, "sharing/relinquish_folder_membership", "relinquish_folder_membership_error"),
        (&stage.olivia, "sharing/unshare_folder", "unshare_folder_error"),
    ];
    for (who, route, tag) in both {
        stage.fake.fail(route, Fault::JobFailed("no_permission".to_owned()));
        let told = stage.done(who, route, folder.clone());
        let job = json!({ "async_job_id": told["async_job_id"] });
        let failed = stage.done(who, "sharing/check_job_status", job)["failed"].clone();
        assert_eq!(failed, json!({ ".tag": tag, tag: { ".tag": "no_permission" } }));
    }
    assert_eq!(stage.fake.folder_members(&id).len(), 2);
}

#[test]
fn a_folder_is_shared_by_and_by() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.olivia, "/Songs");
    stage.fake.job_polls(0);
    let share = json!({ "path": "/Songs", "force_async": true });
    stage.fake.fail("sharing/share_folder", Fault::JobFailed("bad_path/is_vault".to_owned()));
    let check = "sharing/check_share_job_status";
    let mut told = Vec::new();
    for _ in 0..2 {
        let job = stage.done(&stage.olivia, "sharing/share_folder", share.clone());
        let job = json!({ "async_job_id": job["async_job_id"] });
        told.push(stage.done(&stage.olivia, check, job));
    }
    assert_eq!(told[0]["failed"], json!({ ".tag": "bad_path", "bad_path": { ".tag": "is_vault" } }));
    assert_eq!(told[1]["shared_folder_id"], stage.fake.shared_folders()[0].shared_folder_id.as_str());
}
