"""The time line of an incident: calls, steps, grades, figures, countdowns, reports, words, tasks in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.consultation import attendance
from console.domain.incident import IncidentRow
from console.domain.incident_report import label
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plans import shown
from console.domain.timeline import Event, EventKind, ordered
from console.services import callout_events, lines, shelter_events
from console.services.exporting import Row, write_beside, writer_for
from console.services.incident_figures import said_in_chinese
from db import books
from db.queries import assignments, consultations, incident_clocks, incident_reports, incidents, stock, stock_scenes
from db.queries import timeline as query
from db.store import Store

EXPORTED = ("at", "kind", "incident", "number", "text", "by_name")
"""Columns of an exported time line, with the words ``column.timeline.<name>`` as their headings."""


class IncidentTimeline:
    """Reads only, but for the line about an export."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def events(
        self, incident_id: UUID, kinds: Sequence[EventKind] = (), asked: str = "", *, below: bool = False
    ) -> list[Event]:
        """The time line, the first first; with ``below`` also that of the events of a larger one."""
        with self._store.reading() as connection:
            incident = incidents.one(connection, incident_id)
            told = list(_events(connection, incident))
            if below:
                for child in incidents.children(connection, incident_id):
                    told += _events(connection, child)
        return ordered(told, kinds, asked)

    def export(
        self, incident_id: UUID, target: Path, kinds: Sequence[EventKind] = (), asked: str = "", *, below: bool = False,
        by: Actor,
    ) -> int:  # fmt: skip
        """Write what ``events`` answers as xlsx, csv or json; the audit book says who took it out."""
        events = self.events(incident_id, kinds, asked, below=below)
        heads = [words.say(f"column.timeline.{name}") for name in EXPORTED]
        writer = writer_for(target, EXPORTED, heads, besides=(".pdf",))
        zone = self._zone()
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            count = write_beside(target, (_exported(event, zone) for event in events), writer)
            number = incidents.one(tx.connection, incident_id).number
            text = f"导出事件过程 {number}：{count} 条，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count


def _exported(event: Event, zone: ZoneInfo) -> Row:
    return {
        "at": event.at.astimezone(zone).isoformat(timespec="seconds"),
        "kind": words.say(f"timeline.kind.{event.kind.value}"),
        "incident": event.incident,
        "number": event.number,
        "text": event.text,
        "by_name": event.by_name,
    }


