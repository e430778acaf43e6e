"""Starting a response: what it would do is read and shown, then it is done once, as it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.plans import PlanRow
from console.domain.responses import ResponseRow, ResponseWish
from ui.dialogs.asked import Asked
from ui.dialogs.responses import Start, StartDialog, Wanted
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.plan_rows import PlanServices
from ui.seat import Seat
from ui.text import Times

OFFERED = 200
"""Incidents that are offered as a cause at most."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be started, for what, and who may approve it. ``leader`` leads the watch."""

    plans: tuple[PlanRow, ...]
    incidents: tuple[IncidentRow, ...]
    leader: str
    names: tuple[str, ...]


def offered(ask: PlanServices, own: str) -> Offered:
    """On a worker: plans with steps, incidents that go on, and the officers of this station."""
    plans = tuple(row for row in ask.plans.rows() if row.levels)
    watch = ask.duty.on_watch()
    leader = watch.leader if watch is not None and watch.leader != own else ""
    names = tuple(row.name for row in ask.accounts.list() if row.active)
    return Offered(plans, tuple(ask.incidents.open_rows()[:OFFERED]), leader, names)


class PlansStarting(QObject):
    """``told`` and ``refused`` are for the message strip; ``started`` carries the response that runs now."""

    told = Signal(str)
    refused = Signal(object)
    failed = Signal(object)
    started = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: PlanServices, book: KeptWords, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._jobs, self._seat, self._times, self._ask = jobs, seat, times, ask
        self._window = parent
        self._waiting = False
        self.asked = Asked(jobs, self.failed.emit, book, self)

    def start(
        self, plan: UUID | None = None, incident: UUID | None = None, wish: ResponseWish | None = None
    ) -> None:  # fmt: skip
        """The officer wants a response: of that plan, for that incident, where they are known already; or one that
        another page proposes."""
        if wish is not None:
            plan, incident = wish.plan_id, wish.incident_id
        if self._waiting or self.asked.dialog is not None or not self._seat.may(Permission.RESPONSES):
            return
        self._waiting, own = True, self._seat.name

        def found(told: Offered) -> None:
            self._waiting = False
            self._open(told, plan, incident, wish)

        self._jobs.read(lambda: offered(self._ask, own), found, self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._waiting = False
        self.refused.emit(error)

    def _open(
        self, told: Offered, plan: UUID | None, incident: UUID | None, wish: ResponseWish | None
    ) -> None:  # fmt: skip
        if not isValid(self._window):
            return
        if not told.plans:
            self.told.emit(words.say("responses.no_plan"))
            return
        dialog = StartDialog(
            told.plans, told.incidents, told.leader, told.names, self._times, plan=plan, incident=incident,
            level=wish.level if wish is not None else "", warning=wish.warning if wish is not None else "",
            parent=self._window.window(),
        )  # fmt: skip
        dialog.wanted.connect(lambda wanted: self._preview(dialog, wanted))
        by = self._seat.actor

        def start(given: Start) -> ResponseRow:
            wanted = given.wanted
            return self._ask.responses.start(
                given.response_id, wanted.plan_id, wanted.level, wanted.cause, given.approved, digest=given.digest,
                by=by,
            )  # fmt: skip

        known = (plan, incident, wish.warning if wish is not None else None)
        about = " ".join(("response.start", *(str(one) for one in known if one is not None)))
        self.asked.open(dialog, start, self._started, about=about)
        dialog.begin()

    def _preview(self, dialog: StartDialog, wanted: Wanted) -> None:
        def shown(found: Any) -> None:
            if isValid(dialog):
                dialog.show_preview(wanted, found)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_refusal(wanted, error)

        self._jobs.read(
            lambda: self._ask.responses.preview(wanted.plan_id, wanted.level, wanted.cause), shown, failed
        )  # fmt: skip

    def _started(self, row: ResponseRow) -> None:
        self.told.emit(words.say("responses.told_started", number=row.number, title=row.title, count=row.cards))
        self.started.emit(row.id)
