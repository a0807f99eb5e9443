"""What no caller should give, and some do."""

from __future__ import annotations

import collections.abc
import typing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import cowrite


class Mischief(Exception):
    """What a caller's own objects raise: it comes back to the caller."""


def mischief(*_: object, **__: object) -> typing.NoReturn:
    raise Mischief


class Raising:
    """An object that raises whatever is asked of it."""

    __str__ = __repr__ = __len__ = __iter__ = __index__ = __int__ = __float__ = __bool__ = __hash__ = mischief
    __eq__ = __getitem__ = __bytes__ = __fspath__ = __getattr__ = __format__ = mischief


class Lying(collections.abc.Sequence[Any]):
    """A sequence that claims more than any memory holds, and has one thing in it."""

    def __init__(self, item: Any) -> None:
        self.item = item

    def __len__(self) -> int:
        return 2**62

    def __getitem__(self, place: Any) -> Any:
        if place:
            raise IndexError
        return self.item


class OtherText(str):
    __str__ = __repr__ = mischief


TEXTS = ["", " ", "a", "\0", "\ud800", "olivia@example.com", "new@example.com", "mixing", "viewer", "owner", "x" * 70_000, "\u202e", "e\u0301"]
NUMBERS = [0, 1, -1, 2, 30, 100, 2**31, 2**32, 2**63, 2**64, 10**400, -(10**30)]
INSTANTS = [
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 1),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
    datetime(1, 1, 1, tzinfo=UTC),
]
EXACT = [Decimal(50), Decimal("33.33"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("-0"), Decimal("0.001")]
ODD: list[Any] = [
    *(None, True, False, Ellipsis, NotImplemented, 0.5, float("nan"), float("inf"), 1j, b"", b"\xff", bytearray(b"x"), memoryview(b"x")),
    *(object(), object, Raising(), Raising, Lying("a"), Lying(Raising()), OtherText("a"), range(10**12), range(0), (), [], {}, set(), [[]]),
    *([None], [1], ["\ud800"], {"a": 1}, {"a": 1}.keys(), iter("ab"), (item for item in ()), len, cowrite.KEEP, cowrite.Access, cowrite),
    *(datetime(2026, 1, 1).date(), timedelta(1), UUID(int=0), UUID(int=2**128 - 1), ValueError("x"), type, slice(0, 1), "x".encode("utf-16")),
]
