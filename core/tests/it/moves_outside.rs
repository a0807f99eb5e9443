//! Random calls on comments, public pages and imports.

use std::collections::BTreeMap;

use cowrite::Error;
use serde_json::{Value, json};

use super::moves::{Call, Known, Move};

/// The operations, each as often as it is to come.
pub(crate) const OPERATIONS: &[&str] = &[
    "add_comment",
    "add_comment",
    "edit_comment",
    "delete_comment",
    "pin_comment",
    "unpin_comment",
    "comments",
    "update_public_page",
    "update_public_page",
    "add_to_public_page",
    "add_to_public_page",
    "add_to_public_page",
    "remove_from_public_page",
    "reorder_public_page",
    "publish_public_page",
    "unpublish_public_page",
    "public_page",
    "submit_import",
    "submit_import",
    "receive_import",
    "resubmit_import",
    "import",
    "update_import",
    "accept_import",
    "accept_import",
    "dismiss_import",
    "dismiss_import",
    "take_down_comment",
    "restore_comment",
    "take_down_page",
    "restore_page",
];

/// Comments and imports to name in calls, and who is likely to be let.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    comments: Vec<Value>,
    pub(crate) imports: Vec<Value>,
    authors: BTreeMap<String, Value>,
    recipients: BTreeMap<String, Value>,
    senders: BTreeMap<String, Value>,
}

const SLUGS: [&str; 4] = ["olivia-park", "night", "-no", "p4"];

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Mostly one of the last, of which something can still be made.
fn recent(list: &[Value], picks: [usize; 5]) -> Value {
    let from = if picks[2].is_multiple_of(4) { 0 } else { list.len().saturating_sub(3) };
    Known::pick(&list[from..], picks[0])
}

impl Outside {
    pub(crate) fn learn(&mut self, operation: &str, result: &Value) {
        match operation {
            "add_comment" => {
                self.authors.insert(word(&result["id"]), result["author"].clone());
                self.comments.push(result["id"].clone());
            }
            "submit_import" | "receive_import" | "resubmit_import" => {
                self.recipients.insert(word(&result["id"]), result["to"].clone());
                self.senders.insert(word(&result["id"]), result["from"].clone());
                self.imports.push(result["id"].clone());
            }
            _ => {}
        }
    }

    /// Who is likely to be let make a call.
    pub(crate) fn actor(&self, operation: &str, with: &Value) -> Option<&Value> {
        match operation {
            "edit_comment" | "delete_comment" | "pin_comment" | "unpin_comment" => {
                self.authors.get(&word(&with["comment"]))
            }
            "resubmit_import" => self.senders.get(&word(&with["import"])).filter(|sender| !sender.is_null()),
            "import" | "update_import" | "accept_import" | "dismiss_import" => {
                self.recipients.get(&word(&with["import"]))
            }
            _ => None,
        }
    }

