//! Where the host keeps the tokens of connections: an object of Python with the methods of `TokenStore` or `AsyncTokenStore`.

use cowrite::ports::files::{Connection, FilesFuture};
use cowrite::ports::{TokenStore, Tokens};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::{type_hint_identifier, type_hint_union};

use super::answers::{by_id, field};
use super::store::{ask, check, given, giving, nothing};
use crate::argument::{Instant, Text};
use crate::shown::{Shown, helper};

/// The host's own place for tokens.
#[derive(Debug)]
pub(super) struct HostTokens(Py<PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for HostTokens {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("cowrite.ports", "TokenStore"),
        type_hint_identifier!("cowrite.ports", "AsyncTokenStore")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        check(&object, "a token store", &["load", "save", "forget"])?;
        Ok(Self(object.to_owned().unbind()))
    }
}

/// Tokens, as `cowrite.dropbox.Tokens`.
fn made<'py>(py: Python<'py>, tokens: &Tokens) -> PyResult<Bound<'py, PyAny>> {
    static TOKENS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = helper(py, &TOKENS, "cowrite.dropbox", "Tokens")?;
    let until = tokens.expires_at().map(|until| until.given(py)).transpose()?;
    make.call1((tokens.refresh_token(), tokens.access_token(), until))
}

/// Reads tokens; what is `None` are none. A token for calls counts with the instant up to which it works.
fn tokens(answer: &Bound<'_, PyAny>) -> PyResult<Option<Tokens>> {
    if answer.is_none() {
        return Ok(None);
    }
    let tokens = Tokens::new(field::<Text>(answer, "refresh_token")?);
    let access = field::<Option<Text>>(answer, "access_token")?;
    let until = field::<Option<Instant>>(answer, "expires_at")?;
    Ok(Some(match (access, until) {
        (Some(access), Some(until)) => tokens.with_access(access, until),
        _ => tokens,
    }))
}

impl TokenStore for HostTokens {
    fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>> {
        Box::pin(ask(&self.0, "load", giving(move |py| given!(py; by_id(py, of)?)), tokens))
    }

    fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()> {
        Box::pin(ask(&self.0, "save", giving(move |py| given!(py; by_id(py, of)?, made(py, tokens)?)), nothing))
    }

    fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()> {
        Box::pin(ask(&self.0, "forget", giving(move |py| given!(py; by_id(py, of)?)), nothing))
    }
}
