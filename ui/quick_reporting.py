"""快报 by hot key from anywhere: five fields, filled in from the call on the screen, become a draft and a chat text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from console import words
from console.bootstrap import Desk
from console.domain.inbound import FIGURES, InboundRow
from console.domain.incident_report import ReportRow
from console.domain.people import Action
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


class QuickReporting(QObject):
    """``told`` and ``refused`` are for the message strip; ``drafted`` carries the id of the report to be shown."""

    told = Signal(str)
    refused = Signal(object)
    drafted = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self._ids: dict[str, UUID] = {}
        """Of what was begun and not done: tried again it goes on where it was."""
        self._book = KeptWords(jobs, seat, times, desk.drafts, self)
        self._book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.refused.emit, self._book, self)
        self._book.handed_over.connect(self.asked.drop)

    def open(self) -> None:
        """About the call that is on the screen, or about something nobody took in yet."""
        if not self._seat.taken or self._seat.locked or not self._seat.may(Action.REPORT_UP):
            return
        row = self._item()
        about = words.say("quick.about_item", number=row.number) if row is not None else words.say("quick.about_new")
        given = _given(row, self._times) if row is not None else {"when": self._times.minute(self._times.now())}
        dialog = FindingDialog("quick.title", about, ASKS, given, yes="quick.yes", parent=self._window)
        subject = f"quick {row.id if row is not None else ''}".strip()
        form_id, by = self._ids.setdefault(subject, uuid4()), self._seat.actor

        def begin(said: Mapping[str, str]) -> tuple[ReportRow, str]:
            typed = said["when"].strip()
            at = self._times.read(typed) if typed else None
            report = self._desk.quick_reports.begin(_form(form_id, said, row, at), by=by)
            return report, self._desk.report_papers.text(report.id)

        def drafted(made: tuple[ReportRow, str]) -> None:
            del self._ids[subject]
            self._drafted(*made)

        self.asked.open(dialog, begin, drafted, about=subject)

    def _item(self) -> InboundRow | None:
        """The call somebody looks at."""
        panel: Any = self._window.current_panel()
        shown = panel.item.shown if panel is not None and panel.id == "intake" else None
        return shown.row if shown is not None else None

    def _drafted(self, report: ReportRow, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit(words.say("quick.drafted"))
        self.drafted.emit(report.id)


def _given(row: InboundRow, times: Times) -> dict[str, str]:
    """What the call said already."""
    figures = "，".join(_figure(key, row) for key in FIGURES if key in row.figures)
    when = times.minute(row.occurred_at) if row.occurred_at is not None else ""
    return {"what": row.summary, "when": when, "where": row.place, "casualties": figures, "measures": row.measures}


def _figure(key: str, row: InboundRow) -> str:
    told = row.figures[key]
    value = words.say_in("zh", "report.unknown") if told.unknown else str(told.value)
    return f"{words.say_in('zh', f'figure.{key}')}{value}"


def _form(form_id: UUID, said: Mapping[str, str], row: InboundRow | None, at: datetime | None) -> QuickForm:
    from console.services.quick_reports import QuickForm

    return QuickForm(
        form_id, said["when"], said["where"], said["what"], said["casualties"], said["measures"],
        item_id=row.id if row is not None else None, occurred_at=at,
        event_type=row.event_type if row is not None else None,
    )  # fmt: skip
