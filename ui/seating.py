"""Who sits at the seat: locking, signing in at the gate, and passing the seat when the watch changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from console import words
from console.errors import Refused
from ui.gate import Gate
from ui.jobs import Jobs
from ui.notices import Notices
from ui.seat import Seat
from ui.window import Window


class Seating(QObject):
    """``seated`` carries the name of who sits here once the window is open to them.

    ``shell`` is given when the desk is open; until then nobody signs in.
    """

    seated = Signal(str)

    def __init__(
        self, seat: Seat, gate: Gate, window: Window, jobs: Jobs, notices: Notices, now: Callable[[], datetime],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._seat, self._gate, self._window = seat, gate, window
        self._jobs, self._notices, self._now = jobs, notices, now
        self.shell: Any = None
        self.officer: Any = None
        """The account of who sits here, locked or not; None before anybody did."""
        self._noted = True
        """Whether the audit book has who sits here; not after a passing that failed."""
        self._locks = 0
        """How often a lock was asked for: one that comes while the seat passes holds."""
        gate.sign_in_asked.connect(self._sign_in)

    def lock(self) -> None:
        """Cover the panels; what is half written stays where it is."""
        self._locks += 1
        if not self._seat.taken or self._seat.locked:
            return
        self._seat.lock()
        self._gate.show_officers(self._officers(), self._seat.name)
        self._gate.say(words.say("gate.locked", at=self._now().strftime("%H:%M"), name=self._seat.name))
        self._window.cover(self._gate)
        self._gate.start()

    def lock_retired(self, name: str) -> None:
        """Whoever sits here was retired on another seat: nothing more is written in that name."""
        self.lock()
        self._gate.say(words.say("gate.retired", name=name), wrong=True)

    def hand_to(self, name: str) -> None:
        """The watch has changed: the seat is of who stands it now and has just proved it here with a password.

        Covered from this moment, so that nothing more is written in the name of who left.
        """
        if self.shell is None or not self._seat.taken:
            return
        if name == self._seat.name:
            if not self._seat.locked:  # whoever took an empty watch goes on where lines are written
                self._window.show_panel("board")
            return
        from ui.seat_acts import pass_seat

        if self._seat.locked:
            self._wait_for(name, words.say("gate.next", name=name))
            return
        desk, leaving, locks = self.shell.desk, self.officer, self._locks
        self._wait_for(name, words.say("gate.passing", name=name))
        self._gate.set_busy(True)
        self._jobs.sit(
            lambda: pass_seat(desk, name, leaving), partial(self._passed, locks), partial(self._not_passed, name)
        )  # fmt: skip

    def sit(self, officer: Any) -> None:
        """That account's officer sits here, and the window is theirs."""
        self._gate.set_busy(False)
        self._gate.entry.password.clear()
        self._gate.say(words.say("gate.slow"))
        self._gate.line.begin_anew()
        another = self._change_to(officer)
        self._window.uncover()
        if another or self._window.current_panel() is None:
            self._window.show_panel("board")
        self.seated.emit(officer.name)

    def _passed(self, locks: int, officer: Any) -> None:
        """Locked by key or for idleness meanwhile, the seat is theirs and stays locked."""
        if locks == self._locks:
            self.sit(officer)
            return
        self._change_to(officer, locked=True)
        self._gate.set_busy(False)
        self._wait_for(officer.name, words.say("gate.next", name=officer.name))

    def _not_passed(self, name: str, error: Exception) -> None:
        """It could not be noted who sits here, or that account may do more: it signs in as everybody does."""
        self._gate.set_busy(False)
        more = isinstance(error, Refused) and error.code == "seat_needs_password"
        if not more:
            self._noted = False
            self._notices.tell(error)
        self._wait_for(name, self._notices.sentence(error) if more else words.say("gate.next", name=name))

    def _wait_for(self, name: str, told: str) -> None:
        """At the locked gate, with the name that is expected."""
        if not self._seat.locked:
            self._seat.lock()
        self._gate.show_officers(self._officers(), "")
        self._gate.choose(name)
        self._gate.say(told)
        self._window.cover(self._gate)
        self._gate.start()

    def _sign_in(self, name: str, password: str) -> None:
        if self.shell is None:
            return
        from ui.seat_acts import sign_in

        self._gate.set_busy(True)
        self._gate.say(words.say("gate.checking"))
        desk, leaving, noted = self.shell.desk, self.officer, self._noted
        self._jobs.sit(
            lambda: sign_in(desk, name, password, leaving, noted=noted),
            self.sit,
            lambda error: self._not_signed_in(error, password),
        )

    def _not_signed_in(self, error: Exception, tried: str) -> None:
        """The wrong word is typed over by the next; one that was typed meanwhile is not."""
        self._gate.set_busy(False)
        self._gate.say(self._notices.sentence(error), wrong=True)
        if self._gate.entry.password.text() == tried:
            self._gate.entry.password.selectAll()

    def _change_to(self, officer: Any, *, locked: bool = False) -> bool:
        """Whether another sat here before; what that one was asked goes with them, while it is still their seat."""
        another = self.officer is not None and self.officer.id != officer.id
        if another:
            self._window.close_dialogs()
        self.officer, self._noted = officer, True
        self._seat.sit(officer.actor, locked=locked)
        return another

    def _officers(self) -> tuple[str, ...]:
        return self.shell.station.officers if self.shell is not None and self.shell.station else ()
