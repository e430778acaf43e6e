"""The time line of an incident: everything about it in one order, by kind and words, taken out by one key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.timeline import EventKind
from ui import actions, theme
from ui.dialogs.saving import ask_target
from ui.incident_prints import TimeLine
from ui.models.incident_rows import event_model
from ui.panels.incident_part import IncidentTable
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

ALL = "all"
PDF = "pdf"
FORMS = ("xlsx", "csv", "json")


class EventsPage(IncidentTable):
    """Reads only, but for the line about an export. ``print_asked`` carries the ``TimeLine`` as it is shown."""

    print_asked = Signal(object)

    topics = frozenset(
        {Topic.INCIDENTS, Topic.INBOUND, Topic.OUTBOUND, Topic.TASKS, Topic.REPORTS, Topic.APPROVALS, Topic.DISPATCH}
    )

    def build(self) -> None:
        self._kinds: tuple[EventKind, ...] = ()
        self._words = ""
        self.card = Card("incidents.events", flush=True)
        self.table = RowTable(event_model(self._times), compact=True)
        self.table.call("incidents.events")
        self.empty = Empty("incidents.events.empty")
        self.kind = Choice((ALL, *EventKind), _kind_word)
        self.kind.call("column.timeline.kind")
        self.search = SearchBox("incidents.events.search")
        self.export_button = KeyButton("log.export", actions.key_of("export"), icon="export")
        self.card.tools.addWidget(self.kind)
        self.card.tools.addWidget(self.search)
        self.print_button = KeyButton("do.print", actions.key_of("print"), icon="print")
        self.lay_out([self.export_button, self.print_button])
        self.guard(Permission.EXPORT, self.export_button)
        self.guard(Permission.PRINT, self.print_button)
        self.kind.picked.connect(self._filter)
        self.search.searched.connect(self._look_for)
        self.export_button.clicked.connect(self.ask_target)
        self.print_button.clicked.connect(self.ask_print)
        self.bind_keys({"find": self.go_search, "export": self.ask_target, "print": self.ask_print})

    def read(self, incident_id: UUID) -> Any:
        return self._ask.timeline.events(incident_id, self._kinds, self._words, below=True)

    def show_incident(self, row: IncidentRow, more: Any) -> None:  # noqa: ARG002
        self.show_rows(more)
        self.card.caption.say("incidents.events.count", count=len(more))

    def possible(self, widget: QWidget) -> bool:  # noqa: ARG002
        return self.row is not None

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def ask_print(self) -> None:
        """What is shown, as a paper: printed or saved as PDF from its preview."""
        if self.row is not None and self._seat.may(Permission.PRINT):
            self.print_asked.emit(self._shown(self.row))

    def ask_target(self) -> None:
        """Where to; then what is shown."""
        if self.row is None or not self._seat.may(Permission.EXPORT):
            return
        kinds = ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in self.forms())
        target = ask_target(self, words.say("incidents.events"), self.row.number, kinds)
        if target:
            self.export_to(target)

    def forms(self) -> tuple[str, ...]:
        """PDF only for whoever may print: it is counted as a copy."""
        may_print = self._ask.timeline_pdf is not None and self._seat.may(Permission.PRINT)
        return (FORMS[0], PDF, *FORMS[1:]) if may_print else FORMS

    def export_to(self, target: Path) -> None:
        """Write it; the ending says the form."""
        row, write_pdf = self.row, self._ask.timeline_pdf
        assert row is not None
        asked = self._shown(row)
        if target.suffix.lower() == f".{PDF}" and write_pdf is not None:
            self._export(lambda: write_pdf(asked, target), "incidents.events.pdf", target)
            return
        timeline = self._ask.timeline
        self._export(
            lambda: timeline.export(row.id, target, asked.kinds, asked.asked, below=asked.below, by=asked.by),
            "log.exported", target,
        )  # fmt: skip

    def _export(self, work: Callable[[], int], told: str, target: Path) -> None:
        self._jobs.run(
            work, lambda count: self.saved.emit(words.say(told, count=count, name=target.name)), self.refused.emit
        )

    def _shown(self, row: IncidentRow) -> TimeLine:
        return TimeLine(row.id, self._seat.actor, self._kinds, self._words, below=True)

    def restyle(self) -> None:
        super().restyle()
        self.search.setFixedWidth(theme.current().px(260))

    def _filter(self, wanted: Any) -> None:
        self._kinds = () if wanted == ALL else (wanted,)
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self.reload_now()


def _kind_word(kind: Any) -> str:
    return words.say("incidents.filter.all") if kind == ALL else words.say(f"timeline.kind.{kind.value}")
