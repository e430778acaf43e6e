"""All half-written entries of this seat, in the order their calls came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from console.domain.draft import Draft
from ui.models.intake_entry import Entry, restored


class EntryStack:
    """``current`` is on the form, or None while a registered item is shown. An untouched entry is not half-written."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._ended: set[UUID] = set()
        self.current: Entry | None = Entry()

    def half_written(self) -> list[Entry]:
        """Oldest call first; the one on the form counts from its first key."""
        found = list(self._entries)
        current = self.current
        if current is not None and current not in found and current.started_at and not current.blank:
            found.append(current)
        return sorted(found, key=lambda entry: (entry.started_at or datetime.max, entry.id.hex))

    def find(self, entry_id: UUID) -> Entry | None:
        return next((entry for entry in self.half_written() if entry.id == entry_id), None)

    def put_aside(self, at: datetime) -> Entry | None:
        """Take the current entry off the form; answers it when it was blank, so that its draft can be given up."""
        entry, self.current = self.current, None
        if entry is None:
            return None
        if entry.blank:
            self.end(entry)
            return entry
        entry.held_at = at
        if entry not in self._entries:
            self._entries.append(entry)
        return None

    def take_up(self, entry: Entry) -> None:
        """Put it on the form; the one before must have been put aside."""
        entry.held_at = None
        self.current = entry

    def end(self, entry: Entry) -> None:
        """Saved or given up."""
        self._ended.add(entry.id)
        self._entries = [other for other in self._entries if other.id != entry.id]
        if self.current is entry:
            self.current = None

    def next_after(self, entry: Entry | None) -> Entry | None:
        """The half-written one whose turn it is; None where there is no other."""
        found = self.half_written()
        if entry not in found:
            return found[0] if found else None
        after = found[(found.index(entry) + 1) % len(found)]
        return None if after is entry else after

    def bring_back(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Take in drafts that outlived the program; those known or ended here are passed over."""
        known = {entry.id for entry in self._entries} | self._ended
        if self.current is not None:
            known.add(self.current.id)
        back = [restored(draft) for draft in drafts if draft.id not in known]
        self._entries += back
        return back
