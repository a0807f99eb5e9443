//! Where the host keeps the tokens of connections: an object of JavaScript with the methods of `TokenStore`.

use std::sync::Arc;

use cowrite::Timestamp;
use cowrite::ports::files::{Connection, FilesError, FilesFuture};
use cowrite::ports::{TokenStore, Tokens};
use serde::Deserialize;
use serde_json::json;

use super::port::{Port, whose};
use crate::bridge::Bridge;

/// The host's own place for tokens.
#[derive(Debug)]
pub(super) struct HostTokens(Port);

impl HostTokens {
    pub(super) const fn new(bridge: Arc<Bridge>, port: i64) -> Self {
        Self(Port::new(bridge, port))
    }
}

/// The token that lasts; the one for calls, and up to when that works.
#[derive(Deserialize)]
struct GivenTokens(String, Option<String>, Option<i64>);

impl GivenTokens {
    /// A token for calls counts with the instant up to which it works.
    fn tokens(self) -> Result<Tokens, FilesError> {
        let Self(refresh, access, until) = self;
        let tokens = Tokens::new(refresh);
        Ok(match access.zip(until) {
            Some((access, until)) => {
                tokens.with_access(access, Timestamp::from_millis(until).ok_or(FilesError::Transient)?)
            }
            None => tokens,
        })
    }
}

impl TokenStore for HostTokens {
    fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>> {
        Box::pin(async move {
            let tokens = self.0.ask::<Option<GivenTokens>>("load", json!([whose(of)]), None).await?;
            tokens.map(GivenTokens::tokens).transpose()
        })
    }

    fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()> {
        let until = tokens.expires_at().map(Timestamp::millis);
        Box::pin(self.0.tell("save", json!([whose(of), [tokens.refresh_token(), tokens.access_token(), until]])))
    }

    fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()> {
        Box::pin(self.0.tell("forget", json!([whose(of)])))
    }
}
