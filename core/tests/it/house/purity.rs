//! The domain is pure: nothing in it waits, asks the time, throws dice, touches the world, or counts in floats.

use super::source::{module, named, rust_files};
use super::tokens::{Kind, tokens};
use super::{assert_clean, assert_found};

/// Words that the domain does not use at all.
const WORDS: &[&str] = &[
    "async",
    "await",
    "unsafe",
    "SystemTime",
    "Instant",
    "Mutex",
    "RwLock",
    "Condvar",
    "OnceLock",
    "LazyLock",
    "thread_local",
    "rand",
    "getrandom",
    "now_v7",
    "new_v4",
    "f32",
    "f64",
    "serde_json",
    "rusqlite",
    "tokio",
    "futures_timer",
    "println",
    "eprintln",
    "print",
    "eprint",
];

/// Paths that the domain does not name, nor anything below them.
const PATHS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "std::process",
    "std::io",
    "std::os",
    "std::time",
    "std::sync::mpsc",
    "std::sync::atomic",
    "core::sync::atomic",
    "std::future",
    "core::future",
    "core::time",
    "chrono::Utc",
    "chrono::Local",
];

fn impurities(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let words = tokens.iter().filter(|token| token.kind == Kind::Word && WORDS.contains(&token.text.as_str()));
    let floats = tokens.iter().filter(|token| token.kind == Kind::Float);
    let mut found: Vec<_> =
        words.chain(floats).map(|token| format!("{file}:{}: `{}`", token.line, token.text)).collect();
    for named in named(&tokens, &module(file)) {
        if PATHS.iter().any(|path| named.begins(path)) {
            found.push(format!("{file}:{}: `{}`", named.line, named.path.join("::")));
        }
    }
    found
}

#[test]
fn the_domain_is_pure() {
    let files = rust_files("core/src/domain");
    assert!(files.len() > 10, "the domain was not found");
    let found: Vec<_> = files.iter().flat_map(|(path, text)| impurities(path, text)).collect();
    assert_clean(&found);
}

#[test]
fn an_impurity_is_found() {
    assert_found(&impurities("a.rs", "async fn f() { g().await }"), &["async", "await"]);
    assert_found(&impurities("a.rs", "use std::time::SystemTime;"), &["SystemTime", "std::time::SystemTime"]);
    assert_found(
        &impurities("a.rs", "use std::{collections::BTreeMap, fs::File, env};"),
        &["std::fs::File", "std::env"],
    );
    assert_found(&impurities("a.rs", "fn f() { std::thread::spawn(g) }"), &["std::thread::spawn"]);
    assert_found(&impurities("a.rs", "let x: Mutex<f64> = todo;"), &["Mutex", "f64"]);
    assert_found(&impurities("a.rs", "let half = whole * 0.5;"), &["0.5"]);
    assert_found(&impurities("a.rs", "serde_json::to_string(x)"), &["serde_json"]);
    assert_found(
        &impurities("a.rs", "Uuid::now_v7(); rand::rng(); getrandom::fill(x)"),
        &["now_v7", "rand", "getrandom"],
    );
}

#[test]
fn what_only_speaks_of_one_is_not() {
    let text =
        "//! No async, no std::fs.\nconst X: &str = \"f64\"; // Mutex\nlet at: Timestamp = draft.0.1; for n in 0..5 {}";
    assert_clean(&impurities("a.rs", text));
}
