//! Cowrite for Swift: the library under the package `Cowrite`.
//!
//! Thin: what Swift gives is read, the core is called, and what it answers crosses. No rule lives here.
//! The public face is written from this in `Sources/Cowrite`; `DEVELOPING.md` says how.
//!
//! | module | what for |
//! |---|---|
//! | `faces` | the objects whose methods operations are |
//! | `rooms` | the operations, each written once |
//! | `records`, `words`, `values`, `asked` | what operations answer and take |
//! | `crosses`, `custom`, `argument`, `error` | how values cross, and refusals |
//! | `call` | how an operation is declared |
//! | `watch` | what changes, as it changes |
//! | `host`, `content` | what the host brings along to be called, and the bytes of files |

uniffi::setup_scaffolding!();

mod argument;
mod asked;
mod call;
mod content;
mod crosses;
mod custom;
mod error;
mod faces;
mod host;
mod records;
mod rooms;
mod values;
mod watch;
mod words;
