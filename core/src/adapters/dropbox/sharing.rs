//! Shared folders from their owner's side.

use dropbox_sdk::sync_routes::sharing::{
    self, AccessLevel, AclUpdatePolicy, AddFolderMemberArg, AddMember, GetMetadataArgs, InviteeInfo, JobStatus,
    ListFolderMembersArgs, ListFolderMembersContinueArg, MemberSelector, RemoveFolderMemberArg, RemoveMemberJobStatus,
    ShareFolderArg, ShareFolderError, ShareFolderJobStatus, ShareFolderLaunch, SharePathError, SharedFolderMetadata,
    TransferFolderArg, UnshareFolderArg, UpdateFolderMemberArg, UpdateFolderPolicyArg,
};
use dropbox_sdk::types::dbx_async::{LaunchEmptyResult, LaunchResultBase, PollArg, PollError};

use super::errors::{Fail, Refusal, failed};
use super::session::Session;
use crate::ports::files::{
    AccountId, FilesError, FolderId, FolderMember, FolderRole, Invited, JobDone, JobId, JobKind, Loc, MemberState,
    Progress, Revoked, SharedFolder, Step, Who,
};

/// How many members stand on a page of Dropbox's.
const PAGE: u32 = 1_000;

/// How many people one invitation is for at most.
const MOST_INVITED: usize = 500;

/// Reads a role; of one who has no access it is none.
pub(super) fn role(level: &AccessLevel) -> Option<FolderRole> {
    match level {
        AccessLevel::Owner => Some(FolderRole::Owner),
        AccessLevel::Viewer | AccessLevel::ViewerNoComment | AccessLevel::Traverse => Some(FolderRole::Viewer),
        AccessLevel::NoAccess => None,
        // Of a word that is not known yet, the most that one may who is not the owner: nobody who is there is overlooked.
        _ => Some(FolderRole::Editor),
    }
}

const fn level(role: FolderRole) -> AccessLevel {
    match role {
        FolderRole::Owner => AccessLevel::Owner,
        FolderRole::Editor => AccessLevel::Editor,
        FolderRole::Viewer => AccessLevel::Viewer,
    }
}

fn selector(who: &Who) -> MemberSelector {
    match who {
        Who::Account(id) => MemberSelector::DropboxId(id.as_str().to_owned()),
        Who::Email(email) => MemberSelector::Email(email.as_str().to_owned()),
    }
}

/// Whether Dropbox could have given out such an id.
fn is_account(id: &AccountId) -> bool {
    id.as_str().len() == 40 && id.as_str().starts_with("dbid:")
}

/// Whether Dropbox could have given it out to a group of people, which is on a folder as an account is.
fn is_group(id: &AccountId) -> bool {
    let is_good = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    id.as_str().len() <= 64 && id.as_str().strip_prefix("g:").is_some_and(is_good)
}

/// Returns the id as Dropbox takes it, where it could have given it out.
pub(super) fn known(folder: &FolderId) -> Result<String, FilesError> {
    let id = folder.as_str();
    let is_good = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_digit());
    if is_good { Ok(id.to_owned()) } else { Err(FilesError::NotAMember) }
}

impl Session {
    /// Reads what Dropbox says of a shared folder; to whom it gives no role, it is none of theirs.
    pub(super) fn shared(&self, seen: SharedFolderMetadata) -> Result<SharedFolder, Fail> {
        let my_role = role(&seen.access_type).ok_or(FilesError::NotAMember)?;
        let mounted_at = match (seen.path_lower, seen.path_display) {
            (Some(lower), display) => {
                let shown = display.as_deref().unwrap_or(&lower);
                let names: Vec<String> = shown.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
                Some(self.home().relative(&lower, &names))
            }
            (None, _) => None,
        };
        Ok(SharedFolder {
            id: FolderId::new(seen.shared_folder_id),
            name: seen.name,
            my_role,
            mounted_at,
            parent: seen.parent_shared_folder_id.map(FolderId::new),
            is_in_team_folder: seen.is_inside_team_folder || seen.is_team_folder,
        })
    }

