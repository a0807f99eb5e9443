//! Secrets, passwords, tickets, addresses of pages, ids of files and cursors that are unknown, malformed, truncated or far too long: on every route one clear code each, and nothing changes (REL-5, LNK-4).

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::files::{ByteRange, Connection, FileStore, Whole};
use cowrite::ports::store::Everything;
use cowrite::{Accounts, Error, FileKind, FileRef, LinkSettings, NewPerson, Upload, Visit, Workspace};
use pollster::block_on;
use serde_json::{Value, json};

use super::world::World;

/// An owner with a published page, a track with a file, and what can be spoiled of them.
struct Studio {
    world: World,
    olivia: Value,
    track: Value,
}

impl Studio {
    fn new() -> Self {
        let world = World::new();
        let olivia = world.known.people[0].clone();
        let done = |operation: &str, with: Value| world.call(operation, &olivia, &with).unwrap();
        let track = done("create_track", json!({ "title": "Midnight Sessions" }))["id"].clone();
        done("update_track", json!({ "track": track, "stage": "published" }));
        done("update_public_page", json!({ "slug": "olivia-park", "name": "Olivia Park" }));
        done("publish_public_page", json!({}));
        done("add_to_public_page", json!({ "track": track }));
        world.lay(&track, &[("mix", "Mix.wav", "bounce")]);
        Self { world, olivia, track }
    }

    fn done(&self, operation: &str, with: Value) -> Value {
        self.world.call(operation, &self.olivia, &with).unwrap_or_else(|error| panic!("{operation} {with}: {error}"))
    }

    fn secret(&self, mut settings: Value) -> String {
        settings["track"] = self.track.clone();
        settings["downloads"] = json!(["bounce"]);
        settings["asks_review"] = json!(true);
        self.done("create_share_link", settings)["secret"].as_str().unwrap().to_owned()
    }

