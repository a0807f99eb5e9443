//! Random calls about links.

use serde_json::{Value, json};

use super::moves::{Known, id_of};

impl Known {
    pub(crate) fn learn_link(&mut self, result: &Value) {
        let link = &result["link"];
        self.secrets.push(result["secret"].clone());
        if self.links.contains(&link["id"]) {
            return;
        }
        self.links.push(link["id"].clone());
        let of = if link["track"].is_null() { &link["playlist"]["tracks"][0] } else { &link["track"] };
        if let Some(owner) = self.owners.get(&id_of(of)).cloned() {
            self.owners.insert(id_of(&link["id"]), owner);
        }
    }
}

const INSTANTS: [&str; 4] =
    ["2025-12-31T00:00:00.000Z", "2026-01-01T00:03:00.000Z", "2026-02-10T00:00:00.000Z", "2027-01-01T00:00:00.000Z"];

/// Sets something, mostly of what makes sense.
fn set(with: &mut Value, picks: [usize; 5]) {
    let instant = |pick: usize| if pick.is_multiple_of(5) { Value::Null } else { json!(INSTANTS[pick % 4]) };
    match picks[2] % 12 {
        0 => with["downloads"] = json!([["stem", "bounce"], ["vocal", "artwork"]][picks[3] % 7 / 6]),
        1 => with["stream"] = json!(picks[3].is_multiple_of(2)),
        2 | 3 => with["expires_at"] = instant(picks[3]),
        4 => with["not_before"] = instant(picks[3]),
        5 => {
            with["not_before"] = instant(picks[3]);
            with["expires_at"] = instant(picks[4]);
        }
        6 => with["password"] = if picks[3].is_multiple_of(3) { Value::Null } else { json!("sesame") },
        7 => with["download_limit"] = json!(picks[3] % 3),
        8 => with["label"] = json!(["Sarah", " Tom ", ""][picks[3] % 3]),
        9 => with["excluded"] = json!(["demo"]),
        _ => with["asks_review"] = json!(!picks[3].is_multiple_of(5)),
    }
}

/// Sets something that only playlists have.
fn set_of_playlist(with: &mut Value, known: &Known, picks: [usize; 5]) {
    match picks[4] % 6 {
        0 => with["name"] = json!("For the label"),
        1 => with["cover"] = json!("covers/ep.jpg"),
        2 => with["filter"] = json!({ "stages": ["mixing"], "tags": [], "kinds": [] }),
        3 => with["tracks"] = tracks(known, picks),
        _ => {}
    }
}

/// Some tracks, mostly all of one owner.
fn tracks(known: &Known, picks: [usize; 5]) -> Value {
    let first = Known::pick(&known.tracks, picks[0]);
    let owner = known.owners.get(&id_of(&first));
    let is_owners = |track: &&Value| known.owners.get(&id_of(track)) == owner;
    let others = known.tracks.iter().filter(|track| **track != first);
    let mut all: Vec<Value> = others.filter(is_owners).take(picks[1] % 3).cloned().collect();
    all.insert(0, first);
    if picks[3].is_multiple_of(11) {
        all.push(Known::pick(&known.tracks, picks[2]));
    }
    json!(all)
}

pub(crate) fn link_arguments(operation: &str, known: &Known, picks: [usize; 5]) -> Option<Value> {
    let mut with = match operation {
        "create_share_link" => json!({ "track": Known::pick(&known.tracks, picks[0]) }),
        "create_playlist_share" => json!({ "tracks": tracks(known, picks) }),
        "update_link" | "rotate_link" | "revoke_link" | "take_down_link" | "restore_link" => {
            json!({ "link": Known::pick(&known.links, picks[0]) })
        }
        "open" | "review" => {
            let mut with = json!({ "secret": Known::pick(&known.secrets, picks[0]) });
            if !picks[1].is_multiple_of(3) {
                with["password"] = json!("sesame");
            }
            if operation == "review" {
                with["name"] = json!(["Sarah", " "][picks[2] % 13 / 12]);
                with["verdict"] = json!(["approved", "changes_wanted"][picks[3] % 2]);
            }
            if operation == "review" && picks[3].is_multiple_of(7) {
                with["track"] = Known::pick(&known.tracks, picks[4]);
            }
            return Some(with);
        }
        _ => return None,
    };
    match operation {
        "create_share_link" => set(&mut with, picks),
        "create_playlist_share" => {
            set(&mut with, picks);
            if picks[4] % 6 < 3 {
                set_of_playlist(&mut with, known, picks);
            }
        }
        "update_link" => {
            set(&mut with, picks);
            if picks[1].is_multiple_of(2) {
                set_of_playlist(&mut with, known, picks);
            }
        }
        _ => {}
    }
    Some(with)
}
