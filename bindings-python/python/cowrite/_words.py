"""What all words of the package have in common."""

from __future__ import annotations

import enum


class _Word(enum.StrEnum):
    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"
