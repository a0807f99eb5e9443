//! Links and visitors: what no scenario shows. The ids B01 to B25 are faults that other systems were reported for.

use std::collections::BTreeSet;

use cowrite::adapters::MemoryStore;
use cowrite::domain::file::FileKind;
use cowrite::ports::files::ByteRange;
use cowrite::ports::store::Store;
use cowrite::testing::{CountingStore, PlainHasher, SettableClock, Shelf};
use cowrite::{
    Actor, CommentUpdate, FileRef, LinkId, LinkSecret, LinkSettings, LinkState, NewImport, NewPerson, NewReview,
    Paging, Timestamp, TrackId, Verdict, Visit, Workspace,
};
use pollster::block_on;

use super::world::track_file;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

struct House {
    workspace: Workspace,
    store: CountingStore,
    hasher: PlainHasher,
    shelf: Shelf,
    clock: SettableClock,
    olivia: Actor,
    track: TrackId,
}

impl House {
    fn on(store: impl Store + 'static) -> Self {
        let (store, hasher, shelf) = (CountingStore::new(store), PlainHasher::default(), Shelf::default());
        let clock = SettableClock::at(at("2026-01-01T00:00:00.000Z"));
        let builder = Workspace::builder().clock(clock.clone()).hasher(hasher.clone()).track_files(shelf.clone());
        let workspace = builder.on(store.clone());
        let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia Park"))).unwrap();
        let olivia = workspace.acting_as(olivia.id);
        let track = block_on(olivia.create_track("Midnight Sessions")).unwrap().id;
        shelf.lay(track, vec![track_file("mix", "Mix.wav", "bounce"), track_file("drums", "Drums.wav", "stem")]);
        Self { workspace, store, hasher, shelf, clock, olivia, track }
    }

    fn new() -> Self {
        Self::on(MemoryStore::new())
    }

    fn link(&self, settings: LinkSettings) -> (LinkId, LinkSecret) {
        let made = block_on(self.olivia.create_share_link(self.track, settings)).unwrap();
        (made.link.id, made.secret.unwrap())
    }

    fn download(&self, secret: &LinkSecret) -> Result<(), &'static str> {
        let visitor = self.workspace.visitor();
        let given = block_on(visitor.download(secret, self.track, &FileRef::new("mix"), Visit::new()));
        let redeemed = given.and_then(|given| block_on(self.workspace.redeem(&given.ticket, ByteRange::All)));
        redeemed.map(|_| ()).map_err(|error| error.code())
    }
}

/// B18: of many visitors at once exactly as many get the last downloads as there are; each other is told nothing but that.
fn exactly_the_limit_gets_through(house: &House) {
    let (link, secret) = house.link(LinkSettings::new().downloads([FileKind::Bounce]).download_limit(Some(5)));
    let (other, _) = house.link(LinkSettings::new().downloads([FileKind::Bounce]).download_limit(Some(5)));
    let results: Vec<Result<(), &str>> = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..64).map(|_| scope.spawn(|| house.download(&secret))).collect();
        visitors.into_iter().map(|visitor| visitor.join().unwrap()).collect()
    });
    let refused: BTreeSet<&str> = results.iter().filter_map(|result| result.err()).collect();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 5);
    assert_eq!(refused, BTreeSet::from(["link_unavailable"]));
    let analytics = block_on(house.olivia.link_analytics(link, Paging::default())).unwrap();
    assert_eq!((analytics.link.used, analytics.link.state), (5, LinkState::UsedUp));
    assert_eq!((analytics.totals.counts.downloads, analytics.visits.len()), (5, 5));
    let other = block_on(house.olivia.link_analytics(other, Paging::default())).unwrap();
    assert_eq!((other.link.used, other.link.state), (0, LinkState::Active), "each link has a limit of its own");
    assert!(block_on(house.workspace.verify()).unwrap().is_empty());
}

#[test]
fn exactly_the_limit_gets_through_in_memory() {
    exactly_the_limit_gets_through(&House::new());
}

#[cfg(feature = "sqlite")]
#[test]
fn exactly_the_limit_gets_through_on_sqlite() {
    use cowrite::adapters::{SqliteOptions, SqliteStore};

    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("links.db"), SqliteOptions::default()).unwrap();
    exactly_the_limit_gets_through(&House::on(store));
}

