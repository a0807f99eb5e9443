"""What a call through Python costs, beside the same call in Rust and beside ``sqlite3``: ``make bench`` runs it on the wheel.

All in one run, on one machine, on files of one making. Figures are the least and the median of batches; the least says what a call costs, the
median what else the machine did. ``COWRITE_NATIVE`` names the program that makes the same calls in Rust.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import perf_counter_ns
from uuid import UUID

from cowrite import Access, Action, Actor, AsyncWorkspace, Check, Panel, Scope, ShareRow, Track, Workspace

BATCHES, CALLS, TRACKS, READS = 60, 2000, 250, 1000
Figures = tuple[float, float]


def shown(name: str, figures: Figures, *, beside: Figures | None = None, than: str = "") -> Figures:
    compared = f"   {figures[0] / beside[0]:.2f} × {than}" if beside else ""
    print(f"{name:<44} {figures[0]:>9.0f} {figures[1]:>9.0f}{compared}")
    return figures


def figures_of(batches: list[float]) -> Figures:
    return min(batches), statistics.median(batches)


def measured(call: Callable[[], object], calls: int = CALLS) -> Figures:
    batches = []
    for _ in range(BATCHES):
        begun = perf_counter_ns()
        for _ in range(calls):
            call()
        batches.append((perf_counter_ns() - begun) / calls)
    return figures_of(batches)


async def measured_awaited(call: Callable[[], Awaitable[object]]) -> Figures:
    batches = []
    for _ in range(BATCHES):
        begun = perf_counter_ns()
        for _ in range(CALLS):
            await call()
        batches.append((perf_counter_ns() - begun) / CALLS)
    return figures_of(batches)


def filled(workspace: Workspace) -> tuple[Actor, list[Track]]:
    """Tracks of four people each."""
    olivia = workspace.register("olivia-1", name="Olivia Park")
    others = [workspace.register(f"person-{number}", name=f"Person {number}") for number in range(3)]
    me = workspace.acting_as(olivia)
    tracks = []
    for number in range(TRACKS):
        with me.batch() as batch:
            track = batch.actor.create_track(f"Midnight Session {number}")
            invited = [(person, batch.actor.invite(track, to=person, access=Access.EDITOR)) for person in others]
        for person, invitation in invited:
            workspace.acting_as(person).accept_invitation(invitation)
        me.set_shares(track, rows=[ShareRow(person, master=25, publishing=25) for person in (olivia, *others)])
        tracks.append(track)
    return me, tracks


LAST_COMMIT = "SELECT revision, stamp FROM commit_log ORDER BY revision DESC LIMIT 1"
TRACK = (
    "SELECT id, version, title, owner, created_by, created_at, group_id, placed_at, stage, bpm, music_key, tags, archived, condition, offer_to, "
    "offered_at, offer_expires_at FROM track WHERE id = ?1"
)
ROSTER = (
    "SELECT r.scope_kind, r.scope_id, r.version, r.shares_version, m.standing, m.since, m.role, m.master, m.publishing, m.writer, m.accepted, "
    "m.person FROM roster r LEFT JOIN member m ON m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id "
    "WHERE r.scope_kind = ?1 AND r.scope_id = ?2"
)
PENDING = (
    "SELECT id, scope_kind, scope_id, version, person, inviter, access, role, master, publishing, writer, created_at, expires_at, role_before, "
    "master_before, publishing_before, writer_before, accepted_before, state FROM invitation "
    "WHERE state = 0 AND scope_kind = ?1 AND scope_id = ?2 ORDER BY id"
)
PERSON = "SELECT id, version, state, external_id, name, email FROM person WHERE id = ?1"
LEVELS = (None, "viewer", "editor", "full", "owner")


@dataclass(frozen=True, slots=True)
class SharesByHand:
    master: Decimal | None
    publishing: Decimal | None
    writer: Decimal | None


@dataclass(frozen=True, slots=True)
class RowByHand:
    person: UUID
    name: str | None
    role: str | None
    level: str | None
    credited: bool
    accepted: bool
    shares: SharesByHand


@dataclass(frozen=True, slots=True)
class TotalByHand:
    total: Decimal
    remaining: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class PanelByHand:
    track: UUID
    owner: UUID
    shares_version: int
    rows: tuple[RowByHand, ...]
    totals: tuple[TotalByHand, ...]


def percent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def total(shares: list[int | None]) -> TotalByHand:
    recorded = [share for share in shares if share is not None]
    whole = sum(recorded)
    status = "unset" if not recorded else "complete" if whole == 10_000 else "incomplete"
    return TotalByHand(Decimal(whole).scaleb(-2), Decimal(10_000 - whole).scaleb(-2), status)


def panel_by_hand(base: sqlite3.Connection, actor: bytes, track: bytes) -> PanelByHand:
    """The panel of a track in no group without invitations, by the library's own statements, as a careful program would write it."""
    base.execute("BEGIN")
    try:
        base.execute(LAST_COMMIT).fetchone()
        details = base.execute(TRACK, (track,)).fetchone()
        members = base.execute(ROSTER, (1, track)).fetchall()
        pending = base.execute(PENDING, (1, track)).fetchall()
        names = {row[11]: base.execute(PERSON, (row[11],)).fetchone()[4] for row in members}
    finally:
        base.execute("COMMIT")
    if details is None or details[13] == 2 or pending:
        raise LookupError("not found, or more than this reads")
    owner = details[3]
    if owner != actor and not any(row[11] == actor and 1 <= row[4] <= 3 for row in members):
        raise LookupError("not found")
    members.sort(key=lambda row: (row[11] != owner, row[5], row[11]))
    rows = tuple(
        RowByHand(
            UUID(bytes=row[11]),
            names[row[11]],
            row[6],
            "owner" if row[11] == owner else LEVELS[row[4]],
            row[10] is not None,
            bool(row[10]),
            SharesByHand(percent(row[7]), percent(row[8]), percent(row[9])),
        )
        for row in members
    )
    totals = tuple(total([row[column] for row in members]) for column in (7, 8, 9))
    return PanelByHand(UUID(bytes=details[0]), UUID(bytes=owner), members[0][3], rows, totals)


