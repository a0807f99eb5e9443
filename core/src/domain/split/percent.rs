use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An exact percentage from 0.00 to 100.00 (SPL-1).
///
/// Judged by value, never rounded: 25, 25.0 and 25.000 are the same share, 33.333 is none.
///
/// # Example: exact or not at all
///
/// ```
/// use cowrite::Percent;
///
/// let third: Percent = "33.33".parse()?;
/// assert_eq!(third.to_string(), "33.33");
/// assert!("33.333".parse::<Percent>().is_err());
/// # Ok::<(), cowrite::InexactPercent>(())
/// ```
// INVARIANT (bounded): 0 ..= 10,000 hundredths, by `from_hundredths`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(u16);

/// The text or number is not an exact percentage from 0 to 100 with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a percentage from 0 to 100 with at most two decimals")]
#[non_exhaustive]
pub struct InexactPercent;

impl Percent {
    /// Nothing, explicitly: not the same as a share that is unset.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const WHOLE: Self = Self(10_000);

    /// Returns so many hundredths of a percent, where that is at most the whole.
    #[must_use]
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= Self::WHOLE.0 { Some(Self(hundredths)) } else { None }
    }

    /// Returns the whole number of hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Returns what is missing to 100.
    #[must_use]
    pub const fn remaining(self) -> Self {
        Self(Self::WHOLE.0.saturating_sub(self.0))
    }

    /// Returns the sum, where it is at most the whole.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_hundredths(self.0.saturating_add(other.0))
    }
}

impl TryFrom<Decimal> for Percent {
    type Error = InexactPercent;

    fn try_from(decimal: Decimal) -> Result<Self, InexactPercent> {
        let hundredths = decimal.checked_mul(Decimal::ONE_HUNDRED).ok_or(InexactPercent)?.normalize();
        if hundredths.scale() != 0 {
            return Err(InexactPercent);
        }
        hundredths.to_u16().and_then(Self::from_hundredths).ok_or(InexactPercent)
    }
}

impl From<Percent> for Decimal {
    fn from(percent: Percent) -> Self {
        Decimal::new(i64::from(percent.0), 2)
    }
}

impl FromStr for Percent {
    type Err = InexactPercent;

    fn from_str(text: &str) -> Result<Self, InexactPercent> {
        exact_decimal(text).ok_or(InexactPercent)?.try_into()
    }
}

/// Reads a plain decimal number exactly: digits with at most one point and a sign, no exponent, no separators.
pub(crate) fn exact_decimal(text: &str) -> Option<Decimal> {
    let plain = text.len() <= 40 && text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-' || c == '+');
    if !plain || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        f.pad(&text)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged_exactly() {
        // text, hundredths or refusal
        let table: &[(&str, Option<u16>)] = &[
            ("0", Some(0)),
            ("-0", Some(0)),
            ("0.01", Some(1)),
            ("25", Some(2_500)),
            ("25.000", Some(2_500)),
            ("33.33", Some(3_333)),
            ("100.00", Some(10_000)),
            ("100.0000000000000000000000000", Some(10_000)),
            ("100.01", None),
            ("33.333", None),
            ("0.001", None),
            ("-0.01", None),
            ("NaN", None),
            ("Infinity", None),
            ("1e1", None),
            ("1_0", None),
            ("50%", None),
            ("50,5", None),
            ("", None),
            (".", None),
            ("--1", None),
            ("٣", None),
            ("99999999999999999999999999999999999999999999", None),
            ("0.00000000000000000000000000000000000001", None),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<Percent>().ok().map(Percent::hundredths), *expected, "{text:?}");
        }
    }

    #[test]
    fn a_decimal_goes_round() {
        for hundredths in 0..=10_000 {
            let percent = Percent::from_hundredths(hundredths).unwrap();
            assert_eq!(Percent::try_from(Decimal::from(percent)), Ok(percent));
            assert_eq!(percent.to_string().parse(), Ok(percent));
        }
    }
}
