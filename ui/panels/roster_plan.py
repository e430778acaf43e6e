"""排班: a draft of the month by rotation, by the solver or by hand; its findings beside it; published by an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.planning import Method
from console.domain.roster_draft import PlanRow
from console.domain.swaps import Key
from console.errors import Refused
from console.services.roster_drafts import PlanLook
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.jobs import Jobs
from ui.models.draft_around import Around, around, changes_of, last_of
from ui.models.draft_keeper import Drafts
from ui.models.draft_month import HARD, SOFT
from ui.models.duty_services import DutyServices
from ui.models.kept_words import KeptWords
from ui.models.plan_findings import KEPT, FoundLine, fairness_of, lines_of, notices_of, wishes_of
from ui.panels.roster_plan_asking import PlanAsking
from ui.panels.roster_plan_parts import (
    CATCH_UP,
    GIVE_UP,
    HAND,
    LEAVE,
    NEXT,
    PUBLISH,
    ROTATE,
    SOLVE,
    STOP,
    SWAP,
    UNDO,
)
from ui.panels.roster_plan_run import PlanRuns
from ui.seat import Seat
from ui.text import Times
from ui.widgets import plot
from ui.widgets.draft_grid import Given, who_of


@dataclass(frozen=True, slots=True)
class Shown:
    """What one load brings: the plans of the month, the one that is shown, and what surrounds it."""

    around: Around
    plans: tuple[PlanRow, ...]
    look: PlanLook | None


class PlanPage(PlanRuns):
    """``leave_asked`` and ``swap_asked`` carry the chosen seat, or None; ``change_asked`` a swap, a stand-in, leave."""

    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS})
    change_asked = Signal(object)
    leave_asked = Signal(object)
    swap_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DutyServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, services, parent)
        self.shown: Shown | None = None
        self._wanted: UUID | None = None
        self._go_after: Key | None = None
        """A seat of another month, gone to as soon as that month is shown."""
        self._row: PlanRow | None = None
        self._plans: Mapping[str, PlanRow] = {}
        self._undo: list[Given] = []
        self._queue: Given = {}
        self._putting = False
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.asking = PlanAsking(self, services.drafts, seat)
        self.build()

    # building

    def build(self) -> None:
        self.make_parts(self._plan_word)
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _connect(self) -> None:
        verbs = {
            "plan_rotate": (ROTATE, self.rotate, lambda: self.begin(Method.ROTATION)),
            "plan_solve": (SOLVE, self.solve, lambda: self.begin(Method.SOLVER)),
            "plan_hand": (HAND, self.hand, lambda: self.begin(Method.HAND)),
            "plan_stop": (STOP, self.stop, self.stop_run),
            "plan_next": (NEXT, self.next, self.go_next),
            "plan_publish": (PUBLISH, self.publish, self.asking.ask_publish),
            "plan_catch_up": (CATCH_UP, self.catch_up, self.catch_up_now),
            "plan_give_up": (GIVE_UP, self.give_up, self.asking.ask_give_up),
            "plan_undo": (UNDO, self.undo, self.take_back),
            "plan_leave": (LEAVE, self.leave_button, lambda: self.leave_asked.emit(self.chosen())),
            "plan_swap": (SWAP, self.swap_button, lambda: self.swap_asked.emit(self.chosen())),
        }
        for _key, button, verb in verbs.values():
            button.clicked.connect(verb)
        bound = [Action(name, verb, key=key) for name, (key, _button, verb) in verbs.items()]
        bound += [
            Action("more", self.more.open_menu),
            Action("month_before", lambda: self.turn_month(-1)),
            Action("month_after", lambda: self.turn_month(1)),
        ]
        self._bound = actions.bind(self, bound, whole_window=False)
        self.more.clicked.connect(self.more.open_menu)
        self.before.clicked.connect(lambda: self.turn_month(-1))
        self.after.clicked.connect(lambda: self.turn_month(1))
        self.empty.asked.connect(lambda: self.begin(Method.ROTATION))
        self.which.picked.connect(self._show_plan)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._say_here())
        self.basis.picked.connect(self.chart.count_by)
        self.grid.given.connect(self._given)
        self.grid.unknown.connect(lambda typed: self.refused.emit(Refused("nobody_called", typed=typed[:40])))
        self.findings.opened.connect(self._go_to)
        self.changes.opened.connect(lambda line: line is not None and self.change_asked.emit(line.what))
        assert self.empty.button is not None, "made with an act"
        self.guard(
            Permission.EDIT_ROSTER, self.rotate, self.solve, self.hand, self.undo, self.catch_up, self.give_up,
            self.empty.button,
        )  # fmt: skip
        self.guard(Permission.DECIDE_ROSTER, self.publish)
        self.guard(Permission.RECORD, self.leave_button, self.swap_button)

    # loading

    def load(self) -> Shown:
        month, wanted, ask = self.month, self._wanted, self._services.drafts
        plot.load()
        plans = tuple(ask.listed(month, last_of(month)))
        drafts = [row for row in plans if row.state == "draft"]
        shown = next((row for row in plans if row.id == wanted), (drafts or [*plans, None])[0])
        there = around(self._services, month, self._times.zone)
        return Shown(there, plans, ask.look(shown.id) if shown is not None else None)

    def present(self, result: Shown) -> None:
        look, before = result.look, self._row
        if before is None or look is None or before.id != look.row.id:
            self._undo.clear()
        self.shown, self._row = result, look.row if look else None
        self._plans = {str(row.id): row for row in result.plans}
        if self.which.values() != list(self._plans):
            self.which.offer(list(self._plans))
        self.which.retranslate()
        self.which.setVisible(bool(self._plans))
        if self._row is not None:
            self.which.choose(str(self._row.id))
        there = result.around
        self.month_word.say("roster.month", year=there.first.year, month=there.first.month)
        self.grid.show_look(look, there)
        self._show_page(look)
        self._say_state()
        self._show_findings(look)
        fair = fairness_of(look, there)
        self.chart.show_bars(fair.bars, fair.month, fair.year)
        self.changes.show_rows(changes_of(there, self._times.zone))
        self.unchanged.setVisible(not self.changes.rows_model.rows())
        self._say_notice(look)
        self._say_here()
        self.permit()
        self.fit()
        self._go_on()

    def _show_page(self, look: PlanLook | None) -> None:
        """The month, or what belongs here where there is no draft; a keyboard that was in the one goes on."""
        held = self.pages.currentWidget() is self.empty and self.empty.isAncestorOf(self.focusWidget() or self)
        self.pages.setCurrentIndex(0 if look else 1)
        self.legend.setVisible(look is not None)
        if look and held:
            self.grid.setFocus()

    def _say_state(self) -> None:
        """Which draft of the month this is, and what keeps it from being published."""
        row, look = self._row, self.shown.look if self.shown else None
        self.chip.setVisible(row is not None)
        hard = len(look.findings) if look is not None and look.row.state == "draft" else 0
        self.hard.setVisible(hard > 0)
        self.hard.say("plan.hard", count=hard)
        if row is not None:
            self.chip.say(row.state, len(self._plans) - list(self._plans).index(str(row.id)))

    def possible(self, widget: QWidget) -> bool:
        is_draft = self._row is not None and self._row.state == "draft"
        if widget in (self.publish, self.give_up):
            return is_draft and self.run is None
        if widget is self.undo:
            return is_draft and bool(self._undo)
        if widget is self.catch_up:
            look = self.shown.look if self.shown else None
            return is_draft and look is not None and bool(look.stale)
        if widget in (self.rotate, self.solve, self.hand, self.empty.button):
            return self.run is None
        return True

    def first_focus(self) -> QWidget:
        return self.grid if self.pages.currentIndex() == 0 else self.empty.button or self

    def retranslate(self) -> None:
        super().retranslate()
        self.findings.setAccessibleName(words.say("plan.findings"))
        self.bar.setAccessibleName(words.say("plan.running"))
        self.bar.setFormat(words.say("plan.running"))
        if self.shown is not None:
            self._say_state()
            self._show_findings(self.shown.look)
            self._say_notice(self.shown.look)
            self._say_here()
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_bound"):
            self.retranslate()

    # what the officer does

    def row(self) -> PlanRow | None:
        """The plan that is shown, as it was stored last; None while a change is under way."""
        return None if self._putting else self._row

    def chosen(self) -> Key | None:
        """The seat the keyboard is on."""
        return self.grid.month.key_at(self.grid.currentIndex())

    def turn_month(self, steps: int) -> None:
        """Show another month; the keyboard stays where it is."""
        month = self.month
        for _ in range(abs(steps)):
            month = last_of(month) + timedelta(days=1) if steps > 0 else (month - timedelta(days=1)).replace(day=1)
        row = self._row
        goes_on = row is not None and row.from_day <= last_of(month) and row.to_day >= month
        self.month, self._wanted = month, row.id if row is not None and goes_on else None
        self.reload_now()

    def go_next(self) -> None:
        """The next seat something is found at, behind the one the keyboard is on."""
        lines = [row for row in self.findings.rows_model.rows() if row.key is not None and row.level != KEPT]
        if not lines:
            self.saved.emit(words.say("plan.clean"))
            return
        now = self.chosen()
        places = [row.key for row in lines]
        at = places.index(now) + 1 if now in places else 0
        self._go_to(lines[at % len(lines)])

    def take_back(self) -> None:
        """The last change of the grid is undone."""
        if self._undo and self.possible(self.undo):
            self._hand_up(self._undo.pop())

    def catch_up_now(self) -> None:
        """The draft over the table as it stands now."""
        row = self._row
        if row is None or not self.possible(self.catch_up):
            return
        by, drafts = self._seat.actor, self._services.drafts
        self.save_once(
            lambda: drafts.catch_up(row.id, seen=row.version, by=by),
            lambda made: self.saved.emit(words.say("plan.caught_up", number=made.number)),
        )

    # what comes of it

    def show_plan(self, plan_id: UUID | None) -> None:
        """That plan, or whichever is newest."""
        self._wanted = plan_id
        self.reload_now()

    def _given(self, given: Given) -> None:
        """Remember what stood there, then put it."""
        cells = {key: self.grid.month.cell(key) for key in given}
        self._undo.append({key: who_of(cell) if cell else None for key, cell in cells.items()})
        self._hand_up(given)

    def _hand_up(self, given: Given) -> None:
        """One after another: what is typed while a change is under way waits for the version that comes of it."""
        self._queue |= given
        row = self._row
        if self._putting or row is None or not self._queue:
            return
        cells, self._queue, self._putting = self._queue, {}, True
        by, drafts = self._seat.actor, self._services.drafts
        self._jobs.write(  # type: ignore[attr-defined]
            lambda: drafts.put(row.id, cells, seen=row.version, by=by), self._put, self._not_put
        )

    def _put(self, row: PlanRow) -> None:
        self._putting, self._row = False, row
        if self._queue:
            self._hand_up({})
        else:
            self.reload_now()

    def _not_put(self, error: Exception) -> None:
        self._putting, self._queue = False, {}
        self._undo.clear()
        self.refused.emit(error)
        self.reload_now()

    def _show_plan(self, key: str) -> None:
        self.show_plan(self._plans[key].id)

    def _go_to(self, line: FoundLine | None) -> None:
        if line is None or line.key is None:
            return
        if self.grid.choose(line.key):
            self.grid.setFocus()
        elif self._row is not None:
            self._go_after, self._wanted = line.key, self._row.id
            self.month = line.key[0].replace(day=1)
            self.reload_now()

    def _go_on(self) -> None:
        """To the seat whose month had to be shown first."""
        key, self._go_after = self._go_after, None
        if key is not None and self.grid.choose(key):
            self.grid.setFocus()

    def _show_findings(self, look: PlanLook | None) -> None:
        lines = lines_of(look)
        self.findings.show_rows(lines)
        self.clean.setVisible(look is not None and all(line.level == KEPT for line in lines))
        hard = sum(line.level == HARD for line in lines)
        said = words.say("plan.count", hard=hard, soft=sum(line.level == SOFT for line in lines)) if look else ""
        wished = wishes_of(look)
        kept = words.say("wish.count", kept=sum(one.kept for one in wished), count=len(wished)) if wished else ""
        self.findings_card.caption.show_text("　".join(filter(None, (said, kept))))

    def _say_notice(self, look: PlanLook | None) -> None:
        said = notices_of(look)
        self.notice.show_text(said)
        self.notice.setVisible(bool(said))

    def _say_here(self) -> None:
        """The chosen cell in words, and whose duty that is among all."""
        look, key = self.shown.look if self.shown else None, self.chosen()
        cell = self.grid.month.cell(key) if key is not None else None
        self.here.setVisible(look is not None)
        self.keys.setVisible(look is not None and look.row.state == "draft")
        self.here.show_text(self.grid.month.words_of(self.grid.currentIndex()))
        known = {one.name: one.person_id for one in look.task.staff} if look is not None else {}
        self.chart.mark((cell.person_id or known.get(cell.name)) if cell is not None else None)

    def _plan_word(self, key: str) -> str:
        row = self._plans.get(key)
        if row is None:
            return ""
        method, state = words.say(f"plan.method.{row.method}"), words.say(f"plan.state.{row.state}")
        return words.say(
            "plan.row" if row.state == "published" else "plan.row_draft", number=row.number, method=method, state=state
        )
