"""Lines of the log that are in no book yet, kept as drafts of one place of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from console.domain.draft import Draft
from console.domain.log import EntryKind
from ui.models.draft_keeper import Drafts
from ui.text import Times


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed. ``begun_at`` is the first keystroke, ``at`` the time as typed, ``id`` the entry's for life."""

    id: UUID
    text: str
    kind: str
    at: str
    begun_at: datetime
    owner: str = ""
    """Who typed it; empty where nobody sat here."""


class LineDrafts:
    """``where`` tells the drafts of one place from those of another; without ``drafts`` nothing is kept."""

    def __init__(
        self, jobs: Any, times: Times, drafts: Drafts | None, where: str, failed: Callable[[Exception], None]
    ) -> None:
        self._jobs, self._times, self._drafts = jobs, times, drafts
        self._where, self._failed = where, failed
        self._kept: set[UUID] = set()

    def look(self, found: Callable[[list[Line]], None]) -> None:
        """What earlier runs left here."""
        drafts = self._drafts
        if drafts is not None:
            self._jobs.read(lambda: drafts.open("line"), lambda those: found(self._ours(those)), self._failed)

    def keep(self, line: Line) -> None:
        drafts = self._drafts
        if drafts is None:
            return
        self._kept.add(line.id)
        content = {"text": line.text, "kind": line.kind, "at": line.at, "where": self._where}
        draft = Draft(line.id, "line", line.text[:40], content, line.begun_at, self._times.now(), line.owner)
        self._jobs.write(lambda: drafts.save(draft), _nothing, self._failed)

    def end(self, line_id: UUID, number: str) -> None:
        """It stands in the book under that number."""
        drafts = self._drafts
        if drafts is not None and line_id in self._kept:
            self._kept.discard(line_id)
            self._jobs.write(lambda: drafts.finish(line_id, number), _nothing, self._failed)

    def give_up(self, line_id: UUID) -> bool:
        """The officer wiped it out: nothing to bring back. False where nothing was kept."""
        drafts = self._drafts
        if drafts is None or line_id not in self._kept:
            return False
        self._kept.discard(line_id)
        self._jobs.write(lambda: drafts.discard(line_id), _nothing, self._failed)
        return True

    def _ours(self, found: tuple[Draft, ...]) -> list[Line]:
        lines = [_line_of(draft) for draft in found if draft.content.get("where") == self._where]
        self._kept.update(line.id for line in lines)
        return lines


def _line_of(draft: Draft) -> Line:
    content: dict[str, Any] = draft.content
    kind = content.get("kind") or EntryKind.NOTE.value
    return Line(draft.id, content.get("text", ""), kind, content.get("at", ""), draft.started_at, draft.owner)


def _nothing(_answer: Any) -> None:
    """A draft that is kept needs no word."""
