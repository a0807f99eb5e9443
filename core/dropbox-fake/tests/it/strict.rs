use cowrite_dropbox_fake::{Request, Response};
use serde_json::{Value, json};

use crate::help::{Stage, content, content_without_type, rpc, shown, signed};

fn says(response: &Response, status: u16, text: &str) {
    let shown = shown(response);
    assert!(response.status == status && shown.contains(text), "{text:?} is not in {shown}");
}

#[test]
fn arguments_are_read_to_the_letter() {
    let stage = Stage::new();
    let wrong = [
        ("files/list_folder", json!({}), "missing required field 'path'"),
        ("files/list_folder", json!({ "path": "", "deep": true }), "unknown field 'deep'"),
        ("files/list_folder", json!({ "path": "", "recursive": "yes" }), "recursive: expected boolean, got string"),
        ("files/list_folder", json!({ "path": "", "recursive": null }), "recursive: expected boolean, got null"),
        ("files/list_folder", json!({ "path": "", "limit": 2001 }), "2001 is not an integer within range [1,2000]"),
        ("files/list_folder", json!({ "path": "/" }), "Specify the root folder as an empty string"),
        ("files/list_folder", json!({ "path": "a" }), "did not match pattern"),
        ("files/list_folder", json!([]), "expected object, got list"),
        ("files/get_metadata", json!({ "path": "" }), "The root folder is unsupported"),
        ("files/get_metadata", json!({ "path": "/a", "include_deleted": true }), "the fake does not know"),
        ("files/create_folder_v2", json!({ "path": "id:1" }), "did not match pattern"),
        ("files/delete_v2", json!({ "path": "rev:0123456789" }), "did not match pattern"),
        ("sharing/share_folder", json!({ "path": "/a", "acl_update_policy": "all" }), "invalid tag 'all'"),
        ("sharing/mount_folder", json!({ "shared_folder_id": "a/b" }), "did not match pattern '[-_0-9a-zA-Z:]+'"),
        (
            "sharing/add_folder_member",
            json!({ "shared_folder_id": "1", "members": [{ "member": { ".tag": "email" } }] }),
            "members: [0]: member: missing required field 'email'",
        ),
        (
            "sharing/remove_folder_member",
            json!({ "shared_folder_id": "1", "member": { ".tag": "email", "email": "a@b.co", "x": 1 }, "leave_a_copy": false }),
            "unknown field 'x'",
        ),
    ];
    for (route, argument, text) in wrong {
        says(&stage.call(&stage.olivia, route, argument), 400, text);
    }
}

#[test]
fn a_route_is_called_as_it_wants_to_be() {
    let stage = Stage::new();
    let list = rpc(&stage.olivia, "files/list_folder", &json!({ "path": "" }));
    says(
        &stage.fake.handle(&list.clone().header("Content-Type", "application/x-www-form-urlencoded")),
        400,
        "Content-Type",
    );
    says(&stage.fake.handle(&list.clone().header("Dropbox-API-Arg", "{}")), 400, "Unexpected HTTP header");
    says(&stage.fake.handle(&list.body("{")), 400, "could not decode input as JSON");
    says(&stage.call(&stage.olivia, "files/nothing", Value::Null), 400, "Unknown API function: \"files/nothing\"");
    let upload = |request: Request| stage.fake.handle(&request.body("a"));
    let argument = json!({ "path": "/a" });
    says(&upload(content_without_type(&stage.olivia, "files/upload", &argument)), 400, "Content-Type");
    says(
        &upload(content(&stage.olivia, "files/upload", &argument).header("Dropbox-API-Arg", "{\"path\":\"/é\"}")),
        400,
        "ASCII",
    );
    says(&upload(content(&stage.olivia, "files/download", &argument)), 400, "body is expected to be empty");
    let path = |path: &str| {
        signed(Request::new("POST", path), &stage.olivia.access_token).header("Content-Type", "application/json")
    };
    says(&stage.fake.handle(&path("/content/2/files/list_folder").body("{\"path\":\"\"}")), 400, "api.dropboxapi.com");
    says(&stage.fake.handle(&path("/3/files/list_folder")), 404, "");
    let get = signed(Request::new("GET", "/api/2/files/list_folder"), &stage.olivia.access_token);
    says(&stage.fake.handle(&get), 400, "expects \"POST\"");
    let anonymous = Request::new("POST", "/api/2/files/list_folder").header("Content-Type", "application/json");
    says(&stage.fake.handle(&anonymous.body("{\"path\":\"\"}")), 400, "Authorization");
    assert!(stage.fake.paths(&stage.olivia).is_empty());
}

#[test]
fn a_host_is_told_by_the_path_or_by_its_name() {
    let stage = Stage::new();
    let list = |path: &str, host: &str| {
        let request = signed(Request::new("POST", path), &stage.olivia.access_token).header("Host", host);
        stage.fake.handle(&request.header("Content-Type", "application/json").body("{\"path\":\"\"}")).status
    };
    assert_eq!(list("/api/2/files/list_folder", "127.0.0.1:1"), 200);
    assert_eq!(list("/2/files/list_folder", "api.dropboxapi.com"), 200);
    assert_eq!(list("/2/files/list_folder", "localhost:1"), 200);
    assert_eq!(list("/2/files/list_folder", "content.dropboxapi.com"), 400);
    let untyped = Request::new("POST", "/2/users/get_current_account").header("Host", "api.dropboxapi.com");
    assert_eq!(
        stage.fake.handle(&signed(untyped, &stage.olivia.access_token)).status,
        200,
        "nothing is asked, nothing is typed"
    );
}