    fn seen(&self, folder: &FolderId) -> Result<SharedFolderMetadata, Fail> {
        let argument = GetMetadataArgs::new(known(folder)?);
        Ok(self.ask(|wire| sharing::get_folder_metadata(wire, &argument))?)
    }

    pub(super) fn describe(&self, folder: &FolderId) -> Result<SharedFolder, Fail> {
        self.shared(self.seen(folder)?)
    }

    /// Takes a folder that is shared for the one that was to be, with its owner alone to say with whom; somebody else's is not.
    fn adopted(&self, seen: SharedFolderMetadata) -> Result<SharedFolder, Fail> {
        let is_owners = matches!(seen.policy.acl_update_policy, AclUpdatePolicy::Owner);
        let folder = self.shared(seen)?;
        if folder.my_role != FolderRole::Owner {
            return Err(FilesError::NotPermitted.into());
        }
        if !is_owners {
            let argument =
                UpdateFolderPolicyArg::new(known(&folder.id)?).with_acl_update_policy(AclUpdatePolicy::Owner);
            self.ask(|wire| sharing::update_folder_policy(wire, &argument))?;
        }
        Ok(folder)
    }

    #[expect(clippy::result_large_err, reason = "the SDK's own error, which goes no further")]
    pub(super) fn share(&self, at: &Loc) -> Result<Step<SharedFolder>, Fail> {
        let found = self.folder(at)?;
        if let Some(shared) = &found.shared {
            return self.adopted(self.seen(shared)?).map(Step::Done);
        }
        if found.is_home() {
            return Err(FilesError::NotPermitted.into());
        }
        // By its id: of a path that is not there, Dropbox would make a folder.
        let argument = ShareFolderArg::new(found.id.as_str().to_owned()).with_acl_update_policy(AclUpdatePolicy::Owner);
        match self.ask(|wire| sharing::share_folder(wire, &argument)) {
            Ok(ShareFolderLaunch::Complete(seen)) => self.adopted(seen).map(Step::Done),
            Ok(ShareFolderLaunch::AsyncJobId(id)) => Ok(running(JobKind::Share, id)),
            Err(refusal) => match refusal.route {
                Some(ShareFolderError::BadPath(SharePathError::AlreadyShared(seen))) => {
                    self.adopted(seen).map(Step::Done)
                }
                _ => Err(refusal.into()),
            },
        }
    }

    pub(super) fn members(&self, folder: &FolderId) -> Result<Vec<FolderMember>, Fail> {
        let argument = ListFolderMembersArgs::new(known(folder)?).with_limit(PAGE);
        let mut page = self.ask(|wire| sharing::list_folder_members(wire, &argument))?;
        let mut members = Vec::new();
        loop {
            // A group of people is one member, and comes first: who is in it is not out while it is there.
            members.extend(page.groups.into_iter().filter_map(|group| {
                Some(FolderMember {
                    role: role(&group.access_type)?,
                    account: Some(AccountId::new(group.group.group_id)),
                    email: None,
                    state: MemberState::Active,
                    is_inherited: group.is_inherited,
                })
            }));
            members.extend(page.users.into_iter().filter_map(|member| {
                Some(FolderMember {
                    role: role(&member.access_type)?,
                    account: Some(AccountId::new(member.user.account_id)),
                    email: member.user.email.parse().ok(),
                    state: MemberState::Active,
                    is_inherited: member.is_inherited,
                })
            }));
            members.extend(page.invitees.into_iter().filter_map(|invitee| {
                let address =
                    if let InviteeInfo::Email(address) = invitee.invitee { address.parse().ok() } else { None };
                let (account, own) = invitee.user.map(|user| (user.account_id, user.email)).unzip();
                Some(FolderMember {
                    role: role(&invitee.access_type)?,
                    account: account.map(AccountId::new),
                    email: address.or_else(|| own?.parse().ok()),
                    state: MemberState::Pending,
                    is_inherited: invitee.is_inherited,
                })
            }));
            let Some(cursor) = page.cursor else { return Ok(members) };
            let argument = ListFolderMembersContinueArg::new(cursor);
            page = self.ask(|wire| sharing::list_folder_members_continue(wire, &argument))?;
        }
    }

