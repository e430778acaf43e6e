"""Drafts: what is being typed survives the death of the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from console.domain.clock import Clock
from console.domain.draft import KEPT_AFTER_END, Draft
from db.drafts import DraftFile


class DraftsService:
    """Save while typing, list what is unfinished, end it with its entry. Any process may have it open."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._file = DraftFile(path, clock.now)
        self._clock = clock

    def save(self, draft: Draft) -> bool:
        """Keep it as it stands now, durably, stamped with the time of saving; ``started_at`` stays the first one's.

        False when it was finished or discarded meanwhile: a save that comes late changes nothing.
        """
        return self._file.save(replace(draft, saved_at=self._clock.now()))

    def open(self, form: str | None = None) -> tuple[Draft, ...]:
        """Unfinished drafts, of one form or of all, oldest first."""
        return self._file.unfinished(form)

    def finish(self, draft_id: UUID, number: str) -> None:
        """Its entry is saved under that number."""
        self._file.end(draft_id, "finished", number, self._clock.now())

    def discard(self, draft_id: UUID) -> None:
        """The officer gives it up."""
        self._file.end(draft_id, "discarded", "", self._clock.now())

    def rotate(self, now: datetime) -> int:
        """Remove what ended more than 30 days ago; how many. Unfinished drafts stay however old they are."""
        return self._file.remove_ended(now - KEPT_AFTER_END)

    def close(self) -> None:
        self._file.close()
