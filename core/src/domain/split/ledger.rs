use core::fmt;

use serde::{Deserialize, Serialize};

use super::Percent;
use crate::error::{Error, Shortfall};

/// A kind of split. Kinds are kept each on its own, never added or compared (SPL-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a ledger has these three kinds")]
pub enum Kind {
    /// Ownership of the recording.
    Master,
    /// Ownership of the composition.
    Publishing,
    /// The songwriting, a part of publishing in meaning only.
    Writer,
}

impl Kind {
    /// The three kinds, in the order in which they are shown and judged.
    pub const ALL: [Self; 3] = [Self::Master, Self::Publishing, Self::Writer];

    /// Returns the name of the kind.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Publishing => "publishing",
            Self::Writer => "writer",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One person's share of each kind; `None` is unset, which is not the same as an explicit 0 (SPL-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a row of the three kinds, built by hosts")]
pub struct Shares {
    /// The share of the recording.
    #[serde(default)]
    pub master: Option<Percent>,
    /// The share of the composition.
    #[serde(default)]
    pub publishing: Option<Percent>,
    /// The share of the songwriting.
    #[serde(default)]
    pub writer: Option<Percent>,
}

impl Shares {
    /// No share of any kind recorded.
    pub const UNSET: Self = Self { master: None, publishing: None, writer: None };

    /// Returns the same share of every kind.
    #[must_use]
    pub const fn all(percent: Percent) -> Self {
        Self { master: Some(percent), publishing: Some(percent), writer: Some(percent) }
    }

    /// Returns the share of one kind.
    #[must_use]
    pub const fn get(&self, kind: Kind) -> Option<Percent> {
        match kind {
            Kind::Master => self.master,
            Kind::Publishing => self.publishing,
            Kind::Writer => self.writer,
        }
    }

    /// Returns these shares with one kind set otherwise.
    #[must_use]
    pub const fn with(mut self, kind: Kind, share: Option<Percent>) -> Self {
        match kind {
            Kind::Master => self.master = share,
            Kind::Publishing => self.publishing = share,
            Kind::Writer => self.writer = share,
        }
        self
    }

    /// Returns whether no kind is recorded.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == Self::UNSET
    }
}

/// What is to become of one share: left as it is, unset, or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is no fourth thing to do")]
pub enum ShareEdit {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Take it out of the ledger.
    Unset,
    /// Record this share.
    Set(Percent),
}

impl ShareEdit {
    fn apply(self, share: Option<Percent>) -> Option<Percent> {
        match self {
            Self::Keep => share,
            Self::Unset => None,
            Self::Set(percent) => Some(percent),
        }
    }
}

impl From<Percent> for ShareEdit {
    fn from(percent: Percent) -> Self {
        Self::Set(percent)
    }
}

/// What is to become of one person's shares.
///
/// # Example: all three kinds at once
///
/// ```
/// use cowrite::{Percent, ShareEdits};
///
/// let half: Percent = "50".parse()?;
/// assert_eq!(ShareEdits::all(half).master, half.into());
/// # Ok::<(), cowrite::InexactPercent>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::exhaustive_structs, reason = "a row of the three kinds, built by hosts")]
pub struct ShareEdits {
    /// The share of the recording.
    pub master: ShareEdit,
    /// The share of the composition.
    pub publishing: ShareEdit,
    /// The share of the songwriting.
    pub writer: ShareEdit,
}

impl Serialize for ShareEdits {
    /// Writes the form in which edits are given: a kind that is kept is left out, one that is unset is null.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let edits = [(Kind::Master, self.master), (Kind::Publishing, self.publishing), (Kind::Writer, self.writer)];
        serializer.collect_map(edits.into_iter().filter_map(|(kind, edit)| match edit {
            ShareEdit::Keep => None,
            ShareEdit::Unset => Some((kind, None)),
            ShareEdit::Set(percent) => Some((kind, Some(percent))),
        }))
    }
}

