//! What one piece of work does with one account: calls, one after another, on one thread.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use dropbox_sdk::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::{Web, Wire, in_header};
use super::errors::{Fail, Refusal, refused};
use super::gate::Gate;
use super::paths::Home;
use crate::ports::files::{Connection, FilesError};
use crate::ports::{Clock, Entropy};

/// What all work needs.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) web: Web,
    pub(super) clock: Box<dyn Clock>,
    pub(super) entropy: Box<dyn Entropy>,
    pub(super) home: Home,
}

impl Shop {
    /// Up to half as long again, so that those who were sent away together do not come back together.
    pub(super) fn jittered(&self, after: Duration) -> Duration {
        let bits = self.entropy.bits().unwrap_or_default();
        let half = u64::try_from(after.as_millis() / 2).unwrap_or(u64::MAX).max(1);
        after.saturating_add(Duration::from_millis(bits % half))
    }
}

/// One piece of work in the name of one account.
pub(super) struct Session {
    pub(super) shop: Arc<Shop>,
    pub(super) by: Connection,
    pub(super) gate: Arc<Gate>,
    pub(super) token: Arc<String>,
    /// Whether something may take hold that is not known to have.
    pub(super) is_write: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("by", &self.by).finish_non_exhaustive()
    }
}

impl Session {
    /// Makes a call.
    pub(super) fn ask<T, E: DeserializeOwned>(
        &self,
        call: impl FnOnce(&Wire<'_>) -> Result<T, Error<E>>,
    ) -> Result<T, Refusal<E>> {
        self.ask_on(Wire::new(&self.shop.web, Arc::clone(&self.token), None), call)
    }

    /// Makes a call on a route that takes its argument in a header.
    pub(super) fn ask_with<T, E: DeserializeOwned, A: Serialize>(
        &self,
        argument: &A,
        call: impl FnOnce(&Wire<'_>, &A) -> Result<T, Error<E>>,
    ) -> Result<T, Refusal<E>> {
        let written = serde_json::to_string(argument).map(|json| in_header(&json)).ok();
        let wire = Wire::new(&self.shop.web, Arc::clone(&self.token), written);
        self.ask_on(wire, |wire| call(wire, argument))
    }

    /// Makes a call that names no account, and may be held back for a while.
    pub(super) fn ask_patiently<T, E: DeserializeOwned>(
        &self,
        patience: Duration,
        call: impl FnOnce(&Wire<'_>) -> Result<T, Error<E>>,
    ) -> Result<T, Refusal<E>> {
        self.ask_on(Wire::patient(&self.shop.web, patience), call)
    }

    fn ask_on<'a, T, E: DeserializeOwned>(
        &'a self,
        wire: Wire<'a>,
        call: impl FnOnce(&Wire<'a>) -> Result<T, Error<E>>,
    ) -> Result<T, Refusal<E>> {
        let refusal = |error| Refusal { route: None, fail: Fail::Is(error) };
        self.gate.pass(self.shop.clock.now()).map_err(refusal)?;
        match call(&wire) {
            Ok(answer) => Ok(answer),
            Err(error) => {
                // An answer that broke off on its way is none.
                let said = wire.said();
                let said = if matches!(error, Error::HttpClient(_)) { said.broken_off() } else { said };
                let mut refusal = refused(&said, self.is_write);
                if let Fail::Is(FilesError::RateLimited { after } | FilesError::Contended { after }) = &mut refusal.fail
                {
                    *after = self.shop.jittered(*after);
                    self.gate.close(self.shop.clock.now(), *after);
                }
                Err(refusal)
            }
        }
    }
}
