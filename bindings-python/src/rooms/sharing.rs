//! Which way of sharing suits what somebody wants (LNK-10).

use cowrite::{SharingMethod, Situation};
use pyo3::prelude::*;

use crate::argument::Argument;
use crate::error::raised;
use crate::word::{Word, WordArgument};

/// The way of sharing that suits a situation best (LNK-10). Raises `invalid_input` for a word that is no `Situation`.
///
/// >>> sharing_method_for(Situation.ROUGH_MIX)
/// SharingMethod.SHARE_LINK
#[pyfunction]
pub(crate) fn sharing_method_for(situation: WordArgument<Situation>) -> PyResult<Word<SharingMethod>> {
    let situation = situation.value("situation").map_err(|error| raised(&error))?;
    Ok(Word(cowrite::sharing_method_for(situation)))
}
