//! A Dropbox of one's own, for tests: accounts, files, cursors, shared folders and their members, and whatever goes wrong with them.
//!
//! It speaks Dropbox's API version 2 as far as [`Fake`] knows it, over loopback or in process, and is strict where Dropbox is:
//! routes and fields that it does not know are refused. What clients of Dropbox's own make of its answers is tested by
//! `scripts/dropbox_sdks.sh`.
//!
//! ```
//! use cowrite_dropbox_fake::{Fake, Fault, Request};
//!
//! let fake = Fake::new();
//! let olivia = fake.account("olivia@example.com");
//! fake.put_file(&olivia, "/Songs/mix.wav", b"RIFF");
//! fake.fail_nth("files/list_folder", 2, Fault::RateLimited(7));
//! let list = Request::new("POST", "/api/2/files/list_folder")
//!     .header("Authorization", &format!("Bearer {}", olivia.access_token))
//!     .header("Content-Type", "application/json")
//!     .body(r#"{"path": "/songs"}"#);
//! assert_eq!(fake.handle(&list).status, 200);
//! assert_eq!(fake.handle(&list).header("Retry-After"), Some("7"));
//! ```
//!
//! Over loopback, a client is told to use `{url}/api`, `{url}/content` and `{url}/notify` for Dropbox's three hosts,
//! and `{url}/api/oauth2/token` for tokens; see [`Fake::serve`].
//!
//! What only a live account can settle is assumed: an invitation is accepted by mounting the folder, a temporary link gives
//! whatever the file now holds, and an ordinary folder shared inside a shared one is refused.

mod account;
mod argument;
mod calls;
mod control;
mod cursors;
mod error;
mod fake;
mod fault;
mod files;
mod folders;
mod http;
mod jobs;
mod links;
mod members;
mod metadata;
mod mounts;
mod moves;
mod names;
mod pages;
mod refusal;
mod route;
mod server;
mod tls;
mod tokens;
mod tree;
mod uploads;
mod users;
mod world;

pub use account::{AccountHandle, AppType, Plan, SCOPES};
pub use calls::{Call, Outcome};
pub use control::{FolderMember, SharedFolder};
pub use error::Error;
pub use fake::Fake;
pub use fault::Fault;
pub use http::{Request, Response};
pub use server::Server;
pub use tokens::{APP_KEY, APP_SECRET};
