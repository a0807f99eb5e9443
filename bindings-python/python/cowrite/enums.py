"""Words: what is one of a few things, as text that is the same in every language."""

from __future__ import annotations

import enum
from typing import Final

from ._words import _Word
from .troubles import FolderTrouble, MemberTrouble

__all__ = [
    "KEEP",
    "Access",
    "Action",
    "Because",
    "Condition",
    "FileKind",
    "FolderTrouble",
    "ImportStatus",
    "InvitationStatus",
    "Keep",
    "Kind",
    "Level",
    "LibrarySort",
    "LinkState",
    "MemberTrouble",
    "NoticeKind",
    "PersonState",
    "Relation",
    "RemovalReason",
    "SharingMethod",
    "Situation",
    "SplitStatus",
    "Stage",
    "Verdict",
    "VisitKind",
]


class Keep(enum.Enum):
    """The type of ``KEEP``."""

    KEEP = "keep"

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = Keep.KEEP
"""Leave it as it is, where ``None`` empties it; what an argument is that was left out."""


class Access(_Word):
    """The access that can be given to a collaborator, each including the one before."""

    VIEWER = "viewer"
    """Views, plays, downloads, comments."""
    EDITOR = "editor"
    """Edits details, files and shares too."""
    FULL = "full"
    """Manages viewers and editors too: the owner's delegated permission (ACC-3)."""


class Action(_Word):
    """Something that a person may or may not do on a scope (ACC-1, GRP-7)."""

    VIEW = "view"
    """See that it is there, and its details."""
    PLAY = "play"
    """Play its files."""
    DOWNLOAD = "download"
    """Download its files."""
    COMMENT = "comment"
    """Comment on it."""
    EDIT_DETAILS = "edit_details"
    """Edit title, stage but for published, bpm, key, tags; rename a group."""
    EDIT_FILES = "edit_files"
    """Upload, rename, replace and delete files."""
    EDIT_SHARES = "edit_shares"
    """Edit shares."""
    PIN_COMMENTS = "pin_comments"
    """Pin and unpin comments."""
    ARCHIVE = "archive"
    """Archive and unarchive."""
    MANAGE_COLLABORATORS = "manage_collaborators"
    """Invite, change access of, revoke and remove viewers and editors."""
    MANAGE_FULL = "manage_full"
    """Grant or end full access."""
    MANAGE_LINKS = "manage_links"
    """Make and edit share links."""
    PUBLISH = "publish"
    """Move the stage into or out of published."""
    MOVE = "move"
    """Move it between groups."""
    DELETE = "delete"
    """Delete it."""
    HAND_OVER = "hand_over"
    """Hand over ownership."""
    DELETE_COMMENTS = "delete_comments"
    """Delete others' comments."""
    ADD_TRACKS = "add_tracks"
    """Put own tracks into a group."""
    ADD_GROUPS = "add_groups"
    """Make groups inside a group."""
    TAKE_OUT_TRACKS = "take_out_tracks"
    """Take somebody else's track out of a group."""


class Because(_Word):
    """Why somebody has access to a scope, or has none."""

    OWNER = "owner"
    """They own it (OWN-1)."""
    STANDING = "standing"
    """The nearest scope that says anything of them gives it (GRP-3)."""
    GROUP_OWNER = "group_owner"
    """They own the group that is the nearest to say anything of them (GRP-3)."""
    CLOSED = "closed"
    """The nearest scope that says anything of them keeps them out (GRP-3)."""
    NOTHING = "nothing"
    """Nothing on the way up says anything of them."""
    TAKEN_DOWN = "taken_down"
    """It was taken down, and their access sleeps (OPS-1)."""


class Condition(_Word):
    """Whether a track is there."""

    LIVE = "live"
    """It is."""
    TAKEN_DOWN = "taken_down"
    """The operator took it down: there for its owner alone (OPS-1)."""
    DELETED = "deleted"
    """Its owner deleted it: there for nobody."""


