use core::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::split::{Kind, Percent};

/// A kind of split that is not complete, and by how much (SPL-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shortfall {
    /// The kind of split.
    pub kind: Kind,
    /// What is recorded.
    pub total: Percent,
    /// What is missing to 100.
    pub remaining: Percent,
}

/// A field of an error, for callers that show or forward errors without knowing each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Detail {
    /// A word or a sentence.
    Text(String),
    /// A whole number.
    Number(u32),
    /// The kinds that are not complete.
    Kinds(Vec<Shortfall>),
}

/// An amount in hundredths that may pass 100 percent, shown with two decimals.
pub(super) struct Hundredths(pub(super) u32);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
