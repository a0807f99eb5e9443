"""
The extension module.
"""

from collections.abc import AsyncIterator, Sequence
from cowrite.enums import Access, Action, Condition, FileKind, InvitationStatus, Keep, Kind, Level, LinkState, PersonState, SharingMethod, Situation, SplitStatus, Stage, Verdict, VisitKind
from cowrite.ports import AsyncFileStore, Clock, Content, FileStore
from datetime import datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final, final
from uuid import UUID

__all__ = ["AccessChange", "Actor", "Applied", "AsyncActor", "AsyncBatch", "AsyncOperator", "AsyncRedeemed", "AsyncVisitor", "AsyncWorkspace", "Batch", "ChangedShares", "DayVisits", "Ending", "File", "FileChanged", "FileTicket", "FileVisits", "Freed", "GivenFile", "Group", "GroupDeleted", "GroupMoved", "Handover", "InboxEntry", "Invitation", "Invitee", "Joined", "KindTotal", "KindVisits", "Link", "LinkAnalytics", "LinkMade", "LinkTakedown", "LinkTotals", "LocalFolder", "Offer", "OfferMade", "OpenedFile", "OpenedLink", "OpenedTrack", "Operator", "PageLink", "Panel", "PanelRow", "Person", "Playlist", "PlaylistFilter", "Proposal", "ProposedShares", "PublicPage", "PublicSection", "PublicTrack", "Redeemed", "Remaining", "Review", "Reviewed", "Scope", "Secret", "ShareEdits", "ShareRow", "Shares", "SharesChange", "Shift", "Shortfall", "SplitWarning", "Takedown", "Totals", "Track", "TrackDeleted", "TrackFiles", "TrackMoved", "TrackUpdated", "TrackVisits", "VisitCounts", "VisitEntry", "Visited", "Visitor", "Workspace", "sharing_method_for"]

