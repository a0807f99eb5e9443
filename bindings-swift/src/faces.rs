//! The objects whose methods operations are. Each is held by a value of Swift: `Workspace`, `WorkspaceActor` and so on.

use std::sync::{Arc, Mutex, PoisonError};

use cowrite::{Error, WorkspaceBuilder};

use crate::argument::Argument;
use crate::crosses::Crosses;
use crate::custom::{PersonID, Span, Whole};
use crate::error::Refusal;
use crate::host::{Call, ClockPort, FilesPlace, HostClock, aside};
use crate::records::Fault;
use crate::watch::WatchCore;

macro_rules! faces {
    ($($(#[$doc:meta])* $Face:ident on $Core:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, uniffi::Object)]
        pub(crate) struct $Face {
            pub(crate) core: $Core,
        }

        impl $Face {
            pub(crate) fn new(core: $Core) -> Arc<Self> {
                Arc::new(Self { core })
            }
        }
    )*};
}

faces! {
    /// The host's own face.
    WorkspaceCore on cowrite::Workspace;
    /// A person's.
    ActorCore on cowrite::Actor;
    /// A visitor's.
    VisitorCore on cowrite::Visitor;
    /// The operator's.
    OperatorCore on cowrite::Operator;
}

/// Where a workspace is kept.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum StorePlace {
    /// In one SQLite file.
    File(String),
    /// In memory, for as long as it is held.
    Memory,
    /// In a PostgreSQL database.
    Postgres(String),
}

/// How a workspace is opened.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct OpenOptions {
    /// Whether tracks are published only with complete splits (SPL-5).
    pub(crate) strict_publishing: bool,
    /// How long invitations wait (INV-2).
    pub(crate) invitation_days: Option<Whole>,
    /// How long tickets can be redeemed (LNK-5).
    pub(crate) ticket_for: Option<Span>,
    /// Whether tickets are redeemed to the store's own addresses.
    pub(crate) direct_addresses: bool,
}

fn builder(
    options: OpenOptions,
    clock: Option<Arc<dyn ClockPort>>,
    files: Option<FilesPlace>,
) -> Result<WorkspaceBuilder, Error> {
    let mut builder = cowrite::Workspace::builder();
    builder = builder.strict_publishing(options.strict_publishing).direct_addresses(options.direct_addresses);
    if let Some(days) = options.invitation_days.value("invitation_days")? {
        builder = builder.invitation_days(days);
    }
    if let Some(time) = options.ticket_for.value("ticket_for")? {
        builder = builder.ticket_for(time);
    }
    if let Some(clock) = clock {
        builder = builder.clock(HostClock(clock));
    }
    match files {
        Some(files) => files.keep(builder),
        None => Ok(builder),
    }
}

#[cfg(feature = "postgres")]
async fn connect(builder: WorkspaceBuilder, url: String) -> Result<cowrite::Workspace, Error> {
    builder.connect(&url).await
}

#[cfg(not(feature = "postgres"))]
async fn connect(_: WorkspaceBuilder, _: String) -> Result<cowrite::Workspace, Error> {
    Err(Error::invalid("url", "needs a library that was built with PostgreSQL"))
}

/// Opens a workspace, on a thread of its own.
#[uniffi::export]
pub(crate) async fn open_workspace(
    place: StorePlace,
    options: OpenOptions,
    clock: Option<Arc<dyn ClockPort>>,
    files: Option<FilesPlace>,
) -> Result<Arc<WorkspaceCore>, Refusal> {
    let opened = aside(move || {
        let builder = builder(options, clock, files)?;
        pollster::block_on(async {
            match place {
                StorePlace::File(path) => builder.open(path).await,
                StorePlace::Memory => builder.in_memory(),
                StorePlace::Postgres(url) => connect(builder, url).await,
            }
        })
    });
    Ok(WorkspaceCore::new(opened.await?))
}

/// Makes a workspace file of a backup.
#[uniffi::export]
pub(crate) async fn restore_workspace(backup: String, to: String) -> Result<(), Refusal> {
    Ok(aside(move || cowrite::Workspace::restore(backup, to)).await?)
}

/// The way of sharing that suits a situation best (LNK-10).
#[uniffi::export]
pub(crate) fn sharing_method(situation: crate::words::Situation) -> crate::words::SharingMethod {
    cowrite::sharing_method_for(situation.into()).across()
}

