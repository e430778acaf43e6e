"""What is asked before a proposal becomes an order: adjusting by hand, confirming with a commander's word, requests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.dispatch_papers import AskedFor, asked_of
from console.domain.dispatching import DispatchRow
from console.domain.stock import shown as amount_shown
from console.errors import Refused
from console.services import candidate_words, proposal_columns
from console.services.candidates import Candidates
from ui.dialogs.dispatch_adjust import AdjustDialog
from ui.dialogs.dispatch_confirm import ConfirmDialog, Confirmed
from ui.dialogs.dispatch_papers import SupportDialog
from ui.jobs import Jobs
from ui.models.adjustments import Adjustment, with_one
from ui.models.dispatch_rows import DispatchServices
from ui.models.proposal_rows import lines_of, ordered, wants_service
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from ui.panels.dispatch_proposal import ProposalPart
    from ui.panels.dispatch_proposing import Shown


class Confirming(QObject):
    """The dialogs of the proposal's page; it acts on what is shown there."""

    def __init__(self, page: ProposalPart, jobs: Jobs, seat: Seat, times: Times, ask: DispatchServices) -> None:
        super().__init__(page)
        self._page, self._jobs, self._seat, self._times, self._ask = page, jobs, seat, times, ask

    # by hand

    def ask_adjust(self) -> None:
        """One thing decided by a person, of the chosen line where there is one; then it is proposed anew."""
        page = self._page
        self._jobs.read(self._ask.needs.rows, self._open_adjust, page.refused.emit)

    def _open_adjust(self, rows: list[Any]) -> None:
        page = self._page
        if not isValid(page) or not page.isVisible():
            return
        incident = page.focus.incident if page.scope.value() == "one" else None
        needs = [row for row in rows if wants_service(row, (incident,) if incident else ())]
        if not needs:
            page.refused.emit(Refused("nothing_needed"))
            return
        row = page.table.chosen_row()
        line = row.line if row is not None else None
        need = line.need.id if line is not None else page.focus.need
        dialog = AdjustDialog(needs, need, row.key[0] if line is not None else None, page.window())
        dialog.wanted.connect(lambda wanted: self._look_for(dialog, wanted))
        page.asked.open(dialog, lambda given: given, self._adjusted)
        dialog.begin()

    def _look_for(self, dialog: AdjustDialog, need: UUID) -> None:
        def found(told: Candidates) -> None:
            if isValid(dialog):
                dialog.show_candidates(told)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.refuse(error)

        weather = self._page.weather.code()
        self._jobs.read(lambda: self._ask.candidates.of(need, weather), found, failed)

    def _adjusted(self, one: Adjustment) -> None:
        page = self._page
        page.adjusted = with_one(page.adjusted, one)
        page.proposing.stop()
        page.make()

    # confirming

    def ask_confirm(self) -> None:
        """The order once more with whose word it is; what is ticked then is what is sent."""
        page, shown = self._page, self._page.shown
        sums = page.sums()
        if shown is None or sums is None or not sums.lines:
            page.refused.emit(Refused("nothing_ordered"))
            return
        proposal, off = shown.proposal, page.off
        lines = [one for one in lines_of(proposal) if proposal_columns.key(one) not in off]
        said = ["　".join((*proposal_columns.sends(one), proposal_columns.arrival(one))) for one in lines]
        warned = [_against(one) for one in lines if proposal_columns.warned(one)]
        standing = page.standing
        dialog = ConfirmDialog(
            page.promise_said(sums), said, warned, standing.leader, standing.names, self._times, own=standing.own,
            parent=page.window(),
        )  # fmt: skip
        dialog.stale.connect(page.say_wrong)
        by = self._seat.actor

        def confirm(given: Confirmed) -> list[DispatchRow]:
            order = ordered(
                proposal, off, given.approved, text=given.text, reason=given.reason, reserved=given.reserved,
                planned_at=given.planned_at, key=given.key,
            )  # fmt: skip
            return self._ask.dispatching.confirm(order, by=by)

        about = "dispatch.confirm " + " ".join(dict.fromkeys(need.incident_number for need in proposal.needs))
        page.asked.open(dialog, confirm, partial(self._confirmed, shown), about=about)

    def _confirmed(self, shown: Shown, rows: list[DispatchRow]) -> None:
        """A proposal that came while this one was confirmed stays: it says itself what no longer holds."""
        page = self._page
        page.saved.emit(words.say("dispatch.confirmed", numbers="、".join(row.number for row in rows)))
        if page.shown is shown:
            page.show_proposal(None)
        page.sent.emit(rows)

    # asking others

    def ask_support(self) -> None:
        """支援请求单 with what stays short of the proposal, or with what is typed."""
        page, shown = self._page, self._page.shown
        incident = page.focus.incident
        lines: tuple[AskedFor, ...] = ()
        if shown is not None:
            own = [one for one in shown.proposal.shorts if incident is None or one.need.incident == incident]
            if incident is None and own:
                incident = own[0].need.incident
                own = [one for one in own if one.need.incident == incident]
            lines = asked_of([(one.need, f"{amount_shown(one.amount)} {one.need.unit}".rstrip()) for one in own])
        if incident is None:
            page.refused.emit(Refused("nothing_chosen"))
            return
        dialog = SupportDialog(incident, lines, self._times, page.window())
        page.asked.open(dialog, lambda given: given, page.print_asked.emit, about=f"dispatch.support {incident}")


def _against(line: Any) -> str:
    """Why a word is asked for before that team goes."""
    told = [candidate_words.against(one.when, one.verdict, one.about) for one in line.found.reasons]
    return f"{proposal_columns.who(line)}：{'，'.join(told)}"
