"""A link: one device of the ledger with its port, its conversations and its state.

All of it runs on the thread ``wire``. The port is opened elsewhere, because that may take seconds; whatever ends it is
*lost* with a cause, and it is opened again after 0.5, 1, 2, 4, 5, 5 … seconds, by the name that survives renumbering.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from math import inf
from typing import Any
from uuid import UUID

from console import logs
from console.devices.capture import Captured
from console.devices.hub import Counts, Hub, LinkSpec
from console.devices.port_trouble import PortLost, lost
from console.devices.session import NOTHING, Heard
from console.devices.talks import Talk, Transfers
from console.devices.transport import DatagramPort, Line, ListeningPort, Port
from console.domain.delivery import Order, Receipt, SendState
from console.domain.signals import Signal, SignalKind
from console.domain.wire import LinkState, LinkStatus
from console.errors import Refused, Unavailable

log = logging.getLogger(__name__)

FIRST_DELAY, LONGEST_DELAY = 0.5, 5.0
SHORTEST_NAP = 0.01
"""Seconds a session that wants to be called at a time gone by has to wait: it must not take the whole machine."""
BETWEEN_COMMANDS = 0.02
"""Seconds between two commands that are written without waiting for answers."""
PEERS = 64
"""Conversations of one port at which devices call; one more ends the one that was quiet longest."""
PEER_QUIET = 600.0
"""Seconds after which a sender of datagrams is forgotten."""


class Link:
    """See the module. Methods may raise for a bug in a driver only: the loop then calls ``broke``."""

    def __init__(self, spec: LinkSpec, hub: Hub) -> None:
        self.spec, self._hub = spec, hub
        self.state, self.cause = LinkState.CLOSED, spec.blocked
        self.since, self.heard_at = hub.clock.now(), None
        self.counts, self.transfers = Counts(), Transfers()
        self._port: Port | None = None
        self._talks: dict[str, Talk] = {}
        self._lines: dict[str, Line] = {}
        self._orders: dict[UUID, Talk] = {}
        self._left: dict[str, Mapping[int, float]] = {}
        """What the session before may have left switched on, by peer, and when it is to be switched off."""
        self._turn, self._delay, self._stable = 0, FIRST_DELAY, ""
        self._retry_at: float | None = None
        self._quiet_since = self._opened_at = 0.0

    heard_at: datetime | None

    def status(self, waiting: int) -> LinkStatus:
        """How it is now; ``waiting``: how much of what it said waits for the store."""
        counts = self.counts.told(waiting)
        return LinkStatus(self.spec.key, self.state, self.since, self.heard_at, self.cause, counts)

    # opening, losing, opening again

    def begin(self) -> None:
        if not self.spec.blocked:
            self._become(LinkState.OPENING)
            self._open()

    def again(self) -> None:
        """Somebody wants it opened anew, under whatever name it has now."""
        self._silence()
        self._shut()
        self._stable, self._delay = "", FIRST_DELAY
        self.begin()

    def close(self) -> None:
        """It is not wanted any more."""
        self._silence()
        self._shut()
        self._retry_at = None
        self._become(LinkState.CLOSED)

    def broke(self, error: BaseException) -> None:
        """A bug in its driver or here: this link is lost, the others go on."""
        number = logs.note_bug(error)
        log.error("link %s (%s) lost to bug %s", self.spec.key, self.spec.driver, number)
        self._delay = LONGEST_DELAY
        self._opened_at = self._now()
        self._lose(PortLost("bug", number))

    def _open(self) -> None:
        self._retry_at = None
        self._turn += 1
        self._hub.open(self.spec, self._stable, partial(self._guarded, self._opened, self._turn))

    def _opened(self, turn: int, port: Port | PortLost, stable: str) -> None:
        if turn != self._turn or self.state is LinkState.CLOSED:
            if not isinstance(port, PortLost):
                port.close()
        elif isinstance(port, PortLost):
            self._lose(port)
        else:
            self._online(port, stable)

    def _online(self, port: Port, stable: str) -> None:
        self._port, self._stable = port, stable
        self._opened_at = self._quiet_since = self._now()
        if isinstance(port, ListeningPort | DatagramPort):
            self._hub.maker(self.spec.driver)  # a driver that is not there is no port to wait at
            calls = self._called if isinstance(port, ListeningPort) else self._sent
            self._hub.follow(port, partial(self._guarded, calls), _nothing)
            self._become(LinkState.ONLINE)
            return
        self._become(LinkState.ONLINE)
        self._begin_talk(port, "")

    def _lose(self, trouble: PortLost) -> None:
        """Also what was never opened: later attempts are told only when their cause is another."""
        now = self._now()
        if self._port is not None and now - self._opened_at >= LONGEST_DELAY:
            self._delay = FIRST_DELAY
        self._shut()
        if trouble.cause == "ended":
            self._become(LinkState.CLOSED, trouble.cause)
            return
        log.info("link %s lost: %s %s", self.spec.key, trouble.cause, trouble.detail)
        self._retry_at = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY)
        self._become(LinkState.LOST, trouble.cause)

    def _shut(self) -> None:
        self._turn += 1
        for talk in list(self._talks.values()):
            self._end_talk(talk)
        if self._port is not None:
            self._hub.unfollow(self._port)
            self._port.close()
            self._port = None

    def _silence(self) -> None:
        """The port is closed on purpose: what would be switched off by the clock is switched off now."""
        for talk in list(self._talks.values()):
            commands = talk.timed.silencing() if talk.timed is not None else ()
            for command in commands:
                log.warning("link %s: switched off, its port is closed", self.spec.key)
                self._guarded(self._send, talk, command)
                threading.Event().wait(BETWEEN_COMMANDS)
            if commands and talk.alive and talk.timed is not None:
                self._hub.take(self, talk, talk.timed.silenced(), self._hub.clock.now())

    def _become(self, state: LinkState, cause: str = "") -> None:
        if (state, cause) != (self.state, self.cause):
            self.state, self.cause, self.since = state, cause, self._hub.clock.now()
            self._hub.changed(self)

    # conversations

    def _begin_talk(self, line: Line, peer: str) -> None:
        """A conversation over a stream: the port itself, or one of those who called."""
        talk = self._made(line.write, peer)
        self._lines[peer] = line
        self._hub.follow(line, partial(self._guarded, self._read, talk), partial(self._guarded, self._flush, talk))
        self._heard(talk, talk.session.start(self._now()), self._hub.clock.now())

    def _made(self, write: Callable[[bytes], int], peer: str) -> Talk:
        if peer in self._talks:
            self._end_talk(self._talks[peer])
        elif len(self._talks) >= PEERS:
            self._end_talk(min(self._talks.values(), key=lambda talk: talk.heard))
        session = self._hub.maker(self.spec.driver)(self.spec.setting)
        talk = Talk(session, write, lambda data: self._seen(False, data, peer, self._hub.clock.now()), peer)
        talk.heard = self._now()
        self._talks[peer] = talk
        left = self._left.pop(peer, None)
        if left and talk.timed is not None:
            talk.timed.take_over(left)
        return talk

    def _end_talk(self, talk: Talk) -> None:
        """Nothing more is heard of it; what it had under way it says itself, or nobody knows."""
        if not talk.alive:
            return
        talk.alive = False
        self._talks.pop(talk.peer, None)
        line = self._lines.pop(talk.peer, None)
        if line is not None:
            self._hub.unfollow(line)
            line.close()
        self._hub.ended(talk)
        self._end_orders(talk)
        if talk.timed is not None:
            self._left[talk.peer] = talk.timed.left_on()

    def _end_orders(self, talk: Talk) -> None:
        sending = talk.sending
        try:
            for order, receipt in sending.ended() if sending is not None else ():
                self._finish(order, receipt)
        except Exception as error:
            logs.note_bug(error)
        for order in [order for order, at in self._orders.items() if at is talk]:
            self._finish(order, Receipt(SendState.UNKNOWN, "line_lost"))

    def _called(self) -> None:
        if isinstance(self._port, ListeningPort):
            for peer, line in self._port.accept():
                self._begin_talk(line, peer)

    def _sent(self) -> None:
        """Datagrams: each is taken whole; a sender not heard of before begins a conversation."""
        port = self._port
        if not isinstance(port, DatagramPort):
            return
        at = self._hub.clock.now()
        for peer, data in port.receive():
            talk = self._talks.get(peer)
            if talk is None:
                talk = self._made(partial(_answered, port, peer), peer)
                self._heard(talk, talk.session.start(self._now()), at)
            self._took(talk, data, at)

    def _read(self, talk: Talk) -> None:
        line = self._lines.get(talk.peer)
        data = line.read() if line is not None else b""
        if data:
            self._took(talk, data, self._hub.clock.now())

    def _took(self, talk: Talk, data: bytes, at: datetime) -> None:
        now = talk.heard = self._now()
        self._seen(True, data, talk.peer, at)
        self._heard(talk, talk.session.feed(data, now), at)

    def _heard(self, talk: Talk, heard: Heard, at: datetime) -> None:
        """What a session said of bytes or time: signals go to be stored, bytes out, receipts to who waits."""
        if heard is not NOTHING:
            self._count(heard.signals, at)
            self._hub.take(self, talk, heard.signals, at)
            for order, receipt in heard.receipts:
                self._finish(order, receipt)
            if heard.write:
                self._send(talk, heard.write)
        talk.wake = talk.session.wake_at() if talk.alive else None

    def _count(self, signals: Sequence[Signal], at: datetime) -> None:
        """Only what was understood proves that the device lives: noise does not."""
        damaged = 0
        for one in signals:
            if one.damaged or one.kind is SignalKind.UNREADABLE:
                damaged += 1
        self.counts.damaged += damaged
        self.counts.received += len(signals) - damaged
        if len(signals) > damaged:
            self.heard_at, self._quiet_since, self._delay = at, self._now(), FIRST_DELAY
            if self.state is LinkState.SILENT:
                self._become(LinkState.ONLINE)

    def answer(self, talk: Talk, data: bytes) -> None:
        """What it said is stored: say so."""
        self.counts.answered += 1
        self._guarded(self._send, talk, data)

    def _send(self, talk: Talk, data: bytes) -> None:
        if talk.alive:
            self._wait(talk, talk.send(data, self._now()))

    def _flush(self, talk: Talk) -> None:
        self._wait(talk, talk.flush(self._now()))

    def _wait(self, talk: Talk, wants: bool) -> None:
        line = self._lines.get(talk.peer)
        if line is not None:
            self._hub.wants_to_write(line, wants)

    def _seen(self, received: bool, data: bytes, peer: str, at: datetime) -> None:
        talk = self._talks.get(peer)
        told = Captured(at, received, data if talk is None else talk.shown(data), peer)
        self._hub.seen(self, self.transfers.add(told))

    # orders

    def ask(self, order: Order) -> None:
        """Begin an order; its receipt goes to whoever waits at the hub."""
        talk = max((one for one in self._talks.values() if one.sending), key=lambda one: one.heard, default=None)
        if self.state not in (LinkState.ONLINE, LinkState.SILENT):
            self._hub.done(order.id, Receipt(SendState.FAILED, "port_closed", began=False))
        elif not self.spec.sends:
            self._hub.done(order.id, Receipt(SendState.FAILED, "practice_live_channel", began=False))
        elif talk is None or talk.sending is None:
            self._hub.done(order.id, Receipt(SendState.FAILED, "nobody_there", began=False))
        else:
            self._orders[order.id] = talk
            self._guarded(self._ask, talk, order)

    def _ask(self, talk: Talk, order: Order) -> None:
        if talk.sending is not None:
            self._heard(talk, talk.sending.ask(order, self._now()), self._hub.clock.now())

    def _finish(self, order: UUID, receipt: Receipt) -> None:
        self._orders.pop(order, None)
        self._hub.done(order, receipt)

    # time

    def due(self, now: float) -> None:
        """Whatever has come due: opening again, polls, time-outs, silence."""
        if self._retry_at is not None and now >= self._retry_at:
            self._open()
        for talk in list(self._talks.values()):
            if talk.wake is not None and now >= talk.wake:
                self._guarded(self._tick, talk)
            if now >= talk.stuck_at:
                self._talk_lost(talk, PortLost("stuck"))
            if talk.peer and talk.peer not in self._lines and now - talk.heard >= PEER_QUIET:
                self._end_talk(talk)
        if now >= self._silent_at:
            self._become(LinkState.SILENT)

    def next_due(self) -> float:
        """When something is to be done by time; ``inf``: not before bytes come."""
        retry = inf if self._retry_at is None else self._retry_at
        return min(retry, self._silent_at, *(talk.due_at for talk in self._talks.values()))

    @property
    def _silent_at(self) -> float:
        supervised = self.spec.silent_seconds > 0 and self.state is LinkState.ONLINE
        return self._quiet_since + self.spec.silent_seconds if supervised else inf

    def _tick(self, talk: Talk) -> None:
        now = self._now()
        self._heard(talk, talk.session.tick(now), self._hub.clock.now())
        if talk.wake is not None and talk.wake <= now:
            talk.wake = now + SHORTEST_NAP

    # whatever may go wrong

    def _guarded(self, work: Callable[..., None], *arguments: Any) -> None:
        """A lost port ends this conversation, a bug this link: never more."""
        talk = arguments[0] if arguments and isinstance(arguments[0], Talk) else None
        if talk is not None and not talk.alive:
            return
        try:
            work(*arguments)
        except PortLost as trouble:
            self._talk_lost(talk, trouble)
        except OSError as error:
            self._talk_lost(talk, lost(error))
        except (Refused, Unavailable) as error:
            self._lose(PortLost("driver", error))  # no such module, a profile nobody can read
        except Exception as error:
            self.broke(error)
        finally:
            # a talk that goes on has moved only its own times: there may be many others
            self._hub.moved(talk.due_at if talk is not None and talk.alive else self.next_due())

    def _talk_lost(self, talk: Talk | None, trouble: PortLost) -> None:
        if talk is not None and talk.peer:
            self._end_talk(talk)  # one of several that called: the port is open for the others
        else:
            self._lose(trouble)

    def _now(self) -> float:
        return self._hub.clock.monotonic()


def _answered(port: DatagramPort, peer: str, data: bytes) -> int:
    port.answer(peer, data)
    return len(data)


def _nothing() -> None:
    """A port at which devices call is never written to."""
