"""Codes on their way to be recognised: in the order they came, one at a time, none lost while another is looked up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from console.domain.scanned import Found, Wanted
from console.errors import Refused, Unavailable

Find = Callable[[str, Wanted], Found]


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it came. ``fast``: so quick that a scanner typed it; only words are chosen by that."""

    text: str
    fast: bool = False


class Scans(QObject):
    """``found`` (Found, Code) and ``refused`` (error, Code) come in the order of ``take``; ``failed`` is a bug's."""

    found = Signal(object, object)
    refused = Signal(object, object)
    failed = Signal(object)
    waiting = Signal(int)
    """How many are not looked up yet."""

    def __init__(self, jobs: Any, find: Find, wanted: Callable[[], Wanted], parent: QObject) -> None:
        """``find`` runs on a worker; ``wanted`` is asked here, when a code's turn has come."""
        super().__init__(parent)
        self._jobs, self._find, self._wanted = jobs, find, wanted
        self._queue: deque[Code] = deque()
        self._asking = False

    @property
    def busy(self) -> bool:
        return self._asking or bool(self._queue)

    def take(self, code: Code) -> None:
        """Look a code up when those before it are answered."""
        self._queue.append(code)
        self._next()

    def _next(self) -> None:
        if self._asking or not self._queue:
            self.waiting.emit(len(self._queue) + self._asking)
            return
        code, wanted, find = self._queue.popleft(), self._wanted(), self._find
        self._asking = True
        self.waiting.emit(len(self._queue) + 1)
        self._jobs.read(
            lambda: find(code.text, wanted),
            lambda found: self._answered(lambda: self.found.emit(found, code)),
            lambda error: self._answered(lambda: self._say_wrong(error, code)),
        )

    def _answered(self, tell: Callable[[], None]) -> None:
        if not isValid(self):
            return
        self._asking = False
        tell()
        if isValid(self):  # who was told may have closed the dialog
            self._next()

    def _say_wrong(self, error: Exception, code: Code) -> None:
        self.refused.emit(error, code)
        if not isinstance(error, Refused | Unavailable):
            self.failed.emit(error)
