"""How a shift came to be stood by whom: one record for every way the table or the people on it change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """手工, 复制, 导入, 发布, 换班, 替班, 取消替班."""

    EDIT = "edit"
    COPY = "copy"
    IMPORT = "import"
    PUBLISH = "publish"
    SWAP = "swap"
    STAND_IN = "stand_in"
    TAKE_BACK = "take_back"


ACTUAL = frozenset({ChangeKind.STAND_IN, ChangeKind.TAKE_BACK})
"""What says who really stood; the others change the plan."""


@dataclass(frozen=True, slots=True)
class RosterChangeRow:
    """Who stood a post before and since. ``source`` is the plan's or swap's number, or the file, that brought it."""

    number: int
    day: date
    shift: str
    post: str
    kind: ChangeKind
    was: str
    now: str
    why: str
    source: str
    at: datetime
    by_name: str

    @property
    def actual(self) -> bool:
        """Whether it is about who stood, not about who was planned."""
        return self.kind in ACTUAL
