"""The needs board as a list: each open incident a heading, below it what it asks for and how much of it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from console import words
from console.domain.incident import RANK, IncidentRow
from console.domain.needs import PRIORITIES, NeedRow, NeedSource, NeedState, by_urgency
from console.domain.stock import shown
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.grade_chip import grade_text

LEAST = 4
"""Behind the least urgent: of an incident that needs nothing now."""
Key = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Head:
    """An open incident. ``needs`` counts what it asks for, ``short`` what of it is not met, ``priority`` the most
    urgent of those (None: nothing is short)."""

    incident: IncidentRow
    needs: int = 0
    short: int = 0
    priority: int | None = None

    @property
    def key(self) -> Key:
        return "incident", self.incident.id

    def title(self) -> str:
        return f"{self.incident.number} {self.incident.title}"

    def said(self) -> str:
        """How many needs and how many of them are open."""
        if not self.needs:
            return words.say("need.none_yet")
        return words.say("need.head" if self.short else "need.head_met", count=self.needs, short=self.short)

    def text(self) -> str:
        row = self.incident
        parts = (self.title(), grade_text(row.kind, row.grade, row.standing), self.urgency(), self.said())
        return " ".join(part for part in parts if part)

    def urgency(self) -> str:
        return words.say(f"need.priority.{self.priority}") if self.priority else ""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need below its incident; ``over`` where it is still open after its time limit, ``due`` that limit's clock."""

    row: NeedRow
    over: bool = False
    due: str = ""

    @property
    def key(self) -> Key:
        return "need", self.row.id

    @property
    def met(self) -> float:
        """The part that is met, from 0 to 1."""
        return min(1.0, float(self.row.met / self.row.quantity)) if self.row.quantity else 1.0

    def amount(self) -> str:
        """1/2 支"""
        return f"{shown(self.row.met)}/{shown(self.row.quantity)} {self.row.unit}".rstrip()

    def state(self) -> str:
        """缺 1 支, 已满足, 已取消."""
        if self.row.state is NeedState.OPEN:
            return words.say("need.short", amount=f"{shown(self.row.open)} {self.row.unit}".rstrip())
        return words.say(f"need.state.{self.row.state.value}")

    def who(self) -> str:
        """Who meets it, each once; of a dropped one the reason."""
        if self.row.dropped:
            return self.row.closed_reason
        return words.say("list.join").join(dict.fromkeys(one.who for one in self.row.by if one.who))

    def urgency(self) -> str:
        return words.say(f"need.priority.{self.row.priority}")

    def below(self) -> str:
        """1/2 支 · 紧急 · 要求 14:20 前 · 队伍D3: what stands beside the bar."""
        waits = self.row.state is NeedState.OPEN
        urgent = self.urgency() if waits and self.row.priority == PRIORITIES[0] else ""
        due = words.say("need.due", at=self.due) if waits and self.due else ""
        return " · ".join(part for part in (self.amount(), urgent, due, self.who()) if part)

    def text(self) -> str:
        row = self.row
        parts = (row.number, row.what, self.amount(), self.state(), self.urgency(), self.who())
        return " ".join(parts).rstrip()

    def tint(self) -> str | None:
        """What nobody meets yet waits for a person; red once it is late."""
        if self.row.state is not NeedState.OPEN:
            return None
        return "redtint" if self.over else "orangetint" if not self.row.by else None


Line = Head | NeedLine


def board(rows: Iterable[NeedRow], incidents: Iterable[IncidentRow], times: Times) -> list[Line]:
    """Incidents that lack the most urgent first, then by grade; each with its needs, urgent first."""
    by: dict[UUID, list[NeedRow]] = {}
    for row in by_urgency(rows):
        by.setdefault(row.incident, []).append(row)
    heads = sorted((_head(one, by.get(one.id, ())) for one in incidents), key=_urgency)
    lines: list[Line] = []
    for head in heads:
        lines.append(head)
        lines += [_line(row, times) for row in by.get(head.incident.id, ())]
    return lines


def _line(row: NeedRow, times: Times) -> NeedLine:
    return NeedLine(row, row.over(times.now()), times.near(row.due_at) if row.due_at is not None else "")


def _head(incident: IncidentRow, rows: Sequence[NeedRow]) -> Head:
    open_ones = [row for row in rows if row.state is NeedState.OPEN]
    asked = sum(row.state is not NeedState.DROPPED for row in rows)
    return Head(incident, asked, len(open_ones), min((row.priority for row in open_ones), default=None))


def _urgency(head: Head) -> tuple[int, bool, int, str]:
    return head.priority or LEAST, not head.needs, -RANK[head.incident.grade], head.incident.number


def board_model() -> RowTableModel[Line]:
    """One column: a delegate paints what a line says; its text is the same in words."""
    return RowTableModel(
        (Column("dispatch.need", lambda line: line.text(), stretch=True, tip=_tip),),
        key=lambda line: line.key,
        tint=lambda line: line.tint() if isinstance(line, NeedLine) else "head",
    )


def _tip(line: Line) -> str:
    return line.text() if isinstance(line, Head) else f"{line.text()}\n{origin(line.row)}"


def sources(rows: Iterable[NeedRow]) -> str:
    """来电 1 · 响应包 3: from where the needs of the board come; dropped ones are not counted."""
    counted = Counter(row.source for row in rows if not row.dropped)
    told = [
        words.say("need.source_count", source=words.say(f"need.source.{source.value}"), count=counted[source])
        for source in NeedSource
        if counted[source]
    ]
    return " · ".join(told)


def about(row: NeedRow, times: Times) -> str:
    """What the line has no room for: its number, where, until when, who asked and the number to ring."""
    parts = [row.number, row.place]
    if row.due_at is not None:
        parts.append(words.say("need.due", at=times.near(row.due_at)))
    asker = " ".join(part for part in (row.asked_by, row.phone) if part)
    if asker:
        parts.append(words.say("need.asker", who=asker))
    return " · ".join(part for part in parts if part)


def origin(row: NeedRow) -> str:
    """From where it comes and who wrote it down, and what was sent for it, each in a line: for a tool tip."""
    parts = [words.say("need.recorded", source=words.say(f"need.source.{row.source.value}"), by=row.by_name)]
    parts += [words.say("need.met_by", who=one.who, number=one.number) for one in row.by]
    return "\n".join(parts)