def _events(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for source in _SOURCES:
        yield from source(connection, incident)


def _items(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in incidents.items(connection, incident.id, former=True):
        word = words.say_in("zh", f"incident.item.{row.kind.value}")
        text = f"{word}：{row.summary}" + (f"（后移出：{row.reason}）" if row.ended_at else "")
        yield Event(row.received_at, EventKind.ITEM, row.number, text, row.by_name, incident.number, row.inbound_id)


def _states(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in incidents.states(connection, incident.id):
        text = words.say_in("zh", f"incident.state.{row.after.value}") + (f"：{row.reason}" if row.reason else "")
        yield Event(row.at, EventKind.STATE, incident.number, text, row.by_name, incident.number, incident.id)


def _grades(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.grades(connection, incident.id):
        grade = words.say_in("zh", f"incident.grade.{row['grade']}") if row["grade"] else ""
        standing = words.say_in("zh", f"incident.standing.{row['standing']}")
        said = f"{grade}（{standing}）" if grade else words.say_in("zh", f"incident.kind.{row['kind']}")
        text = said + (f"：{row['reason']}" if row["reason"] else "")
        yield Event(row["at"], EventKind.GRADE, incident.number, text, row["by_name"], incident.number, incident.id)


def _figures(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """Figures recorded together stand in one line, at the time as of which they were told (截至)."""
    together: dict[tuple[datetime, datetime, str, str], list[str]] = {}
    for row in incidents.revisions(connection, incident.id):
        key = (row.as_of, row.recorded_at, row.source, row.by_name)
        together.setdefault(key, []).append(said_in_chinese(row.key, row.amount))
    for (as_of, _, source, by_name), said in together.items():
        text = f"{'，'.join(said)}（{source}）"
        yield Event(as_of, EventKind.FIGURES, incident.number, text, by_name, incident.number, incident.id)


def _clocks(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in incident_clocks.of(connection, incident.id):
        if row.done_at is None:
            continue
        step = words.say_in("zh", f"list.report_limits.step.{row.step.value}")
        text = step + (f"→{row.whom}" if row.whom else "") + f"：{row.told}"
        text += f"（超时，原因：{row.late_reason}）" if row.late else ""
        yield Event(row.done_at, EventKind.CLOCK, incident.number, text, row.done_by, incident.number, row.id, row.late)


def _reports(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in incident_reports.series(connection, incident.id):
        if row.approved_at is not None:
            text = f"{label(row.kind, row.ordinal)}批准：{row.title}"
            yield Event(row.approved_at, EventKind.REPORT, row.number, text, row.approved_by, incident.number, row.id)


def _sent(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.sent(connection, incident.id):
        to = " ".join(part for part in (row["to_org"], row["to_name"]) if part)
        receipt = f"（{row['receipt_by']} 收到）" if row["receipt_by"] else ""
        text = f"→{to}：{row['text']}{receipt}"
        yield Event(row["sent_at"], EventKind.SENT, row["number"], text, row["by_name"], incident.number, row["id"])


def _instructions(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.instructions(connection, incident.id):
        text = f"{row['leader']}：{row['words']}"
        yield Event(
            row["said_at"], EventKind.INSTRUCTION, row["number"], text, row["recorded_by"], incident.number, row["id"]
        )


def _tasks(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.tasks(connection, incident.id):
        unit = row["unit"] or row["owner"]
        text = (f"→{unit}：" if unit else "") + (row["detail"] or row["title"])
        yield Event(
            row["created_at"], EventKind.TASK, row["number"], text, row["created_by"], incident.number, row["id"]
        )
    for row in query.task_steps(connection, incident.id):
        step = words.say_in("zh", f"order.step.{row['kind']}")
        text = " ".join(part for part in (step, row["unit"], row["who"], row["text"]) if part)
        yield Event(
            row["at"], EventKind.TASK, row["task_number"], text, row["by_name"], incident.number, row["task_id"]
        )


def _meetings(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in consultations.newest(connection, (), incident.id, _MOST):
        told = attendance(row.attendance)
        text = f"会商：{row.title}，主持 {row.chair}，到会 {told.came}/{told.asked}"
        yield Event(row.held_at, EventKind.CONSULTATION, row.number, text, row.by_name, incident.number, row.id)


def _commands(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.commands(connection, incident.id):
        whence = f"，接替 {row['taken_from']}" if row["taken_from"] else ""
        text = f"{row['part']}：{row['name']} {row['organisation']}".rstrip() + whence
        yield Event(row["since"], EventKind.COMMAND, incident.number, text, row["by_name"], incident.number, row["id"])


def _responses(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    for row in query.response_steps(connection, incident.id):
        word = words.say_in("zh", f"response.step.{row['kind']}")
        text = f"{word}：《{row['title']}》{shown(row['level'])}级"
        text += f"，{row['text']}" if row["milestone"] else ""
        text += f"，批准 {row['approved_by']}" if row["approved_by"] else ""
        yield Event(
            row["at"], EventKind.RESPONSE, row["response_number"], text, row["by_name"], incident.number,
            row["response_id"],
        )  # fmt: skip


def _teams(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """What each team did, when it did it, whoever told it how much later."""
    for row in assignments.steps_of_incident(connection, incident.id):
        state = words.say_in("zh", f"team.state.{row['state']}")
        text = " ".join(part for part in (row["team"], state, row["place"]) if part)
        text += f"（{row['reason']}）" if row["reason"] else ""
        yield Event(
            row["at"], EventKind.TEAM, row["assignment_number"], text, row["by_name"], incident.number,
            row["assignment_id"],
        )  # fmt: skip


def _goods(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """What was promised, sent, arrived, came back, when, by which document."""
    steps = stock_scenes.steps(connection, incident.id)
    lines = stock.lines(connection, list({row["document_id"] for row in steps}))
    for row in steps:
        named = (f"document.{row['document_kind']}", f"step.{row['kind']}")
        kind, step = (words.say_in("zh", f"stock.{word}") for word in named)
        text = f"{kind}{step}：{stock.summary_of(lines.get(row['document_id'], ()))}"
        text += f"，{row['who']}" if row["who"] and row["who"] != row["by_name"] else ""
        text += f"（{row['text']}）" if row["text"] else ""
        yield Event(
            row["at"], EventKind.GOODS, row["number"], text, row["by_name"], incident.number, row["document_id"]
        )


_SOURCES = (
    _items, _states, _grades, _figures, _clocks, _reports, _sent, _instructions, _tasks, _meetings, _commands,
    _responses, _teams, _goods, shelter_events.of_shelters, shelter_events.of_relocations,
    callout_events.of_callouts,
)  # fmt: skip
_MOST = 200
"""Consultations about one incident."""
