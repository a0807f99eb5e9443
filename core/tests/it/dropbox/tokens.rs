//! How accounts are connected, stay so, and end to be; and that nothing secret is told to anybody.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use cowrite::adapters::Dropbox;
use cowrite::ports::files::{
    ByteRange, Connection, FileStore as _, FilesError, FolderSharing as _, Loc, Nesting, read_all,
};
use cowrite::ports::{TokenStore as _, Tokens};
use cowrite_dropbox_fake::{APP_SECRET, AccountHandle, AppType, Fault};
use pollster::block_on;

use super::{Studio, at};

/// What the browser does with an address to which a person is sent.
pub(super) fn say_yes(studio: &Studio, account: &AccountHandle, url: &str) -> String {
    let challenge = url.split("code_challenge=").nth(1).unwrap().split('&').next().unwrap();
    studio.fake.authorize(account, challenge)
}

fn connect(studio: &Studio, of: &Connection, account: &AccountHandle) -> Result<String, FilesError> {
    let asked = studio.dropbox.authorize()?;
    let code = say_yes(studio, account, &asked.url);
    let connected = block_on(studio.dropbox.connect(of, &code, &asked.verifier))?;
    assert_eq!(connected.id.as_str(), account.account_id);
    Ok(code)
}

#[test]
fn a_person_is_connected_by_a_code_and_its_verifier() {
    let studio = Studio::new();
    let (me, account) = (Connection::new("olivia"), studio.fake.account("olivia@example.com"));
    let asked = studio.dropbox.authorize().unwrap();
    let code = say_yes(&studio, &account, &asked.url);
    for (code, verifier) in
        [("no code", asked.verifier.as_str()), (&code, "another verifier, which is long enough to be one")]
    {
        assert_eq!(block_on(studio.dropbox.connect(&me, code, verifier)).unwrap_err(), FilesError::Disconnected);
        assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
    }
    connect(&studio, &me, &account).unwrap();
    assert_eq!(studio.put(&me, "mix.wav", "mix").unwrap().path, ["mix.wav"]);
    block_on(studio.dropbox.disconnect(&me)).unwrap();
    assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
}

#[test]
fn a_token_that_has_had_its_time_is_exchanged_once_for_all_calls() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    for number in 0..5 {
        studio.put(&me, &format!("{number}.wav"), "x").unwrap();
    }
    // By the clock, before it is tried in vain.
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    studio.fake.forget_calls();
    std::thread::scope(|scope| {
        for number in 0..5 {
            let (studio, me) = (&studio, &me);
            scope.spawn(move || studio.stat(me, &format!("{number}.wav")).unwrap());
        }
    });
    assert_eq!((studio.count("oauth2/token"), studio.count("files/get_metadata")), (1, 5));
    // In the midst of a listing, whatever the clock says.
    let page = studio.list(&me, 2).unwrap();
    account.expire_access_token();
    studio.fake.forget_calls();
    let next = block_on(studio.dropbox.changes(&me, &page.cursor)).unwrap();
    assert!(!next.items.is_empty());
    assert_eq!(studio.count("oauth2/token"), 1);
    // The new one is kept for others too.
    let kept = block_on(studio.tokens.load(&me)).unwrap().unwrap();
    assert_ne!(kept.access_token(), Some(account.access_token.as_str()));
    assert_eq!(kept.refresh_token(), account.refresh_token);
}

#[test]
fn who_has_ended_the_connection_is_asked_no_more_until_they_connect_again() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    account.disconnect();
    // Whether the token for calls still looks good or not.
    assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
    studio.fake.forget_calls();
    for _ in 0..3 {
        assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
    }
    assert_eq!(studio.fake.calls(), []);
    connect(&studio, &me, &account).unwrap();
    assert!(studio.stat(&me, "mix.wav").is_ok());
}

