"""Who rang: what waits to be taken or rung back, taken by one seat only, dealt with by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import masking
from console.domain.call_lists import LIMITS, CallOutcome
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.phones import digits_of, same_line
from console.domain.ringing import (
    IN_HAND,
    LOOK_BACK,
    AnswerKind,
    CallState,
    IncomingCall,
    call_id,
    rows_of,
    with_owners,
)
from console.domain.text import free_text
from console.errors import Refused
from console.services import channels, lines
from console.services.settings import current
from db import books
from db.models.contacts import CallAttempt
from db.models.wire import CallStep
from db.queries import ringing as query
from db.store import Store, Tx

REASON_LIMIT = 200
"""Longest reason why nobody is rung back, in characters."""


class RingingService:
    """Use cases of incoming calls. What rang stands in the wire's events; here is what people did about it."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def rows(self, *, to: Actor | None, missed: bool = False) -> list[IncomingCall]:
        """Calls of the last days, the newest first, numbers as ``to`` may see them; ``missed`` only what waits."""
        with self._store.reading() as connection:
            now = self._clock.now()
            found = [call for call in at_now(connection, now) if call.open or not missed]
            return [_shown(call, to) for call in known(connection, found, self._today(now))]

    def one(self, call: int, *, to: Actor | None) -> IncomingCall:
        """Refuses no_such_call. Of several that one event began the newest that waits is meant."""
        with self._store.reading() as connection:
            now = self._clock.now()
            found = _found(connection, call, now)
            return _shown(known(connection, [found], self._today(now))[0], to)

    def waiting(self) -> tuple[int, UUID | None]:
        """How many calls were missed, or taken long ago and not recorded, and the newest as a record; for boards."""
        with self._store.reading() as connection:
            now = self._clock.now()
            found = [call for call in at_now(connection, now) if call.overdue(now)]
        return len(found), call_id(found[0].id) if found else None

    def ringing(self) -> list[IncomingCall]:
        """What rings now and nobody has taken, the newest first; numbers whole, as they are dialled."""
        with self._store.reading() as connection:
            now = self._clock.now()
            found = [call for call in at_now(connection, now) if call.state is CallState.RINGING]
            return known(connection, found, self._today(now))

    # acting

    def take(self, call: int, entry_id: UUID, *, by: Actor) -> IncomingCall:
        """It is taken down: ``entry_id`` is the half-written entry's, and the item's once it is recorded.

        Asked again with the same entry it answers the first. Refuses call_taken (by whom and when) while another
        person has it in hand, call_done once something came of it, no_such_call.
        """
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            found = _found(tx.connection, call, at)
            if found.state is CallState.TAKEN and found.entry_id == entry_id:
                return found
            self._require_free(found, tx.by.name, at)
            made = _step(tx, found, AnswerKind.TAKEN, at, entry_id=entry_id)
            # without the number: the entry may turn out to be one whose caller nobody is told
            lines.write(tx, books.DUTY, ActKind.INTAKE, f"接听{self._when(found)}", at=at, about=[made])
        return self.one(call, to=by)

    def no_need(self, call: int, reason: str, *, by: Actor) -> IncomingCall:
        """Nobody has to be rung back, with the reason. Refuses reason_missing, call_done, call_rings, no_such_call."""
        reason = free_text(reason, REASON_LIMIT)
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            found = _found(tx.connection, call, at)
            if not found.open:
                self._require_over(found)
            made = _step(tx, found, AnswerKind.NO_NEED, at, note=reason)
            (told,) = known(tx.connection, [found], self._today(at))
            text = f"{self._when(found)} {said(told)} 不需回拨：{reason}"
            lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=at, about=[made])
        return self.one(call, to=by)

    def rang_back(self, call: int, outcome: CallOutcome, remark: str = "", *, by: Actor) -> IncomingCall:
        """A number that is nobody's was rung: what came of it; only who was reached ends the call.

        Whose number it is is rung as in the contact book (``call_lists.alone``), which counts here by the number.
        Refuses call_no_number, no_such_call.
        """
        remark = free_text(remark, LIMITS["remark"])
        with self._store.writing(by=by, action=Action.CALL) as tx:
            at = self._clock.now()
            (found,) = known(tx.connection, [_found(tx.connection, call, at)], self._today(at))
            if not found.can_be_rung:
                raise Refused("call_no_number")
            made = CallAttempt(
                call_list_id=None, person_id=None, name=found.who[:60], phone=found.phone, outcome=outcome.value,
                at=at, remark=remark, by_name=tx.by.name, verified=False,
            )  # fmt: skip
            tx.session.add(made)
            tx.flush()
            came = words.say_in("zh", f"call.outcome.{outcome.value}")
            text = f"回拨 {said(found)}：{came}{'，' + remark if remark else ''}"
            lines.write(tx, books.DUTY, ActKind.CALL, text, at=at, about=[made], person=found.who)
        return self.one(call, to=by)

    def _require_free(self, call: IncomingCall, by: str, at: datetime) -> None:
        """A call that rings, was missed, or that nobody made an entry of in all that time."""
        if call.state is CallState.TAKEN:
            assert call.since is not None, "taken at a time"
            if call.by != by and at - call.since < IN_HAND:
                raise Refused("call_taken", name=call.by, at=f"{call.since.astimezone(self._zone()):%H:%M}")
        elif call.state is not CallState.RINGING and not call.open:
            self._require_over(call)

    def _require_over(self, call: IncomingCall) -> None:
        if call.state is CallState.RINGING:
            raise Refused("call_rings")
        since = call.since or call.last_at
        state = words.say(f"ringing.state.{call.state.value}")
        raise Refused("call_done", name=call.by, at=f"{since.astimezone(self._zone()):%H:%M}", state=state)

    def _when(self, call: IncomingCall) -> str:
        at = call.last_at.astimezone(self._zone())
        return f"{at:%H:%M:%S} 来电（{'、'.join(call.devices)}）"

    def _today(self, now: datetime) -> datetime:
        return now.astimezone(self._zone())


