"""What devices said while the store could not be written: a file in which it waits, in order, until it can.

``spool/wire.spool``: a head of fixed length with the generation and where the first record that waits begins, then one
line for each record: a digest of generation and text, and the signal as JSON. Room is reserved when it is made, so that
a full disk does not take the spool along with the store. A tail torn off by a power failure is no record; a line that
was damaged is left out, and the file kept beside for whoever wants to read it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from console.domain.signals import Arrived, Signal, SignalKind
from console.errors import Unavailable

log = logging.getLogger(__name__)

NAME = "wire.spool"
ROOM = 2 << 20
"""Bytes reserved beforehand: some 3 000 alarms on a disk that is full."""
LIMIT = 64 << 20
"""Bytes after which nothing more is taken: devices that want an answer keep what they have to say."""

_HEAD = "duty-dispatch-console spool 1"
_HEAD_BYTES = len(_HEAD) + 1 + 10 + 1 + 12 + 1 + 16 + 1


class Spool:
    """Records in the order they came. ``append`` returns when they are on the disk; any thread may call."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.path = folder / NAME
        self._limit = limit
        self._lock = threading.RLock()
        self._file = _opened(self.path)
        self._generation, self._first = self._read_head()
        self._after: list[int] = []
        self._counts: Counter[str] = Counter()
        self._end = self._look_through()
        self._reserve()

    @property
    def waiting(self) -> int:
        with self._lock:
            return self._counts.total()

    def counts(self) -> Counter[str]:
        """How many wait, by device."""
        with self._lock:
            return Counter(self._counts)

    def append(self, arrived: Sequence[Arrived]) -> int:
        """Write them down; how many there was room for. Unavailable("spool_failed") where nothing can be written."""
        with self._lock:
            lines = [self._line(one) for one in arrived]
            fitting, room = 0, self._limit - self._end
            while fitting < len(lines) and len(lines[fitting]) <= room:
                room -= len(lines[fitting])
                fitting += 1
            try:
                _put(self._file, self._end, b"".join(lines[:fitting]))
            except OSError as error:
                raise Unavailable("spool_failed", str(error)) from error
            self._end += sum(len(line) for line in lines[:fitting])
            self._counts.update(one.device_key for one in arrived[:fitting])
            return fitting

    def head(self, count: int) -> list[Arrived]:
        """The oldest that wait, marked as handed over again. ``drop`` takes them away."""
        with self._lock:
            found: list[Arrived] = []
            self._after = []
            for arrived, after in self._records(self._first):
                found.append(arrived)
                self._after.append(after)
                if len(found) == count:
                    break
            return found

    def drop(self, count: int) -> None:
        """The first ``count`` of what ``head`` gave are stored: never hand them over again.

        Where that cannot be written down they come again after a restart, and are recognised.
        """
        with self._lock:
            gone = self.head(count)
            if gone:
                self._first = self._after[-1]
                self._counts.subtract(one.device_key for one in gone)
                self._counts += Counter()
            if not self.waiting:
                self._begin_again()
            try:
                self._write_head()
            except OSError as error:
                log.warning("the spool's head could not be written: %s", error)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _begin_again(self) -> None:
        """Empty: write from the beginning; what still stands there is of an older generation and no record."""
        self._generation += 1
        self._first = self._end = _HEAD_BYTES
        if self.path.stat().st_size > ROOM:
            self._file.truncate(ROOM)

    def _read_head(self) -> tuple[int, int]:
        self._file.seek(0)
        head = self._file.read(_HEAD_BYTES)
        words = head.decode("ascii", "replace").removeprefix(_HEAD).split()
        if len(words) == 3 and head == _head(words[0], words[1]):
            return int(words[0]), int(words[1])
        if len(words) == 3 and words[0].isdigit():
            return int(words[0]), _HEAD_BYTES  # torn: what was stored already is recognised
        return 1, _HEAD_BYTES

    def _write_head(self) -> None:
        _put(self._file, 0, _head(str(self._generation), str(self._first)))

    def _look_through(self) -> int:
        """Count what waits, and find where the next is written."""
        end = self._first
        for arrived, after in self._records(self._first):
            self._counts[arrived.device_key] += 1
            end = after
        if self._damaged_before(end):
            shutil.copyfile(self.path, self.path.with_suffix(".damaged"))
            log.error("the spool has damaged records: a copy stands beside it as %s.damaged", self.path.stem)
        return end

    def _damaged_before(self, end: int) -> bool:
        good = sum(1 for _record in self._records(self._first))
        self._file.seek(self._first)
        between: bytes = self._file.read(end - self._first)
        return between.count(b"\n") > good

    def _records(self, begin: int) -> Iterator[tuple[Arrived, int]]:
        at = begin
        while True:
            self._file.seek(at)
            line = self._file.readline(1 << 20)
            if not line.endswith(b"\n") or line.startswith(b"\0"):
                return
            at += len(line)
            found = self._read(line)
            if found is not None:
                yield found, at

    def _line(self, arrived: Arrived) -> bytes:
        text = json.dumps(plain(arrived), ensure_ascii=False, separators=(",", ":"), default=str)
        return f"{self._digest(text)} {text}\n".encode()

    def _read(self, line: bytes) -> Arrived | None:
        digest, _space, text = line.decode("utf-8", "replace").rstrip("\n").partition(" ")
        if digest != self._digest(text):
            return None
        try:
            return replace(arrived_of(json.loads(text)), again=True)
        except (ValueError, TypeError, KeyError):
            return None  # written by another version: kept in the copy beside

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self._generation} {text}".encode()).hexdigest()[:24]

    def _reserve(self) -> None:
        try:
            self._write_head()
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(self._file.fileno(), 0, ROOM)
        except OSError as error:
            log.warning("no room could be reserved for the spool: %s", error)


def _opened(path: Path) -> Any:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return path.open("r+b")
    except OSError as error:
        raise Unavailable("spool_failed", str(error)) from error


def _put(file: Any, at: int, data: bytes) -> None:
    if not data:
        return
    file.seek(at)
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _head(generation: str, first: str) -> bytes:
    text = f"{_HEAD} {int(generation):010d} {int(first):012d}"
    return f"{text} {hashlib.sha256(text.encode()).hexdigest()[:16]}\n".encode()


def plain(arrived: Arrived) -> dict[str, Any]:
    """A signal as JSON can say it."""
    signal = arrived.signal
    told = {field.name: getattr(signal, field.name) for field in fields(signal)}
    told |= {"raw": signal.raw.hex(), "answer": signal.answer.hex(), "facts": dict(signal.facts)}
    told["device_at"] = signal.device_at.isoformat() if signal.device_at else None
    return {"device": arrived.device_key, "driver": arrived.driver, "at": arrived.at.isoformat(), "signal": told}


def arrived_of(said: dict[str, Any]) -> Arrived:
    """A signal back from what ``plain`` said; ValueError, TypeError or KeyError for anything else."""
    told = dict(said["signal"])
    told |= {"raw": bytes.fromhex(told["raw"]), "answer": bytes.fromhex(told["answer"])}
    told["kind"] = SignalKind(told["kind"])
    told["device_at"] = datetime.fromisoformat(told["device_at"]) if told["device_at"] else None
    return Arrived(said["device"], said["driver"], datetime.fromisoformat(said["at"]), Signal(**told))
