"""Every operation of ``operations.json``, on its face, in both kinds of workspace, under its name with its arguments."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from table import MISSING, OPERATIONS, known_as, positional, python_name

import cowrite

FACES = {
    "workspace": (cowrite.Workspace, cowrite.AsyncWorkspace),
    "actor": (cowrite.Actor, cowrite.AsyncActor),
    "visitor": (cowrite.Visitor, cowrite.AsyncVisitor),
    "operator": (cowrite.Operator, cowrite.AsyncOperator),
    "index": (cowrite.AccessIndex, cowrite.AsyncAccessIndex),
    "free": (cowrite,),
}


def is_there(operation: dict[str, Any]) -> bool:
    return any(hasattr(face, python_name(operation["name"])) for face in FACES[operation["face"]])


@pytest.mark.parametrize("operation", OPERATIONS, ids=known_as)
def test_operation(operation: dict[str, Any]) -> None:
    if known_as(operation) in MISSING:
        assert not is_there(operation), "it is there now: take it from missing.txt"
        pytest.skip("missing.txt")
    for face in FACES[operation["face"]]:
        signature = inspect.signature(getattr(face, python_name(operation["name"])))
        parameters = [of for name, of in signature.parameters.items() if name != "self"]
        wanted = operation["arguments"]
        assert [of.name for of in parameters] == [python_name(name.rstrip("?")) for name in wanted]
        for place, (of, name) in enumerate(zip(parameters, wanted, strict=True)):
            is_about = place < positional(operation)
            assert of.kind is (of.POSITIONAL_OR_KEYWORD if is_about else of.KEYWORD_ONLY), of
            assert (of.default is not of.empty) == name.endswith("?"), of
        assert getattr(face, python_name(operation["name"])).__doc__


def test_both_kinds_have_the_same_calls() -> None:
    for blocking, awaited in [pair for pair in FACES.values() if len(pair) == 2]:
        managers = {"__enter__", "__exit__", "__aenter__", "__aexit__"}
        assert set(dir(blocking)) - managers == set(dir(awaited)) - managers
