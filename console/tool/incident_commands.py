"""``incident list|show|timeline`` and ``tasks due``: what is going on, in the words of the record."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.bootstrap import Desk, tool_actor
from console.config import DataDir
from console.domain.incident import OPEN_STATES, IncidentRow, IncidentState
from console.domain.incident_figures import Revision, digits_of
from console.domain.orders import OrderRow
from console.domain.report_limits import IncidentClockRow
from console.domain.task import TaskRow
from console.domain.timeline import Event, EventKind
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.print_commands import counted_pdf, drawing
from console.tool.times import said_time, show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    incident = group(commands, "incident", "incident_command")
    listed = command(incident, "list", "incident_list")
    listed.add_argument("--all", action="store_true")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    shown = (command(incident, "show", "incident_show"), run_show)
    told = (command(incident, "timeline", "incident_timeline"), run_timeline)
    for one, run in (shown, told):
        one.add_argument("number", metavar="NUMBER")
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=run)
    told[0].add_argument("--kind", action="append", default=[], choices=[kind.value for kind in EventKind])
    told[0].add_argument("--words", default="", metavar="WORDS")
    told[0].add_argument("--pdf", metavar="FILE")
    tasks = group(commands, "tasks", "tasks_command")
    due = command(tasks, "due", "tasks_due")
    due.add_argument("--json", action="store_true")
    due.set_defaults(run=run_due)


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """Open incidents, or the newest of all, one a line."""
    with opened(data) as desk:
        states = () if options.all else tuple(sorted(OPEN_STATES))
        rows, zone = desk.incidents.page(states=states), desk.zone
    _print((_plain(row, zone) for row in rows), (_said(row, zone) for row in rows), as_json=options.json)
    return 0


def run_show(data: DataDir, options: argparse.Namespace) -> int:
    """One incident with its items, the figures that count, its countdowns and its reports."""
    with opened(data) as desk:
        row, zone, now = desk.incidents.by_number(options.number), desk.zone, desk.clock.now()
        items = desk.incident_items.of(row.id)
        figures = desk.incident_figures.newest(row.id)
        clocks = [clock for clock in desk.incident_clocks.of(row.id) if clock.dropped_at is None]
        reports = [report for report in desk.incident_reports.series(row.id) if report.number]
    if options.json:
        told = _plain(row, zone)
        told["items"] = [{"number": item.number, "kind": item.kind.value} for item in items]
        told["figures"] = {key: _plain_figure(one, zone) for key, one in figures.items()}
        told["clocks"] = [_plain_clock(clock, zone, now) for clock in clocks]
        told["reports"] = [{"number": report.number, "title": report.title} for report in reports]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(_said(row, zone))
    for item in items:
        print(f"  {item.number}  {words.say(f'incident.item.{item.kind.value}')}  {' '.join(item.summary.split())}")
    for key, one in figures.items():
        print(f"  {_said_figure(key, one)}  {said_time(one.as_of, zone)}  {one.source}")
    for clock in clocks:
        print(f"  {_said_clock(clock, zone, now)}")
    for report in reports:
        print(f"  {report.number}  {report.title}")
    return 0


def run_timeline(data: DataDir, options: argparse.Namespace) -> int:
    """Everything about one incident in the order of time, one a line, or as a PDF that is counted as a copy."""
    kinds = tuple(EventKind(kind) for kind in options.kind)
    with opened(data) as desk:
        row, zone = desk.incidents.by_number(options.number), desk.zone
        if options.pdf:
            return _timeline_pdf(desk, row, kinds, options)
        events = desk.incident_timeline.events(row.id, kinds, options.words)
    _print(
        (_plain_event(event, zone) for event in events), (_said_event(event, zone) for event in events),
        as_json=options.json,
    )  # fmt: skip
    return 0


def _timeline_pdf(desk: Desk, row: IncidentRow, kinds: tuple[EventKind, ...], options: argparse.Namespace) -> int:
    target = Path(options.pdf)
    with drawing():
        from ui.incident_prints import TimeLine
        from ui.prints import form_of

        asked = TimeLine(row.id, tool_actor(), kinds, options.words, below=False)
        pages = counted_pdf(desk, form_of(desk, asked), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_due(data: DataDir, options: argparse.Namespace) -> int:
    """Open tasks with a time limit, the soonest first; exit 1 where one is over its time."""
    with opened(data) as desk:
        zone, now = desk.zone, desk.clock.now()
        forms = {row.id: row for row in desk.orders.rows()}
        rows = [row for row in desk.tasks.open_tasks() if row.due_at is not None]
    _print(
        (_plain_task(row, forms.get(row.id), zone, now) for row in rows),
        (_said_task(row, forms.get(row.id), zone, now) for row in rows), as_json=options.json,
    )  # fmt: skip
    return int(any(row.due_at is not None and row.due_at < now for row in rows))


def _print(plain: Iterable[dict[str, Any]], said: Iterable[str], *, as_json: bool) -> None:
    for line in (json.dumps(one, ensure_ascii=False) for one in plain) if as_json else said:
        print(line)


def _plain(row: IncidentRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "title": row.title,
        "type": row.event_type,
        "kind": row.kind.value,
        "grade": row.grade.value,
        "standing": row.standing.value,
        "state": row.state.value,
        "place": row.place,
        "received_at": show_time(row.received_at, zone),
        "occurred_at": show_time(row.occurred_at, zone) if row.occurred_at else None,
        "items": row.items,
    }


def _said(row: IncidentRow, zone: ZoneInfo) -> str:
    grade = f"incident.grade.{row.grade.value}" if row.grade else f"incident.standing.{row.standing.value}"
    state = words.say(f"incident.state.{IncidentState(row.state).value}")
    parts = [row.number, said_time(row.received_at, zone), state, words.say(grade), row.place, row.title]
    return "  ".join(part for part in parts if part)


def _plain_figure(one: Revision, zone: ZoneInfo) -> dict[str, Any]:
    """``value`` as a person reads it; null is 不详."""
    value = None if one.amount.unknown else digits_of(one.key, one.amount)
    return {
        "value": value, "at_least": one.amount.at_least, "as_of": show_time(one.as_of, zone), "source": one.source,
    }  # fmt: skip


def _said_figure(key: str, one: Revision) -> str:
    shown = words.say("figure.unknown") if one.amount.unknown else digits_of(key, one.amount)
    return f"{words.say(f'incident.figure.{key}')} {'≥' if one.amount.at_least else ''}{shown}"


def _plain_clock(clock: IncidentClockRow, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    return {
        "step": clock.step.value, "to": clock.whom, "due_at": show_time(clock.due_at, zone),
        "done_at": show_time(clock.done_at, zone) if clock.done_at else None, "told": clock.told,
        "over": clock.over(now), "late": clock.late, "late_reason": clock.late_reason, "basis": clock.basis,
    }  # fmt: skip


def _said_clock(clock: IncidentClockRow, zone: ZoneInfo, now: datetime) -> str:
    step = words.say(f"list.report_limits.step.{clock.step.value}") + (f"→{clock.whom}" if clock.whom else "")
    if clock.done_at is not None:
        state = words.say("tool.clock.late" if clock.late else "tool.clock.done")
        return f"{step}  {said_time(clock.done_at, zone)}  {state}  {clock.told} {clock.late_reason}".rstrip()
    state = words.say("tool.clock.over" if clock.over(now) else "tool.clock.due")
    return f"{step}  {said_time(clock.due_at, zone)}  {state}"


def _plain_event(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": show_time(event.at, zone), "kind": event.kind.value, "number": event.number, "text": event.text,
        "by": event.by_name, "late": event.late,
    }  # fmt: skip


def _said_event(event: Event, zone: ZoneInfo) -> str:
    kind = words.say(f"timeline.kind.{event.kind.value}")
    return f"{said_time(event.at, zone)}  {kind}  {event.number}  {' '.join(event.text.split())}  {event.by_name}"


def _plain_task(row: TaskRow, form: OrderRow | None, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    assert row.due_at is not None
    return {
        "number": row.number, "form": form.form.value if form else "", "stage": form.stage.value if form else "",
        "unit": form.unit if form else "", "person": row.assignee, "text": row.detail or row.title,
        "due_at": show_time(row.due_at, zone), "over": row.due_at < now,
    }  # fmt: skip


def _said_task(row: TaskRow, form: OrderRow | None, zone: ZoneInfo, now: datetime) -> str:
    assert row.due_at is not None
    state = words.say("tool.clock.over" if row.due_at < now else "tool.clock.due")
    whom = " ".join(part for part in (form.unit if form else "", row.assignee) if part)
    return f"{row.number}  {said_time(row.due_at, zone)}  {state}  {whom}  {row.title}"
