use serde_json::{Value, json};

use crate::help::{Stage, tags};

fn folder(id: &str) -> Value {
    json!({ "shared_folder_id": id })
}

#[test]
fn a_folder_is_shared_mounted_written_and_taken_back() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    assert_eq!(stage.fake.file(&stage.ben, "/One/mix.wav"), Some(b"RIFF".to_vec()));
    let up = stage.upload(&stage.ben, &json!({ "path": format!("ns:{id}/take 2.wav") }), b"two");
    assert_eq!(up.json()["path_display"], "/One/take 2.wav");
    assert_eq!(stage.fake.file(&stage.olivia, "/songs/one/TAKE 2.wav"), Some(b"two".to_vec()));
    stage.fake.remove_member(&id, &stage.ben);
    assert!(!stage.fake.has(&stage.ben, "/One"));
    assert_eq!(stage.refused(&stage.ben, "sharing/list_folder_members", folder(&id)), "not_a_member");
    assert_eq!(tags(&stage.download(&stage.ben, &format!("ns:{id}/mix.wav"))), "path/not_found");
    let up = stage.upload(&stage.ben, &json!({ "path": format!("ns:{id}/b.wav") }), b"b");
    assert_eq!(tags(&up), "path/no_write_permission");
}

#[test]
fn what_lies_in_or_holds_another_share_is_not_shared() {
    let stage = Stage::new();
    stage.shared_with_ben();
    stage.fake.put_file(&stage.olivia, "/Song.logicx/Media/a.wav", b"a");
    stage.olivia.make_app_folder("Cowrite");
    stage.fake.put_folder(&stage.olivia, "/Apps/Cowrite/Below");
    stage.fake.put_folder(&stage.olivia, "/Work");
    stage.olivia.make_team_folder("Label");
    stage.fake.move_path(&stage.olivia, "/Label", "/Work/Label");
    let wanted = [
        ("/Songs", "contains_shared_folder"),
        ("/Songs/One/Stems", "inside_shared_folder"),
        ("/Songs/One/mix.wav", "inside_shared_folder"),
        ("/Song.logicx", "is_osx_package"),
        ("/Song.logicx/Media", "inside_osx_package"),
        ("/Song.logicx/Media/a.wav", "is_file"),
        ("/Apps", "contains_app_folder"),
        ("/Apps/Cowrite", "is_app_folder"),
        ("/Apps/Cowrite/Below", "inside_app_folder"),
        ("/Work", "contains_team_folder"),
        ("/a\\b", "invalid_path"),
    ];
    for (path, tag) in wanted {
        let refused = stage.refused(&stage.olivia, "sharing/share_folder", json!({ "path": path }));
        assert_eq!(refused, format!("bad_path/{tag}"), "{path}");
    }
    let twice = stage.call(&stage.olivia, "sharing/share_folder", json!({ "path": "/Songs/One" }));
    let id = &stage.fake.shared_folders()[0].shared_folder_id;
    assert_eq!(twice.json()["error"]["bad_path"]["shared_folder_id"], id.as_str());
}

#[test]
fn a_wrong_path_shares_an_empty_folder() {
    let stage = Stage::new();
    let id = stage.share("/Nowhere/Yet");
    assert_eq!(stage.fake.paths(&stage.olivia), ["/Nowhere", "/Nowhere/Yet"]);
    assert_eq!(stage.fake.shared_folders()[0].shared_folder_id, id);
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.ben, "/ONE");
    stage.fake.put_folder(&stage.ben, "/One (1)");
    let id = stage.shared_with_ben();
    let told = stage.done(&stage.ben, "sharing/get_folder_metadata", folder(&id));
    assert_eq!((&told["name"], &told["path_display"]), (&json!("One"), &json!("/One (2)")));
}

#[test]
fn an_invitation_waits_until_the_folder_is_mounted() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.olivia, "/Songs");
    let id = stage.share("/Songs");
    stage.ben.also_known_as("b.moss@example.org");
    assert_eq!(stage.invite(&id, "B.Moss@example.org", "viewer").status, 200);
    assert_eq!(stage.invite(&id, "nobody@example.org", "editor").status, 200);
    let told = stage.done(&stage.olivia, "sharing/list_folder_members", folder(&id));
    assert_eq!(told["users"].as_array().unwrap().len(), 1);
    let moss = &told["invitees"][0];
    assert_eq!(
        (&moss["invitee"]["email"], &moss["user"]["account_id"]),
        (&json!("B.Moss@example.org"), &json!(stage.ben.account_id))
    );
    assert_eq!(stage.refused(&stage.ben, "sharing/get_folder_metadata", folder(&id)), "not_a_member");
    let mountable = stage.done(&stage.ben, "sharing/list_mountable_folders", json!({}));
    assert_eq!(mountable["entries"][0]["shared_folder_id"], id.as_str());
    stage.done(&stage.ben, "sharing/mount_folder", folder(&id));
    let members = stage.fake.folder_members(&id);
    let ben = members.iter().find(|member| member.account_id.as_ref() == Some(&stage.ben.account_id)).unwrap();
    assert_eq!(
        (ben.email.as_str(), ben.level.as_str(), ben.is_pending, ben.is_mounted),
        ("ben@example.com", "viewer", false, true)
    );
    assert_eq!(members.len(), 3);
}

