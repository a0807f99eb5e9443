//! What goes wrong in memory goes wrong as it is told to.

use core::time::Duration;

use cowrite::Timestamp;
use cowrite::adapters::{FilesCall, FilesFault, MemoryAccount, MemoryFiles};
use cowrite::ports::SystemTimer;
use cowrite::ports::files::{
    ByteRange, Connection, FileStore, FilesError, FolderRole, FolderSharing, Invited, JobDone, Jobs, Listing, Loc,
    Membership, Progress, Put, Revoked, Step, Who, Whole, read_all,
};
use cowrite::testing::SettableClock;
use pollster::block_on;

const LISTING: Listing = Listing { is_recursive: true, limit: 0 };

fn at(path: &str) -> Loc {
    Loc::Path(path.parse().unwrap())
}

fn mix() -> Put {
    Put::new(Loc::root(), "mix.wav".parse().unwrap())
}

#[test]
fn a_call_fails_before_or_after_as_often_as_it_is_told() {
    let (files, by) = super::one_account();
    block_on(async {
        let busy = FilesError::RateLimited { after: Duration::from_secs(3) };
        files.fail(FilesCall::Put, 2, &FilesFault::Before(busy.clone()));
        files.fail(FilesCall::Put, 1, &FilesFault::After(FilesError::Transient));
        for expected in [&busy, &busy] {
            assert_eq!(files.put(&by, mix(), Whole::boxed("mix")).await.unwrap_err(), *expected);
            assert_eq!(files.stat(&by, &at("mix.wav")).await.unwrap_err(), FilesError::NotFound);
        }
        assert_eq!(files.put(&by, mix(), Whole::boxed("mix")).await.unwrap_err(), FilesError::Transient);
        assert!(files.stat(&by, &at("mix.wav")).await.is_ok(), "what is cut off afterwards has taken hold");
        assert_eq!(files.put(&by, mix(), Whole::boxed("mix")).await.unwrap_err(), FilesError::Conflict);
        assert_eq!(files.calls(FilesCall::Put), 4);
    });
}

#[test]
fn a_store_that_is_away_does_nothing() {
    let (files, by) = super::one_account();
    block_on(async {
        files.set_away(true);
        assert_eq!(files.put(&by, mix(), Whole::boxed("mix")).await.unwrap_err(), FilesError::Transient);
        assert_eq!(files.list(&by, &Loc::root(), LISTING).await.unwrap_err(), FilesError::Transient);
        files.set_away(false);
        assert!(files.list(&by, &Loc::root(), LISTING).await.unwrap().items.is_empty());
    });
}

#[test]
fn what_is_read_is_cut_off() {
    let (files, by) = super::one_account();
    block_on(async {
        files.put(&by, mix(), Whole::boxed(vec![7; 5_000])).await.unwrap();
        files.fail(FilesCall::Open, 1, &FilesFault::CutAfter(1_500));
        let mut opened = files.open(&by, &at("mix.wav"), ByteRange::From(1_000)).await.unwrap();
        let mut read = 0;
        let end = loop {
            match opened.data.next().await {
                Ok(Some(piece)) => read += piece.len(),
                end => break end,
            }
        };
        assert_eq!((read, end), (1_500, Err(FilesError::Transient)));
        assert_eq!(opened.data.next().await, Ok(None));
        let mut whole = files.open(&by, &at("mix.wav"), ByteRange::All).await.unwrap();
        assert_eq!(read_all(whole.data.as_mut(), 5_000).await.unwrap().len(), 5_000);
    });
}

#[test]
fn cursors_are_reset_and_addresses_expire() {
    let clock = SettableClock::at(Timestamp::EPOCH);
    let (files, by) = (MemoryFiles::with(clock.clone(), SystemTimer::default()), Connection::new("olivia"));
    files.set_account(&by, MemoryAccount::new());
    block_on(async {
        let made = files.put(&by, mix(), Whole::boxed("mix")).await.unwrap();
        let cursor = files.list(&by, &Loc::root(), LISTING).await.unwrap().cursor;
        files.reset_cursors();
        assert_eq!(files.changes(&by, &cursor).await.unwrap_err(), FilesError::CursorReset);
        let link = files.temp_link(&by, &made.id.clone().into()).await.unwrap();
        clock.advance(4 * 3_600_000 - 1);
        assert_eq!(files.fetch(&link.url).unwrap(), b"mix");
        clock.advance(1);
        assert_eq!(files.fetch(&link.url).unwrap_err(), FilesError::NotFound);
        let link = files.temp_link(&by, &made.id.into()).await.unwrap();
        files.expire_links();
        assert_eq!(files.fetch(&link.url).unwrap_err(), FilesError::NotFound);
        files.set_account(&by, MemoryAccount::new().verified(false));
        assert_eq!(files.temp_link(&by, &at("mix.wav")).await.unwrap_err(), FilesError::NotVerified);
    });
}

#[test]
fn a_waiting_caller_is_woken_by_another_thread() {
    let (files, by) = super::one_account();
    let cursor = block_on(files.latest_cursor(&by, &Loc::root(), true)).unwrap();
    let (other, name) = (files.clone(), by.clone());
    let waiting = std::thread::spawn(move || block_on(other.wait(&name, &cursor, Duration::from_secs(600))));
    block_on(files.put(&by, mix(), Whole::boxed("mix"))).unwrap();
    assert!(waiting.join().unwrap().unwrap().has_changed);
}

