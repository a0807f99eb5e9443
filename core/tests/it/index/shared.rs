//! Two workspaces on one store, each with an index of its own: what one commits comes to the other's.

use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock};
use cowrite::{Access, Action, LibraryFilter, NewPerson, PersonId, Timestamp, TrackId, Workspace, WorkspaceBuilder};
use pollster::block_on;
use serde_json::json;

use super::answers;
use crate::moves::{BEGIN, Known, Move, PEOPLE, call_one, concrete, found, on_histories, pause_of};

/// Waits for what is to come by itself, far longer than it may take.
fn comes(mut is_there: impl FnMut() -> bool) -> bool {
    (0..4_000).any(|_| {
        let is_there = is_there();
        if !is_there {
            std::thread::sleep(core::time::Duration::from_millis(5));
        }
        is_there
    })
}

fn register(workspace: &Workspace, word: &str) -> PersonId {
    block_on(workspace.register(NewPerson::new(word, word))).unwrap().id
}

/// Creates a track on which somebody else is an editor.
fn shared_track(workspace: &Workspace, owner: PersonId, other: PersonId) -> TrackId {
    let me = workspace.acting_as(owner);
    let track = block_on(me.create_track("Nocturne")).unwrap().id;
    let invitation = block_on(me.invite(track, other, Access::Editor)).unwrap();
    block_on(workspace.acting_as(other).accept_invitation(invitation.id)).unwrap();
    track
}

/// Plays a history, each call at one of two workspaces in turn, and compares the index of either with the store.
fn play(history: &[Move], mut open: impl FnMut(WorkspaceBuilder) -> Workspace) -> Result<(), String> {
    let begin: Timestamp = BEGIN.parse().unwrap();
    let clock = SettableClock::at(begin);
    let mut workspaces = Vec::new();
    for seed in [7, 1_007] {
        let builder = Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(seed));
        workspaces.push(open(builder.hasher(PlainHasher::default())));
    }
    let first = block_on(workspaces[0].access_index()).unwrap();
    let mut known = Known::default();
    for number in 0..PEOPLE {
        let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}"), "email": format!("p{number}@example.com") });
        let person = call_one(&workspaces[number % 2], "register", &json!(null), with.as_object().unwrap()).unwrap();
        known.learn_person(&person["id"]);
        clock.advance(1);
    }
    found(&mut known, |operation, actor, with| call_one(&workspaces[0], operation, actor, with.as_object().unwrap()));
    // One index has been fed from the beginning, the other is loaded in the middle.
    let indexes = [first, block_on(workspaces[1].access_index()).unwrap()];
    for (turn, one) in history.iter().enumerate() {
        let workspace = &workspaces[turn % 2];
        clock.advance(pause_of(one.pause));
        let mut call = |operation: &'static str, actor: &serde_json::Value, with: &serde_json::Value| {
            call_one(workspace, operation, actor, with.as_object().unwrap())
        };
        if let Some(made) = concrete(&known, one, &mut call)
            && let Ok(result) = call(made.operation, &made.actor, &made.with)
        {
            known.learn(if made.operation == "apply_proposal" { "apply_newcomer" } else { made.operation }, &result);
        }
        if turn % 15 == 14 || turn + 1 == history.len() {
            for (workspace, index) in workspaces.iter().zip(&indexes) {
                let revision = block_on(workspace.revision()).unwrap();
                block_on(index.at_least(revision)).map_err(|error| error.to_string())?;
                answers::same_as_store(&known, workspace, index)?;
            }
            answers::same(&known, &indexes[0], &indexes[1])?;
        }
    }
    Ok(())
}

#[cfg(feature = "sqlite")]
#[test]
fn indexes_of_two_workspaces_on_one_file_equal_the_store_on_random_histories() {
    on_histories(6, 45, |history| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("studio.db");
        play(&history, |builder| block_on(builder.open(&path)).unwrap())
    });
}

#[cfg(feature = "postgres")]
#[test]
fn indexes_of_two_nodes_on_postgresql_equal_the_store_on_random_histories() {
    let database = crate::postgres::Database::new();
    on_histories(3, 45, |history| {
        database.wipe();
        play(&history, |builder| block_on(builder.connect(&database.url())).unwrap())
    });
}

