"""The time line of an incident: everything about it in one order, by kind and words, taken out by one key."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.timeline import EventKind
from ui import actions, theme
from ui.dialogs.saving import ask_target
from ui.models.incident_rows import event_model
from ui.panels.incident_part import IncidentTable
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

ALL = "all"
FORMS = ("xlsx", "csv", "json")


class EventsPage(IncidentTable):
    """Reads only, but for the line about an export."""

    topics = frozenset({Topic.INCIDENTS, Topic.INBOUND, Topic.OUTBOUND, Topic.TASKS, Topic.REPORTS, Topic.APPROVALS})

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
        self.lay_out([self.export_button])
        self.guard(Permission.EXPORT, self.export_button)
        self.kind.picked.connect(self._filter)
        self.search.searched.connect(self._look_for)
        self.export_button.clicked.connect(self.ask_target)
        self.bind_keys({"find": self.go_search, "export": self.ask_target})

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

    def ask_target(self) -> None:
        """Where to; then the kinds that are shown."""
        if self.row is None or not self._seat.may(Permission.EXPORT):
            return
        kinds = ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in FORMS)
        target = ask_target(self, words.say("incidents.events"), self.row.number, kinds)
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write it; the ending says the form."""
        row, by, timeline, kinds = self.row, self._seat.actor, self._ask.timeline, self._kinds
        assert row is not None
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: timeline.export(row.id, target, kinds, by=by),
            lambda count: self.saved.emit(words.say("log.exported", count=count, name=target.name)),
            self.refused.emit,
        )

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
