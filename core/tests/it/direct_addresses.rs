//! The file store's own addresses: to whom they are given in the place of bytes, and to whom never (LNK-5).

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::SystemTimer;
use cowrite::ports::files::{ByteRange, Connection, TempLink, Whole, read_all};
use cowrite::testing::{PlainHasher, SettableClock};
use cowrite::{
    Accounts, Actor, Body, FileKind, FileRef, LinkId, LinkSecret, LinkSettings, NewPerson, PageUpdate, Paging, Stage,
    Ticket, Timestamp, TrackId, TrackUpdate, Upload, Visit, Workspace,
};
use pollster::block_on;

/// How long an address of the store in memory works, as at Dropbox.
const STORE_HOURS: i64 = 4;

const HOUR: i64 = 3_600_000;

const BYTES: &[u8] = b"0123456789";

/// What a ticket was redeemed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Address,
    Bytes,
    Refused(&'static str),
}

struct House {
    workspace: Workspace,
    files: MemoryFiles,
    clock: SettableClock,
    olivia: Actor,
    track: TrackId,
    mix: FileRef,
}

impl House {
    fn new(direct: bool) -> Self {
        let clock = SettableClock::at(begin());
        let (files, account) = (MemoryFiles::with(clock.clone(), SystemTimer::default()), Connection::new("studio"));
        files.set_account(&account, MemoryAccount::new());
        let builder = Workspace::builder().clock(clock.clone()).hasher(PlainHasher::default());
        let builder = builder.files(files.clone(), Accounts::One(account)).direct_addresses(direct);
        let workspace = builder.in_memory().unwrap();
        let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia Park"))).unwrap();
        let olivia = workspace.acting_as(olivia.id);
        let track = block_on(olivia.create_track("Midnight Sessions")).unwrap().id;
        let upload = Upload::new(FileKind::Bounce, "mix.wav");
        let mix = block_on(olivia.upload_file(track, upload, Whole::boxed(BYTES))).unwrap().file.unwrap();
        Self { workspace, files, clock, olivia, track, mix }
    }

    fn link(&self, settings: LinkSettings) -> (LinkId, LinkSecret) {
        let made = block_on(self.olivia.create_share_link(self.track, settings)).unwrap();
        (made.link.id, made.secret.unwrap())
    }

    fn ticket(&self, secret: &LinkSecret, is_download: bool) -> Ticket {
        let visitor = self.workspace.visitor();
        let visit = Visit::new().password("sesame");
        let given = if is_download {
            block_on(visitor.download(secret, self.track, &self.mix, visit))
        } else {
            block_on(visitor.stream(secret, self.track, &self.mix, visit))
        };
        given.unwrap().ticket
    }

    fn redeem(&self, ticket: &Ticket) -> (Given, Option<TempLink>) {
        match block_on(self.workspace.redeem(ticket, ByteRange::All)) {
            Ok(redeemed) => match redeemed.body {
                Body::Address(address) => (Given::Address, Some(address)),
                Body::Bytes { mut data, .. } => {
                    assert_eq!(block_on(read_all(&mut *data, 100)).unwrap(), BYTES);
                    (Given::Bytes, None)
                }
                other => panic!("{other:?}"),
            },
            Err(error) => (Given::Refused(error.code()), None),
        }
    }
}

fn begin() -> Timestamp {
    "2026-01-01T00:00:00.000Z".parse().unwrap()
}

fn downloads() -> LinkSettings {
    LinkSettings::new().downloads([FileKind::Bounce])
}

/// LNK-5: the one setting that lets an address out is a link that knows no limit, no password, and lets the file be had.
#[test]
fn an_address_is_given_only_where_nothing_limits_the_link() {
    let ends = |hours: i64| Some(begin().plus_millis(hours * HOUR));
    let rows = [
        ("free", downloads(), true, Given::Address),
        ("free, to be heard", downloads(), false, Given::Address),
        ("with a label", downloads().label(Some("Sarah")), true, Given::Address),
        ("with a limit", downloads().download_limit(Some(5)), true, Given::Bytes),
        ("with a limit, to be heard", downloads().download_limit(Some(5)), false, Given::Bytes),
        ("with a password", downloads().password(Some("sesame")), true, Given::Bytes),
        ("only to be heard", LinkSettings::new(), false, Given::Bytes),
        ("only stems to be had", LinkSettings::new().downloads([FileKind::Stem]), false, Given::Bytes),
        ("over before the address", downloads().expires_at(ends(STORE_HOURS - 1)), true, Given::Bytes),
        ("over with the address", downloads().expires_at(ends(STORE_HOURS)), true, Given::Address),
    ];
    for (name, settings, is_download, expected) in rows {
        for direct in [true, false] {
            let house = House::new(direct);
            let (link, secret) = house.link(settings.clone());
            let ticket = house.ticket(&secret, is_download);
            let (given, address) = house.redeem(&ticket);
            assert_eq!(given, if direct { expected } else { Given::Bytes }, "{name}, direct: {direct}");
            if let Some(address) = address {
                assert_eq!(house.files.fetch(&address.url).unwrap(), BYTES, "{name}");
            }
            // LNK-8: it counts as often either way.
            let analytics = block_on(house.olivia.link_analytics(link, Paging::default())).unwrap();
            let counts = analytics.totals.counts;
            let downloads = u64::from(is_download);
            assert_eq!((counts.downloads, counts.plays), (downloads, 1 - downloads), "{name}");
        }
    }
}

