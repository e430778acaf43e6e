"""呼叫记录: whom a call list was to reach, every attempt in its order, how many were reached."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.call_lists import CallLine, CallListRow, progress
from ui.printing.form import Column, Form, Pair, Pairs, Row, Section, Signature
from ui.printing.meeting_forms import part
from ui.printing.order_forms import paper
from ui.printing.parts import Print, numbered, zh
from ui.printing.station import Station

_CALLS = (
    ("no", 0, 10), ("name", 0, 20), ("unit", 1, 0), ("phone", 0, 30), ("at", 0, 20), ("outcome", 0, 18),
    ("remark", 1, 0),
)  # fmt: skip


KIND = "call_list"


def call_list_form(row: CallListRow, grid: Sequence[CallLine], about: Print, *, incident: str = "") -> Form:
    """``grid`` with its numbers as they may stand on paper; counted, and the county's own where it has one."""
    station, count = Station(about.zone), progress(grid)
    blocks = numbered(
        (
            Pairs(
                zh("print.call.list"),
                (
                    Pair(zh("call.title"), row.title, wide=True),
                    *((Pair(zh("instructions.incident"), incident, wide=True),) if incident else ()),
                    Pair(zh("print.call.started"), station.minute(row.started_at)),
                    Pair(zh("print.call.ended"), station.minute(row.ended_at) if row.ended_at else ""),
                    Pair(zh("call.reached"), part(count.reached, count.people)),
                    Pair(zh("print.call.attempts"), str(count.attempts)),
                ),
            ),
            Section(zh("print.call.calls"), "", _columns(), _rows(grid, row, station), zh("print.none")),
        )
    )
    boxes = (Signature(zh("print.call.caller"), row.by_name), Signature(zh("print.part.leader")))
    return paper(KIND, row.number, zh("print.call.sheet"), blocks, boxes, about)


def _columns() -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.call.column.{name}"), share, width) for name, share, width in _CALLS)


def _rows(grid: Sequence[CallLine], row: CallListRow, station: Station) -> tuple[Row, ...]:
    """A line for each attempt; whoever was not rung has one too, in bold as all who were not reached."""
    made = []
    for at, line in enumerate(grid, 1):
        who = (str(at), line.person.name, "　".join(filter(None, (line.person.unit, line.person.post))))
        if not line.attempts:
            made.append(Row((*who, "", "", zh("call.not_called"), ""), strong=True))
        for one in line.attempts:
            called = station.of_day(one.at, row.started_at)
            said = (one.phone, called, zh(f"call.outcome.{one.outcome.value}"), one.remark)
            made.append(Row((*who, *said), strong=not line.reached))
    return tuple(made)
