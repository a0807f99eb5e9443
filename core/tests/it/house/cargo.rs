//! What cargo knows of the workspace and of what it depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// A variable of the environment, which tests may read and the library may not.
#[expect(clippy::disallowed_methods, reason = "the library takes no configuration from the environment; its tests may")]
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Runs cargo on the locked workspace, without the network where that suffices, and returns what it prints.
pub(super) fn cargo(arguments: &[&str]) -> String {
    let program = environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let run = |extra: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).arg("--locked").args(extra).current_dir(super::root());
        command.output().expect("cargo can be run")
    };
    let mut output = run(&["--offline"]);
    if !output.status.success() {
        output = run(&[]);
    }
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

const BINDINGS: [&str; 3] = ["cowrite-node", "cowrite-python", "cowrite-swift"];

/// A package, as far as the house asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) licence: Option<String>,
    pub(super) rust_version: Option<String>,
    /// Whether others get it: published, or one of the bindings, which go out by the registries of their own languages.
    pub(super) is_given: bool,
}

/// The packages by id, and which needs which.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) packages: BTreeMap<String, Package>,
    /// From, to, and whether only tests and examples need it.
    needs: Vec<(String, String, bool)>,
    members: BTreeSet<String>,
}

impl Metadata {
    /// Asks cargo, with every feature and for every platform.
    pub(super) fn ask() -> Self {
        let printed = cargo(&["metadata", "--format-version", "1", "--all-features"]);
        Self::parse(&serde_json::from_str(&printed).expect("cargo prints JSON"))
    }

    fn parse(metadata: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut parsed = Self::default();
        for package in list(&metadata["packages"]) {
            let name = text(&package["name"]).unwrap_or_default();
            let is_published = package["publish"].as_array().is_none_or(|registries| !registries.is_empty());
            let read = Package {
                is_given: is_published || BINDINGS.contains(&name.as_str()),
                name,
                version: text(&package["version"]).unwrap_or_default(),
                licence: text(&package["license"]),
                rust_version: text(&package["rust_version"]),
            };
            parsed.packages.insert(text(&package["id"]).unwrap_or_default(), read);
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            for needed in list(&node["deps"]) {
                let only_dev = list(&needed["dep_kinds"]).iter().all(|kind| kind["kind"] == "dev");
                let ends = (text(&node["id"]).unwrap_or_default(), text(&needed["pkg"]).unwrap_or_default());
                parsed.needs.push((ends.0, ends.1, only_dev));
            }
        }
        parsed.members = list(&metadata["workspace_members"]).iter().filter_map(text).collect();
        parsed
    }

    /// The ids of what the library and its bindings need to be built and run, themselves included.
    pub(super) fn shipped(&self) -> BTreeSet<String> {
        let is_given = |id: &&String| self.packages.get(*id).is_some_and(|package| package.is_given);
        let mut reached: BTreeSet<String> = self.members.iter().filter(is_given).cloned().collect();
        loop {
            let next = |(from, to, only_dev): &(String, String, bool)| {
                (!only_dev && reached.contains(from) && !reached.contains(to)).then(|| to.clone())
            };
            let found: Vec<String> = self.needs.iter().filter_map(next).collect();
            if found.is_empty() {
                return reached;
            }
            reached.extend(found);
        }
    }
}

#[test]
fn what_only_tests_need_is_not_shipped() {
    let metadata = Metadata::parse(&serde_json::json!({
        "packages": [
            { "id": "a", "name": "a", "version": "1.0.0", "license": "MIT", "rust_version": "1.60", "publish": null },
            { "id": "b", "name": "b" }, { "id": "c", "name": "c" }, { "id": "d", "name": "d" },
            { "id": "bench", "name": "bench", "publish": [] }, { "id": "e", "name": "e" },
            { "id": "binding", "name": "cowrite-node", "publish": [] },
        ],
        "workspace_members": ["a", "bench", "binding"],
        "resolve": { "nodes": [
            { "id": "a", "deps": [
                { "pkg": "b", "dep_kinds": [{ "kind": null }, { "kind": "dev" }] },
                { "pkg": "c", "dep_kinds": [{ "kind": "dev" }] },
            ] },
            { "id": "b", "deps": [{ "pkg": "d", "dep_kinds": [{ "kind": "build" }] }] },
            { "id": "bench", "deps": [{ "pkg": "c", "dep_kinds": [{ "kind": null }] }] },
            { "id": "binding", "deps": [{ "pkg": "e", "dep_kinds": [{ "kind": null }] }] },
        ] },
    }));
    assert_eq!(metadata.shipped().into_iter().collect::<Vec<_>>(), ["a", "b", "binding", "d", "e"]);
}
