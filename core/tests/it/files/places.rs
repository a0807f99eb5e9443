//! Where the folders of tracks lie: no track sees what is another's (FIL-1).

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::{Connection, Whole};
use cowrite::{Access, Accounts, Actor, FileKind, NewGroup, NewPerson, NewTrack, TrackId, Upload, Workspace};
use pollster::block_on;

pub(super) async fn person(workspace: &Workspace, name: &str) -> Actor {
    workspace.acting_as(workspace.register(NewPerson::new(name, name)).await.unwrap().id)
}

pub(super) async fn upload(actor: &Actor, track: TrackId, name: &str) {
    actor.upload_file(track, Upload::new(FileKind::Bounce, name), Whole::boxed(name.to_owned())).await.unwrap();
}

pub(super) async fn names(actor: &Actor, track: TrackId) -> Vec<String> {
    actor.files(track).await.unwrap().files.into_iter().map(|file| file.name).collect()
}

/// Each workspace with its files in another store, all under one root.
fn with_one_root(test: impl AsyncFn(Workspace)) {
    let (files, studio) = (MemoryFiles::new(), Connection::new("studio"));
    files.set_account(&studio, MemoryAccount::new());
    block_on(test(Workspace::builder().files(files, Accounts::One(studio)).in_memory().unwrap()));
    #[cfg(feature = "local-folder")]
    {
        let folder = tempfile::TempDir::new().unwrap();
        let files = super::folder::open(folder.path());
        let accounts = Accounts::One(files.connection());
        block_on(test(Workspace::builder().files(files, accounts).in_memory().unwrap()));
    }
}

#[test]
fn two_owners_tracks_of_one_title_have_each_its_own_files() {
    with_one_root(async |workspace| {
        let (olivia, alex) = (person(&workspace, "olivia").await, person(&workspace, "alex").await);
        let hers = olivia.create_track("Nocturne").await.unwrap().id;
        let his = alex.create_track("NOCTURNE").await.unwrap().id;
        upload(&olivia, hers, "hers.wav").await;
        upload(&alex, his, "his.wav").await;
        assert_eq!(names(&olivia, hers).await, ["hers.wav"]);
        assert_eq!(names(&alex, his).await, ["his.wav"]);
        assert_eq!(workspace.verify().await.unwrap(), []);
    });
}

#[test]
fn no_track_s_folder_lies_in_another_s() {
    with_one_root(async |workspace| {
        let (olivia, alex) = (person(&workspace, "olivia").await, person(&workspace, "alex").await);
        // The same name for a track and for a group, whichever has its files first; and the other way round.
        for (name, track_first) in [("Night", true), ("Day", false)] {
            let alone = alex.create_track(name).await.unwrap().id;
            let group = olivia.create_group(name).await.unwrap().id;
            let inner = olivia.create_group(NewGroup::new("bounces").in_group(Some(group))).await.unwrap().id;
            let deep = olivia.create_track(NewTrack::new("deep").in_group(Some(inner))).await.unwrap().id;
            let mut uploads = [(&alex, alone, "alone.wav"), (&olivia, deep, "deep.wav")];
            if !track_first {
                uploads.reverse();
            }
            for (actor, track, file) in uploads {
                upload(actor, track, file).await;
            }
            assert_eq!(names(&alex, alone).await, ["alone.wav"], "{name}");
            assert_eq!(names(&olivia, deep).await, ["deep.wav"], "{name}");
        }
        assert_eq!(workspace.verify().await.unwrap(), []);
    });
}

#[test]
fn with_an_account_for_each_holder_a_title_is_free_in_each() {
    let files = MemoryFiles::new();
    let workspace = Workspace::builder().files(files.clone(), Accounts::EachHolder).in_memory().unwrap();
    block_on(async {
        for name in ["olivia", "alex"] {
            let owner = person(&workspace, name).await;
            files.set_account(&Connection::new(owner.id().to_string()), MemoryAccount::new());
            let track = owner.create_track("Nocturne").await.unwrap().id;
            upload(&owner, track, "mix.wav").await;
            let by = Connection::new(owner.id().to_string());
            let there = cowrite::ports::files::Loc::Path("Nocturne/bounces/mix.wav".parse().unwrap());
            assert!(cowrite::ports::files::FileStore::stat(&files, &by, &there).await.is_ok(), "{name}");
            let viewer = person(&workspace, &format!("{name}-viewer")).await;
            let sent = owner.invite(track, viewer.id(), Access::Viewer).await.unwrap();
            viewer.accept_invitation(sent.id).await.unwrap();
            assert_eq!(names(&viewer, track).await, ["mix.wav"]);
        }
    });
}
