//! Shared folders and their members.

use super::faults::{FilesCall, FilesFault};
use super::tree::{Content, Key, Member, Shared, account_id};
use super::{MemoryFiles, State};
use crate::domain::file::fold_name;
use crate::ports::files::{
    AccountId, Connection, FilesError, FilesFuture, FolderId, FolderMember, FolderRole, FolderSharing, Invited,
    JobDone, JobId, JobKind, Jobs, Loc, MemberState, Membership, Nesting, Progress, Revoked, SharedFolder, Step, Who,
};
use crate::time::Timestamp;

/// Something under way.
#[derive(Debug, Clone)]
pub(super) struct Job {
    by: Connection,
    act: Act,
    looks: u32,
    outcome: Option<Progress>,
}

/// What takes its time where the store is told to take it.
#[derive(Debug, Clone)]
enum Act {
    Share(Key),
    Revoke(FolderId, Who),
    Unshare(FolderId),
    Leave(FolderId),
}

impl Act {
    const fn kind(&self) -> JobKind {
        match self {
            Self::Share(_) => JobKind::Share,
            Self::Revoke(..) => JobKind::Revoke,
            Self::Unshare(_) => JobKind::Unshare,
            Self::Leave(_) => JobKind::Leave,
        }
    }
}

impl State {
    /// Begins or does an act that has been found possible.
    fn begin<T>(
        &mut self,
        by: &Connection,
        act: Act,
        done: impl Fn(JobDone) -> Option<T>,
    ) -> Result<Step<T>, FilesError> {
        let Some(looks) = self.looks else {
            let outcome = self.act(by, &act)?;
            return done(outcome).map(Step::Done).ok_or(FilesError::Transient);
        };
        let job = JobId { kind: act.kind(), id: format!("job:{}", self.tree.number()) };
        self.jobs.insert(job.id.clone(), Job { by: by.clone(), act, looks, outcome: None });
        Ok(Step::Running(job))
    }

    fn act(&mut self, by: &Connection, act: &Act) -> Result<JobDone, FilesError> {
        match act {
            Act::Share(key) => self.share(by, *key).map(JobDone::Shared),
            Act::Revoke(folder, who) => {
                let member = self.holder(who);
                let shared = self.tree.shared_mut(folder)?;
                if let Some(member) = member {
                    shared.members.remove(&member);
                }
                if let Who::Email(email) = who {
                    shared.invited.remove(&email.key());
                }
                Ok(JobDone::Revoked(Revoked::default()))
            }
            Act::Unshare(folder) => {
                let key = self.tree.shared(folder).map(|(key, _)| key).ok_or(FilesError::NotAMember)?;
                self.tree.thing_mut(key)?.shared = None;
                Ok(JobDone::Unshared)
            }
            Act::Leave(folder) => {
                self.tree.shared_mut(folder)?.members.remove(by);
                Ok(JobDone::Left)
            }
        }
    }

    fn share(&mut self, by: &Connection, key: Key) -> Result<SharedFolder, FilesError> {
        if self.tree.thing(key)?.shared.is_none() {
            let id = FolderId::new(format!("folder:{}", self.tree.number()));
            let owner = Member { role: FolderRole::Owner, state: MemberState::Active, mounted_as: None };
            let members = [(by.clone(), owner)].into();
            let shared = Shared { id, owner: by.clone(), members, invited: [].into() };
            self.tree.thing_mut(key)?.shared = Some(shared);
        }
        self.view(by, key)
    }

    fn may_share(&self, by: &Connection, key: Key) -> Result<(), FilesError> {
        let (tree, home) = (&self.tree, self.tree.home(by)?);
        let thing = tree.thing(key)?;
        if key == home.root || !matches!(tree.role(by, key), Some(FolderRole::Owner)) {
            return Err(FilesError::NotPermitted);
        }
        if tree.is_in_shared(key) {
            return Err(FilesError::Nesting(Nesting::Inside));
        }
        if tree.holds_shared(key) {
            return Err(FilesError::Nesting(Nesting::Contains));
        }
        let name = fold_name(&thing.name);
        if [".logicx", ".band"].iter().any(|package| name.ends_with(package)) {
            return Err(FilesError::Nesting(Nesting::Package));
        }
        if home.account.is_email_verified { Ok(()) } else { Err(FilesError::NotVerified) }
    }

