"""The caller as they are typed: persons who fit are offered below the field and never come uninvited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console.domain.contacts import PersonHit
from ui.hiding import seen_number
from ui.widgets.list_below import ListBelow

_SHOWN = 6


class CallerLine(ListBelow):
    """``asked`` carries what was typed, for whoever knows persons; ``accepted`` the one taken by Down and Enter or Tab.

    Nothing is chosen until Down was pressed: Enter and Tab go on with exactly what was typed.
    """

    asked = Signal(str)
    accepted = Signal(object)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        offered = QStringListModel()
        super().__init__(limit, offered, seen=_SHOWN, least=420, parent=parent)
        self._model = offered
        self._hits: tuple[PersonHit, ...] = ()
        self.list.clicked.connect(self._take)
        self.textEdited.connect(self._typed)

    def offer(self, typed: str, hits: Sequence[PersonHit]) -> None:
        """Who fits; an answer to words that were typed on meanwhile, or left, is none."""
        if typed != self.text() or not self.hasFocus() or self.isReadOnly():
            return
        self._hits = tuple(hits)
        self._model.setStringList([shown(hit) for hit in self._hits])
        self.list.setCurrentIndex(QModelIndex())
        if self._hits:
            self.place_list()
        else:
            self.close_list()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self._take_chosen()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if self.list.isVisible() else None
        if step is not None:
            self._step(step)
        elif event.key() in _ENTER and not event.modifiers() & _HELD and self._take_chosen():
            event.ignore()  # the form goes on to the next field
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self.close_list()
        self.asked.emit(text)

    def _take_chosen(self) -> bool:
        """The one the arrows went to; False where there is none."""
        chosen = self.list.isVisible() and self.list.currentIndex().isValid()
        if chosen:
            self._take(self.list.currentIndex())
        return chosen

    def _step(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        if 0 <= row < len(self._hits):
            self.list.setCurrentIndex(self._model.index(row))

    def _take(self, index: QModelIndex) -> None:
        hit = self._hits[index.row()]
        self.close_list()
        self.accepted.emit(hit)


def shown(hit: PersonHit) -> str:
    """陈例一  示范县应急局  主任  100-0000-0001"""
    return "  ".join(filter(None, (hit.name, hit.organisation, hit.post, *map(seen_number, hit.numbers[:1]))))


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
