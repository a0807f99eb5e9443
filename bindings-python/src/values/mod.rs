//! Values that hosts make as well: scopes, invitees, shares, proposals.

mod details;
mod file;
mod proposal;
mod scope;
mod secret;
mod shares;

pub(crate) use details::{BpmArgument, StageArgument};
pub(crate) use file::{FileArgument, RangeArgument};
pub(crate) use proposal::{Proposal, ProposedShares, SplitWarning};
pub(crate) use scope::{Invitee, InviteeArgument, Scope, ScopeArgument};
pub(crate) use secret::{Secret, SecretArgument};
pub(crate) use shares::{ShareEdits, ShareRow, Shares};
