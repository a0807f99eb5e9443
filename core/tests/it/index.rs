//! The access index: equal to the store and to the naive oracle, whatever happens, and exact for one state.

mod answers;
mod readers;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod shared;

pub(crate) use answers::{checks_differ_from_oracle, differs_from_oracle};

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Waker};

use cowrite::adapters::MemoryStore;
use cowrite::testing::{FaultyStore, Studio};
use cowrite::{
    Access, Action, Because, Check, Error, Level, LibraryFilter, LibraryQuery, LibrarySort, Paging, Workspace,
};
use pollster::block_on;

use super::moves::{Known, on_histories};
use super::world::World;

#[test]
fn an_index_that_was_fed_equals_one_that_is_loaded_on_random_histories() {
    on_histories(20, 60, |history| {
        let store = MemoryStore::new();
        let mut world = World::founded(store.clone());
        let fed = block_on(world.workspace.access_index()).unwrap();
        for (number, one) in history.iter().enumerate() {
            world.play(core::slice::from_ref(one));
            if number % 20 == 0 || number + 1 == history.len() {
                let fresh = Workspace::builder().on(store.clone());
                let loaded = block_on(fresh.access_index()).unwrap();
                assert_eq!(fed.revision(), loaded.revision());
                answers::same(&world.known, &fed, &loaded)?;
                answers::same_as_listings(&world.known, &world.workspace, &fed)?;
            }
        }
        Ok(())
    });
}

#[test]
fn pages_of_an_index_are_the_whole_and_go_on_where_tracks_come_and_go() {
    block_on(async {
        let Studio { workspace, olivia, .. } = Studio::new().await.unwrap();
        let index = workspace.access_index().await.unwrap();
        for number in 0..30 {
            olivia.create_track(format!("Take {}", (number * 7) % 30).as_str()).await.unwrap();
        }
        for (gone, sort) in [LibrarySort::Newest, LibrarySort::Title].into_iter().enumerate() {
            let query = |paging: Paging| LibraryQuery::new().sorted(sort).page(paging);
            let whole = index.list(olivia.id(), query(Paging::first(1_000))).unwrap().rows;
            assert_eq!(whole.len(), 31 - gone);
            let (mut rows, mut paging) = (Vec::new(), Paging::first(4));
            loop {
                let page = index.list(olivia.id(), query(paging)).unwrap();
                rows.extend(page.rows);
                let Some(next) = page.next else { break };
                paging = Paging::first(4).after(next);
            }
            assert_eq!(rows, whole);
            let first = index.list(olivia.id(), query(Paging::first(4))).unwrap();
            let next = first.next.unwrap();
            olivia.delete_track(first.rows[3].track).await.unwrap();
            let second = index.list(olivia.id(), query(Paging::first(4).after(next.clone()))).unwrap();
            assert_eq!(second.rows, whole[4..8], "the place stays, though its track is gone");
            let other = LibraryQuery::new()
                .sorted(LibrarySort::Title)
                .filter(LibraryFilter { archived: Some(true), ..LibraryFilter::default() });
            let refused = index.list(olivia.id(), other.page(Paging::first(4).after(next)));
            assert_eq!(refused.unwrap_err().code(), "invalid_input");
        }
        assert_eq!(index.count(olivia.id(), LibraryFilter::default()), Ok(29));
    });
}

