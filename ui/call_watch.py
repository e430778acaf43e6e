"""Who rings, wherever the officer is: one line at the foot of the window, the newest first, taken once by one key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console.changes import Topic
from console.domain.contacts import PersonHit
from console.domain.ringing import IncomingCall
from ui.widgets.call_strip import Caller

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.jobs import Jobs
    from ui.seat import Seat
    from ui.text import Times
    from ui.window import Window


TOPICS = frozenset({Topic.INBOUND, Topic.CONTACTS})


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call, and everybody of the contact book whose number it is."""

    call: IncomingCall
    hits: tuple[PersonHit, ...] = ()


class CallWatch(QObject):
    """``failed`` carries what could not be read or done: also that another seat was quicker. ``missed`` comes when
    a call has rung too long: nothing was written, and yet somebody waits now.

    What was taken here is not offered again while the store does not say so yet.
    """

    failed = Signal(object)
    missed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self._loading = self._again = False
        self._taken: set[tuple[int, object]] = set()
        self._calls: tuple[Ringing, ...] = ()
        self._rang: frozenset[object] = frozenset()

    def note(self, topics: frozenset[Topic]) -> None:
        """An entry with the number answers a call, and a name may have come to it; the rest asks the alarms' look."""
        if self._calls and topics & TOPICS:
            self.look()

    def look(self) -> None:
        """Ask the store; while one question is under way the next waits for it."""
        if self._loading:
            self._again = True
            return
        self._loading, self._again = True, False
        desk = self._desk
        self._jobs.read(lambda: _look(desk), self._looked, self._not_looked)

    def show(self) -> None:
        """The newest that rings, and how many others do; once a second too, for what was missed rings no more."""
        self._tell_missed()
        calls = self._ringing() if self._seat.taken and not self._window.covered else []
        shown = caller_of(calls[0], len(calls) - 1) if calls else None
        if shown != self._window.messages.call.caller:
            self._window.messages.show_call(shown)

    def wanted(self, chosen: Ringing | None) -> Ringing | None:
        """The call the officer's key means: the chosen one where it rings, else what rings, else the chosen one."""
        calls = self._ringing()
        if chosen is not None and (not calls or any(one.call.key == chosen.call.key for one in calls)):
            return chosen
        return calls[0] if calls else None

    def take(self, ringing: Ringing, entry_id: UUID) -> None:
        """It is taken down in that entry: it rings nowhere any more once the store has it."""
        self._taken.add(ringing.call.key)
        self.show()
        desk, actor, call = self._desk, self._seat.actor, ringing.call.id
        self._jobs.write(lambda: desk.ringing.take(call, entry_id, by=actor), lambda _call: None, self.failed.emit)

    def _ringing(self) -> list[Ringing]:
        """What was heard within its time and nobody has taken, the newest first."""
        now = self._times.now()
        return [one for one in self._calls if now < one.call.missed_at and one.call.key not in self._taken]

    def _tell_missed(self) -> None:
        now = self._times.now()
        late = frozenset(one.call.key for one in self._calls if one.call.missed_at <= now) - self._taken
        if late - self._rang:
            self.missed.emit()
        self._rang = late

    def _looked(self, calls: tuple[Ringing, ...]) -> None:
        self._loading = False
        self._calls = calls
        self.show()
        if self._again:
            self.look()

    def _not_looked(self, error: Exception) -> None:
        self._loading = False
        self.failed.emit(error)


def _look(desk: Desk) -> tuple[Ringing, ...]:
    """On a worker."""
    return tuple(Ringing(call, tuple(desk.contacts.by_number(call.phone))) for call in desk.ringing.ringing())


def caller_of(ringing: Ringing, more: int = 0) -> Caller:
    """Who it is, where it can only be one; else everybody it may be, or what the network calls them."""
    call, hits = ringing.call, ringing.hits
    about = {"count": call.count if call.many else 0, "incident": call.incident_number, "more": more}
    if len(hits) == 1:
        hit = hits[0]
        return Caller(call.phone, hit.name, hit.organisation, hit.post, hit.id, **about)
    others = tuple(" ".join((hit.name, hit.organisation)).strip() for hit in hits) or (call.network_name,)
    return Caller(call.phone, others=tuple(filter(None, others)), **about)


def said_by(caller: Caller) -> dict[str, str]:
    """What a new entry begins with when a call is taken."""
    return {
        "channel": "phone", "caller_phone": caller.number, "caller_name": caller.name, "caller_org": caller.unit,
        "caller_post": caller.post, "caller_person": str(caller.person_id) if caller.person_id else "",
    }  # fmt: skip
