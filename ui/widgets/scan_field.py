"""A field for lots and goods: a scanner types into it as a person does, ending with Enter."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.scanned import ANYTHING, Found, Wanted
from console.domain.stock import NOTHING, shown
from console.errors import Refused, Unavailable
from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.scans import Code, Find, Scans
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

LIMIT = 120
SCANNED_S, SHORTEST = 0.035, 4
"""Seconds a key of a scanner takes at most, and how many it must have typed to be told from a person."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENDS = "\r\n\t"


class ScanLine(OneLine):
    """``entered`` carries a Code after Enter, and the line is empty for the next one.

    Enter never leaves it: a scanner may send it twice, and a dialog must not be handed up by a label.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(LIMIT, parent=parent)
        self._now = now
        self._began = 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.accept()
            self._enter()
            return
        self._note_beginning()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._note_beginning()
        super().inputMethodEvent(event)

    def _note_beginning(self) -> None:
        if not self.text() or self.hasSelectedText():
            self._began = self._now()

    def _enter(self) -> None:
        text = self.text().strip(_ENDS + " ")
        if not text:
            return
        fast = len(text) >= SHORTEST and self._now() - self._began <= SCANNED_S * len(text)
        self.clear()
        self.entered.emit(Code(text, fast))


class ScanField(Painted, Spoken, QWidget):
    """Takes a lot's label, a lot's number or an item's code, scanned or typed, and says beneath what it is.

    ``ScanField(jobs, services.scans.find, wanted=lambda: Wanted(store=…, expired=False), counts=True)``

    - ``found`` (Found): one for each code that may stand here, in the order they came. With ``counts`` the same lot
      scanned twice comes twice (two pieces were counted, the note says which time it is); without it the second is
      only said, ``again`` (Found) tells the owner. ``forget()`` begins anew, ``forget(lot)`` for one of them.
    - ``wanted`` is asked before each look-up: the store and goods of a document may change while it is open.
    - What was not recognised, or may not stand here (Refused scan_*), is said in words and stays: in the line, where
      nothing else was typed meanwhile, ready to be written over; else in the list beneath, until the same code is
      recognised, or Esc in the empty line takes it away. ``left`` lists these texts.
    - ``line`` is the editor (for ``set_fields``, ``inputs`` and focus). Enter never leaves it, so that a label never
      hands up a dialog; Ctrl+Enter does as everywhere. Characters that come while a code is looked up are the next
      code's.
    - ``failed`` carries what is neither Refused nor Unavailable, for the panel.
    """

    found = Signal(object)
    again = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        jobs: Any,
        find: Find,
        *,
        wanted: Callable[[], Wanted] = lambda: ANYTHING,
        counts: bool = False,
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted, self._counts = wanted, counts
        self._times: Counter[UUID] = Counter()
        self._turned: dict[str, Exception] = {}
        self._last: Exception | None = None
        self.line = ScanLine(now=now)
        self.note, self.left_note = Word("stores.scan.how", role="secondary"), Word(role="error")
        self.scans = Scans(jobs, find, wanted, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.line, self.note, self.left_note):
            column.addWidget(part)
        for sentence in (self.note, self.left_note):
            sentence.setWordWrap(True)
        self.left_note.hide()
        self.line.entered.connect(self.scans.take)
        self.line.textChanged.connect(self._show_left)
        self.scans.found.connect(self._take)
        self.scans.refused.connect(self._turn_away)
        self.scans.failed.connect(self.failed)
        self.scans.waiting.connect(self._say_waiting)
        self.retranslate()
        self.restyle()

    @property
    def left(self) -> list[str]:
        """Codes that were not taken and stand in no line."""
        return [text for text in self._turned if text != self.line.text()]

    @property
    def busy(self) -> bool:
        """Whether a code is still looked up."""
        return self.scans.busy

    def forget(self, lot: UUID | None = None) -> None:
        """What was scanned so far counts no longer: that lot's, or everything."""
        if lot is None:
            self._times.clear()
        else:
            self._times.pop(lot, None)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.line.setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the empty line: what was not recognised is dealt with; only the next one leaves."""
        if event.key() == Qt.Key.Key_Escape and (self._turned or self.line.text()):
            self.line.clear()
            self._turned.clear()
            self._say("stores.scan.how")
            self._show_left()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.line.setPlaceholderText(words.say("stores.scan.placeholder"))
        if not self.line.accessibleName():
            self.line.setAccessibleName(words.say("stores.scan.placeholder"))
        if self._last is not None:
            self.note.show_text(_sentence(self._last))
        self._show_left()

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        super().restyle()

    def _take(self, found: Found, code: Code) -> None:
        self._turned.pop(code.text, None)
        self._show_left()
        key = found.lot or found.item
        self._times[key] += 1
        often = self._times[key]
        again = often > 1 and not self._counts
        self._say(_code(code.fast, again, often), goods=_goods(found), free=self._free(found), often=often)
        (self.again if again else self.found).emit(found)

    def _turn_away(self, error: Exception, code: Code) -> None:
        """The officer's line is his: it gets the code back only while nothing else stands in it."""
        self._turned[code.text] = error
        if not self.line.text() and not self.scans.busy:
            self.line.setText(code.text)
            self.line.selectAll()
        self._say_error(error)
        self._show_left()

    def _free(self, found: Found) -> str:
        store = self._wanted().store
        free = sum((one.free for one in found.lying if store in (None, one.store)), NOTHING)
        return f"{shown(free)} {found.unit}"

    def _say(self, code: str, **facts: Any) -> None:
        self._last = None
        self._mark("secondary")
        self.note.say(code, **facts)

    def _say_error(self, error: Exception) -> None:
        self._last = error
        self._mark("error")
        self.note.show_text(_sentence(error))

    def _say_waiting(self, count: int) -> None:
        if count > 1:
            self._say("stores.scan.waiting", count=count)

    def _show_left(self) -> None:
        told = self.left
        self.left_note.setVisible(bool(told))
        if told:
            sentences = [f"{text}：{_sentence(self._turned[text])}" for text in told]
            self.left_note.show_text("\n".join(sentences))

    def _mark(self, role: str) -> None:
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)


def _sentence(error: Exception) -> str:
    return words.sentence(error) if isinstance(error, Refused | Unavailable) else words.say("asking.failed")


def _code(fast: bool, again: bool, often: int) -> str:
    if again:
        return "stores.scan.again"
    if often > 1:
        return "stores.scan.counted"
    return "stores.scan.scanned" if fast else "stores.scan.typed"


def _goods(found: Found) -> str:
    parts = [found.item_name, found.spec]
    if found.lot_code:
        parts.append(words.say("stores.scan.lot", lot=found.lot_code))
    return " ".join(part for part in parts if part)
