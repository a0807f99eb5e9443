use serde_json::{Map, Value, json};

use crate::tree::{File, Kind, Place, Seen, View, rank};
use crate::world::World;

impl World {
    /// What Dropbox tells of what is at a place, with its tag; nothing of the root that paths are counted from.
    pub(crate) fn metadata(&self, view: &View, place: &Place) -> Option<Value> {
        self.metadata_among(view, place, &self.seen(view))
    }

    /// The same, for who has looked already at what the account sees.
    pub(crate) fn metadata_among(&self, view: &View, place: &Place, seen: &[Seen]) -> Option<Value> {
        let level = self.level(&view.account, &place.ns)?;
        let is_read_only = rank(level) < 3;
        if place.rel.is_empty() {
            return self.mount_metadata(view, &place.ns, is_read_only, seen);
        }
        let node = self.node(place)?;
        if let Kind::Mount(mounted) = &node.kind {
            return self.metadata_among(view, &Place { ns: mounted.clone(), rel: String::new() }, seen);
        }
        let is_shared = self.namespaces.get(&place.ns)?.shared.is_some();
        let mut told = Map::new();
        let mut tell = |name: &str, value: Value| drop(told.insert(name.to_owned(), value));
        tell("name", json!(node.name));
        tell("id", json!(node.id));
        if let Some(Seen { lower, display, .. }) = seen.iter().find(|seen| seen.ns == place.ns) {
            tell("path_lower", json!(format!("{lower}{}", place.rel)));
            tell("path_display", json!(format!("{display}{}", self.display(place))));
        }
        if is_shared {
            tell("parent_shared_folder_id", json!(place.ns));
        }
        match &node.kind {
            Kind::File(file) => {
                for (name, value) in self.file_fields(file) {
                    tell(&name, value);
                }
                if is_shared {
                    let by = self.told_id(&file.modified_by);
                    let sharing =
                        json!({ "read_only": is_read_only, "parent_shared_folder_id": place.ns, "modified_by": by });
                    tell("sharing_info", sharing);
                }
            }
            _ => {
                tell(".tag", json!("folder"));
                if is_shared {
                    let sharing = json!({
                        "read_only": is_read_only,
                        "parent_shared_folder_id": place.ns,
                        "traverse_only": false,
                        "no_access": false,
                    });
                    tell("sharing_info", sharing);
                }
            }
        }
        Some(Value::Object(told))
    }

    fn file_fields(&self, file: &File) -> Map<String, Value> {
        let fields = json!({
            ".tag": "file",
            "client_modified": file.client_modified,
            "server_modified": file.server_modified,
            "rev": file.rev,
            "size": file.data.len(),
            "is_downloadable": true,
            "content_hash": file.hash,
        });
        fields.as_object().cloned().unwrap_or_default()
    }

    /// A file as it was at a revision, with the names of today.
    pub(crate) fn metadata_at(&self, view: &View, place: &Place, file: &File) -> Option<Value> {
        let mut told = self.metadata(view, place)?;
        told.as_object_mut()?.extend(self.file_fields(file));
        Some(told)
    }

    fn mount_metadata(&self, view: &View, ns: &str, is_read_only: bool, seen: &[Seen]) -> Option<Value> {
        if *ns == view.root {
            return None;
        }
        let mut told = json!({ ".tag": "folder" });
        let fields = told.as_object_mut()?;
        let mut tell = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        match &self.namespaces.get(ns)?.shared {
            Some(shared) => {
                tell("id", json!(shared.node_id));
                tell("name", json!(shared.name));
                tell("shared_folder_id", json!(ns));
                let sharing = json!({
                    "read_only": is_read_only,
                    "shared_folder_id": ns,
                    "traverse_only": false,
                    "no_access": false,
                });
                tell("sharing_info", sharing);
            }
            // A home, seen from a team's space.
            None => tell("id", json!(format!("id:home-{ns:0>16}"))),
        }
        if let Some(Seen { lower, display, .. }) = seen.iter().find(|seen| seen.ns == ns) {
            let name = display.rsplit('/').next().unwrap_or_default();
            tell("name", json!(name));
            tell("path_lower", json!(lower));
            tell("path_display", json!(display));
        }
        Some(told)
    }
}

/// Where a route's answer is of one type, no tag says which.
pub(crate) fn untagged(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.remove(".tag");
    }
    value
}

/// An object with one more field.
pub(crate) fn with_field(mut value: Value, name: &str, added: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert(name.to_owned(), added);
    }
    value
}