#[test]
fn nobody_is_added_when_one_cannot_be() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.olivia, "/Songs");
    let id = stage.share("/Songs");
    let by_email = |email: &str| json!({ "member": { ".tag": "email", "email": email }, "access_level": "editor" });
    let add = |members: Value| {
        stage.call(&stage.olivia, "sharing/add_folder_member", json!({ "shared_folder_id": id, "members": members }))
    };
    let nobody = json!({ "member": { ".tag": "dropbox_id", "dropbox_id": "dbid:none" } });
    let refused = add(json!([by_email("ben@example.com"), nobody]));
    assert_eq!(
        refused.json()["error"]["bad_member"],
        json!({ ".tag": "invalid_dropbox_id", "invalid_dropbox_id": "dbid:none" })
    );
    assert_eq!(add(json!([by_email("no address")])).status, 400);
    stage.fake.member_limit(2);
    let refused = add(json!([by_email("ben@example.com"), by_email("zoe@example.org")]));
    assert_eq!(refused.json()["error"], json!({ ".tag": "too_many_members", "too_many_members": 2 }));
    let owner = json!({ "member": { ".tag": "email", "email": "ben@example.com" }, "access_level": "owner" });
    assert_eq!(add(json!([owner])).status, 400, "an owner is only made by a transfer");
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
    assert_eq!(add(json!([by_email("ben@example.com")])).status, 200);
}

#[test]
fn a_level_given_again_only_grows() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    assert_eq!(stage.invite(&id, "ben@example.com", "viewer").status, 200);
    let level =
        || stage.fake.folder_members(&id).into_iter().find(|member| member.email == "ben@example.com").unwrap().level;
    assert_eq!(level(), "editor");
    let member = json!({ ".tag": "dropbox_id", "dropbox_id": stage.ben.account_id });
    let update = json!({ "shared_folder_id": id, "member": member, "access_level": "viewer" });
    stage.done(&stage.olivia, "sharing/update_folder_member", update);
    assert_eq!(level(), "viewer");
    let by_email = json!({ "shared_folder_id": id, "member": { ".tag": "email", "email": "ben@example.com" }, "access_level": "viewer" });
    assert_eq!(stage.call(&stage.olivia, "sharing/update_folder_member", by_email).status, 400);
    let refused = stage.upload(&stage.ben, &json!({ "path": "/One/b" }), b"b");
    assert_eq!(refused.json()["error"]["reason"][".tag"], "no_write_permission");
}

#[test]
fn whether_editors_manage_members_is_the_owners_choice() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.olivia, "/Free");
    let told = stage.done(&stage.olivia, "sharing/share_folder", json!({ "path": "/Free" }));
    assert_eq!(told["policy"]["acl_update_policy"][".tag"], "editors", "unless it is said");
    let strict = stage.shared_with_ben();
    let free = told["shared_folder_id"].as_str().unwrap().to_owned();
    assert_eq!(stage.invite(&free, "ben@example.com", "editor").status, 200);
    stage.done(&stage.ben, "sharing/mount_folder", folder(&free));
    let zoe = json!({ "member": { ".tag": "email", "email": "zoe@example.org" }, "access_level": "editor" });
    let add = |id: &str| json!({ "shared_folder_id": id, "members": [zoe] });
    stage.done(&stage.ben, "sharing/add_folder_member", add(&free));
    assert_eq!(stage.refused(&stage.ben, "sharing/add_folder_member", add(&strict)), "no_permission");
}

#[test]
fn a_pending_invitation_is_taken_back_by_address() {
    let stage = Stage::new();
    stage.fake.put_folder(&stage.olivia, "/Songs");
    let id = stage.share("/Songs");
    assert_eq!(stage.invite(&id, "zoe@example.org", "editor").status, 200);
    let removal = json!({
        "shared_folder_id": id,
        "member": { ".tag": "email", "email": "Zoe@example.org" },
        "leave_a_copy": false,
    });
    stage.done(&stage.olivia, "sharing/remove_folder_member", removal.clone());
    stage.fake.settle();
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
    assert_eq!(stage.refused(&stage.olivia, "sharing/remove_folder_member", removal), "member_error/not_a_member");
    let owner = json!({
        "shared_folder_id": id,
        "member": { ".tag": "dropbox_id", "dropbox_id": stage.olivia.account_id },
        "leave_a_copy": false,
    });
    assert_eq!(stage.refused(&stage.olivia, "sharing/remove_folder_member", owner), "folder_owner");
}

