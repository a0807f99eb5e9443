"""File stores of the host's own that share folders: who is on a track's folder follows access (FIL-2, OWN-4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from circles import AsyncSharingStore, Circle, SharingStore
from player import SettableClock
from shelf import CONTENT, content_of, upload

import cowrite
from cowrite import Access, AsyncWorkspace, FolderTrouble, MemberTrouble, OneAccount, Workspace, files
from cowrite.sharing import FolderRole, Invited

OWNER, EDITOR, VIEWER = FolderRole.OWNER, FolderRole.EDITOR, FolderRole.VIEWER


class Room:
    """A workspace over a store in which Olivia and Alex have an account, and Jordan has none."""

    def __init__(self, store: Any) -> None:
        self.store: SharingStore = store.kept if isinstance(store, AsyncSharingStore) else store
        self.clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.workspace = Workspace.in_memory(files=store, clock=self.clock)
        self.olivia, self.alex, self.jordan = (
            self.workspace.acting_as(self.workspace.register(name, name=name, email=f"{name}@example.com"))
            for name in ("olivia", "alex", "jordan")
        )
        for name, actor in {"olivia": self.olivia, "alex": self.alex}.items():
            self.store.connect(actor.id, f"{name}@example.com")
        self.track = self.olivia.create_track("Midnight Sessions")

    def join(self, actor: cowrite.Actor, access: Access) -> None:
        actor.accept_invitation(self.olivia.invite(self.track, to=actor.id, access=access))

    def run(self) -> int:
        """Does all that is due a day later, and returns how often something failed."""
        self.clock.at += timedelta(days=1)
        failed = 0
        while (run := self.workspace.run_effects(limit=100)).done:
            failed += run.failed
        return failed + run.failed

    @property
    def circle(self) -> Circle:
        [circle] = self.store.circles.values()
        return circle

    def roles(self) -> dict[str, FolderRole]:
        names = {str(self.olivia.id): "olivia", str(self.alex.id): "alex"}
        return {names.get(name, name): role for name, role in self.circle.roles.items()}

    def trouble(self, of: UUID) -> MemberTrouble | None:
        [row] = [row for row in self.olivia.collaborators(self.track).rows if row.person == of]
        return row.folder_trouble


@pytest.fixture(params=["at once", "by jobs", "awaited"])
def room(request: pytest.FixtureRequest) -> Room:
    kinds: dict[str, Callable[[], Any]] = {
        "at once": SharingStore,
        "by jobs": lambda: SharingStore(slowly=True),
        "awaited": AsyncSharingStore,
    }
    return Room(kinds[request.param]())


def test_members_follow_access(room: Room) -> None:
    room.join(room.alex, Access.EDITOR)
    assert room.run() == 0
    assert room.roles() == {"olivia": OWNER, "alex": EDITOR}
    assert room.circle.mounted == {str(room.olivia.id), str(room.alex.id)}
    room.olivia.set_access(room.track, person=room.alex.id, access=Access.VIEWER)
    assert room.run() == 0
    assert room.roles() == {"olivia": OWNER, "alex": VIEWER}
    room.olivia.revoke(room.track, person=room.alex.id)
    assert room.run() == 0
    assert room.roles() == {"olivia": OWNER}
    assert str(room.alex.id) not in room.circle.mounted


def test_who_has_no_account_is_invited_and_told_of(room: Room) -> None:
    room.join(room.jordan, Access.VIEWER)
    room.run()
    assert room.roles() == {"olivia": OWNER, "jordan@example.com": VIEWER}
    assert room.trouble(room.jordan.id) is MemberTrouble.PENDING
    # They connect their account, which puts the folder among their own.
    room.store.connect(room.jordan.id, "jordan@example.com")
    assert room.workspace.account_connected(room.jordan.id).scopes == 1
    assert room.run() == 0
    assert room.trouble(room.jordan.id) is None
    assert str(room.jordan.id) in room.circle.mounted


def test_a_folder_is_handed_over(room: Room) -> None:
    file = upload(room.olivia, room.track, CONTENT).file
    room.join(room.alex, Access.FULL)
    assert room.run() == 0
    room.olivia.offer_ownership(room.track, to=room.alex.id)
    room.alex.accept_ownership(room.track)
    for _ in range(3):
        room.run()
    assert room.roles()["alex"] is OWNER
    assert [entry.id for entry in room.alex.files(room.track).files] == [file]
    assert content_of(room.workspace, room.alex, room.track, file) == CONTENT


def test_what_a_store_refuses_is_told_as_trouble(room: Room) -> None:
    room.join(room.alex, Access.VIEWER)
    refuses = room.store.invite
    for raised, trouble in [
        (files.PlanInsufficient(), MemberTrouble.PLAN_INSUFFICIENT),
        (files.TooManyMembers(5), MemberTrouble.TOO_MANY_MEMBERS),
        (files.OutsideTeam(), MemberTrouble.OUTSIDE_TEAM),
    ]:

        def invite(by: Any, folder: str, people: list[Invited], *, quiet: bool, raised: Exception = raised) -> None:
            raise raised

        room.store.invite = invite  # type: ignore[method-assign,assignment]
        room.olivia.retry_folder(room.track)
        room.run()
        assert room.trouble(room.alex.id) is trouble
    room.store.invite = refuses  # type: ignore[method-assign]
    emails = dict(room.store.emails)
    room.store.emails.clear()
    room.olivia.retry_folder(room.track)
    assert room.run() > 0
    assert room.olivia.collaborators(room.track).folder_trouble is FolderTrouble.DISCONNECTED
    room.store.emails.update(emails)
    room.workspace.account_connected(room.olivia.id)
    assert room.run() == 0
    assert room.olivia.collaborators(room.track).folder_trouble is None
    assert room.roles() == {"olivia": OWNER, "alex": VIEWER}


def test_one_account_shares_nothing() -> None:
    store = SharingStore()
    workspace = Workspace.in_memory(files=OneAccount(store))
    me, alex = (workspace.acting_as(workspace.register(name, name=name)) for name in ("olivia", "alex"))
    track = me.create_track("Midnight Sessions")
    alex.accept_invitation(me.invite(track, to=alex.id, access=Access.EDITOR))
    upload(me, track, CONTENT)
    while workspace.run_effects(limit=100).done:
        pass
    assert store.circles == {}


async def test_members_follow_access_on_an_event_loop() -> None:
    store = AsyncSharingStore()
    async with await AsyncWorkspace.in_memory(files=store) as workspace:
        people = [await workspace.register(name, name=name, email=f"{name}@example.com") for name in ("olivia", "alex")]
        for person in people:
            store.kept.connect(person.id, f"{person.name}@example.com")
        me, alex = (workspace.acting_as(person) for person in people)
        track = await me.create_track("Midnight Sessions")
        await alex.accept_invitation(await me.invite(track, to=people[1], access=Access.EDITOR))
        while (await workspace.run_effects(limit=100)).done:
            pass
    [circle] = store.kept.circles.values()
    assert circle.roles == {str(people[0].id): OWNER, str(people[1].id): EDITOR}
    assert circle.mounted == {str(person.id) for person in people}
