//! The shapes of what the library takes and gives, written out for the bindings.
//!
//! A view may gain a field without any Rust code noticing; `conformance/types.json` notices, and each binding compares its own records with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use quote::ToTokens;
use serde_json::{Value, json};
use syn::{Attribute, Fields, Item, UseTree, Visibility};

use super::snapshots::compare;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn parsed(path: &Path) -> syn::File {
    let text = std::fs::read_to_string(path).unwrap();
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names that a crate's front door gives out.
fn exported(front: &syn::File) -> BTreeSet<String> {
    fn names(tree: &UseTree, found: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => names(&path.tree, found),
            UseTree::Group(group) => group.items.iter().for_each(|tree| names(tree, found)),
            UseTree::Name(name) => found.extend([name.ident.to_string()]),
            UseTree::Rename(renamed) => found.extend([renamed.rename.to_string()]),
            UseTree::Glob(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    for item in &front.items {
        if let Item::Use(used) = item
            && matches!(used.vis, Visibility::Public(_))
        {
            names(&used.tree, &mut found);
        }
    }
    found
}

fn snake(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// The name under which serde writes a field or variant that has one of its own.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other words of the attribute may have any form: they say nothing of the name.
        drop(attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            }
            Ok(())
        }));
    }
    name
}

/// A type as text, without the spaces that tokens are printed with.
fn written(found: &syn::Type) -> String {
    found.to_token_stream().to_string().replace(' ', "").replace(',', ", ")
}

fn fields(fields: &Fields, all: bool) -> Vec<Value> {
    let open = fields.iter().filter(|field| all || matches!(field.vis, Visibility::Public(_)));
    open.map(|field| {
        let name = field.ident.as_ref().map(ToString::to_string);
        json!({ "name": renamed(&field.attrs).or(name), "type": written(&field.ty) })
    })
    .collect()
}

/// What a file's public types look like, by name.
fn shapes(file: &syn::File) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Struct(shape) if matches!(shape.vis, Visibility::Public(_)) => {
                let open = fields(&shape.fields, false);
                if !open.is_empty() {
                    found.insert(shape.ident.to_string(), json!({ "kind": "record", "fields": open }));
                }
            }
            Item::Enum(shape) if matches!(shape.vis, Visibility::Public(_)) => {
                let variant = |variant: &syn::Variant| {
                    let name = renamed(&variant.attrs).unwrap_or_else(|| snake(&variant.ident.to_string()));
                    json!({ "name": name, "fields": fields(&variant.fields, true) })
                };
                let variants: Vec<Value> = shape.variants.iter().map(variant).collect();
                found.insert(shape.ident.to_string(), json!({ "kind": "enum", "variants": variants }));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_shapes_of_values_are_those_committed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = exported(&parsed(&source.join("lib.rs")));
    let mut files = Vec::new();
    for room in ["app", "domain", "error"] {
        sources(&source.join(room), &mut files);
    }
    files.extend(["error.rs", "event.rs", "id.rs", "time.rs"].map(|file| source.join(file)));
    let mut types: BTreeMap<String, Value> = BTreeMap::new();
    for file in files {
        for (name, shape) in shapes(&parsed(&file)) {
            if names.contains(&name) {
                let before = types.insert(name.clone(), shape);
                assert!(before.is_none(), "two types are called {name}");
            }
        }
    }
    assert!(types.len() > 100, "only {} types were found", types.len());
    let text = serde_json::to_string_pretty(&types).unwrap();
    compare("conformance/types.json", &(text + "\n"));
}

#[test]
fn names_private_parts_and_renamed_ones_are_read() {
    let file = syn::parse_file(
        "pub use room::{Seen, inner::Kind as Sort}; use other::Hidden;
         pub struct Seen { pub id: Option<TrackId>, #[serde(default, rename = \"do\")] pub operation: String, own: u8 }
         pub struct Opaque(u8);
         struct Hidden { pub id: u8 }
         pub enum Sort { Plain, ReadyToRelease { by_owner: bool }, Held(Vec<u8>) }",
    );
    let file = file.unwrap();
    assert_eq!(exported(&file), ["Seen", "Sort"].map(str::to_owned).into());
    let found = serde_json::to_value(shapes(&file)).unwrap();
    let field = |name: &str, of: &str| json!({ "name": name, "type": of });
    let wanted = json!({
        "Seen": { "kind": "record", "fields": [field("id", "Option<TrackId>"), field("do", "String")] },
        "Sort": { "kind": "enum", "variants": [
            { "name": "plain", "fields": [] },
            { "name": "ready_to_release", "fields": [field("by_owner", "bool")] },
            { "name": "held", "fields": [{ "name": null, "type": "Vec<u8>" }] },
        ] },
    });
    assert_eq!(found, wanted);
}
