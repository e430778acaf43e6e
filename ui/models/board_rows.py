"""What the board lists: open matters with their time limits, and the last lines of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import words
from console.domain.due import DueItem, state_of
from console.domain.inbound import InboundRow
from console.domain.log import LogEntry
from console.domain.task import TaskRow
from ui import text
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open matter: an inbound item or a task, with its time limit where it has one."""

    id: str
    number: str
    since: datetime
    what: str
    state: str
    due: DueItem | None
    who: str
    panel: str
    task: TaskRow | None = None
    item: InboundRow | None = None

    @property
    def record(self) -> InboundRow | TaskRow | None:
        """What the line is about."""
        return self.task or self.item


def of_inbound(row: InboundRow, due: dict[Any, DueItem]) -> OpenRow:
    """An open inbound item, with its call-back or clock where it has one."""
    what = " ".join(part for part in (row.place, row.summary) if part)
    return OpenRow(
        str(row.id), row.number, row.received_at, what, f"inbound.{row.state}", due.get(row.id), row.receiver_name,
        "intake", item=row,
    )  # fmt: skip


def of_task(row: TaskRow, due: dict[Any, DueItem]) -> OpenRow:
    """An open task."""
    return OpenRow(
        str(row.id), row.number, row.created_at, row.title, "task.open", due.get(row.id), row.assignee,
        "orders" if row.form else "board", row,
    )  # fmt: skip


def urgency(row: OpenRow) -> tuple[bool, datetime]:
    """What has a time limit first, the soonest on top; the rest oldest first."""
    return (row.due is None, row.due.due_at if row.due else row.since)


def open_model(times: Times, soon: Any) -> RowTableModel[OpenRow]:
    """Number, since when, what, time left, who; ``soon`` tells from when on a limit is near."""

    def left(row: OpenRow) -> str:
        return text.left(row.due.due_at, times.now()) if row.due else ""

    def state(row: OpenRow) -> str:
        return state_of(row.due.due_at, times.now(), soon()).value if row.due else "later"

    return RowTableModel(
        [
            Column("number", lambda row: row.number, width=150),
            Column("time", lambda row: times.near(row.since), width=96),
            Column("matter", lambda row: row.what, stretch=True),
            Column("due_left", left, width=120, ink=lambda row: TEXT[state(row)], strong=lambda r: state(r) != "later"),
            Column("who", lambda row: row.who, width=80),
        ],
        key=lambda row: row.id,
        tint=lambda row: TINT[state(row)],
    )


def line_model(times: Times) -> RowTableModel[Any]:
    """The newest lines: of the log, or of the one look before the desk was open."""
    return RowTableModel(
        [
            Column("time", lambda row: times.near(row.occurred_at), width=96),
            Column("kind", lambda row: text.kind(row.kind), width=84),
            Column("text", _marked, stretch=True),
            Column("by", lambda row: text.actor(row.by) if isinstance(row, LogEntry) else row.by, width=90),
        ],
        key=lambda row: row.number,
    )


def _marked(row: Any) -> str:
    """The line's words; a line that was corrected and its correction say so of each other."""
    plain = row.text.replace("\n", " ")
    if not isinstance(row, LogEntry):
        return str(plain)
    if row.corrected_by is not None:
        return f"[{words.say('log.corrected_by', number=row.corrected_by)}] {plain}"
    return plain if row.corrects is None else f"[{words.say('log.corrects', number=row.corrects)}] {plain}"
