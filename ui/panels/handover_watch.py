"""Acts of the hand-over panel while no sheet is under way: taking over, emergencies, past sheets, supplements."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject

from console import words
from console.domain.duty import EmergencyRow, ShiftRow
from console.errors import Refused
from console.services.supplements import Supplementing, shown_digest
from ui.dialogs.confirm_emergency import ConfirmEmergencyDialog, Confirming
from ui.dialogs.emergency import Emergency, EmergencyDialog
from ui.dialogs.sign import SignDialog, Signing
from ui.dialogs.take_over import TakeOverDialog, TakingOver
from ui.dialogs.task import NewTaskDialog, TaskGiven
from ui.panels.handover_work import Work
from ui.widgets.watch_page import WatchPage

MORE = 100
"""Past sheets that are listed at first, and that 更早的 adds."""


class WatchActs(QObject):
    """Wired to the page's signals; each act takes what it needs from the widgets before it leaves this thread."""

    def __init__(self, work: Work, page: WatchPage) -> None:
        super().__init__(work)
        self._work, self._page = work, page
        self.limit = MORE
        page.start_asked.connect(self.start)
        page.take_over_asked.connect(self.ask_take_over)
        page.emergency_asked.connect(self.ask_emergency)
        page.confirm_asked.connect(self.ask_confirm_emergency)
        page.past.asked.connect(self.show_past)
        page.supplements.differences.raised.connect(self._raise_supplement)
        page.supplements.differences.answered.connect(self._answer_supplement)
        page.supplements.differences.task_asked.connect(self.ask_task)
        page.supplements.sign.clicked.connect(self.ask_supplement)

    def start(self) -> None:
        """Fix the cut-off and open the sheet."""
        by = self._work.seat.actor
        self._page.start.setEnabled(False)  # until the answer is shown: a second press is no second wish
        self._work.write(lambda: self._work.duty.start_hand_over(by=by), "said.handover.started")

    def ask_take_over(self) -> None:
        """Take over a station nobody stands."""
        work, by, view = self._work, self._work.seat.actor, self._work.shown()
        dialog = TakeOverDialog(view.crew(by.name, view.last, keep=True), by=by.name, parent=work.window)

        def take(given: TakingOver) -> ShiftRow:
            return work.duty.take_over_empty(given.posts, by=by)

        work.asked.open(dialog, take, lambda shift: work.watch_taken(shift.owner), about="take_over")

    def ask_emergency(self) -> None:
        """Another officer takes the watch alone, with a reason."""
        work, view = self._work, self._work.shown()
        if view.shift is None:
            return
        running = view.sheet.number if view.sheet else ""
        owner, seen = view.shift.owner, view.shift.id
        dialog = EmergencyDialog(view.crew_without(owner), owner=owner, running=running, parent=work.window)

        def take(given: Emergency) -> ShiftRow:
            return work.duty.emergency_take_over(given.posts, given.reason, given.name, given.password, seen=seen)

        work.asked.open(
            dialog, take, lambda shift: work.watch_taken(shift.owner), about=f"emergency {view.shift.id}"
        )  # fmt: skip

    def ask_confirm_emergency(self) -> None:
        """Another than the one who took the watch alone signs for it afterwards."""
        work, row = self._work, self._work.shown().unconfirmed
        if row is None:
            return
        here = work.seat.name if work.seat.taken and work.seat.actor.id != row.owner_id else ""
        names = work.shown().officers
        dialog = ConfirmEmergencyDialog(row, work.times, names=names, typed=here, parent=work.window)

        def sign(given: Confirming) -> EmergencyRow:
            return work.duty.confirm_emergency(given.name, given.password, shift_id=given.shift_id)

        def done(row: EmergencyRow) -> None:
            work.said("said.handover.emergency", number=row.number, name=row.confirmed_by)

        work.asked.open(dialog, sign, done, about=f"confirm_emergency {row.shift_id}")

    def show_past(self, number: str) -> None:
        """A sheet of the list, as it was signed."""
        work = self._work
        work.jobs.read(lambda: work.duty.sheet(number), work.preview_asked.emit, work.refuse)

    def ask_supplement(self) -> None:
        """Whose side it is for follows from who signs: who sits here where theirs waits, else who is waited for."""
        work, found = self._work, self._work.shown().supplementing
        waiting = found.waits_for() if found is not None else {}
        if found is None or not waiting:
            work.refuse(Refused("nothing_to_sign"))
            return
        seen = shown_digest(found.sheet)
        names = (found.incoming.owner, found.outgoing.owner, *work.shown().officers)
        here = work.seat.taken and found.side_of(work.seat.actor.id, work.seat.name) in waiting
        typed = work.seat.name if here else next(iter(waiting.values()))
        dialog = SignDialog("supplement", found.sheet, names=names, typed=typed, parent=work.window)

        def sign(given: Signing) -> Supplementing:
            return work.supplements.sign(given.name, given.password, seen=seen)

        def signed(row: Supplementing) -> None:
            work.said("said.handover.signed", number=row.sheet.number)

        work.asked.open(dialog, sign, signed, about=f"sign.supplement {found.sheet.id}")

    def ask_task(self, difference: UUID, text: str) -> None:
        """A difference becomes a task: 盘点 by default."""
        work, by = self._work, self._work.seat.actor
        dialog = NewTaskDialog(work.times, work.window)
        dialog.text.setText(task_text(text))

        def give(given: TaskGiven) -> str:
            return work.supplements.make_task(difference, given.text, given.due_at, given.assignee, by=by)

        def given(number: str) -> None:
            work.said("said.handover.task", number=number)

        work.asked.open(dialog, give, given, about=f"difference.task {difference}")

    def _raise_supplement(self, text: str) -> None:
        work, by, found = self._work, self._work.seat.actor, self._work.shown().supplementing
        if found is None:
            return
        sheet = found.sheet.id

        def raised(row: Supplementing) -> None:
            self._page.supplements.differences.was_raised(text)
            work.said("said.handover.supplement", number=row.sheet.number)

        work.jobs.write(lambda: work.supplements.raise_difference(text, sheet=sheet, by=by), raised, work.refuse)

    def _answer_supplement(self, difference: UUID, text: str) -> None:
        work, by = self._work, self._work.seat.actor
        work.write(lambda: work.supplements.answer(difference, text, by=by), "said.handover.answered")


def task_text(text: str) -> str:
    """What is recorded is Chinese, whatever the screen speaks."""
    return words.say_in("zh", "difference.task_text", text=text)
