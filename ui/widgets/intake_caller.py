"""The caller as they are typed: persons who fit are offered below the field and never come uninvited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from console.domain.contacts import PersonHit
from ui import theme
from ui.widgets.typed import ShortText

_SHOWN = 6


class CallerLine(ShortText):
    """``asked`` carries what was typed, for whoever knows persons; ``accepted`` the one taken by Down and Enter or Tab.

    Nothing is chosen until Down was pressed: Enter and Tab go on with exactly what was typed.
    """

    asked = Signal(str)
    accepted = Signal(object)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(limit, parent)
        self._hits: tuple[PersonHit, ...] = ()
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
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
            self._place_list()
        else:
            self.close_list()

    def close_list(self) -> None:
        self.list.hide()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self.list.isVisible():
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # closes the list here; the panel's Esc waits for the next one
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self._chosen():
                self._take(self.list.currentIndex())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if self.list.isVisible() else None
        if step is not None:
            self._step(step)
        elif self.list.isVisible() and event.key() == Qt.Key.Key_Escape:
            self.close_list()
        elif self._chosen() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self._take(self.list.currentIndex())
            event.ignore()  # the form goes on to the next field
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    def _typed(self, text: str) -> None:
        self.close_list()
        self.asked.emit(text)

    def _chosen(self) -> bool:
        return self.list.isVisible() and self.list.currentIndex().isValid()

    def _step(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        if 0 <= row < len(self._hits):
            self.list.setCurrentIndex(self._model.index(row))

    def _take(self, index: QModelIndex) -> None:
        hit = self._hits[index.row()]
        self.close_list()
        self.accepted.emit(hit)

    def _place_list(self) -> None:
        """Below the field in the same window, above it where there is no room."""
        window, using = self.window(), theme.current()
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        rows = min(_SHOWN, len(self._hits))
        height = rows * max(using.compact_row - 6, self.list.sizeHintForRow(0)) + 4
        width = min(max(self.width(), using.px(420)), window.width())
        at = self.mapTo(window, QPoint(0, self.height()))
        if at.y() + height > window.height():
            at = self.mapTo(window, QPoint(0, -height))
        self.list.setGeometry(min(at.x(), window.width() - width), max(0, at.y()), width, height)
        self.list.show()
        self.list.raise_()


def shown(hit: PersonHit) -> str:
    """陈例一  示范县应急局  主任  100-0000-0001"""
    return "  ".join(part for part in (hit.name, hit.organisation, hit.post, *hit.numbers[:1]) if part)


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
