use serde_json::{Value, json};

use crate::help::{Stage, content, content_without_type, tags};

#[test]
fn names_are_compared_without_case_and_kept_as_they_are_written() {
    let stage = Stage::new();
    let path = "/Träck \u{1f3b5}/Mix.wav";
    let argument = escaped(&json!({ "path": path }));
    let up = stage
        .fake
        .handle(&content(&stage.olivia, "files/upload", &Value::Null).header("Dropbox-API-Arg", &argument).body("a"));
    assert_eq!((up.status, up.json()["path_display"].as_str()), (200, Some(path)));
    let found = stage.done(&stage.olivia, "files/get_metadata", json!({ "path": "/TRÄCK \u{1f3b5}/MIX.WAV" }));
    assert_eq!((&found["name"], &found["path_lower"]), (&json!("Mix.wav"), &json!("/träck \u{1f3b5}/mix.wav")));
    let told = content_without_type(&stage.olivia, "files/download", &Value::Null).header("Dropbox-API-Arg", &argument);
    let told = stage.fake.handle(&told);
    let header = told.header("Dropbox-API-Result").unwrap();
    assert!(header.is_ascii() && header.contains("\\ud83c\\udfb5"), "{header}");
}

/// JSON with everything that is not ASCII escaped, as a header wants it.
fn escaped(value: &Value) -> String {
    let units =
        |found: char| found.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    value.to_string().chars().map(|found| if found.is_ascii() { found.to_string() } else { units(found) }).collect()
}

#[test]
fn a_change_of_case_alone_is_a_renaming_that_no_cursor_tells() {
    let stage = Stage::new();
    let id = stage.fake.put_file(&stage.olivia, "/mix.wav", b"a").unwrap();
    let cursor = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", json!({ "path": "" }));
    let told = stage.done(&stage.olivia, "files/move_v2", json!({ "from_path": "/mix.wav", "to_path": "/MIX.wav" }));
    assert_eq!((&told["metadata"]["id"], &told["metadata"]["name"]), (&json!(id), &json!("MIX.wav")));
    let news = stage.done(&stage.olivia, "files/list_folder/continue", cursor);
    assert_eq!(news["entries"], json!([]));
}

#[test]
fn malformed_paths_and_reserved_names_are_refused() {
    let stage = Stage::new();
    for path in ["/a//b", "/a/", "/a\\b", "/..", "/a ", &format!("/{}", "x".repeat(256))] {
        let refused = stage.refused(&stage.olivia, "files/create_folder_v2", json!({ "path": path }));
        assert_eq!(refused, "path/malformed_path", "{path:?}");
    }
    for path in ["/.dropbox", "/a/desktop.ini", "/~$a.doc"] {
        let refused = stage.refused(&stage.olivia, "files/create_folder_v2", json!({ "path": path }));
        assert_eq!(refused, "path/disallowed_name", "{path:?}");
    }
    assert!(stage.fake.paths(&stage.olivia).is_empty());
}

#[test]
fn an_upload_meets_what_is_there() {
    let stage = Stage::new();
    let put = |argument: Value, body: &[u8]| stage.upload(&stage.olivia, &argument, body);
    let first = put(json!({ "path": "/a.wav" }), b"one").json();
    assert_eq!(put(json!({ "path": "/a.wav" }), b"one").json()["rev"], first["rev"]);
    let conflict =
        |response: cowrite_dropbox_fake::Response| response.json()["error"]["reason"]["conflict"][".tag"].clone();
    assert_eq!(conflict(put(json!({ "path": "/a.wav", "strict_conflict": true }), b"one")), "file");
    assert_eq!(conflict(put(json!({ "path": "/a.wav" }), b"two")), "file");
    assert_eq!(put(json!({ "path": "/a.wav", "autorename": true }), b"two").json()["name"], "a (1).wav");
    let update = |rev: &Value| json!({ "path": "/a.wav", "mode": { ".tag": "update", "update": rev } });
    let second = put(update(&first["rev"]), b"two").json();
    assert_eq!((&second["id"], second["rev"] == first["rev"]), (&first["id"], false));
    assert_eq!(conflict(put(update(&first["rev"]), b"three")), "file");
    stage.fake.put_folder(&stage.olivia, "/b");
    assert_eq!(conflict(put(json!({ "path": "/b", "mode": "overwrite" }), b"x")), "folder");
    assert_eq!(conflict(put(json!({ "path": "/a.wav/x" }), b"x")), "file_ancestor");
    assert_eq!(stage.download(&stage.olivia, &format!("rev:{}", first["rev"].as_str().unwrap())).body, b"one");
    assert_eq!(stage.fake.file(&stage.olivia, "/a.wav"), Some(b"two".to_vec()));
}

