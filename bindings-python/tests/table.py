"""What the conformance folder says, and how its JSON and Python's values become each other."""

from __future__ import annotations

import json
import keyword
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import cowrite

HERE = Path(__file__).parent
CONFORMANCE = HERE.parents[1] / "core" / "conformance"

# What the binding has not got yet: operations, and ports that scenarios need. To be emptied.
MISSING = {line for line in (HERE / "missing.txt").read_text().split("\n") if line and not line.startswith("#")}


def conformance(name: str) -> Any:
    return json.loads((CONFORMANCE / name).read_text())


OPERATIONS: list[dict[str, Any]] = conformance("operations.json")
# What is asked of the access index has its face with its name: others call theirs the same.
FACE = {operation["name"]: operation["face"] for operation in OPERATIONS if operation["face"] != "index"}


def known_as(operation: dict[str, Any]) -> str:
    """An operation as `missing.txt` has it."""
    return f"index {operation['name']}" if operation["face"] == "index" else operation["name"]


def python_name(name: str) -> str:
    """A name as Python has it: one that the language reserves gets an underscore."""
    return name + "_" if keyword.iskeyword(name) else name


def positional(operation: dict[str, Any]) -> int:
    """How many arguments are given by place: the one that the call is about, which must be there and nothing to choose from."""
    arguments = operation["arguments"]
    return 1 if arguments and not arguments[0].endswith("?") else 0


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def scope(value: dict[str, str]) -> cowrite.Scope:
    [(kind, id)] = value.items()
    return cowrite.Scope.track(UUID(id)) if kind == "track" else cowrite.Scope.group(UUID(id))


def invitee(value: dict[str, str]) -> cowrite.Invitee:
    [(kind, known)] = value.items()
    return cowrite.Invitee.person(UUID(known)) if kind == "person" else cowrite.Invitee.email(known)


def effect(value: dict[str, Any]) -> cowrite.Effect:
    [(kind, of)] = value.items()
    if kind == "carry":
        return cowrite.Effect.carry(UUID(of["import"]), to=UUID(of["to"]))
    make = cowrite.Effect.arrange if kind == "arrange" else cowrite.Effect.reconcile
    return make(scope(of["scope"]))


def effect_to_json(of: cowrite.Effect) -> Any:
    if of.kind == "carry":
        return {"carry": {"to": str(of.person), "import": str(of.import_)}}
    return {of.kind: {"scope": to_json(of.scope)}}


def share_row(value: dict[str, Any]) -> cowrite.ShareRow:
    edits = {kind: given for kind, given in value.items() if kind != "person"}
    return cowrite.ShareRow(UUID(value["person"]), **edits)


def proposal(value: dict[str, Any]) -> cowrite.Proposal:
    def row(row: dict[str, Any]) -> cowrite.ProposedShares:
        person = UUID(row["person"]) if row["person"] else None
        return cowrite.ProposedShares(person, cowrite.Shares(**row["shares"]))

    newcomer = invitee(value["newcomer"]) if value["newcomer"] else None
    remaining = cowrite.Shares(**value["remaining"])
    rows = [row(given) for given in value["rows"]]
    return cowrite.Proposal(
        UUID(value["track"]), based_on=value["based_on"], rows=rows, newcomer=newcomer, remaining=remaining
    )


def each(read: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    return lambda values: [read(value) for value in values]


def plain(value: Any) -> Any:
    return value


def library_filter(value: dict[str, Any]) -> cowrite.LibraryFilter:
    def side(name: str, read: Callable[[Any], Any]) -> cowrite.Side[Any]:
        given = value.get(name, {})
        return cowrite.Side(*([read(item) for item in given.get(way, [])] for way in ("include", "exclude")))

    sides = {"relation": plain, "group": UUID, "bucket": UUID, "stage": plain, "tags": plain}
    # What nobody knows is to be refused here as it is there.
    rest = {name: of for name, of in value.items() if name not in sides}
    return cowrite.LibraryFilter(**{name: side(name, read) for name, read in sides.items()}, **rest)


def section(value: dict[str, Any]) -> cowrite.Section:
    return cowrite.Section(value.get("title"), [UUID(track) for track in value["tracks"]])


def question(value: dict[str, Any]) -> cowrite.Check:
    return cowrite.Check(UUID(value["person"]), scope=scope(value["scope"]), action=value["action"])


# What an argument of that name is, for one operation or for all.
READ: dict[str, Callable[[Any], Any]] = {
    "among": each(UUID),
    "content": str.encode,
    "create_playlist_share.filter": lambda filter: cowrite.PlaylistFilter(**filter),
    "checks": each(question),
    "expires_at": instant,
    "bucket": UUID,
    "comment": UUID,
    "effect": effect,
    "files": each(lambda file: cowrite.NewFile(**file)),
    "filter": library_filter,
    "from": UUID,
    "group": UUID,
    "import": UUID,
    "instant": instant,
    "invitation": UUID,
    "invite.to": invitee,
    "link": UUID,
    "newcomer": invitee,
    "not_before": instant,
    "kinds": lambda kinds: {of["file"]: of["kind"] for of in kinds},
    "links": each(lambda link: cowrite.PageLink(**link)),
    "newcomer": invitee,
    "notification": UUID,
    "owner": UUID,
    "parent": UUID,
    "person": UUID,
    "position": lambda position: cowrite.Position(**position),
    "proposal": proposal,
    "range": lambda range: (range[0], range[1] if len(range) > 1 else None),
    "rows": each(share_row),
    "scope": scope,
    "sections": each(section),
    "shares": lambda edits: cowrite.ShareEdits(**edits),
    "to": UUID,
    "track": UUID,
    "tracks": each(UUID),
    "update_link.filter": lambda filter: cowrite.PlaylistFilter(**filter),
}


def argument(operation: str, name: str, value: Any) -> Any:
    """An argument's JSON as the value that Python gives; ``None`` empties."""
    read = READ.get(f"{operation}.{name}") or READ.get(name) or plain
    try:
        return None if value is None else read(value)
    except cowrite.CowriteError:
        raise
    except ValueError as wrong:
        # What has the wrong form cannot be said in Python: it is refused before there is a call.
        raise cowrite.InvalidError("invalid_input", str(wrong), {"field": name}) from wrong


# Values whose JSON is not simply that of their fields.
SHOWN: dict[type, Callable[[Any], Any]] = {
    UUID: str,
    Decimal: str,
    MappingProxyType: lambda mapping: {name: to_json(value) for name, value in mapping.items()},
    cowrite.ImportsPage: lambda page: {
        "entries": [{"import" if isinstance(entry, cowrite.Import) else "invitation": to_json(entry)} for entry in page.entries],
        "next": page.next,
    },
    datetime: lambda at: at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    cowrite.Scope: lambda scope: {scope.kind: str(scope.id)},
    cowrite.Effect: effect_to_json,
    cowrite.Invitee: lambda invitee: {invitee.kind: str(invitee.value)},
    cowrite.Secret: lambda secret: secret.reveal(),
    cowrite.SplitWarning: lambda warning: (
        {"code": warning.code, "kind": to_json(warning.kind)}
        if warning.kind
        else {"code": warning.code, "kinds": to_json(warning.kinds)}
    ),
    cowrite.VisitEntry: lambda entry: {"id": str(entry.id), **to_json(entry.visit)},
}


def to_json(value: Any) -> Any:
    """A value as the JSON that the conformance folder has for it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    if type(value) in SHOWN:
        return SHOWN[type(value)](value)
    return {name.rstrip("_"): to_json(getattr(value, name)) for name in type(value).__match_args__}
