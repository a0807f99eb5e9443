"""Every story of ``core/conformance``, through the public API, on both kinds of workspace and both stores."""

from __future__ import annotations

import asyncio
import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from player import Different, Player, begin, check, has_files, lays_files, needs
from stores import AsyncMemoryStore, MemoryStore
from table import CONFORMANCE, MISSING, OPERATIONS, conformance, known_as

from cowrite import AsyncWorkspace, LocalFolder, OneAccount, Workspace

FILES = sorted((CONFORMANCE / "scenarios").glob("*.json"))
SCENARIOS = [
    pytest.param(scenario, id=f"{file.stem}: {scenario['name']}")
    for file in FILES
    for scenario in conformance(f"scenarios/{file.name}")["scenarios"]
]


def is_for_a_folder(scenario: Any) -> bool:
    """Whether the files of a scenario can lie in a folder: it uploads them, takes them from nobody, and nobody does anything past the library."""
    return has_files(scenario) and not lays_files(scenario) and not any("in_store" in step for step in scenario["steps"])


@pytest.fixture
def database() -> Iterator[str]:
    """A database of its own on the server that ``COWRITE_POSTGRES`` names, as the Rust tests take it."""
    server = os.environ.get("COWRITE_POSTGRES")
    if not server:
        assert os.environ.get("CI") != "true", "COWRITE_POSTGRES is to name a PostgreSQL server for tests"
        pytest.skip("COWRITE_POSTGRES names no PostgreSQL server")
    name = f"cowrite_python_{uuid.uuid4().hex}"

    def psql(sql: str) -> None:
        subprocess.run(["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, server], check=True, timeout=60)

    psql(f'create database "{name}"')
    address, _, options = server.partition("?")
    yield f"{address.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    psql(f'drop database "{name}" with (force)')


def kept(scenario: Any, files: Any) -> Any:
    """How a workspace keeps the files of a scenario: one that lays them itself has them all in one account, as it has in Rust."""
    return OneAccount(files) if files and lays_files(scenario) else files


def skip_what_is_missing(scenario: dict[str, Any]) -> None:
    if missing := needs(scenario):
        pytest.skip(f"missing.txt: {', '.join(sorted(missing))}")


async def play(workspace: Any, clock: Any, scenario: dict[str, Any], files: Any = None) -> None:
    shelf = files.kept if isinstance(files, AsyncMemoryStore) else files
    await Player(workspace, clock, shelf).play(scenario)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_blocking_on_sqlite(scenario: dict[str, Any], tmp_path: Path) -> None:
    skip_what_is_missing(scenario)
    clock, options = begin(scenario)
    files = MemoryStore(clock.now) if has_files(scenario) else None
    with Workspace.open(tmp_path / "studio.db", files=kept(scenario, files), **options) as workspace:
        # Nothing is awaited in between, so that this thread waits as in any script.
        asyncio.run(play(workspace, clock, scenario, files))


@pytest.mark.parametrize("scenario", [of for of in SCENARIOS if is_for_a_folder(*of.values)])
def test_blocking_with_a_folder(scenario: dict[str, Any], tmp_path: Path) -> None:
    skip_what_is_missing(scenario)
    clock, options = begin(scenario)
    with Workspace.in_memory(files=LocalFolder(tmp_path), **options) as workspace:
        asyncio.run(play(workspace, clock, scenario))


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_asyncio_in_memory(scenario: dict[str, Any]) -> None:
    skip_what_is_missing(scenario)
    clock, options = begin(scenario)
    files = AsyncMemoryStore(clock.now) if has_files(scenario) else None
    async with await AsyncWorkspace.in_memory(files=kept(scenario, files), **options) as workspace:
        await play(workspace, clock, scenario, files)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_asyncio_on_postgres(scenario: dict[str, Any], database: str) -> None:
    skip_what_is_missing(scenario)
    clock, options = begin(scenario)
    files = AsyncMemoryStore(clock.now) if has_files(scenario) else None
    async with await AsyncWorkspace.connect(database, files=kept(scenario, files), **options) as workspace:
        await play(workspace, clock, scenario, files)


def test_what_is_missing_is_known() -> None:
    assert {known_as(operation) for operation in OPERATIONS} >= MISSING


def test_a_difference_is_found() -> None:
    check("", {"a": [1, {"b": None}], "more": 1}, {"a": [1, {"b": None}]})
    for actual, expected in [({}, {"a": 1}), ([1], [1, 2]), (1, "1"), (True, 1), (None, 0)]:
        with pytest.raises(Different):
            check("", actual, expected)