    /// A shared folder as an account sees it, whether it has accepted or not.
    fn view(&self, by: &Connection, key: Key) -> Result<SharedFolder, FilesError> {
        let thing = self.tree.thing(key)?;
        let shared = thing.shared.as_ref().ok_or(FilesError::NotAMember)?;
        let member = shared.members.get(by).ok_or(FilesError::NotAMember)?;
        let is_mounted = shared.owner == *by || member.mounted_as.is_some();
        Ok(SharedFolder {
            id: shared.id.clone(),
            name: thing.name.clone(),
            my_role: member.role,
            mounted_at: is_mounted.then(|| self.tree.path(by, key)),
            parent: None,
            is_in_team_folder: false,
        })
    }

    /// A shared folder that the account is on, and whether it is its owner.
    fn folder(&self, by: &Connection, folder: &FolderId) -> Result<(Key, &Shared, bool), FilesError> {
        self.tree.home(by)?;
        let (key, shared) = self.tree.shared(folder).ok_or(FilesError::NotAMember)?;
        let is_active = shared.members.get(by).is_some_and(|member| member.state == MemberState::Active);
        if is_active { Ok((key, shared, shared.owner == *by)) } else { Err(FilesError::NotAMember) }
    }

    fn owned(&self, by: &Connection, folder: &FolderId) -> Result<(Key, &Shared), FilesError> {
        match self.folder(by, folder)? {
            (key, shared, true) => Ok((key, shared)),
            (_, _, false) => Err(FilesError::NotPermitted),
        }
    }

    /// The connection of whom an invitation is for, where they have an account.
    fn holder(&self, who: &Who) -> Option<Connection> {
        let is_holder = |(connection, home): &(&Connection, &super::Home)| match who {
            Who::Account(id) => account_id(connection) == *id,
            Who::Email(email) => {
                let mut all = home.account.email.iter().chain(&home.account.alias);
                all.any(|it| it.key() == email.key())
            }
        };
        self.tree.homes.iter().find(is_holder).map(|(connection, _)| connection.clone())
    }

    fn members(&self, shared: &Shared) -> Vec<FolderMember> {
        let members = shared.members.iter().map(|(connection, member)| FolderMember {
            account: Some(account_id(connection)),
            email: self.tree.homes.get(connection).and_then(|home| home.account.email.clone()),
            role: member.role,
            state: member.state,
            is_inherited: false,
        });
        let invited = shared.invited.iter().map(|(email, role)| FolderMember {
            account: None,
            email: email.parse().ok(),
            role: *role,
            state: MemberState::Pending,
            is_inherited: false,
        });
        members.chain(invited).collect()
    }

    fn invite(&mut self, by: &Connection, folder: &FolderId, people: &[Invited]) -> Result<(), FilesError> {
        self.owned(by, folder)?;
        let account = &self.tree.home(by)?.account;
        for invited in people {
            match invited.role {
                FolderRole::Owner => return Err(FilesError::Owner),
                FolderRole::Viewer if !account.can_have_viewers => return Err(FilesError::PlanInsufficient),
                FolderRole::Viewer | FolderRole::Editor => {}
            }
        }
        let found: Vec<_> = people.iter().map(|invited| self.holder(&invited.who)).collect();
        let is_unknown = |(invited, holder): (&Invited, &Option<Connection>)| {
            holder.is_none() && matches!(invited.who, Who::Account(_))
        };
        if people.iter().zip(&found).any(is_unknown) {
            return Err(FilesError::NotFound);
        }
        let shared = self.tree.shared_mut(folder)?;
        for (invited, holder) in people.iter().zip(found) {
            let role = match (holder, &invited.who) {
                (Some(holder), _) => {
                    let new = Member { role: invited.role, state: MemberState::Pending, mounted_as: None };
                    &mut shared.members.entry(holder).or_insert(new).role
                }
                (None, Who::Email(email)) => shared.invited.entry(email.key()).or_insert(invited.role),
                (None, Who::Account(_)) => continue,
            };
            *role = invited.role.max(*role);
        }
        Ok(())
    }

