//! What the host brings along to be called: a clock, a file store, content to be uploaded.

mod bytes;
mod call;
mod files;
mod store;

use std::sync::Arc;

use cowrite::adapters::{LocalFolder, LocalFolderOptions};
use cowrite::{Accounts, Error, Timestamp, WorkspaceBuilder};

pub(crate) use bytes::ContentPort;
pub(crate) use call::Call;
pub(crate) use store::FileStorePort;
pub(crate) use store::HostStore;

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

/// Has a workspace keep its files in a folder of the machine.
pub(crate) fn in_folder(builder: WorkspaceBuilder, path: String) -> Result<WorkspaceBuilder, Error> {
    let folder = LocalFolder::open(path, LocalFolderOptions::new()).map_err(|_| Error::SourceUnavailable)?;
    let accounts = Accounts::One(folder.connection());
    Ok(builder.files(folder, accounts))
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