    pub(super) fn invite(&self, folder: &FolderId, people: &[Invited], quiet: bool) -> Result<(), Fail> {
        let id = known(folder)?;
        if people.iter().any(|invited| invited.role == FolderRole::Owner) {
            return Err(FilesError::Owner.into());
        }
        if people.iter().any(|invited| matches!(&invited.who, Who::Account(account) if !is_account(account))) {
            return Err(FilesError::NotFound.into());
        }
        let members = self.members(folder)?;
        let (mut new, mut raised) = (Vec::new(), Vec::new());
        for invited in people {
            match members.iter().find(|member| is_of(member, &invited.who)) {
                Some(member) if member.role >= invited.role => {}
                Some(FolderMember { state: MemberState::Active, account: Some(account), .. }) => {
                    raised.push((account, invited.role));
                }
                // An invitation that is open is made again, with the greater role.
                _ => new.push(AddMember::new(selector(&invited.who)).with_access_level(level(invited.role))),
            }
        }
        // What may be refused for all of them comes first.
        for some in new.chunks(MOST_INVITED) {
            let argument = AddFolderMemberArg::new(id.clone(), some.to_vec()).with_quiet(quiet);
            self.ask(|wire| sharing::add_folder_member(wire, &argument))?;
        }
        raised.into_iter().try_for_each(|(account, role)| self.set_role(folder, account, role))
    }

