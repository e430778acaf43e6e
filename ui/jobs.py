"""Work off the GUI thread: lanes for writing, reading and the seat, one that never waits, a pool for long jobs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

log = logging.getLogger(__name__)

GIVE_WAY_S = 0.001
"""A worker that computes lets the GUI thread in after that long; an event takes several turns."""

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Jobs(QObject):
    """Runs callables on named threads and delivers result or error on the GUI thread.

    A read starts after the writes that were submitted before it, so a screen always shows what its officer
    just saved. ``done`` and ``failed`` run on the thread that made this object.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(GIVE_WAY_S)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="desk-write")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="desk-read")
        self._sitting = ThreadPoolExecutor(1, thread_name_prefix="seat")
        self._urgent = ThreadPoolExecutor(2, thread_name_prefix="urgent")
        self._free = ThreadPoolExecutor(2, thread_name_prefix="free")
        self._last_write: Future[Any] | None = None
        self._under_way: set[Future[Any]] = set()
        self._open = True
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(self, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        """A use case that changes the store; in the order given."""
        self._last_write = self._submit(self._writing, work, done, failed)
        return self._last_write

    def read(self, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        """A question to the store; sees every write submitted before it."""
        before = self._last_write

        def after_writes() -> Any:
            if before is not None:
                wait([before])
            return work()

        return self._submit(self._reading, after_writes, done, failed)

    def sit(self, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        """Who sits here: a password, a passing seat. Waits for no long job, and holds up no save."""
        return self._submit(self._sitting, work, done, failed)

    def at_once(self, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        """What may wait for nothing that was asked before: the stop of all that sounds."""
        return self._submit(self._urgent, work, done, failed)

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        """A long job: import, export, print. Never holds up a save or a question."""
        return self._submit(self._free, work, done, failed)

    @property
    def open(self) -> bool:
        """Whether anything is still taken; a timer of a window that is going asks for nothing."""
        return self._open

    @property
    def busy(self) -> bool:
        """Whether anything that was submitted has not ended."""
        return bool(self._under_way)

    def close(self) -> None:
        """Let what was submitted end; nothing is delivered afterwards."""
        self._open = False
        for lane in (self._writing, self._reading, self._sitting, self._urgent, self._free):
            lane.shutdown(wait=True, cancel_futures=lane is not self._writing)

    def _submit(self, lane: ThreadPoolExecutor, work: Callable[[], Any], done: Done, failed: Failed) -> Future[Any]:
        if not self._open and lane is not self._writing:
            return _unasked()  # a question of a window that is gone; a write would be a bug and says so
        future = lane.submit(work)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        future.add_done_callback(lambda ended: self._hand_up(ended, done, failed))
        return future

    def _hand_up(self, ended: Future[Any], done: Done, failed: Failed) -> None:
        """On the worker: the answer goes to the GUI thread as a queued signal."""
        if self._open and not ended.cancelled():
            self._finished.emit((ended, done, failed))

    @Slot(object)
    def _deliver(self, package: tuple[Future[Any], Done, Failed]) -> None:
        assert QThread.currentThread() is self.thread(), "an answer arrived on the wrong thread"
        if not self._open:
            return
        ended, done, failed = package
        error = ended.exception()
        if error is None:
            done(ended.result())
        elif isinstance(error, Exception):
            failed(error)
        else:
            raise error


def _unasked() -> Future[Any]:
    future: Future[Any] = Future()
    future.cancel()
    return future