class FileKind(_Word):
    """What a file of a track is (SPEC §1)."""

    BOUNCE = "bounce"
    """A mix of the whole track."""
    STEM = "stem"
    """One part of a mix."""
    VOCAL = "vocal"
    """A recorded voice."""
    PROJECT_FILE = "project_file"
    """A session of a music program."""
    ARTWORK = "artwork"
    """A picture."""
    OTHER = "other"
    """Anything else."""


class ImportStatus(_Word):
    """Where an import stands."""

    PENDING = "pending"
    """It waits."""
    ACCEPTED = "accepted"
    """It was accepted."""
    DISMISSED = "dismissed"
    """Its recipient said no."""
    ENDED = "ended"
    """Its recipient was erased."""


class InvitationStatus(_Word):
    """Where an invitation stands at the instant of the call."""

    PENDING = "pending"
    """It waits for an answer."""
    ACCEPTED = "accepted"
    """It was accepted."""
    DISMISSED = "dismissed"
    """The person invited said no."""
    WITHDRAWN = "withdrawn"
    """It was taken back, or the person's part was ended."""
    REPLACED = "replaced"
    """A newer one took its place."""
    VOID = "void"
    """It lost its ground."""
    EXPIRED = "expired"
    """Its time ran out."""


class Kind(_Word):
    """A kind of split. Kinds are kept each on its own, never added or compared (SPL-2)."""

    MASTER = "master"
    """Ownership of the recording."""
    PUBLISHING = "publishing"
    """Ownership of the composition."""
    WRITER = "writer"
    """The songwriting, a part of publishing in meaning only."""


class Level(_Word):
    """What somebody may do on a scope: an access, or the owner's place above all."""

    VIEWER = "viewer"
    """As ``Access::Viewer``."""
    EDITOR = "editor"
    """As ``Access::Editor``."""
    FULL = "full"
    """As ``Access::Full``."""
    OWNER = "owner"
    """Everything."""


class LibrarySort(_Word):
    """The order of a library."""

    NEWEST = "newest"
    """What was created last comes first."""
    TITLE = "title"
    """By title, letter case apart; of the same title, what was created first."""


class LinkState(_Word):
    """What a link is at the instant of the call (LNK-3)."""

    NOT_YET = "not_yet"
    """Its time has not come."""
    ACTIVE = "active"
    """It opens."""
    EXPIRED = "expired"
    """Its time is over."""
    USED_UP = "used_up"
    """It has given all its downloads."""
    REVOKED = "revoked"
    """It was revoked, or its track deleted."""


class NoticeKind(_Word):
    """What a notice is about, what concerns its person most first."""

    INVITED = "invited"
    """The person was invited."""
    OWNERSHIP_OFFERED = "ownership_offered"
    """The person was offered ownership."""
    HANDED_OVER = "handed_over"
    """Ownership came to the person, or went from them."""
    OWNERSHIP_DECLINED = "ownership_declined"
    """An offer of the person's was declined."""
    REVOKED = "revoked"
    """The person's access was revoked."""
    REMOVED = "removed"
    """The person was removed, and their shares were freed."""
    DELETED = "deleted"
    """It was deleted."""
    MOVED = "moved"
    """It was moved, and is out of the person's reach; or a group with a track of theirs was moved."""
    TAKEN_DOWN = "taken_down"
    """The operator took the person's track down."""
    RESTORED = "restored"
    """The operator restored the person's track."""
    ACCESS_CHANGED = "access_changed"
    """The person's access was changed."""
    OWN_SHARES_CHANGED = "own_shares_changed"
    """The person's own shares were changed."""
    JOINED = "joined"
    """Somebody accepted an invitation."""
    INVITATION_DISMISSED = "invitation_dismissed"
    """Somebody said no to an invitation."""
    LEFT = "left"
    """Somebody left."""
    IMPORT_RECEIVED = "import_received"
    """Files came for the person."""
    IMPORT_ACCEPTED = "import_accepted"
    """Files that the person had sent were accepted."""
    IMPORT_DISMISSED = "import_dismissed"
    """Files that the person had sent were dismissed."""
    REVIEWED = "reviewed"
    """A visitor reviewed what a link of the person's opens."""
    COMMENTED = "commented"
    """Somebody commented."""
    SHARES_CHANGED = "shares_changed"
    """Shares were changed, none of the person's."""
    FILES_ADDED = "files_added"
    """Files came, or new content for one."""
    DETAILS_CHANGED = "details_changed"
    """Title, stage or other details were changed."""


