//! Values that hosts make as well: scopes, invitees, effects, shares, proposals, filters, questions.

mod effect;
mod file;
mod index;
mod library;
mod proposal;
mod scope;
mod shares;

pub(crate) use effect::EffectArgument;
pub(crate) use file::ByteRangeInput;
pub(crate) use index::Check;
pub(crate) use library::{
    KindOfFile, LibraryFilterInput, NewFile, OutgoingFile, PageLinkInput, PlaylistFilterInput, PositionInput,
    SectionInput,
};
pub(crate) use proposal::ProposalInput;
pub(crate) use scope::{InviteeArgument, ScopeArgument};
pub(crate) use shares::{ShareEdits, ShareRow};

use crate::shape::{Record, Union};

/// Every record that is declared here.
pub(crate) fn records() -> Vec<Record> {
    [proposal::records(), shares::records()].concat()
}

/// Every object that callers give.
pub(crate) fn inputs() -> Vec<Record> {
    [file::inputs(), index::inputs(), library::inputs(), proposal::inputs(), shares::inputs()].concat()
}

/// Everything that is one of a few objects.
pub(crate) fn unions() -> Vec<Union> {
    [effect::unions(), proposal::unions(), scope::unions()].concat()
}
