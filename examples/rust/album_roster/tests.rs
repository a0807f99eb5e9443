use std::io::{self, Read};
use std::path::PathBuf;

use cowrite::{Kind, Level, Percent, Workspace};

use super::load::{Loaded, Watch, load};
use super::roster::{Refused, Roster};
use super::{generate, run};

/// Keeps what is refused.
#[derive(Debug, Default)]
struct Kept(Vec<Refused>);

impl Watch for Kept {
    fn read(&mut self, _: u64, _: u64) {}

    fn refused(&mut self, refused: Refused) -> io::Result<()> {
        self.0.push(refused);
        Ok(())
    }
}

impl Kept {
    fn codes(&self) -> Vec<(u64, &'static str)> {
        self.0.iter().map(|refused| (refused.line, refused.refusal.code)).collect()
    }
}

fn loaded(workspace: &Workspace, sheet: impl Read) -> (Loaded, Kept) {
    let mut kept = Kept::default();
    let roster = Roster::open(sheet).unwrap();
    (pollster::block_on(load(workspace, roster, &mut kept)).unwrap(), kept)
}

fn shipped() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/midnight-sessions.csv")
}

fn loaded_shipped(workspace: &Workspace) -> (Loaded, Kept) {
    loaded(workspace, std::fs::File::open(shipped()).unwrap())
}

/// Returns a track's totals and who can do what on it, by name.
fn panel(workspace: &Workspace, loaded: &Loaded, title: &str) -> (Vec<String>, Vec<(String, Option<Level>)>) {
    let track = loaded.catalogue.tracks.iter().find(|track| track.place.title == title).unwrap();
    let panel = pollster::block_on(workspace.acting_as(track.owner).collaborators(track.id)).unwrap();
    let totals = panel.totals.unwrap();
    let rows = panel.rows.iter().map(|row| (row.name.clone().unwrap(), row.level)).collect();
    (Kind::ALL.map(|kind| totals.get(kind).total.to_string()).to_vec(), rows)
}

const HEADINGS: &str = "group,track,person,email,role,access,master,publishing,writer\n";

#[test]
fn the_shipped_roster_is_refused_exactly_where_it_is_wrong() {
    let workspace = Workspace::in_memory().unwrap();
    let (loaded, kept) = loaded_shipped(&workspace);
    let expected = [
        (13, "over_allocated"),
        (17, "already_collaborator"),
        (20, "invalid_share"),
        (23, "invalid_share"),
        (32, "not_found"),
        (39, "email_taken"),
        (41, "not_found"),
        (44, "invalid_input"),
        (47, "owner_fixed"),
        (48, "not_found"),
        (53, "already_collaborator"),
        (54, "invalid_share"),
        (57, "invalid_input"),
        (61, "invalid_input"),
    ];
    assert_eq!(kept.codes(), expected);
    assert_eq!((loaded.catalogue.tracks.len(), loaded.catalogue.groups.len()), (13, 4));
    assert_eq!((loaded.people, loaded.taken, loaded.refused), (17, 43, 14));
    assert_eq!(kept.0[0].refusal.reason, "master would be 110.00 percent, 10.00 too much");
    assert_eq!(pollster::block_on(workspace.verify()).unwrap(), []);
}

#[test]
fn the_shipped_roster_comes_to_the_totals_that_it_says() {
    let workspace = Workspace::in_memory().unwrap();
    let (loaded, _) = loaded_shipped(&workspace);
    let expected = [
        ("Midnight Drive", ["100.00", "100.00", "100.00"]),
        ("Paper Lanterns", ["50.00", "70.00", "70.00"]),
        ("Harbour Lights", ["100.00", "100.00", "100.00"]),
        ("Norrsken", ["100.00", "100.00", "100.00"]),
        ("Sketch for Mina", ["100.00", "50.00", "50.00"]),
    ];
    for (title, totals) in expected {
        assert_eq!(panel(&workspace, &loaded, title).0, totals, "{title}");
    }
    let (_, people) = panel(&workspace, &loaded, "Norrsken");
    let level = |name: &str| people.iter().find(|(person, _)| person == name).and_then(|(_, level)| *level);
    assert_eq!(level("Zoë Ångström"), Some(Level::Owner));
    assert_eq!(level("Olivia Park"), Some(Level::Editor), "a group gives at most editor on another's track");
    assert_eq!(level("Tomás Herrera"), Some(Level::Viewer));
}

