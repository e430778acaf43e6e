"""Teams in the strip of what is due: who has not left, who is not there, who was to be sent by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from console import words
from console.domain.assigning import AssignmentRow
from console.domain.assignments import TeamState
from console.domain.due import DueItem, DueKind, state_of
from db.queries import assignments

TOGETHER = 4
"""So many teams waited for at one incident are one line of the strip: it shows what else is due too."""
_NAMED = 12
"""Characters of an incident's title that tell it from the others in a strip."""

Timed = tuple[AssignmentRow, datetime, datetime]
"""A line with the start and the end of the limit that runs."""


def of_teams(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """The next limit of each team that is on its way; of one that is reserved, when it shall be sent."""
    waiting: defaultdict[tuple[DueKind, str], list[Timed]] = defaultdict(list)
    for row in assignments.rows(connection, running=True):
        found = _next(row)
        if found is not None:
            kind, start, due = found
            waiting[kind, row.incident_number].append((row, start, due))
    made = []
    for (kind, _), timed in waiting.items():
        timed.sort(key=lambda one: (one[2], one[0].number))
        groups = [timed] if len(timed) >= TOGETHER else [[one] for one in timed]
        made += [_item(kind, group, now, soon) for group in groups]
    return made


def _next(row: AssignmentRow) -> tuple[DueKind, datetime, datetime] | None:
    if row.state is TeamState.RESERVED:
        return (DueKind.TEAM_PLANNED, row.made_at, row.planned_at) if row.planned_at else None
    for kind, limit in ((DueKind.TEAM_LEAVE, row.leave), (DueKind.TEAM_ARRIVE, row.arrive)):
        if limit.start is not None and limit.due is not None and limit.done is None:
            return kind, limit.start, limit.due
    return None


def _item(kind: DueKind, group: Sequence[Timed], now: datetime, soon: timedelta) -> DueItem:
    """Of several teams the soonest counts, and its line is where the strip leads."""
    row, start, due = group[0]
    return DueItem(
        id=f"{kind.value}:{row.id}",
        kind=kind,
        text=_text("zh", kind, group),
        due_at=due,
        started_at=start,
        target_panel="teams",
        state=state_of(due, now, soon),
        number=row.number,
        record_id=row.id,
        text_en=_text("en", kind, group),
    )


def _text(language: str, kind: DueKind, group: Sequence[Timed]) -> str:
    row = group[0][0]
    title = row.incident_title if len(row.incident_title) <= _NAMED else f"{row.incident_title[:_NAMED]}…"
    step = words.say_in(language, f"team.due.{kind.value}")
    if len(group) == 1:
        return f"{row.team}→{title} {step}"
    return words.say_in(language, "team.due.several", count=len(group), title=title, step=step)
