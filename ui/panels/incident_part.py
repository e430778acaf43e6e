"""What the parts of an incident's page share: which incident they are about, acts done at once or after a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.domain.incident import IncidentRow
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.incident_rows import IncidentServices
from ui.models.kept_words import KeptWords
from ui.models.seen import Seen
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Read:
    """The incident a part is about, and what the part read beside it."""

    row: IncidentRow
    more: Any


class IncidentPart(SettingsPage):
    """``read`` asks the services on a worker, ``show_incident`` shows it; ``row`` is None until that has happened."""

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: IncidentServices, book: KeptWords,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._ask, self._book = ask, book
        self.incident_id: UUID | None = None
        self.row: IncidentRow | None = None
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()

    def turn_to(self, incident_id: UUID) -> None:
        """Be about another incident: nothing of the one before can be acted on any more."""
        if incident_id == self.incident_id:
            return
        self.incident_id, self.row = incident_id, None
        self._has_result = False
        self.blank()
        self.permit()
        self.stale = True
        if self.isVisible():
            self.reload_now()

    def load(self) -> Read | None:
        wanted = self.incident_id
        if wanted is None:
            return None
        return Read(self._ask.incidents.one(wanted), self.read(wanted))

    def present(self, result: Read | None) -> None:
        if result is None or result.row.id != self.incident_id:
            return
        self.row = result.row
        self.show_incident(result.row, result.more)
        self.permit()

    def read(self, incident_id: UUID) -> Any:  # noqa: ARG002
        """What is needed beside the row; on a worker."""
        return None

    def show_incident(self, row: IncidentRow, more: Any) -> None:
        """On the GUI thread."""
        raise NotImplementedError

    def blank(self) -> None:
        """Show nothing of the incident before."""

    def possible(self, widget: QWidget) -> bool:  # noqa: ARG002
        return self.row is not None

    def bind_keys(self, verbs: dict[str, Callable[[], object]]) -> None:
        """Keys of this part, by the ids of the key table."""
        actions.bind(self, [Action(name, verb) for name, verb in verbs.items()], whole_window=False)

    def ask(self, dialog: Asking, about: str, act: Callable[[Any], Any], told: str) -> None:
        """Open a dialog; its words are kept under that subject. ``told`` is the code of what the strip says after."""
        row = self.row
        assert row is not None
        self.asked.open(dialog, act, lambda _made: self.tell(told, row.number), about=f"{about} {row.id}")

    def seen(self, row: IncidentRow) -> Seen:
        """The version a question about the incident is asked of."""
        return Seen(row.version, lambda: self._ask.incidents.one(row.id).version)

    def act(self, work: Callable[[], Any], told: str) -> None:
        """Do it at once."""
        number = self.row.number if self.row else ""  # of this one, wherever the officer is when it is done
        self.save_once(work, lambda _made: self.saved.emit(words.say(told, number=number)))

    def look_up(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Read something on a worker; an answer that comes when this part is gone is dropped."""
        self._jobs.read(work, lambda found: done(found) if isValid(self) else None, self.failed.emit)

    def tell(self, told: str, number: str) -> None:
        self.saved.emit(words.say(told, number=number))
        self.reload_now()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self.restyle()


class IncidentTable(IncidentPart):
    """A part that is one list with keys acting on its chosen line."""

    table: RowTable
    card: Card
    empty: Empty

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self

    def lay_out(self, buttons: list[KeyButton], *above: QWidget) -> None:
        """The card with what stands above its list, the buttons under it."""
        self.empty.hide()
        for widget in above:
            self.card.body.addWidget(widget)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty)
        self.bar = Lines()
        for button in buttons:
            self.bar.flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        column.addWidget(self.bar)
        self.table.chosen.connect(lambda _row: self.permit())
        self.restyle()

    def tick(self, *tables: RowTable) -> None:
        """Time goes on in these lists without news."""
        timer = QTimer(self)
        timer.setInterval(SECOND_MS)
        timer.timeout.connect(lambda: [table.viewport().update() for table in tables if table.isVisible()])
        timer.start()

    def show_rows(self, rows: Any) -> None:
        """The rows, or the sentence for none; nothing chosen yet is the first."""
        self.table.show_rows(rows)
        self.empty.stand_for(self.table, not rows)
        if rows and self.table.chosen_row() is None:
            self.table.choose(self.table.rows_model.key_at(self.table.rows_model.index(0, 0)))

    def blank(self) -> None:
        self.table.show_rows(())

    def restyle(self) -> None:
        if self.layout() is not None:
            self.layout().setSpacing(theme.current().px(8))
