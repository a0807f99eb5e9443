//! Folders that others see.

use super::bench::{Bench, at, ensure, name, refused, same, well};
use super::{Accounts, Found, Traits};
use crate::ports::files::{
    ByteRange, Connection, FileStore, FilesError, FolderId, FolderMember, FolderRole, FolderSharing, Invited, JobDone,
    Loc, MemberState, Membership, Nesting, Progress, Put, SharedFolder, Step, Who, Whole,
};

/// More looks than any job of the cases takes.
const LOOKS: usize = 10_000;

fn bench<'a, S>(store: &'a S, by: &'a Connection) -> Bench<'a, S> {
    Bench { store, by, traits: Traits::default() }
}

async fn finished<S: FolderSharing>(
    store: &S,
    by: &Connection,
    step: Step<impl Into<JobDone>>,
) -> Result<JobDone, String> {
    let job = match step {
        Step::Done(done) => return Ok(done.into()),
        Step::Running(job) => job,
    };
    for _ in 0..LOOKS {
        match well("poll", store.poll(by, &job).await)? {
            Progress::Pending => {}
            Progress::Done(done) => return Ok(done),
            Progress::Failed(error) => return Err(format!("{job:?} failed: {error:?}")),
        }
    }
    Err(format!("{job:?} does not end"))
}

impl From<SharedFolder> for JobDone {
    fn from(folder: SharedFolder) -> Self {
        Self::Shared(folder)
    }
}

impl From<crate::ports::files::Revoked> for JobDone {
    fn from(revoked: crate::ports::files::Revoked) -> Self {
        Self::Revoked(revoked)
    }
}

async fn share<S: FileStore + FolderSharing>(store: &S, by: &Connection, folder: &str) -> Result<FolderId, String> {
    let step = well("share", store.share(by, &at(folder)?).await)?;
    match finished(store, by, step).await? {
        JobDone::Shared(folder) => Ok(folder.id),
        other => Err(format!("sharing gave {other:?}")),
    }
}

async fn person<S: FileStore>(store: &S, of: &Connection) -> Result<Who, String> {
    Ok(Who::Account(well("account", store.account(of).await)?.id))
}

/// A shared folder `track` with a mix in it, to which the member is invited and has come.
async fn with_member<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
    role: FolderRole,
) -> Result<FolderId, String> {
    let folder = with_invitation(store, accounts, role).await?;
    well("mount", store.mount(&accounts.member, &folder).await)?;
    Ok(folder)
}

async fn with_invitation<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
    role: FolderRole,
) -> Result<FolderId, String> {
    let owner = bench(store, &accounts.owner);
    owner.make_dir("Album/track/bounces").await?;
    owner.put("Album/track/bounces", "mix.wav", "mix").await?;
    let folder = share(store, &accounts.owner, "Album/track").await?;
    let invited = [Invited { who: person(store, &accounts.member).await?, role }];
    well("invite", store.invite(&accounts.owner, &folder, &invited, true).await)?;
    Ok(folder)
}

fn mix(folder: &FolderId) -> Result<Loc, String> {
    Ok(Loc::Shared(folder.clone(), super::bench::path("bounces/mix.wav")?))
}

async fn member<S: FolderSharing + FileStore>(
    store: &S,
    accounts: &Accounts,
    folder: &FolderId,
) -> Result<Option<FolderMember>, String> {
    let id = well("account", store.account(&accounts.member).await)?.id;
    let members = well("members", store.members(&accounts.owner, folder).await)?;
    Ok(members.into_iter().find(|member| member.account.as_ref() == Some(&id)))
}

