//! Playing scenarios: the stories in `conformance/scenarios`, which every language's runner plays unchanged.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::call::{Arguments, on_actor, on_index, on_operator, on_visitor, on_workspace};
use super::hand::InStore;
use super::shelf::Shelf;
use super::studio::SettableClock;
use crate::adapters::{MemoryAccount, MemoryFiles};
use crate::app::operation::{Face, find};
use crate::app::{Accounts, Workspace, WorkspaceBuilder};
use crate::domain::share_link::FileRef;
use crate::error::Error;
use crate::ports::files::Connection;
use crate::ports::{Clock, SystemTimer, TrackFile};
use crate::time::Timestamp;

/// The account in which a scenario's file store keeps files.
const ACCOUNT: &str = "studio";

/// A file of scenarios.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScenarioFile {
    /// The scenarios, each played in a workspace of its own.
    pub scenarios: Vec<Scenario>,
}

/// A story: steps, with what each must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// The rules it shows.
    pub rules: Vec<String>,
    /// When it begins.
    pub now: Option<Timestamp>,
    /// How the workspace behaves.
    #[serde(default)]
    pub options: ScenarioOptions,
    /// Who is registered before it begins.
    #[serde(default)]
    pub people: Vec<String>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// How a scenario's workspace behaves.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScenarioOptions {
    /// Whether incomplete splits refuse publishing (SPL-5).
    pub strict_publishing: Option<bool>,
    /// How many days invitations wait (INV-2).
    pub invitation_days: Option<u32>,
    /// Whether files are kept in a file store, in memory, where otherwise steps say which there are (FIL-1).
    #[serde(default)]
    pub file_store: bool,
}

/// One step: a call, or the clock moved on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Step {
    /// Who acts, by name or reference.
    pub actor: Option<String>,
    /// The operator's reason.
    pub operator: Option<String>,
    /// Whether a visitor acts.
    #[serde(default)]
    pub visitor: bool,
    /// Whether the access index is asked.
    #[serde(default)]
    pub index: bool,
    /// The files that a track has from now on; null where they cannot be reached.
    #[serde(default, deserialize_with = "given")]
    pub files: Option<Value>,
    /// Which track.
    pub of: Option<String>,
    /// What somebody does in the file store itself, where the scenario has one.
    #[serde(default)]
    pub in_store: Vec<InStore>,
    /// The operation.
    #[serde(rename = "do")]
    pub operation: Option<String>,
    /// Its arguments.
    #[serde(default, rename = "with")]
    pub arguments: Map<String, Value>,
    /// The idempotency key.
    pub key: Option<String>,
    /// Whether it is only tried.
    #[serde(default)]
    pub dry_run: bool,
    /// Under which name the result is kept.
    pub save: Option<String>,
    /// What the result must hold.
    #[serde(default, deserialize_with = "given")]
    pub expect: Option<Value>,
    /// The refusal that must come instead.
    pub error: Option<Value>,
    /// How far the clock moves on.
    pub advance: Option<String>,
    /// The rules that the step shows.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// An expectation of null is one, too.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A step that did not go as it must.
#[derive(Debug, Clone, thiserror::Error)]
#[error("scenario `{scenario}`, step {step} ({operation}) [{}]: {what}", rules.join(" "))]
#[non_exhaustive]
pub struct Failure {
    /// The scenario.
    pub scenario: String,
    /// The step, counted from 1.
    pub step: usize,
    /// What was called.
    pub operation: String,
    /// The rules that the step shows.
    pub rules: Vec<String>,
    /// What was wrong.
    pub what: String,
}

/// Plays a scenario in the workspace that `open` makes of a builder, which has the scenario's clock and options.
///
/// # Errors
/// The first step that did not go as it must.
pub async fn play<F>(scenario: &Scenario, open: F) -> Result<(), Failure>
where
    F: AsyncFnOnce(WorkspaceBuilder) -> Result<Workspace, Error>,
{
    let begin = scenario.now.or("2026-01-01T00:00:00.000Z".parse().ok()).unwrap_or_default();
    let clock = SettableClock::at(begin);
    let shelf = Shelf::default();
    let mut builder = Workspace::builder().clock(clock.clone()).track_files(shelf.clone());
    let (kept, account) = (MemoryFiles::with(clock.clone(), SystemTimer::default()), Connection::new(ACCOUNT));
    if scenario.options.file_store {
        kept.set_account(&account, MemoryAccount::new());
        builder = builder.files(kept.clone(), Accounts::One(account));
    }
    if let Some(strict) = scenario.options.strict_publishing {
        builder = builder.strict_publishing(strict);
    }
    if let Some(days) = scenario.options.invitation_days {
        builder = builder.invitation_days(days);
    }
    let fail = |step: usize, operation: &str, rules: &[String], what: String| Failure {
        scenario: scenario.name.clone(),
        step,
        operation: operation.to_owned(),
        rules: rules.to_vec(),
        what,
    };
    let workspace = open(builder).await.map_err(|error| fail(0, "open", &[], error.to_string()))?;
    let mut player = Player { workspace, clock, shelf, kept, saved: BTreeMap::new() };
    for word in &scenario.people {
        player.register(word).await.map_err(|what| fail(0, "register", &[], what))?;
    }
    for (index, step) in scenario.steps.iter().enumerate() {
        let operation = step.operation.as_deref().unwrap_or("advance");
        player.step(step).await.map_err(|what| fail(index + 1, operation, &step.rules, what))?;
    }
    player.workspace.close();
    Ok(())
}

