use serde_json::json;

use crate::help::Stage;

#[test]
fn a_folder_is_shared_mounted_written_and_taken_back() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    assert_eq!(stage.fake.file(&stage.ben, "/One/mix.wav"), Some(b"RIFF".to_vec()));
    let up = stage.upload(&stage.ben, &json!({ "path": format!("ns:{id}/take 2.wav") }), b"two");
    assert_eq!(up.json()["path_display"], "/One/take 2.wav");
    assert_eq!(stage.fake.file(&stage.olivia, "/songs/one/TAKE 2.wav"), Some(b"two".to_vec()));
    let removal = json!({
        "shared_folder_id": id,
        "member": { ".tag": "dropbox_id", "dropbox_id": stage.ben.account_id },
        "leave_a_copy": false,
    });
    let job = stage.done(&stage.olivia, "sharing/remove_folder_member", removal);
    let job = json!({ "async_job_id": job["async_job_id"] });
    let check = "sharing/check_remove_member_job_status";
    assert_eq!(stage.done(&stage.olivia, check, job.clone())[".tag"], "in_progress");
    assert_eq!(stage.fake.folder_members(&id).len(), 2);
    assert_eq!(stage.done(&stage.olivia, check, job)[".tag"], "complete");
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
    assert!(!stage.fake.has(&stage.ben, "/One"));
    assert_eq!(
        stage.refused(&stage.ben, "sharing/list_folder_members", json!({ "shared_folder_id": id })),
        "not_a_member"
    );
}
