"""Files of others as the 预警 panel lists them: taken in or not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console import words
from console.domain.cap_files import NotTaken, Taken
from ui.models.table import Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.cap_files import CapFiles

SHOWN = 50


@dataclass(frozen=True, slots=True)
class CapLine:
    """One file that came; ``taken`` where a draft was made of it."""

    at: datetime
    by: str
    name: str
    taken: Taken | None = None
    why: str = ""

    @property
    def key(self) -> tuple[datetime, str]:
        return self.at, self.name


def load_lines(cap: CapFiles, limit: int = SHOWN) -> list[CapLine]:
    """On a worker: what came, the last one first."""
    return lines_of(cap.rows(limit), cap.not_taken(limit))[:limit]


def lines_of(taken: Iterable[Taken], refused: Iterable[NotTaken]) -> list[CapLine]:
    made = [CapLine(one.received_at, one.received_by, one.name, one) for one in taken]
    made += [CapLine(one.at, one.by_name, one.name, None, one.why) for one in refused]
    return sorted(made, key=lambda line: line.at, reverse=True)


def outcome_said(line: CapLine) -> str:
    """What became of it, in one line."""
    if line.taken is None:
        return words.say("cap.line.refused", why=line.why)
    return words.say("cap.line.taken", number=line.taken.number, count=len(line.taken.notes))


def cap_model(times: Times) -> RowTableModel[CapLine]:
    columns: tuple[Column[CapLine], ...] = (
        Column("cap_at", lambda line: times.near(line.at), width=100),
        Column("cap_name", lambda line: line.name, width=200, tip=lambda line: line.name),
        Column("cap_outcome", outcome_said, stretch=True, tip=outcome_said,
                            ink=lambda line: None if line.taken is not None else "redtext"),
        Column("cap_by", lambda line: line.by, width=90),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda line: line.key)