#[test]
fn bad_questions_are_refused() {
    block_on(async {
        let Studio { workspace, alex, track, .. } = Studio::new().await.unwrap();
        let index = workspace.access_index().await.unwrap();
        assert_eq!(index.can(alex.id(), track, Action::AddTracks).unwrap_err().code(), "invalid_input");
        let check = Check { person: alex.id(), scope: track.into(), action: Action::View };
        assert_eq!(index.can_many(&vec![check; 10_001]).unwrap_err().code(), "limit_exceeded");
        assert_eq!(index.can_many(&vec![check; 10_000]).unwrap().allowed, vec![true; 10_000]);
        let wrong = Check { action: Action::AddGroups, ..check };
        assert_eq!(index.can_many(&[check, wrong]).unwrap_err().code(), "invalid_input");
        for limit in [0, 10_001] {
            let query = LibraryQuery::new().page(Paging::first(limit));
            assert_eq!(index.list(alex.id(), query).unwrap_err().code(), "invalid_input");
        }
        let other = Studio::new().await.unwrap();
        let elsewhere = other.workspace.access_index().await.unwrap();
        let (person, scope) = (elsewhere.resolve_person(other.alex.id()).unwrap(), elsewhere.resolve(other.track));
        assert_eq!(index.can(person, track, Action::View).unwrap_err().code(), "invalid_input");
        assert_eq!(index.can(alex.id(), scope.unwrap(), Action::View).unwrap_err().code(), "invalid_input");
        let nobody = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        assert_eq!(index.can(nobody, track, Action::View), Ok(false));
        assert_eq!(index.resolve_person(nobody).unwrap_err().code(), "not_found");
        assert_eq!(index.explain(nobody, track).unwrap_err().code(), "not_found");
        assert_eq!(index.list(nobody, LibraryQuery::new()).unwrap().rows, []);
        workspace.close();
        assert_eq!(index.can(alex.id(), track, Action::View), Err(Error::Closed));
        assert_eq!(index.revision(), Err(Error::Closed));
        assert_eq!(alex.can(track, Action::View).await, Err(Error::Closed));
        assert_eq!(workspace.access_index().await.map(drop), Err(Error::Closed));
    });
}

#[test]
fn a_handle_outlives_what_happens_to_what_it_stands_for() {
    block_on(async {
        let Studio { workspace, olivia, alex, track, .. } = Studio::new().await.unwrap();
        let index = workspace.access_index().await.unwrap();
        let (person, scope) = (index.resolve_person(alex.id()).unwrap(), index.resolve(track).unwrap());
        assert_eq!(index.can(person, scope, Action::EditShares), Ok(true));
        olivia.set_access(track, alex.id(), Access::Viewer).await.unwrap();
        assert_eq!(index.can(person, scope, Action::EditShares), Ok(false));
        assert_eq!(index.can(person, track, Action::View), Ok(true));
        let why = index.explain(alex.id(), track).unwrap();
        assert_eq!((why.level, why.because), (Some(Level::Viewer), Because::Standing));
        olivia.delete_track(track).await.unwrap();
        assert_eq!(index.can(person, scope, Action::View), Ok(false));
        assert_eq!(index.resolve(track).unwrap_err().code(), "not_found");
        assert_eq!(index.who_can(track, Action::View).unwrap_err().code(), "not_found");
    });
}

#[test]
fn an_index_that_was_loaded_before_a_workspace_was_imported_knows_what_came() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.jsonl");
    block_on(async {
        let Studio { workspace, olivia, alex, jordan, track, .. } = Studio::new().await.unwrap();
        let album = olivia.create_group("Album").await.unwrap().id;
        olivia.move_track(track, Some(album)).await.unwrap();
        olivia.invite(album, jordan.id(), Access::Viewer).await.unwrap();
        workspace.erase_person(alex.id()).await.unwrap();
        workspace.export_to(&path).await.unwrap();
        let known = {
            let text = |id: String| serde_json::Value::from(id);
            let mut known = Known::default();
            [&olivia, &alex, &jordan].into_iter().for_each(|actor| known.people.push(text(actor.id().to_string())));
            known.tracks.push(text(track.to_string()));
            known.groups.push(text(album.to_string()));
            known
        };
        let first = workspace.access_index().await.unwrap();
        let mut empty = vec![Workspace::in_memory().unwrap()];
        #[cfg(feature = "sqlite")]
        for exclusive in [true, false] {
            let path = folder.path().join(format!("{exclusive}.db"));
            empty.push(Workspace::builder().exclusive(exclusive).open(path).await.unwrap());
        }
        for other in empty {
            let index = other.access_index().await.unwrap();
            assert_eq!(index.revision(), Ok(0));
            other.import_from(&path).await.unwrap();
            assert_eq!(index.revision(), Ok(other.revision().await.unwrap()));
            assert_eq!(index.can(olivia.id(), track, Action::Delete), Ok(true));
            answers::same(&known, &first, &index).unwrap();
        }
        #[cfg(feature = "postgres")]
        {
            let database = crate::postgres::Database::new();
            let [one, other] = [&database.url(), &database.url()].map(|url| block_on(Workspace::connect(url)).unwrap());
            let (here, there) = (one.access_index().await.unwrap(), other.access_index().await.unwrap());
            assert_eq!((here.revision(), there.revision()), (Ok(0), Ok(0)));
            // What comes counts from 1, and the server has come far beyond that.
            one.import_from(&path).await.unwrap();
            answers::same(&known, &first, &here).unwrap();
            there.at_least(other.revision().await.unwrap()).await.unwrap();
            answers::same(&known, &first, &there).unwrap();
            // And it goes on from there.
            one.acting_as(olivia.id()).delete_track(track).await.unwrap();
            assert_eq!(here.can(olivia.id(), track, Action::View), Ok(false));
        }
    });
}

