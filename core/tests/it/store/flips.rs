//! Single bits that flip in a closed file or in a log: a named error, or nothing that counts has changed; never a panic, never a wrong answer in silence.
//!
//! `COWRITE_FLIPS` asks for another number of flips.

use std::fs;
use std::path::{Path, PathBuf};

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore};
use cowrite::ports::Entropy;
use cowrite::ports::store::{Everything, Store, StoreError};
use cowrite::testing::SeededEntropy;
use cowrite::{
    Access, InvitationTerms, LinkSettings, NewComment, NewGroup, NewPerson, NewTrack, Percent, ShareEdits, ShareRow,
    Workspace, faults,
};
use pollster::block_on;
use tempfile::TempDir;

/// Plays a small story, and leaves what its file is like.
fn played(path: &Path) -> Workspace {
    let workspace = block_on(Workspace::open(path)).unwrap();
    let person = |word: &str| {
        let person = NewPerson::new(word, word).email(format!("{word}@example.com"));
        workspace.acting_as(block_on(workspace.register(person)).unwrap().id)
    };
    let [olivia, alex, jordan] = ["olivia", "alex", "jordan"].map(person);
    let half = Percent::from_hundredths(5_000).unwrap();
    block_on(async {
        let album = olivia.create_group(NewGroup::new("Album")).await?.id;
        for number in 0..12 {
            let track = olivia.create_track(NewTrack::new(format!("Nocturne {number}")).in_group(album)).await?.id;
            let terms = InvitationTerms::new(Access::Editor).role("producer").shares(ShareEdits::all(half));
            let invitation = olivia.invite(track, alex.id(), terms).await?;
            alex.accept_invitation(invitation.id).await?;
            olivia.set_shares(track, [ShareRow { person: olivia.id(), edits: ShareEdits::all(half) }]).await?;
            alex.add_comment(track, NewComment::new("Louder?")).await?;
            olivia.create_share_link(track, LinkSettings::new().download_limit(Some(9))).await?;
            if number % 3 == 0 {
                olivia.revoke(track, alex.id()).await?;
            }
        }
        olivia.invite(album, jordan.id(), Access::Viewer).await?;
        Ok::<_, cowrite::Error>(())
    })
    .unwrap();
    workspace
}

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn flips(otherwise: u64) -> u64 {
    std::env::var("COWRITE_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(otherwise)
}

fn flipped(bytes: &[u8], random: &SeededEntropy, after: usize) -> (Vec<u8>, usize) {
    let roll = usize::try_from(random.bits().unwrap() >> 2).unwrap();
    let at = after + roll % (bytes.len() - after);
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1 << (roll / bytes.len() % 8);
    (bytes, at)
}

/// What is read of a file, checked as `verify` does.
fn read(path: &Path) -> Result<Everything, String> {
    let store = SqliteStore::open(path, SqliteOptions::new()).map_err(named)?;
    block_on(store.check()).map_err(named)?;
    let everything = block_on(store.everything()).map_err(named)?;
    let faults = faults(&everything);
    if faults.is_empty() { Ok(everything) } else { Err(format!("{faults:?}")) }
}

/// What an error is called; a thread that has died is none that anybody may meet.
fn named(error: StoreError) -> String {
    assert!(!matches!(error, StoreError::Unknown { .. }), "{error:?}");
    error.to_string()
}

/// What there is of money, access and history; names, titles and texts left out.
fn what_counts(everything: &Everything) -> String {
    let Everything { slice, log, .. } = everything;
    let people: Vec<_> = slice.people.values().map(|person| (person.id, person.state)).collect();
    let tracks: Vec<_> = slice.tracks.values().map(|track| (track.id, track.owner, track.group)).collect();
    let groups: Vec<_> = slice.groups.values().map(|group| (group.id, group.owner, group.parent())).collect();
    format!("{people:?} {tracks:?} {groups:?} {:?} {:?} {log:?}", slice.rosters, slice.invitations)
}

#[test]
fn a_bit_that_flips_in_a_file_is_named_or_changes_no_share_no_access_and_no_history() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    drop(played(&path));
    let bytes = fs::read(&path).unwrap();
    let sound = read(&path).unwrap();
    let random = SeededEntropy::new(11);
    let (mut found, mut alike, mut words) = (0_u64, 0_u64, 0_u64);
    let copy = folder.path().join("flipped.db");
    for _ in 0..flips(300) {
        let (flipped, at) = flipped(&bytes, &random, 0);
        lay(&copy, &flipped, None);
        match read(&copy) {
            Err(_) => found += 1,
            Ok(everything) if everything == sound => alike += 1,
            Ok(everything) => {
                assert!(what_counts(&everything) == what_counts(&sound), "bit flipped at {at}: changed in silence");
                words += 1;
            }
        }
    }
    println!(
        "flipped: {} bits of a file, {found} named, {alike} without effect, {words} in words",
        found + alike + words
    );
    // Most of a small file is free space or says again what is elsewhere.
    assert!(found > words, "{found} {alike} {words}");
}

#[test]
fn a_bit_that_flips_in_the_log_leaves_a_whole_beginning_of_the_history() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    let workspace = played(&path);
    let (file, log) = (fs::read(&path).unwrap(), fs::read(beside(&path, "-wal")).unwrap());
    let copy = folder.path().join("flipped.db");
    lay(&copy, &file, Some(&log));
    let sound = read(&copy).unwrap();
    let random = SeededEntropy::new(12);
    let (mut whole, mut shorter, mut named) = (0, 0, 0);
    for _ in 0..flips(300) / 3 {
        let (flipped, at) = flipped(&log, &random, 0);
        lay(&copy, &file, Some(&flipped));
        match read(&copy) {
            Err(_) => named += 1,
            Ok(everything) => {
                assert!(sound.log.starts_with(&everything.log), "bit flipped at {at}: another history");
                if everything.log.len() == sound.log.len() { whole += 1 } else { shorter += 1 }
            }
        }
    }
    drop(workspace);
    println!("flipped: {} bits of a log, {named} named, {shorter} shorter, {whole} whole", named + shorter + whole);
    assert!(shorter > 0, "no flip met the log");
}

/// Something that flips what counts and mends what would tell: the comparison must notice.
#[test]
fn a_share_that_is_changed_where_nothing_checks_it_is_noticed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    drop(played(&path));
    let sound = read(&path).unwrap();
    let mut changed = sound.clone();
    changed.slice.rosters.values_mut().for_each(|roster| drop(roster.members.pop_last()));
    assert!(what_counts(&changed) != what_counts(&sound));
    assert!(!faults(&changed).is_empty(), "a share that its history does not give is no fault");
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Lays a file and its log, and nothing else beside them.
fn lay(path: &Path, file: &[u8], log: Option<&[u8]>) {
    fs::write(path, file).unwrap();
    for ending in ["-wal", "-shm"] {
        fs::remove_file(beside(path, ending)).ok();
    }
    if let Some(log) = log {
        fs::write(beside(path, "-wal"), log).unwrap();
    }
}
