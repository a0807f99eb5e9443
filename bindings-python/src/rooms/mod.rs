//! The operations, a room a file, under the names of `core/conformance/operations.json`.

mod access;
mod collaborators;
mod files;
mod groups;
mod invitations;
mod links;
mod operator;
mod ownership;
mod pages;
mod people;
mod shares;
mod sharing;
mod tracks;
mod visits;

pub(crate) use sharing::sharing_method_for;
