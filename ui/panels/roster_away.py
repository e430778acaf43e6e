"""请假换班: who is away, what duties that touches, swaps, wishes, and whether the next shift can begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.duty_people import LeaveRow, LeaveState, Touched
from console.domain.people import Action as Permission
from console.domain.readiness import Readiness, ReadinessRow
from console.domain.roster import ShiftPlan
from console.domain.roster_draft import Candidate
from console.domain.swaps import SwapRow, SwapState
from ui import actions, text, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.duty_people import DutyChoice
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.duty_services import DutyServices
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.list_files import ListOf, ListsMenu
from ui.panels.roster_away_asking import AwayAsking
from ui.panels.roster_ready import LATER, MOST_SHIFTS, SOONER, TELL, ReadyCard
from ui.panels.roster_wishes import CHANGE, WISH, WishCard, WishLine, wish_lines
from ui.panels.roster_wishes import DROP as WISH_DROP
from ui.panels.settings_page import SettingsPage
from ui.prints import Ready
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.roster_words import away_span, day_word
from ui.widgets.scrolling import give_way, scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

LEAVE, GRANT, REFUSE, DROP, SWAP, ORDER, ACCEPT, DECLINE, BACK = (
    "Alt+L", "Alt+O", "Alt+Shift+O", "Alt+Z", "Alt+W", "Alt+Shift+W", "Alt+T", "Alt+Shift+T", "Alt+X",
)  # fmt: skip
"""Keys of this page alone."""

_AHEAD, _BEHIND = timedelta(days=62), timedelta(days=7)
"""Which days are looked at: coming duties, and what ended lately."""


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Leave with the duties it touches."""

    row: LeaveRow
    touched: tuple[Touched, ...]


LISTS = (ListOf("leave", Permission.EDIT_ROSTER), ListOf("wishes", Permission.EDIT_ROSTER, keyed=False))


@dataclass(frozen=True, slots=True)
class Away:
    """What one load brings."""

    leaves: tuple[LeaveLine, ...]
    swaps: tuple[SwapRow, ...]
    readiness: Readiness
    duties: tuple[DutyChoice, ...]
    candidates: tuple[Candidate, ...]
    wishes: tuple[WishLine, ...] = ()
    shifts: tuple[str, ...] = ()


