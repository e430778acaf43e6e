"""快报 by hot key: five fields make the call, its incident and a draft, whichever of them are not there yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from console import words
from console.domain.clock import Clock
from console.domain.inbound import Intake, Precision
from console.domain.incident import LIMITS as INCIDENT_LIMITS
from console.domain.incident import IncidentRow, NewIncident
from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.people import Actor
from console.errors import Refused
from console.services.incident_figures import IncidentFiguresService
from console.services.incident_items import IncidentItemsService
from console.services.incident_reports import IncidentReportsService, Text
from console.services.incidents import IncidentsService
from console.services.intake import IntakeService


@dataclass(frozen=True, slots=True)
class QuickForm:
    """The five fields as typed. ``id`` is made by the client; done again after a failure it goes on where it was.

    ``item_id`` is the call it is about where there is one, ``event_type`` what that call was given; ``incident_id`` the
    incident where there is one already; ``occurred_at`` is what ``when`` means.
    """

    id: UUID
    when: str
    where: str
    what: str
    casualties: str
    measures: str
    item_id: UUID | None = None
    occurred_at: datetime | None = None
    event_type: str | None = None
    incident_id: UUID | None = None


class QuickReports:
    """One use case over the services of calls, incidents and reports."""

    def __init__(
        self, clock: Clock, intake: IntakeService, incidents: IncidentsService, items: IncidentItemsService,
        figures: IncidentFiguresService, reports: IncidentReportsService,
    ) -> None:  # fmt: skip
        self._clock = clock
        self._intake = intake
        self._incidents = incidents
        self._items = items
        self._figures = figures
        self._reports = reports

    def begin(self, form: QuickForm, *, by: Actor) -> ReportRow:
        """A draft that says the five fields and nothing else; what is empty reads 不详.

        Refuses what_missing, report_begun where somebody has written on a quick report of that incident, and what the
        services of calls, incidents and reports refuse.
        """
        if not form.what.strip():
            raise Refused("what_missing", field="what")
        incident = self._incident(form, by)
        row = self._draft(incident, by)
        return self._reports.save(row.id, Text(row.title, body(form)), seen=row.version, by=by)

    def _incident(self, form: QuickForm, by: Actor) -> IncidentRow:
        if form.incident_id is not None:
            return self._incidents.one(form.incident_id)
        call = form.item_id or self._call(form, by)
        held = self._items.incident_of(call)
        if held is not None:
            return held
        new = NewIncident(
            form.id, title(form), form.what, form.event_type, place_text=form.where, occurred_at=form.occurred_at,
            occurred_precision=_precision(form), measures=form.measures,
        )  # fmt: skip
        incident = self._incidents.open(new, [call], by=by)
        self._figures.take_over(incident.id, call, by=by)
        return incident

    def _call(self, form: QuickForm, by: Actor) -> UUID:
        """What nobody took in yet is taken in: an incident begins with a call."""
        call = uuid5(form.id, "call")
        intake = Intake(
            call, form.what, self._clock.now(), place_text=form.where, occurred_at=form.occurred_at,
            occurred_precision=_precision(form), measures=form.measures,
        )  # fmt: skip
        try:
            self._intake.register(intake, by=by)
        except Refused as refused:
            if refused.code != "already_taken_in":
                raise
        return call

    def _draft(self, incident: IncidentRow, by: Actor) -> ReportRow:
        """A new one, or the one that was begun and nobody has written on."""
        series = self._reports.series(incident.id)
        begun = next((row for row in series if (row.kind, row.state) == (ReportKind.QUICK, ReportState.DRAFT)), None)
        if begun is None:
            return self._reports.draft(incident.id, ReportKind.QUICK, by=by)
        if begun.body != self._reports.composed(begun.id):
            raise Refused("report_begun", kind=ReportKind.QUICK.value)
        return begun


def title(form: QuickForm) -> str:
    """The first line of what happened, with the place before it unless it is named there."""
    first = form.what.strip().split("\n")[0].split("。")[0]
    named = first if not form.where or form.where in first else f"{form.where} {first}"
    return named[: INCIDENT_LIMITS["title"]]


def body(form: QuickForm) -> str:
    """Five lines as they are pasted into a chat."""
    unknown = words.say_in("zh", "report.unknown")
    fields = ("when", "where", "what", "casualties", "measures")
    said = {name: " ".join(getattr(form, name).split()) or unknown for name in fields}
    return "\n".join(f"{words.say_in('zh', f'quick.field.{name}')}：{text}" for name, text in said.items())


def _precision(form: QuickForm) -> Precision:
    return Precision.UNKNOWN if form.occurred_at is None else Precision.ABOUT