def read_whole(panel: Panel) -> PanelByHand:
    """The library's panel as the other side has it, to see that both say the same."""
    rows = tuple(
        RowByHand(
            row.person, row.name, row.role, row.level, row.credited, row.accepted,
            SharesByHand(row.shares.master, row.shares.publishing, row.shares.writer),
        )
        for row in panel.rows
    )  # fmt: skip
    assert panel.totals is not None and panel.shares_version is not None
    totals = tuple(
        TotalByHand(kind.total, kind.remaining, kind.status)
        for kind in (panel.totals.master, panel.totals.publishing, panel.totals.writer)
    )
    return PanelByHand(panel.scope.id, panel.owner, panel.shares_version, rows, totals)


def touched(panel: Panel) -> None:
    """Reads every value, as a page that shows all of them does."""
    for row in panel.rows:
        shares = row.shares
        _ = row.person, row.name, row.role, row.level, row.credited, row.accepted, shares.master, shares.publishing, shares.writer
    if totals := panel.totals:
        for kind in (totals.master, totals.publishing, totals.writer):
            _ = kind.total, kind.remaining, kind.status
    _ = panel.scope.id, panel.owner, panel.shares_version


def panels(file: Path, me: Actor, tracks: list[Track]) -> None:
    """A thousand panel reads, three ways, in turns."""
    base = sqlite3.connect(file, isolation_level=None, cached_statements=128)
    base.execute("PRAGMA query_only = ON")
    actor, places = me.id.bytes, [(Scope.track(track), track.id.bytes) for track in tracks]
    for scope, id in places:
        assert read_whole(me.collaborators(scope)) == panel_by_hand(base, actor, id)
    sides: dict[str, Callable[[Scope, bytes], object]] = {
        "sqlite3 and dataclasses": lambda _, id: panel_by_hand(base, actor, id),
        "cowrite": lambda scope, _: me.collaborators(scope),
        "cowrite, and every value in it read": lambda scope, _: touched(me.collaborators(scope)),
    }
    batches: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(10):
        for name, read in sides.items():
            begun = perf_counter_ns()
            for number in range(READS):
                read(*places[number % TRACKS])
            batches[name].append((perf_counter_ns() - begun) / READS)
    base.close()
    print(f"\n{READS} panels of four people, ns a panel; sqlite3 runs SQLite {sqlite3.sqlite_version}")
    by_hand = figures_of(batches.pop("sqlite3 and dataclasses"))
    shown("sqlite3 and dataclasses", by_hand)
    for name, taken in batches.items():
        shown(name, figures_of(taken), beside=by_hand, than="sqlite3")


