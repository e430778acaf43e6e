"""The head of 库存: find (or scan), which kind of stock, as of when, and counts that are filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console import words
from console.domain import scanning
from console.domain.stated import require_past
from console.domain.stock_overview import Sieve
from console.domain.stores import MODES
from console.errors import Refused
from ui import theme
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.scans import Code
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

OWN = "own"
"""实物: goods that lie in stores; the other modes are agreements."""
SIEVE_KEYS = {Sieve.BELOW: "Alt+Q", Sieve.EXPIRING: "Alt+X", Sieve.ROAD: "Alt+Z"}
AS_OF, OWN_STORE = "Alt+T", "Alt+B"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBox(SearchBox):
    """Looks for words; Enter on the code of a label (or of a lot, an item) says ``scanned`` (Code) as well.

    A label's code leaves the box at once, so that the next scan does not join it.
    """

    scanned = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = self.text().strip()
        if event.key() in _ENTER and text:
            told = scanning.read(text)
            if told.lot or told.lot_id:
                self.empty()
                self.scanned.emit(Code(text))
                return
            super().keyPressEvent(event)
            self.scanned.emit(Code(text))
            return
        super().keyPressEvent(event)


class AsOf(Painted, Spoken, QWidget):
    """截至: ``changed`` carries the instant, None for now. What cannot be read stays in the field and is said."""

    changed = Signal(object)
    wrong = Signal(object)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self.at: datetime | None = None
        self.line = OneLine(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = KeyButton("stores.as_of", AS_OF, small=True)
        row.addWidget(self.button)
        row.addWidget(self.line)
        self.line.returnPressed.connect(self.read)
        self.line.editingFinished.connect(self._when_left)
        self.retranslate()
        self.restyle()

    def read(self) -> None:
        """Take what was typed: a time, a day (its end), nothing (now)."""
        try:
            at = instant(self.line.text(), self._times)
        except Refused as refused:
            self.wrong.emit(refused)
            return
        if at != self.at:
            self.at = at
            self.changed.emit(at)
        if at is not None:
            self.line.setText(self._times.minute(at))

    def to_now(self) -> None:
        """Back to what there is now, without a word to listeners."""
        self.at = None
        self.line.clear()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(words.say("stores.now"))
        self.line.setAccessibleName(words.say("stores.as_of"))

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        self.line.setFixedWidth(theme.current().px(112))
        super().restyle()

    def _when_left(self) -> None:
        """An emptied field means now, however it was left."""
        if not self.line.text().strip() and self.at is not None:
            self.read()


def instant(typed: str, times: Times) -> datetime | None:
    """A past time as typed, the end of a day alone, None for nothing; refuses bad_time and time_future."""
    if not typed.strip():
        return None
    try:
        at = times.read(typed)
    except Refused:
        at = _end_of_day(typed, times)
    require_past(at, times.now(), times.zone)
    return at


def _end_of_day(typed: str, times: Times) -> datetime:
    try:
        day = times.read_day(typed)
    except Refused:
        raise Refused("bad_time", text=typed) from None
    end = datetime.combine(day + timedelta(days=1), time(), times.zone) - timedelta(seconds=1)
    return times.now() if day == times.today() else end


class StockHead(Painted, QWidget):
    """``sieve_chosen`` a filter, ``mode_chosen`` a kind of stock, ``scope_chosen`` whether stores beneath count.

    The filter that holds, pressed again, is off: everything is listed. ``tools`` stand in the head of the card.
    """

    sieve_chosen = Signal(object)
    mode_chosen = Signal(str)
    scope_chosen = Signal(bool)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search, self.as_of = FindBox("stores.find"), AsOf(times)
        self.mode = Choice((OWN, *MODES), lambda mode: words.say(f"stores.mode.{mode}"))
        self.mode.call("stores.mode")
        self.mode.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.own_store = KeyButton("stores.own_store", OWN_STORE, small=True)
        self.own_store.setCheckable(True)
        self.scan_note = Word(role="secondary")
        self.scan_note.setWordWrap(True)
        self.scan_note.hide()
        self.sieves = {
            sieve: KeyButton(f"stores.sieve.{sieve.value}", key, small=True) for sieve, key in SIEVE_KEYS.items()
        }
        for sieve, button in self.sieves.items():
            button.say(f"stores.sieve.{sieve.value}", count="…", days="…")
        self._lay_out()
        self.mode.picked.connect(self._pick_mode)
        self.as_of.button.clicked.connect(self._go_as_of)
        self.own_store.toggled.connect(lambda on: self.scope_chosen.emit(not on))
        self.restyle()

    def verbs(self) -> dict[str, tuple[str, Callable[[], Any]]]:
        """Keys of the head by the id of their word, each with what it does."""
        return {
            "stores_sieve_below": (SIEVE_KEYS[Sieve.BELOW], self.sieves[Sieve.BELOW].click),
            "stores_sieve_expiring": (SIEVE_KEYS[Sieve.EXPIRING], self.sieves[Sieve.EXPIRING].click),
            "stores_sieve_road": (SIEVE_KEYS[Sieve.ROAD], self.sieves[Sieve.ROAD].click),
            "stores_as_of": (AS_OF, self.as_of.button.click),
            "stores_own": (OWN_STORE, self.own_store.click),
        }

    def show_counts(self, counts: Mapping[Sieve, int], near: int) -> None:
        """How many each filter would show; ``near`` are the days before a last day that count."""
        for sieve, button in self.sieves.items():
            button.say(f"stores.sieve.{sieve.value}", count=counts[sieve], days=near)

    def choose(self, sieve: Sieve) -> None:
        """Show a filter as the one that holds."""
        for one, button in self.sieves.items():
            button.setChecked(one is sieve)

    def say(self, code: str, *, wrong: bool = False, **facts: Any) -> None:
        """What became of a scan."""
        self.scan_note.setProperty("role", "error" if wrong else "secondary")
        self.scan_note.style().unpolish(self.scan_note)
        self.scan_note.style().polish(self.scan_note)
        self.scan_note.say(code, **facts)
        self.scan_note.setVisible(bool(code))

    def _pick_mode(self, mode: str) -> None:
        self._line.setVisible(mode == OWN)
        self.as_of.setEnabled(mode == OWN)
        self.mode_chosen.emit(mode)

    def show_mode(self, mode: str) -> None:
        self.mode.choose(mode)
        self._line.setVisible(mode == OWN)
        self.as_of.setEnabled(mode == OWN)

    def _go_as_of(self) -> None:
        self.as_of.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.as_of.line.selectAll()

    def _lay_out(self) -> None:
        self.tools: tuple[QWidget, ...] = (self.search, self.mode, self.as_of)
        self._line = Lines()
        for sieve, button in self.sieves.items():
            button.setCheckable(True)
            button.clicked.connect(lambda on, sieve=sieve: self._press(sieve, on))
            self._line.flow.addWidget(button)
        column = QVBoxLayout(self)
        for part in (self._line, self.scan_note):
            column.addWidget(part)

    def _press(self, sieve: Sieve, on: bool) -> None:
        chosen = sieve if on else Sieve.ALL
        self.choose(chosen)
        self.sieve_chosen.emit(chosen)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self.layout().setContentsMargins(edge, using.px(8), edge, using.px(4))
        self.layout().setSpacing(using.px(6))
        self.search.setMinimumWidth(using.px(100))
        self.search.setMaximumWidth(using.px(168))
        super().restyle()
