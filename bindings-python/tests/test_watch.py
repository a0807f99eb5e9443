"""Watches: what changes comes, closing and interrupting end a wait, and nothing is lost."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Studio
from test_calls import in_child

import cowrite
from cowrite import AsyncWorkspace, RemovalReason


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Nothing here may hang: an alarm ends what does."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_watch_tells_what_changes(studio: Studio) -> None:
    them = studio.workspace.acting_as(studio.alex)
    with within(20), them.watch() as watch:
        assert watch.cursor is None
        first = next(watch)
        assert first.full and [track.track for track in first.tracks] == [studio.track.id]
        studio.me.update_track(studio.track, title="Other")
        for delta in watch:
            assert [track.title for track in delta.tracks] == ["Other"] and delta.cursor == watch.cursor
            break
        studio.me.revoke(studio.track, person=studio.alex)
        assert [removed.reason for removed in next(watch).removed] == [RemovalReason.REVOKED]
    assert list(watch) == []
    with within(20), them.watch(cursor=first.cursor) as again:
        assert next(again).drop_files == (studio.track.id,)


def test_what_another_thread_does_wakes_a_watch(studio: Studio) -> None:
    with within(20), studio.me.watch() as watch, ThreadPoolExecutor(1) as pool:
        next(watch)
        waited = []
        for act in [studio.me.archive_track, studio.me.unarchive_track] * 2:
            begun = time.monotonic()
            pool.submit(lambda act=act: (time.sleep(0.2), act(studio.track)))
            assert next(watch).tracks[0].archived == (act == studio.me.archive_track)
            waited.append(time.monotonic() - begun)
        # A watch that nothing wakes looks by itself every 2 seconds.
        assert min(waited) < 1


def test_closing_ends_a_wait(studio: Studio) -> None:
    watch = studio.me.watch()
    told: list[cowrite.Delta] = []
    waiting = threading.Thread(target=lambda: told.extend(watch))
    with within(20):
        waiting.start()
        while not told:
            time.sleep(0.01)
        with pytest.raises(RuntimeError, match="already"):
            next(watch)
        watch.close()
        waiting.join(timeout=5)
    assert not waiting.is_alive() and len(told) == 1
    watch.close()


def test_an_interrupt_ends_a_wait_and_loses_nothing(studio: Studio) -> None:
    watch = studio.me.watch()
    next(watch)
    interrupting = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
    with within(20):
        # A busy machine may be slow to come from the one to the other.
        with pytest.raises(KeyboardInterrupt):
            interrupting.start()
            next(watch)
        interrupting.join()
        studio.me.archive_track(studio.track)
        assert next(watch).tracks[0].archived


def test_a_closed_workspace_is_told_to_a_watch(studio: Studio) -> None:
    watch = studio.me.watch()
    next(watch)
    closing = threading.Timer(0.2, studio.workspace.close)
    closing.start()
    with within(20), pytest.raises(cowrite.BrokenError) as refused:
        next(watch)
    assert refused.value.code == "closed"


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_after_a_fork_a_watch_is_refused(studio: Studio) -> None:
    watch = studio.me.watch()
    next(watch)

    def child() -> None:
        with pytest.raises(cowrite.BrokenError) as refused:
            next(watch)
        assert refused.value.code == "forked"
        watch.close()
        assert list(watch) == []

    assert in_child(child) == 0
    studio.me.archive_track(studio.track)
    assert next(watch).tracks[0].archived


def test_a_foreign_cursor_begins_anew(studio: Studio) -> None:
    with within(20), studio.me.watch(cursor="nobody's") as watch:
        assert next(watch).full
    with pytest.raises(cowrite.InvalidError):
        studio.me.watch(cursor="\ud800")


async def test_an_awaited_watch(tmp_path: Path) -> None:
    async with asyncio.timeout(30), await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
        me = workspace.acting_as(await workspace.register("olivia", name="Olivia"))
        track = await me.create_track("Midnight Sessions")
        titles: list[str] = []

        async def follow(watch: cowrite.AsyncWatch) -> None:
            async for delta in watch:
                titles.extend(track.title for track in delta.tracks)

        watch = me.watch()
        following = asyncio.create_task(follow(watch))
        for title in ["Other", "Third"]:
            while not titles or titles[-1] != (await me.track(track)).title:
                await asyncio.sleep(0.01)
            await me.update_track(track, title=title)
        while titles[-1] != "Third":
            await asyncio.sleep(0.01)
        with pytest.raises(RuntimeError, match="already"):
            await anext(watch)

        # Cancelled in the middle of a wait, it goes on where it was.
        following.cancel()
        with pytest.raises(asyncio.CancelledError):
            await following
        await me.update_track(track, title="Fourth")
        assert [track.title for track in (await anext(watch)).tracks] == ["Fourth"]

        following = asyncio.create_task(follow(watch))
        await asyncio.sleep(0.05)
        watch.close()
        await following
        with pytest.raises(StopAsyncIteration):
            await anext(watch)


async def test_many_watches_on_one_loop(tmp_path: Path) -> None:
    async with asyncio.timeout(60), await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
        me = workspace.acting_as(await workspace.register("olivia", name="Olivia"))
        track = await me.create_track("Midnight Sessions")
        watches = [me.watch() for _ in range(50)]
        assert all(delta.full for delta in await asyncio.gather(*map(anext, watches)))
        waiting = [asyncio.ensure_future(anext(watch)) for watch in watches]
        await asyncio.sleep(0.05)
        await me.archive_track(track)
        assert all(delta.tracks[0].archived for delta in await asyncio.gather(*waiting))
        async with me.watch() as left:
            await anext(left)
        assert [delta async for delta in left] == []
