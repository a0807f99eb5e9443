//! What the fake does, past what Dropbox's own clients test: its faults, its switches, and what it refuses.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod help;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod server;
#[cfg(test)]
mod strict;
