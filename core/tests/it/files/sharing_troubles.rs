//! What is in the way of sharing a folder is told to whom it concerns, and keeps nothing else from being done (FIL-2).

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount};
use cowrite::ports::files::{Connection, FilesError, FolderRole, FolderSharing, MemberState, Nesting};
use cowrite::{Access, FolderTrouble, MemberTrouble, NewPerson};
use pollster::block_on;

use super::places::upload;
use super::sharing::{DAY, Studio, account, circle_of, connection};

#[test]
fn words_of_troubles_are_what_is_written() {
    for trouble in MemberTrouble::ALL {
        assert_eq!(serde_json::to_value(trouble).unwrap(), trouble.as_str());
    }
    for trouble in FolderTrouble::ALL {
        assert_eq!(serde_json::to_value(trouble).unwrap(), trouble.as_str());
    }
}

#[test]
fn a_viewer_is_never_made_an_editor() {
    let studio = Studio::new();
    studio.files.set_account(&connection(&studio.olivia), account("olivia").viewers(false));
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Viewer);
    studio.join(track, &studio.jordan, Access::Editor);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.jordan, FolderRole::Editor)]));
    assert_eq!(studio.trouble(track, &studio.alex), Some(MemberTrouble::PlanInsufficient));
    // An editor who becomes a viewer keeps no more than that.
    block_on(studio.olivia.set_access(track, studio.jordan.id(), Access::Viewer)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[]));
    assert_eq!(studio.trouble(track, &studio.jordan), Some(MemberTrouble::PlanInsufficient));
    studio.files.set_account(&connection(&studio.olivia), account("olivia"));
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    let both = [(&studio.alex, FolderRole::Viewer), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
    assert_eq!(studio.trouble(track, &studio.alex), None);
}

#[test]
fn one_person_s_trouble_keeps_nobody_else_from_the_folder() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.files.set_account(&connection(&studio.alex), account("alex").quota(1));
    studio.files.set_account(&connection(&studio.jordan), account("jordan").verified(false));
    let kim = studio.workspace.acting_as(block_on(studio.workspace.register(NewPerson::new("kim", "Kim"))).unwrap().id);
    studio.files.set_account(&connection(&kim), MemoryAccount::new());
    for actor in [&studio.alex, &studio.jordan, &kim] {
        studio.join(track, actor, Access::Editor);
    }
    assert_eq!(studio.run(), 0);
    let circle = studio.circle(track);
    assert_eq!(circle[&kim.id().to_string()], (FolderRole::Editor, MemberState::Active));
    assert_eq!(circle[&studio.alex.id().to_string()], (FolderRole::Editor, MemberState::Pending));
    assert_eq!(studio.trouble(track, &studio.alex), Some(MemberTrouble::QuotaShort));
    assert_eq!(studio.trouble(track, &studio.jordan), Some(MemberTrouble::NotVerified));
    assert_eq!((studio.trouble(track, &kim), studio.panel(track).folder_trouble), (None, None));
    for name in ["alex", "jordan"] {
        let actor = if name == "alex" { &studio.alex } else { &studio.jordan };
        studio.files.set_account(&connection(actor), account(name));
        block_on(studio.workspace.account_connected(actor.id())).unwrap();
    }
    assert_eq!(studio.run(), 0);
    let all = [&studio.alex, &studio.jordan, &kim].map(|actor| (actor, FolderRole::Editor));
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &all));
    assert_eq!(studio.trouble(track, &studio.alex), None);
}

#[test]
fn access_that_is_left_is_told() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    block_on(studio.olivia.revoke(track, studio.alex.id())).unwrap();
    let inherited = FilesFault::Before(FilesError::Inherited(FolderRole::Viewer));
    studio.files.fail(FilesCall::Revoke, 1, &inherited);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.trouble(track, &studio.alex), Some(MemberTrouble::ResidualAccess));
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!((studio.trouble(track, &studio.alex), studio.circle(track)), (None, circle_of(&studio.olivia, &[])));
}

#[test]
fn an_owner_without_a_connection_is_told_and_other_tracks_go_on() {
    let studio = Studio::new();
    let (broken, other) = (studio.track("Nocturne"), studio.track("Prelude"));
    studio.join(broken, &studio.alex, Access::Editor);
    studio.join(other, &studio.alex, Access::Editor);
    let faults = [
        (FilesError::Disconnected, FolderTrouble::Disconnected),
        (FilesError::MissingScope("sharing.write".to_owned()), FolderTrouble::MissingScope),
        (FilesError::WrongAppType, FolderTrouble::WrongAppType),
    ];
    for (fault, trouble) in faults {
        studio.files.fail(FilesCall::MakeDir, 1, &FilesFault::Before(fault));
        studio.clock.advance(DAY);
        let before = studio.files.calls(FilesCall::MakeDir);
        let run = block_on(studio.workspace.run_effects(10)).unwrap();
        assert_eq!((run.done, run.failed), (0, 2), "{trouble:?}");
        assert_eq!(studio.files.calls(FilesCall::MakeDir), before + 1, "the account is asked once in a run");
        // What is another's goes on meanwhile.
        let his = block_on(studio.alex.create_track("Opener")).unwrap().id;
        let sent = block_on(studio.alex.invite(his, studio.jordan.id(), Access::Viewer)).unwrap();
        block_on(studio.jordan.accept_invitation(sent.id)).unwrap();
        assert_eq!(block_on(studio.workspace.run_effects(10)).unwrap().failed, 0);
        let (by, shared) = studio.shared(his);
        assert_eq!(block_on(studio.files.members(&by, &shared)).unwrap().len(), 2);
        for track in [broken, other] {
            assert_eq!(studio.panel(track).folder_trouble, Some(trouble));
            let seen = block_on(studio.alex.collaborators(track)).unwrap();
            assert_eq!(seen.folder_trouble, None, "the owner alone is told");
        }
    }
    assert_eq!(studio.run(), 0);
    for track in [broken, other] {
        assert_eq!(studio.panel(track).folder_trouble, None);
        assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Editor)]));
    }
}

