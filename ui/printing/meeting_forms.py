"""点名记录 and 会商纪要: who was called or asked, who answered or came, the rates, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.domain.consultation import ConsultationRow, attendance
from console.domain.orders import OrderRow
from console.domain.roll_call import Line, Rates, RollCallRow
from console.domain.shares import percent
from ui.printing.form import Column, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.order_forms import paper, state_of
from ui.printing.parts import Print, numbered, zh
from ui.printing.station import Station

_CALLS = (
    ("no", 0, 10), ("unit", 1, 0), ("called", 0, 20), ("outcome", 0, 18), ("answered", 0, 20), ("person", 0, 24),
    ("quality", 0, 16), ("remark", 1, 0),
)  # fmt: skip
_CAME = (("no", 0, 10), ("unit", 2, 0), ("came", 0, 20), ("in_time", 0, 20), ("material", 0, 24), ("person", 1, 0))
_TASKS = (("number", 0, 37), ("paper", 0, 24), ("unit", 1, 0), ("text", 2, 0), ("due", 0, 26), ("state", 0, 19))


def roll_call_form(row: RollCallRow, grid: Sequence[Line], rates: Rates, about: Print, *, channel: str) -> Form:
    """点名记录: every call in its order, the rates over all units of the round. ``channel`` in the county's words."""
    station = Station(about.zone)
    blocks = numbered(
        (
            Pairs(
                zh("print.roll.round"),
                (
                    Pair(zh("roll_call.title"), row.title),
                    Pair(zh("roll_call.channel"), channel),
                    Pair(zh("print.roll.started"), station.minute(row.started_at)),
                    Pair(zh("print.roll.ended"), station.minute(row.ended_at) if row.ended_at else ""),
                    *_rates(rates),
                    *([Pair(zh("roll_call.end_remark"), row.remark, wide=True)] if row.remark else []),
                ),
            ),
            Section(zh("print.roll.calls"), "", _columns(_CALLS), _calls(grid, row, station), zh("print.none")),
        )
    )
    boxes = (Signature(zh("print.roll.caller"), row.by_name), Signature(zh("print.part.leader")))
    return paper("roll_call", row.number, zh("print.roll.sheet"), blocks, boxes, about)


def _rates(rates: Rates) -> list[Pair]:
    named = (("answered", rates.answered), ("prompt", rates.prompt), ("good", rates.good), ("matched", rates.matched))
    return [Pair(zh(f"print.roll.{name}"), _rate(count, rates.units, rates.untold(name))) for name, count in named]


def _rate(count: int, of: int, untold: int | None) -> str:
    """The share; what nobody recorded is not nought."""
    if untold is None:
        return zh("roll_call.rate_none")
    return part(count, of) + (zh("roll_call.rate_open", count=untold) if untold else "")


def part(count: int, of: int) -> str:
    """17/20（85%）; 0/0 has no share."""
    return f"{count}/{of}（{percent(count, of)}%）" if of else "0/0"


def _calls(grid: Sequence[Line], row: RollCallRow, station: Station) -> tuple[Row, ...]:
    made = []
    for at, line in enumerate(grid, 1):
        unit = zh("roll_call.drawn", unit=line.unit.unit) if line.unit.drawn else line.unit.unit
        if not line.calls:
            made.append(Row((str(at), unit, "", zh("roll_call.not_called"), "", "", "", ""), strong=True))
        for call in line.calls:
            quality = zh(f"roll_call.quality.{call.quality.value}") if call.quality else ""
            answered = _of_day(call.answered_at, row, station)
            outcome = zh(f"roll_call.outcome.{call.outcome.value}")
            called = _of_day(call.called_at, row, station)
            told = (str(at), unit, called, outcome, answered, call.person, quality, call.remark)
            made.append(Row(told, strong=not call.heard))
    return tuple(made)


def _of_day(at: datetime | None, row: RollCallRow, station: Station) -> str:
    return station.of_day(at, row.started_at) if at else ""


def consultation_form(row: ConsultationRow, tasks: Sequence[OrderRow], about: Print, *, incident: str = "") -> Form:
    """会商纪要: attendance with its three rates, what was said, what was ordered, room for every unit to sign."""
    station = Station(about.zone)
    told = attendance(row.attendance)
    incidents = [Pair(zh("instructions.incident"), incident, wide=True)] if incident else []
    head = (
        Pair(zh("print.meeting.subject"), row.title, wide=True),
        Pair(zh("print.meeting.held"), station.minute(row.held_at)),
        Pair(zh("print.meeting.ended"), station.minute(row.ended_at) if row.ended_at else ""),
        Pair(zh("print.meeting.chair"), row.chair),
        Pair(zh("print.meeting.way"), zh(f"instruction.way.{row.way}")),
        *incidents,
        Pair(zh("print.meeting.came"), part(told.came, told.asked)),
        Pair(zh("print.meeting.in_time"), part(told.in_time, told.asked)),
        Pair(zh("print.meeting.material"), part(told.material, told.asked)),
    )
    blocks = numbered(
        (
            Pairs(zh("print.meeting.head"), head),
            Prose(zh("print.meeting.minutes"), row.minutes, zh("print.none")),
            Section(
                zh("print.meeting.tasks"), "", _columns(_TASKS), _tasks(tasks, station, row.held_at), zh("print.none")
            ),
            Section(zh("print.meeting.attendance"), "", _columns(_CAME), _came(row), zh("print.none")),
        )
    )
    boxes = (Signature(zh("print.meeting.recorder"), row.by_name), Signature(zh("print.meeting.chair")))
    return paper("consultation", row.number, zh("print.meeting.sheet"), blocks, boxes, about)


def _came(row: ConsultationRow) -> tuple[Row, ...]:
    yes, no = zh("print.yes"), zh("print.no")
    return tuple(
        Row(
            (
                str(at), one.unit, yes if one.came else no, (yes if one.in_time else no) if one.came else "",
                yes if one.material else no, one.person,
            ),
            strong=not one.came,
        )
        for at, one in enumerate(row.attendance, 1)
    )  # fmt: skip


def _tasks(tasks: Sequence[OrderRow], station: Station, held_at: datetime) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                task.number, zh(f"order.form.{task.form.value}") if task.form else "", task.unit, task.text,
                station.of_day(task.due_at, held_at) if task.due_at else zh("orders.no_due"), state_of(task),
            )
        )
        for task in tasks
    )  # fmt: skip


def _columns(named: Sequence[tuple[str, int, int]]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.meeting.column.{name}"), weight, width) for name, weight, width in named)