#[test]
fn to_leave_may_want_the_folder_unmounted() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.relinquish_needs_unmount(true);
    let leave = "sharing/relinquish_folder_membership";
    assert_eq!(stage.refused(&stage.ben, leave, folder(&id)), "mounted");
    stage.done(&stage.ben, "sharing/unmount_folder", folder(&id));
    assert_eq!(stage.done(&stage.ben, leave, folder(&id)), json!({ ".tag": "complete" }));
    assert_eq!(stage.refused(&stage.ben, leave, folder(&id)), "access_error/not_a_member");
}

#[test]
fn a_copy_that_is_left_is_the_members_own() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let leave = json!({ "shared_folder_id": id, "leave_a_copy": true });
    assert_eq!(stage.done(&stage.ben, "sharing/relinquish_folder_membership", leave)[".tag"], "async_job_id");
    stage.fake.settle();
    stage.fake.put_file(&stage.olivia, "/Songs/One/mix.wav", b"new");
    assert_eq!(stage.fake.file(&stage.ben, "/One/mix.wav"), Some(b"RIFF".to_vec()));
}

#[test]
fn what_is_no_longer_shared_is_the_owners_alone() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.done(&stage.olivia, "sharing/unmount_folder", folder(&id));
    assert_eq!(stage.refused(&stage.olivia, "sharing/unshare_folder", folder(&id)), "access_error/unmounted");
    stage.done(&stage.olivia, "sharing/mount_folder", folder(&id));
    let file = stage.done(&stage.olivia, "files/get_metadata", json!({ "path": "/One/mix.wav" }));
    assert_eq!(stage.done(&stage.olivia, "sharing/unshare_folder", folder(&id))[".tag"], "async_job_id");
    stage.fake.settle();
    assert_eq!((stage.fake.shared_folders(), stage.fake.paths(&stage.ben)), (vec![], vec![]));
    let after = stage.done(&stage.olivia, "files/get_metadata", json!({ "path": "/One/mix.wav" }));
    assert_eq!((&after["id"], after.get("sharing_info")), (&file["id"], None));
}

#[test]
fn a_transfer_makes_an_editor_of_the_owner() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let transfer = json!({ "shared_folder_id": id, "to_dropbox_id": stage.ben.account_id });
    stage.ben.set_email_verified(false);
    assert_eq!(stage.refused(&stage.olivia, "sharing/transfer_folder", transfer.clone()), "new_owner_email_unverified");
    stage.ben.set_email_verified(true);
    stage.done(&stage.ben, "sharing/unmount_folder", folder(&id));
    assert_eq!(stage.refused(&stage.olivia, "sharing/transfer_folder", transfer.clone()), "new_owner_unmounted");
    stage.done(&stage.ben, "sharing/mount_folder", folder(&id));
    stage.done(&stage.olivia, "sharing/transfer_folder", transfer);
    assert_eq!(stage.fake.shared_folders()[0].owner, stage.ben.account_id);
    let levels: Vec<String> = stage.fake.folder_members(&id).into_iter().map(|member| member.level).collect();
    assert_eq!(levels, ["editor", "owner"]);
}

#[test]
fn nobody_changes_who_is_in_a_teams_folder() {
    let stage = Stage::new();
    let id = stage.olivia.make_team_folder("Label");
    let told = stage.done(&stage.olivia, "sharing/get_folder_metadata", folder(&id));
    assert_eq!((&told["is_team_folder"], &told["path_lower"]), (&json!(true), &json!("/label")));
    assert_eq!(tags(&stage.invite(&id, "ben@example.com", "editor")), "team_folder");
    for route in ["sharing/unshare_folder", "sharing/relinquish_folder_membership"] {
        assert_eq!(stage.refused(&stage.olivia, route, folder(&id)), "team_folder");
    }
    assert!(stage.fake.put_file(&stage.olivia, "/Label/a.wav", b"a").is_some());
}

#[test]
fn lists_come_in_pages_that_belong_to_who_asked() {
    let stage = Stage::new();
    for name in ["/A", "/B", "/C"] {
        stage.fake.put_folder(&stage.olivia, name);
        stage.share(name);
    }
    let first = stage.done(&stage.olivia, "sharing/list_folders", json!({ "limit": 2 }));
    let cursor = json!({ "cursor": first["cursor"] });
    let second = stage.done(&stage.olivia, "sharing/list_folders/continue", cursor.clone());
    assert_eq!((first["entries"].as_array().unwrap().len(), second["entries"].as_array().unwrap().len()), (2, 1));
    assert_eq!(second.get("cursor"), None);
    assert_eq!(stage.refused(&stage.ben, "sharing/list_folders/continue", cursor.clone()), "invalid_cursor");
    assert_eq!(stage.refused(&stage.olivia, "sharing/list_mountable_folders/continue", cursor), "invalid_cursor");
}
