"""The access index from Python: what it answers, how it is waited for, and that it is used where a file is nobody else's."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from conftest import Studio, open_studio

import cowrite
from cowrite import Access, Action, AsyncWorkspace, Check, LibraryFilter, LibrarySort, Relation, Scope, Side, Workspace

NOBODY = UUID("01a202e2-fa50-7b60-bb6c-6887eb9a6842")


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


def test_who_or_what_is_not_there_may_nothing(studio: Studio) -> None:
    index = studio.workspace.access_index()
    album = studio.me.create_group("Album")
    assert index.can(studio.olivia, scope=album, action=Action.ADD_TRACKS)
    assert not index.can(NOBODY, scope=album, action=Action.VIEW)
    assert not index.can(studio.olivia, scope=Scope.track(NOBODY), action=Action.VIEW)
    assert index.list(NOBODY).rows == () and index.count(NOBODY) == 0
    assert index.count(studio.alex, filter=LibraryFilter(relation=Side([Relation.MINE]))) == 0


def test_what_is_wrong_is_said_as_everywhere(studio: Studio) -> None:
    index, track = studio.workspace.access_index(), studio.track
    page = index.list(studio.alex, limit=1)
    studio.me.create_track("Neon Rain")
    cursor = index.list(studio.olivia, limit=1).next
    assert page.next is None and cursor is not None
    refused: list[tuple[Callable[[], Any], str, dict[str, Any]]] = [
        (lambda: index.can(studio.alex, scope=track, action="dance"), "invalid_input", {"field": "action"}),  # type: ignore[arg-type]
        (lambda: index.can(studio.alex, scope=track, action=Action.ADD_TRACKS), "invalid_input", {"field": "action"}),
        (lambda: index.can_many([Check(NOBODY, scope=track, action=Action.ADD_TRACKS)]), "invalid_input", {"field": "action"}),
        (lambda: index.list(studio.alex, limit=0), "invalid_input", {"field": "limit"}),
        (lambda: index.list(studio.alex, limit=10_001), "invalid_input", {"field": "limit"}),
        (lambda: index.list(studio.alex, limit=-1), "invalid_input", {"field": "limit"}),
        (lambda: index.list(studio.alex, after="x"), "invalid_input", {"field": "after"}),
        (lambda: index.list(studio.alex, after=cursor), "invalid_input", {"field": "after"}),
        (lambda: index.count(studio.alex, filter=LibraryFilter(text="x" * 20_000)), "limit_exceeded", {}),
        (lambda: index.who_can(Scope.track(NOBODY), action=Action.VIEW), "not_found", {"what": "track"}),
        (lambda: index.explain(NOBODY, track=track), "not_found", {"what": "person"}),
        (lambda: index.explain(studio.alex, track=NOBODY), "not_found", {"what": "track"}),
        (lambda: index.at_least(-1), "invalid_input", {"field": "revision"}),
    ]
    for call, code, details in refused:
        with pytest.raises(cowrite.CowriteError) as error:
            call()
        assert error.value.code == code and details.items() <= error.value.details.items()


def test_wrong_types_are_type_errors(studio: Studio) -> None:
    index: Any = studio.workspace.access_index()
    calls: list[Callable[[], Any]] = [
        lambda: index.can(),
        lambda: index.can(studio.alex, studio.track, Action.VIEW),
        lambda: index.can(5, scope=studio.track, action=Action.VIEW),
        lambda: index.can(studio.track, scope=studio.track, action=Action.VIEW),
        lambda: index.can(studio.alex, scope=studio.alex, action=Action.VIEW),
        lambda: index.can(studio.alex, scope=studio.track, action=5),
        lambda: index.can_many(5),
        lambda: index.can_many([(studio.alex, studio.track, Action.VIEW)]),
        lambda: index.list(None),
        lambda: index.list(studio.alex, limit="5"),
        lambda: index.count(studio.alex, filter={}),
        lambda: index.who_can(studio.track, Action.VIEW),
        lambda: index.explain(studio.alex, track=None),
        lambda: index.at_least("5"),
        lambda: Check(studio.alex, scope=None, action=Action.VIEW),  # type: ignore[arg-type]
        lambda: cowrite.AccessIndex(),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


def test_a_question_is_a_value(studio: Studio) -> None:
    question = Check(studio.alex, scope=studio.track, action=Action.VIEW)
    assert question == Check(studio.alex.id, scope=Scope.track(studio.track), action=Action.VIEW)
    assert (question.person, question.scope, question.action) == (studio.alex.id, Scope.track(studio.track), Action.VIEW)
    with pytest.raises(AttributeError):
        question.action = Action.DELETE  # type: ignore[misc]


def test_an_interrupt_ends_a_wait(studio: Studio) -> None:
    index = studio.workspace.access_index()
    interrupting = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
    interrupting.start()
    with pytest.raises(KeyboardInterrupt):
        index.at_least(index.revision() + 1)
    interrupting.join()


def test_a_closed_workspace_answers_no_more(studio: Studio) -> None:
    index = studio.workspace.access_index()
    closing = threading.Timer(0.2, studio.workspace.close)
    closing.start()
    calls: list[Callable[[], Any]] = [
        lambda: index.at_least(index.revision() + 1),
        index.revision,
        lambda: index.can(studio.alex, scope=studio.track, action=Action.VIEW),
        lambda: index.can_many([]),
        lambda: index.list(studio.alex),
        lambda: index.count(studio.alex),
        lambda: index.who_can(studio.track, action=Action.VIEW),
        lambda: index.explain(studio.alex, track=studio.track),
    ]
    for ask in calls:
        with pytest.raises(cowrite.CowriteError) as refused:
            ask()
        assert refused.value.code == "closed"
    closing.join()


def test_it_shows_nothing(studio: Studio) -> None:
    assert repr(studio.workspace.access_index()) == "<AccessIndex>"
