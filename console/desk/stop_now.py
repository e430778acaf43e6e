"""Stops that go to the wire from memory, at once and to all devices together; the book gets them as soon as it can.

The store may be full, read-only or held by another program: none of it delays a byte. Until the book has a stop nothing
audible begins on its devices, and what surely did not get out is told again by the timetable of stops.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from console import logs
from console.devices.stop_spool import StopSpool
from console.domain.clock import Clock
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.outbox import STOP_AGAIN_AFTER
from console.domain.stopping import Reach, StopAct, Stopped, Turn, Way, Wish, told
from console.domain.wire import DeviceRow
from console.errors import Unavailable

log = logging.getLogger(__name__)

TELL_SECONDS = 3.0
"""How long whoever pressed the key waits at most to hear what became of it."""
RECORD_AGAIN = 1.0
"""Seconds between two tries to write a stop into the book."""
LOOK_AGAIN = 0.25
"""The same while a device has not answered yet."""

StopOne = Callable[[DeviceRow, Order], Receipt]
"""Tell one device, on a thread that may wait; never raises for the world."""


@dataclass
class _Doing:
    """One stop and how far it is."""

    wish: Wish
    reaches: dict[UUID, Reach]
    devices: dict[UUID, DeviceRow]
    next_at: dict[UUID, float] = field(default_factory=dict)
    """When a device that was not reached is told again (``monotonic``)."""
    recorded: StopAct | None = None
    """As the book has it."""
    kept: StopAct | None = None
    """As the file beside the store has it."""
    aside: bool = False
    settled: bool = False
    """The book was asked for the first time."""


class StopNow:
    """One for each time this process holds the wire. ``record`` writes an act into the book."""

    def __init__(self, clock: Clock, stop_one: StopOne, record: Callable[[StopAct], None], spool: StopSpool) -> None:
        self._clock, self._stop_one, self._record, self._spool = clock, stop_one, record, spool
        self._guard = threading.Condition()
        self._doing: dict[UUID, _Doing] = {}
        self._keeper: threading.Thread | None = None
        self._closing = False
        for act in spool.kept():
            self._doing[act.wish.id] = _taken_up(act, clock.now())
        if self._doing:
            self._keep()

    def stop(self, wish: Wish, devices: Sequence[DeviceRow]) -> Stopped:
        """Tell all of these devices together; what is known of it within a few seconds. The same wish is one stop."""
        with self._guard:
            doing = self._doing.get(wish.id)
            if doing is None:
                doing = self._begun(wish, devices)
            self._guard.wait_for(lambda: doing.settled and _all_told(doing), TELL_SECONDS)
            return told(Way.HERE, doing.reaches.values(), recorded=doing.recorded is not None)

    def hushed(self, device_id: UUID) -> bool:
        """Whether a stop of that device is not in the book yet: nothing audible begins there."""
        with self._guard:
            return any(
                doing.recorded is None and (device_id in doing.reaches or doing.wish.device_id is None)
                for doing in self._doing.values()
            )

    def under_way(self) -> set[UUID]:
        """Rows of the book that are being sent from here."""
        with self._guard:
            return {
                doing.wish.order_id(reach.device_id)
                for doing in self._doing.values()
                for reach in doing.reaches.values()
            }

    def close(self, patience: float) -> None:
        """Nothing is told again; what the book does not have is kept for whoever runs the wire next."""
        with self._guard:
            self._closing = True
            self._guard.notify_all()
            keeper = self._keeper
        if keeper is not None:
            keeper.join(patience)
        with self._guard:
            left = [(doing, self._act(doing)) for doing in self._doing.values()]
        for doing, act in left:
            if act != doing.recorded:
                self._put_aside(doing, act)
        self._spool.close()

    # telling devices

    def _begun(self, wish: Wish, devices: Sequence[DeviceRow]) -> _Doing:
        """Under the guard: every device has its thread before anything is written."""
        now = self._clock.now()
        reaches = {row.form.id: Reach(row.form.id, row.form.name, (Turn(now),)) for row in devices}
        doing = _Doing(wish, reaches, {row.form.id: row for row in devices})
        self._doing[wish.id] = doing
        for row in devices:
            self._tell(doing, row, 1)
        self._keep()
        return doing

    def _tell(self, doing: _Doing, row: DeviceRow, turn: int) -> None:
        made = threading.Thread(target=self._told, args=(doing, row, turn), name=f"stop-{row.form.code}", daemon=True)
        try:
            made.start()
        except RuntimeError:  # the machine has no thread left
            self._came(doing, row.form.id, Receipt(SendState.FAILED, "wire_busy", began=False))

    def _told(self, doing: _Doing, row: DeviceRow, turn: int) -> None:
        order = Order(doing.wish.order_id(row.form.id, turn), Verb.STOP)
        try:
            receipt = self._stop_one(row, order)
        except Exception as error:
            logs.note_bug(error)
            receipt = Receipt(SendState.UNKNOWN, "channel_fault")
        self._came(doing, row.form.id, receipt)
        with self._guard:
            act, waits = self._act(doing), doing.recorded is None and _all_told(doing)
        if waits:  # whoever writes the book may be kept waiting by it: what is known now must outlive a crash
            self._put_aside(doing, act)

    def _came(self, doing: _Doing, device_id: UUID, receipt: Receipt) -> None:
        with self._guard:
            reach = doing.reaches[device_id].ended(self._clock.now(), receipt)
            doing.reaches[device_id] = reach
            if receipt.state is SendState.FAILED and not receipt.began and len(reach.turns) <= len(STOP_AGAIN_AFTER):
                wait = STOP_AGAIN_AFTER[len(reach.turns) - 1].total_seconds()
                doing.next_at[device_id] = self._clock.monotonic() + wait
            self._guard.notify_all()

    # keeping and writing down

    def _keep(self) -> None:
        """Under the guard, or before anybody else knows of this."""
        if self._keeper is None or not self._keeper.is_alive():
            self._keeper = threading.Thread(target=self._run, name="stops", daemon=True)
            self._keeper.start()
        else:
            self._guard.notify_all()

    def _run(self) -> None:
        while True:
            with self._guard:
                if self._closing or not self._doing:
                    self._keeper = None
                    return
                doings = list(self._doing.values())
            wrote = [self._turn(doing) for doing in doings]
            with self._guard:
                if self._closing:
                    continue
                if all(doing.recorded is not None for doing in self._doing.values()):
                    self._spool.clear()
                if self._doing:
                    self._guard.wait(LOOK_AGAIN if all(wrote) else RECORD_AGAIN)

    def _turn(self, doing: _Doing) -> bool:
        """Write down what is new of it; whether the book has all that is known."""
        with self._guard:
            act = self._act(doing)
        if doing.recorded is None:
            self._put_aside(doing, act)  # a store that is held may take ten seconds to say no
        try:
            if act != doing.recorded:
                self._record(act)
        except Unavailable as trouble:
            self._kept_waiting(doing, act, trouble)
            return False
        except Exception as error:
            logs.note_bug(error)  # it must not come again for ever
        with self._guard:
            doing.recorded, doing.settled = act, True
            if _all_told(doing) and act == self._act(doing):
                self._doing.pop(doing.wish.id, None)
            self._guard.notify_all()
        return True

    def _kept_waiting(self, doing: _Doing, act: StopAct, trouble: Unavailable) -> None:
        if not doing.aside:
            log.error("a stop went out and the book cannot have it yet: %s", trouble)
        self._put_aside(doing, act)
        with self._guard:
            doing.aside = doing.aside or doing.recorded is None
            doing.settled = True
            self._guard.notify_all()
            self._again(doing)

    def _put_aside(self, doing: _Doing, act: StopAct) -> None:
        if doing.kept != act:
            doing.kept = act
            self._spool.put(act)

    def _again(self, doing: _Doing) -> None:
        """Under the guard, while the book is away: what surely did not get out is told again by the timetable."""
        now = self._clock.monotonic()
        for device_id in [one for one, at in doing.next_at.items() if now >= at]:
            del doing.next_at[device_id]
            row, reach = doing.devices[device_id], doing.reaches[device_id]
            doing.reaches[device_id] = reach.again(self._clock.now())
            self._tell(doing, row, len(reach.turns) + 1)

    def _act(self, doing: _Doing) -> StopAct:
        return StopAct(doing.wish, tuple(doing.reaches.values()), doing.aside)


def _all_told(doing: _Doing) -> bool:
    return all(reach.receipt is not None for reach in doing.reaches.values())


def _taken_up(act: StopAct, now: datetime) -> _Doing:
    """A stop of a process before this one: what was under way then, nobody knows."""
    broke_off = Receipt(SendState.UNKNOWN, "interrupted")
    reaches = {one.device_id: one if one.receipt else one.ended(now, broke_off) for one in act.reaches}
    return _Doing(act.wish, reaches, {}, aside=True)
