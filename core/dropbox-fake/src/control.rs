//! What a test does to the fake, and sees of it, past every rule.

use std::time::Duration;

use crate::account::AccountHandle;
use crate::calls::Call;
use crate::fake::Fake;
use crate::fault::{Crash, Fate, Fault};
use crate::tree::{Kind, Place, Seen};

/// Somebody who may enter a shared folder, or could.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FolderMember {
    /// The account, unless nobody has one behind the address.
    pub account_id: Option<String>,
    /// The account's main address, or the one that was invited.
    pub email: String,
    /// `owner`, `editor`, `viewer`…
    pub level: String,
    /// Whether the invitation still waits.
    pub is_pending: bool,
    /// Whether the folder hangs in the account's files.
    pub is_mounted: bool,
}

/// A folder that is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedFolder {
    /// Its id, and the id of its namespace.
    pub shared_folder_id: String,
    /// The name it was shared under.
    pub name: String,
    /// The account that owns it.
    pub owner: String,
    /// Who may add and remove members: `owner` or `editors`.
    pub acl: String,
    /// The groups of people who may enter it.
    pub groups: Vec<String>,
}

impl Fake {
    /// The next call of a route goes wrong; after other faults of the route that wait already.
    ///
    /// Routes are named as Dropbox does, `files/upload`; `oauth2/token` is one, and `link` whatever a temporary link gives.
    pub fn fail(&self, route: &str, fault: Fault) {
        self.fail_nth(route, 1, fault);
    }

    /// As [`Self::fail`], but so that the `nth` call goes wrong, counted from 1 after the faults that wait already.
    pub fn fail_nth(&self, route: &str, nth: u32, fault: Fault) {
        self.with(|world| world.faults.add(route, nth.saturating_sub(1), Fate::Fault(fault)));
    }

    /// Something happens while the `nth` call of a route is under way, before Dropbox does what the call asks.
    pub fn meanwhile(&self, route: &str, nth: u32, act: impl FnOnce(&Self) + Send + 'static) {
        self.with(|world| world.faults.add(route, nth.saturating_sub(1), Fate::Meanwhile(Box::new(act))));
    }

    /// Forgets the faults that have not struck.
    pub fn forget_faults(&self) {
        self.with(|world| world.faults.clear());
    }

    /// How many faults have not struck: a test that ends with some has not tested what it says.
    #[must_use]
    pub fn faults_waiting(&self) -> usize {
        self.with(|world| world.faults.n_waiting())
    }

    /// Lets so many more calls through, then breaks every connection until [`Self::resume`].
    pub fn crash_after(&self, n: u32) {
        self.with(|world| world.faults.crash = Some(Crash { n_left: n, is_last_done: false }));
    }

    /// As [`Self::crash_after`], but the call after those is still done, though its answer is lost.
    pub fn crash_during(&self, n: u32) {
        self.with(|world| world.faults.crash = Some(Crash { n_left: n, is_last_done: true }));
    }

    /// Ends what [`Self::crash_after`] or [`Self::crash_during`] began.
    pub fn resume(&self) {
        self.with(|world| world.faults.crash = None);
    }

