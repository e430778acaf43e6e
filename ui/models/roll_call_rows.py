"""How the grid of a round says its units: the last call, how many there were, when it is to be called again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from console import words
from console.domain import shares
from console.domain.due import DueState as Near
from console.domain.due import state_of
from console.domain.roll_call import AnswerRow, Line, Rates, RollCallRow
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import fraction
from ui.widgets.marked_cell import SIDE

ABOUT = timedelta(minutes=1)
"""A call that is to be repeated is near so long before."""


def retry_state(line: Line, now: datetime) -> DueState:
    """How near the next call is; one that is not to be called again is not."""
    if line.retry_at is None:
        return DueState.LATER
    return DueState(state_of(line.retry_at, now, ABOUT).value)


def retry_mark(line: Line, now: datetime) -> tuple[float, DueState] | None:
    """The pie of the time until the next call."""
    if line.retry_at is None or line.last is None:
        return None
    return fraction(line.last.called_at, line.retry_at, now), retry_state(line, now)


def grid_model(times: Times) -> RowTableModel[Line]:
    """Unit, number, what came of the last call, who answered, how well, when, how many calls, when again, remark."""

    def last(say: Callable[[AnswerRow], str]) -> Callable[[Line], str]:
        return lambda line: say(line.last) if line.last is not None else ""

    def again(line: Line) -> str:
        return text.left(line.retry_at, times.now()) if line.retry_at is not None else ""

    def near(line: Line) -> DueState:
        return retry_state(line, times.now())

    return RowTableModel(
        [
            Column("roll_call.unit", _unit, stretch=True),
            Column("roll_call.phone", lambda line: line.unit.phone, width=128, numbers=True),
            Column("roll_call.outcome", _outcome, width=92, ink=_ink, strong=_silent),
            Column("roll_call.person", last(lambda call: call.person), width=104, ink=_person_ink, tip=_person_tip),
            Column("roll_call.quality", last(_quality), width=76),
            Column("roll_call.called_at", last(lambda call: times.near(call.called_at)), width=100),
            Column("roll_call.calls", lambda line: str(len(line.calls) or ""), align=Align.RIGHT, width=60),
            Column(
                "roll_call.again", again, width=120, picture=SIDE, ink=lambda line: TEXT[near(line)],
                strong=lambda line: near(line) is not DueState.LATER,
            ),
            Column("roll_call.remark", last(lambda call: call.remark), width=150),
        ],
        key=lambda line: line.unit.unit,
        tint=lambda line: TINT[near(line)],
    )  # fmt: skip


def round_text(row: RollCallRow | None, times: Times) -> str:
    """示例DM2030-0001 晨间点名 08:10, and that it is over."""
    if row is None:
        return words.say("roll_call.no_round")
    code = "roll_call.round_ended" if row.ended_at else "roll_call.round"
    return words.say(code, number=row.number, title=row.title, at=times.near(row.started_at))


def rates_text(rates: Rates) -> dict[str, str]:
    """The facts of the line of rates: counts and parts of all units."""
    counted = {"answered": rates.answered, "prompt": rates.prompt, "good": rates.good, "matched": rates.matched}
    made = {"units": str(rates.units), "called": str(rates.called)}
    return made | {name: _rate(count, rates.units, rates.untold(name)) for name, count in counted.items()}


def _rate(count: int, units: int, untold: int | None) -> str:
    if untold is None:
        return words.say("roll_call.rate_none")
    said = shares.told(count, units)
    return said + (words.say("roll_call.rate_open", count=untold) if untold else "")


def overdue(lines: tuple[Line, ...], now: datetime) -> int:
    """Units that are to be called again by now."""
    return sum(line.retry_at is not None and state_of(line.retry_at, now, ABOUT) is Near.OVER for line in lines)


def _unit(line: Line) -> str:
    return words.say("roll_call.drawn", unit=line.unit.unit) if line.unit.drawn else line.unit.unit


def _outcome(line: Line) -> str:
    if line.last is None:
        return words.say("roll_call.not_called")
    return words.say(f"roll_call.outcome.{line.last.outcome.value}")


def _quality(call: AnswerRow) -> str:
    return words.say(f"roll_call.quality.{call.quality.value}") if call.quality.value else ""


def _silent(line: Line) -> bool:
    return line.last is not None and not line.last.heard


def _ink(line: Line) -> str | None:
    if line.last is None:
        return "text3"
    return None if line.last.heard else "redtext"


def _person_ink(line: Line) -> str | None:
    return "orangetext" if line.matches is False else None


def _person_tip(line: Line) -> str:
    expected = line.unit.expected
    return words.say("roll_call.expected", name=expected) if expected else ""
