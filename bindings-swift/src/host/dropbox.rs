//! Files in accounts of Dropbox: the core's own adapter, and how its accounts are connected.
//!
//! What Swift sees is the same in every library; one that was built without the feature `dropbox` refuses to set up a store.

use std::sync::Arc;

use cowrite::ports::files::Connection;
use cowrite::{Accounts, WorkspaceBuilder};
use uuid::Uuid;

use super::refusals::FilesRefusal;
use super::sharing::FileAccount;
use super::tokens::TokenStorePort;
use super::{Call, EVERYBODY};
use crate::custom::SecretText;
use crate::error::Refusal;

#[cfg(feature = "dropbox")]
use with as kept;
#[cfg(not(feature = "dropbox"))]
use without as kept;

/// What a store in Dropbox is set up with.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct DropboxOptions {
    pub(crate) app_key: String,
    pub(crate) app_secret: Option<SecretText>,
    pub(crate) redirect: Option<String>,
    pub(crate) library: String,
    pub(crate) servers: Option<String>,
}

/// A connection being made.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct DropboxAuthorization {
    /// Where the person says yes or no; it holds nothing secret.
    pub(crate) url: String,
    /// What Dropbox gives back with the code: a code that comes with another was not asked for here, and is to be refused.
    pub(crate) state: SecretText,
    /// What proves that the code was asked for here.
    pub(crate) verifier: SecretText,
}

/// What to answer to Dropbox's `GET` to a webhook, with status 200.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct WebhookChallenge {
    /// The text.
    pub(crate) body: String,
    /// The headers, by name: without them a browser could be made to take the text for a page.
    pub(crate) headers: std::collections::HashMap<String, String>,
}

/// Why a message to a webhook is not taken.
#[derive(Debug, Clone, Copy, uniffi::Enum)]
pub(crate) enum WebhookError {
    /// It is not signed with the app's secret.
    NotSigned,
    /// It is longer than any that Dropbox sends.
    TooLarge,
    /// It cannot be read.
    Malformed,
    /// The library was built without Dropbox.
    NotBuilt,
}

/// How `WebhookError` is thrown.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub(crate) enum WebhookRefusal {
    /// The only one.
    #[error("{why:?}")]
    Refused {
        /// Which.
        why: WebhookError,
    },
}

/// A store in Dropbox.
#[derive(Debug, uniffi::Object)]
pub(crate) struct DropboxCore(kept::Kept);

impl DropboxCore {
    pub(super) fn keep(&self, builder: WorkspaceBuilder, accounts: Accounts) -> WorkspaceBuilder {
        self.0.keep(builder, accounts)
    }
}

/// The name of an account: the id of the person whose it is, or everybody's.
fn connection(of: Option<Uuid>) -> Connection {
    of.map_or_else(|| Connection::new(EVERYBODY), |person| Connection::new(person.to_string()))
}

#[uniffi::export]
impl DropboxCore {
    /// Sets up a store; nothing is asked yet.
    #[uniffi::constructor]
    pub(crate) fn new(options: DropboxOptions, tokens: Option<Arc<dyn TokenStorePort>>) -> Result<Arc<Self>, Refusal> {
        Ok(Arc::new(Self(kept::Kept::new(options, tokens)?)))
    }

    /// Begins to connect an account.
    pub(crate) fn authorize(&self) -> Result<DropboxAuthorization, FilesRefusal> {
        self.0.authorize().map_err(|error| FilesRefusal::of(error, &Call::new()))
    }

    /// Connects an account.
    pub(crate) async fn connect(
        &self,
        of: Option<Uuid>,
        code: String,
        verifier: SecretText,
    ) -> Result<FileAccount, FilesRefusal> {
        let (call, of) = (Call::new(), connection(of));
        let connected = call.during(self.0.connect(&of, &code, &verifier.0)).await;
        connected.map_err(|error| FilesRefusal::of(error, &call))
    }

    /// Forgets the tokens of an account.
    pub(crate) async fn disconnect(&self, of: Option<Uuid>) -> Result<(), FilesRefusal> {
        let (call, of) = (Call::new(), connection(of));
        let disconnected = call.during(self.0.disconnect(&of)).await;
        disconnected.map_err(|error| FilesRefusal::of(error, &call))
    }
}

/// Answers the question whether an address is the app's own.
#[uniffi::export]
pub(crate) fn webhook_challenge(asked: String) -> Result<WebhookChallenge, WebhookRefusal> {
    kept::challenge(&asked).map_err(|why| WebhookRefusal::Refused { why })
}

/// Reads whose accounts have changed.
#[uniffi::export]
pub(crate) fn verify_webhook(
    app_secret: SecretText,
    signature: String,
    body: Vec<u8>,
) -> Result<Vec<String>, WebhookRefusal> {
    kept::verify(&app_secret.0, &signature, &body).map_err(|why| WebhookRefusal::Refused { why })
}

