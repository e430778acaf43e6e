"""What is done with a running response: a milestone is reached, it is raised or lowered, it is ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.plans import PlanRow, higher, shown
from console.domain.responses import Difference, ResponseRow
from ui.dialogs.response_steps import EndDialog, Ended, MilestoneDialog, Reached
from ui.dialogs.responses import Changed, ChangeDialog
from ui.models.plan_rows import PlanServices
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from ui.panels.plans_responses import ResponsesPage


class PlansChanging(QObject):
    """Each act is about the response that is chosen; what it would do is read first and shown with the question."""

    def __init__(self, page: ResponsesPage, seat: Seat, times: Times, ask: PlanServices) -> None:
        super().__init__(page)
        self._page, self._seat, self._times, self._ask = page, seat, times, ask
        self._waiting = False

    def ask_milestone(self) -> None:
        """One key and Enter: the next milestone has just been reached."""
        told = self._page.told
        if told is None:
            return
        row, by = told.line.row, self._seat.actor
        waits = [one for one in told.milestones if one.at is None]
        names = {one.milestone.code: one.milestone.name for one in waits}
        dialog = MilestoneDialog(row, waits, self._times, self._page.window())

        def reach(given: Reached) -> str:
            self._ask.responses.reach(row.id, given.milestone, given.at, by=by)
            return names[given.milestone]

        def reached(name: str) -> None:
            self._page.saved.emit(words.say("responses.told_milestone", number=row.number, name=name))

        self._page.put(dialog, f"response.milestone {row.id}", reach, reached)

    def ask_change(self) -> None:
        """To which level; the difference is seen before it is applied."""
        told = self._page.told
        if told is None:
            return
        row = told.line.row
        self._read(lambda: (self._ask.plans.row(row.plan_id), *self._people()), lambda found: self._open(row, *found))

    def _open(self, row: ResponseRow, plan: PlanRow, leader: str, names: tuple[str, ...]) -> None:
        if all(level == row.level for level in plan.levels):
            self._page.saved.emit(words.say("responses.one_level", title=row.title))
            return
        by = self._seat.actor
        dialog = ChangeDialog(row, ways(plan.levels, row.level), leader, names, self._times, self._page.window())
        dialog.wanted.connect(lambda level: self._differ(dialog, row, level))

        def change(given: Changed) -> ResponseRow:
            act = self._ask.responses.raise_to if higher(given.level, row.level) else self._ask.responses.lower_to
            return act(row.id, given.level, given.approved, digest=given.digest, by=by)

        def changed(after: ResponseRow) -> None:
            facts = {"before": shown(row.level), "after": shown(after.level)}
            self._page.saved.emit(words.say("responses.told_changed", number=row.number, **facts))

        self._page.put(dialog, f"response.change {row.id}", change, changed)
        dialog.begin()

    def _differ(self, dialog: ChangeDialog, row: ResponseRow, level: str) -> None:
        def seen(found: Difference) -> None:
            if isValid(dialog):
                dialog.show_difference(found)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.refuse(error)

        self._page._jobs.read(lambda: self._ask.responses.difference(row.id, level), seen, failed)

    def ask_end(self) -> None:
        """With the checklist of its level; tasks that are open then end with it."""
        told = self._page.told
        if told is None:
            return
        row = told.line.row
        self._read(lambda: (self._ask.responses.ending(row.id), *self._people()), lambda found: self._end(row, *found))

    def _end(self, row: ResponseRow, items: tuple[str, ...], leader: str, names: tuple[str, ...]) -> None:
        by = self._seat.actor
        dialog = EndDialog(row, items, leader, names, self._times, self._page.window())

        def end(given: Ended) -> ResponseRow:
            seen = row.version
            return self._ask.responses.end(row.id, given.checklist, given.approved, given.reason, seen=seen, by=by)

        def ended(after: ResponseRow) -> None:
            self._page.saved.emit(words.say("responses.told_ended", number=after.number, title=after.title))

        self._page.put(dialog, f"response.end {row.id} {row.level}", end, ended)  # each level has its own checklist

    def _people(self) -> tuple[str, tuple[str, ...]]:
        """On a worker: who leads the watch, and the officers of this station."""
        watch = self._ask.duty.on_watch()
        leader = watch.leader if watch is not None and watch.leader != self._seat.name else ""
        return leader, tuple(row.name for row in self._ask.accounts.list() if row.active)

    def _read(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Once per wish: a key hit twice opens one dialog."""
        if self._waiting or self._page.asked.dialog is not None:
            return
        self._waiting = True

        def found(answer: Any) -> None:
            self._waiting = False
            if isValid(self._page):
                then(answer)

        def failed(error: Exception) -> None:
            self._waiting = False
            self._page.refused.emit(error)

        self._page._jobs.read(work, found, failed)


def ways(levels: tuple[str, ...], level: str) -> tuple[str, ...]:
    """Levels above, the nearest first, then those below."""
    above = [one for one in levels if one != level and higher(one, level)]
    return (*above[::-1], *(one for one in levels if one != level and higher(level, one)))
