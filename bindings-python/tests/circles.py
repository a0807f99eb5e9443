"""File stores in memory whose accounts share folders, as a host would write them: one that waits, and one that is awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from stores import AsyncMemoryStore, MemoryStore, Node, now

from cowrite import files
from cowrite.sharing import Account, FolderMember, FolderRole, Invited, Job, Revoked, SharedFolder, Who


@dataclass
class Circle:
    """A shared folder: what everybody on it may, by account or address, and who has it among their own."""

    node: Node
    roles: dict[str, FolderRole]
    mounted: set[str] = field(default_factory=set)


class SharingStore(MemoryStore):
    """Each person's files in memory, of which those with an account share folders; with ``slowly``, what takes a store time is a job."""

    def __init__(self, now: Callable[[], datetime] = now, slowly: bool = False) -> None:
        super().__init__(now)
        self.slowly = slowly
        self.emails: dict[str, str] = {}
        self.circles: dict[str, Circle] = {}
        self.jobs: dict[str, tuple[int, SharedFolder | Revoked | None]] = {}

    def node(self, by: UUID | None, at: files.Loc) -> Node:
        if at.shared is None:
            return super().node(by, at)
        found: Node | None = self.circle(by, at.shared).node
        for name in at.path:
            found = found and self.child(found, name)
        if found is None:
            raise files.NotFound
        return found

    def connect(self, by: UUID, email: str) -> None:
        """Gives a person an account; what was sent to its address is the account's from then on."""
        self.emails[str(by)] = email
        for circle in self.circles.values():
            if email in circle.roles:
                circle.roles[str(by)] = circle.roles.pop(email)

    def account(self, by: UUID | None) -> Account:
        self.reach()
        if str(by) not in self.emails:
            raise files.Disconnected
        return Account(str(by), self.emails[str(by)], is_email_verified=True)

    def circle(self, by: UUID | None, folder: str, owned: bool = False) -> Circle:
        account = self.account(by)
        circle = self.circles.get(folder)
        if circle is None or not {account.id, account.email} & set(circle.roles):
            raise files.NotAMember
        if owned and circle.roles.get(account.id) is not FolderRole.OWNER:
            raise files.NotPermitted
        return circle

    def name_of(self, who: Who) -> str:
        """The account that an invitation is for, or the address behind which there is none."""
        by_email = {email: account for account, email in self.emails.items()}
        return who.account or by_email.get(who.email or "", who.email or "")

    def seen(self, by: UUID | None, folder: str) -> SharedFolder:
        circle = self.circle(by, folder)
        mounted_at = (circle.node.name,) if str(by) in circle.mounted else None
        return SharedFolder(folder, circle.node.name, circle.roles[str(by)], mounted_at)

    def begin(self, kind: str, done: SharedFolder | Revoked | None) -> Job:
        job = Job(kind, f"job-{next(self.numbers)}")  # type: ignore[arg-type]
        self.jobs[job.id] = (1, done)
        return job

    def poll(self, by: UUID | None, job: Job) -> SharedFolder | Revoked | Job | None:
        looks, done = self.jobs[job.id]
        self.jobs[job.id] = (looks - 1, done)
        return job if looks else done

    def share(self, by: UUID | None, at: files.Loc) -> SharedFolder | Job:
        self.account(by)
        node = self.node(by, at)
        folder = f"shared-{node.id}"
        if folder not in self.circles:
            self.circles[folder] = Circle(node, {str(by): FolderRole.OWNER}, {str(by)})
        shared = self.seen(by, folder)
        return self.begin("share", shared) if self.slowly else shared

    def describe(self, by: UUID | None, folder: str) -> SharedFolder:
        return self.seen(by, folder)

    def members(self, by: UUID | None, folder: str) -> Sequence[FolderMember]:
        circle = self.circle(by, folder)
        return [
            FolderMember(role, name if name in self.emails else None, self.emails.get(name, name), name not in circle.mounted)
            for name, role in circle.roles.items()
        ]

    def invite(self, by: UUID | None, folder: str, people: Sequence[Invited], *, quiet: bool) -> None:
        circle = self.circle(by, folder, owned=True)
        assert quiet
        for invited in people:
            circle.roles.setdefault(self.name_of(invited.who), invited.role)

    def set_role(self, by: UUID | None, folder: str, account: str, role: FolderRole) -> None:
        self.circle(by, folder, owned=True).roles[account] = role

    def revoke(self, by: UUID | None, folder: str, who: Who) -> Revoked | Job:
        circle = self.circle(by, folder, owned=True)
        circle.roles.pop(self.name_of(who), None)
        circle.mounted.discard(self.name_of(who))
        return self.begin("revoke", Revoked()) if self.slowly else Revoked()

    def unshare(self, by: UUID | None, folder: str) -> Job | None:
        self.circle(by, folder, owned=True)
        del self.circles[folder]
        return self.begin("unshare", None) if self.slowly else None

    def transfer(self, by: UUID | None, folder: str, to: str) -> None:
        circle = self.circle(by, folder, owned=True)
        if to not in circle.mounted:
            raise files.NotPermitted
        circle.roles |= {str(by): FolderRole.EDITOR, to: FolderRole.OWNER}
        circle.node.parent = super().node(UUID(to), files.Loc())

    def mountable(self, by: UUID | None) -> Sequence[SharedFolder]:
        mine = str(by)
        return [self.seen(by, folder) for folder, it in self.circles.items() if mine in it.roles and mine not in it.mounted]

    def mount(self, by: UUID | None, folder: str) -> Sequence[str]:
        circle = self.circle(by, folder)
        circle.mounted.add(str(by))
        return (circle.node.name,)

    def unmount(self, by: UUID | None, folder: str) -> None:
        self.circle(by, folder).mounted.discard(str(by))

    def leave(self, by: UUID | None, folder: str) -> Job | None:
        circle = self.circles[folder]
        circle.roles.pop(str(by), None)
        circle.mounted.discard(str(by))
        return self.begin("leave", None) if self.slowly else None


