"""Remote serial ports (RFC 2217) by pyserial's own server side, and ports whose threads feed the wire."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
import serial
from serial.rfc2217 import PortManager

from console.devices import ports
from console.devices.port_trouble import PortLost
from console.devices.transport import open_port
from console.domain.clock import SystemClock
from console.domain.wire import LinkState, PortLine
from tests.kit.links import Wired

pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated:DeprecationWarning")
"""pyserial 3.5 names its reading thread in the old way."""


class _Connection:
    """What PortManager writes to."""

    def __init__(self, connected: socket.socket) -> None:
        self._connected = connected

    def write(self, data: bytes) -> None:
        self._connected.sendall(data)


class RemotePort:
    """A serial server with a device behind it. Its modem lines are those of a loop: a terminal has none."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = serial.serial_for_url("loop://")
        self.heard = bytearray()
        self.connected: socket.socket | None = None
        self.thread: threading.Thread | None = None
        self.url = f"rfc2217://127.0.0.1:{self.server.getsockname()[1]}"

    def serve(self) -> None:
        """Take the next caller."""
        self.connected, _address = self.server.accept()
        self.manager = PortManager(self.port, _Connection(self.connected))
        self.thread = threading.Thread(target=self._listen, args=(self.connected,))
        self.thread.start()

    def _listen(self, connected: socket.socket) -> None:
        with suppress(OSError):
            while data := connected.recv(1_024):
                self.heard += b"".join(self.manager.filter(data))

    def say(self, data: bytes) -> None:
        assert self.connected is not None
        self.connected.sendall(b"".join(self.manager.escape(data)))

    def hang_up(self) -> None:
        assert self.connected is not None
        assert self.thread is not None
        with suppress(OSError):
            self.connected.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.connected.close()

    def close(self) -> None:
        self.hang_up()
        self.server.close()
        self.port.close()


def test_a_remote_port_is_set_heard_lost_and_opened_again(tmp_path):
    wired, remote = Wired(tmp_path / "spool"), RemotePort()
    wired.open(remote.url)
    for turn in (1, 2):
        remote.serve()
        wired.until(lambda turn=turn: remote.heard.count(b"?\n") == turn)
        remote.say(b"A \xff\xff%d\n" % turn)  # bytes the protocol doubles
        wired.until(lambda turn=turn: len(wired.store.rows) == turn)
        wired.until(lambda: remote.heard.endswith(b"\n") and b"+" in remote.heard)
        if turn == 1:
            remote.hang_up()
            wired.until(lambda: wired.state() == LinkState.LOST)
    wired.until(lambda: wired.store.states()[3:4] == ["online"])  # told from another thread than the bytes
    wired.close()
    remote.close()

    assert [row.signal.raw for row in wired.store.rows] == [b"A \xff\xff1", b"A \xff\xff2"]
    assert b"+\xff\xff2\n" in remote.heard
    assert wired.store.states()[:4] == ["opening", "online", "lost", "online"]
    wired.until(_no_threads)


def test_what_is_no_remote_port_is_lost_without_a_traceback(tmp_path, caplog):
    server = socket.create_server(("127.0.0.1", 0))
    wired = Wired(tmp_path / "spool")
    wired.open(f"rfc2217://127.0.0.1:{server.getsockname()[1]}?timeout=0.1")
    wired.until(lambda: wired.state() == LinkState.LOST)
    cause = wired.status().cause
    wired.close()
    server.close()

    assert cause == "remote"
    assert "Traceback" not in caplog.text
    wired.until(_no_threads)


def test_a_loop_says_back_what_it_is_told(tmp_path):
    wired = Wired(tmp_path / "spool")
    wired.open("loop://")
    wired.until(lambda: wired.status().counts.damaged)  # its own first word comes back, and is no alarm
    wired.until(lambda: wired.store.rows)
    wired.close()
    wired.until(_no_threads)

    assert [row.signal.raw for row in wired.store.rows] == [b"?"]


def _no_threads() -> bool:
    return not [one for one in threading.enumerate() if one.name.startswith("wire")]


def test_a_port_is_tried_and_said_in_words():
    clock = SystemClock()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_speaks, args=(server,)).start()
        told = ports.test_port(f"socket://127.0.0.1:{server.getsockname()[1]}", PortLine(), clock, 5.0)
    assert (told.opened, told.received, told.cause) == (True, 7, "gone")
    quiet = ports.test_port("udp://127.0.0.1:0", PortLine(), clock, 0.01)
    assert "没有收到数据" in quiet.said()
    closed = ports.test_port("socket://127.0.0.1:1", PortLine(), clock, 0.01)
    assert "拒绝" in closed.said()
    heard = ports.PortTest(True, data=b"5011 \x14", received=6)
    assert "35 30 31 31 20 14" in heard.said()


def _speaks(server: socket.socket) -> None:
    peer, _address = server.accept()
    peer.sendall(b"5011 18")
    peer.close()


def test_ports_of_this_machine_are_listed_by_names_that_can_be_opened():
    for row in ports.ports():
        assert row.url
        assert row.name


def test_opening_twice_is_refused_by_the_system():
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(PortLost, match="busy"):
        open_port(f"listen://127.0.0.1:{server.getsockname()[1]}", PortLine(), SystemClock())
