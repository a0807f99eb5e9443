//! What the host brings along to be called: file stores and content of JavaScript's.
//!
//! 1. The JavaScript half calls the host's code on its own thread, awaits what it gives, and answers by number.
//! 2. Nothing of the core's waits on that thread.
//! 3. What a store throws is a `FilesError`, or is taken for `transient`; the JavaScript half keeps it as the cause of what the caller is told.

mod answers;
mod bytes;
mod store;

pub(crate) use answers::{failure, tag};
pub(crate) use bytes::Content;
pub(crate) use store::HostStore;
