"""What pages of people and places to be had share: numbers that are rung and copied, why a button rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.call_lists import Dialled
from console.domain.contact_book import NumberKind
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import hiding
from ui.dialogs.ringing import Ring, RingDialog
from ui.panels.listed_part import ListedPart
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable


class RecordPart(ListedPart):
    """``item_asked`` leads to the map, an incident, or another part of this panel."""

    _waiting = False
    open_to_all: tuple[QWidget, ...] = ()
    """Buttons nobody needs leave for: what cannot be pressed says why."""

    def ask_first(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Read what a dialog shows, once per wish: a key hit twice opens one dialog."""
        if self._waiting or self.asked.dialog is not None:
            return
        self._waiting = True

        def found(answer: Any) -> None:
            self._waiting = False
            if isValid(self) and self.isVisible():
                then(answer)

        def failed(error: Exception) -> None:
            self._waiting = False
            self.refused.emit(error)

        self._jobs.read(work, found, failed)

    def ring(
        self, name: str, about: str, numbers: tuple[str, ...], what: str, act: Callable[[Ring], Any],
        done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        """The number large, and what came of the call by one key."""
        if not self._seat.may(Permission.CALL) or not numbers or self.asked.dialog is not None:
            return
        dialled = tuple(Dialled(NumberKind.OFFICE.value, number) for number in numbers)
        self.put(RingDialog(name, about, dialled, 0, hiding.current(), self.window()), what, act, done)

    def copy(self, name: str, number: str) -> None:
        """The number as it is dialled, for another program; none while numbers are hidden."""
        if not number:
            return
        if hiding.seen_number(number) != number:
            self.refused.emit(Refused("numbers_hidden"))
            return
        QGuiApplication.clipboard().setText(number)
        self.saved.emit(words.say("contacts.told_copied", name=name, number=number))

    def why_not(self, widget: QWidget) -> str:
        """The code of the sentence that says why it cannot be pressed now."""
        raise NotImplementedError

    def permit(self) -> None:
        """What cannot be pressed says why: who may not is told already, what is missing is told here."""
        super().permit()
        for widget, action in self._guarded:
            if self._seat.may(action) and not widget.isEnabled():
                widget.setToolTip(words.say(self.why_not(widget)))
        for widget in self.open_to_all:
            widget.setEnabled(self.possible(widget))
            widget.setToolTip("" if widget.isEnabled() else words.say(self.why_not(widget)))

    def also_by_double(self, table: RowTable, button: KeyButton) -> None:
        """Enter or a double click in that table presses the button."""
        table.opened.connect(lambda _row: press(button))


def press(button: KeyButton) -> None:
    if button.isEnabled():
        button.click()
