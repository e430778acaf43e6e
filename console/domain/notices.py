"""Standing notices: what every watch shall know until a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A standing notice, from its first to its last moment."""

    id: UUID
    text: str
    source: str
    from_at: datetime
    until_at: datetime
    at: datetime
    by_name: str
    ended_at: datetime | None
    ended_by: str
    version: int

    def running(self, at: datetime) -> bool:
        return self.from_at <= at < self.until_at and self.ended_at is None
