//! Random calls about files, and about links that give them.

use serde_json::{Value, json};

use super::moves::{Call, Known, Move};

/// The operations, each as often as it is to come.
const OPERATIONS: [&str; 18] = [
    "upload_file",
    "upload_file",
    "upload_file",
    "upload_file",
    "rename_file",
    "delete_file",
    "stream_file",
    "download_file",
    "create_share_link",
    "update_link",
    "stream",
    "download",
    "download",
    "redeem",
    "redeem",
    "redeem",
    "redeem",
    "revoke_link",
];

const NAMES: [&str; 8] =
    ["mix.wav", "Mix.WAV", "final master.wav", "masterclass.mp3", "cover.png", "notes.txt", "../mix.wav", "night.als"];
const KINDS: [&str; 7] = ["bounce", "bounce", "stem", "vocal", "project_file", "artwork", "other"];

/// What there is to name of files.
#[derive(Debug, Default)]
pub(crate) struct Shelves {
    /// Each with its track.
    files: Vec<(Value, Value)>,
    /// Each with the track it opens.
    secrets: Vec<(Value, Value)>,
    tickets: Vec<Value>,
}

impl Shelves {
    pub(crate) fn learn(&mut self, operation: &str, result: &Value) {
        match operation {
            "upload_file" => self.files.push((result["track"].clone(), result["file"].clone())),
            "stream_file" | "download_file" | "stream" | "download" => self.tickets.push(result["ticket"].clone()),
            "create_share_link" => {
                self.secrets.push((result["link"]["track"].clone(), result["secret"].clone()));
            }
            _ => {}
        }
    }

    /// One of the last files, mostly of the track that it is said to be of.
    fn file(&self, known: &Known, picks: [usize; 5]) -> (Value, Value) {
        let last = &self.files[self.files.len().saturating_sub(6)..];
        match last.get(picks[1] % last.len().max(1)) {
            Some((track, file)) if !picks[2].is_multiple_of(9) => (track.clone(), file.clone()),
            Some((_, file)) => (Known::pick(&known.tracks, picks[0]), file.clone()),
            None => (Known::pick(&known.tracks, picks[0]), json!("id:none")),
        }
    }

    /// A call that a move also stands for.
    pub(crate) fn concrete(&self, known: &Known, one: &Move) -> Call {
        let picks = one.picks;
        let operation = OPERATIONS[(picks[0] / 3 + picks[4]) % OPERATIONS.len()];
        let (track, file) = self.file(known, picks);
        let with = match operation {
            "upload_file" => {
                let track = Known::pick(&known.tracks, picks[0]);
                let content = "0123456789".split_at(picks[3] % 11).0;
                let (kind, name) = (KINDS[picks[1] % KINDS.len()], NAMES[picks[2] % NAMES.len()]);
                json!({ "track": track, "kind": kind, "name": name, "content": content, "replaces": picks[3].is_multiple_of(3) })
            }
            "rename_file" => json!({ "track": track, "file": file, "name": NAMES[picks[3] % NAMES.len()] }),
            "create_share_link" => {
                let mut with = json!({ "track": track, "downloads": ["bounce", "stem"] });
                if picks[3].is_multiple_of(2) {
                    with["download_limit"] = json!(1 + picks[3] % 3);
                }
                if picks[4].is_multiple_of(5) {
                    with["password"] = json!("sesame");
                }
                with
            }
            "update_link" => {
                let mut with = json!({ "link": Known::pick(&known.links, picks[0]) });
                match picks[3] % 3 {
                    0 => with["excluded"] = json!([file]),
                    // Only ever one: how many wrong ones are too many is not the oracle's to count.
                    1 => with["password"] = if picks[2].is_multiple_of(3) { Value::Null } else { json!("sesame") },
                    _ => with["downloads"] = json!(["vocal"]),
                }
                with
            }
            "revoke_link" => json!({ "link": Known::pick(&known.links, picks[0]) }),
            "stream" | "download" => {
                let last = &self.secrets[self.secrets.len().saturating_sub(4)..];
                let none = (Value::Null, json!("none"));
                let (opens, secret) = last.get(picks[0] % last.len().max(1)).unwrap_or(&none);
                let own = self.files.iter().rev().filter(|(of, _)| of == opens).map(|(_, file)| file);
                let file = own.take(3).nth(picks[1] % 3).cloned().unwrap_or(file);
                let track = if opens.is_null() { track } else { opens.clone() };
                json!({ "secret": secret, "track": track, "file": file, "password": "sesame" })
            }
            "redeem" => {
                let last = &self.tickets[self.tickets.len().saturating_sub(5)..];
                let mut with =
                    json!({ "ticket": last.get(picks[1] % last.len().max(1)).cloned().unwrap_or(json!("none")) });
                match picks[3] % 5 {
                    0 => with["range"] = json!([picks[2] % 12]),
                    1 => with["range"] = json!([picks[2] % 12, picks[0] % 12]),
                    _ => {}
                }
                with
            }
            _ => json!({ "track": track, "file": file }),
        };
        let actor = match operation {
            "stream" | "download" | "redeem" => Value::Null,
            _ => known.actor(one, operation, &with),
        };
        Call { operation, actor, with }
    }
}
