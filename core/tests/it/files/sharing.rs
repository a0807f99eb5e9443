//! Shared folders follow access (FIL-2, OWN-4).

use std::collections::{BTreeMap, BTreeSet};

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount, MemoryFiles, MemoryStore};
use cowrite::domain::document::Document;
use cowrite::domain::folder::Folder;
use cowrite::ports::files::{
    AccountId, Connection, FileStore, FilesError, FolderId, FolderRole, FolderSharing, Invited, Item, Listing, Loc,
    MemberState, Membership, Nesting, Who,
};
use cowrite::ports::store::Store;
use cowrite::testing::{FaultyStore, SettableClock};
use cowrite::{
    Access, Accounts, Actor, FolderTrouble, MemberTrouble, NewPerson, NewTrack, Panel, Timestamp, TrackId, TrackUpdate,
    Workspace,
};
use pollster::block_on;

use super::places::{names, upload};

const DAY: i64 = 86_400_000;

/// A workspace in which everybody has an account of a store that shares folders.
pub(super) struct Studio {
    pub(super) workspace: Workspace,
    pub(super) store: FaultyStore,
    pub(super) files: MemoryFiles,
    pub(super) clock: SettableClock,
    pub(super) olivia: Actor,
    pub(super) alex: Actor,
    pub(super) jordan: Actor,
}

/// The role of everybody on a folder, and who has it among their own.
pub(super) type Circle = BTreeMap<String, (FolderRole, MemberState)>;

pub(super) fn connection(actor: &Actor) -> Connection {
    Connection::new(actor.id().to_string())
}

pub(super) fn account(name: &str) -> MemoryAccount {
    MemoryAccount::new().email(format!("{name}@example.com").parse().unwrap())
}

impl Studio {
    pub(super) fn new() -> Self {
        let clock = SettableClock::at(Timestamp::EPOCH);
        let (store, files) = (FaultyStore::new(MemoryStore::new()), MemoryFiles::new());
        let builder = Workspace::builder().clock(clock.clone()).files(files.clone(), Accounts::EachHolder);
        let workspace = builder.on(store.clone());
        let person = |name: &str| {
            let new = NewPerson::new(name, name).email(format!("{name}@example.com"));
            let actor = workspace.acting_as(block_on(workspace.register(new)).unwrap().id);
            files.set_account(&connection(&actor), account(name));
            actor
        };
        let (olivia, alex, jordan) = (person("olivia"), person("alex"), person("jordan"));
        Self { workspace, store, files, clock, olivia, alex, jordan }
    }

    pub(super) fn track(&self, title: &str) -> TrackId {
        block_on(self.olivia.create_track(title)).unwrap().id
    }

    pub(super) fn join(&self, track: TrackId, actor: &Actor, access: Access) {
        let sent = block_on(self.olivia.invite(track, actor.id(), access)).unwrap();
        block_on(actor.accept_invitation(sent.id)).unwrap();
    }

    /// Runs what is due a day later, until nothing more is, and returns how often something failed.
    pub(super) fn run(&self) -> u32 {
        let mut failed = 0;
        self.clock.advance(DAY);
        loop {
            let run = block_on(self.workspace.run_effects(100)).unwrap();
            failed += run.failed;
            if run.done == 0 {
                return failed;
            }
        }
    }

    pub(super) fn left(&self) -> u64 {
        block_on(self.workspace.operator("look").unwrap().effects(0)).unwrap().count
    }

    pub(super) fn folder(&self, track: TrackId) -> Option<Folder> {
        let documents = block_on(self.store.everything()).unwrap().slice.documents.into_values();
        documents.into_iter().find_map(|document| match document {
            Document::Folder(folder) if folder.track == track => Some(folder),
            _ => None,
        })
    }