/// What a library does that was built with Dropbox.
#[cfg(feature = "dropbox")]
mod with {
    use std::sync::Arc;

    use cowrite::adapters::Dropbox;
    use cowrite::adapters::dropbox::webhook;
    use cowrite::domain::file::FilePath;
    use cowrite::ports::files::{AccountId, Connection, FilesError};
    use cowrite::{Accounts, Error, WorkspaceBuilder};

    use super::{DropboxAuthorization, DropboxOptions, FileAccount, TokenStorePort, WebhookChallenge, WebhookError};
    use crate::custom::SecretText;
    use crate::host::tokens::HostTokens;

    #[derive(Debug)]
    pub(super) struct Kept(Dropbox);

    impl Kept {
        pub(super) fn new(options: DropboxOptions, tokens: Option<Arc<dyn TokenStorePort>>) -> Result<Self, Error> {
            let mut builder = Dropbox::builder(options.app_key);
            if let Some(secret) = options.app_secret {
                builder = builder.app_secret(secret.0);
            }
            if let Some(url) = options.redirect {
                builder = builder.redirect(url);
            }
            builder = builder.library(options.library.parse::<FilePath>()?);
            if let Some(tokens) = tokens {
                builder = builder.tokens(HostTokens(tokens));
            }
            if let Some(servers) = options.servers {
                builder = builder.servers(servers);
            }
            let wrong = |_| Error::invalid("servers", "is neither https nor an address of this machine");
            builder.build().map(Self).map_err(wrong)
        }

        pub(super) fn keep(&self, builder: WorkspaceBuilder, accounts: Accounts) -> WorkspaceBuilder {
            builder.files(self.0.clone(), accounts)
        }

        pub(super) fn authorize(&self) -> Result<DropboxAuthorization, FilesError> {
            let asked = self.0.authorize()?;
            let (state, verifier) = (SecretText(asked.state), SecretText(asked.verifier));
            Ok(DropboxAuthorization { url: asked.url, state, verifier })
        }

        pub(super) async fn connect(
            &self,
            of: &Connection,
            code: &str,
            verifier: &str,
        ) -> Result<FileAccount, FilesError> {
            let account = self.0.connect(of, code, verifier).await?;
            Ok(FileAccount {
                id: account.id,
                email: account.email,
                is_email_verified: account.is_email_verified,
                can_have_viewers: account.can_have_viewers,
            })
        }

        pub(super) async fn disconnect(&self, of: &Connection) -> Result<(), FilesError> {
            self.0.disconnect(of).await
        }
    }

    const fn refused(error: webhook::WebhookError) -> WebhookError {
        match error {
            webhook::WebhookError::NotSigned => WebhookError::NotSigned,
            webhook::WebhookError::TooLarge => WebhookError::TooLarge,
            webhook::WebhookError::Malformed => WebhookError::Malformed,
        }
    }

    pub(super) fn challenge(asked: &str) -> Result<WebhookChallenge, WebhookError> {
        let answer = webhook::challenge(asked).map_err(refused)?;
        let headers = answer.headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(WebhookChallenge { body: answer.body, headers })
    }

    pub(super) fn verify(app_secret: &str, signature: &str, body: &[u8]) -> Result<Vec<String>, WebhookError> {
        let accounts = webhook::verify(app_secret, signature, body).map_err(refused)?;
        Ok(accounts.iter().map(AccountId::as_str).map(str::to_owned).collect())
    }
}

/// What a library does that was built without: there is no store to be asked.
#[cfg(not(feature = "dropbox"))]
mod without {
    use std::sync::Arc;

    use cowrite::ports::files::{Connection, FilesError};
    use cowrite::{Accounts, Error, WorkspaceBuilder};

    use super::{DropboxAuthorization, DropboxOptions, FileAccount, TokenStorePort, WebhookChallenge, WebhookError};

    #[derive(Debug)]
    pub(super) enum Kept {}

    impl Kept {
        pub(super) fn new(_: DropboxOptions, _: Option<Arc<dyn TokenStorePort>>) -> Result<Self, Error> {
            Err(Error::invalid("dropbox", "needs a library that was built with Dropbox"))
        }

        pub(super) fn keep(&self, _: WorkspaceBuilder, _: Accounts) -> WorkspaceBuilder {
            match *self {}
        }

        pub(super) fn authorize(&self) -> Result<DropboxAuthorization, FilesError> {
            match *self {}
        }

        pub(super) async fn connect(&self, _: &Connection, _: &str, _: &str) -> Result<FileAccount, FilesError> {
            match *self {}
        }

        pub(super) async fn disconnect(&self, _: &Connection) -> Result<(), FilesError> {
            match *self {}
        }
    }

    pub(super) fn challenge(_: &str) -> Result<WebhookChallenge, WebhookError> {
        Err(WebhookError::NotBuilt)
    }

    pub(super) fn verify(_: &str, _: &str, _: &[u8]) -> Result<Vec<String>, WebhookError> {
        Err(WebhookError::NotBuilt)
    }
}
