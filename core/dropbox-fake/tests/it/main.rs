//! What the fake does, past what the clients of Dropbox's own test: its faults, its switches, and what it refuses.

mod help;
mod skeleton;
