"""Our ports over transports of others: every byte both ways, and what their end means."""

from __future__ import annotations

import os
import selectors
import socket
import tty
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from console.devices.port_trouble import PortLost
from console.devices.transport import open_port
from console.domain.clock import SystemClock
from console.domain.wire import PortLine

ALL = bytes(range(256)) * 8
CLOCK = SystemClock()
PATIENCE = 10.0
USUAL = PortLine()


def opened(url, line=USUAL):
    """Open it as soon as it is there."""
    limit = CLOCK.monotonic() + PATIENCE
    while True:
        try:
            return closing(open_port(url, line, CLOCK))
        except PortLost:
            if CLOCK.monotonic() > limit:
                raise


def written(port, data):
    limit = CLOCK.monotonic() + PATIENCE
    while data and CLOCK.monotonic() < limit:
        data = data[port.write(data) :]


def taken(port, count):
    """So many bytes of a port of ours."""
    data = b""
    limit = CLOCK.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        selector.register(port, selectors.EVENT_READ)
        while len(data) < count and CLOCK.monotonic() < limit:
            if selector.select(0.2):
                data += port.read()
    return data


def lost(port):
    """Read until the port says that it is no more; its cause."""
    with pytest.raises(PortLost) as trouble:
        taken(port, 1 << 30)
    return trouble.value.cause


@contextmanager
def killed(process) -> Iterator[object]:
    """A peer that is killed in the end."""
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.peer("socat", "a pair of pseudo terminals: every byte both ways; it ends: link lost")
def test_over_socat(peer, tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    pair = peer.start(f"pty,raw,echo=0,link={a}", f"pty,raw,echo=0,link={b}")
    with killed(pair), opened(str(a)) as one, opened(str(b)) as other:
        for near, far in ((one, other), (other, one)):
            written(near, ALL)
            assert taken(far, len(ALL)) == ALL
        pair.kill()
        assert lost(one) == "gone"


@pytest.mark.peer("ser2net", "a serial port behind raw TCP: every byte both ways; it ends: link lost")
def test_over_ser2net(peer, tmp_path: Path) -> None:
    far, device = os.openpty()
    tty.setraw(device)
    tty.setraw(far)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "ser2net.yaml").write_text(
        "connection: &one\n"
        f"  accepter: tcp,127.0.0.1,{port}\n"
        f"  connector: serialdev,{os.ttyname(device)},9600n81,local\n"
    )
    server = peer.start("-n", "-c", tmp_path / "ser2net.yaml")
    with killed(server), opened(f"socket://127.0.0.1:{port}") as line:
        written(line, ALL)
        with open(far, "r+b", buffering=0, closefd=False) as end:
            assert _of(end, len(ALL)) == ALL
            end.write(ALL)
        assert taken(line, len(ALL)) == ALL
        server.kill()
        assert lost(line) == "gone"
    os.close(device)
    os.close(far)


def _of(end, count):
    data = b""
    while len(data) < count:
        data += end.read(count - len(data))
    return data


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own
@pytest.mark.peer("pyserial", "rfc2217.PortManager: speed set from here, every byte back (FF too); it ends: link lost")
def test_over_rfc2217(peer) -> None:
    server = peer.start(Path(__file__).parent / "programs" / "rfc2217_server.py")
    with killed(server):
        port = server.stdout.readline().strip()
        with opened(f"rfc2217://127.0.0.1:{port}?timeout=3", PortLine(19_200)) as line:
            assert server.stdout.readline().strip() == "19200"
            written(line, ALL)
            assert taken(line, len(ALL)) == ALL
            server.kill()
            assert lost(line) == "gone"
