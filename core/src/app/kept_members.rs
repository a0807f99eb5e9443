//! Which member of a shared folder is whom (FIL-2).

use crate::domain::folder_members::{FolderAccess, MemberTrouble};
use crate::domain::text::Email;
use crate::id::PersonId;
use crate::ports::Wanted;
use crate::ports::files::{Account, AccountId, FilesError, FolderMember, FolderRole, MemberState, Who};

/// Somebody who is to be on the folder.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) person: PersonId,
    pub(super) wanted: Wanted,
    /// Their account, where it is connected.
    pub(super) own: Option<Account>,
    /// Whether that could just not be asked, so that a stranger may be them.
    pub(super) is_unasked: bool,
    /// Under which account they were found before.
    pub(super) known: Option<AccountId>,
    /// Whether they were not on it as they should be when last looked.
    pub(super) was_troubled: bool,
    pub(super) trouble: Option<MemberTrouble>,
}

impl Seat {
    pub(super) const fn role(&self) -> FolderRole {
        role_of(self.wanted.access)
    }

    /// Returns how the store can be told of them, if it can: by their account rather than by an address.
    pub(super) fn who(&self) -> Option<Who> {
        let account = self.own.as_ref().map(|own| &own.id).or(self.known.as_ref());
        account.cloned().map(Who::Account).or_else(|| self.wanted.email.clone().map(Who::Email))
    }

    /// Returns whether an address is theirs: what reaches their account is its own address, whatever their record says.
    fn has(&self, email: Option<&Email>) -> bool {
        let address = match &self.own {
            Some(own) => own.email.as_ref().filter(|_| own.is_email_verified),
            None => self.wanted.email.as_ref(),
        };
        email.zip(address).is_some_and(|(email, other)| email.key() == other.key())
    }

    /// Returns how surely a member is this person, if at all: an account says more than an address.
    fn fit(&self, member: &FolderMember) -> Option<u8> {
        let active = u8::from(member.state == MemberState::Active);
        match (&member.account, &self.own) {
            // Whose account is connected is there with that one, and with no other that has their address.
            (Some(account), Some(own)) => (*account == own.id).then_some(4 + active),
            (Some(account), None) if self.known.as_ref() == Some(account) => Some(4 + active),
            (Some(_), None) => self.has(member.email.as_ref()).then_some(2 + active),
            (None, _) => self.has(member.email.as_ref()).then_some(active),
        }
    }
}

pub(super) const fn role_of(access: FolderAccess) -> FolderRole {
    match access {
        FolderAccess::Viewer => FolderRole::Viewer,
        FolderAccess::Editor => FolderRole::Editor,
    }
}

/// Who is there.
#[derive(Debug)]
pub(super) struct Seated {
    /// Each member but the owner, with the seats that are theirs: none for a stranger, two where two persons have one account.
    pub(super) members: Vec<(FolderMember, Vec<usize>)>,
    /// The owner's account, where the store says.
    pub(super) owner: Option<AccountId>,
}

impl Seated {
    pub(super) fn of(seats: &[Seat], members: Vec<FolderMember>) -> Self {
        let owner = members.iter().find(|member| member.role == FolderRole::Owner).and_then(|it| it.account.clone());
        let others = members.into_iter().filter(|member| member.role != FolderRole::Owner);
        let mut members: Vec<_> = others.map(|member| (member, Vec::new())).collect();
        for (place, seat) in seats.iter().enumerate() {
            let fits = members.iter_mut().filter_map(|row| Some((seat.fit(&row.0)?, row)));
            if let Some((_, (_, taken))) = fits.max_by_key(|(fit, _)| *fit) {
                taken.push(place);
            }
        }
        Self { members, owner }
    }

    pub(super) fn member(&self, seat: usize) -> Option<&FolderMember> {
        self.members.iter().find(|(_, seats)| seats.contains(&seat)).map(|(member, _)| member)
    }

    /// Returns whether somebody has the folder by having the owner's own account.
    pub(super) fn is_owners(&self, seat: &Seat) -> bool {
        self.owner.is_some() && seat.own.as_ref().map(|own| &own.id) == self.owner.as_ref()
    }

    pub(super) fn strangers(&self) -> impl Iterator<Item = &FolderMember> {
        self.members.iter().filter(|(_, seats)| seats.is_empty()).map(|(member, _)| member)
    }
}

