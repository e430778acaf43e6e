"""What the page of timeliness asks at once, on a worker, and how its figures and records are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from console import words
from console.domain.shares import percent
from console.domain.timeliness import Asked, Figures, Line, Outcome, Tally, Timed
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.outcome_chart import Bar

FIGURE_COLUMNS: dict[int, Outcome] = dict(enumerate(Outcome, 1))
"""Columns of a table of figures that count one outcome; every other stands for all of them."""

RECENT = 0
"""The span of the twelve months that end with this one; other spans are years."""

MONTHS = 12

_INK = {Outcome.LATE: "orangetext", Outcome.OVER: "redtext"}


@dataclass(frozen=True, slots=True)
class View:
    """One load of the page."""

    figures: Figures
    years: tuple[int, ...]
    asked: Asked
    records: tuple[Timed, ...]
    count: int


def first_month(span: int, today: date) -> date:
    """The month a span begins with."""
    if span != RECENT:
        return date(span, 1, 1)
    return date(today.year - 1, today.month + 1, 1) if today.month < MONTHS else date(today.year, 1, 1)


def span_word(span: int) -> str:
    return words.say("timeliness.span.last") if span == RECENT else words.say("timeliness.span.year", year=span)


def measure_word(line: Line) -> str:
    return words.say(f"timeliness.measure.{line.measure.value}")


def group_word(line: Line) -> str:
    """The month or the unit of a line."""
    return f"{line.month:%Y-%m}" if line.month is not None else line.unit or words.say("timeliness.no_unit")


def rate_word(tally: Tally) -> str:
    """92%; nothing decided is no rate."""
    if not tally.decided:
        return words.say("timeliness.none")
    return f"{percent(tally.count(Outcome.ON_TIME), tally.decided)}%"


def measures_model() -> RowTableModel[Line]:
    """A line for each measure, of the whole span."""
    first: Column[Line] = Column("timeliness.measure", measure_word, stretch=True, tip=measure_word)
    return RowTableModel((first, *_figures()), key=lambda line: line.measure)


def groups_model() -> RowTableModel[Line]:
    """A line for each month, or for each unit."""
    first: Column[Line] = Column("timeliness.period", group_word, stretch=True, tip=group_word)
    return RowTableModel((first, *_figures()), key=lambda line: (line.month, line.unit))


def bar_of(line: Line) -> Bar:
    label = group_word(line) if line.month is None else words.say("timeliness.month", month=line.month.month)
    return Bar(label, rate_word(line.tally), line.tally)


def asked_word(asked: Asked, span: int) -> str:
    """What the records below are of: 电话初报，2030-08，超时办结."""
    month = f"{asked.first:%Y-%m}" if asked.count == 1 else span_word(span)
    parts = [words.say(f"timeliness.measure.{asked.measure.value}"), month]
    if asked.unit is not None:
        parts.append(asked.unit or words.say("timeliness.no_unit"))
    if asked.outcome is not None:
        parts.append(words.say(f"timeliness.outcome.{asked.outcome.value}"))
    return words.say("timeliness.between").join(parts)


def records_model(times: Times) -> RowTableModel[Timed]:
    def about(row: Timed) -> str:
        return f"{row.text} {row.number}"

    def result(row: Timed) -> str:
        """按时; 超 0:12:00; 超时未办."""
        if row.outcome is Outcome.LATE and row.done_at is not None:
            return words.say("timeliness.after", span=text.span(row.done_at - row.due_at))
        return words.say(f"timeliness.outcome.{row.outcome.value}")

    return RowTableModel(
        (
            Column("timeliness.about", about, stretch=True, tip=lambda row: f"{about(row)}\n{row.whom}"),
            Column(
                "timeliness.outcome", result, width=104, ink=lambda row: _INK.get(row.outcome),
                strong=lambda row: row.outcome in _INK,
            ),
            Column("timeliness.reason", lambda row: row.reason, stretch=True, tip=lambda row: row.reason),
            Column("timeliness.due", lambda row: times.near(row.due_at), width=96),
            Column("timeliness.done", lambda row: times.near(row.done_at) if row.done_at else "", width=96),
            Column("timeliness.whom", lambda row: row.whom, width=120, tip=lambda row: row.whom),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def _figures() -> tuple[Column[Line], ...]:
    return (
        *(_counted(outcome) for outcome in Outcome),
        Column(
            "timeliness.rate", lambda line: rate_word(line.tally), align=Align.RIGHT, width=60,
            ink=lambda line: "text3" if line.tally.rate is None else None,
        ),
        Column("timeliness.median", lambda line: _median(line.tally), align=Align.RIGHT, width=84),
    )  # fmt: skip


def _counted(outcome: Outcome) -> Column[Line]:
    def ink(line: Line) -> str | None:
        return _INK.get(outcome) if line.tally.count(outcome) else "text3"

    return Column(
        f"timeliness.{outcome.value}", lambda line: text.number(line.tally.count(outcome)), align=Align.RIGHT,
        width=56, ink=ink, strong=lambda line: outcome in _INK and bool(line.tally.count(outcome)),
    )  # fmt: skip


def _median(tally: Tally) -> str:
    """How long half of what was done took at the most, in minutes."""
    if tally.median is None:
        return ""
    return words.say("timeliness.minutes", count=text.number(round(tally.median / timedelta(minutes=1))))
