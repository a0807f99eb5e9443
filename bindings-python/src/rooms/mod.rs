//! The operations, a room a file, under the names of `core/conformance/operations.json`.

mod access;
mod activity;
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
mod operator;
mod ownership;
mod pages;
mod people;
mod screens;
mod shares;
mod sharing;
mod tracks;
mod upkeep;
mod visits;

pub(crate) use sharing::sharing_method_for;
