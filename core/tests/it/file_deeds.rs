//! What people do to files while access changes (FIL-5, ACT-1).

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::{ByteStream, Connection, FilesFuture, Whole};
use cowrite::{Access, Accounts, Actor, FileKind, NewPerson, PersonId, TrackId, Upload, Workspace};
use pollster::block_on;

struct Room {
    olivia: Actor,
    alex: Actor,
    track: TrackId,
}

impl Room {
    fn new() -> Self {
        let (files, studio) = (MemoryFiles::new(), Connection::new("studio"));
        files.set_account(&studio, MemoryAccount::new());
        let workspace = Workspace::builder().files(files, Accounts::One(studio)).in_memory().unwrap();
        let person = |name: &str| block_on(workspace.register(NewPerson::new(name, name))).unwrap().id;
        let (olivia, alex) = (person("olivia"), person("alex"));
        let (olivia, alex) = (workspace.acting_as(olivia), workspace.acting_as(alex));
        let track = block_on(olivia.create_track("Midnight Sessions")).unwrap().id;
        let invitation = block_on(olivia.invite(track, alex.id(), Access::Editor)).unwrap();
        block_on(alex.accept_invitation(invitation.id)).unwrap();
        Self { olivia, alex, track }
    }
}

/// Content in the midst of which somebody's access ends.
#[derive(Debug)]
struct RevokedMidway {
    by: Actor,
    track: TrackId,
    whom: PersonId,
    left: Option<Vec<u8>>,
}

impl ByteStream for RevokedMidway {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            let piece = self.left.take();
            if piece.is_some() {
                self.by.revoke(self.track, self.whom).await.unwrap();
            }
            Ok(piece)
        })
    }
}

#[test]
fn an_upload_that_a_revoke_overtakes_is_in_the_record_and_holds_nobody_up() {
    let Room { olivia, alex, track } = Room::new();
    let mix = || Upload::new(FileKind::Bounce, "mix.wav").replacing();
    block_on(olivia.upload_file(track, mix(), Whole::boxed("first"))).unwrap();
    let second = RevokedMidway { by: olivia.clone(), track, whom: alex.id(), left: Some(b"second".to_vec()) };
    let changed = block_on(alex.upload_file(track, mix(), Box::new(second))).unwrap();
    assert_eq!(changed.name, "mix.wav");
    let listed = block_on(olivia.files(track)).unwrap();
    assert_eq!(listed.files.iter().map(|file| file.size).collect::<Vec<_>>(), [6]);
    let activity = block_on(olivia.activity(track, Default::default())).unwrap();
    let newest = serde_json::to_value(&activity.entries[0]).unwrap();
    assert_eq!(newest["by"], serde_json::json!(alex.id()), "{newest}");
    assert!(newest.to_string().contains("file_replaced"), "{newest}");
    // What comes after the revoke is refused before anything is touched.
    let late = block_on(alex.upload_file(track, mix(), Whole::boxed("third"))).unwrap_err();
    assert_eq!(late.code(), "not_found");
    assert_eq!(block_on(olivia.files(track)).unwrap().files[0].size, 6);
}
