//! The operations, a room a file, under the names of `core/conformance/operations.json`.

mod access;
mod collaborators;
mod groups;
mod invitations;
mod operator;
mod ownership;
mod pages;
mod people;
mod shares;
mod tracks;