    fn set_role(
        &mut self,
        by: &Connection,
        folder: &FolderId,
        of: &AccountId,
        role: FolderRole,
    ) -> Result<(), FilesError> {
        self.owned(by, folder)?;
        if role == FolderRole::Viewer && !self.tree.home(by)?.account.can_have_viewers {
            return Err(FilesError::PlanInsufficient);
        }
        let member = self.holder(&Who::Account(of.clone()));
        let shared = self.tree.shared_mut(folder)?;
        let member = member.and_then(|member| shared.members.get_mut(&member)).ok_or(FilesError::NotFound)?;
        if role == FolderRole::Owner || member.role == FolderRole::Owner {
            return Err(FilesError::Owner);
        }
        member.role = role;
        Ok(())
    }

    fn transfer(&mut self, by: &Connection, folder: &FolderId, to: &AccountId) -> Result<(), FilesError> {
        let (key, shared) = self.owned(by, folder)?;
        let to = self.holder(&Who::Account(to.clone())).filter(|to| shared.members.contains_key(to));
        let to = to.ok_or(FilesError::NotFound)?;
        if to == *by {
            return Ok(());
        }
        let mounted = shared.members.get(&to).and_then(|member| member.mounted_as.clone());
        let name = mounted.ok_or(FilesError::NotPermitted)?;
        let (from, home) = (self.tree.home(by)?.root, self.tree.home(&to)?);
        if !home.account.is_email_verified {
            return Err(FilesError::NotVerified);
        }
        self.tree.has_room_at(home, self.tree.size(key))?;
        let root = home.root;
        let thing = self.tree.thing_mut(key)?;
        thing.parent = Some(root);
        let before = core::mem::replace(&mut thing.name, name);
        let kept = self.tree.free_name(by, from, &before);
        let shared = self.tree.shared_mut(folder)?;
        shared.owner = to.clone();
        let member = |role, mounted_as| Member { role, state: MemberState::Active, mounted_as };
        shared.members.insert(to, member(FolderRole::Owner, None));
        shared.members.insert(by.clone(), member(FolderRole::Editor, Some(kept)));
        Ok(())
    }

    fn mount(&mut self, by: &Connection, folder: &FolderId) -> Result<Vec<String>, FilesError> {
        let home = self.tree.home(by)?;
        let (key, shared) = self.tree.shared(folder).ok_or(FilesError::NotAMember)?;
        let address = home.account.email.as_ref().map(crate::domain::text::Email::key);
        let by_address = address.and_then(|address| Some((shared.invited.get(&address).copied()?, address)));
        let new = |role| Member { role, state: MemberState::Pending, mounted_as: None };
        let present = shared.members.get(by).cloned();
        let member = present.or_else(|| by_address.as_ref().map(|(role, _)| new(*role)));
        let mut member = member.ok_or(FilesError::NotAMember)?;
        if member.role != FolderRole::Owner && member.mounted_as.is_none() {
            self.tree.has_room_at(home, self.tree.size(key))?;
            member.mounted_as = Some(self.tree.free_name(by, home.root, &self.tree.thing(key)?.name));
        }
        member.state = MemberState::Active;
        let shared = self.tree.shared_mut(folder)?;
        if let Some((_, address)) = by_address {
            shared.invited.remove(&address);
        }
        shared.members.insert(by.clone(), member);
        Ok(self.tree.path(by, key))
    }

    fn poll(&mut self, by: &Connection, job: &JobId, fault: Option<FilesFault>) -> Result<Progress, FilesError> {
        let known = self.jobs.get_mut(&job.id).filter(|known| known.by == *by && known.act.kind() == job.kind);
        let known = known.ok_or(FilesError::NotFound)?;
        if let Some(outcome) = &known.outcome {
            return Ok(outcome.clone());
        }
        let failed = if let Some(FilesFault::JobFails(error)) = fault { Some(error) } else { None };
        if failed.is_none() && known.looks > 1 {
            known.looks -= 1;
            return Ok(Progress::Pending);
        }
        let act = known.act.clone();
        let outcome = match failed.map_or_else(|| self.act(by, &act), Err) {
            Ok(done) => Progress::Done(done),
            Err(error) => Progress::Failed(error),
        };
        if let Some(known) = self.jobs.get_mut(&job.id) {
            known.outcome = Some(outcome.clone());
        }
        Ok(outcome)
    }
}

impl Jobs for MemoryFiles {
    fn poll<'a>(&'a self, by: &'a Connection, job: &'a JobId) -> FilesFuture<'a, Progress> {
        Box::pin(async move {
            let answer = {
                let mut state = self.lock();
                let fault = state.faults.next(FilesCall::Poll)?;
                state.poll(by, job, fault)
            };
            self.wake();
            answer
        })
    }
}

