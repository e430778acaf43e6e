"""The hand-over panel: take over, fix the cut-off, sign out, confirm item by item, sign in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain import duty as rules
from console.domain.duty import EmergencyRow, SheetRow, SheetState, ShiftRow
from console.domain.people import Action, Actor, require
from console.errors import Refused
from console.services.accounts import AccountsService
from console.services.duty import DutyService, incoming_digest
from console.services.settings import SettingsService
from ui import actions, theme
from ui.dialogs.abandon import AbandonDialog
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.dialogs.confirm_emergency import ConfirmEmergencyDialog, Confirming
from ui.dialogs.emergency import Emergency, EmergencyDialog
from ui.dialogs.sign import SignDialog, Signing
from ui.dialogs.take_over import TakeOverDialog, TakingOver
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.handover import HandoverView
from ui.panels.base import Panel
from ui.panels.handover_remarks import FORM, RemarksDraft
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.sheet_page import SheetPage
from ui.widgets.watch_page import WatchPage


class HandoverPanel(Panel):
    """One page while no sheet is under way, another while one is.

    ``preview_asked`` carries the SheetRow to show or print; ``watch_changed`` the name of who stands the watch
    now: the seat should become theirs.
    """

    id = "handover"
    topics = frozenset({Topic.DUTY, Topic.LOG, Topic.INBOUND, Topic.TASKS, Topic.OFFICERS, Topic.SETTINGS})

    preview_asked = Signal(object)
    watch_changed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        duty: DutyService,
        accounts: AccountsService,
        settings: SettingsService,
        drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without ``drafts`` remarks that are not saved end with the program."""
        super().__init__(jobs, parent)
        self._seat = seat
        self._times = times
        self._duty = duty
        self._accounts = accounts
        self._settings = settings
        self._drafts = drafts
        self.remarks_draft: RemarksDraft | None = None
        self._view: HandoverView | None = None
        self._incoming: Actor | None = None
        self._incoming_for: UUID | None = None
        self._reasons: dict[str, str] = {}
        self._held_once = False
        self._turns = 0
        self._then: Callable[[SheetRow], None] | None = None
        self._asked = Asked(jobs, self._refuse, self)
        self.build()

    def build(self) -> None:
        self.watch_page = WatchPage(self._times)
        self.sheet_page = SheetPage(self._times)
        self.pages = QStackedWidget()
        self.blank = QWidget()
        self._holders = {page: _scrolling(page) for page in (self.watch_page, self.sheet_page)}
        for page in (self.blank, *self._holders.values()):
            self.pages.addWidget(page)
        self._edge = QVBoxLayout(self)
        self._edge.addWidget(self.pages)
        self._connect()
        if self._drafts is not None:
            self.remarks_draft = RemarksDraft(
                self._jobs, self._drafts, self.sheet_page.remarks, self._seat, self._times, self
            )  # fmt: skip
            self.remarks_draft.failed.connect(self.refused)
        self._order_tabs()
        self._seat.changed.connect(self._seat_changed)
        theme.news().changed.connect(self._set_margins)
        self._set_margins()

    def load(self) -> HandoverView:
        duty, shift, last = self._duty, self._duty.on_watch(), self._duty.last_shift()
        newest, running = duty.sheet(), duty.running_sheet()
        came_by_it = shift is not None and last is not None and shift.taken_how == "handover"
        done = newest if came_by_it and newest and newest.shift_id == last.id else None
        return HandoverView(
            shift=shift,
            last=last,
            sheet=running,
            done=done if done and done.state is SheetState.ACCEPTED else None,
            waiting=duty.open_points(),
            posts=duty.posts_to_fill(),
            leader_signs=self._settings.value("sheet.leader_signs") == "yes",
            officers=tuple(row.name for row in self._accounts.list() if row.active),
            emergency=duty.emergency(shift.id) if shift else None,
            unconfirmed=next(iter(duty.waiting_emergencies()), None),
            drafts=self._drafts.open(FORM) if self._drafts is not None and running else (),
            half_written=len(self._drafts.open("intake")) if self._drafts is not None else 0,
        )

    def present(self, result: HandoverView) -> None:
        self._view = result
        before = self.focusWidget()
        self._forget_incoming_of_another(result.sheet)
        if result.sheet is None or result.shift is None:
            self.watch_page.show_emergency(result.emergency, result.unconfirmed)
            self.watch_page.show_watch(result.shift, result.done, result.waiting)
            self.watch_page.show_half_written(result.half_written)
            self._turn_to(self.watch_page)
        else:
            self._show_sheet(result.sheet, result.shift)
            self._turn_to(self.sheet_page)
        self._permit()
        self._off_the_dangers(before)

    def _off_the_dangers(self, before: QWidget | None) -> None:
        """Where the button under the keyboard went away, Qt moves on to the next: never to one that gives up."""
        sheet, watch = self.sheet_page, self.watch_page
        focused = self.focusWidget()
        if focused is before or focused not in (sheet.abandon, sheet.emergency, watch.emergency):
            return
        safe: QWidget = watch.start if watch.isVisible() else sheet.items
        safe.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Remarks that are not stored yet hold the window until they are."""
        if self.remarks_draft is not None:
            self.remarks_draft.keeper.flush()
        remarks, sheet = self.sheet_page.remarks, self._sheet_or_none()
        if sheet is None or sheet.state is not SheetState.STARTED or not remarks.dirty():
            return True
        if self._held_once:
            return True  # they are drafts by now, or the disk takes nothing: the second wish to close is heard
        self._held_once = True
        remarks.ask_save()
        self.refused.emit(Refused("remarks_saving"))
        return False

    def called_again(self) -> None:
        """F7 once more goes to the button that starts the hand-over: what fixes a cut-off takes Enter as well."""
        for button in (self.watch_page.start, self.watch_page.take_over):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def dialog(self) -> Asking | None:
        """What is being asked now."""
        return self._asked.dialog

    # showing

    def _show_sheet(self, sheet: SheetRow, shift: ShiftRow) -> None:
        view = self._shown()
        since = max(0, view.waiting.head - sheet.cut_off_number)
        page = self.sheet_page
        page.show_sheet(sheet, owner=shift.owner, since=since, leader_signs=view.leader_signs)
        if self.remarks_draft is not None:
            self.remarks_draft.show(sheet, view.drafts)
        page.show_incoming(self._incoming.name if self._incoming else "")
        page.show_missing(view.waits_for(identified=self._incoming is not None))
        page.differences.show_differences(
            sheet.differences,
            may_raise=self._incoming is not None,
            may_answer=self._seat.taken and self._seat.actor.id == shift.owner_id,
        )

    def _permit(self) -> None:
        """Grey what this seat may not do; the tooltip names the roles that may."""
        watch, sheet = self.watch_page, self.sheet_page
        self._allow(watch.take_over, Action.TAKE_OVER)
        self._allow(watch.start, Action.HAND_OVER)
        self._allow(sheet.abandon, Action.HAND_OVER)
        sheet.remarks.setEnabled(self._seat.may(Action.HAND_OVER))

    def _allow(self, button: KeyButton, action: Action) -> None:
        allowed = self._seat.may(action)
        button.setEnabled(allowed)
        button.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(action)))

    def _turn_to(self, page: QWidget) -> None:
        if self.pages.currentWidget() is not self._holders[page]:
            self.pages.setCurrentWidget(self._holders[page])

    def _shown(self) -> HandoverView:
        assert self._view is not None, "nothing was shown yet"
        return self._view

    # what the officer asks for

    def start(self) -> None:
        """Fix the cut-off and open the sheet."""
        by = self._seat.actor
        self.watch_page.start.setEnabled(False)  # until the answer is shown: a second press is no second wish
        self._write(lambda: self._duty.start_hand_over(by=by), "said.handover.started")

    def ask_take_over(self) -> None:
        """Take over a station nobody stands."""
        by, view = self._seat.actor, self._shown()
        dialog = TakeOverDialog(view.crew(by.name, view.last, keep=True), by=by.name, parent=self)

        def take(given: TakingOver) -> ShiftRow:
            return self._duty.take_over_empty(given.posts, by=by)

        self._asked.open(dialog, take, self._watch_taken)

    def ask_emergency(self) -> None:
        """Another officer takes the watch alone, with a reason."""
        view = self._shown()
        if view.shift is None:
            return
        crew = view.crew("", _without(view.shift, view.shift.owner), keep=True)
        running = view.sheet.number if view.sheet else ""
        dialog = EmergencyDialog(crew, owner=view.shift.owner, running=running, parent=self)
        self._bring_reason(dialog, "emergency")

        def take(given: Emergency) -> ShiftRow:
            return self._duty.emergency_take_over(given.posts, given.reason, given.name, given.password)

        self._asked.open(dialog, take, self._watch_taken)

    def ask_confirm_emergency(self) -> None:
        """Another than the one who took the watch alone signs for it afterwards."""
        row = self._shown().unconfirmed
        if row is None:
            return
        here = self._seat.name if self._seat.taken and self._seat.actor.id != row.owner_id else ""
        dialog = ConfirmEmergencyDialog(row, self._times, names=self._shown().officers, typed=here, parent=self)

        def sign(given: Confirming) -> EmergencyRow:
            return self._duty.confirm_emergency(given.name, given.password, shift_id=given.shift_id)

        self._asked.open(dialog, sign, self._emergency_confirmed)

    def ask_abandon(self) -> None:
        by, sheet = self._seat.actor, self._sheet()
        dialog = AbandonDialog(sheet.number, owner=self._owner(), parent=self)
        self._bring_reason(dialog, "abandon")

        def give_up(reason: str) -> None:
            self._duty.abandon(reason, by=by)

        self._asked.open(dialog, give_up, lambda _: self._said("said.handover.abandoned", number=sheet.number))

    def _bring_reason(self, dialog: EmergencyDialog | AbandonDialog, act: str) -> None:
        """Esc loses no words: a reason that was not handed up stands there again the next time."""
        dialog.reason.setText(self._reasons.get(act, ""))

        def keep(done: int) -> None:
            self._reasons[act] = "" if done else dialog.reason.text()

        dialog.finished.connect(keep)

    def ask_outgoing(self) -> None:
        """Sign out what is shown; remarks that are still on their way become part of it first."""
        if self.sheet_page.remarks.dirty():
            self._then = self._open_outgoing
            self.sheet_page.remarks.ask_save()
        else:
            self._open_outgoing(self._sheet())

    def ask_leader(self) -> None:
        dialog = SignDialog("leader", self._sheet(), names=self._shown().officers, parent=self)

        def sign(given: Signing) -> SheetRow:
            return self._duty.sign_leader(given.name, given.password)

        self._asked.open(dialog, sign, self._signed)

    def identify(self) -> None:
        """Who confirms proves it; kept for this sheet and this seat only."""
        view, sheet = self._shown(), self._sheet()
        owner = view.shift.owner_id if view.shift else None
        typed = self._seat.name if self._seat.taken and self._seat.actor.id != owner else ""
        dialog = SignDialog("confirm", sheet, names=view.officers, typed=typed, parent=self)

        def prove(given: Signing) -> Actor:
            officer = self._accounts.sign_in(given.name, given.password)
            if officer.id == owner:
                raise Refused("two_people")
            require(officer.actor, Action.TAKE_OVER)
            return officer.actor

        self._asked.open(dialog, prove, partial(self._identified, sheet.id, self._turns))

    def confirm_chosen(self) -> None:
        item = self.sheet_page.items.chosen_item()
        if item is not None:
            self._confirm([item.item])

    def confirm_rest(self) -> None:
        """Everything of the chosen line's section that is not overdue; an overdue one is confirmed alone."""
        sheet, row = self._sheet_or_none(), self.sheet_page.items.chosen_row()
        if sheet is None or row is None or sheet.state is not SheetState.SIGNED:
            return
        together = rules.confirmable_together(sheet.body, row.section, sheet.confirmations)
        waiting = set(rules.unconfirmed(sheet.body, sheet.confirmations))
        if together:
            self._confirm(together)
        elif any(key == row.section and item in waiting for key, item, _ in rules.items_of(sheet.body)):
            self.refused.emit(Refused("overdue_alone"))

    def ask_incoming(self) -> None:
        """The second signature, with the posts of the next shift."""
        sheet, incoming, view = self._sheet(), self._incoming, self._shown()
        if incoming is None or view.waits_for(identified=True):
            return
        seen = incoming_digest(sheet)  # now: what others answer while the dialog stands was not seen
        dialog = TakeOverDialog(
            view.crew(incoming.name, view.shift, keep=False), by=incoming.name, sheet=sheet, parent=self
        )

        def take(given: TakingOver) -> ShiftRow:
            return self._duty.take_over(given.posts, given.name, given.password, seen=seen)

        self._asked.open(dialog, take, self._watch_taken)

    def preview(self) -> None:
        """The sheet under way, or the one this watch was taken over by."""
        view = self._view
        sheet = (view.sheet or view.done) if view else None
        if sheet is not None:
            self.preview_asked.emit(sheet)

    def _open_outgoing(self, sheet: SheetRow) -> None:
        dialog = SignDialog("outgoing", sheet, fixed=self._owner(), parent=self)

        def sign(given: Signing) -> SheetRow:
            return self._duty.sign_outgoing(given.digest, given.name, given.password)

        self._asked.open(dialog, sign, self._signed)

    def _confirm(self, items: list[str]) -> None:
        sheet, by = self._sheet_or_none(), self._incoming
        if sheet is None or sheet.state is not SheetState.SIGNED:
            return
        if by is None:
            self.identify()
        elif set(items) - set(sheet.confirmations):
            self._write(lambda: self._duty.confirm(items, by=by), "said.handover.confirmed", count=len(items))

    def _raise_difference(self, text: str) -> None:
        by = self._incoming
        if by is None:
            return

        def raised(row: SheetRow) -> None:
            self.sheet_page.differences.was_raised(text)
            self._said("said.handover.difference", number=row.number)

        self._jobs.write(lambda: self._duty.raise_difference(text, by=by), raised, self._refuse)

    def _answer_difference(self, difference: UUID, text: str) -> None:
        by = self._seat.actor
        self._write(lambda: self._duty.answer_difference(difference, text, by=by), "said.handover.answered")

    def _save_remarks(self, text: str) -> None:
        """By whoever sits here; after signing out the text waits for the next officer to leave the field."""
        if not self._seat.taken:
            self.sheet_page.remarks.refused("remarks.not_saved")
            return
        by = self._seat.actor
        saved = partial(self._remarks_saved, text)
        self._jobs.write(lambda: self._duty.remark(text, by=by), saved, self._remarks_refused)

    # answers of the services

    def _remarks_saved(self, sent: str, row: SheetRow) -> None:
        self.sheet_page.remarks.stored(sent)
        if self.remarks_draft is not None:
            self.remarks_draft.settle()
        self._said("said.handover.remarks", number=row.number)
        if self._then is not None and not self.sheet_page.remarks.dirty():
            then, self._then = self._then, None
            then(row)

    def _remarks_refused(self, error: Exception) -> None:
        self._then = None
        self.sheet_page.remarks.refused("remarks.not_saved")
        self._refuse(error)

    def _signed(self, row: SheetRow) -> None:
        self._said("said.handover.signed", number=row.number)

    def _identified(self, sheet: UUID, turn: int, officer: Actor) -> None:
        """Unless the seat was locked or left while the password was checked."""
        if turn != self._turns:
            return
        self._incoming, self._incoming_for = officer, sheet
        self._said("said.handover.identified", name=officer.name)
        if self._view is not None:
            self.present(self._view)

    def _emergency_confirmed(self, row: EmergencyRow) -> None:
        self._said("said.handover.emergency", number=row.number, name=row.confirmed_by)

    def _watch_taken(self, shift: ShiftRow) -> None:
        self._said("handover.done", name=shift.owner)
        self.watch_changed.emit(shift.owner)

    def _write(self, work: Callable[[], Any], said: str, **facts: Any) -> None:
        """An act without a dialog: say it when it is done and show what the store has now."""
        self._jobs.write(work, lambda _: self._said(said, **facts), self._refuse)

    def _said(self, code: str, **facts: Any) -> None:
        if isValid(self):
            self.saved.emit(words.say(code, **facts))
            self.reload_now()

    def _refuse(self, error: Exception) -> None:
        """Say why, and look again: the screen may have been behind the store."""
        if isValid(self):
            self.refused.emit(error)
            self.reload_now()

    # state of the panel

    def _sheet_or_none(self) -> SheetRow | None:
        return self._view.sheet if self._view else None

    def _sheet(self) -> SheetRow:
        sheet = self._sheet_or_none()
        assert sheet is not None, "no sheet is shown"
        return sheet

    def _owner(self) -> str:
        shift = self._shown().shift
        return shift.owner if shift else ""

    def _forget_incoming_of_another(self, sheet: SheetRow | None) -> None:
        if sheet is None or sheet.id != self._incoming_for or sheet.state is not SheetState.SIGNED:
            self._incoming, self._incoming_for = None, None

    def _seat_changed(self) -> None:
        """Another officer, a lock, an unlock: nobody confirms under an earlier proof."""
        self._turns += 1
        self._incoming, self._incoming_for = None, None
        self._asked.drop()
        if self._view is not None and self._seat.taken:
            self.present(self._view)

    # Qt

    def event(self, event: QEvent) -> bool:
        """The key that opens this panel leads to its first act once the panel is open."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_own_key(event):
            self.called_again()
            return
        super().keyPressEvent(event)

    def _is_own_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return event.key() == Qt.Key.Key_F7 and plain and self.watch_page.isVisible()

    def _set_margins(self) -> None:
        edge = theme.current().px(12)
        self._edge.setContentsMargins(edge, edge, edge, edge)

    def _connect(self) -> None:
        watch, sheet = self.watch_page, self.sheet_page
        watch.start_asked.connect(self.start)
        watch.take_over_asked.connect(self.ask_take_over)
        watch.emergency_asked.connect(self.ask_emergency)
        watch.sheet_asked.connect(self.preview)
        watch.confirm_asked.connect(self.ask_confirm_emergency)
        sheet.items.confirm_asked.connect(lambda item: self._confirm([item]))
        sheet.remarks.save_asked.connect(self._save_remarks)
        sheet.differences.raised.connect(self._raise_difference)
        sheet.differences.answered.connect(self._answer_difference)
        for button, act in self._buttons():
            button.clicked.connect(act)
        bound = [
            actions.Action("save", sheet.remarks.ask_save),
            actions.Action("confirm_rest", self.confirm_rest),
            actions.Action("print", self.preview),
        ]
        self._bound = actions.bind(self, bound, whole_window=False)

    def _buttons(self) -> list[tuple[KeyButton, Callable[[], None]]]:
        sheet = self.sheet_page
        return [
            (sheet.confirm, self.confirm_chosen),
            (sheet.confirm_rest, self.confirm_rest),
            (sheet.identify, self.identify),
            (sheet.preview, self.preview),
            (sheet.sign_outgoing, self.ask_outgoing),
            (sheet.sign_leader, self.ask_leader),
            (sheet.sign_incoming, self.ask_incoming),
            (sheet.abandon, self.ask_abandon),
            (sheet.emergency, self.ask_emergency),
        ]

    def _order_tabs(self) -> None:
        """As the eye goes: items, remarks, then down the right column."""
        sheet = self.sheet_page
        order = [sheet.items, sheet.confirm, sheet.confirm_rest, sheet.remarks.editor, sheet.preview, sheet.identify]
        order += [sheet.sign_leader, sheet.sign_outgoing, sheet.sign_incoming]
        order += [sheet.differences.say.line, sheet.differences.say.button, sheet.abandon, sheet.emergency]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)


def _scrolling(page: QWidget) -> QScrollArea:
    """Large type on a small screen may need more room than there is; the window never grows for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def _without(shift: ShiftRow, name: str) -> ShiftRow:
    """The shift without the one who cannot stand it any longer."""
    return replace(shift, posts=tuple(line for line in shift.posts if line.name != name))
