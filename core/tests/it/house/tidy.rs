//! Files that a stranger can read, with nothing left lying about.

use super::source::files;
use super::tokens::{at, tokens};
use super::{assert_clean, assert_found, read, root};

const MOST_LINES: usize = 450;

/// Whose length is bounded.
const SOURCE: &[&str] = &["rs", "sh", "py", "pyi", "mjs", "cjs", "js", "ts", "swift"];

/// Written by a tool from source that is bounded itself.
const GENERATED: &[&str] = &["bindings-python/python/cowrite/_native.pyi"];

/// Who are read at all.
const TEXT: &[&str] = &["md", "toml", "json", "txt", "csv", "lock", "yml", "yaml", "sql", "in", "cfg", ""];

/// What Rust code does not hold.
const IN_RUST: &[&[&str]] = &[
    &["todo", "!"],
    &["unimplemented", "!"],
    &["dbg", "!"],
    &["#", "[", "ignore"],
    &["#", "[", "allow", "("],
    &["#", "!", "[", "allow", "("],
    &["#", "[", "should_panic"],
];

/// Notes to oneself, which belong to an issue.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// Folders of the machine on which something was written.
const MACHINE: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// Addresses that a build asks only through its own settings.
const REGISTRIES: &[&str] = &[
    concat!("registry.npmjs", ".org"),
    concat!("files.pythonhosted", ".org"),
    concat!("pypi.org/", "simple"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("index", "-url"),
];

/// What a locked crate may come from.
const CRATES: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether `text` holds `wanted`, not as the tail or the inside of a longer word.
fn holds_word(text: &str, wanted: &str) -> bool {
    let in_word = |found: char| found.is_alphanumeric() || matches!(found, '_' | '-' | '.' | '$' | '}');
    let pieces: Vec<&str> = text.split(wanted).collect();
    pieces.windows(2).any(|around| {
        let (before, after) = (around[0].chars().next_back(), around[1].chars().next());
        !before.is_some_and(in_word) && (wanted.ends_with('/') || !after.is_some_and(in_word))
    })
}

/// Whether a line is a comment that draws a line.
fn is_banner(line: &str) -> bool {
    let line = line.trim_start();
    let Some((mark, rest)) = ["//", "#", "/*"].into_iter().find_map(|mark| Some((mark, line.strip_prefix(mark)?)))
    else {
        return false;
    };
    let drawn = rest.trim_start_matches(['/', '!']).trim();
    "=-*#~_/".chars().any(|stroke| drawn.starts_with(&stroke.to_string().repeat(4)))
        || (mark == "#" && line.starts_with("####"))
        || line.starts_with("/////")
}

fn untidy(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_source = SOURCE.contains(&ending(path));
    if is_source && !GENERATED.contains(&path) && text.lines().count() > MOST_LINES {
        found.push(format!("{path}: {} lines, at most {MOST_LINES}: divide it", text.lines().count()));
    }
    for (line, content) in (1..).zip(text.lines()) {
        let mut note = |what: &str| found.push(format!("{path}:{line}: {what}"));
        for word in NOTES.iter().filter(|word| holds_word(content, word)) {
            note(&format!("`{word}` belongs to an issue"));
        }
        for folder in MACHINE.iter().filter(|folder| holds_word(content, folder)) {
            note(&format!("`{folder}` is a folder of one machine"));
        }
        for host in REGISTRIES.iter().filter(|host| content.contains(*host)) {
            note(&format!("`{host}` is a setting of the machine"));
        }
        if path.ends_with("Cargo.lock") && content.starts_with("source = ") && content != CRATES {
            note("a crate from elsewhere than crates.io");
        }
        if is_source && is_banner(content) {
            note("a comment that draws a line");
        }
    }
    if ending(path) == "rs" {
        let tokens = tokens(text);
        for (place, token) in tokens.iter().enumerate() {
            for refused in IN_RUST.iter().filter(|refused| at(&tokens, place, refused)) {
                found.push(format!("{path}:{}: `{}`", token.line, refused.concat()));
            }
        }
    }
    found
}

#[test]
fn the_tree_is_tidy() {
    let mut found = Vec::new();
    let (mut n_read, paths) = (0, files("."));
    for path in paths.iter().filter(|path| SOURCE.contains(&ending(path)) || TEXT.contains(&ending(path))) {
        // What is not UTF-8 is not source.
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        found.extend(untidy(path, &text));
        n_read += 1;
    }
    assert!(n_read > 50, "the tree was not found");
    assert_clean(&found);
}

#[test]
fn this_file_is_read_too() {
    assert!(files(".").contains(&"core/tests/it/house/tidy.rs".to_owned()));
    assert!(read(".gitignore").contains("target"));
}

#[test]
fn untidiness_is_found() {
    let found = |path: &str, text: &str| untidy(path, text);
    assert_found(&found("a.rs", &"x\n".repeat(451)), &["451 lines"]);
    assert_found(
        &found("a.rs", "fn f() { todo!() }\nfn g() { dbg!(unimplemented!()) }"),
        &["a.rs:1: `todo!`", "`dbg!`", "`unimplemented!`"],
    );
    assert_found(
        &found("a.rs", "#[ignore = \"slow\"]\n#[allow(dead_code)]\n#![allow(x)]"),
        &["ignore", "allow", "allow"],
    );
    for note in NOTES {
        assert_found(&found("a.md", &format!("- {note}: mend it")), &["belongs to an issue"]);
    }
    for folder in MACHINE {
        assert_found(&found("a.json", &format!("\"{folder}x\"")), &["one machine"]);
    }
    for host in REGISTRIES {
        assert_found(&found("package-lock.json", &format!("\"https://{host}/x\"")), &["setting of the machine"]);
    }
    for banner in ["// ---------", "//// ====", "# ======= setup", "##########", "    // ******", "//////////"] {
        assert_found(&found("a.py", banner), &["draws a line"]);
    }
    assert_found(&found("Cargo.lock", "source = \"git+https://example.com/x\""), &["elsewhere"]);
}

#[test]
fn tidiness_is_not() {
    let rust = "//! | a | b |\n//! |---|---|\n#[expect(dead_code, reason = \"#[allow(x)]\")]\n/// A --- dash.\nconst X: &str = \"todo!()\";";
    assert_clean(&untidy("a.rs", rust));
    assert_clean(&untidy("a.sh", &format!("#!/usr/bin/env bash\n# One line.\ncd \"$root{}x\"", MACHINE[0])));
    assert_clean(&untidy("a.md", "core/network/frame.rs\n# Heading\n\n-----\nMASTODON"));
    assert_clean(&untidy("Cargo.lock", CRATES));
    assert_clean(&untidy("a.md", &"x\n".repeat(900)));
}