struct Player {
    workspace: Workspace,
    clock: SettableClock,
    shelf: Shelf,
    kept: MemoryFiles,
    saved: BTreeMap<String, Value>,
}

impl Player {
    async fn register(&mut self, word: &str) -> Result<(), String> {
        let arguments = json!({ "external_id": word, "name": word, "email": format!("{word}@example.com") });
        let arguments = arguments.as_object().cloned().unwrap_or_default();
        let person = on_workspace(&self.workspace, "register", Arguments(&arguments)).await;
        let person = person.map_err(|error| error.to_string())?;
        self.saved.insert(word.to_owned(), person.get("id").cloned().unwrap_or_default());
        Ok(())
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        if let Some(duration) = &step.advance {
            let millis = parse_duration(duration).ok_or(format!("`{duration}` is not a duration"))?;
            self.clock.advance(millis);
            return Ok(());
        }
        if let Some(files) = &step.files {
            return self.lay(step.of.as_deref().unwrap_or_default(), files);
        }
        if !step.in_store.is_empty() {
            let account = Connection::new(ACCOUNT);
            for deed in &step.in_store {
                deed.act(&self.kept, &account).await?;
            }
            return Ok(());
        }
        let arguments = self.resolve(&Value::Object(step.arguments.clone()))?;
        let arguments = arguments.as_object().cloned().unwrap_or_default();
        match (self.call(step, Arguments(&arguments)).await?, &step.error) {
            (Ok(result), None) => self.check_result(step, result),
            (Ok(result), Some(expected)) => Err(format!("gave {result}, where {expected} must come")),
            (Err(error), None) => Err(format!("was refused: {} {error}", error.code())),
            (Err(error), Some(expected)) => self.check_error(&error, expected),
        }
    }

    /// Gives a track the files of a step.
    fn lay(&self, of: &str, files: &Value) -> Result<(), String> {
        self.shelf.set_away(files.is_null());
        self.kept.set_away(files.is_null());
        let Some(files) = files.as_array().filter(|_| !of.is_empty()) else { return Ok(()) };
        let track = self.reference(of)?.as_str().and_then(|id| id.parse().ok()).ok_or(format!("`{of}` is no track"))?;
        let word = |file: &Value, name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let file = |(place, file): (usize, &Value)| {
            let kind = word(file, "kind").parse().map_err(|error: Error| error.to_string())?;
            // Later in the list is newer, unless said otherwise.
            let newer = self.clock.now().plus_millis(i64::try_from(place).unwrap_or_default());
            let modified_at = word(file, "modified_at").parse().unwrap_or(newer);
            let size = file.get("size").and_then(Value::as_u64).unwrap_or(1);
            let (id, name) = (FileRef::new(word(file, "id")), word(file, "name"));
            Ok(TrackFile { id, name, kind, size, modified_at, content_hash: None })
        };
        self.shelf.lay(track, files.iter().enumerate().map(file).collect::<Result<_, String>>()?);
        Ok(())
    }

    fn check_result(&mut self, step: &Step, result: Value) -> Result<(), String> {
        if let Some(expected) = &step.expect {
            let expected = self.resolve(expected)?;
            matches("", &result, &expected).map_err(|what| format!("{what}; the whole result: {result}"))?;
        }
        if let Some(name) = &step.save {
            self.saved.insert(name.clone(), result);
        }
        Ok(())
    }

    fn check_error(&self, error: &Error, expected: &Value) -> Result<(), String> {
        let expected = self.resolve(expected)?;
        let details: Map<String, Value> = error
            .details()
            .into_iter()
            .map(|(name, detail)| (name.to_owned(), serde_json::to_value(detail).unwrap_or_default()))
            .collect();
        let shown = json!({ "code": error.code(), "details": details });
        matches("error", &shown, &expected)
    }

