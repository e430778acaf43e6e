"""The pump of the outbox: takes what is due, has channels send it, writes down what became of it.

One order at a time for one channel; each sending has its own short-lived thread, so that a slow modem holds up no
siren. No transaction is open while something is sent. A stop waits for nothing: it is sent beside whatever its channel
is busy with, and once more when that has ended, so that a sound it overtook does not outlive it.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID, uuid4

from console import logs
from console.domain.delivery import Channel, DeliveryRow, Order, Receipt, SendState, Verb
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


class StopsBeside(Protocol):
    """Stops that go out past the book, as far as the pump must know of them."""

    def hushed(self, device_id: UUID) -> bool:
        """Whether nothing audible may begin there yet."""
        ...

    def under_way(self) -> set[UUID]:
        """Rows that are being sent past the pump."""
        ...


@dataclass(frozen=True, slots=True)
class _Lane:
    """Who is sending to a device just now."""

    row: DeliveryRow
    thread: threading.Thread
    over: threading.Event
    """Set once its channel has done it; to write that down may take longer."""


class Pump:
    """Called on the thread ``outbox`` of whoever holds the ``wire`` lock, and of nobody else.

    ``threads`` 0 sends on the calling thread: tests and the demonstration. ``wake`` is called when a sending ended.
    ``stops``: those that go out past the book (``stop_beside``).
    """

    def __init__(
        self, deliveries: DeliverySending, channel_of: ChannelOf, *, threads: int = THREADS,
        wake: Callable[[], None] = lambda: None, stops: StopsBeside | None = None,
    ) -> None:  # fmt: skip
        self._deliveries = deliveries
        self._channel_of = channel_of
        self._threads = threads
        self._wake = wake
        self._guard = threading.Lock()
        self._lanes: dict[UUID, _Lane] = {}
        self._stops: dict[UUID, _Lane] = {}
        self._unwritten: dict[UUID, Receipt] = {}
        self._beside = stops
        self._hushes: Counter[UUID] = Counter()
        """How often each device was told to stop past the book: what was begun before that is not heard after it."""
        self._doubtful = True
        """Whether a row may count as under way that nobody sends: at start, and after a store that failed."""
        self._fresh = True
        """Whether what sounds was begun by a program before this one."""

    def step(self, now: datetime) -> int:
        """Begin what is due; how many were begun. Raises Unavailable when the store cannot be read or written."""
        self._write_what_is_left()
        if self._doubtful:
            self._deliveries.recover(self._under_way())
            if self._fresh:
                self._deliveries.look_after_sounds()
            self._doubtful = self._fresh = False
        self._deliveries.expire()
        return sum(self._begin(row) for row in self._deliveries.due(now))

    def close(self, patience: float) -> bool:
        """Wait so many seconds for each sending under way; whether all of them ended. The rest is found *unknown*."""
        for lane in self._running():
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
            ours = {lane.row.id for lane in lanes} | set(self._unwritten)
        return ours | (self._beside.under_way() if self._beside is not None else set())

    def stop_beside(self, device_id: UUID, channel: Channel, order: Order) -> Receipt:
        """Any thread: a stop that waits neither for the store nor for the queue, and outlives what it overtook."""
        if order.verb is not Verb.STOP:
            raise ValueError("nothing but a stop goes past the book")
        with self._guard:
            self._hushes[device_id] += 1
            beside = self._lanes.get(device_id)
        first = _through(channel, order)
        if beside is None or not beside.row.audible:
            return first
        return _stopped_again(beside.over, first, order, partial(_through, channel), channel.limit)

    def _begin(self, row: DeliveryRow) -> bool:
        with self._guard:
            hushes = self._hushes[row.device_id]  # before it is asked: a stop of that very moment is seen by either
        if not self._has_room(row) or (row.audible and self._is_hushed(row.device_id)):
            return False
        try:
            begun = self._deliveries.begin(row.id)
        except Unavailable:
            self._doubtful = True  # it may have been committed all the same
            raise
        if begun is None:
            return False
        self._start(begun, hushes)
        return True

    def _is_hushed(self, device_id: UUID) -> bool:
        return self._beside is not None and self._beside.hushed(device_id)

    def _has_room(self, row: DeliveryRow) -> bool:
        with self._guard:
            if row.verb is Verb.STOP:
                return row.device_id not in self._stops
            return row.device_id not in self._lanes and (not self._threads or len(self._lanes) < self._threads)

    def _start(self, begun: Begun, hushes: int) -> None:
        stops = begun.row.verb is Verb.STOP
        lanes = self._stops if stops else self._lanes
        with self._guard:
            beside = self._lanes.get(begun.row.device_id) if stops else None
        if not self._threads:
            self._work(begun, None, hushes, threading.Event())
            return
        over = threading.Event()
        thread = threading.Thread(
            target=self._work_in, args=(begun, beside, hushes, over), name=f"outbox-{begun.row.number}", daemon=True
        )
        with self._guard:
            lanes[begun.row.device_id] = _Lane(begun.row, thread, over)
        try:
            thread.start()
        except RuntimeError:  # the machine has no thread left: nobody sends it
            with self._guard:
                lanes.pop(begun.row.device_id, None)
            self._doubtful = True
            raise

    def _work_in(self, begun: Begun, beside: _Lane | None, hushes: int, over: threading.Event) -> None:
        try:
            self._work(begun, beside, hushes, over)
        finally:
            over.set()
            lanes = self._stops if begun.row.verb is Verb.STOP else self._lanes
            with self._guard:
                lanes.pop(begun.row.device_id, None)
            self._wake()

    def _work(self, begun: Begun, beside: _Lane | None, hushes: int, over: threading.Event) -> None:
        if begun.row.audible and self._was_hushed(begun.row.device_id, hushes):
            receipt = Receipt(SendState.FAILED, "stopped", began=False)
        else:
            receipt = self._sent(begun, begun.order)
        if beside is not None and beside.row.audible:
            patience = self._patience(begun.row.device_id)
            receipt = _stopped_again(beside.over, receipt, begun.order, partial(self._sent, begun), patience)
        over.set()
        self._write_down(begun.row.id, receipt)

    def _was_hushed(self, device_id: UUID, hushes: int) -> bool:
        """Whether it was told to stop since this order was about to begin; what is told later finds its lane."""
        with self._guard:
            return self._hushes[device_id] != hushes

    def _sent(self, begun: Begun, order: Order) -> Receipt:
        try:
            channel = self._channel_of(begun.row.device_id)
        except Refused as refusal:
            code = refusal.code if refusal.code in SAID_AS_IT_IS else "no_channel"
            return Receipt(SendState.FAILED, code, began=False, facts={"cause": refusal.code})
        except Unavailable as trouble:
            return Receipt(SendState.FAILED, "no_channel", began=False, facts={"cause": trouble.what})
        return _through(channel, order, begun.row.device_name)

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


def _through(channel: Channel, order: Order, name: str = "a device") -> Receipt:
    try:
        return channel.send(order)
    except Exception:
        # a channel answers with a receipt whatever happens; one that raises has a fault, and nothing is known
        log.exception("the channel of %s failed", name)
        return Receipt(SendState.UNKNOWN, "channel_fault")


def _stopped_again(
    over: threading.Event, first: Receipt, order: Order, send: Callable[[Order], Receipt], patience: float
) -> Receipt:
    """The stop overtook a sound that was on its way: it is sent again until that has ended, and once more then.

    Each time is an order of its own: a device does the same order only once.
    """
    last = first
    while True:
        ended = over.wait(min(STOP_EVERY, patience))
        last = send(replace(order, id=uuid4()))
        patience -= STOP_EVERY
        if ended or patience <= 0:
            break
    state, code = (last.state, last.code) if ended else (SendState.UNKNOWN, "stop_overtook")
    return replace(
        last, state=state, code=code, began=first.began or last.began, command=first.command + last.command,
        answer=first.answer + last.answer,
    )  # fmt: skip
