use std::time::Duration;

use cowrite_dropbox_fake::{Fault, Outcome, Request};
use serde_json::{Value, json};

use crate::help::{Stage, rpc, tags};

fn list() -> Value {
    json!({ "path": "" })
}

#[test]
fn rate_limits_come_in_three_kinds() {
    let stage = Stage::new();
    let faults = [Fault::RateLimited(7), Fault::RateLimitedWithoutDelay, Fault::RateLimitedAsText(9)];
    for fault in faults {
        stage.fake.fail("files/list_folder", fault);
    }
    let mut told = Vec::new();
    for _ in 0..3 {
        let response = stage.call(&stage.olivia, "files/list_folder", list());
        assert_eq!(response.status, 429);
        let error = response.json()["error"].clone();
        let reason = error["reason"][".tag"].as_str().map(str::to_owned);
        told.push((reason, error["retry_after"].as_u64(), response.header("Retry-After").map(str::to_owned)));
    }
    let reason = Some("too_many_requests".to_owned());
    assert_eq!(
        told,
        [(reason.clone(), Some(7), Some("7".to_owned())), (reason, None, None), (None, None, Some("9".to_owned()))]
    );
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
    assert_eq!(stage.fake.faults_waiting(), 0);
}

#[test]
fn contention_is_told_as_each_route_does() {
    let stage = Stage::new();
    stage.fake.put_file(&stage.olivia, "/a", b"a");
    let wanted = [
        ("files/create_folder_v2", json!({ "path": "/b" }), 409, "path/too_many_write_operations"),
        ("files/move_v2", json!({ "from_path": "/a", "to_path": "/c" }), 409, "to/too_many_write_operations"),
        ("files/delete_v2", json!({ "path": "/a" }), 409, "too_many_write_operations"),
        ("sharing/share_folder", json!({ "path": "/b" }), 429, "too_many_write_operations"),
    ];
    for (route, argument, status, error) in wanted {
        stage.fake.fail(route, Fault::TooManyWrites);
        let response = stage.call(&stage.olivia, route, argument);
        assert_eq!((response.status, tags(&response).as_str()), (status, error), "{route}");
    }
    stage.fake.fail("files/upload", Fault::TooManyWrites);
    let refused = stage.upload(&stage.olivia, &json!({ "path": "/b" }), b"");
    assert_eq!(refused.json()["error"]["reason"][".tag"], "too_many_write_operations");
    assert_eq!(stage.fake.paths(&stage.olivia), ["/a"]);
}

#[test]
fn a_server_may_fail_in_any_way() {
    let stage = Stage::new();
    let html = Fault::Answer { status: 403, content_type: "text/html".to_owned(), body: "<h1>No</h1>".to_owned() };
    for (fault, status) in [(Fault::ServerError, 500), (Fault::Unavailable, 503), (html, 403)] {
        stage.fake.fail("files/list_folder", fault);
        assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, status);
    }
    stage.fake.fail("files/list_folder", Fault::RefusedWith("path/malformed_path".to_owned(), json!("why")));
    let refused = stage.call(&stage.olivia, "files/list_folder", list());
    assert_eq!(
        refused.json()["error"],
        json!({ ".tag": "path", "path": { ".tag": "malformed_path", "malformed_path": "why" } })
    );
}

#[test]
fn a_connection_breaks_before_or_after() {
    let stage = Stage::new();
    stage.fake.fail("files/create_folder_v2", Fault::CutBefore);
    stage.fake.fail("files/create_folder_v2", Fault::CutAfter);
    for n_made in [0, 1] {
        assert!(stage.call(&stage.olivia, "files/create_folder_v2", json!({ "path": "/a" })).is_cut());
        assert_eq!(stage.fake.paths(&stage.olivia).len(), n_made);
    }
    let outcomes: Vec<Outcome> = stage.fake.calls().into_iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes, [Outcome::CutBefore, Outcome::CutAfter]);
}

#[test]
fn tokens_fail_at_any_call() {
    let stage = Stage::new();
    let faults = [
        (Fault::ExpiredToken, "expired_access_token"),
        (Fault::InvalidToken, "invalid_access_token"),
        (Fault::MissingScope("sharing.read".to_owned()), "missing_scope"),
    ];
    for (fault, error) in faults {
        stage.fake.fail("files/list_folder", fault);
        let response = stage.call(&stage.olivia, "files/list_folder", list());
        assert_eq!((response.status, tags(&response).as_str()), (401, error));
    }
    stage.fake.fail("oauth2/token", Fault::InvalidGrant);
    assert_eq!(stage.token("grant_type=refresh_token").json()["error"], "invalid_grant");
    stage.fake.fail("files/list_folder", Fault::WrongAppType);
    let wrong = stage.call(&stage.olivia, "files/list_folder", list());
    assert_eq!(wrong.status, 400);
    assert!(String::from_utf8_lossy(&wrong.body).contains("App Folder"));
    stage.fake.fail("files/list_folder", Fault::InvalidRoot("77".to_owned()));
    let moved = stage.call(&stage.olivia, "files/list_folder", list());
    assert_eq!((moved.status, &moved.json()["error"]["invalid_root"]["home_namespace_id"]), (422, &json!("77")));
}

