"""What a host may bring along: implement one of these as a plain class."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from . import dropbox, files
from ._native import AsyncDropbox, Dropbox

__all__ = ["AsyncFileStore", "AsyncTokenStore", "Clock", "FileStore", "OneAccount", "TokenStore"]


class Readable(Protocol):
    """A binary file: up to ``size`` bytes at a time, none at the end."""

    def read(self, size: int, /) -> bytes: ...


class AwaitedReadable(Protocol):
    """A binary file that is awaited, such as what a web framework makes of an upload."""

    async def read(self, size: int, /) -> bytes: ...


Content: TypeAlias = (
    bytes | bytearray | memoryview | Readable | AwaitedReadable | Iterable[bytes] | AsyncIterable[bytes]
)
"""The bytes of a file to be uploaded; what is awaited, on an event loop only."""


class Clock(Protocol):
    """Where the time comes from, instead of the machine: ``Workspace.open(path, clock=…)``.

    It is asked once a call, on the thread that makes the call, before anything else is done: what it raises reaches the caller, and nothing
    has been touched. On an event loop it must answer at once.

    >>> from datetime import UTC, datetime
    >>> from cowrite import Workspace
    >>> class Stopped:
    ...     def now(self) -> datetime:
    ...         return datetime(2026, 1, 1, tzinfo=UTC)
    >>> workspace = Workspace.in_memory(clock=Stopped())
    >>> me = workspace.acting_as(workspace.register("olivia-1", name="Olivia Park"))
    >>> me.create_track("Midnight Sessions").created_at.year
    2026
    """

    def now(self) -> datetime:
        """Returns this instant, as an aware ``datetime`` of any zone."""
        ...


class FileStore(Protocol):
    """Where the files of tracks are kept: ``Workspace.open(path, files=…)`` (FIL-1, FIL-4, FIL-5).

    ``by`` is the person who holds the files. Each person's are apart: the same path of two people means two places. Of a store given as
    ``OneAccount(store)`` it is ``None``: everybody's lie side by side. The rest is in ``cowrite.files``.

    1. A file is itself by its id: through renames, moves and new content. An id never comes to mean another file.
    2. Two names of one folder that differ by letter case alone are the same name.
    3. A write takes hold whole or not at all, and whoever reads meanwhile reads the old content or the new.
    4. It raises what ``cowrite.files`` has for it; anything else is told as ``source_unavailable``, with the exception as its cause.
       After ``Transient`` from a write it is not known whether it has taken hold.

    Calls come from many threads at a time: from the thread that waits for a ``Workspace``, and for an ``AsyncWorkspace`` from threads made for
    them, never from one that an event loop runs on. No call comes while anything is locked that a call of the workspace would wait for, so
    that a store may call the workspace itself.

    A store may have more, and where it has not, does without: ``changes(by, cursor) -> Page`` goes on with a page, and tells what has changed
    since; ``latest_cursor(by, at, *, recursive) -> str`` begins there; ``wait(by, cursor, *, timeout) -> Wait`` waits for news;
    ``temp_link(by, at) -> TempLink`` makes an address of its own for a file, used with ``direct_addresses=True``; those of
    ``cowrite.sharing.FolderSharing`` and ``cowrite.sharing.Membership`` share folders with those who have access.
    """

    def stat(self, by: UUID | None, at: files.Loc, /) -> files.Entry:
        """What is at a place; its path is the one from the account's root. Raises ``NotFound``."""
        ...

    def find(self, by: UUID | None, folder: files.Loc, id: str, /) -> files.Entry:
        """What has an id, if it lies in a folder, however deep; its path is the one from that folder. Raises ``NotFound``."""
        ...

    def list(self, by: UUID | None, at: files.Loc, /, *, recursive: bool, limit: int) -> files.Page:
        """What is in a folder now, with ``recursive`` also below, a folder before what is in it. Raises ``NotFound``, ``TooLarge``.

        No more than ``limit`` stand on a page that has more after it; a store without ``changes`` gives one page.
        """
        ...

    def make_dir(self, by: UUID | None, within: files.Loc, path: tuple[str, ...], /) -> files.Entry:
        """Makes folders below a folder, those on the way too, and returns the last; one that is there is well. Raises ``Conflict``."""
        ...

    def put(
        self,
        by: UUID | None,
        into: files.Loc,
        name: str,
        data: Iterator[bytes],
        /,
        *,
        mode: files.Mode,
        rev: str | None,
        size: int | None,
        content_hash: str | None,
    ) -> files.Entry:
        """Writes a file whole, from ``data``, whose exceptions are to be let through; ``size`` and ``content_hash`` where they are known.

        Raises ``NotFound``, ``Conflict``, ``Mismatch``, ``QuotaShort``, ``TooLarge``.
        """
        ...

    def open(self, by: UUID | None, at: files.Loc, range: slice, /) -> files.Opened:
        """Opens a file; ``start, stop, _ = range.indices(size)`` says which bytes. Raises ``NotFound``, ``OutsideRange`` where they are none.

        An empty file is read whole without ``OutsideRange``.
        """
        ...

    def move_to(self, by: UUID | None, source: files.Loc, into: files.Loc, name: str, /) -> files.Entry:
        """Moves or renames a file or folder; to spell its own name otherwise is well. Raises ``NotFound``, ``Conflict``."""
        ...

    def delete(self, by: UUID | None, at: files.Loc, /) -> None:
        """Deletes a file; one that is not there is well. Raises ``Conflict`` for a folder."""
        ...


