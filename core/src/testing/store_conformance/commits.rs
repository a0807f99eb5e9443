//! What a commit does, and how it is read back.

use super::Found;
use super::bench::{
    act, all_about, at, commit, decide, ensure, everything, group, load, new_group, new_track, register, registering,
    same, track,
};
use crate::domain::access::{Access, act as acts};
use crate::domain::details::{Bpm, Stage, TrackUpdate};
use crate::domain::document::DocumentKey;
use crate::domain::effect::Effect;
use crate::domain::invitation::Terms;
use crate::domain::person::{Claim, PersonUpdate};
use crate::domain::shares::ShareRow;
use crate::domain::split::{Percent, ShareEdit, ShareEdits};
use crate::event::{Aggregate, Author};
use crate::id::{GroupId, InvitationId, PersonId, Scope, TrackId};
use crate::ports::store::{CommitOrder, Everything, LogPlace, Need, Store};
use crate::time::Timestamp;

pub(super) async fn an_empty_store_answers_that_nothing_is_there<S: Store>(store: &S) -> Found {
    let nobody = PersonId::from_uuid(uuid::Uuid::from_u128(1));
    let nowhere = TrackId::from_uuid(uuid::Uuid::from_u128(2));
    let no_group = GroupId::from_uuid(uuid::Uuid::from_u128(3));
    let needs = vec![
        Need::Person(nobody),
        Need::Holder(Claim::ExternalId("nobody".to_owned())),
        Need::Walk { scope: nowhere.into(), people: vec![nobody] },
        Need::Everyone(no_group.into()),
        Need::Answer { invitation: InvitationId::from_uuid(uuid::Uuid::from_u128(4)), actor: nobody },
        Need::Inbox(nobody),
        Need::Replay(nobody, "key".to_owned()),
        Need::Log { scope: nowhere.into(), before: None, limit: 10 },
    ];
    let loaded = load(store, needs).await?;
    same("the last commit", &loaded.slice.revision, &0)?;
    same("the last stamp", &loaded.slice.stamp, &Timestamp::default())?;
    for aggregate in [Aggregate::Person(nobody), Aggregate::Track(nowhere), Aggregate::Group(no_group)] {
        same("the version of what is not there", &loaded.slice.versions.get(&aggregate), &Some(&0))?;
    }
    ensure!(loaded.slice.people.is_empty() && loaded.slice.holders.is_empty(), "somebody is there");
    ensure!(loaded.replay.is_none() && loaded.log.is_empty(), "something has happened");
    let found = everything(store).await?;
    let nothing = Everything { order: found.order, ..Everything::default() };
    same("everything", &found, &nothing)
}

pub(super) async fn revisions_count_up_from_one<S: Store>(store: &S) -> Found {
    let order = everything(store).await?.order;
    let mut numbers = Vec::new();
    for (expected, name) in (1..).zip(["olivia", "alex", "jordan"]) {
        let (change, _) = registering(store, 1, name).await?;
        let number = commit(store, change).await?.revision;
        if order == CommitOrder::Total {
            same("the number of the commit", &number, &expected)?;
            same("the last number", &load(store, Vec::new()).await?.slice.revision, &expected)?;
        }
        ensure!(number > 0 && !numbers.contains(&number), "{number} is the number of another commit, or of none");
        numbers.push(number);
    }
    numbers.sort_unstable();
    let entries = everything(store).await?.log;
    same("the numbers in the history", &entries.iter().map(|entry| entry.revision).collect(), &numbers)
}

pub(super) async fn what_rests_on_another_has_the_greater_number<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let mut last = 0;
    for title in ["One", "Two", "Three"] {
        let (change, ()) = decide(store, 3, vec![Need::Person(olivia)], |draft| {
            draft.update_person(olivia, &PersonUpdate::new().name(title))
        })
        .await?;
        let renamed = commit(store, change).await?.revision;
        let update = TrackUpdate::new().title(title);
        // It only reads the person's record, and rests on it all the same.
        let (change, _) = decide(store, 4, all_about(id, &[olivia]), |draft| {
            let by = draft.slice.require::<acts::EditDetails>(olivia, id.into())?;
            draft.update_track(&by, id, &update, false)
        })
        .await?;
        let retitled = commit(store, change).await?.revision;
        ensure!(last < renamed && renamed < retitled, "{last}, {renamed} and {retitled} do not grow");
        last = retitled;
    }
    Ok(())
}

