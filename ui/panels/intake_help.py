"""What comes to an officer's help while an entry is written: persons who fit, a former call, time and place named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.inbound import FormerCall
from console.domain.pasting import sender_of
from console.domain.proposals import Spot, place_in, time_in
from ui.models.intake_rows import Contacts, IntakeDesk
from ui.text import Times
from ui.widgets.intake_caller import CallerLine
from ui.widgets.intake_form import IntakeForm

CALLER_MS = 150
TEXT_MS = 300
"""Asked when typing has rested this long."""


class EntryHelp(QObject):
    """Asks off the GUI thread and shows the answer only where the very same words still stand."""

    refused = Signal(object)

    def __init__(
        self,
        jobs: Any,
        times: Times,
        form: IntakeForm,
        intake: IntakeDesk,
        contacts: Contacts,
        spots: Callable[[], list[Spot]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._times, self._form = jobs, times, form
        self._intake, self._contacts, self._spots = intake, contacts, spots
        self._line: CallerLine = form.phone
        self.caller = self._timer(CALLER_MS, self._ask_caller)
        self.text = self._timer(TEXT_MS, self._ask_text)
        for line in (form.phone, form.caller):
            line.asked.connect(lambda _typed, line=line: self._typed(line))
        form.accepted.connect(lambda: self._typed(form.phone))
        form.summary.edited.connect(self.text.start)

    def clear(self) -> None:
        """Another entry or item is on the form."""
        self.caller.stop()
        self.text.stop()
        self._form.former.show_text("")
        self._form.propose("", None)

    def look(self) -> None:
        """An entry was taken up again: its text may name time and place, its number may have called before."""
        self.clear()
        self._line = self._form.phone
        self.caller.start()
        self.text.start()

    def _typed(self, line: CallerLine) -> None:
        self._line = line
        self.caller.start()

    def _ask_caller(self) -> None:
        line, typed = self._line, self._line.text()
        phone, now = self._form.phone.text(), self._times.now()
        if typed.strip() and line.hasFocus():
            self._jobs.read(
                lambda: self._contacts.find(typed), lambda hits: line.offer(typed, hits), self.refused.emit
            )  # fmt: skip
        self._jobs.read(
            lambda: self._intake.former_call(phone, now), lambda call: self._show_former(phone, call), self.refused.emit
        )  # fmt: skip

    def _show_former(self, phone: str, call: FormerCall | None) -> None:
        if phone != self._form.phone.text():
            return
        if call is None:
            self._form.former.show_text("")
        else:
            self._form.former.say("intake.former", at=self._times.near(call.received_at), number=call.number)

    def _ask_text(self) -> None:
        text, now = self._form.summary.text(), self._times.local(self._times.now())
        spots = self._spots

        def read() -> tuple[Any, Spot | None, str]:
            return time_in(text, now), place_in(text, spots()), sender_of(text)

        self._jobs.run(read, lambda found: self._propose(text, *found), self.refused.emit)

    def _propose(self, text: str, at: Any, spot: Any, sender: str) -> None:
        if text == self._form.summary.text():
            when = self._times.near(at) if at is not None else ""
            self._form.propose(when, (spot.key, spot.path) if spot is not None else None, sender)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
