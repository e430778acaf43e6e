"""The hand-over panel: take over, fix the cut-off, sign out, confirm item by item, sign in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain import duty as rules
from console.domain.duty import PostLine, SheetRow, SheetState, ShiftRow
from console.domain.people import Action
from console.errors import Refused
from console.services.accounts import AccountsService
from console.services.duty import DutyService
from console.services.settings import SettingsService
from console.services.supplements import SupplementsService
from ui import actions, theme
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.handover import HandoverView
from ui.models.kept_words import KeptWords
from ui.panels.base import Panel
from ui.panels.handover_remarks import FORM, RemarksDraft
from ui.panels.handover_sheet import SheetActs
from ui.panels.handover_watch import MORE, WatchActs
from ui.panels.handover_work import Work
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.sheet_page import SheetPage
from ui.widgets.watch_page import WatchPage


class Rostered(Protocol):
    """What the panel asks of the roster: the posts of the shift whoever takes the watch at an instant stands."""

    def posts_at(self, now: datetime) -> Sequence[PostLine]: ...


class HandoverPanel(Panel):
    """One page while no sheet is under way, another while one is.

    ``preview_asked`` carries the SheetRow to show or print; ``watch_changed`` the name of who stands the watch
    now: the seat should become theirs.
    """

    id = "handover"
    topics = frozenset(
        {
            Topic.DUTY,
            Topic.LOG,
            Topic.INBOUND,
            Topic.TASKS,
            Topic.OFFICERS,
            Topic.SETTINGS,
            Topic.ROSTER,
            Topic.LISTS,
            Topic.ROUTINE,
        }
    )

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
        supplements: SupplementsService,
        roster: Rostered | None = None,
        drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without ``drafts`` remarks that are not saved end with the program; without ``roster`` nobody is planned."""
        super().__init__(jobs, parent)
        self._seat, self._times = seat, times
        self._duty, self._accounts, self._settings = duty, accounts, settings
        self._roster, self._drafts = roster, drafts
        self.remarks_draft: RemarksDraft | None = None
        self._held_once = False
        self.book = KeptWords(jobs, seat, times, drafts, self)
        self.book.failed.connect(self.refused)
        self._work = Work(jobs, seat, times, duty, accounts, supplements, self.book, self)
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
        if self._drafts is not None:
            self.remarks_draft = RemarksDraft(
                self._jobs, self._drafts, self.sheet_page.remarks, self._seat, self._times, self
            )  # fmt: skip
            self.remarks_draft.failed.connect(self.refused)
        for differences in (self.sheet_page.differences, self.watch_page.supplements.differences):
            differences.keep_with(self.book)
        self.watch_acts = WatchActs(self._work, self.watch_page)
        self.sheet_acts = SheetActs(self._work, self.sheet_page, self.remarks_draft)
        self._connect()
        self._order_tabs()
        self._seat.changed.connect(self._seat_changed)
        theme.news().changed.connect(self._set_margins)
        self._set_margins()

    def load(self) -> HandoverView:
        duty, shift, last = self._duty, self._duty.on_watch(), self._duty.last_shift()
        running, found = duty.running_sheet(), self._work.supplements.current()
        past = duty.past_sheets(self.watch_acts.limit + 1)
        officers = tuple(row.name for row in self._accounts.list() if row.active)
        return HandoverView(
            shift=shift,
            last=last,
            sheet=running,
            done=found.sheet if found else None,
            waiting=duty.open_points(),
            posts=duty.posts_to_fill(),
            leader_signs=self._settings.value("sheet.leader_signs") == "yes",
            officers=officers,
            emergency=duty.emergency(shift.id) if shift else None,
            unconfirmed=next(iter(duty.waiting_emergencies()), None),
            drafts=self._drafts.open(FORM) if self._drafts is not None and running else (),
            half_written=len(self._drafts.open("intake")) if self._drafts is not None else 0,
            rostered=self._planned(),
            supplementing=self._work.supplements.to_show(self._seat.actor if self._seat.taken else None),
            past=tuple(past[: self.watch_acts.limit]),
            more=len(past) > self.watch_acts.limit,
            phones=self._roster.known_names(*officers) if self._roster is not None and officers else {},
        )

    def _planned(self) -> tuple[PostLine, ...]:
        """Who is planned for the shift whoever takes the watch now stands."""
        posts = self._roster.posts_at(self._times.now()) if self._roster is not None else ()
        return tuple(line for line in posts if line.name)

    def present(self, result: HandoverView) -> None:
        self._work.view = result
        before = self.focusWidget()
        self.sheet_acts.forget_incoming_of_another(result.sheet)
        if result.sheet is None or result.shift is None:
            self._show_watch(result)
            self._turn_to(self.watch_page)
        else:
            self._show_sheet(result.sheet, result.shift)
            self._turn_to(self.sheet_page)
        self._permit()
        self._off_the_dangers(before)
        wanted = self.first_focus()
        if wanted is not None and self.window().focusWidget() is self:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)  # where the key led before it was loaded

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
        remarks, sheet = self.sheet_page.remarks, self._work.sheet_or_none()
        if sheet is None or sheet.state is not SheetState.STARTED or not remarks.dirty():
            return True
        if not remarks.is_own() and self.remarks_draft is not None and not self.remarks_draft.keeper.failing:
            return True  # only the key saves them: they wait as a draft
        if self._held_once:
            return True  # they are drafts by now, or the disk takes nothing: the second wish to close is heard
        self._held_once = True
        remarks.save_own()
        self.refused.emit(Refused("remarks_saving"))
        return False

    def first_focus(self) -> QWidget | None:
        """Nobody on watch: what is wanted here is to take it over."""
        button = self.watch_page.take_over
        return button if button.isVisibleTo(self.watch_page) and button.isEnabled() and self._work.view else None

    def called_again(self) -> None:
        """F7 once more goes to the button that starts the hand-over: what fixes a cut-off takes Enter as well."""
        for button in (self.watch_page.start, self.watch_page.take_over):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def dialog(self) -> Asking | None:
        """What is being asked now."""
        return self._work.asked.dialog

    # showing

    def _show_watch(self, view: HandoverView) -> None:
        page = self.watch_page
        page.show_emergency(view.emergency, view.unconfirmed)
        page.show_watch(view.shift, view.done, view.waiting)
        page.show_half_written(view.half_written)
        page.past.show_past(view.past, more=view.more)
        found = view.supplementing
        side = found.side_of(self._seat.actor.id, self._seat.name) if found and self._seat.taken else ""
        page.supplements.show_supplements(found, side, self._seat.name)

    def _show_sheet(self, sheet: SheetRow, shift: ShiftRow) -> None:
        view, incoming = self._work.shown(), self.sheet_acts.incoming
        since = max(0, view.waiting.head - sheet.cut_off_number)
        page = self.sheet_page
        page.show_sheet(sheet, owner=shift.owner, since=since, leader_signs=view.leader_signs)
        if self.remarks_draft is not None:
            self.remarks_draft.show(sheet, view.drafts)
        page.show_incoming(incoming.name if incoming else "")
        page.show_missing(view.waits_for(identified=incoming is not None))
        page.differences.show_differences(
            sheet.differences,
            may_raise=incoming is not None,
            may_answer=self._seat.taken and self._seat.actor.id == shift.owner_id,
            about=str(sheet.id),
            raiser=incoming.name if incoming else "",
            answerer=self._seat.name,
        )

    def _permit(self) -> None:
        """Grey what this seat may not do; the tooltip says who may."""
        watch, sheet, shift = self.watch_page, self.sheet_page, self._work.shown().shift
        self._allow(watch.take_over, Action.TAKE_OVER)
        self._allow(watch.start, Action.HAND_OVER)
        of_watch = shift is not None and self._seat.taken and rules.is_of_watch(shift, self._seat.actor)
        sheet.abandon.setEnabled(of_watch)
        owner = shift.owner if shift else ""
        sheet.abandon.setToolTip("" if of_watch else words.say("refused.not_of_this_watch", name=owner))
        sheet.remarks.setEnabled(of_watch)

    def _allow(self, button: KeyButton, action: Action) -> None:
        allowed = self._seat.may(action)
        button.setEnabled(allowed)
        button.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(action)))

    def _sign_next(self) -> None:
        """One key for whatever signature waits: of the sheet under way, else of what was added to the last one."""
        if self._work.sheet_or_none() is not None:
            self.sheet_acts.sign_next()
        elif self._work.view is not None:
            self.watch_acts.ask_supplement()

    def _turn_to(self, page: QWidget) -> None:
        if self.pages.currentWidget() is not self._holders[page]:
            self.pages.setCurrentWidget(self._holders[page])

    def _told(self, sentence: str) -> None:
        self.saved.emit(sentence)
        self.reload_now()

    def _refuse(self, error: Exception) -> None:
        """Say why, and look again: the screen may have been behind the store."""
        self.refused.emit(error)
        self.reload_now()

    def _show_again(self) -> None:
        if self._work.view is not None:
            self.present(self._work.view)

    def _list_older(self) -> None:
        self.watch_acts.limit += MORE
        self.reload_now()

    def _seat_changed(self) -> None:
        self.sheet_acts.seat_changed()
        self._work.asked.drop()
        if self._seat.taken:
            self._show_again()
            self.reload()  # which supplements wait depends on who sits here

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
        work, watch, sheet = self._work, self.watch_page, self.sheet_page
        work.told.connect(self._told)
        work.refused.connect(self._refuse)
        work.watch_changed.connect(self.watch_changed)
        work.preview_asked.connect(self.preview_asked)
        watch.sheet_asked.connect(self.sheet_acts.preview)
        watch.past.older.clicked.connect(self._list_older)
        sheet.differences.task_asked.connect(self.watch_acts.ask_task)
        self.sheet_acts.identified.connect(self._show_again)
        for button, act in self._buttons():
            button.clicked.connect(act)
        bound = [
            actions.Action("save", sheet.remarks.ask_save),
            actions.Action("confirm_rest", self.sheet_acts.confirm_rest),
            actions.Action("confirm_sheet", self.sheet_acts.confirm_sheet),
            actions.Action("sign", self._sign_next),
            actions.Action("print", self.sheet_acts.preview),
        ]
        self._bound = actions.bind(self, bound, whole_window=False)

    def _buttons(self) -> list[tuple[KeyButton, Callable[[], None]]]:
        sheet, acts = self.sheet_page, self.sheet_acts
        return [
            (sheet.confirm, acts.confirm_chosen),
            (sheet.confirm_rest, acts.confirm_rest),
            (sheet.confirm_sheet, acts.confirm_sheet),
            (sheet.identify, acts.identify),
            (sheet.preview, acts.preview),
            (sheet.sign_outgoing, acts.ask_outgoing),
            (sheet.sign_absent, acts.ask_absent),
            (sheet.sign_leader, acts.ask_leader),
            (sheet.sign_incoming, acts.ask_incoming),
            (sheet.abandon, acts.ask_abandon),
            (sheet.emergency, self.watch_acts.ask_emergency),
        ]

    def _order_tabs(self) -> None:
        """As the eye goes: items, remarks, then down the right column."""
        sheet = self.sheet_page
        order = [sheet.items, sheet.confirm, sheet.confirm_rest, sheet.confirm_sheet, sheet.remarks.editor]
        order += [sheet.preview, sheet.identify, sheet.sign_leader, sheet.sign_outgoing, sheet.sign_absent]
        order += [sheet.sign_incoming]
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
