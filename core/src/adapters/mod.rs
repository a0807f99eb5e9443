//! Adapters: the ports implemented. Each knows the ports and the domain, none knows another; what two of them need beside that stands in a place of its own.

mod argon2;
#[cfg(feature = "dropbox")]
pub mod dropbox;
#[cfg(feature = "local-folder")]
mod local_folder;
mod memory;
mod memory_files;
mod oneshot;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(any(feature = "dropbox", feature = "local-folder"))]
mod workers;

pub use argon2::Argon2Hasher;
#[cfg(feature = "dropbox")]
pub use dropbox::{Dropbox, DropboxBuilder};
#[cfg(feature = "local-folder")]
pub use local_folder::{LocalFolder, LocalFolderOptions};
pub use memory::MemoryStore;
pub use memory_files::{FilesCall, FilesFault, MemoryAccount, MemoryFiles};
#[cfg(feature = "postgres")]
pub use postgres::{PostgresOptions, PostgresStore};
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStore};