class AwayPage(SettingsPage):
    """``count_changed`` carries how many leaves and swaps nobody has decided, ``print_asked`` the report wanted."""

    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS, Topic.CONTACTS, Topic.DUTY})
    count_changed = Signal(int)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DutyServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self.services = services
        self.shown: Away | None = None
        self._passed: list[datetime] = []
        self._wanted: UUID | None = None
        """A swap another page wants shown."""
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.asking = AwayAsking(self, services, seat, times)
        self.build()

    def build(self) -> None:
        self.leaves = RowTable(RowTableModel(_leave_columns(self._times), lambda line: line.row.id), compact=True)
        self.swaps = RowTable(RowTableModel(_swap_columns(), lambda row: row.id), compact=True)
        self.leave_card, self.swap_card = Card("leave.list", flush=True), Card("swap.list", flush=True)
        self.ready, self.wishes = ReadyCard(self._times), WishCard()
        self.posts, self.tell = self.ready.posts, self.ready.tell
        self.no_leave = Empty("leave.empty", "leave.ask", LEAVE)
        self.no_swap = Empty("swap.empty", "swap.ask", SWAP)
        self.about = Word(role="secondary")
        self.about.setWordWrap(True)
        self._buttons()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _buttons(self) -> None:
        self.ask_leave = KeyButton("leave.ask", LEAVE, kind="primary")
        self.grant = KeyButton("leave.grant", GRANT)
        self.refuse = KeyButton("leave.refuse", REFUSE)
        self.drop = KeyButton("leave.withdraw", DROP, kind="quiet")
        self.ask_swap = KeyButton("swap.ask", SWAP)
        self.order = KeyButton("swap.order", ORDER)
        self.accept = KeyButton("swap.accept", ACCEPT)
        self.decline = KeyButton("swap.decline", DECLINE)
        self.take_back = KeyButton("swap.withdraw", BACK, kind="quiet")
        ask = self.services
        self.more = ListsMenu(self, self.asked, self._times, ask.imports, ask.list_runs, *LISTS)

    def _lay_out(self) -> None:
        self._flows = []
        for card, parts, buttons in (
            (self.leave_card, (self.leaves, self.no_leave, self.about),
             (self.ask_leave, self.grant, self.refuse, self.drop, self.more)),
            (self.swap_card, (self.swaps, self.no_swap),
             (self.ask_swap, self.order, self.accept, self.decline, self.take_back)),
        ):  # fmt: skip
            flow = Flow()
            for part in parts:
                card.body.addWidget(part, 1 if isinstance(part, RowTable) else 0)
            for button in buttons:
                flow.addWidget(button)
            card.body.addLayout(flow)
            self._flows.append(flow)
        inside = QWidget()
        self._page = QGridLayout(inside)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.addWidget(self.leave_card, 0, 0)
        self._page.addWidget(self.swap_card, 1, 0)
        self._page.addWidget(self.ready, 0, 1)
        self._page.addWidget(self.wishes, 1, 1)
        self._page.setColumnStretch(0, 3)
        self._page.setColumnStretch(1, 2)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))
        for part in (self.no_leave, self.no_swap):
            part.hide()

    def _connect(self) -> None:
        asking = self.asking
        verbs = {
            "leave_ask": (LEAVE, self.ask_leave, asking.ask_leave),
            "leave_grant": (GRANT, self.grant, asking.ask_grant),
            "leave_refuse": (REFUSE, self.refuse, asking.ask_refuse),
            "leave_withdraw": (DROP, self.drop, asking.ask_withdraw_leave),
            "swap_ask": (SWAP, self.ask_swap, asking.ask_swap),
            "swap_order": (ORDER, self.order, asking.ask_order),
            "swap_accept": (ACCEPT, self.accept, asking.ask_accept),
            "swap_decline": (DECLINE, self.decline, asking.ask_decline),
            "swap_withdraw": (BACK, self.take_back, asking.ask_withdraw_swap),
            "readiness_tell": (TELL, self.tell, self.tell_chosen),
            "readiness_later": (LATER, self.ready.later, lambda: self.turn_shift(1)),
            "readiness_sooner": (SOONER, self.ready.sooner, lambda: self.turn_shift(-1)),
            "print": (None, self.ready.print_button, self.print_report),
            "wish_new": (WISH, self.wishes.new, asking.ask_wish),
            "wish_change": (CHANGE, self.wishes.change, asking.ask_change_wish),
            "wish_take_back": (WISH_DROP, self.wishes.drop, asking.ask_take_back_wish),
        }
        bound = []
        for name, (key, button, verb) in verbs.items():
            button.clicked.connect(lambda _checked=False, verb=verb: verb())
            bound.append(Action(name, verb, key=key))
        actions.bind(self, bound, whole_window=False)
        self.no_leave.asked.connect(asking.ask_leave)
        self.no_swap.asked.connect(asking.ask_swap)
        self.wishes.none.asked.connect(asking.ask_wish)
        self.wishes.table.opened.connect(lambda _line: asking.ask_change_wish())
        self.wishes.table.chosen.connect(lambda _line: self.permit())
        self.leaves.chosen.connect(lambda _line: self._show_chosen())
        self.swaps.chosen.connect(lambda _row: self.permit())
        self.posts.chosen.connect(lambda _row: self.permit())
        self.guard(
            Permission.RECORD, self.ask_leave, self.drop, self.ask_swap, self.accept, self.decline, self.take_back,
            self.tell, self.wishes.new, self.wishes.change, self.wishes.drop,
        )  # fmt: skip
        self.guard(Permission.PRINT, self.ready.print_button)
        self.guard(Permission.DECIDE_ROSTER, self.grant, self.refuse, self.order)

    def load(self) -> Away:
        ask, at = self.services, self._times.now()
        today = self._times.local(at).date()
        rows = ask.leaves.listed(at - _BEHIND, at + _AHEAD)
        rows = sorted(rows, key=lambda row: (row.state != LeaveState.ASKED, row.starts_at))
        alive = {LeaveState.ASKED, LeaveState.GRANTED}
        lines = [
            LeaveLine(row, ask.leaves.touched(row.person_id, row.starts_at, row.ends_at) if row.state in alive else ())
            for row in rows
        ]
        swaps, wanted = ask.swaps.listed(today - _BEHIND, today + _AHEAD), self._wanted
        if wanted is not None and all(row.id != wanted for row in swaps):
            swaps.append(ask.swaps.one(wanted))
        swaps.sort(key=lambda row: (row.state not in (SwapState.ASKED, SwapState.ACCEPTED), row.day))
        candidates = ask.drafts.candidates(today, today + _AHEAD)
        known = {one.name: one.person_id for one in candidates}
        plans = ask.roster.plans(today - _BEHIND, today + _AHEAD)
        wishes = wish_lines(ask.wishes.listed(today - _BEHIND, today + _AHEAD), plans, known)
        shifts = tuple(dict.fromkeys(plan.slot.shift for plan in plans if plan.slot.shift != "whole"))
        duties = self._duties(plans, known)
        return Away(tuple(lines), tuple(swaps), ask.readiness.report(self._after()), duties, candidates, wishes, shifts)

    def _duties(self, plans: Sequence[ShiftPlan], known: Mapping[str, UUID]) -> tuple[DutyChoice, ...]:
        """Coming duties of persons that are known."""
        now, made = self._times.now(), []
        for plan in plans:
            for line in plan.lines if plan.slot.starts_at > now else ():
                person = line.person_id or known.get(line.name)
                if person is not None:
                    made.append(DutyChoice(line, person))
        return tuple(made)

    def present(self, result: Away) -> None:
        self.shown = result
        self.leaves.show_rows(result.leaves)
        self.swaps.show_rows(result.swaps)
        self._passed = [at for at in self._passed if at < result.readiness.starts_at and self._after()]
        self.ready.show_report(result.readiness)
        self.ready.sooner.setEnabled(bool(self._passed))
        self.wishes.show_lines(result.wishes)
        self.no_leave.stand_for(self.leaves, not result.leaves)
        self.no_swap.stand_for(self.swaps, not result.swaps)
        waiting = sum(line.row.state == LeaveState.ASKED for line in result.leaves)
        waiting += sum(row.state in (SwapState.ASKED, SwapState.ACCEPTED) for row in result.swaps)
        self.count_changed.emit(waiting)
        self._show_chosen()
        self._go_to_wanted()

    def possible(self, widget: QWidget) -> bool:
        line, swap = self.chosen_leave(), self.chosen_swap()
        if widget in (self.grant, self.refuse):
            return line is not None and line.row.state == LeaveState.ASKED
        if widget is self.drop:
            return line is not None and line.row.state in (LeaveState.ASKED, LeaveState.GRANTED)
        if widget in (self.accept, self.decline):
            return swap is not None and swap.state is SwapState.ASKED
        if widget is self.take_back:
            return swap is not None and swap.state in (SwapState.ASKED, SwapState.ACCEPTED)
        return self._possible_beside(widget)

    def _possible_beside(self, widget: QWidget) -> bool:
        """The same of the right side: wishes, and the next shift."""
        if widget in (self.wishes.change, self.wishes.drop):
            return self.wishes.chosen() is not None
        if widget is self.tell:
            row = self.chosen_post()
            return row is not None and bool(row.name) and not row.told
        return True

    def first_focus(self) -> QWidget:
        return self.leaves if self.leaves.isVisibleTo(self) else self.no_leave.button or self

    def open_swap(self, swap_id: UUID) -> None:
        """Bring the keyboard to that swap, as soon as it is listed."""
        self._wanted = swap_id
        self._go_to_wanted()
        if self._wanted is not None and not self.stale:
            self.reload_now()

    def _go_to_wanted(self) -> None:
        if self._wanted is not None and self.swaps.choose(self._wanted):
            self._wanted = None
            self.swaps.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen_leave(self) -> LeaveLine | None:
        """The leave the keyboard is on."""
        return self.leaves.rows_model.row_at(self.leaves.currentIndex())

    def chosen_swap(self) -> SwapRow | None:
        """The swap the keyboard is on."""
        return self.swaps.rows_model.row_at(self.swaps.currentIndex())

    def chosen_post(self) -> ReadinessRow | None:
        """The post of the next shift the keyboard is on."""
        return self.posts.rows_model.row_at(self.posts.currentIndex())

    def tell_chosen(self) -> None:
        """Whoever stands the chosen post was told of it."""
        row, shown = self.chosen_post(), self.shown
        if row is None or shown is None or not self.possible(self.tell):
            return
        by, due, service = self._seat.actor, shown.readiness, self.services.readiness
        self.save_once(
            lambda: service.tell(due.day, row.post, row.name, shift=due.shift, by=by),
            lambda _none: self.saved.emit(words.say("readiness.told", name=row.name)),
        )

    def turn_shift(self, steps: int) -> None:
        """The report of the shift after, or of the one before, never before the next to begin."""
        if steps > 0 and self.shown is not None and len(self._passed) < MOST_SHIFTS:
            self._passed.append(self.shown.readiness.starts_at)
        elif steps < 0 and self._passed:
            self._passed.pop()
        else:
            return
        self.reload_now()

    def print_report(self) -> None:
        """The report that is shown, on paper."""
        if self._seat.may(Permission.PRINT):
            self.print_asked.emit(Ready(self._after()))

    def _after(self) -> datetime | None:
        """The report is of the shift that begins next after this; None: after now."""
        passed = self._passed[-1:]
        return passed[0] if passed and passed[0] > self._times.now() else None

    def retranslate(self) -> None:
        super().retranslate()
        for table, code in ((self.leaves, "leave.list"), (self.swaps, "swap.list")):
            table.setAccessibleName(words.say(code))
        if self.shown is not None:
            self.ready.say_report()
            self._show_chosen()

    def restyle(self) -> None:
        using = theme.current()
        self._page.setSpacing(using.px(12))
        for flow in self._flows:
            flow.setSpacing(using.px(8))
            flow.setContentsMargins(using.px(8), using.px(4), using.px(8), using.px(8))
        for table in (self.leaves, self.swaps):
            table.setMinimumHeight(using.px(34) + using.compact_row * 3)
            give_way(table)
        self.wishes.dress()
        self.ready.dress()
        self.about.setContentsMargins(using.px(12), using.px(4), using.px(12), 0)

    def _show_chosen(self) -> None:
        line = self.chosen_leave()
        self.about.show_text(touched_words(line.touched) if line else "")
        self.about.setVisible(bool(line and line.touched))
        self.permit()


