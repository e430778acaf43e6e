"""How the list of 会商 says them: when, what about, who led it, how many came, whether there are minutes."""

from __future__ import annotations

from collections.abc import Sequence

from console import words
from console.domain import shares
from console.domain.consultation import Attendant, ConsultationRow, attendance
from ui.models.table import Column, RowTableModel
from ui.text import Times

_ABSENT = 120
"""Characters of the names of those who did not come."""


def consultation_model(times: Times) -> RowTableModel[ConsultationRow]:
    """Number, when, title, chair, who came, minutes, tasks."""

    def minutes(row: ConsultationRow) -> str:
        return words.say("consultations.has_minutes" if row.minutes else "consultations.no_minutes")

    def came(row: ConsultationRow) -> str:
        told = attendance(row.attendance)
        return f"{told.came}/{told.asked}"

    return RowTableModel(
        [
            Column("number", lambda row: row.number, width=132),
            Column("consultations.held_at", lambda row: times.near(row.held_at), width=112),
            Column("consultations.title", lambda row: row.title, stretch=True),
            Column("consultations.chair", lambda row: row.chair, width=104),
            Column("consultations.way", lambda row: words.say(f"instruction.way.{row.way}"), width=64),
            Column("consultations.came", came, width=72),
            Column("consultations.minutes", minutes, width=84, ink=lambda row: None if row.minutes else "orangetext"),
            Column("consultations.tasks", _tasks, width=150),
        ],
        key=lambda row: row.id,
    )


def rates_text(attendants: Sequence[Attendant]) -> str:
    """到会率, 准时率, 材料提交率, and who did not come."""
    told = attendance(attendants)
    absent = words.say("list.join").join(one.unit for one in attendants if not one.came)
    facts = {name: shares.told(getattr(told, name), told.asked) for name in ("came", "in_time", "material")}
    return words.say("consultations.rates", asked=told.asked, absent=absent[:_ABSENT] or words.say("none"), **facts)


def _tasks(row: ConsultationRow) -> str:
    if not row.tasks:
        return ""
    code = "instructions.handed_open" if row.open_tasks else "instructions.handed_done"
    return words.say(code, count=row.tasks, open=row.open_tasks)
