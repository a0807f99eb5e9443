//! Who is on a track's folder in the file store, and as what (FIL-2).
//!
//! R1. Whoever has access to a track is on its folder, and nobody else: a viewer reads there, an editor and above writes.
//! R2. The holder is on it by having it. Of a track that is deleted nobody else is, of one that is taken down its owner alone.
//! R3. Where the file store could not be brought to that, it is said of the person or of the folder; nobody is ever given more than access says instead.
//! R4. Which account of the store is whose is kept beside the events, so that what erasing ends stays nowhere (PER-2).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::access::{Authorized, Level, act};
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::effect::Effect;
use super::folder::FolderEvent;
use super::slice::{RowKey, Slice};
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{PersonId, TrackId};

/// What somebody may do in a track's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: SPEC FIL-2 knows these two")]
pub enum FolderAccess {
    /// Reads.
    Viewer,
    /// Writes too.
    Editor,
}

impl From<Level> for FolderAccess {
    fn from(level: Level) -> Self {
        if level >= Level::Editor { Self::Editor } else { Self::Viewer }
    }
}

/// Why a person is not on a track's folder as their access says, in which case they read through the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MemberTrouble {
    /// They have no account of the store connected, and no address at which the store could invite them.
    NotConnected,
    /// They are invited by the store and have not accepted there; connecting their account does it for them.
    Pending,
    /// The plan of the folder's holder has no viewers, and a viewer is never made an editor.
    PlanInsufficient,
    /// Their account has no room for the folder.
    QuotaShort,
    /// Their account has a folder in the way of it.
    Nesting,
    /// They still reach it through a folder above, which the store alone can end.
    ResidualAccess,
    /// Their account's address is not verified.
    NotVerified,
    /// The folder has as many members as the store allows.
    TooManyMembers,
    /// The holder has sent as many invitations as the store allows for now.
    InviteLimit,
    /// The holder's team shares with nobody outside it.
    OutsideTeam,
    /// The store refuses them for a reason of its own.
    Refused,
}

/// Why a track's folder is not where and with whom it should be, for its owner to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FolderTrouble {
    /// The account that holds it is not connected.
    Disconnected,
    /// The account's connection lacks a right.
    MissingScope,
    /// The host's app is registered with the store in a way that cannot share folders.
    WrongAppType,
    /// The account's address is not verified.
    NotVerified,
    /// It cannot be shared where it lies: in a shared folder, around one, or in one of a team's or an app's.
    Nesting,
    /// It was deleted in the store; retrying makes and shares it anew, without what was in it.
    FolderGone,
    /// It is gone, and something that is not known as the track's lies where it was; retrying shares that.
    Replaced,
    /// Its owner has connected another account than the one that has it: that one is to be connected again.
    AnotherAccount,
    /// The store refuses its name, or something else has it.
    NameRefused,
    /// The account has no room.
    QuotaShort,
    /// The account may not do it: somebody has changed in the store whose folder it is.
    NotPermitted,
    /// Somebody who is nobody's collaborator reaches it through a folder above, or as one of a group that its owner has put on it.
    ResidualAccess,
    /// The new owner does not have the folder among their own yet, so it cannot be handed over (OWN-4).
    NewOwnerAway,
    /// It has failed again and again for reasons that may pass.
    Unreachable,
}

macro_rules! words {
    ($($Enum:ident { $($Variant:ident $word:literal)* })*) => {
        $(
            impl $Enum {
                /// Every one.
                pub const ALL: &'static [Self] = &[$(Self::$Variant),*];

                /// Returns its word, the same in every language.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$Variant => $word),*
                    }
                }
            }
        )*
    };
}

words! {
    MemberTrouble {
        NotConnected "not_connected"
        Pending "pending"
        PlanInsufficient "plan_insufficient"
        QuotaShort "quota_short"
        Nesting "nesting"
        ResidualAccess "residual_access"
        NotVerified "not_verified"
        TooManyMembers "too_many_members"
        InviteLimit "invite_limit"
        OutsideTeam "outside_team"
        Refused "refused"
    }
    FolderTrouble {
        Disconnected "disconnected"
        MissingScope "missing_scope"
        WrongAppType "wrong_app_type"
        NotVerified "not_verified"
        Nesting "nesting"
        FolderGone "folder_gone"
        Replaced "replaced"
        AnotherAccount "another_account"
        NameRefused "name_refused"
        QuotaShort "quota_short"
        NotPermitted "not_permitted"
        ResidualAccess "residual_access"
        NewOwnerAway "new_owner_away"
        Unreachable "unreachable"
    }
}

macro_rules! opaque {
    ($($(#[$about:meta])* $Name:ident)*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $Name(String);

            impl $Name {
                /// Takes the store's word.
                pub fn new(word: impl Into<String>) -> Self {
                    Self(word.into())
                }

                /// Returns the store's word.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
        )*
    };
}

opaque! {
    /// A shared folder of the file store, the same for all its members.
    SharedRef
    /// An account of the file store.
    AccountRef
}

/// A person as a track's folder in the store knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct OnFolder {
    /// Under which account they are there, once that is known.
    pub account: Option<AccountRef>,
    /// Why they are not there as their access says.
    pub trouble: Option<MemberTrouble>,
}

/// With whom a track's folder is shared, as it was last found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Sharing {
    /// The shared folder, once it is one.
    pub folder: Option<SharedRef>,
    /// Under which account its holder has it, once that is known.
    pub holder: Option<AccountRef>,
    /// Why it is not as it should be.
    pub trouble: Option<FolderTrouble>,
    /// Who should be on it, and who should not and is.
    pub people: BTreeMap<PersonId, OnFolder>,
}

