"""What a host may bring along: implement one of these as a plain class."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

__all__ = ["Clock"]


class Clock(Protocol):
    """Where the time comes from, instead of the machine: ``Workspace.open(path, clock=…)``.

    It is asked once a call, on the thread that makes the call, before anything else is done: what it raises reaches the caller, and nothing
    has been touched. On an event loop it must answer at once.

    >>> from datetime import UTC, datetime
    >>> from cowrite import Workspace
    >>> class Stopped:
    ...     def now(self) -> datetime:
    ...         return datetime(2026, 1, 1, tzinfo=UTC)
    >>> workspace = Workspace.in_memory(clock=Stopped())
    >>> me = workspace.acting_as(workspace.register("olivia-1", name="Olivia Park"))
    >>> me.create_track("Midnight Sessions").created_at.year
    2026
    """

    def now(self) -> datetime:
        """Returns this instant, as an aware ``datetime`` of any zone."""
        ...
