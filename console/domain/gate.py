"""Lines taken at a locked seat: recorded at once as the seat's, signed by the officer who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SIGNS = "signs"
"""Where a line of the book holds the numbers of the lines it signs."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """One of them, as the signing shows it."""

    number: int
    occurred_at: datetime
    text: str
