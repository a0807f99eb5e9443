"""File stores in memory, as a host would write them: one that waits, and one that is awaited."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cowrite import files

PIECE = 4


def now() -> datetime:
    return datetime.now(UTC)


def content_hash(content: bytes) -> str:
    blocks = [content[start : start + (4 << 20)] for start in range(0, len(content), 4 << 20)]
    return hashlib.sha256(b"".join(hashlib.sha256(block).digest() for block in blocks)).hexdigest()


def whole(content: bytes, size: int | None, hash: str | None) -> bytes:
    """The content, which must be what it was said to be."""
    if size not in (None, len(content)) or hash not in (None, content_hash(content)):
        raise files.Mismatch
    return content


@dataclass
class Node:
    id: str
    parent: Node | None
    name: str
    content: bytes | None = None
    rev: int = 0
    modified_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.parent.path, self.name) if self.parent else ()

    def lies_in(self, folder: Node) -> bool:
        return self.parent is folder or (self.parent is not None and self.parent.lies_in(folder))

    def entry(self, folder: Node | None = None) -> files.Entry:
        facts = None
        if self.content is not None:
            hash = content_hash(self.content)
            facts = files.FileFacts(len(self.content), str(self.rev), self.modified_at, hash)
        return files.Entry(self.id, self.path[len(folder.path) if folder else 0 :], facts)


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class MemoryStore:
    """Each person's files in memory, for a blocking workspace."""

    def __init__(self, now: Callable[[], datetime] = now) -> None:
        self.now = now
        self.lock = threading.Lock()
        self.roots: dict[UUID | None, Node] = {}
        self.nodes: list[Node] = []
        self.numbers = itertools.count(1)
        self.next_id: str | None = None
        self.away = False
        self.raises: BaseException | None = None
        self.threads: set[int] = set()
        self.listed: dict[str, dict[tuple[str, ...], files.Entry]] = {}

    def reach(self) -> None:
        self.threads.add(threading.get_ident())
        if self.raises:
            raise self.raises
        if self.away:
            raise files.Transient

    def add(self, parent: Node, name: str) -> Node:
        id, self.next_id = self.next_id or f"id-{next(self.numbers)}", None
        node = Node(id, parent, name)
        self.nodes.append(node)
        return node

    def child(self, parent: Node, name: str) -> Node | None:
        found = [node for node in self.nodes if node.parent is parent and folded(node.name) == folded(name)]
        return found[0] if found else None

    def node(self, by: UUID | None, at: files.Loc) -> Node:
        if at.id is not None:
            found = [node for node in self.nodes if node.id == at.id]
            if not found:
                raise files.NotFound
            return found[0]
        node: Node | None = self.roots.setdefault(by, Node(f"root-{by}", None, ""))
        for name in at.path:
            node = node and self.child(node, name)
        if node is None:
            raise files.NotFound
        return node

    def stat(self, by: UUID | None, at: files.Loc) -> files.Entry:
        self.reach()
        with self.lock:
            return self.node(by, at).entry()

    def find(self, by: UUID | None, folder: files.Loc, id: str) -> files.Entry:
        self.reach()
        with self.lock:
            node, within = self.node(by, files.Loc(id)), self.node(by, folder)
            if not node.lies_in(within):
                raise files.NotFound
            return node.entry(within)

    def list(self, by: UUID | None, at: files.Loc, *, recursive: bool, limit: int) -> files.Page:
        self.reach()
        with self.lock:
            folder = self.node(by, at)
            found = [node for node in self.nodes if node.parent is folder or (recursive and node.lies_in(folder))]
            return files.Page([node.entry(folder) for node in sorted(found, key=lambda node: node.path)])

    def below(self, by: UUID | None) -> tuple[str, dict[tuple[str, ...], files.Entry]]:
        """All that an account has by now, and a cursor that stands for it."""
        root = self.node(by, files.Loc())
        there = {node.path: node.entry() for node in sorted(self.nodes, key=lambda node: node.path) if node.lies_in(root)}
        cursor = hashlib.sha256(repr((by, list(there.values()))).encode()).hexdigest()
        self.listed[cursor] = there
        return cursor, there

    def latest_cursor(self, by: UUID | None, at: files.Loc, *, recursive: bool) -> str:
        self.reach()
        assert at == files.Loc() and recursive
        with self.lock:
            return self.below(by)[0]

    def changes(self, by: UUID | None, cursor: str) -> files.Page:
        self.reach()
        with self.lock:
            if cursor not in self.listed:
                raise files.CursorReset
            before, (cursor, there) = self.listed[cursor], self.below(by)
            news: list[files.Entry | files.Gone] = [files.Gone(path) for path in before if path not in there]
            news += [entry for path, entry in there.items() if before.get(path) != entry]
            return files.Page(news, cursor)

    def wait(self, by: UUID | None, cursor: str, *, timeout: timedelta) -> files.Wait:
        self.reach()
        assert timeout >= timedelta()
        with self.lock:
            return files.Wait(self.below(by)[0] != cursor)

    def make_dir(self, by: UUID | None, within: files.Loc, path: tuple[str, ...]) -> files.Entry:
        self.reach()
        with self.lock:
            folder = self.node(by, within)
            for name in path:
                folder = self.child(folder, name) or Node(f"folder-{next(self.numbers)}", folder, name)
                if folder.content is not None:
                    raise files.Conflict
                if folder not in self.nodes:
                    self.nodes.append(folder)
            return folder.entry()

    def put(
        self,
        by: UUID | None,
        into: files.Loc,
        name: str,
        data: Iterator[bytes],
        *,
        mode: files.Mode,
        rev: str | None,
        size: int | None,
        content_hash: str | None,
    ) -> files.Entry:
        self.reach()
        return self.write(by, into, name, whole(b"".join(data), size, content_hash), mode, rev)

    def write(
        self, by: UUID | None, into: files.Loc, name: str, content: bytes, mode: files.Mode, rev: str | None
    ) -> files.Entry:
        with self.lock:
            folder = self.node(by, into)
            file = self.child(folder, name)
            if file and mode is files.Mode.ADD:
                raise files.Conflict
            if mode is files.Mode.UPDATE and (file is None or str(file.rev) != rev):
                raise files.Conflict
            file = file or self.add(folder, name)
            file.content, file.modified_at = content, self.now()
            file.rev += 1
            return file.entry()

    def open(self, by: UUID | None, at: files.Loc, range: slice) -> files.Opened:
        self.reach()
        with self.lock:
            file = self.node(by, at)
            if file.content is None:
                raise files.NotFound
            start, stop, _ = range.indices(len(file.content))
            if start >= stop and file.content:
                raise files.OutsideRange(len(file.content))
            return files.Opened(file.entry(), start, stop, self.pieces(file.content[start:stop]))

    def pieces(self, content: bytes) -> Iterator[bytes]:
        for start in range(0, len(content), PIECE):
            self.reach()
            yield content[start : start + PIECE]

    def move_to(self, by: UUID | None, source: files.Loc, into: files.Loc, name: str) -> files.Entry:
        self.reach()
        with self.lock:
            node, folder = self.node(by, source), self.node(by, into)
            if self.child(folder, name) not in (None, node):
                raise files.Conflict
            node.parent, node.name = folder, name
            return node.entry()

    def delete(self, by: UUID | None, at: files.Loc) -> None:
        self.reach()
        with self.lock:
            self.nodes.remove(self.node(by, at))


