//! Splits: who holds which percentage of a track, three kinds each on its own.
//!
//! 1. A share is exact to a hundredth of a percent; nothing is ever rounded away (SPL-1).
//! 2. Unset and an explicit 0 are different (SPL-2).
//! 3. No kind passes 100 (SPL-3).
//! 4. Even splits add up to the last hundredth, leftovers going to the last people (SPL-6).

mod allocate;
mod ledger;
mod percent;
mod proposal;

pub use allocate::divide_evenly;
pub use ledger::{Kind, KindTotal, ShareEdit, ShareEdits, Shares, SplitStatus, Totals};
pub(crate) use percent::exact_decimal;
pub use percent::{InexactPercent, Percent};
pub use proposal::{Invitee, Proposal, ProposedShares, Warning};
