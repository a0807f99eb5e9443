//! Inviting people to a shared folder, and putting it among what they have (FIL-2).

use core::time::Duration;
use std::collections::BTreeMap;

use super::kept_members::{Seat, Seated, role_of, trouble_with};
use super::kept_moves::set_back;
use super::kept_sharing::{Circle, Stop};
use crate::domain::folder_members::MemberTrouble;
use crate::ports::Setback;
use crate::ports::files::{FilesError, FolderId, FolderMember, FolderRole, Invited, MemberState, Who};

/// After how long invitations are tried once there were too many.
const INVITE_PAUSE: Duration = Duration::from_secs(6 * 3_600);

impl Circle<'_> {
    /// Invites those who are to be there and are not, in as few calls as can be.
    pub(super) async fn invite(&mut self, folder: &FolderId, seated: &Seated) -> Result<bool, Stop> {
        let mut batches = BTreeMap::<FolderRole, Vec<(usize, Invited)>>::new();
        for (place, seat) in self.seats.iter_mut().enumerate() {
            if seated.member(place).is_some() || seated.is_owners(seat) {
                continue;
            }
            let role = seat.role();
            match seat.who() {
                _ if seat.own.as_ref().is_some_and(|own| !own.is_email_verified) => {
                    seat.trouble = Some(MemberTrouble::NotVerified);
                }
                Some(who) => batches.entry(role).or_default().push((place, Invited { who, role })),
                None => seat.trouble = Some(MemberTrouble::NotConnected),
            }
        }
        let is_changed = !batches.is_empty();
        for batch in batches.into_values() {
            let people: Vec<Invited> = batch.iter().map(|(_, invited)| invited.clone()).collect();
            self.in_time()?;
            match self.store.invite(&self.by, folder, &people, true).await {
                Ok(()) => {}
                // One of them is in the way of all: each by themselves, then.
                Err(error) if trouble_with(&error).is_some() => {
                    for (place, invited) in batch {
                        self.invite_one(folder, place, invited).await?;
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(is_changed)
    }

    async fn invite_one(&mut self, folder: &FolderId, place: usize, invited: Invited) -> Result<(), Stop> {
        self.in_time()?;
        if let Err(error) = self.store.invite(&self.by, folder, &[invited], true).await {
            let trouble = trouble_with(&error).ok_or(error)?;
            self.troubled(place, trouble);
            if trouble == MemberTrouble::InviteLimit {
                self.later = Some(Setback { after: Some(INVITE_PAUSE), ..set_back(FilesError::Transient) });
            }
        }
        Ok(())
    }

    /// Learns as whom those were found who were invited by an address that their account does not show.
    pub(super) async fn learn(
        &mut self,
        folder: &FolderId,
        before: &Seated,
        mut members: Vec<FolderMember>,
    ) -> Result<Vec<FolderMember>, Stop> {
        let was_there = |it: &FolderMember| before.members.iter().any(|(member, _)| member.account == it.account);
        let seated = Seated::of(&self.seats, members.clone());
        let new: Vec<FolderMember> = seated.strangers().filter(|it| !was_there(it)).cloned().collect();
        let is_lost = |place: &usize| {
            let by_address = |seat: &Seat| matches!(seat.who(), Some(Who::Email(_))) && seat.trouble.is_none();
            seated.member(*place).is_none() && self.seats.get(*place).is_some_and(by_address)
        };
        let lost: Vec<usize> = (0..self.seats.len()).filter(is_lost).collect();
        if let ([place], [member]) = (lost.as_slice(), new.as_slice()) {
            if let Some(seat) = self.seats.get_mut(*place) {
                seat.known.clone_from(&member.account);
            }
            return Ok(members);
        }
        // Which of several is whom is seen by inviting one after the other.
        for stranger in new.iter().filter(|_| !lost.is_empty()) {
            self.revoke(folder, stranger).await?;
        }
        for place in lost {
            let Some(seat) = self.seats.get(place).filter(|_| !new.is_empty()) else { continue };
            let Some(who) = seat.who() else { continue };
            let invited = Invited { who, role: role_of(seat.wanted.access) };
            let there = self.store.members(&self.by, folder).await?;
            self.invite_one(folder, place, invited).await?;
            members = self.store.members(&self.by, folder).await?;
            let found = members.iter().find(|member| !there.iter().any(|it| it.account == member.account));
            if let (Some(found), Some(seat)) = (found, self.seats.get_mut(place)) {
                seat.known.clone_from(&found.account);
            }
        }
        Ok(members)
    }

    /// Puts the folder among what those have whose account is connected; who has taken it from there is left alone.
    pub(super) async fn mount(&mut self, folder: &FolderId, seated: &Seated) -> Result<bool, Stop> {
        let Some(membership) = self.kept.store.membership() else { return Ok(false) };
        let mut is_changed = false;
        for place in 0..self.seats.len() {
            let Some((seat, member)) = self.seats.get(place).zip(seated.member(place)) else { continue };
            if seat.own.is_none() || (member.state == MemberState::Active && !seat.was_troubled) {
                continue;
            }
            self.in_time()?;
            match membership.mount(&self.kept.connection(seat.person), folder).await {
                Ok(_) => is_changed = true,
                Err(error) => match trouble_with(&error) {
                    Some(trouble) => self.troubled(place, trouble),
                    None if error.retry_after().is_some() => self.try_later(error),
                    // Their connection has ended just now, or lacks the right.
                    None => self.troubled(place, MemberTrouble::Pending),
                },
            }
        }
        Ok(is_changed)
    }
}