#[test]
fn the_way_to_tokens_can_fail_as_any_other() {
    let rows = [
        (Fault::ServerError, FilesError::Transient),
        (Fault::CutBefore, FilesError::Transient),
        (Fault::InvalidGrant, FilesError::Disconnected),
    ];
    for (fault, expected) in rows {
        let studio = Studio::new();
        let (me, account) = studio.account("olivia");
        block_on(studio.tokens.save(&me, &Tokens::new(account.refresh_token))).unwrap();
        studio.fake.fail("oauth2/token", fault);
        assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), expected);
    }
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    block_on(studio.tokens.save(&me, &Tokens::new(account.refresh_token))).unwrap();
    studio.fake.fail("oauth2/token", Fault::RateLimitedAsText(9));
    assert!(
        matches!(studio.stat(&me, "mix.wav"), Err(FilesError::RateLimited { after }) if after >= Duration::from_secs(9))
    );
    studio.fake.forget_calls();
    assert!(matches!(studio.stat(&me, "mix.wav"), Err(FilesError::RateLimited { .. })));
    assert_eq!(studio.fake.calls(), []);
}

#[test]
fn an_account_that_cannot_hold_a_library_is_not_connected() {
    let studio = Studio::new();
    let me = Connection::new("olivia");
    let account = studio.fake.account("olivia@example.com");
    account.set_app_type(AppType::AppFolder);
    assert_eq!(connect(&studio, &me, &account).unwrap_err(), FilesError::WrongAppType);
    account.set_app_type(AppType::FullDropbox);
    account.set_scopes(&[
        "account_info.read",
        "files.metadata.read",
        "files.content.read",
        "files.content.write",
        "sharing.read",
    ]);
    assert_eq!(connect(&studio, &me, &account).unwrap_err(), FilesError::MissingScope("sharing.write".to_owned()));
    account.set_scopes(&cowrite_dropbox_fake::SCOPES);
    let (other, other_account) = studio.account("alex");
    studio.fake.put_folder(&other_account, "/Cowrite");
    let all = Dropbox::builder(cowrite_dropbox_fake::APP_KEY)
        .servers(studio.server.url.clone())
        .tokens(Arc::clone(&studio.tokens))
        .clock(super::FakeClock(studio.fake.clone()))
        .library("".parse().unwrap())
        .build()
        .unwrap();
    block_on(all.share(&other, &at("Cowrite"))).unwrap();
    studio.fake.settle();
    assert_eq!(connect(&studio, &other, &other_account).unwrap_err(), FilesError::Nesting(Nesting::Inside));
    studio.fake.put_file(&account, "/Cowrite", b"a file").unwrap();
    assert_eq!(connect(&studio, &me, &account).unwrap_err(), FilesError::Conflict);
    assert!(block_on(studio.tokens.load(&me)).unwrap().is_none(), "nothing is kept");
}

#[test]
fn an_account_in_a_team_says_where_its_own_files_are() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let seen = block_on(studio.dropbox.account(&me)).unwrap();
    assert_eq!((seen.root, seen.home), (None, None));
    let root = account.join_team();
    let seen = block_on(studio.dropbox.account(&me)).unwrap();
    assert_eq!((seen.root, seen.home), (Some(root), Some(account.home_namespace_id.clone())));
    assert_eq!(studio.put(&me, "mix.wav", "mix").unwrap().path, ["mix.wav"]);
}

/// All that anybody has said to a log in this process.
#[derive(Debug, Default)]
pub(super) struct Heard(pub(super) Mutex<String>);

impl Heard {
    fn hear(&self, words: &str) {
        self.0.lock().unwrap().push_str(words);
    }
}

static HEARD: OnceLock<&'static Heard> = OnceLock::new();

/// Whether anybody listens: what other tests in this process say before and after is not kept.
static IS_LISTENING: AtomicBool = AtomicBool::new(false);

