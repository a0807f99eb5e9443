//! Single bits that flip in a closed file: a named error, or nothing has changed; in a log, the history may be shorter. Never a panic, never a wrong answer in silence.
//!
//! `COWRITE_FLIPS` asks for another number of flips, `COWRITE_FIRST_SEED` for others.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore, add_checksums};
use cowrite::ports::Entropy;
use cowrite::ports::store::{Everything, OpenEffects, Piece, Sink, Store, StoreError};
use cowrite::testing::{SeededEntropy, SettableClock};
use cowrite::{
    Access, InvitationTerms, LinkSettings, NewComment, NewGroup, NewPerson, NewTrack, Paging, Percent, PersonId,
    ShareEdits, ShareRow, Timestamp, TrackId, Workspace, faults,
};
use pollster::block_on;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use tempfile::TempDir;

/// A small story, and a track in it.
struct Played {
    workspace: Workspace,
    owner: PersonId,
    track: TrackId,
}

/// Opens a file, always at the same time.
fn opened(path: &Path) -> Workspace {
    let clock = SettableClock::at(Timestamp::from_millis(1_767_225_600_000).unwrap());
    block_on(Workspace::builder().clock(clock).entropy(SeededEntropy::new(7)).open(path)).unwrap()
}

/// Plays a small story, always the same.
fn played(path: &Path) -> Played {
    let workspace = opened(path);
    let person = |word: &str| {
        let person = NewPerson::new(word, word).email(format!("{word}@example.com"));
        workspace.acting_as(block_on(workspace.register(person)).unwrap().id)
    };
    let [olivia, alex, jordan] = ["olivia", "alex", "jordan"].map(person);
    let half = Percent::from_hundredths(5_000).unwrap();
    let track = block_on(async {
        let mut tracks = Vec::new();
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
            tracks.push(track);
        }
        olivia.invite(album, jordan.id(), Access::Viewer).await?;
        Ok::<_, cowrite::Error>(tracks[7])
    })
    .unwrap();
    let owner = olivia.id();
    Played { workspace, owner, track }
}

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|asked| asked.parse().ok()).unwrap_or(otherwise)
}

fn flips() -> u64 {
    asked("COWRITE_FLIPS", 300)
}

fn seeded() -> SeededEntropy {
    SeededEntropy::new(asked("COWRITE_FIRST_SEED", 11))
}

fn flipped(bytes: &[u8], random: &SeededEntropy, after: usize) -> (Vec<u8>, usize) {
    let roll = usize::try_from(random.bits().unwrap() >> 2).unwrap();
    let at = after + roll % (bytes.len() - after);
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1 << (roll / bytes.len() % 8);
    (bytes, at)
}

/// All that a file holds.
#[derive(PartialEq)]
struct Held {
    everything: Everything,
    pieces: Vec<Piece>,
    effects: OpenEffects,
    secret: [u8; 32],
}

/// Takes what an export gives.
struct Taken(Arc<Mutex<Vec<Piece>>>);

impl Sink for Taken {
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError> {
        self.0.lock().unwrap().push(piece.clone());
        Ok(())
    }

