//! What a store that shares folders is asked with, and how its answers are read: the classes of `cowrite.sharing`.

use cowrite::domain::text::Email;
use cowrite::ports::files::{
    Account, AccountId, FilesError, FolderId, FolderMember, FolderRole, Invited, JobDone, JobId, JobKind, MemberState,
    Progress, Revoked, SharedFolder, Step, Who,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyString};

use super::answers::field;
use crate::argument::{Argument, Seq, Text};
use crate::shown::helper;

/// Makes an object of a class of `cowrite.sharing`.
macro_rules! made {
    ($py:expr, $Class:literal; $($given:expr),*) => {{
        static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        helper($py, &CLASS, "cowrite.sharing", $Class)?.call1(($($given,)*))
    }};
}

pub(super) const fn role_word(role: FolderRole) -> &'static str {
    match role {
        FolderRole::Viewer => "viewer",
        FolderRole::Editor => "editor",
        FolderRole::Owner => "owner",
    }
}

pub(super) fn role_of(word: &str) -> Option<FolderRole> {
    [FolderRole::Viewer, FolderRole::Editor, FolderRole::Owner].into_iter().find(|role| role_word(*role) == word)
}

const fn kind_word(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Share => "share",
        JobKind::Revoke => "revoke",
        JobKind::Unshare => "unshare",
        JobKind::Leave => "leave",
    }
}

pub(super) fn role<'py>(py: Python<'py>, role: FolderRole) -> PyResult<Bound<'py, PyAny>> {
    made!(py, "FolderRole"; role_word(role))
}

pub(super) fn who<'py>(py: Python<'py>, who: &Who) -> PyResult<Bound<'py, PyAny>> {
    match who {
        Who::Account(account) => made!(py, "Who"; account.as_str()),
        Who::Email(email) => made!(py, "Who"; py.None(), email.as_str()),
    }
}

pub(super) fn invited<'py>(py: Python<'py>, people: &[Invited]) -> PyResult<Bound<'py, PyList>> {
    let made = |invited: &Invited| made!(py, "Invited"; who(py, &invited.who)?, role(py, invited.role)?);
    PyList::new(py, people.iter().map(made).collect::<PyResult<Vec<_>>>()?)
}

pub(super) fn job<'py>(py: Python<'py>, job: &JobId) -> PyResult<Bound<'py, PyAny>> {
    made!(py, "Job"; kind_word(job.kind), job.id.as_str())
}

/// Says what of a store's answer is not as it must be.
fn wrong(name: &str) -> PyErr {
    PyTypeError::new_err(format!("the file store's `{name}` is wrong"))
}

fn is_so(answer: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    answer.getattr(name)?.is_truthy()
}

fn a_role(answer: &Bound<'_, PyAny>, name: &str) -> PyResult<FolderRole> {
    let word = answer.getattr(name)?.cast_into::<PyString>().map_err(|_| wrong(name))?;
    role_of(&word.to_string_lossy()).ok_or_else(|| wrong(name))
}

fn an_email(answer: &Bound<'_, PyAny>) -> PyResult<Option<Email>> {
    let email = field::<Option<Text>>(answer, "email")?.map(|email| email.parse::<Email>()).transpose();
    email.map_err(|_| wrong("email"))
}

/// An account of a store of the core's own, as `cowrite.sharing.Account`.
pub(super) fn account_made<'py>(py: Python<'py>, account: &Account) -> PyResult<Bound<'py, PyAny>> {
    let email = account.email.as_ref().map(Email::as_str);
    made!(py, "Account"; account.id.as_str(), email, account.is_email_verified, account.can_have_viewers)
}

pub(super) fn account(answer: &Bound<'_, PyAny>) -> PyResult<Account> {
    Ok(Account {
        id: AccountId::new(field::<Text>(answer, "id")?),
        email: an_email(answer)?,
        is_email_verified: is_so(answer, "is_email_verified")?,
        can_have_viewers: is_so(answer, "can_have_viewers")?,
        root: None,
        home: None,
    })
}

