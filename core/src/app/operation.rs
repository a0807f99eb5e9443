//! The table of operations: what every language offers, under these names.

use serde::Serialize;

/// Which face an operation is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Face {
    /// The host's own.
    Workspace,
    /// A person's.
    Actor,
    /// The host's as operator.
    Operator,
    /// A visitor's.
    Visitor,
    /// The host's, on the access index.
    Index,
    /// None: it needs no workspace.
    Free,
}

/// What an operation costs a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cost {
    /// A few rows: may be answered inline by a ready future.
    Point,
    /// As much as a person or a group reaches.
    Work,
}

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Operation {
    /// Its name, which no other operation of its face has.
    pub name: &'static str,
    /// Which face it is on.
    pub face: Face,
    /// Its arguments by name; one that ends in `?` may be left out.
    pub arguments: &'static [&'static str],
    /// What it returns, in the words of `conformance/README.md`.
    pub result: &'static str,
    /// The codes it may refuse with, besides those of every call (`storage`, `closed`, `forked`, and for a changing one `conflict`).
    pub errors: &'static [&'static str],
    /// Whether it changes anything.
    pub changes: bool,
    /// What it costs.
    pub cost: Cost,
    /// The rules behind it.
    pub rules: &'static [&'static str],
}

macro_rules! operations {
    ($($face:ident $name:ident($($argument:literal),*) -> $result:literal, $changes:ident $cost:ident, [$($error:literal),*], [$($rule:literal),*];)*) => {
        /// Every operation, in the order in which they are documented.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            name: stringify!($name),
            face: Face::$face,
            arguments: &[$($argument),*],
            result: $result,
            errors: &[$($error),*],
            changes: operations!(@$changes),
            cost: Cost::$cost,
            rules: &[$($rule),*],
        }),*];
    };
    (@changes) => { true };
    (@reads) => { false };
}

