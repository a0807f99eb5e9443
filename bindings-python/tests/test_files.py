"""Files: what is uploaded, what comes back, secrets, and file stores that the host has written. Nothing here may hang."""

from __future__ import annotations

import asyncio
import gc
import io
import pickle
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from stores import AsyncMemoryStore, MemoryStore
from test_calls import in_child

import cowrite
from cowrite import AsyncWorkspace, FileKind, LocalFolder, Secret, Workspace, files

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


def test_secrets_do_not_show() -> None:
    workspace, me, track = studio(MemoryStore())
    file = upload(me, track, CONTENT).file
    made = me.create_share_link(track, password="sesame")
    assert made.secret is not None
    given = workspace.visitor().stream(made.secret, track=track, file=file, password="sesame")
    for record, secret in [(made, made.secret), (given, given.ticket)]:
        text = secret.reveal()
        assert len(text) > 20
        for shown in [repr(record), str(record), f"{secret}", repr(secret), f"{secret!s:>5}", format(secret)]:
            assert text not in shown
        assert secret == Secret(text) and hash(secret) == hash(Secret(text)) and secret != Secret("other")
        assert secret != text
        with pytest.raises(TypeError):
            pickle.dumps(secret)
    assert workspace.visitor().open(made.secret.reveal(), password="sesame").tracks[0].files[0].id == file
    assert workspace.redeem(given.ticket.reveal()).read() == CONTENT
    assert me.rotate_link(made.link).secret != made.secret
    assert me.dry_run().create_share_link(track).secret is None
    for call in (workspace.redeem, workspace.visitor().open):
        with pytest.raises(TypeError):
            call(b"bytes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "give",
    [
        bytes,
        bytearray,
        memoryview,
        lambda content: memoryview(b"".join(bytes([byte, 0]) for byte in content))[::2].toreadonly(),
        io.BytesIO,
        pieces,
        lambda content: [content[:7], bytearray(content[7:9]), memoryview(content[9:])],
    ],
)
def test_content_of_every_kind(give: Callable[[bytes], Any], store: Any) -> None:
    workspace, me, track = studio(store)
    if isinstance(sliced := give(b"ab"), memoryview) and not sliced.contiguous:
        with pytest.raises(TypeError):
            upload(me, track, give(CONTENT))
        assert me.files(track).files == ()
        return
    for take, content in enumerate([CONTENT, b"", b"x"]):
        file = upload(me, track, give(content), f"take {take}.wav").file
        assert content_of(workspace, me, track, file) == content


def test_much_content_comes_in_pieces(tmp_path: Path) -> None:
    workspace, me, track = studio(LocalFolder(tmp_path))
    asked: list[int] = []

    class Source(io.RawIOBase):
        left = MANY

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            size = min(size, self.left)
            self.left -= size
            return b"x" * size

    file = upload(me, track, Source()).file
    assert 0 < min(asked) <= max(asked) <= 1 << 20
    redeemed = workspace.redeem(me.download_file(track, file=file).ticket)
    assert redeemed.size == MANY and len(redeemed.range) == MANY
    sizes = [len(piece) for piece in redeemed]
    assert sum(sizes) == MANY and max(sizes) <= 1 << 20
    assert redeemed.read() == b"" and list(redeemed) == []


def test_wrong_content_is_refused_before_anything_is_touched() -> None:
    workspace, me, track = studio(MemoryStore())
    before = workspace.revision()
    for wrong in [None, 5, "text", 1.5, object(), awaited_pieces(CONTENT), AwaitedFile(CONTENT)]:
        with pytest.raises(TypeError):
            upload(me, track, wrong)
    assert workspace.revision() == before
    for wrong in [["text"], io.StringIO("text"), [5], {"a": b""}]:
        with pytest.raises(TypeError):
            upload(me, track, wrong)
    assert me.files(track).files == ()


def test_what_content_raises_reaches_the_caller(store: Any) -> None:
    workspace, me, track = studio(store)

    class Broken(Exception):
        pass

    def broken() -> Iterator[bytes]:
        yield b"some"
        raise Broken

    for _ in range(3):
        with pytest.raises(Broken):
            upload(me, track, broken())
    assert me.files(track).files == ()
    assert content_of(workspace, me, track, upload(me, track, CONTENT).file) == CONTENT


