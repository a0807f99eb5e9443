//! The table: what each program took, and how often that is what the access index took.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use cowrite_benches::{Outcome, load, machine};

use crate::measure::{LISTS, Measured, QUESTIONS};
use crate::{ours, plot};

/// Writes nanoseconds with three digits, in the unit that fits.
pub fn time(nanos: f64) -> String {
    let (value, unit) = match nanos {
        ..1e3 => (nanos, "ns"),
        ..1e6 => (nanos / 1e3, "µs"),
        ..1e9 => (nanos / 1e6, "ms"),
        _ => (nanos / 1e9, "s"),
    };
    let places = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.places$} {unit}")
}

fn times(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.2}×") } else { format!("{ratio:.0}×") }
}

fn memory(bytes: u64) -> String {
    let mib = bytes as f64 / 1024.0 / 1024.0;
    if mib < 10.0 { format!("{mib:.1} MiB") } else { format!("{mib:.0} MiB") }
}

/// Says on what, when and with what this was measured.
pub fn circumstances(command: &str) -> Outcome<String> {
    let said = |program: &str, arguments: &[&str]| -> Outcome<String> {
        Ok(String::from_utf8(Command::new(program).args(arguments).output()?.stdout)?.trim().to_owned())
    };
    Ok(format!(
        "Measured on {} on {}; {}; {}; load averages at the end {}.\nThe command: `{command}`.\n",
        said("date", &["-u", "+%Y-%m-%d"])?,
        machine(),
        said("rustc", &["--version"])?,
        said("node", &["--version"])?,
        load(),
    ))
}

fn row(measured: &Measured, all: &[Measured]) -> String {
    let base = |name: &str| all.iter().find(|other| other.program == name && other.tracks == measured.tracks);
    let check = |of: &Measured| of.check.map(|hundredths| hundredths as f64 / 100.0);
    let list = |of: &Measured| of.list.map(|nanos| nanos as f64);
    let cell = |own: Option<f64>, ours: Option<f64>, few: Option<usize>| match (own, ours) {
        (Some(own), Some(ours)) => {
            let few = few.map(|few| format!(" ({few})")).unwrap_or_default();
            format!("{}{few} | {}", time(own), times(own / ours))
        }
        _ => "— | —".to_owned(),
    };
    let index = base(ours::INDEX);
    let few_checks = (measured.asked < QUESTIONS).then_some(measured.asked);
    let few_lists = (measured.listed < LISTS as usize).then_some(measured.listed);
    format!(
        "| {} | {} | {} | {} | {} | {} |",
        measured.program,
        cell(check(measured), index.and_then(check), few_checks),
        cell(list(measured), index.and_then(list), few_lists),
        time(measured.load as f64),
        memory(measured.memory),
        measured.wrong,
    )
}

/// Says whether each aim of the index is reached, from this very run.
fn aims(all: &[Measured], tracks: u32) -> Outcome<String> {
    let of = |name: &str| {
        all.iter().find(|measured| measured.program == name && measured.tracks == tracks).ok_or("a program is missing")
    };
    let check = |measured: &Measured| measured.check.unwrap_or_default() as f64;
    let (index, by_id) = (of(ours::INDEX)?, of(ours::INDEX_BY_ID)?);
    let (floor, floor_by_id) = (of(ours::FLOOR)?, of(ours::FLOOR_BY_ID)?);
    let own = [ours::INDEX, ours::INDEX_BY_ID, ours::FLOOR, ours::FLOOR_BY_ID];
    let peers = all.iter().filter(|measured| measured.tracks == tracks && !own.contains(&measured.program.as_str()));
    let best = peers.map(check).fold(f64::INFINITY, f64::min);
    let lists = index.list.unwrap_or_default() as f64 / floor.list.unwrap_or(1) as f64;
    let [by_handle, by_uuid] = [check(index) / check(floor), check(by_id) / check(floor_by_id)];
    let [cedar, best] = [check(of("cedar-policy")?) / check(index), best / check(index)];
    Ok(format!(
        "| {tracks} | {} | {} | {} | {} | {} |",
        times(by_handle),
        times(by_uuid),
        times(cedar),
        times(best),
        times(lists)
    ))
}

/// Writes `RESULTS.md` and its plot.
pub fn write(folder: &Path, all: &[Measured]) -> Outcome<()> {
    let mut sizes: Vec<u32> = all.iter().map(|measured| measured.tracks).collect();
    sizes.dedup();
    let mut text = String::from(include_str!("results.md"));
    text.push_str(&circumstances("make bench-peers")?);
    text.push_str("\n![A check, by program and size of the world](peers.svg)\n");
    for tracks in &sizes {
        writeln!(
            text,
            "\n## {tracks} tracks, {} people\n\n| program | check | to Cowrite's | list | to Cowrite's | load | memory | wrong |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|",
            tracks / 100
        )?;
        for measured in all.iter().filter(|measured| measured.tracks == *tracks) {
            writeln!(text, "{}", row(measured, all))?;
        }
        for note in
            all.iter().filter(|measured| measured.tracks == *tracks).filter_map(|measured| measured.note.as_ref())
        {
            writeln!(text, "\n{note}")?;
        }
    }
    text.push_str(
        "\n## What was aimed at\n\n| tracks | by handle to the floor, at most 2 | by UUID to its floor, at most 1.5 | Cedar to Cowrite, at least 50 | \
         the best peer to Cowrite, at least 10 | list to the floor, at most 3 |\n|--:|--:|--:|--:|--:|--:|\n",
    );
    for tracks in &sizes {
        writeln!(text, "{}", aims(all, *tracks)?)?;
    }
    fs::write(folder.join("RESULTS.md"), text)?;
    plot::peers(&folder.join("peers.svg"), all)
}
