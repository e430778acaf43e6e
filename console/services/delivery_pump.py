"""The pump of the outbox: takes what is due, has channels send it, writes down what became of it.

One order at a time for one channel; each sending has its own short-lived thread, so that a slow modem holds up no
siren. No transaction is open while something is sent. A stop waits for nothing: it is sent beside whatever its channel
is busy with, and once more when that has ended, so that a sound it overtook does not outlive it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from console import logs
from console.domain.delivery import Channel, DeliveryRow, Receipt, SendState, Verb
from console.domain.outbox import Begun
from console.errors import Refused, Unavailable
from console.services.delivery_sending import DeliverySending

log = logging.getLogger(__name__)

ChannelOf = Callable[[UUID], Channel]
"""The channel of a device; Refused or Unavailable where there is none, and surely nothing was sent."""

THREADS = 12
"""Ordinary orders under way at once; stops are not counted."""

STOP_EVERY = 0.5
"""Seconds between two stops while a sound they overtook has not ended."""

SAID_AS_IT_IS = frozenset({"practice_live_channel", "device_stopped"})
"""Refusals of a channel that have their own words in the outbox; the others are told as no channel."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """Who is sending to a device just now."""

    row: DeliveryRow
    thread: threading.Thread | None


class Pump:
    """Called on the thread ``outbox`` of whoever holds the ``wire`` lock, and of nobody else.

    ``threads`` 0 sends on the calling thread: tests and the demonstration. ``wake`` is called when a sending ended.
    """

    def __init__(
        self, deliveries: DeliverySending, channel_of: ChannelOf, *, threads: int = THREADS,
        wake: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._deliveries = deliveries
        self._channel_of = channel_of
        self._threads = threads
        self._wake = wake
        self._guard = threading.Lock()
        self._lanes: dict[UUID, _Lane] = {}
        self._stops: dict[UUID, _Lane] = {}
        self._unwritten: dict[UUID, Receipt] = {}
        self._doubtful = True
        """Whether a row may count as under way that nobody sends: at start, and after a store that failed."""

    def step(self, now: datetime) -> int:
        """Begin what is due; how many were begun. Raises Unavailable when the store cannot be read or written."""
        self._write_what_is_left()
        if self._doubtful:
            self._deliveries.recover(self._under_way())
            self._doubtful = False
        self._deliveries.expire()
        return sum(self._begin(row) for row in self._deliveries.due(now))

    def close(self, patience: float) -> bool:
        """Wait so many seconds for each sending under way; whether all of them ended. The rest is found *unknown*."""
        for lane in self._running():
            if lane.thread is not None:
                lane.thread.join(patience)
        left = self._running()
        if not left:
            self._write_what_is_left()
        return not left

    def _running(self) -> list[_Lane]:
        with self._guard:
            return [*self._lanes.values(), *self._stops.values()]

    def _under_way(self) -> set[UUID]:
        with self._guard:
            lanes = [*self._lanes.values(), *self._stops.values()]
            return {lane.row.id for lane in lanes} | set(self._unwritten)

    def _begin(self, row: DeliveryRow) -> bool:
        if not self._has_room(row):
            return False
        try:
            begun = self._deliveries.begin(row.id)
        except Unavailable:
            self._doubtful = True  # it may have been committed all the same
            raise
        if begun is None:
            return False
        self._start(begun)
        return True

    def _has_room(self, row: DeliveryRow) -> bool:
        with self._guard:
            if row.verb is Verb.STOP:
                return row.device_id not in self._stops
            return row.device_id not in self._lanes and (not self._threads or len(self._lanes) < self._threads)

    def _start(self, begun: Begun) -> None:
        stops = begun.row.verb is Verb.STOP
        lanes = self._stops if stops else self._lanes
        with self._guard:
            beside = self._lanes.get(begun.row.device_id) if stops else None
        if not self._threads:
            self._work(begun, None)
            return
        thread = threading.Thread(
            target=self._work_in, args=(begun, beside, lanes), name=f"outbox-{begun.row.number}", daemon=True
        )
        with self._guard:
            lanes[begun.row.device_id] = _Lane(begun.row, thread)
        try:
            thread.start()
        except RuntimeError:  # the machine has no thread left: nobody sends it
            with self._guard:
                lanes.pop(begun.row.device_id, None)
            self._doubtful = True
            raise

    def _work_in(self, begun: Begun, beside: _Lane | None, lanes: dict[UUID, _Lane]) -> None:
        try:
            self._work(begun, beside)
        finally:
            with self._guard:
                lanes.pop(begun.row.device_id, None)
            self._wake()

    def _work(self, begun: Begun, beside: _Lane | None) -> None:
        receipt = self._sent(begun)
        if beside is not None and beside.row.audible and beside.thread is not None:
            receipt = self._stopped_again(begun, beside.thread, receipt)
        self._write_down(begun.row.id, receipt)

    def _sent(self, begun: Begun) -> Receipt:
        try:
            channel = self._channel_of(begun.row.device_id)
        except Refused as refusal:
            code = refusal.code if refusal.code in SAID_AS_IT_IS else "no_channel"
            return Receipt(SendState.FAILED, code, began=False, facts={"cause": refusal.code})
        except Unavailable as trouble:
            return Receipt(SendState.FAILED, "no_channel", began=False, facts={"cause": trouble.what})
        try:
            return channel.send(begun.order)
        except Exception:
            # a channel answers with a receipt whatever happens; one that raises has a fault, and nothing is known
            log.exception("the channel of %s failed", begun.row.device_name)
            return Receipt(SendState.UNKNOWN, "channel_fault")

    def _stopped_again(self, begun: Begun, thread: threading.Thread, first: Receipt) -> Receipt:
        """The stop overtook a sound that was on its way: it is sent again until that has ended, and once more then.

        Each time is an order of its own: a device does the same order only once.
        """
        last, until = first, self._patience(begun.row.device_id)
        while True:
            thread.join(min(STOP_EVERY, until))
            ended = not thread.is_alive()
            last = self._sent(replace(begun, order=replace(begun.order, id=uuid4())))
            until -= STOP_EVERY
            if ended or until <= 0:
                break
        state, code = (last.state, last.code) if ended else (SendState.UNKNOWN, "stop_overtook")
        return replace(
            last, state=state, code=code, began=first.began or last.began, command=first.command + last.command,
            answer=first.answer + last.answer,
        )  # fmt: skip

    def _patience(self, device_id: UUID) -> float:
        try:
            return self._channel_of(device_id).limit
        except (Refused, Unavailable):
            return 0.0

    def _write_down(self, row_id: UUID, receipt: Receipt) -> None:
        """What became of it; kept until the store takes it, and never a reason to send again."""
        try:
            self._deliveries.finish(row_id, receipt)
        except Unavailable as trouble:
            log.warning("what became of a sending could not be written down: %s", trouble)
            with self._guard:
                self._unwritten[row_id] = receipt
        except Exception as error:
            # a fault of ours: the row is found under way with nobody sending it, and becomes unknown
            logs.note_bug(error)
            self._doubtful = True

    def _write_what_is_left(self) -> None:
        with self._guard:
            left = dict(self._unwritten)
        for row_id, receipt in left.items():
            self._deliveries.finish(row_id, receipt)
            with self._guard:
                self._unwritten.pop(row_id, None)