def at_now(connection: Connection, now: datetime) -> list[IncomingCall]:
    """Every call of the last days with what became of it, the newest first; nobody is looked up."""
    since = now - LOOK_BACK
    rang = query.events(connection, since)
    if not rang:
        return []
    hiding = _hiding(connection)
    answers = query.answers(connection, since, hiding)
    return rows_of(rang, answers, now, timedelta(seconds=int(current(connection, "call.missed", now))))


def known(connection: Connection, calls: list[IncomingCall], today: datetime) -> list[IncomingCall]:
    """With whose number each is, and the open incident of whoever rings."""
    if not calls:
        return []
    callers = query.callers(connection, _hiding(connection))
    owners = query.owners(connection, {call.phone for call in calls if call.can_be_rung}, today.date())
    named = (with_owners(call, owners.get(call.phone, ())) for call in calls)
    return [_of_incident(call, callers) if call.can_be_rung else call for call in named]


def said(call: IncomingCall) -> str:
    """Number and name in the words of books and papers; a number that is kept secret is masked there."""
    if not call.phone:
        return words.say_in("zh", "call.hidden")
    number = masking.masked(call.phone) if call.sensitive else call.phone
    return " ".join(filter(None, (number, call.who)))


def _hiding(connection: Connection) -> frozenset[str]:
    every = channels.known(connection)
    return frozenset(code for code in every if channels.hides(every, code))


def _of_incident(call: IncomingCall, callers: list[tuple[str, UUID, str]]) -> IncomingCall:
    """The newest open incident one of whose callers has that number."""
    digits = digits_of(call.phone)
    found = next((one for one in reversed(callers) if one[0] and same_line(digits, one[0])), None)
    return call if found is None else replace(call, incident_id=found[1], incident_number=found[2])


def _found(connection: Connection, call: int, now: datetime) -> IncomingCall:
    found = [one for one in at_now(connection, now) if one.id == call]
    if not found:
        raise Refused("no_such_call")
    return next((one for one in found if one.waits), found[0])


def _step(
    tx: Tx, call: IncomingCall, act: AnswerKind, at: datetime, *, entry_id: UUID | None = None, note: str = ""
) -> CallStep:
    made = CallStep(
        event_number=call.id, act=act.value, entry_id=entry_id, by_name=tx.by.name, at=at, note=note
    )  # fmt: skip
    tx.session.add(made)
    tx.flush()
    return made


def _shown(call: IncomingCall, to: Actor | None) -> IncomingCall:
    """The number as they may see it."""
    if not call.sensitive or (to is not None and may(to, Action.SEE_NUMBERS)):
        return call
    return replace(call, phone=masking.masked(call.phone))