@final
class AccessChange:
    """
    What became of somebody's access.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Level | None:
        """
        What it is, if anything.
        """
    @property
    def before(self, /) -> Level | None:
        """
        What it was.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """

@final
class Actor:
    """
    The face of a person, from `Workspace.acting_as`: every call is theirs, and this thread waits for it.
    """
    def __repr__(self, /) -> str: ...
    def accept_invitation(self, /, invitation: UUID | Invitation) -> Joined:
        """
        Accepts an invitation: access and shares begin (INV-3).

        Raises `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
        """
    def accept_ownership(self, /, scope: Scope | Track | Group) -> Handover:
        """
        Takes what was offered: the actor owns it from now on (OWN-4). Raises `not_found`, `limit_exceeded`.
        """
    def apply_proposal(self, /, track: UUID | Track, *, proposal: Proposal, access: Access | None = None, role: str | None = None) -> Applied:
        """
        Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
        `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
        """
    def archive_track(self, /, track: UUID | Track) -> Track:
        """
        Puts a track aside: it stays as it is, out of the way (LIB-2). Raises `not_found`, `access_denied`.
        """
    def batch(self, /) -> Batch:
        """
        Begins to gather calls that take hold together, in one commit or not at all.

        >>> with me.batch() as batch:
        ...     side_a = batch.actor.create_group("Side A")
        ...     moved = batch.actor.move_track(track, group=side_a)
        >>> me.track(track).group == side_a.id
        True
        """
    def can(self, /, scope: Scope | Track | Group, *, action: Action) -> bool:
        """
        Whether the actor may do something on a track or group now (ACC-1, GRP-3).

        False, too, for what is not there: the answer never tells (ACC-5).
        Raises `invalid_input` for an action that such a scope does not know.
        """
    def collaborators(self, /, scope: Scope | Track | Group) -> Panel:
        """
        Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Raises `not_found`.
        """
    def create_group(self, /, name: str, *, parent: UUID | Group | None = None) -> Group:
        """
        Creates a group, at the top or in another (GRP-1, GRP-7).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
        """
    def create_playlist_share(self, /, tracks: Sequence[UUID | Track], *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None) -> LinkMade:
        """
        Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).

        Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`.

        >>> closing = me.create_track("Closing")
        >>> made = me.create_playlist_share([track, closing], filter=PlaylistFilter(kinds=[FileKind.BOUNCE]))
        >>> made.link.playlist.name
        '2 Tracks'
        """
    def create_share_link(self, /, track: UUID | Track, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None) -> LinkMade:
        """
        Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).

        `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
        unless said; between `not_before` and `expires_at` it opens; `download_limit` is how many downloads it gives in all; `label` says whom it
        is for; `excluded` are files that it does not show; with `asks_review` visitors may say what they think of it.
        The secret is in the answer, this once.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, and `access_denied` to anybody but the owner.

        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE], label="Sarah", password="sesame")
        >>> address = f"https://studio.example/l/{made.secret.reveal()}"
        >>> made.secret, made.link.has_password
        (Secret('***'), True)
        """
    def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
        """
    def delete_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileChanged:
        """
        Deletes a file (FIL-4, FIL-5). Raises `not_found`, `access_denied`, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.delete_file(track, file=mix.file).name
        'mix.wav'
        """
    def delete_group(self, /, group: UUID | Group) -> GroupDeleted:
        """
        Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Raises `not_found`, `access_denied`.
        """
    def delete_track(self, /, track: UUID | Track) -> TrackDeleted:
        """
        Deletes a track for good, with all access to it (OWN-2). Raises `not_found`, `access_denied`.
        """
    def dismiss_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Says no to an invitation (INV-2). Raises `not_found`, `invitation_void`, `invitation_expired`.
        """
    def download_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = me.download_file(track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def dry_run(self, /) -> Actor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
        """
    def files(self, /, track: UUID | Track) -> TrackFiles:
        """
        A track's files as they are now (FIL-5, LNK-6). Raises `not_found`, and `source_unavailable` where they cannot be reached.

        >>> me.files(track).files
        ()
        """
    def group(self, /, group: UUID | Group) -> Group:
        """
        A group as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    @property
    def id(self, /) -> UUID:
        """
        Who acts.
        """
    def inherit_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> AccessChange:
        """
        Forgets what was decided here for a person, so that the group above decides again (GRP-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    def invitations(self, /) -> tuple[InboxEntry, ...]:
        """
        The invitations that wait for the actor's answer, newest first (INV-6).
        """
    def invite(self, /, scope: Scope | Track | Group, *, to: Invitee | Person | UUID | str, access: Access, role: str | None = None, shares: ShareEdits | None = None) -> Invitation:
        """
        Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
        """
    def leave(self, /, scope: Scope | Track | Group) -> Ending:
        """
        Ends the actor's own access; their shares stay (REV-3). Raises `not_found`, `owner_fixed`.
        """
    def leave_all_from(self, /, owner: UUID | Person) -> Ending:
        """
        Ends the actor's access to all that a person owns (REV-5). Raises `not_found`.
        """
    def link_analytics(self, /, link: UUID | Link, *, before: str | None = None, limit: int | None = None) -> LinkAnalytics:
        """
        What visitors did with a link: sums over all visits, and the visits themselves, newest first and a page at a time (LNK-8).

        `before` is the `next` of the page before; `limit` is from 1 to 200, 50 unless said.
        Raises `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> opened = workspace.visitor().open(made.secret)
        >>> me.link_analytics(made.link).totals.counts.opens
        1
        """
    def links(self, /, *, track: UUID | Track | None = None) -> tuple[Link, ...]:
        """
        Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).

        Raises `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> me.links(track=track) == (made.link,)
        True
        """
    def move_group(self, /, group: UUID | Group, *, parent: UUID | Group | None) -> GroupMoved:
        """
        Moves a group into another, or with `None` to the top; says whose access rises and falls (GRP-5).

        Raises `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
        """
    def move_track(self, /, track: UUID | Track, *, group: UUID | Group | None) -> TrackMoved:
        """
        Moves a track into a group, or with `None` out of its group; says whose access rises and falls (GRP-4, GRP-5).

        Raises `not_found`, `access_denied`, `limit_exceeded`.
        """
    def offer_ownership(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> OfferMade:
        """
        Offers a track or group to a collaborator (OWN-4). Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    def propose_even_split(self, /, track: UUID | Track, *, among: Sequence[UUID | Person] | None = None) -> Proposal:
        """
        Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.

        Raises `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
        """
    def propose_newcomer_split(self, /, track: UUID | Track, *, newcomer: Invitee | Person | UUID | str) -> Proposal:
        """
        Proposes what somebody new could get of what is left (SPL-7); nothing is saved.

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
        """
    def remove_collaborator(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and frees their shares (REV-2). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    def rename_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile, name: str) -> FileChanged:
        """
        Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.rename_file(track, file=mix.file, name="mix 1.wav").name
        'mix 1.wav'
        """
    def require_complete_splits(self, /, track: UUID | Track) -> Totals:
        """
        The totals of a track's splits, where each kind is exactly 100 (SPL-5). Raises `not_found`, `splits_incomplete`.
        """
    def revoke(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and keeps their shares (REV-1). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    def revoke_all(self, /, person: UUID | Person) -> Ending:
        """
        Ends a person's access to all that the actor owns (REV-5). Raises `not_found`.
        """
    def revoke_link(self, /, link: UUID | Link) -> Link:
        """
        Revokes a link for good: the very next visitor is refused (LNK-3). Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.revoke_link(made.link).state
        LinkState.REVOKED
        """
    def rotate_link(self, /, link: UUID | Link) -> LinkMade:
        """
        Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).

        Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.rotate_link(made.link).secret == made.secret
        False
        """
    def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
        """
    def set_shares(self, /, track: UUID | Track, *, rows: Sequence[ShareRow], based_on: int | None = None) -> SharesChange:
        """
        Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).

        `based_on` is the `shares_version` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
        Raises `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
        """
    def shares_available(self, /, track: UUID | Track, *, person: UUID | Person) -> Shares:
        """
        The most that a person could be given of each kind (SPL-8). Raises `not_found`.
        """
    def stream_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.stream_file(track, file=mix.file).ticket
        Secret('***')
        """
    def track(self, /, track: UUID | Track) -> Track:
        """
        A track as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    def unarchive_track(self, /, track: UUID | Track) -> Track:
        """
        Takes a track up again (LIB-2). Raises `not_found`, `access_denied`.
        """
    def update_group(self, /, group: UUID | Group, *, name: str) -> Group:
        """
        Names a group anew (GRP-7). Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    def update_link(self, /, link: UUID | Link, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None, tracks: Sequence[UUID | Track] | None = None) -> Link:
        """
        Changes what a link or playlist share allows; what is left out stays, `None` empties (LNK-3, OWN-2).

        `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, and `link_final` where it is over for good.

        >>> made = me.create_share_link(track, label="Sarah")
        >>> link = me.update_link(made.link, password="sesame", label=None)
        >>> link.has_password, link.label
        (True, None)
        """
    def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
        """
    def upload_file(self, /, track: UUID | Track, *, kind: FileKind, name: str, content: Content, replaces: bool = False) -> FileChanged:
        """
        Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).

        `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
        also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
        The file is there when the call returns, also where it belongs to a batch that is then given up.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.files(track).files[0].size
        4
        """
    def with_key(self, /, key: str) -> Actor:
        """
        The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1).

        >>> first = me.with_key("retry-1").create_track("Neon Rain")
        >>> me.with_key("retry-1").create_track("Neon Rain") == first
        True
        """
    def withdraw_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Takes an invitation back (INV-2). Raises `not_found`, `access_denied`, `invitation_expired`.
        """
    def withdraw_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Takes an offer back (OWN-4). Raises `not_found`, `access_denied`.
        """

@final
class Applied:
    """
    What applying a proposal did (SPL-7).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitation(self, /) -> Invitation | None:
        """
        The newcomer's invitation, where one was made.
        """
    @property
    def shares(self, /) -> SharesChange:
        """
        What became of the shares, the newcomer's among them.
        """

@final
class AsyncActor:
    """
    The face of a person, from `AsyncWorkspace.acting_as`: every call is theirs, and is awaited.
    """
    def __repr__(self, /) -> str: ...
    async def accept_invitation(self, /, invitation: UUID | Invitation) -> Joined:
        """
        Accepts an invitation: access and shares begin (INV-3).

        Raises `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
        """
    async def accept_ownership(self, /, scope: Scope | Track | Group) -> Handover:
        """
        Takes what was offered: the actor owns it from now on (OWN-4). Raises `not_found`, `limit_exceeded`.
        """
    async def apply_proposal(self, /, track: UUID | Track, *, proposal: Proposal, access: Access | None = None, role: str | None = None) -> Applied:
        """
        Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
        `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
        """
    async def archive_track(self, /, track: UUID | Track) -> Track:
        """
        Puts a track aside: it stays as it is, out of the way (LIB-2). Raises `not_found`, `access_denied`.
        """
    def batch(self, /) -> AsyncBatch:
        """
        Begins to gather calls that take hold together, in one commit or not at all.

        >>> with me.batch() as batch:
        ...     side_a = batch.actor.create_group("Side A")
        ...     moved = batch.actor.move_track(track, group=side_a)
        >>> me.track(track).group == side_a.id
        True
        """
    async def can(self, /, scope: Scope | Track | Group, *, action: Action) -> bool:
        """
        Whether the actor may do something on a track or group now (ACC-1, GRP-3).

        False, too, for what is not there: the answer never tells (ACC-5).
        Raises `invalid_input` for an action that such a scope does not know.
        """
    async def collaborators(self, /, scope: Scope | Track | Group) -> Panel:
        """
        Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Raises `not_found`.
        """
    async def create_group(self, /, name: str, *, parent: UUID | Group | None = None) -> Group:
        """
        Creates a group, at the top or in another (GRP-1, GRP-7).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
        """
    async def create_playlist_share(self, /, tracks: Sequence[UUID | Track], *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None) -> LinkMade:
        """
        Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).

        Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`.

        >>> closing = me.create_track("Closing")
        >>> made = me.create_playlist_share([track, closing], filter=PlaylistFilter(kinds=[FileKind.BOUNCE]))
        >>> made.link.playlist.name
        '2 Tracks'
        """
    async def create_share_link(self, /, track: UUID | Track, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None) -> LinkMade:
        """
        Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).

        `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
        unless said; between `not_before` and `expires_at` it opens; `download_limit` is how many downloads it gives in all; `label` says whom it
        is for; `excluded` are files that it does not show; with `asks_review` visitors may say what they think of it.
        The secret is in the answer, this once.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, and `access_denied` to anybody but the owner.

        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE], label="Sarah", password="sesame")
        >>> address = f"https://studio.example/l/{made.secret.reveal()}"
        >>> made.secret, made.link.has_password
        (Secret('***'), True)
        """
    async def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    async def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
        """
    async def delete_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileChanged:
        """
        Deletes a file (FIL-4, FIL-5). Raises `not_found`, `access_denied`, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.delete_file(track, file=mix.file).name
        'mix.wav'
        """
    async def delete_group(self, /, group: UUID | Group) -> GroupDeleted:
        """
        Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Raises `not_found`, `access_denied`.
        """
    async def delete_track(self, /, track: UUID | Track) -> TrackDeleted:
        """
        Deletes a track for good, with all access to it (OWN-2). Raises `not_found`, `access_denied`.
        """
    async def dismiss_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Says no to an invitation (INV-2). Raises `not_found`, `invitation_void`, `invitation_expired`.
        """
    async def download_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = me.download_file(track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def dry_run(self, /) -> AsyncActor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
        """
    async def files(self, /, track: UUID | Track) -> TrackFiles:
        """
        A track's files as they are now (FIL-5, LNK-6). Raises `not_found`, and `source_unavailable` where they cannot be reached.

        >>> me.files(track).files
        ()
        """
    async def group(self, /, group: UUID | Group) -> Group:
        """
        A group as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    @property
    def id(self, /) -> UUID:
        """
        Who acts.
        """
    async def inherit_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> AccessChange:
        """
        Forgets what was decided here for a person, so that the group above decides again (GRP-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    async def invitations(self, /) -> tuple[InboxEntry, ...]:
        """
        The invitations that wait for the actor's answer, newest first (INV-6).
        """
    async def invite(self, /, scope: Scope | Track | Group, *, to: Invitee | Person | UUID | str, access: Access, role: str | None = None, shares: ShareEdits | None = None) -> Invitation:
        """
        Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
        """
    async def leave(self, /, scope: Scope | Track | Group) -> Ending:
        """
        Ends the actor's own access; their shares stay (REV-3). Raises `not_found`, `owner_fixed`.
        """
    async def leave_all_from(self, /, owner: UUID | Person) -> Ending:
        """
        Ends the actor's access to all that a person owns (REV-5). Raises `not_found`.
        """
    async def link_analytics(self, /, link: UUID | Link, *, before: str | None = None, limit: int | None = None) -> LinkAnalytics:
        """
        What visitors did with a link: sums over all visits, and the visits themselves, newest first and a page at a time (LNK-8).

        `before` is the `next` of the page before; `limit` is from 1 to 200, 50 unless said.
        Raises `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> opened = workspace.visitor().open(made.secret)
        >>> me.link_analytics(made.link).totals.counts.opens
        1
        """
    async def links(self, /, *, track: UUID | Track | None = None) -> tuple[Link, ...]:
        """
        Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).

        Raises `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> me.links(track=track) == (made.link,)
        True
        """
    async def move_group(self, /, group: UUID | Group, *, parent: UUID | Group | None) -> GroupMoved:
        """
        Moves a group into another, or with `None` to the top; says whose access rises and falls (GRP-5).

        Raises `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
        """
    async def move_track(self, /, track: UUID | Track, *, group: UUID | Group | None) -> TrackMoved:
        """
        Moves a track into a group, or with `None` out of its group; says whose access rises and falls (GRP-4, GRP-5).

        Raises `not_found`, `access_denied`, `limit_exceeded`.
        """
    async def offer_ownership(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> OfferMade:
        """
        Offers a track or group to a collaborator (OWN-4). Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    async def propose_even_split(self, /, track: UUID | Track, *, among: Sequence[UUID | Person] | None = None) -> Proposal:
        """
        Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.

        Raises `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
        """
    async def propose_newcomer_split(self, /, track: UUID | Track, *, newcomer: Invitee | Person | UUID | str) -> Proposal:
        """
        Proposes what somebody new could get of what is left (SPL-7); nothing is saved.

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
        """
    async def remove_collaborator(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and frees their shares (REV-2). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    async def rename_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile, name: str) -> FileChanged:
        """
        Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.rename_file(track, file=mix.file, name="mix 1.wav").name
        'mix 1.wav'
        """
    async def require_complete_splits(self, /, track: UUID | Track) -> Totals:
        """
        The totals of a track's splits, where each kind is exactly 100 (SPL-5). Raises `not_found`, `splits_incomplete`.
        """
    async def revoke(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and keeps their shares (REV-1). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    async def revoke_all(self, /, person: UUID | Person) -> Ending:
        """
        Ends a person's access to all that the actor owns (REV-5). Raises `not_found`.
        """
    async def revoke_link(self, /, link: UUID | Link) -> Link:
        """
        Revokes a link for good: the very next visitor is refused (LNK-3). Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.revoke_link(made.link).state
        LinkState.REVOKED
        """
    async def rotate_link(self, /, link: UUID | Link) -> LinkMade:
        """
        Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).

        Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.rotate_link(made.link).secret == made.secret
        False
        """
    async def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
        """
    async def set_shares(self, /, track: UUID | Track, *, rows: Sequence[ShareRow], based_on: int | None = None) -> SharesChange:
        """
        Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).

        `based_on` is the `shares_version` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
        Raises `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
        """
    async def shares_available(self, /, track: UUID | Track, *, person: UUID | Person) -> Shares:
        """
        The most that a person could be given of each kind (SPL-8). Raises `not_found`.
        """
    async def stream_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.stream_file(track, file=mix.file).ticket
        Secret('***')
        """
    async def track(self, /, track: UUID | Track) -> Track:
        """
        A track as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    async def unarchive_track(self, /, track: UUID | Track) -> Track:
        """
        Takes a track up again (LIB-2). Raises `not_found`, `access_denied`.
        """
    async def update_group(self, /, group: UUID | Group, *, name: str) -> Group:
        """
        Names a group anew (GRP-7). Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    async def update_link(self, /, link: UUID | Link, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None, tracks: Sequence[UUID | Track] | None = None) -> Link:
        """
        Changes what a link or playlist share allows; what is left out stays, `None` empties (LNK-3, OWN-2).

        `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, and `link_final` where it is over for good.

        >>> made = me.create_share_link(track, label="Sarah")
        >>> link = me.update_link(made.link, password="sesame", label=None)
        >>> link.has_password, link.label
        (True, None)
        """
    async def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
        """
    async def upload_file(self, /, track: UUID | Track, *, kind: FileKind, name: str, content: Content, replaces: bool = False) -> FileChanged:
        """
        Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).

        `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
        also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
        The file is there when the call returns, also where it belongs to a batch that is then given up.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.files(track).files[0].size
        4
        """
    def with_key(self, /, key: str) -> AsyncActor:
        """
        The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1).

        >>> first = me.with_key("retry-1").create_track("Neon Rain")
        >>> me.with_key("retry-1").create_track("Neon Rain") == first
        True
        """
    async def withdraw_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Takes an invitation back (INV-2). Raises `not_found`, `access_denied`, `invitation_expired`.
        """
    async def withdraw_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Takes an offer back (OWN-4). Raises `not_found`, `access_denied`.
        """