    /// The calls of a visitor who has a secret, each with what it takes besides.
    fn routes(&self) -> [(&'static str, Value); 4] {
        let file = json!({ "track": self.track, "file": "mix" });
        let review = json!({ "name": "Sarah", "verdict": "approved" });
        [("open", json!({})), ("stream", file.clone()), ("download", file), ("review", review)]
    }

    /// What a refused call has asked for and written: loads, commits, passwords looked at, listings of files.
    fn refused(&self, operation: &str, actor: &Value, with: &Value) -> (Error, [u64; 4]) {
        let world = &self.world;
        let asked = || [world.store.loads(), world.store.commits(), world.hasher.verified(), world.shelf.listings()];
        let before = asked();
        let Err(error) = world.call(operation, actor, with) else {
            panic!("{operation} {} was not refused", with.to_string().chars().take(200).collect::<String>());
        };
        let after = asked();
        (error, core::array::from_fn(|at| after[at] - before[at]))
    }
}

/// What is no word of ours, whatever it stands for.
fn nonsense() -> Vec<String> {
    let words =
        ["", " ", "-", "x", "null", "../../etc/passwd", "%2e%2e%2f", "a\u{0}b", "\u{202e}", "\u{10ffff}", "é", "'; --"];
    let long = ["A".repeat(5_000), "é".repeat(50_000), "x".repeat(300_000)];
    words.into_iter().map(str::to_owned).chain(long).collect()
}

/// A word that is right, cut anywhere.
fn cut(word: &str) -> Vec<String> {
    (1..word.len()).filter_map(|at| word.get(..at)).map(str::to_owned).collect()
}

/// A word that is right, cut anywhere, longer by one, and with each of its letters another.
fn spoiled(word: &str) -> Vec<String> {
    let other = |letter: char| if letter == 'A' { 'B' } else { 'A' };
    let changed = (0..word.len()).step_by(7).map(|at| {
        word.char_indices().map(|(place, letter)| if place == at { other(letter) } else { letter }).collect()
    });
    let longer = [format!("{word}A"), format!(" {word}"), format!("{word}=")];
    cut(word).into_iter().chain(changed).chain(longer).collect()
}

fn told(error: &Error) -> (&'static str, String) {
    let details = error.details().into_iter().filter(|(name, _)| *name != "reason");
    (error.code(), format!("{:?}", details.collect::<Vec<_>>()))
}

fn same(before: &Everything, studio: &Studio) {
    assert!(*before == studio.world.everything(), "a refused call has changed something");
}

/// LNK-4: a secret that is none, malformed, cut, far too long, revoked, expired or not yet good costs one look-up, and one hash where a password came with it; the answer is one and the same.
#[test]
fn what_is_no_secret_is_one_answer_and_one_price_on_every_route() {
    let studio = Studio::new();
    let good = studio.secret(json!({ "password": "sesame" }));
    let mut secrets = nonsense();
    secrets.extend(spoiled(&good));
    let revoked = studio.done("create_share_link", json!({ "track": studio.track, "password": "sesame" }));
    studio.done("revoke_link", json!({ "link": revoked["link"]["id"] }));
    secrets.push(revoked["secret"].as_str().unwrap().to_owned());
    secrets.push(studio.secret(json!({ "not_before": "2027-01-01T00:00:00.000Z" })));
    secrets.push(studio.secret(json!({ "expires_at": "2026-01-01T00:01:00.000Z" })));
    studio.world.clock.advance(60_000);
    let before = studio.world.everything();
    for ((operation, with), secret) in
        studio.routes().iter().flat_map(|route| secrets.iter().map(move |one| (route, one)))
    {
        for password in [None, Some("sesame".to_owned()), Some("x".repeat(1_000_000))] {
            let mut with = with.clone();
            with["secret"] = json!(secret);
            with["visitor"] = json!("203.0.113.9");
            with["password"] = json!(password);
            let (error, cost) = studio.refused(operation, &Value::Null, &with);
            assert_eq!(told(&error), ("link_unavailable", "[]".to_owned()), "{operation}");
            assert_eq!(cost, [1, 0, u64::from(password.is_some()), 0], "{operation}");
        }
    }
    same(&before, &studio);
    let mut with = json!({ "secret": good, "password": "sesame" });
    studio.world.call("open", &Value::Null, &with).unwrap();
    with["password"] = Value::Null;
    assert_eq!(studio.refused("open", &Value::Null, &with).0.code(), "password_required");
}

/// LNK-4: whatever is not the password is one answer and one hash; all that is written is that it was wrong.
#[test]
fn what_is_no_password_is_one_answer_and_one_price_on_every_route() {
    let studio = Studio::new();
    let secret = studio.secret(json!({ "password": "open sesame" }));
    let mut passwords = nonsense();
    passwords.extend(spoiled("open sesame").into_iter().filter(|word| word.trim() != "open sesame"));
    let before = studio.world.everything();
    for (turn, password) in passwords.iter().enumerate() {
        for (operation, with) in &studio.routes() {
            let mut with = with.clone();
            with["secret"] = json!(secret);
            with["visitor"] = json!(format!("visitor {turn}"));
            with["password"] = json!(password);
            let (error, cost) = studio.refused(operation, &Value::Null, &with);
            assert_eq!(told(&error), ("password_required", "[]".to_owned()), "{operation}");
            assert_eq!(cost, [1, 1, 1, 0], "{operation}");
        }
    }
    let after = studio.world.everything();
    assert!(after.log == before.log && after.items == before.items && after.slice.documents == before.slice.documents);
}

/// PUB-2, PUB-3: an address that is none is one that nobody has.
#[test]
fn what_is_no_address_of_a_page_is_one_answer() {
    let studio = Studio::new();
    let mut slugs = nonsense();
    slugs.extend(spoiled("olivia-park"));
    slugs.extend(["ab", "-olivia", "olivia-", "Olivia-Park", "olivia_park", "nobody-here"].map(str::to_owned));
    slugs.push("o".repeat(50));
    slugs.push("o".repeat(51));
    let before = studio.world.everything();
    for slug in slugs {
        for operation in ["public_page", "stream_preview"] {
            let with = json!({ "slug": slug, "track": studio.track });
            let (error, cost) = studio.refused(operation, &Value::Null, &with);
            assert_eq!(told(&error).0, "not_found", "{operation}");
            assert_eq!(serde_json::to_value(error.details()).unwrap(), json!([["what", "page"]]), "{operation}");
            assert_eq!(cost[1..], [0, 0, 0], "{operation}");
        }
    }
    same(&before, &studio);
}

/// A ticket that is right where it was made.
fn ticket_of_another_workspace() -> String {
    let cowrite::testing::Studio { workspace, olivia, track, shelf, .. } =
        block_on(cowrite::testing::Studio::new()).unwrap();
    shelf.lay_one(track, "mix", "Mix.wav", FileKind::Bounce);
    let given = block_on(olivia.stream_file(track, &FileRef::new("mix"))).unwrap();
    assert!(block_on(workspace.redeem(&given.ticket, ByteRange::All)).is_ok());
    given.ticket.as_str().to_owned()
}

/// LNK-5: what is no ticket is one answer to everybody, before anything is asked of store or files.
#[test]
fn what_is_no_ticket_is_one_answer() {
    let studio = Studio::new();
    let secret = studio.secret(json!({}));
    let file = json!({ "track": studio.track, "file": "mix" });
    let visit = json!({ "secret": secret, "track": studio.track, "file": "mix" });
    let of_person = studio.done("download_file", file.clone());
    let of_visitor = studio.world.call("download", &Value::Null, &visit).unwrap();
    let of_page = json!({ "slug": "olivia-park", "track": studio.track });
    let of_page = studio.world.call("stream_preview", &Value::Null, &of_page).unwrap();
    let given = [of_person, of_visitor, of_page].map(|given| given["ticket"].as_str().unwrap().to_owned());
    let mut tickets = nonsense();
    tickets.extend(given.iter().flat_map(|ticket| spoiled(ticket)));
    tickets.push(ticket_of_another_workspace());
    let before = studio.world.everything();
    for ticket in &tickets {
        let (error, cost) = studio.refused("redeem", &Value::Null, &json!({ "ticket": ticket }));
        assert_eq!((error.code(), error.http_status()), ("not_found", 404));
        assert_eq!(serde_json::to_value(error.details()).unwrap(), json!([["what", "ticket"]]));
        assert_eq!(cost, [0, 0, 0, 0]);
    }
    for ticket in &given {
        studio.world.call("redeem", &Value::Null, &json!({ "ticket": ticket })).unwrap();
    }
    studio.world.clock.advance(300_000);
    let after = studio.world.everything();
    for ticket in &given {
        let (error, _) = studio.refused("redeem", &Value::Null, &json!({ "ticket": ticket }));
        assert_eq!(serde_json::to_value(error.details()).unwrap(), json!([["what", "ticket"]]));
    }
    assert!(before != after, "the one download was counted");
    same(&after, &studio);
}

/// FIL-4: what names no file of the track is one answer on every route, and no name leads anywhere else.
#[test]
fn what_is_no_file_is_one_answer_on_every_route() {
    let studio = Studio::new();
    let secret = studio.secret(json!({}));
    let elsewhere = studio.done("create_track", json!({ "title": "Elsewhere" }))["id"].clone();
    studio.world.lay(&elsewhere, &[("others", "Others.wav", "bounce")]);
    let mut files = nonsense();
    files.extend(
        spoiled("mix").into_iter().chain(["others", "Mix.wav", "bounces/Mix.wav", "/mix", "mix/"].map(str::to_owned)),
    );
    let before = studio.world.everything();
    let with = json!({ "track": studio.track, "excluded": ["x".repeat(501)] });
    let (error, _) = studio.refused("create_share_link", &studio.olivia, &with);
    assert_eq!((error.code(), told(&error).1.contains("excluded")), ("invalid_input", true));
    for file in &files {
        let with = json!({ "secret": secret, "track": studio.track, "file": file, "name": "new.wav" });
        for (operation, actor) in [
            ("stream", &Value::Null),
            ("download", &Value::Null),
            ("stream_file", &studio.olivia),
            ("download_file", &studio.olivia),
            ("rename_file", &studio.olivia),
            ("delete_file", &studio.olivia),
        ] {
            let (error, cost) = studio.refused(operation, actor, &with);
            assert_eq!(error.code(), "not_found", "{operation}");
            assert_eq!(serde_json::to_value(error.details()).unwrap(), json!([["what", "file"]]), "{operation}");
            assert_eq!(cost[1], 0, "{operation}");
        }
    }
    same(&before, &studio);
}

/// FIL-4: nor does any name lead out of a track's folder where a file store keeps it.
fn no_id_leads_out_of_the_folder(files: impl FileStore + 'static, by: Connection) {
    let workspace = Workspace::builder().files(files, Accounts::One(by)).in_memory().unwrap();
    let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia Park"))).unwrap();
    let olivia = workspace.acting_as(olivia.id);
    let upload = |title: &str| {
        let track = block_on(olivia.create_track(title)).unwrap().id;
        let mix = Upload::new(FileKind::Bounce, "mix.wav");
        (track, block_on(olivia.upload_file(track, mix, Whole::boxed(title))).unwrap().file.unwrap())
    };
    let ((track, mix), (_, others)) = (upload("Overture"), upload("Nocturne"));
    let settings = LinkSettings::new().downloads([FileKind::Bounce]);
    let secret = block_on(olivia.create_share_link(track, settings)).unwrap().secret.unwrap();
    let before = block_on(olivia.files(track)).unwrap();
    let mut ids = nonsense();
    ids.extend(spoiled(mix.as_str()));
    ids.extend(["mix.wav", "bounces/mix.wav", "../Nocturne/bounces/mix.wav", "."].map(str::to_owned));
    ids.push(others.as_str().to_owned());
    for id in ids.iter().map(FileRef::new) {
        let visitor = workspace.visitor();
        let refused = [
            block_on(visitor.stream(&secret, track, &id, Visit::new())).map(drop),
            block_on(visitor.download(&secret, track, &id, Visit::new())).map(drop),
            block_on(olivia.stream_file(track, &id)).map(drop),
            block_on(olivia.download_file(track, &id)).map(drop),
            block_on(olivia.rename_file(track, &id, "new.wav")).map(drop),
            block_on(olivia.delete_file(track, &id)).map(drop),
        ];
        for error in refused.map(|refused| refused.unwrap_err()) {
            assert_eq!(serde_json::to_value(error.details()).unwrap(), json!([["what", "file"]]), "{error}");
        }
    }
    assert_eq!(block_on(olivia.files(track)).unwrap(), before);
    assert!(block_on(olivia.download_file(track, &mix)).is_ok());
}

#[test]
fn no_id_leads_out_of_a_folder_in_memory() {
    let (files, by) = (MemoryFiles::new(), Connection::new("studio"));
    files.set_account(&by, MemoryAccount::new());
    no_id_leads_out_of_the_folder(files, by);
}

#[cfg(feature = "local-folder")]
#[test]
fn no_id_leads_out_of_a_folder_of_the_machine() {
    use cowrite::adapters::{LocalFolder, LocalFolderOptions};

    let folder = tempfile::tempdir().unwrap();
    let files = LocalFolder::open(folder.path(), LocalFolderOptions::new()).unwrap();
    let by = files.connection();
    no_id_leads_out_of_the_folder(files, by);
}

/// LIB-1, SYN-1: a cursor that is none, cut, or of another listing or person is refused by name, but for a device, which reads all anew.
#[test]
fn what_is_no_cursor_is_refused_or_read_anew() {
    let studio = Studio::new();
    let sam = &studio.world.known.people[1];
    let link = studio.done("create_share_link", json!({ "track": studio.track }));
    for number in 0..3 {
        studio.done("create_track", json!({ "title": format!("Track {number}") }));
        studio.done("add_comment", json!({ "track": studio.track, "text": "Louder?" }));
        studio.world.call("open", &Value::Null, &json!({ "secret": link["secret"] })).unwrap();
        let files = json!([{ "name": "kick.wav", "size": 1 }]);
        studio.world.call("submit_import", sam, &json!({ "to": studio.olivia, "files": files })).unwrap();
        studio.world.clock.advance(1);
    }
    let listings = [
        ("library", "after", json!({})),
        ("imports", "after", json!({})),
        ("comments", "after", json!({ "track": studio.track })),
        ("notifications", "before", json!({})),
        ("activity", "before", json!({ "scope": { "track": studio.track } })),
        ("link_analytics", "before", json!({ "link": link["link"]["id"] })),
    ];
    let next = |(operation, _, with): &(&str, &str, Value)| {
        let mut with = with.clone();
        with["limit"] = json!(1);
        studio.done(operation, with)["next"]
            .as_str()
            .unwrap_or_else(|| panic!("{operation} has no next page"))
            .to_owned()
    };
    let before = studio.world.everything();
    for (place, listing) in listings.iter().enumerate() {
        let (operation, field, with) = listing;
        let good = next(listing);
        let mut cursors = nonsense();
        cursors.extend(cut(&good));
        // The words of ids and instants are read alike everywhere; of the one that is bound to its question no other is.
        cursors.extend(if place == 0 { listings[1..].iter().map(next).collect() } else { Vec::new() });
        for cursor in cursors {
            let mut with = with.clone();
            with[*field] = json!(cursor);
            let (error, _) = studio.refused(operation, &studio.olivia, &with);
            let shown = (error.code(), told(&error).1);
            assert_eq!(shown.0, "invalid_input", "{operation} {}", &cursor.chars().take(80).collect::<String>());
            assert!(shown.1.contains(field), "{operation}: {}", shown.1);
        }
        let mut with = with.clone();
        with[*field] = json!(good);
        studio.done(operation, with);
    }
    let (error, _) = studio.refused("library", sam, &json!({ "after": next(&listings[0]) }));
    assert_eq!(error.code(), "invalid_input", "another person's");
    let full = studio.done("sync", json!({}))["cursor"].as_str().unwrap().to_owned();
    let theirs = studio.world.call("sync", sam, &json!({})).unwrap()["cursor"].as_str().unwrap().to_owned();
    // The number at its end is that of a commit: cut, it is that of an earlier one, from which more is told and nothing left out.
    let (number, cuts): (Vec<_>, Vec<_>) =
        cut(&full).into_iter().partition(|word| word.len() > full.rfind('.').unwrap() + 1);
    for cursor in nonsense().into_iter().chain(cuts).chain([theirs, next(&listings[0])]) {
        assert_eq!(studio.done("sync", json!({ "cursor": cursor }))["full"], json!(true));
    }
    for cursor in number {
        let told = studio.done("sync", json!({ "cursor": cursor }));
        let tracks = told["tracks"].as_array().unwrap().len();
        assert!(told["full"] == json!(true) || tracks == 4, "{told}");
    }
    assert_eq!(studio.done("sync", json!({ "cursor": full }))["full"], json!(false));
    same(&before, &studio);
}
