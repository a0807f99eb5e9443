//! Real PostgreSQL servers for tests: started in a folder of their own on loopback, and gone with the process that asked.
//!
//! ```
//! use cowrite_postgres_server::Server;
//!
//! let server = Server::shared()?;
//! let database = server.database()?;
//! assert_eq!(server.query(database.name(), "SELECT 1 + 1")?, [["2"]]);
//! # Ok::<(), cowrite_postgres_server::Error>(())
//! ```
//!
//! [`Server::shared`] is the server that `COWRITE_POSTGRES` names, or else one for this process;
//! `cowrite-postgres-server run -- COMMAND` starts one for a command and all that it runs.
//! [`Server::start`] is for a test that stops, kills or configures its own.
//! [`Proxy`] stands between a client and a server, and cuts connections around a `COMMIT`.
//!
//! A server listens on loopback only and wants a password made at random.
//! It never runs as root: there, it becomes the account `postgres`, or else `nobody`.
//! A shell beside it waits for the end of this process, however that comes, then ends the server and removes its folder.

mod account;
mod address;
mod database;
mod error;
mod folder;
mod installation;
mod options;
mod process;
mod protocol;
mod proxy;
mod replication;
mod server;
mod sql;
mod template;
mod tls;
mod wait;

pub use address::{through, with_database};
pub use database::Database;
pub use error::Error;
pub use installation::Installation;
pub use options::{Options, Tls};
pub use proxy::{Cut, CutAt, Proxy};
pub use replication::Rejoined;
pub use server::Server;

/// The variable that names a server to use: the URL of a superuser.
pub const VARIABLE: &str = "COWRITE_POSTGRES";
