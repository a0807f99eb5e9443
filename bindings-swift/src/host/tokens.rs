//! Where the host keeps the tokens of connections: the methods of Swift's `TokenStore`.

use cowrite::Timestamp;
use uuid::Uuid;

use super::refusals::FilesRefusal;
use crate::custom::SecretText;

/// What a connection reaches an account with; whoever has them is the account, so keep them in the keychain, or encrypted.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct Tokens {
    /// The one that lasts.
    pub(crate) refresh_token: SecretText,
    /// The one for calls, which counts with the instant up to which it works.
    #[uniffi(default = None)]
    pub(crate) access_token: Option<SecretText>,
    /// Up to when that works.
    #[uniffi(default = None)]
    pub(crate) expires_at: Option<Timestamp>,
}

/// The host's own place for tokens.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub(crate) trait TokenStorePort: Send + Sync {
    /// The tokens of a connection, if there are any.
    async fn load(&self, of: Option<Uuid>) -> Result<Option<Tokens>, FilesRefusal>;

    /// Keeps them in place of those that were there.
    async fn save(&self, of: Option<Uuid>, tokens: Tokens) -> Result<(), FilesRefusal>;

    /// Forgets them.
    async fn forget(&self, of: Option<Uuid>) -> Result<(), FilesRefusal>;
}

/// A place for tokens of Swift's, as the core asks it.
#[cfg(feature = "dropbox")]
pub(super) struct HostTokens(pub(super) std::sync::Arc<dyn TokenStorePort>);

#[cfg(feature = "dropbox")]
mod asked {
    use cowrite::ports::files::{Connection, FilesFuture};
    use cowrite::ports::{TokenStore, Tokens};

    use super::super::store::{ask, holder};
    use super::HostTokens;
    use crate::custom::SecretText;

    impl core::fmt::Debug for HostTokens {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("HostTokens")
        }
    }

    fn read(tokens: super::Tokens) -> Tokens {
        let kept = Tokens::new(tokens.refresh_token.0);
        match (tokens.access_token, tokens.expires_at) {
            (Some(access), Some(until)) => kept.with_access(access.0, until),
            _ => kept,
        }
    }

    fn given(tokens: &Tokens) -> super::Tokens {
        let secret = |text: &str| SecretText(text.to_owned());
        super::Tokens {
            refresh_token: secret(tokens.refresh_token()),
            access_token: tokens.access_token().map(secret),
            expires_at: tokens.expires_at(),
        }
    }

    impl TokenStore for HostTokens {
        fn load<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, Option<Tokens>> {
            let asked = self.0.load(holder(of));
            ask(async move { Ok(asked.await?.map(read)) })
        }

        fn save<'a>(&'a self, of: &'a Connection, tokens: &'a Tokens) -> FilesFuture<'a, ()> {
            ask(self.0.save(holder(of), given(tokens)))
        }

        fn forget<'a>(&'a self, of: &'a Connection) -> FilesFuture<'a, ()> {
            ask(self.0.forget(holder(of)))
        }
    }
}
