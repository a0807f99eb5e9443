//! The mutations, and what must hold of them before any is tried.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The families of rules that this version keeps, and the last number of each.
const RULES: &[(&str, u32)] = &[
    ("PER", 2),
    ("OPS", 1),
    ("OWN", 4),
    ("ACC", 6),
    ("GRP", 7),
    ("INV", 7),
    ("REV", 9),
    ("SPL", 9),
    ("NTF", 1),
    ("VIEW", 1),
    ("EXP", 5),
    ("IMP", 4),
    ("COM", 2),
    ("PUB", 3),
    ("LIB", 2),
    ("SYN", 1),
];

/// Where the rules are kept: what they decide, and what carries it to callers.
const FOLDERS: [&str; 2] = ["core/src/domain/", "core/src/app/"];

/// A change of one line that breaks a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mutation {
    /// The rule.
    pub(crate) rule: String,
    /// The file, given from the repository's folder.
    pub(crate) file: String,
    /// The text that goes, which occurs once.
    pub(crate) find: String,
    /// The text that comes instead.
    pub(crate) replace: String,
    /// What the rule then fails to do.
    pub(crate) breaks: String,
}

impl Mutation {
    pub(crate) fn apply(&self, text: &str) -> String {
        text.replacen(&self.find, &self.replace, 1)
    }
}

pub(crate) fn mutations() -> Vec<Mutation> {
    serde_json::from_str(include_str!("mutations.json")).expect("mutations.json is a list of mutations")
}

fn rules() -> BTreeSet<String> {
    RULES.iter().flat_map(|(family, last)| (1..=*last).map(move |number| format!("{family}-{number}"))).collect()
}

/// Says what is wrong with the mutations, where `source` gives the text of a file.
pub(crate) fn faults(mutations: &[Mutation], source: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let broken: BTreeSet<String> = mutations.iter().map(|mutation| mutation.rule.clone()).collect();
    let missing = rules().difference(&broken).map(|rule| format!("{rule}: no mutation breaks it")).collect::<Vec<_>>();
    let unknown = broken.difference(&rules()).map(|rule| format!("{rule}: is no rule")).collect::<Vec<_>>();
    let mut found = [missing, unknown].concat();
    for mutation in mutations {
        let Mutation { rule, file, find, .. } = mutation;
        found.extend(fault(mutation, source(file)).map(|what| format!("{rule}: `{find}` in {file}: {what}")));
    }
    found
}

fn fault(mutation: &Mutation, source: Option<String>) -> Option<&'static str> {
    let Mutation { file, find, replace, breaks, .. } = mutation;
    if !FOLDERS.iter().any(|folder| file.starts_with(folder)) || file.contains("..") {
        return Some("is neither in the domain nor in the application");
    }
    if find.is_empty() || find == replace || [find, replace].iter().any(|text| text.contains('\n')) {
        return Some("is not a change of one line");
    }
    if !breaks.ends_with('.') {
        return Some("does not say in a sentence what it breaks");
    }
    let Some(text) = source else {
        return Some("there is no such file");
    };
    if text.matches(find).count() != 1 {
        return Some("does not occur exactly once");
    }
    let line = text.lines().find(|line| line.contains(find)).unwrap_or_default();
    line.trim_start().starts_with("//").then_some("is a comment")
}

#[test]
fn a_fault_is_found() {
    let good: Vec<Mutation> = rules()
        .into_iter()
        .map(|rule| Mutation {
            rule,
            file: "core/src/domain/a.rs".to_owned(),
            find: "a < b".to_owned(),
            replace: "a <= b".to_owned(),
            breaks: "It is off by one.".to_owned(),
        })
        .collect();
    let source = |_: &str| Some("if a < b {}\n// a note".to_owned());
    assert_eq!(faults(&good, source), Vec::<String>::new());
    assert!(faults(&good[1..], source)[0].contains("no mutation breaks it"));

    let wrong = |change: fn(&mut Mutation), source: fn(&str) -> Option<String>, what: &str| {
        let mut bad = good.clone();
        change(&mut bad[0]);
        let found = faults(&bad, source);
        assert!(found.iter().any(|fault| fault.contains(what)), "{what}: {found:?}");
    };
    wrong(|bad| bad.rule = "GRP-99".to_owned(), source, "is no rule");
    wrong(|bad| bad.file = "core/src/testing/oracle/mod.rs".to_owned(), source, "neither in the domain");
    wrong(|bad| bad.replace = "a <\n b".to_owned(), source, "not a change of one line");
    wrong(|bad| bad.replace = bad.find.clone(), source, "not a change of one line");
    wrong(|bad| bad.breaks.clear(), source, "does not say");
    wrong(|_| (), |_| None, "no such file");
    wrong(|_| (), |_| Some("a < b; a < b".to_owned()), "exactly once");
    wrong(|bad| bad.find = "a note".to_owned(), source, "is a comment");
}
