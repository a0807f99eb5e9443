"""A studio that keeps files, and content of every kind for it."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stores import AsyncMemoryStore, MemoryStore

import cowrite
from cowrite import AsyncWorkspace, FileKind, LocalFolder, Workspace

CONTENT = bytes(range(256)) * 20
MANY = 3 * (1 << 20) + 17


def studio(files: Any) -> tuple[Workspace, cowrite.Actor, cowrite.Track]:
    workspace = Workspace.in_memory(files=files)
    me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
    return workspace, me, me.create_track("Midnight Sessions")


async def async_studio(files: Any) -> tuple[AsyncWorkspace, cowrite.AsyncActor, cowrite.Track]:
    workspace = await AsyncWorkspace.in_memory(files=files)
    me = workspace.acting_as(await workspace.register("olivia", name="Olivia Park"))
    return workspace, me, await me.create_track("Midnight Sessions")


def upload(me: Any, track: cowrite.Track, content: Any, name: str = "mix.wav", **more: Any) -> Any:
    return me.upload_file(track, kind=FileKind.BOUNCE, name=name, content=content, **more)


def content_of(workspace: Workspace, me: cowrite.Actor, track: cowrite.Track, file: Any) -> bytes:
    with workspace.redeem(me.download_file(track, file=file).ticket) as redeemed:
        return redeemed.read()


def promptly(work: Callable[[], Any]) -> Any:
    """Does something that may take a minute, never for ever."""
    done: list[Any] = []

    def run() -> None:
        try:
            done.append((work(), None))
        except BaseException as error:
            done.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    assert done, "it hangs"
    result, error = done[0]
    if error:
        raise error
    return result


class AwaitedFile:
    """What a web framework makes of an upload."""

    def __init__(self, content: bytes) -> None:
        self.file = io.BytesIO(content)

    async def read(self, size: int = -1) -> bytes:
        await asyncio.sleep(0)
        return self.file.read(size)


async def awaited_pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        await asyncio.sleep(0)
        yield content[start : start + size]


def pieces(content: bytes, size: int = 1000) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield b""
        yield content[start : start + size]


@pytest.fixture(params=["folder", "blocking store", "awaited store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    kinds: dict[str, Callable[[], Any]] = {
        "folder": lambda: LocalFolder(tmp_path / "files"),
        "blocking store": MemoryStore,
        "awaited store": AsyncMemoryStore,
    }
    return kinds[request.param]()