def touched_words(touched: tuple[Touched, ...]) -> str:
    """Which duties leave touches and who could stand them."""
    said = [
        words.say(
            "leave.touched_one" if one.could else "leave.touched_nobody",
            day=day_word(one.line.day), post=text.post(one.line.post), names=words.say("list.join").join(one.could),
        )
        for one in touched
    ]  # fmt: skip
    return words.say("leave.touched", count=len(touched), told="　".join(said)) if touched else ""


def _leave_columns(times: Times) -> tuple[Column[LeaveLine], ...]:
    def span(line: LeaveLine) -> str:
        return away_span(line.row.starts_at, line.row.ends_at, times)

    return (
        Column("leave.name", lambda line: line.row.name, width=80),
        Column("leave.kind", lambda line: words.say(f"leave.kind.{line.row.kind}"), width=104),
        Column("leave.span", span, width=190),
        Column("leave.state", lambda line: words.say(f"leave.state.{line.row.state}"), width=72,
               ink=lambda line: "orangetext" if line.row.state == LeaveState.ASKED else None),
        Column("leave.duties", _duties_word, stretch=True, ink=lambda line: "redtext" if line.touched else None),
    )  # fmt: skip


def _duties_word(line: LeaveLine) -> str:
    days = [f"{one.line.day:%m-%d}" for one in line.touched]
    return words.say("leave.duties", days=words.say("list.join").join(days)) if days else line.row.reason


def _swap_columns() -> tuple[Column[SwapRow], ...]:
    return (
        Column("swap.day", lambda row: day_word(row.day), width=96),
        Column("swap.post", lambda row: text.post(row.post), width=96),
        Column("swap.people", lambda row: f"{row.name} → {row.other}", width=150),
        Column("swap.back", lambda row: day_word(row.back_day) if row.back_day else "", width=96),
        Column("swap.state", lambda row: words.say(f"swap.state.{row.state.value}"), width=96,
               ink=lambda row: "orangetext" if row.state in (SwapState.ASKED, SwapState.ACCEPTED) else None),
        Column("swap.reason", lambda row: row.decision or row.reason, stretch=True),
    )  # fmt: skip
