"""What the incidents panel asks and how its lists say it: incidents, items, reports of figures, countdowns, events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.due import state_of
from console.domain.incident import IncidentRow, ItemRow, OfIncident
from console.domain.report_limits import IncidentClockRow
from console.domain.timeline import Event
from ui import text
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import fraction
from ui.widgets.grade_chip import grade_text
from ui.widgets.marked_cell import SIDE

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from console.services.assignments import AssignmentsService
    from console.services.disaster_tables import DisasterTables
    from console.services.incident_clocks import IncidentClocksService
    from console.services.incident_command import IncidentCommandService
    from console.services.incident_figures import IncidentFiguresService
    from console.services.incident_items import IncidentItemsService
    from console.services.incident_reports import IncidentReportsService
    from console.services.incident_timeline import IncidentTimeline
    from console.services.incidents import IncidentsService
    from console.services.instructions import InstructionsService
    from console.services.intake import IntakeService
    from console.services.orders import OrdersService
    from console.services.places import PlacesService
    from console.services.settings import SettingsService
    from ui.incident_prints import TimeLine

Soon = Callable[[], "timedelta"]


@dataclass(frozen=True, slots=True)
class IncidentServices:
    """Everything the incidents panel asks. ``beside`` are the panels that stand in the rail with it."""

    incidents: IncidentsService
    items: IncidentItemsService
    figures: IncidentFiguresService
    clocks: IncidentClocksService
    command: IncidentCommandService
    timeline: IncidentTimeline
    reports: IncidentReportsService
    orders: OrdersService
    intake: IntakeService
    places: PlacesService
    settings: SettingsService
    beside: frozenset[str] = frozenset()
    timeline_pdf: Callable[[TimeLine, Path], int] | None = None
    """Writes the time line that is asked for as PDF, counted as a copy; on a worker."""
    disaster_tables: DisasterTables | None = None
    """快报表 of natural disasters."""
    instructions: InstructionsService | None = None
    assignments: AssignmentsService | None = None
    """Teams that are sent or reserved."""


# incidents


@dataclass(frozen=True, slots=True)
class IncidentLine(OfIncident):
    """An incident with what is due next for it."""

    row: IncidentRow
    due: IncidentClockRow | None


def lines_of(rows: Iterable[IncidentRow], waiting: Iterable[IncidentClockRow]) -> list[IncidentLine]:
    """``waiting`` comes the soonest first."""
    soonest: dict[UUID, IncidentClockRow] = {}
    for clock in waiting:
        soonest.setdefault(clock.incident_id, clock)
    return [IncidentLine(row, soonest.get(row.id)) for row in rows]


def due_state(clock: IncidentClockRow | None, times: Times, soon: Soon) -> DueState:
    """How near a countdown is; one that does not run is not."""
    if clock is None or not clock.running:
        return DueState.LATER
    return DueState(state_of(clock.due_at, times.now(), soon()).value)


def due_mark(clock: IncidentClockRow | None, times: Times, soon: Soon) -> tuple[float, DueState] | None:
    """The pie of a countdown that runs."""
    if clock is None or not clock.running:
        return None
    return fraction(clock.counts_from, clock.due_at, times.now()), due_state(clock, times, soon)


def incident_model(times: Times, soon: Soon) -> RowTableModel[IncidentLine]:
    """Number, title, place, grade, state, what is due next."""

    def left(line: IncidentLine) -> str:
        return text.left(line.due.due_at, times.now()) if line.due else ""

    def tip(line: IncidentLine) -> str:
        return f"{step_text(line.due)} {times.minute(line.due.due_at)} {left(line)}" if line.due else ""

    def near(line: IncidentLine) -> DueState:
        return due_state(line.due, times, soon)

    return RowTableModel(
        [
            Column("incidents.number", lambda line: line.row.number, width=128, tip=_long),
            Column("incidents.title", lambda line: line.row.title, stretch=True, tip=_long),
            Column("incidents.place", lambda line: line.row.place, stretch=True),
            Column(
                "incidents.grade", lambda line: grade_text(line.kind, line.grade, line.standing), width=150, picture=24
            ),
            Column("state", lambda line: words.say(f"incident.state.{line.row.state.value}"), width=92, ink=_state_ink),
            Column(
                "incidents.due", left, width=128, picture=SIDE, tip=tip, ink=lambda line: TEXT[near(line)],
                strong=lambda line: near(line) is not DueState.LATER, stays=True,
            ),
        ],
        key=lambda line: line.row.id,
        tint=lambda line: TINT[near(line)],
    )  # fmt: skip


def _long(line: IncidentLine) -> str:
    return f"{line.row.number} {line.row.title}\n{line.row.summary}"


def _state_ink(line: IncidentLine) -> str | None:
    return None if line.row.open else "text2"


# items


def item_model(times: Times) -> RowTableModel[ItemRow]:
    """Inbound items of an incident; those taken out again stand below, with why."""

    def belongs(row: ItemRow) -> str:
        return words.say("incidents.item.left") if row.ended_at else words.say(f"incident.item.{row.kind.value}")

    def what(row: ItemRow) -> str:
        return " ".join(f"{row.reason} {row.summary}".split())

    return RowTableModel(
        [
            Column("number", lambda row: row.number, width=150),
            Column("inbound.received_at", lambda row: times.near(row.received_at), width=110),
            Column("incidents.belongs", belongs, width=110),
            Column("text", what, stretch=True),
            Column("by", lambda row: f"{row.by_name} {times.near(row.at)}", width=150),
        ],
        key=lambda row: row.id,
        tint=lambda row: "zebra" if row.ended_at else None,
    )


# countdowns


def step_text(clock: IncidentClockRow) -> str:
    """电话初报 → 市总值班室, 续报（第 2 次）."""
    step = words.say(f"list.report_limits.step.{clock.step.value}")
    return words.say("incidents.step_turn", step=step, turn=clock.ordinal) if clock.ordinal > 1 else step


def clock_left(clock: IncidentClockRow, times: Times) -> str:
    """Time left, when it was done, or that nobody wants it."""
    if clock.running:
        return text.left(clock.due_at, times.now())
    if clock.done_at is None:
        return words.say("incidents.clock.dropped")
    code = "incidents.clock.late" if clock.late else "incidents.clock.done"
    return words.say(code, at=times.near(clock.done_at))


def clock_model(times: Times, soon: Soon) -> RowTableModel[IncidentClockRow]:
    """Which report, to whom, due when and how far; what came of it; on what basis."""

    def came(row: IncidentClockRow) -> str:
        late = words.say("incidents.clock.why_late", reason=row.late_reason) if row.late_reason else ""
        return " ".join(part for part in (row.told, late, row.drop_reason) if part)

    def near(row: IncidentClockRow) -> DueState:
        return due_state(row, times, soon)

    def ink(row: IncidentClockRow) -> str | None:
        return TEXT[near(row)] if row.running else "redtext" if row.late else "text2"

    return RowTableModel(
        [
            Column("incidents.step", step_text, width=150),
            Column("incidents.whom", lambda row: row.whom, width=170),
            Column("incidents.due_at", lambda row: times.near(row.due_at), width=110),
            Column(
                "incidents.left", lambda row: clock_left(row, times), width=150, picture=SIDE, ink=ink,
                strong=lambda row: row.late or near(row) is not DueState.LATER, stays=True,
            ),
            Column("incidents.told", came, stretch=True),
            Column("incidents.basis", lambda row: row.basis, stretch=True),
        ],
        key=lambda row: row.id,
        tint=lambda row: TINT[near(row)] if row.running else None,
    )  # fmt: skip


# time line


def event_model(times: Times) -> RowTableModel[Event]:
    """When, what kind, which record, what, by whom."""

    def kind(event: Event) -> str:
        return words.say(f"timeline.kind.{event.kind.value}")

    return RowTableModel(
        [
            Column("timeline.at", lambda event: times.near(event.at), width=110),
            Column("timeline.kind", kind, width=92),
            Column("timeline.number", lambda event: event.number, width=150),
            Column("timeline.text", lambda event: event.text, stretch=True, ink=_late_ink),
            Column("timeline.by_name", lambda event: event.by_name, width=100),
        ],
        key=lambda event: (event.at, event.kind, event.number, event.text, event.record_id),
    )


def _late_ink(event: Event) -> str | None:
    return "redtext" if event.late else None
