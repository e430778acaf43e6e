"""A team is sent or reserved, its next step is told, it is called back; what stands against it is seen before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.assigning import AssignmentRow, NewAssignment
from console.domain.assignments import TeamState
from console.domain.incident import IncidentRow
from console.domain.teams import TeamRow
from ui.dialogs.dispatch_step import StepDialog, Stepped
from ui.dialogs.team_steps import SendTeamDialog, TermsDialog

if TYPE_CHECKING:
    from ui.panels.teams_list import TeamsPage


class TeamsSending(QObject):
    """Each act is about the team, or the line of it, that is chosen."""

    def __init__(self, page: TeamsPage) -> None:
        super().__init__(page)
        self._page, self._ask, self._seat = page, page._ask, page._seat

    def ask_assign(self) -> None:
        """To one of the open incidents, which are read first."""
        line = self._page.chosen()
        if line is not None:
            self._page.ask_first(self._ask.incidents.open_rows, partial(self._assign, line.row))

    def _assign(self, team: TeamRow, incidents: list[IncidentRow]) -> None:
        if not incidents:
            self._page.saved.emit(words.say("teams.no_incident"))
            return
        by, dialog = self._seat.actor, SendTeamDialog(team, incidents, self._page._times, self._page.window())
        dialog.incident_picked.connect(partial(self._judge, dialog, team))

        def assign(form: NewAssignment) -> AssignmentRow:
            return self._ask.assignments.assign(form, by=by)

        def assigned(row: AssignmentRow) -> None:
            self._page.sheet.want(row.id)
            self._tell(row)

        self._page.put(dialog, f"team.assign {team.id}", assign, assigned)
        dialog.begin()

    def _judge(self, dialog: SendTeamDialog, team: TeamRow, incident: UUID) -> None:
        """What the county's rules say of this team there, and which limits would hold."""
        types = dialog.types()

        def read() -> Any:
            found = self._ask.assignments.verdicts(incident, {team.id})
            return found[team.id], self._ask.assignments.circle(team.kind, types.get(incident))

        def seen(found: Any) -> None:
            if isValid(dialog):
                dialog.show_verdict(incident, *found)

        self._page._jobs.read(read, seen, self._page.failed.emit)

    def ask_step(self) -> None:
        """What the team did next; steps nobody told may be left out."""
        row = self._page.sheet.assignment()
        if row is not None and row.runs:
            self._step(row, row.follows[0])

    def ask_recall(self) -> None:
        """撤回, which always says why."""
        row = self._page.sheet.assignment()
        if row is not None and TeamState.RECALLED in row.follows:
            self._step(row, TeamState.RECALLED)

    def _step(self, row: AssignmentRow, state: TeamState) -> None:
        by, dialog = self._seat.actor, StepDialog(row, self._page._times, state, self._page.window())

        def step(given: Stepped) -> AssignmentRow:
            return self._ask.assignments.step(row.id, given.state, given.told, seen=row.version, by=by)

        self._page.put(dialog, f"team.step {row.id} {state.value}", step, self._tell)

    def ask_terms(self) -> None:
        """Where to, whom to ask for there, how many, when it is expected."""
        row = self._page.sheet.assignment()
        if row is None or not row.runs:
            return
        by, dialog = self._seat.actor, TermsDialog(row, self._page._times, self._page.window())

        def changed(after: AssignmentRow) -> None:
            self._page.saved.emit(words.say("teams.told_terms", number=after.number, team=after.team))

        self._page.put(
            dialog, f"team.terms {row.id}",
            lambda terms: self._ask.assignments.change(row.id, terms, seen=row.version, by=by), changed,
        )  # fmt: skip

    def _tell(self, row: AssignmentRow) -> None:
        state = words.say(f"team.state.{row.state.value}")
        told = {"number": row.number, "team": row.team, "incident": row.incident_title, "state": state}
        self._page.saved.emit(words.say("teams.told_step", **told))