#[test]
fn nothing_is_left_of_a_refused_line() {
    let sheet = format!(
        "{HEADINGS}\
         ,Song,Olivia,olivia@example.com,,owner,80,,\n\
         ,Song,Alex,alex@example.com,writer,editor,20.01,,\n\
         ,Song,Łukasz,lukasz@example.com,bass,viewer,5%,,\n\
         ,Song,Łukasz,,bass,viewer,5,,\n\
         Nowhere,Other,Mina,mina@example.com,,owner,,,\n"
    );
    let workspace = Workspace::in_memory().unwrap();
    let (loaded, kept) = loaded(&workspace, sheet.as_bytes());
    assert_eq!(kept.codes(), [(3, "over_allocated"), (4, "invalid_share"), (6, "not_found")]);
    let (totals, people) = panel(&workspace, &loaded, "Song");
    assert_eq!(totals, ["85.00", "0.00", "0.00"]);
    let names: Vec<&str> = people.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Olivia", "Łukasz"], "the address of a refused line is known to later ones");
    assert_eq!(loaded.people, 2, "Alex and Mina are nobody to the library");
    for number in [1, 3] {
        let stranger = pollster::block_on(workspace.person_by_external_id(&format!("roster-{number}")));
        assert_eq!(stranger.unwrap_err().code(), "not_found");
    }
}

#[test]
fn lines_are_numbered_as_an_editor_numbers_them() {
    let sheet = "\u{feff}group,track,person,email,role,access,master,publishing,writer,note\r\n\
        ,Song,Olivia,olivia@example.com,,owner,,,,\r\n\
        \r\n\
        ,Song,Nobody,,,viewer,,,,\"one\r\ntwo\"\r\n\
        ,,,,,,,,,\n\
        ,Song,Nobody,,,viewer,,,,\n\n\n\
        too,short\r\n\
        ,Song,Nobody,,,viewer,,,,";
    let (loaded, kept) = loaded(&Workspace::in_memory().unwrap(), sheet.as_bytes());
    let lines = [(4, "not_found"), (7, "not_found"), (10, "invalid_input"), (11, "not_found")];
    assert_eq!(kept.codes(), lines);
    assert_eq!(loaded.taken, 1);
}

#[test]
fn what_is_refused_does_not_hang_on_where_a_batch_ends() {
    // Alex is invited to the group and to the song: whether the invitations wait or not, the second line on each is refused.
    let sheet = format!(
        "{HEADINGS}\
         Album,,Olivia,olivia@example.com,,owner,,,\n\
         Album,Song,Olivia,,,owner,,,\n\
         Album,,Alex,alex@example.com,,viewer,,,\n\
         Album,Song,Alex,,writer,editor,10,,\n\
         Album,,Alex,,,viewer,,,\n\
         Album,Song,Alex,,,,10,,\n"
    );
    let workspace = Workspace::in_memory().unwrap();
    let (loaded, kept) = loaded(&workspace, sheet.as_bytes());
    assert_eq!(kept.codes(), [(5, "already_collaborator"), (6, "already_collaborator")]);
    assert_eq!(panel(&workspace, &loaded, "Song").0, ["10.00", "0.00", "0.00"]);
}