    fn end(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// What is read of a file, checked as `verify` does.
fn read(path: &Path) -> Result<Held, String> {
    let store = SqliteStore::open(path, SqliteOptions::new()).map_err(named)?;
    block_on(store.check()).map_err(named)?;
    let everything = block_on(store.everything()).map_err(named)?;
    let faults = faults(&everything);
    if !faults.is_empty() {
        return Err(format!("{faults:?}"));
    }
    let pieces = Arc::<Mutex<_>>::default();
    block_on(store.export(Box::new(Taken(Arc::clone(&pieces))))).map_err(named)?;
    let pieces = core::mem::take(&mut *pieces.lock().unwrap());
    let effects = block_on(store.open_effects(1_000)).map_err(named)?;
    Ok(Held { everything, pieces, effects, secret: block_on(store.secret([0; 32])).map_err(named)? })
}

/// What an error is called; a thread that has died is none that anybody may meet.
fn named(error: StoreError) -> String {
    assert!(!matches!(error, StoreError::Unknown { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn a_bit_that_flips_in_a_file_is_named_or_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    drop(played(&path));
    let bytes = fs::read(&path).unwrap();
    let Ok(sound) = read(&path) else { panic!("the file is damaged before anything flips") };
    let random = seeded();
    let (mut found, mut alike) = (0_u64, 0_u64);
    let copy = folder.path().join("flipped.db");
    for _ in 0..flips() {
        let (flipped, at) = flipped(&bytes, &random, 0);
        lay(&copy, &flipped, None);
        match read(&copy) {
            Err(_) => found += 1,
            Ok(held) => {
                assert!(held == sound, "bit flipped at {at}: changed in silence");
                alike += 1;
            }
        }
    }
    println!("flipped: {} bits of a file, {found} named, {alike} without effect", found + alike);
    // Much of a small file is free space.
    assert!(found > alike / 4, "{found} {alike}");
}

/// The same flips where checksums are made to fit whatever stands there: the flips meet what is read, and the comparison notices.
#[test]
fn where_no_checksum_is_kept_bits_that_flip_change_a_file_in_silence() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    drop(played(&path));
    let bytes = fs::read(&path).unwrap();
    let Ok(sound) = read(&path) else { panic!("the file is damaged before anything flips") };
    let random = seeded();
    let (mut named, mut alike, mut silent) = (0, 0, 0);
    let copy = folder.path().join("flipped.db");
    for _ in 0..flips() {
        lay(&copy, &flipped(&bytes, &random, 0).0, None);
        match fit_checksums(&copy).map_err(|error| error.to_string()).and_then(|()| read(&copy)) {
            Err(_) => named += 1,
            Ok(held) if held == sound => alike += 1,
            Ok(_) => silent += 1,
        }
    }
    println!("fitted: {silent} changes in silence, {named} named, {alike} without effect");
    assert!(silent > 0, "no flip that the checksums are for was made, or none was noticed");
}

/// Writes every row as it stands, so that its checksum is a right one.
fn fit_checksums(path: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    add_checksums(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")?;
    let fitting = "SELECT 'UPDATE ' || t.name || ' SET ' || max(c.name) || ' = ' || max(c.name) \
         FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c ON c.pk = 0 AND c.hidden = 0 \
         WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' AND t.name NOT IN ('migration', 'found') GROUP BY t.name";
    let mut statement = connection.prepare(fitting)?;
    let fitting = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    fitting.iter().try_for_each(|fit| connection.execute(fit, []).map(drop))
}

/// The bits of a title and of a role, wherever they stand: what is read of them is right or fails, long before anybody verifies.
#[test]
fn a_bit_that_flips_in_a_row_is_named_by_the_call_that_reads_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    let Played { workspace, owner, track } = played(&path);
    let reading = |workspace: &Workspace| {
        let olivia = workspace.acting_as(owner);
        let title = block_on(olivia.track(track)).map(|view| format!("{view:?}"));
        let panel = block_on(olivia.collaborators(track)).map(|panel| format!("{panel:?}"));
        let log = block_on(olivia.activity(track, Paging::default())).map(|page| format!("{:?}", page.entries));
        [title, panel, log]
    };
    drop(workspace);
    let sound = reading(&opened(&path)).map(Result::unwrap);
    let bytes = fs::read(&path).unwrap();
    let copy = folder.path().join("flipped.db");
    let mut named = [0; 3];
    for word in ["Nocturne 7", "producer"] {
        let places = bytes.windows(word.len()).enumerate().filter(|(_, bytes)| *bytes == word.as_bytes());
        for (at, _) in places {
            let mut flipped = bytes.clone();
            flipped[at + 1] ^= 1;
            lay(&copy, &flipped, None);
            let read = reading(&opened(&copy));
            for ((read, sound), named) in read.into_iter().zip(&sound).zip(&mut named) {
                match read {
                    Ok(read) => assert_eq!(read, *sound, "`{word}` at {at}: changed in silence"),
                    Err(error) => {
                        assert_eq!(error.code(), "storage", "{error:?}");
                        assert!(error.to_string().contains("is not what was written"), "{error}");
                        *named += 1;
                    }
                }
            }
        }
    }
    println!("flipped: a letter of what is read, named by {named:?} reads of a track, its panel and its activity");
    assert!(named.iter().all(|named| *named > 0), "{named:?}");
}

#[test]
fn a_bit_that_flips_in_the_log_leaves_a_whole_beginning_of_the_history() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    let Played { workspace, .. } = played(&path);
    let (file, log) = (fs::read(&path).unwrap(), fs::read(beside(&path, "-wal")).unwrap());
    let copy = folder.path().join("flipped.db");
    lay(&copy, &file, Some(&log));
    let Ok(Held { everything: sound, .. }) = read(&copy) else { panic!("the log is damaged before anything flips") };
    let random = seeded();
    let (mut whole, mut shorter, mut named) = (0, 0, 0);
    for _ in 0..flips() / 3 {
        let (flipped, at) = flipped(&log, &random, 0);
        lay(&copy, &file, Some(&flipped));
        match read(&copy) {
            Err(_) => named += 1,
            Ok(Held { everything, .. }) => {
                assert!(sound.log.starts_with(&everything.log), "bit flipped at {at}: another history");
                if everything.log.len() == sound.log.len() { whole += 1 } else { shorter += 1 }
            }
        }
    }
    drop(workspace);
    println!("flipped: {} bits of a log, {named} named, {shorter} shorter, {whole} whole", named + shorter + whole);
    assert!(shorter > 0, "no flip met the log");
}

/// What is compared besides, where a member is missing whose row nothing else would miss.
#[test]
fn a_share_that_is_changed_where_nothing_checks_it_is_noticed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    drop(played(&path));
    let Ok(Held { everything: sound, .. }) = read(&path) else { panic!("the file is damaged") };
    let mut changed = sound.clone();
    changed.slice.rosters.values_mut().for_each(|roster| drop(roster.members.pop_last()));
    assert!(changed != sound);
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
