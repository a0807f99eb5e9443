//! What operations answer: the core's views as values of Swift.

mod activity;
mod analytics;
mod collaborators;
mod comments;
mod effects;
mod explain;
mod files;
mod follow;
mod groups;
mod imports;
mod invitations;
mod library;
mod links;
mod ownership;
mod pages;
mod people;
mod screens;
mod shares;
mod sync;
mod tracks;
mod upkeep;
mod visits;

pub(crate) use imports::Import;
pub(crate) use invitations::InboxEntry;
pub(crate) use shares::Shortfall;
pub(crate) use sync::Delta;
pub(crate) use upkeep::Fault;
