"""Pages go on fetching while they are walked over; what is open in an answer is frozen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from conftest import Studio
from player import SettableClock

import cowrite
from cowrite import AsyncWorkspace, KEEP, LibraryFilter, NewFile, Relation, Side, Stage, Workspace


@pytest.fixture
def busy(studio: Studio) -> Studio:
    """A studio with seven of everything that is listed."""
    them = studio.workspace.acting_as(studio.alex)
    for take in range(6):
        studio.me.create_track(f"Take {take}")
    for take in range(7):
        them.add_comment(studio.track, text=f"Comment {take}")
        them.submit_import(studio.olivia, files=[NewFile(f"take {take}.wav", size=take)])
    return studio


def test_iterating_goes_on_over_all_pages(busy: Studio) -> None:
    me, track = busy.me, busy.track
    listings = {
        "library": lambda **page: (me.library(**page), "rows", "after"),
        "comments": lambda **page: (me.comments(track, **page), "comments", "after"),
        "imports": lambda **page: (me.imports(**page), "entries", "after"),
        "activity": lambda **page: (me.activity(track, **page), "entries", "before"),
        "notifications": lambda **page: (me.notifications(**page), "rows", "before"),
        "own_activity": lambda **page: (me.own_activity(**page), "entries", "before"),
    }
    for name, listing in listings.items():
        whole, entries, _ = listing(limit=200)
        assert whole.next is None and len(getattr(whole, entries)) >= 7, name
        for limit in (1, 3, 6):
            page, entries, cursor = listing(limit=limit)
            assert len(getattr(page, entries)) <= limit and page.next is not None
            # The same twice: a page is no iterator, which would be at its end.
            assert tuple(page) == tuple(page) == getattr(whole, entries), name
            second = listing(limit=limit, **{cursor: page.next})[0]
            assert getattr(page, entries) + tuple(second) == getattr(whole, entries), name


def test_a_walk_fetches_only_what_it_comes_to() -> None:
    clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
    asked = 0

    class Counting:
        def now(self) -> datetime:
            nonlocal asked
            asked += 1
            return clock.now()

    workspace = Workspace.in_memory(clock=Counting())
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    for take in range(6):
        clock.at += timedelta(seconds=1)
        me.create_track(f"Take {take}")
    before = asked
    walk = iter(me.library(limit=2))
    assert [next(walk).title for _ in range(2)] == ["Take 5", "Take 4"] and asked == before + 1
    assert next(walk).title == "Take 3" and asked == before + 2
    # What is made meanwhile comes before all that was read; what is still to come is as it is now.
    me.create_track("Meanwhile")
    assert [row.title for row in walk] == ["Take 2", "Take 1", "Take 0"]


def test_a_page_keeps_its_filter_and_order(busy: Studio) -> None:
    wanted = LibraryFilter(text="take", relation=Side([Relation.MINE]))
    titles = [row.title for row in busy.me.library(filter=wanted, sort=cowrite.LibrarySort.TITLE, limit=2)]
    assert titles == [f"Take {take}" for take in range(6)]
    cursor = busy.me.library(limit=2).next
    with pytest.raises(cowrite.InvalidError) as foreign:
        busy.me.library(filter=wanted, after=cursor)
    assert foreign.value.details["field"] == "after"
    with pytest.raises(cowrite.InvalidError) as refused:
        busy.me.library(limit=201)
    assert refused.value.details["field"] == "limit"


def test_a_walk_tells_what_is_refused_on_the_way(busy: Studio) -> None:
    walk = iter(busy.workspace.acting_as(busy.alex).comments(busy.track, limit=2))
    assert next(walk) and next(walk)
    busy.me.revoke(busy.track, person=busy.alex)
    with pytest.raises(cowrite.NotFoundError):
        next(walk)


async def test_an_awaited_page_is_walked_over_with_async_for(tmp_path: Path) -> None:
    async with await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
        me = workspace.acting_as(await workspace.register("olivia", name="Olivia"))
        made = {await me.create_track(f"Take {take}") for take in range(7)}
        page = await me.library(limit=3)
        assert {row.track async for row in page} == {track.id for track in made}
        with pytest.raises(TypeError, match="async for"):
            iter(page)
        walks = await asyncio.gather(*(count(me) for _ in range(8)))
        assert walks == [7] * 8


async def count(me: cowrite.AsyncActor) -> int:
    return len([row async for row in await me.library(limit=2)])


def test_a_page_that_was_waited_for_is_not_awaited(studio: Studio) -> None:
    with pytest.raises(TypeError, match="plain"):
        aiter(studio.me.library())


def test_pages_are_values(studio: Studio) -> None:
    page, again = studio.me.library(), studio.workspace.acting_as(studio.olivia).library()
    assert page == again and hash(page) == hash(again) and repr(page) == repr(again)
    assert page != studio.workspace.acting_as(studio.alex).library()


def test_what_was_before_and_after_is_frozen(studio: Studio) -> None:
    studio.me.update_track(studio.track, tags=["a", "b"], bpm="120.50")
    [entry] = studio.me.activity(studio.track, limit=1).entries
    assert entry.what == "details_changed" and isinstance(entry.after, Mapping) and entry.after is entry.after
    assert entry.before == {"tags": (), "bpm": None} and entry.after == {"tags": ("a", "b"), "bpm": "120.50"}
    assert isinstance(entry.after, MappingProxyType)
    with pytest.raises(TypeError):
        entry.after["bpm"] = 1  # type: ignore[index]
    # Frozen values are not JSON's own: `default` makes a mapping one.
    assert json.loads(json.dumps(entry.after, default=dict)) == {"tags": ["a", "b"], "bpm": "120.50"}


def test_entries_with_open_values_are_equal_and_hash_alike(studio: Studio) -> None:
    studio.me.update_track(studio.track, key="A")
    once, again = (studio.me.activity(studio.track) for _ in range(2))
    assert once == again and hash(once) == hash(again) and len({*once.entries, *again.entries}) == len(once.entries)
    overview = studio.me.track_overview(studio.track)
    assert hash(overview) == hash(studio.me.track_overview(studio.track))


def test_a_filter_is_a_value_and_checked(studio: Studio) -> None:
    assert LibraryFilter() == LibraryFilter(tags=Side()) and hash(LibraryFilter()) == hash(LibraryFilter())
    assert Side(["a"]) == Side(("a",)) != Side(exclude=["a"])
    group = studio.me.create_group("Album")
    studio.me.move_track(studio.track, group=group)
    bucket = studio.me.create_bucket("Mine")
    studio.me.move_to_bucket(studio.track, bucket=bucket)
    for side in [
        LibraryFilter(group=Side([group])),
        LibraryFilter(bucket=Side([bucket.id])),
        LibraryFilter(stage=Side([Stage.IDEA, "mastering"], exclude=["demo"]), archived=False, text="night"),
    ]:
        assert [row.track for row in studio.me.library(filter=side)] == [studio.track.id]
    before = studio.workspace.revision()
    for wrong in [
        lambda: Side("tag"),
        lambda: studio.me.library(filter={"text": "night"}),
        lambda: studio.me.library(filter=LibraryFilter(tags=["a"])),  # type: ignore[arg-type]
        lambda: studio.me.library(filter=LibraryFilter(tags=Side([1]))),  # type: ignore[list-item]
        lambda: studio.me.library(filter=LibraryFilter(group=Side([studio.track]))),  # type: ignore[list-item]
        lambda: studio.me.library(filter=LibraryFilter(archived="no")),  # type: ignore[arg-type]
        lambda: studio.me.library(filter=KEEP),
    ]:
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(cowrite.InvalidError):
        studio.me.library(filter=LibraryFilter(relation=Side(["nobody's"])))  # type: ignore[list-item]
    with pytest.raises(cowrite.InvalidError):
        studio.me.library(filter=LibraryFilter(tags=Side([f"tag {number}" for number in range(101)])))
    assert studio.workspace.revision() == before


def test_imports_and_invitations_are_listed_together(studio: Studio) -> None:
    them = studio.workspace.acting_as(studio.workspace.register("jordan-1", name="Jordan Lee"))
    studio.me.submit_import(them.id, files=[NewFile("kick.wav", folder="Stems", size=9_400_000)], note="Take 3")
    studio.me.invite(studio.track, to=them.id, access=cowrite.Access.VIEWER)
    assert {type(entry) for entry in them.imports()} == {cowrite.Import, cowrite.InboxEntry}
    [sent] = [entry for entry in them.imports() if isinstance(entry, cowrite.Import)]
    assert (sent.files[0].name, sent.files[0].folder, sent.files[0].size) == ("kick.wav", "Stems", 9_400_000)
    for kinds in [{0: "drum"}, {1: cowrite.FileKind.STEM}, {-1: cowrite.FileKind.STEM}]:
        with pytest.raises(cowrite.InvalidError) as refused:
            them.update_import(sent, kinds=kinds)  # type: ignore[arg-type]
        assert refused.value.details["field"] == "kinds"
    for wrong in [[cowrite.FileKind.STEM], {"0": cowrite.FileKind.STEM}, {0: 1}]:
        with pytest.raises(TypeError):
            them.update_import(sent, kinds=wrong)  # type: ignore[arg-type]
    with pytest.raises(cowrite.InvalidError):
        them.accept_import(sent)
    assert them.accept_import(sent, title="Kick").state is cowrite.ImportStatus.ACCEPTED


def test_values_that_hosts_make_are_values() -> None:
    for value in [cowrite.Position(1, 2), cowrite.Position(0), NewFile("a.wav", size=1), cowrite.PageLink("a", "b"), cowrite.Section(None, [])]:
        assert eval(repr(value), vars(cowrite)) == value and hash(eval(repr(value), vars(cowrite))) == hash(value)
    for wrong in [lambda: cowrite.Position(-1), lambda: cowrite.Position(0, 2**32), lambda: NewFile("a", size=2**64)]:
        with pytest.raises(cowrite.InvalidError):
            wrong()
