//! What the host brings along to be called: file stores, content and places for tokens of JavaScript's; and the core's own store in Dropbox.
//!
//! 1. The JavaScript half calls the host's code on its own thread, awaits what it gives, and answers by number.
//! 2. Nothing of the core's waits on that thread.
//! 3. What a store throws is a `FilesError`, or is taken for `transient`; the JavaScript half keeps it as the cause of what the caller is told.

mod answers;
mod bytes;
pub(crate) mod dropbox;
mod folders;
mod port;
mod refusals;
mod sharing;
mod store;
mod tokens;

pub(crate) use bytes::{Content, HostBytes};
pub(crate) use port::EVERYBODY;
pub(crate) use refusals::{failure, told};
pub(crate) use store::HostStore;
