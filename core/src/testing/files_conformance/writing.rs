//! What a write leaves, and what it does not.

use core::task::{Context, Waker};

use super::Found;
use super::bench::{Bench, Broken, at, content, ensure, name, path, refused, same, well};
use crate::ports::files::{ByteRange, ContentHash, Entry, FileStore, FilesError, Loc, Mode, Node, Put, Rev, Whole};

fn rev(entry: &Entry) -> Result<Rev, String> {
    entry.file().map(|facts| facts.rev.clone()).ok_or_else(|| "a file is a folder".to_owned())
}

pub(super) async fn what_is_written_is_read_back<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("Album/Track").await?;
    for size in [0, 1, 1_024, 5_000_000] {
        let whole = content(size);
        let hash = ContentHash::of(&whole);
        let file = format!("{size}.wav");
        let put = Put {
            size: u64::try_from(size).ok(),
            content_hash: Some(hash),
            ..Put::new(at("Album/Track")?, name(&file)?)
        };
        let made = well("put", bench.store.put(bench.by, put, Whole::boxed(whole.clone())).await)?;
        let facts = made.file().ok_or("a file is a folder")?;
        same("size and hash", &(facts.size, facts.content_hash), &(u64::try_from(size).unwrap_or(0), Some(hash)))?;
        same("path", &made.path, &vec!["Album".to_owned(), "Track".to_owned(), file.clone()])?;
        for place in [at(&format!("Album/Track/{file}"))?, made.id.clone().into()] {
            let found = bench.stat(&place).await?;
            same("what is there", &(&found.id, &found.path, rev(&found)?), &(&made.id, &made.path, rev(&made)?))?;
            ensure!(bench.read(&place, ByteRange::All).await == Ok(whole.clone()), "{file} has other bytes");
            same("the hash", &bench.store.content_hash(bench.by, &place).await, &Ok(hash))?;
        }
    }
    Ok(())
}

pub(super) async fn adding_replaces_nothing<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let old = bench.put("", "mix.wav", "old").await?;
    bench.make_dir("folder").await?;
    for taken in ["mix.wav", "folder"] {
        let put = Put::new(Loc::root(), name(taken)?);
        let added = bench.store.put(bench.by, put, Whole::boxed("new")).await;
        refused("add", added, &FilesError::Conflict)?;
    }
    let over = Put::new(Loc::root(), name("folder")?).mode(Mode::Overwrite);
    refused("overwrite", bench.store.put(bench.by, over, Whole::boxed("new")).await, &FilesError::Conflict)?;
    same("the file", &rev(&bench.stat(&old.id.clone().into()).await?)?, &rev(&old)?)?;
    same("its content", &bench.read(&at("mix.wav")?, ByteRange::All).await, &Ok(b"old".to_vec()))
}

pub(super) async fn overwriting_keeps_the_id_and_gives_a_new_revision<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let first = bench.put("", "mix.wav", "1").await?;
    let mut revs = vec![rev(&first)?];
    for content in ["2", "3", "4"] {
        let next = bench.put("", "mix.wav", content).await?;
        same("the id", &next.id, &first.id)?;
        same("the id afterwards", &bench.stat(&at("mix.wav")?).await?.id, &first.id)?;
        ensure!(!revs.contains(&rev(&next)?), "a revision came again");
        revs.push(rev(&next)?);
        let found = bench.read(&first.id.clone().into(), ByteRange::All).await;
        same("the content by id", &found, &Ok(content.as_bytes().to_vec()))?;
    }
    Ok(())
}

