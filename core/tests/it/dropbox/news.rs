//! What people do with Dropbox's own programs becomes history; addresses of Dropbox's own; and nothing secret is told to any log (FIL-5, LNK-5).

use std::time::Duration;

use cowrite::ports::files::{ByteRange, read_all};
use cowrite::{Access, Body, FileKind, FileRef, LinkSettings, Paging, Ticket, TrackId, Visit};
use cowrite_dropbox_fake::{APP_SECRET, Fault, Request};
use pollster::block_on;

use super::tokens::listen;
use super::workspace::{DAY, House};

impl House {
    /// How many files came, changed, got other names, and are gone.
    fn follow(&self) -> [u32; 4] {
        let followed = block_on(self.workspace.follow_files(Paging::first(50))).unwrap();
        assert_eq!((followed.failed, followed.later), (0, 0));
        [followed.appeared, followed.changed, followed.renamed, followed.disappeared]
    }

    fn latest(&self, track: TrackId) -> Option<String> {
        let overview = block_on(self.is(&self.olivia).track_overview(track)).unwrap();
        overview.latest_version.map(|latest| latest.name)
    }

    /// What of a track's activity was done in Dropbox itself, newest first.
    fn by_itself(&self, track: TrackId) -> Vec<String> {
        let entries = block_on(self.is(&self.jordan).activity(track, Paging::first(200))).unwrap().entries;
        entries.into_iter().filter(|entry| entry.in_file_store).map(|entry| entry.what).collect()
    }

    /// Writes a file into the track's folder with a collaborator's own Dropbox.
    fn put(&self, path: &str) {
        self.studio.fake.advance(Duration::from_secs(60));
        let path = format!("/Nocturne/{path}");
        let content = format!("{path} at {}", self.studio.fake.now());
        self.studio.fake.put_file(&self.alex.account, &path, content.as_bytes()).unwrap();
    }

    fn mix(&self, track: TrackId) -> FileRef {
        let files = block_on(self.is(&self.olivia).files(track)).unwrap().files;
        files.into_iter().find(|file| file.name == "mix.wav").unwrap().id
    }
}

#[test]
fn a_collaborators_own_dropbox_is_followed() {
    let house = House::new();
    let track = house.shared_track("Nocturne");
    assert_eq!(house.run(), 0);
    assert_eq!(house.follow(), [0; 4], "what was uploaded is no news");
    house.put("bounces/mix 2.wav");
    house.put("stems/kick.wav");
    assert_eq!(house.follow(), [2, 0, 0, 0]);
    assert_eq!(house.follow(), [0; 4], "told once");
    assert_eq!(house.latest(track).as_deref(), Some("mix 2.wav"));
    assert_eq!(house.by_itself(track), ["files_appeared"]);
    // Without its cursor, what has changed meanwhile is seen, and nothing is told twice.
    house.studio.fake.reset_cursors();
    house.put("bounces/mix 3.wav");
    house.put("bounces/mix 2.wav");
    assert_eq!(house.follow(), [1, 1, 0, 0]);
    assert_eq!(house.latest(track).as_deref(), Some("mix 2.wav"));
    assert!(house.studio.fake.move_path(&house.alex.account, "/Nocturne/stems/kick.wav", "/Nocturne/stems/snare.wav"));
    assert!(house.studio.fake.delete_path(&house.alex.account, "/Nocturne/bounces/mix 2.wav"));
    assert_eq!(house.follow(), [0, 0, 1, 1]);
    assert_eq!(house.latest(track).as_deref(), Some("mix 3.wav"));
    assert_eq!(house.by_itself(track).len(), 5);
    house.studio.fake.reset_cursors();
    assert_eq!(house.follow(), [0; 4]);
    house.is_sound();
}

#[test]
fn news_is_waited_for_as_dropbox_does() {
    let house = House::new();
    house.shared_track("Nocturne");
    assert_eq!(house.run(), 0);
    house.follow();
    house.studio.fake.longpoll_patience(Duration::from_millis(20));
    let wait = |person| block_on(house.workspace.wait_for_files(Duration::from_secs(30), person)).unwrap();
    assert!(!wait(None).has_news && !wait(Some(house.olivia.id)).has_news);
    house.put("bounces/mix 2.wav");
    assert!(wait(None).has_news && wait(Some(house.olivia.id)).has_news);
    assert_eq!(house.follow(), [1, 0, 0, 0]);
    assert!(!wait(None).has_news);
    // What comes while it is waited for ends the wait.
    house.studio.fake.longpoll_patience(Duration::from_secs(60));
    let alex = house.alex.account.clone();
    let hand = house.studio.fake.clone();
    let sends = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        hand.put_file(&alex, "/Nocturne/bounces/mix 3.wav", b"third").unwrap();
    });
    assert!(wait(None).has_news);
    sends.join().unwrap();
    assert_eq!(house.follow(), [1, 0, 0, 0]);
    house.studio.fake.longpoll_patience(Duration::from_millis(20));
    house.studio.fake.fail("files/list_folder/longpoll", Fault::Backoff(90));
    assert_eq!(wait(Some(house.olivia.id)).pause_ms, Some(90_000));
    assert_eq!(block_on(house.workspace.wait_for_files(DAY, None)).unwrap_err().code(), "invalid_input");
}