#[uniffi::export]
impl WorkspaceCore {
    /// The face on which every call is a person's.
    pub(crate) fn actor(&self, person: PersonID) -> Arc<ActorCore> {
        ActorCore::new(self.core.acting_as(person))
    }

    /// The face of somebody who has only a secret address.
    pub(crate) fn visitor(&self) -> Arc<VisitorCore> {
        VisitorCore::new(self.core.visitor())
    }

    /// The face of the operator, for a reason.
    pub(crate) fn operator(&self, reason: String) -> Result<Arc<OperatorCore>, Refusal> {
        Ok(OperatorCore::new(self.core.operator(&reason)?))
    }

    /// Refuses every later call.
    pub(crate) fn close(&self) {
        self.core.close();
    }

    /// The number of the last commit.
    pub(crate) async fn revision(&self) -> Result<Whole, Refusal> {
        Ok(self.core.revision().await?.across())
    }

    /// Checks the whole store against the rules.
    pub(crate) async fn verify(&self) -> Result<Vec<Fault>, Refusal> {
        let workspace = self.core.clone();
        Ok(aside(move || pollster::block_on(workspace.verify())).await?.across())
    }

    /// Copies the store to a new file.
    pub(crate) async fn backup(&self, path: String) -> Result<(), Refusal> {
        let workspace = self.core.clone();
        Ok(aside(move || pollster::block_on(workspace.backup(path))).await?)
    }

    /// Writes the whole workspace to a new file.
    pub(crate) async fn export_to(&self, path: String) -> Result<(), Refusal> {
        let workspace = self.core.clone();
        Ok(aside(move || pollster::block_on(workspace.export_to(path))).await?)
    }

    /// Fills this workspace with one that was written.
    pub(crate) async fn import_from(&self, path: String) -> Result<(), Refusal> {
        let workspace = self.core.clone();
        Ok(aside(move || pollster::block_on(workspace.import_from(path))).await?)
    }

    /// Does nothing: what a call costs by itself.
    pub(crate) fn no_op(&self) -> bool {
        true
    }

    /// Does nothing, awaited.
    pub(crate) async fn no_op_awaited(&self) -> bool {
        true
    }
}

#[uniffi::export]
impl ActorCore {
    /// Who acts.
    pub(crate) fn id(&self) -> PersonID {
        self.core.id()
    }

    /// The same face, with an idempotency key.
    pub(crate) fn with_key(&self, key: String) -> Arc<Self> {
        Self::new(self.core.with_key(&key))
    }

    /// The same face, which changes nothing.
    pub(crate) fn dry_run(&self) -> Arc<Self> {
        Self::new(self.core.dry_run())
    }

    /// Begins to gather calls.
    pub(crate) fn batch(&self) -> Result<Arc<BatchCore>, Refusal> {
        let batch = self.core.batch()?;
        Ok(Arc::new(BatchCore { actor: batch.actor(), open: Mutex::new(Some(batch)) }))
    }

    /// Tells what changes from a cursor on.
    pub(crate) fn watch(&self, cursor: Option<String>) -> Arc<WatchCore> {
        WatchCore::new(self.core.watch(cursor.as_deref()))
    }
}

/// Calls that take hold together.
#[derive(Debug, uniffi::Object)]
pub(crate) struct BatchCore {
    actor: cowrite::Actor,
    open: Mutex<Option<cowrite::Batch>>,
}

#[uniffi::export]
impl BatchCore {
    /// The actor whose calls are gathered.
    pub(crate) fn actor(&self) -> Arc<ActorCore> {
        ActorCore::new(self.actor.clone())
    }

    /// How many changes wait.
    pub(crate) fn waiting(&self) -> Whole {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map_or(0, cowrite::Batch::waiting).across()
    }

    /// Commits them.
    pub(crate) async fn commit(&self) -> Result<Option<Whole>, Refusal> {
        let batch = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        let done = async {
            match batch {
                Some(batch) => batch.commit().await,
                None => Err(Error::Closed),
            }
        };
        Call::new().follow(done).await
    }

    /// Gives them up.
    pub(crate) fn give_up(&self) {
        drop(self.open.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}