/// An index that says what was true once would go on letting somebody in whose access was revoked, for all that anybody sees.
#[test]
fn an_index_that_could_not_be_told_answers_nothing_until_it_is_level_and_the_store_is_asked() {
    block_on(async {
        let store = FaultyStore::new(MemoryStore::new());
        let workspace = Workspace::builder().on(store.clone());
        let register = |word: &str| workspace.register(cowrite::NewPerson::new(word, word));
        let (olivia, alex) = (register("olivia").await.unwrap().id, register("alex").await.unwrap().id);
        let (olivia, alex) = (workspace.acting_as(olivia), workspace.acting_as(alex));
        let track = olivia.create_track("Nocturne").await.unwrap().id;
        let index = workspace.access_index().await.unwrap();
        let refused = |error: Option<Error>| {
            let error = error.expect("it answers");
            assert!(matches!(&error, Error::Storage { retryable: true, .. }), "{error:?}");
        };
        for round in 0..3 {
            let invitation = olivia.invite(track, alex.id(), Access::Editor).await.unwrap();
            alex.accept_invitation(invitation.id).await.unwrap();
            assert_eq!(index.can(alex.id(), track, Action::View), Ok(true));
            store.fail_reading_on(usize::MAX);
            olivia.revoke(track, alex.id()).await.unwrap();
            refused(index.can(alex.id(), track, Action::View).err());
            refused(index.can_many(&[]).err());
            refused(index.list(alex.id(), LibraryQuery::new()).err());
            refused(index.who_can(track, Action::View).err());
            refused(index.revision().err());
            refused(index.at_least(0).await.err());
            assert_eq!(alex.can(track, Action::View).await, Ok(false), "the store is asked");
            store.fail_reading_on(0);
            if round == 0 {
                index.at_least(workspace.revision().await.unwrap()).await.unwrap();
            } else {
                olivia.update_track(track, cowrite::TrackUpdate::new().title("Prelude")).await.unwrap();
            }
            assert_eq!(index.can(alex.id(), track, Action::View), Ok(false));
            assert_eq!(index.revision(), Ok(workspace.revision().await.unwrap()));
        }
    });
}

/// Polls a future once, and drops it.
fn begin_and_drop(future: impl Future) {
    let mut future = pin!(future);
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(), "it was over at once");
}

#[cfg(feature = "sqlite")]
#[test]
fn a_commit_whose_caller_has_gone_is_in_the_index_once_it_is_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        for exclusive in [true, false] {
            let path = folder.path().join(format!("{exclusive}.db"));
            let workspace = Workspace::builder().exclusive(exclusive).open(path).await.unwrap();
            let olivia = workspace.register(cowrite::NewPerson::new("olivia", "Olivia")).await.unwrap().id;
            let olivia = workspace.acting_as(olivia);
            let index = workspace.access_index().await.unwrap();
            for number in 1..20 {
                let before = workspace.revision().await.unwrap();
                // A load of an exclusive file is asked of the thread that commits too: it takes two polls to commit there.
                let mut future = Box::pin(olivia.create_track("Nocturne"));
                let mut context = Context::from_waker(Waker::noop());
                let mut polls = 0..100_000;
                while workspace.revision().await.unwrap() == before {
                    assert!(polls.next().is_some(), "it is never committed");
                    if future.as_mut().poll(&mut context).is_ready() {
                        break;
                    }
                }
                drop(future);
                let revision = workspace.revision().await.unwrap();
                if !exclusive {
                    index.at_least(revision).await.unwrap();
                }
                assert_eq!(index.revision(), Ok(revision));
                assert_eq!(index.count(olivia.id(), LibraryFilter::default()), Ok(number));
            }
        }
    });
}

