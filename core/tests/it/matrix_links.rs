//! The rows of the access matrix about links.

use serde_json::{Value, json};

use super::matrix::Fixture;

/// The operations on links, and those of visitors.
pub(crate) const ON_LINKS: [&str; 13] = [
    "create_share_link",
    "create_playlist_share",
    "update_link",
    "rotate_link",
    "revoke_link",
    "link_analytics",
    "take_down_link",
    "restore_link",
    "open",
    "stream",
    "download",
    "review",
    "sharing_method_for",
];

impl Fixture {
    /// Returns the arguments of a row about links, after what must be so before its call: the owner has one to the track.
    pub(crate) fn link_arguments(&self, row: &str) -> Value {
        let make = |with: Value| self.done(&self.owner, "create_share_link", &with);
        let link = || make(json!({ "track": self.id }))["link"]["id"].clone();
        let secret = |with: Value| make(with)["secret"].clone();
        let visit = |file: &str| {
            let secret = secret(json!({ "track": self.id, "downloads": ["bounce"] }));
            json!({ "secret": secret, "track": self.id, "file": file })
        };
        match row {
            "create_share_link" => json!({ "track": self.id, "label": "Sarah" }),
            "create_share_link: with a password" => json!({ "track": self.id, "password": "sesame" }),
            "create_playlist_share" => json!({ "tracks": [self.id] }),
            "update_link" => json!({ "link": link(), "label": "Sarah" }),
            "update_link: of a playlist of the owner's" => {
                let made = self.done(&self.owner, "create_playlist_share", &json!({ "tracks": [self.id] }));
                json!({ "link": made["link"]["id"], "name": "EP" })
            }
            "revoke_link: revoked already" => {
                let link = link();
                self.done(&self.owner, "revoke_link", &json!({ "link": link }));
                json!({ "link": link })
            }
            "restore_link" => {
                let link = link();
                self.done(&Value::Null, "take_down_link", &json!({ "link": link }));
                json!({ "link": link })
            }
            "open" => json!({ "secret": secret(json!({ "track": self.id })) }),
            "open: without its password" => {
                json!({ "secret": secret(json!({ "track": self.id, "password": "sesame" })) })
            }
            "open: of a track taken down" => {
                let secret = secret(json!({ "track": self.id }));
                self.done(&Value::Null, "take_down", &json!({ "track": self.id }));
                json!({ "secret": secret })
            }
            "stream" | "download" => visit("mix"),
            "download: a kind that is not allowed" => visit("drums"),
            "review" => {
                let secret = secret(json!({ "track": self.id, "asks_review": true }));
                json!({ "secret": secret, "name": "Sarah", "verdict": "approved" })
            }
            "sharing_method_for" => json!({ "situation": "portfolio" }),
            _ => json!({ "link": link() }),
        }
    }
}
