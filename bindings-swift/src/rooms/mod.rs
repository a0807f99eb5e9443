//! The operations, room by room.

use cowrite::Paging;

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
mod tracks;
mod upkeep;
mod visits;

/// How many entries a page has where nothing is said.
const LIMIT: u32 = 50;

/// Which page of a listing.
fn paged(cursor: Option<String>, limit: Option<u32>) -> Paging {
    let first = Paging::first(limit.unwrap_or(LIMIT));
    match cursor {
        Some(cursor) => first.after(cursor),
        None => first,
    }
}