class PersonState(_Word):
    """Where a person's record stands."""

    REGISTERED = "registered"
    """The host has registered the person."""
    UNCLAIMED = "unclaimed"
    """Somebody has invited the address; nobody has registered with it yet."""
    ERASED = "erased"
    """The host has had the person erased."""


class Relation(_Word):
    """Whose a track in a library is."""

    MINE = "mine"
    """The person's own."""
    SHARED_WITH_ME = "shared_with_me"
    """Somebody else's."""
    SHARED_BY_ME = "shared_by_me"
    """The person's own, and somebody else has access to it."""


class RemovalReason(_Word):
    """Why a person holds something no more."""

    REVOKED = "revoked"
    """Access was revoked."""
    LEFT = "left"
    """The person has left."""
    REMOVED = "removed"
    """The person was removed."""
    DELETED = "deleted"
    """It was deleted, or a group that it was reached through."""
    MOVED = "moved"
    """It was moved out of what it was reached through."""
    TAKEN_DOWN = "taken_down"
    """The operator has taken it down (OPS-1)."""


class SharingMethod(_Word):
    """A way of sharing."""

    SHARE_LINK = "share_link"
    """A secret address that opens one track."""
    PLAYLIST_SHARE = "playlist_share"
    """A secret address that opens tracks in an order."""
    COLLABORATOR = "collaborator"
    """Access for a person."""
    IMPORT = "import"
    """Files sent to a person, waiting to be put in order."""
    PUBLIC_PAGE = "public_page"
    """A person's discoverable portfolio."""


class Situation(_Word):
    """What somebody wants to share, and with whom."""

    ROUGH_MIX = "rough_mix"
    """A rough mix goes to a vocalist for feedback."""
    ALBUM_PREVIEW = "album_preview"
    """An album preview goes to a label."""
    ONGOING_PROJECT = "ongoing_project"
    """A co-producer works along on an ongoing project."""
    OUTSIDE_FILES = "outside_files"
    """Session files come from an engineer outside."""
    PORTFOLIO = "portfolio"
    """A portfolio is to be found online."""


class SplitStatus(_Word):
    """Where a kind stands (SPL-4)."""

    UNSET = "unset"
    """Nobody has a share recorded."""
    INCOMPLETE = "incomplete"
    """Something is missing to 100."""
    COMPLETE = "complete"
    """Exactly 100."""


class Stage(_Word):
    """Where a track stands (SPEC §1)."""

    IDEA = "idea"
    """An idea."""
    WRITING = "writing"
    """Being written."""
    RECORDED = "recorded"
    """Recorded."""
    MIXING = "mixing"
    """Being mixed."""
    READY_TO_RELEASE = "ready_to_release"
    """Ready to be released."""
    PUBLISHED = "published"
    """Published: what the public page may show."""


class Verdict(_Word):
    """What a visitor says of what a link opens (LNK-11)."""

    APPROVED = "approved"
    """It is well as it is."""
    CHANGES_WANTED = "changes_wanted"
    """Something is to be changed."""


class VisitKind(_Word):
    """What happened at a link."""

    OPENED = "opened"
    """It was opened."""
    PLAYED = "played"
    """A file of it was played."""
    DOWNLOADED = "downloaded"
    """A file of it was downloaded."""
    REVIEWED = "reviewed"
    """A visitor said what they think of it."""
