//! Who is there: a Dropbox, three people with accounts of it, and a workspace whose files lie in them.

use std::time::Duration;

use cowrite::adapters::Dropbox;
use cowrite::ports::files::Connection;
use cowrite::ports::{BoxFuture, Clock, Timer};
use cowrite::{Accounts, Actor, NewPerson, PersonId, Timestamp, TrackId, Workspace};
use cowrite_dropbox_fake::{APP_KEY, AccountHandle, Fake, Server};

use super::teller::{Teller, Told, found};

/// What the track is called, and so its folder.
pub(crate) const TITLE: &str = "Midnight Sessions";

/// The time of the story, which is that of its Dropbox.
#[derive(Debug, Clone)]
struct StoryTime(Fake);

impl Clock for StoryTime {
    fn now(&self) -> Timestamp {
        i64::try_from(self.0.now()).ok().and_then(|now| Timestamp::from_millis(now * 1_000)).unwrap_or_default()
    }
}

impl Timer for StoryTime {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.advance(duration + Duration::from_secs(1));
        Box::pin(std::future::ready(()))
    }
}

/// Somebody with an account of Dropbox.
#[derive(Debug)]
pub(crate) struct Somebody {
    /// What the workspace lets them do.
    pub(crate) actor: Actor,
    /// Their account.
    pub(crate) account: AccountHandle,
}

/// The studio.
#[derive(Debug)]
pub(crate) struct Studio {
    /// The Dropbox, which is asked what really lies there.
    pub(crate) fake: Fake,
    /// How the workspace reaches it.
    dropbox: Dropbox,
    /// The workspace.
    pub(crate) workspace: Workspace,
    /// Who owns the track.
    pub(crate) olivia: Somebody,
    /// Who edits it.
    pub(crate) jordan: Somebody,
    /// Who is to own it.
    pub(crate) sam: Somebody,
    /// The track.
    pub(crate) track: TrackId,
    _server: Server,
}

impl Studio {
    /// Sets everything up, and connects Olivia and Jordan as their browsers would.
    ///
    /// # Errors
    /// Where it comes out otherwise.
    pub(crate) async fn begin(teller: &mut Teller<'_>) -> Told<Self> {
        let fake = Fake::new();
        let server = fake.serve()?;
        let time = StoryTime(fake.clone());
        let builder = Dropbox::builder(APP_KEY).servers(server.url.clone());
        let dropbox = builder.clock(time.clone()).timer(time.clone()).build()?;
        let builder = Workspace::builder().clock(time.clone()).timer(time);
        let workspace = builder.files(dropbox.clone(), Accounts::EachHolder).in_memory()?;
        let (olivia, jordan, sam) = (
            Somebody::new(&workspace, &fake, "olivia").await?,
            Somebody::new(&workspace, &fake, "jordan").await?,
            Somebody::new(&workspace, &fake, "sam").await?,
        );
        let track = olivia.actor.create_track(TITLE).await?.id;
        let studio = Self { fake, dropbox, workspace, olivia, jordan, sam, track, _server: server };
        teller.scene("Olivia and Jordan connect their Dropboxes, Sam has not come round to it")?;
        for (name, somebody) in [("Olivia", &studio.olivia), ("Jordan", &studio.jordan)] {
            let address = studio.connect(somebody).await?;
            let is_hers = address.as_deref() == Some(&format!("{}@example.com", name.to_lowercase()));
            teller.say(is_hers, format!("{name} says yes in the browser, and is connected"))?;
        }
        Ok(studio)
    }

    /// Sends somebody to Dropbox to say yes, and takes the code that they come back with.
    ///
    /// # Errors
    /// Where Dropbox does not take it.
    pub(crate) async fn connect(&self, somebody: &Somebody) -> Told<Option<String>> {
        let asked = self.dropbox.authorize()?;
        let challenge = asked.url.split("code_challenge=").nth(1).and_then(|rest| rest.split('&').next());
        let code = self.fake.authorize(&somebody.account, found(challenge, "challenge in the address")?);
        let connection = Connection::new(somebody.id().to_string());
        let account = self.dropbox.connect(&connection, &code, &asked.verifier).await?;
        self.workspace.account_connected(somebody.id()).await?;
        Ok(account.email.map(|email| email.as_str().to_owned()))
    }

    /// Does outside what is due, and returns how many of it could not be done now.
    ///
    /// # Errors
    /// Where the workspace itself cannot go on.
    pub(crate) async fn catch_up(&self) -> Told<u32> {
        let mut failed = 0;
        loop {
            let run = self.workspace.run_effects(100).await?;
            failed += run.failed;
            if run.done == 0 {
                return Ok(failed);
            }
        }
    }

    /// Returns where in somebody's Dropbox a file of the track lies, if it does: looked up there, past the workspace.
    pub(crate) fn lies(&self, somebody: &Somebody, name: &str) -> Option<String> {
        let ending = format!("/{TITLE}/bounces/{name}").to_lowercase();
        let paths = self.fake.paths(&somebody.account);
        paths.into_iter().find(|path| path.to_lowercase().ends_with(&ending))
    }
}

impl Somebody {
    async fn new(workspace: &Workspace, fake: &Fake, name: &str) -> Told<Self> {
        let email = format!("{name}@example.com");
        let account = fake.account(&email);
        let person = workspace.register(NewPerson::new(format!("{name}-1"), name).email(email)).await?;
        Ok(Self { actor: workspace.acting_as(person.id), account })
    }

    /// Returns who they are in the workspace.
    pub(crate) fn id(&self) -> PersonId {
        self.actor.id()
    }
}
