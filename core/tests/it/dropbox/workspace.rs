//! A whole workspace whose tracks' files lie in accounts of Dropbox: who is on their folders is who has access (FIL-1, FIL-2).

use std::collections::BTreeMap;
use std::time::Duration;

use cowrite::adapters::dropbox::DropboxBuilder;
use cowrite::ports::TokenStore as _;
use cowrite::ports::Tokens;
use cowrite::ports::files::{Connection, Whole};
use cowrite::testing::PlainHasher;
use cowrite::{
    Access, Accounts, Actor, FileKind, FolderTrouble, MemberTrouble, NewPerson, NewTrack, PersonId, TrackId,
    TrackUpdate, Upload, Workspace,
};
use cowrite_dropbox_fake::{AccountHandle, Call, Outcome};
use pollster::block_on;
use tempfile::TempDir;

use super::tokens::say_yes;
use super::{FakeClock, FakeTimer, Studio};

pub(super) const DAY: Duration = Duration::from_secs(86_400);

/// What each on a folder is there as: the level, and whether they have it among their own, are only invited, or are on it alone.
pub(super) type Circle = BTreeMap<String, (String, &'static str)>;

/// Somebody with an account of Dropbox.
#[derive(Debug)]
pub(super) struct Somebody {
    pub(super) id: PersonId,
    pub(super) account: AccountHandle,
}

/// A workspace in a file, with three people who have connected their accounts.
pub(super) struct House {
    pub(super) studio: Studio,
    pub(super) workspace: Workspace,
    pub(super) olivia: Somebody,
    pub(super) alex: Somebody,
    pub(super) jordan: Somebody,
    folder: TempDir,
    direct: bool,
}

fn open(studio: &Studio, folder: &TempDir, direct: bool) -> Workspace {
    let (clock, timer) = (FakeClock(studio.fake.clone()), FakeTimer(studio.fake.clone()));
    let builder = Workspace::builder().clock(clock).timer(timer).hasher(PlainHasher::default());
    let builder = builder.files(studio.dropbox.clone(), Accounts::EachHolder).direct_addresses(direct);
    #[cfg(feature = "sqlite")]
    return block_on(builder.open(folder.path().join("studio.db"))).unwrap();
    #[cfg(not(feature = "sqlite"))]
    builder.in_memory().unwrap()
}

impl Studio {
    /// Connects an account to a person as a host does, with the browser in between.
    pub(super) fn join(&self, person: PersonId, account: &AccountHandle) {
        let asked = self.dropbox.authorize().unwrap();
        let code = say_yes(self, account, &asked.url);
        block_on(self.dropbox.connect(&connection(person), &code, &asked.verifier)).unwrap();
    }

    pub(super) fn tokens_of(&self, person: PersonId) -> Option<Tokens> {
        block_on(self.tokens.load(&connection(person))).unwrap()
    }
}

pub(super) fn connection(person: PersonId) -> Connection {
    Connection::new(person.to_string())
}

impl House {
    pub(super) fn new() -> Self {
        Self::with(false, |builder| builder)
    }

    pub(super) fn with(direct: bool, set: impl FnOnce(DropboxBuilder) -> DropboxBuilder) -> Self {
        let (studio, folder) = (Studio::with(set), TempDir::new().unwrap());
        let workspace = open(&studio, &folder, direct);
        let person = |name: &str| {
            let new = NewPerson::new(name, name).email(format!("{name}@example.com"));
            let id = block_on(workspace.register(new)).unwrap().id;
            let account = studio.fake.account(&format!("{name}@example.com"));
            studio.join(id, &account);
            Somebody { id, account }
        };
        let (olivia, alex, jordan) = (person("olivia"), person("alex"), person("jordan"));
        Self { studio, workspace, olivia, alex, jordan, folder, direct }
    }

    /// Begins anew with what lies in the file, as another process.
    pub(super) fn reopen(&mut self) {
        self.workspace.close();
        self.studio.restart();
        self.workspace = open(&self.studio, &self.folder, self.direct);
    }

    pub(super) fn is(&self, somebody: &Somebody) -> Actor {
        self.workspace.acting_as(somebody.id)
    }

    pub(super) fn track(&self, owner: &Somebody, title: &str) -> TrackId {
        block_on(self.is(owner).create_track(title)).unwrap().id
    }

    pub(super) fn join(&self, owner: &Somebody, track: TrackId, other: &Somebody, access: Access) {
        let sent = block_on(self.is(owner).invite(track, other.id, access)).unwrap();
        block_on(self.is(other).accept_invitation(sent.id)).unwrap();
    }

    pub(super) fn upload(&self, by: &Somebody, track: TrackId, name: &str) {
        let upload = Upload::new(FileKind::Bounce, name);
        block_on(self.is(by).upload_file(track, upload, Whole::boxed(name.to_owned()))).unwrap();
    }

    pub(super) fn names(&self, by: &Somebody, track: TrackId) -> Vec<String> {
        let files = block_on(self.is(by).files(track)).unwrap().files;
        files.into_iter().map(|file| file.name).collect()
    }

    /// A track of Olivia's with a mix in it that Alex edits and Jordan views.
    pub(super) fn shared_track(&self, title: &str) -> TrackId {
        let track = self.track(&self.olivia, title);
        self.upload(&self.olivia, track, "mix.wav");
        self.join(&self.olivia, track, &self.alex, Access::Editor);
        self.join(&self.olivia, track, &self.jordan, Access::Viewer);
        track
    }

    /// Runs all that there is a day later, and returns how often something failed.
    pub(super) fn run(&self) -> u32 {
        self.studio.fake.advance(DAY);
        let mut failed = 0;
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

    /// The ids of the shared folders of one name.
    pub(super) fn folders(&self, name: &str) -> Vec<String> {
        let all = self.studio.fake.shared_folders().into_iter();
        all.filter(|folder| folder.name == name).map(|folder| folder.shared_folder_id).collect()
    }

    /// Everybody on the one shared folder that was shared under a name; nobody where there is none.
    pub(super) fn circle(&self, name: &str) -> Circle {
        let folders = self.folders(name);
        assert!(folders.len() <= 1, "{name} is shared {} times", folders.len());
        let members = folders.iter().flat_map(|folder| self.studio.fake.folder_members(folder));
        let row = |member: cowrite_dropbox_fake::FolderMember| {
            let state = match (member.is_pending, member.is_mounted) {
                (true, _) => "invited",
                (false, true) => "mounted",
                (false, false) => "away",
            };
            (member.email.trim_end_matches("@example.com").to_owned(), (member.level, state))
        };
        members.map(row).collect()
    }

    pub(super) fn folder_trouble(&self, owner: &Somebody, track: TrackId) -> Option<FolderTrouble> {
        block_on(self.is(owner).collaborators(track)).unwrap().folder_trouble
    }

    /// What the panel of a track's owner says of somebody.
    pub(super) fn trouble(&self, owner: &Somebody, track: TrackId, of: &Somebody) -> Option<MemberTrouble> {
        let panel = block_on(self.is(owner).collaborators(track)).unwrap();
        panel.rows.iter().find(|row| row.person == of.id).and_then(|row| row.folder_trouble)
    }

    pub(super) fn hand_over(&self, track: TrackId, to: &Somebody) {
        block_on(self.is(&self.olivia).offer_ownership(track, to.id)).unwrap();
        block_on(self.is(to).accept_ownership(track)).unwrap();
    }

    /// The calls of a route that have taken hold, whether or not their answer came.
    pub(super) fn done(&self, route: &str) -> Vec<Call> {
        let is_done = |call: &Call| call.route == route && matches!(call.outcome, Outcome::Done | Outcome::CutAfter);
        self.studio.fake.calls().into_iter().filter(is_done).collect()
    }

    pub(super) fn is_sound(&self) {
        assert_eq!((self.left(), block_on(self.workspace.verify()).unwrap()), (0, Vec::new()));
    }
}

/// A circle of those who have the folder among their own.
pub(super) fn circle_of(rows: &[(&str, &str)]) -> Circle {
    rows.iter().map(|(name, level)| ((*name).to_owned(), ((*level).to_owned(), "mounted"))).collect()
}

#[test]
fn a_track_that_is_shared_is_one_folder_that_all_of_them_have() {
    let house = House::new();
    house.shared_track("Nocturne");
    house.track(&house.olivia, "Alone");
    assert_eq!(house.run(), 0);
    let all = circle_of(&[("olivia", "owner"), ("alex", "editor"), ("jordan", "viewer")]);
    assert_eq!(house.circle("Nocturne"), all);
    let fake = &house.studio.fake;
    assert_eq!(fake.shared_folders().len(), 1, "what nobody else sees is not shared");
    assert_eq!(fake.file(&house.olivia.account, "/Cowrite/Nocturne/bounces/mix.wav").as_deref(), Some(&b"mix.wav"[..]));
    for somebody in [&house.alex, &house.jordan] {
        let paths = fake.paths(&somebody.account);
        assert!(paths.iter().any(|path| path.ends_with("Nocturne/bounces/mix.wav")), "{paths:?}");
    }
    let invited = house.done("sharing/add_folder_member");
    assert!(!invited.is_empty() && invited.iter().all(|call| call.argument["quiet"] == true), "{invited:?}");
    // What is so is not done again.
    fake.forget_calls();
    block_on(house.is(&house.olivia).retry_folder(block_on(first_track(&house)))).unwrap();
    assert_eq!(house.run(), 0);
    for route in ["sharing/share_folder", "sharing/add_folder_member", "sharing/mount_folder"] {
        assert_eq!(house.done(route), [], "{route}");
    }
    house.is_sound();
}

async fn first_track(house: &House) -> TrackId {
    let rows = house.is(&house.alex).library(cowrite::LibraryQuery::new()).await.unwrap().rows;
    rows[0].track
}

#[test]
fn access_to_a_group_reaches_each_track_in_it_and_ends_on_one_alone() {
    let house = House::new();
    let olivia = house.is(&house.olivia);
    let album = block_on(olivia.create_group("Album")).unwrap().id;
    let [opener, closer] = ["Opener", "Closer"].map(|title| {
        let track = block_on(olivia.create_track(NewTrack::new(title).in_group(Some(album)))).unwrap().id;
        house.upload(&house.olivia, track, "mix.wav");
        track
    });
    for (somebody, access) in [(&house.alex, Access::Editor), (&house.jordan, Access::Viewer)] {
        let sent = block_on(olivia.invite(album, somebody.id, access)).unwrap();
        block_on(house.is(somebody).accept_invitation(sent.id)).unwrap();
    }
    assert_eq!(house.run(), 0);
    let all = circle_of(&[("olivia", "owner"), ("alex", "editor"), ("jordan", "viewer")]);
    for title in ["Opener", "Closer"] {
        assert_eq!(house.circle(title), all, "{title}");
        assert!(house.studio.fake.has(&house.olivia.account, &format!("/Cowrite/Album/{title}/bounces/mix.wav")));
    }
    // REV-4: on one track alone.
    block_on(olivia.revoke(opener, house.alex.id)).unwrap();
    assert_eq!(house.run(), 0);
    assert_eq!(house.circle("Opener"), circle_of(&[("olivia", "owner"), ("jordan", "viewer")]));
    assert_eq!(house.circle("Closer"), all);
    let paths = house.studio.fake.paths(&house.alex.account);
    assert!(!paths.iter().any(|path| path.contains("Opener")), "no copy stays: {paths:?}");
    assert!(paths.iter().any(|path| path.ends_with("Closer/bounces/mix.wav")), "{paths:?}");
    block_on(olivia.set_access(closer, house.alex.id, Access::Viewer)).unwrap();
    block_on(house.is(&house.jordan).leave(album)).unwrap();
    assert_eq!(house.run(), 0);
    assert_eq!(house.circle("Opener"), circle_of(&[("olivia", "owner")]));
    assert_eq!(house.circle("Closer"), circle_of(&[("olivia", "owner"), ("alex", "viewer")]));
    house.is_sound();
}

#[test]
fn a_track_that_is_renamed_left_and_deleted_leaves_its_owner_the_files() {
    let house = House::new();
    let (olivia, track) = (house.is(&house.olivia), house.shared_track("Nocturne"));
    assert_eq!(house.run(), 0);
    block_on(olivia.set_access(track, house.alex.id, Access::Viewer)).unwrap();
    block_on(house.is(&house.jordan).leave(track)).unwrap();
    assert_eq!(house.run(), 0);
    assert_eq!(house.circle("Nocturne"), circle_of(&[("olivia", "owner"), ("alex", "viewer")]));
    assert_eq!(house.studio.fake.put_file(&house.alex.account, "/Nocturne/bounces/more.wav", b"more"), None);
    block_on(olivia.update_track(track, TrackUpdate::new().title("Étude"))).unwrap();
    assert_eq!(house.run(), 0);
    assert!(house.studio.fake.has(&house.olivia.account, "/Cowrite/Étude/bounces/mix.wav"));
    let folder = house.studio.fake.shared_folders().remove(0).shared_folder_id;
    assert_eq!(house.studio.fake.folder_members(&folder).len(), 2);
    block_on(olivia.delete_track(track)).unwrap();
    assert_eq!(house.run(), 0);
    let others = house.studio.fake.folder_members(&folder).into_iter().filter(|member| member.level != "owner");
    assert_eq!(others.count(), 0);
    let kept = house.studio.fake.file(&house.olivia.account, "/Cowrite/Étude/bounces/mix.wav");
    assert_eq!(kept.as_deref(), Some(&b"mix.wav"[..]), "FIL-4");
    let paths = house.studio.fake.paths(&house.alex.account);
    assert!(!paths.iter().any(|path| path.contains("mix.wav")), "{paths:?}");
    house.is_sound();
}

#[test]
fn a_handover_makes_the_folder_the_new_owners() {
    let house = House::new();
    let track = house.shared_track("Nocturne");
    assert_eq!(house.run(), 0);
    house.hand_over(track, &house.alex);
    assert!(block_on(house.is(&house.alex).collaborators(track)).unwrap().transfer_pending);
    assert_eq!(house.run(), 0);
    let expected = circle_of(&[("alex", "owner"), ("olivia", "editor"), ("jordan", "viewer")]);
    assert_eq!(house.circle("Nocturne"), expected);
    assert!(!block_on(house.is(&house.alex).collaborators(track)).unwrap().transfer_pending);
    assert!(house.studio.fake.has(&house.alex.account, "/Cowrite/Nocturne/bounces/mix.wav"));
    assert_eq!(house.names(&house.jordan, track), ["mix.wav"]);
    house.is_sound();
}
