//! What access says ends is ended, whoever else cannot be dealt with (FIL-2).

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{Connection, FilesError, FolderRole, FolderSharing, Invited, MemberState, Membership, Who};
use cowrite::{Access, NewPerson, TrackId};
use pollster::block_on;

use super::sharing::{Circle, Studio, account, circle_of, connection};

/// A track whose folder Alex and Jordan edit, and Eve, who is nobody's collaborator, views.
fn begin() -> (Studio, TrackId) {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Editor);
    assert_eq!(studio.run(), 0);
    (studio, track)
}

fn eve_comes(studio: &Studio, track: TrackId) {
    let ((by, shared), eve) = (studio.shared(track), Connection::new("eve"));
    studio.files.set_account(&eve, account("eve"));
    let who = Who::Email("eve@example.com".parse().unwrap());
    block_on(studio.files.invite(&by, &shared, &[Invited { who, role: FolderRole::Viewer }], true)).unwrap();
    block_on(studio.files.mount(&eve, &shared)).unwrap();
}

fn everybody(studio: &Studio, alex: FolderRole) -> Circle {
    circle_of(&studio.olivia, &[(&studio.alex, alex), (&studio.jordan, FolderRole::Editor)])
}

#[test]
fn whom_the_store_lists_and_does_not_find_keeps_no_more_than_access_says() {
    let (studio, track) = begin();
    block_on(studio.olivia.set_access(track, studio.alex.id(), Access::Viewer)).unwrap();
    studio.files.fail(FilesCall::SetRole, 1, &FilesFault::Before(FilesError::NotFound));
    assert_eq!(studio.run(), 1, "it is looked at again");
    assert!(!studio.circle(track).contains_key(&studio.alex.id().to_string()));
    assert_eq!((studio.run(), studio.circle(track)), (0, everybody(&studio, FolderRole::Viewer)));
}

#[test]
fn an_invitation_to_an_account_is_lowered_by_another_in_its_place() {
    let (studio, track) = begin();
    let new = NewPerson::new("sam", "Sam Lee").email("sam@example.com");
    let sam = studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id);
    studio.files.set_account(&connection(&sam), account("sam").quota(0));
    // What holds no bytes has room anywhere.
    block_on(super::places::upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &sam, Access::Editor);
    studio.run();
    assert_eq!(studio.circle(track)[&sam.id().to_string()], (FolderRole::Editor, MemberState::Pending));
    let before = studio.files.calls(FilesCall::SetRole);
    block_on(studio.olivia.set_access(track, sam.id(), Access::Viewer)).unwrap();
    studio.run();
    assert_eq!(studio.circle(track)[&sam.id().to_string()], (FolderRole::Viewer, MemberState::Pending));
    assert_eq!(studio.files.calls(FilesCall::SetRole), before, "a store need not set what an invitation gives");
}

#[test]
fn one_who_cannot_be_ended_keeps_nobody_else_there() {
    let (studio, track) = begin();
    eve_comes(&studio, track);
    block_on(studio.olivia.revoke(track, studio.jordan.id())).unwrap();
    block_on(studio.olivia.set_access(track, studio.alex.id(), Access::Viewer)).unwrap();
    for fault in [FilesError::Transient, FilesError::NotPermitted] {
        studio.files.fail(FilesCall::Revoke, 1, &FilesFault::Before(fault));
        assert!(studio.run() > 0);
        let circle = studio.circle(track);
        assert_eq!(circle[&studio.alex.id().to_string()].0, FolderRole::Viewer, "{circle:?}");
        assert!(circle.len() <= 3, "{circle:?}");
    }
    let alone = circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Viewer)]);
    assert_eq!((studio.run(), studio.circle(track)), (0, alone));
}

#[test]
fn an_account_that_wants_to_be_left_alone_is() {
    let (studio, track) = begin();
    eve_comes(&studio, track);
    block_on(studio.olivia.revoke(track, studio.jordan.id())).unwrap();
    let busy = FilesError::RateLimited { after: core::time::Duration::from_secs(60) };
    studio.files.fail(FilesCall::Revoke, 1, &FilesFault::Before(busy));
    let before = studio.files.calls(FilesCall::Revoke);
    assert_eq!((studio.run(), studio.files.calls(FilesCall::Revoke)), (1, before + 1));
}

#[test]
fn who_cannot_be_asked_and_is_seated_keeps_no_stranger_there() {
    let (studio, track) = begin();
    eve_comes(&studio, track);
    block_on(studio.olivia.retry_folder(track)).unwrap();
    studio.files.fail(FilesCall::Account, 1, &FilesFault::Before(FilesError::Transient));
    assert_eq!(studio.run(), 1, "who could not be asked is asked again");
    assert_eq!(studio.circle(track), everybody(&studio, FolderRole::Editor));
}
