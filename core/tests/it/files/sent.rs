//! Bytes of what is sent: outside any track while it waits, then in the track that it was accepted into (IMP-1, IMP-3).

use cowrite::adapters::{FilesCall, FilesFault};
use cowrite::ports::files::{FilesError, Whole};
use cowrite::testing::CommitFault;
use cowrite::{Access, Accounts, Actor, ImportId, ImportView, NewImport, PersonId, TrackId};
use pollster::block_on;

use super::moving::House;
use super::places::{names, upload};

fn two_mixes() -> NewImport {
    NewImport::new().file("mix.wav", Some("Bounces"), 3).file("kick.wav", Some("Stems"), 4)
}

impl House {
    /// Sends two files to somebody, with their bytes.
    fn sent(&self, from: &Actor, to: PersonId) -> ImportView {
        let sent = block_on(from.submit_import(to, two_mixes())).unwrap();
        block_on(from.send_file(sent.id, 0, Whole::boxed("mix"))).unwrap();
        block_on(from.send_file(sent.id, 1, Whole::boxed("kick"))).unwrap()
    }

    fn carried(&self, import: ImportId) -> bool {
        block_on(self.olivia.import(import)).unwrap().import.carried
    }

    fn is_added_by_olivia(&self, track: TrackId) -> usize {
        let scope = track;
        let all = block_on(self.olivia.activity(scope, cowrite::Paging::first(100))).unwrap().entries;
        all.iter().filter(|entry| entry.what == "file_carried" && entry.by == Some(self.olivia.id())).count()
    }
}

#[test]
fn what_was_sent_waits_outside_any_track_and_comes_into_the_one_that_it_is_accepted_into() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    block_on(upload(&house.olivia, track, "mix.wav"));
    let sent = house.sent(&house.alex, house.olivia.id());
    assert_eq!(sent.files.iter().map(|file| file.arrived).collect::<Vec<_>>(), [true, true]);
    let (mix, kick) = (format!("imports/{}/0 mix.wav", sent.id), format!("imports/{}/1 kick.wav", sent.id));
    house.is_at(&["Nocturne/bounces/mix.wav", &mix, &kick]);
    // A title that says where they lie leads nowhere near them.
    let trap = block_on(house.alex.create_track("Imports")).unwrap().id;
    block_on(upload(&house.alex, trap, "trap.wav"));
    assert_eq!(block_on(names(&house.alex, trap)), ["trap.wav"]);
    block_on(house.alex.delete_track(trap)).unwrap();
    block_on(house.olivia.accept_import(sent.id, track)).unwrap();
    assert!(!house.carried(sent.id));
    assert_eq!((house.run().1, house.left(), house.carried(sent.id)), (0, 0, true));
    assert_eq!(block_on(names(&house.olivia, track)), ["mix (2).wav", "mix.wav", "kick.wav"]);
    assert!(!house.paths("studio").iter().any(|path| path.contains(&sent.id.to_string())));
    assert_eq!(house.is_added_by_olivia(track), 3, "two of them were sent");
    assert_eq!(block_on(house.workspace.verify()).unwrap(), []);
}

#[test]
fn into_a_new_track_the_folder_is_made() {
    let house = House::with_one();
    let sent = house.sent(&house.alex, house.olivia.id());
    let into = cowrite::ImportInto::new_track("Encore");
    let track = block_on(house.olivia.accept_import(sent.id, into)).unwrap().track.unwrap();
    house.run();
    house.is_at(&["Encore/bounces/mix.wav", "Encore/stems/kick.wav"]);
    assert_eq!(block_on(names(&house.olivia, track)), ["mix.wav", "kick.wav"]);
}

#[test]
fn into_a_track_in_another_account_they_are_copied() {
    let house = House::new(Accounts::EachHolder);
    let (hers, his) = (house.olivia.id().to_string(), house.alex.id().to_string());
    let track = block_on(house.alex.create_track("Nocturne")).unwrap().id;
    let invitation = block_on(house.alex.invite(track, house.olivia.id(), Access::Editor)).unwrap();
    block_on(house.olivia.accept_invitation(invitation.id)).unwrap();
    let sent = house.sent(&house.alex, house.olivia.id());
    block_on(house.olivia.accept_import(sent.id, track)).unwrap();
    house.files.fail(FilesCall::Put, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!(house.run().1, 1);
    house.store.fail_next(1, CommitFault::AwayBefore);
    house.run();
    assert_eq!((house.run().1, house.carried(sent.id)), (0, true));
    assert_eq!(house.paths(&his), ["Nocturne/bounces/mix.wav", "Nocturne/stems/kick.wav"].map(str::to_owned).into());
    assert_eq!(house.paths(&hers).len(), 2, "what was sent stays where it was");
    assert_eq!(house.is_added_by_olivia(track), 2);
}

#[test]
fn what_is_cut_off_while_it_is_carried_is_carried_once() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    let sent = house.sent(&house.alex, house.olivia.id());
    block_on(house.olivia.accept_import(sent.id, track)).unwrap();
    house.files.fail(FilesCall::MoveTo, 1, &FilesFault::After(FilesError::Transient));
    assert_eq!((house.run().1, house.carried(sent.id)), (1, false));
    house.store.fail_next(1, CommitFault::AwayBefore);
    assert_eq!(house.run().1, 1);
    // The folder is moved meanwhile.
    house.rename(track, "Prelude");
    assert_eq!((house.run().1, house.carried(sent.id)), (0, true));
    house.is_at(&["Prelude/bounces/mix.wav", "Prelude/stems/kick.wav"]);
    assert_eq!(house.is_added_by_olivia(track), 2);
}