    /// The shared folder of a track, and the connection of its holder.
    pub(super) fn shared(&self, track: TrackId) -> (Connection, FolderId) {
        let folder = self.folder(track).unwrap();
        let shared = FolderId::new(folder.sharing.folder.unwrap().as_str());
        (Connection::new(folder.at.holder.to_string()), shared)
    }

    /// Everybody on a track's folder by the id of the person whose account it is.
    pub(super) fn circle(&self, track: TrackId) -> Circle {
        let (by, shared) = self.shared(track);
        let members = block_on(self.files.members(&by, &shared)).unwrap();
        let known = |id: Option<AccountId>| id.map(|id| id.as_str().trim_start_matches("account:").to_owned());
        let row = |it: cowrite::ports::files::FolderMember| {
            let name = known(it.account).or(it.email.map(|email| email.as_str().to_owned()));
            (name.unwrap_or_default(), (it.role, it.state))
        };
        members.into_iter().map(row).collect()
    }

    pub(super) fn panel(&self, track: TrackId) -> Panel {
        block_on(self.olivia.collaborators(track)).unwrap()
    }

    pub(super) fn trouble(&self, track: TrackId, of: &Actor) -> Option<MemberTrouble> {
        let panel = self.panel(track);
        panel.rows.iter().find(|row| row.person == of.id()).and_then(|row| row.folder_trouble)
    }

    pub(super) fn hand_over(&self, track: TrackId, to: &Actor) {
        block_on(self.olivia.offer_ownership(track, to.id())).unwrap();
        block_on(to.accept_ownership(track)).unwrap();
    }

    /// The names of all that lies in somebody's account, from its root down.
    pub(super) fn paths(&self, actor: &Actor) -> BTreeSet<String> {
        let listing = Listing { is_recursive: true, limit: 0 };
        let page = block_on(self.files.list(&connection(actor), &Loc::root(), listing)).unwrap();
        let entries = page.items.into_iter().filter_map(|item| match item {
            Item::Here(entry) => entry.file().map(|_| entry.path.join("/")),
            Item::Gone(_) => None,
        });
        entries.collect()
    }
}

/// What is expected of a circle: the owner, and these with what they may.
pub(super) fn circle_of(owner: &Actor, others: &[(&Actor, FolderRole)]) -> Circle {
    let owner = (owner.id().to_string(), (FolderRole::Owner, MemberState::Active));
    let others = others.iter().map(|(actor, role)| (actor.id().to_string(), (*role, MemberState::Active)));
    core::iter::once(owner).chain(others).collect()
}

#[test]
fn who_is_on_the_folder_follows_every_change_of_access() {
    let studio = Studio::new();
    let (olivia, alex, jordan) = (&studio.olivia, &studio.alex, &studio.jordan);
    let album = block_on(olivia.create_group("Album")).unwrap().id;
    let sent = block_on(olivia.invite(album, alex.id(), Access::Editor)).unwrap();
    block_on(alex.accept_invitation(sent.id)).unwrap();
    // GRP-2: what is made in the group afterwards is reached too.
    let track = block_on(olivia.create_track(NewTrack::new("Opener").in_group(Some(album)))).unwrap().id;
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(olivia, &[(alex, FolderRole::Editor)]));
    studio.join(track, jordan, Access::Viewer);
    block_on(olivia.set_access(track, alex.id(), Access::Viewer)).unwrap();
    assert_eq!(studio.run(), 0);
    let both = [(alex, FolderRole::Viewer), (jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(olivia, &both));
    block_on(upload(olivia, track, "mix.wav"));
    assert_eq!(studio.paths(jordan), ["Opener/bounces/mix.wav".to_owned()].into());
    block_on(olivia.revoke(track, jordan.id())).unwrap();
    block_on(olivia.move_track(track, None)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(olivia, &[(alex, FolderRole::Viewer)]));
    assert_eq!(studio.paths(jordan), BTreeSet::new());
    let operator = studio.workspace.operator("dispute").unwrap();
    block_on(operator.take_down(track)).unwrap();
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(olivia, &[])));
    block_on(operator.restore(track)).unwrap();
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(olivia, &[(alex, FolderRole::Viewer)])));
    block_on(olivia.delete_track(track)).unwrap();
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(olivia, &[])));
    assert_eq!(studio.paths(olivia).len(), 1, "FIL-4: the owner's files stay");
    assert_eq!((studio.left(), block_on(studio.workspace.verify()).unwrap()), (0, Vec::new()));
}

