"""The master's side of a Modbus RTU line, without I/O: one request at a time, its reply, its exception or silence.

What comes after a request was given up belongs to nobody: the line must be quiet for a moment before the next one,
so that a late reply is never taken for that of a later question.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from console.devices.drivers.gathering import Gathered, soonest, unreadable
from console.devices.protocols.modbus_rtu import BROADCAST, Replies, Reply, Request, encode
from console.devices.protocols.scanning import Damaged

GAP_SECONDS = 0.005
"""More than 3.5 characters at 9600."""
QUIET_SECONDS = 0.2
BROADCAST_SECONDS = 0.2
"""Time a unit has to carry out what nobody answers."""


class End(StrEnum):
    """How a request ended; ``sent`` is a broadcast, which nobody answers."""

    REPLY = "reply"
    REFUSED = "refused"
    SILENT = "silent"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A request with what became of it."""

    end: End
    request: Request
    command: bytes
    at: float
    reply: Reply | None = None

    @property
    def answer(self) -> bytes:
        return self.reply.raw if self.reply is not None else b""


Done = Callable[[Outcome, Gathered], None]


@dataclass(slots=True)
class Exchange:
    """A request, how often it may be sent, and who wants to know. What switches something on is sent once."""

    request: Request
    done: Done
    tries: int = 1
    sent: bool = False
    """Whether a byte of it may have gone out."""


class Master:
    """Requests wait for each other; a reply may take ``patience`` seconds.

    ``echo``: the adapter says again what was written.
    """

    def __init__(self, patience: float, *, echo: bool = False) -> None:
        self._patience = patience
        self._echo = echo
        self._queue: deque[Exchange] = deque()
        self._open: Exchange | None = None
        self._command = b""
        self._echoed = b""
        self._replies: Replies | None = None
        self._until = 0.0
        self._free_at = 0.0

    @property
    def busy(self) -> bool:
        """Whether anything is asked or waits to be."""
        return self._open is not None or bool(self._queue)

    def put(self, exchange: Exchange) -> None:
        """Ask when it is its turn."""
        self._queue.append(exchange)

    def drop_waiting(self) -> None:
        """Forget what was not sent yet."""
        self._queue.clear()

    def feed(self, chunk: bytes, now: float, out: Gathered) -> None:
        """Bytes came."""
        if self._replies is None:
            self._free_at = max(self._free_at, now + QUIET_SECONDS)
            out.signals.append(unreadable(chunk, "unasked"))
        else:
            self._hear(self._replies.feed(self._without_echo(chunk)), now, out)
        self.turn(now, out)

    def turn(self, now: float, out: Gathered) -> None:
        """Give up what was not answered, send what is next."""
        if self._open is not None and now >= self._until:
            self._gave_up(now, out)
        if self._open is None and self._queue and now >= self._free_at:
            self._send(self._queue.popleft(), now, out)

    def wake_at(self) -> float | None:
        return soonest(self._until if self._open else None, self._free_at if self._queue and not self._open else None)

    def _send(self, exchange: Exchange, now: float, out: Gathered) -> None:
        self._open, self._command = exchange, encode(exchange.request)
        self._echoed = self._command if self._echo else b""
        self._replies = Replies(exchange.request)
        exchange.tries -= 1
        exchange.sent = True
        silent = exchange.request.unit == BROADCAST
        self._until = now + (BROADCAST_SECONDS if silent else self._patience)
        out.write += self._command

    def _without_echo(self, chunk: bytes) -> bytes:
        """What is left when the adapter's echo is taken off the front."""
        same = 0
        while same < min(len(chunk), len(self._echoed)) and chunk[same] == self._echoed[same]:
            same += 1
        self._echoed = self._echoed[same:] if same == len(chunk) else b""
        return chunk[same:]

    def _hear(self, found: list[Reply | Damaged], now: float, out: Gathered) -> None:
        for item in found:
            if isinstance(item, Damaged):
                out.signals.append(unreadable(item.raw, item.why))
            elif self._open is not None:
                self._free_at = now + GAP_SECONDS
                self._end(End.REFUSED if item.refused else End.REPLY, item, now, out)
            else:
                out.signals.append(unreadable(item.raw, "unasked"))

    def _gave_up(self, now: float, out: Gathered) -> None:
        assert self._open is not None and self._replies is not None
        self._free_at = now if self._open.request.unit == BROADCAST else now + QUIET_SECONDS
        out.signals += [unreadable(item.raw, item.why) for item in self._replies.idle() if isinstance(item, Damaged)]
        if self._open.request.unit == BROADCAST:
            self._end(End.SENT, None, now, out)
        elif self._open.tries > 0:
            self._queue.appendleft(self._open)
            self._open = self._replies = None
        else:
            self._end(End.SILENT, None, now, out)

    def _end(self, end: End, reply: Reply | None, now: float, out: Gathered) -> None:
        assert self._open is not None
        exchange, command = self._open, self._command
        self._open = self._replies = None
        exchange.done(Outcome(end, exchange.request, command, now, reply), out)
