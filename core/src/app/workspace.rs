//! A workspace: one store with its rules, from which all faces are had.

use std::path::Path;
use std::sync::Arc;

use super::actor::Actor;
use super::driver::{Core, Driver};
use super::operator::Operator;
use super::visitor::Visitor;
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::Error;
use crate::event::Author;
use crate::id::PersonId;
use crate::ports::store::Load;

mod builder;

pub use builder::WorkspaceBuilder;

/// One store with its rules: open it once, share it, and act through its faces.
///
/// Cloning is cheap and gives the same workspace.
/// Every call is one load and one commit; calls on one track or group queue in order.
///
/// # Example: from nothing to a collaborator
///
/// ```
/// # pollster::block_on(async {
/// use cowrite::{Access, Action, NewPerson, Workspace};
///
/// let workspace = Workspace::in_memory()?;
/// let olivia = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
/// let alex = workspace.register(NewPerson::new("alex-1", "Alex Reyes")).await?;
///
/// let track = workspace.acting_as(olivia.id).create_track("Midnight Sessions").await?;
/// let invitation = workspace.acting_as(olivia.id).invite(track.id, alex.id, Access::Editor).await?;
/// workspace.acting_as(alex.id).accept_invitation(invitation.id).await?;
/// assert!(workspace.acting_as(alex.id).can(track.id, Action::EditShares).await?);
/// # Ok::<(), cowrite::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Workspace {
    pub(super) core: Arc<Core>,
}

