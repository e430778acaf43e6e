"""Acts of the hand-over panel on a sheet under way: signing, confirming, differences, remarks, giving up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console.domain import duty as rules
from console.domain.duty import SheetRow, SheetState, ShiftRow
from console.domain.people import Action, Actor, require
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest
from ui import actions
from ui.dialogs.abandon import AbandonDialog
from ui.dialogs.absent import AbsentDialog, SigningForAbsent
from ui.dialogs.sign import PROOF_MINUTES, SignDialog, Signing
from ui.dialogs.take_over import TakeOverDialog, TakingOver
from ui.panels.handover_proof import IncomingProof
from ui.panels.handover_remarks import RemarksDraft
from ui.panels.handover_work import Work
from ui.widgets.sheet_page import SheetPage


class SheetActs(QObject):
    """``identified`` when somebody proved to be the incoming officer, and when that lapsed."""

    identified = Signal()

    def __init__(self, work: Work, page: SheetPage, remarks: RemarksDraft | None) -> None:
        super().__init__(work)
        self._work, self._page, self._remarks = work, page, remarks
        self._proof = IncomingProof(work.times, self)
        self._proof.lapsed.connect(self.identified)
        self._turns = 0
        self._then: Callable[[SheetRow], None] | None = None
        page.items.confirm_asked.connect(lambda item: self._confirm([item]))
        page.remarks.sitting = lambda: work.seat.name
        page.remarks.save_asked.connect(self._save_remarks)
        page.differences.raised.connect(self._raise_difference)
        page.differences.answered.connect(self._answer_difference)

    @property
    def incoming(self) -> Actor | None:
        """Who has proved to be the incoming officer and is still known."""
        return self._proof.officer

    # signing

    def sign_next(self) -> None:
        """One key for whatever signature comes next; what is still missing is said instead."""
        view, sheet = self._work.shown(), self._work.sheet_or_none()
        if sheet is None:
            return
        waiting = rules.unconfirmed(sheet.body, sheet.confirmations)
        if sheet.state is SheetState.STARTED:
            self.ask_outgoing()
        elif self.incoming is None:
            self.identify()
        elif waiting:
            overdue = sum(late and item in waiting for _, item, late in rules.items_of(sheet.body))
            self._work.refuse(Refused("unconfirmed", count=len(waiting), overdue=overdue))
        elif view.waits_for(identified=True):
            self.ask_leader()
        else:
            self.ask_incoming()

    def ask_outgoing(self) -> None:
        """Sign out what is shown; remarks that are still on their way become part of it first."""
        self._with_remarks(self._open_outgoing)

    def ask_absent(self) -> None:
        """The leader signs out what is shown in place of an officer who is not there."""
        self._with_remarks(self._open_absent)

    def ask_leader(self) -> None:
        work, sheet = self._work, self._work.sheet()
        seen = standing_digest(sheet)
        view, shift = work.shown(), work.shown().shift
        leader = shift.leader if shift is not None and shift.leader in view.officers else ""
        dialog = SignDialog("leader", sheet, names=view.officers, typed=leader, parent=work.window)

        def sign(given: Signing) -> SheetRow:
            return work.duty.sign_leader(given.name, given.password, seen=seen)

        work.asked.open(dialog, sign, self._signed, about=f"sign.leader {sheet.id}")

    def identify(self) -> None:
        """Who confirms proves it, unless they signed in at this seat and nobody else is expected."""
        work, view, sheet = self._work, self._work.shown(), self._work.sheet()
        owner = view.shift.owner_id if view.shift else None
        here = work.seat.name if work.seat.taken and work.seat.actor.id != owner else ""
        if self.incoming is None and here in {view.expected() or here} - {""} and work.seat.may(Action.TAKE_OVER):
            self._identified(sheet.id, self._turns, work.seat.actor)
            return
        typed = here or view.expected()
        dialog = SignDialog("confirm", sheet, names=view.officers, typed=typed, parent=work.window)

        def prove(given: Signing) -> Actor:
            officer = work.accounts.sign_in(given.name, given.password)
            if officer.id == owner:
                raise Refused("two_people")
            require(officer.actor, Action.TAKE_OVER)
            return officer.actor

        proved = partial(self._identified, sheet.id, self._turns)
        work.asked.open(dialog, prove, proved, about=f"sign.confirm {sheet.id}")

    def ask_incoming(self) -> None:
        """The second signature, with the posts of the next shift, by who proved it for this sheet."""
        work, incoming = self._work, self.incoming
        view, sheet = work.shown(), work.sheet()
        if incoming is None or view.waits_for(identified=True):
            return
        self._proof.used()
        seen = incoming_digest(sheet)  # now: what others answer while the dialog stands was not seen
        crew = view.crew(incoming.name, view.shift, keep=False)
        dialog = TakeOverDialog(crew, by=incoming.name, sheet=sheet, parent=work.window)

        def take(given: TakingOver) -> ShiftRow:
            if self.incoming is None:
                raise Refused("proof_lapsed", minutes=PROOF_MINUTES)
            return work.duty.take_over_signed_in(given.posts, seen=seen, by=incoming)

        def taken(shift: ShiftRow) -> None:
            work.watch_taken(shift.owner)

        work.asked.open(dialog, take, taken, about=f"take_over {sheet.id}", owner=incoming.name)

    def ask_abandon(self) -> None:
        work, by, sheet = self._work, self._work.seat.actor, self._work.sheet()
        seen = standing_digest(sheet)
        dialog = AbandonDialog(sheet.number, owner=work.owner(), parent=work.window)

        def give_up(reason: str) -> None:
            work.duty.abandon(reason, seen=seen, by=by)

        def given_up(_: None) -> None:
            work.said("said.handover.abandoned", number=sheet.number)

        work.asked.open(dialog, give_up, given_up, about=f"abandon {sheet.id}")

    # confirming

    def confirm_chosen(self) -> None:
        item = self._page.items.chosen_item()
        if item is not None:
            self._confirm([item.item])

    def confirm_rest(self) -> None:
        """Everything of the chosen line's section that is not overdue; an overdue one is confirmed alone."""
        sheet, row = self._work.sheet_or_none(), self._page.items.chosen_row()
        if sheet is None or row is None or sheet.state is not SheetState.SIGNED:
            return
        together = rules.confirmable_together(sheet.body, row.section, sheet.confirmations)
        waiting = set(rules.unconfirmed(sheet.body, sheet.confirmations))
        if together:
            self._confirm(together)
        elif any(key == row.section and item in waiting for key, item, _ in rules.items_of(sheet.body)):
            self._work.refuse(Refused("overdue_alone"))

    def confirm_sheet(self) -> None:
        """Everything that is not overdue, once every section has stood on the screen; until then the key reads on."""
        sheet = self._work.sheet_or_none()
        if sheet is None or sheet.state is not SheetState.SIGNED:
            return
        together = rules.confirmable_in_sheet(sheet.body, sheet.confirmations)
        if self.incoming is None:
            self.identify()
        elif not self._page.items.all_seen():
            self._proof.used()
            self._page.items.read_on()
            self._work.said("handover.read_on")
        elif together:
            self._confirm(together)
        elif rules.unconfirmed(sheet.body, sheet.confirmations):
            self._work.refuse(Refused("overdue_alone"))

    def preview(self) -> None:
        """The sheet under way, or the one this watch was taken over by."""
        view = self._work.view
        sheet = (view.sheet or view.done) if view else None
        if sheet is not None:
            self._work.preview_asked.emit(sheet)

    def forget_incoming_of_another(self, sheet: SheetRow | None) -> None:
        if sheet is None or not self._proof.is_for(sheet.id) or sheet.state is not SheetState.SIGNED:
            self._proof.end()

    def seat_changed(self) -> None:
        """Another officer, a lock, an unlock: nobody confirms under an earlier proof."""
        self._turns += 1
        self._page.remarks.note_whose()
        self._proof.end()

    def _confirm(self, items: Sequence[str]) -> None:
        sheet, by, work = self._work.sheet_or_none(), self.incoming, self._work
        if sheet is None or sheet.state is not SheetState.SIGNED:
            return
        if by is None:
            self.identify()
        elif set(items) - set(sheet.confirmations):
            self._proof.used()
            chosen = self._page.items.chosen_key()

            def confirmed(row: SheetRow) -> None:
                self._page.items.show_sheet(row)
                if chosen in items:
                    self._page.items.choose_next(chosen)
                work.said("said.handover.confirmed", count=len(items))

            work.jobs.write(lambda: work.duty.confirm(items, seen=sheet.digest, by=by), confirmed, work.refuse)

    def _identified(self, sheet: UUID, turn: int, officer: Actor) -> None:
        """Unless the seat was locked or left while the password was checked."""
        if turn != self._turns:
            return
        self._proof.begin(officer, sheet)
        self._work.said("said.handover.identified", name=officer.name)
        self.identified.emit()

    def _signed(self, row: SheetRow) -> None:
        self._work.said("said.handover.signed", number=row.number)

    # what is signed

    def _with_remarks(self, then: Callable[[SheetRow], None]) -> None:
        remarks = self._page.remarks
        if remarks.dirty() and not remarks.is_own():
            self._work.refuse(Refused("remarks_unsettled", name=remarks.typist, key=actions.key_of("save")))
        elif remarks.dirty():
            self._then = then
            remarks.ask_save()
        else:
            then(self._work.sheet())

    def _open_outgoing(self, sheet: SheetRow) -> None:
        work = self._work
        dialog = SignDialog("outgoing", sheet, fixed=work.owner(), parent=work.window)

        def sign(given: Signing) -> SheetRow:
            return work.duty.sign_outgoing(given.digest, given.name, given.password)

        work.asked.open(dialog, sign, self._signed)

    def _open_absent(self, sheet: SheetRow) -> None:
        work, view = self._work, self._work.shown()
        leader = view.shift.leader if view.shift else ""
        dialog = AbsentDialog(
            sheet, owner=work.owner(), leader=leader, names=view.officers, parent=work.window
        )  # fmt: skip

        def sign(given: SigningForAbsent) -> SheetRow:
            return work.duty.sign_for_absent(given.digest, given.reason, given.name, given.password)

        work.asked.open(dialog, sign, self._signed, about=f"absent {sheet.id}")

    def _raise_difference(self, text: str) -> None:
        by, work = self.incoming, self._work
        if by is None:
            return
        self._proof.used()
        seen = work.sheet().digest

        def raised(row: SheetRow) -> None:
            self._page.differences.was_raised(text)
            work.said("said.handover.difference", number=row.number)

        work.jobs.write(lambda: work.duty.raise_difference(text, seen=seen, by=by), raised, work.refuse)

    def _answer_difference(self, difference: UUID, text: str) -> None:
        work, by = self._work, self._work.seat.actor
        work.write(lambda: work.duty.answer_difference(difference, text, by=by), "said.handover.answered")

    def _save_remarks(self, text: str) -> None:
        """By whoever sits here, over what was on the screen; the log names who typed it where that was another."""
        work, remarks = self._work, self._page.remarks
        if not work.seat.taken or work.seat.locked:
            remarks.refused("remarks.not_saved")
            return
        by, seen, typist = work.seat.actor, remarks.over, remarks.typist
        work.jobs.write(
            lambda: work.duty.remark(text, seen=seen, by=by, typist=typist),
            partial(self._remarks_saved, text),
            self._remarks_refused,
        )

    def _remarks_saved(self, sent: str, row: SheetRow) -> None:
        self._page.remarks.stored(sent, row.digest)
        if self._remarks is not None:
            self._remarks.settle()
        self._work.said("said.handover.remarks", number=row.number)
        if self._then is not None and not self._page.remarks.dirty():
            then, self._then = self._then, None
            then(row)

    def _remarks_refused(self, error: Exception) -> None:
        self._then = None
        self._page.remarks.refused("remarks.not_saved")
        self._work.refuse(error)
