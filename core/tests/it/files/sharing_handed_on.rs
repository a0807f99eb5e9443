//! A handover that is taken back, or overtaken by another, leaves no folder behind (OWN-4).

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount};
use cowrite::ports::files::{FilesError, FolderRole};
use cowrite::{Access, Actor, FolderTrouble, TrackId};
use pollster::block_on;

use super::places::{names, upload};
use super::sharing::{Studio, account, circle_of, connection};

/// A track of Olivia's with a file, which Alex and Jordan edit.
fn begin(alex: MemoryAccount) -> (Studio, TrackId) {
    let studio = Studio::new();
    studio.files.set_account(&connection(&studio.alex), alex);
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Editor);
    assert_eq!(studio.run(), 0);
    (studio, track)
}

fn hand_on(track: TrackId, from: &Actor, to: &Actor) {
    block_on(async {
        from.offer_ownership(track, to.id()).await.unwrap();
        to.accept_ownership(track).await.unwrap();
    });
}

/// Gives Alex room for the folder.
fn comes(studio: &Studio) {
    studio.files.set_account(&connection(&studio.alex), account("alex"));
    block_on(studio.workspace.account_connected(studio.alex.id())).unwrap();
}

/// Checks that all is with an owner, and nothing waits any more.
fn is_with(studio: &Studio, track: TrackId, owner: &Actor, others: &[(&Actor, FolderRole)]) {
    for _ in 0..3 {
        studio.run();
    }
    let panel = block_on(owner.collaborators(track)).unwrap();
    assert_eq!((panel.transfer_pending, panel.folder_trouble, studio.left()), (false, None, 0));
    assert_eq!(studio.folder(track).map(|folder| (folder.at.holder, folder.next)), Some((owner.id(), None)));
    assert_eq!(studio.circle(track), circle_of(owner, others));
    assert_eq!(block_on(names(owner, track)), ["mix.wav"]);
    assert!(studio.paths(owner).contains("Nocturne/bounces/mix.wav"));
    assert_eq!(block_on(studio.workspace.verify()).unwrap(), []);
}

#[test]
fn what_is_handed_back_before_it_could_be_handed_over_stays() {
    let (studio, track) = begin(account("alex").quota(1));
    let (olivia, alex, jordan) = (&studio.olivia, &studio.alex, &studio.jordan);
    hand_on(track, olivia, alex);
    assert!(studio.run() > 0);
    let told = block_on(alex.collaborators(track)).unwrap().folder_trouble;
    assert_eq!(told, Some(FolderTrouble::NewOwnerAway));
    hand_on(track, alex, olivia);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.files.calls(FilesCall::Transfer), 0);
    comes(&studio);
    is_with(&studio, track, olivia, &[(alex, FolderRole::Editor), (jordan, FolderRole::Editor)]);
}

#[test]
fn what_is_handed_on_past_somebody_who_is_away_comes_to_the_last() {
    let (studio, track) = begin(account("alex").quota(1));
    let (olivia, alex, jordan) = (&studio.olivia, &studio.alex, &studio.jordan);
    hand_on(track, olivia, alex);
    assert!(studio.run() > 0);
    hand_on(track, alex, jordan);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.files.calls(FilesCall::Transfer), 1, "it never was Alex's");
    comes(&studio);
    is_with(&studio, track, jordan, &[(alex, FolderRole::Editor), (olivia, FolderRole::Editor)]);
}

#[test]
fn what_the_store_had_handed_over_already_is_brought_on_from_there() {
    for is_back in [true, false] {
        let (studio, track) = begin(account("alex"));
        let (olivia, alex, jordan) = (&studio.olivia, &studio.alex, &studio.jordan);
        hand_on(track, olivia, alex);
        studio.files.fail(FilesCall::Transfer, 1, &FilesFault::After(FilesError::Transient));
        assert_eq!(studio.run(), 1);
        let (last, other) = if is_back { (olivia, jordan) } else { (jordan, olivia) };
        hand_on(track, alex, last);
        assert_eq!(studio.run(), 0);
        assert_eq!(studio.files.calls(FilesCall::Transfer), 2);
        is_with(&studio, track, last, &[(alex, FolderRole::Editor), (other, FolderRole::Editor)]);
    }
}
