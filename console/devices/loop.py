"""The thread ``wire``: one selector for all ports. What one wake brought is one batch for the lane that stores.

Nobody else touches a link. Requests from other threads are put into a queue and done here; nothing raised by a driver
or by the world ends this thread. An answer that says "I have it" is written after the store has it, and only then.
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from math import inf
from pathlib import Path
from queue import Empty, SimpleQueue
from uuid import UUID

from console import logs
from console.devices.answers import Answers
from console.devices.capture import Capture
from console.devices.hub import LinkSpec
from console.devices.link_news import LinkNews
from console.devices.links import Link
from console.devices.looking import Looking, Watcher
from console.devices.opening import Opened, Opening
from console.devices.orders_out import OrdersOut
from console.devices.port_trouble import PortLost
from console.devices.registry import maker
from console.devices.session import MakeSession
from console.devices.spool import Spool
from console.devices.storing import Note, Receive, Storing
from console.devices.talks import Talk, Transfer
from console.devices.transport import Port
from console.domain.clock import Clock
from console.domain.delivery import Order, Receipt
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.domain.wire import LinkStatus
from console.errors import Refused

log = logging.getLogger(__name__)

_BREATH = 0.2
_TICK = timedelta(microseconds=1)


class Loop:
    """All links of this process. ``told`` hears what was stored, on the storing lane, after its commit."""

    def __init__(
        self, clock: Clock, receive: Receive, note: Note, spool: Spool,
        told: Callable[[Sequence[Stored]], None] | None = None, makers: Callable[[str], MakeSession] = maker,
    ) -> None:  # fmt: skip
        self.clock = clock
        self._told, self._makers = told, makers
        self._storing = Storing(receive, note, self._was_stored, spool, clock)
        self._links: dict[str, Link] = {}
        self._requests: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._selector = selectors.DefaultSelector()
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._selector.register(self._near, selectors.EVENT_READ, (self._woken, _nothing))
        self._answers = Answers()
        self._newest: datetime | None = None
        self._batch: list[Arrived] = []
        self._orders = OrdersOut(self._request)
        self._linknews = LinkNews()
        self._look_at = 0.0
        self._looking = Looking(self._links, self._request)
        self._opening = Opening(clock, self._request)
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    # any thread

    def start(self) -> None:
        self._storing.start()
        self._thread.start()

    def stop(self, limit: float = 4.0) -> bool:
        """Close the ports, then let what was read be stored or kept; whether all of it ended in time."""
        until = self.clock.monotonic() + limit
        self._request(self._end)
        if self._thread.is_alive():
            self._thread.join(limit)
        elif not self._stopping:
            self._close()  # it was never started
        stored = self._storing.stop(max(0.5, until - self.clock.monotonic()))
        return (
            self._looking.settled(max(0.5, until - self.clock.monotonic())) and stored and not self._thread.is_alive()
        )

    @property
    def trouble(self) -> str:
        """Why what devices say cannot be stored now; empty while it can."""
        return self._storing.trouble

    @property
    def dropped(self) -> int:
        """Signals there was no room for anywhere: nobody answered them."""
        return self._storing.dropped

    def add(self, spec: LinkSpec) -> None:
        """Open that link; the same key once more is the device with other settings."""
        self._request(partial(self._add, spec))

    def remove(self, key: str) -> None:
        self._request(partial(self._remove, key))

    def reconnect(self, key: str) -> None:
        """Close it and open it anew, also what waits for its time."""
        self._request(lambda: self._link(key).again())

    def perform(self, key: str, order: Order, limit: float) -> Receipt:
        """Have a device do something; waits for its receipt ``limit`` seconds at most. Never raises for the world.

        What was begun and did not answer in time is unknown, never failed.
        """
        return self._orders.perform(order, limit, lambda: self._links.get(key))

    def statuses(self) -> tuple[LinkStatus, ...]:
        waiting = self._storing.waiting()
        return tuple(link.status(waiting[key]) for key, link in list(self._links.items()))

    def transfers(self, key: str, after: int = 0) -> tuple[Transfer, ...]:
        """Bytes that went over that line since transfer number ``after``, as far as they are kept."""
        return self._looking.transfers(key, after)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Be told of bytes as they go over a line until the returned function is called."""
        return self._looking.watch(watcher)

    def capturing(self, key: str) -> bool:
        """Whether what goes over that line is being written into a file."""
        return self._looking.capturing(key)

    def capture(self, key: str, path: Path | None) -> Capture | None:
        """Write what goes over that line into a file; None ends it. The capture that was going on, or None.

        Refused("capture_failed") where the file cannot be written, Refused("no_such_device") without a link. May take
        the disk's time.
        """
        return self._looking.capture(key, path)

    def settled(self, limit: float = 5.0) -> None:
        """Wait until what was asked of the thread before is done."""
        done: Future[None] = Future()
        self._request(lambda: done.set_result(None))
        done.result(limit)

    def _request(self, work: Callable[[], None]) -> None:
        self._requests.put(work)
        with suppress(OSError):  # full: it is awake; closed: it has ended
            self._far.send(b"\0")

    # requests, on the thread

    def _add(self, spec: LinkSpec) -> None:
        self._remove(spec.key)
        self._links[spec.key] = made = Link(spec, self)
        self.changed(made)
        made.begin()

    def _remove(self, key: str) -> None:
        gone = self._links.pop(key, None)
        if gone is not None:
            gone.close()
            self._looking.left(key)
            self._linknews.forget(key)
            self._storing.tell([gone.status(self._storing.waiting()[key])])

    def _link(self, key: str) -> Link:
        try:
            return self._links[key]
        except KeyError:
            raise Refused("no_such_device") from None

    def _end(self) -> None:
        self._stopping = True

    # the thread

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.step()
            except Exception as error:
                logs.note_bug(error)
                threading.Event().wait(_BREATH)  # whatever it is, it must not take the whole machine
        self._close()

    def step(self, longest: float | None = None) -> None:
        """One wake: what is ready, what is due, and what came of it."""
        for key, events in self._selector.select(self._pause(longest)):
            readable, writable = key.data
            if events & selectors.EVENT_WRITE:
                writable()
            if events & selectors.EVENT_READ:
                readable()
        now = self.clock.monotonic()
        if now >= self._look_at:
            self._look(now)
        if self._batch:
            batch, self._batch = self._batch, []
            self._storing.put(batch)
        self._publish(now)

    def _look(self, now: float) -> None:
        """Have links do what is due, and note when to look again: at each of their turns it may become sooner."""
        for link in list(self._links.values()):
            self._guard(link, partial(link.due, now))
        self._look_at = min((link.next_due() for link in self._links.values()), default=inf)

    def _pause(self, longest: float | None) -> float | None:
        """Seconds to wait for ports; at most one while something is to happen at a time."""
        now = self.clock.monotonic()
        soonest = min(self._look_at, self._linknews.at)
        if soonest == inf:
            return longest
        return min(1.0 if longest is None else longest, max(0.0, soonest - now))

    def _woken(self) -> None:
        with suppress(OSError):
            self._near.recv(4_096)
        while True:
            try:
                work = self._requests.get_nowait()
            except Empty:
                return
            try:
                work()
            except Refused as error:
                log.info("a request to the wire was refused: %s", error)
            except Exception as error:
                logs.note_bug(error)

    def _guard(self, link: Link, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            link.broke(error)

    def _publish(self, now: float) -> None:
        told = self._linknews.due(now, self._links)
        if told:
            waiting = self._storing.waiting()
            news = self._linknews.fresh([self._links[key].status(waiting[key]) for key in told])
            if news:
                self._storing.tell(news)

    def _close(self) -> None:
        for link in list(self._links.values()):
            self._guard(link, link.close)
        if self._batch:
            self._storing.put(self._batch)
        self._storing.tell(self.statuses())
        self._looking.over()
        self._opening.over()
        self._woken()  # ports that were opened meanwhile are closed, orders told that it is over
        self._orders.over()
        self._selector.close()
        self._near.close()
        self._far.close()

    # what links ask for

    def open(self, spec: LinkSpec, stable: str, done: Opened) -> None:
        self._opening.open(spec, stable, partial(self._opened, done))

    def _opened(self, done: Opened, port: Port | PortLost, name: str) -> None:
        self._look_at = 0.0
        done(port, name)

    def maker(self, driver: str) -> MakeSession:
        return self._makers(driver)

    def follow(self, port: Port, readable: Callable[[], None], writable: Callable[[], None]) -> None:
        self._selector.register(port, selectors.EVENT_READ, (readable, writable))

    def wants_to_write(self, port: Port, wants: bool) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if wants else 0)
        key = self._selector.get_key(port)
        if key.events != events:
            self._selector.modify(port, events, key.data)

    def unfollow(self, port: Port) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(port)

    def take(self, link: Link, talk: Talk, signals: Sequence[Signal], at: datetime) -> None:
        """Hand signals on to be stored. A heartbeat that wants no answer has proved what it has to."""
        for signal in signals:
            if signal.kind is SignalKind.HEARTBEAT and not signal.answer:
                continue
            arrived = Arrived(link.spec.key, link.spec.driver, self._stamp(at), signal)
            if signal.answer:
                self._answers.owe(arrived, talk, self.clock.monotonic())
            self._batch.append(arrived)

    def _stamp(self, at: datetime) -> datetime:
        """The time it came, moved by a microsecond where another came at the same: that tells them apart."""
        newest = self._newest
        if newest is not None and at <= newest and newest - timedelta(seconds=1) < at:
            at = newest + _TICK
        self._newest = at
        return at

    def ended(self, talk: Talk) -> None:
        self._answers.ended(talk)

    def done(self, order: UUID, receipt: Receipt) -> None:
        self._orders.done(order, receipt)

    def changed(self, link: Link) -> None:
        self._linknews.changed.add(link.spec.key)
        self._look_at = 0.0

    def moved(self, due: float) -> None:
        """A link did something, and wants to be looked at then. All are looked at when one is due, not at every wake:
        at line rate on many ports that would cost more than reading."""
        self._look_at = min(self._look_at, due)

    def seen(self, link: Link, transfer: Transfer) -> None:
        self._linknews.moved = True
        self._looking.seen(link.spec.key, transfer)

    # what was stored

    def _was_stored(self, arrived: Sequence[Arrived], stored: Sequence[Stored]) -> None:
        """On the storing lane, after the commit. Heartbeats are no events: their number is 0."""
        self._count(stored)
        if any(one.signal.answer for one in arrived):
            self._request(partial(self._answer, arrived))
        events = [one for one in stored if one.id]
        if self._told is not None and events:
            try:
                self._told(events)
            except Exception as error:
                logs.note_bug(error)

    def _count(self, stored: Sequence[Stored]) -> None:
        """Nobody else writes these two figures."""
        for one in stored:
            link = self._links.get(one.arrived.device_key)
            if link is not None:
                link.counts.stored += one.id > 0 and not one.repeats
                link.counts.repeated += bool(one.repeats)
        self._linknews.moved = True

    def _answer(self, arrived: Sequence[Arrived]) -> None:
        for came in arrived:
            owed = self._answers.take(came)
            link = self._links.get(came.device_key)
            if owed is not None and link is not None and owed.fits(self.clock.monotonic()):
                link.answer(owed.talk, owed.signal.answer)


def _nothing() -> None:
    """The end that wakes the thread is never written to by it."""