operations! {
    Workspace register("external_id", "name", "email?") -> "person", changes Point, ["invalid_input", "limit_exceeded", "email_taken"], ["PER-1", "INV-3"];
    Workspace update_person("person", "name?", "email?") -> "person", changes Point, ["invalid_input", "limit_exceeded", "not_found", "email_taken"], ["PER-1"];
    Workspace erase_person("person") -> "ending", changes Work, ["not_found", "owner_fixed"], ["PER-2"];
    Workspace person("person") -> "person", reads Point, ["not_found"], ["PER-1"];
    Workspace person_by_external_id("external_id") -> "person", reads Point, ["not_found"], ["PER-1"];
    Workspace redeem("ticket", "range?") -> "redeemed", changes Work, ["invalid_input", "not_found", "link_unavailable", "password_required", "download_not_allowed", "source_unavailable"], ["LNK-5", "LNK-8", "PUB-3", "FIL-4"];
    Workspace maintain() -> "maintained", changes Work, [], ["REL-1"];
    Workspace run_effects("limit") -> "effects run", changes Work, ["invalid_input"], ["FIL-1", "FIL-2", "FIL-3", "OWN-4"];
    Workspace account_connected("person") -> "account connected", changes Work, ["not_found"], ["FIL-2", "FIL-3"];
    Workspace follow_files("after?", "limit?") -> "files followed", changes Work, ["invalid_input"], ["FIL-5", "ACT-1", "NTF-1"];
    Workspace follow_files_of("person") -> "files followed", changes Work, ["not_found"], ["FIL-5", "ACT-1", "NTF-1"];
    Workspace wait_for_files("timeout_ms", "person?") -> "files waited", reads Work, ["invalid_input", "not_found", "limit_exceeded", "source_unavailable"], ["FIL-5"];
    Actor create_track("title", "group?") -> "track", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied"], ["OWN-1", "GRP-4"];
    Actor track("track") -> "track", reads Point, ["not_found"], ["ACC-5"];
    Actor update_track("track", "title?", "stage?", "bpm?", "key?", "tags?") -> "track update", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "splits_incomplete"], ["ACC-1", "OWN-2", "SPL-5"];
    Actor archive_track("track") -> "track", changes Point, ["not_found", "access_denied"], ["ACC-1", "LIB-2"];
    Actor unarchive_track("track") -> "track", changes Point, ["not_found", "access_denied"], ["ACC-1", "LIB-2"];
    Actor delete_track("track") -> "deletion", changes Point, ["not_found", "access_denied"], ["OWN-2", "ACC-2"];
    Actor move_track("track", "group") -> "track move", changes Point, ["not_found", "access_denied", "limit_exceeded"], ["GRP-4", "GRP-5", "GRP-7"];
    Actor create_group("name", "parent?") -> "group", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "group_too_deep"], ["GRP-1", "GRP-7"];
    Actor group("group") -> "group", reads Point, ["not_found"], ["ACC-5"];
    Actor update_group("group", "name") -> "group", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied"], ["GRP-7"];
    Actor move_group("group", "parent") -> "group move", changes Work, ["not_found", "access_denied", "group_cycle", "group_too_deep"], ["GRP-1", "GRP-5", "GRP-7"];
    Actor delete_group("group") -> "deletion", changes Work, ["not_found", "access_denied"], ["GRP-7"];
    Actor invite("scope", "to", "access", "role?", "shares?") -> "invitation", changes Point, ["invalid_input", "invalid_share", "limit_exceeded", "not_found", "access_denied", "owner_fixed", "already_collaborator", "over_allocated"], ["INV-1", "INV-4", "INV-5"];
    Actor invitations() -> "inbox", reads Work, [], ["INV-6"];
    Actor accept_invitation("invitation") -> "joined", changes Point, ["not_found", "invitation_void", "invitation_expired", "limit_exceeded"], ["INV-3"];
    Actor dismiss_invitation("invitation") -> "invitation", changes Point, ["not_found", "invitation_void", "invitation_expired"], ["INV-2"];
    Actor withdraw_invitation("invitation") -> "invitation", changes Point, ["not_found", "access_denied", "invitation_expired"], ["INV-2"];
    Actor set_access("scope", "person", "access") -> "access change", changes Point, ["invalid_input", "not_found", "access_denied", "owner_fixed", "not_collaborator", "limit_exceeded"], ["ACC-3", "ACC-6"];
    Actor inherit_access("scope", "person") -> "access change", changes Point, ["not_found", "access_denied", "owner_fixed", "not_collaborator"], ["GRP-6"];
    Actor revoke("scope", "person") -> "ending", changes Work, ["not_found", "access_denied", "owner_fixed", "nothing_to_revoke"], ["REV-1", "REV-4", "REV-8", "REV-9"];
    Actor remove_collaborator("scope", "person") -> "ending", changes Work, ["not_found", "access_denied", "owner_fixed", "nothing_to_revoke"], ["REV-2", "REV-4", "REV-8", "REV-9"];
    Actor leave("scope") -> "ending", changes Work, ["not_found", "owner_fixed"], ["REV-3", "REV-4", "REV-9"];
    Actor revoke_all("person") -> "ending", changes Work, ["not_found"], ["REV-5"];
    Actor leave_all_from("owner") -> "ending", changes Work, ["not_found"], ["REV-5"];
    Actor offer_ownership("scope", "to") -> "offer", changes Point, ["not_found", "access_denied", "owner_fixed", "not_collaborator"], ["OWN-4"];
    Actor accept_ownership("scope") -> "handover", changes Point, ["not_found", "limit_exceeded"], ["OWN-4"];
    Actor decline_ownership("scope") -> "offer", changes Point, ["not_found"], ["OWN-4"];
    Actor withdraw_ownership("scope") -> "offer", changes Point, ["not_found", "access_denied"], ["OWN-4"];
    Actor collaborators("scope") -> "panel", reads Work, ["not_found"], ["VIEW-1", "SPL-4"];
    Actor set_shares("track", "rows", "based_on?") -> "shares change", changes Point, ["invalid_input", "invalid_share", "not_found", "access_denied", "not_collaborator", "over_allocated", "limit_exceeded"], ["SPL-1", "SPL-3", "SPL-9"];
    Actor propose_even_split("track", "among?") -> "proposal", reads Work, ["invalid_input", "not_found", "access_denied", "not_collaborator"], ["SPL-6"];
    Actor propose_newcomer_split("track", "newcomer") -> "proposal", reads Work, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "owner_fixed"], ["SPL-7"];
    Actor apply_proposal("track", "proposal", "access?", "role?") -> "applied", changes Point, ["invalid_input", "invalid_share", "limit_exceeded", "not_found", "access_denied", "not_collaborator", "over_allocated", "owner_fixed", "already_collaborator"], ["SPL-7"];
    Actor shares_available("track", "person") -> "shares", reads Point, ["not_found"], ["SPL-8"];
    Actor require_complete_splits("track") -> "totals", reads Point, ["not_found", "splits_incomplete"], ["SPL-5"];
    Actor library("after?", "limit?", "sort?", "filter?") -> "library page", reads Work, ["invalid_input", "limit_exceeded"], ["ACC-4", "LIB-1"];
    Actor create_bucket("name") -> "bucket", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["LIB-2"];
    Actor rename_bucket("bucket", "name") -> "bucket", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["LIB-2"];
    Actor delete_bucket("bucket") -> "bucket", changes Point, ["not_found"], ["LIB-2"];
    Actor move_to_bucket("track", "bucket") -> "placement", changes Point, ["not_found"], ["LIB-2"];
    Actor sync("cursor?") -> "delta", reads Work, [], ["SYN-1", "REV-6"];
    Actor buckets() -> "buckets", reads Point, [], ["LIB-2"];
    Actor activity("scope", "before?", "limit?") -> "activity page", reads Work, ["invalid_input", "not_found"], ["ACT-1", "EXP-5"];
    Actor own_activity("before?", "limit?") -> "activity page", reads Work, ["invalid_input"], ["ACT-1", "OPS-1", "EXP-5"];
    Actor can("scope", "action") -> "true or false", reads Point, ["invalid_input"], ["ACC-1", "ACC-4", "GRP-3"];
    Actor explain("person", "track") -> "explanation", reads Work, ["not_found", "access_denied"], ["EXP-1", "EXP-5"];
    Actor who_can("scope", "action") -> "[who can]", reads Work, ["invalid_input", "not_found", "access_denied"], ["EXP-2", "EXP-5"];
    Actor access_at("person", "track", "instant") -> "access then", reads Work, ["invalid_input", "not_found", "access_denied"], ["EXP-4", "EXP-5"];
    Actor shares_at("track", "instant") -> "shares then", reads Work, ["invalid_input", "not_found"], ["EXP-4", "EXP-5"];
    Actor sharing_panel() -> "sharing panel", reads Work, [], ["VIEW-1"];
    Actor track_overview("track") -> "track overview", reads Work, ["not_found"], ["VIEW-1"];
    Actor notifications("before?", "limit?") -> "notification page", reads Work, ["invalid_input"], ["NTF-1"];
    Actor mark_read("notification") -> "notification marked", changes Point, ["not_found"], ["NTF-1"];
    Actor mark_all_read() -> "all read", changes Point, [], ["NTF-1"];
    Actor dismiss_notification("notification") -> "notification marked", changes Point, ["not_found"], ["NTF-1"];
    Workspace receive_import("to", "name", "email", "files", "note?", "track_name?") -> "import", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["IMP-1", "IMP-2"];
    Workspace receive_file("import", "number", "content") -> "import", changes Work, ["invalid_input", "not_found", "source_unavailable"], ["IMP-1", "FIL-4"];
    Actor add_comment("track", "text", "file?", "position?") -> "comment", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["COM-1"];
    Actor edit_comment("comment", "text?", "file?", "position?") -> "comment", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied"], ["COM-1"];
    Actor delete_comment("comment") -> "comment deletion", changes Point, ["not_found", "access_denied"], ["COM-1"];
    Actor pin_comment("comment") -> "comment pin", changes Point, ["not_found", "access_denied"], ["COM-1"];
    Actor unpin_comment("comment") -> "comment pin", changes Point, ["not_found", "access_denied"], ["COM-1"];
    Actor comments("track", "after?", "limit?") -> "comments page", reads Point, ["invalid_input", "not_found"], ["COM-1", "COM-2"];
    Actor public_page() -> "page", reads Point, [], ["PUB-1", "PUB-2"];
    Actor update_public_page("slug?", "name?", "bio?", "avatar?", "links?") -> "page", changes Point, ["invalid_input", "limit_exceeded", "not_found", "slug_taken"], ["PUB-2"];
    Actor add_to_public_page("track", "section?") -> "page", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied"], ["PUB-1", "OWN-2"];
    Actor remove_from_public_page("track") -> "page", changes Point, ["not_found"], ["PUB-1"];
    Actor reorder_public_page("sections") -> "page", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["PUB-2"];
    Actor publish_public_page() -> "page", changes Point, ["invalid_input", "not_found"], ["PUB-2"];
    Actor unpublish_public_page() -> "page", changes Point, ["not_found"], ["PUB-2"];
    Actor submit_import("to", "files", "note?", "track?", "track_name?") -> "import", changes Point, ["invalid_input", "limit_exceeded", "not_found"], ["IMP-1", "IMP-2"];
    Actor resubmit_import("import") -> "import", changes Point, ["not_found"], ["IMP-3"];
    Actor send_file("import", "number", "content") -> "import", changes Work, ["invalid_input", "not_found", "source_unavailable"], ["IMP-1", "FIL-4"];
    Actor import("import") -> "import detail", reads Work, ["not_found"], ["IMP-2"];
    Actor imports("state?", "from?", "after?", "limit?") -> "imports page", reads Work, ["invalid_input"], ["IMP-4"];
    Actor update_import("import", "kinds?", "track?") -> "import", changes Point, ["invalid_input", "not_found"], ["IMP-2"];
    Actor accept_import("import", "track?", "title?", "group?") -> "import", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied"], ["IMP-3"];
    Actor dismiss_import("import") -> "import", changes Point, ["not_found"], ["IMP-3"];
    Visitor public_page("slug") -> "public page", reads Point, ["not_found"], ["PUB-1", "PUB-2"];
    Visitor stream_preview("slug", "track", "user_agent?", "bot?") -> "given file", reads Work, ["not_found", "download_not_allowed", "source_unavailable"], ["PUB-3", "LNK-6"];
    Operator take_down_comment("comment") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator restore_comment("comment") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator take_down_page("person") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator restore_page("person") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Actor create_share_link("track", "downloads?", "stream?", "not_before?", "expires_at?", "password?", "download_limit?", "label?", "excluded?", "asks_review?") -> "link made", changes Point, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "source_unavailable"], ["LNK-1", "LNK-2", "OWN-2"];
    Actor create_playlist_share("tracks", "downloads?", "stream?", "not_before?", "expires_at?", "password?", "download_limit?", "label?", "excluded?", "asks_review?", "name?", "cover?", "filter?") -> "link made", changes Work, ["invalid_input", "limit_exceeded", "playlist_too_long", "not_found", "access_denied", "source_unavailable"], ["LNK-7", "LNK-2", "OWN-2"];
    Actor update_link("link", "downloads?", "stream?", "not_before?", "expires_at?", "password?", "download_limit?", "label?", "excluded?", "asks_review?", "name?", "cover?", "filter?", "tracks?") -> "link", changes Point, ["invalid_input", "limit_exceeded", "playlist_too_long", "not_found", "access_denied", "link_final", "source_unavailable"], ["LNK-3", "OWN-2"];
    Actor rotate_link("link") -> "link made", changes Point, ["not_found", "access_denied", "link_final"], ["LNK-2"];
    Actor revoke_link("link") -> "link", changes Point, ["not_found", "access_denied", "link_final"], ["LNK-3"];
    Actor links("track?") -> "links", reads Work, ["not_found", "access_denied"], ["LNK-1", "LNK-7", "EXP-5"];
    Actor link_analytics("link", "before?", "limit?") -> "link analytics", reads Work, ["invalid_input", "not_found", "access_denied"], ["LNK-8", "EXP-5"];
    Actor files("track") -> "files", reads Work, ["not_found", "source_unavailable"], ["FIL-5", "LNK-6"];
    Actor stream_file("track", "file") -> "file ticket", reads Point, ["not_found", "source_unavailable"], ["FIL-5", "LNK-5", "ACC-1"];
    Actor download_file("track", "file") -> "file ticket", reads Point, ["not_found", "source_unavailable"], ["FIL-5", "LNK-5", "ACC-1"];
    Actor upload_file("track", "kind", "name", "content", "replaces?") -> "file change", changes Work, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "source_unavailable"], ["FIL-1", "FIL-4", "FIL-5"];
    Actor rename_file("track", "file", "name") -> "file change", changes Work, ["invalid_input", "limit_exceeded", "not_found", "access_denied", "source_unavailable"], ["FIL-4", "FIL-5"];
    Actor delete_file("track", "file") -> "file change", changes Work, ["not_found", "access_denied", "source_unavailable"], ["FIL-4", "FIL-5"];
    Actor retry_folder("track") -> "folder retried", changes Point, ["not_found", "access_denied"], ["FIL-2", "FIL-3"];
    Operator take_down("track") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator restore("track") -> "takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator hand_over("scope", "to") -> "handover", changes Point, ["not_found", "owner_fixed", "limit_exceeded"], ["OPS-1", "OWN-4"];
    Operator effects("limit") -> "open effects", reads Work, ["invalid_input"], ["OPS-1", "FIL-3"];
    Operator retry_effect("effect") -> "effect retried", changes Point, ["not_found"], ["OPS-1", "FIL-3"];
    Operator take_down_link("link") -> "link takedown", changes Point, ["not_found"], ["OPS-1"];
    Operator restore_link("link") -> "link takedown", changes Point, ["not_found"], ["OPS-1"];
    Visitor open("secret", "password?", "visitor?", "label?", "user_agent?", "bot?") -> "opened link", changes Work, ["invalid_input", "limit_exceeded", "link_unavailable", "password_required", "source_unavailable"], ["LNK-4", "LNK-5", "LNK-6", "LNK-7"];
    Visitor stream("secret", "track", "file", "password?", "visitor?", "label?", "user_agent?", "bot?") -> "given file", changes Work, ["invalid_input", "limit_exceeded", "link_unavailable", "password_required", "source_unavailable", "not_found", "download_not_allowed"], ["LNK-4", "LNK-6"];
    Visitor download("secret", "track", "file", "password?", "visitor?", "label?", "user_agent?", "bot?") -> "given file", changes Work, ["invalid_input", "limit_exceeded", "link_unavailable", "password_required", "source_unavailable", "not_found", "download_not_allowed"], ["LNK-4", "LNK-5", "LNK-6", "LNK-8"];
    Visitor review("secret", "name", "verdict", "text?", "track?", "position_ms?", "password?", "visitor?", "label?", "user_agent?", "bot?") -> "reviewed", changes Work, ["invalid_input", "limit_exceeded", "link_unavailable", "password_required", "not_found", "download_not_allowed", "review_not_asked"], ["LNK-11"];
    Index can("person", "scope", "action") -> "true or false", reads Point, ["invalid_input"], ["ACC-1", "ACC-4", "GRP-3"];
    Index can_many("checks") -> "checked", reads Work, ["invalid_input", "limit_exceeded"], ["ACC-1", "ACC-4", "GRP-3"];
    Index list("person", "after?", "limit?", "sort?", "filter?") -> "index page", reads Work, ["invalid_input", "limit_exceeded"], ["ACC-4", "LIB-1"];
    Index count("person", "filter?") -> "number", reads Work, ["invalid_input", "limit_exceeded"], ["ACC-4", "LIB-1"];
    Index who_can("scope", "action") -> "[holder]", reads Work, ["invalid_input", "not_found"], ["EXP-2"];
    Index explain("person", "track") -> "explanation", reads Work, ["not_found"], ["EXP-1"];
    Free sharing_method_for("situation") -> "sharing method", reads Point, ["invalid_input"], ["LNK-10"];
}

/// Returns an operation, by the face that it is on and its name there: two faces may call theirs the same.
pub(crate) fn find(face: Face, name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.face == face && operation.name == name)
}

/// Returns whether an operation reads as much as a person or a group reaches.
pub(crate) fn is_work(face: Face, name: &str) -> bool {
    find(face, name).is_some_and(|operation| operation.cost == Cost::Work)
}
