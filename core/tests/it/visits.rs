//! Who is let in at a link: every route by every state, and states over time.

use std::collections::{BTreeMap, BTreeSet};

use cowrite::domain::file::FileKind;
use cowrite::domain::share_link::{Excluded, FilePlace, LinkTerms, Opens, PasswordHash, ShareLink};
use cowrite::domain::visit::{Ask, Knock, LinkedFile, Password, Refusal, decide};
use cowrite::{FileRef, LinkId, LinkState, Timestamp, TrackId};
use serde::Deserialize;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id<T: std::str::FromStr>(last: u32) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("019b7700-0000-7abc-8000-{last:012x}").parse().unwrap()
}

fn link_to(track: TrackId, terms: LinkTerms) -> ShareLink {
    let opens = Opens::Track(track);
    ShareLink {
        id: id::<LinkId>(1),
        opens,
        terms: Box::new(terms),
        secret: [0; 32],
        created_at: Timestamp::EPOCH,
        revoked: false,
        taken_down: false,
    }
}

#[derive(Deserialize)]
struct Vectors {
    files: BTreeMap<String, Option<(String, FileKind)>>,
    rows: Vec<Row>,
}

/// The columns of `conformance/visits.json`.
#[derive(Deserialize, Debug)]
struct Row(
    String,
    bool,
    Password,
    bool,
    bool,
    bool,
    BTreeSet<FileKind>,
    String,
    Option<String>,
    String,
    Option<String>,
);

/// B09, B14, B17, B20: every route goes through one decision, which is right on all of them.
#[test]
fn every_route_is_decided_as_the_table_says() {
    let vectors: Vectors = serde_json::from_str(include_str!("../../conformance/visits.json")).unwrap();
    assert!(vectors.rows.len() > 1_000);
    let mut seen = BTreeSet::new();
    for row in &vectors.rows {
        let Row(state, asks_password, password, is_bot, stream, asks_review, downloads, route, file, reason, code) =
            row;
        let mut link = link_to(
            id(2),
            LinkTerms {
                downloads: downloads.clone(),
                stream: *stream,
                password: asks_password.then(|| PasswordHash::new("$plain$sesame")),
                excluded: Excluded {
                    files: BTreeSet::from([FileRef::new("hidden")]),
                    places: BTreeSet::from([FilePlace::of(id(2), FileKind::Bounce, "put back.wav")]),
                },
                asks_review: *asks_review,
                ..LinkTerms::default()
            },
        );
        link.taken_down = state == "taken_down";
        let derived = match state.as_str() {
            "revoked" => LinkState::Revoked,
            "expired" => LinkState::Expired,
            "used_up" => LinkState::UsedUp,
            "not_yet" => LinkState::NotYet,
            _ => LinkState::Active,
        };
        let knock = Knock {
            link: (state != "unknown").then_some(&link),
            state: derived,
            is_asleep: state == "asleep",
            password: *password,
            is_bot: *is_bot,
        };
        let file = file.as_ref().and_then(|name| vectors.files[name].as_ref().map(|found| (name, found)));
        let file = file.map(|(file_id, (name, kind))| LinkedFile {
            track: id(2),
            id: FileRef::new(file_id),
            name: name.clone(),
            kind: *kind,
        });
        let ask = match route.as_str() {
            "open" => Ask::Open,
            "review" => Ask::Review,
            "play" => Ask::Play(file.as_ref()),
            route => Ask::Download { file: file.as_ref(), is_counted: route == "redeem" },
        };
        let decided = decide(&knock, ask);
        let shown = match decided {
            Ok(()) => "allowed".to_owned(),
            Err(refusal) => serde_json::to_value(refusal).unwrap().as_str().unwrap().to_owned(),
        };
        assert_eq!(&shown, reason, "{row:?}");
        assert_eq!(decided.err().map(|refusal| refusal.outward().code().to_owned()), *code, "{row:?}");
        seen.insert(shown);
    }
    assert_eq!(seen.len(), 16, "a reason that no row shows: {seen:?}");
    assert_eq!(Refusal::Throttled.outward(), Refusal::Unknown.outward());
}

#[test]
fn the_state_of_a_link_over_time() {
    let (begin, end) = (at("2026-01-02T00:00:00.000Z"), at("2026-01-03T00:00:00.000Z"));
    let rows = [
        // revoked, is there, used, millis after the beginning, state
        (false, true, 0, -1, LinkState::NotYet),
        (false, true, 0, 0, LinkState::Active),
        (false, true, 1, 0, LinkState::Active),
        (false, true, 2, 0, LinkState::UsedUp),
        (false, true, 2, -1, LinkState::UsedUp),
        (false, true, 9, 86_399_999, LinkState::UsedUp),
        (false, true, 0, 86_399_999, LinkState::Active),
        (false, true, 0, 86_400_000, LinkState::Expired),
        (false, true, 2, 86_400_000, LinkState::Expired),
        (true, true, 0, 0, LinkState::Revoked),
        (false, false, 0, 0, LinkState::Revoked),
        (true, true, 2, 86_400_000, LinkState::Revoked),
    ];
    let terms =
        LinkTerms { not_before: Some(begin), expires_at: Some(end), download_limit: Some(2), ..LinkTerms::default() };
    for (revoked, is_there, used, millis, expected) in rows {
        let link = ShareLink { revoked, ..link_to(id(2), terms.clone()) };
        assert_eq!(
            link.state(begin.plus_millis(millis), used, is_there),
            expected,
            "{revoked} {is_there} {used} {millis}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(crate::cases::on_cases(256))]

    /// LNK-3: what is final stays so, however the time goes on and however much more is counted.
    #[test]
    fn what_is_final_stays_final(
        not_before in proptest::option::of(0_i64..50), expires_at in proptest::option::of(0_i64..50),
        limit in proptest::option::of(1_u32..4), now in 0_i64..60, later in 0_i64..60, used in 0_u64..6, more in 0_u64..6,
    ) {
        let instant = |millis: i64| Timestamp::EPOCH.plus_millis(millis);
        let terms = LinkTerms { not_before: not_before.map(instant), expires_at: expires_at.map(instant), download_limit: limit, ..LinkTerms::default() };
        let link = link_to(id(2), terms);
        let state = link.state(instant(now), used, true);
        let after = link.state(instant(now + later), used + more, true);
        proptest::prop_assert!(!state.is_final() || after.is_final());
        proptest::prop_assert!(state != LinkState::Active || after != LinkState::NotYet);
        let is_open = not_before.is_none_or(|at| now >= at) && expires_at.is_none_or(|at| now < at) && limit.is_none_or(|limit| used < u64::from(limit));
        proptest::prop_assert_eq!(state == LinkState::Active, is_open);
    }
}
