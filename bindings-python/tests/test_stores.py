"""File stores of the host's own: what they refuse, on which threads they run, and what they may do."""

from __future__ import annotations

import asyncio
import gc
import io
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from shelf import CONTENT, async_studio, awaited_pieces, content_of, pieces, promptly, store, studio, upload
from player import SettableClock
from stores import AsyncMemoryStore, MemoryStore
from test_calls import in_child

import cowrite
from cowrite import AsyncWorkspace, LocalFolder, OneAccount, Workspace, files


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


class Addressed(MemoryStore):
    """One that makes addresses of its own."""

    lives = timedelta(minutes=1)

    def temp_link(self, by: Any, at: files.Loc) -> files.TempLink:
        entry, now = self.stat(by, at), self.now()
        assert entry.file
        url = f"https://files.example/{entry.id}"
        return files.TempLink(url, now, now + self.lives, entry.file.rev, entry.file.size)


def test_an_address_of_the_stores_own() -> None:
    for direct in [False, True]:
        workspace = Workspace.in_memory(files=Addressed(), direct_addresses=direct)
        me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
        track = me.create_track("Midnight Sessions")
        file = upload(me, track, CONTENT).file
        link = me.create_share_link(track, downloads=[cowrite.FileKind.BOUNCE])
        assert link.secret is not None
        given = workspace.visitor().download(link.secret, track=track, file=file)
        redeemed = workspace.redeem(given.ticket)
        assert redeemed.size == len(CONTENT)
        if not direct:
            assert redeemed.address is None and redeemed.read() == CONTENT
            continue
        assert redeemed.address is not None and file not in repr(redeemed)
        assert redeemed.address.reveal() == f"https://files.example/{file}"
        assert len(redeemed.range) == 0
        for read in (redeemed.read, lambda redeemed=redeemed: list(redeemed)):
            with pytest.raises(ValueError, match="address"):
                read()
        redeemed.close()


def test_how_long_tickets_can_be_redeemed() -> None:
    clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
    workspace = Workspace.in_memory(files=MemoryStore(), clock=clock, ticket_for=timedelta(seconds=30))
    me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
    track = me.create_track("Midnight Sessions")
    ticket = me.download_file(track, file=upload(me, track, CONTENT).file).ticket
    clock.at += timedelta(seconds=29)
    assert workspace.redeem(ticket).read() == CONTENT
    clock.at += timedelta(seconds=2)
    with pytest.raises(cowrite.NotFoundError):
        workspace.redeem(ticket)
    with pytest.raises(cowrite.InvalidError):
        Workspace.in_memory(ticket_for=timedelta(seconds=-1))
    for wrong in [30, "30", 1.5, b""]:
        with pytest.raises(TypeError):
            Workspace.in_memory(ticket_for=wrong)  # type: ignore[arg-type]


def test_one_account_for_everybody(store: Any) -> None:
    if isinstance(store, LocalFolder):
        with pytest.raises(TypeError):
            Workspace.in_memory(files=OneAccount(store))  # type: ignore[arg-type]
        return
    kept = store.kept if isinstance(store, AsyncMemoryStore) else store
    workspace = Workspace.in_memory(files=OneAccount(store))
    people = [workspace.register(name, name=name, email=f"{name}@example.com") for name in ("olivia", "alex")]
    olivia, alex = (workspace.acting_as(person) for person in people)
    track = olivia.create_track("Midnight Sessions")
    upload(alex, alex.create_track("Midnight Sessions"), b"alex's")
    file = upload(olivia, track, CONTENT).file
    assert set(kept.roots) == {None}
    invited = olivia.invite(track, to="alex@example.com", access=cowrite.Access.FULL)
    alex.accept_invitation(invited)
    olivia.offer_ownership(track, to=people[1])
    alex.accept_ownership(track)
    while workspace.run_effects(limit=100).done:
        pass
    # What is handed over stays where it is, with its id.
    assert [entry.id for entry in alex.files(track).files] == [file]


def test_a_store_shares_folders_wholly_or_not_at_all() -> None:
    class Half(MemoryStore):
        def share(self, by: Any, at: files.Loc) -> None: ...

    class Mounting(MemoryStore):
        def mount(self, by: Any, folder: str) -> None: ...

    for wrong, lacking in [(Half, "describe"), (Mounting, "mountable")]:
        with pytest.raises(TypeError, match=rf"{lacking}\(\)"):
            Workspace.in_memory(files=wrong())


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


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_store_may_change_the_workspace_while_it_is_written_to(on_disk: bool, tmp_path: Path) -> None:
    class Busy(MemoryStore):
        me: cowrite.Actor | None = None

        def put(self, by: Any, into: Any, name: str, data: Any, **more: Any) -> files.Entry:
            assert self.me is not None
            extra = self.me.create_track(f"Made for {name}")
            self.me.update_track(track, title=f"With {name}")
            self.me.delete_track(extra)
            return super().put(by, into, name, data, **more)

    store = Busy()
    workspace = Workspace.open(tmp_path / "studio.db", files=store) if on_disk else Workspace.in_memory(files=store)
    me = store.me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
    track = me.create_track("Midnight Sessions")
    promptly(lambda: upload(me, track, CONTENT))
    promptly(lambda: upload(me.with_key("once"), track, CONTENT, name="keyed.wav"))
    assert {found.name for found in me.files(track).files} == {"mix.wav", "keyed.wav"}
    assert [row.title for row in me.library()] == ["With keyed.wav"]


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