def test_reading_by_range(store: Any) -> None:
    workspace, me, track = studio(store)
    ticket = me.download_file(track, file=upload(me, track, b"0123456789").file).ticket
    rows: list[tuple[Any, bytes, range]] = [
        (None, b"0123456789", range(10)),
        ((2, 5), b"2345", range(2, 6)),
        ((7, None), b"789", range(7, 10)),
        ((8, 99), b"89", range(8, 10)),
        (slice(2, 5), b"234", range(2, 5)),
        (slice(None), b"0123456789", range(10)),
        (slice(None, 3), b"012", range(3)),
        (slice(-3, None), b"789", range(7, 10)),
        (slice(-99, None), b"0123456789", range(10)),
        (slice(4, None, 1), b"456789", range(4, 10)),
    ]
    for range_, read, places in rows:
        with workspace.redeem(ticket, range=range_) as redeemed:
            assert (redeemed.range, redeemed.size) == (places, 10)
            assert (redeemed.name, redeemed.media_type) == ("mix.wav", "audio/wav")
            assert redeemed.read(2) == read[:2] and redeemed.read(0) == b""
            assert redeemed.read() == read[2:] and redeemed.read(5) == b""
    outside: list[Any] = [(10, None), (5, 2), (-1, 2), slice(3, 3), slice(0, 10, 2), slice(-3, -1), slice(5, 2)]
    for wrong in outside:
        with pytest.raises(cowrite.InvalidError) as refused:
            workspace.redeem(ticket, range=wrong)
        assert refused.value.details["field"] == "range"
    for wrong_type in [5, (1,), (1, 2, 3), ("a", "b"), [1, 2], slice("a", None), (True, 2)]:
        with pytest.raises(TypeError):
            workspace.redeem(ticket, range=wrong_type)  # type: ignore[arg-type]
    redeemed = workspace.redeem(ticket)
    with redeemed:
        assert redeemed.read(1) == b"0"
    with pytest.raises(cowrite.BrokenError, match="closed"):
        redeemed.read()


async def test_awaited_content(store: Any) -> None:
    workspace, me, track = await async_studio(store)
    sources = [CONTENT, io.BytesIO(CONTENT), pieces(CONTENT), awaited_pieces(CONTENT), AwaitedFile(CONTENT)]
    for take, source in enumerate(sources):
        file = (await upload(me, track, source, f"take {take}.wav")).file
        async with await workspace.redeem((await me.stream_file(track, file=file)).ticket) as redeemed:
            assert await redeemed.read(5) == CONTENT[:5][: 4 if isinstance(store, MemoryStore | AsyncMemoryStore) else 5]
            rest = b"".join([piece async for piece in redeemed])
            assert CONTENT.endswith(rest) and len(rest) >= len(CONTENT) - 5
            assert await redeemed.read() == b""
        with pytest.raises(cowrite.BrokenError):
            await redeemed.read()

    async def broken() -> AsyncIterator[bytes]:
        yield b"some"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await upload(me, track, broken(), "broken.wav")
    assert len((await me.files(track)).files) == len(sources)


def test_a_store_refuses_by_name() -> None:
    store = MemoryStore()
    workspace, me, track = studio(store)
    file = upload(me, track, CONTENT).file
    ticket = me.download_file(track, file=file).ticket
    for raised, code in [
        (files.Conflict(), "conflict"),
        (files.NotPermitted(), "source_unavailable"),
        (files.QuotaShort(5, 3), "source_unavailable"),
        (files.Transient(), "source_unavailable"),
        (files.FilesError("whatever"), "source_unavailable"),
        (KeyError("a bug"), "source_unavailable"),
    ]:
        store.raises = raised
        with pytest.raises(cowrite.CowriteError) as refused:
            workspace.redeem(ticket)
        assert refused.value.code == code
        assert (refused.value.__cause__ is raised) == (code == "source_unavailable")
    store.raises = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        me.files(track)
    store.raises = None
    redeemed = workspace.redeem(ticket)
    assert redeemed.read(2) == CONTENT[:2]
    store.raises = OSError("the disk is gone")
    with pytest.raises(cowrite.UnavailableError) as refused:
        redeemed.read()
    assert refused.value.__cause__ is store.raises


