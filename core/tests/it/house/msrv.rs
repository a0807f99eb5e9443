//! The oldest Rust that builds the library is said once, and is true of all that is built with it.

use super::cargo::{Metadata, Package};
use super::{assert_clean, assert_found, read};

/// The words behind which the README names it.
const BEFORE: &str = "minimum supported Rust version";

/// A version as numbers, so that 1.9 comes before 1.90.
fn numbers(version: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect();
    parts.resize(3, 0);
    parts
}

fn too_new<'a>(ours: &str, packages: impl IntoIterator<Item = &'a Package>) -> Vec<String> {
    let needs = packages.into_iter().filter_map(|package| Some((package, package.rust_version.as_ref()?)));
    let later = needs.filter(|(_, needed)| numbers(needed) > numbers(ours));
    later.map(|(package, needed)| format!("{} {} needs Rust {needed}", package.name, package.version)).collect()
}

/// The version in the manifest of the workspace.
fn declared(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"'))
}

/// The first version that stands behind the words in the README.
fn promised(readme: &str) -> Option<&str> {
    let behind = readme.split_once(BEFORE)?.1.trim_start_matches(|found: char| !found.is_ascii_digit());
    let version = behind.split(|found: char| !found.is_ascii_digit() && found != '.').next()?;
    Some(version.trim_end_matches('.')).filter(|version| !version.is_empty())
}

#[test]
fn no_dependency_needs_a_later_rust() {
    let manifest = read("Cargo.toml");
    let ours = declared(&manifest).expect("Cargo.toml says rust-version");
    let metadata = Metadata::ask();
    let shipped = metadata.shipped();
    assert!(shipped.len() > 10, "cargo metadata was not understood");
    assert_clean(&too_new(ours, shipped.iter().filter_map(|id| metadata.packages.get(id))));
}

#[test]
fn the_readme_names_the_same_rust() {
    assert_eq!(promised(&read("README.md")), declared(&read("Cargo.toml")));
}

#[test]
fn a_later_rust_is_found() {
    let package = |name: &str, rust: Option<&str>| Package {
        name: name.to_owned(),
        rust_version: rust.map(str::to_owned),
        ..Package::default()
    };
    let packages = [
        package("old", Some("1.9")),
        package("same", Some("1.90.0")),
        package("new", Some("1.91")),
        package("silent", None),
    ];
    assert_found(&too_new("1.90", &packages), &["new"]);
}

#[test]
fn versions_are_read_from_manifest_and_readme() {
    assert_eq!(declared("[workspace.package]\nrust-version = \"1.90\"\n"), Some("1.90"));
    assert_eq!(promised("The minimum supported Rust version is **1.90**.\nNot 1.91."), Some("1.90"));
    assert_eq!(promised("The minimum supported Rust version is 1.90."), Some("1.90"));
    assert_eq!(promised("Rust 1.90"), None);
}
