//! What is checked besides versions, of the state that a change leaves.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::draft::Guard;
use crate::domain::slice::RowKey;
use crate::ports::store::{Change, Find, Row, Table};

/// Returns whether a guard holds once a change has been made.
pub(super) fn holds(table: &Table, change: &Change, guard: &Guard) -> bool {
    match guard {
        Guard::OwnsNothing(person) => {
            !leaves(table, change, &[Find::TracksOf(*person), Find::GroupsOf(*person)], |_| true)
        }
        Guard::NothingNew { person, known } => {
            let all = [Find::PendingOf, Find::MembersOf, Find::ImportsTo, Find::BucketsOf, Find::PlaylistsOf];
            !leaves(table, change, &all.map(|find| find(*person)), |row| is_news(row, known))
        }
    }
}

/// Returns whether questions would find something that is wanted once the change has been made.
fn leaves(table: &Table, change: &Change, questions: &[Find], is_wanted: impl Fn(&Row) -> bool) -> bool {
    let rewritten = |key: RowKey| change.delete.contains(&key) || change.put.iter().any(|put| put.row.key() == key);
    questions.iter().any(|question| {
        let kept = table.find(question).filter(|stored| !rewritten(stored.row.key()));
        let put = change.put.iter().filter(|put| Find::all_finding(&put.row).contains(question));
        kept.chain(put).any(|stored| is_wanted(&stored.row))
    })
}

/// Returns whether a row of a person's waits for them or lets them in, and was not known.
fn is_news(row: &Row, known: &BTreeSet<Uuid>) -> bool {
    match row {
        Row::Member { scope, member, .. } => member.standing.access().is_some() && !known.contains(&scope.uuid()),
        Row::Invitation(sent) => !known.contains(&sent.id.uuid()),
        Row::Document(document) => !known.contains(&document.key().id()),
        _ => false,
    }
}