#[test]
fn a_generated_sheet_loads_whole() {
    let mut sheet = Vec::new();
    generate::write(&mut sheet, 2_000).unwrap();
    let workspace = Workspace::in_memory().unwrap();
    let (loaded, kept) = loaded(&workspace, sheet.as_slice());
    assert_eq!(kept.codes(), []);
    assert_eq!((loaded.taken, loaded.refused), (2_000, 0));
    assert_eq!((loaded.catalogue.groups.len(), loaded.catalogue.tracks.len()), (2, 198));
    assert_eq!(loaded.people, 2 + 2 * 9 + 198 * 9);
    for track in &loaded.catalogue.tracks {
        let owner = workspace.acting_as(track.owner);
        let totals = pollster::block_on(owner.require_complete_splits(track.id)).unwrap();
        assert_eq!(totals.writer.total, Percent::WHOLE);
        // The owner, the nine of the album, and the nine of the track.
        let panel = pollster::block_on(owner.collaborators(track.id)).unwrap();
        assert_eq!(panel.rows.iter().filter(|row| row.level.is_some()).count(), 19);
    }
    assert_eq!(pollster::block_on(workspace.verify()).unwrap(), []);
}

#[test]
fn a_sheet_without_end_to_a_quote_does_not_fill_the_memory() {
    let endless = format!("{HEADINGS},Song,\"").into_bytes();
    let sheet = endless.as_slice().chain(io::repeat(b'x'));
    let mut roster = Roster::open(sheet).unwrap();
    let error = roster.next().unwrap_err();
    assert!(error.to_string().contains("is a quote never closed?"), "{error}");
}

#[test]
fn the_whole_story_is_told_on_a_file_and_a_second_load_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("studio.db");
    let arguments = |more: &[&str]| {
        let paths = [shipped().into_os_string(), database.clone().into_os_string()];
        paths.into_iter().chain(more.iter().map(Into::into)).collect::<Vec<_>>()
    };
    let mut out = Vec::new();
    run(&arguments(&["--revoke", "nadia rahman", "--leave", "山田 太郎"]), &mut out).unwrap();
    let told = String::from_utf8(out).unwrap();
    for expected in [
        "line 13 ┆ over_allocated",
        "57 lines in ",
        "17 people, 4 groups, 13 tracks; 14 lines refused",
        "Paper Lanterns (Midnight Sessions/Side A)",
        "short of 100 %: master by 50.00, publishing by 30.00, writer by 30.00",
        "What if Nadia Rahman is revoked from the group “Midnight Sessions”?",
        "It was a dry run: nothing has changed, Nadia Rahman can still view “Midnight Sessions”",
        "The same once more: nothing_to_revoke",
        "Now 山田 太郎 leaves the track “Midnight Drive”: it does what the dry run said",
        "The same once more: not_found",
        "Verified: the store is sound",
    ] {
        assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    }

    let revision = || pollster::block_on(async { Workspace::open(&database).await?.revision().await }).unwrap();
    let before = revision();
    let mut out = Vec::new();
    let refused = run(&arguments(&["--quiet"]), &mut out).unwrap_err();
    assert!(
        refused.to_string().ends_with("holds data already; a load begins from nothing: name a new file"),
        "{refused}"
    );
    assert_eq!((revision(), out), (before, Vec::new()), "nothing is doubled");
}

#[test]
fn a_wrong_sheet_leaves_no_database_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (sheet, database) = (folder.path().join("sheet.csv"), folder.path().join("studio.db"));
    for (headings, reason) in [
        ("group,track,person,email,role,access,master,publishing\n", "the sheet has no column `writer`"),
        ("track,track,group,person,email,role,access,master,publishing,writer\n", "the sheet has two columns `track`"),
        ("paublishing,group,track,person,email,role,access,master,writer\n", "the sheet has a column `paublishing`"),
    ] {
        std::fs::write(&sheet, headings).unwrap();
        let arguments = [sheet.clone().into_os_string(), database.clone().into_os_string()];
        let refused = run(&arguments, &mut Vec::new()).unwrap_err();
        assert!(refused.to_string().starts_with(reason), "{refused}");
        assert!(!database.exists());
    }
}

#[test]
fn who_is_named_in_the_story_must_have_a_part_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("studio.db").into_os_string();
    let arguments = [shipped().into_os_string(), database, "--revoke".into(), "Beatriz Souza".into()];
    let refused = run(&arguments, &mut Vec::new()).unwrap_err();
    assert_eq!(refused.to_string(), "--revoke: Beatriz Souza has no access of their own to any track or group");
}
