"""Ports by URL: every way bytes come from a device, behind one interface that never blocks and fails one way only.

================================  =======================================================================
``COM3``, ``/dev/serial/by-id/…``  a serial port, opened for this program alone
``socket://host:port``             raw TCP: serial servers, receivers with a network card
``rfc2217://host:port``            a remote serial port whose speed is set from here
``listen://host:port``             TCP devices that call us; each connection is a conversation of its own
``udp://host:port``                datagrams; what is answered goes to whoever sent
``sim://driver/name?…``            a simulated device (``console.devices.simulator``)
``replay://file?speed=1``          a captured file (``console.devices.capture``); speed 0: as fast as it is taken
``loop://``                        what is written comes back
================================  =======================================================================

Opening may take seconds (names, connections, remote settings) and is done off the wire's thread; all that follows is
non-blocking. Whatever goes wrong is ``PortLost``. Only this file and ``fed_lines`` know pyserial; what it does on
unplugging was measured: read and write give SerialException with and without number, OSError 5, termios.error or
TypeError, depending on the moment.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import serial

from console.devices import port_trouble
from console.devices.fed_lines import FedLine, replayed
from console.devices.port_trouble import PortLost
from console.domain.clock import Clock
from console.domain.wire import PortLine, scheme
from console.errors import Refused, Unavailable

if sys.platform != "win32":
    import termios

_TROUBLE: tuple[type[BaseException], ...] = (OSError, ValueError, TypeError, *port_trouble.SETTINGS)
CONNECT_SECONDS = 5.0
READ = 65_536
"""Bytes taken at one wake; what is left wakes again."""
_PEERS_AT_ONCE = 16
_DATAGRAM = 65_535


class Line(Protocol):
    """One conversation. ``read`` is called when the selector says so: bytes, or b"" where there was nothing after all.

    ``write`` takes what fits now and says how much. Both raise PortLost.
    """

    def fileno(self) -> int: ...

    def read(self) -> bytes: ...

    def write(self, data: bytes) -> int: ...

    def close(self) -> None: ...


def open_port(url: str, line: PortLine, clock: Clock) -> Port:
    """Open it now; may take ``CONNECT_SECONDS`` and more. Raises PortLost for whatever prevents it."""
    opened = _OPENERS.get(scheme(url), _serial)
    try:
        return opened(url, line, clock)
    except PortLost:
        raise
    except Refused as error:
        raise PortLost("address", error) from error
    except Unavailable as error:
        raise PortLost("unavailable", error) from error
    except _TROUBLE as error:
        raise port_trouble.lost(error, "remote" if scheme(url) == "rfc2217" else "missing") from error


def _connected(url: str, _line: PortLine, _clock: Clock) -> Line:
    return SocketLine(socket.create_connection(_address(url), timeout=CONNECT_SECONDS))


def _listening(url: str, _line: PortLine, _clock: Clock) -> ListeningPort:
    return ListeningPort(_bound(url, socket.SOCK_STREAM))


def _datagrams(url: str, _line: PortLine, _clock: Clock) -> DatagramPort:
    return DatagramPort(_bound(url, socket.SOCK_DGRAM))


def _bound(url: str, kind: socket.SocketKind) -> socket.socket:
    """A socket of this machine at which devices call; one nobody could wait at is closed again."""
    host, port = _address(url)
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    try:
        if kind is socket.SOCK_STREAM and os.name == "posix":  # elsewhere two programs could share the port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        if kind is socket.SOCK_STREAM:
            made.listen(_PEERS_AT_ONCE)
    except BaseException:
        made.close()
        raise
    return made


def _simulated(url: str, _line: PortLine, clock: Clock) -> Line:
    from console.devices import simulator

    return SocketLine(simulator.open_simulated(url, clock))


def _replayed(url: str, _line: PortLine, _clock: Clock) -> Line:
    return replayed(url)


def _serial(url: str, line: PortLine, _clock: Clock) -> Line:
    """A serial port of this machine or a URL pyserial knows.

    A port with a file number is read by the selector; where there is none (Windows, rfc2217, loop) threads of its own
    feed a socket: one interface.
    """
    if scheme(url) == "rfc2217":
        _address(url)
    elif scheme(url) not in ("", "loop"):
        raise PortLost("address", url)
    # rfc2217 knows no time limit for writing and refuses the setting
    waits = {} if scheme(url) == "rfc2217" else {"write_timeout": CONNECT_SECONDS}
    port: Any = serial.serial_for_url(
        url, do_not_open=True, baudrate=line.baud, bytesize=line.bits, parity=line.parity, stopbits=line.stops,
        timeout=FedLine.PATIENCE, exclusive=None if scheme(url) else True, **waits,
    )  # fmt: skip
    if scheme(url):
        port.open()
        _keep_alive(getattr(port, "_socket", None))
        return FedLine(port)
    if sys.platform == "win32":
        port.open()
        return FedLine(port)
    port.timeout = 0
    port.open()
    opened = SerialLine(port)
    if line.parity != "N":
        try:
            _check_parity(port.fileno())
        except BaseException:
            opened.close()
            raise
    return opened


def _check_parity(number: int) -> None:
    """A byte with a wrong parity bit is read as NUL, so that its frame is damaged: pyserial sends the bit and never
    looks at it, and to Sur-Gard nothing else tells a wrong account from a right one."""
    told = termios.tcgetattr(number)
    told[0] = (told[0] | termios.INPCK) & ~(termios.IGNPAR | termios.PARMRK)
    termios.tcsetattr(number, termios.TCSANOW, told)


def _address(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise PortLost("address", error) from error
    if port is None:
        raise PortLost("address", url)
    return host or "", port


_OPENERS: dict[str, Callable[[str, PortLine, Clock], Port]] = {
    "socket": _connected,
    "listen": _listening,
    "udp": _datagrams,
    "sim": _simulated,
    "replay": _replayed,
}


class SerialLine:
    """A serial port of a POSIX machine. pyserial sets it up; bytes are read and written without it, never waiting."""

    def __init__(self, port: Any) -> None:
        self._port = port
        self._number: int = port.fileno()

    def fileno(self) -> int:
        return self._number

    def read(self) -> bytes:
        try:
            data = os.read(self._number, READ)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise port_trouble.lost(error) from error
        if not data:
            # the selector promised bytes: a terminal that was hung up gives none, for ever
            raise PortLost("gone")
        return data

    def write(self, data: bytes) -> int:
        try:
            return os.write(self._number, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise port_trouble.lost(error) from error

    def close(self) -> None:
        with suppress(OSError, TypeError, *port_trouble.SETTINGS):
            self._port.close()


class SocketLine:
    """A connected stream socket: TCP, or the near end of a simulated device."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        connected.setblocking(False)
        _keep_alive(connected)

    def fileno(self) -> int:
        return self._socket.fileno()

    def read(self) -> bytes:
        try:
            data = self._socket.recv(READ)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise port_trouble.lost(error) from error
        if not data:
            raise PortLost("gone")
        return data

    def write(self, data: bytes) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise port_trouble.lost(error) from error

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class _BoundPort:
    """A port of ours at which devices call."""

    def __init__(self, bound: socket.socket) -> None:
        self._socket = bound
        bound.setblocking(False)

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def address(self) -> tuple[str, int]:
        """Where it is: the number the system chose for port 0."""
        host, port, *_rest = self._socket.getsockname()
        return host, port

    def close(self) -> None:
        self._socket.close()


