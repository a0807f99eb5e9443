//! Every rule of the specification that this version keeps is shown by a step of some scenario.

use std::collections::BTreeSet;

use serde_json::Value;

use super::source::files;
use super::{assert_clean, assert_found, read};

/// The families of rules, the last number of each, and the numbers that scenarios must show.
const RULES: &[(&str, u32, Shown)] = &[
    ("PER", 2, Shown::All),
    ("OPS", 1, Shown::All),
    ("OWN", 4, Shown::All),
    ("ACC", 6, Shown::All),
    ("GRP", 7, Shown::All),
    ("INV", 7, Shown::All),
    ("REV", 9, Shown::All),
    ("SPL", 9, Shown::All),
    ("LNK", 11, Shown::All),
    ("IMP", 4, Shown::All),
    ("COM", 2, Shown::All),
    ("ACT", 1, Shown::All),
    ("NTF", 1, Shown::All),
    ("PUB", 3, Shown::All),
    ("FIL", 5, Shown::Only(&[4, 5])),
    ("LIB", 2, Shown::All),
    ("SYN", 1, Shown::All),
    ("VIEW", 1, Shown::All),
    ("EXP", 5, Shown::All),
    ("REL", 5, Shown::Only(&[1, 5])),
];

/// Which rules of a family scenarios must show; the others come with later versions.
enum Shown {
    All,
    Only(&'static [u32]),
}

fn rules(of: impl Fn(&Shown, u32) -> bool) -> BTreeSet<String> {
    let family = |(name, last, shown): &(&str, u32, Shown)| {
        (1..=*last).filter(|number| of(shown, *number)).map(|number| format!("{name}-{number}")).collect::<Vec<_>>()
    };
    RULES.iter().flat_map(family).collect()
}

/// The rules cited by the steps of a file of scenarios.
fn cited(file: &Value) -> BTreeSet<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let steps = list(&file["scenarios"]).into_iter().flat_map(|scenario| list(&scenario["steps"]));
    steps.flat_map(|step| list(&step["rules"])).filter_map(|rule| rule.as_str().map(str::to_owned)).collect()
}

fn gaps(cited: &BTreeSet<String>) -> Vec<String> {
    let needed = rules(|shown, number| match shown {
        Shown::All => true,
        Shown::Only(numbers) => numbers.contains(&number),
    });
    let known = rules(|_, _| true);
    let missing = needed.difference(cited).map(|rule| format!("no step of a scenario shows {rule}"));
    let unknown = cited.difference(&known).map(|rule| format!("a step cites {rule}, which is no rule"));
    missing.chain(unknown).collect()
}

#[test]
fn every_rule_is_shown_by_a_scenario() {
    let scenarios = files("core/conformance/scenarios").into_iter().filter(|path| path.ends_with(".json"));
    let parse =
        |path: String| serde_json::from_str::<Value>(&read(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let cited: BTreeSet<String> = scenarios.flat_map(|path| cited(&parse(path))).collect();
    assert_clean(&gaps(&cited));
}

#[test]
fn a_rule_that_nothing_shows_is_found() {
    let all = rules(|_, _| true);
    assert_clean(&gaps(&all));
    let mut fewer = all.clone();
    fewer.remove("SPL-7");
    fewer.insert("SPL-10".to_owned());
    assert_found(&gaps(&fewer), &["shows SPL-7", "cites SPL-10"]);
    let only_named =
        serde_json::json!({ "scenarios": [{ "rules": ["SPL-7"], "steps": [{ "rules": ["SPL-6"] }, {}] }] });
    assert_eq!(cited(&only_named).into_iter().collect::<Vec<_>>(), ["SPL-6"]);
}
