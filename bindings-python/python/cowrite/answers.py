"""What is asked for and answered in plain Python: sides of a filter, open values, and walks over pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, Union
from uuid import UUID

from .enums import Relation, Stage

if TYPE_CHECKING:
    from ._native import Bucket, Group

__all__ = ["Json", "LibraryFilter", "Side"]

T = TypeVar("T")

Json: TypeAlias = Union[Mapping[str, "Json"], tuple["Json", ...], str, int, bool, None]
"""An open value, as in ``ActivityEntry.before`` and ``after``: frozen all the way down, compared by what it holds."""


@dataclass(frozen=True)
class Side(Generic[T]):
    """What one property of a track is to be, and what not; an empty ``include`` wants all.

    >>> Side(["demo"]), Side(exclude=[Stage.IDEA])
    (Side(include=('demo',), exclude=()), Side(include=(), exclude=(Stage.IDEA,)))
    """

    include: Sequence[T] = ()
    """One of these at least."""
    exclude: Sequence[T] = ()
    """None of these."""

    def __post_init__(self) -> None:
        for name in ("include", "exclude"):
            given = getattr(self, name)
            if not isinstance(given, Sequence) or isinstance(given, str | bytes):
                raise TypeError(f"argument '{name}': a sequence is wanted, not {type(given).__name__}")
            object.__setattr__(self, name, tuple(given))


@dataclass(frozen=True, kw_only=True)
class LibraryFilter:
    """Which tracks of a library are wanted: those that all of it wants (LIB-1). A side may have 100 entries.

    >>> LibraryFilter(relation=Side([Relation.MINE]), tags=Side(exclude=["demo"]), archived=False).archived
    False
    """

    __match_args__ = ("relation", "group", "bucket", "stage", "tags", "archived", "text")

    relation: Side[Relation] = Side()
    """By whose they are."""
    group: Side[UUID | Group] = Side()
    """By the groups that they lie in, directly or further down; one that the actor cannot view holds none."""
    bucket: Side[UUID | Bucket] = Side()
    """By the actor's buckets."""
    stage: Side[Stage | str] = Side()
    """By stage."""
    tags: Side[str] = Side()
    """By tags, letter case apart."""
    archived: bool | None = None
    """Only archived ones, or only others."""
    text: str | None = None
    """Only those whose title contains this, letter case apart."""


def _walk(page: Any, entries: str) -> Iterator[Any]:
    """Walks over a page and those after it."""
    while page is not None:
        yield from getattr(page, entries)
        page = page._further()


async def _walk_awaited(page: Any, entries: str) -> AsyncIterator[Any]:
    """Walks over a page and those after it, on an event loop."""
    while page is not None:
        for entry in getattr(page, entries):
            yield entry
        page = await page._further_awaited()
