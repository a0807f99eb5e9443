//! Tables that callers rely on, compared with what is committed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cowrite::adapters::MemoryStore;
use cowrite::domain::comment::CommentEvent;
use cowrite::domain::folder::FolderEvent;
use cowrite::domain::following::FollowEvent;
use cowrite::domain::group::GroupEvent;
use cowrite::domain::import::ImportEvent;
use cowrite::domain::invitation::InvitationEvent;
use cowrite::domain::known_files::KnownEvent;
use cowrite::domain::library::{BucketEvent, PlacementEvent};
use cowrite::domain::person::PersonEvent;
use cowrite::domain::public_page::PageEvent;
use cowrite::domain::roster::RosterEvent;
use cowrite::domain::share_link::LinkEvent;
use cowrite::domain::track::TrackEvent;
use cowrite::{ERRORS, Event, Face, OPERATIONS, Operation};
use serde_json::Value;

use super::moves::{known, on_histories};
use super::scenarios;
use super::world::World;

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn is_blessed() -> bool {
    std::env::var_os("COWRITE_BLESS").is_some()
}

fn in_core(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a text with the committed file, which `COWRITE_BLESS=1` writes anew.
pub(crate) fn compare(file: &str, text: &str) {
    let path = in_core(file);
    if is_blessed() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let both = committed.lines().zip(text.lines()).enumerate();
    let different: Vec<String> = both
        .filter(|(_, (committed, now))| committed != now)
        .take(10)
        .map(|(line, (committed, now))| format!("line {}:\n  committed {committed}\n  now       {now}", line + 1))
        .collect();
    assert!(
        committed == text,
        "{file} is not what is committed ({} and {} lines); COWRITE_BLESS=1 writes it anew\n{}",
        committed.lines().count(),
        text.lines().count(),
        different.join("\n")
    );
}

#[test]
fn the_table_of_errors_is_the_one_committed() {
    let mut text = "# Errors\n\n| code | kind | retryable | HTTP status | fields |\n|---|---|---|---|---|\n".to_owned();
    for row in ERRORS {
        let kind = serde_json::to_value(row.kind).unwrap();
        let cells = [
            format!("`{}`", row.code),
            kind.as_str().unwrap().to_owned(),
            row.retryable.to_string(),
            row.http_status.to_string(),
            row.fields.join(", "),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    compare("tests/snapshots/errors.md", &text);
}

#[test]
fn the_tables_for_the_bindings_are_the_ones_committed() {
    let pretty = |table: Value| format!("{}\n", serde_json::to_string_pretty(&table).unwrap());
    compare("conformance/operations.json", &pretty(serde_json::to_value(OPERATIONS).unwrap()));
    compare("conformance/errors.json", &pretty(serde_json::to_value(ERRORS).unwrap()));
}

/// Reads the names in a cell of arguments: what stands in brackets explains and is no name.
fn arguments_in(cell: &str) -> Vec<String> {
    let (mut depth, mut plain) = (0_usize, String::new());
    for letter in cell.chars() {
        depth += usize::from("([{".contains(letter));
        if depth == 0 {
            plain.push(letter);
        }
        depth = depth.saturating_sub(usize::from(")]}".contains(letter)));
    }
    let names = plain.split(',').map(|name| name.trim_matches([' ', ':', '`']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_operations_of_the_page_are_those_of_the_table() {
    let page = std::fs::read_to_string(in_core("conformance/README.md")).unwrap();
    let mut described = BTreeSet::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, face @ ("workspace" | "actor" | "operator" | "visitor" | "index" | "free"), names, arguments, ..] =
            cells[..]
        else {
            continue;
        };
        for name in names.split(',').map(|name| name.trim().trim_matches('`')) {
            described.insert((face.to_owned(), name.to_owned(), arguments_in(arguments)));
        }
    }
    let face = |operation: &Operation| serde_json::to_value(operation.face).unwrap().as_str().unwrap().to_owned();
    let arguments = |operation: &Operation| operation.arguments.iter().map(|name| (*name).to_owned()).collect();
    let table: BTreeSet<(String, String, Vec<String>)> =
        OPERATIONS.iter().map(|operation| (face(operation), operation.name.to_owned(), arguments(operation))).collect();
    assert_eq!(described, table);
}

/// Returns whether the table says that an operation may refuse so.
pub(crate) fn is_listed(operation: &Operation, code: &str) -> bool {
    let of_every_call = ["storage", "closed", "forked"].contains(&code) || code == "conflict" && operation.changes;
    of_every_call || operation.errors.contains(&code)
}

#[test]
fn every_refusal_that_a_scenario_shows_is_in_the_table() {
    let mut unlisted = BTreeSet::new();
    let mut shown = 0;
    for (_, scenario) in scenarios::all() {
        for step in &scenario.steps {
            let (Some(operation), Some(error)) = (&step.operation, &step.error) else { continue };
            let code = error["code"].as_str().unwrap();
            // A key that was used for another call refuses any changing call.
            let of_key = step.key.is_some() && error["details"]["field"] == "key";
            shown += 1;
            let known = known(operation, &Value::from(step.actor.clone())).unwrap();
            if !of_key && !is_listed(known, code) {
                unlisted.insert(format!("{operation}: {code} ({})", scenario.name));
            }
        }
    }
    assert!(shown > 50, "scenarios show {shown} refusals");
    assert!(unlisted.is_empty(), "{unlisted:#?}");
}

#[test]
fn every_refusal_of_random_histories_is_in_the_table() {
    let (refusals, unlisted) = (RefCell::new(BTreeSet::new()), RefCell::new(BTreeSet::new()));
    on_histories(60, 120, |history| {
        let mut world = World::founded(MemoryStore::new());
        for one in &history {
            world.pause(one.pause);
            let Some(call) = world.concrete(one) else { continue };
            if let Err(error) = world.make(&call) {
                let known = known(call.operation, &call.actor).unwrap();
                let refusal = (call.operation, call.actor.is_string(), error.code());
                refusals.borrow_mut().insert(refusal);
                if !is_listed(known, error.code()) {
                    unlisted.borrow_mut().insert(refusal);
                }
            }
        }
        Ok(())
    });
    let (refusals, unlisted) = (refusals.into_inner(), unlisted.into_inner());
    assert!(refusals.len() > 60, "only {} refusals were seen", refusals.len());
    assert!(unlisted.is_empty(), "{unlisted:#?}");
}

#[test]
fn every_code_in_the_table_of_operations_is_an_error() {
    let known: BTreeSet<&str> = ERRORS.iter().map(|row| row.code).collect();
    let named = OPERATIONS.iter().flat_map(|operation| operation.errors);
    assert_eq!(named.filter(|code| !known.contains(*code)).count(), 0);
    // What the operator does is told in the activity; what is still to be done outside is only looked at.
    let operators = OPERATIONS.iter().filter(|operation| operation.face == Face::Operator && !operation.changes);
    assert_eq!(operators.map(|operation| operation.name).collect::<Vec<_>>(), ["effects"]);
}

macro_rules! variants {
    ($($Room:ident($Inner:ident) $room:literal { $($Variant:ident $name:literal)* })*) => {
        /// Every event there is, as `room_event`; an event that is missing here does not compile.
        const EVENTS: &[&str] = &[$($(concat!($room, "_", $name)),*),*];

        fn name_of(event: &Event) -> &'static str {
            match event {
                $(Event::$Room(inner) => match inner {
                    $($Inner::$Variant { .. } => concat!($room, "_", $name)),*
                }),*
            }
        }
    };
}

variants! {
    Person(PersonEvent) "person" {
        Registered "registered" Unclaimed "unclaimed" Claimed "claimed" ProfileChanged "profile_changed" Erased "erased"
    }
    Track(TrackEvent) "track" {
        Created "created" DetailsChanged "details_changed" Archived "archived" Unarchived "unarchived" Moved "moved"
        Deleted "deleted" TakenDown "taken_down" Restored "restored" OwnershipOffered "ownership_offered"
        OfferEnded "offer_ended" HandedOver "handed_over" Imported "imported"
    }
    Group(GroupEvent) "group" {
        Created "created" Renamed "renamed" Moved "moved" CarriedAlong "carried_along" TrackAdded "track_added"
        TrackTakenOut "track_taken_out" GroupAdded "group_added" GroupTakenOut "group_taken_out" Deleted "deleted" OwnershipOffered "ownership_offered" OfferEnded "offer_ended"
        HandedOver "handed_over"
    }
    Roster(RosterEvent) "roster" {
        Founded "founded" Invited "invited" InvitationEnded "invitation_ended" Joined "joined"
        AccessChanged "access_changed" Revoked "revoked" Removed "removed" Left "left" Covered "covered"
        OwnerChanged "owner_changed" SharesSet "shares_set"
    }
    Invitation(InvitationEvent) "invitation" {
        Sent "sent" Accepted "accepted" Dismissed "dismissed" Withdrawn "withdrawn" Replaced "replaced" Voided "voided"
    }
    Folder(FolderEvent) "folder" {
        Placed "placed" Announced "announced" Shared "shared" FileAdded "file_added" FileCarried "file_carried" FileReplaced "file_replaced"
        FileRenamed "file_renamed" FileDeleted "file_deleted" FilesAppeared "files_appeared" FilesChanged "files_changed"
        FilesRenamed "files_renamed" FilesDisappeared "files_disappeared"
    }
    Link(LinkEvent) "link" {
        Created "created" Changed "changed" Rotated "rotated" Revoked "revoked" TakenDown "taken_down"
        Restored "restored" TrackLost "track_lost" Reviewed "reviewed" Relabelled "relabelled"
    }
    Comment(CommentEvent) "comment" {
        Added "added" Edited "edited" Pinned "pinned" Unpinned "unpinned" Deleted "deleted" TakenDown "taken_down"
        Restored "restored"
    }
    Import(ImportEvent) "import" {
        Submitted "submitted" Corrected "corrected" Accepted "accepted" Dismissed "dismissed" SentAgain "sent_again"
        Arrived "arrived" Carried "carried" Ended "ended"
    }
    Page(PageEvent) "page" {
        Changed "changed" Published "published" Unpublished "unpublished" Added "added" Removed "removed"
        Arranged "arranged" TakenDown "taken_down" Restored "restored" Ended "ended"
    }
    Bucket(BucketEvent) "bucket" {
        Created "created" Renamed "renamed" Deleted "deleted"
    }
    Placement(PlacementEvent) "placement" {
        Moved "moved"
    }
    Follow(FollowEvent) "follow" {
        Begun "begun" Restarted "restarted" LookedThrough "looked_through" Heard "heard"
    }
    Known(KnownEvent) "known" {
        Summed "summed" Noted "noted"
    }
}

/// Returns the richest event of each kind that random histories bring forth.
fn real_events() -> BTreeMap<&'static str, Value> {
    let richest = RefCell::new(BTreeMap::<&'static str, Value>::new());
    on_histories(80, 160, |history| {
        let mut world = World::founded(MemoryStore::new());
        world.play(&history);
        for entry in world.everything().log {
            let event = serde_json::to_value(&entry.recorded.event).unwrap();
            let mut richest = richest.borrow_mut();
            let best = richest.entry(name_of(&entry.recorded.event)).or_insert_with(|| event.clone());
            if event.to_string().len() > best.to_string().len() {
                *best = event;
            }
        }
        Ok(())
    });
    richest.into_inner()
}

#[test]
fn every_event_has_a_sample_that_loads_for_ever() {
    let folder = in_core("tests/events/v1");
    let file = |name: &str| folder.join(format!("{name}.json"));
    if is_blessed() && EVENTS.iter().any(|name| !file(name).exists()) {
        std::fs::create_dir_all(&folder).unwrap();
        // What was published is never written anew.
        for (name, event) in real_events().into_iter().filter(|(name, _)| !file(name).exists()) {
            std::fs::write(file(name), format!("{}\n", serde_json::to_string_pretty(&event).unwrap())).unwrap();
        }
    }
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let sample: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let event: Event = serde_json::from_value(sample.clone())
            .unwrap_or_else(|error| panic!("{} does not load any more: {error}", path.display()));
        assert_eq!(serde_json::to_value(&event).unwrap(), sample, "{} is written otherwise now", path.display());
        assert_eq!(path.file_stem().and_then(|name| name.to_str()), Some(name_of(&event)));
        seen.insert(name_of(&event));
    }
    let missing: Vec<_> = EVENTS.iter().filter(|name| !seen.contains(**name)).collect();
    assert!(
        missing.is_empty(),
        "no sample of {missing:?}; COWRITE_BLESS=1 makes one of what random histories bring forth"
    );
}
