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
mod index;
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

use std::sync::LazyLock;

use crate::call::Operation;

/// Gathers the operations of a face from the rooms that have some.
macro_rules! faces {
    ($($(#[$doc:meta])* $FACE:ident of $Core:ty = $face:ident: $($room:ident)+;)*) => {$(
        $(#[$doc])*
        pub(crate) static $FACE: LazyLock<Vec<Operation<$Core>>> = LazyLock::new(|| {
            let mut all = Vec::new();
            $(all.extend($room::$face());)+
            all
        });
    )*};
}

faces! {
    /// The host's own.
    WORKSPACE of cowrite::Workspace = workspace: effects files follow imports people upkeep;
    /// A person's.
    ACTOR of cowrite::Actor = actor: access activity collaborators comments effects explain files groups imports invitations library links ownership pages screens shares tracks;
    /// A visitor's.
    VISITOR of cowrite::Visitor = visitor: pages visits;
    /// The operator's.
    OPERATOR of cowrite::Operator = operator: comments effects operator pages;
    /// The host's, on the access index.
    INDEX of cowrite::AccessIndex = index: index;
    /// Those that need no workspace.
    FREE of () = free: sharing upkeep;
}
