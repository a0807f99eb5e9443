//! The calls of the access matrix on comments, public pages and imports.

use serde_json::{Value, json};

use super::matrix::Fixture;

fn files() -> Value {
    json!([{ "name": "kick.wav", "folder": "Stems", "size": 9_400_000 }])
}

fn short_files() -> Value {
    json!([{ "name": "kick.wav", "folder": "Stems", "size": 4 }])
}

impl Fixture {
    fn comment_of(&self, author: &Value) -> Value {
        self.done(author, "add_comment", &json!({ "track": self.id, "text": "Louder?" }))["id"].clone()
    }

    /// A comment of the actor's, where they can comment, else of the owner's.
    fn own_comment(&self) -> Value {
        let own = self.world.call("add_comment", &self.actor, &json!({ "track": self.id, "text": "Louder?" }));
        own.map_or_else(|_| self.comment_of(&self.owner), |comment| comment["id"].clone())
    }

    /// What was sent by one to another.
    fn sent(&self, from: &Value, to: &Value) -> Value {
        self.done(from, "submit_import", &json!({ "to": to, "files": files() }))["id"].clone()
    }

    fn own_page(&self) {
        let page = json!({ "slug": "the-actor", "name": "The actor" });
        self.done(&self.actor, "update_public_page", &page);
    }

    /// The track on its owner's page, which can be found.
    fn track_on_page(&self) -> Value {
        let page = json!({ "slug": "the-owner", "name": "The owner" });
        self.done(&self.owner, "update_public_page", &page);
        self.done(&self.owner, "publish_public_page", &json!({}));
        self.done(&self.owner, "add_to_public_page", &json!({ "track": self.id }));
        json!({ "slug": "the-owner", "track": self.id })
    }

    fn own_track_on_page(&self) -> Value {
        let own = self.done(&self.actor, "create_track", &json!({ "title": "Own" }))["id"].clone();
        self.done(&self.actor, "add_to_public_page", &json!({ "track": own }));
        own
    }
}

/// Returns the arguments of a row, where it is one of these, after what must be so before its call.
pub(crate) fn arguments(fixture: &Fixture, row: &str) -> Option<Value> {
    let Fixture { id, actor, editor, .. } = fixture;
    let taken_down = |operation: &str, with: Value| {
        fixture.done(&Value::Null, operation, &with);
        with
    };
    Some(match row {
        "add_comment" => json!({ "track": id, "text": "Louder?" }),
        "edit_comment: own" => json!({ "comment": fixture.own_comment(), "text": "Softer?" }),
        "edit_comment: the editor's" => json!({ "comment": fixture.comment_of(editor), "text": "Softer?" }),
        "delete_comment: the editor's" | "pin_comment" | "take_down_comment" => {
            json!({ "comment": fixture.comment_of(editor) })
        }
        "unpin_comment" => {
            let with = json!({ "comment": fixture.comment_of(editor) });
            fixture.done(editor, "pin_comment", &with);
            with
        }
        "restore_comment" => taken_down("take_down_comment", json!({ "comment": fixture.comment_of(editor) })),
        "comments" => json!({ "track": id }),
        "actor public_page" => json!({}),
        "update_public_page" => json!({ "slug": "the-actor", "name": "The actor" }),
        "add_to_public_page" => json!({ "track": id, "section": "Singles" }),
        "remove_from_public_page: own" => json!({ "track": fixture.own_track_on_page() }),
        "reorder_public_page" => {
            let own = fixture.own_track_on_page();
            json!({ "sections": [{ "title": "Singles", "tracks": [own] }] })
        }
        "publish_public_page" => {
            fixture.own_page();
            json!({})
        }
        "unpublish_public_page" => {
            fixture.own_page();
            fixture.done(actor, "publish_public_page", &json!({}));
            json!({})
        }
        "visitor public_page" => {
            fixture.own_page();
            fixture.done(actor, "publish_public_page", &json!({}));
            json!({ "slug": "the-actor" })
        }
        "stream_preview: of a track that is not published" => fixture.track_on_page(),
        "stream_preview" | "stream_preview: by a bot" => {
            let mut with = fixture.track_on_page();
            fixture.done(&fixture.owner, "update_track", &json!({ "track": id, "stage": "published" }));
            with["bot"] = json!(row != "stream_preview");
            with
        }
        "take_down_page" => {
            fixture.own_page();
            json!({ "person": actor })
        }
        "restore_page" => {
            fixture.own_page();
            taken_down("take_down_page", json!({ "person": actor }))
        }
        "submit_import: meaning the track" => json!({ "to": editor, "files": files(), "track": id }),
        "receive_import" => json!({ "to": actor, "name": "Sam", "email": "sam@example.com", "files": files() }),
        "receive_file" => {
            let with = json!({ "to": actor, "name": "Sam", "email": "sam@example.com", "files": short_files() });
            let import = fixture.done(&Value::Null, "receive_import", &with)["id"].clone();
            json!({ "import": import, "number": 0, "content": "boom" })
        }
        "send_file" => {
            let with = json!({ "to": editor, "files": short_files() });
            let import = fixture.done(actor, "submit_import", &with)["id"].clone();
            json!({ "import": import, "number": 0, "content": "boom" })
        }
        "resubmit_import" => {
            let import = fixture.sent(actor, editor);
            fixture.done(editor, "dismiss_import", &json!({ "import": import }));
            json!({ "import": import })
        }
        "import" | "dismiss_import" => json!({ "import": fixture.sent(editor, actor) }),
        "imports" => json!({}),
        "update_import: for the track" => json!({ "import": fixture.sent(editor, actor), "track": id }),
        "accept_import: into the track" => json!({ "import": fixture.sent(editor, actor), "track": id }),
        "accept_import: into a new track" => json!({ "import": fixture.sent(editor, actor), "title": "Sent" }),
        _ => return None,
    })
}
