"""The line of the locked seat while it is typed: kept within a second, offered again where it was typed.

It is anybody's, as the field is: it comes back at the gate of this seat only and is shown nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from console.domain.draft import Draft
from console.domain.log import Added
from console.errors import Refused
from ui.gate_line import FirstLine
from ui.models.draft_keeper import DraftKeeper, Drafts

FORM = "gate"


class GateDraft(QObject):
    """Made once the desk is open; what was typed before that is kept then."""

    def __init__(
        self,
        line: FirstLine,
        jobs: Any,
        drafts: Drafts,
        now: Callable[[], datetime],
        failed: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._line, self._now = line, now
        self._kept = False
        self.line_id: UUID = uuid4()
        """The entry's id: a line that was recorded just before the power went is not recorded twice."""
        self.keeper = DraftKeeper(jobs, drafts, self._snapshot, self)
        self.keeper.failed.connect(failed)
        line.text.textEdited.connect(self._typed)
        self._typed(line.text.text())
        jobs.read(lambda: drafts.open(FORM), self._bring_back, failed)

    def taken(self, line_id: UUID, added: Added) -> None:
        """The line is in the book; what was typed on meanwhile is the beginning of the next."""
        self.keeper.finish(line_id, str(added.number))
        if line_id == self.line_id:
            self._begin_anew()

    def not_taken(self, line_id: UUID, error: Exception) -> None:
        """The words stay; those whose id stands in the book with other words are a line of their own."""
        if line_id == self.line_id and isinstance(error, Refused) and error.code == "id_taken":
            self.keeper.finish(line_id, "")
            self._begin_anew()

    def _begin_anew(self) -> None:
        self.keeper.drop()
        self.line_id, self._kept = uuid4(), False
        self._typed(self._line.text.text())

    def _typed(self, text: str) -> None:
        if text.strip():
            self.keeper.note()
        elif self._kept:
            self.keeper.drop()
            self.keeper.discard(self.line_id)
            self.line_id, self._kept = uuid4(), False

    def _snapshot(self) -> Draft | None:
        text, begun = self._line.text.text(), self._line.first_key
        if not text.strip() or begun is None:
            return None
        self._kept = True
        return Draft(self.line_id, FORM, "", {"text": text}, begun, self._now(), "")

    def _bring_back(self, found: tuple[Draft, ...]) -> None:
        """Only into an empty field; of several the newest, the others come at the next start."""
        if not found or self._line.text.text():
            return
        self.line_id, self._kept = found[-1].id, True
        self._line.bring_back(str(found[-1].content.get("text", "")), found[-1].started_at)
