"""Ports at which another process finds a simulated device: a pseudo terminal, a TCP server, a caller by TCP or UDP."""

from __future__ import annotations

import json
import os
import select
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from console.devices.sim_faults import Line
from console.errors import Refused, Unavailable

_CHUNK = 65_536
_SETTLED = 0.1
"""Seconds from the opening of a pseudo terminal until its opener has thrown away what was in it."""
_DIAL_AGAIN = 1.0
KNOWN = "pty, tcp, tcp:PORT, to:HOST:PORT, udp:HOST:PORT"
"""How ``simulate --port`` names a port."""


class Port(Protocol):
    """Where the device is found. ``look`` notices opening and closing and says whether the line is open now."""

    url: str

    def look(self, now: float, *, powered: bool) -> bool: ...

    def waits(self) -> int | None:
        """What to wait at for bytes or callers; None: come again soon."""
        ...

    def read(self) -> bytes: ...

    def write(self, data: bytes) -> int:
        """How many bytes the line took."""
        ...

    def close(self) -> None: ...


class PtyPort:
    """A pseudo terminal in raw mode. Whether somebody has opened its other end is seen by its hanging up."""

    def __init__(self) -> None:
        if os.name != "posix":
            raise Refused("no_pty", other="--port tcp")
        import tty

        self._master, far = os.openpty()
        tty.setraw(far)
        self.url = os.ttyname(far)
        os.close(far)
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)
        self._opened_at: float | None = None
        self._settled = False

    def look(self, now: float, *, powered: bool) -> bool:
        if any(event & select.POLLHUP for _, event in self._poll.poll(0)):
            self._opened_at = None
        elif self._opened_at is None:
            self._opened_at = now
        self._settled = self._opened_at is not None and now - self._opened_at >= _SETTLED
        return self._settled and powered  # without power the cable stays, and nothing is said

    def waits(self) -> int | None:
        return self._master if self._settled else None

    def read(self) -> bytes:
        with suppress(OSError):  # hung up: the next look says so
            return os.read(self._master, _CHUNK)
        return b""

    def write(self, data: bytes) -> int:
        with suppress(OSError):
            return os.write(self._master, data)
        return 0

    def close(self) -> None:
        os.close(self._master)


class _Connected:
    """A TCP connection that may be missing."""

    url = ""

    def __init__(self) -> None:
        self._peer: socket.socket | None = None
        self._was_closed = False

    def _is_open(self) -> bool:
        """Whether somebody is there; no once where one went and another came, so that the end of the first is seen."""
        closed, self._was_closed = self._was_closed, False
        return self._peer is not None and not closed

    def _has_gone(self) -> bool:
        """Whether the peer has hung up, noticed before or now."""
        if self._peer is None:
            return True
        try:
            gone = self._peer.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            gone = True
        if gone:
            self._hang_up()
        return gone

    def _has_unread(self) -> bool:
        try:
            return self._peer is not None and self._peer.recv(1, socket.MSG_PEEK) != b""
        except OSError:
            return False

    def read(self) -> bytes:
        if self._peer is None:
            return b""
        try:
            chunk = self._peer.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            chunk = b""
        if not chunk:
            self._hang_up()
        return chunk

    def write(self, data: bytes) -> int:
        if self._peer is None:
            return 0
        try:
            return self._peer.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self._hang_up()
            return 0

    def _hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None
            self._was_closed = True


class TcpPort(_Connected):
    """A TCP server of this machine for one caller at a time, as a serial device server is one."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        try:
            self._server = socket.create_server(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable("sim_port", error, port=port) from error
        self._server.setblocking(False)
        self.url = f"socket://127.0.0.1:{self._server.getsockname()[1]}"

    def look(self, now: float, *, powered: bool) -> bool:
        del now
        with suppress(BlockingIOError):
            if self._has_unread():
                raise BlockingIOError  # whoever comes waits: behind what was said last the end may stand
            caller, _ = self._server.accept()
            caller.setblocking(False)
            if powered and self._has_gone():
                self._peer = caller
            else:
                caller.close()
        if not powered:
            self._hang_up()
        return self._is_open()

    def waits(self) -> int | None:
        return (self._peer or self._server).fileno()

    def close(self) -> None:
        self._hang_up()
        self._server.close()


class DialPort(_Connected):
    """A TCP client that calls again and again: panels and dialers call the centre."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__()
        self._to = (host, port)
        self._next = float("-inf")
        self.url = f"listen://{host}:{port}"

    def look(self, now: float, *, powered: bool) -> bool:
        if not powered:
            self._hang_up()
        elif self._peer is None and now >= self._next:
            self._next = now + _DIAL_AGAIN
            with suppress(OSError):
                self._peer = socket.create_connection(self._to, timeout=_DIAL_AGAIN)
                self._peer.setblocking(False)
        return self._is_open()

    def waits(self) -> int | None:
        return self._peer.fileno() if self._peer is not None else None

    def close(self) -> None:
        self._hang_up()


