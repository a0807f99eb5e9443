//! Documents and the questions that find them, streams, counters, and the workspace's own secret.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Found;
use super::bench::{act, at, commit, conflict, decide, ensure, everything, failed, load, register, same};
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::item::{Counter, Item, ItemBody, Mark, Stream};
use crate::domain::library::{BucketEvent, PlacementEvent};
use crate::domain::visit::{VisitKind, Visited};
use crate::event::Aggregate;
use crate::id::{BucketId, LinkId, PersonId, TrackId};
use crate::ports::store::{Change, Find, Need, Store};

fn bucket(person: PersonId, number: u128) -> DocumentKey {
    DocumentKey::Bucket(person, BucketId::from_uuid(id(number)))
}

/// Returns an id by its number, on shard 0.
fn id(number: u128) -> Uuid {
    uuid::Builder::from_random_bytes(number.to_be_bytes()).into_uuid()
}

async fn happened<S: Store>(store: &S, key: DocumentKey, event: impl Into<crate::Event>) -> Found {
    let event = event.into();
    act(store, 20, vec![Need::Document(key)], |draft| {
        draft.record(Aggregate::Document(key), event.clone());
        Ok(())
    })
    .await
    .map(|_| ())
}

async fn found<S: Store>(store: &S, find: Find) -> Result<Vec<DocumentKey>, String> {
    Ok(load(store, vec![Need::Documents(find)]).await?.slice.documents.into_keys().collect())
}

pub(super) async fn a_document_is_found_by_what_it_says_itself<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let (one, other) = (bucket(olivia, 1), bucket(olivia, 2));
    for (key, name) in [(one, "Sketches"), (other, "Done")] {
        happened(store, key, BucketEvent::Created { name: name.to_owned() }).await?;
    }
    same("the buckets", &found(store, Find::BucketsOf(olivia)).await?, &vec![one, other])?;
    happened(store, one, BucketEvent::Renamed { name: "Ideas".to_owned() }).await?;
    let read = load(store, vec![Need::Document(one), Need::Document(bucket(olivia, 3))]).await?.slice;
    let version = |key| read.versions.get(&Aggregate::Document(key)).copied();
    same("the version of what was changed", &version(one), &Some(2))?;
    same("the version of what is not there", &version(bucket(olivia, 3)), &Some(0))?;
    ensure!(format!("{:?}", read.documents).contains("Ideas"), "the new name is not read: {:?}", read.documents);
    happened(store, one, BucketEvent::Deleted).await?;
    same("the buckets that are left", &found(store, Find::BucketsOf(olivia)).await?, &vec![other])?;
    same("what is stored", &everything(store).await?.slice.documents.len(), &2)
}

pub(super) async fn a_document_that_moves_is_found_where_it_is<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let [here, there] = [1, 2].map(|number| BucketId::from_uuid(id(number)));
    let keys: Vec<DocumentKey> =
        (10..15).map(|number| DocumentKey::Placement(olivia, TrackId::from_uuid(id(number)))).collect();
    for key in &keys {
        happened(store, *key, PlacementEvent::Moved { bucket: Some(here) }).await?;
    }
    let Some(moved) = keys.first() else { return Ok(()) };
    happened(store, *moved, PlacementEvent::Moved { bucket: Some(there) }).await?;
    same("what is there", &found(store, Find::PlacedIn(there)).await?, &vec![*moved])?;
    same("how much is here", &found(store, Find::PlacedIn(here)).await?.len(), &4)?;
    same("how much is placed", &found(store, Find::PlacementsOf(olivia)).await?.len(), &5)?;
    happened(store, *moved, PlacementEvent::Moved { bucket: None }).await?;
    same("what is there in the end", &found(store, Find::PlacedIn(there)).await?, &Vec::new())?;
    let (mut after, mut pages) = (None, Vec::new());
    loop {
        let need = Need::DocumentsPage { find: Find::PlacedIn(here), after: after.clone(), limit: 3 };
        let page = load(store, vec![need]).await?.page;
        let Some((place, _)) = page.last() else { break };
        after = Some(place.clone());
        ensure!(page.is_sorted(), "a page is out of order");
        pages.push(page.into_iter().map(|(_, key)| key).collect::<Vec<_>>());
    }
    same("how long the pages are", &pages.iter().map(Vec::len).collect::<Vec<_>>(), &vec![3, 1])?;
    let all: BTreeSet<DocumentKey> = pages.into_iter().flatten().collect();
    same("what the pages come to", &all, &keys.into_iter().skip(1).collect())
}

