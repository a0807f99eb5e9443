use core::fmt;

use super::BoxFuture;
use crate::domain::share_link::PasswordHash;
use crate::error::Error;

/// Hashes of passwords: slow on purpose, so that whoever steals a store cannot guess its passwords (LNK-4).
///
/// An implementation does the work off the caller's thread, a few at once, and answers to any executor.
pub trait PasswordHasher: Send + Sync + fmt::Debug {
    /// Hashes a password with a salt of 16 random bytes that are used for nothing else.
    ///
    /// # Errors
    /// `storage` where it cannot be done now.
    fn hash(&self, password: String, salt: [u8; 16]) -> BoxFuture<'_, Result<PasswordHash, Error>>;

    /// Returns whether a password is the one that was hashed.
    ///
    /// Without a hash it does the same work in vain and answers no: nobody can tell by the time whether there was one.
    ///
    /// # Errors
    /// `storage` where it cannot be done now.
    fn verify(&self, password: String, hash: Option<PasswordHash>) -> BoxFuture<'_, Result<bool, Error>>;
}