pub(super) async fn stamps_never_go_backwards<S: Store>(store: &S) -> Found {
    let order = everything(store).await?.order;
    let mut stamps = Vec::new();
    for (seconds, stamp, name) in [(100, 100, "olivia"), (50, 100, "alex"), (200, 200, "jordan")] {
        let (change, _) = registering(store, seconds, name).await?;
        // Where only what rests on another comes after it, nothing holds these back.
        let stamp = if order == CommitOrder::Total { at(stamp) } else { at(seconds) };
        same("the stamp of the commit", &commit(store, change).await?.stamp, &stamp)?;
        if order == CommitOrder::Total {
            same("the last stamp", &load(store, Vec::new()).await?.slice.stamp, &stamp)?;
        }
        stamps.push(stamp);
    }
    let entries = everything(store).await?.log;
    same("the instants of the acts", &entries.iter().map(|entry| entry.at).collect(), &vec![at(100), at(50), at(200)])?;
    same("the stamps", &entries.iter().map(|entry| entry.stamp).collect(), &stamps)
}

pub(super) async fn a_stamp_is_not_before_what_it_rests_on<S: Store>(store: &S) -> Found {
    let (change, olivia) = registering(store, 100, "olivia").await?;
    same("the stamp of the record", &commit(store, change).await?.stamp, &at(100))?;
    let create = |seconds: i64| {
        decide(store, seconds, vec![Need::Person(olivia)], |draft| draft.create_track(olivia, "One", None))
    };
    for (seconds, stamp) in [(50, 100), (200, 200), (150, 200)] {
        let (change, id) = create(seconds).await?;
        let created = commit(store, change).await?;
        let found = load(store, vec![Need::Person(olivia)]).await?.slice.stamp;
        ensure!(found >= at(100), "what was looked at is stamped {}, the load {found}", at(100));
        let found = load(store, vec![Need::Walk { scope: id.into(), people: vec![olivia] }]).await?.slice.stamp;
        ensure!(found >= created.stamp, "what was looked at is stamped {}, the load {found}", created.stamp);
        if stamp == 100 {
            same("the stamp of what only read the record", &created.stamp, &at(stamp))?;
        }
        let (change, ()) = decide(store, seconds, vec![Need::Person(olivia)], |draft| {
            draft.update_person(olivia, &PersonUpdate::new().name(seconds.to_string()))
        })
        .await?;
        same("the stamp of what changed the record", &commit(store, change).await?.stamp, &at(stamp))?;
    }
    Ok(())
}

pub(super) async fn an_act_is_read_back_as_it_was_decided<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "Mitternacht – «Übung» \u{1f3b5}").await?;
    let update = TrackUpdate::new()
        .title("A'; DROP TABLE track; --")
        .stage(Stage::Other("mastering".to_owned()))
        .bpm(Bpm::from_hundredths(9_350))
        .key(Some("F♯ minor"))
        .tags(["a,b", "\"quoted\"", "c\\d"]);
    act(store, 3, all_about(id, &[olivia]), |draft| {
        let by = draft.slice.require::<acts::EditDetails>(olivia, id.into())?;
        draft.update_track(&by, id, &update, false)
    })
    .await?;
    let third = Percent::from_hundredths(3_333).unwrap_or_default();
    let edits = ShareEdits {
        master: ShareEdit::Set(third),
        publishing: ShareEdit::Set(Percent::ZERO),
        writer: ShareEdit::Keep,
    };
    act(store, 4, all_about(id, &[olivia]), |draft| {
        let by = draft.slice.require::<acts::EditShares>(olivia, id.into())?;
        draft.set_shares(&by, id, &[ShareRow { person: olivia, edits }], None)
    })
    .await?;
    let found = track(store, id).await?;
    same("the title", &Some(found.title), &update.title)?;
    same("the stage", &Some(found.stage), &update.stage)?;
    same("the tempo", &Some(found.bpm), &update.bpm)?;
    same("the key", &Some(found.key), &update.key)?;
    same("the tags", &Some(found.tags), &update.tags)?;
    same("the owner", &found.owner, &olivia)?;
    let slice = load(store, vec![Need::Roster(id.into())]).await?.slice;
    let shares = slice.member(id.into(), olivia).map(|member| member.shares());
    same("the share that is set", &shares.and_then(|shares| shares.master), &Some(third))?;
    same("the share that is an explicit zero", &shares.and_then(|shares| shares.publishing), &Some(Percent::ZERO))?;
    same("the share that is not set", &shares.and_then(|shares| shares.writer), &None)
}