impl log::Log for Heard {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        IS_LISTENING.load(Ordering::Relaxed)
    }

    fn log(&self, record: &log::Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        self.hear(&format!("{} {}\n", record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Listener(&'static Heard);

impl tracing::Subscriber for Listener {
    fn register_callsite(&self, _: &'static tracing::Metadata<'static>) -> tracing::subscriber::Interest {
        tracing::subscriber::Interest::sometimes()
    }

    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        IS_LISTENING.load(Ordering::Relaxed)
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.0.hear(&format!("{span:?}\n"));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        self.0.hear(&format!("{values:?}\n"));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        self.0.hear(&format!("{event:?}\n"));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

/// Listens to whatever is said from now on, on any thread.
pub(super) fn listen() -> &'static Heard {
    IS_LISTENING.store(true, Ordering::Relaxed);
    log::set_max_level(log::LevelFilter::Trace);
    HEARD.get_or_init(|| {
        let heard: &'static Heard = Box::leak(Box::default());
        log::set_logger(heard).unwrap();
        tracing::subscriber::set_global_default(Listener(heard)).unwrap();
        heard
    })
}

#[test]
fn nothing_secret_is_told_to_any_log() {
    let heard = listen();
    log::trace!("a canary called tweety");
    tracing::trace!(bird = "sylvester", "heard");
    let studio = Studio::with(|builder| builder.app_secret(APP_SECRET));
    let (me, account) = (Connection::new("olivia"), studio.fake.account("olivia@example.com"));
    let mut secrets = vec![APP_SECRET.to_owned()];
    let mut shown = String::new();
    let keep = |secrets: &mut Vec<String>| {
        let tokens = block_on(studio.tokens.load(&me)).unwrap().unwrap();
        secrets.extend([tokens.refresh_token().to_owned(), tokens.access_token().unwrap().to_owned()]);
        format!("{tokens:?}")
    };
    let asked = studio.dropbox.authorize().unwrap();
    let code = say_yes(&studio, &account, &asked.url);
    shown += &format!("{asked:?}");
    block_on(studio.dropbox.connect(&me, &code, &asked.verifier)).unwrap();
    secrets.extend([code, asked.verifier, asked.state]);
    shown += &keep(&mut secrets);
    studio.put(&me, "mix.wav", "mix").unwrap();
    let mut opened = block_on(studio.dropbox.open(&me, &at("mix.wav"), ByteRange::All)).unwrap();
    block_on(read_all(opened.data.as_mut(), 10)).unwrap();
    let link = block_on(studio.dropbox.temp_link(&me, &at("mix.wav"))).unwrap();
    shown += &format!("{link:?}");
    secrets.push(link.url.rsplit('/').next().unwrap().to_owned());
    let page = studio.list(&me, 0).unwrap();
    block_on(studio.dropbox.wait(&me, &page.cursor, Duration::from_secs(30))).unwrap();
    for fault in [
        Fault::ExpiredToken,
        Fault::InvalidToken,
        Fault::ServerError,
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::WrongAppType,
    ] {
        studio.fake.fail("files/get_metadata", fault);
        shown += &format!("{:?}", studio.stat(&me, "mix.wav"));
        keep(&mut secrets);
    }
    block_on(studio.dropbox.make_dir(&me, &Loc::root(), &"track".parse().unwrap())).unwrap();
    block_on(studio.dropbox.share(&me, &at("track"))).unwrap();
    studio.fake.fail("oauth2/token", Fault::ServerError);
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    shown += &format!("{:?}", studio.stat(&me, "mix.wav"));
    studio.stat(&me, "mix.wav").unwrap();
    keep(&mut secrets);
    account.disconnect();
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    shown += &format!("{:?} {:?}", studio.stat(&me, "mix.wav"), studio.dropbox);
    IS_LISTENING.store(false, Ordering::Relaxed);
    log::set_max_level(log::LevelFilter::Off);
    let said = std::mem::take(&mut *heard.0.lock().unwrap());
    assert!(said.contains("tweety") && said.contains("sylvester"), "nobody listens");
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() >= 8 && secrets.iter().all(|secret| secret.len() >= 8), "{}", secrets.len());
    for secret in secrets {
        assert!(!said.contains(&secret), "{}", said.lines().find(|line| line.contains(&secret)).unwrap_or_default());
        assert!(!shown.contains(&secret), "{shown}");
    }
}

/// Something that goes on beside a call, to be waited for.
type Beside = Arc<Mutex<Option<std::thread::JoinHandle<()>>>>;

fn joined(beside: &Beside) {
    beside.lock().unwrap().take().unwrap().join().unwrap();
}

#[test]
fn who_disconnects_while_a_token_is_asked_for_stays_so() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    studio.put(&me, "mix.wav", "mix").unwrap();
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    let beside = Beside::default();
    let (dropbox, by, kept) = (studio.dropbox.clone(), me.clone(), Arc::clone(&beside));
    studio.fake.meanwhile("oauth2/token", 1, move |_| {
        let disconnects = std::thread::spawn(move || block_on(dropbox.disconnect(&by)).unwrap());
        *kept.lock().unwrap() = Some(disconnects);
        std::thread::sleep(Duration::from_millis(200));
    });
    drop(studio.stat(&me, "mix.wav"));
    joined(&beside);
    assert_eq!(block_on(studio.tokens.load(&me)).unwrap(), None);
    assert_eq!(studio.stat(&me, "mix.wav").unwrap_err(), FilesError::Disconnected);
}

#[test]
fn tokens_that_came_while_another_was_asked_for_are_kept() {
    for is_gone in [false, true] {
        let studio = Studio::new();
        let (me, _) = studio.account("olivia");
        let other = studio.fake.account("samantha@example.com");
        studio.fake.put_file(&other, "/Cowrite/hers.wav", b"hers").unwrap();
        studio.fake.advance(Duration::from_secs(4 * 3_600));
        // As another process does, past all that this one holds.
        let (tokens, by, refresh) = (Arc::clone(&studio.tokens), me.clone(), other.refresh_token.clone());
        studio.fake.meanwhile("oauth2/token", 1, move |_| {
            if is_gone {
                block_on(tokens.forget(&by)).unwrap();
            } else {
                block_on(tokens.save(&by, &Tokens::new(refresh))).unwrap();
            }
        });
        let found = studio.stat(&me, "hers.wav").map(|entry| entry.path);
        let kept = block_on(studio.tokens.load(&me)).unwrap().map(|tokens| tokens.refresh_token().to_owned());
        if is_gone {
            assert_eq!((found.unwrap_err(), kept), (FilesError::Disconnected, None));
        } else {
            assert_eq!((found.unwrap(), kept), (vec!["hers.wav".to_owned()], Some(other.refresh_token)));
        }
    }
}

#[test]
fn a_new_connection_is_not_overwritten_by_the_one_before() {
    let studio = Studio::new();
    let (me, _) = studio.account("olivia");
    let other = studio.fake.account("samantha@example.com");
    studio.fake.advance(Duration::from_secs(4 * 3_600));
    let beside = Beside::default();
    let asked = studio.dropbox.authorize().unwrap();
    let code = say_yes(&studio, &other, &asked.url);
    let (dropbox, by, kept) = (studio.dropbox.clone(), me.clone(), Arc::clone(&beside));
    studio.fake.meanwhile("oauth2/token", 1, move |_| {
        let connects =
            std::thread::spawn(move || drop(block_on(dropbox.connect(&by, &code, &asked.verifier)).unwrap()));
        *kept.lock().unwrap() = Some(connects);
        std::thread::sleep(Duration::from_millis(300));
    });
    drop(studio.stat(&me, "mix.wav"));
    joined(&beside);
    let kept = block_on(studio.dropbox.account(&me)).unwrap();
    assert_eq!(kept.id.as_str(), other.account_id);
}

#[test]
fn a_write_that_waits_for_its_turn_goes_with_the_tokens_of_then() {
    let studio = Studio::new();
    let (me, account) = studio.account("olivia");
    let beside = Beside::default();
    let (dropbox, tokens, by, kept) =
        (studio.dropbox.clone(), Arc::clone(&studio.tokens), me.clone(), Arc::clone(&beside));
    studio.fake.meanwhile("files/upload", 1, move |_| {
        let writer = by.clone();
        let writes = std::thread::spawn(move || {
            let made = block_on(dropbox.make_dir(&writer, &Loc::root(), &"late".parse().unwrap()));
            assert_eq!(made.unwrap_err(), FilesError::Disconnected);
        });
        *kept.lock().unwrap() = Some(writes);
        std::thread::sleep(Duration::from_millis(200));
        block_on(tokens.forget(&by)).unwrap();
    });
    studio.put(&me, "mix.wav", "mix").unwrap();
    joined(&beside);
    assert!(!studio.fake.has(&account, "/Cowrite/late"));
}
