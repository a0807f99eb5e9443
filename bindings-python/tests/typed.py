"""What type checkers are to see: read by mypy and pyright, never run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, assert_type
from uuid import UUID

from stores import AsyncMemoryStore, MemoryStore

import cowrite
from cowrite import (
    KEEP,
    Access,
    Action,
    AsyncWorkspace,
    FileKind,
    Level,
    LocalFolder,
    Scope,
    Secret,
    ShareRow,
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
    Workspace.open("studio.db", clock=Stopped(), strict_publishing=True, invitation_days=14)
    Workspace.open("studio.db", files=LocalFolder("files"))
    Workspace.in_memory(files=MemoryStore())
    for content in (b"RIFF", bytearray(b"RIFF"), io.BytesIO(), [b"RI", b"FF"], (piece for piece in [b"RIFF"])):
        me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=content)
    with open("mix.wav", "rb") as file:
        mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=file, replaces=True)
    assert_type(mix.file, str | None)
    ticket = me.stream_file(track, file=me.files(track).files[0]).ticket
    assert_type(ticket, Secret)
    with workspace.redeem(ticket, range=(0, None)) as redeemed:
        assert_type(redeemed.read(), bytes)
        assert_type([piece for piece in redeemed], list[bytes])
    made = me.create_share_link(track, downloads=[FileKind.BOUNCE], expires_at=None, password="sesame")
    assert_type(made.secret, Secret | None)
    assert_type(made.link.downloads, tuple[FileKind, ...])
    assert_type(workspace.visitor().open("secret", bot=True).tracks[0].files[0].can_play, bool)
    assert_type(cowrite.sharing_method_for(cowrite.Situation.PORTFOLIO), cowrite.SharingMethod)


async def awaited() -> None:
    async with await AsyncWorkspace.open("studio.db") as workspace:
        olivia = await workspace.register("olivia-1", name="Olivia Park")
        assert_type(olivia, cowrite.Person)
        me = workspace.acting_as(olivia)
        assert_type(await me.create_track("Midnight Sessions"), cowrite.Track)
        async with me.batch() as batch:
            assert_type(batch.actor, cowrite.AsyncActor)
        async with await workspace.redeem("ticket", range=slice(-100, None)) as redeemed:
            assert_type(await redeemed.read(10), bytes)
            assert_type([piece async for piece in redeemed], list[bytes])
    await AsyncWorkspace.in_memory(files=AsyncMemoryStore())
    await AsyncWorkspace.in_memory(files=MemoryStore())


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
    me.upload_file(track, kind=FileKind.STEM, name="a", content="text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Workspace.in_memory(files=Stopped())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    track.title = "Other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    workspace.create_track("x")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
