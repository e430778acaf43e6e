"""快报 by hot key from anywhere: five fields, filled in from what is on the screen, become a draft and a chat text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from console import words
from console.bootstrap import Desk
from console.domain.inbound import FIGURES, InboundRow
from console.domain.incident import IncidentRow
from console.domain.incident_figures import Revision
from console.domain.incident_report import ReportRow
from console.domain.people import Action
from console.services.incident_figures import said_in_chinese
from ui.dialogs.asked import Asked
from ui.dialogs.finding import Asks, FindingDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.seat import Seat
from ui.text import Times
from ui.window import Window

if TYPE_CHECKING:
    from console.services.quick_reports import QuickForm

ASKS = (
    Asks("what", "quick.field.what", required=True),
    Asks("when", "quick.field.when", limit=30),
    Asks("where", "quick.field.where", limit=200),
    Asks("casualties", "quick.field.casualties"),
    Asks("measures", "quick.field.measures"),
)
_JOIN = "，"


class QuickReporting(QObject):
    """``told`` and ``refused`` are for the message strip; ``drafted`` carries the id of the report to be shown."""

    told = Signal(str)
    refused = Signal(object)
    drafted = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self._waiting = False
        """What is known is being read; asked again meanwhile it is the same wish."""
        self._ids: dict[str, UUID] = {}
        """Of what was begun and not done: tried again it goes on where it was."""
        self._book = KeptWords(jobs, seat, times, desk.drafts, self)
        self._book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.refused.emit, self._book, self)
        self._book.handed_over.connect(self.asked.drop)

    def open(self) -> None:
        """About the call, the incident or the report that is on the screen, or about something nobody took in yet."""
        if not self._may() or self.asked.dialog is not None or self._waiting:
            return
        row, incident_id = self._item(), self._incident()
        if row is not None or incident_id is None:
            self._show(_of_item(row, self._times) if row is not None else _of_nothing(self._times))
            return
        self._waiting = True
        desk = self._desk

        def known() -> _Known:
            figures = desk.incident_figures.newest(incident_id)
            return _of_incident(desk.incidents.one(incident_id), figures, self._times)

        self._jobs.read(known, self._read, self._not_read)

    def _read(self, known: _Known) -> None:
        self._waiting = False
        if self._may():
            self._show(known)

    def _not_read(self, error: Exception) -> None:
        self._waiting = False
        self.refused.emit(error)

    def _show(self, known: _Known) -> None:
        dialog = FindingDialog("quick.title", known.about, ASKS, known.given, yes="quick.yes", parent=self._window)
        form_id, by = self._ids.setdefault(known.subject, uuid4()), self._seat.actor

        def begin(said: Mapping[str, str]) -> tuple[ReportRow, str]:
            typed = said["when"].strip()
            # the time of an incident there is stands in its record; here it is only words
            at = self._times.read(typed) if typed and known.incident_id is None else None
            report = self._desk.quick_reports.begin(_form(form_id, said, known, at), by=by)
            return report, self._desk.report_papers.text(report.id)

        def drafted(made: tuple[ReportRow, str]) -> None:
            del self._ids[known.subject]
            self._drafted(*made)

        self.asked.open(dialog, begin, drafted, about=known.subject)

    def _may(self) -> bool:
        return self._seat.taken and not self._seat.locked and self._seat.may(Action.REPORT_UP)

    def _item(self) -> InboundRow | None:
        """The call somebody looks at."""
        panel: Any = self._window.current_panel()
        shown = panel.item.shown if panel is not None and panel.id == "intake" else None
        return shown.row if shown is not None else None

    def _incident(self) -> UUID | None:
        """The incident somebody looks at, by itself, as a line of the list or through a report of it."""
        panel: Any = self._window.current_panel()
        if panel is not None and panel.id in ("incidents", "upward"):
            found: UUID | None = panel.incident_shown()
            return found
        return None

    def _drafted(self, report: ReportRow, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit(words.say("quick.drafted"))
        self.drafted.emit(report.id)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the report is about, what is known of it already, and under which name its words are kept."""

    subject: str
    about: str
    given: dict[str, str]
    item_id: UUID | None = None
    incident_id: UUID | None = None
    event_type: str | None = None


def _of_nothing(times: Times) -> _Known:
    return _Known("quick", words.say("quick.about_new"), {"when": times.minute(times.now())})


def _of_item(row: InboundRow, times: Times) -> _Known:
    """What the call said already."""
    figures = _JOIN.join(_figure(key, row) for key in FIGURES if key in row.figures)
    when = times.minute(row.occurred_at) if row.occurred_at is not None else ""
    given = {"what": row.summary, "when": when, "where": row.place, "casualties": figures, "measures": row.measures}
    about = words.say("quick.about_item", number=row.number)
    return _Known(f"quick {row.id}", about, given, row.id, event_type=row.event_type)


def _of_incident(row: IncidentRow, figures: Mapping[str, Revision], times: Times) -> _Known:
    """What the incident says now; figures as they were told last."""
    told = _JOIN.join(said_in_chinese(key, one.amount) for key, one in figures.items())
    when = times.minute(row.occurred_at) if row.occurred_at is not None else ""
    given = {"what": row.summary, "when": when, "where": row.place, "casualties": told, "measures": row.measures}
    about = words.say("quick.about_incident", number=row.number)
    return _Known(f"quick {row.id}", about, given, incident_id=row.id)


def _figure(key: str, row: InboundRow) -> str:
    told = row.figures[key]
    value = words.say_in("zh", "report.unknown") if told.unknown else str(told.value)
    return f"{words.say_in('zh', f'figure.{key}')}{value}"


def _form(form_id: UUID, said: Mapping[str, str], known: _Known, at: datetime | None) -> QuickForm:
    from console.services.quick_reports import QuickForm

    return QuickForm(
        form_id, said["when"], said["where"], said["what"], said["casualties"], said["measures"],
        item_id=known.item_id, occurred_at=at, event_type=known.event_type, incident_id=known.incident_id,
    )  # fmt: skip