pub(super) async fn an_update_needs_the_present_revision<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let old = bench.put("", "mix.wav", "old").await?;
    let update = |rev: Rev, file: &str| Ok::<_, String>(Put::new(Loc::root(), name(file)?).mode(Mode::Update(rev)));
    let put = update(rev(&old)?, "mix.wav")?;
    let new = well("update", bench.store.put(bench.by, put.clone(), Whole::boxed("new")).await)?;
    same("the id", &new.id, &old.id)?;
    refused("a second", bench.store.put(bench.by, put, Whole::boxed("late")).await, &FilesError::Conflict)?;
    let missing = update(rev(&new)?, "missing.wav")?;
    refused("of nothing", bench.store.put(bench.by, missing, Whole::boxed("x")).await, &FilesError::Conflict)?;
    same("the content", &bench.read(&at("mix.wav")?, ByteRange::All).await, &Ok(b"new".to_vec()))?;
    same("what is there", &bench.paths("").await?, &vec!["mix.wav".to_owned()])
}

pub(super) async fn what_is_not_as_it_was_said_is_not_kept<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.put("", "mix.wav", "old").await?;
    for (file, mode) in [("mix.wav", Mode::Overwrite), ("new.wav", Mode::Add)] {
        let put = Put::new(Loc::root(), name(file)?).mode(mode);
        let sized = Put { size: Some(4), ..put.clone() };
        refused("the size", bench.store.put(bench.by, sized, Whole::boxed("new")).await, &FilesError::Mismatch)?;
        let hashed = Put { content_hash: Some(ContentHash::of(b"other")), ..put };
        refused("the hash", bench.store.put(bench.by, hashed, Whole::boxed("new")).await, &FilesError::Mismatch)?;
    }
    same("what is there", &bench.paths("").await?, &vec!["mix.wav".to_owned()])?;
    same("its content", &bench.read(&at("mix.wav")?, ByteRange::All).await, &Ok(b"old".to_vec()))
}

pub(super) async fn a_stream_that_breaks_leaves_nothing<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.put("", "mix.wav", "old").await?;
    for (file, first) in [("mix.wav", Some(content(600_000))), ("new.wav", Some(b"n".to_vec())), ("none.wav", None)] {
        let put = Put::new(Loc::root(), name(file)?).mode(Mode::Overwrite);
        let stream = Box::new(Broken { first, breaks: true });
        refused("what the stream gives", bench.store.put(bench.by, put, stream).await, &FilesError::TooLarge)?;
    }
    same("what is there", &bench.paths("").await?, &vec!["mix.wav".to_owned()])?;
    same("its content", &bench.read(&at("mix.wav")?, ByteRange::All).await, &Ok(b"old".to_vec()))
}

pub(super) async fn a_write_that_is_given_up_leaves_nothing<S: FileStore>(bench: Bench<'_, S>) -> Found {
    for turns in [1, 2, 50] {
        let put = Put::new(Loc::root(), name("mix.wav")?);
        let stream = Box::new(Broken { first: Some(content(600_000)), breaks: false });
        let mut future = bench.store.put(bench.by, put, stream);
        for _ in 0..turns {
            let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            ensure!(polled.is_pending(), "a write whose stream stands still gave {polled:?}");
            std::thread::yield_now();
        }
        drop(future);
    }
    same("what is there", &bench.paths("").await?, &Vec::new())?;
    let put = Put::new(Loc::root(), name("mix.wav")?);
    well("the write that follows", bench.store.put(bench.by, put, Whole::boxed("mix")).await).map(drop)
}

pub(super) async fn folders_are_made_once<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let made = bench.make_dir("Album/Track/bounces").await?;
    same("made", &(&made.node, made.path.len()), &(&Node::Folder, 3))?;
    let again = bench.make_dir("ALBUM/track/Bounces").await?;
    same("again", &(&again.id, &again.path), &(&made.id, &made.path))?;
    let track = bench.stat(&at("Album/Track")?).await?;
    let stems = bench.store.make_dir(bench.by, &track.id.into(), &path("stems")?).await;
    same("below an id", &well("make_dir", stems)?.path.join("/"), &"Album/Track/stems".to_owned())?;
    let root = bench.store.make_dir(bench.by, &Loc::root(), &path("")?).await;
    same("nothing", &well("make_dir", root)?.path, &Vec::new())?;
    let all = ["Album", "Album/Track", "Album/Track/bounces", "Album/Track/stems"].map(str::to_owned);
    same("what is there", &bench.paths("").await?, &all.to_vec())
}