/// Checks that the member reaches nothing of the folder.
async fn is_out<S: FileStore + FolderSharing + Membership>(store: &S, accounts: &Accounts, folder: &FolderId) -> Found {
    let by = &accounts.member;
    refused("reading", store.open(by, &mix(folder)?, ByteRange::All).await, &FilesError::NotAMember)?;
    let id = well("stat", store.stat(&accounts.owner, &mix(folder)?).await)?.id;
    refused("reading by id", store.open(by, &id.into(), ByteRange::All).await, &FilesError::NotFound)?;
    same("the member's own files", &bench(store, by).paths("").await?, &Vec::new())?;
    refused("members", store.members(by, folder).await, &FilesError::NotAMember)
}

pub(super) async fn sharing_again_gives_the_same_folder<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let owner = bench(store, &accounts.owner);
    owner.make_dir("Album/track").await?;
    owner.put("", "file.wav", "x").await?;
    let folder = share(store, owner.by, "Album/track").await?;
    same("again", &share(store, owner.by, "album/TRACK").await?, &folder)?;
    owner.move_to("Album/track", "", "renamed").await?;
    same("after it was moved", &share(store, owner.by, "renamed").await?, &folder)?;
    let seen = well("describe", store.describe(owner.by, &folder).await)?;
    same("the role", &seen.my_role, &FolderRole::Owner)?;
    same("where it is", &seen.mounted_at, &Some(vec!["renamed".to_owned()]))?;
    for wrong in ["missing", "file.wav"] {
        refused("share", store.share(owner.by, &at(wrong)?).await, &FilesError::NotFound)?;
    }
    same("what is there", &owner.paths("").await?, &["Album", "file.wav", "renamed"].map(str::to_owned).to_vec())
}

pub(super) async fn a_share_in_a_share_is_refused<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let owner = bench(store, &accounts.owner);
    owner.make_dir("Album/track/stems").await?;
    share(store, owner.by, "Album/track").await?;
    let inside = store.share(owner.by, &at("Album/track/stems")?).await;
    refused("inside", inside, &FilesError::Nesting(Nesting::Inside))?;
    let around = store.share(owner.by, &at("Album")?).await;
    refused("around", around, &FilesError::Nesting(Nesting::Contains))
}

pub(super) async fn who_is_invited_reaches_nothing_until_they_accept<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_invitation(store, accounts, FolderRole::Viewer).await?;
    let found = member(store, accounts, &folder).await?.ok_or("the invited is not among the members")?;
    same("the state", &(found.state, found.role), &(MemberState::Pending, FolderRole::Viewer))?;
    is_out(store, accounts, &folder).await?;
    let waiting = well("mountable", store.mountable(&accounts.member).await)?;
    same("what waits", &waiting.iter().map(|folder| &folder.id).collect::<Vec<_>>(), &vec![&folder])?;
    let mounted = well("mount", store.mount(&accounts.member, &folder).await)?;
    same("mounting again", &well("mount", store.mount(&accounts.member, &folder).await)?, &mounted)?;
    let read = bench(store, &accounts.member).read(&mix(&folder)?, ByteRange::All).await;
    same("what is read", &read, &Ok(b"mix".to_vec()))?;
    let found = member(store, accounts, &folder).await?.ok_or("the member is not among the members")?;
    same("the state", &found.state, &MemberState::Active)?;
    same("what waits", &well("mountable", store.mountable(&accounts.member).await)?, &Vec::new())
}

pub(super) async fn a_viewer_reads_and_an_editor_writes<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Viewer).await?;
    let by = &accounts.member;
    let bounces = Loc::Shared(folder.clone(), super::bench::path("bounces")?);
    let put = Put::new(bounces.clone(), name("mix 2.wav")?);
    let no = FilesError::NotPermitted;
    refused("put", store.put(by, put.clone(), Whole::boxed("2")).await, &no)?;
    refused("delete", store.delete(by, &mix(&folder)?).await, &no)?;
    refused("make_dir", store.make_dir(by, &bounces, &super::bench::path("new")?).await, &no)?;
    refused("move_to", store.move_to(by, &mix(&folder)?, &Loc::root(), &name("mine.wav")?).await, &no)?;
    let id = well("account", store.account(by).await)?.id;
    well("set_role", store.set_role(&accounts.owner, &folder, &id, FolderRole::Editor).await)?;
    let made = well("put", store.put(by, put, Whole::boxed("2")).await)?;
    let owner = bench(store, &accounts.owner);
    same(
        "the owner's",
        &owner.stat(&made.id.clone().into()).await?.path.join("/"),
        &"Album/track/bounces/mix 2.wav".to_owned(),
    )
}

