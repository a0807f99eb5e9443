"""Plays scenarios through the public API, blocking or on an event loop."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import cowrite
from table import FACE, MISSING, OPERATIONS, argument, positional, python_name, to_json

BY_NAME = {operation["name"]: operation for operation in OPERATIONS}


class SettableClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Different(AssertionError):
    """A step that did not go as it must."""


def needs(scenario: dict[str, Any]) -> set[str]:
    """What a scenario needs that the binding has not got yet."""
    used = {step["do"] for step in scenario["steps"] if "do" in step}
    if scenario.get("options", {}).get("file_store"):
        used.add("port: files")
    if any("files" in step for step in scenario["steps"]):
        used.add("port: track files")
    return used & MISSING


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
    def __init__(self, workspace: Any, clock: SettableClock) -> None:
        self.workspace = workspace
        self.clock = clock
        self.saved: dict[str, Any] = {}

    async def play(self, scenario: dict[str, Any]) -> None:
        for word in scenario.get("people", []):
            given = {"external_id": word, "name": word, "email": f"{word}@example.com"}
            self.saved[word] = to_json(await self.call(self.workspace, "register", given))["id"]
        for place, step in enumerate(scenario["steps"], 1):
            try:
                await self.step(step)
            except (Different, KeyError) as different:
                raise Different(f"{scenario['name']}, step {place} ({step.get('do')}): {different}") from None

    async def step(self, step: dict[str, Any]) -> None:
        if "advance" in step:
            self.clock.at += duration(step["advance"])
            return
        try:
            result = to_json(await self.call(self.face(step), step["do"], self.resolve(step.get("with", {}))))
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

    def face(self, step: dict[str, Any]) -> Any:
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
        values = {name: argument(operation, name, value) for name, value in given.items()}
        about = [values.pop(name) for name in known["arguments"][: positional(known)] if name in values]
        named = {python_name(name): value for name, value in values.items()}
        called = getattr(face, python_name(operation))(*about, **named)
        return await called if isinstance(called, Awaitable) else called

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
    """The clock and the options of a scenario's workspace."""
    clock = SettableClock(datetime.fromisoformat(scenario.get("now", "2026-01-01T00:00:00.000Z")).astimezone(UTC))
    options = {name: of for name, of in scenario.get("options", {}).items() if name != "file_store"}
    return clock, {"clock": clock, **options}
