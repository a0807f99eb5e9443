use core::fmt;
use std::sync::Arc;

use super::files::{Connection, FilesFuture};
use crate::time::Timestamp;

/// What a connection reaches an account with.
///
/// Whoever has them is the account, within what it granted: they are secrets, and shown nowhere by `Debug`.
/// A host keeps them encrypted, by [`Tokens::refresh_token`], [`Tokens::access_token`] and [`Tokens::expires_at`], and makes them again with [`Tokens::new`] and [`Tokens::with_access`].
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    refresh: String,
    access: Option<(String, Timestamp)>,
}

impl Tokens {
    /// Takes the token that lasts, by which others are asked for.
    pub fn new(refresh_token: impl Into<String>) -> Self {
        Self { refresh: refresh_token.into(), access: None }
    }

    /// Returns them with a token for calls and the instant from which on it does not work, in place of the one that was there.
    #[must_use]
    pub fn with_access(self, access_token: impl Into<String>, expires_at: Timestamp) -> Self {
        Self { access: Some((access_token.into(), expires_at)), ..self }
    }

    /// Returns the token that lasts.
    #[must_use]
    pub fn refresh_token(&self) -> &str {
        &self.refresh
    }

    /// Returns the token for calls, if there is one.
    #[must_use]
    pub fn access_token(&self) -> Option<&str> {
        self.access.as_ref().map(|(token, _)| token.as_str())
    }

    /// Returns from when on the token for calls does not work.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.access.as_ref().map(|(_, at)| *at)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("expires_at", &self.expires_at()).finish_non_exhaustive()
    }
}

/// Where the tokens of connections are kept: the host's own database, as a rule, encrypted.
///
/// It is asked at every call made on a connection's behalf, so what another process has put there counts at once.
/// An answer that fails fails the call, which has then done nothing.
/// A token for calls that was asked for is kept only where the tokens are still of the same connection: one process at a time asks and keeps for it,
/// and looks again before it keeps.
pub trait TokenStore: Send + Sync + fmt::Debug {
    /// Returns the tokens of a connection; `None` for one that there is not, or no more.
    fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>>;

    /// Keeps the tokens of a connection in place of those that were there.
    fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()>;

    /// Forgets the tokens of a connection; those of one that there is not are forgotten already.
    fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()>;
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>> {
        (**self).load(of)
    }

    fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()> {
        (**self).save(of, tokens)
    }

    fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()> {
        (**self).forget(of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_not_shown() {
        let tokens = Tokens::new("lasting-secret").with_access("passing-secret", Timestamp::EPOCH);
        assert_eq!((tokens.refresh_token(), tokens.access_token()), ("lasting-secret", Some("passing-secret")));
        assert!(!format!("{tokens:?}{tokens:#?}").contains("secret"));
    }
}
