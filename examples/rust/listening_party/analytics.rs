//! The analytics of a link: who opened, played and took home what, and what a bot did apart.

use std::collections::BTreeMap;

use cowrite::{Paging, VisitCounts, VisitKind};

use super::link::Shared;
use super::party::{MASTER, Party, STEMS};
use super::table::{align_right, table};
use super::teller::{Teller, Told};

/// What stands for nothing in a table.
const NOTHING: &str = "–";

/// What must come out of what the visitors did: openings, plays, downloads, different visitors.
const EXPECTED: [[&str; 5]; 7] = [
    ["2026-03-06", "1", "1", "1", "1"],
    ["2026-03-07", "2", "1", "2", "2"],
    ["kind bounce", NOTHING, "2", "2", NOTHING],
    ["kind stem", NOTHING, "0", "1", NOTHING],
    [MASTER, NOTHING, "2", "2", NOTHING],
    [STEMS, NOTHING, "0", "1", NOTHING],
    ["in all", "3", "2", "3", NOTHING],
];

/// Shows Olivia what visitors did with the link.
///
/// # Errors
/// Where it is not what they did.
pub(crate) async fn shown(party: &Party, shared: &Shared, teller: &mut Teller<'_>) -> Told {
    teller.scene("What visitors did with the link")?;
    let analytics = party.olivia.link_analytics(shared.link, Paging::first(Paging::MOST)).await?;
    let totals = &analytics.totals;
    let of_files = |what: String, counts: VisitCounts| {
        [what, NOTHING.to_owned(), counts.plays.to_string(), counts.downloads.to_string(), NOTHING.to_owned()]
    };
    let in_all = |what: String, counts: VisitCounts, visitors: String| {
        [what, counts.opens.to_string(), counts.plays.to_string(), counts.downloads.to_string(), visitors]
    };
    let days = totals.days.iter().map(|day| {
        let date = day.day.to_string().chars().take_while(|mark| *mark != 'T').collect();
        in_all(date, day.counts, day.visitors.to_string())
    });
    let kinds = totals.kinds.iter().map(|kind| of_files(format!("kind {}", kind.kind), kind.counts));
    let files = totals.files.iter().map(|visits| of_files(visits.name.clone().unwrap_or_default(), visits.counts));
    let mut files: Vec<[String; 5]> = files.collect();
    files.sort();
    let sum = in_all("in all".to_owned(), totals.counts, NOTHING.to_owned());
    let rows: Vec<[String; 5]> = days.chain(kinds).chain(files).chain([sum]).collect();

    let mut shown = table(["what", "opened", "played", "taken home", "visitors"]);
    align_right(&mut shown, 1..5);
    shown.add_rows(&rows);
    teller.say(rows == EXPECTED, shown)?;
    let bots = totals.bot_opens;
    teller.say(bots == 1, format!("Counted apart: {bots} opening by a bot; what was refused is not counted at all"))?;

    let opened = analytics.visits.iter().filter(|entry| entry.visit.what == VisitKind::Opened);
    let mut by_label = BTreeMap::<&str, usize>::new();
    for label in opened.filter_map(|entry| entry.visit.label.as_deref()) {
        *by_label.entry(label).or_default() += 1;
    }
    let who: Vec<String> = by_label.iter().map(|(label, times)| format!("{label} {times}")).collect();
    teller.say(who == ["Miles 1", "Sarah 2"], format!("Who opened it, where the host says so: {}", who.join(", ")))?;
    let by_alex = party.alex.link_analytics(shared.link, Paging::default()).await;
    teller.refused("Alex, who only edits, wants to see it", by_alex, "access_denied")
}
