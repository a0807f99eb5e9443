"""``help()`` says something about everything public."""

from __future__ import annotations

import dataclasses
import inspect
import pydoc
from typing import Any

import pytest

import cowrite


def members() -> list[tuple[str, Any]]:
    """Every public name, and every public name of every public class."""
    found = [(name, getattr(cowrite, name)) for name in cowrite.__all__ if name not in {"KEEP", "Json"}]
    for owner, of in list(found):
        if inspect.isclass(of):
            own = {name: part for name, part in vars(of).items() if not name.startswith("_")}
            # A word's meaning stands beside it in the source, and an exception's fields in its class.
            words = isinstance(of, type) and issubclass(of, str)
            # A dataclass says of its fields what they are; their defaults say nothing.
            fields = {field.name for field in dataclasses.fields(of)} if dataclasses.is_dataclass(of) else {"kind"}
            found += [(f"{owner}.{name}", part) for name, part in own.items() if not words and name not in fields]
    return found


@pytest.mark.parametrize(("name", "of"), members(), ids=[name for name, _ in members()])
def test_help(name: str, of: Any) -> None:
    assert (inspect.getdoc(of) or "").strip(), name
    assert name.rpartition(".")[2] in pydoc.plaintext.document(of, name)