#[cfg(feature = "postgres")]
#[test]
fn exactly_the_limit_gets_through_on_postgresql() {
    use cowrite::adapters::{PostgresOptions, PostgresStore};

    let database = crate::postgres::Database::new();
    let store = block_on(PostgresStore::connect(&database.url(), PostgresOptions::default())).unwrap();
    exactly_the_limit_gets_through(&House::on(store));
}

/// LNK-4: nobody can tell by the work done whether a secret is none, malformed, revoked, or not yet open.
#[test]
fn what_is_no_link_costs_as_much_as_one() {
    let house = House::new();
    let settings = || LinkSettings::new().password(Some("sesame"));
    let (revoked_id, revoked) = house.link(settings());
    block_on(house.olivia.revoke_link(revoked_id)).unwrap();
    let (_, early) = house.link(settings().not_before(Some(at("2027-01-01T00:00:00.000Z"))));
    let (_, over) = house.link(settings().expires_at(Some(at("2026-01-01T00:00:00.001Z"))));
    house.clock.advance(1);
    let bare_id = block_on(house.olivia.create_share_link(house.track, LinkSettings::new())).unwrap();
    block_on(house.olivia.revoke_link(bare_id.link.id)).unwrap();
    let secrets = [
        revoked,
        early,
        over,
        bare_id.secret.unwrap(),
        LinkSecret::from("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        LinkSecret::from(""),
        LinkSecret::from("%2e%2e/\u{0}"),
        LinkSecret::from("x".repeat(1_000_000)),
    ];
    let visitor = house.workspace.visitor();
    for (secret, password) in secrets.iter().flat_map(|secret| [(secret, None), (secret, Some("guess"))]) {
        let before = (house.store.loads(), house.store.commits(), house.hasher.verified(), house.shelf.listings());
        let visit = password.map_or_else(Visit::new, |password| Visit::new().password(password));
        let error = block_on(visitor.open(secret, visit)).unwrap_err();
        assert_eq!((error.code(), error.details()), ("link_unavailable", Vec::new()));
        let after = (house.store.loads(), house.store.commits(), house.hasher.verified(), house.shelf.listings());
        let hashes = u64::from(password.is_some());
        assert_eq!(after, (before.0 + 1, before.1, before.2 + hashes, before.3));
    }
}

/// B08: before the password is right nothing is listed and nothing is told.
#[test]
fn without_the_password_no_file_is_looked_at() {
    let house = House::new();
    let (_, secret) = house.link(LinkSettings::new().password(Some("sesame")).downloads([FileKind::Bounce]));
    let visitor = house.workspace.visitor();
    for visit in [Visit::new(), Visit::new().password("guess")] {
        let error = block_on(visitor.open(&secret, visit.clone())).unwrap_err();
        assert_eq!((error.code(), error.details()), ("password_required", Vec::new()));
        assert!(block_on(visitor.download(&secret, house.track, &FileRef::new("mix"), visit)).is_err());
    }
    assert_eq!(house.shelf.listings(), 0);
    let page = block_on(visitor.open(&secret, Visit::new().password("sesame"))).unwrap();
    assert_eq!((page.tracks[0].files.len(), house.shelf.listings()), (2, 1));
}

/// LNK-4: guesses made at once are no more than guesses made one after the other.
#[test]
fn guesses_at_once_are_no_more_than_their_number() {
    let house = House::new();
    let (_, secret) = house.link(LinkSettings::new().password(Some("sesame")));
    let codes: Vec<&str> = std::thread::scope(|scope| {
        let guess = |number: usize| {
            let visit = Visit::new().password(format!("guess {number}")).visitor("203.0.113.9");
            block_on(house.workspace.visitor().open(&secret, visit)).unwrap_err().code()
        };
        let guesses: Vec<_> = (0..40).map(|number| scope.spawn(move || guess(number))).collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == "password_required").count(), 10);
    assert_eq!(codes.iter().filter(|code| **code == "link_unavailable").count(), 30);
    assert_eq!(house.hasher.verified(), 10, "what is throttled is not looked at");
}

/// B05: to who may not know of a link there is none, and who may not change it is told so before anything is looked at that it says.
#[test]
fn trying_to_change_a_link_tells_nothing_of_it() {
    let house = House::new();
    let (link, secret) = house.link(LinkSettings::new().downloads([FileKind::Bounce]).download_limit(Some(9)));
    let [heir, stranger] = ["heir", "stranger"].map(|name| {
        house.workspace.acting_as(block_on(house.workspace.register(NewPerson::new(name, name))).unwrap().id)
    });
    let operator = house.workspace.operator("estate").unwrap();
    block_on(operator.hand_over(house.track, heir.id())).unwrap();
    assert_eq!(house.download(&secret), Ok(()));
    let unknown = stranger.id().to_string().parse::<LinkId>().unwrap();
    let limits = [1, 2, 9].map(|limit| LinkSettings::new().download_limit(Some(limit)));
    for settings in limits.into_iter().chain([LinkSettings::new().name("Mixes"), LinkSettings::new()]) {
        let refused = |actor: &Actor, link| block_on(actor.update_link(link, settings.clone())).unwrap_err();
        assert_eq!(refused(&house.olivia, link).code(), "access_denied", "the owner of before has full access only");
        assert_eq!(refused(&stranger, link), refused(&heir, unknown));
    }
}

/// LNK-2: 128 random bits at least, URL-safe, and nowhere but in the one answer.
#[test]
fn a_secret_is_long_url_safe_and_nowhere_else() {
    let house = House::new();
    let settings = LinkSettings::new().password(Some("open sesame"));
    let secrets: BTreeSet<String> = (0..50).map(|_| house.link(settings.clone()).1.reveal().to_owned()).collect();
    assert_eq!(secrets.len(), 50);
    assert!(secrets.iter().all(|secret| secret.len() == 32));
    assert!(secrets.iter().all(|secret| secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')));
    let keyed = house.olivia.with_key("once");
    let made = block_on(keyed.create_share_link(house.track, settings.clone())).unwrap();
    let secret = made.secret.clone().unwrap();
    let again = block_on(keyed.create_share_link(house.track, settings.clone())).unwrap();
    assert_eq!((again.link.id, again.secret), (made.link.id, None));
    let rotating = house.olivia.with_key("turn");
    let rotated = block_on(rotating.rotate_link(made.link.id)).unwrap().secret.unwrap();
    assert_eq!(block_on(rotating.rotate_link(made.link.id)).unwrap().secret, None);
    let everything = block_on(house.store.everything()).unwrap();
    let kept = format!("{everything:?}{made:?}{settings:?}{}", serde_json::to_string(&made).unwrap());
    for secret in secrets.iter().map(String::as_str).chain([secret.reveal(), rotated.reveal(), "open sesame"]) {
        // The plain hasher of this test hides nothing; its hashes are not printed either.
        assert!(!kept.contains(secret));
    }
}

/// LNK-8: the key of a visitor is another on another day and at another link, and is not what the host gave.
#[test]
fn a_visitor_is_known_for_one_day_at_one_link() {
    let house = House::new();
    let (first, secret) = house.link(LinkSettings::new());
    let (second, other) = house.link(LinkSettings::new());
    let visit = |secret: &LinkSecret| {
        block_on(house.workspace.visitor().open(secret, Visit::new().visitor("203.0.113.9"))).unwrap();
    };
    visit(&secret);
    house.clock.advance(86_399_999);
    visit(&secret);
    visit(&other);
    house.clock.advance(1);
    visit(&secret);
    let keys = |link| -> Vec<String> {
        let analytics = block_on(house.olivia.link_analytics(link, Paging::default())).unwrap();
        analytics.visits.into_iter().rev().map(|entry| entry.visit.visitor.unwrap()).collect()
    };
    let (first, second) = (keys(first), keys(second));
    assert_eq!(first[0], first[1]);
    assert!(first[1] != first[2] && first[0] != second[0]);
    assert!(first.iter().all(|key| key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())));
}

/// B06: a link to a deleted track stays dead, whatever comes after; B04: nothing but its own track ends it.
#[test]
fn a_deleted_track_takes_its_own_links_along_and_no_other() {
    let house = House::new();
    let (_, secret) = house.link(LinkSettings::new());
    let other = block_on(house.olivia.create_track("Midnight Sessions 2")).unwrap().id;
    let kept = block_on(house.olivia.create_share_link(other, LinkSettings::new())).unwrap().secret.unwrap();
    block_on(house.olivia.delete_track(house.track)).unwrap();
    block_on(house.olivia.create_track("Midnight Sessions")).unwrap();
    let visitor = house.workspace.visitor();
    assert_eq!(block_on(visitor.open(&secret, Visit::new())).unwrap_err().code(), "link_unavailable");
    assert!(block_on(visitor.open(&kept, Visit::new())).is_ok());
}

/// B12, B25: every link and playlist that reaches a track is in its owner's list.
#[test]
fn every_link_that_reaches_a_track_is_listed() {
    let house = House::new();
    let second = block_on(house.olivia.create_track("Encore")).unwrap().id;
    let (direct, _) = house.link(LinkSettings::new());
    house.clock.advance(1);
    let both = block_on(house.olivia.create_playlist_share([second, house.track], LinkSettings::new())).unwrap();
    house.clock.advance(1);
    let (dead, _) = house.link(LinkSettings::new());
    block_on(house.olivia.revoke_link(dead)).unwrap();
    let listed = |track: Option<TrackId>| -> Vec<(LinkId, LinkState)> {
        block_on(house.olivia.links(track)).unwrap().into_iter().map(|link| (link.id, link.state)).collect()
    };
    let all = [(dead, LinkState::Revoked), (both.link.id, LinkState::Active), (direct, LinkState::Active)];
    assert_eq!(listed(Some(house.track)), all);
    assert_eq!(listed(Some(second)), all[1..2]);
    assert_eq!(listed(None), all);
}

/// B16: taking an expiry away is an act like any other, which the owner reads of what is on a track and of what is theirs alone.
#[test]
fn an_expiry_that_is_taken_away_is_in_the_activity() {
    let house = House::new();
    let until = || LinkSettings::new().expires_at(Some(at("2026-02-01T00:00:00.000Z")));
    let (link, _) = house.link(until());
    let playlist = block_on(house.olivia.create_playlist_share([house.track], until())).unwrap().link.id;
    let changed = |link, page: cowrite::ActivityPage| {
        let newest = &page.entries[0];
        assert_eq!(
            (newest.what.as_str(), newest.by, newest.link),
            ("link_changed", Some(house.olivia.id()), Some(link))
        );
        assert_eq!(newest.before["expires_at"], "2026-02-01T00:00:00.000Z");
        assert!(newest.after["expires_at"].is_null());
    };
    for link in [link, playlist] {
        block_on(house.olivia.update_link(link, LinkSettings::new().expires_at(None))).unwrap();
    }
    changed(link, block_on(house.olivia.activity(house.track, Paging::default())).unwrap());
    changed(playlist, block_on(house.olivia.own_activity(Paging::default())).unwrap());
}

/// B21: a password that is added binds the address that was sent before; B10: each change holds at the very next call.
#[test]
fn a_change_binds_what_was_sent_before() {
    let house = House::new();
    let (link, secret) = house.link(LinkSettings::new().downloads([FileKind::Bounce]));
    assert_eq!(house.download(&secret), Ok(()));
    let change = |settings| drop(block_on(house.olivia.update_link(link, settings)).unwrap());
    change(LinkSettings::new().password(Some("sesame")));
    assert_eq!(house.download(&secret), Err("password_required"));
    change(LinkSettings::new().password(None).excluded([FileRef::new("mix")]));
    assert_eq!(house.download(&secret), Err("not_found"));
    change(LinkSettings::new().excluded([]).downloads([FileKind::Stem]));
    assert_eq!(house.download(&secret), Err("download_not_allowed"));
    change(LinkSettings::new().downloads([FileKind::Bounce]));
    assert_eq!(house.download(&secret), Ok(()));
}

/// PER-2: an erased person's playlists are over.
#[test]
fn who_is_erased_shares_nothing_any_more() {
    let house = House::new();
    let made = block_on(house.olivia.create_playlist_share([house.track], LinkSettings::new())).unwrap();
    block_on(house.olivia.delete_track(house.track)).unwrap();
    let visitor = house.workspace.visitor();
    let secret = made.secret.unwrap();
    assert!(block_on(visitor.open(&secret, Visit::new())).is_ok());
    block_on(house.workspace.erase_person(house.olivia.id())).unwrap();
    assert_eq!(block_on(visitor.open(&secret, Visit::new())).unwrap_err().code(), "link_unavailable");
}

/// LNK-11, PER-2: what a visitor says stands with the visits; history holds no name.
#[test]
fn a_review_leaves_no_name_in_the_history() {
    let house = House::new();
    let (_, secret) = house.link(LinkSettings::new().asks_review(true));
    let review = NewReview::new("Sarah Visitor", Verdict::ChangesWanted).text("louder");
    block_on(house.workspace.visitor().review(&secret, review, Visit::new().label("Sarah Visitor"))).unwrap();
    let everything = block_on(house.store.everything()).unwrap();
    assert!(!format!("{:?}", everything.log).contains("Sarah"));
    assert!(format!("{:?}", everything.items).contains("Sarah Visitor"));
}

/// PER-2, COM-1, LNK-1: what people write of each other is in no event, so that deleting and erasing leave it nowhere.
#[test]
fn words_and_labels_are_in_no_history() {
    let house = House::new();
    let sarah = || LinkSettings::new().label(Some("Sarah <sarah@example.com>"));
    let (link, _) = house.link(sarah());
    let playlist = block_on(house.olivia.create_playlist_share([house.track], sarah())).unwrap().link.id;
    block_on(house.olivia.update_link(link, LinkSettings::new().label(Some("Sarah's sister")))).unwrap();
    let comment = block_on(house.olivia.add_comment(house.track, "Sarah sings flat")).unwrap();
    block_on(house.olivia.edit_comment(comment.id, CommentUpdate::new().text("Sarah sings sharp"))).unwrap();
    let strings = || NewImport::new().file("strings.wav", None, 1).note("Sarah's strings").track_name("Sarah's song");
    block_on(house.workspace.receive_import(house.olivia.id(), "Sarah", "sarah@example.com", strings())).unwrap();
    let stored = || block_on(house.store.everything()).unwrap();
    let (log, documents) = (format!("{:?}", stored().log), format!("{:?}", stored().slice.documents));
    assert!(!log.contains("Sarah"), "{log}");
    for kept in ["Sarah <sarah@example.com>", "Sarah's sister", "Sarah sings sharp", "Sarah's strings", "Sarah's song"]
    {
        assert!(documents.contains(kept), "{kept} is not kept");
    }
    assert!(block_on(house.workspace.verify()).unwrap().is_empty());
    block_on(house.olivia.delete_comment(comment.id)).unwrap();
    block_on(house.olivia.update_link(link, LinkSettings::new().label(None))).unwrap();
    block_on(house.olivia.delete_track(house.track)).unwrap();
    block_on(house.olivia.revoke_link(playlist)).unwrap();
    block_on(house.workspace.erase_person(house.olivia.id())).unwrap();
    assert!(!format!("{:?}", stored()).contains("Sarah"), "what was deleted is still there");
    assert!(block_on(house.workspace.verify()).unwrap().is_empty());
}

#[test]
fn with_argon2_a_password_opens_and_another_does_not() {
    let workspace = Workspace::in_memory().unwrap();
    let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia Park"))).unwrap();
    let olivia = workspace.acting_as(olivia.id);
    let track = block_on(olivia.create_track("Encore")).unwrap().id;
    // Typed on one machine decomposed, on another composed: the same password.
    let settings = LinkSettings::new().password(Some("se\u{301}same"));
    let secret = block_on(olivia.create_share_link(track, settings)).unwrap().secret.unwrap();
    let open = |password: &str| block_on(workspace.visitor().open(&secret, Visit::new().password(password)));
    assert_eq!(open("s\u{e9}same").unwrap().name, "Encore");
    assert_eq!(open("sesame").unwrap_err().code(), "password_required");
}