#[test]
fn what_the_folder_itself_is_refused_for_is_told_by_name() {
    let rows = [
        (FilesCall::Share, FilesError::Nesting(Nesting::Inside), FolderTrouble::Nesting),
        (FilesCall::Share, FilesError::NotVerified, FolderTrouble::NotVerified),
        (FilesCall::MakeDir, FilesError::Conflict, FolderTrouble::NameRefused),
        (FilesCall::MakeDir, FilesError::QuotaShort { needed: None, short: None }, FolderTrouble::QuotaShort),
        (FilesCall::Members, FilesError::NotPermitted, FolderTrouble::NotPermitted),
    ];
    for (call, fault, trouble) in rows {
        let studio = Studio::new();
        let track = studio.track("Nocturne");
        studio.join(track, &studio.alex, Access::Editor);
        studio.files.fail(call, 1, &FilesFault::Before(fault));
        assert_eq!(studio.run(), 1, "{trouble:?}");
        assert_eq!(studio.panel(track).folder_trouble, Some(trouble));
        assert_eq!(studio.run(), 0);
        assert_eq!(studio.panel(track).folder_trouble, None);
        assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Editor)]));
    }
}

#[test]
fn what_has_failed_often_is_stuck_and_said_to_be() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    block_on(studio.olivia.set_access(track, studio.alex.id(), Access::Viewer)).unwrap();
    studio.files.set_away(true);
    let operator = studio.workspace.operator("look").unwrap();
    for tries in 1..=8 {
        assert_eq!(studio.run(), 1);
        let open = block_on(operator.effects(10)).unwrap().effects.remove(0);
        assert_eq!((open.tries, open.is_stuck), (tries, tries == 8));
        let told = (tries == 8).then_some(FolderTrouble::Unreachable);
        assert_eq!(studio.panel(track).folder_trouble, told);
    }
    studio.files.set_away(false);
    // It is due in hours, unless its owner asks.
    assert_eq!(block_on(studio.workspace.run_effects(10)).unwrap().done, 0);
    let refused = block_on(studio.alex.retry_folder(track)).unwrap_err();
    assert_eq!(refused.code(), "access_denied");
    block_on(studio.olivia.dry_run().retry_folder(track)).unwrap();
    assert_eq!(block_on(studio.workspace.run_effects(10)).unwrap().done, 0, "a dry run changes nothing");
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(block_on(studio.workspace.run_effects(10)).unwrap().failed, 0);
    assert_eq!((studio.left(), studio.panel(track).folder_trouble), (0, None));
}

#[test]
fn a_folder_whose_account_was_not_there_yet_is_shared_when_it_is() {
    let studio = Studio::new();
    let new = NewPerson::new("sam", "Sam Lee").email("sam@example.com");
    let sam = studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id);
    let track = block_on(sam.create_track("Nocturne")).unwrap().id;
    let sent = block_on(sam.invite(track, studio.alex.id(), Access::Viewer)).unwrap();
    block_on(studio.alex.accept_invitation(sent.id)).unwrap();
    assert_eq!(studio.run(), 1);
    assert_eq!(block_on(sam.collaborators(track)).unwrap().folder_trouble, Some(FolderTrouble::Disconnected));
    studio.files.set_account(&connection(&sam), account("sam"));
    block_on(studio.workspace.account_connected(sam.id())).unwrap();
    assert_eq!((studio.run(), studio.left()), (0, 0));
    assert_eq!(studio.circle(track), circle_of(&sam, &[(&studio.alex, FolderRole::Viewer)]));
    assert_eq!(block_on(sam.collaborators(track)).unwrap().folder_trouble, None);
}

#[test]
fn who_was_invited_by_an_address_that_their_account_does_not_show_is_found_again() {
    for count in [1, 2] {
        let studio = Studio::new();
        let track = studio.track("Nocturne");
        let people: Vec<_> = ["sam", "kim"].into_iter().take(count).collect();
        let actors = people.iter().map(|name| {
            let new = NewPerson::new(*name, *name).email(format!("{name}@example.com"));
            let alias = format!("{name}@example.com").parse().unwrap();
            let shown = account(&format!("{name}-elsewhere")).alias(alias);
            studio.files.set_account(&Connection::new(*name), shown);
            studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id)
        });
        let actors: Vec<_> = actors.collect();
        actors.iter().for_each(|actor| studio.join(track, actor, Access::Editor));
        assert_eq!(studio.run(), 0);
        let there = |name: &&str| studio.circle(track).contains_key(*name);
        assert!(people.iter().all(there), "{:?}", studio.circle(track));
        let invites = studio.files.calls(FilesCall::Invite);
        block_on(studio.olivia.retry_folder(track)).unwrap();
        assert_eq!((studio.run(), studio.files.calls(FilesCall::Invite)), (0, invites), "they are known by then");
        assert_eq!(studio.trouble(track, &actors[0]), Some(MemberTrouble::Pending));
        block_on(studio.olivia.revoke(track, actors[0].id())).unwrap();
        assert_eq!(studio.run(), 0);
        assert!(!there(&"sam"));
        assert_eq!(studio.circle(track).len(), count);
    }
}
