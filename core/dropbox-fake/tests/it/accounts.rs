use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cowrite_dropbox_fake::{APP_KEY, APP_SECRET, AppType, Plan};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::help::{Stage, rpc, signed, tags};

fn list() -> Value {
    json!({ "path": "" })
}

fn refresh(stage: &Stage) -> cowrite_dropbox_fake::Response {
    stage.token(&format!("grant_type=refresh_token&client_id={APP_KEY}&refresh_token={}", stage.olivia.refresh_token))
}

#[test]
fn an_id_is_forty_characters_unless_it_is_broken() {
    let stage = Stage::new();
    assert_eq!(stage.olivia.account_id.chars().count(), 40);
    let id = |stage: &Stage| stage.done(&stage.olivia, "users/get_current_account", Value::Null)["account_id"].clone();
    assert_eq!(id(&stage), stage.olivia.account_id.as_str());
    stage.fake.break_account_ids();
    assert_eq!(id(&stage).as_str().unwrap().chars().count(), 41);
}

#[test]
fn an_access_token_lasts_four_hours() {
    let mut stage = Stage::new();
    stage.fake.advance(Duration::from_secs(4 * 60 * 60 - 1));
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
    stage.fake.advance(Duration::from_secs(1));
    let old = stage.call(&stage.olivia, "files/list_folder", list());
    assert_eq!((old.status, tags(&old).as_str()), (401, "expired_access_token"));
    stage.olivia.access_token = refresh(&stage).json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
    stage.olivia.expire_access_token();
    assert_eq!(tags(&stage.call(&stage.olivia, "files/list_folder", list())), "expired_access_token");
}

#[test]
fn who_disconnects_takes_every_token_back() {
    let mut stage = Stage::new();
    stage.olivia.disconnect();
    assert_eq!(tags(&stage.call(&stage.olivia, "files/list_folder", list())), "invalid_access_token");
    assert_eq!((refresh(&stage).status, refresh(&stage).json()["error"].clone()), (400, json!("invalid_grant")));
    let verifier = "v".repeat(43);
    let code = stage.fake.authorize(&stage.olivia, &URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier)));
    let form = format!("grant_type=authorization_code&client_id={APP_KEY}&code={code}&code_verifier={verifier}");
    let told = stage.token(&form);
    assert_eq!(told.status, 200);
    assert_eq!(told.json()["account_id"], stage.olivia.account_id.as_str());
    stage.olivia.access_token = told.json()["access_token"].as_str().unwrap().to_owned();
    stage.olivia.refresh_token = told.json()["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
    assert_eq!(refresh(&stage).status, 200);
    assert_eq!(stage.token(&form).json()["error"], "invalid_grant", "a code is good for once");
}

#[test]
fn a_code_wants_its_verifier_or_the_secret() {
    let stage = Stage::new();
    let (right, wrong) = ("r".repeat(43), "w".repeat(43));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&right));
    let redeem = |challenge: &str, rest: &str| {
        let code = stage.fake.authorize(&stage.olivia, challenge);
        stage.token(&format!("grant_type=authorization_code&client_id={APP_KEY}&code={code}{rest}")).status
    };
    assert_eq!(redeem(&challenge, &format!("&code_verifier={wrong}")), 400);
    assert_eq!(redeem(&challenge, &format!("&client_secret={APP_SECRET}")), 400);
    assert_eq!(redeem("", ""), 400);
    assert_eq!(redeem("", &format!("&client_secret={APP_SECRET}")), 200);
    assert_eq!(redeem(&challenge, &format!("&code_verifier={right}")), 200);
}

#[test]
fn a_request_for_a_token_must_be_right() {
    let stage = Stage::new();
    let token = &stage.olivia.refresh_token;
    let refused = [
        (format!("grant_type=refresh_token&client_id=other&refresh_token={token}"), "invalid_client"),
        (
            format!("grant_type=refresh_token&client_id={APP_KEY}&client_secret=no&refresh_token={token}"),
            "invalid_client",
        ),
        (format!("grant_type=refresh_token&client_id={APP_KEY}"), "invalid_request"),
        (format!("grant_type=refresh_token&client_id={APP_KEY}&refresh_token=none"), "invalid_grant"),
        (
            format!("grant_type=refresh_token&client_id={APP_KEY}&client_id={APP_KEY}&refresh_token={token}"),
            "invalid_request",
        ),
        (format!("grant_type=refresh_token&client_id={APP_KEY}&refresh_token={token}&scope=team.all"), "invalid_scope"),
        (format!("grant_type=password&client_id={APP_KEY}"), "unsupported_grant_type"),
    ];
    for (form, error) in refused {
        let response = stage.token(&form);
        assert_eq!((response.status, response.json()["error"].as_str()), (400, Some(error)), "{form}");
    }
}

#[test]
fn scopes_and_the_kind_of_app_decide_what_may_be_called() {
    let stage = Stage::new();
    stage.olivia.set_scopes(&["files.metadata.read", "sharing.read"]);
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
    let missing = stage.call(&stage.olivia, "files/create_folder_v2", json!({ "path": "/a" }));
    assert_eq!(missing.json()["error"], json!({ ".tag": "missing_scope", "required_scope": "files.content.write" }));
    stage.olivia.set_app_type(AppType::AppFolder);
    let refused = stage.call(&stage.olivia, "sharing/list_folders", json!({}));
    assert_eq!(refused.status, 400);
    assert!(String::from_utf8_lossy(&refused.body).contains("\"App Folder\" app"));
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
}