@dataclass(frozen=True, slots=True)
class OneAccount:
    """A store that keeps everybody's files in one account, side by side: ``Workspace.open(path, files=OneAccount(store))``.

    Its methods are asked on behalf of nobody, with ``None``. Otherwise each holder has an account of their own, and when a track is handed
    over its folder goes to the new owner's. It is chosen once for a workspace.
    """

    store: FileStore | AsyncFileStore | Dropbox | AsyncDropbox


class AsyncFileStore(Protocol):
    """``FileStore`` with methods that are awaited.

    All of them run on one event loop of the package's own, on a thread of its own, whoever calls: so a client session that the store makes in
    its first call is of use in every other. On that loop a blocking call of a ``Workspace`` would wait for itself, and is refused as
    ``source_unavailable``; the calls of an ``AsyncWorkspace`` may be awaited there.
    """

    async def stat(self, by: UUID | None, at: files.Loc, /) -> files.Entry:
        """As ``FileStore.stat``."""
        ...

    async def find(self, by: UUID | None, folder: files.Loc, id: str, /) -> files.Entry:
        """As ``FileStore.find``."""
        ...

    async def list(self, by: UUID | None, at: files.Loc, /, *, recursive: bool, limit: int) -> files.Page:
        """As ``FileStore.list``."""
        ...

    async def make_dir(self, by: UUID | None, within: files.Loc, path: tuple[str, ...], /) -> files.Entry:
        """As ``FileStore.make_dir``."""
        ...

    async def put(
        self,
        by: UUID | None,
        into: files.Loc,
        name: str,
        data: AsyncIterator[bytes],
        /,
        *,
        mode: files.Mode,
        rev: str | None,
        size: int | None,
        content_hash: str | None,
    ) -> files.Entry:
        """As ``FileStore.put``."""
        ...

    async def open(self, by: UUID | None, at: files.Loc, range: slice, /) -> files.Opened:
        """As ``FileStore.open``."""
        ...

    async def move_to(self, by: UUID | None, source: files.Loc, into: files.Loc, name: str, /) -> files.Entry:
        """As ``FileStore.move_to``."""
        ...

    async def delete(self, by: UUID | None, at: files.Loc, /) -> None:
        """As ``FileStore.delete``."""
        ...


class TokenStore(Protocol):
    """Where the tokens of connected accounts are kept, encrypted, in the host's own database: ``Dropbox(app_key, tokens=…)``.

    ``by`` is the person whose account it is, and ``None`` of ``OneAccount``. It is asked at each call made on an account's behalf, so what
    another process has put there counts at once; and on the threads that a ``FileStore`` is asked on. What it raises is told as
    ``source_unavailable`` with the exception as its cause, and nothing has been done then. It must call neither the workspace nor the
    store in Dropbox itself, which may wait for its answer.

    >>> from uuid import UUID
    >>> from cowrite import Dropbox
    >>> from cowrite.dropbox import Tokens
    >>> class InMemory:
    ...     def __init__(self) -> None:
    ...         self.kept: dict[UUID | None, Tokens] = {}
    ...     def load(self, by: UUID | None) -> Tokens | None:
    ...         return self.kept.get(by)
    ...     def save(self, by: UUID | None, tokens: Tokens) -> None:
    ...         self.kept[by] = tokens
    ...     def forget(self, by: UUID | None) -> None:
    ...         self.kept.pop(by, None)
    >>> Dropbox("app key", tokens=InMemory())
    Dropbox("app key")
    """

    def load(self, by: UUID | None, /) -> dropbox.Tokens | None:
        """The tokens of an account; ``None`` where none is connected, or no more."""
        ...

    def save(self, by: UUID | None, tokens: dropbox.Tokens, /) -> None:
        """Keeps the tokens of an account in place of those that were there."""
        ...

    def forget(self, by: UUID | None, /) -> None:
        """Forgets the tokens of an account; those of one that is not connected are forgotten already."""
        ...


class AsyncTokenStore(Protocol):
    """``TokenStore`` with methods that are awaited, on the event loop that an ``AsyncFileStore`` is asked on."""

    async def load(self, by: UUID | None, /) -> dropbox.Tokens | None:
        """As ``TokenStore.load``."""
        ...

    async def save(self, by: UUID | None, tokens: dropbox.Tokens, /) -> None:
        """As ``TokenStore.save``."""
        ...

    async def forget(self, by: UUID | None, /) -> None:
        """As ``TokenStore.forget``."""
        ...
