//! Following the commits of a store, and reading from it whole what decides access.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Found;
use super::bench::{ensure, everything, failed, new_group, new_track, register, same};
use super::histories::played;
use crate::domain::access::Standing;
use crate::domain::document::Document;
use crate::domain::sync::Seen;
use crate::domain::track::Condition;
use crate::event::Recorded;
use crate::ports::store::{Follower, Store, Surveyed};

/// Whoever keeps what it was told.
#[derive(Debug, Default)]
struct Listener {
    told: Mutex<(Vec<Recorded>, Seen)>,
}

impl Follower for Listener {
    fn told(&self, happened: &[&Recorded], seen: &Seen) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.0.extend(happened.iter().copied().cloned());
        told.1.clone_from(seen);
    }

    fn lags(&self, _: bool) {}
}

impl Listener {
    fn heard(&self) -> (Vec<Recorded>, Seen) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn follow<S: Store>(store: &S, since: Seen) -> Result<Arc<Listener>, String> {
    let listener = Arc::new(Listener::default());
    let follower: Weak<dyn Follower> = Arc::<Listener>::downgrade(&listener);
    store.follow(since, follower).await.map_err(failed("following"))?;
    Ok(listener)
}

pub(super) async fn who_follows_is_told_of_each_commit_before_it_is_acknowledged<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let listener = follow(store, Seen::default()).await?;
    for number in 0..20 {
        let track = new_track(store, olivia, &format!("Take {number}")).await?;
        let (told, _) = listener.heard();
        ensure!(told.iter().any(|one| one.aggregate.scope() == Some(track.into())), "{track} was not told of");
    }
    // One who comes later, and one who knows of everything so far.
    let late = follow(store, Seen::default()).await?;
    let level = follow(store, listener.heard().1).await?;
    new_group(store, olivia, "Album").await?;
    store.catch_up().await.map_err(failed("catching up"))?;
    let log: Vec<Recorded> = everything(store).await?.log.into_iter().map(|entry| entry.recorded).collect();
    same("what the first was told", &listener.heard().0, &log)?;
    same("what the one who came late was told", &late.heard().0, &log)?;
    let (told, _) = level.heard();
    let from = log.len().saturating_sub(told.len());
    ensure!(!told.is_empty() && log.get(from..) == Some(told.as_slice()), "one who knew all before was told {told:?}");
    Ok(())
}

pub(super) async fn who_follows_no_more_is_told_no_more<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let listener = follow(store, Seen::default()).await?;
    let told = Arc::downgrade(&listener);
    drop(listener);
    new_track(store, olivia, "Nocturne").await?;
    ensure!(told.upgrade().is_none(), "the store keeps who follows alive");
    Ok(())
}

pub(super) async fn a_survey_is_what_everything_says_of_access<S: Store>(store: &S) -> Found {
    played(store).await?;
    let found: Arc<Mutex<Vec<String>>> = Arc::default();
    let sink = {
        let found = Arc::clone(&found);
        move |surveyed: Surveyed<'_>| {
            if !matches!(surveyed, Surveyed::Counts(_)) {
                found.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{surveyed:?}"));
            }
        }
    };
    store.survey(Box::new(sink)).await.map_err(failed("surveying"))?;
    let found = core::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    let slice = everything(store).await?.slice;
    let is_of_nothing = |shown: &str| {
        // Of what is not there standings may be given or left out.
        let gone = |id: String| shown.starts_with("Standing") && shown.contains(&id);
        slice.tracks.values().any(|track| !track.is_there() && gone(format!("{:?}", track.id)))
            || slice.groups.values().any(|group| group.deleted && gone(format!("{:?}", group.id)))
    };
    let told: BTreeSet<&String> = found.iter().filter(|shown| !is_of_nothing(shown)).collect();
    let mut expected: BTreeSet<String> = BTreeSet::new();
    let mut expect = |surveyed: Surveyed<'_>| {
        let shown = format!("{surveyed:?}");
        if !is_of_nothing(&shown) {
            expected.insert(shown);
        }
    };
    slice.people.keys().for_each(|person| expect(Surveyed::Person(*person)));
    for group in slice.groups.values().filter(|group| !group.deleted) {
        expect(Surveyed::Group { id: group.id, owner: group.owner, parent: group.parent() });
    }
    for track in slice.tracks.values().filter(|track| track.is_there()) {
        let tags: Vec<String> = track.tags.iter().map(|tag| crate::domain::text::fold(tag)).collect();
        expect(Surveyed::Track {
            id: track.id,
            owner: track.owner,
            group: track.group,
            stage: track.stage.as_str(),
            title_key: &crate::domain::text::fold(&track.title),
            tags: &tags,
            archived: track.archived,
            taken_down: track.condition == Condition::TakenDown,
        });
    }
    for (scope, roster) in &slice.rosters {
        for (person, member) in roster.rows().filter(|(_, member)| member.standing != Standing::None) {
            expect(Surveyed::Standing { scope: *scope, person, standing: member.standing });
        }
    }
    for document in slice.documents.values() {
        match document {
            Document::Bucket(bucket) if !bucket.deleted => {
                expect(Surveyed::Bucket { id: bucket.id, person: bucket.person });
            }
            Document::Placement(placed) => {
                let bucket = placed.bucket.into_iter();
                bucket.for_each(|bucket| {
                    expect(Surveyed::Placement { person: placed.person, track: placed.track, bucket });
                });
            }
            _ => {}
        }
    }
    let tracks: Vec<&String> = found.iter().filter(|shown| shown.starts_with("Track")).collect();
    ensure!(tracks.is_sorted(), "tracks do not come in the order of their ids");
    same("what was surveyed", &told, &expected.iter().collect())
}