/// Nobody waits for anything but the call: what is in an index as a call is acknowledged hangs on how the store tells of it.
fn both_are_there_as_the_second_is_acknowledged(one: &Workspace, other: &Workspace) {
    let olivia = register(one, "olivia");
    let index = block_on(one.access_index()).unwrap();
    for number in 1..=100 {
        let theirs = block_on(other.acting_as(olivia).create_track("Nocturne")).unwrap().id;
        let mine = block_on(one.acting_as(olivia).create_track("Prelude")).unwrap().id;
        for track in [theirs, mine] {
            assert_eq!(index.can(olivia, track, Action::Delete), Ok(true), "in round {number}");
        }
        assert_eq!(index.count(olivia, LibraryFilter::default()), Ok(2 * number));
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn what_another_committed_before_is_in_the_index_as_a_call_is_acknowledged_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    let [one, other] = [&path, &path].map(|path| block_on(Workspace::open(path)).unwrap());
    both_are_there_as_the_second_is_acknowledged(&one, &other);
}

#[cfg(feature = "postgres")]
#[test]
fn what_another_committed_before_is_in_the_index_as_a_call_is_acknowledged_on_postgresql() {
    let database = crate::postgres::Database::new();
    let [one, other] = [&database.url(), &database.url()].map(|url| block_on(Workspace::connect(url)).unwrap());
    both_are_there_as_the_second_is_acknowledged(&one, &other);
}

/// A call that finds nothing to end says so because of what another has ended.
fn what_a_call_that_changes_nothing_rests_on_is_in_the_index(one: &Workspace, other: &Workspace) {
    let (olivia, alex) = (register(one, "olivia"), register(one, "alex"));
    let index = block_on(other.access_index()).unwrap();
    for round in 0..10 {
        let track = shared_track(one, olivia, alex);
        block_on(index.at_least(block_on(other.revision()).unwrap())).unwrap();
        let ended = block_on(one.acting_as(olivia).revoke_all(alex)).unwrap();
        assert_eq!(ended.closed, [track.into()]);
        if round % 2 == 0 {
            let again = block_on(other.acting_as(olivia).revoke_all(alex)).unwrap();
            assert_eq!(again.closed, []);
        } else {
            let batch = other.acting_as(olivia).batch().unwrap();
            block_on(batch.actor().revoke_all(alex)).unwrap();
            assert_eq!(block_on(batch.commit()), Ok(None));
        }
        assert_eq!(index.can(alex, track, Action::View), Ok(false), "in round {round}");
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn what_a_call_that_changes_nothing_rests_on_is_in_the_index_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    let [one, other] = [&path, &path].map(|path| block_on(Workspace::open(path)).unwrap());
    what_a_call_that_changes_nothing_rests_on_is_in_the_index(&one, &other);
}

#[cfg(feature = "postgres")]
#[test]
fn what_a_call_that_changes_nothing_rests_on_is_in_the_index_on_postgresql() {
    let database = crate::postgres::Database::new();
    let [one, other] = [&database.url(), &database.url()].map(|url| block_on(Workspace::connect(url)).unwrap());
    what_a_call_that_changes_nothing_rests_on_is_in_the_index(&one, &other);
}

/// A host that has its work outside done again and again keeps the thread that looks from ever having nothing to do.
#[cfg(feature = "sqlite")]
#[test]
fn what_another_commits_comes_into_the_index_though_there_is_always_something_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    let [one, other] = [&path, &path].map(|path| block_on(Workspace::open(path)).unwrap());
    let (olivia, alex) = (register(&one, "olivia"), register(&one, "alex"));
    let track = shared_track(&one, olivia, alex);
    let index = block_on(one.access_index()).unwrap();
    block_on(other.acting_as(olivia).revoke(track, alex)).unwrap();
    let came = comes(|| {
        block_on(one.run_effects(1)).unwrap();
        index.can(alex, track, Action::View) == Ok(false)
    });
    assert!(came, "it is never looked");
}

/// A call that was committed elsewhere is acknowledged here when it is sent again.
#[cfg(feature = "sqlite")]
#[test]
fn what_is_acknowledged_by_its_key_is_in_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    block_on(async {
        let [one, other] = [&path, &path].map(|path| block_on(Workspace::open(path)).unwrap());
        let olivia = one.register(NewPerson::new("olivia", "Olivia")).await.unwrap().id;
        let index = other.access_index().await.unwrap();
        for number in 1..10 {
            let key = format!("take {number}");
            let track = one.acting_as(olivia).with_key(&key).create_track("Nocturne").await.unwrap();
            let again = other.acting_as(olivia).with_key(&key).create_track("Nocturne").await.unwrap();
            assert_eq!(track, again);
            assert_eq!(index.count(olivia, LibraryFilter::default()), Ok(number));
        }
    });
}

