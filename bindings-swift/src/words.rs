//! Words: enums without data. Where the core's can be listed to the end uniffi checks that none is missing; the others are mirrored.

use crate::crosses::{Crosses, as_it_is};

pub(crate) use cowrite::{
    Access, Because, Condition, FileKind, Kind as ShareKind, Level, LibrarySort, LinkState, NoticeKind, PersonState,
    Relation, SplitStatus, Verdict, VisitKind,
};

/// The access that can be given to a collaborator, each including the one before.
#[uniffi::remote(Enum)]
pub(crate) enum Access {
    /// Views, plays, downloads, comments.
    Viewer,
    /// Edits details, files and shares too.
    Editor,
    /// Manages viewers and editors too: the owner's delegated permission (ACC-3).
    Full,
}

/// Why somebody has access to a scope, or has none.
#[uniffi::remote(Enum)]
pub(crate) enum Because {
    /// They own it (OWN-1).
    Owner,
    /// The nearest scope that says anything of them gives it (GRP-3).
    Standing,
    /// They own the group that is the nearest to say anything of them (GRP-3).
    GroupOwner,
    /// The nearest scope that says anything of them keeps them out (GRP-3).
    Closed,
    /// Nothing on the way up says anything of them.
    Nothing,
    /// It was taken down, and their access sleeps (OPS-1).
    TakenDown,
}

/// Whether a track is there.
#[uniffi::remote(Enum)]
pub(crate) enum Condition {
    /// It is.
    Live,
    /// The operator took it down: there for its owner alone (OPS-1).
    TakenDown,
    /// Its owner deleted it: there for nobody.
    Deleted,
}

/// What a file of a track is (SPEC §1).
#[uniffi::remote(Enum)]
pub(crate) enum FileKind {
    /// A mix of the whole track.
    Bounce,
    /// One part of a mix.
    Stem,
    /// A recorded voice.
    Vocal,
    /// A session of a music program.
    ProjectFile,
    /// A picture.
    Artwork,
    /// Anything else.
    Other,
}

/// A kind of split. Kinds are kept each on its own, never added or compared (SPL-2).
#[uniffi::remote(Enum)]
pub(crate) enum ShareKind {
    /// Ownership of the recording.
    Master,
    /// Ownership of the composition.
    Publishing,
    /// The songwriting, a part of publishing in meaning only.
    Writer,
}

/// What somebody may do on a scope: an access, or the owner's place above all.
#[uniffi::remote(Enum)]
pub(crate) enum Level {
    /// As `Access::Viewer`.
    Viewer,
    /// As `Access::Editor`.
    Editor,
    /// As `Access::Full`.
    Full,
    /// Everything.
    Owner,
}

/// The order of a library.
#[uniffi::remote(Enum)]
pub(crate) enum LibrarySort {
    /// What was created last comes first.
    Newest,
    /// By title, letter case apart; of the same title, what was created first.
    Title,
}

/// What a link is now (R3).
#[uniffi::remote(Enum)]
pub(crate) enum LinkState {
    /// Its time has not come.
    NotYet,
    /// It opens.
    Active,
    /// Its time is over.
    Expired,
    /// It has given all its downloads.
    UsedUp,
    /// It was revoked, or its track deleted.
    Revoked,
}

/// What a notice is about, what concerns its person most first.
#[uniffi::remote(Enum)]
pub(crate) enum NoticeKind {
    /// The person was invited.
    Invited,
    /// The person was offered ownership.
    OwnershipOffered,
    /// Ownership came to the person, or went from them.
    HandedOver,
    /// An offer of the person's was declined.
    OwnershipDeclined,
    /// The person's access was revoked.
    Revoked,
    /// The person was removed, and their shares were freed.
    Removed,
    /// It was deleted.
    Deleted,
    /// It was moved, and is out of the person's reach; or a group with a track of theirs was moved.
    Moved,
    /// The operator took the person's track down.
    TakenDown,
    /// The operator restored the person's track.
    Restored,
    /// The person's access was changed.
    AccessChanged,
    /// The person's own shares were changed.
    OwnSharesChanged,
    /// Somebody accepted an invitation.
    Joined,
    /// Somebody said no to an invitation.
    InvitationDismissed,
    /// Somebody left.
    Left,
    /// Files came for the person.
    ImportReceived,
    /// Files that the person had sent were accepted.
    ImportAccepted,
    /// Files that the person had sent were dismissed.
    ImportDismissed,
    /// A visitor reviewed what a link of the person's opens.
    Reviewed,
    /// Somebody commented.
    Commented,
    /// Shares were changed, none of the person's.
    SharesChanged,
    /// Files came, or new content for one.
    FilesAdded,
    /// Title, stage or other details were changed.
    DetailsChanged,
}

/// Where a person's record stands.
#[uniffi::remote(Enum)]
pub(crate) enum PersonState {
    /// The host has registered the person.
    Registered,
    /// Somebody has invited the address; nobody has registered with it yet.
    Unclaimed,
    /// The host has had the person erased.
    Erased,
}

/// Whose a track in a library is.
#[uniffi::remote(Enum)]
pub(crate) enum Relation {
    /// The person's own.
    Mine,
    /// Somebody else's.
    SharedWithMe,
    /// The person's own, and somebody else has access to it.
    SharedByMe,
}

