"""Keeps what is typed within a second, in the order it was typed, without the typing ever waiting for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.draft import Draft

REST_MS = 400
"""Kept when typing has rested this long …"""

LATEST_MS = 900
"""… and at the latest this long after the first unkept key: the write itself fits into the second."""


class Drafts(Protocol):
    """What the keeper and the panel ask of the drafts service."""

    def save(self, draft: Draft) -> bool: ...
    def open(self, form: str | None = None) -> tuple[Draft, ...]: ...
    def finish(self, draft_id: UUID, number: str) -> None: ...
    def discard(self, draft_id: UUID) -> None: ...


class DraftKeeper(QObject):
    """``note`` after every key; ``flush`` before anything else happens to the entry.

    All writes go down the desk's one writing lane, so a later state is never overtaken by an earlier one.
    ``failed`` is said once per stretch of failures; the next key, or the next second, tries again.
    """

    failed = Signal(object)

    def __init__(self, jobs: Any, drafts: Drafts, snapshot: Callable[[], Draft | None], parent: QObject) -> None:
        """``snapshot`` gives the entry as it stands now, None where there is nothing to keep."""
        super().__init__(parent)
        self._jobs = jobs
        self._drafts = drafts
        self._snapshot = snapshot
        self._failing = False
        self._unkept = False
        self._owed: dict[UUID, Draft] = {}
        self.rest = self._timer(REST_MS)
        self.latest = self._timer(LATEST_MS)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not on its way to the file yet."""
        return self._unkept

    @property
    def failing(self) -> bool:
        """Whether the file of drafts takes nothing at the moment."""
        return self._failing

    def note(self) -> None:
        """Something was typed."""
        self._unkept = True
        self.rest.start()
        if not self.latest.isActive():
            self.latest.start()

    def flush(self) -> None:
        """Send what is typed on its way now, and what could not be kept before."""
        if not self.waiting:
            return
        self.drop()
        draft = self._snapshot()
        if draft is not None:
            self._owed[draft.id] = draft
        for owed in tuple(self._owed.values()):
            self._send(owed)

    def drop(self) -> None:
        """Nothing is to be kept any more: the entry was discarded or is being saved."""
        self._unkept = False
        self.rest.stop()
        self.latest.stop()

    def finish(self, draft_id: UUID, number: str) -> None:
        self._owed.pop(draft_id, None)
        self._jobs.write(lambda: self._drafts.finish(draft_id, number), self._well, self._badly)

    def discard(self, draft_id: UUID) -> None:
        self._owed.pop(draft_id, None)
        self._jobs.write(lambda: self._drafts.discard(draft_id), self._well, self._badly)

    def _send(self, draft: Draft) -> None:
        self._jobs.write(lambda: self._drafts.save(draft), lambda _: self._kept(draft), self._not_kept)

    def _kept(self, draft: Draft) -> None:
        self._well(None)
        if self._owed.get(draft.id) is draft:
            del self._owed[draft.id]

    def _not_kept(self, error: Exception) -> None:
        self._badly(error)
        self.note()

    def _well(self, _: Any) -> None:
        self._failing = False

    def _badly(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            self.failed.emit(error)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer
