//! Adapters: the ports implemented. Each knows the ports and the domain, none knows another; what two of them need beside that stands in a place of its own.

mod memory;
#[cfg(feature = "sqlite")]
mod oneshot;
#[cfg(feature = "sqlite")]
pub mod sqlite;

pub use memory::MemoryStore;
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStore};
