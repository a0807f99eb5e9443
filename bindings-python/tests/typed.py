"""What type checkers are to see: read by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, assert_type
from uuid import UUID

import cowrite
from cowrite import (
    KEEP,
    Access,
    Action,
    AsyncWorkspace,
    Json,
    Level,
    LibraryFilter,
    LibrarySort,
    NewFile,
    Relation,
    Scope,
    ShareRow,
    Side,
    Stage,
    Workspace,
)


class Stopped:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def blocking(workspace: Workspace) -> None:
    olivia = workspace.register("olivia-1", name="Olivia Park")
    assert_type(olivia, cowrite.Person)
    assert_type(olivia.id, UUID)
    assert_type(olivia.email, str | None)
    me = workspace.acting_as(olivia)
    track = me.create_track("Midnight Sessions", group=None)
    assert_type(track.created_at, datetime)
    assert_type(track.bpm, Decimal | None)
    assert_type(track.level, Level)
    assert_type(track.stage, Stage | str)
    assert_type(track.tags, tuple[str, ...])
    assert_type(me.can(track, action=Action.VIEW), bool)
    assert_type(me.can(Scope.track(track.id), action=Action.VIEW), bool)
    me.update_track(track, bpm="120.50", stage="mastering", key=KEEP)
    me.update_track(track.id, bpm=None)
    me.invite(track, to="alex@example.com", access=Access.EDITOR)
    me.set_shares(track, rows=[ShareRow(olivia, master=50, writer=None)])
    me.set_shares(track, rows=(ShareRow(olivia.id, master=Decimal("0.5")),))
    with workspace, me.dry_run().with_key("key").batch() as batch:
        assert_type(batch.actor, cowrite.Actor)
        assert_type(batch.waiting, int)
    assert_type(me.collaborators(track).rows, tuple[cowrite.PanelRow, ...])
    wanted = LibraryFilter(relation=Side([Relation.MINE]), stage=Side(exclude=[Stage.IDEA, "demo"]), archived=False)
    for row in me.library(filter=wanted, sort=LibrarySort.TITLE, limit=20):
        assert_type(row, cowrite.LibraryRow)
    for entry in me.activity(track, before=me.own_activity().next):
        assert_type(entry.after, Json)
    for waiting in me.imports(from_=olivia):
        assert_type(waiting, cowrite.Import | cowrite.InboxEntry)
    with me.watch(cursor=me.sync().cursor) as watch:
        for delta in watch:
            assert_type(delta, cowrite.Delta)
    me.submit_import(olivia, files=[NewFile("kick.wav", size=9)], track=track)
    me.update_import(UUID(int=1), kinds={0: cowrite.FileKind.STEM}, track=None)
    me.add_comment(track, text="Louder?", position=cowrite.Position(1, 2))
    workspace.backup("copy.db")
    Workspace.restore("copy.db", to="restored.db")
    Workspace.open("studio.db", clock=Stopped(), strict_publishing=True, invitation_days=14)


async def awaited() -> None:
    async with await AsyncWorkspace.open("studio.db") as workspace:
        olivia = await workspace.register("olivia-1", name="Olivia Park")
        assert_type(olivia, cowrite.Person)
        me = workspace.acting_as(olivia)
        assert_type(await me.create_track("Midnight Sessions"), cowrite.Track)
        async with me.batch() as batch:
            assert_type(batch.actor, cowrite.AsyncActor)
        async for row in await me.library():
            assert_type(row, cowrite.LibraryRow)
        async for delta in me.watch():
            assert_type(delta, cowrite.Delta)
        assert_type(await workspace.verify(), tuple[cowrite.Fault, ...])


def refused(error: cowrite.CowriteError) -> None:
    assert_type(error.code, str)
    assert_type(error.details, Mapping[str, Any])
    assert_type(error.retryable, bool)


# What must not pass: an ignored line that is right is itself an error.
def wrong(workspace: Workspace, me: cowrite.Actor, track: cowrite.Track) -> None:
    me.track("id")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    me.can(track, action="view")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    me.invite(track, "alex@example.com", Access.EDITOR)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    ShareRow(track.owner, master=0.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    track.title = "Other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    me.library(filter=LibraryFilter(tags=["demo"]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    me.library(filter=LibraryFilter(relation=Side(["mine"])))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    workspace.create_track("x")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
