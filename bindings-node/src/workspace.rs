//! Opening workspaces.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use cowrite::adapters::{Dropbox, LocalFolderOptions};
use cowrite::ports::files::Connection;
use cowrite::{Accounts, Error, WorkspaceBuilder};
use serde::Deserialize;

use crate::argument::{Argument, Place, Text, Whole};
use crate::bridge::Bridge;
use crate::call::{Call, Done, aside};
use crate::clock::HostTime;
use crate::handle::{Face, Handle};
use crate::host::{EVERYBODY, HostStore};

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
    /// With the host, under this number, which shares folders and puts them among its members' own, or does not.
    Host(i64, bool, bool),
    /// In the store in Dropbox that comes along.
    Dropbox,
}

/// How a workspace is opened: where, whether by the host's clock, where its files are and whether everybody's are in one account, its rules, how
/// long tickets work in milliseconds, whether they are redeemed to the file store's own addresses, and whether the file is for this process alone.
#[derive(Debug, Deserialize)]
pub(crate) struct Opening(Store, bool, Option<(Files, bool)>, bool, Option<Whole<u32>>, Option<Whole<u64>>, bool, bool);

impl Files {
    /// Each holder's account has the person's id; a folder of this machine has one for all.
    fn keep(
        self,
        builder: WorkspaceBuilder,
        accounts: Accounts,
        bridge: &Arc<Bridge>,
        dropbox: Option<Dropbox>,
    ) -> Result<WorkspaceBuilder, Error> {
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
            Self::Host(port, shares, mounts) => {
                Ok(builder.files(HostStore::new(Arc::clone(bridge), port, shares, mounts), accounts))
            }
            Self::Dropbox => Ok(builder.files(dropbox.ok_or(Error::SourceUnavailable)?, accounts)),
        }
    }
}

/// Opens a workspace on a thread of its own.
pub(crate) async fn open(bridge: Arc<Bridge>, opening: Opening, dropbox: Option<Dropbox>) -> Result<Done, Error> {
    let Opening(store, has_clock, files, strict, days, ticket_for, direct, exclusive) = opening;
    let mut builder = cowrite::Workspace::builder().strict_publishing(strict).direct_addresses(direct);
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
            Some((files, is_everybodys)) => {
                let everybody = is_everybodys.then(|| Accounts::One(Connection::new(EVERYBODY)));
                files.keep(builder, everybody.unwrap_or(Accounts::EachHolder), &back, dropbox)?
            }
            None => builder,
        };
        match store {
            Store::File(path) => pollster::block_on(builder.exclusive(exclusive).open(path.value("path")?)),
            Store::Memory => builder.in_memory(),
            Store::Database(url) => {
                let url = url.value("url")?;
                pollster::block_on(builder.connect(&url))
            }
        }
    });
    Ok(Done::Handle(Handle::Workspace(Face::new(workspace.await?, bridge, clock))))
}
