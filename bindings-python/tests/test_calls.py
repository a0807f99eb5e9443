"""Calls: keys, dry runs, batches; threads, event loops, cancelling, and forks. Nothing here may hang."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Studio

import cowrite
from cowrite import Access, AsyncWorkspace, Scope, Workspace


def test_a_key_makes_a_repeat_safe(studio: Studio) -> None:
    once = studio.me.with_key("request-17")
    assert once.create_track("B-Side") == once.create_track("B-Side")
    with pytest.raises(cowrite.InvalidError):
        once.create_track("C-Side")


def test_a_dry_run_changes_nothing(studio: Studio) -> None:
    before = studio.workspace.revision()
    would = studio.me.dry_run().revoke(studio.track, person=studio.alex)
    assert would.closed == (Scope.track(studio.track),)
    assert studio.workspace.revision() == before


def test_a_batch_commits_at_the_end_of_its_block(studio: Studio) -> None:
    before = studio.workspace.revision()
    with studio.me.batch() as batch:
        tracks = [batch.actor.create_track(f"Take {take}") for take in range(3)]
        with pytest.raises(cowrite.InvalidError):
            batch.actor.create_track("")
        assert batch.waiting > 0
        with pytest.raises(cowrite.NotFoundError):
            studio.me.track(tracks[0])
    assert studio.workspace.revision() == before + 1 and batch.waiting == 0
    assert studio.me.track(tracks[2]).title == "Take 2"
    with pytest.raises(cowrite.BrokenError, match="closed"):
        batch.commit()


def test_a_batch_that_raises_has_never_been(studio: Studio) -> None:
    before = studio.workspace.revision()
    with pytest.raises(KeyError), studio.me.batch() as batch:
        batch.actor.create_track("Lost")
        raise KeyError
    assert studio.workspace.revision() == before


def test_a_closed_workspace_refuses(studio: Studio) -> None:
    with studio.workspace:
        pass
    with pytest.raises(cowrite.BrokenError) as refused:
        studio.me.track(studio.track)
    assert refused.value.code == "closed"


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    for path in [tmp_path / "other.db", tmp_path / "nowhere" / "studio.db"]:
        with pytest.raises(cowrite.CowriteError) as refused:
            Workspace.open(path)
        assert refused.value.code == "storage"
    with pytest.raises(cowrite.UnavailableError) as away:
        Workspace.connect("postgres://studio:s3cret@127.0.0.1:1/studio")
    assert away.value.details["reason"] == "unreachable" and "s3cret" not in repr(away.value)


def test_threads_share_a_workspace(studio: Studio) -> None:
    def work(number: int) -> None:
        for take in range(10):
            track = studio.me.create_track(f"Take {number}.{take}")
            assert studio.me.can(track, action=cowrite.Action.DELETE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))


def test_the_gil_is_free_while_a_call_waits(studio: Studio) -> None:
    """A clock that asks another thread would hang if a call that waits for its turn kept the GIL."""
    started, others = threading.Event(), []

    def other() -> None:
        started.wait()
        others.append(studio.me.create_track("From a thread"))

    thread = threading.Thread(target=other)
    thread.start()
    started.set()
    for take in range(50):
        studio.me.create_track(f"Take {take}")
    thread.join(timeout=30)
    assert len(others) == 1


async def test_asyncio_calls_run_side_by_side(tmp_path: Path) -> None:
    async with await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
        olivia = await workspace.register("olivia", name="Olivia")
        me = workspace.acting_as(olivia)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        tracks = await asyncio.gather(*(me.create_track(f"Take {take}") for take in range(200)))
        # Calls on one track queue: each is woken by the one before it, from a thread of the store's.
        track = tracks[0]
        rows = [[cowrite.ShareRow(olivia, master=take)] for take in range(50)]
        await asyncio.gather(*(me.set_shares(track, rows=row) for row in rows))
        ticking.cancel()
        assert len(set(tracks)) == 200 and ticks > 10
        assert (await me.collaborators(track)).shares_version == 50
        async with me.batch() as batch:
            await batch.actor.create_track("Batched")
        with pytest.raises(cowrite.NotFoundError):
            await me.group(track.id)


async def test_a_cancelled_call_lets_others_pass(tmp_path: Path) -> None:
    async with await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
        olivia = await workspace.register("olivia", name="Olivia")
        me = workspace.acting_as(olivia)
        track = await me.create_track("Midnight Sessions")
        for _ in range(20):
            tasks = [asyncio.create_task(me.set_access(track, person=olivia, access=Access.FULL)) for _ in range(5)]
            tasks += [asyncio.create_task(me.create_track("Cancelled")) for _ in range(5)]
            await asyncio.sleep(0)
            for task in tasks[::2]:
                task.cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(of, asyncio.CancelledError | cowrite.RefusedError | cowrite.Track) for of in done)
        assert (await asyncio.wait_for(me.archive_track(track), 10)).archived


def test_two_loops_share_a_workspace(tmp_path: Path) -> None:
    workspace = asyncio.run(AsyncWorkspace.open(tmp_path / "studio.db"))

    async def work(number: int) -> int:
        me = workspace.acting_as(await workspace.register(f"person-{number}", name="Somebody"))
        return len(await asyncio.gather(*(me.create_track("Take") for _ in range(20))))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: asyncio.run(work(number)), range(4))) == [20] * 4


def test_an_abandoned_call_ends_quietly(tmp_path: Path) -> None:
    async def leave() -> None:
        workspace = await AsyncWorkspace.open(tmp_path / "studio.db")
        me = workspace.acting_as(await workspace.register("olivia", name="Olivia"))
        for _ in range(20):
            call = me.create_track("Left")
            call.send(None)  # begun, and dropped in the middle
            del call

    asyncio.run(leave())
    gc.collect()


def test_a_python_clock_is_asked_once_a_call() -> None:
    class Clock:
        asked = 0

        def now(self) -> datetime:
            self.asked += 1
            return datetime(2026, 1, 1, tzinfo=UTC)

    clock = Clock()
    workspace = Workspace.in_memory(clock=clock)
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    before = clock.asked
    me.create_track("Midnight Sessions")
    assert clock.asked == before + 1


def in_child(work: object) -> int:
    """Runs something in a forked child that has ten seconds; returns its exit code, negative where it was killed."""
    child = os.fork()
    if child == 0:
        signal.alarm(10)
        try:
            work()  # type: ignore[operator]
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_after_a_fork_every_call_is_refused(studio: Studio, tmp_path: Path) -> None:
    awaited = asyncio.run(AsyncWorkspace.open(tmp_path / "other.db"))

    def child() -> None:
        for call in [
            lambda: studio.me.track(studio.track),
            lambda: studio.me.create_track("B-Side"),
            lambda: asyncio.run(awaited.register("alex", name="Alex")),
        ]:
            with pytest.raises(cowrite.BrokenError) as refused:
                call()
            assert refused.value.code == "forked"
        studio.workspace.close()
        studio.workspace = studio.me = None  # type: ignore[assignment]
        gc.collect()
        with Workspace.open(tmp_path / "studio.db") as again:
            assert again.person(studio.olivia) == studio.olivia

    assert in_child(child) == 0
    assert studio.me.track(studio.track) == studio.track
