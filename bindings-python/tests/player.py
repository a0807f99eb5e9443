"""Plays scenarios through the public API, blocking or on an event loop."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import cowrite
from cowrite import files
from stores import MemoryStore
from table import FACE, MISSING, OPERATIONS, argument, known_as, positional, python_name, to_json

BY_NAME = {known_as(operation): operation for operation in OPERATIONS}


class SettableClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Different(AssertionError):
    """A step that did not go as it must."""


def needs(scenario: dict[str, Any]) -> set[str]:
    """What a scenario needs that the binding has not got yet."""
    return {operation_of(step) for step in scenario["steps"] if "do" in step} & MISSING


def operation_of(step: dict[str, Any]) -> str:
    return f"index {step['do']}" if step.get("index") else step["do"]


def lays_files(scenario: dict[str, Any]) -> bool:
    """Whether a scenario says itself which files there are, or that they cannot be reached."""
    return any("files" in step for step in scenario["steps"])


def has_files(scenario: dict[str, Any]) -> bool:
    return lays_files(scenario) or scenario.get("options", {}).get("file_store", False)


def duration(text: str) -> timedelta:
    found = re.fullmatch(r"P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?", text)
    assert found, text
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def check(path: str, actual: Any, expected: Any) -> None:
    """Objects by the fields named, arrays entry by entry, the rest by equality."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name, value in expected.items():
            if name not in actual:
                raise Different(f"`{path}.{name}` is missing")
            check(f"{path}.{name}", actual[name], value)
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(actual) != len(expected):
            raise Different(f"`{path}` has {len(actual)} entries, not {len(expected)}")
        for index, (found, wanted) in enumerate(zip(actual, expected, strict=True)):
            check(f"{path}.{index}", found, wanted)
    elif type(actual) is not type(expected) or actual != expected:
        raise Different(f"`{path}` is {actual!r}, not {expected!r}")


