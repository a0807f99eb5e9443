use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::share_link::PasswordHash;
use crate::error::Error;
use crate::ports::{BoxFuture, PasswordHasher};

/// A hasher that hides nothing and counts its work: for tests that make many passwords, never for use outside them.
///
/// Clones count together.
#[derive(Debug, Clone, Default)]
pub struct PlainHasher(Arc<AtomicU64>);

impl PlainHasher {
    /// Returns how often a password was looked at, also in vain.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl PasswordHasher for PlainHasher {
    fn hash(&self, password: String, _salt: [u8; 16]) -> BoxFuture<'_, Result<PasswordHash, Error>> {
        Box::pin(core::future::ready(Ok(PasswordHash::new(format!("$plain${password}")))))
    }

    fn verify(&self, password: String, hash: Option<PasswordHash>) -> BoxFuture<'_, Result<bool, Error>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let is_right = hash.is_some_and(|hash| hash.as_str() == format!("$plain${password}"));
        Box::pin(core::future::ready(Ok(is_right)))
    }
}