def native(file: Path, me: Actor, track: Track) -> dict[str, Figures]:
    """The same calls in Rust."""
    arguments = [os.environ["COWRITE_NATIVE"], str(file), str(me.id), str(track.id), str(BATCHES), str(CALLS)]
    lines = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: (float(least), float(median)) for name, least, median in map(str.split, lines)}


def nothing() -> None:
    pass


async def nothing_awaited() -> None:
    pass


async def awaited(file: Path | None, where: str, blocking: Figures) -> None:
    async with await (AsyncWorkspace.open(file) if file else AsyncWorkspace.in_memory()) as workspace:
        me = workspace.acting_as(await workspace.register("olivia-1", name="Olivia Park"))
        scope = Scope.track(await me.create_track("Midnight Sessions"))
        asked = await measured_awaited(lambda: me.can(scope, action=Action.VIEW))
        shown(f"can, awaited, {where}", asked, beside=blocking, than="blocking")


def main() -> None:
    print(f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    print(f"\n{'ns a call':<44} {'least':>9} {'median':>9}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "studio.db"
        with Workspace.open(file) as workspace, Workspace.in_memory() as memory:
            me, tracks = filled(workspace)
            in_memory = memory.acting_as(memory.register("olivia-1", name="Olivia Park"))
            track = in_memory.create_track("Midnight Sessions")
            shown("a Python function that does nothing", measured(nothing))
            no_op = shown("a call into the extension that does nothing", measured(lambda: track.archived))
            in_rust = native(file, me, tracks[0])
            for where, actor, asked in (("memory", in_memory, track), ("SQLite", me, tracks[0])):
                rust = shown(f"can, in Rust, {where}", in_rust[f"can-{where.lower()}"])
                scope = Scope.track(asked)
                blocking = shown(f"can, {where}", measured(lambda: actor.can(scope, action=Action.VIEW)), beside=rust, than="Rust")  # noqa: B023
                print(f"{'  more than in Rust, in calls that do nothing':<44} {(blocking[0] - rust[0]) / no_op[0]:>9.1f}")
                asyncio.run(awaited(file.with_name("awaited.db") if where == "SQLite" else None, where, blocking))
            index, person, scope = memory.access_index(), in_memory.id, Scope.track(track)
            asked = measured(lambda: index.can(person, scope=scope, action=Action.VIEW))
            shown("access index, can", asked, beside=no_op, than="a call that does nothing")
            questions = [Check(person, scope=scope, action=Action.VIEW)] * 1000
            least, median = measured(lambda: index.can_many(questions), calls=20)
            shown("access index, each of 1000 in can_many", (least / 1000, median / 1000), beside=no_op, than="a call that does nothing")
            shown("a Python coroutine that does nothing", asyncio.run(measured_awaited(nothing_awaited)))
            first = Scope.track(tracks[0])
            rust = shown("panel, in Rust, SQLite", in_rust["panel-sqlite"])
            shown("panel, SQLite", measured(lambda: me.collaborators(first)), beside=rust, than="Rust")
            panels(file, me, tracks)


if __name__ == "__main__":
    main()
