//! Nobody who takes the library in takes a licence with it that binds their own code, or a crate that nobody looks after.

use super::cargo::{Metadata, Package};
use super::{assert_clean, assert_found};

const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "BlueOak-1.0.0",
    // Of data, the public certificates that TLS begins with: to be passed on with the text of the licence.
    "CDLA-Permissive-2.0",
];

/// Allowed besides in what only tests and benches need.
const ALLOWED_IN_TESTS: &[&str] = &["MPL-2.0"];

/// Shipped all the same: what each begins its name with, and its licence. The Swift package is written by them; the licence binds changes to their own
/// files, not what is linked with them.
const EXCEPTIONS: &[(&str, &str)] = &[("uniffi", "MPL-2.0"), ("weedle2", "MPL-2.0")];

/// Crates that nobody looks after, with known holes, or that drag in what a machine may lack. A version prefix narrows it.
const BANNED: &[(&str, &str, &str)] = &[
    ("openssl", "", "needs the system's OpenSSL"),
    ("openssl-sys", "", "needs the system's OpenSSL"),
    ("native-tls", "", "needs the system's TLS"),
    ("time", "0.1.", "RUSTSEC-2020-0071"),
    ("chrono", "0.3.", "too old to be safe"),
    ("async-std", "", "RUSTSEC-2025-0052, unmaintained"),
    ("atty", "", "RUSTSEC-2024-0375, unmaintained"),
    ("ansi_term", "", "RUSTSEC-2021-0139, unmaintained"),
    ("backoff", "", "RUSTSEC-2025-0012, unmaintained"),
    ("bincode", "", "RUSTSEC-2025-0141, unmaintained"),
    ("derivative", "", "RUSTSEC-2024-0388, unmaintained"),
    ("dotenv", "", "RUSTSEC-2021-0141, unmaintained"),
    ("failure", "", "RUSTSEC-2020-0036, unmaintained"),
    ("fxhash", "", "RUSTSEC-2025-0057, unmaintained"),
    ("instant", "", "RUSTSEC-2024-0384, unmaintained"),
    ("net2", "", "RUSTSEC-2020-0016, unmaintained"),
    ("number_prefix", "", "RUSTSEC-2025-0119, unmaintained"),
    ("paste", "", "RUSTSEC-2024-0436, unmaintained"),
    ("proc-macro-error", "", "RUSTSEC-2024-0370, unmaintained"),
    ("rustls-pemfile", "", "RUSTSEC-2025-0134, unmaintained"),
    ("serde_yaml", "", "unmaintained"),
    ("stdweb", "", "RUSTSEC-2020-0056, unmaintained"),
    ("yaml-rust", "", "RUSTSEC-2024-0320, unmaintained"),
];

/// Whether an SPDX expression can be met with the allowed licences; `None` where it cannot be read.
fn can_be_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut place = 0;
    let met = either(&words, &mut place, allowed)?;
    (place == words.len()).then_some(met)
}

fn either(words: &[&str], place: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut met = both(words, place, allowed)?;
    while words.get(*place) == Some(&"OR") {
        *place += 1;
        met |= both(words, place, allowed)?;
    }
    Some(met)
}

fn both(words: &[&str], place: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut met = one(words, place, allowed)?;
    while words.get(*place) == Some(&"AND") {
        *place += 1;
        met &= one(words, place, allowed)?;
    }
    Some(met)
}

fn one(words: &[&str], place: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let word = *words.get(*place)?;
    *place += 1;
    if word == "(" {
        let met = either(words, place, allowed)?;
        *place += 1;
        return (words.get(*place - 1) == Some(&")")).then_some(met);
    }
    if matches!(word, ")" | "AND" | "OR" | "WITH") {
        return None;
    }
    if words.get(*place) == Some(&"WITH") {
        let exception = *words.get(*place + 1)?;
        *place += 2;
        return Some(allowed(&format!("{word} WITH {exception}")));
    }
    Some(allowed(word))
}

fn refused_licence(package: &Package, is_shipped: bool) -> Option<String> {
    let is_excepted =
        |id: &str| EXCEPTIONS.iter().any(|(name, licence)| package.name.starts_with(name) && *licence == id);
    let allowed =
        |id: &str| ALLOWED.contains(&id) || (!is_shipped && ALLOWED_IN_TESTS.contains(&id)) || is_excepted(id);
    let about = format!("{} {}", package.name, package.version);
    let Some(licence) = &package.licence else { return Some(format!("{about} names no licence")) };
    match can_be_met(licence, &allowed) {
        Some(true) => None,
        Some(false) => Some(format!("{about} is under `{licence}`, which is not on the list")),
        None => Some(format!("{about} is under `{licence}`, which cannot be read")),
    }
}

fn ban(package: &Package) -> Option<String> {
    let banned = BANNED.iter().find(|(name, version, _)| package.name == *name && package.version.starts_with(version));
    banned.map(|(_, _, why)| format!("{} {} is banned: {why}", package.name, package.version))
}

#[test]
fn every_licence_is_on_the_list_and_no_crate_is_banned() {
    let metadata = Metadata::ask();
    let shipped = metadata.shipped();
    assert!(metadata.packages.len() > shipped.len(), "cargo metadata was not understood");
    let licences = metadata.packages.iter().filter_map(|(id, package)| refused_licence(package, shipped.contains(id)));
    let bans = metadata.packages.values().filter_map(ban);
    assert_clean(&licences.chain(bans).collect::<Vec<_>>());
}

#[test]
fn a_licence_not_on_the_list_is_found() {
    let package = |licence: Option<&str>| Package { licence: licence.map(str::to_owned), ..Package::default() };
    let refused = |licence: &str, is_shipped| refused_licence(&package(Some(licence)), is_shipped);
    for licence in
        ["GPL-3.0-only", "MIT AND GPL-2.0", "(MIT OR Apache-2.0) AND LGPL-3.0", "Apache-2.0 WITH Odd-exception", "mit"]
    {
        assert!(refused(licence, true).is_some_and(|found| found.contains("not on the list")), "{licence}");
    }
    for licence in ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "OR MIT", "MIT WITH"] {
        assert!(refused(licence, true).is_some_and(|found| found.contains("cannot be read")), "{licence}");
    }
    assert!(refused_licence(&package(None), true).is_some_and(|found| found.contains("no licence")));
    assert!(refused("MPL-2.0", true).is_some() && refused("MPL-2.0", false).is_none());
    let named = |name: &str, licence: &str| Package { name: name.to_owned(), ..package(Some(licence)) };
    assert!(refused_licence(&named("uniffi_core", "MPL-2.0"), true).is_none());
    assert!(refused_licence(&named("uniffi_core", "GPL-3.0-only"), true).is_some());
}

#[test]
fn a_licence_on_the_list_is_not() {
    let expressions = [
        "MIT",
        "MIT/Apache-2.0",
        "MIT OR GPL-3.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-2.0 AND MIT OR ISC",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    ];
    for expression in expressions {
        assert_eq!(can_be_met(expression, &|id| ALLOWED.contains(&id)), Some(true), "{expression}");
    }
}

#[test]
fn a_banned_crate_is_found() {
    let package = |name: &str, version: &str| Package {
        name: name.to_owned(),
        version: version.to_owned(),
        ..Package::default()
    };
    let packages = [
        package("time", "0.1.45"),
        package("time", "0.3.1"),
        package("openssl-sys", "0.9.1"),
        package("serde", "1.0.0"),
    ];
    assert_found(&packages.iter().filter_map(ban).collect::<Vec<_>>(), &["time 0.1.45", "openssl-sys"]);
}