#[test]
fn content_of_another_length_is_refused_and_not_kept() {
    let house = House::with_one();
    let sent = block_on(house.alex.submit_import(house.olivia.id(), two_mixes())).unwrap();
    for content in ["mi", "mixx", ""] {
        let refused = block_on(house.alex.send_file(sent.id, 0, Whole::boxed(content))).unwrap_err();
        assert_eq!(refused.code(), "invalid_input", "{content}");
    }
    house.is_at(&[]);
    assert!(!block_on(house.olivia.import(sent.id)).unwrap().import.files[0].arrived);
    house.files.set_away(true);
    let refused = block_on(house.alex.send_file(sent.id, 0, Whole::boxed("mix"))).unwrap_err();
    assert_eq!(refused.code(), "source_unavailable");
    let dry = block_on(house.alex.dry_run().send_file(sent.id, 0, Whole::boxed("mix"))).unwrap();
    assert!(dry.files[0].arrived);
    house.files.set_away(false);
    house.is_at(&[]);
}

#[test]
fn what_is_sent_again_is_where_it_was() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    let sent = house.sent(&house.alex, house.olivia.id());
    block_on(house.olivia.dismiss_import(sent.id)).unwrap();
    let refused = block_on(house.alex.send_file(sent.id, 0, Whole::boxed("mix"))).unwrap_err();
    assert_eq!(refused.code(), "not_found", "it does not wait");
    let again = block_on(house.alex.resubmit_import(sent.id)).unwrap();
    assert!(again.files.iter().all(|file| file.arrived));
    // One of them is another by now.
    block_on(house.alex.send_file(again.id, 0, Whole::boxed("MIX"))).unwrap();
    block_on(house.olivia.accept_import(again.id, track)).unwrap();
    house.run();
    house.is_at(&["Nocturne/bounces/mix.wav", "Nocturne/stems/kick.wav"]);
    assert_eq!(block_on(house.workspace.verify()).unwrap(), []);
}

#[test]
fn an_outsider_sends_bytes_too_and_nobody_sends_for_another() {
    let house = House::with_one();
    let to = house.olivia.id();
    let sent = block_on(house.workspace.receive_import(to, "Sam", "sam@example.com", two_mixes())).unwrap();
    let own = block_on(house.alex.submit_import(to, two_mixes())).unwrap();
    let outsider = |import, number| block_on(house.workspace.receive_file(import, number, Whole::boxed("mix")));
    let alex = |import, number| block_on(house.alex.send_file(import, number, Whole::boxed("mix")));
    let olivia = block_on(house.olivia.send_file(own.id, 0, Whole::boxed("mix")));
    assert_eq!(olivia.unwrap_err().code(), "not_found");
    assert_eq!(outsider(own.id, 0).unwrap_err().code(), "not_found");
    assert_eq!(alex(sent.id, 0).unwrap_err().code(), "not_found");
    assert_eq!(alex(own.id, 2).unwrap_err().code(), "invalid_input");
    assert!(outsider(sent.id, 0).unwrap().files[0].arrived);
    assert!(alex(own.id, 0).unwrap().files[0].arrived);
    let bare = cowrite::Workspace::in_memory().unwrap();
    let nobody = block_on(bare.receive_file(sent.id, 0, Whole::boxed("mix"))).unwrap_err();
    assert_eq!(nobody.code(), "not_found");
}

#[test]
fn what_a_deleted_track_was_to_get_stays_where_it_was() {
    let house = House::with_one();
    let track = house.track("Nocturne");
    let sent = house.sent(&house.alex, house.olivia.id());
    block_on(house.olivia.accept_import(sent.id, track)).unwrap();
    block_on(house.olivia.delete_track(track)).unwrap();
    assert_eq!((house.run().1, house.left(), house.carried(sent.id)), (0, 0, false));
    assert_eq!(house.paths("studio").len(), 2);
}
