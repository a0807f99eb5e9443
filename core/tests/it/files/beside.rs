//! Whoever gives bytes, or keeps them, may call the workspace meanwhile: nobody waits for bytes (FIL-5, REL-5).

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Waker};

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::{ByteStream, Connection, FilesFuture, Whole};
use cowrite::{Accounts, Actor, Error, FileKind, NewImport, TrackId, TrackUpdate, Upload, Workspace};
use pollster::block_on;

use super::places::{names, person};

type Deeds = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Content of which the first piece comes once its giver has done something else.
struct Meanwhile(Option<Deeds>);

impl core::fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Meanwhile")
    }
}

impl ByteStream for Meanwhile {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        let deeds = self.0.take();
        Box::pin(async move {
            let Some(deeds) = deeds else { return Ok(None) };
            deeds.await.unwrap();
            Ok(Some(b"bytes".to_vec()))
        })
    }
}

/// Does what a person may do at any time, with a track of theirs.
fn deeds(me: Actor, track: TrackId) -> Box<Meanwhile> {
    Box::new(Meanwhile(Some(Box::pin(async move {
        me.create_track("Meanwhile").await?;
        me.update_track(track, TrackUpdate::new().title("Renamed meanwhile")).await?;
        me.create_group("Meanwhile").await.map(drop)
    }))))
}

fn workspace() -> Workspace {
    let (files, studio) = (MemoryFiles::new(), Connection::new("studio"));
    files.set_account(&studio, MemoryAccount::new());
    Workspace::builder().files(files, Accounts::One(studio)).in_memory().unwrap()
}

/// Returns what comes of a call in memory, which has nothing to wait for but itself.
fn at_once<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut future = core::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        core::task::Poll::Ready(done) => done,
        core::task::Poll::Pending => panic!("it waits for itself"),
    }
}

#[test]
fn who_uploads_may_do_anything_else_meanwhile() {
    let workspace = workspace();
    let me = block_on(person(&workspace, "Olivia"));
    let track = block_on(me.create_track("Nocturne")).unwrap().id;
    for (name, face) in [("mix.wav", me.clone()), ("keyed.wav", me.with_key("upload-1"))] {
        let upload = face.upload_file(track, Upload::new(FileKind::Bounce, name), deeds(me.clone(), track));
        at_once(upload).unwrap();
    }
    assert_eq!(block_on(names(&me, track)), ["keyed.wav", "mix.wav"]);
}

#[test]
fn who_sends_files_may_do_anything_else_meanwhile() {
    let workspace = workspace();
    let (olivia, jordan) = (block_on(person(&workspace, "Olivia")), block_on(person(&workspace, "Jordan")));
    let track = block_on(jordan.create_track("Nocturne")).unwrap().id;
    let parcel = NewImport::new().file("kick.wav", Some("Stems"), 5).file("snare.wav", Some("Stems"), 5);
    let sent = block_on(jordan.submit_import(olivia.id(), parcel)).unwrap().id;
    let (other, id) = (jordan.clone(), sent);
    let both = Meanwhile(Some(Box::pin(async move {
        other.send_file(id, 1, Whole::boxed("bytes")).await?;
        other.update_track(track, TrackUpdate::new().title("Renamed meanwhile")).await.map(drop)
    })));
    let import = at_once(jordan.send_file(sent, 0, Box::new(both))).unwrap();
    assert_eq!(import.files.iter().filter(|file| file.arrived).count(), 2);
}

#[test]
fn what_is_sent_twice_with_one_key_waits_for_the_first() {
    let workspace = workspace();
    let me = block_on(person(&workspace, "Olivia"));
    let track = block_on(me.create_track("Nocturne")).unwrap().id;
    let keyed = me.with_key("upload-1");
    let content = || Upload::new(FileKind::Bounce, "mix.wav");
    let mut first = Box::pin(keyed.upload_file(track, content(), Box::new(Meanwhile(Some(Box::pin(yielding()))))));
    let mut again = Box::pin(keyed.upload_file(track, content(), Whole::boxed("bytes")));
    let context = &mut Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(context).is_pending());
    assert!(again.as_mut().poll(context).is_pending(), "it would write the file a second time");
    let (first, again) = (block_on(first).unwrap(), block_on(again).unwrap());
    assert_eq!(first, again);
    assert_eq!(block_on(names(&me, track)), ["mix.wav"]);
}

/// Stands still once.
async fn yielding() -> Result<(), Error> {
    let mut has_stood = false;
    core::future::poll_fn(|context| {
        if core::mem::replace(&mut has_stood, true) {
            return core::task::Poll::Ready(Ok(()));
        }
        context.waker().wake_by_ref();
        core::task::Poll::Pending
    })
    .await
}