#[test]
fn the_nth_call_fails() {
    let stage = Stage::new();
    stage.fake.fail_nth("files/list_folder", 3, Fault::ServerError);
    stage.fake.fail("files/list_folder", Fault::Unavailable);
    let statuses = [0; 5].map(|_| stage.call(&stage.olivia, "files/list_folder", list()).status);
    assert_eq!(statuses, [200, 200, 500, 503, 200]);
    stage.fake.fail("files/list_folder", Fault::ServerError);
    stage.fake.forget_faults();
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
}

#[test]
fn access_is_lost_while_somebody_lists() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.put_file(&stage.olivia, "/Songs/One/b.wav", b"b");
    let path = format!("ns:{id}");
    let page = stage.done(&stage.ben, "files/list_folder", json!({ "path": path, "limit": 1 }));
    let cursor = json!({ "cursor": page["cursor"] });
    let rest = stage.done(&stage.ben, "files/list_folder/continue", cursor);
    let (folder, ben) = (id.clone(), stage.ben.clone());
    stage.fake.meanwhile("files/list_folder/continue", 1, move |fake| fake.remove_member(&folder, &ben));
    let cursor = json!({ "cursor": rest["cursor"] });
    assert_eq!(stage.refused(&stage.ben, "files/list_folder/continue", cursor), "path/not_found");
    assert_eq!(stage.fake.folder_members(&id).len(), 1);
}

#[test]
fn quotas_are_short_where_a_test_says_so() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.done(&stage.ben, "sharing/unmount_folder", json!({ "shared_folder_id": id }));
    let short = Fault::QuotaShort { needed: 6_000, left: 1_000 };
    stage.fake.fail("sharing/mount_folder", short.clone());
    let refused = stage.call(&stage.ben, "sharing/mount_folder", json!({ "shared_folder_id": id }));
    let amounts =
        json!({ ".tag": "insufficient_quota", "space_needed": 6000, "space_shortage": 5000, "space_left": 1000 });
    assert_eq!(refused.json()["error"], amounts);
    stage.fake.fail("files/upload", short);
    let refused = stage.upload(&stage.olivia, &json!({ "path": "/b" }), b"");
    assert_eq!(refused.json()["error"]["reason"][".tag"], "insufficient_space");
}

#[test]
fn a_temporary_link_is_gone() {
    let stage = Stage::new();
    stage.fake.put_file(&stage.olivia, "/a.wav", b"a");
    let told = stage.done(&stage.olivia, "files/get_temporary_link", json!({ "path": "/a.wav" }));
    let path = told["link"].as_str().unwrap().strip_prefix("http://127.0.0.1").unwrap().to_owned();
    let get = Request::new("GET", &path);
    stage.fake.fail("link", Fault::LinkGone);
    let statuses = [0; 2].map(|_| stage.fake.handle(&get).status);
    assert_eq!(statuses, [410, 200]);
    stage.fake.advance(Duration::from_secs(4 * 60 * 60));
    assert_eq!(stage.fake.handle(&get).status, 410);
}

#[test]
fn everything_breaks_after_a_number_of_calls() {
    let stage = Stage::new();
    stage.fake.crash_after(2);
    let is_cut = [0; 4].map(|_| stage.call(&stage.olivia, "files/list_folder", list()).is_cut());
    assert_eq!(is_cut, [false, false, true, true]);
    assert!(stage.token("grant_type=refresh_token").is_cut());
    stage.fake.resume();
    stage.fake.crash_during(1);
    let made = ["/a", "/b", "/c"]
        .map(|path| stage.call(&stage.olivia, "files/create_folder_v2", json!({ "path": path })).is_cut());
    assert_eq!(made, [false, true, true]);
    assert_eq!(stage.fake.paths(&stage.olivia), ["/a", "/b"]);
    stage.fake.resume();
    assert_eq!(stage.call(&stage.olivia, "files/list_folder", list()).status, 200);
}

#[test]
fn calls_are_written_down_without_secrets() {
    let stage = Stage::new();
    stage.call(&stage.ben, "files/get_metadata", json!({ "path": "/none" }));
    let form = format!(
        "grant_type=refresh_token&client_id={}&refresh_token={}",
        cowrite_dropbox_fake::APP_KEY,
        stage.ben.refresh_token
    );
    assert_eq!(stage.token(&form).status, 200);
    let calls = stage.fake.calls();
    assert_eq!(
        (calls[0].route.as_str(), calls[0].account.as_ref()),
        ("files/get_metadata", Some(&stage.ben.account_id))
    );
    assert_eq!(calls[0].argument, json!({ "path": "/none" }));
    assert_eq!(calls[0].outcome, Outcome::Refused { status: 409, error: "path/not_found".to_owned() });
    assert_eq!((&calls[1].argument, &calls[1].outcome), (&Value::Null, &Outcome::Done));
    stage.fake.forget_calls();
    assert!(stage.fake.calls().is_empty());
}

#[test]
fn a_long_poll_may_ask_to_be_left_alone() {
    let stage = Stage::new();
    stage.fake.longpoll_patience(Duration::from_millis(1));
    let told = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", list());
    stage.fake.fail("files/list_folder/longpoll", Fault::Backoff(60));
    let poll = rpc(&stage.olivia, "files/list_folder/longpoll", &told);
    assert_eq!(stage.fake.handle(&poll).json(), json!({ "changes": false, "backoff": 60 }));
}