/// The store is asked nothing where nobody else can commit, and everything where somebody could.
#[cfg(feature = "sqlite")]
#[test]
fn a_check_asks_the_index_where_the_file_is_this_process_s_alone_and_else_the_store() {
    use cowrite::adapters::{SqliteOptions, SqliteStore};
    use cowrite::testing::CountingStore;

    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        for exclusive in [true, false] {
            let options = SqliteOptions::default().exclusive(exclusive);
            let store = SqliteStore::open(folder.path().join(format!("{exclusive}.db")), options).unwrap();
            let store = CountingStore::new(store);
            let workspace = Workspace::builder().on(store.clone());
            let register = |word: &str| workspace.register(cowrite::NewPerson::new(word, word));
            let (olivia, alex) = (register("olivia").await.unwrap().id, register("alex").await.unwrap().id);
            let (olivia, alex) = (workspace.acting_as(olivia), workspace.acting_as(alex));
            let track = olivia.create_track("Nocturne").await.unwrap().id;
            let invitation = olivia.invite(track, alex.id(), Access::Editor).await.unwrap();
            alex.accept_invitation(invitation.id).await.unwrap();
            let before = store.loads();
            assert!(alex.can(track, Action::EditShares).await.unwrap());
            assert_eq!(store.loads() - before, 1, "no index is loaded yet");
            workspace.access_index().await.unwrap();
            let before = store.loads();
            assert!(alex.can(track, Action::EditShares).await.unwrap());
            assert_eq!(store.loads() - before, u64::from(!exclusive));
            olivia.revoke(track, alex.id()).await.unwrap();
            assert!(!alex.can(track, Action::View).await.unwrap());
        }
    });
}

/// What was put in the place of the file says nothing of who may do what, and what was there before is nobody's any more.
#[cfg(all(feature = "sqlite", unix))]
#[test]
fn a_check_does_not_ask_the_index_of_a_file_that_was_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let [path, aside] = ["studio.db", "aside.db"].map(|name| folder.path().join(name));
    block_on(async {
        let workspace = Workspace::builder().exclusive(true).open(&path).await.unwrap();
        let olivia = workspace.register(cowrite::NewPerson::new("olivia", "Olivia")).await.unwrap().id;
        let olivia = workspace.acting_as(olivia);
        let track = olivia.create_track("Nocturne").await.unwrap().id;
        workspace.access_index().await.unwrap();
        assert_eq!(olivia.can(track, Action::View).await, Ok(true));
        std::fs::rename(&path, &aside).unwrap();
        std::fs::write(&path, "").unwrap();
        assert_eq!(olivia.can(track, Action::View).await.unwrap_err().code(), "storage");
        std::fs::rename(&aside, &path).unwrap();
        assert_eq!(olivia.can(track, Action::View).await, Ok(true));
    });
}

#[test]
fn waiting_for_what_is_not_committed_yet_ends_when_it_is() {
    block_on(async {
        let Studio { workspace, olivia, .. } = Studio::new().await.unwrap();
        let index = workspace.access_index().await.unwrap();
        let next = workspace.revision().await.unwrap() + 1;
        begin_and_drop(index.at_least(next));
        let waiting = std::thread::spawn({
            let index = index.clone();
            move || block_on(index.at_least(next))
        });
        olivia.create_track("B-Side").await.unwrap();
        waiting.join().unwrap().unwrap();
        assert_eq!(index.revision(), Ok(next));
    });
}
