"""How lists say experts: whom to ring in which order and why, and the calls there were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from console import words
from console.domain.call_lists import Attempt
from console.domain.experts import ExpertRow
from ui.models.table import Align, Column, RowTableModel
from ui.models.team_rows import Names
from ui.text import Times


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """An expert in the list; ``turn`` is the place in the calling order, 0 where nobody is looked for."""

    row: ExpertRow
    now: bool
    turn: int = 0
    nearest: str = ""
    """The event type of theirs that fits what is looked for."""

    @property
    def id(self) -> UUID:
        return self.row.id


def reasons(line: ExpertLine, names: Names, times: Times) -> str:
    """Why somebody stands where they stand: to be had now, rung when, for which type of event."""
    told = [words.say("experts.now" if line.now else "experts.not_now")]
    called = line.row.last_called_at
    told.append(words.say("experts.called", at=times.near(called)) if called else words.say("experts.never_called"))
    told += [words.say("experts.fits", type=names.type(line.nearest))] if line.nearest else []
    return words.say("list.join").join(told)


def nearest(row: ExpertRow, types: Sequence[str]) -> str:
    """The first of these types, an event's own before those above it, that an expert is for."""
    return next((code for code in types if code in row.event_types), "")


def last_call(row: ExpertRow, times: Times) -> str:
    if row.last_called_at is None:
        return words.say("experts.never_called")
    outcome = words.say(f"call.outcome.{row.last_outcome.value}") if row.last_outcome is not None else ""
    return f"{times.near(row.last_called_at)} {outcome}".rstrip()


def expert_model(names: Callable[[], Names], times: Times) -> RowTableModel[ExpertLine]:
    """Name, turn, whether to be had now, field, number, why in this place or else the unit, last call, tier, hours."""

    def now(line: ExpertLine) -> str:
        if not line.row.active:
            return words.say("teams.retired")
        return words.say("experts.now" if line.now else "experts.not_now")

    def why(line: ExpertLine) -> str:
        return reasons(line, names(), times) if line.turn else f"{line.row.unit} {line.row.title}".strip()

    return RowTableModel(
        (
            Column("experts.name", lambda line: line.row.name, width=64, tip=lambda line: line.row.name),
            Column("experts.turn", lambda line: str(line.turn or ""), align=Align.RIGHT, width=44),
            Column("experts.now", now, width=88, stays=True, ink=lambda line: None if line.now else "text3",
                   strong=lambda line: line.now),
            Column("experts.field", lambda line: line.row.field, width=112, stays=True),
            Column("experts.phone", lambda line: line.row.phone, width=118, numbers=True, stays=True),
            Column("experts.why", why, stretch=True, tip=why),
            Column("experts.last", lambda line: last_call(line.row, times), width=104),
            Column("experts.tier", lambda line: words.say(f"expert.tier.{line.row.tier.value}"), width=56),
            Column("experts.hours", lambda line: line.row.hours, width=96, tip=lambda line: line.row.hours),
        ),
        key=lambda line: line.id,
    )  # fmt: skip


def call_model(times: Times) -> RowTableModel[Attempt]:
    """When, what came of it, which number, what was noted, who rang."""
    return RowTableModel(
        (
            Column("calls.at", lambda row: times.near(row.at), width=92),
            Column("calls.outcome", lambda row: words.say(f"call.outcome.{row.outcome.value}"), width=64, stays=True),
            Column("calls.phone", lambda row: row.phone, width=116, numbers=True),
            Column("calls.remark", lambda row: row.remark, stretch=True, tip=lambda row: row.remark),
            Column("calls.by", lambda row: row.by_name, width=70),
        ),
        key=lambda row: row.number,
    )