pub(super) fn shared(answer: &Bound<'_, PyAny>) -> PyResult<SharedFolder> {
    Ok(SharedFolder {
        id: FolderId::new(field::<Text>(answer, "id")?),
        name: field::<Text>(answer, "name")?,
        my_role: a_role(answer, "my_role")?,
        mounted_at: field::<Option<Seq<Text>>>(answer, "mounted_at")?,
        parent: field::<Option<Text>>(answer, "parent")?.map(FolderId::new),
        is_in_team_folder: is_so(answer, "is_in_team_folder")?,
    })
}

pub(super) fn all_shared(answer: &Bound<'_, PyAny>) -> PyResult<Vec<SharedFolder>> {
    answer.try_iter()?.map(|folder| shared(&folder?)).collect()
}

pub(super) fn members(answer: &Bound<'_, PyAny>) -> PyResult<Vec<FolderMember>> {
    let member = |member: PyResult<Bound<'_, PyAny>>| {
        let member = member?;
        let is_pending = is_so(&member, "is_pending")?;
        Ok(FolderMember {
            account: field::<Option<Text>>(&member, "account")?.map(AccountId::new),
            email: an_email(&member)?,
            role: a_role(&member, "role")?,
            state: if is_pending { MemberState::Pending } else { MemberState::Active },
            is_inherited: is_so(&member, "is_inherited")?,
        })
    };
    answer.try_iter()?.map(member).collect()
}

pub(super) fn names(answer: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    answer.extract::<Seq<Text>>()?.value("mount").map_err(|_| wrong("mount"))
}

fn revoked(answer: &Bound<'_, PyAny>) -> PyResult<Revoked> {
    let has_some = !answer.getattr("residual")?.is_none();
    Ok(Revoked { residual: has_some.then(|| a_role(answer, "residual")).transpose()? })
}

/// A job that is under way, where the answer is one: what has the kind that was begun.
fn running(answer: &Bound<'_, PyAny>) -> PyResult<Option<JobId>> {
    if answer.is_none() || !answer.hasattr("kind")? {
        return Ok(None);
    }
    let word = field::<Text>(answer, "kind")?;
    let kinds = [JobKind::Share, JobKind::Revoke, JobKind::Unshare, JobKind::Leave];
    let kind = kinds.into_iter().find(|kind| kind_word(*kind) == word).ok_or_else(|| wrong("kind"))?;
    Ok(Some(JobId { kind, id: field::<Text>(answer, "id")? }))
}

/// What is done, or the job by which it will be.
fn step<T>(answer: &Bound<'_, PyAny>, done: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>) -> PyResult<Step<T>> {
    match running(answer)? {
        Some(job) => Ok(Step::Running(job)),
        None => done(answer).map(Step::Done),
    }
}

pub(super) fn share_step(answer: &Bound<'_, PyAny>) -> PyResult<Step<SharedFolder>> {
    step(answer, shared)
}

pub(super) fn revoke_step(answer: &Bound<'_, PyAny>) -> PyResult<Step<Revoked>> {
    step(answer, revoked)
}

pub(super) fn step_to_nothing(answer: &Bound<'_, PyAny>) -> PyResult<Step<()>> {
    step(answer, |_| Ok(()))
}

pub(super) fn progress(answer: &Bound<'_, PyAny>, kind: JobKind) -> PyResult<Progress> {
    if running(answer)?.is_some() {
        return Ok(Progress::Pending);
    }
    Ok(Progress::Done(match kind {
        JobKind::Share => JobDone::Shared(shared(answer)?),
        JobKind::Revoke => JobDone::Revoked(revoked(answer)?),
        JobKind::Unshare => JobDone::Unshared,
        JobKind::Leave => JobDone::Left,
    }))
}

/// A job's own failure, which is raised; what is away, or asks for patience, has failed only to say.
pub(super) const fn is_of_the_call(error: &FilesError) -> bool {
    matches!(error, FilesError::NotFound | FilesError::Disconnected) || error.retry_after().is_some()
}