/// What a link's ticket was redeemed for: Dropbox's own address, or bytes.
fn redeem(house: &House, ticket: &Ticket) -> (Option<String>, Vec<u8>) {
    match block_on(house.workspace.redeem(ticket, ByteRange::All)).unwrap().body {
        Body::Address(address) => {
            let path = format!("/link/{}", address.url.rsplit('/').next().unwrap());
            let given = house.studio.fake.handle(&Request::new("GET", &path));
            assert_eq!(given.status, 200);
            (Some(address.url), given.body.to_vec())
        }
        Body::Bytes { mut data, .. } => (None, block_on(read_all(&mut *data, 100)).unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_links_ticket_gives_dropboxs_own_address_where_the_host_wants_that() {
    for direct in [true, false] {
        let house = House::with(direct, |builder| builder);
        let track = house.shared_track("Nocturne");
        assert_eq!(house.run(), 0);
        let settings = LinkSettings::new().downloads([FileKind::Bounce]);
        let made = block_on(house.is(&house.olivia).create_share_link(track, settings)).unwrap();
        let (link, secret) = (made.link.id, made.secret.unwrap());
        let visitor = house.workspace.visitor();
        let given = block_on(visitor.download(&secret, track, &house.mix(track), Visit::new())).unwrap();
        let (address, bytes) = redeem(&house, &given.ticket);
        assert_eq!((address.is_some(), bytes), (direct, b"mix.wav".to_vec()));
        assert_eq!(house.done("files/get_temporary_link").len(), usize::from(direct));
        block_on(house.is(&house.olivia).revoke_link(link)).unwrap();
        let refused = block_on(house.workspace.redeem(&given.ticket, ByteRange::All)).unwrap_err();
        assert_eq!(refused.code(), "link_unavailable");
    }
}

#[test]
fn nothing_secret_of_a_whole_workspace_is_told_to_any_log() {
    let heard = listen();
    log::trace!("a canary called tweety");
    tracing::trace!(bird = "sylvester", "heard");
    let mut house = House::with(true, |builder| builder.app_secret(APP_SECRET));
    let mut secrets = vec![APP_SECRET.to_owned()];
    let keep = |house: &House, secrets: &mut Vec<String>| {
        for somebody in [&house.olivia, &house.alex, &house.jordan] {
            let tokens = house.studio.tokens_of(somebody.id).unwrap();
            secrets.extend([tokens.refresh_token().to_owned(), tokens.access_token().unwrap().to_owned()]);
            secrets.extend([somebody.account.refresh_token.clone(), somebody.account.access_token.clone()]);
        }
    };
    let track = house.shared_track("Nocturne");
    keep(&house, &mut secrets);
    assert_eq!(house.run(), 0);
    keep(&house, &mut secrets);
    let settings = LinkSettings::new().downloads([FileKind::Bounce]);
    let made = block_on(house.is(&house.olivia).create_share_link(track, settings)).unwrap();
    let secret = made.secret.unwrap();
    secrets.push(secret.reveal().to_owned());
    let visitor = house.workspace.visitor();
    let given = block_on(visitor.download(&secret, track, &house.mix(track), Visit::new())).unwrap();
    secrets.push(given.ticket.as_str().to_owned());
    let address = redeem(&house, &given.ticket).0.unwrap();
    secrets.push(address.rsplit('/').next().unwrap().to_owned());
    house.put("bounces/mix 2.wav");
    assert_eq!(house.follow(), [1, 0, 0, 0]);
    // Killed in the middle of a handover, and refused in many ways.
    house.hand_over(track, &house.alex);
    house.studio.fake.crash_during(6);
    house.run();
    house.reopen();
    house.studio.fake.resume();
    for fault in [Fault::InvalidToken, Fault::ServerError, Fault::WrongAppType, Fault::RateLimited(60)] {
        house.studio.fake.fail("sharing/get_folder_metadata", fault);
        house.run();
        keep(&house, &mut secrets);
    }
    house.run();
    house.alex.account.disconnect();
    block_on(house.is(&house.alex).set_access(track, house.jordan.id, Access::Editor)).unwrap();
    assert!(house.run() > 0);
    let said = heard.0.lock().unwrap().clone();
    assert!(said.contains("tweety") && said.contains("sylvester"), "nobody listens");
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() >= 10 && secrets.iter().all(|secret| secret.len() >= 8), "{}", secrets.len());
    for secret in secrets {
        let line = said.lines().find(|line| line.contains(&secret)).unwrap_or_default();
        assert_eq!(line, "", "a secret is told");
    }
}