pub(super) async fn an_effect_is_kept_once<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_group(store, olivia, "Album").await?;
    let inner = act(store, 3, all_about(id, &[olivia]), |draft| draft.create_group(olivia, "Side A", Some(id))).await?;
    let mut needs = all_about(inner, &[olivia]);
    needs.push(Need::Inside(inner));
    for (seconds, parent) in [(4, None), (5, Some(id)), (6, None)] {
        let needs = needs.iter().cloned().chain(all_about(id, &[])).collect();
        act(store, seconds, needs, |draft| draft.move_group(olivia, inner, parent)).await?;
    }
    let effects = everything(store).await?.effects;
    let moved = Effect::Reconcile { scope: inner.into() };
    ensure!(effects.contains(&moved), "{moved:?} is not among {effects:?}");
    same("where the group lies", &group(store, inner).await?.parent(), &None)
}

pub(super) async fn a_row_that_was_taken_away_is_gone<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let id = new_track(store, olivia, "Midnight Sessions").await?;
    let terms = Terms { access: Access::Viewer, role: None, shares: ShareEdits::KEEP, expires_at: at(1_000) };
    let sent = act(store, 3, all_about(id, &[olivia, alex]), |draft| {
        let by = draft.slice.require::<acts::ManageCollaborators>(olivia, id.into())?;
        draft.invite(&by, id.into(), alex, &terms)
    })
    .await?;
    let scope = Scope::Track(id);
    let invited = load(store, vec![Need::Roster(scope), Need::Pending(scope), Need::Inbox(alex)]).await?.slice;
    ensure!(invited.member(scope, alex).is_some(), "who was invited has no row");
    ensure!(invited.invitations.contains_key(&sent), "the invitation is not there");
    let needs = all_about(id, &[olivia, alex]).into_iter().chain([Need::Answer { invitation: sent, actor: olivia }]);
    act(store, 4, needs.collect(), |draft| draft.withdraw_invitation(olivia, sent)).await?;
    let after = load(store, vec![Need::Roster(scope), Need::Pending(scope), Need::Inbox(alex)]).await?.slice;
    ensure!(after.member(scope, alex).is_none(), "who was uninvited still has a row");
    ensure!(after.invitations.is_empty(), "an answered invitation is found among the unanswered");
    let walked = load(store, vec![Need::Walk { scope, people: vec![alex] }]).await?.slice;
    ensure!(walked.member(scope, alex).is_none(), "a walk finds a row that a roster does not");
    let parts = load(store, vec![Need::PartsOf { person: alex, with: olivia }]).await?.slice;
    ensure!(parts.tracks.is_empty(), "a track is found that says nothing of the person any more");
    Ok(())
}

