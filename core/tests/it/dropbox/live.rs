//! The live service, asked only where the environment says with which accounts: see `core/DROPBOX.md`.

use std::time::Duration;

use cowrite::adapters::Dropbox;
use cowrite::adapters::dropbox::MemoryTokens;
use cowrite::ports::files::{
    ByteRange, Connection, ContentHash, FileStore as _, FilesError, FolderRole, FolderSharing as _, Invited, JobDone,
    Jobs as _, Listing, Loc, Membership as _, Mode, Progress, Put, Step, Who, Whole, read_all,
};
use cowrite::ports::{SystemTimer, Timer as _, TokenStore as _, Tokens};
use pollster::block_on;

/// How long anything may take that Dropbox does by and by.
const LOOKS: u32 = 60;

#[expect(clippy::disallowed_methods, reason = "who runs the test says with which accounts")]
fn given(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

async fn finished(dropbox: &Dropbox, by: &Connection, job: cowrite::ports::files::JobId) -> JobDone {
    for _ in 0..LOOKS {
        match dropbox.poll(by, &job).await.unwrap() {
            Progress::Pending => SystemTimer::default().sleep(Duration::from_secs(1)).await,
            Progress::Done(done) => return done,
            Progress::Failed(error) => panic!("{job:?} failed: {error:?}"),
        }
    }
    panic!("{job:?} does not end");
}

#[test]
fn the_live_service_does_as_the_fake_does() {
    let (Some(key), Some(token)) = (given("COWRITE_DROPBOX_APP_KEY"), given("COWRITE_DROPBOX_REFRESH_TOKEN")) else {
        println!("skipped: COWRITE_DROPBOX_APP_KEY and COWRITE_DROPBOX_REFRESH_TOKEN name no account");
        return;
    };
    let tokens = MemoryTokens::new();
    let (owner, member) = (Connection::new("owner"), Connection::new("member"));
    block_on(tokens.save(&owner, &Tokens::new(token))).unwrap();
    let member_token = given("COWRITE_DROPBOX_MEMBER_TOKEN");
    if let Some(token) = &member_token {
        block_on(tokens.save(&member, &Tokens::new(token.clone()))).unwrap();
    }
    let mut builder = Dropbox::builder(key).tokens(tokens).library("Cowrite smoke test".parse().unwrap());
    if let Some(secret) = given("COWRITE_DROPBOX_APP_SECRET") {
        builder = builder.app_secret(secret);
    }
    let dropbox = builder.build().unwrap();
    block_on(async {
        let folder = files(&dropbox, &owner).await;
        if member_token.is_some() {
            sharing(&dropbox, &owner, &member, &folder).await;
        }
        clean(&dropbox, &owner).await;
    });
}

async fn files(dropbox: &Dropbox, by: &Connection) -> Loc {
    let account = dropbox.account(by).await.unwrap();
    println!("the account is verified: {}, has viewers: {}", account.is_email_verified, account.can_have_viewers);
    let folder = dropbox.make_dir(by, &Loc::root(), &"track".parse().unwrap()).await.unwrap();
    let at = Loc::Id(folder.id);
    let listing = Listing { is_recursive: true, limit: 0 };
    let cursor = dropbox.list(by, &at, listing).await.unwrap().cursor;
    let whole: Vec<u8> = (0..9 * 1024 * 1024_u32).map(|place| u8::try_from(place % 251).unwrap()).collect();
    for (name, content) in [("🎵 ナイト.wav", b"mix".to_vec()), ("large.wav", whole.clone())] {
        let put = Put { content_hash: Some(ContentHash::of(&content)), ..Put::new(at.clone(), name.parse().unwrap()) };
        let made = dropbox.put(by, put.mode(Mode::Overwrite), Whole::boxed(content)).await.unwrap();
        assert_eq!(made.name(), name);
    }
    assert!(dropbox.wait(by, &cursor, Duration::from_secs(30)).await.unwrap().has_changed);
    let news = dropbox.changes(by, &cursor).await.unwrap();
    println!("the cursor tells of {} things", news.items.len());
    let large = Loc::Id(
        dropbox
            .list(by, &at, listing)
            .await
            .unwrap()
            .items
            .iter()
            .find_map(|item| match item {
                cowrite::ports::files::Item::Here(entry) if entry.name() == "large.wav" => Some(entry.id.clone()),
                _ => None,
            })
            .unwrap(),
    );
    let mut opened = dropbox.open(by, &large, ByteRange::Last(5_000_000)).await.unwrap();
    assert!(read_all(opened.data.as_mut(), whole.len()).await.unwrap() == whole[whole.len() - 5_000_000..]);
    let moved = dropbox.move_to(by, &large, &at, &"LARGE.wav".parse().unwrap()).await.unwrap();
    println!("a name in other letter cases is now {}", moved.name());
    let over = Put::new(at.clone(), "large.wav".parse().unwrap()).mode(Mode::Overwrite);
    let over = dropbox.put(by, over, Whole::boxed("small")).await.unwrap();
    assert_eq!(
        (over.id, over.path.last().unwrap().as_str()),
        (moved.id, "LARGE.wav"),
        "overwriting keeps the spelling"
    );
    match dropbox.temp_link(by, &large).await {
        Ok(link) => println!("an address was made of a file of {} bytes", link.size),
        Err(error) => println!("no address: {error}"),
    }
    at
}

async fn sharing(dropbox: &Dropbox, owner: &Connection, member: &Connection, at: &Loc) {
    let shared = match dropbox.share(owner, at).await.unwrap() {
        Step::Done(shared) => shared,
        Step::Running(job) => match finished(dropbox, owner, job).await {
            JobDone::Shared(shared) => shared,
            other => panic!("{other:?}"),
        },
    };
    assert!(matches!(dropbox.share(owner, at).await.unwrap(), Step::Done(again) if again.id == shared.id));
    let who = Who::Account(dropbox.account(member).await.unwrap().id);
    let viewer = [Invited { who: who.clone(), role: FolderRole::Viewer }];
    match dropbox.invite(owner, &shared.id, &viewer, true).await {
        Err(FilesError::PlanInsufficient) => {
            println!("the plan has no viewers");
            let editor = [Invited { who: who.clone(), role: FolderRole::Editor }];
            dropbox.invite(owner, &shared.id, &editor, true).await.unwrap();
        }
        invited => invited.unwrap(),
    }
    println!("members before accepting: {:?}", states(dropbox, owner, &shared.id).await);
    println!("it came to lie at {:?}", dropbox.mount(member, &shared.id).await.unwrap().len());
    println!("members afterwards: {:?}", states(dropbox, owner, &shared.id).await);
    let place = Loc::Shared(shared.id.clone(), "LARGE.wav".parse().unwrap());
    assert_eq!(dropbox.stat(member, &place).await.unwrap().file().unwrap().size, 5);
    if let Step::Running(job) = dropbox.revoke(owner, &shared.id, &who).await.unwrap() {
        println!("revoked: {:?}", finished(dropbox, owner, job).await);
    }
    let mut looks = 0;
    while dropbox.stat(member, &place).await != Err(FilesError::NotAMember) {
        looks += 1;
        assert!(looks < LOOKS, "who was removed still reads");
        SystemTimer::default().sleep(Duration::from_secs(1)).await;
    }
    println!("who was removed reads nothing after {looks} looks");
    assert!(matches!(dropbox.revoke(owner, &shared.id, &who).await, Ok(Step::Done(_))), "again is done");
    if let Step::Running(job) = dropbox.unshare(owner, &shared.id).await.unwrap() {
        finished(dropbox, owner, job).await;
    }
}

async fn states(
    dropbox: &Dropbox,
    by: &Connection,
    folder: &cowrite::ports::files::FolderId,
) -> Vec<(FolderRole, cowrite::ports::files::MemberState)> {
    let members = dropbox.members(by, folder).await.unwrap();
    members.iter().map(|member| (member.role, member.state)).collect()
}

async fn clean(dropbox: &Dropbox, by: &Connection) {
    let listing = Listing { is_recursive: true, limit: 0 };
    for item in dropbox.list(by, &Loc::root(), listing).await.unwrap().items {
        if let cowrite::ports::files::Item::Here(entry) = item
            && entry.file().is_some()
        {
            dropbox.delete(by, &Loc::Id(entry.id)).await.unwrap();
        }
    }
}
