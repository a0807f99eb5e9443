//! The access index: loading it, asking it what is asked most, and waiting for it.

use std::sync::LazyLock;

use cowrite::{AccessIndex, Action};
use napi::Result;
use napi::bindgen_prelude::External;
use napi_derive::napi;
use uuid::Uuid;

use crate::argument::{Argument as _, Whole};
use crate::call::{Answer as _, Done};
use crate::handle::{Handle, wrong_handle};
use crate::word::{known, parse};
use crate::{begin_pending, wrong};

/// Loads the access index; the listener is told.
#[napi(catch_unwind)]
pub fn access_index(handle: &External<Handle>, call: i64, is_abortable: bool, instant: Option<i64>) -> Result<()> {
    let Handle::Workspace(face) = &**handle else { return Err(wrong_handle()) };
    let workspace = face.core()?.clone();
    let back = face.beside(());
    let pending = Box::pin(async move {
        let index = workspace.access_index().await?;
        Ok(Done::Handle(Handle::Index(back.beside(index))))
    });
    begin_pending(face, call, is_abortable, instant, pending);
    Ok(())
}

/// Whether a person may do something, by the access index; nothing where it is to be asked as of any operation, which says what is wrong.
#[napi(catch_unwind)]
pub fn can(
    handle: &External<Handle>,
    person: String,
    is_track: bool,
    scope: String,
    action: u32,
) -> Result<Option<bool>> {
    let Handle::Index(face) = &**handle else { return Err(wrong_handle()) };
    Ok(answer(face.core()?, &person, is_track, &scope, action))
}

/// Waits until every commit up to a number is in the access index; the listener is told.
#[napi(catch_unwind)]
pub fn at_least(handle: &External<Handle>, call: i64, instant: Option<i64>, given: String) -> Result<()> {
    let Handle::Index(face) = &**handle else { return Err(wrong_handle()) };
    let index = face.core()?.clone();
    let revision: Whole<u64> = serde_json::from_str(&given).map_err(wrong)?;
    let pending = Box::pin(async move {
        index.at_least(revision.value("revision")?).await?;
        Ok(().done())
    });
    // It may wait for ever, and so is given up at the end of the environment.
    begin_pending(face, call, true, instant, pending);
    Ok(())
}

/// The actions, as they are numbered.
static ACTIONS: LazyLock<Vec<Option<Action>>> =
    LazyLock::new(|| known::<Action>().iter().map(|word| parse(word)).collect());

/// Whether a person may do something, by the texts of ids and the number of an action; nothing where that is to be refused.
fn answer(index: &AccessIndex, person: &str, is_track: bool, scope: &str, action: u32) -> Option<bool> {
    let person = cowrite::PersonId::from_uuid(Uuid::try_parse(person).ok()?);
    let scope = Uuid::try_parse(scope).ok()?;
    let scope = match is_track {
        true => cowrite::Scope::Track(cowrite::TrackId::from_uuid(scope)),
        false => cowrite::Scope::Group(cowrite::GroupId::from_uuid(scope)),
    };
    let action = (*ACTIONS.get(action as usize)?)?;
    index.can(person, scope, action).ok()
}
