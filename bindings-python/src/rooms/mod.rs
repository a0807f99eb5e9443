//! The operations, a room a file, under the names of `core/conformance/operations.json`.

mod access;
mod activity;
mod collaborators;
mod comments;
mod explain;
mod groups;
mod imports;
mod invitations;
mod library;
mod operator;
mod ownership;
mod pages;
mod people;
mod screens;
mod shares;
mod tracks;
mod upkeep;
