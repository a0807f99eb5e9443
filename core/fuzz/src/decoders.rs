//! What is read by itself: events, pieces of a workspace, words with a form, paths, scenarios.

use std::fmt::{Debug, Display};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::ContentHash;
use cowrite::ports::store::Piece;
use cowrite::testing::scenario::{ScenarioFile, play};
use cowrite::{
    Access, Action, Bpm, CommentId, Email, Event, FileKind, GroupId, ImportStatus, Percent, PersonId, Situation, Stage,
    Timestamp, TrackId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Target;
use crate::calls::House;

fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// What can be read is written so that it is read as the same.
fn same_again<T: DeserializeOwned + Serialize + PartialEq + Debug>(input: &[u8]) -> Result<(), String> {
    let Ok(read) = serde_json::from_slice::<T>(input) else { return Ok(()) };
    let written = serde_json::to_vec(&read).map_err(|error| format!("read, and cannot be written: {error}"))?;
    let again =
        serde_json::from_slice::<T>(&written).map_err(|error| format!("written, and cannot be read: {error}"))?;
    if again == read { Ok(()) } else { Err(format!("read as {read:?}, written and read as {again:?}")) }
}

/// Stored events.
#[derive(Debug)]
pub(crate) struct Events;

impl Target for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        files("../tests/events/v1")
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        same_again::<Event>(input)
    }
}

/// Rows, outcomes, effects and what else an exported workspace is made of.
#[derive(Debug)]
pub(crate) struct Pieces;

impl Target for Pieces {
    fn name(&self) -> &'static str {
        "pieces"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let lines = House::new().exported();
        let lines = lines.split(|byte| *byte == b'\n').map(|line| serde_json::from_slice(line).unwrap_or_default());
        let pieces = lines.filter_map(|line: serde_json::Value| line.get("piece").cloned());
        pieces.map(|piece| serde_json::to_vec(&piece).unwrap()).collect()
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        same_again::<Piece>(input)
    }
}

/// Words with a form of their own.
#[derive(Debug)]
pub(crate) struct Words;

/// What is a word is shown as one that is the same.
fn same_word<T: FromStr + Display + PartialEq + Debug>(text: &str) -> Result<(), String> {
    let Ok(read) = text.parse::<T>() else { return Ok(()) };
    let shown = read.to_string();
    match shown.parse::<T>() {
        Ok(again) if again == read => Ok(()),
        _ => Err(format!("{text:?} is {read:?}, which is shown as {shown:?}")),
    }
}

impl Target for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let words = [
            "33.33",
            "100",
            "0.01",
            "93.5",
            "olivia@example.com",
            "2026-01-01T00:00:00.000Z",
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "viewer",
            "edit_shares",
            "project_file",
            "ready_to_release",
            "portfolio",
            "pending",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ];
        words.map(|word| word.as_bytes().to_vec()).into()
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(input);
        if let Ok(share) = text.parse::<Percent>()
            && share.hundredths() > 10_000
        {
            return Err(format!("{text:?} is a share of {share}"));
        }
        same_word::<Percent>(&text)?;
        same_word::<Bpm>(&text)?;
        same_word::<Timestamp>(&text)?;
        same_word::<PersonId>(&text)?;
        same_word::<TrackId>(&text)?;
        same_word::<GroupId>(&text)?;
        same_word::<CommentId>(&text)?;
        same_word::<Access>(&text)?;
        same_word::<Action>(&text)?;
        same_word::<FileKind>(&text)?;
        same_word::<Stage>(&text)?;
        same_word::<ContentHash>(&text)?;
        text.parse::<ImportStatus>().ok();
        text.parse::<Situation>().ok();
        text.parse::<Email>().ok();
        let quoted = serde_json::to_vec(&text).unwrap();
        same_again::<Percent>(&quoted)?;
        same_again::<Timestamp>(&quoted)?;
        same_again::<Email>(&quoted)?;
        same_again::<Stage>(&quoted)
    }
}

/// Names and paths of files.
#[derive(Debug)]
pub(crate) struct Paths;

impl Target for Paths {
    fn name(&self) -> &'static str {
        "paths"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let paths = ["mix.wav", "Album/Stems/takes/lead vocal.wav", "bounces/Étude (final).wav", "a/../b", "COM1.wav"];
        paths.map(|path| path.as_bytes().to_vec()).into()
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(input);
        same_word::<FileName>(&text)?;
        same_word::<FilePath>(&text)?;
        let leads_out = |shown: &str| {
            let is_way = |part: &str| matches!(part, "." | "..") || part.contains(['\\', '\0']);
            shown.starts_with('/') || shown.split('/').any(is_way)
        };
        if let Ok(name) = text.parse::<FileName>()
            && (leads_out(&name.to_string()) || name.to_string().contains('/') || name.to_string().is_empty())
        {
            return Err(format!("{text:?} is the name {name}"));
        }
        match text.parse::<FilePath>() {
            Ok(path) if leads_out(&path.to_string()) => Err(format!("{text:?} is the path {path}")),
            _ => Ok(()),
        }
    }
}

/// Files of scenarios, played as far as they can be.
#[derive(Debug)]
pub(crate) struct Scenarios;

/// How many steps of a scenario are played.
const MOST_STEPS: usize = 40;

impl Target for Scenarios {
    fn name(&self) -> &'static str {
        "scenarios"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        // Each scenario by itself: what follows a failing step is not played.
        let files = files("../conformance/scenarios");
        let files = files.iter().map(|file| serde_json::from_slice::<serde_json::Value>(file).unwrap());
        let each = files.flat_map(|file| file["scenarios"].as_array().cloned().unwrap_or_default());
        each.map(|one| serde_json::to_vec(&serde_json::json!({ "scenarios": [one] })).unwrap()).collect()
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let Ok(file) = serde_json::from_slice::<ScenarioFile>(input) else { return Ok(()) };
        for mut scenario in file.scenarios {
            scenario.steps.truncate(MOST_STEPS);
            pollster::block_on(play(&scenario, async |builder| builder.in_memory())).ok();
        }
        Ok(())
    }
}
