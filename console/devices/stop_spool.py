"""Stops the book does not have yet: a small file beside the spool of the wire, so that a crash forgets none.

One line for each state of an act: a digest and the act as JSON; the last line of an act counts. Room is reserved when
the file is made, so that a full disk does not take it along. It belongs to whoever holds the ``wire`` lock.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

from console.domain.stopping import StopAct, act_of, plain_act

log = logging.getLogger(__name__)

NAME = "stops.spool"
ROOM = 256 << 10
"""Bytes reserved: some hundred stops of ten devices."""


class StopSpool:
    """Never raises for the world: what cannot be written is kept in memory by whoever asks."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = threading.Lock()
        self._end = 0
        self._file = self._opened()

    def kept(self) -> list[StopAct]:
        """What a process before this one could not write into the book, the oldest first."""
        found: dict[UUID, StopAct] = {}
        with self._lock:
            if self._file is None:
                return []
            self._file.seek(0)
            at = 0
            for line in self._file.read().split(b"\n"):
                act = _read(line)
                if act is None:
                    break  # the end, or a line the power cut short
                at += len(line) + 1
                found[act.wish.id] = act
            self._end = at
        return list(found.values())

    def put(self, act: StopAct) -> bool:
        """Write an act down as it stands; whether it is on the disk."""
        text = json.dumps(plain_act(act), ensure_ascii=False, separators=(",", ":"))
        line = f"{_digest(text)} {text}\n".encode()
        with self._lock:
            if self._file is None or self._end + len(line) > ROOM:
                return False
            try:
                self._file.seek(self._end)
                self._file.write(line + b"\0")
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                log.error("a stop could not be kept beside the store: %s", error)
                return False
            self._end += len(line)
            return True

    def clear(self) -> None:
        """The book has all of them."""
        with self._lock:
            if self._file is None or not self._end:
                return
            try:
                self._file.seek(0)
                self._file.write(b"\0" * min(self._end, 4_096))
                self._file.flush()
                os.fsync(self._file.fileno())
                self._end = 0
            except OSError as error:  # they come again after a restart, and are recognised
                log.warning("the file of stops could not be emptied: %s", error)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _opened(self) -> Any:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            made = self.path.open("r+b")
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(made.fileno(), 0, ROOM)
            return made
        except OSError as error:
            log.warning("stops can be kept in memory only: %s", error)
            return None


def _read(line: bytes) -> StopAct | None:
    digest, _space, text = line.decode("utf-8", "replace").partition(" ")
    if not text or digest != _digest(text):
        return None
    try:
        return act_of(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
