"""``listen`` as a process of its own, beside devices that this test plays byte for byte, and simulated ones."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tty
from collections.abc import Iterator

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.tool.line_output import LineOutput
from db import sqlite
from tests.kit.wire_processes import running, simulated

FIELDS = [
    "id",
    "device",
    "driver",
    "received_at",
    "raw",
    "account",
    "code",
    "zone",
    "kind",
    "words",
    "repeats",
    "damaged",
]
ACK = b"\x06"
HEARTBEAT = b"1011           @    \x14"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("listening"))
    bootstrap.create(data, Realm.LIVE)
    return data


class Receiver:
    """An alarm receiver at a pseudo terminal."""

    def __init__(self) -> None:
        self.master, self.far = os.openpty()
        tty.setraw(self.far)
        self.url = os.ttyname(self.far)

    def asks(self, data: bytes) -> tuple[bytes, float]:
        """Send it: the answer, and after how many seconds it came."""
        began = time.monotonic()
        os.write(self.master, data)
        return os.read(self.master, 64), time.monotonic() - began

    def close(self) -> None:
        os.close(self.master)
        os.close(self.far)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def frame(account: int, code: str = "131", zone: int = 15) -> bytes:
    return f"5011 18{account:04d}E{code}01{zone:03d}\x14".encode()


def online(process: subprocess.Popen[str]) -> None:
    """Wait until it has the port open: it says so on stderr."""
    assert process.stderr is not None
    while "Online" not in process.stderr.readline():
        assert process.poll() is None


def known_by(row: dict[str, object]) -> tuple[object, object]:
    return row["id"], row["repeats"]


def stored(data: DataDir, account: str) -> list[tuple[int, int]]:
    connection = sqlite.library().connect(sqlite.uri(data.store, mode="ro"), uri=True)
    try:
        asked = "SELECT number, repeats FROM wire_event WHERE account LIKE ? ORDER BY number"
        return [tuple(row) for row in connection.execute(asked, (account,))]
    finally:
        connection.close()


def full_pipe() -> tuple[int, int]:
    """A pipe into which not a byte more fits."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(write_end, b"x" * 4096)
    os.set_blocking(write_end, True)
    return read_end, write_end


def test_an_event_is_stored_then_acknowledged_then_printed(live: DataDir, receiver: Receiver, ask) -> None:
    with running("--data", live.root, "listen", "--device-url", receiver.url, "--driver", "surgard") as listener:
        online(listener.process)
        assert receiver.asks(frame(1001))[0] == ACK
        ((number, _),) = stored(live, "1001")  # acknowledged: it stands in the store
        first = listener.row()
        assert list(first) == FIELDS
        assert first | {"received_at": "", "words": ""} == {
            "id": number, "device": receiver.url, "driver": "surgard", "received_at": "", "raw": frame(1001).hex(),
            "account": "1001", "code": "131", "zone": "015", "kind": "alarm", "words": "", "repeats": 0,
            "damaged": False,
        }  # fmt: skip
        assert receiver.asks(HEARTBEAT)[0] == ACK  # and prints nothing
        assert receiver.asks(frame(1001))[0] == ACK
        assert known_by(listener.row()) == (number, 1)
        refused = ask(live, "listen")
        assert (refused.returncode, f" {listener.process.pid})" in refused.stderr) == (1, True)
        code, took, _ = listener.stop()
    assert (code, took < 5) == (0, True)

    # begun anew, with an output nobody reads: everything is acknowledged, at once, and the repeat is known
    read_end, write_end = full_pipe()
    command = [sys.executable, "-m", "console.tool", "--data", str(live.root), "--lang", "en", "listen"]
    asked = [*command, "--device-url", receiver.url, "--driver", "surgard"]
    with subprocess.Popen(asked, stdout=write_end, stderr=subprocess.PIPE, text=True) as process:
        os.close(write_end)
        online(process)
        answers = [receiver.asks(frame(account)) for account in (1001, *range(2001, 2040))]
        process.terminate()
        assert process.wait(10) == 0
        assert process.stderr is not None and "40 lines dropped" in process.stderr.read()
    os.close(read_end)
    assert {answer for answer, _ in answers} == {ACK}
    assert (
        max(took for _, took in answers) < 5
    )  # nobody waits for the reader; how long it takes is measured by bench G10
    assert stored(live, "1001") == [(number, 2)]
    assert len(stored(live, "20__")) == 39


def test_a_noisy_device_over_tcp_is_heard_whole(live: DataDir) -> None:
    played = ("--every", "0.02", "--count", "30", "--option", "account=3001", "--faults", "noise:0.2,split:0.3")
    with simulated("surgard", "--port", "tcp", *played) as (device, url):
        with running("--data", live.root, "listen", "--device-url", url, "--driver", "surgard") as listener:
            device.until(acknowledged=30, waiting=0)
            rows = [listener.row() for _ in range(30)]
            assert listener.stop()[0] == 0
        code, took, _ = device.stop()
    assert (code, took < 5) == (0, True)
    assert len(stored(live, "3001")) == 30
    assert any(row["damaged"] for row in rows)


def test_lines_for_a_reader_who_went_away_are_counted() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as stream:
        output: LineOutput[int] = LineOutput(stream, str, limit=2)
        for number in range(5):
            output.put(number)
        output.close(5.0)
    assert output.dropped == 5


def test_a_practice_store_answers_no_real_port(tmp_path, ask) -> None:
    data = DataDir(tmp_path)
    bootstrap.create(data, Realm.EXERCISE)
    refused = ask(data, "listen", "--device-url", "/dev/ttyS7", "--driver", "surgard")
    assert refused.returncode == 1
    assert "/dev/ttyS7" in refused.stderr