/// Another process revokes; this one's index is told without being asked.
#[cfg(feature = "sqlite")]
#[test]
fn what_another_process_commits_comes_into_the_index() {
    use crate::children::{in_processes, task};

    if let Some(task) = task() {
        let [answer, path, owner, track, other] = task.as_slice() else { panic!("{task:?}") };
        let workspace = block_on(Workspace::open(path)).unwrap();
        let me = workspace.acting_as(owner.parse().unwrap());
        let track: cowrite::TrackId = track.parse().unwrap();
        block_on(me.revoke(track, other.parse().unwrap())).unwrap();
        return std::fs::write(answer, block_on(workspace.revision()).unwrap().to_string()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    let workspace = block_on(Workspace::open(&path)).unwrap();
    let (owner, other) = (register(&workspace, "owner"), register(&workspace, "other"));
    let me = workspace.acting_as(owner);
    let index = block_on(workspace.access_index()).unwrap();
    let track = shared_track(&workspace, owner, other);
    assert_eq!(index.can(other, track, Action::EditShares), Ok(true));
    let task = [path.to_str().unwrap().to_owned(), owner.to_string(), track.to_string(), other.to_string()].to_vec();
    let test = "index::shared::what_another_process_commits_comes_into_the_index";
    let answers = in_processes(test, folder.path(), &[task]);
    let revision: u64 = answers[0].parse().unwrap();
    // Nobody asks the index to look.
    assert!(comes(|| index.revision().unwrap() >= revision), "it never comes");
    assert_eq!(index.can(other, track, Action::View), Ok(false));
    // What is committed here after what was committed there is in the index as it is acknowledged, both of them.
    let second = block_on(me.create_track("B-Side")).unwrap().id;
    assert_eq!(index.can(owner, second, Action::Delete), Ok(true));
}

/// A transaction that another node keeps open holds nobody's index back, and its commit is not skipped.
#[cfg(feature = "postgres")]
#[test]
fn a_commit_that_becomes_visible_late_is_in_the_index_then() {
    use crate::postgres::{Database, Session};

    let database = Database::new();
    block_on(async {
        let [one, other] = [&database.url(), &database.url()].map(|url| block_on(Workspace::connect(url)).unwrap());
        let olivia = one.register(NewPerson::new("olivia", "Olivia")).await.unwrap().id;
        let index = other.access_index().await.unwrap();
        let mut open = Session::begin(&database.url());
        open.ask("SELECT pg_current_xact_id()");
        let track = one.acting_as(olivia).create_track("Nocturne").await.unwrap().id;
        let watermark = other.revision().await.unwrap();
        assert!(comes(|| index.count(olivia, LibraryFilter::default()).unwrap() > 0), "it never comes");
        assert!(index.revision().unwrap() <= watermark, "what is under way is not in it");
        open.commit();
        index.at_least(other.revision().await.unwrap()).await.unwrap();
        assert_eq!(index.can(olivia, track, Action::Delete), Ok(true));
        other.acting_as(olivia).delete_track(track).await.unwrap();
        assert_eq!(index.can(olivia, track, Action::View), Ok(false), "what is acknowledged here is in it");
    });
}
