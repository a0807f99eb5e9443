//! Making spoiled inputs of sound ones.

use serde_json::{Map, Number, Value, json};

/// Numbers that look random and are the same for the same seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Begins a sequence.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `end`, or 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap_or_default() % end.max(1)
    }

    /// Returns one of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

/// What decoders stumble over.
const WORDS: [&str; 26] = [
    "",
    "0",
    "-1",
    "-0",
    "1e999",
    "0.1",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "9999-12-31T23:59:59.999Z",
    "-262143-01-01T00:00:00.000Z",
    "+262142-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00Z",
    "..",
    "/",
    "\\",
    "CON",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}",
    "\u{1f469}\u{200d}\u{1f3a4}",
    "null",
    "\r\n\r\n",
];

/// Makes another input of sound ones.
pub(crate) fn spoiled(dice: &mut Dice, sound: &[Vec<u8>]) -> Vec<u8> {
    let mut input = dice.pick(sound).cloned().unwrap_or_default();
    for _ in 0..=dice.below(3) {
        input = match dice.below(3) {
            0 => in_bytes(dice, input, sound),
            1 => in_line(dice, &input, sound).unwrap_or(input),
            _ => in_json(dice, &input, sound).unwrap_or(input),
        };
    }
    input
}

fn in_bytes(dice: &mut Dice, mut input: Vec<u8>, sound: &[Vec<u8>]) -> Vec<u8> {
    let (at, other) = (dice.below(input.len() + 1), dice.below(input.len() + 1));
    let range = at.min(other)..at.max(other);
    match dice.below(9) {
        0 => input.truncate(at),
        1 => drop(input.drain(range)),
        2 => {
            let again = input[range].to_vec();
            input.splice(at..at, again);
        }
        3 => {
            let word = dice.pick(&WORDS).copied().unwrap_or_default();
            input.splice(at..at, word.bytes());
        }
        4 => {
            let with = dice.pick(sound).cloned().unwrap_or_default();
            let from = dice.below(with.len() + 1);
            input.truncate(at);
            input.extend(&with[from..]);
        }
        5 => drop(input.splice(at..at, core::iter::repeat_n(b"0[{\"9 "[dice.below(6)], 1 << dice.below(12)))),
        _ => {
            if let Some(byte) = input.get_mut(at) {
                *byte = if dice.below(2) == 0 { *byte ^ (1 << dice.below(8)) } else { dice.below(256) as u8 };
            }
        }
    }
    input
}

/// Spoils, doubles, moves or takes away one line of several.
fn in_line(dice: &mut Dice, input: &[u8], sound: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = input.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.len() < 3 {
        return None;
    }
    let (at, to) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.swap(at, to),
        2 => lines.insert(to, lines[at].clone()),
        _ => lines[at] = in_json(dice, &lines[at], sound)?,
    }
    Some(lines.join(&b'\n'))
}

/// Changes one place of what is JSON.
fn in_json(dice: &mut Dice, input: &[u8], sound: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(input).ok()?;
    let places = count(&value);
    let at = dice.below(places);
    let with = other_value(dice, sound);
    change(&mut value, &mut at.clone(), &mut |place| spoil_value(dice, place, &with));
    serde_json::to_vec(&value).ok()
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

fn change(value: &mut Value, left: &mut usize, with: &mut impl FnMut(&mut Value)) -> bool {
    if *left == 0 {
        with(value);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(all) => all.iter_mut().any(|one| change(one, left, with)),
        Value::Object(fields) => fields.values_mut().any(|one| change(one, left, with)),
        _ => false,
    }
}

fn spoil_value(dice: &mut Dice, value: &mut Value, with: &Value) {
    match (dice.below(4), &mut *value) {
        (0, Value::Object(fields)) => {
            let name = fields.keys().nth(dice.below(fields.len())).cloned();
            name.and_then(|name| fields.remove(&name));
        }
        (1, Value::Object(fields)) => {
            let name = dice.pick(&WORDS).copied().unwrap_or_default();
            fields.insert(name.to_owned(), with.clone());
        }
        (0, Value::Array(all)) if !all.is_empty() => drop(all.remove(dice.below(all.len()))),
        (1, Value::Array(all)) => all.push(with.clone()),
        (0 | 1, Value::Number(number)) => {
            let near = number.as_i64().unwrap_or_default().wrapping_add(dice.below(5) as i64 - 2);
            *value = json!(near);
        }
        (0 | 1, Value::String(text)) => {
            let (at, word) = (dice.below(text.chars().count() + 1), dice.pick(&WORDS).copied().unwrap_or_default());
            let place = text.char_indices().nth(at).map_or(text.len(), |(place, _)| place);
            if dice.below(2) == 0 { text.insert_str(place, word) } else { text.truncate(place) }
        }
        _ => *value = with.clone(),
    }
}

fn other_value(dice: &mut Dice, sound: &[Vec<u8>]) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!(dice.below(2) == 0),
        2 => json!([]),
        3 => Value::Object(Map::new()),
        4 => json!(u64::MAX),
        5 => Value::Number(Number::from(dice.below(1_000_000) as i64 - 500_000)),
        6 => json!("A".repeat(1 << dice.below(15))),
        7 => {
            // A part of another sound input.
            let from = dice.pick(sound).and_then(|input| serde_json::from_slice(input).ok()).unwrap_or(Value::Null);
            let (mut left, mut found) = (dice.below(count(&from)), Value::Null);
            let mut from = from;
            change(&mut from, &mut left, &mut |place| found = place.clone());
            found
        }
        _ => json!(dice.pick(&WORDS).copied().unwrap_or_default()),
    }
}