/// Where a kind stands (SPL-4).
#[uniffi::remote(Enum)]
pub(crate) enum SplitStatus {
    /// Nobody has a share recorded.
    Unset,
    /// Something is missing to 100.
    Incomplete,
    /// Exactly 100.
    Complete,
}

/// What a visitor says of what a link opens (LNK-11).
#[uniffi::remote(Enum)]
pub(crate) enum Verdict {
    /// It is well as it is.
    Approved,
    /// Something is to be changed.
    ChangesWanted,
}

/// What a visitor did.
#[uniffi::remote(Enum)]
pub(crate) enum VisitKind {
    /// Opened the link.
    Opened,
    /// Played a file.
    Played,
    /// Downloaded a file.
    Downloaded,
    /// Reviewed what it opens.
    Reviewed,
}

as_it_is! { Access, Because, Condition, FileKind, ShareKind, Level, LibrarySort, LinkState, NoticeKind, PersonState, Relation, SplitStatus, Verdict, VisitKind }

/// Mirrors enums of the core that may grow; `face.py --check` finds one that lacks a word.
macro_rules! words {
    ($($(#[$doc:meta])* $Name:ident = $Core:ty { $($(#[$about:meta])* $Word:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub(crate) enum $Name {
            $($(#[$about])* $Word,)*
        }

        impl Crosses for $Core {
            type Across = $Name;

            fn across(self) -> $Name {
                match self {
                    $(Self::$Word => $Name::$Word,)*
                    _ => unreachable!(concat!("a ", stringify!($Name), " that is not mirrored")),
                }
            }
        }

        impl From<$Name> for $Core {
            fn from(word: $Name) -> Self {
                match word {
                    $($Name::$Word => Self::$Word,)*
                }
            }
        }
    )*};
}

words! {
    /// Something that a person may or may not do on a scope (ACC-1, GRP-7).
    Action = cowrite::Action {
        /// See that it is there, and its details.
        View,
        /// Play its files.
        Play,
        /// Download its files.
        Download,
        /// Comment on it.
        Comment,
        /// Edit title, stage but for published, bpm, key, tags; rename a group.
        EditDetails,
        /// Upload, rename, replace and delete files.
        EditFiles,
        /// Edit shares.
        EditShares,
        /// Pin and unpin comments.
        PinComments,
        /// Archive and unarchive.
        Archive,
        /// Invite, change access of, revoke and remove viewers and editors.
        ManageCollaborators,
        /// Grant or end full access.
        ManageFull,
        /// Make and edit share links.
        ManageLinks,
        /// Move the stage into or out of published.
        Publish,
        /// Move it between groups.
        Move,
        /// Delete it.
        Delete,
        /// Hand over ownership.
        HandOver,
        /// Delete others' comments.
        DeleteComments,
        /// Put own tracks into a group.
        AddTracks,
        /// Make groups inside a group.
        AddGroups,
        /// Take somebody else's track out of a group.
        TakeOutTracks,
    }

    /// Why a track's folder is not where and with whom it should be, for its owner to mend.
    FolderTrouble = cowrite::FolderTrouble {
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

    /// Where an import stands.
    ImportStatus = cowrite::ImportStatus {
        /// It waits.
        Pending,
        /// It was accepted.
        Accepted,
        /// Its recipient said no.
        Dismissed,
        /// Its recipient was erased.
        Ended,
    }

    /// Where an invitation stands at the instant of the call.
    InvitationStatus = cowrite::InvitationStatus {
        /// It waits for an answer.
        Pending,
        /// It was accepted.
        Accepted,
        /// The person invited said no.
        Dismissed,
        /// It was taken back, or the person's part was ended.
        Withdrawn,
        /// A newer one took its place.
        Replaced,
        /// It lost its ground.
        Void,
        /// Its time ran out.
        Expired,
    }

    /// Why a person is not on a track's folder as their access says, in which case they read through the library.
    MemberTrouble = cowrite::MemberTrouble {
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

    /// Why a person holds something no more.
    RemovalReason = cowrite::RemovalReason {
        /// Access was revoked.
        Revoked,
        /// The person has left.
        Left,
        /// The person was removed.
        Removed,
        /// It was deleted, or a group that it was reached through.
        Deleted,
        /// It was moved out of what it was reached through.
        Moved,
        /// The operator has taken it down (OPS-1).
        TakenDown,
    }

    /// A way of sharing.
    SharingMethod = cowrite::SharingMethod {
        /// A secret address that opens one track.
        ShareLink,
        /// A secret address that opens tracks in an order.
        PlaylistShare,
        /// Access for a person.
        Collaborator,
        /// Files sent to a person, waiting to be put in order.
        Import,
        /// A person's discoverable portfolio.
        PublicPage,
    }

    /// What somebody wants to share, and with whom.
    Situation = cowrite::Situation {
        /// A rough mix goes to a vocalist for feedback.
        RoughMix,
        /// An album preview goes to a label.
        AlbumPreview,
        /// A co-producer works along on an ongoing project.
        OngoingProject,
        /// Session files come from an engineer outside.
        OutsideFiles,
        /// A portfolio is to be found online.
        Portfolio,
    }
}
