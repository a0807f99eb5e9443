use std::collections::BTreeMap;

use chrono::DateTime;

use crate::account::Account;
use crate::calls::Log;
use crate::cursors::Cursor;
use crate::fault::Faults;
use crate::jobs::Job;
use crate::links::Link;
use crate::pages::Page;
use crate::tokens::Tokens;
use crate::tree::{Namespace, Revision};
use crate::uploads::Session;

/// 1 January 2026, midnight UTC, in seconds since 1970: when every fake begins.
const BEGINNING: u64 = 1_767_225_600;

/// Everything that the fake's Dropbox holds.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) namespaces: BTreeMap<String, Namespace>,
    pub(crate) revisions: BTreeMap<String, Revision>,
    pub(crate) tokens: Tokens,
    pub(crate) jobs: BTreeMap<String, Job>,
    pub(crate) cursors: BTreeMap<String, Cursor>,
    pub(crate) pages: BTreeMap<String, Page>,
    pub(crate) links: BTreeMap<String, Link>,
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    /// Seconds since 1970.
    pub(crate) now: u64,
    sequence: u64,
    pub(crate) rules: Rules,
}

/// What a test may set about Dropbox at large.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// How often a job is still in progress before it is done.
    pub(crate) job_polls: u32,
    pub(crate) is_unmount_needed_to_leave: bool,
    pub(crate) upload_limit: u64,
    pub(crate) member_limit: u64,
    pub(crate) are_account_ids_broken: bool,
    pub(crate) longpoll_patience: std::time::Duration,
}

impl Default for World {
    fn default() -> Self {
        Self {
            accounts: BTreeMap::new(),
            namespaces: BTreeMap::new(),
            revisions: BTreeMap::new(),
            tokens: Tokens::default(),
            jobs: BTreeMap::new(),
            cursors: BTreeMap::new(),
            pages: BTreeMap::new(),
            links: BTreeMap::new(),
            sessions: BTreeMap::new(),
            faults: Faults::default(),
            log: Log::default(),
            now: BEGINNING,
            sequence: 0,
            rules: Rules {
                job_polls: 1,
                is_unmount_needed_to_leave: false,
                upload_limit: 150 * 1024 * 1024,
                member_limit: 1000,
                are_account_ids_broken: false,
                longpoll_patience: std::time::Duration::from_millis(500),
            },
        }
    }
}

impl World {
    /// A number that nothing else here has: ids come from it, so a run that does the same gets the same.
    pub(crate) fn next(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    pub(crate) fn next_node_id(&mut self) -> String {
        format!("id:{:022}", self.next())
    }

    pub(crate) fn next_rev(&mut self) -> String {
        format!("{:016x}", 0x0060_0000_0000_0000 + self.next())
    }

    /// An account's id as it is told to clients.
    pub(crate) fn told_id(&self, id: &str) -> String {
        if self.rules.are_account_ids_broken { format!("{id}X") } else { id.to_owned() }
    }
}

/// Seconds since 1970 as Dropbox writes an instant.
pub(crate) fn instant(seconds: u64) -> String {
    let found = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    found.unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
