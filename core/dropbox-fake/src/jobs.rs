use std::fmt;

use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Shape, required};
use crate::fault::{Fault, job_error};
use crate::files::tagged;
use crate::metadata::with_field;
use crate::refusal::{Refusal, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::world::World;

const ARGUMENT: &[Field] = &[required("async_job_id", Shape::AtLeast(1))];

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "sharing/check_share_job_status",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: ARGUMENT,
        act: |world, ask| check(world, ask, JobKind::is_share),
    },
    Route {
        name: "sharing/check_remove_member_job_status",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: ARGUMENT,
        act: |world, ask| check(world, ask, JobKind::is_removal),
    },
    Route {
        name: "sharing/check_job_status",
        style: Style::Rpc,
        caller: Caller::UserOfFullApp("sharing.write"),
        argument: ARGUMENT,
        act: |world, ask| check(world, ask, JobKind::is_other),
    },
];

/// What a job is for: each has a route of its own to be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobKind {
    Share,
    Removal,
    Unshare,
    Leave,
}

impl JobKind {
    fn is_share(self) -> bool {
        self == Self::Share
    }

    fn is_removal(self) -> bool {
        self == Self::Removal
    }

    fn is_other(self) -> bool {
        !self.is_share() && !self.is_removal()
    }

    /// The error of a job, as the route that is asked about it wraps it.
    fn wrapped(self, error: Value) -> Value {
        let tag = match self {
            Self::Share | Self::Removal => return error,
            Self::Unshare => "unshare_folder_error",
            Self::Leave => "relinquish_folder_membership_error",
        };
        with_field(json!({ ".tag": tag }), tag, error)
    }
}

type Work = Box<dyn FnOnce(&mut World) -> Result<Value, Refusal> + Send>;

/// Something that Dropbox does by and by.
pub(crate) struct Job {
    kind: JobKind,
    account: String,
    /// How often it still is in progress when it is asked about.
    polls_left: u32,
    work: Option<Work>,
    result: Option<Result<Value, Value>>,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("kind", &self.kind).field("result", &self.result).finish_non_exhaustive()
    }
}

fn check(world: &mut World, ask: &Ask<'_>, is_asked: fn(JobKind) -> bool) -> Result<Answer, Refusal> {
    let id = ask.argument.text("async_job_id").to_owned();
    let found = world.jobs.get_mut(&id).filter(|job| is_asked(job.kind) && job.account == ask.view.account);
    let job = found.ok_or_else(|| refused("invalid_async_job_id"))?;
    if let Some(Fault::JobFailed(tags)) = &ask.fault {
        job.work = None;
        job.result = Some(Err(job_error(tags)));
    } else if job.polls_left > 0 {
        job.polls_left -= 1;
        return Ok(json!({ ".tag": "in_progress" }).into());
    }
    let kind = job.kind;
    world.finish(&id);
    let result = world.jobs.get(&id).and_then(|job| job.result.clone());
    let told = match result.ok_or_else(|| refused("internal_error"))? {
        Ok(told) => tagged("complete", told),
        Err(error) => with_field(json!({ ".tag": "failed" }), "failed", kind.wrapped(error)),
    };
    Ok(told.into())
}

impl World {
    /// Begins a job, and returns its id. It is done when it has been asked about often enough, or when time passes.
    pub(crate) fn launch(
        &mut self,
        ask: &Ask<'_>,
        kind: JobKind,
        work: impl FnOnce(&mut Self) -> Result<Value, Refusal> + Send + 'static,
    ) -> String {
        let id = format!("dbjid:{:020}", self.next());
        let failure = match &ask.fault {
            Some(Fault::JobFailed(tags)) => Some(Err(job_error(tags))),
            _ => None,
        };
        let job = Job {
            kind,
            account: ask.view.account.clone(),
            polls_left: self.rules.job_polls,
            work: if failure.is_none() { Some(Box::new(work)) } else { None },
            result: failure,
        };
        self.jobs.insert(id.clone(), job);
        id
    }

    fn finish(&mut self, id: &str) {
        let Some(work) = self.jobs.get_mut(id).and_then(|job| job.work.take()) else { return };
        let result = work(self).map_err(Refusal::error);
        if let Some(job) = self.jobs.get_mut(id) {
            job.result = Some(result);
        }
    }

    /// Does what all jobs are to do, whether or not anybody asks.
    pub(crate) fn finish_all(&mut self) {
        let ids: Vec<String> = self.jobs.keys().cloned().collect();
        for id in ids {
            self.finish(&id);
        }
    }
}
