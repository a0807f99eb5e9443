"""Measures what a call through Python costs: ``python tests/overhead.py``. Figures are nanoseconds a call, the least and the median of batches."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter_ns

from cowrite import Action, AsyncWorkspace, Scope, Workspace

BATCHES, CALLS = 60, 2000


def shown(name: str, batches: list[float]) -> None:
    print(f"{name:<44} {min(batches):>9.0f} {statistics.median(batches):>9.0f}")


def measure(name: str, call: Callable[[], object]) -> None:
    batches = []
    for _ in range(BATCHES):
        begun = perf_counter_ns()
        for _ in range(CALLS):
            call()
        batches.append((perf_counter_ns() - begun) / CALLS)
    shown(name, batches)


async def measure_awaited(name: str, call: Callable[[], Awaitable[object]]) -> None:
    batches = []
    for _ in range(BATCHES):
        begun = perf_counter_ns()
        for _ in range(CALLS):
            await call()
        batches.append((perf_counter_ns() - begun) / CALLS)
    shown(name, batches)


async def nothing() -> None:
    pass


async def awaited(path: Path | None) -> None:
    workspace = await (AsyncWorkspace.open(path) if path else AsyncWorkspace.in_memory())
    me = workspace.acting_as(await workspace.register("olivia", name="Olivia"))
    scope = Scope.track(await me.create_track("Midnight Sessions"))
    await measure_awaited(f"can, awaited, {'SQLite' if path else 'memory'}", lambda: me.can(scope, action=Action.VIEW))


def blocking(path: Path | None) -> None:
    workspace = Workspace.open(path) if path else Workspace.in_memory()
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    track = me.create_track("Midnight Sessions")
    where, scope = "SQLite" if path else "memory", Scope.track(track)
    measure(f"can, {where}", lambda: me.can(scope, action=Action.VIEW))
    measure(f"track, {where}", lambda: me.track(track))


def main() -> None:
    print(f"{'ns a call':<44} {'least':>9} {'median':>9}")
    workspace = Workspace.in_memory()
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    track = me.create_track("Midnight Sessions")
    measure("a getter that does nothing (archived)", lambda: track.archived)
    measure("an id read (UUID made)", lambda: track.id)
    asyncio.run(measure_awaited("a Python coroutine that does nothing", nothing))
    with tempfile.TemporaryDirectory() as folder:
        for path in (None, Path(folder) / "studio.db"):
            blocking(path)
            asyncio.run(awaited(path.with_name("awaited.db") if path else None))


if __name__ == "__main__":
    main()
