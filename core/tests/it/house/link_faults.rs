//! Every fault that other sharing systems were reported for has a test here which shows that it cannot occur, or a line that says why.

use std::collections::BTreeSet;

use super::source::rust_files;
use super::{assert_clean, assert_found, read};

const LIST: &str = "core/tests/it/house/link_faults.txt";

/// The page with the lines on faults that cannot occur at all.
const PAGE: &str = "core/ARCHITECTURE.md";

fn ids(list: &str) -> BTreeSet<String> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split(' ').next()).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// The words of a text that are made as an id is: a B and two digits.
fn ids_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_id = |word: &&str| word.strip_prefix('B').is_some_and(|rest| rest.len() == 2 && rest.parse::<u8>().is_ok());
    words.filter(is_id).map(str::to_owned)
}

/// The ids that the documentation of a test cites: the lines right above its attribute.
fn cited_by_tests(text: &str) -> BTreeSet<String> {
    let mut cited = BTreeSet::new();
    let mut above = Vec::new();
    for line in text.lines().map(str::trim) {
        match line.strip_prefix("///") {
            Some(comment) => above.extend(ids_in(comment)),
            // A test that is run on several stores is a function that each of them calls.
            None if line == "#[test]" || line.starts_with("fn ") => cited.extend(above.drain(..)),
            None => above.clear(),
        }
    }
    cited
}

/// The ids that a page explains: what stands before the colon of each point of a list.
fn cited_by_page(page: &str) -> BTreeSet<String> {
    let points = page.lines().filter_map(|line| line.strip_prefix("- ")).filter_map(|point| point.split_once(':'));
    points.flat_map(|(ids, _)| ids_in(ids).collect::<Vec<_>>()).collect()
}

fn gaps(list: &BTreeSet<String>, cited: &BTreeSet<String>) -> Vec<String> {
    let missing = list.difference(cited).map(|id| format!("nothing shows that {id} cannot occur"));
    let unknown = cited.difference(list).map(|id| format!("{id} is cited, which is not on the list"));
    missing.chain(unknown).collect()
}

#[test]
fn every_fault_of_others_is_shown_not_to_occur() {
    let list = ids(&read(LIST));
    assert!(list.len() >= 25, "only {} faults are on the list", list.len());
    let tests = rust_files("core/tests/it").into_iter().filter(|(path, _)| !path.contains("/house/"));
    let mut cited: BTreeSet<String> = tests.flat_map(|(_, text)| cited_by_tests(&text)).collect();
    cited.extend(cited_by_page(&read(PAGE)));
    assert_clean(&gaps(&list, &cited));
}

const TESTS: &str = "
//! The ids B01 to B25.
/// B02, B03: of a test.
#[test]
fn a_test() {}

/// B04: of what tests call.
fn on_a_store() {}

/// B05: of nothing.
const N: u8 = 0;

// B06: in passing.
#[test]
fn another() { let b = B07; }
";

const POINTS: &str = "
B08 is named, and so is B09:
- B10, B11: cannot occur, as B12 cannot.
- B13 has no reason
";

#[test]
fn a_fault_that_nothing_cites_is_found() {
    let mut cited = cited_by_tests(TESTS);
    cited.extend(cited_by_page(POINTS));
    assert_eq!(cited, ids("B02 x\nB03\nB04\nB10\nB11\n# B12\n"));
    assert_found(&gaps(&ids("B02\nB03\nB04\nB10\nB20 lost"), &cited), &["that B20", "B11 is cited"]);
}
