//! Which files there are, and which paths a Rust file names.

use std::path::Path;

use super::root;
use super::tokens::{Token, at};

/// All files under a folder of the workspace, as paths from the workspace's folder, in order.
pub(super) fn files(folder: &str) -> Vec<String> {
    let ignored = super::read(".gitignore");
    let mut found = Vec::new();
    walk(&root().join(folder), &ignored, &mut found);
    found.sort();
    found
}

/// All Rust files under a folder, with their text.
pub(super) fn rust_files(folder: &str) -> Vec<(String, String)> {
    let rust = files(folder).into_iter().filter(|path| path.ends_with(".rs"));
    rust.map(|path| (path.clone(), super::read(&path))).collect()
}

fn walk(folder: &Path, ignored: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".git" || is_ignored(&name, ignored) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            walk(&path, ignored, found);
        } else if let Ok(inside) = path.strip_prefix(root()) {
            found.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// Whether a `.gitignore` of plain names and `*.suffix` patterns leaves a name out.
fn is_ignored(name: &str, ignored: &str) -> bool {
    ignored.lines().map(|line| line.trim().trim_matches('/')).any(|pattern| match pattern.strip_prefix('*') {
        Some(suffix) => name.ends_with(suffix),
        None => name == pattern,
    })
}

/// A path as source names it: `crate` and what is reached through `self` and `super` are made absolute and begin with `crate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

impl Named {
    /// The path below the crate, if it leads into it.
    pub(super) fn inside(&self) -> Option<&[String]> {
        self.path.split_first().filter(|(first, _)| *first == "crate").map(|(_, rest)| rest)
    }

    pub(super) fn begins(&self, path: &str) -> bool {
        path.split("::").enumerate().all(|(at, part)| self.path.get(at).is_some_and(|found| found == part))
    }
}

/// The module that a file under `src` is.
pub(super) fn module(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Every path of two or more parts that the source of a module names, imports and inline ones alike.
pub(super) fn named(tokens: &[Token], module: &[String]) -> Vec<Named> {
    let (mut found, mut inline, mut depth, mut place) = (Vec::new(), Vec::new(), 0_usize, 0);
    while let Some(token) = tokens.get(place) {
        if token.is("mod") && at(tokens, place + 2, &["{"]) {
            inline.push((tokens[place + 1].text.clone(), depth));
        }
        depth += usize::from(token.is("{"));
        if token.is("}") {
            depth = depth.saturating_sub(1);
            if inline.last().is_some_and(|(_, opened)| *opened == depth) {
                inline.pop();
            }
        }
        let begins = is_word(token) && at(tokens, place + 1, &["::"]) && (place == 0 || !tokens[place - 1].is("::"));
        if !begins {
            place += 1;
            continue;
        }
        let here: Vec<String> = module.iter().cloned().chain(inline.iter().map(|(name, _)| name.clone())).collect();
        let mut trees = Vec::new();
        place = tree(tokens, place, &[], &mut trees).max(place + 1);
        found.extend(trees.into_iter().map(|(path, line)| Named { path: absolute(&path, &here), line }));
    }
    found
}

fn is_word(token: &Token) -> bool {
    token.kind == super::tokens::Kind::Word
}

/// Reads one path or tree of paths from `place`, and returns where it ends.
fn tree(tokens: &[Token], mut place: usize, prefix: &[String], out: &mut Vec<(Vec<String>, usize)>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(place) {
        if token.is("{") {
            place += 1;
            while tokens.get(place).is_some_and(|token| !token.is("}")) {
                place = tree(tokens, place, &path, out);
                while tokens.get(place).is_some_and(|token| !token.is(",") && !token.is("}")) {
                    place += 1;
                }
                place += usize::from(at(tokens, place, &[","]));
            }
            return place + 1;
        }
        if !is_word(token) && !token.is("*") {
            break;
        }
        path.push(token.text.clone());
        place += 1;
        if !at(tokens, place, &["::"]) {
            break;
        }
        place += 1;
    }
    let line = tokens.get(place.saturating_sub(1)).map_or(0, |token| token.line);
    out.push((path, line));
    place
}

fn absolute(path: &[String], here: &[String]) -> Vec<String> {
    let mut rest = path;
    let mut base = match path.first().map(String::as_str) {
        Some("self" | "super") => here.to_vec(),
        Some("crate") => {
            rest = &path[1..];
            Vec::new()
        }
        _ => return path.to_vec(),
    };
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "super" => drop(base.pop()),
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    base.insert(0, "crate".to_owned());
    base.extend(rest.iter().cloned());
    base
}

#[test]
fn trees_and_relative_paths_become_absolute() {
    let source = "
        use super::{Held, level::{Access, Level as Rank}};
        use crate::{error::Error, id::*};
        fn f(x: &crate::domain::group::Group) -> Vec::<u8> { std::fs::read() }
        mod tests { use super::*; mod deep { use super::super::super::walk; } }
        pub(in crate::domain) fn g() { super::unseen() }
    ";
    let module = module("domain/access/witness.rs");
    let found: Vec<_> =
        named(&super::tokens::tokens(source), &module).iter().map(|named| named.path.join("::")).collect();
    assert_eq!(
        found,
        [
            "crate::domain::access::Held",
            "crate::domain::access::level::Access",
            "crate::domain::access::level::Level",
            "crate::error::Error",
            "crate::id::*",
            "crate::domain::group::Group",
            "Vec",
            "std::fs::read",
            "crate::domain::access::witness::*",
            "crate::domain::access::walk",
            "crate::domain",
            "crate::domain::access::unseen",
        ]
    );
}

#[test]
fn what_git_ignores_is_not_looked_at() {
    let ignored = "/target\nnode_modules/\n*.db\n";
    assert!(is_ignored("target", ignored) && is_ignored("node_modules", ignored) && is_ignored("album.db", ignored));
    assert!(!is_ignored("targets", ignored) && !is_ignored("core", ignored));
}
