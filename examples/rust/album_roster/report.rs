//! Tables for a terminal: what was refused, who is on a track, who can do what, and what is missing.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};

use comfy_table::{CellAlignment, Table};
use cowrite::{Action, Kind, Panel, PanelRow, Scope, Shares, Totals, Workspace};

use super::load::{Catalogue, Track};
use super::roster::Refused;
use super::table::{align_right, table};

/// What stands for nothing in a table.
pub(crate) const NOTHING: &str = "–";

/// The actions that tell viewer, editor, full and owner apart, as column and heading.
const ACTIONS: [(Action, &str); 8] = [
    (Action::Play, "play"),
    (Action::Comment, "comment"),
    (Action::EditDetails, "edit\ndetails"),
    (Action::EditShares, "edit\nshares"),
    (Action::ManageCollaborators, "manage\npeople"),
    (Action::ManageFull, "grant\nfull"),
    (Action::ManageLinks, "share\nlinks"),
    (Action::Delete, "delete"),
];

/// What tracks and groups are called.
#[derive(Debug)]
pub(crate) struct Names(HashMap<Scope, String>);

impl Names {
    /// Takes the names from what the sheet has made.
    pub(crate) fn of(catalogue: &Catalogue) -> Self {
        let groups = catalogue.groups.iter().map(|group| (Scope::from(group.id), group.path.to_string()));
        let tracks = catalogue.tracks.iter().map(|track| (Scope::from(track.id), track.place.title.clone()));
        Self(groups.chain(tracks).collect())
    }

    /// Returns what a scope is called.
    pub(crate) fn get(&self, scope: Scope) -> &str {
        self.0.get(&scope).map_or("?", String::as_str)
    }

    /// Returns what scopes are called, one after the other.
    pub(crate) fn list(&self, scopes: &[Scope]) -> String {
        list(scopes.iter().map(|scope| format!("“{}”", self.get(*scope))))
    }
}

/// Joins what there is with commas, or says that there is nothing.
pub(crate) fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
}

/// Shows refused lines.
pub(crate) fn refused(lines: &[Refused]) -> Table {
    let mut table = table(["line", "code", "reason"]);
    for Refused { line, refusal } in lines {
        table.add_row([format!("line {line}"), refusal.code.to_owned(), refusal.reason.clone()]);
    }
    table
}

/// Shows tracks: everybody on each, who can do what on the fullest, and whose splits are short.
pub(crate) async fn tracks(
    workspace: &Workspace,
    catalogue: &Catalogue,
    names: &Names,
    most: usize,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let mut fullest: Option<(usize, &Track, Panel)> = None;
    let mut splits = table(["track", "splits"]);
    for track in catalogue.tracks.iter().take(most) {
        let panel = workspace.acting_as(track.owner).collaborators(track.id).await?;
        writeln!(out, "\n{}\n{}", track.place, panel_table(&panel, names))?;
        splits.add_row([track.place.to_string(), completeness(workspace, track).await?]);
        let reached = panel.rows.iter().filter(|row| row.level.is_some()).count();
        if fullest.as_ref().is_none_or(|(most, ..)| reached > *most) {
            fullest = Some((reached, track, panel));
        }
    }
    if let Some(more) = catalogue.tracks.len().checked_sub(most).filter(|more| *more > 0) {
        writeln!(out, "\n… and {more} more tracks")?;
    }
    if let Some((_, track, panel)) = fullest {
        writeln!(out, "\nWho can do what on “{}”\n{}", track.place.title, abilities(workspace, track, &panel).await?)?;
    }
    writeln!(out, "\nAre the splits complete?\n{splits}")?;
    Ok(())
}

