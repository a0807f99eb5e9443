//! What editors write on a track: stage, beats per minute, key and tags.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::split::exact_decimal;
use super::text::{NAME_LIMIT, tidy};
use crate::error::Error;

/// The most tags on a track (REL-5).
pub const TAG_LIMIT: u32 = 50;

/// Where a track stands (SPEC §1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: `Other` holds every stage of a host's own")]
pub enum Stage {
    /// An idea.
    Idea,
    /// Being written.
    Writing,
    /// Recorded.
    Recorded,
    /// Being mixed.
    Mixing,
    /// Ready to be released.
    ReadyToRelease,
    /// Published: what the public page may show.
    Published,
    /// A stage of the host's own.
    Other(String),
}

impl Stage {
    const NAMED: [(Self, &'static str); 6] = [
        (Self::Idea, "idea"),
        (Self::Writing, "writing"),
        (Self::Recorded, "recorded"),
        (Self::Mixing, "mixing"),
        (Self::ReadyToRelease, "ready_to_release"),
        (Self::Published, "published"),
    ];

    /// Returns the name of the stage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            named => Self::NAMED.iter().find(|(stage, _)| stage == named).map_or("", |(_, name)| name),
        }
    }
}

impl FromStr for Stage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let name = tidy("stage", text, NAME_LIMIT)?;
        let named = Self::NAMED.into_iter().find(|(_, known)| *known == name);
        Ok(named.map_or(Self::Other(name), |(stage, _)| stage))
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Stage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Stage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Beats per minute, exact to a hundredth, from 1.00 to 999.99.
// INVARIANT (bounded): 100 ..= 99,999 hundredths, by `from_hundredths`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bpm(u32);

impl Bpm {
    /// Returns so many hundredths of a beat per minute, where that is from 1.00 to 999.99.
    #[must_use]
    pub const fn from_hundredths(hundredths: u32) -> Option<Self> {
        if hundredths >= 100 && hundredths <= 99_999 { Some(Self(hundredths)) } else { None }
    }

    /// Returns the hundredths of a beat per minute.
    #[must_use]
    pub const fn hundredths(self) -> u32 {
        self.0
    }
}

impl TryFrom<Decimal> for Bpm {
    type Error = Error;

    fn try_from(decimal: Decimal) -> Result<Self, Error> {
        decimal
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(|hundredths| hundredths.normalize())
            .filter(|hundredths| hundredths.scale() == 0)
            .and_then(|hundredths| hundredths.to_u32())
            .and_then(Self::from_hundredths)
            .ok_or(Error::invalid("bpm", "is not from 1.00 to 999.99 with at most two decimals"))
    }
}

impl From<Bpm> for Decimal {
    fn from(bpm: Bpm) -> Self {
        Decimal::new(i64::from(bpm.0), 2)
    }
}

impl FromStr for Bpm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        exact_decimal(text).ok_or(Error::invalid("bpm", "is not a decimal number"))?.try_into()
    }
}

impl fmt::Display for Bpm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        f.pad(&text)
    }
}

impl Serialize for Bpm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bpm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// What to change of a track's details; what is left out stays.
///
/// # Example: a new stage, and no bpm any more
///
/// ```
/// use cowrite::{Stage, TrackUpdate};
///
/// let update = TrackUpdate::new().stage(Stage::Mixing).bpm(None);
/// # let _ = update;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct TrackUpdate {
    /// The new title.
    pub title: Option<String>,
    /// The new stage.
    pub stage: Option<Stage>,
    /// The new beats per minute, or `Some(None)` for none.
    pub bpm: Option<Option<Bpm>>,
    /// The new musical key, or `Some(None)` for none.
    pub key: Option<Option<String>>,
    /// The new tags, instead of all there were.
    pub tags: Option<Vec<String>>,
}

impl TrackUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Changes the stage.
    pub fn stage(mut self, stage: Stage) -> Self {
        self.stage = Some(stage);
        self
    }

    /// Changes the beats per minute.
    pub fn bpm(mut self, bpm: Option<Bpm>) -> Self {
        self.bpm = Some(bpm);
        self
    }

    /// Changes the musical key.
    pub fn key(mut self, key: Option<&str>) -> Self {
        self.key = Some(key.map(ToOwned::to_owned));
        self
    }

    /// Changes the tags.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Checks the text and brings it to the form in which it is kept; exact repeats among tags fall away.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `title`, `stage`, `key` and `tags`.
    pub fn tidied(&self) -> Result<Self, Error> {
        let stage = match &self.stage {
            Some(Stage::Other(name)) => Some(name.parse()?),
            named => named.clone(),
        };
        let key = match &self.key {
            Some(Some(key)) => Some(Some(tidy("key", key, NAME_LIMIT)?)),
            other => other.clone(),
        };
        Ok(Self {
            title: self.title.as_deref().map(|title| tidy("title", title, NAME_LIMIT)).transpose()?,
            stage,
            bpm: self.bpm,
            key,
            tags: self.tags.as_deref().map(tidy_tags).transpose()?,
        })
    }
}

fn tidy_tags(tags: &[String]) -> Result<Vec<String>, Error> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tidy("tags", tag, NAME_LIMIT)?;
        if !kept.contains(&tag) {
            kept.push(tag);
        }
        if kept.len() > usize::try_from(TAG_LIMIT).unwrap_or(usize::MAX) {
            return Err(Error::LimitExceeded { field: "tags", limit: TAG_LIMIT });
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_keep_their_names() {
        for (stage, name) in Stage::NAMED {
            assert_eq!(name.parse::<Stage>(), Ok(stage.clone()));
            assert_eq!(stage.to_string(), name);
        }
        assert_eq!("mastering".parse(), Ok(Stage::Other("mastering".into())));
    }

    #[test]
    fn bpm_is_exact_and_bounded() {
        let table: &[(&str, Option<u32>)] = &[
            ("93.5", Some(9_350)),
            ("1", Some(100)),
            ("999.99", Some(99_999)),
            ("0.99", None),
            ("1000", None),
            ("93.555", None),
            ("fast", None),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<Bpm>().ok().map(Bpm::hundredths), *expected, "{text:?}");
        }
    }
}
