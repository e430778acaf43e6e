"""``listen`` and ``send`` as processes, opposite far sides that are written here from the papers, byte for byte."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import tty
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import xor
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import SystemClock
from console.domain.realm import Realm
from console.domain.wire import DeviceForm
from tests.kit.wire_processes import running

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("far sides"))
    bootstrap.create(data, Realm.LIVE)
    return data


def arc(body: bytes) -> int:
    """CRC-16/ARC, bit by bit: 8005 reflected, from nought."""
    crc = 0
    for octet in body:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def framed(body: bytes, spoilt: int = 0) -> bytes:
    return b"\n%04X%04X%s\r" % (arc(body) ^ spoilt, len(body), body)


def stamped(data: str, sequence: int, behind: float = 0) -> bytes:
    at = (SystemClock().now() - timedelta(seconds=behind)).strftime("_%H:%M:%S,%m-%d-%Y")
    return f'"{data[:7]}"{sequence:04}L0#1234[{data[7:]}]{at}'.encode()


class Dialler:
    """A panel's dialler on a TCP connection."""

    def __init__(self, port: int) -> None:
        self._connected = socket.create_connection(("127.0.0.1", port), timeout=20)

    def says(self, *frames: bytes) -> bytes:
        """Send them; the body of the next answer, whose checksum and length must be right."""
        self._connected.sendall(b"".join(frames))
        answer = b""
        while not answer.endswith(b"\r"):
            answer += self._connected.recv(1)
        found = re.fullmatch(rb"\n([0-9A-F]{4})([0-9A-F]{4})(.*)\r", answer)
        assert found is not None, answer
        body: bytes = found[3]
        assert (int(found[1], 16), int(found[2], 16)) == (arc(body), len(body))
        return body

    def silent(self) -> bool:
        """Whether nothing more came."""
        self._connected.setblocking(False)
        try:
            return self._connected.recv(1) == b""
        except BlockingIOError:
            return True

    def close(self) -> None:
        self._connected.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def test_a_dialler_is_told_what_dc09_has_for_each_of_its_faults(live: DataDir) -> None:
    port = free_port()
    asked = ("--device-url", f"listen://127.0.0.1:{port}", "--driver", "dc09", "--option", "time_check=on")
    with running("--data", live.root, "listen", *asked) as listener:
        stderr = listener.process.stderr
        assert stderr is not None and "Online" in stderr.readline()
        dialler = Dialler(port)

        late = dialler.says(framed(stamped("ADM-CID#1234|1131 01 015", 1, behind=90)))
        found = re.fullmatch(rb'"NAK"0000R0L0A0\[\]_(\d\d:\d\d:\d\d,\d\d-\d\d-\d{4})', late)
        assert found is not None, late
        ours = datetime.strptime(found[1].decode(), "%H:%M:%S,%m-%d-%Y").replace(tzinfo=UTC)
        assert abs(SystemClock().now() - ours) < timedelta(seconds=20)
        assert "clock" in listener.row()["words"].lower()

        sealed = b'"*ADM-CID"0002L0#1234[' + b"8F2A" * 16
        assert dialler.says(framed(sealed)) == b'"DUH"0002L0#1234[]'
        row = listener.row()
        assert (row["kind"], row["account"], row["damaged"]) == ("fault", "1234", False)

        # a wrong checksum has no answer: what comes next is the answer of the frame behind it
        good = stamped("ADM-CID#1234|1131 01 015", 3)
        assert dialler.says(framed(good, spoilt=1), framed(good)) == b'"ACK"0003L0#1234[]'
        assert [(row["kind"], row["damaged"]) for row in (listener.row(), listener.row())] == [
            ("unreadable", True), ("alarm", False),
        ]  # fmt: skip
        assert dialler.says(framed('"SIA-DCS"0004L0#1234[#1234|不懂]'.encode("gb18030"))) == b'"DUH"0004L0#1234[]'
        assert "不懂" in listener.row()["words"]
        assert dialler.silent()
        dialler.close()
        assert listener.stop()[0] == 0


def sealed(body: bytes) -> bytes:
    """A sentence with the checksum of its octets."""
    return b"$%s*%02X\r\n" % (body, reduce(xor, body))


class Terminal(threading.Thread):
    """A 北斗 terminal at a pseudo terminal: answers what it is asked, and remembers what it was to transmit."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.master, self._far = os.openpty()
        tty.setraw(self._far)
        self.url = os.ttyname(self._far)
        self.transmitted: list[bytes] = []

    def run(self) -> None:
        rest = b""
        while b"quit" not in rest:
            *lines, rest = (rest + os.read(self.master, 4096)).split(b"\r\n")
            for line in lines:
                body = line[1:].rpartition(b"*")[0]
                assert sealed(body) == line + b"\r\n"
                self._asked(body)

    def _asked(self, body: bytes) -> None:
        if body.startswith(b"CCICA"):
            os.write(self.master, b"$BDICI,0166166,02097151,0000011,6,40,3,N,000*33\r\n")
        elif body.startswith(b"CCTXA"):
            self.transmitted.append(body)
            os.write(self.master, b"$BDFKI,TXA,Y,Y,0,0040*17\r\n")

    def close(self) -> None:
        os.write(self._far, b"quit")
        self.join(5)
        os.close(self.master)
        os.close(self._far)


def test_a_text_goes_out_over_beidou_as_published(live: DataDir) -> None:
    terminal = Terminal()
    terminal.start()
    desk = bootstrap.build(live)
    try:
        form = DeviceForm(uuid4(), "BD-01", "例北斗终端", "beidou", terminal.url)
        desk.devices.add(form, by=bootstrap.tool_actor())
    finally:
        desk.close()
    command = [sys.executable, "-m", "console.tool", "--data", str(live.root), "--lang", "en", "send"]
    asked = [*command, "--channel", "BD-01", "--target", "242286", "--text", "hello北斗", "--json"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    terminal.close()

    assert terminal.transmitted == [b"CCTXA,0242286,1,2,A468656C6C6FB1B1B6B7"], done.stderr
    assert done.returncode == 0
    assert '"state": "unconfirmed"' in done.stdout and '"said": "transmitted"' in done.stdout