#[test]
fn room_runs_out_for_the_owner_and_for_who_mounts() {
    let (files, accounts) = super::three_accounts();
    files.set_account(&accounts.owner, MemoryAccount::new().quota(10));
    block_on(async {
        files.make_dir(&accounts.owner, &Loc::root(), &"track".parse().unwrap()).await.unwrap();
        let put = Put::new(at("track"), "mix.wav".parse().unwrap());
        let full = FilesError::QuotaShort { needed: Some(11), short: Some(1) };
        assert_eq!(files.put(&accounts.owner, put.clone(), Whole::boxed(vec![0; 11])).await.unwrap_err(), full);
        files.put(&accounts.owner, put, Whole::boxed(vec![0; 10])).await.unwrap();
        let Step::Done(folder) = files.share(&accounts.owner, &at("track")).await.unwrap() else { panic!("a job") };
        let who = Who::Email("alex@example.com".parse().unwrap());
        let invited = [Invited { who, role: FolderRole::Viewer }];
        files.invite(&accounts.owner, &folder.id, &invited, true).await.unwrap();
        let small = MemoryAccount::new().email("alex@example.com".parse().unwrap()).quota(4);
        files.set_account(&accounts.member, small);
        let refused = files.mount(&accounts.member, &folder.id).await.unwrap_err();
        assert_eq!(refused, FilesError::QuotaShort { needed: Some(10), short: Some(6) });
    });
}

#[test]
fn a_plan_without_viewers_refuses_them_and_raises_nobody() {
    let (files, accounts) = super::three_accounts();
    files.set_account(&accounts.owner, MemoryAccount::new().viewers(false));
    block_on(async {
        files.make_dir(&accounts.owner, &Loc::root(), &"track".parse().unwrap()).await.unwrap();
        let Step::Done(folder) = files.share(&accounts.owner, &at("track")).await.unwrap() else { panic!("a job") };
        let who = |name: &str| Who::Email(format!("{name}@example.com").parse().unwrap());
        let people = [
            Invited { who: who("alex"), role: FolderRole::Editor },
            Invited { who: who("sam"), role: FolderRole::Viewer },
        ];
        let refused = files.invite(&accounts.owner, &folder.id, &people, true).await.unwrap_err();
        assert_eq!(refused, FilesError::PlanInsufficient);
        assert_eq!(files.members(&accounts.owner, &folder.id).await.unwrap().len(), 1, "all or none");
    });
}

#[test]
fn who_has_no_account_yet_is_invited_by_address() {
    let (files, accounts) = super::three_accounts();
    block_on(async {
        files.make_dir(&accounts.owner, &Loc::root(), &"track".parse().unwrap()).await.unwrap();
        let Step::Done(folder) = files.share(&accounts.owner, &at("track")).await.unwrap() else { panic!("a job") };
        let kim = Who::Email("Kim@example.com".parse().unwrap());
        let invited = [Invited { who: kim.clone(), role: FolderRole::Editor }];
        files.invite(&accounts.owner, &folder.id, &invited, true).await.unwrap();
        assert_eq!(files.members(&accounts.owner, &folder.id).await.unwrap().len(), 2);
        let late = Connection::new("kim");
        files.set_account(&late, MemoryAccount::new().email("kim@EXAMPLE.com".parse().unwrap()));
        assert_eq!(files.mount(&late, &folder.id).await.unwrap(), ["track"]);
        files.revoke(&accounts.owner, &folder.id, &kim).await.unwrap();
        assert_eq!(files.mount(&late, &folder.id).await.unwrap_err(), FilesError::NotAMember);
    });
}

#[test]
fn a_job_is_looked_at_until_it_is_done_or_fails() {
    let (files, accounts) = super::three_accounts();
    let by = &accounts.owner;
    block_on(async {
        files.make_dir(by, &Loc::root(), &"track".parse().unwrap()).await.unwrap();
        let Step::Done(folder) = files.share(by, &at("track")).await.unwrap() else { panic!("a job") };
        let id = files.account(&accounts.member).await.unwrap().id;
        let who = Who::Account(id);
        let invited = [Invited { who: who.clone(), role: FolderRole::Editor }];
        files.invite(by, &folder.id, &invited, true).await.unwrap();
        files.mount(&accounts.member, &folder.id).await.unwrap();
        files.set_looks(Some(2));
        let inside = Loc::Shared(folder.id.clone(), "".parse().unwrap());
        for fails in [true, false] {
            let Step::Running(job) = files.revoke(by, &folder.id, &who).await.unwrap() else { panic!("no job") };
            assert!(files.stat(&accounts.member, &inside).await.is_ok(), "it has not ended while it is under way");
            assert_eq!(files.poll(&accounts.member, &job).await.unwrap_err(), FilesError::NotFound);
            if fails {
                files.fail(FilesCall::Poll, 1, &FilesFault::JobFails(FilesError::Transient));
            } else {
                assert_eq!(files.poll(by, &job).await.unwrap(), Progress::Pending);
            }
            let done = files.poll(by, &job).await.unwrap();
            let expected = if fails {
                Progress::Failed(FilesError::Transient)
            } else {
                Progress::Done(JobDone::Revoked(Revoked::default()))
            };
            assert_eq!(done, expected);
            assert_eq!(files.poll(by, &job).await.unwrap(), expected, "an outcome stays");
            assert_eq!(files.stat(&accounts.member, &inside).await.is_ok(), fails);
        }
    });
}
