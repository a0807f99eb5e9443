use core::fmt;

use crate::error::{Error, Trouble};

/// Random bits that nobody can guess: ids and secrets are made from them.
///
/// An implementation for tests may be seeded; one for use must be the platform's own generator.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Returns 64 random bits.
    ///
    /// # Errors
    /// `storage` where the platform has none to give.
    fn bits(&self) -> Result<u64, Error>;
}

/// The platform's own generator.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the platform for randomness")]
    fn bits(&self) -> Result<u64, Error> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|_| Error::Storage {
            reason: Trouble::Failed,
            message: "the platform gives no random bits".to_owned(),
            retryable: true,
            source: None,
        })?;
        Ok(u64::from_le_bytes(bytes))
    }
}