/// LNK-5: whoever has access is limited by nothing; what a public page plays is never to be had (PUB-3).
#[test]
fn people_get_addresses_and_visitors_of_a_page_never() {
    for direct in [true, false] {
        let house = House::new(direct);
        let expected = if direct { Given::Address } else { Given::Bytes };
        for given in [
            block_on(house.olivia.stream_file(house.track, &house.mix)).unwrap(),
            block_on(house.olivia.download_file(house.track, &house.mix)).unwrap(),
        ] {
            assert_eq!(house.redeem(&given.ticket).0, expected);
        }
        let page = PageUpdate::new().slug("olivia-park").name("Olivia Park");
        block_on(house.olivia.update_public_page(page)).unwrap();
        block_on(house.olivia.publish_public_page()).unwrap();
        block_on(house.olivia.add_to_public_page(house.track, None)).unwrap();
        block_on(house.olivia.update_track(house.track, TrackUpdate::new().stage(Stage::Published))).unwrap();
        let visitor = house.workspace.visitor();
        let given = block_on(visitor.stream_preview("olivia-park", house.track, Visit::new())).unwrap();
        assert_eq!(house.redeem(&given.ticket).0, Given::Bytes);
    }
}

/// B19: a ticket is asked about anew at each redemption, so it outlives neither its link nor what the link allows.
#[test]
fn a_ticket_ends_with_its_link_whatever_time_it_had() {
    type Change = fn(&House, LinkId);
    fn change(house: &House, link: LinkId, settings: LinkSettings) {
        block_on(house.olivia.update_link(link, settings)).unwrap();
    }
    let rows: [(&str, Change, Given); 8] = [
        ("nothing", |_, _| {}, Given::Address),
        ("revoked", |h, link| drop(block_on(h.olivia.revoke_link(link)).unwrap()), Given::Refused("link_unavailable")),
        ("rotated", |h, link| drop(block_on(h.olivia.rotate_link(link)).unwrap()), Given::Refused("link_unavailable")),
        (
            "its track deleted",
            |h, _| drop(block_on(h.olivia.delete_track(h.track)).unwrap()),
            Given::Refused("link_unavailable"),
        ),
        (
            "over",
            |h, link| {
                change(h, link, LinkSettings::new().expires_at(Some(begin().plus_millis(60_000))));
                h.clock.advance(60_000);
            },
            Given::Refused("link_unavailable"),
        ),
        (
            "with a password",
            |h, link| change(h, link, LinkSettings::new().password(Some("sesame"))),
            Given::Refused("password_required"),
        ),
        (
            "without the file",
            |h, link| change(h, link, LinkSettings::new().excluded([h.mix.clone()])),
            Given::Refused("not_found"),
        ),
        (
            "without the kind",
            |h, link| change(h, link, LinkSettings::new().downloads([])),
            Given::Refused("download_not_allowed"),
        ),
    ];
    for direct in [true, false] {
        for (name, then, expected) in rows {
            let house = House::new(direct);
            let (link, secret) = house.link(downloads());
            let ticket = house.ticket(&secret, true);
            then(&house, link);
            let expected = if !direct && expected == Given::Address { Given::Bytes } else { expected };
            assert_eq!(house.redeem(&ticket).0, expected, "{name}, direct: {direct}");
        }
    }
}

/// REV-6: a person's ticket ends with their access.
#[test]
fn a_ticket_of_whose_access_has_ended_is_refused() {
    for direct in [true, false] {
        let house = House::new(direct);
        let alex = block_on(house.workspace.register(NewPerson::new("alex", "Alex Reyes"))).unwrap();
        let alex = house.workspace.acting_as(alex.id);
        let invited = block_on(house.olivia.invite(house.track, alex.id(), cowrite::Access::Viewer)).unwrap();
        block_on(alex.accept_invitation(invited.id)).unwrap();
        let given = block_on(alex.download_file(house.track, &house.mix)).unwrap();
        assert!(!matches!(house.redeem(&given.ticket).0, Given::Refused(_)));
        block_on(house.olivia.revoke(house.track, alex.id())).unwrap();
        assert_eq!(house.redeem(&given.ticket).0, Given::Refused("not_found"));
    }
}
