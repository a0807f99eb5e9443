//! What operations return, a room a file.

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
mod index;
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

use crate::shape::{Record, Union};

/// Every record of a room.
pub(crate) fn records() -> Vec<Record> {
    [
        activity::records(),
        analytics::records(),
        collaborators::records(),
        comments::records(),
        effects::records(),
        explain::records(),
        files::records(),
        follow::records(),
        groups::records(),
        imports::records(),
        index::records(),
        invitations::records(),
        library::records(),
        links::records(),
        ownership::records(),
        pages::records(),
        people::records(),
        screens::records(),
        shares::records(),
        sync::records(),
        tracks::records(),
        upkeep::records(),
        visits::records(),
    ]
    .concat()
}

/// Everything that is one of a few objects.
pub(crate) fn unions() -> Vec<Union> {
    imports::unions()
}