    async fn call(&self, step: &Step, arguments: Arguments<'_>) -> Result<Result<Value, Error>, String> {
        let operation = step.operation.as_deref().ok_or("a step does something or moves the clock")?;
        if let Some(reason) = &step.operator {
            return Ok(match self.workspace.operator(reason) {
                Ok(operator) => on_operator(&operator, operation, arguments).await,
                Err(error) => Err(error),
            });
        }
        if step.visitor {
            return Ok(on_visitor(&self.workspace.visitor(), operation, arguments).await);
        }
        if step.index {
            return Ok(match self.workspace.access_index().await {
                Ok(index) => on_index(&index, operation, arguments),
                Err(error) => Err(error),
            });
        }
        let Some(actor) = &step.actor else {
            let is_visitors = find(Face::Visitor, operation).is_some();
            return Ok(if is_visitors {
                on_visitor(&self.workspace.visitor(), operation, arguments).await
            } else {
                on_workspace(&self.workspace, operation, arguments).await
            });
        };
        let reference = if actor.starts_with('$') { actor.clone() } else { format!("${actor}") };
        let id = self.reference(&reference)?;
        let id = id.as_str().and_then(|id| id.parse().ok()).ok_or(format!("`{actor}` is nobody"))?;
        let mut actor = self.workspace.acting_as(id);
        if let Some(key) = &step.key {
            actor = actor.with_key(key);
        }
        if step.dry_run {
            actor = actor.dry_run();
        }
        Ok(on_actor(&actor, operation, arguments).await)
    }

    /// Puts what was saved in the place of references.
    fn resolve(&self, value: &Value) -> Result<Value, String> {
        match value {
            Value::String(text) if text.starts_with('$') => self.reference(text),
            Value::Array(items) => {
                items.iter().map(|item| self.resolve(item)).collect::<Result<_, _>>().map(Value::Array)
            }
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| Ok((name.clone(), self.resolve(value)?)));
                fields.collect::<Result<_, String>>().map(Value::Object)
            }
            other => Ok(other.clone()),
        }
    }

    fn reference(&self, text: &str) -> Result<Value, String> {
        let mut path = text.trim_start_matches('$').split('.');
        let name = path.next().unwrap_or_default();
        let mut value = self.saved.get(name).ok_or(format!("nothing was saved as `{name}`"))?;
        for field in path {
            let inner = match field.parse::<usize>() {
                Ok(index) if value.is_array() => value.get(index),
                _ => value.get(field),
            };
            value = inner.ok_or(format!("`{text}` leads nowhere"))?;
        }
        Ok(value.clone())
    }
}

/// Compares a result with what it must hold: objects by the fields named, arrays entry by entry, the rest by equality.
///
/// # Errors
/// The first difference, in words.
pub fn matches(path: &str, actual: &Value, expected: &Value) -> Result<(), String> {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            for (name, value) in expected {
                let inner = format!("{path}.{name}");
                let found = actual.get(name).ok_or(format!("`{inner}` is missing"))?;
                matches(&inner, found, value)?;
            }
            Ok(())
        }
        (Value::Array(found), Value::Array(wanted)) => {
            if found.len() != wanted.len() {
                return Err(format!("`{path}` has {} entries, not {}", found.len(), wanted.len()));
            }
            let mut pairs = found.iter().zip(wanted).enumerate();
            pairs.try_for_each(|(index, (found, wanted))| matches(&format!("{path}.{index}"), found, wanted))
        }
        _ if actual == expected => Ok(()),
        _ => Err(format!("`{path}` is {actual}, not {expected}")),
    }
}

/// Reads a duration such as `P31D` or `PT0.5S` in milliseconds.
fn parse_duration(text: &str) -> Option<i64> {
    let (date, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let mut millis = 0_i64;
    for (part, units) in
        [(date, &[('D', 86_400_000)][..]), (time, &[('H', 3_600_000), ('M', 60_000), ('S', 1_000)][..])]
    {
        let mut number = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() || letter == '.' {
                number.push(letter);
                continue;
            }
            let (_, unit) = units.iter().find(|(name, _)| *name == letter)?;
            let decimal = number.parse::<rust_decimal::Decimal>().ok()?;
            let step = decimal.checked_mul(rust_decimal::Decimal::from(*unit as i64))?;
            millis = millis.checked_add(rust_decimal::prelude::ToPrimitive::to_i64(&step)?)?;
            number.clear();
        }
        if !number.is_empty() {
            return None;
        }
    }
    Some(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        assert_eq!(parse_duration("P31D"), Some(31 * 86_400_000));
        assert_eq!(parse_duration("P1DT2H3M4.5S"), Some(86_400_000 + 7_200_000 + 180_000 + 4_500));
        assert_eq!(parse_duration("31D"), None);
        assert_eq!(parse_duration("PT5"), None);
    }

    #[test]
    fn an_expectation_that_does_not_hold_is_found() {
        let actual = json!({ "a": [1, { "b": null }], "c": "x" });
        assert_eq!(matches("", &actual, &json!({ "a": [1, { "b": null }] })), Ok(()));
        assert!(matches("", &actual, &json!({ "a": [1] })).is_err());
        assert!(matches("", &actual, &json!({ "a": [1, { "b": 2 }] })).is_err());
        assert!(matches("", &actual, &json!({ "d": null })).is_err());
    }
}