pub(super) async fn a_role_is_raised_by_inviting_and_lowered_by_setting<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Viewer).await?;
    let who = person(store, &accounts.member).await?;
    for role in [FolderRole::Editor, FolderRole::Viewer] {
        let again = [Invited { who: who.clone(), role }];
        well("invite", store.invite(&accounts.owner, &folder, &again, true).await)?;
        let found = member(store, accounts, &folder).await?.ok_or("the member is gone")?;
        same("the role", &(found.role, found.state), &(FolderRole::Editor, MemberState::Active))?;
    }
    let id = well("account", store.account(&accounts.member).await)?.id;
    well("set_role", store.set_role(&accounts.owner, &folder, &id, FolderRole::Viewer).await)?;
    let found = member(store, accounts, &folder).await?.ok_or("the member is gone")?;
    same("the role", &found.role, &FolderRole::Viewer)?;
    let stranger = well("account", store.account(&accounts.stranger).await)?.id;
    let set = store.set_role(&accounts.owner, &folder, &stranger, FolderRole::Viewer).await;
    refused("set_role", set, &FilesError::NotFound)
}

pub(super) async fn revoking_ends_access_and_can_be_repeated<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    let who = person(store, &accounts.member).await?;
    for _ in 0..2 {
        let step = well("revoke", store.revoke(&accounts.owner, &folder, &who).await)?;
        match finished(store, &accounts.owner, step).await? {
            JobDone::Revoked(revoked) => same("what is left", &revoked.residual, &None)?,
            other => return Err(format!("revoking gave {other:?}")),
        }
        is_out(store, accounts, &folder).await?;
        same("on the folder", &member(store, accounts, &folder).await?, &None)?;
    }
    let read = bench(store, &accounts.owner).read(&mix(&folder)?, ByteRange::All).await;
    same("the owner's own", &read, &Ok(b"mix".to_vec()))
}

async fn left<S: FolderSharing + Membership>(store: &S, by: &Connection, folder: &FolderId) -> Found {
    match well("leave", store.leave(by, folder).await)? {
        Step::Done(()) => Ok(()),
        Step::Running(job) => finished(store, by, Step::<SharedFolder>::Running(job))
            .await
            .and_then(|done| same("left", &done, &JobDone::Left)),
    }
}

pub(super) async fn leaving_ends_access_and_can_be_repeated<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    for _ in 0..2 {
        left(store, &accounts.member, &folder).await?;
        is_out(store, accounts, &folder).await?;
    }
    same("on the folder", &member(store, accounts, &folder).await?, &None)
}

pub(super) async fn an_invitation_is_taken_back<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_invitation(store, accounts, FolderRole::Editor).await?;
    let who = person(store, &accounts.member).await?;
    let step = well("revoke", store.revoke(&accounts.owner, &folder, &who).await)?;
    finished(store, &accounts.owner, step).await?;
    refused("mount", store.mount(&accounts.member, &folder).await, &FilesError::NotAMember)?;
    same("what waits", &well("mountable", store.mountable(&accounts.member).await)?, &Vec::new())?;
    is_out(store, accounts, &folder).await
}

