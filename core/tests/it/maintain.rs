//! Sweeping out what is over, on every store.

use cowrite::adapters::MemoryStore;
use cowrite::ports::files::ByteRange;
use cowrite::ports::store::Store;
use cowrite::testing::{PlainHasher, SettableClock, Shelf};
use cowrite::{Error, FileKind, FileRef, LinkSettings, NewPerson, Visit, Workspace};
use pollster::block_on;

const DAY: i64 = 86_400_000;

fn is_swept(store: impl Store + 'static) {
    let clock = SettableClock::at("2026-01-01T00:30:00.000Z".parse().unwrap());
    let shelf = Shelf::default();
    let builder = Workspace::builder().clock(clock.clone()).hasher(PlainHasher::default());
    let workspace = builder.track_files(shelf.clone()).on(store);
    block_on(async {
        let olivia = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
        let olivia = workspace.acting_as(olivia.id);
        let track = olivia.create_track("Midnight Sessions").await?.id;
        shelf.lay_one(track, "mix", "Midnight.wav", FileKind::Bounce);
        let open = LinkSettings::new().downloads([FileKind::Bounce]).download_limit(Some(1));
        let open = olivia.create_share_link(track, open).await?;
        let shut = olivia.create_share_link(track, LinkSettings::new().password(Some("sesame"))).await?;
        let [open_secret, shut_secret] = [open.secret.unwrap(), shut.secret.unwrap()];
        let visitor = workspace.visitor();

        // A download that was counted, nine wrong passwords, and more outcomes than one commit sweeps.
        let given = visitor.download(&open_secret, track, &FileRef::new("mix"), Visit::new()).await?;
        workspace.redeem(&given.ticket, ByteRange::All).await?;
        for _ in 0..9 {
            let wrong = visitor.open(&shut_secret, Visit::new().password("mellon")).await;
            assert_eq!(wrong.unwrap_err().code(), "password_required");
        }
        for number in 0..1_100 {
            olivia.with_key(&format!("bucket {number}")).mark_all_read().await?;
        }
        let first = olivia.with_key("first").create_bucket("To finish").await?;
        let nothing = workspace.maintain().await?;
        assert_eq!((nothing.outcomes, nothing.tickets, nothing.throttles), (0, 0, 0));

        // What is not over goes on: the ticket is not counted twice, and the tenth wrong password is the last.
        workspace.redeem(&given.ticket, ByteRange::All).await?;
        let wrong = visitor.open(&shut_secret, Visit::new().password("mellon")).await;
        assert_eq!(wrong.unwrap_err().code(), "password_required");
        let right = visitor.open(&shut_secret, Visit::new().password("sesame")).await;
        assert_eq!(right.unwrap_err().code(), "link_unavailable");

        // In the next hour the count of this one is over.
        clock.advance(30 * 60_000 - 1);
        assert_eq!(workspace.maintain().await?.throttles, 0);
        clock.advance(1);
        assert_eq!(workspace.maintain().await?.throttles, 1);
        visitor.open(&shut_secret, Visit::new().password("sesame")).await?;

        // Outcomes live for seven days, to the millisecond; all were kept at one instant.
        clock.advance(7 * DAY - 30 * 60_000 - 1);
        assert_eq!(workspace.maintain().await?.outcomes, 0);
        assert_eq!(olivia.with_key("first").create_bucket("To finish").await?.id, first.id);
        clock.advance(1);
        let swept = workspace.maintain().await?;
        assert_eq!((swept.outcomes, swept.tickets, swept.throttles), (1_101, 0, 0));
        assert_ne!(olivia.with_key("first").create_bucket("To finish").await?.id, first.id);

        // The ticket lived for five minutes, and is remembered for seven days longer; that it was counted stays.
        clock.advance(5 * 60_000);
        assert_eq!(workspace.maintain().await?.tickets, 0);
        clock.advance(1);
        assert_eq!(workspace.maintain().await?.tickets, 1);
        let links = olivia.links(Some(track)).await?;
        assert_eq!(links.iter().map(|link| link.used).max(), Some(1));
        assert!(workspace.verify().await?.is_empty());
        Ok::<(), Error>(())
    })
    .unwrap();
}

#[test]
fn what_is_over_is_swept_out_of_memory() {
    is_swept(MemoryStore::new());
}

#[cfg(feature = "sqlite")]
#[test]
fn what_is_over_is_swept_out_of_a_file() {
    use cowrite::adapters::{SqliteOptions, SqliteStore};

    let folder = tempfile::tempdir().unwrap();
    is_swept(SqliteStore::open(folder.path().join("swept.db"), SqliteOptions::new()).unwrap());
}

#[cfg(feature = "postgres")]
#[test]
fn what_is_over_is_swept_out_of_postgresql() {
    use crate::postgres::Database;
    use cowrite::adapters::{PostgresOptions, PostgresStore};

    let database = Database::new();
    is_swept(block_on(PostgresStore::connect(&database.url(), PostgresOptions::new())).unwrap());
}
