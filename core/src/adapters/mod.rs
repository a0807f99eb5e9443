//! Adapters: the ports implemented. Each knows the ports and the domain, none knows another; what two of them need beside that stands in a place of its own.

mod argon2;
mod memory;
mod oneshot;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "sqlite")]
pub mod sqlite;

pub use argon2::Argon2Hasher;
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::{PostgresOptions, PostgresStore};
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStore};
