"""What a file store of the host's is asked, what it answers, and what it raises.

A store is a plain class with the methods of ``FileStore`` or ``AsyncFileStore`` (``cowrite.ports``), given to ``Workspace.open(files=…)``.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final, Literal

__all__ = [
    "Conflict",
    "Contended",
    "CursorReset",
    "Disconnected",
    "Entry",
    "FileFacts",
    "FilesError",
    "Gone",
    "Inherited",
    "InviteLimit",
    "Loc",
    "Mismatch",
    "MissingScope",
    "Mode",
    "Nesting",
    "NotAMember",
    "NotFound",
    "NotPermitted",
    "NotVerified",
    "Opened",
    "OutsideRange",
    "OutsideTeam",
    "Owner",
    "Page",
    "PlanInsufficient",
    "QuotaShort",
    "RateLimited",
    "TempLink",
    "TooLarge",
    "TooManyMembers",
    "Transient",
    "Unsupported",
    "Wait",
    "WrongAppType",
]


@dataclass(frozen=True, slots=True)
class Loc:
    """Where something is: by its id wherever it is by now, or by the names on the way to it.

    ``path`` begins at the account's own root, or at the shared folder ``shared``; of a root it is empty.
    """

    id: str | None = None
    path: tuple[str, ...] = ()
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without reading it.

    ``rev`` stands for the state of its content, another for every other content; ``modified_at`` is aware; ``content_hash`` is the
    SHA-256 over the SHA-256 of each 4 MiB in hexadecimal, where the store knows it without reading.
    """

    size: int
    rev: str
    modified_at: datetime
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder that is there.

    ``id`` is the same through renames, moves and new content, and never comes to mean another. ``path`` are its names from the folder that was
    asked about, its own last; of a root, none. A folder has no ``file``.
    """

    id: str
    path: Sequence[str]
    file: FileFacts | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """News: at this path nothing is any more, nor below it."""

    path: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of news about a folder, in order; ``changes`` goes on at ``cursor``, and has more to tell already where there ``has_more``."""

    items: Sequence[Entry | Gone]
    cursor: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is being read: the bytes from ``start`` up to but not including ``stop``.

    ``data`` is bytes, a binary file, or what gives bytes piece by piece; of an ``AsyncFileStore`` also what gives them awaited.
    A file or generator is closed when it is not needed any more.
    """

    entry: Entry
    start: int
    stop: int
    data: bytes | Iterable[bytes] | AsyncIterable[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wait:
    """What came of waiting: whether there is news, and how long to leave the store alone before the next wait."""

    has_changed: bool
    backoff: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TempLink:
    """An address at which whoever has it reads a file for a while: a secret while it works.

    It works from ``minted_at`` up to ``expires_at``, both aware; ``rev`` and ``size`` are those of the file then.
    """

    url: str = field(repr=False)
    minted_at: datetime
    expires_at: datetime
    rev: str
    size: int


class Mode(StrEnum):
    """What a write does about a file that has the name already."""

    ADD = "add"
    """It is refused as ``Conflict``."""
    OVERWRITE = "overwrite"
    """The file gets this content; where there is none, it is made."""
    UPDATE = "update"
    """The file gets this content if its present one is that ``rev``, else it is refused as ``Conflict``."""


class FilesError(Exception):
    """Why a file store could not do as asked; raise the one that fits.

    Whatever else a store raises is taken for ``Transient``, and is the ``__cause__`` of the ``source_unavailable`` that the caller is told.
    """

    tag: ClassVar[str] = "transient"


class NotFound(FilesError):
    """There is nothing, or nothing that the account may see."""

    tag = "not_found"


class NotPermitted(FilesError):
    """The account sees it, and may not do this."""

    tag = "not_permitted"


class QuotaShort(FilesError):
    """There is no room: how many bytes it takes and how many are missing, where the store says."""

    tag = "quota_short"

    def __init__(self, needed: int | None = None, short: int | None = None) -> None:
        super().__init__("there is no room")
        self.needed = needed
        self.short = short


class Conflict(FilesError):
    """Something else is there, or it has changed in the meantime."""

    tag = "conflict"


class CursorReset(FilesError):
    """The cursor is of no more use: list anew."""

    tag = "cursor_reset"


class TooLarge(FilesError):
    """It is more than the store takes."""

    tag = "too_large"


class OutsideRange(FilesError):
    """No part of the range lies in the file, which has ``size`` bytes."""

    tag = "outside_range"

    def __init__(self, size: int) -> None:
        super().__init__(f"the file has {size} bytes")
        self.size = size


class Mismatch(FilesError):
    """The content is not what it was said to be, by its size or hash; nothing was kept of it."""

    tag = "mismatch"


class Unsupported(FilesError):
    """The store cannot do this."""

    tag = "unsupported"


class RateLimited(FilesError):
    """The account has asked too much; ``after`` so long it may ask again."""

    tag = "rate_limited"

    def __init__(self, after: timedelta) -> None:
        super().__init__("the account has asked too much")
        self.after = after


class Contended(FilesError):
    """Others write there at the same time; nothing was written; ``after`` so long it may be tried again."""

    tag = "contended"

    def __init__(self, after: timedelta) -> None:
        super().__init__("others write there at the same time")
        self.after = after


class Disconnected(FilesError):
    """The account is not connected."""

    tag = "disconnected"


class NotAMember(FilesError):
    """The account has no part in the shared folder."""

    tag = "not_a_member"


class NotVerified(FilesError):
    """The account's address is not verified."""

    tag = "not_verified"


class PlanInsufficient(FilesError):
    """The account's plan does not have this."""

    tag = "plan_insufficient"


class Nesting(FilesError):
    """The folder cannot be shared where it is: ``inside`` a shared one, since it ``contains`` one, or is of another kind that cannot."""

    tag = "nesting"

    def __init__(
        self, why: Literal["inside", "contains", "app_folder", "team_folder", "package", "vault"] = "inside"
    ) -> None:
        super().__init__(f"the folder cannot be shared: {why}")
        self.why = why


class Owner(FilesError):
    """It cannot be done to the folder's owner, or by them."""

    tag = "owner"


class Inherited(FilesError):
    """The person's membership comes from a folder above, as ``viewer`` or ``editor``."""

    tag = "inherited"

    def __init__(self, role: Literal["viewer", "editor", "owner"] = "viewer") -> None:
        super().__init__("the membership comes from a folder above")
        self.role = role


class TooManyMembers(FilesError):
    """The folder has as many members as it can have, where the store says how many."""

    tag = "too_many_members"

    def __init__(self, limit: int | None = None) -> None:
        super().__init__("the folder has as many members as it can")
        self.limit = limit


class InviteLimit(FilesError):
    """The account has sent as many invitations as it may for now."""

    tag = "invite_limit"


class OutsideTeam(FilesError):
    """The account's team shares with nobody outside."""

    tag = "outside_team"


class MissingScope(FilesError):
    """The connection was not granted a right that the call needs."""

    tag = "missing_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(f"the connection lacks the right {scope!r}")
        self.scope = scope


class WrongAppType(FilesError):
    """The app is registered with the store in a way that cannot do this."""

    tag = "wrong_app_type"


class Transient(FilesError):
    """The store is away for now, or closed; of a write it is not known whether it has taken hold."""

    tag = "transient"


_BY_TAG: Final[dict[str, type[FilesError]]] = {of.tag: of for of in FilesError.__subclasses__()}


def _make(tag: str, message: str, said: tuple[object, ...]) -> FilesError:
    """Makes the error of a tag: of what it says beside its name, or of the message."""
    return _BY_TAG.get(tag, FilesError)(*(said or (message,)))
