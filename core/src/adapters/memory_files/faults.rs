//! What goes wrong when a test says so.

use std::collections::{BTreeMap, VecDeque};

use crate::ports::files::FilesError;

/// A kind of call to a file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FilesCall {
    /// `account`.
    Account,
    /// `stat`.
    Stat,
    /// `find`.
    Find,
    /// `list`.
    List,
    /// `changes`.
    Changes,
    /// `latest_cursor`.
    LatestCursor,
    /// `wait`.
    Wait,
    /// `content_hash`.
    ContentHash,
    /// `temp_link`.
    TempLink,
    /// `thumbnail`.
    Thumbnail,
    /// `make_dir`.
    MakeDir,
    /// `put`.
    Put,
    /// `open`.
    Open,
    /// `move_to`.
    MoveTo,
    /// `delete`.
    Delete,
    /// `share`.
    Share,
    /// `describe`.
    Describe,
    /// `members`.
    Members,
    /// `invite`.
    Invite,
    /// `set_role`.
    SetRole,
    /// `revoke`.
    Revoke,
    /// `unshare`.
    Unshare,
    /// `transfer`.
    Transfer,
    /// `poll`.
    Poll,
    /// `mountable`.
    Mountable,
    /// `mount`.
    Mount,
    /// `unmount`.
    Unmount,
    /// `leave`.
    Leave,
}

/// How a call goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilesFault {
    /// It is refused, and has done nothing.
    Before(FilesError),
    /// It is cut off after it has taken hold: the caller is told this, and cannot know.
    After(FilesError),
    /// What is read ends with `Transient` after so many bytes.
    CutAfter(u64),
    /// What is under way fails when it is asked about, and has done nothing.
    JobFails(FilesError),
}

/// What is still to go wrong.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) is_away: bool,
    /// What becomes of the next calls; of one that is nothing, nothing goes wrong.
    queues: BTreeMap<FilesCall, VecDeque<Option<FilesFault>>>,
    calls: BTreeMap<FilesCall, u64>,
    /// After how many calls of any kind one goes wrong, and how.
    later: Option<(u64, FilesFault)>,
}

impl Faults {
    pub(super) fn add(&mut self, call: FilesCall, times: usize, fault: &FilesFault) {
        self.queues.entry(call).or_default().extend(core::iter::repeat_n(Some(fault.clone()), times));
    }

    pub(super) fn spare(&mut self, call: FilesCall, times: usize) {
        self.queues.entry(call).or_default().extend(core::iter::repeat_n(None, times));
    }

    pub(super) fn add_later(&mut self, after: u64, fault: &FilesFault) {
        self.later = Some((after, fault.clone()));
    }

    pub(super) const fn is_any_later(&self) -> bool {
        self.later.is_some()
    }

    /// Counts a call, and says what becomes of it.
    pub(super) fn next(&mut self, call: FilesCall) -> Result<Option<FilesFault>, FilesError> {
        let count = self.calls.entry(call).or_default();
        *count = count.saturating_add(1);
        if self.is_away {
            return Err(FilesError::Transient);
        }
        let nth = match self.later.take() {
            Some((0, fault)) => Some(fault),
            later => {
                self.later = later.map(|(left, fault)| (left.saturating_sub(1), fault));
                None
            }
        };
        match nth.or_else(|| self.queues.get_mut(&call).and_then(VecDeque::pop_front).flatten()) {
            Some(FilesFault::Before(error)) => Err(error),
            fault => Ok(fault),
        }
    }

    pub(super) fn calls(&self, call: FilesCall) -> u64 {
        self.calls.get(&call).copied().unwrap_or_default()
    }
}