class DatagramPort:
    """Datagrams to one place. Nobody opens it and nobody closes it: who is not there does not hear."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((host, port))
        self._socket.setblocking(False)
        self.url = f"udp://{host}:{port}"

    def look(self, now: float, *, powered: bool) -> bool:
        del now
        return powered

    def waits(self) -> int | None:
        return self._socket.fileno()

    def read(self) -> bytes:
        with suppress(OSError):  # nothing there, or nobody: said by the system at the next reading
            return self._socket.recv(_CHUNK)
        return b""

    def write(self, data: bytes) -> int:
        with suppress(OSError):
            self._socket.send(data)
        return len(data)

    def close(self) -> None:
        self._socket.close()


_CALLERS: dict[str, Callable[[str, int], Port]] = {"to": DialPort, "udp": DatagramPort}


def open_port(text: str) -> Port:
    """``pty``, ``tcp``, ``tcp:PORT``, ``to:HOST:PORT`` or ``udp:HOST:PORT``; Refused("bad_sim_port") for others."""
    kind, _, rest = text.partition(":")
    if kind == "pty" and not rest:
        return PtyPort()
    if kind == "tcp" and (not rest or (rest.isdecimal() and int(rest) < 65_536)):
        return TcpPort(int(rest or 0))
    host, _, number = rest.rpartition(":")
    if kind in _CALLERS and host and number.isdecimal() and 0 < int(number) < 65_536:
        return _CALLERS[kind](host, int(number))
    raise Refused("bad_sim_port", text=text[:80], known=KNOWN)


class Served:
    """A line at a port, until it is told to stop. ``told`` gets the device's state as JSON whenever it changed."""

    def __init__(self, line: Line, port: Port, now: Callable[[], float], told: Callable[[str], None]) -> None:
        self._line = line
        self._port = port
        self._now = now
        self._told = told
        self._open = False
        self._unsent = b""
        self._state = ""

    def run(self, stop: socket.socket) -> None:
        """Play until something can be read from ``stop``."""
        with selectors.DefaultSelector() as selector:
            selector.register(stop, selectors.EVENT_READ)
            while True:
                self.turn(self._now())
                if self._wait(selector, stop):
                    return

    def turn(self, now: float) -> None:
        """One round: open or close, read, say what is due."""
        self._look(now)
        if self._open and (chunk := self._port.read()):
            self._line.feed(chunk, now)
        self._line.tick(now)
        if self._open:
            self._unsent = (self._unsent + self._line.take(now))[-_CHUNK:]
        if self._unsent:
            self._unsent = self._unsent[self._port.write(self._unsent) :]
        self._tell()

    def _look(self, now: float) -> None:
        open_now = self._port.look(now, powered=self._line.powered)
        if open_now and not self._open:
            self._line.start(now)
        elif self._open and not open_now:
            self._unsent = b""
            self._line.stop()
        self._open = open_now

    def _wait(self, selector: selectors.BaseSelector, stop: socket.socket) -> bool:
        waits = self._port.waits()
        soon = 0.02 if waits is None or self._unsent or not self._open else 1.0
        due = self._line.wake_at()
        pause = soon if due is None else max(0.0, min(soon, due - self._now()))
        if waits is not None:
            selector.register(waits, selectors.EVENT_READ)
        try:
            ready = selector.select(pause)
        finally:
            if waits is not None:
                selector.unregister(waits)
        return any(key.fileobj is stop for key, _ in ready)

    def _tell(self) -> None:
        state = json.dumps(dict(self._line.device.state()), ensure_ascii=False, default=str)
        if state != self._state:
            self._state = state
            self._told(state)