#[test]
fn a_body_may_be_too_large_or_not_what_was_sent() {
    let stage = Stage::new();
    stage.fake.upload_limit(3);
    assert_eq!(tags(&stage.upload(&stage.olivia, &json!({ "path": "/a" }), b"four")), "payload_too_large");
    let hash = json!({ "path": "/a", "content_hash": "0".repeat(64) });
    assert_eq!(tags(&stage.upload(&stage.olivia, &hash, b"abc")), "content_hash_mismatch");
    // The hash of nothing is the hash that begins all others.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let told = stage.upload(&stage.olivia, &json!({ "path": "/a", "content_hash": empty }), b"").json();
    assert_eq!(told["content_hash"], empty);
}

#[test]
fn a_session_takes_pieces_in_order_for_seven_days() {
    let stage = Stage::new();
    let call = |route: &str, argument: Value, body: &str| {
        stage.fake.handle(&content(&stage.olivia, route, &argument).body(body))
    };
    let session = call("files/upload_session/start", json!({}), "ab").json()["session_id"].clone();
    let at = |offset: u64| json!({ "session_id": session, "offset": offset });
    let wrong = call("files/upload_session/append_v2", json!({ "cursor": at(1) }), "cd");
    assert_eq!(wrong.json()["error"], json!({ ".tag": "incorrect_offset", "correct_offset": 2 }));
    assert_eq!(call("files/upload_session/append_v2", json!({ "cursor": at(2) }), "cd").body, b"null");
    let finish = json!({ "cursor": at(4), "commit": { "path": "/a" } });
    stage.fake.advance(std::time::Duration::from_secs(3600));
    assert_eq!(call("files/upload_session/finish", finish.clone(), "e").json()["size"], 5);
    assert_eq!(tags(&call("files/upload_session/finish", finish, "e")), "lookup_failed/not_found");
    let old = call("files/upload_session/start", json!({}), "ab").json()["session_id"].clone();
    stage.fake.advance(std::time::Duration::from_secs(7 * 24 * 3600));
    let olivia = stage.renewed(&stage.olivia);
    let cursor = json!({ "cursor": { "session_id": old, "offset": 2 } });
    let late = stage.fake.handle(&content(&olivia, "files/upload_session/append_v2", &cursor).body("c"));
    assert_eq!(tags(&late), "not_found");
}

#[test]
fn what_a_member_deletes_is_only_unmounted_but_what_is_inside_is_gone_for_all() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.put_file(&stage.ben, "/One/b.wav", b"b");
    stage.done(&stage.ben, "files/delete_v2", json!({ "path": "/One/mix.wav" }));
    assert_eq!(stage.fake.paths(&stage.olivia), ["/Songs", "/Songs/One", "/Songs/One/b.wav"]);
    stage.done(&stage.ben, "files/delete_v2", json!({ "path": "/One" }));
    assert!(stage.fake.has(&stage.olivia, "/Songs/One/b.wav"));
    let ben = stage.fake.folder_members(&id).into_iter().find(|member| member.email == "ben@example.com").unwrap();
    assert!(!ben.is_mounted && !ben.is_pending);
}

#[test]
fn a_shared_folder_moves_with_its_member_but_not_into_another() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    stage.fake.put_file(&stage.olivia, "/Songs/Two/a.wav", b"a");
    stage.share("/Songs/Two");
    let told = stage.done(&stage.ben, "files/move_v2", json!({ "from_path": "/One", "to_path": "/Band/First" }));
    assert_eq!(
        (&told["metadata"]["shared_folder_id"], &told["metadata"]["path_display"]),
        (&json!(id), &json!("/Band/First"))
    );
    assert_eq!(stage.fake.file(&stage.ben, "/band/first/mix.wav"), Some(b"RIFF".to_vec()));
    let nest = json!({ "from_path": "/Songs/One", "to_path": "/Songs/Two/One" });
    assert_eq!(stage.refused(&stage.olivia, "files/move_v2", nest), "cant_nest_shared_folder");
    assert!(stage.fake.move_path(&stage.olivia, "/Songs", "/Music"));
    assert_eq!(
        stage.fake.paths(&stage.olivia),
        ["/Music", "/Music/One", "/Music/One/mix.wav", "/Music/Two", "/Music/Two/a.wav"]
    );
}

#[test]
fn only_pictures_have_thumbnails() {
    let stage = Stage::new();
    for (path, bytes) in [("/a.png", b"x".as_slice()), ("/a.wav", b"x"), ("/empty.jpg", b"")] {
        stage.fake.put_file(&stage.olivia, path, bytes);
    }
    let ask = |path: &str, format: &str| {
        let argument = json!({ "resource": { ".tag": "path", "path": path }, "format": format, "size": "w256h256" });
        stage.fake.handle(&content_without_type(&stage.olivia, "files/get_thumbnail_v2", &argument))
    };
    assert!(ask("/a.png", "png").body.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(ask("/a.png", "jpeg").body.starts_with(&[0xff, 0xd8, 0xff]));
    assert_eq!(tags(&ask("/a.wav", "png")), "unsupported_extension");
    assert_eq!(tags(&ask("/empty.jpg", "png")), "conversion_error");
    assert_eq!(tags(&ask("/none.jpg", "png")), "path/not_found");
}
