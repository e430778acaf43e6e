"""Ports of this machine with names a person recognises, and what one of them says when it is tried."""

from __future__ import annotations

import selectors
from dataclasses import dataclass

from serial.tools import list_ports

from console import words
from console.devices.port_trouble import PortLost, lost
from console.devices.transport import DatagramPort, Line, ListeningPort, Port, open_port, stable_name
from console.domain.clock import Clock
from console.domain.wire import PortLine

SEEN = 4_096
"""Bytes of a test that are kept."""
SAID = 40
"""Bytes of it that its sentence shows."""


@dataclass(frozen=True, slots=True)
class PortRow:
    """A serial port: ``url`` is what a device is entered with (the name that survives renumbering, where there is
    one), ``device`` what the system calls it now, ``name`` what its adapter says of itself."""

    url: str
    device: str
    name: str
    maker: str = ""
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class PortTest:
    """What a port said while it was tried. ``cause``: why it could not be opened or was lost; empty: it was open.

    ``data`` are the first bytes that came in ``seconds``, ``received`` counts them all, ``peers`` who called.
    """

    opened: bool
    cause: str = ""
    data: bytes = b""
    received: int = 0
    peers: tuple[str, ...] = ()
    seconds: float = 0.0

    def said(self) -> str:
        """The same as a sentence for whoever tried it."""
        cause = words.say(f"wire.cause.{self.cause}") if self.cause else ""
        if not self.opened:
            return words.say("wire.test.closed", cause=cause)
        if self.cause:
            return words.say("wire.test.lost", cause=cause, count=self.received)
        if not self.received:
            return words.say("wire.test.quiet", seconds=round(self.seconds))
        shown = self.data[:SAID]
        text = "".join(sign if sign.isprintable() else "·" for sign in shown.decode("gb18030", "replace"))
        return words.say("wire.test.heard", count=self.received, hex=shown.hex(" ").upper(), text=text)


def ports() -> list[PortRow]:
    """Serial ports this machine has now, adapters before built-in ones that may lead nowhere."""
    rows = [
        PortRow(
            stable_name(port.device), port.device, _name(port.description, port.device), port.manufacturer or "",
            port.serial_number or "",
        )
        for port in list_ports.comports()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.serial_number and row.name == row.device, row.device))


def _name(description: str | None, device: str) -> str:
    return description if description and description != "n/a" else device


def test_port(url: str, line: PortLine, clock: Clock, seconds: float = 3.0) -> PortTest:
    """Open it, listen, write nothing, close it. Never raises for what the world does."""
    try:
        port = open_port(url, line, clock)
    except PortLost as trouble:
        return PortTest(False, trouble.cause)
    heard = _Heard(port, seconds)
    try:
        heard.listen(clock, clock.monotonic() + seconds)
    except PortLost as trouble:
        return heard.told(trouble.cause)
    except OSError as error:
        return heard.told(lost(error).cause)
    finally:
        heard.close()
    return heard.told()


test_port.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for one of its own


class _Heard:
    """What comes while somebody listens, whichever kind of port it is."""

    def __init__(self, port: Port, seconds: float) -> None:
        self._seconds = seconds
        self._open: list[Port] = [port]
        self._data = bytearray()
        self._received = 0
        self._peers: list[str] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(port, selectors.EVENT_READ)

    def listen(self, clock: Clock, until: float) -> None:
        while (left := until - clock.monotonic()) > 0:
            for key, _what in self._selector.select(left):
                self._take(key.fileobj)  # type: ignore[arg-type]

    def _take(self, port: Port) -> None:
        if isinstance(port, ListeningPort):
            self._called(port)
        elif isinstance(port, DatagramPort):
            self._sent(port)
        else:
            self._said(port)

    def _called(self, port: ListeningPort) -> None:
        for peer, line in port.accept():
            self._peers.append(peer)
            self._open.append(line)
            self._selector.register(line, selectors.EVENT_READ)

    def _sent(self, port: DatagramPort) -> None:
        for peer, data in port.receive():
            self._peers.append(peer)
            self._keep(data)

    def _said(self, line: Line) -> None:
        try:
            self._keep(line.read())
        except PortLost:
            if line is self._open[0]:
                raise
            self._selector.unregister(line)

    def _keep(self, data: bytes) -> None:
        self._received += len(data)
        self._data += data[: SEEN - len(self._data)]

    def told(self, cause: str = "") -> PortTest:
        peers = tuple(dict.fromkeys(self._peers))
        return PortTest(True, cause, bytes(self._data), self._received, peers, self._seconds)

    def close(self) -> None:
        self._selector.close()
        for port in self._open:
            port.close()
