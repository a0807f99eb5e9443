//! Bringing the members of a shared folder to what access says (FIL-2).
//!
//! 1. What is so is asked first, each time: nothing is done by guess.
//! 2. What is to end ends before anything is given; who should not be on it goes, whoever put them there.
//! 3. A viewer is never made an editor, and where an editor cannot be made a viewer they go.
//! 4. What is one person's own trouble keeps nobody else from the folder.

use core::time::Duration;
use std::collections::BTreeMap;

use super::kept_files::{Accounts, KeptFiles};
use super::kept_members::{Seat, Seated};
use super::kept_moves::set_back;
use crate::domain::folder_members::{AccountRef, FolderTrouble, MemberTrouble, OnFolder, SharedRef, Sharing};
use crate::id::PersonId;
use crate::ports::files::{
    AccountId, Connection, FilesError, FolderMember, FolderSharing, JobDone, JobId, MemberState, Progress,
};
use crate::ports::{Setback, SharingFound, SharingWish};

/// How often something under way is asked about, and after which pauses.
const LOOKS: u32 = 12;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// After how long something under way is looked for again.
const STILL_UNDER_WAY: Duration = Duration::from_secs(5);

/// What of a store's refusal the folder's owner can mend.
pub(super) const fn trouble_of(error: &FilesError) -> Option<FolderTrouble> {
    match error {
        FilesError::Disconnected => Some(FolderTrouble::Disconnected),
        FilesError::MissingScope(_) => Some(FolderTrouble::MissingScope),
        FilesError::WrongAppType => Some(FolderTrouble::WrongAppType),
        FilesError::NotVerified => Some(FolderTrouble::NotVerified),
        FilesError::Nesting(_) => Some(FolderTrouble::Nesting),
        FilesError::QuotaShort { .. } => Some(FolderTrouble::QuotaShort),
        FilesError::NotPermitted | FilesError::Owner => Some(FolderTrouble::NotPermitted),
        _ => None,
    }
}

/// Why a folder cannot be dealt with further now.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) error: FilesError,
    /// What its owner is told instead of what the error says.
    pub(super) trouble: Option<FolderTrouble>,
}

impl From<FilesError> for Stop {
    fn from(error: FilesError) -> Self {
        Self { error, trouble: None }
    }
}

impl Stop {
    /// Says that it is for the folder's name, where the store refuses a name as none.
    pub(super) fn of_name(error: FilesError) -> Self {
        let trouble = matches!(error, FilesError::Unsupported).then_some(FolderTrouble::NameRefused);
        Self { error, trouble }
    }

    pub(super) fn into_setback(self) -> Setback {
        let setback = set_back(self.error);
        match self.trouble {
            None => setback,
            trouble => Setback { trouble, is_of_account: false, ..setback },
        }
    }
}

impl KeptFiles {
    /// Returns the store as one that shares folders, where each holder has an account.
    pub(super) fn sharing(&self) -> Option<&dyn FolderSharing> {
        match self.accounts {
            Accounts::One(_) => None,
            Accounts::EachHolder => self.store.sharing(),
        }
    }

    pub(super) async fn share_with(&self, wish: SharingWish) -> SharingFound {
        let mut sharing = wish.folder.sharing.clone();
        let Some(store) = self.sharing() else {
            return SharingFound { sharing, asks_for_known: false, setback: None };
        };
        let by = self.connection(wish.folder.at.holder);
        let mut circle = Circle {
            kept: self,
            store,
            by,
            wish: &wish,
            seats: Vec::new(),
            left: Vec::new(),
            passed_over: None,
            asks_for_known: false,
            later: None,
        };
        let setback = match circle.reconcile(&mut sharing).await {
            Ok(()) => circle.later,
            Err(stop) => {
                let setback = stop.into_setback();
                sharing.trouble = setback.trouble.or(sharing.trouble);
                Some(setback)
            }
        };
        SharingFound { sharing, asks_for_known: circle.asks_for_known, setback }
    }

    /// Waits, for a while, until something under way has come to its end.
    pub(super) async fn done(&self, by: &Connection, job: &JobId) -> Result<JobDone, FilesError> {
        let store = self.sharing().ok_or(FilesError::Unsupported)?;
        let mut pause = FIRST_PAUSE;
        for _ in 0..LOOKS {
            match store.poll(by, job).await {
                Ok(Progress::Done(done)) => return Ok(done),
                Ok(Progress::Failed(error)) => return Err(error),
                // What became of it is seen by looking anew.
                Err(FilesError::NotFound) => return Err(FilesError::Transient),
                Err(error) => return Err(error),
                Ok(Progress::Pending) => self.timer.sleep(pause).await,
            }
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
        Err(FilesError::Contended { after: STILL_UNDER_WAY })
    }
}

/// One folder and all who are to be on it.
pub(super) struct Circle<'a> {
    pub(super) kept: &'a KeptFiles,
    pub(super) store: &'a dyn FolderSharing,
    pub(super) by: Connection,
    pub(super) wish: &'a SharingWish,
    pub(super) seats: Vec<Seat>,
    /// Whose membership was ended and who still reach the folder.
    pub(super) left: Vec<AccountId>,
    /// What kept one member where they are while the others were gone through.
    pub(super) passed_over: Option<Stop>,
    /// Whether it must be known which files are the track's.
    pub(super) asks_for_known: bool,
    /// Why it is to be tried again though all was gone through.
    pub(super) later: Option<Setback>,
}