#[test]
fn an_address_that_is_not_verified_shares_and_links_nothing() {
    let stage = Stage::new();
    stage.fake.put_file(&stage.olivia, "/Songs/a.wav", b"a");
    let id = stage.share("/Songs");
    stage.olivia.set_email_verified(false);
    let told = stage.done(&stage.olivia, "users/get_current_account", Value::Null);
    assert_eq!(told["email_verified"], false);
    stage.fake.put_folder(&stage.olivia, "/Other");
    assert_eq!(stage.refused(&stage.olivia, "sharing/share_folder", json!({ "path": "/Other" })), "email_unverified");
    assert_eq!(tags(&stage.invite(&id, "ben@example.com", "editor")), "email_unverified");
    let link = json!({ "path": "/Songs/a.wav" });
    assert_eq!(stage.refused(&stage.olivia, "files/get_temporary_link", link), "email_not_verified");
    stage.olivia.set_email_verified(true);
    stage.ben.set_email_verified(false);
    let member = json!({ "member": { ".tag": "dropbox_id", "dropbox_id": stage.ben.account_id } });
    let add = json!({ "shared_folder_id": id, "members": [member] });
    assert_eq!(stage.refused(&stage.olivia, "sharing/add_folder_member", add), "bad_member/unverified_dropbox_id");
}

#[test]
fn a_free_account_has_no_viewers() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.olivia.set_plan(Plan::Basic);
    let kind = stage.done(&stage.olivia, "users/get_current_account", Value::Null)["account_type"][".tag"].clone();
    assert_eq!(kind, "basic");
    assert_eq!(tags(&stage.invite(&id, "zoe@example.org", "viewer")), "insufficient_plan");
    let member = json!({ ".tag": "dropbox_id", "dropbox_id": stage.ben.account_id });
    let update = json!({ "shared_folder_id": id, "member": member, "access_level": "viewer" });
    assert_eq!(stage.refused(&stage.olivia, "sharing/update_folder_member", update), "insufficient_plan");
    assert_eq!(stage.invite(&id, "zoe@example.org", "editor").status, 200);
}

#[test]
fn shared_folders_count_against_each_member() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let used = |who| stage.done(who, "users/get_space_usage", Value::Null)["used"].clone();
    assert_eq!((used(&stage.olivia), used(&stage.ben)), (json!(4), json!(4)));
    stage.done(&stage.ben, "sharing/unmount_folder", json!({ "shared_folder_id": id }));
    assert_eq!(used(&stage.ben), 0);
    stage.ben.set_quota(3);
    let refused = stage.call(&stage.ben, "sharing/mount_folder", json!({ "shared_folder_id": id }));
    assert_eq!(
        (tags(&refused).as_str(), &refused.json()["error"]["space_shortage"]),
        ("insufficient_quota", &json!(1))
    );
    let full = stage.upload(&stage.ben, &json!({ "path": "/a" }), b"four");
    assert_eq!(full.json()["error"]["reason"][".tag"], "insufficient_space");
}

#[test]
fn a_team_has_a_root_of_its_own() {
    let stage = Stage::new();
    stage.fake.put_file(&stage.olivia, "/a.wav", b"a");
    let root = stage.olivia.join_team();
    let told = stage.done(&stage.olivia, "users/get_current_account", Value::Null)["root_info"].clone();
    assert_eq!(
        (&told[".tag"], &told["root_namespace_id"], &told["home_path"]),
        (&json!("team"), &json!(root), &json!("/olivia"))
    );
    let within = |kind: &str, id: &str| {
        let header = json!({ ".tag": kind, kind: id }).to_string();
        let request = rpc(&stage.olivia, "files/list_folder", &json!({ "path": "", "recursive": true }));
        stage.fake.handle(&request.header("Dropbox-API-Path-Root", &header))
    };
    let paths: Vec<Value> = within("root", &root).json()["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["path_display"].clone())
        .collect();
    assert_eq!(paths, ["/olivia", "/olivia/a.wav"]);
    let moved = within("root", &stage.olivia.home_namespace_id);
    assert_eq!((moved.status, tags(&moved).as_str()), (422, "invalid_root"));
    assert_eq!(moved.json()["error"]["invalid_root"]["root_namespace_id"], root.as_str());
    let foreign = within("namespace_id", &stage.ben.home_namespace_id);
    assert_eq!((foreign.status, tags(&foreign).as_str()), (422, "no_permission"));
    assert_eq!(within("nonsense", "1").status, 400);
}

#[test]
fn an_app_is_known_by_its_secret() {
    let stage = Stage::new();
    let ask = |authorization: &str| {
        let request =
            cowrite_dropbox_fake::Request::new("POST", "/api/2/check/app").header("Content-Type", "application/json");
        stage.fake.handle(&request.header("Authorization", authorization).body(r#"{"query":"hello"}"#)).status
    };
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{APP_KEY}:{APP_SECRET}"));
    assert_eq!(ask(&format!("Basic {basic}")), 200);
    assert_eq!(ask(&format!("Bearer {}", stage.olivia.access_token)), 400);
    let request = rpc(&stage.olivia, "check/user", &json!({ "query": "error" }));
    assert_eq!(tags(&stage.fake.handle(&signed(request, &stage.olivia.access_token))), "user_requested");
}