/// Returns what a refusal says of the person whom it is about; nothing, where it may pass or is about the folder.
pub(super) const fn trouble_with(error: &FilesError) -> Option<MemberTrouble> {
    Some(match error {
        FilesError::PlanInsufficient => MemberTrouble::PlanInsufficient,
        FilesError::QuotaShort { .. } => MemberTrouble::QuotaShort,
        FilesError::Nesting(_) => MemberTrouble::Nesting,
        FilesError::Inherited(_) => MemberTrouble::ResidualAccess,
        FilesError::NotVerified => MemberTrouble::NotVerified,
        FilesError::TooManyMembers { .. } => MemberTrouble::TooManyMembers,
        FilesError::InviteLimit => MemberTrouble::InviteLimit,
        FilesError::OutsideTeam => MemberTrouble::OutsideTeam,
        FilesError::NotFound | FilesError::Owner => MemberTrouble::Refused,
        FilesError::NotAMember
        | FilesError::NotPermitted
        | FilesError::Conflict
        | FilesError::CursorReset
        | FilesError::TooLarge
        | FilesError::OutsideRange { .. }
        | FilesError::Mismatch
        | FilesError::Unsupported
        | FilesError::RateLimited { .. }
        | FilesError::Contended { .. }
        | FilesError::Disconnected
        | FilesError::MissingScope(_)
        | FilesError::WrongAppType
        | FilesError::RootChanged(_)
        | FilesError::Transient
        | FilesError::Unknown { .. } => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(word: &str) -> Email {
        format!("{word}@example.com").parse().unwrap()
    }

    fn seat(own: Option<&str>, known: Option<&str>, address: Option<&str>) -> Seat {
        let account = |id: &str| Account {
            id: AccountId::new(id),
            email: Some(email(id)),
            is_email_verified: true,
            can_have_viewers: true,
            root: None,
            home: None,
        };
        Seat {
            person: PersonId::from_uuid(uuid::Uuid::nil()),
            wanted: Wanted { access: FolderAccess::Viewer, email: address.map(email) },
            own: own.map(account),
            is_unasked: false,
            known: known.map(AccountId::new),
            was_troubled: false,
            trouble: None,
        }
    }

    fn member(account: Option<&str>, address: Option<&str>) -> FolderMember {
        FolderMember {
            account: account.map(AccountId::new),
            email: address.map(email),
            role: FolderRole::Viewer,
            state: MemberState::Active,
            is_inherited: false,
        }
    }

    #[test]
    fn a_person_is_known_by_account_before_address() {
        let rows = [
            (seat(Some("a"), None, None), member(Some("a"), None), true),
            (seat(Some("a"), None, None), member(None, Some("a")), true),
            // The address of the record reaches another account than the one that is connected.
            (seat(Some("a"), Some("b"), Some("j")), member(Some("b"), Some("j")), false),
            (seat(Some("a"), None, Some("j")), member(None, Some("j")), false),
            (seat(None, Some("b"), None), member(Some("b"), None), true),
            (seat(None, Some("b"), Some("j")), member(Some("c"), Some("j")), true),
            (seat(None, None, Some("j")), member(Some("c"), Some("j")), true),
            (seat(None, None, Some("j")), member(None, Some("j")), true),
            (seat(None, None, Some("j")), member(Some("c"), Some("k")), false),
            (seat(None, None, None), member(None, None), false),
        ];
        for (seat, member, expected) in rows {
            assert_eq!(seat.fit(&member).is_some(), expected, "{seat:?} {member:?}");
        }
    }

    #[test]
    fn of_two_who_may_be_one_person_the_other_is_a_stranger() {
        let seats = [seat(None, Some("b"), Some("j"))];
        let owner = FolderMember { role: FolderRole::Owner, ..member(Some("o"), None) };
        let seated = Seated::of(&seats, vec![member(None, Some("j")), member(Some("b"), None), owner]);
        assert_eq!(seated.member(0), Some(&member(Some("b"), None)));
        assert_eq!(seated.strangers().collect::<Vec<_>>(), [&member(None, Some("j"))]);
        assert_eq!(seated.owner, Some(AccountId::new("o")));
    }
}
