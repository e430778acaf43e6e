"""The way from what is stale in a plan to where it is mended: the person, the task card, the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.domain.people import Action as Permission
from console.domain.plan_findings import Stale, StaleKind
from ui.models.plan_rows import StaleLine

if TYPE_CHECKING:
    from ui.panels.plans_library import LibraryPage

DATES = (StaleKind.REVIEW_OVERDUE, StaleKind.NOT_FILED, StaleKind.NOT_FILED_WEEKDAYS)
"""Mended by days that are typed into the plan itself."""


class PlansMending(QObject):
    """What is chosen among the stale things is mended, or shown where it can be."""

    def __init__(self, page: LibraryPage) -> None:
        super().__init__(page)
        self._page = page

    def possible(self) -> bool:
        """Whether the officer may mend what is chosen; looking at a person asks nobody's leave."""
        stale = self._chosen()
        if stale is None:
            return False
        return stale.person_id is not None or self._page._seat.may(Permission.EDIT_PLANS)

    def mend(self) -> None:
        """To the person in the contact book, to the first of the cards, or to the dates of the plan."""
        stale = self._chosen()
        if stale is None:
            return
        if stale.person_id is not None:
            self._page.item_asked.emit("contacts", stale.person_id)
        elif stale.kind in DATES:
            self._page.keeping.ask_edit()
        elif stale.cards:
            level, _, code = stale.cards[0].partition(" ")
            self._page.show_card(level, code)
            self._page.keeping.ask_card()
        elif self._page.chosen_level() is not None:
            self._page.keeping.ask_new_card()
        else:
            self._page.keeping.ask_new_level()

    def _chosen(self) -> Stale | None:
        line: StaleLine | None = self._page.wrong.chosen_row()
        return line.stale if line is not None else None
