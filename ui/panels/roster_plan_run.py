"""Planning under way on the page of drafts: begun, told how far it is, stopped."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.people import Action as Permission
from console.domain.planning import Method
from console.domain.planning_run import PlanningRun
from console.domain.roster_draft import PlanRow
from console.errors import Refused
from ui.jobs import Jobs
from ui.models.draft_around import last_of
from ui.models.duty_services import DutyServices
from ui.panels.roster_plan_parts import PlanParts
from ui.seat import Seat
from ui.text import Times


class PlanRuns(PlanParts):
    """``run`` is the planning under way, ``month`` the first day of the month that is shown."""

    _passed = Signal(int, int)

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, services: DutyServices, parent: QWidget | None) -> None:
        super().__init__(jobs, seat, times, parent)
        self._services = services
        self.month = times.local(times.now()).date().replace(day=1)
        self.run: PlanningRun | None = None
        self._passed.connect(self._show_passed)

    def show_plan(self, plan_id: UUID | None) -> None:
        """That plan, or whichever is newest."""
        raise NotImplementedError

    def begin(self, method: Method) -> None:
        """A new draft of the month, of this month from today on; long ones can be stopped."""
        if self.run is not None or not self._seat.may(Permission.EDIT_ROSTER):
            return
        today, by = self._times.local(self._times.now()).date(), self._seat.actor
        last = last_of(self.month)
        first = max(self.month, min(today, last))
        run = PlanningRun(told=self._passed.emit)
        self.run = run
        closing = getattr(self.window(), "closing", None)
        if closing is not None:
            closing.connect(run.stop)
        self.bar.setRange(0, 0)
        for part in (self.bar, self.stop):
            part.show()
        self.permit()
        work = partial(self._services.drafts.begin, first, last, method, run=run, by=by)
        self._jobs.run(work, self._begun, self._not_begun)  # type: ignore[attr-defined]

    def stop_run(self) -> None:
        """End the planning that is under way."""
        if self.run is not None:
            self.run.stop()

    def _begun(self, row: PlanRow) -> None:
        self._run_over()
        self.saved.emit(words.say("plan.begun", number=row.number))
        self.show_plan(row.id)

    def _not_begun(self, error: Exception) -> None:
        self._run_over()
        if isinstance(error, Refused) and error.code == "planning_stopped":
            self.saved.emit(words.say("plan.stopped"))
        else:
            self.refused.emit(error)

    def _run_over(self) -> None:
        self.run = None
        for part in (self.bar, self.stop):
            part.hide()
        self.permit()

    def _show_passed(self, done: int, of: int) -> None:
        self.bar.setRange(0, of if of > 1 else 0)
        self.bar.setValue(done)