/// What an event tells of it: the accounts are kept beside (R4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct SharingTold {
    /// The shared folder.
    pub folder: Option<SharedRef>,
    /// Why it is not as it should be.
    pub trouble: Option<FolderTrouble>,
    /// Of whom there is news, and what.
    pub people: BTreeMap<PersonId, Option<MemberTrouble>>,
    /// Of whom there is nothing to be said any more.
    pub gone: BTreeSet<PersonId>,
}

impl Sharing {
    /// Returns what an event must tell for `self` to become `now`; nothing, where they are the same.
    fn told(&self, now: &Self) -> Option<SharingTold> {
        let is_new = |(person, on): &(&PersonId, &OnFolder)| self.people.get(*person) != Some(*on);
        let people = now.people.iter().filter(is_new).map(|(person, on)| (*person, on.trouble)).collect();
        let gone = self.people.keys().filter(|person| !now.people.contains_key(*person)).copied().collect();
        let told = SharingTold { folder: now.folder.clone(), trouble: now.trouble, people, gone };
        (self != now).then_some(told)
    }

    /// Applies what has been found.
    pub(super) fn apply(&mut self, told: &SharingTold) {
        self.folder.clone_from(&told.folder);
        self.trouble = told.trouble;
        self.people.retain(|person, _| !told.gone.contains(person));
        for (person, trouble) in &told.people {
            self.people.entry(*person).or_default().trouble = *trouble;
        }
    }

    /// Returns it without what is kept beside the events (R4).
    #[must_use]
    pub(super) fn without_accounts(mut self) -> Self {
        self.people.values_mut().for_each(|on| on.account = None);
        self.holder = None;
        self
    }
}

impl Slice {
    /// Returns who is to be on a track's folder besides its holder, and as what (R1, R2).
    #[must_use]
    pub fn folder_members(&self, id: TrackId) -> BTreeMap<PersonId, FolderAccess> {
        let Some(track) = self.track(id) else { return BTreeMap::new() };
        let holder = self.folder(id).map_or(track.owner, |folder| folder.at.holder);
        let people = self.people_around(id.into()).into_iter().filter(|person| *person != holder);
        people.filter_map(|person| Some((person, self.held(id.into(), person)?.level.into()))).collect()
    }
}

impl Draft {
    /// Keeps how a track's folder was found in the file store; where that is known already, nothing happens.
    ///
    /// # Errors
    /// `conflict` where there is no folder.
    pub fn keep_sharing(&mut self, id: TrackId, now: &Sharing) -> Result<(), Error> {
        let before = self.slice.folder(id).ok_or(Error::Conflict)?.sharing.clone();
        if let Some(told) = before.told(now) {
            let key = DocumentKey::Folder(id);
            self.record(Aggregate::Document(key), FolderEvent::Shared(told));
            if let Some(Document::Folder(folder)) = self.slice.documents.get_mut(&key) {
                folder.sharing.clone_from(now);
                self.touched.insert(RowKey::Document(key));
            }
        }
        Ok(())
    }

    /// Makes what a track's folder needs due again, and lets one that was deleted in the store be made anew.
    ///
    /// # Errors
    /// `not_found` for a witness of another track.
    pub fn retry_folder(&mut self, by: &Authorized<act::Move>, id: TrackId) -> Result<(), Error> {
        self.admit(by, id.into())?;
        let is_gone = |trouble| matches!(trouble, FolderTrouble::FolderGone | FolderTrouble::Replaced);
        if let Some(folder) = self.slice.folder(id).filter(|it| it.sharing.trouble.is_some_and(is_gone)) {
            let now = Sharing { folder: None, trouble: None, ..folder.sharing.clone() };
            self.keep_sharing(id, &now)?;
        }
        self.effects.extend([Effect::Arrange { scope: id.into() }, Effect::Reconcile { scope: id.into() }]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_makes_the_one_the_other_but_for_accounts() {
        let person = |number| PersonId::from_uuid(uuid::Uuid::from_u128(number));
        let on = |account: &str, trouble| OnFolder { account: Some(AccountRef::new(account)), trouble };
        let states = [
            Sharing::default(),
            Sharing { folder: Some(SharedRef::new("1")), ..Sharing::default() },
            Sharing {
                folder: Some(SharedRef::new("1")),
                holder: Some(AccountRef::new("o")),
                trouble: Some(FolderTrouble::Nesting),
                people: [(person(1), on("a", None)), (person(2), on("b", Some(MemberTrouble::Pending)))].into(),
            },
            Sharing {
                people: [(person(2), on("c", None)), (person(3), OnFolder::default())].into(),
                ..Sharing::default()
            },
        ];
        for before in &states {
            for now in &states {
                let mut applied = before.clone();
                let told = before.told(now);
                assert_eq!(told.is_none(), before == now);
                told.iter().for_each(|told| applied.apply(told));
                assert_eq!(applied.without_accounts(), now.clone().without_accounts());
            }
        }
    }
}
