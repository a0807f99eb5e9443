//! What a link leaves out stays left out when a program puts another file in its place (LNK-1, LNK-6).

use std::collections::BTreeSet;

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::Connection;
use cowrite::{Access, Accounts, Actor, FileKind, FileRef, LinkSecret, LinkSettings, TrackId, Visit, Workspace};
use pollster::block_on;

use super::places::{person, upload};

async fn file(actor: &Actor, track: TrackId, name: &str) -> FileRef {
    actor.files(track).await.unwrap().files.into_iter().find(|file| file.name == name).unwrap().id
}

/// The names that a visitor sees, track by track.
async fn seen(workspace: &Workspace, secret: &LinkSecret) -> Vec<String> {
    let page = workspace.visitor().open(secret, Visit::new()).await.unwrap();
    page.tracks.into_iter().flat_map(|track| track.files).map(|file| file.name).collect()
}

#[cfg(feature = "local-folder")]
#[test]
fn a_file_that_is_saved_by_replacing_it_stays_excluded() {
    let folder = tempfile::TempDir::new().unwrap();
    let files = super::folder::open(folder.path());
    let accounts = Accounts::One(files.connection());
    let workspace = Workspace::builder().files(files, accounts).in_memory().unwrap();
    let bounces = folder.path().join("Nocturne/bounces");
    let replace = |name: &str| {
        std::fs::write(bounces.join("saving"), "another").unwrap();
        std::fs::rename(bounces.join("saving"), bounces.join(name)).unwrap();
    };
    block_on(async {
        let olivia = person(&workspace, "olivia").await;
        let track = olivia.create_track("Nocturne").await.unwrap().id;
        for name in ["secret.wav", "mix.wav"] {
            upload(&olivia, track, name).await;
        }
        let before = file(&olivia, track, "secret.wav").await;
        let settings = LinkSettings::new().downloads([FileKind::Bounce]).excluded([before.clone()]);
        let made = olivia.create_share_link(track, settings).await.unwrap();
        assert_eq!(made.link.excluded, BTreeSet::from([before.clone()]));
        let secret = made.secret.unwrap();
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav"]);
        replace("secret.wav");
        let after = file(&olivia, track, "secret.wav").await;
        assert_ne!(after, before, "a file put in the place of another is another");
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav"]);
        let asked = workspace.visitor().download(&secret, track, &after, Visit::new()).await;
        assert_eq!(asked.unwrap_err().code(), "not_found");
        // Renamed it is itself by its id, wherever it lies.
        olivia.update_link(made.link.id, LinkSettings::new().excluded([after.clone()])).await.unwrap();
        std::fs::rename(bounces.join("secret.wav"), bounces.join("open.wav")).unwrap();
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav"]);
        olivia.update_link(made.link.id, LinkSettings::new().excluded([])).await.unwrap();
        replace("secret.wav");
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav", "open.wav", "secret.wav"]);
    });
}

#[test]
fn in_a_playlist_it_is_left_out_of_its_own_track_alone_and_who_may_not_share_learns_nothing() {
    let (files, studio) = (MemoryFiles::new(), Connection::new("studio"));
    files.set_account(&studio, MemoryAccount::new());
    let workspace = Workspace::builder().files(files.clone(), Accounts::One(studio)).in_memory().unwrap();
    block_on(async {
        let (olivia, alex) = (person(&workspace, "olivia").await, person(&workspace, "alex").await);
        let mut tracks = Vec::new();
        for title in ["Nocturne", "Prelude"] {
            let track = olivia.create_track(title).await.unwrap().id;
            upload(&olivia, track, "mix.wav").await;
            tracks.push(track);
        }
        let hidden = file(&olivia, tracks[0], "mix.wav").await;
        let settings = LinkSettings::new().excluded([hidden.clone()]);
        let made = olivia.create_playlist_share(tracks.clone(), settings.clone()).await.unwrap();
        let secret = made.secret.unwrap();
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav"]);
        olivia.delete_file(tracks[0], &hidden).await.unwrap();
        upload(&olivia, tracks[0], "Mix.WAV").await;
        assert_eq!(seen(&workspace, &secret).await, ["mix.wav"]);
        let sent = olivia.invite(tracks[0], alex.id(), Access::Editor).await.unwrap();
        alex.accept_invitation(sent.id).await.unwrap();
        files.set_away(true);
        let away = |refused: Result<(), cowrite::Error>| refused.unwrap_err().code();
        let own = olivia.create_share_link(tracks[0], settings.clone()).await.map(drop);
        assert_eq!(away(own), "source_unavailable");
        let changed = olivia.update_link(made.link.id, settings.clone()).await.map(drop);
        assert_eq!(away(changed), "source_unavailable");
        assert_eq!(away(alex.create_share_link(tracks[0], settings.clone()).await.map(drop)), "access_denied");
        assert_eq!(away(alex.create_share_link(tracks[1], settings.clone()).await.map(drop)), "not_found");
        let both = alex.create_playlist_share(tracks.clone(), settings.clone()).await.map(drop);
        assert_eq!(away(both), "not_found");
        assert_eq!(away(alex.update_link(made.link.id, settings).await.map(drop)), "not_found");
        // What leaves nothing out needs no file store.
        olivia.update_link(made.link.id, LinkSettings::new().label(Some("A&R"))).await.unwrap();
    });
}
