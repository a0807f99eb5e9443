//! Tokens that are kept as long as the process runs.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::adapters::workers::locked;
use crate::ports::files::{Connection, FilesError, FilesFuture};
use crate::ports::{TokenStore, Tokens};

/// Tokens in memory: for tests, and for a program that connects anew each time.
#[derive(Debug, Default)]
pub struct MemoryTokens(Mutex<BTreeMap<Connection, Tokens>>);

impl MemoryTokens {
    /// Returns a place without tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

fn ready<'a, T: Send + 'a>(answer: T) -> FilesFuture<'a, T> {
    Box::pin(core::future::ready(Ok::<T, FilesError>(answer)))
}

impl TokenStore for MemoryTokens {
    fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>> {
        ready(locked(&self.0).get(of).cloned())
    }

    fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()> {
        locked(&self.0).insert(of.clone(), tokens.clone());
        ready(())
    }

    fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()> {
        locked(&self.0).remove(of);
        ready(())
    }
}
