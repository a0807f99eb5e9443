//! What the library brings into a house: a list one can read, and no runtime, socket or database unasked.

use std::collections::BTreeSet;

use super::cargo::{cargo, environment};
use super::{assert_clean, assert_found, read, root};

const LIST: &str = "core/tests/it/house/dependencies.txt";

const HEAD: &str = "\
# Every crate that `cowrite` brings with --no-default-features, on all platforms together, build-time ones left out.
# A new line here needs a reason in its commit. Written by:
#   COWRITE_BLESS=1 cargo test -p cowrite --test it house::dependencies
";

/// Crates that do input or output, or bring a runtime: never without a feature that says so.
const WORLDLY: &[&str] = &[
    "tokio",
    "mio",
    "socket2",
    "async-std",
    "smol",
    "async-io",
    "polling",
    "hyper",
    "reqwest",
    "ureq",
    "rustls",
    "native-tls",
    "openssl",
    "openssl-sys",
    "rusqlite",
    "libsqlite3-sys",
    "sqlx",
    "postgres",
    "tokio-postgres",
    "diesel",
    "redb",
    "sled",
    "tempfile",
    "walkdir",
    "notify",
    "dirs",
    "rayon",
    "cap-std",
    "cap-primitives",
    "rustix",
];

/// The same without SQLite and a folder of the machine, which the default features are for.
const BY_DEFAULT: &[&str] = &["rusqlite", "libsqlite3-sys", "cap-std", "cap-primitives", "rustix"];

/// What files in Dropbox are asked for by: TLS over the standard library's sockets.
const WITH_DROPBOX: &[&str] = &["rustls"];

/// The names in what `cargo tree --prefix none` prints, without the package itself.
fn names(tree: &str, package: &str) -> BTreeSet<String> {
    let words = tree.lines().filter_map(|line| line.split_whitespace().next());
    words.filter(|name| *name != package).map(str::to_owned).collect()
}

fn closure(features: &[&str]) -> BTreeSet<String> {
    let mut arguments = vec!["tree", "-p", "cowrite", "-e", "normal", "--target", "all", "--prefix", "none"];
    arguments.extend(features);
    names(&cargo(&arguments), "cowrite")
}

fn differences(found: &BTreeSet<String>, list: &str) -> Vec<String> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let listed: BTreeSet<String> = lines.map(str::to_owned).collect();
    let new = found.difference(&listed).map(|name| format!("`{name}` is new: give its reason and add it to {LIST}"));
    let gone = listed.difference(found).map(|name| format!("`{name}` is no longer there: take it from {LIST}"));
    new.chain(gone).collect()
}

fn worldly(found: &BTreeSet<String>, allowed: &[&str]) -> Vec<String> {
    let refused = found.iter().filter(|name| WORLDLY.contains(&name.as_str()) && !allowed.contains(&name.as_str()));
    refused.map(|name| format!("`{name}` does input or output")).collect()
}

#[test]
fn the_bare_library_brings_what_the_list_says() {
    let found = closure(&["--no-default-features"]);
    assert!(found.contains("serde"), "cargo tree was not understood: {found:?}");
    if environment("COWRITE_BLESS").is_some() {
        let lines: String = found.iter().map(|name| format!("{name}\n")).collect();
        std::fs::write(root().join(LIST), format!("{HEAD}{lines}")).expect("the list can be written");
    }
    assert_clean(&differences(&found, &read(LIST)));
}

#[test]
fn the_bare_library_does_no_input_or_output() {
    assert_clean(&worldly(&closure(&["--no-default-features"]), &[]));
}

#[test]
fn the_default_library_brings_sqlite_and_files_and_no_runtime() {
    assert_clean(&worldly(&closure(&[]), BY_DEFAULT));
}

#[test]
fn the_library_with_dropbox_brings_tls_and_no_runtime() {
    let found = closure(&["--no-default-features", "--features", "dropbox"]);
    assert!(found.contains("dropbox-sdk"), "cargo tree was not understood: {found:?}");
    assert_clean(&worldly(&found, WITH_DROPBOX));
}

#[test]
fn a_changed_closure_is_found() {
    let found = names(
        "cowrite v0.1.0 (somewhere)\nserde v1.0.229\nserde_derive v1.0.229 (proc-macro)\nserde v1.0.229 (*)\n",
        "cowrite",
    );
    assert_clean(&differences(&found, "# head\nserde\nserde_derive\n"));
    assert_found(&differences(&found, "serde\nuuid\n"), &["`serde_derive` is new", "`uuid` is no longer there"]);
}

#[test]
fn a_worldly_crate_is_found() {
    let found = ["mio", "rusqlite", "serde"].map(str::to_owned).into();
    assert_found(&worldly(&found, &[]), &["mio", "rusqlite"]);
    assert_found(&worldly(&found, BY_DEFAULT), &["mio"]);
}
