//! What is there, and what is in it.

use super::Found;
use super::bench::{Bench, at, content, ensure, name, path, refused, same, well};
use crate::ports::files::{
    ByteRange, Connection, FileId, FileStore, FilesError, FolderId, Listing, Loc, Node, Put, Whole, read_all,
};

pub(super) async fn what_is_not_there_is_not_found<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let (store, by) = (bench.store, bench.by);
    bench.put("", "mix.wav", "mix").await?;
    let listing = Listing { is_recursive: true, limit: 0 };
    let missing = FileId::new("no such id");
    for place in [at("missing")?, at("missing/deeper")?, at("mix.wav/deeper")?, missing.clone().into()] {
        refused("stat", store.stat(by, &place).await, &FilesError::NotFound)?;
        refused("open", store.open(by, &place, ByteRange::All).await, &FilesError::NotFound)?;
        refused("list", store.list(by, &place, listing).await, &FilesError::NotFound)?;
        refused("latest_cursor", store.latest_cursor(by, &place, true).await, &FilesError::NotFound)?;
        refused("content_hash", store.content_hash(by, &place).await, &FilesError::NotFound)?;
        refused("temp_link", store.temp_link(by, &place).await, &FilesError::NotFound)?;
        refused("make_dir", store.make_dir(by, &place, &path("new")?).await, &FilesError::NotFound)?;
        let put = Put::new(place.clone(), name("x.wav")?);
        refused("put", store.put(by, put, Whole::boxed("x")).await, &FilesError::NotFound)?;
        refused("move_to", store.move_to(by, &place, &Loc::root(), &name("x")?).await, &FilesError::NotFound)?;
        refused("find", store.find(by, &place, &missing).await, &FilesError::NotFound)?;
    }
    refused("list of a file", store.list(by, &at("mix.wav")?, listing).await, &FilesError::NotFound)?;
    refused("open of a folder", store.open(by, &Loc::root(), ByteRange::All).await, &FilesError::NotFound)?;
    let shared = Loc::Shared(FolderId::new("no such folder"), path("mix.wav")?);
    refused("stat in a share", store.stat(by, &shared).await, &FilesError::NotAMember)?;
    same("what is there", &bench.paths("").await?, &vec!["mix.wav".to_owned()])
}

pub(super) async fn an_unknown_connection_reaches_nothing<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.put("", "mix.wav", "mix").await?;
    let (store, other) = (bench.store, Connection::new("nobody's"));
    let gone = FilesError::Disconnected;
    let listing = Listing { is_recursive: true, limit: 0 };
    refused("account", store.account(&other).await, &gone)?;
    refused("stat", store.stat(&other, &at("mix.wav")?).await, &gone)?;
    refused("list", store.list(&other, &Loc::root(), listing).await, &gone)?;
    refused("open", store.open(&other, &at("mix.wav")?, ByteRange::All).await, &gone)?;
    refused("delete", store.delete(&other, &at("mix.wav")?).await, &gone)?;
    let put = Put::new(Loc::root(), name("x.wav")?);
    refused("put", store.put(&other, put, Whole::boxed("x")).await, &gone)?;
    let root = bench.stat(&Loc::root()).await?;
    same("the root", &(root.node, root.path), &(Node::Folder, Vec::new()))?;
    same("what is there", &bench.paths("").await?, &vec!["mix.wav".to_owned()])
}

