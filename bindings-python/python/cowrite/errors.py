"""Refusals: one class for each thing that a caller does about them, and a stable code for each reason.

>>> from cowrite import DeniedError, Workspace
>>> issubclass(DeniedError, CowriteError)
True
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

__all__ = [
    "BrokenError",
    "ConflictError",
    "CowriteError",
    "DeniedError",
    "ExpiredError",
    "InvalidError",
    "NotFoundError",
    "RefusedError",
    "UnavailableError",
]


class CowriteError(Exception):
    """Why a call was refused, or could not be done; a refused call has changed nothing.

    ``code`` is the same in every language and never changes its meaning, ``details`` are its typed fields, ``retryable`` says whether the same
    call may succeed later, and ``http_status`` suits a web service.
    """

    kind: ClassVar[str] = "unknown"

    code: str
    details: Mapping[str, Any]
    retryable: bool

    def __init__(
        self, code: str, message: str, details: Mapping[str, Any] | None = None, *, retryable: bool = False
    ) -> None:
        super().__init__(message)
        self.code = code
        self.details = MappingProxyType(dict(details or {}))
        self.retryable = retryable

    @property
    def message(self) -> str:
        """What has happened, in words for a log; the code is for programs."""
        return str(self)

    @property
    def http_status(self) -> int:
        """The HTTP status that suits it."""
        return _CODES[self.code][1] if self.code in _CODES else 500

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.message!r}, {dict(self.details)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _make, (self.code, self.message, dict(self.details), self.retryable)


class InvalidError(CowriteError, ValueError):
    """Correct the input."""

    kind = "invalid"


class NotFoundError(CowriteError, LookupError):
    """Nothing is there for this actor."""

    kind = "not_found"


class DeniedError(CowriteError):
    """Ask for more access."""

    kind = "denied"


class ConflictError(CowriteError):
    """Read again and decide anew."""

    kind = "conflict"


class RefusedError(CowriteError):
    """The state forbids it; show why."""

    kind = "refused"


class ExpiredError(CowriteError):
    """Its time is over; begin anew."""

    kind = "expired"


class UnavailableError(CowriteError):
    """Try again later."""

    kind = "unavailable"


class BrokenError(CowriteError):
    """The store or its use needs somebody's care."""

    kind = "broken"


_CODES: Final[dict[str, tuple[type[CowriteError], int]]] = {
    "not_found": (NotFoundError, 404),
    "access_denied": (DeniedError, 403),
    "conflict": (ConflictError, 409),
    "over_allocated": (RefusedError, 422),
    "splits_incomplete": (RefusedError, 422),
    "no_allocation_remaining": (RefusedError, 422),
    "invalid_share": (InvalidError, 400),
    "invalid_input": (InvalidError, 400),
    "limit_exceeded": (InvalidError, 400),
    "email_taken": (RefusedError, 409),
    "already_collaborator": (RefusedError, 409),
    "not_collaborator": (RefusedError, 409),
    "nothing_to_revoke": (RefusedError, 409),
    "owner_fixed": (RefusedError, 409),
    "invitation_void": (ExpiredError, 410),
    "invitation_expired": (ExpiredError, 410),
    "group_cycle": (RefusedError, 409),
    "group_too_deep": (RefusedError, 409),
    "slug_taken": (RefusedError, 409),
    "playlist_too_long": (InvalidError, 400),
    "link_unavailable": (NotFoundError, 404),
    "password_required": (DeniedError, 401),
    "download_not_allowed": (DeniedError, 403),
    "source_unavailable": (UnavailableError, 503),
    "link_final": (RefusedError, 409),
    "review_not_asked": (RefusedError, 409),
    "schema_too_new": (BrokenError, 500),
    "closed": (BrokenError, 503),
    "forked": (BrokenError, 500),
    "storage": (UnavailableError, 503),
}


def _make(code: str, message: str, details: Mapping[str, Any], retryable: bool) -> CowriteError:
    """Makes the error of a code."""
    known = _CODES.get(code)
    return (known[0] if known else CowriteError)(code, message, details, retryable=retryable)