impl Workspace {
    /// Opens a workspace in one SQLite file, which is made where there is none.
    ///
    /// # Errors
    /// `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, or is something else.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("studio.db");
    /// let workspace = cowrite::Workspace::open(&path).await?;
    /// assert_eq!(workspace.revision().await?, 0);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[cfg(feature = "sqlite")]
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::builder().open(path).await
    }

    /// Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share (REL-3); the first to connect lays it out.
    ///
    /// Everything lies in the schema `cowrite` there, beside whatever else the database holds.
    /// `sslmode` and `sslrootcert` in the URL mean what they mean to `libpq`.
    ///
    /// # Errors
    /// `schema_too_new` for a newer version's.
    /// `storage` with its reason: `bad_address`, `unreachable`, `wrong_credentials`, `no_database`, `no_tls`, `read_only` for a standby, `damaged`, `failed`.
    /// None of them tells the password.
    ///
    /// # Example: telling why there is no workspace
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use cowrite::{Error, Trouble, Workspace};
    ///
    /// # let url = "postgres://studio:secret@127.0.0.1:1/studio";
    /// match Workspace::connect(url).await {
    ///     Ok(workspace) => println!("{} commits", workspace.revision().await?),
    ///     Err(Error::Storage { reason: Trouble::Unreachable, message, .. }) => println!("is it running? {message}"),
    ///     Err(error) => println!("{error}"),
    /// }
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[cfg(feature = "postgres")]
    pub async fn connect(url: &str) -> Result<Self, Error> {
        Self::builder().connect(url).await
    }

    /// Opens a workspace that lives as long as the value does: for tests and for trying out.
    ///
    /// # Errors
    /// None today; the signature leaves room for ports that must be asked.
    ///
    /// # Example
    ///
    /// ```
    /// let workspace = cowrite::Workspace::in_memory()?;
    /// # let _ = workspace;
    /// # Ok::<(), cowrite::Error>(())
    /// ```
    pub fn in_memory() -> Result<Self, Error> {
        Self::builder().in_memory()
    }

    /// Begins to say how a workspace is to be opened.
    ///
    /// # Example: publishing only what is complete
    ///
    /// ```
    /// let workspace = cowrite::Workspace::builder().strict_publishing(true).in_memory()?;
    /// # let _ = workspace;
    /// # Ok::<(), cowrite::Error>(())
    /// ```
    pub fn builder() -> WorkspaceBuilder {
        WorkspaceBuilder::default()
    }

    pub(crate) fn host(&self) -> Driver {
        Driver::new(Arc::clone(&self.core), Author::Host)
    }

    /// Returns the face on which every call is `person`'s.
    ///
    /// The host authenticates people and says here who acts; nothing is looked up until a call is made.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let seen = workspace.acting_as(alex.id()).track(track).await?;
    /// assert_eq!(seen.title, "Midnight Sessions");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn acting_as(&self, person: PersonId) -> Actor {
        Actor::of(Driver::new(Arc::clone(&self.core), Author::Person(person)))
    }

    /// Returns the face of somebody who has only a secret address: no account, no name (LNK).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LinkSettings, Visit};
    ///
    /// let made = olivia.create_share_link(track, LinkSettings::new()).await?;
    /// let secret = made.secret.unwrap();
    /// let page = workspace.visitor().open(&secret, Visit::new()).await?;
    /// assert_eq!(page.name, "Midnight Sessions");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor::of(self.host())
    }

    /// Returns the face of the host as operator, for a reason that stands in the activity (OPS-1).
    ///
    /// # Errors
    /// `invalid_input{reason}` and `limit_exceeded{reason}` for a reason that is empty or too long.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, track, .. } = cowrite::testing::Studio::new().await?;
    /// workspace.operator("court order 17/2026")?.take_down(track).await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn operator(&self, reason: &str) -> Result<Operator, Error> {
        let reason = tidy("reason", reason, NAME_LIMIT)?;
        Ok(Operator::of(Driver::new(Arc::clone(&self.core), Author::Operator { reason })))
    }

    /// Returns the number of the last commit: 0 for an empty workspace.
    ///
    /// Where many machines commit at once (PostgreSQL) it is the number up to which every commit can be seen: it never skips one that becomes visible late, grows with gaps, and may lag behind while others commit.
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let before = workspace.revision().await?;
    /// olivia.create_track("B-Side").await?;
    /// assert_eq!(workspace.revision().await?, before + 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn revision(&self) -> Result<u64, Error> {
        Ok(self.core.store.load(Load::default()).await?.slice.revision)
    }

    /// Copies the workspace to a new file while it is in use (REL-4).
    ///
    /// # Errors
    /// `storage` where the store has no file, something is at `path` or beside it already, or the copy cannot be written.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let (path, copy) = (folder.path().join("studio.db"), folder.path().join("copy.db"));
    /// let workspace = cowrite::Workspace::open(&path).await?;
    /// workspace.backup(&copy).await?;
    /// assert!(cowrite::Workspace::open(&copy).await?.verify().await?.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn backup(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        Ok(self.core.store.backup(path.as_ref()).await?)
    }

    /// Makes a workspace file at `to`, where there is none yet, of a backup.
    ///
    /// # Errors
    /// `storage` where the backup is damaged or is something else, or where there is a file at `to` already, or beside it what a file lost from there has left (`-wal`, `-shm`, `-journal`): its last commits, which are to be moved away first; `schema_too_new`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let (path, copy) = (folder.path().join("studio.db"), folder.path().join("copy.db"));
    /// # let restored = folder.path().join("restored.db");
    /// cowrite::Workspace::open(&path).await?.backup(&copy).await?;
    /// cowrite::Workspace::restore(&copy, &restored)?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[cfg(feature = "sqlite")]
    pub fn restore(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), Error> {
        Ok(crate::adapters::sqlite::restore(from.as_ref(), to.as_ref())?)
    }

    /// Closes the workspace after what is under way: every later call on any of its faces is `closed`.
    ///
    /// Dropping the last face does the same.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, .. } = cowrite::testing::Studio::new().await?;
    /// workspace.close();
    /// assert_eq!(workspace.revision().await, Err(cowrite::Error::Closed));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn close(&self) {
        self.core.index.close();
        self.core.store.close();
    }
}
