"""排班: a draft of the month by rotation, by the solver or by hand; its findings beside it; published by an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.planning import Method
from console.domain.planning_run import PlanningRun
from console.domain.roster_draft import PlanRow
from console.domain.swaps import Key
from console.errors import Refused
from console.services.roster_drafts import PlanLook
from ui import actions, text, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.draft_month import HARD, SOFT
from ui.models.duty_services import DutyServices
from ui.models.kept_words import KeptWords
from ui.models.plan_findings import KEPT, FoundLine, bars_of, lines_of, notices_of, wishes_of
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
    PlanParts,
)
from ui.seat import Seat
from ui.text import Times
from ui.widgets import plot
from ui.widgets.draft_grid import Given, who_of
from ui.widgets.roster_words import day_word


@dataclass(frozen=True, slots=True)
class Shown:
    """What one load brings: the plans of the month, and the one that is shown."""

    month: date
    plans: tuple[PlanRow, ...]
    look: PlanLook | None


class PlanPage(PlanParts):
    """``leave_asked`` and ``swap_asked`` carry the chosen seat, or None."""

    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS})
    leave_asked = Signal(object)
    swap_asked = Signal(object)
    _passed = Signal(int, int)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DutyServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._services = services
        self.month = times.local(times.now()).date().replace(day=1)
        self.shown: Shown | None = None
        self.run: PlanningRun | None = None
        self._wanted: UUID | None = None
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
            Action("month_before", lambda: self.turn_month(-1)),
            Action("month_after", lambda: self.turn_month(1)),
        ]
        self._bound = actions.bind(self, bound, whole_window=False)
        self.before.clicked.connect(lambda: self.turn_month(-1))
        self.after.clicked.connect(lambda: self.turn_month(1))
        self.empty.asked.connect(lambda: self.begin(Method.ROTATION))
        self.which.picked.connect(self._show_plan)
        self.grid.chosen.connect(lambda _key: self._say_here())
        self.grid.given.connect(self._given)
        self.grid.unknown.connect(lambda typed: self.refused.emit(Refused("nobody_called", typed=typed[:40])))
        self.findings.opened.connect(self._go_to)
        self._passed.connect(self._show_passed)
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
        plans = tuple(ask.listed(month, _last(month)))
        drafts = [row for row in plans if row.state == "draft"]
        shown = next((row for row in plans if row.id == wanted), (drafts or [*plans, None])[0])
        return Shown(month, plans, ask.look(shown.id) if shown is not None else None)

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
        self.month_word.say("roster.month", year=result.month.year, month=result.month.month)
        self.grid.show_look(look, look.day_names if look else {})
        held = self.pages.currentWidget() is self.empty and self.empty.isAncestorOf(self.focusWidget() or self)
        self.pages.setCurrentIndex(0 if look else 1)
        if look and held:
            self.grid.setFocus()
        self._show_findings(look)
        bars, even = bars_of(look)
        self.chart.show_bars(bars, even)
        self.even.show_rows(even)
        self.even.setVisible(bool(even))
        self._say_notice(look)
        self._say_here()
        self.permit()

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
            self._show_findings(self.shown.look)
            self._say_notice(self.shown.look)
            self._say_here()

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
            month = _last(month) + timedelta(days=1) if steps > 0 else (month - timedelta(days=1)).replace(day=1)
        self.month, self._wanted = month, None
        self.reload_now()

    def begin(self, method: Method) -> None:
        """A new draft of the month, of this month from today on; long ones can be stopped."""
        if self.run is not None or not self._seat.may(Permission.EDIT_ROSTER):
            return
        today, by = self._times.local(self._times.now()).date(), self._seat.actor
        first, last = max(self.month, min(today, _last(self.month))), _last(self.month)
        run = PlanningRun(told=self._passed.emit)
        self.run = run
        closing = getattr(self.window(), "closing", None)
        if closing is not None:
            closing.connect(run.stop)
        self.bar.setRange(0, 0)
        for part in (self.bar, self.stop):
            part.show()
        self.permit()
        work = partial(self._services.drafts.begin, first, last, method, run=run, by=by)
        self._jobs.run(work, self._begun, self._not_begun)  # type: ignore[attr-defined]

    def stop_run(self) -> None:
        """End the planning that is under way."""
        if self.run is not None:
            self.run.stop()

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

    def _begun(self, row: PlanRow) -> None:
        self._run_over()
        self.saved.emit(words.say("plan.begun", number=row.number))
        self.show_plan(row.id)

    def _not_begun(self, error: Exception) -> None:
        self._run_over()
        if isinstance(error, Refused) and error.code == "planning_stopped":
            self.saved.emit(words.say("plan.stopped"))
        else:
            self.refused.emit(error)

    def _run_over(self) -> None:
        self.run = None
        for part in (self.bar, self.stop):
            part.hide()
        self.permit()

    def _show_passed(self, done: int, of: int) -> None:
        self.bar.setRange(0, of if of > 1 else 0)
        self.bar.setValue(done)

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
        if line is not None and line.key is not None and self.grid.choose(line.key):
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
        """What is found at the chosen seat, below the grid; where nothing is, the keys of the grid."""
        look, key = self.shown.look if self.shown else None, self.chosen()
        told = self.grid.month.told_of(key) if key is not None else []
        self.here.setVisible(look is not None and bool(told))
        self.keys.setVisible(look is not None and look.row.state == "draft" and not told)
        if key is None or not told:
            self.here.show_text("")
            return
        cell = self.grid.month.cell(key)
        who, said = cell.name if cell and cell.name else words.say("roster.gap"), " ".join(told)
        self.here.show_text(words.say("plan.here", day=day_word(key[0]), post=text.post(key[2]), name=who, said=said))

    def _plan_word(self, key: str) -> str:
        row = self._plans.get(key)
        if row is None:
            return ""
        method, state = words.say(f"plan.method.{row.method}"), words.say(f"plan.state.{row.state}")
        return words.say("plan.row", number=row.number, method=method, state=state)


def _last(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
