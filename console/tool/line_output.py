"""Lines that never make anybody wait: a bounded queue and a thread of its own that writes them out.

For what is printed while devices wait to be answered. A reader that does not read, or has gone, costs lines, which are
counted, and nothing else. Lines go to the file itself: nothing of them is left in a buffer that the end of the program
would wait for.
"""

from __future__ import annotations

import os
import queue
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TextIO, TypeVar

LIMIT = 10_000
"""Lines that may wait for a slow reader."""

T = TypeVar("T")


class LineOutput(Generic[T]):
    """Items made into lines and written, each at once. ``put`` never blocks and never raises."""

    def __init__(self, stream: TextIO | None, made: Callable[[T], str], limit: int = LIMIT) -> None:
        self._write = _writer(stream)
        self._made = made
        self._waiting: queue.Queue[T | None] = queue.Queue(limit)
        self._gone = stream is None
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)
        self._thread.start()

    def put(self, item: T) -> None:
        """Have it written; it is dropped where too many wait or nobody reads."""
        if self._gone:
            self._lost += 1
            return
        try:
            self._waiting.put_nowait(item)
        except queue.Full:
            self._lost += 1

    @property
    def dropped(self) -> int:
        """Lines nobody will read."""
        return self._lost

    def close(self, patience: float) -> None:
        """Let what waits be written, for so many seconds at most; the rest is dropped."""
        under_way = 1
        with suppress(queue.Full):
            self._waiting.put(None, timeout=patience / 2)
            under_way = 0  # counted as the end that waits behind it
        self._thread.join(patience / 2)
        if self._thread.is_alive():
            self._lost += self._waiting.qsize() + under_way

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            if self._gone:
                self._lost += 1
                continue
            try:
                self._write(f"{self._made(item)}\n".encode("utf-8", "backslashreplace"))
            except (OSError, ValueError):  # the reader went away; a closed stream gives ValueError
                self._gone = True
                self._lost += 1


def _writer(stream: TextIO | None) -> Callable[[bytes], None]:
    if stream is None:
        return lambda _data: None
    try:
        number = stream.fileno()
    except (OSError, ValueError, AttributeError):
        return lambda data: _written(stream, data)
    return lambda data: _all(number, data)


def _written(stream: TextIO, data: bytes) -> None:
    stream.write(data.decode())
    stream.flush()


def _all(number: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(number, data) :]
        except BlockingIOError:
            select.select([], [number], [])