async def test_an_awaited_store_refuses_by_name() -> None:
    store = AsyncMemoryStore()
    workspace, me, track = await async_studio(store)
    for raised in [files.Disconnected(), RuntimeError("a bug")]:
        store.kept.raises = raised
        with pytest.raises(cowrite.UnavailableError) as refused:
            await upload(me, track, CONTENT)
        assert refused.value.__cause__ is raised
    # What ends programs reaches the caller, and does not end the store's loop.
    store.kept.raises = GeneratorExit("not an Exception")
    with pytest.raises(GeneratorExit):
        await upload(me, track, CONTENT)
    store.kept.raises = None
    assert (await asyncio.wait_for(upload(me, track, CONTENT), 10)).name == "mix.wav"


def test_a_store_that_is_none_or_answers_nonsense() -> None:
    for wrong in [5, "path", object(), MemoryStore]:
        with pytest.raises(TypeError):
            Workspace.in_memory(files=wrong)  # type: ignore[arg-type]

    class Nonsense(MemoryStore):
        answer: Any = None

        def list(self, *_: Any, **__: Any) -> Any:
            return self.answer

    store = Nonsense()
    _, me, track = studio(store)
    entry = files.Entry("id", ("a",), files.FileFacts(-1, "1", cowrite.Person, None))  # type: ignore[arg-type]
    for answer in [None, 5, files.Page(5), files.Page([entry]), files.Page([None], 5), files.Page([], cursor=5)]:  # type: ignore[arg-type,list-item]
        store.answer = answer
        with pytest.raises(cowrite.UnavailableError) as refused:
            upload(me, track, CONTENT)
        assert refused.value.__cause__ is not None


def test_many_threads_and_a_store(store: Any) -> None:
    workspace, me, track = studio(store)

    def work(number: int) -> None:
        for take in range(20):
            content = f"{number}.{take}".encode()
            file = upload(me, track, pieces(content, 2), f"{number} take {take}.wav").file
            assert content_of(workspace, me, track, file) == content

    def all_of_it() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))

    promptly(all_of_it)
    assert len(me.files(track).files) == 160


async def test_many_tasks_and_a_store(store: Any) -> None:
    workspace, me, track = await async_studio(store)

    async def work(number: int) -> None:
        for take in range(4):
            content = f"{number}.{take}".encode()
            file = (await upload(me, track, awaited_pieces(content, 2), f"{number} take {take}.wav")).file
            redeemed = await workspace.redeem((await me.stream_file(track, file=file)).ticket)
            assert await redeemed.read() == content

    await asyncio.wait_for(asyncio.gather(*(work(number) for number in range(20))), 60)
    if isinstance(store, MemoryStore):
        assert threading.get_ident() not in store.threads
    if isinstance(store, AsyncMemoryStore):
        assert len(store.loops) == 1 and asyncio.get_running_loop() not in store.loops


def test_an_awaited_store_has_one_loop_whoever_calls() -> None:
    store = AsyncMemoryStore()
    workspace = asyncio.run(AsyncWorkspace.in_memory(files=store))

    async def once(name: str) -> None:
        me = workspace.acting_as(await workspace.register(name, name=name))
        await upload(me, await me.create_track(name), CONTENT)

    for name in ["olivia", "alex", "jordan"]:
        asyncio.run(once(name))
    _, me, track = studio(store)
    upload(me, track, CONTENT)
    assert len(store.loops) == 1


async def test_a_blocking_call_on_an_event_loop_does_not_wait_for_it() -> None:
    """It holds the loop up, as it must, and yet ends: the store's own loop is another."""
    workspace, me, track = studio(AsyncMemoryStore())
    assert content_of(workspace, me, track, upload(me, track, CONTENT).file) == CONTENT


def test_a_store_may_call_the_workspace() -> None:
    class Curious(MemoryStore):
        me: cowrite.Actor | None = None

        def open(self, by: Any, at: Any, range: slice) -> files.Opened:
            assert self.me is not None
            assert len(self.me.files(track).files) == 1
            self.me.create_track("Made by the store")
            return super().open(by, at, range)

    store = Curious()
    workspace, me, track = studio(store)
    file = upload(me, track, CONTENT).file
    store.me = me

    def work(_: int) -> None:
        for _ in range(5):
            assert content_of(workspace, me, track, file) == CONTENT

    def all_of_it() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))

    promptly(all_of_it)


