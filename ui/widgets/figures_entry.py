"""A line for every figure of an incident, with what is known of it beside its word; several abreast as width allows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.domain.incident_figures import FIGURES, Amount, Revision, read_amount
from console.errors import Refused
from ui import theme
from ui.models.incident_figures import amount_text
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word, surviving
from ui.widgets.typed import ShortText

_LIMIT = 24
_MOST_ABREAST = 5


class FiguresEntry(Painted, Spoken, QWidget):
    """``typed`` after every key; ``ended`` Enter in the last line."""

    typed = Signal()
    ended = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._known: dict[str, Revision] = {}
        self._abreast = 0
        self.lines = {key: ShortText(_LIMIT) for key in FIGURES}
        self.fields = {key: Field(f"incident.figure.{key}", line) for key, line in self.lines.items()}
        self.known = {key: Word(role="strong") for key in FIGURES}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for key, field in self.fields.items():
            field.top.addWidget(self.known[key])
            self.lines[key].textChanged.connect(self.typed)
        self.restyle()

    def show_known(self, known: Mapping[str, Revision]) -> None:
        """What counts now, as of when and from whom."""
        self._known = dict(known)
        self.retranslate()

    def amounts(self) -> dict[str, Amount]:
        """What is typed. Raises Refused with ``figure`` and ``key`` where a line is no figure."""
        return {key: read_amount(key, line.text()) for key, line in self.lines.items() if line.text().strip()}

    def readable(self) -> dict[str, Amount]:
        """What is typed and can be read so far."""
        found = {}
        for key, line in self.lines.items():
            try:
                found |= {key: read_amount(key, line.text())} if line.text().strip() else {}
            except Refused:
                continue  # still being typed
        return found

    def mark_wrong(self) -> QWidget | None:
        """Say at each line why it is no figure; the first such line."""
        first = None
        for key, line in self.lines.items():
            self.fields[key].clear_note()
            try:
                if line.text().strip():
                    read_amount(key, line.text())
            except Refused:
                self.fields[key].note.setWordWrap(True)
                self.fields[key].say_note("incidents.figures.how", wrong=True)
                first = first or line
        return first

    def retranslate(self) -> None:
        for key, one in self._known.items():
            self.known[key].show_text(amount_text(key, one.amount))
            said = words.say("incidents.figures.known", at=self._times.near(one.as_of), source=one.source)
            self.lines[key].setPlaceholderText(said)
            self.known[key].setToolTip(said)
        for key in FIGURES.keys() - self._known.keys():
            self.known[key].show_text("")
            self.lines[key].setPlaceholderText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next line."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
            super().keyPressEvent(event)
            return
        if self.focusWidget() is list(self.lines.values())[-1]:
            self.ended.emit()
        else:
            self.focusNextPrevChild(True)

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setHorizontalSpacing(using.px(12))
        self._grid.setVerticalSpacing(using.px(6))
        self._arrange()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Another language or another known figure needs other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            surviving(self._arrange)
        return super().event(event)

    def _arrange(self) -> None:
        gap = self._grid.horizontalSpacing()
        widest = max(field.minimumSizeHint().width() for field in self.fields.values())
        abreast = max(1, min(_MOST_ABREAST, (self.width() + gap) // (max(widest, theme.current().px(150)) + gap)))
        if abreast == self._abreast:
            return
        for column in range(_MOST_ABREAST):
            self._grid.setColumnStretch(column, 1 if column < abreast else 0)
        self._abreast = abreast
        for at, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, at // abreast, at % abreast, Qt.AlignmentFlag.AlignTop)
