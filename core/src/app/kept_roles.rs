//! Taking from members of a shared folder what they are not to have, and giving those who are there what they are (FIL-2).

use super::kept_members::{Seat, Seated, trouble_with};
use super::kept_moves::is_of_account;
use super::kept_sharing::{Circle, Stop, person_of};
use crate::domain::folder_members::{AccountRef, MemberTrouble, Sharing};
use crate::ports::files::{
    AccountId, FilesError, FolderId, FolderMember, FolderRole, Invited, JobDone, MemberState, Revoked, Step, Who,
};

impl Circle<'_> {
    /// Ends the membership of everybody who is not to be there.
    pub(super) async fn end(&mut self, sharing: &Sharing, folder: &FolderId, seated: &Seated) -> Result<bool, Stop> {
        let mut is_changed = false;
        let mut unasked = self.seats.iter().enumerate().filter(|(_, seat)| seat.is_unasked);
        let is_unsure = unasked.any(|(place, _)| seated.member(place).is_none());
        for stranger in seated.strangers().filter(|stranger| !stranger.is_inherited) {
            let is_known = stranger.account.as_ref().is_some_and(|account| person_of(sharing, account).is_some());
            // They may be somebody who is not seated and whose account just cannot be asked about.
            if is_known || !is_unsure {
                let ended = self.revoke(folder, stranger).await;
                self.pass_over(ended)?;
                is_changed = true;
            }
        }
        // Whether they still reach it is known by asking again: a listing need not show them.
        let is_listed = |account: &AccountRef| {
            let mut accounts = seated.members.iter().filter_map(|(member, _)| member.account.as_ref());
            accounts.any(|other| other.as_str() == account.as_str())
        };
        for (person, on) in &sharing.people {
            let Some(account) = on.account.as_ref().filter(|it| !is_listed(it)) else { continue };
            if on.trouble == Some(MemberTrouble::ResidualAccess) && !self.wish.people.contains_key(person) {
                let ended = self.revoke_who(folder, Who::Account(AccountId::new(account.as_str()))).await;
                self.pass_over(ended)?;
            }
        }
        Ok(is_changed)
    }

    /// Goes on with the others where one could not be dealt with, unless it is the account that refuses or the time is over.
    fn pass_over(&mut self, done: Result<(), Stop>) -> Result<(), Stop> {
        match done {
            Err(stop) if !is_of_account(&stop.error) && self.in_time().is_ok() => {
                self.passed_over.get_or_insert(stop);
                Ok(())
            }
            done => done,
        }
    }

    pub(super) async fn revoke(&mut self, folder: &FolderId, member: &FolderMember) -> Result<(), Stop> {
        let account = member.account.clone().map(Who::Account);
        match account.or_else(|| member.email.clone().map(Who::Email)) {
            Some(who) => self.revoke_who(folder, who).await,
            None => Ok(()),
        }
    }

    /// Ends a membership, and keeps in mind who still reaches the folder through another above.
    async fn revoke_who(&mut self, folder: &FolderId, who: Who) -> Result<(), Stop> {
        self.in_time()?;
        let revoked = match self.store.revoke(&self.by, folder, &who).await {
            Ok(Step::Running(job)) => match self.kept.done(&self.by, &job).await {
                Ok(JobDone::Revoked(revoked)) => Ok(revoked),
                Ok(JobDone::Shared(_) | JobDone::Unshared | JobDone::Left) => Err(FilesError::Transient),
                Err(error) => Err(error),
            },
            Ok(Step::Done(revoked)) => Ok(revoked),
            Err(error) => Err(error),
        };
        match (revoked, who) {
            (Ok(Revoked { residual: Some(_) }) | Err(FilesError::Inherited(_)), Who::Account(account)) => {
                self.left.push(account);
            }
            (Ok(_) | Err(FilesError::Inherited(_) | FilesError::Owner), _) => {}
            (Err(error), _) => return Err(error.into()),
        }
        Ok(())
    }

    /// Takes from those who may more than is wanted, one by one (rule 3).
    pub(super) async fn lower(&mut self, folder: &FolderId, seated: &Seated) -> Result<bool, Stop> {
        let mut is_changed = false;
        for (member, seats) in &seated.members {
            let Some(wanted) = self.role_for(member, seats).filter(|wanted| *wanted < member.role) else { continue };
            is_changed = true;
            let lowered = self.lower_one(folder, (member, seats), wanted).await;
            self.pass_over(lowered)?;
        }
        Ok(is_changed)
    }

    async fn lower_one(
        &mut self,
        folder: &FolderId,
        (member, seats): (&FolderMember, &[usize]),
        wanted: FolderRole,
    ) -> Result<(), Stop> {
        self.in_time()?;
        let outcome = match &member.account {
            Some(account) if member.state == MemberState::Active => {
                self.store.set_role(&self.by, folder, account, wanted).await
            }
            // An invitation's role can only be raised; a lower one is sent anew.
            account => {
                self.revoke(folder, member).await?;
                let account = account.clone().map(Who::Account);
                let who = account.or_else(|| member.email.clone().map(Who::Email)).ok_or(FilesError::NotFound)?;
                self.store.invite(&self.by, folder, &[Invited { who, role: wanted }], true).await
            }
        };
        let Err(error) = outcome else { return Ok(()) };
        let trouble = trouble_with(&error);
        if error == FilesError::NotFound {
            // Who the listing shows and the store does not find may be there as before: they are invited anew once they are not.
            self.try_later(FilesError::Transient);
        } else {
            let trouble = trouble.ok_or(error)?;
            seats.iter().for_each(|seat| self.troubled(*seat, trouble));
        }
        // Nobody keeps more than access says.
        if trouble == Some(MemberTrouble::ResidualAccess) { Ok(()) } else { self.revoke(folder, member).await }
    }

    /// Gives those who are there what they may, where that is more.
    pub(super) async fn raise(&mut self, folder: &FolderId, seated: &Seated) -> Result<bool, Stop> {
        let mut is_changed = false;
        for (member, seats) in &seated.members {
            let Some(wanted) = self.role_for(member, seats).filter(|wanted| *wanted > member.role) else { continue };
            self.in_time()?;
            is_changed = true;
            let raised = match (&member.account, &member.email) {
                (Some(account), _) => self.store.set_role(&self.by, folder, account, wanted).await,
                (None, Some(email)) => {
                    let invited = Invited { who: Who::Email(email.clone()), role: wanted };
                    self.store.invite(&self.by, folder, &[invited], true).await
                }
                (None, None) => Ok(()),
            };
            match raised {
                Ok(()) | Err(FilesError::NotFound) => {}
                Err(error) => {
                    let trouble = trouble_with(&error).ok_or(error)?;
                    seats.iter().for_each(|seat| self.troubled(*seat, trouble));
                }
            }
        }
        Ok(is_changed)
    }

    /// Returns what a member is to be, where that is for the folder to say: the most of what those may whose account it is.
    pub(super) fn role_for(&self, member: &FolderMember, seats: &[usize]) -> Option<FolderRole> {
        let roles = seats.iter().filter_map(|seat| self.seats.get(*seat)).map(Seat::role);
        roles.max().filter(|_| !member.is_inherited)
    }
}
