"""A capture never holds a line up: what the disk cannot take in time is lost, counted and told. The disk is a pipe."""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from console.devices.capture import Capture, Captured, read_capture
from console.devices.capture_reading import read_whole
from console.errors import Refused
from tests.kit.links import Pty, Wired

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and named pipes")


class Disk:
    """A file somebody reads: until ``go`` it takes what a pipe holds and no more; after ``takes`` bytes it is gone."""

    def __init__(self, path: Path, takes: int = 1 << 30) -> None:
        os.mkfifo(path)
        self.path, self.got, self._takes = path, b"", takes
        self._may = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self.path.open("rb", buffering=0) as file:
            self._may.wait(60)
            while len(self.got) < self._takes and (chunk := file.read(1 << 16)):
                self.got += chunk

    def release(self) -> None:
        self._may.set()

    def go(self) -> bytes:
        """All of it, once whoever writes has closed it."""
        self.release()
        self._thread.join(30)
        return self.got


def test_what_a_slow_disk_cannot_take_is_counted_and_told_where_it_is_missing(tmp_path, clock, caplog):
    disk = Disk(tmp_path / "slow.cap")
    made = Capture(disk.path, "a line")
    for number in range(4_000):
        made.write(Captured(clock.now(), received=True, data=number.to_bytes(2, "big") * 300))
    assert made.lost > 400 and made.ended == "" and not made.settled(0.01)
    assert caplog.text.count("slower than the line") == 1
    made.close()
    copy = tmp_path / "copy.cap"
    copy.write_bytes(disk.go())
    assert made.settled()
    numbers = [int.from_bytes(one.data[:2], "big") for one in read_capture(copy)]
    told = [int(line.split()[2]) for line in copy.read_text().splitlines() if line.startswith("# lost")]
    assert numbers == sorted(numbers) and len(numbers) + made.lost == 4_000
    assert sum(told) == made.lost and read_whole(copy).bad == []


def test_a_full_disk_ends_a_capture_and_so_does_its_size(tmp_path, clock):
    told = Captured(clock.now(), received=True, data=b"x" * 600)
    if Path("/dev/full").exists():
        with pytest.raises(OSError, match="No space"):
            Capture(Path("/dev/full"), "full from the first")
    gone = Disk(tmp_path / "gone.cap", takes=1)
    made = Capture(gone.path, "a line")
    gone.go()
    made.write(told)
    assert made.settled() and "Broken pipe" in made.ended
    made.write(told)
    assert made.lost == 0
    whole = Capture(tmp_path / "small.cap", "a line", limit=1_300)
    whole.write(told)
    whole.write(told)
    assert whole.ended == "full" and whole.settled()
    assert len(list(read_capture(whole.path))) == 1 and whole.path.read_text().endswith("# full\n")


def test_a_line_is_answered_at_once_whatever_its_capture_waits_for(tmp_path):
    pty, wired, disk = Pty(tmp_path / "port"), Wired(tmp_path / "spool"), Disk(tmp_path / "slow.cap")
    try:
        wired.open(str(pty.name))
        pty.hear("?\n")
        assert wired.loop.capture("d", disk.path) is None and wired.loop.capturing("d")
        for number in range(120):
            pty.say(f"A {number} {'x' * 1_200}\n")
            pty.hear("\n")
        with pytest.raises(Refused, match="no_such_device"):
            wired.loop.capture("e", tmp_path / "x.cap")
        disk.release()
        with pytest.raises(Refused, match="capture_failed"):
            wired.loop.capture("d", tmp_path / "no folder" / "x.cap")
        assert not wired.loop.capturing("d"), "the one before ends first"
        written = Counter(line.split()[1] for line in disk.go().decode().splitlines() if not line.startswith("#"))
    finally:
        pty.pull()
        wired.close()
    assert written == {"rx": 120, "tx": 120}
