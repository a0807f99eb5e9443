"""Shared folders, for a file store whose accounts can share them: what it is asked, and what it answers (FIL-2).

A store that has all methods of ``FolderSharing`` beside those of ``FileStore`` shares the folder of each track with exactly those who have
access to it; one with those of ``Membership`` puts them among the members' own. Errors are those of ``cowrite.files``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from . import files

__all__ = [
    "Account",
    "AsyncFolderSharing",
    "AsyncMembership",
    "FolderMember",
    "FolderRole",
    "FolderSharing",
    "Invited",
    "Job",
    "Membership",
    "Revoked",
    "SharedFolder",
    "Who",
]


class FolderRole(StrEnum):
    """What a member of a shared folder may."""

    VIEWER = "viewer"
    """Reads."""
    EDITOR = "editor"
    """Writes too."""
    OWNER = "owner"
    """Shares it."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the store: ``id`` is the store's own, the same whoever asks.

    Without an ``email`` that ``is_email_verified`` most stores share nothing; ``can_have_viewers`` says whether its plan has members that only view.
    """

    id: str
    email: str | None = None
    is_email_verified: bool = False
    can_have_viewers: bool = True


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """A shared folder as one account sees it: ``mounted_at`` are its names from the account's root, ``None`` where it is not there."""

    id: str
    name: str
    my_role: FolderRole
    mounted_at: Sequence[str] | None = None
    parent: str | None = None
    is_in_team_folder: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """Whom an invitation or its end is for: an account's id, or an address, whoever holds it."""

    account: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to be invited, never as the owner."""

    who: Who
    role: FolderRole


@dataclass(frozen=True, slots=True)
class FolderMember:
    """Somebody on a shared folder; ``is_pending`` until they have accepted, ``is_inherited`` where it comes from a folder above."""

    role: FolderRole
    account: str | None = None
    email: str | None = None
    is_pending: bool = False
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class Revoked:
    """What came of ending a membership: ``residual`` is what the person still may through a folder above; then access has not ended."""

    residual: FolderRole | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Something under way in the store, for which ``poll`` is asked."""

    kind: Literal["share", "revoke", "unshare", "leave"]
    id: str


class FolderSharing(Protocol):
    """Shared folders from their owner's side. Every call can be repeated: what is so already is done.

    Of a folder that the account has no part in, every call raises ``NotAMember``; of what only the owner may, ``NotPermitted``.
    """

    def account(self, by: UUID | None, /) -> Account:
        """Whose account the connection is. Raises ``Disconnected`` for a person who has none."""
        ...

    def poll(self, by: UUID | None, job: Job, /) -> SharedFolder | Revoked | Job | None:
        """What came of a job: of ``share`` the folder, of ``revoke`` a ``Revoked``, of the others nothing; the job itself while it is under way.

        Raises what it failed with; ``NotFound`` for a job that the store does not know, or no more.
        """
        ...

    def share(self, by: UUID | None, at: files.Loc, /) -> SharedFolder | Job:
        """Shares a folder so that only its owner says with whom; one that is shared is done. Raises ``NotFound``, ``Nesting``, ``NotVerified``;
        ``NotPermitted`` for a folder that somebody else shares and the account has among its own.
        """
        ...

    def describe(self, by: UUID | None, folder: str, /) -> SharedFolder:
        """What a shared folder is to the account."""
        ...

    def members(self, by: UUID | None, folder: str, /) -> Sequence[FolderMember]:
        """Everybody on it, the owner and those only invited among them."""
        ...

    def invite(self, by: UUID | None, folder: str, people: Sequence[Invited], /, *, quiet: bool) -> None:
        """Invites people, all or none; of one who is there the role is only raised. With ``quiet`` the store sends no message of its own.

        Raises ``PlanInsufficient`` where the plan has no viewers, who are never made editors instead; ``Owner``, ``OutsideTeam``,
        ``TooManyMembers``, ``InviteLimit``, ``NotVerified``.
        """
        ...

    def set_role(self, by: UUID | None, folder: str, account: str, role: FolderRole, /) -> None:
        """Sets what a member may. Raises ``NotFound``, ``Owner``, ``Inherited``, ``PlanInsufficient``."""
        ...

    def revoke(self, by: UUID | None, folder: str, who: Who, /) -> Revoked | Job:
        """Ends a membership or an invitation, and leaves no copy with the person; of one who is not there it is done."""
        ...

    def unshare(self, by: UUID | None, folder: str, /) -> Job | None:
        """Makes a shared folder its owner's alone again."""
        ...

    def transfer(self, by: UUID | None, folder: str, to: str, /) -> None:
        """Makes an active member who has the folder among their own its owner, and who was it an editor. Raises ``NotFound``, ``NotPermitted``."""
        ...


class Membership(Protocol):
    """Shared folders from a member's side."""

    def mountable(self, by: UUID | None, /) -> Sequence[SharedFolder]:
        """The shared folders that the account is on or invited to, and does not have among its own."""
        ...

    def mount(self, by: UUID | None, folder: str, /) -> Sequence[str]:
        """Accepts an invitation, and puts the folder among the account's own; returns its names there. Raises ``NotAMember``, ``QuotaShort``."""
        ...

    def unmount(self, by: UUID | None, folder: str, /) -> None:
        """Takes the folder from among the account's own; the membership stays."""
        ...

    def leave(self, by: UUID | None, folder: str, /) -> Job | None:
        """Ends the account's own membership, and leaves no copy; of one that is none it is done."""
        ...


class AsyncFolderSharing(Protocol):
    """``FolderSharing`` with methods that are awaited."""

    async def account(self, by: UUID | None, /) -> Account:
        """As ``FolderSharing.account``."""
        ...

    async def poll(self, by: UUID | None, job: Job, /) -> SharedFolder | Revoked | Job | None:
        """As ``FolderSharing.poll``."""
        ...

    async def share(self, by: UUID | None, at: files.Loc, /) -> SharedFolder | Job:
        """As ``FolderSharing.share``."""
        ...

    async def describe(self, by: UUID | None, folder: str, /) -> SharedFolder:
        """As ``FolderSharing.describe``."""
        ...

    async def members(self, by: UUID | None, folder: str, /) -> Sequence[FolderMember]:
        """As ``FolderSharing.members``."""
        ...

    async def invite(self, by: UUID | None, folder: str, people: Sequence[Invited], /, *, quiet: bool) -> None:
        """As ``FolderSharing.invite``."""
        ...

    async def set_role(self, by: UUID | None, folder: str, account: str, role: FolderRole, /) -> None:
        """As ``FolderSharing.set_role``."""
        ...

    async def revoke(self, by: UUID | None, folder: str, who: Who, /) -> Revoked | Job:
        """As ``FolderSharing.revoke``."""
        ...

    async def unshare(self, by: UUID | None, folder: str, /) -> Job | None:
        """As ``FolderSharing.unshare``."""
        ...

    async def transfer(self, by: UUID | None, folder: str, to: str, /) -> None:
        """As ``FolderSharing.transfer``."""
        ...


class AsyncMembership(Protocol):
    """``Membership`` with methods that are awaited."""

    async def mountable(self, by: UUID | None, /) -> Sequence[SharedFolder]:
        """As ``Membership.mountable``."""
        ...

    async def mount(self, by: UUID | None, folder: str, /) -> Sequence[str]:
        """As ``Membership.mount``."""
        ...

    async def unmount(self, by: UUID | None, folder: str, /) -> None:
        """As ``Membership.unmount``."""
        ...

    async def leave(self, by: UUID | None, folder: str, /) -> Job | None:
        """As ``Membership.leave``."""
        ...
