"""What is told of an order on its way: a team's next step, the recall, a pass for a vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console import words
from console.domain.assigning import AssignmentRow
from console.domain.dispatch_papers import PassAsked
from console.domain.stock import DocumentState
from ui.dialogs.dispatch_papers import PassDialog
from ui.dialogs.dispatch_step import RecallDialog, Recalled, StepDialog, Stepped
from ui.jobs import Jobs
from ui.models.dispatch_rows import DispatchServices
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from ui.panels.dispatch_sent import SentPart


class Telling(QObject):
    """The dialogs of what was sent; it acts on what is chosen on its page."""

    def __init__(self, page: SentPart, jobs: Jobs, seat: Seat, times: Times, ask: DispatchServices) -> None:
        super().__init__(page)
        self._page, self._jobs, self._seat, self._times, self._ask = page, jobs, seat, times, ask

    def ask_step(self) -> None:
        """What the chosen team did next, as it was seen when the dialog opened."""
        page, row = self._page, self._page.team()
        if row is None or not row.follows:
            return
        by = self._seat.actor

        def step(given: Stepped) -> AssignmentRow:
            return self._ask.assignments.step(row.id, given.state, given.told, seen=row.version, by=by)

        dialog = StepDialog(row, self._times, parent=page.window())
        page.put(dialog, f"dispatch.step {row.id} {row.state.value}", step, self._stepped)

    def ask_recall(self) -> None:
        """撤回 of the whole order; what is on the road already is named before and after."""
        page, told = self._page, self._page.told
        if told is None:
            return
        free = [row.number for row in told.documents if row.state is DocumentState.APPROVED]
        road = [row.number for row in told.documents if row.state is DocumentState.ISSUED]
        dialog = RecallDialog(told.line.row.number, len(told.line.teams), free, road, page.window())
        by, key = self._seat.actor, told.id

        def recall(given: Recalled) -> list[str]:
            return self._ask.dispatching.recall(key, given.reason, who=given.who, by=by)

        page.put(dialog, f"dispatch.recall {key}", recall, self._recalled)

    def ask_pass(self) -> None:
        """通行单 for the chosen document's vehicle where the keyboard is among the goods, else for the chosen team."""
        page = self._page
        document = page.document() if page.goods.hasFocus() or page.team() is None else None
        team = page.team()
        if document is not None and page.told is not None:
            asked = PassAsked(
                document.number, document.from_name, page.told.line.row.incident, document.plate, document.driver,
                cargo=document.summary, start=document.from_name, end=document.destination, approver=document.approver,
            )  # fmt: skip
        elif team is not None:
            approver = page.told.line.row.commander if page.told is not None else ""
            asked = PassAsked(
                team.number, team.team, team.incident_id, people=team.people, end=team.place, approver=approver
            )  # fmt: skip
        else:
            return
        dialog = PassDialog(asked, self._times, page.window())
        page.asked.open(dialog, lambda given: given, page.print_asked.emit, about=f"dispatch.pass {asked.number}")

    def _stepped(self, row: AssignmentRow) -> None:
        state = words.say(f"team.state.{row.state.value}")
        self._page.saved.emit(words.say("dispatch.stepped", team=row.team, state=state))

    def _recalled(self, gone: list[str]) -> None:
        code = "dispatch.recalled_road" if gone else "dispatch.recalled"
        self._page.saved.emit(words.say(code, numbers="、".join(gone)))
