"""Calls code of the host's for the core: file stores, and content that is given piece by piece.

What is awaited runs on an event loop: a store's on one of the package's own, whoever calls, so that what the store has made in one call is
of use in the next; a caller's own content on the caller's. Everything else runs on the thread that waits for it, or where an event loop
waits, on a thread of its own. Each answer goes through a reply with ``give`` and ``fail``.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, Final, Protocol

PIECE: Final = 1024 * 1024


# Event loops keep no task alive by themselves.
_under_way: Final[set[Future[Any]]] = set()


class Reply(Protocol):
    def give(self, answer: Any) -> None: ...
    def fail(self, error: BaseException) -> None: ...


class _OwnLoop:
    """The event loop of the package's own, on a thread that is started when first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None

    def get(self) -> asyncio.AbstractEventLoop:
        with self.lock:
            if self.loop is None:
                self.loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self.loop,), name="cowrite-files", daemon=True).start()
            return self.loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    while not loop.is_closed():
        # A store that raises what ends programs, or stops the loop, stops no other call.
        with contextlib.suppress(BaseException):
            loop.run_forever()


_own_loop = _OwnLoop()


def _begin_anew() -> None:
    # A fork has the loop but not its thread.
    global _own_loop
    _own_loop = _OwnLoop()


os.register_at_fork(after_in_child=_begin_anew)


def begin(
    method: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any], reply: Reply, awaited: bool
) -> None:
    """Calls a method of a file store."""

    def call() -> Any:
        return method(*arguments, **named)

    if inspect.iscoroutinefunction(method):
        _await(call, _own_loop.get(), reply, awaited)
    elif awaited:
        _aside(call, reply)
    else:
        _answer(call, reply)


def _answer(call: Callable[[], Any], reply: Reply) -> None:
    try:
        answer = call()
    except BaseException as error:
        reply.fail(error)
    else:
        reply.give(answer)


def _aside(call: Callable[[], Any], reply: Reply) -> None:
    threading.Thread(target=_answer, args=(call, reply), name="cowrite-files", daemon=True).start()


def _await(
    call: Callable[[], Coroutine[Any, Any, Any]], loop: asyncio.AbstractEventLoop, reply: Reply, awaited: bool
) -> None:
    if not awaited and _running() is loop:
        raise RuntimeError("this event loop would wait for itself: await the calls of an AsyncWorkspace on it")

    def answer(done: Future[Any]) -> None:
        _under_way.discard(done)
        if done.cancelled():
            reply.fail(RuntimeError("it was cancelled"))
        elif error := done.exception():
            reply.fail(error)
        else:
            reply.give(done.result())

    coroutine = call()
    try:
        future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    except BaseException:
        coroutine.close()
        raise
    _under_way.add(future)
    future.add_done_callback(answer)


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Pieces:
    """Content of the host's: bytes, a binary file, or what gives bytes piece by piece, at once or awaited."""

    def __init__(self, source: Any, is_stores: bool) -> None:
        read = getattr(source, "read", None)
        self.is_at_hand = isinstance(source, bytes | bytearray | memoryview)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.source = source
        self.is_stores = is_stores
        self.pieces: Any
        if inspect.iscoroutinefunction(read) or (read is None and hasattr(source, "__aiter__")):
            self.loop = _own_loop.get() if is_stores else _running()
            if self.loop is None:
                raise TypeError("what is awaited for its bytes is read on an event loop only: use AsyncWorkspace")
            self.pieces = _awaited(source)
        elif self.is_at_hand or callable(read) or (hasattr(source, "__iter__") and not isinstance(source, str)):
            self.pieces = _given(source)
        else:
            raise TypeError(f"bytes, a binary file or pieces of bytes are wanted, not {type(source).__name__}")

    def next(self, reply: Reply, awaited: bool) -> None:
        """Gives the next piece, or ``None`` at the end."""
        if self.loop is not None:
            _await(self._next, self.loop, reply, awaited)
        elif awaited and not self.is_at_hand:
            _aside(lambda: next(self.pieces, None), reply)
        else:
            _answer(lambda: next(self.pieces, None), reply)

    async def _next(self) -> bytes | None:
        piece: bytes | None = await anext(self.pieces, None)
        return piece

    def close(self) -> None:
        """Closes what a store has opened."""
        close = getattr(self.source, "aclose", None) or getattr(self.source, "close", None)
        if not self.is_stores or close is None:
            return
        if self.loop is None:
            close()
        elif not self.loop.is_closed():
            asyncio.run_coroutine_threadsafe(_close(close), self.loop)


async def _close(close: Callable[[], Any]) -> None:
    closing = close()
    if inspect.isawaitable(closing):
        await closing


def _given(source: Any) -> Iterator[bytes]:
    if isinstance(source, bytes | bytearray | memoryview):
        yield from _cut(source)
    elif hasattr(source, "read"):
        while piece := source.read(PIECE):
            yield from _cut(piece)
    else:
        for piece in source:
            yield from _cut(piece)


async def _awaited(source: Any) -> AsyncIterator[bytes]:
    if hasattr(source, "read"):
        while piece := await source.read(PIECE):
            for part in _cut(piece):
                yield part
    else:
        async for piece in source:
            for part in _cut(piece):
                yield part


def _cut(piece: Any) -> Iterator[bytes]:
    """Pieces of a size that can be handed on, none of them empty."""
    if not isinstance(piece, bytes | bytearray | memoryview):
        raise TypeError(f"bytes are wanted, not {type(piece).__name__}")
    if isinstance(piece, bytes) and 0 < len(piece) <= PIECE:
        yield piece
        return
    view = memoryview(piece)
    if view.nbytes:
        view = view.cast("B")
        for start in range(0, view.nbytes, PIECE):
            yield bytes(view[start : start + PIECE])


def incoming(content: Any, method: Callable[..., Any]) -> Iterator[bytes] | AsyncIterator[bytes]:
    """Content as a store's ``put`` takes it: awaited where the method is."""
    return _incoming_awaited(content) if inspect.iscoroutinefunction(method) else _incoming(content)


def _incoming(content: Any) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


async def _incoming_awaited(content: Any) -> AsyncIterator[bytes]:
    while piece := await content.read_awaited(PIECE):
        yield piece


async def awaited_pieces(redeemed: Any) -> AsyncIterator[bytes]:
    """What ``async for`` walks over."""
    while piece := await redeemed.read(PIECE):
        yield piece
