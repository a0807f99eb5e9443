//! Cursors of the library: what they show, and which are taken (LIB-1, ACC-5).

use cowrite::testing::Studio;
use cowrite::{
    Access, InvitationTerms, LibraryFilter, LibraryQuery, LibrarySort, NewGroup, NewTrack, Paging, Side, Stage,
};
use pollster::block_on;

/// The letters of URL-safe base 64 (RFC 4648 §5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns all bytes that anybody can read out of a cursor: each of its pieces as it is, as hexadecimal digits, and as base 64.
pub(crate) fn readable(cursor: &str) -> Vec<Vec<u8>> {
    let whole = cursor.as_bytes().to_vec();
    let pieces = cursor.split(['.', ':', ',']);
    let decoded = pieces.flat_map(|piece| {
        let digits: Option<Vec<u8>> =
            piece.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>();
        let hex =
            digits.map(|digits| digits.chunks(2).map(|pair| pair.iter().fold(0, |all, one| all << 4 | one)).collect());
        let mut bits = Vec::new();
        for letter in piece.bytes() {
            let value = LETTERS.iter().position(|other| *other == letter).unwrap_or_default();
            bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
        }
        let base_64 =
            bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | u8::from(*bit))).collect();
        hex.into_iter().chain([base_64])
    });
    core::iter::once(whole).chain(decoded).collect()
}

/// Returns whether a cursor shows a title, in any letter case.
pub(crate) fn shows(cursor: &str, title: &str) -> bool {
    let title = title.to_lowercase().into_bytes();
    readable(cursor).iter().any(|bytes| bytes.to_ascii_lowercase().windows(title.len()).any(|part| part == title))
}

#[test]
fn what_a_cursor_shows_is_found_however_it_is_written() {
    for cursor in ["l1.00.6d69646e69676874", "x.bWlkbmlnaHQ", "l1.00.Midnight"] {
        assert!(shows(cursor, "Midnight"), "{cursor}");
        assert!(!shows(cursor, "Morning"), "{cursor}");
    }
}

/// Alex reaches "Aurora" and "Cello" through a group in which "Bitter Working Title" is closed to them.
fn studio_with_a_closed_track() -> Studio {
    let studio = block_on(Studio::new()).unwrap();
    let Studio { olivia, alex, .. } = &studio;
    let album = block_on(olivia.create_group(NewGroup::new("Night Album"))).unwrap().id;
    for title in ["Aurora", "Bitter Working Title", "Cello"] {
        let track = block_on(olivia.create_track(NewTrack::new(title).in_group(album))).unwrap();
        if title.starts_with('B') {
            let terms = InvitationTerms::new(Access::Viewer);
            let invited = block_on(olivia.invite(track.id, alex.id(), terms)).unwrap();
            block_on(alex.accept_invitation(invited.id)).unwrap();
            block_on(olivia.revoke(track.id, alex.id())).unwrap();
        }
    }
    let invited = block_on(olivia.invite(album, alex.id(), InvitationTerms::new(Access::Viewer))).unwrap();
    block_on(alex.accept_invitation(invited.id)).unwrap();
    studio
}

fn by_title(paging: Paging) -> LibraryQuery {
    LibraryQuery::new().sorted(LibrarySort::Title).page(paging)
}

/// ACC-5: the place that a page ends at may be that of a track which the actor cannot view.
#[test]
fn a_cursor_by_title_shows_no_title() {
    let Studio { alex, .. } = studio_with_a_closed_track();
    let mut titles = Vec::new();
    let mut paging = Paging::first(1);
    loop {
        let page = block_on(alex.library(by_title(paging))).unwrap();
        titles.extend(page.rows.into_iter().map(|row| row.title));
        let Some(cursor) = page.next else { break };
        for title in ["Aurora", "Bitter Working Title", "Cello", "Midnight Sessions"] {
            assert!(!shows(&cursor, title), "{title} shows in {cursor}");
        }
        paging = Paging::first(1).after(cursor);
    }
    assert_eq!(titles, ["Aurora", "Cello", "Midnight Sessions"]);
}