@final
class AsyncBatch:
    """
    Many awaited calls of one actor that take hold together in one commit, or not at all.

    Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
    As an asynchronous context manager it commits at the end of the block, and gives all up where the block raises.
    """
    async def __aenter__(self, /) -> AsyncBatch: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    @property
    def actor(self, /) -> AsyncActor:
        """
        The actor whose calls the batch gathers.
        """
    async def commit(self, /) -> int | None:
        """
        Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.

        `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
        """
    @property
    def waiting(self, /) -> int:
        """
        How many changes wait to be committed; 0 once they are.
        """

@final
class AsyncOperator:
    """
    The face of the host as operator, every act of which stands in the activity with its reason; its calls are awaited.
    """
    async def hand_over(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> Handover:
        """
        Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
        """
    async def restore(self, /, track: UUID | Track) -> Takedown:
        """
        Restores a track that was taken down: everybody's access is as it was (OPS-1). Raises `not_found`.

        >>> workspace.operator("sample cleared").restore(track).condition
        Condition.LIVE
        """
    async def restore_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Restores a link or playlist share that was taken down (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("looked at").restore_link(made.link).taken_down
        False
        """
    async def take_down(self, /, track: UUID | Track) -> Takedown:
        """
        Takes a track down: it is there for its owner alone until it is restored (OPS-1). Raises `not_found`.

        >>> workspace.operator("disputed sample").take_down(track).condition
        Condition.TAKEN_DOWN
        """
    async def take_down_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("reported").take_down_link(made.link).taken_down
        True
        """

@final
class AsyncRedeemed:
    """
    A file that is being read on an event loop: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.

    It is read once, by one at a time: `await read(n)`, or `async for`; as an asynchronous context manager it is closed at the end.
    """
    async def __aenter__(self, /) -> AsyncRedeemed: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __aiter__(self, /) -> AsyncIterator[bytes]: ...
    def __repr__(self, /) -> str: ...
    def close(self, /) -> None:
        """
        Gives up what is left: later reads are refused with `closed`.
        """
    @property
    def media_type(self, /) -> str:
        """
        Its media type, by its name.
        """
    @property
    def name(self, /) -> str:
        """
        The file's name.
        """
    @property
    def range(self, /) -> range:
        """
        Which bytes of it come: `len(range)` of them, from `range.start` up to but not including `range.stop`.
        """
    async def read(self, size: int = ..., /) -> bytes:
        """
        Up to `size` bytes, none at the end; all that are left where it is negative or not given.

        Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes the file has in all.
        """

@final
class AsyncVisitor:
    """
    The face of somebody who has only a secret address; its calls are awaited.
    """
    async def download(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one of a kind that the link does not allow.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE])
        >>> workspace.visitor().download(made.secret, track=track, file=mix.file).name
        'mix.wav'
        """
    async def open(self, /, secret: Secret | str, *, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> OpenedLink:
        """
        Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).

        `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
        to see; by `user_agent` bots are known, or by `bot`, and see no files.
        Raises `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.

        >>> made = me.create_share_link(track)
        >>> workspace.visitor().open(made.secret, visitor="203.0.113.9").name
        'Midnight Sessions'
        """
    async def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
        """
    async def review(self, /, secret: Secret | str, *, name: str, verdict: Verdict, text: str | None = None, track: UUID | Track | None = None, position_ms: int | None = None, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> Reviewed:
        """
        Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).

        `track` says of which track of a playlist, `position_ms` at which time in it, in milliseconds; the rest is as for `open`.
        Raises as it does, `review_not_asked`, and `not_found` for a track that the link does not show.

        >>> made = me.create_share_link(track, asks_review=True)
        >>> visitor = workspace.visitor()
        >>> visitor.review(made.secret, name="Sarah", verdict=Verdict.CHANGES_WANTED, text="Vocals up, please").verdict
        Verdict.CHANGES_WANTED
        """
    async def stream(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one that the link does not play.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track)
        >>> given = workspace.visitor().stream(made.secret, track=track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    async def stream_preview(self, /, slug: str, *, track: UUID | Track, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).

        Raises `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.
        """

@final
class AsyncWorkspace:
    """
    One store with its rules, whose calls are awaited: open it once and act through its faces.

    As an asynchronous context manager it is closed at the end of the block.
    """
    async def __aenter__(self, /) -> AsyncWorkspace: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __repr__(self, /) -> str: ...
    def acting_as(self, /, person: UUID | Person) -> AsyncActor:
        """
        The face on which every call is a person's: the host authenticates people and says here who acts.
        """
    def close(self, /) -> None:
        """
        Closes the workspace: every later call on it, from any face, is refused with `closed`.
        """
    @staticmethod
    async def connect(url: str, *, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
        """
        Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.

        The options are those of `open`. Raises `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`,
        `wrong_credentials`, `no_database`, `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
        """
    async def erase_person(self, /, person: UUID | Person) -> Ending:
        """
        Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).

        Raises `not_found`, and `owner_fixed` while they own anything.
        """
    @staticmethod
    async def in_memory(*, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`.
        """
    @staticmethod
    async def open(path: str | PathLike[str], *, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine; `files` says where the files of tracks are kept: in a `LocalFolder` or by a `FileStore`
        of the host's, without which there are none (FIL-1); `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5);
        `invitation_days` says how long invitations and offers wait for an answer, 30 unless said otherwise (INV-2).
        Raises `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, or is something else.
        """
    def operator(self, /, reason: str) -> AsyncOperator:
        """
        The face of the host as operator, for a reason that stands in the activity (OPS-1).
        """
    async def person(self, /, person: UUID | Person) -> Person:
        """
        Who a person is. Raises `not_found`.
        """
    async def person_by_external_id(self, /, external_id: str) -> Person:
        """
        Who has that external id: the host's own name for a person. Raises `not_found`.
        """
    async def redeem(self, /, ticket: Secret | str, *, range: tuple[int, int | None] | slice | None = None) -> AsyncRedeemed:
        """
        Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).

        One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
        last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
        Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
        file has no byte of the range.
        """
    async def register(self, /, external_id: str, *, name: str, email: str | None = None) -> Person:
        """
        Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `email_taken`.
        """
    async def revision(self, /) -> int:
        """
        The number of the last commit: 0 for an empty workspace.
        """
    async def update_person(self, /, person: UUID | Person, *, name: str | None = None, email: str | None | Keep = ...) -> Person:
        """
        Changes a person's name or address; `None` takes the address away, what is left out stays (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
        """
    def visitor(self, /) -> AsyncVisitor:
        """
        The face of somebody who has only a secret address: no account, no name (LNK).
        """

@final
class Batch:
    """
    Many calls of one actor that take hold together in one commit, or not at all.

    Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
    As a context manager it commits at the end of the block, and gives all up where the block raises.
    """
    def __enter__(self, /) -> Batch: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    @property
    def actor(self, /) -> Actor:
        """
        The actor whose calls the batch gathers.
        """
    def commit(self, /) -> int | None:
        """
        Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.

        `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
        """
    @property
    def waiting(self, /) -> int:
        """
        How many changes wait to be committed; 0 once they are.
        """

@final
class ChangedShares:
    """
    One person's shares before and after.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Shares:
        """
        What they hold.
        """
    @property
    def before(self, /) -> Shares:
        """
        What they held.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """

@final
class DayVisits:
    """
    What visitors did on one day.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def day(self, /) -> datetime:
        """
        The beginning of the day, in UTC.
        """
    @property
    def visitors(self, /) -> int:
        """
        How many different visitors, of those whom the host could tell apart.
        """

@final
class Ending:
    """
    What an act that ends access did (REV-9).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def closed(self, /) -> tuple[Scope, ...]:
        """
        The scopes closed: the one named first, then those below whose own access was ended.
        """
    @property
    def files(self, /) -> tuple[Scope, ...]:
        """
        The scopes whose files leave the person's own store.
        """
    @property
    def freed(self, /) -> tuple[Freed, ...]:
        """
        The shares freed.
        """
    @property
    def invitations_ended(self, /) -> tuple[UUID, ...]:
        """
        The pending invitations ended.
        """
    @property
    def offers_ended(self, /) -> tuple[Scope, ...]:
        """
        The scopes on which an offer of ownership ended.
        """
    @property
    def remaining(self, /) -> tuple[Remaining, ...]:
        """
        What the person still has access to there, and through what.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """

@final
class File:
    """
    A file of a track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def content_hash(self, /) -> str | None:
        """
        The hash of its content, where the store knows it without reading: 64 hexadecimal digits.
        """
    @property
    def id(self, /) -> str:
        """
        The id, through renames and, where the file store can tell, new content.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind, by the folder that it lies in (FIL-1).
        """
    @property
    def modified_at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class FileChanged:
    """
    What was done to a file.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str | None:
        """
        The file's id; `None` in a dry run of an upload, which makes none.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name now, or what it was called.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class FileTicket:
    """
    A ticket for a file.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def ticket(self, /) -> Secret:
        """
        What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class FileVisits:
    """
    What visitors did with one file of a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """

@final
class Freed:
    """
    Shares that an act freed for others.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def shares(self, /) -> Shares:
        """
        What the person held.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """

@final
class GivenFile:
    """
    A file that a visitor gets.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def ticket(self, /) -> Secret:
        """
        What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class Group:
    """
    A group as an actor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def created_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def created_by(self, /) -> UUID:
        """
        Who created it.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def offer(self, /) -> Offer | None:
        """
        An open offer of ownership.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def parent(self, /) -> UUID | None:
        """
        The group it lies in.
        """
    @property
    def tracks(self, /) -> int:
        """
        How many tracks lie directly in it.
        """
    @property
    def version(self, /) -> int:
        """
        How often its details have changed.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class GroupDeleted:
    """
    What deleting a group did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def group(self, /) -> UUID:
        """
        Which group.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: who could view it, and the owners of tracks inside.
        """

@final
class GroupMoved:
    """
    What moving a group did (GRP-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def gained(self, /) -> tuple[Shift, ...]:
        """
        Who may do more than before.
        """
    @property
    def group(self, /) -> Group:
        """
        The group now.
        """
    @property
    def lost(self, /) -> tuple[Shift, ...]:
        """
        Who may do less than before, or nothing any more.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it, and the owners of tracks inside.
        """

@final
class Handover:
    """
    What came of a handover.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitations_voided(self, /) -> tuple[UUID, ...]:
        """
        The pending invitations that became void.
        """
    @property
    def left_public_page(self, /) -> bool:
        """
        Whether the old owner's public page lost the track: the new owner adds it to theirs, or does not (PUB-1).
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it now.
        """
    @property
    def playlists_changed(self, /) -> tuple[UUID, ...]:
        """
        The old owner's playlist shares that lost the track.
        """
    @property
    def previous_owner(self, /) -> UUID:
        """
        Who owned it before, and is a full collaborator now.
        """
    @property
    def scope(self, /) -> Scope:
        """
        What was handed over.
        """

@final
class InboxEntry:
    """
    An invitation that waits for the actor's answer (INV-6).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def access(self, /) -> Access:
        """
        The access that begins on acceptance.
        """
    @property
    def age_ms(self, /) -> int:
        """
        How long ago it was made.
        """
    @property
    def by(self, /) -> UUID:
        """
        Who invites.
        """
    @property
    def by_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def invitation(self, /) -> UUID:
        """
        The invitation.
        """
    @property
    def name(self, /) -> str:
        """
        What that is called.
        """
    @property
    def role(self, /) -> str | None:
        """
        The role offered.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares offered.
        """
    @property
    def shares_now(self, /) -> Shares:
        """
        The shares recorded for the person now, which may have changed since: what they accept.
        """

@final
class Invitation:
    """
    An invitation.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def access(self, /) -> Access:
        """
        The access that begins on acceptance.
        """
    @property
    def by(self, /) -> UUID:
        """
        Who invites.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who is invited.
        """
    @property
    def role(self, /) -> str | None:
        """
        The role offered.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares offered.
        """
    @property
    def state(self, /) -> InvitationStatus:
        """
        Where it stands.
        """

@final
class Invitee:
    """
    Who is invited: a person who is known, or an address.

    Made by `Invitee.person(id)` or `Invitee.email("…")`; a call that takes an invitee takes a `Person`, an id or the text of an address too.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def email(address: str) -> Invitee:
        """
        Whoever has this address, now or later.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the two it is: `person` or `email`.
        """
    @staticmethod
    def person(person: UUID | Person) -> Invitee:
        """
        A person who is known.
        """
    @property
    def value(self, /) -> UUID | str:
        """
        The person's id, or the address.
        """

@final
class Joined:
    """
    What accepting did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitation(self, /) -> Invitation:
        """
        The invitation.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What the actor may do now.
        """

@final
class KindTotal:
    """
    The total of one kind on a track (SPL-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def remaining(self, /) -> Decimal:
        """
        What is missing to 100.
        """
    @property
    def status(self, /) -> SplitStatus:
        """
        Where the kind stands.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What is recorded.
        """

@final
class KindVisits:
    """
    What visitors did with the files of one kind.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind.
        """

@final
class Link:
    """
    A share link or a playlist share, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def asks_review(self, /) -> bool:
        """
        Whether visitors are asked for a review.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def download_limit(self, /) -> int | None:
        """
        How many downloads it gives in all.
        """
    @property
    def downloads(self, /) -> tuple[FileKind, ...]:
        """
        The kinds of files that may be downloaded, in the order of `FileKind`.
        """
    @property
    def excluded(self, /) -> tuple[str, ...]:
        """
        The ids of the files that it does not show, sorted.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        From when on it does not open any more.
        """
    @property
    def has_password(self, /) -> bool:
        """
        Whether it asks for a password.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id; not the secret.
        """
    @property
    def label(self, /) -> str | None:
        """
        Whom it is for.
        """
    @property
    def not_before(self, /) -> datetime | None:
        """
        From when on it opens.
        """
    @property
    def playlist(self, /) -> Playlist | None:
        """
        What it opens, where it is a playlist share.
        """
    @property
    def state(self, /) -> LinkState:
        """
        What it is now.
        """
    @property
    def stream(self, /) -> bool:
        """
        Whether what may be heard is played.
        """
    @property
    def taken_down(self, /) -> bool:
        """
        Whether the operator took it down (OPS-1).
        """
    @property
    def track(self, /) -> UUID | None:
        """
        The track that it opens, where it is a share link.
        """
    @property
    def used(self, /) -> int:
        """
        How many it has given.
        """
    @property
    def version(self, /) -> int:
        """
        How often it has changed.
        """

@final
class LinkAnalytics:
    """
    What visitors did with a link, a page of it at a time.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> Link:
        """
        The link.
        """
    @property
    def next(self, /) -> str | None:
        """
        What `before` is for the next page; `None` at the end.
        """
    @property
    def totals(self, /) -> LinkTotals:
        """
        The sums over all visits, whichever page this is.
        """
    @property
    def visits(self, /) -> tuple[VisitEntry, ...]:
        """
        What happened, newest first.
        """

@final
class LinkMade:
    """
    A link that was made or has a new secret.

    Neither a repeat with the same key (REL-1) nor a dry run has the secret: whoever loses it rotates the link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> Link:
        """
        The link.
        """
    @property
    def secret(self, /) -> Secret | None:
        """
        The secret, this once: `secret.reveal()` is its text, for the address that is sent (LNK-2).
        """

@final
class LinkTakedown:
    """
    What taking a link down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> UUID:
        """
        Which link.
        """
    @property
    def taken_down(self, /) -> bool:
        """
        Whether it is down now.
        """

@final
class LinkTotals:
    """
    The sums over all visits to a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bot_opens(self, /) -> int:
        """
        Openings by bots and by what fetches previews of links.
        """
    @property
    def counts(self, /) -> VisitCounts:
        """
        In all.
        """
    @property
    def days(self, /) -> tuple[DayVisits, ...]:
        """
        By day, oldest first; days without visits are left out.
        """
    @property
    def files(self, /) -> tuple[FileVisits, ...]:
        """
        By file, ordered by id.
        """
    @property
    def first_at(self, /) -> datetime | None:
        """
        The first visit that was no bot's.
        """
    @property
    def kinds(self, /) -> tuple[KindVisits, ...]:
        """
        By kind.
        """
    @property
    def last_at(self, /) -> datetime | None:
        """
        The last.
        """
    @property
    def reviews(self, /) -> int:
        """
        How many reviews were given.
        """
    @property
    def tracks(self, /) -> tuple[TrackVisits, ...]:
        """
        By track, ordered by id.
        """

@final
class LocalFolder:
    """
    The files of tracks in a folder of this machine, which is made where there is none; nothing leads out of it (FIL-1, FIL-4).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     studio = Workspace.in_memory(files=LocalFolder(folder))
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, path: str | PathLike[str]) -> LocalFolder: ...
    def __repr__(self, /) -> str: ...
    @property
    def path(self, /) -> Path:
        """
        Where it is.
        """

@final
class Offer:
    """
    An offer of ownership that has been made and not answered.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def offered_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def to(self, /) -> UUID:
        """
        To whom.
        """

@final
class OfferMade:
    """
    An offer as its parties see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def from_(self, /) -> UUID:
        """
        By whom.
        """
    @property
    def offered_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def scope(self, /) -> Scope:
        """
        What is offered.
        """
    @property
    def to(self, /) -> UUID:
        """
        To whom.
        """

@final
class OpenedFile:
    """
    A file that a visitor sees.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def can_download(self, /) -> bool:
        """
        Whether it can be downloaded.
        """
    @property
    def can_play(self, /) -> bool:
        """
        Whether it can be played.
        """
    @property
    def id(self, /) -> str:
        """
        The id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind.
        """
    @property
    def modified_at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class OpenedLink:
    """
    What a link opens, as a visitor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def asks_review(self, /) -> bool:
        """
        Whether a review is asked for (LNK-11).
        """
    @property
    def by_name(self, /) -> str | None:
        """
        Who shares it.
        """
    @property
    def cover(self, /) -> str | None:
        """
        A playlist's cover.
        """
    @property
    def name(self, /) -> str:
        """
        The track's title, or what the playlist is called.
        """
    @property
    def tracks(self, /) -> tuple[OpenedTrack, ...]:
        """
        The tracks, in the owner's order.
        """

@final
class OpenedTrack:
    """
    A track that a visitor sees.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def files(self, /) -> tuple[OpenedFile, ...]:
        """
        Its files as they are now, by name; a bot sees none.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def preview(self, /) -> str | None:
        """
        The id of the file that is played before anything is chosen (LNK-6).
        """
    @property
    def title(self, /) -> str:
        """
        The title.
        """
    @property
    def track(self, /) -> UUID:
        """
        The id.
        """

@final
class Operator:
    """
    The face of the host as operator, every act of which stands in the activity with its reason; this thread waits for its calls.
    """
    def hand_over(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> Handover:
        """
        Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
        """
    def restore(self, /, track: UUID | Track) -> Takedown:
        """
        Restores a track that was taken down: everybody's access is as it was (OPS-1). Raises `not_found`.

        >>> workspace.operator("sample cleared").restore(track).condition
        Condition.LIVE
        """
    def restore_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Restores a link or playlist share that was taken down (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("looked at").restore_link(made.link).taken_down
        False
        """
    def take_down(self, /, track: UUID | Track) -> Takedown:
        """
        Takes a track down: it is there for its owner alone until it is restored (OPS-1). Raises `not_found`.

        >>> workspace.operator("disputed sample").take_down(track).condition
        Condition.TAKEN_DOWN
        """
    def take_down_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("reported").take_down_link(made.link).taken_down
        True
        """

@final
class PageLink:
    """
    A link to somewhere else.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def label(self, /) -> str:
        """
        What it is called.
        """
    @property
    def url(self, /) -> str:
        """
        Where it leads: an http or https address.
        """

@final
class Panel:
    """
    Everybody with a part in a scope, ready for a screen (VIEW-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def rows(self, /) -> tuple[PanelRow, ...]:
        """
        One row each: owner first, then by when they first reached it (SPL-6).
        """
    @property
    def scope(self, /) -> Scope:
        """
        Of what.
        """
    @property
    def shares_version(self, /) -> int | None:
        """
        How often shares have changed, give it back as `based_on` when saving; none on a group.
        """
    @property
    def totals(self, /) -> Totals | None:
        """
        What is recorded and what remains of each kind; none on a group (SPL-4).
        """

@final
class PanelRow:
    """
    One person's row in the panel.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def accepted(self, /) -> bool:
        """
        Whether they have ever accepted being credited.
        """
    @property
    def credited(self, /) -> bool:
        """
        Whether they have a credit.
        """
    @property
    def ended_via(self, /) -> Scope | None:
        """
        The scope that keeps them out, where one does.
        """
    @property
    def invited(self, /) -> Access | None:
        """
        The access of an invitation that waits for their answer and would open the scope.
        """
    @property
    def invited_via(self, /) -> Scope | None:
        """
        To what it is: the scope, or a group above.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What they may do now.
        """
    @property
    def name(self, /) -> str | None:
        """
        What they are called; none for somebody who has not registered yet.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def role(self, /) -> str | None:
        """
        What they did.
        """
    @property
    def shares(self, /) -> Shares:
        """
        What they hold.
        """
    @property
    def standing(self, /) -> str:
        """
        What the scope itself says of them: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
        """
    @property
    def via(self, /) -> Scope | None:
        """
        The scope that gives them their level.
        """

@final
class Person:
    """
    A person as the host sees them.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str | None:
        """
        The address.
        """
    @property
    def external_id(self, /) -> str | None:
        """
        The host's own id; none for who is unclaimed or erased.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def name(self, /) -> str | None:
        """
        The name to show: `former member` for who is erased, none for who is unclaimed.
        """
    @property
    def state(self, /) -> PersonState:
        """
        Where the record stands.
        """

@final
class Playlist:
    """
    What is a playlist share's own.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def cover(self, /) -> str | None:
        """
        Its cover.
        """
    @property
    def filter(self, /) -> PlaylistFilter:
        """
        What of them is shown.
        """
    @property
    def name(self, /) -> str:
        """
        What it is called: without a name of its own as the only track that it would open now, or by their number.
        """
    @property
    def tracks(self, /) -> tuple[UUID, ...]:
        """
        The tracks, in its order.
        """

@final
class PlaylistFilter:
    """
    What of a playlist's tracks is shown; what is empty leaves nothing out (LNK-7).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, stages: Sequence[Stage | str] = ..., tags: Sequence[str] = ..., kinds: Sequence[FileKind] = ...) -> PlaylistFilter: ...
    def __repr__(self, /) -> str: ...
    @property
    def kinds(self, /) -> tuple[FileKind, ...]:
        """
        Only files of these kinds.
        """
    @property
    def stages(self, /) -> tuple[Stage | str, ...]:
        """
        Only tracks at one of these stages.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Only tracks with one of these tags.
        """

@final
class Proposal:
    """
    A split that the library proposes: nothing is saved until `apply_proposal` is given it, or what the host has made of it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, track: UUID | Track, *, based_on: int, rows: Sequence[ProposedShares], newcomer: Invitee | Person | UUID | str | None = None, remaining: Shares | None = None, warnings: Sequence[SplitWarning] | None = None) -> Proposal: ...
    def __repr__(self, /) -> str: ...
    @property
    def based_on(self, /) -> int:
        """
        The version of the shares that it rests on (SPL-9).
        """
    @property
    def newcomer(self, /) -> Invitee | None:
        """
        Who would be invited with it.
        """
    @property
    def remaining(self, /) -> Shares:
        """
        What of each kind was left before.
        """
    @property
    def rows(self, /) -> tuple[ProposedShares, ...]:
        """
        Who would hold what; rows that are not there stay as they are.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """
    @property
    def warnings(self, /) -> tuple[SplitWarning, ...]:
        """
        What the proposal cannot make good.
        """

@final
class ProposedShares:
    """
    A row of a proposal.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, person: UUID | Person | None, shares: Shares) -> ProposedShares: ...
    def __repr__(self, /) -> str: ...
    @property
    def person(self, /) -> UUID | None:
        """
        Who; `None` for a newcomer who is known by address alone.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares; `None` where a kind is not touched.
        """

@final
class PublicPage:
    """
    A public page, as visitors see it: published facts only (PUB-2).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def avatar(self, /) -> str | None:
        """
        Where a picture of them is.
        """
    @property
    def bio(self, /) -> str | None:
        """
        A text about the person.
        """
    @property
    def links(self, /) -> tuple[PageLink, ...]:
        """
        Links to other places.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def sections(self, /) -> tuple[PublicSection, ...]:
        """
        The sections of which something is shown, in order.
        """
    @property
    def slug(self, /) -> str:
        """
        The address.
        """

@final
class PublicSection:
    """
    A part of a page, as visitors see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str | None:
        """
        The title.
        """
    @property
    def tracks(self, /) -> tuple[PublicTrack, ...]:
        """
        The tracks that are shown, in order.
        """

@final
class PublicTrack:
    """
    A track on a page, as visitors see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str:
        """
        Its title.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track: what its preview is asked for by (PUB-3).
        """

@final
class Redeemed:
    """
    A file that is being read: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.

    It is read once, by one at a time: `read(n)` as of any binary file, or piece by piece in a loop; as a context manager it is closed at the end.
    """
    def __enter__(self, /) -> Redeemed: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Redeemed: ...
    def __next__(self, /) -> bytes: ...
    def __repr__(self, /) -> str: ...
    def close(self, /) -> None:
        """
        Gives up what is left: later reads are refused with `closed`.
        """
    @property
    def media_type(self, /) -> str:
        """
        Its media type, by its name.
        """
    @property
    def name(self, /) -> str:
        """
        The file's name.
        """
    @property
    def range(self, /) -> range:
        """
        Which bytes of it come: `len(range)` of them, from `range.start` up to but not including `range.stop`.
        """
    def read(self, size: int = ..., /) -> bytes:
        """
        Up to `size` bytes, none at the end; all that are left where it is negative or not given.

        Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes the file has in all.
        """

@final
class Remaining:
    """
    Access that an act left.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def level(self, /) -> Level:
        """
        How much.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def via(self, /) -> Scope:
        """
        Through what.
        """

@final
class Review:
    """
    A visitor's review, as the owner reads it (LNK-11).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str:
        """
        Whose, as they call themselves.
        """
    @property
    def position_ms(self, /) -> int | None:
        """
        At which time in the track, in milliseconds.
        """
    @property
    def text(self, /) -> str | None:
        """
        In words.
        """
    @property
    def verdict(self, /) -> Verdict:
        """
        What they think.
        """

@final
class Reviewed:
    """
    A review that was given.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def review(self, /) -> UUID:
        """
        The id.
        """
    @property
    def verdict(self, /) -> Verdict:
        """
        What was said.
        """

@final
class Scope:
    """
    A track or a group: what access is given on, and what is offered, asked about or listed.

    Made by `Scope.track(id)` or `Scope.group(id)`; a call that takes a scope takes a `Track` or a `Group` too.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def group(group: UUID | Group) -> Scope:
        """
        A group, with all that lies in it.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id of the track or group.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the two it is: `track` or `group`.
        """
    @staticmethod
    def track(track: UUID | Track) -> Scope:
        """
        A track.
        """

@final
class Secret:
    """
    The secret of a link, or a ticket: whoever has its text can use it, so neither `str()` nor `repr()` shows it.

    `reveal()` gives the text, to be put into an address and nowhere else. Calls take a `Secret` or its text.

    >>> secret = Secret("Zm9yIHlvdXIgZWFycyBvbmx5")
    >>> f"{secret}", secret.reveal()
    ('***', 'Zm9yIHlvdXIgZWFycyBvbmx5')
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Secret: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def reveal(self, /) -> str:
        """
        The text itself, to be put into an address and nowhere else.
        """

@final
class ShareEdits:
    """
    What to do to somebody's shares: `KEEP` leaves a kind as it is, `None` unsets it, a number sets it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, master: Decimal | int | str | None | Keep = ..., publishing: Decimal | int | str | None | Keep = ..., writer: Decimal | int | str | None | Keep = ...) -> ShareEdits: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None | Keep:
        """
        Of the master recording: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def publishing(self, /) -> Decimal | None | Keep:
        """
        Of the publishing: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def writer(self, /) -> Decimal | None | Keep:
        """
        Of the writing: the new share, `None` to unset it, `KEEP` to leave it.
        """

@final
class ShareRow:
    """
    A row of shares to be saved: a person, and what to do to their shares of each kind.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, person: UUID | Person, *, master: Decimal | int | str | None | Keep = ..., publishing: Decimal | int | str | None | Keep = ..., writer: Decimal | int | str | None | Keep = ...) -> ShareRow: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None | Keep:
        """
        Of the master recording: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose shares.
        """
    @property
    def publishing(self, /) -> Decimal | None | Keep:
        """
        Of the publishing: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def writer(self, /) -> Decimal | None | Keep:
        """
        Of the writing: the new share, `None` to unset it, `KEEP` to leave it.
        """

@final
class Shares:
    """
    Somebody's shares of a track, of each kind; `None` is unset, which is not 0.

    Exact percentages from 0 to 100 with at most two decimals, as `Decimal`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, master: Decimal | int | str | None = None, publishing: Decimal | int | str | None = None, writer: Decimal | int | str | None = None) -> Shares: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None:
        """
        Of the master recording.
        """
    @property
    def publishing(self, /) -> Decimal | None:
        """
        Of the publishing.
        """
    @property
    def writer(self, /) -> Decimal | None:
        """
        Of the writing.
        """

@final
class SharesChange:
    """
    What a save of shares did (SPL-9).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def changes(self, /) -> tuple[ChangedShares, ...]:
        """
        The rows that changed, in roster order.
        """
    @property
    def shares_version(self, /) -> int:
        """
        How often shares have changed there now: give it back as `based_on`.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """
    @property
    def totals(self, /) -> Totals:
        """
        The totals now.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """

@final
class Shift:
    """
    Somebody's level on a scope before and after an act.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Level | None:
        """
        What it is, if anything.
        """
    @property
    def before(self, /) -> Level | None:
        """
        What it was, if anything.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """

@final
class Shortfall:
    """
    A kind of split that is not complete, and by how much (SPL-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> Kind:
        """
        The kind of split.
        """
    @property
    def remaining(self, /) -> Decimal:
        """
        What is missing to 100.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What is recorded.
        """

@final
class SplitWarning:
    """
    What is to be told about a split, though it was done: `splits_incomplete` with its `kinds`, or `no_allocation_remaining` with its `kind`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        What it is: the code that it would have as an error.
        """
    @property
    def kind(self, /) -> Kind | None:
        """
        The kind of which nothing is left, for `no_allocation_remaining`.
        """
    @property
    def kinds(self, /) -> tuple[Shortfall, ...] | None:
        """
        The kinds that do not come to 100, for `splits_incomplete`.
        """

@final
class Takedown:
    """
    What taking a track down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def condition(self, /) -> Condition:
        """
        Whether it is there now.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class Totals:
    """
    The totals of the three kinds on a track (SPL-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> KindTotal:
        """
        Of the recording.
        """
    @property
    def publishing(self, /) -> KindTotal:
        """
        Of the composition.
        """
    @property
    def writer(self, /) -> KindTotal:
        """
        Of the songwriting.
        """

@final
class Track:
    """
    A track as an actor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def archived(self, /) -> bool:
        """
        Whether it is put aside.
        """
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def condition(self, /) -> Condition:
        """
        Whether the operator took it down.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def created_by(self, /) -> UUID:
        """
        Who created it.
        """
    @property
    def group(self, /) -> UUID | None:
        """
        The group it lies in.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def offer(self, /) -> Offer | None:
        """
        An open offer of ownership.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def stage(self, /) -> Stage | str:
        """
        Where it stands.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Tags, in the order given.
        """
    @property
    def title(self, /) -> str:
        """
        The title.
        """
    @property
    def version(self, /) -> int:
        """
        How often its details have changed.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class TrackDeleted:
    """
    What a deletion did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class TrackFiles:
    """
    The files of a track as they are now.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def files(self, /) -> tuple[File, ...]:
        """
        The files, by kind and name.
        """
    @property
    def preview(self, /) -> str | None:
        """
        The id of the file that is played before anything is chosen (LNK-6).
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """
    @property
    def transfer_pending(self, /) -> bool:
        """
        Whether the files still lie with a former owner (FIL-5).
        """

@final
class TrackMoved:
    """
    What moving a track did (GRP-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def gained(self, /) -> tuple[Shift, ...]:
        """
        Who may do more than before.
        """
    @property
    def lost(self, /) -> tuple[Shift, ...]:
        """
        Who may do less than before, or nothing any more.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it.
        """
    @property
    def track(self, /) -> Track | None:
        """
        The track now, unless the actor cannot view it any more.
        """

@final
class TrackUpdated:
    """
    What an update of a track did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """
    @property
    def track(self, /) -> Track:
        """
        The track now.
        """
    @property
    def warnings(self, /) -> tuple[SplitWarning, ...]:
        """
        What the actor should know: splits that are incomplete though it was published (SPL-5).
        """

@final
class TrackVisits:
    """
    What visitors did with one track of a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def track(self, /) -> UUID:
        """
        The track.
        """

@final
class VisitCounts:
    """
    How often something was opened, played and downloaded by others than bots.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def downloads(self, /) -> int:
        """
        Downloads.
        """
    @property
    def opens(self, /) -> int:
        """
        Openings.
        """
    @property
    def plays(self, /) -> int:
        """
        Plays.
        """

@final
class VisitEntry:
    """
    A visit to a link, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def visit(self, /) -> Visited:
        """
        What happened.
        """

@final
class Visited:
    """
    What happened at a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime:
        """
        When.
        """
    @property
    def file(self, /) -> str | None:
        """
        With which file, by its id.
        """
    @property
    def is_bot(self, /) -> bool:
        """
        Whether it was a bot.
        """
    @property
    def kind(self, /) -> FileKind | None:
        """
        The file's kind.
        """
    @property
    def label(self, /) -> str | None:
        """
        Who the host said it was.
        """
    @property
    def review(self, /) -> Review | None:
        """
        What the visitor thinks of it, where it was a review.
        """
    @property
    def track(self, /) -> UUID | None:
        """
        With which track.
        """
    @property
    def visitor(self, /) -> str | None:
        """
        What stands for the visitor on that day, where the host could tell them apart.
        """
    @property
    def what(self, /) -> VisitKind:
        """
        What.
        """

@final
class Visitor:
    """
    The face of somebody who has only a secret address; this thread waits for its calls.
    """
    def download(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one of a kind that the link does not allow.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE])
        >>> workspace.visitor().download(made.secret, track=track, file=mix.file).name
        'mix.wav'
        """
    def open(self, /, secret: Secret | str, *, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> OpenedLink:
        """
        Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).

        `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
        to see; by `user_agent` bots are known, or by `bot`, and see no files.
        Raises `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.

        >>> made = me.create_share_link(track)
        >>> workspace.visitor().open(made.secret, visitor="203.0.113.9").name
        'Midnight Sessions'
        """
    def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
        """
    def review(self, /, secret: Secret | str, *, name: str, verdict: Verdict, text: str | None = None, track: UUID | Track | None = None, position_ms: int | None = None, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> Reviewed:
        """
        Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).

        `track` says of which track of a playlist, `position_ms` at which time in it, in milliseconds; the rest is as for `open`.
        Raises as it does, `review_not_asked`, and `not_found` for a track that the link does not show.

        >>> made = me.create_share_link(track, asks_review=True)
        >>> visitor = workspace.visitor()
        >>> visitor.review(made.secret, name="Sarah", verdict=Verdict.CHANGES_WANTED, text="Vocals up, please").verdict
        Verdict.CHANGES_WANTED
        """
    def stream(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one that the link does not play.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track)
        >>> given = workspace.visitor().stream(made.secret, track=track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def stream_preview(self, /, slug: str, *, track: UUID | Track, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).

        Raises `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.
        """

@final
class Workspace:
    """
    One store with its rules, whose calls wait: open it once, share it between threads, and act through its faces.

    As a context manager it is closed at the end of the block.
    """
    def __enter__(self, /) -> Workspace: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __repr__(self, /) -> str: ...
    def acting_as(self, /, person: UUID | Person) -> Actor:
        """
        The face on which every call is a person's: the host authenticates people and says here who acts.
        """
    def close(self, /) -> None:
        """
        Closes the workspace: every later call on it, from any face, is refused with `closed`.
        """
    @staticmethod
    def connect(url: str, *, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
        """
        Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.

        The options are those of `open`. Raises `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`,
        `wrong_credentials`, `no_database`, `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
        """
    def erase_person(self, /, person: UUID | Person) -> Ending:
        """
        Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).

        Raises `not_found`, and `owner_fixed` while they own anything.
        """
    @staticmethod
    def in_memory(*, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`.
        """
    @staticmethod
    def open(path: str | PathLike[str], *, clock: Clock = ..., files: LocalFolder | FileStore | AsyncFileStore | None = None, strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine; `files` says where the files of tracks are kept: in a `LocalFolder` or by a `FileStore`
        of the host's, without which there are none (FIL-1); `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5);
        `invitation_days` says how long invitations and offers wait for an answer, 30 unless said otherwise (INV-2).
        Raises `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, or is something else.
        """
    def operator(self, /, reason: str) -> Operator:
        """
        The face of the host as operator, for a reason that stands in the activity (OPS-1).
        """
    def person(self, /, person: UUID | Person) -> Person:
        """
        Who a person is. Raises `not_found`.
        """
    def person_by_external_id(self, /, external_id: str) -> Person:
        """
        Who has that external id: the host's own name for a person. Raises `not_found`.
        """
    def redeem(self, /, ticket: Secret | str, *, range: tuple[int, int | None] | slice | None = None) -> Redeemed:
        """
        Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).

        One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
        last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
        Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
        file has no byte of the range.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"0123456789")
        >>> ticket = me.stream_file(track, file=mix.file).ticket
        >>> with workspace.redeem(ticket, range=(2, 5)) as part:
        ...     part.media_type, part.size, part.range, part.read()
        ('audio/wav', 10, range(2, 6), b'2345')
        """
    def register(self, /, external_id: str, *, name: str, email: str | None = None) -> Person:
        """
        Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `email_taken`.
        """
    def revision(self, /) -> int:
        """
        The number of the last commit: 0 for an empty workspace.
        """
    def update_person(self, /, person: UUID | Person, *, name: str | None = None, email: str | None | Keep = ...) -> Person:
        """
        Changes a person's name or address; `None` takes the address away, what is left out stays (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
        """
    def visitor(self, /) -> Visitor:
        """
        The face of somebody who has only a secret address: no account, no name (LNK).
        """

def sharing_method_for(situation: Situation) -> SharingMethod:
    """
    The way of sharing that suits a situation best (LNK-10). Raises `invalid_input` for a word that is no `Situation`.

    >>> sharing_method_for(Situation.ROUGH_MIX)
    SharingMethod.SHARE_LINK
    """
