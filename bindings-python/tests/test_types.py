"""Records and words have exactly the fields and members of the core's own types, from ``core/conformance/types.json``."""

from __future__ import annotations

import dataclasses
import enum
import typing
from typing import Any

import pytest
from table import conformance, python_name

import cowrite
from cowrite import _native, answers, enums, errors, ports

TYPES: dict[str, dict[str, Any]] = conformance("types.json")

# Names that are shorter here, where nobody needs the core's; all others are the same.
CORE_NAME = {
    "File": "FileView",
    "Bucket": "BucketView",
    "Comment": "CommentView",
    "Delta": "Sync",
    "Group": "GroupView",
    "Import": "ImportView",
    "Invitation": "InvitationView",
    "Link": "LinkView",
    "NewFile": "SentFile",
    "OfferMade": "OfferView",
    "OpenEffect": "EffectView",
    "OpenEffects": "OpenEffectsView",
    "OwnPage": "PageView",
    "Person": "PersonView",
    "Playlist": "PlaylistView",
    "Placement": "PlacementView",
    "PublicPage": "PublicPageView",
    "SentFile": "SentFileView",
    "ShareRow": "ShareRow",
    "SplitWarning": "Warning",
    "Takedown": "TakedownView",
    "Track": "TrackView",
    "Version": "VersionView",
    "TrackFiles": "TrackFilesView",
}

# Records that spread one of the core's over its own fields, or are one of a few things.
OF_ANOTHER_SHAPE = {
    "Effect": ("kind", "scope", "person", "import_"),
    "Invitee": ("kind", "value"),
    # What its sender says of it: the kind is guessed.
    "NewFile": ("name", "size", "folder"),
    "Scope": ("kind", "id"),
    "ShareRow": ("person", "master", "publishing", "writer"),
    "SplitWarning": ("code", "kinds", "kind"),
}

RECORDS = {
    name: of
    for name, of in vars(cowrite).items()
    if isinstance(of, type) and hasattr(of, "__match_args__") and of.__module__ != "cowrite.ports"
}
WORDS = {name: of for name, of in vars(enums).items() if isinstance(of, type) and issubclass(of, enums._Word)}
del WORDS["_Word"]


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_record(name: str) -> None:
    core = TYPES[CORE_NAME.get(name, name)]
    fields = RECORDS[name].__match_args__  # type: ignore[attr-defined]
    if name in OF_ANOTHER_SHAPE:
        assert fields == OF_ANOTHER_SHAPE[name]
    else:
        assert fields == tuple(python_name(field["name"]) for field in core["fields"])
    if not dataclasses.is_dataclass(RECORDS[name]):
        assert all(getattr(RECORDS[name], field).__doc__ for field in fields)
    assert RECORDS[name].__doc__


@pytest.mark.parametrize("name", sorted(WORDS))
def test_word(name: str) -> None:
    # What holds data is the host's own name of a stage.
    words = [variant["name"] for variant in TYPES[name]["variants"] if not variant["fields"]]
    members = list(typing.cast("type[enum.StrEnum]", WORDS[name]))
    assert [member.value for member in members] == words
    assert [member.name.lower() for member in members] == words


def test_everything_public_is_documented() -> None:
    for name in cowrite.__all__:
        if name not in ("KEEP", "Json"):
            assert getattr(cowrite, name).__doc__, name


def test_everything_public_is_at_the_front_door() -> None:
    modules = (_native, answers, enums, errors, ports)
    assert cowrite.__all__ == sorted(name for module in modules for name in module.__all__)