pub(super) async fn a_range_is_what_was_asked_for<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let whole = content(700_001);
    bench.put("", "mix.wav", whole.clone()).await?;
    bench.put("", "empty.wav", "").await?;
    let place = at("mix.wav")?;
    let size = u64::try_from(whole.len()).unwrap_or_default();
    let ranges = [
        ByteRange::All,
        ByteRange::From(0),
        ByteRange::From(size - 1),
        ByteRange::Span(0, 0),
        ByteRange::Span(262_143, 262_144),
        ByteRange::Span(5, u64::MAX),
        ByteRange::Last(3),
        ByteRange::Last(u64::MAX),
    ];
    for range in ranges {
        let mut opened = well("open", bench.store.open(bench.by, &place, range).await)?;
        let expected = well("within", range.within(size))?;
        same(&format!("the range of {range:?}"), &opened.range, &expected)?;
        let cut = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let read = well("reading", read_all(opened.data.as_mut(), whole.len()).await)?;
        ensure!(whole.get(cut(expected.start)..cut(expected.end)) == Some(&read[..]), "{range:?} gave other bytes");
        same("what comes after the end", &opened.data.next().await, &Ok(None))?;
    }
    for range in [ByteRange::From(size), ByteRange::Span(size, size), ByteRange::Last(0), ByteRange::Span(9, 8)] {
        let opened = bench.store.open(bench.by, &place, range).await;
        refused(&format!("{range:?}"), opened, &FilesError::OutsideRange { size })?;
    }
    same("an empty file", &bench.read(&at("empty.wav")?, ByteRange::All).await, &Ok(Vec::new()))
}

pub(super) async fn who_reads_what_is_replaced_reads_one_content<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let old = content(1_500_000);
    bench.put("", "mix.wav", old.clone()).await?;
    let mut opened = well("open", bench.store.open(bench.by, &at("mix.wav")?, ByteRange::All).await)?;
    let first = well("the first piece", opened.data.next().await)?.unwrap_or_default();
    bench.put("", "mix.wav", vec![255; 1_500_000]).await?;
    match read_all(opened.data.as_mut(), old.len()).await {
        Ok(rest) => ensure!([first, rest].concat() == old, "two contents were mixed"),
        Err(error) => same("the stream's end", &error, &FilesError::Conflict)?,
    }
    same("the new content", &bench.read(&at("mix.wav")?, ByteRange::Last(1)).await, &Ok(vec![255]))
}

pub(super) async fn an_address_is_for_the_content_that_is_there<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let mix = bench.put("", "mix.wav", "mix").await?;
    let facts = mix.file().ok_or("a file is a folder")?;
    match bench.store.temp_link(bench.by, &mix.id.clone().into()).await {
        Ok(link) => {
            same("size and revision", &(link.size, &link.rev), &(3, &facts.rev))?;
            ensure!(link.expires_at > link.minted_at, "it has expired when it is made");
            ensure!(!format!("{link:?}").contains(&link.url), "the address is shown by Debug");
            Ok(())
        }
        Err(error) => same("an address", &error, &FilesError::Unsupported),
    }
}

pub(super) async fn an_entry_is_found_in_its_own_folder_alone<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let (store, by) = (bench.store, bench.by);
    bench.make_dir("Album/mix/bounces").await?;
    bench.make_dir("Album/mix2").await?;
    let mix = bench.put("Album/mix/bounces", "a.wav", "a").await?;
    let other = bench.put("Album/mix2", "a.wav", "a").await?;
    let found = well("find", store.find(by, &at("Album/mix")?, &mix.id).await)?;
    same("its path", &found.path, &vec!["bounces".to_owned(), "a.wav".to_owned()])?;
    // A name that begins alike is another folder.
    refused("find", store.find(by, &at("Album/mix")?, &other.id).await, &FilesError::NotFound)?;
    let bounces = bench.stat(&at("Album/mix/bounces")?).await?;
    refused("find", store.find(by, &Loc::Id(bounces.id.clone()), &bounces.id).await, &FilesError::NotFound)?;
    bench.move_to("Album/mix/bounces/a.wav", "Album", "a.wav").await?;
    refused("find", store.find(by, &at("Album/mix")?, &mix.id).await, &FilesError::NotFound)?;
    let put = Put::new(bounces.id.into(), name("a.wav")?);
    let new = well("put", store.put(by, put, Whole::boxed("b")).await)?;
    ensure!(new.id != mix.id, "another file in its place has its id");
    Ok(())
}
