//! What the host brings along to be called: a clock, a file store, a place for tokens, content to be uploaded; and the core's own file stores.

mod bytes;
mod call;
mod dropbox;
mod files;
mod refusals;
mod sharing;
mod store;
mod tokens;

use std::sync::Arc;

use cowrite::adapters::{LocalFolder, LocalFolderOptions};
use cowrite::ports::files::Connection;
use cowrite::{Accounts, Error, Timestamp, WorkspaceBuilder};

pub(crate) use bytes::ContentPort;
pub(crate) use call::Call;

use dropbox::DropboxCore;
use sharing::{MembershipPort, SharingPort};
use store::{FileStorePort, HostStore};

/// Where the time comes from.
#[uniffi::export(foreign)]
pub(crate) trait ClockPort: Send + Sync {
    /// This instant.
    fn now(&self) -> Timestamp;
}

/// A clock of the host's.
pub(crate) struct HostClock(pub(crate) Arc<dyn ClockPort>);

impl core::fmt::Debug for HostClock {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HostClock")
    }
}

impl cowrite::ports::Clock for HostClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// The account of a store that keeps everybody's files in one; no person's, whose names are ids.
const EVERYBODY: &str = "everybody";

/// Where the files of tracks are kept.
#[derive(uniffi::Enum)]
pub(crate) enum FilesPlace {
    /// In this folder of the machine, which is one account for all.
    Folder(String),
    /// In Dropbox.
    Dropbox {
        /// How it is reached.
        dropbox: Arc<DropboxCore>,
        /// Whether there is one account for everybody.
        one_account: bool,
    },
    /// With the host.
    Host {
        /// Its store.
        store: Arc<dyn FileStorePort>,
        /// The same, where it shares folders.
        sharing: Option<Arc<dyn SharingPort>>,
        /// The same, where it puts shared folders among the members' own.
        membership: Option<Arc<dyn MembershipPort>>,
        /// Whether there is one account for everybody.
        one_account: bool,
    },
}

impl FilesPlace {
    /// Has a workspace keep its files there. Each holder's account goes by the person's id.
    pub(crate) fn keep(self, builder: WorkspaceBuilder) -> Result<WorkspaceBuilder, Error> {
        let accounts =
            |is_one: bool| if is_one { Accounts::One(Connection::new(EVERYBODY)) } else { Accounts::EachHolder };
        Ok(match self {
            Self::Folder(path) => {
                let folder =
                    LocalFolder::open(path, LocalFolderOptions::new()).map_err(|_| Error::SourceUnavailable)?;
                let accounts = Accounts::One(folder.connection());
                builder.files(folder, accounts)
            }
            Self::Dropbox { dropbox, one_account } => dropbox.keep(builder, accounts(one_account)),
            Self::Host { store, sharing, membership, one_account } => {
                builder.files(HostStore::new(store, sharing, membership), accounts(one_account))
            }
        })
    }
}

/// Does something long on a thread of its own, so that none of Swift's own threads waits for it.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (give, given) = futures_channel::oneshot::channel();
    let spawned = std::thread::Builder::new().name("cowrite".to_owned()).spawn(move || {
        // Nobody waits any more: what was made ends here.
        drop(give.send(work()));
    });
    if spawned.is_err() {
        return Err(Error::SourceUnavailable);
    }
    given.await.unwrap_or(Err(Error::Closed))
}
