"""The access index from Python: what it answers, how it is waited for, and that it is used where a file is nobody else's."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest
from conftest import Studio, open_studio

import cowrite
from cowrite import Access, Action, AsyncWorkspace, Check, LibrarySort, Scope, Workspace


def test_it_follows_every_commit(studio: Studio) -> None:
    index = studio.workspace.access_index()
    assert index.can(studio.alex, scope=studio.track, action=Action.EDIT_SHARES)
    studio.me.set_access(studio.track, person=studio.alex, access=Access.VIEWER)
    assert not index.can(studio.alex, scope=studio.track, action=Action.EDIT_SHARES)
    assert index.revision() == studio.workspace.revision()
    studio.me.revoke(studio.track, person=studio.alex)
    assert not index.can(studio.alex.id, scope=Scope.track(studio.track.id), action="view")
    assert [holder.person for holder in index.who_can(studio.track, action=Action.VIEW)] == [studio.olivia.id]
    assert index.explain(studio.alex, track=studio.track).because is cowrite.Because.CLOSED


def test_pages_are_walked_over(studio: Studio) -> None:
    index = studio.workspace.access_index()
    for number in range(7):
        studio.me.create_track(f"Take {number}")
    page = index.list(studio.olivia, limit=3, sort=LibrarySort.TITLE)
    assert len(page.rows) == 3 and page.next is not None and page.revision == index.revision()
    assert index.count(studio.olivia) == 8
    titles = [studio.me.track(row.track).title for row in page]
    assert titles == sorted(titles) and len(titles) == 8
    assert [row.track for row in index.list(studio.olivia)] == [row.track for row in studio.me.library()]


def test_many_questions_are_answered_as_of_one_revision(studio: Studio) -> None:
    index = studio.workspace.access_index()
    questions = [Check(person, scope=studio.track, action=Action.DELETE) for person in (studio.olivia, studio.alex)]
    checked = index.can_many(questions)
    assert checked.allowed == (True, False) and checked.revision == studio.workspace.revision()
    with pytest.raises(cowrite.CowriteError) as refused:
        index.can_many(questions * 5_001)
    assert refused.value.code == "limit_exceeded" and refused.value.details["field"] == "checks"


def test_waiting_ends_with_the_commit_that_is_waited_for(studio: Studio) -> None:
    index = studio.workspace.access_index()
    wanted = index.revision() + 1
    waited = threading.Thread(target=index.at_least, args=(wanted,))
    waited.start()
    time.sleep(0.05)
    assert waited.is_alive()
    studio.me.create_track("Neon Rain")
    waited.join(20)
    assert not waited.is_alive() and index.revision() == wanted


def test_it_hears_of_another_workspace_on_the_file(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "studio.db") as here, Workspace.open(tmp_path / "studio.db") as there:
        studio = open_studio(here)
        index = there.access_index()
        studio.me.revoke(studio.track, person=studio.alex)
        index.at_least(here.revision())
        assert not index.can(studio.alex, scope=studio.track, action=Action.VIEW)


def test_on_an_event_loop_only_waiting_is_awaited(tmp_path: Path) -> None:
    async def ask() -> None:
        async with await AsyncWorkspace.open(tmp_path / "studio.db") as workspace:
            olivia = await workspace.register("olivia-1", name="Olivia Park")
            index = await workspace.access_index()
            track = await workspace.acting_as(olivia).create_track("Midnight Sessions")
            assert index.can(olivia, scope=track, action=Action.DELETE)
            assert [row.track for row in index.list(olivia, limit=1)] == [track.id]
            await index.at_least(await workspace.revision())
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(index.at_least(index.revision() + 1), 0.05)

    asyncio.run(ask())


def test_a_file_can_be_kept_for_one_process(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "studio.db", exclusive=True) as workspace:
        studio = open_studio(workspace)
        with pytest.raises(cowrite.CowriteError) as refused:
            Workspace.open(tmp_path / "studio.db")
        assert refused.value.code == "storage"
        workspace.access_index()
        them = workspace.acting_as(studio.alex)
        assert them.can(studio.track, action=Action.EDIT_SHARES)
        studio.me.revoke(studio.track, person=studio.alex)
        assert not them.can(studio.track, action=Action.VIEW)


def test_a_closed_workspace_answers_no_more(studio: Studio) -> None:
    index = studio.workspace.access_index()
    studio.workspace.close()
    for ask in (index.revision, lambda: index.can(studio.alex, scope=studio.track, action=Action.VIEW)):
        with pytest.raises(cowrite.CowriteError) as refused:
            ask()
        assert refused.value.code == "closed"
