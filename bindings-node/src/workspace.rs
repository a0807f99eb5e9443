//! Opening workspaces.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use cowrite::adapters::LocalFolderOptions;
use cowrite::ports::files::Connection;
use cowrite::{Accounts, Error, WorkspaceBuilder};
use serde::Deserialize;

use crate::argument::{Argument, Place, Text, Whole};
use crate::bridge::Bridge;
use crate::call::{Call, Done, aside};
use crate::clock::HostTime;
use crate::handle::{Face, Handle};
use crate::host::HostStore;

/// Where a workspace is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Store {
    /// In one SQLite file.
    File(Place),
    /// In memory.
    Memory,
    /// In a PostgreSQL database.
    Database(Text),
}

/// Where the files of tracks are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Files {
    /// In a folder of this machine.
    Folder(Place),
    /// With the host, under this number, in an account of each holder's.
    Host(i64),
    /// With the host, under this number, in one account for everybody.
    Everybody(i64),
}

/// How a workspace is opened: where, whether by the host's clock, where its files are, its rules, and how long tickets work in milliseconds.
#[derive(Debug, Deserialize)]
pub(crate) struct Opening(Store, bool, Option<Files>, bool, Option<Whole<u32>>, Option<Whole<u64>>);

/// The account of a store that keeps everybody's files in one; no person's, whose names are ids.
const EVERYBODY: &str = "everybody";

impl Files {
    /// Each holder's account has the person's id; a folder of this machine has one for all.
    fn keep(self, builder: WorkspaceBuilder, bridge: &Arc<Bridge>) -> Result<WorkspaceBuilder, Error> {
        match self {
            Self::Folder(path) => {
                let path = path.value("files")?;
                let opened = cowrite::adapters::LocalFolder::open(path, LocalFolderOptions::new());
                let folder = opened.map_err(|error| {
                    if let Some(call) = Call::current() {
                        call.blame(error);
                    }
                    Error::SourceUnavailable
                })?;
                let accounts = Accounts::One(folder.connection());
                Ok(builder.files(folder, accounts))
            }
            Self::Host(store) => Ok(builder.files(HostStore::new(Arc::clone(bridge), store), Accounts::EachHolder)),
            Self::Everybody(store) => {
                let everybody = Accounts::One(Connection::new(EVERYBODY));
                Ok(builder.files(HostStore::new(Arc::clone(bridge), store), everybody))
            }
        }
    }
}

/// Opens a workspace on a thread of its own.
pub(crate) async fn open(bridge: Arc<Bridge>, opening: Opening) -> Result<Done, Error> {
    let Opening(store, has_clock, files, strict, days, ticket_for) = opening;
    let mut builder = cowrite::Workspace::builder().strict_publishing(strict);
    if let Some(days) = days.value("invitation_days")? {
        builder = builder.invitation_days(days);
    }
    if let Some(millis) = ticket_for.value("ticket_for_ms")? {
        builder = builder.ticket_for(Duration::from_millis(millis));
    }
    let clock = has_clock.then(|| Arc::new(AtomicI64::new(0)));
    if let Some(clock) = &clock {
        builder = builder.clock(HostTime(Arc::clone(clock)));
    }
    let back = Arc::clone(&bridge);
    let workspace = aside(move || {
        let builder = match files {
            Some(files) => files.keep(builder, &back)?,
            None => builder,
        };
        match store {
            Store::File(path) => pollster::block_on(builder.open(path.value("path")?)),
            Store::Memory => builder.in_memory(),
            Store::Database(url) => {
                let url = url.value("url")?;
                pollster::block_on(builder.connect(&url))
            }
        }
    });
    Ok(Done::Workspace(Handle::Workspace(Face::new(workspace.await?, bridge, clock))))
}