#[test]
fn what_is_so_already_is_not_done_again() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    let before = block_on(studio.workspace.revision()).unwrap();
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    let calls = [FilesCall::Invite, FilesCall::Mount, FilesCall::Share].map(|call| studio.files.calls(call));
    assert_eq!(calls, [1, 1, 1]);
    assert_eq!([FilesCall::SetRole, FilesCall::Revoke].map(|call| studio.files.calls(call)), [0, 0]);
    assert_eq!(block_on(studio.workspace.revision()).unwrap(), before + 1, "only the wish to look again");
}

#[test]
fn whoever_else_is_on_the_folder_goes_and_who_unmounted_it_is_left_alone() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    let (by, shared) = studio.shared(track);
    let eve = Connection::new("eve");
    studio.files.set_account(&eve, account("eve"));
    let invited = [("eve@example.com", FolderRole::Editor), ("nobody@example.com", FolderRole::Viewer)];
    let invited = invited.map(|(email, role)| Invited { who: Who::Email(email.parse().unwrap()), role });
    block_on(studio.files.invite(&by, &shared, &invited, true)).unwrap();
    block_on(studio.files.mount(&eve, &shared)).unwrap();
    block_on(studio.files.unmount(&connection(&studio.alex), &shared)).unwrap();
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &[(&studio.alex, FolderRole::Editor)]));
    assert_eq!(studio.files.calls(FilesCall::Mount), 2, "Alex has put it away, and that stands");
}

#[test]
fn who_is_not_connected_is_invited_by_address_and_reads_through_the_library_until_then() {
    let studio = Studio::new();
    let new = NewPerson::new("sam", "Sam Lee").email("sam@example.com");
    let sam = studio.workspace.acting_as(block_on(studio.workspace.register(new)).unwrap().id);
    let bare = NewPerson::new("kim", "Kim");
    let kim = studio.workspace.acting_as(block_on(studio.workspace.register(bare)).unwrap().id);
    let track = studio.track("Nocturne");
    studio.join(track, &sam, Access::Editor);
    studio.join(track, &kim, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track)["sam@example.com"], (FolderRole::Editor, MemberState::Pending));
    assert_eq!(studio.trouble(track, &sam), Some(MemberTrouble::Pending));
    assert_eq!(studio.trouble(track, &kim), Some(MemberTrouble::NotConnected));
    block_on(upload(&studio.olivia, track, "mix.wav"));
    assert_eq!(block_on(names(&kim, track)), ["mix.wav"]);
    // What an invitation may is lowered by another in its place.
    block_on(studio.olivia.set_access(track, sam.id(), Access::Viewer)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track)["sam@example.com"], (FolderRole::Viewer, MemberState::Pending));
    for (actor, name) in [(&sam, "sam"), (&kim, "kim")] {
        studio.files.set_account(&connection(actor), account(name));
        let connected = block_on(studio.workspace.account_connected(actor.id())).unwrap();
        assert_eq!((connected.person, connected.scopes), (actor.id(), 1));
    }
    assert_eq!(studio.run(), 0);
    let both = [(&sam, FolderRole::Viewer), (&kim, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
    assert_eq!([studio.trouble(track, &sam), studio.trouble(track, &kim)], [None, None]);
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
    assert_eq!(block_on(studio.workspace.account_connected(nobody)).unwrap_err().code(), "not_found");
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
fn a_folder_that_its_owner_moved_is_used_where_it_is() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    block_on(upload(&studio.olivia, track, "mix.wav"));
    let (by, shared) = studio.shared(track);
    let place = block_on(studio.files.make_dir(&by, &Loc::root(), &"My music".parse().unwrap())).unwrap();
    let from = Loc::Path("Nocturne".parse().unwrap());
    block_on(studio.files.move_to(&by, &from, &place.id.into(), &"Night".parse().unwrap())).unwrap();
    assert_eq!(block_on(names(&studio.alex, track)), ["mix.wav"]);
    block_on(upload(&studio.alex, track, "mix 2.wav"));
    let file = block_on(studio.alex.files(track)).unwrap().files[0].id.clone();
    block_on(studio.alex.rename_file(track, &file, "mix 3.wav")).unwrap();
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.shared(track).1, shared);
    let all = ["My music/Night/bounces/mix 3.wav", "My music/Night/bounces/mix.wav"];
    assert_eq!(studio.paths(&studio.olivia), all.map(str::to_owned).into());
    // With its next name it goes where that says.
    block_on(studio.olivia.update_track(track, TrackUpdate::new().title("Prelude"))).unwrap();
    assert_eq!(studio.run(), 0);
    let all = ["Prelude/bounces/mix 3.wav", "Prelude/bounces/mix.wav"];
    assert_eq!(studio.paths(&studio.olivia), all.map(str::to_owned).into());
}

