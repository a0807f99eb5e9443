"""Accounts of Dropbox: what connecting them takes and gives, for ``cowrite.Dropbox`` and ``cowrite.AsyncDropbox``.

1. ``authorize()`` gives an address. Keep ``state`` and ``verifier`` with the person's session, and send them there.
2. They come back with ``code`` and ``state``. Refuse another state than the one you kept.
3. ``connect(person, code=…, verifier=…)`` keeps the tokens, and says whose account it is.
4. ``workspace.account_connected(person)`` has their folders follow.

A person who takes the app off their list of connected apps ends it all: what needs their account then waits as ``disconnected``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

__all__ = ["Authorization", "Challenge", "Malformed", "NotSigned", "Tokens", "TooLarge", "WebhookError"]


@dataclass(frozen=True, slots=True)
class Authorization:
    """A connection being made; its ``repr`` tells none of it.

    ``url`` is where the person says yes or no, and holds nothing secret. ``state`` is what Dropbox gives back with the code. ``verifier``
    proves that the code was asked for here: a secret until then.
    """

    url: str = field(repr=False)
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a connection reaches an account with; whoever has them is the account, so keep them encrypted.

    ``refresh_token`` lasts; ``access_token`` is for calls up to ``expires_at``, which is aware, and does not count without it. Neither shows
    in the ``repr``.

    >>> Tokens("lasting", "passing", datetime.max)
    Tokens(expires_at=datetime.datetime(9999, 12, 31, 23, 59, 59, 999999))
    """

    refresh_token: str = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """What to answer to Dropbox's ``GET``, with status 200: without the headers a browser could be made to take the text for a page."""

    body: str
    headers: tuple[tuple[str, str], ...]


class WebhookError(ValueError):
    """Why a message to a webhook is not taken; it is answered with ``http_status``."""

    http_status: ClassVar[int] = 400


class NotSigned(WebhookError):
    """It is not signed with the app's secret."""

    http_status = 403


class TooLarge(WebhookError):
    """It is longer than any that Dropbox sends."""

    http_status = 413


class Malformed(WebhookError):
    """It cannot be read."""


_REFUSED: Final[dict[str, type[WebhookError]]] = {of.__name__: of for of in (NotSigned, TooLarge, Malformed)}


def _refused(name: str, message: str) -> WebhookError:
    """Makes the refusal of a name."""
    return _REFUSED[name](message)