class AsyncMemoryStore:
    """The same for any workspace, awaited."""

    def __init__(self, now: Callable[[], datetime] = now) -> None:
        self.kept = MemoryStore(now)
        self.loops: set[asyncio.AbstractEventLoop] = set()

    async def reach(self) -> None:
        self.loops.add(asyncio.get_running_loop())
        await asyncio.sleep(0)

    async def stat(self, by: UUID | None, at: files.Loc) -> files.Entry:
        await self.reach()
        return self.kept.stat(by, at)

    async def find(self, by: UUID | None, folder: files.Loc, id: str) -> files.Entry:
        await self.reach()
        return self.kept.find(by, folder, id)

    async def list(self, by: UUID | None, at: files.Loc, *, recursive: bool, limit: int) -> files.Page:
        await self.reach()
        return self.kept.list(by, at, recursive=recursive, limit=limit)

    async def latest_cursor(self, by: UUID | None, at: files.Loc, *, recursive: bool) -> str:
        await self.reach()
        return self.kept.latest_cursor(by, at, recursive=recursive)

    async def changes(self, by: UUID | None, cursor: str) -> files.Page:
        await self.reach()
        return self.kept.changes(by, cursor)

    async def wait(self, by: UUID | None, cursor: str, *, timeout: timedelta) -> files.Wait:
        await self.reach()
        return self.kept.wait(by, cursor, timeout=timeout)

    async def make_dir(self, by: UUID | None, within: files.Loc, path: tuple[str, ...]) -> files.Entry:
        await self.reach()
        return self.kept.make_dir(by, within, path)

    async def put(
        self,
        by: UUID | None,
        into: files.Loc,
        name: str,
        data: AsyncIterator[bytes],
        *,
        mode: files.Mode,
        rev: str | None,
        size: int | None,
        content_hash: str | None,
    ) -> files.Entry:
        await self.reach()
        self.kept.reach()
        content = b"".join([piece async for piece in data])
        return self.kept.write(by, into, name, whole(content, size, content_hash), mode, rev)

    async def open(self, by: UUID | None, at: files.Loc, range: slice) -> files.Opened:
        await self.reach()
        opened = self.kept.open(by, at, range)
        assert isinstance(opened.data, Iterator)
        return files.Opened(opened.entry, opened.start, opened.stop, self.pieces(opened.data))

    async def pieces(self, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        for piece in pieces:
            await self.reach()
            yield piece

    async def move_to(self, by: UUID | None, source: files.Loc, into: files.Loc, name: str) -> files.Entry:
        await self.reach()
        return self.kept.move_to(by, source, into, name)

    async def delete(self, by: UUID | None, at: files.Loc) -> None:
        await self.reach()
        self.kept.delete(by, at)