#[test]
fn a_folder_that_its_owner_deleted_is_gone_until_they_want_it_again() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    let (by, before) = studio.shared(track);
    studio.files.remove_folder(&by, &Loc::Path("Nocturne".parse().unwrap())).unwrap();
    studio.join(track, &studio.jordan, Access::Viewer);
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.panel(track).folder_trouble, Some(FolderTrouble::FolderGone));
    assert_eq!(block_on(names(&studio.alex, track)), Vec::<String>::new());
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.panel(track).folder_trouble, None);
    assert_ne!(studio.shared(track).1, before);
    let both = [(&studio.alex, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.olivia, &both));
    // One that was only unshared there is shared again.
    let (by, shared) = studio.shared(track);
    assert!(matches!(block_on(studio.files.unshare(&by, &shared)).unwrap(), cowrite::ports::files::Step::Done(())));
    block_on(studio.olivia.retry_folder(track)).unwrap();
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(&studio.olivia, &both)));
}

#[test]
fn what_takes_its_time_is_waited_for() {
    let studio = Studio::new();
    studio.files.set_looks(Some(2));
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    assert_eq!(studio.run(), 0);
    block_on(studio.olivia.revoke(track, studio.alex.id())).unwrap();
    studio.files.fail(FilesCall::Poll, 1, &FilesFault::JobFails(FilesError::Transient));
    assert_eq!(studio.run(), 1);
    assert_eq!((studio.run(), studio.circle(track)), (0, circle_of(&studio.olivia, &[])));
}

