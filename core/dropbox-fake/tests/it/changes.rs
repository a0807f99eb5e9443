use std::time::Duration;

use serde_json::{Value, json};

use crate::help::{Stage, rpc, tags};

fn told(entries: &Value) -> Vec<(String, String)> {
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    entries.as_array().unwrap().iter().map(|entry| (text(entry, ".tag"), text(entry, "path_lower"))).collect()
}

#[test]
fn a_listing_tells_folders_before_what_is_in_them() {
    let stage = Stage::new();
    stage.shared_with_ben();
    stage.fake.put_file(&stage.ben, "/a.wav", b"a");
    let list = |argument: Value| told(&stage.done(&stage.ben, "files/list_folder", argument)["entries"]);
    let entry = |tag: &str, path: &str| (tag.to_owned(), path.to_owned());
    let all = [entry("file", "/a.wav"), entry("folder", "/one"), entry("file", "/one/mix.wav")];
    assert_eq!(list(json!({ "path": "", "recursive": true })), all);
    assert_eq!(list(json!({ "path": "" })), all[..2]);
    assert_eq!(list(json!({ "path": "/one" })), all[2..]);
    let without = json!({ "path": "", "recursive": true, "include_mounted_folders": false });
    assert_eq!(list(without), all[..1]);
    assert_eq!(stage.refused(&stage.ben, "files/list_folder", json!({ "path": "/a.wav" })), "path/not_folder");
    assert_eq!(stage.refused(&stage.ben, "files/list_folder", json!({ "path": "/none" })), "path/not_found");
}

#[test]
fn whoever_loses_a_folder_is_told_that_all_in_it_is_gone() {
    let stage = Stage::new();
    let id = stage.shared_with_ben();
    let latest = |path: &str| {
        stage.done(&stage.ben, "files/list_folder/get_latest_cursor", json!({ "path": path, "recursive": true }))
    };
    let (home, inside) = (latest(""), latest(&format!("ns:{id}")));
    stage.fake.remove_member(&id, &stage.ben);
    let news = stage.done(&stage.ben, "files/list_folder/continue", home);
    let gone = ["/one", "/one/mix.wav"].map(|path| ("deleted".to_owned(), path.to_owned()));
    assert_eq!(told(&news["entries"]), gone);
    assert_eq!(stage.refused(&stage.ben, "files/list_folder/continue", inside), "path/not_found");
}

#[test]
fn a_cursor_tells_the_same_twice() {
    let stage = Stage::new();
    let cursor = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", json!({ "path": "" }));
    stage.fake.put_file(&stage.olivia, "/a", b"a");
    let twice = [0; 2].map(|_| stage.done(&stage.olivia, "files/list_folder/continue", cursor.clone()));
    assert_eq!(twice[0]["entries"], twice[1]["entries"]);
    assert_eq!(told(&twice[0]["entries"]).len(), 1);
    let foreign = stage.call(&stage.ben, "files/list_folder/continue", cursor);
    assert_eq!(tags(&foreign), "reset");
}

#[test]
fn cursors_are_reset_all_at_once() {
    let stage = Stage::new();
    let cursor = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", json!({ "path": "" }));
    stage.fake.reset_cursors();
    assert_eq!(stage.refused(&stage.olivia, "files/list_folder/continue", cursor.clone()), "reset");
    assert_eq!(stage.refused(&stage.olivia, "files/list_folder/longpoll", cursor), "reset");
}

#[test]
fn a_single_reset_strikes_once() {
    let stage = Stage::new();
    let cursor = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", json!({ "path": "" }));
    stage.fake.fail("files/list_folder/continue", cowrite_dropbox_fake::Fault::CursorReset);
    assert_eq!(stage.refused(&stage.olivia, "files/list_folder/continue", cursor.clone()), "reset");
    stage.done(&stage.olivia, "files/list_folder/continue", cursor);
}

#[test]
fn a_long_poll_ends_with_a_change_with_time_or_with_patience() {
    let stage = Stage::new();
    stage.fake.longpoll_patience(Duration::from_secs(60));
    let mut cursor = stage.done(&stage.olivia, "files/list_folder/get_latest_cursor", json!({ "path": "" }));
    cursor["timeout"] = json!(30);
    let poll = rpc(&stage.olivia, "files/list_folder/longpoll", &cursor);
    let during = |act: &(dyn Fn() + Sync)| {
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| stage.fake.handle(&poll).json()["changes"].clone());
            // Again and again: what happens before the poll begins does not end it.
            while !waiting.is_finished() {
                act();
                std::thread::sleep(Duration::from_millis(2));
            }
            waiting.join().unwrap()
        })
    };
    assert_eq!(during(&|| stage.fake.advance(Duration::from_secs(31))), false);
    assert_eq!(during(&|| drop(stage.fake.put_file(&stage.olivia, "/a", b"a"))), true);
    let signed = poll.clone().header("Authorization", &format!("Bearer {}", stage.olivia.access_token));
    assert_eq!(stage.fake.handle(&signed).status, 400, "it is for everybody, and takes no token");
    let mut short = cursor.clone();
    short["timeout"] = json!(29);
    assert_eq!(stage.call(&stage.olivia, "files/list_folder/longpoll", short).status, 400);
}