/// LIB-1: a cursor is of one listing of one person, and nobody else writes one.
#[test]
fn a_cursor_that_was_cut_changed_made_up_or_is_anothers_is_refused() {
    let Studio { workspace, olivia, alex, track, .. } = studio_with_a_closed_track();
    let cursor = block_on(alex.library(by_title(Paging::first(1)))).unwrap().next.unwrap();
    let refused = |query: LibraryQuery, what: &str| {
        let error = block_on(alex.library(query)).unwrap_err();
        assert_eq!(error.code(), "invalid_input", "{what}");
        assert!(format!("{:?}", error.details()).contains("after"), "{what}: {error:?}");
    };
    for at in 0..cursor.len() {
        let mut changed = cursor.clone();
        changed.replace_range(at..=at, if cursor.as_bytes()[at] == b'A' { "B" } else { "A" });
        refused(by_title(Paging::first(1).after(changed)), "changed");
        refused(by_title(Paging::first(1).after(cursor.get(..at).unwrap())), "cut");
    }
    let id = track.uuid().simple();
    for made_up in [format!("l1.{id}.00"), format!("{id}00"), "\0".to_owned(), "A".repeat(100_000)] {
        refused(by_title(Paging::first(1).after(made_up)), "made up");
    }
    refused(LibraryQuery::new().page(Paging::first(1).after(&cursor)), "of another order");
    let filter = LibraryFilter { text: Some("c".to_owned()), ..LibraryFilter::default() };
    refused(by_title(Paging::first(1).after(&cursor)).filter(filter), "of another filter");
    let other = block_on(olivia.library(by_title(Paging::first(1)))).unwrap().next.unwrap();
    refused(by_title(Paging::first(1).after(other)), "another person's");
    assert!(block_on(alex.library(by_title(Paging::first(2).after(&cursor)))).is_ok());
    assert!(block_on(workspace.acting_as(alex.id()).library(by_title(Paging::first(1).after(cursor)))).is_ok());
}

/// REL-5: a filter is tidied as what it is held against was, and bounded.
#[test]
fn a_filter_that_is_too_large_is_refused() {
    let Studio { olivia, .. } = block_on(Studio::new()).unwrap();
    let tags =
        |tags: Vec<String>| LibraryFilter { tags: Side { include: tags, exclude: vec![] }, ..Default::default() };
    let of = |filter| block_on(olivia.library(LibraryQuery::new().filter(filter)));
    assert!(of(tags(vec!["night".to_owned(); 100])).is_ok());
    assert_eq!(of(tags(vec!["night".to_owned(); 101])).unwrap_err().code(), "limit_exceeded");
    assert_eq!(of(tags(vec!["n".repeat(201)])).unwrap_err().code(), "limit_exceeded");
    let stage = |name: &str| LibraryFilter {
        stage: Side { include: vec![Stage::Other(name.to_owned())], exclude: vec![] },
        ..Default::default()
    };
    assert_eq!(of(stage(" idea ")).unwrap().rows.len(), 1, "a stage by its name is that stage");
    assert_eq!(of(stage(" ")).unwrap_err().code(), "invalid_input");
    assert_eq!(of(stage(&"n".repeat(201))).unwrap_err().code(), "limit_exceeded");
}

#[test]
fn what_is_made_within_one_instant_is_listed_as_it_was_made() {
    let studio = block_on(Studio::new()).unwrap();
    let olivia = &studio.olivia;
    let mut titles: Vec<String> = (0..150).map(|number| format!("Sketch {number}")).collect();
    for title in &titles[..100] {
        block_on(olivia.create_track(title.as_str())).unwrap();
    }
    let batch = olivia.batch().unwrap();
    for title in &titles[100..] {
        block_on(batch.actor().create_track(title.as_str())).unwrap();
    }
    block_on(batch.commit()).unwrap();
    titles.reverse();
    let listed = block_on(olivia.library(LibraryQuery::new().page(Paging::first(200)))).unwrap();
    let (made, listed): (Vec<_>, Vec<_>) =
        listed.rows.into_iter().filter(|row| row.title.starts_with("Sketch")).map(|row| (row.track, row.title)).unzip();
    assert_eq!(listed, titles);
    assert!(made.is_sorted_by(|one, other| one > other));
}