class ListeningPort(_BoundPort):
    """``listen://``: devices call us; each that does is a conversation of its own."""

    def accept(self) -> list[tuple[str, Line]]:
        """Whoever called; who hung up again before being answered is nobody."""
        called: list[tuple[str, Line]] = []
        while len(called) < _PEERS_AT_ONCE:
            try:
                connected, address = self._socket.accept()
            except (BlockingIOError, ConnectionError):
                break
            except OSError as error:
                if error.errno in port_trouble.PASSING:
                    break
                raise port_trouble.lost(error) from error
            called.append((_peer(address), SocketLine(connected)))
        return called


class DatagramPort(_BoundPort):
    """``udp://``: devices that send datagrams; an answer that does not fit now is lost like any datagram."""

    def __init__(self, bound: socket.socket) -> None:
        super().__init__(bound)
        self._addresses: dict[str, Any] = {}

    def receive(self) -> list[tuple[str, bytes]]:
        said: list[tuple[str, bytes]] = []
        while len(said) < _PEERS_AT_ONCE:
            try:
                data, address = self._socket.recvfrom(_DATAGRAM)
            except BlockingIOError:
                break
            except ConnectionError:
                continue  # somebody we answered is no more: the next datagram may be another's
            except OSError as error:
                raise port_trouble.lost(error) from error
            self._remember(_peer(address), address)
            said.append((_peer(address), data))
        return said

    def answer(self, peer: str, data: bytes) -> None:
        with suppress(OSError):
            self._socket.sendto(data, self._addresses[peer])

    def _remember(self, peer: str, address: Any) -> None:
        self._addresses.pop(peer, None)
        self._addresses[peer] = address
        while len(self._addresses) > 1_024:
            del self._addresses[next(iter(self._addresses))]


Port = Line | ListeningPort | DatagramPort


def _peer(address: Any) -> str:
    return f"{address[0]}:{address[1]}" if ":" not in address[0] else f"[{address[0]}]:{address[1]}"


_ALIVE = (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 20_000))
"""A peer whose cable was cut is given up after 35 s without traffic, 20 s with."""


def _keep_alive(connected: socket.socket | None) -> None:
    if connected is None or connected.family not in (socket.AF_INET, socket.AF_INET6):
        return
    with suppress(OSError):
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, value in _ALIVE:
        number = getattr(socket, name, None)
        if number is not None:
            with suppress(OSError):
                connected.setsockopt(socket.IPPROTO_TCP, number, value)


BY_ID = Path("/dev/serial/by-id")


def stable_name(url: str, by_id: Path = BY_ID) -> str:
    """The name of a serial port that survives renumbering, where the system keeps one; else the URL itself."""
    if scheme(url) or not by_id.is_dir():
        return url
    try:
        meant = Path(url).resolve(strict=True)
        found = sorted(str(entry) for entry in by_id.iterdir() if entry.resolve() == meant)
    except OSError:
        return url
    return found[0] if found and not url.startswith(str(by_id)) else url


def open_again(url: str, stable: str, line: PortLine, clock: Clock) -> tuple[Port, str]:
    """Open it by the name it was known by when it was last open, and learn that name.

    The system numbers adapters as they come: after an unplugging ``/dev/ttyUSB0`` may be another device's.
    """
    port = open_port(stable or url, line, clock)
    return port, stable or stable_name(url)