#[test]
fn nothing_is_put_where_another_s_folder_lies() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    studio.join(track, &studio.alex, Access::Editor);
    studio.run();
    // Alex has it among his own under names that his own tracks and groups want.
    let album = block_on(studio.alex.create_group("Nocturne")).unwrap().id;
    let (alone, deep) = block_on(async {
        let alone = studio.alex.create_track("Nocturne").await.unwrap().id;
        (alone, studio.alex.create_track(NewTrack::new("Deep").in_group(Some(album))).await.unwrap().id)
    });
    for (track, name) in [(alone, "alone.wav"), (deep, "deep.wav")] {
        block_on(upload(&studio.alex, track, name));
        assert_eq!(block_on(names(&studio.alex, track)), [name]);
    }
    assert_eq!(block_on(names(&studio.olivia, track)), Vec::<String>::new());
    assert_eq!(studio.paths(&studio.olivia), BTreeSet::new());
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
fn a_shared_folder_is_handed_over_with_its_ids() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Viewer);
    studio.run();
    let (before, shared) = (block_on(studio.olivia.files(track)).unwrap().files, studio.shared(track).1);
    studio.hand_over(track, &studio.alex);
    assert!(studio.panel(track).transfer_pending);
    assert_eq!(studio.run(), 0);
    assert!(!studio.panel(track).transfer_pending);
    assert_eq!((block_on(studio.alex.files(track)).unwrap().files, studio.shared(track).1), (before, shared));
    let others = [(&studio.olivia, FolderRole::Editor), (&studio.jordan, FolderRole::Viewer)];
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &others));
    assert!(studio.paths(&studio.alex).contains("Nocturne/bounces/mix.wav"));
    // Whom the new owner does not want there any more goes.
    block_on(studio.alex.revoke(track, studio.olivia.id())).unwrap();
    assert_eq!(studio.run(), 0);
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &[(&studio.jordan, FolderRole::Viewer)]));
    assert_eq!(studio.paths(&studio.olivia), BTreeSet::new());
}

#[test]
fn a_handover_waits_until_the_new_owner_can_have_the_folder() {
    let rows = [
        (MemoryAccount::new().quota(1), FolderTrouble::NewOwnerAway, Some(MemberTrouble::QuotaShort)),
        (account("alex").verified(false), FolderTrouble::NewOwnerAway, Some(MemberTrouble::NotVerified)),
    ];
    for (his, told, of_him) in rows {
        let studio = Studio::new();
        let track = studio.track("Nocturne");
        block_on(upload(&studio.olivia, track, "mix.wav"));
        studio.files.set_account(&connection(&studio.alex), his);
        studio.join(track, &studio.alex, Access::Editor);
        studio.hand_over(track, &studio.alex);
        assert!(studio.run() > 0);
        let panel = block_on(studio.alex.collaborators(track)).unwrap();
        assert_eq!((panel.transfer_pending, panel.folder_trouble), (true, Some(told)));
        assert_eq!(studio.trouble(track, &studio.alex), of_him);
        assert_eq!(block_on(names(&studio.alex, track)), ["mix.wav"]);
        studio.files.set_account(&connection(&studio.alex), account("alex"));
        block_on(studio.workspace.account_connected(studio.alex.id())).unwrap();
        assert_eq!(studio.run(), 0);
        let panel = block_on(studio.alex.collaborators(track)).unwrap();
        assert_eq!((panel.transfer_pending, panel.folder_trouble, studio.left()), (false, None, 0));
        assert_eq!(studio.circle(track), circle_of(&studio.alex, &[(&studio.olivia, FolderRole::Editor)]));
    }
}

#[test]
fn what_the_store_hands_over_to_nobody_is_copied_and_left_to_the_former_owner_alone() {
    let studio = Studio::new();
    let track = studio.track("Nocturne");
    block_on(upload(&studio.olivia, track, "mix.wav"));
    studio.join(track, &studio.alex, Access::Editor);
    studio.join(track, &studio.jordan, Access::Editor);
    studio.run();
    let (by, old) = studio.shared(track);
    studio.hand_over(track, &studio.alex);
    studio.files.fail(FilesCall::Transfer, 1, &FilesFault::Before(FilesError::Unsupported));
    assert_eq!(studio.run(), 0);
    let others = [(&studio.olivia, FolderRole::Editor), (&studio.jordan, FolderRole::Editor)];
    assert_eq!(studio.circle(track), circle_of(&studio.alex, &others));
    assert_ne!(studio.shared(track).1, old);
    assert_eq!(block_on(studio.files.members(&by, &old)), Err(FilesError::NotAMember));
    assert!(studio.paths(&studio.olivia).contains("Nocturne/bounces/mix.wav"), "FIL-4: hers stays hers");
    assert_eq!(block_on(names(&studio.jordan, track)), ["mix.wav"]);
}