    pub(super) fn set_role(&self, folder: &FolderId, account: &AccountId, role: FolderRole) -> Result<(), Fail> {
        let id = known(folder)?;
        if !is_account(account) {
            return Err(FilesError::NotFound.into());
        }
        if role == FolderRole::Owner {
            return Err(FilesError::Owner.into());
        }
        let member = MemberSelector::DropboxId(account.as_str().to_owned());
        let argument = UpdateFolderMemberArg::new(id, member, level(role));
        match self.ask(|wire| sharing::update_folder_member(wire, &argument)) {
            Ok(_) => Ok(()),
            Err(refusal) if refusal.is(&FilesError::NotPermitted) => {
                Err(self.why_not(folder, &Who::Account(account.clone()), refusal.into()))
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Tells what may not be done to an owner by the owner from what another may not.
    fn why_not(&self, folder: &FolderId, who: &Who, fail: Fail) -> Fail {
        let is_mine = self.describe(folder).is_ok_and(|seen| seen.my_role == FolderRole::Owner);
        let owner = |member: &FolderMember| member.role == FolderRole::Owner && is_of(member, who);
        let is_owner = is_mine && self.members(folder).is_ok_and(|members| members.iter().any(owner));
        if is_owner { FilesError::Owner.into() } else { fail }
    }

    pub(super) fn revoke(&self, folder: &FolderId, who: &Who) -> Result<Step<Revoked>, Fail> {
        let id = known(folder)?;
        if matches!(who, Who::Account(account) if !is_account(account) && !is_group(account)) {
            return Ok(Step::Done(Revoked::default()));
        }
        match self.remove(&id, who) {
            // Dropbox may know the person by the other of the two, and then they would stay.
            Err(Fail::Is(FilesError::NotFound)) => {
                let members = self.members(folder)?;
                let Some(member) = members.iter().find(|member| is_of(member, who)) else {
                    return Ok(Step::Done(Revoked::default()));
                };
                let other = match (who, &member.account, &member.email) {
                    (Who::Account(_), _, Some(email)) => Who::Email(email.clone()),
                    (Who::Email(_), Some(account), _) => Who::Account(account.clone()),
                    _ => return Err(FilesError::NotFound.into()),
                };
                self.remove(&id, &other)
            }
            step => step,
        }
    }

    fn remove(&self, folder: &str, who: &Who) -> Result<Step<Revoked>, Fail> {
        let argument = RemoveFolderMemberArg::new(folder.to_owned(), selector(who), false);
        let LaunchResultBase::AsyncJobId(id) = self.ask(|wire| sharing::remove_folder_member(wire, &argument))?;
        Ok(running(JobKind::Revoke, id))
    }

    pub(super) fn unshare(&self, folder: &FolderId) -> Result<Step<()>, Fail> {
        let argument = UnshareFolderArg::new(known(folder)?).with_leave_a_copy(false);
        let launched = self.ask(|wire| sharing::unshare_folder(wire, &argument))?;
        Ok(launch(JobKind::Unshare, launched))
    }

    pub(super) fn transfer(&self, folder: &FolderId, to: &AccountId) -> Result<(), Fail> {
        let id = known(folder)?;
        if !is_account(to) {
            return Err(FilesError::NotFound.into());
        }
        let argument = TransferFolderArg::new(id, to.as_str().to_owned());
        Ok(self.ask(|wire| sharing::transfer_folder(wire, &argument))?)
    }

    pub(super) fn poll(&self, job: &JobId) -> Result<Progress, Fail> {
        let is_good = !job.id.is_empty() && job.id.len() <= 512 && job.id.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_good {
            return Err(FilesError::NotFound.into());
        }
        let argument = PollArg::new(job.id.clone());
        let progress = match job.kind {
            JobKind::Share => match self.ask(|wire| sharing::check_share_job_status(wire, &argument)) {
                Ok(ShareFolderJobStatus::InProgress) => Progress::Pending,
                // It has been shared otherwise meanwhile.
                Ok(
                    ShareFolderJobStatus::Complete(seen)
                    | ShareFolderJobStatus::Failed(ShareFolderError::BadPath(SharePathError::AlreadyShared(seen))),
                ) => match self.adopted(seen) {
                    Ok(folder) => Progress::Done(JobDone::Shared(folder)),
                    Err(Fail::Is(FilesError::NotPermitted)) => Progress::Failed(FilesError::NotPermitted),
                    Err(fail) => return Err(fail),
                },
                Ok(ShareFolderJobStatus::Failed(error)) => Progress::Failed(failed(&error)),
                Err(refusal) => return broken(refusal),
            },
            JobKind::Revoke => match self.ask(|wire| sharing::check_remove_member_job_status(wire, &argument)) {
                Ok(RemoveMemberJobStatus::InProgress) => Progress::Pending,
                Ok(RemoveMemberJobStatus::Complete(left)) => {
                    Progress::Done(JobDone::Revoked(Revoked { residual: left.access_level.as_ref().and_then(role) }))
                }
                Ok(RemoveMemberJobStatus::Failed(error)) => gone(failed(&error), JobDone::Revoked(Revoked::default())),
                Err(refusal) => return broken(refusal),
            },
            JobKind::Unshare | JobKind::Leave => {
                let done = if job.kind == JobKind::Leave { JobDone::Left } else { JobDone::Unshared };
                match self.ask(|wire| sharing::check_job_status(wire, &argument)) {
                    Ok(JobStatus::InProgress) => Progress::Pending,
                    Ok(JobStatus::Complete) => Progress::Done(done),
                    Ok(JobStatus::Failed(error)) => gone(failed(&error), done),
                    Err(refusal) => return broken(refusal),
                }
            }
        };
        Ok(progress)
    }
}

/// What was to be ended has ended before.
fn gone(error: FilesError, done: JobDone) -> Progress {
    match (&error, &done) {
        (FilesError::NotFound, JobDone::Revoked(_)) | (FilesError::NotAMember, JobDone::Left) => Progress::Done(done),
        _ => Progress::Failed(error),
    }
}

/// What Dropbox itself could not finish has failed; it is not the asking that has.
fn broken(refusal: Refusal<PollError>) -> Result<Progress, Fail> {
    match refusal.route {
        Some(PollError::InternalError) => Ok(Progress::Failed(FilesError::Transient)),
        _ => Err(refusal.into()),
    }
}

fn running<T>(kind: JobKind, id: String) -> Step<T> {
    Step::Running(JobId { kind, id })
}

/// What is done at once or under way, of those that give nothing back.
pub(super) fn launch(kind: JobKind, launched: LaunchEmptyResult) -> Step<()> {
    match launched {
        LaunchEmptyResult::Complete => Step::Done(()),
        LaunchEmptyResult::AsyncJobId(id) => running(kind, id),
    }
}

/// Whether a member is whom it is about.
fn is_of(member: &FolderMember, who: &Who) -> bool {
    match who {
        Who::Account(account) => member.account.as_ref() == Some(account),
        Who::Email(email) => member.email.as_ref().is_some_and(|own| own.key() == email.key()),
    }
}
