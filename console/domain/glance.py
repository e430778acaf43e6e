"""What the first window shows before anything heavy is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.realm import Realm


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """A line of the log as the first window shows it."""

    number: int
    occurred_at: datetime
    kind: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The station at one look. ``posts`` are (post, name) of the open shift; ``newest_at`` is the log's last time."""

    realm: Realm
    site: str
    zone: str
    schema: str
    officers: tuple[str, ...] = ()
    shift: tuple[datetime, datetime] | None = None
    owner: str = ""
    posts: tuple[tuple[str, str], ...] = ()
    lines: tuple[GlanceLine, ...] = ()
    newest_at: datetime | None = None
    count: int = 0