async def test_an_awaited_store_may_call_the_workspace() -> None:
    class Curious(AsyncMemoryStore):
        me: cowrite.AsyncActor | None = None

        async def open(self, by: Any, at: Any, range: slice) -> files.Opened:
            assert self.me is not None
            assert len((await self.me.files(track)).files) == 1
            return await super().open(by, at, range)

    store = Curious()
    workspace, me, track = await async_studio(store)
    ticket = (await me.stream_file(track, file=(await upload(me, track, CONTENT)).file)).ticket
    store.me = me

    async def read() -> bytes:
        return await (await workspace.redeem(ticket)).read()

    read_all = await asyncio.wait_for(asyncio.gather(*(read() for _ in range(20))), 60)
    assert read_all == [CONTENT] * 20


def test_a_loop_that_would_wait_for_itself_is_told_so() -> None:
    class Wrong(AsyncMemoryStore):
        me: cowrite.Actor | None = None

        async def open(self, by: Any, at: Any, range: slice) -> files.Opened:
            assert self.me is not None
            self.me.files(track)
            return await super().open(by, at, range)

    store = Wrong()
    workspace, me, track = studio(store)
    ticket = me.stream_file(track, file=upload(me, track, CONTENT).file).ticket
    store.me = me
    with pytest.raises(cowrite.UnavailableError) as refused:
        promptly(lambda: workspace.redeem(ticket))
    assert isinstance(refused.value.__cause__, cowrite.UnavailableError)
    assert "wait for itself" in str(refused.value.__cause__.__cause__)


async def test_a_cancelled_upload_lets_others_pass() -> None:
    workspace, me, track = await async_studio(AsyncMemoryStore())
    pulled = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal pulled
        while True:
            await asyncio.sleep(0.001)
            pulled += 1
            yield b"x"

    for _ in range(5):
        task = asyncio.create_task(upload(me, track, endless(), "endless.wav"))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.sleep(0.05)
    before = pulled
    await asyncio.sleep(0.1)
    assert pulled == before > 0
    assert (await asyncio.wait_for(upload(me, track, CONTENT), 10)).name == "mix.wav"
    gc.collect()


def test_a_file_that_a_store_opened_is_closed(tmp_path: Path) -> None:
    closed: list[bool] = []

    class Source(io.BytesIO):
        def close(self) -> None:
            closed.append(True)
            super().close()

    class Opening(MemoryStore):
        def open(self, by: Any, at: Any, range: slice) -> files.Opened:
            opened = super().open(by, at, range)
            return files.Opened(opened.entry, opened.start, opened.stop, Source(CONTENT))

    workspace, me, track = studio(Opening())
    ticket = me.stream_file(track, file=upload(me, track, CONTENT).file).ticket
    with workspace.redeem(ticket) as redeemed:
        assert redeemed.read(3) == CONTENT[:3] and not closed
    assert closed


def test_a_folder_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    with pytest.raises(cowrite.UnavailableError) as refused:
        Workspace.in_memory(files=LocalFolder(tmp_path / "file"))
    assert isinstance(refused.value.__cause__, files.FilesError)
    with pytest.raises(cowrite.UnavailableError):
        asyncio.run(AsyncWorkspace.in_memory(files=LocalFolder(tmp_path / "file")))


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_files_after_a_fork(store: Any, tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "studio.db", files=store)
    me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
    track = me.create_track("Midnight Sessions")
    ticket = me.stream_file(track, file=upload(me, track, CONTENT).file).ticket
    redeemed = workspace.redeem(ticket)
    assert redeemed.read(1) == CONTENT[:1]

    def child() -> None:
        calls: list[Callable[[], Any]] = [
            lambda: upload(me, track, CONTENT, "other.wav"),
            lambda: workspace.redeem(ticket),
            lambda: me.files(track),
            redeemed.read,
        ]
        for call in calls:
            with pytest.raises(cowrite.BrokenError) as refused:
                call()
            assert refused.value.code == "forked"
        redeemed.close()
        with Workspace.open(tmp_path / "studio.db", files=store) as again:
            mine = again.acting_as(me.id)
            assert content_of(again, mine, track, mine.files(track).files[0]) == CONTENT

    assert in_child(child) == 0
    assert len(redeemed.read()) == len(CONTENT) - 1