class AsyncSharingStore(AsyncMemoryStore):
    """The same, awaited."""

    kept: SharingStore

    def __init__(self, now: Callable[[], datetime] = now) -> None:
        super().__init__(now)
        self.kept = SharingStore(now, slowly=True)

    async def account(self, by: UUID | None) -> Account:
        await self.reach()
        return self.kept.account(by)

    async def poll(self, by: UUID | None, job: Job) -> SharedFolder | Revoked | Job | None:
        await self.reach()
        return self.kept.poll(by, job)

    async def share(self, by: UUID | None, at: files.Loc) -> SharedFolder | Job:
        await self.reach()
        return self.kept.share(by, at)

    async def describe(self, by: UUID | None, folder: str) -> SharedFolder:
        await self.reach()
        return self.kept.describe(by, folder)

    async def members(self, by: UUID | None, folder: str) -> Sequence[FolderMember]:
        await self.reach()
        return self.kept.members(by, folder)

    async def invite(self, by: UUID | None, folder: str, people: Sequence[Invited], *, quiet: bool) -> None:
        await self.reach()
        self.kept.invite(by, folder, people, quiet=quiet)

    async def set_role(self, by: UUID | None, folder: str, account: str, role: FolderRole) -> None:
        await self.reach()
        self.kept.set_role(by, folder, account, role)

    async def revoke(self, by: UUID | None, folder: str, who: Who) -> Revoked | Job:
        await self.reach()
        return self.kept.revoke(by, folder, who)

    async def unshare(self, by: UUID | None, folder: str) -> Job | None:
        await self.reach()
        return self.kept.unshare(by, folder)

    async def transfer(self, by: UUID | None, folder: str, to: str) -> None:
        await self.reach()
        self.kept.transfer(by, folder, to)

    async def mountable(self, by: UUID | None) -> Sequence[SharedFolder]:
        await self.reach()
        return self.kept.mountable(by)

    async def mount(self, by: UUID | None, folder: str) -> Sequence[str]:
        await self.reach()
        return self.kept.mount(by, folder)

    async def unmount(self, by: UUID | None, folder: str) -> None:
        await self.reach()
        self.kept.unmount(by, folder)

    async def leave(self, by: UUID | None, folder: str) -> Job | None:
        await self.reach()
        return self.kept.leave(by, folder)