/// Shows everybody with a part in a track or group, and what their shares come to.
pub(crate) fn panel_table(panel: &Panel, names: &Names) -> Table {
    let mut table = table(["person", "role", "access", "through", "master", "publishing", "writer"]);
    align_right(&mut table, 4..7);
    for row in &panel.rows {
        let through = match row.via {
            Some(via) if via == panel.scope => "itself",
            Some(via) => names.get(via),
            None => NOTHING,
        };
        let role = row.role.as_deref().unwrap_or(NOTHING);
        let cells = [name(row), role, &access(row), through].map(str::to_owned);
        table.add_row(cells.into_iter().chain(Kind::ALL.map(|kind| share(&row.shares, kind))));
    }
    if let Some(totals) = &panel.totals {
        let line = |heading: &str, cell: &dyn Fn(Kind) -> String| {
            [heading, "", "", ""].map(str::to_owned).into_iter().chain(Kind::ALL.map(cell)).collect::<Vec<_>>()
        };
        table.add_row(line("total", &|kind| totals.get(kind).total.to_string()));
        table.add_row(line("remaining", &|kind| totals.get(kind).remaining.to_string()));
    }
    table
}

/// Returns what somebody is called.
pub(crate) fn name(row: &PanelRow) -> &str {
    row.name.as_deref().unwrap_or("(not registered)")
}

/// Returns what somebody may do, or why nothing.
pub(crate) fn access(row: &PanelRow) -> String {
    match (row.level, row.invited) {
        (Some(level), _) => level.to_string(),
        (None, Some(access)) => format!("invited ({access})"),
        (None, None) => row.standing.clone(),
    }
}

/// Returns somebody's share of a kind.
pub(crate) fn share(shares: &Shares, kind: Kind) -> String {
    shares.get(kind).map_or_else(|| NOTHING.to_owned(), |percent| percent.to_string())
}

/// Returns the totals of a track in one line.
pub(crate) fn totals(totals: &Totals) -> String {
    list(Kind::ALL.iter().map(|kind| format!("{kind} {}", totals.get(*kind).total)))
}

async fn abilities(workspace: &Workspace, track: &Track, panel: &Panel) -> Result<Table, cowrite::Error> {
    let mut table = table(["person", "access"].into_iter().chain(ACTIONS.map(|(_, heading)| heading)));
    for row in &panel.rows {
        let actor = workspace.acting_as(row.person);
        let mut cells = vec![name(row).to_owned(), access(row)];
        for (action, _) in ACTIONS {
            // The library is asked, not the level judged: a table of our own could disagree with it.
            let can = actor.can(track.id, action).await?;
            cells.push(if can { "✔" } else { "·" }.to_owned());
        }
        table.add_row(cells);
    }
    for column in 2..ACTIONS.len() + 2 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Center);
        }
    }
    Ok(table)
}

async fn completeness(workspace: &Workspace, track: &Track) -> Result<String, cowrite::Error> {
    match workspace.acting_as(track.owner).require_complete_splits(track.id).await {
        Ok(_) => Ok("✔ complete".to_owned()),
        Err(cowrite::Error::SplitsIncomplete { kinds }) => {
            let short = kinds.iter().map(|short| format!("{} by {}", short.kind, short.remaining));
            Ok(format!("short of 100 %: {}", list(short)))
        }
        Err(error) => Err(error),
    }
}

/// Shows whether the store keeps all of the library's rules.
///
/// # Errors
/// Where it does not.
pub(crate) async fn soundness(workspace: &Workspace, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let faults = workspace.verify().await?;
    if faults.is_empty() {
        return Ok(writeln!(out, "\nVerified: the store is sound")?);
    }
    let mut table = table(["rule", "place", "what is wrong"]);
    table.add_rows(faults.iter().map(|fault| [&fault.rule, &fault.place, &fault.what]));
    writeln!(out, "\n{table}")?;
    Err(format!("the store breaks {} rules", faults.len()).into())
}

/// Writes a line that tells something.
pub(crate) fn say(out: &mut impl Write, text: impl Display) -> io::Result<()> {
    writeln!(out, "{text}")
}