    /// All calls so far, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.with(|world| world.log.calls.clone())
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.with(|world| world.log.calls.clear());
    }

    /// How often a job is still in progress when it is asked about; once at first.
    pub fn job_polls(&self, n: u32) {
        self.with(|world| world.rules.job_polls = n);
    }

    /// Does what all jobs are to do, whether or not they are asked about again.
    pub fn settle(&self) {
        self.with(crate::world::World::finish_all);
    }

    /// Whether a mounted folder must be unmounted before its member may leave it.
    pub fn relinquish_needs_unmount(&self, is_needed: bool) {
        self.with(|world| world.rules.is_unmount_needed_to_leave = is_needed);
    }

    /// How large the body of one upload may be, in bytes; 150 MiB at first.
    pub fn upload_limit(&self, bytes: u64) {
        self.with(|world| world.rules.upload_limit = bytes);
    }

    /// How many members a shared folder may have, with those who are invited; 1,000 at first.
    pub fn member_limit(&self, n: u64) {
        self.with(|world| world.rules.member_limit = n);
    }

    /// How long a long poll waits in earnest before it says that nothing has changed; half a second at first.
    ///
    /// It also ends when the fake's clock is moved as far as the client said.
    pub fn longpoll_patience(&self, patience: Duration) {
        self.with(|world| world.rules.longpoll_patience = patience);
    }

    /// Makes the ids of accounts a character too long in answers, which no client that knows Dropbox's types may accept.
    pub fn break_account_ids(&self) {
        self.with(|world| world.rules.are_account_ids_broken = true);
    }

    /// Makes every cursor worth nothing.
    pub fn reset_cursors(&self) {
        self.with(|world| {
            world.cursors.clear();
            world.pages.clear();
        });
    }

    /// Who is in a shared folder, in order; nobody where there is no such folder.
    #[must_use]
    pub fn folder_members(&self, shared_folder_id: &str) -> Vec<FolderMember> {
        self.with(|world| {
            let Some(shared) = world.shared(shared_folder_id) else { return Vec::new() };
            let email = |id: &str| world.accounts.get(id).map(|account| account.email.clone()).unwrap_or_default();
            let members = shared.members.iter().map(|(id, member)| FolderMember {
                account_id: Some(id.clone()),
                email: email(id),
                level: member.level.clone(),
                is_pending: false,
                is_mounted: world.is_mounted(id, shared_folder_id),
            });
            let invitees = shared.invitees.values().map(|invitee| FolderMember {
                account_id: invitee.account.clone(),
                email: invitee.email.clone(),
                level: invitee.level.clone(),
                is_pending: true,
                is_mounted: false,
            });
            let mut found: Vec<FolderMember> = members.chain(invitees).collect();
            found.sort();
            found
        })
    }

    /// Shares a folder, as its owner would on dropbox.com, where editors may add others; returns its id, or `None` where it may not be.
    pub fn share_folder(&self, account: &AccountHandle, path: &str) -> Option<String> {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            world.share_openly(&view, path)
        })
    }

    /// Lets a group of people into a shared folder, as its owner would on dropbox.com.
    pub fn add_group(&self, shared_folder_id: &str, group_id: &str, level: &str) {
        self.with(|world| {
            let shared = world.shared_mut(shared_folder_id);
            shared.map(|shared| shared.groups.insert(group_id.to_owned(), level.to_owned()));
        });
    }

    /// Gives a member any level, also one that no client knows.
    pub fn set_level(&self, shared_folder_id: &str, account: &AccountHandle, level: &str) {
        self.with(|world| {
            let shared = world.shared_mut(shared_folder_id);
            let member = shared.and_then(|shared| shared.members.get_mut(&account.account_id));
            if let Some(member) = member {
                level.clone_into(&mut member.level);
            }
        });
    }

    /// All shared folders, in order of their ids.
    #[must_use]
    pub fn shared_folders(&self) -> Vec<SharedFolder> {
        self.with(|world| {
            let shared = world.namespaces.iter().filter_map(|(id, namespace)| Some((id, namespace.shared.as_ref()?)));
            let told = |(id, shared): (&String, &crate::folders::Shared)| SharedFolder {
                shared_folder_id: id.clone(),
                name: shared.name.clone(),
                owner: shared.owner.clone(),
                acl: shared.acl.clone(),
                groups: shared.groups.keys().cloned().collect(),
            };
            shared.map(told).collect()
        })
    }

    /// What a file holds, by any path that the account could use; `None` where there is no file.
    #[must_use]
    pub fn file(&self, account: &AccountHandle, path: &str) -> Option<Vec<u8>> {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            world.content(&view, path).ok().map(|(_, file)| file.data.to_vec())
        })
    }

    /// Whether an account sees a file or folder at a path.
    #[must_use]
    pub fn has(&self, account: &AccountHandle, path: &str) -> bool {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            world.resolve(&view, path).is_ok_and(|place| world.metadata(&view, &place).is_some())
        })
    }

    /// Puts a file, as the account's own Dropbox program would; returns its id, or `None` where it may not.
    pub fn put_file(&self, account: &AccountHandle, path: &str, bytes: &[u8]) -> Option<String> {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            let commit = serde_json::json!({ "path": path, "mode": "overwrite", "strict_conflict": true });
            let told = world.write(&view, &commit, bytes.to_vec()).ok()?;
            told.get("id").and_then(serde_json::Value::as_str).map(str::to_owned)
        })
    }

    /// Makes a folder, as the account's own Dropbox program would; whether it could.
    pub fn put_folder(&self, account: &AccountHandle, path: &str) -> bool {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            let Ok(place) = world.resolve(&view, path) else { return false };
            if world.vacant(&view, &place, path, false, false).is_err() {
                return false;
            }
            !world.put(&place, path, Kind::Folder).is_empty()
        })
    }

    /// Moves or renames, as the account's own Dropbox program would; whether it could.
    pub fn move_path(&self, account: &AccountHandle, from: &str, to: &str) -> bool {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            world.relocate(&view, from, to, false).is_ok()
        })
    }

    /// Deletes, as the account's own Dropbox program would; whether it could.
    pub fn delete_path(&self, account: &AccountHandle, path: &str) -> bool {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            world.remove(&view, path, None).is_ok()
        })
    }

    /// Ends a membership or an invitation, as the owner would on dropbox.com.
    pub fn remove_member(&self, shared_folder_id: &str, account: &AccountHandle) {
        self.with(|world| world.drop_member(shared_folder_id, &account.account_id, false));
    }

    /// All paths that an account sees in its own files and the folders mounted there, as they are written.
    #[must_use]
    pub fn paths(&self, account: &AccountHandle) -> Vec<String> {
        self.with(|world| {
            let view = world.home_view(&account.account_id);
            let mut paths = Vec::new();
            for Seen { ns, display, .. } in world.seen(&view) {
                let nodes = world.namespaces.get(&ns).into_iter().flat_map(|namespace| namespace.nodes.keys());
                let places = nodes.map(|rel| Place { ns: ns.clone(), rel: rel.clone() });
                paths.extend(places.map(|place| format!("{display}{}", world.display(&place))));
            }
            paths.sort();
            paths
        })
    }
}