    /// Reorders the actor's own page, turned around and under another title.
    pub(crate) fn reorder(
        known: &Known,
        one: &Move,
        mut ask: impl FnMut(&'static str, &Value, &Value) -> Result<Value, Error>,
    ) -> Option<Call> {
        let actor = known.people[one.actor].clone();
        let page = ask("public_page", &actor, &json!({})).ok()?;
        let mut sections = Vec::new();
        for section in page["sections"].as_array()?.iter().rev() {
            let tracks = section["tracks"].as_array()?.iter().rev().map(|track| track["track"].clone());
            sections.push(json!({ "title": section["title"], "tracks": tracks.collect::<Vec<_>>() }));
        }
        if one.picks[0].is_multiple_of(3) {
            sections.push(json!({ "title": (["Live", "Singles"][one.picks[1] % 2]), "tracks": [] }));
        }
        if one.picks[0].is_multiple_of(7) {
            sections.push(json!({ "title": "Lost", "tracks": [Known::pick(&known.tracks, one.picks[2])] }));
        }
        Some(Call { operation: "reorder_public_page", actor, with: json!({ "sections": sections }) })
    }
}

fn comment(picks: [usize; 5]) -> Value {
    let mut with = json!({ "text": (["Louder?", "Snare\r\n is late ", "é", ""][picks[1] % 4]) });
    match picks[3] % 5 {
        0 => with["file"] = json!("id:42"),
        1 => with["position"] = json!({ "start_ms": picks[2] }),
        2 => with["position"] = json!({ "start_ms": 500, "end_ms": picks[2] }),
        3 => with["position"] = Value::Null,
        _ => {}
    }
    with
}

fn files(picks: [usize; 5]) -> Value {
    let all = [
        json!({ "name": "kick.wav", "size": 9_400_000 }),
        json!({ "name": "nocturne_final_mix.wav", "folder": "for you", "size": 1 }),
        json!({ "name": "lead vocal.wav", "folder": "Album/Stems/takes", "size": 48_000_000 }),
        json!({ "name": "Nocturne.als", "folder": null, "size": 0 }),
        json!({ "name": "cover.png", "size": 7 }),
        json!({ "name": "a/b.wav", "size": 7 }),
        json!({ "name": "lead vocal.wav", "folder": "Overture", "size": 3 }),
    ];
    picks[1..=1 + picks[4] % 3].iter().map(|pick| all[pick % all.len()].clone()).collect()
}

/// Returns the arguments of a call, where it is one of these.
pub(crate) fn arguments(operation: &str, known: &Known, picks: [usize; 5]) -> Option<Value> {
    let outside = &known.outside;
    let person = Known::pick(&known.people, picks[1]);
    let track = Known::pick(&known.tracks, picks[0]);
    Some(match operation {
        "add_comment" => {
            let mut with = comment(picks);
            with["track"] = track;
            with
        }
        "edit_comment" => {
            let mut with = comment(picks);
            with["comment"] = recent(&outside.comments, picks);
            with
        }
        "delete_comment" | "pin_comment" | "unpin_comment" | "take_down_comment" | "restore_comment" => {
            json!({ "comment": recent(&outside.comments, picks) })
        }
        "comments" | "remove_from_public_page" => json!({ "track": track }),
        "update_public_page" => {
            let mut with = json!({ "slug": SLUGS[picks[0] % SLUGS.len()], "name": "Olivia" });
            match picks[1] % 4 {
                0 => with["bio"] = json!("Night\nowl"),
                1 => with["avatar"] = json!(["https://a.example/me.png", "http://a.example"][picks[2] % 2]),
                2 => with["links"] = json!([{ "label": "Music", "url": "http://a.example" }]),
                _ => with["bio"] = Value::Null,
            }
            if !picks[2].is_multiple_of(3) {
                with["slug"] = json!(format!("page-{}", picks[3] % 7));
            }
            with
        }
        "add_to_public_page" if picks[2].is_multiple_of(2) => json!({ "track": track }),
        "add_to_public_page" => json!({ "track": track, "section": (["Singles", "Live"][picks[1] % 2]) }),
        "publish_public_page" | "unpublish_public_page" => json!({}),
        "public_page" if picks[1].is_multiple_of(2) => json!({ "slug": SLUGS[picks[0] % SLUGS.len()] }),
        "public_page" => json!({ "slug": format!("page-{}", picks[0] % 7) }),
        "submit_import" => {
            let mut with = json!({ "to": person, "files": files(picks) });
            match picks[3] % 4 {
                0 => with["track"] = track,
                1 => with["track_name"] = json!("Prelude"),
                2 => with["note"] = json!("Two\nlines"),
                _ => {}
            }
            with
        }
        "receive_import" => {
            let email = ["sam@example.com", "no address"][usize::from(picks[2].is_multiple_of(5))];
            json!({ "to": person, "name": "Sam", "email": email, "files": files(picks), "track_name": "overture" })
        }
        "update_import" => {
            let mut with = json!({ "import": recent(&outside.imports, picks) });
            match picks[1] % 3 {
                0 => with["track"] = track,
                1 => with["track"] = Value::Null,
                _ => with["kinds"] = json!([{ "file": picks[3] % 2, "kind": "vocal" }]),
            }
            with
        }
        "accept_import" => {
            let import = recent(&outside.imports, picks);
            match picks[1] % 4 {
                0 => json!({ "import": import, "title": "Sent" }),
                1 => json!({ "import": import, "title": "Sent", "group": Known::pick(&known.groups, picks[3]) }),
                _ => json!({ "import": import, "track": Known::pick(&known.tracks, picks[3]) }),
            }
        }
        "resubmit_import" | "import" | "dismiss_import" => json!({ "import": recent(&outside.imports, picks) }),
        "take_down_page" | "restore_page" => json!({ "person": person }),
        _ => return None,
    })
}