pub(super) async fn the_log_is_read_newest_first_and_by_page<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let id = new_track(store, olivia, "0").await?;
    for title in 1..7 {
        let update = TrackUpdate::new().title(title.to_string());
        act(store, title, all_about(id, &[olivia]), |draft| {
            let by = draft.slice.require::<acts::EditDetails>(olivia, id.into())?;
            draft.archive_track(&draft.slice.require::<acts::Archive>(olivia, id.into())?, id, title % 2 == 1)?;
            draft.update_track(&by, id, &update, false)
        })
        .await?;
    }
    let scope = Scope::Track(id);
    let whole = load(store, vec![Need::Log { scope, before: None, limit: 100 }]).await?.log;
    let shown = everything(store).await?.log.into_iter().rev().filter(|entry| entry.recorded.event.is_activity());
    same("the whole log", &whole.iter().map(|(_, entry)| entry.clone()).collect::<Vec<_>>(), &shown.collect())?;
    ensure!(whole.is_sorted_by(|newer, older| newer.0 > older.0), "the log is not ordered, newest first");
    let (mut pages, mut before) = (Vec::new(), None::<LogPlace>);
    loop {
        let page = load(store, vec![Need::Log { scope, before, limit: 3 }]).await?.log;
        ensure!(page.len() <= 3, "a page has {} entries, not 3", page.len());
        let Some((last, _)) = page.last() else { break };
        before = Some(*last);
        pages.extend(page);
    }
    same("the pages together", &pages, &whole)?;
    same("a page of none", &load(store, vec![Need::Log { scope, before: None, limit: 0 }]).await?.log, &Vec::new())
}

pub(super) async fn the_log_of_a_scope_tells_of_nothing_else<S: Store>(store: &S) -> Found {
    let olivia = register(store, "olivia").await?;
    let album = new_group(store, olivia, "Album").await?;
    let one =
        act(store, 3, all_about(album, &[olivia]), |draft| draft.create_track(olivia, "One", Some(album))).await?;
    let two = new_track(store, olivia, "Two").await?;
    let (change, ()) = decide(store, 4, all_about(album, &[olivia]), |draft| {
        let by = draft.slice.require::<acts::EditDetails>(olivia, album.into())?;
        draft.rename_group(&by, album, "Album, remastered")
    })
    .await?;
    commit(store, crate::ports::store::Change { author: Author::Operator { reason: "a ticket".to_owned() }, ..change })
        .await?;
    for scope in [Scope::Track(one), Scope::Track(two), Scope::Group(album)] {
        let log = load(store, vec![Need::Log { scope, before: None, limit: 100 }]).await?.log;
        ensure!(!log.is_empty(), "{scope} has no history");
        let strange = log.iter().find(|(_, entry)| entry.recorded.aggregate.scope() != Some(scope));
        ensure!(strange.is_none(), "the log of {scope} tells of {strange:?}");
    }
    let log = load(store, vec![Need::Log { scope: album.into(), before: None, limit: 1 }]).await?.log;
    let author = log.first().map(|(_, entry)| entry.author.clone());
    same("the author", &author, &Some(Author::Operator { reason: "a ticket".to_owned() }))
}

pub(super) async fn the_log_of_a_person_tells_of_their_own_documents<S: Store>(store: &S) -> Found {
    let (olivia, alex) = (register(store, "olivia").await?, register(store, "alex").await?);
    let id = new_track(store, olivia, "One").await?;
    let about = || all_about(id, &[olivia]);
    act(store, 3, about(), |draft| draft.create_share_link(olivia, id, &[], [1; 32])).await?;
    let share = act(store, 4, about(), |draft| draft.create_playlist_share(olivia, &[id], &[], [2; 32])).await?;
    let person = vec![Need::Person(olivia)];
    act(store, 5, person, |draft| draft.create_bucket(olivia, "Mine").map(|_| ())).await?;
    let link = vec![Need::Link { link: share, person: olivia }];
    act(store, 6, link, |draft| draft.revoke_link(olivia, share)).await?;
    let log = |person, before, limit| load(store, vec![Need::OwnLog { person, before, limit }]);
    let whole = log(olivia, None, 100).await?.log;
    let found: Vec<_> = whole.iter().map(|(_, entry)| (entry.recorded.aggregate, entry.recorded.seq)).collect();
    let playlist = Aggregate::Document(DocumentKey::Playlist(olivia, share));
    same("what happened to the playlist, newest first", &found, &vec![(playlist, 2), (playlist, 1)])?;
    let (first, last) = (whole.first().map(|(place, _)| *place), whole.get(1..).unwrap_or_default());
    same("a page of one", &log(olivia, None, 1).await?.log, &whole.get(..1).unwrap_or_default().to_vec())?;
    same("the page after it", &log(olivia, first, 1).await?.log, &last.to_vec())?;
    same("another's", &log(alex, None, 100).await?.log, &Vec::new())
}
