"""Arbitrary values of arbitrary types at every operation, on every face: only what is documented may come of it, and no refusal changes anything.

What is thrown is drawn by the type that the stub gives each argument, so that it gets past the door, or is anything at all. New operations and
new types are met as soon as they stand in ``operations.json`` and in the stub.
"""

from __future__ import annotations

import ast
import asyncio
import enum
import faulthandler
import inspect
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from conftest import open_studio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd import EXACT, INSTANTS, NUMBERS, ODD, TEXTS, Lying, Mischief
from table import OPERATIONS, conformance, positional, python_name

import cowrite
from cowrite import enums
from cowrite.dropbox import WebhookError

EXAMPLES = int(os.environ.get("COWRITE_CASES", "40"))
# Longer than any call takes on a busy machine.
PATIENCE = 60
# What any call may meet, whatever it does; one that changes something may lose a race too.
ANYWHERE = {"closed", "forked", "storage"}
CODES = {error["code"] for error in conformance("errors.json")}

hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


def stub() -> dict[str, ast.ClassDef]:
    tree = ast.parse((Path(cowrite.__file__).parent / "_native.pyi").read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


STUB = stub()
FREE = {
    node.name: node
    for node in ast.parse((Path(cowrite.__file__).parent / "_native.pyi").read_text()).body
    if isinstance(node, ast.FunctionDef)
}


def annotations(owner: str | None, function: str) -> dict[str, ast.expr | None]:
    """The type of each argument as the stub has it."""
    if owner is None:
        nodes: list[Any] = [FREE[function]]
    else:
        nodes = [node for node in STUB[owner].body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    [found] = [node for node in nodes if node.name == function]
    given = found.args.posonlyargs + found.args.args + found.args.kwonlyargs
    return {of.arg: of.annotation for of in given if of.arg not in {"self", "cls"}}


class Pool:
    """Values of the package that exist in a world, by the name of their type."""

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = {}

    def take(self, value: Any) -> None:
        """Takes a value, and all that is in it."""
        if isinstance(value, tuple):
            for item in value:
                self.take(item)
            return
        kind = self.values.setdefault(type(value).__name__, [])
        if len(kind) < 30 and not any(value is other for other in kind):
            kind.append(value)
            for name in getattr(type(value), "__match_args__", ()):
                self.take(getattr(value, name))

    def of(self, annotation: ast.expr | None) -> list[Any]:
        """Some values of an annotated type."""
        match annotation:
            case ast.BinOp(left=left, right=right):
                return self.of(left) + self.of(right)
            case ast.Constant(value=None):
                return [None]
            case ast.Subscript(value=ast.Name(id="Sequence"), slice=item):
                items = self.of(item)
                return [[], items[:1], tuple(items[:2]), items[-2:], items[:1] * 2, items[:1] * 3000, [*items[:1], None], Lying(items[0])]
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self.named(name)
        return ODD

    def named(self, name: str) -> list[Any]:
        known: dict[str, list[Any]] = {"str": TEXTS, "int": NUMBERS, "datetime": INSTANTS, "Decimal": EXACT, "bool": [True, False]}
        if name in known:
            return known[name] + self.values.get(name, [])
        word = getattr(enums, name, None)
        if isinstance(word, type) and issubclass(word, enum.Enum):
            return [*word, "\ud800", "unheard-of"]
        return self.values.get(name) or ODD


@dataclass
class World:
    """A studio in a file, some values of it, and what is thrown at it."""

    file: Path
    pool: Pool

    def dump(self, *but: str) -> list[Any]:
        """All that the workspace holds but for some tables, read past the package."""
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as base:
            names = [name for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
            rows = [(name, base.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names if name not in but]
        base.close()
        return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    file = tmp_path_factory.mktemp("hostile") / "studio.db"
    pool = Pool()
    with cowrite.Workspace.open(file) as workspace:
        studio = open_studio(workspace)
        for value in vars(studio).values():
            pool.take(value)
        me, track = studio.me, studio.track
        group = me.create_group("Album")
        row = cowrite.ShareRow(studio.olivia, master=50)
        made = [
            group,
            me.create_group("Side A", parent=group),
            me.create_track("Neon Rain", group=group),
            me.invite(track, to=studio.jordan, access=cowrite.Access.VIEWER),
            me.invite(group, to="new@example.com", access=cowrite.Access.FULL),
            me.set_shares(track, rows=[row]),
            me.offer_ownership(track, to=studio.alex),
            me.propose_even_split(track),
            me.create_share_link(track, label="A&R"),
            me.create_share_link(track, password="night owl"),
            *(row, cowrite.ShareEdits(master=10, writer=None), cowrite.Shares(writer="0.01")),
            *(cowrite.Scope.track(track), cowrite.Scope.group(group), cowrite.Scope.track(UUID(int=0))),
            *(cowrite.Invitee.email("new@example.com"), cowrite.Invitee.person(studio.alex)),
            cowrite.Check(studio.alex, scope=track, action=cowrite.Action.VIEW),
            cowrite.Check(UUID(int=0), scope=group, action=cowrite.Action.ADD_TRACKS),
        ]
        for value in made:
            pool.take(value)
        pool.values.pop("Actor"), pool.values.pop("Workspace")
    return World(file, pool)


class Undocumented(AssertionError):
    """Something came of a call that no page names."""


@contextmanager
def watched() -> Iterator[None]:
    """Ends the process, with the stack of every thread, where a call hangs."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def check(call: Callable[[], Any], codes: set[str], dump: Callable[[], Any], *, keeps: bool, told: str) -> Any:
    """Makes a call that may end well, or as documented without any change; ``keeps`` where even what ends well changes nothing."""
    before = dump()
    result = refused = None
    try:
        with watched():
            result = call()
    except cowrite.CowriteError as error:
        refused = error
        # Only Python's text can hold half a character: operations that refuse nothing else of their input do not tell of it.
        is_half = error.code == "invalid_input" and error.details["reason"] == "holds half a character (a lone surrogate)"
        if error.code not in codes | ANYWHERE and not is_half or error.code not in CODES:
            raise Undocumented(f"{told}: {error!r}") from error
    except (TypeError, Mischief, WebhookError) as error:
        refused = error
    except BaseException as error:
        raise Undocumented(f"{told}: {error!r}") from error
    if (refused or keeps) and dump() != before:
        raise Undocumented(f"{told}: changed something, though {refused!r}")
    return result


def kinds(face: str) -> list[str | None]:
    names = {"free": [None], "index": ["AccessIndex", "AsyncAccessIndex"]}
    return names.get(face, [face.title(), "Async" + face.title()])


CALLS = [
    pytest.param(operation, owner, id=f"{owner or 'cowrite'}.{operation['name']}")
    for operation in OPERATIONS
    for owner in kinds(operation["face"])
    # test_operations.py says which there must be.
    if hasattr(getattr(cowrite, owner) if owner else cowrite, python_name(operation["name"]))
]


def one_of(values: list[Any]) -> st.SearchStrategy[Any]:
    """One of some values, at none of which Hypothesis itself looks: it would meet the mischief."""
    return st.integers(0, len(values) - 1).map(lambda place: values[place])


ANYTHING = one_of(ODD) | one_of(ODD) | st.text() | st.integers() | st.floats() | st.binary() | st.datetimes() | st.decimals()


@st.composite
def arguments(draw: st.DrawFn, pool: Pool, types: dict[str, ast.expr | None], places: int) -> tuple[list[Any], dict[str, Any]]:
    """Arguments of a call: mostly of the right types, else anything, sometimes too few or too many."""
    about: list[Any] = []
    named: dict[str, Any] = {}
    shape = draw(st.sampled_from(["right", "right", "right", "one odd", "odd", "too few", "too many"]))
    odd_one = draw(st.sampled_from([*types, ""]))
    for place, (name, annotation) in enumerate(types.items()):
        if shape == "too few" and draw(st.booleans()):
            continue
        is_odd = shape == "odd" or shape == "one odd" and name == odd_one
        value = draw(ANYTHING) if is_odd else draw(one_of(pool.of(annotation)))
        if place < places and len(about) == place:
            about.append(value)
        else:
            named[name] = value
    if shape == "too many":
        named["no_such_argument"] = 1
    return about, named


def play(operation: dict[str, Any], owner: str | None, world: World, file: Path, draw: st.DataObject, loop: asyncio.Runner) -> None:
    """One call on a fresh copy of the world."""
    name = python_name(operation["name"])
    about, named = draw.draw(arguments(world.pool, annotations(owner, name), positional(operation)))
    variant = draw.draw(st.sampled_from(["plain", "dry run", "batch", "key"])) if operation["face"] == "actor" else "plain"
    is_async = owner is not None and owner.startswith("Async")
    here = World(file, world.pool)
    shutil.copy(world.file, file)
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    people = world.pool.values["Person"]
    workspace: Any = loop.run(opened(file)) if is_async else cowrite.Workspace.open(file)
    held: Any = None
    try:
        face: Any = cowrite
        match operation["face"]:
            case "actor":
                face = workspace.acting_as(draw.draw(st.sampled_from(people)))
                if variant == "dry run":
                    face = face.dry_run()
                elif variant == "batch":
                    held = face.batch()
                    face = held.actor
                elif variant == "key":
                    face = face.with_key("hostile")
            case "operator":
                face = workspace.operator("hostile")
            case "visitor":
                face = workspace.visitor()
            case "workspace":
                face = workspace
            case "index":
                face = loop.run(awaited(workspace.access_index())) if is_async else workspace.access_index()

        def call() -> Any:
            made = getattr(face, name)(*about, **named)
            return loop.run(awaited(made)) if is_async and inspect.isawaitable(made) else made

        keeps = not operation["changes"] or variant in {"dry run", "batch"}
        told = f"{owner or 'cowrite'}.{name}(*{shown(about)}, **{shown(named)}), {variant}"
        codes = {*operation["errors"], *(["conflict"] if operation["changes"] else [])}
        # The keys of links and tickets are made when the first is asked for; a refused visit, such as one with a wrong password, is counted.
        but = ["secret", "counter", "commit_log"] if operation["face"] == "visitor" else ["secret"]
        check(call, codes, lambda: here.dump(*but), keeps=keeps, told=told)
    finally:
        workspace.close()


async def opened(file: Path) -> cowrite.AsyncWorkspace:
    return await cowrite.AsyncWorkspace.open(file)


async def awaited(made: Any) -> Any:
    return await asyncio.wait_for(made, PATIENCE / 2)


def shown(values: Any) -> str:
    try:
        return repr(values)[:600]
    except Mischief:
        return f"<{type(values).__name__} with mischief>"


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.mark.parametrize(("operation", "owner"), CALLS)
def test_operation(operation: dict[str, Any], owner: str | None, world: World, tmp_path: Path, loop: asyncio.Runner) -> None:
    @hostile
    @given(st.data())
    def thrown(draw: st.DataObject) -> None:
        play(operation, owner, world, tmp_path / "studio.db", draw, loop)

    thrown()


def made_by_hosts() -> list[tuple[str, str]]:
    """Constructors and the like, by class and name: all that makes a value or a face from arguments, and opens nothing."""
    found = []
    faces = {"Workspace": ["acting_as", "operator"], "Actor": ["with_key"]}
    for owner, node in STUB.items():
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                is_static = any(isinstance(of, ast.Name) and of.id == "staticmethod" for of in part.decorator_list)
                makes = part.name == "__new__" or is_static and "Workspace" not in owner
                if makes or part.name in faces.get(owner.removeprefix("Async"), []):
                    found.append((owner, part.name))
    return found


@pytest.mark.parametrize(("owner", "name"), made_by_hosts())
def test_value(owner: str, name: str, world: World, tmp_path: Path) -> None:
    file = tmp_path / "studio.db"
    shutil.copy(world.file, file)
    with cowrite.Workspace.open(file) as workspace:
        people = world.pool.values["Person"]
        asynchronous = asyncio.run(opened(file))
        faces: dict[str, Any] = {"Workspace": workspace, "AsyncWorkspace": asynchronous}
        faces |= {"Actor": workspace.acting_as(people[0]), "AsyncActor": asynchronous.acting_as(people[0])}
        made = getattr(cowrite, owner) if name == "__new__" else getattr(faces.get(owner, getattr(cowrite, owner)), name)
        types = annotations(owner, name)

        @hostile
        @given(arguments(world.pool, types, 1))
        def thrown(given: tuple[list[Any], dict[str, Any]]) -> None:
            about, named = given
            told = f"{owner}.{name}(*{shown(about)}, **{shown(named)})"
            result = check(lambda: made(*about, **named), {"invalid_input", "invalid_share", "limit_exceeded"}, lambda: None, keeps=True, told=told)
            if result is not None:
                assert isinstance(repr(result), str)
                assert not hasattr(result, "__match_args__") or hash(result) == hash(result)

        thrown()
        asynchronous.close()


class PanicLike(BaseException):
    pass


def test_the_checker_sees_what_is_wrong() -> None:
    state = [0]

    def raising(error: BaseException, *, changed: bool = False) -> Callable[[], None]:
        def call() -> None:
            state[0] += changed
            raise error

        return call

    def looked(call: Callable[[], Any], *, keeps: bool = False) -> Any:
        return check(call, {"not_found"}, lambda: list(state), keeps=keeps, told="a call")

    def refusal(code: str) -> cowrite.CowriteError:
        return cowrite.CowriteError(code, "x")

    for error in (refusal("not_found"), TypeError(), Mischief()):
        looked(raising(error))
        with pytest.raises(Undocumented, match="changed something"):
            looked(raising(error, changed=True))
    for wrong in (refusal("conflict"), refusal("unheard_of"), ValueError(), RuntimeError(), SystemError(), PanicLike()):
        with pytest.raises(Undocumented):
            looked(raising(wrong))

    def changing() -> int:
        state[0] += 1
        return state[0]

    assert looked(changing) == state[0]
    with pytest.raises(Undocumented):
        looked(changing, keeps=True)


def test_a_hang_ends_the_tests() -> None:
    """The watch itself, in a process of its own."""
    code = "import test_hostile as t, time; t.PATIENCE = 1\nwith t.watched(): time.sleep(30)"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=25, check=False)
    assert ended.returncode != 0 and b"Timeout" in ended.stderr
