"""What the page of drafts asks before it acts: why a roster is published, whether a draft is given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console import words
from console.domain.people import Action
from console.domain.roster_draft import PlanRow
from console.services.roster_drafts import Published, RosterDrafts
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.finding import Asks, FindingDialog
from ui.seat import Seat

if TYPE_CHECKING:
    from ui.panels.roster_plan import PlanPage


class PlanAsking(QObject):
    """Each dialog is about one draft: words typed into it before come back when it is opened again."""

    def __init__(self, page: PlanPage, drafts: RosterDrafts, seat: Seat) -> None:
        super().__init__(page)
        self._page = page
        self._drafts = drafts
        self._seat = seat

    def ask_publish(self) -> None:
        """Ask for the reasons that are needed, with what would change; then publish."""
        look = self._page.shown.look if self._page.shown else None
        row = self._draft()
        if look is None or row is None or not self._seat.may(Action.DECIDE_ROSTER):
            return
        by, drafts, hard = self._seat.actor, self._drafts, len(look.findings)
        about = words.say(
            "plan.publish.about", number=row.number, first=row.from_day, last=row.to_day, changes=len(look.changes),
            hard=hard,
        )  # fmt: skip
        asks = [Asks("why", "plan.publish.why", hint="plan.publish.why_hint")]
        asks += [Asks("despite", "plan.publish.despite", required=True)] if hard else []
        dialog = FindingDialog("plan.publish", about, asks, {}, yes="plan.publish", parent=self._page.window())

        def publish(said: Mapping[str, str]) -> Published:
            return drafts.publish(row.id, why=said["why"], despite=said.get("despite", ""), seen=row.version, by=by)

        self._page.asked.open(dialog, publish, self._published, about=f"plan.publish {row.id}")

    def ask_give_up(self) -> None:
        """Ask once, then put the draft away."""
        row = self._draft()
        if row is None or not self._seat.may(Action.EDIT_ROSTER):
            return
        by, drafts = self._seat.actor, self._drafts
        about = words.say("plan.give_up.about", number=row.number)
        dialog = SureDialog("plan.give_up", about, parent=self._page.window())

        def done(_nothing: object) -> None:
            self._page.saved.emit(words.say("plan.given_up", number=row.number))
            self._page.show_plan(None)

        self._page.asked.open(dialog, lambda _said: drafts.give_up(row.id, seen=row.version, by=by), done)

    def _draft(self) -> PlanRow | None:
        """The draft that is shown; None while something else is under way."""
        row = self._page.row()
        return row if row is not None and row.state == "draft" and self._page.run is None else None

    def _published(self, done: Published) -> None:
        said = words.say("plan.published", number=done.row.number, count=len(done.changed))
        if done.lost:
            numbers = words.say("list.join").join(row.number for row in done.lost)
            said += words.say("plan.swaps_lost", numbers=numbers)
        self._page.saved.emit(said)
        self._page.show_plan(done.row.id)