impl ShareEdits {
    /// Leaves every kind as it is.
    pub const KEEP: Self = Self { master: ShareEdit::Keep, publishing: ShareEdit::Keep, writer: ShareEdit::Keep };

    /// Sets every kind to the same share.
    #[must_use]
    pub const fn all(percent: Percent) -> Self {
        let edit = ShareEdit::Set(percent);
        Self { master: edit, publishing: edit, writer: edit }
    }

    /// Sets the kinds that are recorded in `shares` and leaves the others.
    #[must_use]
    pub fn recorded_in(shares: &Shares) -> Self {
        let edit = |share: Option<Percent>| share.map_or(ShareEdit::Keep, ShareEdit::Set);
        Self { master: edit(shares.master), publishing: edit(shares.publishing), writer: edit(shares.writer) }
    }

    /// Returns what becomes of `shares`.
    #[must_use]
    pub fn apply(&self, shares: &Shares) -> Shares {
        Shares {
            master: self.master.apply(shares.master),
            publishing: self.publishing.apply(shares.publishing),
            writer: self.writer.apply(shares.writer),
        }
    }
}

/// Where a kind stands (SPL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: SPL-4 knows these three")]
pub enum SplitStatus {
    /// Nobody has a share recorded.
    Unset,
    /// Something is missing to 100.
    Incomplete,
    /// Exactly 100.
    Complete,
}

/// The total of one kind on a track (SPL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KindTotal {
    /// What is recorded.
    pub total: Percent,
    /// What is missing to 100.
    pub remaining: Percent,
    /// Where the kind stands.
    pub status: SplitStatus,
}

/// The totals of the three kinds on a track (SPL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Totals {
    /// Of the recording.
    pub master: KindTotal,
    /// Of the composition.
    pub publishing: KindTotal,
    /// Of the songwriting.
    pub writer: KindTotal,
}

impl Totals {
    /// Adds up what people hold, each kind on its own.
    ///
    /// # Errors
    /// `over_allocated` for the first kind that passes 100 (SPL-3).
    pub fn of<'a>(rows: impl Iterator<Item = &'a Shares> + Clone) -> Result<Self, Error> {
        let total = |kind| KindTotal::of(kind, rows.clone().filter_map(|shares| shares.get(kind)));
        Ok(Self { master: total(Kind::Master)?, publishing: total(Kind::Publishing)?, writer: total(Kind::Writer)? })
    }

    /// Returns the total of one kind.
    #[must_use]
    pub const fn get(&self, kind: Kind) -> KindTotal {
        match kind {
            Kind::Master => self.master,
            Kind::Publishing => self.publishing,
            Kind::Writer => self.writer,
        }
    }

    /// Returns the kinds that are not exactly 100, and by how much (SPL-5).
    #[must_use]
    pub fn shortfalls(&self) -> Vec<Shortfall> {
        Kind::ALL
            .into_iter()
            .map(|kind| (kind, self.get(kind)))
            .filter(|(_, total)| total.status != SplitStatus::Complete)
            .map(|(kind, KindTotal { total, remaining, .. })| Shortfall { kind, total, remaining })
            .collect()
    }
}

impl KindTotal {
    fn of(kind: Kind, shares: impl Iterator<Item = Percent>) -> Result<Self, Error> {
        let (sum, holders) = shares.fold((0_u32, 0_u32), |(sum, holders), share| {
            (sum.saturating_add(u32::from(share.hundredths())), holders.saturating_add(1))
        });
        let whole = u32::from(Percent::WHOLE.hundredths());
        // SPL-3: no kind is ever above 100.
        let over = || Error::OverAllocated { kind, total: sum, over_by: sum.saturating_sub(whole) };
        let total = u16::try_from(sum).ok().and_then(Percent::from_hundredths).ok_or_else(over)?;
        let status = match (holders, total) {
            (0, _) => SplitStatus::Unset,
            (_, Percent::WHOLE) => SplitStatus::Complete,
            _ => SplitStatus::Incomplete,
        };
        Ok(Self { total, remaining: total.remaining(), status })
    }
}
