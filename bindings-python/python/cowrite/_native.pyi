"""
The extension module.
"""

from collections.abc import Sequence
from cowrite.enums import Access, Action, Condition, InvitationStatus, Keep, Kind, Level, PersonState, SplitStatus, Stage
from cowrite.ports import Clock
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import Any, Final, final
from uuid import UUID

__all__ = ["AccessChange", "Actor", "Applied", "AsyncActor", "AsyncBatch", "AsyncOperator", "AsyncVisitor", "AsyncWorkspace", "Batch", "ChangedShares", "Ending", "Freed", "Group", "GroupDeleted", "GroupMoved", "Handover", "InboxEntry", "Invitation", "Invitee", "Joined", "KindTotal", "Offer", "OfferMade", "Operator", "PageLink", "Panel", "PanelRow", "Person", "Proposal", "ProposedShares", "PublicPage", "PublicSection", "PublicTrack", "Remaining", "Scope", "ShareEdits", "ShareRow", "Shares", "SharesChange", "Shift", "Shortfall", "SplitWarning", "Totals", "Track", "TrackDeleted", "TrackMoved", "TrackUpdated", "Visitor", "Workspace"]

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
    def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
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
    def dry_run(self, /) -> Actor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
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
    def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
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
    def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
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
    async def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    async def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
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
    def dry_run(self, /) -> AsyncActor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
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
    async def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
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
    async def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
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

@final
class AsyncVisitor:
    """
    The face of somebody who has only a secret address; its calls are awaited.
    """
    async def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
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
    async def connect(url: str, *, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
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
    async def in_memory(*, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`.
        """
    @staticmethod
    async def open(path: str | PathLike[str], *, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> AsyncWorkspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine; `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5);
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
class Operator:
    """
    The face of the host as operator, every act of which stands in the activity with its reason; this thread waits for its calls.
    """
    def hand_over(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> Handover:
        """
        Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
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
class Visitor:
    """
    The face of somebody who has only a secret address; this thread waits for its calls.
    """
    def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
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
    def connect(url: str, *, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
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
    def in_memory(*, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`.
        """
    @staticmethod
    def open(path: str | PathLike[str], *, clock: Clock = ..., strict_publishing: bool = False, invitation_days: int | None = None) -> Workspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine; `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5);
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