class Player:
    def __init__(self, workspace: Any, clock: SettableClock, files: MemoryStore | None = None) -> None:
        self.workspace = workspace
        self.clock = clock
        self.files = files
        self.saved: dict[str, Any] = {}
        self.laid: dict[UUID, list[str]] = {}
        self.holder: UUID | None = None

    async def play(self, scenario: dict[str, Any]) -> None:
        people = scenario.get("people", [])
        for word in people:
            given = {"external_id": word, "name": word, "email": f"{word}@example.com"}
            self.saved[word] = to_json(await self.call(self.workspace, "register", given))["id"]
        # In one account for everybody, or the first of the people holds all files.
        self.holder = None if lays_files(scenario) or not people else UUID(self.saved[people[0]])
        for place, step in enumerate(scenario["steps"], 1):
            try:
                await self.step(step)
            except (Different, KeyError) as different:
                raise Different(f"{scenario['name']}, step {place} ({step.get('do')}): {different}") from None

    async def step(self, step: dict[str, Any]) -> None:
        if "advance" in step:
            self.clock.at += duration(step["advance"])
            return
        if "in_store" in step:
            assert self.files is not None
            for deed in step["in_store"]:
                self.act_in_store(self.holder, deed)
            return
        if "files" in step:
            await self.lay(step["files"], step.get("of"))
            return
        try:
            face = await self.face(step)
            result = to_json(await self.call(face, operation_of(step), self.resolve(step.get("with", {}))))
        except cowrite.CowriteError as error:
            if "error" not in step:
                raise Different(f"was refused: {error!r}") from None
            shown = {"code": error.code, "details": {name: to_json(of) for name, of in error.details.items()}}
            check("error", shown, self.resolve(step["error"]))
            return
        if "error" in step:
            raise Different(f"gave {result}, where {step['error']} must come")
        if "expect" in step:
            check("", result, self.resolve(step["expect"]))
        if "save" in step:
            self.saved[step["save"]] = result

    def act_in_store(self, by: UUID | None, deed: dict[str, str]) -> None:
        """What somebody does in the file store itself."""
        assert self.files is not None

        def folder(path: str) -> files.Loc:
            above = tuple(path.split("/")[:-1])
            return files.Loc(path=self.files.make_dir(by, files.Loc(path=()), above).path) if above else files.Loc(path=())

        def at(path: str) -> files.Loc:
            return files.Loc(path=tuple(path.split("/")))

        if "put" in deed:
            path = deed["put"]
            self.files.write(by, folder(path), path.split("/")[-1], deed["content"].encode(), files.Mode.OVERWRITE, None)
        elif "move" in deed:
            self.files.move_to(by, at(deed["move"]), folder(deed["to"]), deed["to"].split("/")[-1])
        else:
            self.files.delete(by, at(deed["delete"]))

    async def lay(self, given: list[dict[str, Any]] | None, of: str | None) -> None:
        """Gives a track exactly these files, each newer than the one before: its owner uploads them, and the store dates and names them."""
        assert self.files is not None
        self.files.away = given is None
        if given is None or of is None:
            return
        track = UUID(self.reference(of))
        owner = self.workspace.acting_as(UUID(self.reference(f"{of.partition('.')[0]}.owner")))
        for id in self.laid.pop(track, []):
            self.files.nodes.remove(next(node for node in self.files.nodes if node.id == id))
        for place, file in enumerate(given):
            self.files.next_id = file["id"]
            content = b"\0" * file.get("size", 1)
            done = owner.upload_file(track, kind=file["kind"], name=file["name"], content=content)
            done = await done if isinstance(done, Awaitable) else done
            assert (done.file, done.kind) == (file["id"], file["kind"])
            laid = next(node for node in self.files.nodes if node.id == file["id"])
            laid.modified_at = self.clock.at + timedelta(milliseconds=place)
            if "modified_at" in file:
                laid.modified_at = datetime.fromisoformat(file["modified_at"])
            self.laid.setdefault(track, []).append(file["id"])

    async def face(self, step: dict[str, Any]) -> Any:
        if step.get("index"):
            index = self.workspace.access_index()
            return await index if isinstance(index, Awaitable) else index
        if "operator" in step:
            return self.workspace.operator(step["operator"])
        if step.get("visitor") or FACE[step["do"]] == "visitor" and "actor" not in step:
            return self.workspace.visitor()
        if FACE[step["do"]] == "free":
            return cowrite
        if "actor" not in step:
            return self.workspace
        actor = self.workspace.acting_as(UUID(self.reference(step["actor"])))
        if "key" in step:
            actor = actor.with_key(step["key"])
        return actor.dry_run() if step.get("dry_run") else actor

    async def call(self, face: Any, operation: str, given: dict[str, Any]) -> Any:
        known = BY_NAME[operation]
        values = {name: argument(known["name"], name, value) for name, value in given.items()}
        about = [values.pop(name) for name in known["arguments"][: positional(known)] if name in values]
        named = {python_name(name): value for name, value in values.items()}
        called = getattr(face, python_name(known["name"]))(*about, **named)
        called = await called if isinstance(called, Awaitable) else called
        if isinstance(called, cowrite.Redeemed | cowrite.AsyncRedeemed):
            content = called.read()
            content = await content if isinstance(content, Awaitable) else content
            facts = {name: getattr(called, name) for name in ("name", "media_type", "size")}
            assert len(content) == len(called.range)
            return {**facts, "from": called.range.start, "bytes": content.decode()}
        return called

    def resolve(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("$"):
            return self.reference(value)
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if isinstance(value, dict):
            return {name: self.resolve(item) for name, item in value.items()}
        return value

    def reference(self, text: str) -> Any:
        name, *path = text.removeprefix("$").split(".")
        value = self.saved[name]
        for field in path:
            value = value[int(field)] if isinstance(value, list) else value[field]
        return value


def begin(scenario: dict[str, Any]) -> tuple[SettableClock, dict[str, Any]]:
    """The clock and the options of a scenario's workspace, but for where its files are."""
    clock = SettableClock(datetime.fromisoformat(scenario.get("now", "2026-01-01T00:00:00.000Z")).astimezone(UTC))
    options = {name: of for name, of in scenario.get("options", {}).items() if name != "file_store"}
    return clock, {"clock": clock, **options}
