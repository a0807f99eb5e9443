//! A handover that is taken back, or overtaken by another, leaves no folder behind (OWN-4).

use core::fmt;
use core::time::Duration;
use std::sync::{Arc, Mutex};

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount};
use cowrite::ports::files::{FilesError, FolderRole};
use cowrite::ports::{BoxFuture, Timer};
use cowrite::{Access, Accounts, Actor, FolderTrouble, TrackId, Workspace};
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

type Act = Box<dyn FnOnce() + Send>;

/// A timer by which something happens while the first wait lasts; no wait takes its time.
#[derive(Clone, Default)]
struct Meanwhile(Arc<Mutex<Option<Act>>>);

impl Meanwhile {
    fn is_over(&self) -> bool {
        self.0.lock().unwrap().is_none()
    }
}

impl fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Meanwhile").field(&self.is_over()).finish()
    }
}

impl Timer for Meanwhile {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        let act = self.0.lock().unwrap().take();
        if let Some(act) = act {
            act();
        }
        Box::pin(core::future::ready(()))
    }
}

#[test]
fn what_a_long_look_has_found_is_not_kept_of_a_folder_that_was_handed_over_meanwhile() {
    let (studio, track) = begin(account("alex"));
    let (olivia, alex, jordan) = (&studio.olivia, &studio.alex, &studio.jordan);
    let meanwhile = Meanwhile::default();
    let builder = Workspace::builder().clock(studio.clock.clone()).files(studio.files.clone(), Accounts::EachHolder);
    let slow = builder.timer(meanwhile.clone()).on(studio.store.clone());
    block_on(olivia.offer_ownership(track, alex.id())).unwrap();
    block_on(olivia.revoke(track, jordan.id())).unwrap();
    studio.files.set_looks(Some(2));
    let (other, accepting) = (studio.workspace.clone(), alex.clone());
    *meanwhile.0.lock().unwrap() = Some(Box::new(move || {
        block_on(accepting.accept_ownership(track)).unwrap();
        assert_eq!(block_on(other.run_effects(100)).unwrap().failed, 0);
        let folder = block_on(accepting.collaborators(track)).unwrap();
        assert!(!folder.transfer_pending, "it is handed over while the first looks");
    }));
    let run = block_on(slow.run_effects(1)).unwrap();
    assert_eq!((run.done, run.failed), (1, 0));
    assert!(meanwhile.is_over());
    let sharing = studio.folder(track).unwrap().sharing;
    let his = format!("account:{}", alex.id());
    assert!(sharing.holder.as_ref().is_none_or(|holder| holder.as_str() == his), "{:?}", sharing.holder);
    studio.files.set_looks(None);
    is_with(&studio, track, alex, &[(olivia, FolderRole::Editor)]);
}
