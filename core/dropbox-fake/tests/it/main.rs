//! What the fake does, past what Dropbox's own clients test: its faults, its switches, and what it refuses.

mod accounts;
mod changes;
mod faults;
mod files;
mod folders;
mod help;
mod jobs;
mod server;
mod strict;
