//! The house rules: what holds of the source, the dependencies and the pages, rather than of what the library does.
//!
//! Every check is a function from text or data to findings, so that beside the test which wants none on the real tree
//! there is one that feeds it a violation and wants it found.

mod arrows;
mod cargo;
mod coverage;
mod dependencies;
mod docs;
mod licences;
mod link_faults;
mod msrv;
mod purity;
mod source;
mod tidy;
mod tokens;

use std::path::{Path, PathBuf};

/// The workspace's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("core lies in the workspace").to_path_buf()
}

/// The text of a file, given from the workspace's folder.
fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with one finding a line.
fn assert_clean(findings: &[String]) {
    assert!(findings.is_empty(), "{} found:\n{}", findings.len(), findings.join("\n"));
}

/// Fails unless exactly these were found, each given by a part of its text: the negative control.
fn assert_found(findings: &[String], parts: &[&str]) {
    let as_wanted =
        findings.len() == parts.len() && findings.iter().zip(parts).all(|(found, part)| found.contains(part));
    assert!(as_wanted, "wanted {parts:#?}\nfound {findings:#?}");
}
