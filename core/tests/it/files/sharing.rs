//! Shared folders follow access (FIL-2, OWN-4).

use std::collections::{BTreeMap, BTreeSet};

use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount, MemoryFiles, MemoryStore};
use cowrite::domain::document::Document;
use cowrite::domain::folder::Folder;
use cowrite::ports::files::{
    AccountId, Connection, FileStore, FilesError, FolderId, FolderRole, FolderSharing, Invited, Item, Listing, Loc,
    MemberState, Membership, Step, Who,
};
use cowrite::ports::store::Store;
use cowrite::testing::{FaultyStore, SettableClock};
use cowrite::{
    Access, Accounts, Actor, MemberTrouble, NewPerson, NewTrack, Panel, Timestamp, TrackId, TrackUpdate, Workspace,
};
use pollster::block_on;

use super::places::{names, upload};

pub(super) const DAY: i64 = 86_400_000;

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

#[cfg(feature = "sqlite")]
#[test]
fn two_workspaces_on_one_file_bring_folders_to_what_access_says() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, files) = (folder.path().join("studio.db"), MemoryFiles::new());
    let open = || {
        let builder = Workspace::builder().files(files.clone(), Accounts::EachHolder);
        block_on(builder.open(&path)).unwrap()
    };
    let (one, other) = (open(), open());
    let person = |name: &str| {
        let actor = one.acting_as(block_on(one.register(NewPerson::new(name, name))).unwrap().id);
        files.set_account(&connection(&actor), account(name));
        actor
    };
    let (olivia, alex, jordan) = (person("olivia"), person("alex"), person("jordan"));
    let album = block_on(olivia.create_group("Album")).unwrap().id;
    let tracks: Vec<TrackId> = (0..10)
        .map(|number| NewTrack::new(format!("Song {number}")).in_group(Some(album)))
        .map(|new| block_on(olivia.create_track(new)).unwrap().id)
        .collect();
    for (actor, access) in [(&alex, Access::Editor), (&jordan, Access::Viewer)] {
        let sent = block_on(olivia.invite(album, actor.id(), access)).unwrap();
        block_on(actor.accept_invitation(sent.id)).unwrap();
    }
    let run = |workspace: Workspace| {
        std::thread::spawn(move || {
            while block_on(workspace.run_effects(3)).unwrap().left > 0 {
                std::thread::yield_now();
            }
        })
    };
    let threads = [one.clone(), other].map(run);
    // Access goes on changing meanwhile.
    for track in &tracks {
        block_on(olivia.update_track(*track, TrackUpdate::new().title(format!("{track}")))).unwrap();
        block_on(olivia.revoke(*track, jordan.id())).unwrap();
        block_on(olivia.set_access(*track, alex.id(), Access::Viewer)).unwrap();
    }
    for thread in threads {
        thread.join().unwrap();
    }
    while block_on(one.run_effects(100)).unwrap().left > 0 {}
    let by = connection(&olivia);
    for track in tracks {
        let path = format!("Album/{track}").parse().unwrap();
        let shared = match block_on(files.share(&by, &Loc::Path(path))).unwrap() {
            Step::Done(shared) => shared,
            Step::Running(job) => panic!("{job:?}"),
        };
        let members = block_on(files.members(&by, &shared.id)).unwrap();
        let roles: Vec<_> = members.iter().filter(|it| it.role != FolderRole::Owner).map(|it| it.role).collect();
        assert_eq!(roles, [FolderRole::Viewer], "{members:?}");
    }
    assert_eq!(block_on(one.verify()).unwrap(), []);
}
