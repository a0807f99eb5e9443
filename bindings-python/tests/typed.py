"""What type checkers are to see: read by mypy and pyright, never run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, assert_type
from uuid import UUID

from circles import AsyncSharingStore, SharingStore
from stores import AsyncMemoryStore, MemoryStore

import cowrite
from cowrite import (
    KEEP,
    Access,
    Action,
    AsyncDropbox,
    AsyncWorkspace,
    Dropbox,
    FileKind,
    Json,
    Level,
    LibraryFilter,
    LibrarySort,
    LocalFolder,
    NewFile,
    OneAccount,
    Relation,
    Scope,
    Secret,
    ShareRow,
    Side,
    Stage,
    Workspace,
    dropbox,
    sharing,
)


class Stopped:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


class Keeper:
    def load(self, by: UUID | None) -> dropbox.Tokens | None: ...
    def save(self, by: UUID | None, tokens: dropbox.Tokens) -> None: ...
    def forget(self, by: UUID | None) -> None: ...


class AsyncKeeper:
    async def load(self, by: UUID | None) -> dropbox.Tokens | None: ...
    async def save(self, by: UUID | None, tokens: dropbox.Tokens) -> None: ...
    async def forget(self, by: UUID | None) -> None: ...


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
    index = workspace.access_index()
    assert_type(index.can(olivia, scope=track, action=Action.VIEW), bool)
    assert_type(index.can_many([cowrite.Check(olivia.id, scope=track, action=Action.VIEW)]).allowed, tuple[bool, ...])
    assert_type([row.via for row in index.list(olivia, limit=10)], list[Scope])
    assert_type(index.who_can(track, action=Action.VIEW), tuple[cowrite.Holder, ...])
    assert_type(index.at_least(index.revision()), None)
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
    Workspace.open("studio.db", files=LocalFolder("files"))
    Workspace.in_memory(files=MemoryStore())
    shares: sharing.FolderSharing = SharingStore()
    mounts: sharing.Membership = SharingStore()
    awaited_shares: sharing.AsyncFolderSharing = AsyncSharingStore()
    awaited_mounts: sharing.AsyncMembership = AsyncSharingStore()
    assert shares and mounts and awaited_shares and awaited_mounts
    box = Dropbox("key", app_secret="secret", redirect=None, library="Music", tokens=Keeper(), servers=None)
    asked = box.authorize()
    assert_type(asked, dropbox.Authorization)
    assert_type(box.connect(olivia, code="code", verifier=asked.verifier), sharing.Account)
    assert_type(box.webhook_challenge("asked"), dropbox.Challenge)
    assert_type(Dropbox.verify_webhook(Secret("secret"), signature="00", body=b""), tuple[str, ...])
    box.disconnect(None)
    Workspace.open("studio.db", files=box)
    Workspace.connect("postgres://", files=OneAccount(AsyncDropbox("key", tokens=AsyncKeeper())))
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
        async for row in await me.library():
            assert_type(row, cowrite.LibraryRow)
        async for delta in me.watch():
            assert_type(delta, cowrite.Delta)
        assert_type(await workspace.verify(), tuple[cowrite.Fault, ...])
    box = AsyncDropbox("key", tokens=Keeper())
    assert_type(await box.connect(UUID(int=1), code="code", verifier="verifier"), sharing.Account)
    await box.disconnect(UUID(int=1))
    await AsyncWorkspace.in_memory(files=box)
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
    workspace.access_index().can(track.owner, scope=track, action="view")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Workspace.in_memory(exclusive=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    me.invite(track, "alex@example.com", Access.EDITOR)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    ShareRow(track.owner, master=0.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    me.upload_file(track, kind=FileKind.STEM, name="a", content="text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Workspace.in_memory(files=Stopped())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Dropbox("key", tokens=Stopped())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    track.title = "Other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    me.library(filter=LibraryFilter(tags=["demo"]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    me.library(filter=LibraryFilter(relation=Side(["mine"])))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    workspace.create_track("x")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