impl Circle<'_> {
    async fn reconcile(&mut self, sharing: &mut Sharing) -> Result<(), Stop> {
        let Some(folder) = self.folder(sharing).await? else { return Ok(()) };
        sharing.folder = Some(SharedRef::new(folder.as_str()));
        let members = self.store.members(&self.by, &folder).await?;
        self.take_seats(sharing).await;
        let seated = self.keep(sharing, members);
        let mut is_changed = self.end(sharing, &folder, &seated).await?;
        is_changed |= self.lower(&folder, &seated).await?;
        if let Some(stop) = self.passed_over.take() {
            return Err(stop);
        }
        is_changed |= self.raise(&folder, &seated).await?;
        is_changed |= self.invite(&folder, &seated).await?;
        let members = if is_changed {
            let members = self.store.members(&self.by, &folder).await?;
            self.learn(&folder, &seated, members).await?
        } else {
            self.store.members(&self.by, &folder).await?
        };
        let seated = self.keep(sharing, members);
        let seated = if self.mount(&folder, &seated).await? {
            let members = self.store.members(&self.by, &folder).await?;
            self.keep(sharing, members)
        } else {
            seated
        };
        self.conclude(sharing, &seated);
        Ok(())
    }

    /// Asks each who is to be there under which account they are.
    async fn take_seats(&mut self, sharing: &Sharing) {
        for (person, wanted) in &self.wish.people {
            let before = sharing.people.get(person);
            let (own, is_unasked) = match self.kept.store.account(&self.kept.connection(*person)).await {
                Err(error) if error.retry_after().is_some() => {
                    self.try_later(error);
                    (None, true)
                }
                own => (own.ok(), false),
            };
            let known = before.and_then(|on| on.account.as_ref()).map(|known| AccountId::new(known.as_str()));
            let was_troubled = before.is_none_or(|on| on.trouble.is_some());
            let wanted = wanted.clone();
            self.seats.push(Seat { person: *person, wanted, own, is_unasked, known, was_troubled, trouble: None });
        }
    }

    /// Finds everybody's seat, and keeps under which account they are there, whatever comes next.
    fn keep(&mut self, sharing: &mut Sharing, members: Vec<FolderMember>) -> Seated {
        let seated = Seated::of(&self.seats, members);
        for (place, seat) in self.seats.iter_mut().enumerate() {
            if let Some(account) = seated.member(place).and_then(|member| member.account.as_ref()) {
                let pending = OnFolder { account: None, trouble: Some(MemberTrouble::Pending) };
                let on = sharing.people.entry(seat.person).or_insert(pending);
                on.account = Some(AccountRef::new(account.as_str()));
                seat.known = Some(account.clone());
            }
        }
        seated
    }

    /// Says what has come of it, of each and of the folder.
    fn conclude(&mut self, sharing: &mut Sharing, seated: &Seated) {
        let mut people = BTreeMap::new();
        for (place, seat) in self.seats.iter().enumerate() {
            let member = seated.member(place);
            let account = seat.own.as_ref().map(|own| &own.id).or(seat.known.as_ref());
            let trouble = match member {
                Some(member) if member.role > seat.role() && member.is_inherited => Some(MemberTrouble::ResidualAccess),
                Some(member) if member.state == MemberState::Active => seat.trouble,
                None if seated.is_owners(seat) => None,
                Some(_) | None => seat.trouble.or(Some(MemberTrouble::Pending)),
            };
            let account = account.map(|account| AccountRef::new(account.as_str()));
            people.insert(seat.person, OnFolder { account, trouble });
        }
        sharing.trouble = None;
        let is_left = |it: &FolderMember| it.account.as_ref().is_some_and(|account| self.left.contains(account));
        let is_nameless = |it: &FolderMember| it.account.is_none() && it.email.is_none();
        let staying = |it: &&FolderMember| !it.is_inherited && !is_left(it);
        // Whom no call can name, as a group that is on it, its owner alone can end.
        let (nameless, named): (Vec<_>, Vec<_>) = seated.strangers().filter(staying).partition(|it| is_nameless(it));
        if !nameless.is_empty() {
            sharing.trouble = Some(FolderTrouble::ResidualAccess);
        }
        let is_told = |seat: &usize| {
            self.seats.get(*seat).is_some_and(|seat| seat.trouble == Some(MemberTrouble::ResidualAccess))
        };
        let has_too_much = |(member, seats): &(FolderMember, Vec<usize>)| {
            self.role_for(member, seats).is_some_and(|wanted| member.role > wanted) && !seats.iter().any(is_told)
        };
        if !named.is_empty() || seated.members.iter().any(has_too_much) {
            self.try_later(FilesError::Transient);
        }
        let staying = seated.strangers().filter(|it| it.is_inherited).filter_map(|it| it.account.as_ref());
        for account in staying.chain(&self.left) {
            match person_of(sharing, account) {
                Some(person) => {
                    let account = Some(AccountRef::new(account.as_str()));
                    people.insert(person, OnFolder { account, trouble: Some(MemberTrouble::ResidualAccess) });
                }
                None => sharing.trouble = Some(FolderTrouble::ResidualAccess),
            }
        }
        sharing.people = people;
    }

    pub(super) fn troubled(&mut self, seat: usize, trouble: MemberTrouble) {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.trouble = Some(trouble);
        }
    }

    pub(super) fn try_later(&mut self, error: FilesError) {
        self.later.get_or_insert(Setback { is_of_account: false, ..set_back(error) });
    }

    /// Refuses where somebody else may be at the folder by now.
    pub(super) fn in_time(&self) -> Result<(), FilesError> {
        self.kept.in_time(self.wish.until)
    }
}

/// Returns whose account this is, where that was found before.
pub(super) fn person_of(sharing: &Sharing, account: &AccountId) -> Option<PersonId> {
    let mut people = sharing.people.iter();
    people
        .find(|(_, on)| on.account.as_ref().is_some_and(|it| it.as_str() == account.as_str()))
        .map(|(person, _)| *person)
}