pub(super) async fn the_owner_stays<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    let by = &accounts.owner;
    let id = well("account", store.account(by).await)?.id;
    refused("revoke", store.revoke(by, &folder, &Who::Account(id.clone())).await, &FilesError::Owner)?;
    refused("leave", store.leave(by, &folder).await, &FilesError::Owner)?;
    refused("unmount", store.unmount(by, &folder).await, &FilesError::Owner)?;
    refused("set_role", store.set_role(by, &folder, &id, FolderRole::Viewer).await, &FilesError::Owner)?;
    let invited = [Invited { who: person(store, &accounts.stranger).await?, role: FolderRole::Owner }];
    refused("invite", store.invite(by, &folder, &invited, true).await, &FilesError::Owner)?;
    same("how many are on it", &well("members", store.members(by, &folder).await)?.len(), &2)
}

pub(super) async fn only_the_owner_shares<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    let by = &accounts.member;
    let (who, id) = (person(store, &accounts.stranger).await?, well("account", store.account(by).await)?.id);
    let no = FilesError::NotPermitted;
    let invited = [Invited { who: who.clone(), role: FolderRole::Viewer }];
    refused("invite", store.invite(by, &folder, &invited, true).await, &no)?;
    refused("revoke", store.revoke(by, &folder, &who).await, &no)?;
    let place = Loc::Shared(folder.clone(), super::bench::path("")?);
    refused("share", store.share(by, &place).await, &no)?;
    refused("unshare", store.unshare(by, &folder).await, &no)?;
    refused("transfer", store.transfer(by, &folder, &id).await, &no)?;
    refused("set_role", store.set_role(by, &folder, &id, FolderRole::Editor).await, &no)?;
    same("how many are on it", &well("members", store.members(by, &folder).await)?.len(), &2)
}

pub(super) async fn a_stranger_sees_no_folder<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Viewer).await?;
    let by = &accounts.stranger;
    let no = FilesError::NotAMember;
    refused("describe", store.describe(by, &folder).await, &no)?;
    refused("members", store.members(by, &folder).await, &no)?;
    refused("mount", store.mount(by, &folder).await, &no)?;
    refused("stat", store.stat(by, &mix(&folder)?).await, &no)?;
    left(store, by, &folder).await?;
    same("what waits", &well("mountable", store.mountable(by).await)?, &Vec::new())
}

pub(super) async fn unsharing_leaves_the_files_with_their_owner<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    if let Step::Running(job) = well("unshare", store.unshare(&accounts.owner, &folder).await)? {
        finished(store, &accounts.owner, Step::<SharedFolder>::Running(job)).await?;
    }
    same("the member's own files", &bench(store, &accounts.member).paths("").await?, &Vec::new())?;
    refused("members", store.members(&accounts.owner, &folder).await, &FilesError::NotAMember)?;
    let owner = bench(store, &accounts.owner);
    same("the owner's", &owner.read(&at("Album/track/bounces/mix.wav")?, ByteRange::All).await, &Ok(b"mix".to_vec()))
}

pub(super) async fn a_handover_moves_the_folder<S: FileStore + FolderSharing + Membership>(
    store: &S,
    accounts: &Accounts,
) -> Found {
    let folder = with_member(store, accounts, FolderRole::Editor).await?;
    let file = bench(store, &accounts.owner).stat(&mix(&folder)?).await?;
    let id = well("account", store.account(&accounts.member).await)?.id;
    well("transfer", store.transfer(&accounts.owner, &folder, &id).await)?;
    let roles = |seen: SharedFolder| seen.my_role;
    let new = well("describe", store.describe(&accounts.member, &folder).await)?;
    same("the new owner's role", &roles(new), &FolderRole::Owner)?;
    let old = well("describe", store.describe(&accounts.owner, &folder).await)?;
    same("the old owner's role", &roles(old), &FolderRole::Editor)?;
    for by in [&accounts.owner, &accounts.member] {
        let found = bench(store, by).stat(&mix(&folder)?).await?;
        ensure!(found.id == file.id, "the handover gave a file another id");
    }
    let stranger = well("account", store.account(&accounts.stranger).await)?.id;
    let again = store.transfer(&accounts.member, &folder, &stranger).await;
    refused("transfer to a stranger", again, &FilesError::NotFound)
}
