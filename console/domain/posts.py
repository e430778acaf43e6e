"""Who stands a post: apart from all else of a watch, for the first window reads it before the rest is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SHIPPED = {
    "主班": "main",
    "副班": "second",
    "值班长": "head",
    "协调调度岗": "dispatch",
    "综合信息岗": "information",
    "通信保障岗": "communications",
}
"""Posts of the shipped templates by the code of their word; a county's own posts are as the county calls them."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """Who stands a post of the shift. ``post`` is ``leader`` or the county's own word for it."""

    post: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who stands a post from when to when (None: until the watch is handed over), and instead of whom and why."""

    line: PostLine
    from_at: datetime
    until_at: datetime | None
    instead_of: str = ""
    reason: str = ""

    def covers(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)
