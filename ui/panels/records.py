"""A panel of parts that keep records of one subject: whose a record is, is read before the way to it is taken."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.acting_part import ActingPart
from ui.panels.pages import CountedPanel
from ui.seat import Seat
from ui.text import Times


class RecordsPanel(CountedPanel):
    """``item_asked`` leads out of the panel, ``print_asked`` carries what is wanted on paper."""

    PARTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Words of each part, without and with what waits there; its key leads to the first."""
    item_asked = Signal(str, object)
    print_asked = Signal(object)

    _ask: Any
    pages: tuple[ActingPart, ...]

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: Any, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.pages = self.made(jobs, seat, times, services, book)
        self.build()

    def made(self, *given: Any) -> tuple[ActingPart, ...]:
        """The parts in their order, each of what it is ``given``."""
        raise NotImplementedError

    def build(self) -> None:
        self.build_parts(self.pages, self.PARTS, scrolls=False)
        for at, page in enumerate(self.pages):
            page.print_asked.connect(self.print_asked)
            page.item_asked.connect(self._go)
            page.count_changed.connect(partial(self.parts.show_count, at))

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Whose record that is, is read first."""
        self._jobs.read(partial(self.whose, record_id), self._found, self.refused.emit)

    def whose(self, record_id: UUID) -> Any:
        """On a worker. Refuses where no part has it."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Go to what ``whose`` answered."""
        raise NotImplementedError

    def called_again(self) -> None:
        self.show_part(0)

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _found(self, found: Any) -> None:
        if isValid(self):
            self.show_found(found)

    def _go(self, panel_id: str, record_id: UUID | None) -> None:
        """From one part to another, or out of the panel."""
        if panel_id != self.id:
            self.item_asked.emit(panel_id, record_id)
        elif record_id is None:
            self.show_part(0)
        else:
            self.open_item(record_id)