pub(super) async fn a_file_in_the_way_is_a_conflict<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.put("", "Album", "a file").await?;
    for folder in ["Album", "album/Track"] {
        let made = bench.store.make_dir(bench.by, &Loc::root(), &path(folder)?).await;
        refused("make_dir", made, &FilesError::Conflict)?;
    }
    same("what is there", &bench.paths("").await?, &vec!["Album".to_owned()])
}

pub(super) async fn what_is_moved_keeps_its_id<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("a/deep").await?;
    bench.make_dir("b").await?;
    let file = bench.put("a/deep", "mix.wav", "mix").await?;
    let moved = bench.move_to("a/deep/mix.wav", "b", "final.wav").await?;
    same("the file", &(&moved.id, rev(&moved)?), &(&file.id, rev(&file)?))?;
    same("its path", &moved.path.join("/"), &"b/final.wav".to_owned())?;
    let folder = bench.stat(&at("b")?).await?;
    let moved = bench.move_to("b", "a/deep", "c").await?;
    same("the folder", &moved.id, &folder.id)?;
    let inside = bench.stat(&file.id.clone().into()).await?;
    same("what is in it", &inside.path.join("/"), &"a/deep/c/final.wav".to_owned())?;
    let all = ["a", "a/deep", "a/deep/c", "a/deep/c/final.wav"].map(str::to_owned);
    same("what is there", &bench.paths("").await?, &all.to_vec())
}

pub(super) async fn nothing_is_moved_onto_another_or_into_itself<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("a/deep").await?;
    bench.put("", "one.wav", "1").await?;
    bench.put("a", "two.wav", "2").await?;
    let rows = [
        ("one.wav", "a", "two.wav"),
        ("one.wav", "a", "TWO.wav"),
        ("one.wav", "a", "deep"),
        ("a", "", "one.wav"),
        ("a", "a", "b"),
        ("a", "a/deep", "b"),
        ("", "a", "b"),
    ];
    for (from, into, to) in rows {
        let moved = bench.store.move_to(bench.by, &at(from)?, &at(into)?, &name(to)?).await;
        refused(&format!("{from} to {into}/{to}"), moved, &FilesError::Conflict)?;
    }
    let all = ["a", "a/deep", "a/two.wav", "one.wav"].map(str::to_owned);
    same("what is there", &bench.paths("").await?, &all.to_vec())?;
    same("what was not replaced", &bench.read(&at("a/two.wav")?, ByteRange::All).await, &Ok(b"2".to_vec()))
}

pub(super) async fn a_file_is_deleted_and_a_folder_is_not<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("a").await?;
    bench.put("a", "mix.wav", "mix").await?;
    for folder in ["", "a"] {
        refused("delete", bench.store.delete(bench.by, &at(folder)?).await, &FilesError::Conflict)?;
    }
    bench.delete("a/mix.wav").await?;
    for absent in ["a/mix.wav", "missing", "missing/deeper"] {
        bench.delete(absent).await?;
    }
    same("what is there", &bench.paths("").await?, &vec!["a".to_owned()])
}

pub(super) async fn an_id_never_comes_back<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let mut ids = Vec::new();
    for round in 0..20 {
        let file = bench.put("", "mix.wav", format!("{round}")).await?;
        let again = bench.put("", "mix.wav", format!("{round} again")).await?;
        same("the id of new content", &again.id, &file.id)?;
        ensure!(!ids.contains(&file.id), "a deleted file's id came back in round {round}");
        ids.push(file.id.clone());
        well("delete", bench.store.delete(bench.by, &file.id.clone().into()).await)?;
        refused("stat", bench.store.stat(bench.by, &file.id.into()).await, &FilesError::NotFound)?;
    }
    Ok(())
}