impl FolderSharing for MemoryFiles {
    fn share<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Step<SharedFolder>> {
        self.call(FilesCall::Share, |state: &mut State, _: Timestamp| {
            let key = state.tree.resolve(by, at)?;
            let thing = state.tree.thing(key)?;
            if !matches!(thing.content, Content::Folder) {
                return Err(FilesError::NotFound);
            }
            if thing.shared.is_some() {
                let seen = state.view(by, key)?;
                return if seen.my_role == FolderRole::Owner {
                    Ok(Step::Done(seen))
                } else {
                    Err(FilesError::NotPermitted)
                };
            }
            state.may_share(by, key)?;
            state.begin(by, Act::Share(key), |done| if let JobDone::Shared(it) = done { Some(it) } else { None })
        })
    }

    fn describe<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, SharedFolder> {
        self.call(FilesCall::Describe, |state, _| {
            let (key, _) = state.tree.shared(folder).ok_or(FilesError::NotAMember)?;
            state.view(by, key)
        })
    }

    fn members<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<FolderMember>> {
        self.call(FilesCall::Members, |state, _| state.folder(by, folder).map(|(_, shared, _)| state.members(shared)))
    }

    fn invite<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        people: &'a [Invited],
        _quiet: bool,
    ) -> FilesFuture<'a, ()> {
        self.call(FilesCall::Invite, |state, _| state.invite(by, folder, people))
    }

    fn set_role<'a>(
        &'a self,
        by: &'a Connection,
        folder: &'a FolderId,
        account: &'a AccountId,
        role: FolderRole,
    ) -> FilesFuture<'a, ()> {
        self.call(FilesCall::SetRole, move |state, _| state.set_role(by, folder, account, role))
    }

    fn revoke<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, who: &'a Who) -> FilesFuture<'a, Step<Revoked>> {
        self.call(FilesCall::Revoke, |state, _| {
            let (_, shared) = state.owned(by, folder)?;
            if state.holder(who).is_some_and(|member| member == shared.owner) {
                return Err(FilesError::Owner);
            }
            let act = Act::Revoke(folder.clone(), who.clone());
            state.begin(by, act, |done| if let JobDone::Revoked(it) = done { Some(it) } else { None })
        })
    }

    fn unshare<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        self.call(FilesCall::Unshare, |state, _| {
            state.owned(by, folder)?;
            state.begin(by, Act::Unshare(folder.clone()), |_| Some(()))
        })
    }

    fn transfer<'a>(&'a self, by: &'a Connection, folder: &'a FolderId, to: &'a AccountId) -> FilesFuture<'a, ()> {
        self.call(FilesCall::Transfer, |state, _| state.transfer(by, folder, to))
    }
}

impl Membership for MemoryFiles {
    fn mountable<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Vec<SharedFolder>> {
        self.call(FilesCall::Mountable, |state, _| {
            state.tree.home(by)?;
            let keys = state.tree.things.keys().copied();
            Ok(keys.filter_map(|key| state.view(by, key).ok()).filter(|view| view.mounted_at.is_none()).collect())
        })
    }

    fn mount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Vec<String>> {
        self.call(FilesCall::Mount, |state, _| state.mount(by, folder))
    }

    fn unmount<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, ()> {
        self.call(FilesCall::Unmount, |state, _| {
            if state.folder(by, folder)?.2 {
                return Err(FilesError::Owner);
            }
            let member = state.tree.shared_mut(folder)?.members.get_mut(by);
            member.ok_or(FilesError::NotAMember)?.mounted_as = None;
            Ok(())
        })
    }

    fn leave<'a>(&'a self, by: &'a Connection, folder: &'a FolderId) -> FilesFuture<'a, Step<()>> {
        self.call(FilesCall::Leave, |state, _| {
            state.tree.home(by)?;
            match state.tree.shared(folder) {
                Some((_, shared)) if shared.owner == *by => Err(FilesError::Owner),
                Some((_, shared)) if shared.members.contains_key(by) => {
                    state.begin(by, Act::Leave(folder.clone()), |_| Some(()))
                }
                Some(_) | None => Ok(Step::Done(())),
            }
        })
    }
}