pub(super) async fn a_document_is_read_by_its_id_alone<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    // Its id says under which shard it is kept.
    let key = DocumentKey::Bucket(olivia, BucketId::from_uuid(olivia.uuid()));
    happened(store, key, BucketEvent::Created { name: "Sketches".to_owned() }).await?;
    let walk = |kind, id| vec![Need::DocumentWalk { kind, id, people: vec![olivia] }];
    let read = load(store, walk(DocumentKind::Bucket, olivia.uuid())).await?.slice;
    same("what is read", &read.documents.into_keys().collect(), &vec![key])?;
    for need in [walk(DocumentKind::Import, olivia.uuid()), walk(DocumentKind::Bucket, id(9))] {
        let read = load(store, need).await?.slice;
        same("what is read of another", &read.documents.len(), &0)?;
    }
    Ok(())
}

fn visit(seconds: i64) -> ItemBody {
    ItemBody::Visit(Visited {
        at: at(seconds),
        what: VisitKind::Opened,
        track: None,
        file: None,
        file_name: None,
        kind: None,
        is_bot: false,
        label: None,
        visitor: None,
        review: None,
    })
}

pub(super) async fn a_stream_is_read_newest_first_and_marked<S: Store>(store: &S) -> Found {
    let (stream, other) = (Stream::Visits(LinkId::from_uuid(id(1))), Stream::Visits(LinkId::from_uuid(id(2))));
    let mut ids = Vec::new();
    for seconds in 0..5 {
        let added = act(store, seconds, Vec::new(), |draft| {
            draft.add_item(other, visit(seconds));
            Ok(draft.add_item(stream, visit(seconds)))
        })
        .await?;
        ids.push(added);
    }
    ids.reverse();
    let read = async |before, limit| -> Result<Vec<Item>, String> {
        Ok(load(store, vec![Need::Items { stream, before, limit }]).await?.items)
    };
    let unseen = async || -> Result<u64, String> { Ok(load(store, vec![Need::Unseen(stream)]).await?.unseen) };
    let of = |items: Vec<Item>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
    same("what is in the stream", &of(read(None, 10).await?), &ids)?;
    let [newest, second, third, fourth, oldest] = ids[..] else { return Err(format!("not five: {ids:?}")) };
    same("a page of it", &of(read(Some(second), 2).await?), &vec![third, fourth])?;
    same("how much is unseen", &unseen().await?, &5)?;
    let mark = async |item, and_before, hides| {
        act(store, 30, Vec::new(), |draft| {
            draft.marks.insert(Mark { stream, item, and_before, hides });
            Ok(())
        })
        .await
    };
    mark(newest, false, false).await?;
    mark(newest, false, false).await?;
    same("how much is unseen after one", &unseen().await?, &4)?;
    mark(second, false, true).await?;
    same("what is left of the stream", &of(read(None, 10).await?), &vec![newest, third, fourth, oldest])?;
    mark(fourth, true, false).await?;
    same("how much is unseen after more", &unseen().await?, &1)?;
    let seen: Vec<bool> = read(None, 10).await?.into_iter().map(|item| item.seen).collect();
    same("what was seen", &seen, &vec![true, false, true, true])?;
    same("all that was added", &everything(store).await?.items.len(), &10)
}

pub(super) async fn a_counter_passes_no_bound<S: Store>(store: &S) -> Found {
    let counter = Counter::downloads(LinkId::from_uuid(id(1)));
    let spending = async |at_most| -> Result<Change, String> {
        let (change, ()) = decide(store, 10, Vec::new(), |draft| {
            draft.spend(counter.clone(), at_most);
            Ok(())
        })
        .await?;
        Ok(change)
    };
    let counted = async || -> Result<u64, String> {
        let read = load(store, vec![Need::Counter(counter.clone())]).await?.slice;
        Ok(read.counters.get(&counter).copied().unwrap_or(99))
    };
    same("what was never counted", &counted().await?, &0)?;
    conflict("a count with no room", store.commit(spending(Some(0)).await?).await)?;
    for _ in 0..2 {
        commit(store, spending(Some(2)).await?).await?;
    }
    conflict("a count past its bound", store.commit(spending(Some(2)).await?).await)?;
    same("what was counted", &counted().await?, &2)?;
    commit(store, spending(None).await?).await?;
    same("what was counted without a bound", &counted().await?, &3)?;
    let mut twice = spending(Some(4)).await?;
    twice.spends.extend(twice.spends.clone());
    conflict("a count that passes its bound at the second step", store.commit(twice).await)?;
    same("what was counted in the end", &counted().await?, &3)
}

pub(super) async fn the_first_secret_stays<S: Store>(store: &S) -> Found {
    let secret = async |fresh| store.secret(fresh).await.map_err(failed("secret"));
    same("the first", &secret([1; 32]).await?, &[1; 32])?;
    same("the second", &secret([2; 32]).await?, &[1; 32])
}
