"""方案: what the program would send, line by line with why and what it costs elsewhere; a person ticks and confirms."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.dispatch_lists import WEATHERS
from console.domain.people import Action as Permission
from console.domain.proposed import Proposal
from console.domain.responses import Approved
from ui import actions, theme
from ui.dispatch_prints import ProposalSheet
from ui.models.adjustments import Adjustment
from ui.models.dispatch_rows import Focus
from ui.models.proposal_rows import (
    Key,
    ProposedRow,
    Sums,
    lines_of,
    ordered,
    proposal_model,
    rows_of,
    sums_of,
    told,
    wants_service,
)
from ui.panels.acting_part import Verb
from ui.panels.dispatch_confirming import Confirming
from ui.panels.dispatch_part import DispatchPart
from ui.panels.dispatch_proposing import Proposing, Shown
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.code_combo import CodeCombo
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.two_line_table import TickCell, TwoLineTable

ONE, ALL = "one", "all"
SUPPORT, CLEAR = "Alt+Q", "Alt+Z"
"""Keys of this part alone."""
_ROWS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How the ground stands to the proposal that is shown, and who may approve it. ``own`` may not himself."""

    wrong: tuple[str, ...] = ()
    changed: bool = False
    leader: str = ""
    names: tuple[str, ...] = ()
    own: str = ""


class ProposalPart(DispatchPart):
    """``proposed`` carries the proposal that is shown, or None. Nothing of it is done without a person.

    ``weather_chosen`` carries the weather ways are to be reckoned in.
    """

    topics = frozenset({Topic.DISPATCH, Topic.TEAMS, Topic.STOCK, Topic.INCIDENTS})
    proposed = Signal(object)
    weather_chosen = Signal(str)

    def build(self) -> None:
        self.shown: Shown | None = None
        self.off: frozenset[Key] = frozenset()
        self.standing = Standing()
        self.adjusted: tuple[Adjustment, ...] = ()
        self._make_widgets()
        self.proposing = Proposing(self, self._jobs, self._ask)
        self.confirming = Confirming(self, self._jobs, self._seat, self._times, self._ask)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.retranslate()

    def load(self) -> Standing:
        ask, shown = self._ask, self.shown
        watch, seat = ask.duty.on_watch(), self._seat.name
        leader = watch.leader if watch is not None and watch.leader != seat else ""
        names = tuple(row.name for row in ask.accounts.list() if row.active)
        own = "" if ask.settings.value("report.own_approval") == "yes" else seat
        if shown is None:
            return Standing((), False, leader, names, own)
        order = ordered(shown.proposal, (), Approved(""), reason=words.say("dispatch.reason"))
        wrong = tuple(ask.dispatching.against(order))
        wanted = {row.id: row.open for row in ask.needs.rows() if wants_service(row, shown.incidents)}
        changed = wanted != {need.id: need.open for need in shown.proposal.needs}
        return Standing(wrong, changed, leader, names, own)

    def present(self, result: Standing) -> None:
        self.standing = result
        self._show()

    def first_focus(self) -> QWidget:
        if self.shown is not None:
            return self.table
        assert self.empty.button is not None
        return self.empty.button

    def turn_to(self, focus: Focus) -> None:
        """Another incident: what is shown stays; the next proposal is about it."""
        before, self.focus = self.focus, focus
        if focus.weather != before.weather:
            self.weather.show_code(focus.weather)
        if focus.incident != before.incident:
            self._show()

    # what the officer does

    def make(self) -> None:
        """Propose anew, around what was decided by hand; while it is computed, stop waiting for it."""
        if self.proposing.running:
            self.proposing.stop()
            return
        whole = self.scope.value() == ALL or self.focus.incident is None
        incidents = () if whole or self.focus.incident is None else (self.focus.incident,)
        self.proposing.start(incidents, self.weather.code(), self.adjusted)

    def tick(self) -> None:
        """The chosen line is to be sent, or not."""
        row: ProposedRow | None = self.table.chosen_row()
        if row is not None and row.line is not None:
            key: Key = (row.key[0], row.line.need.id)
            self.off = self.off - {key} if key in self.off else self.off | {key}
            self._show()

    def give_up(self) -> None:
        """Nothing of it is wanted."""
        self.proposing.stop()
        self.show_proposal(None)

    def clear_adjusted(self) -> None:
        """Nothing decided by hand counts any more; it is proposed anew."""
        self.adjusted = ()
        self.proposing.stop()
        self.make()

    def print_draft(self) -> None:
        """What is ticked, on paper, before anything is ordered."""
        if self.shown is not None:
            self.print_asked.emit(ProposalSheet(self.shown.proposal, frozenset(self.ticked())))

    def ticked(self) -> list[Key]:
        rows = self.table.rows_model.rows()
        return [(row.key[0], row.line.need.id) for row in rows if row.line is not None and row.ticked]

    def sums(self) -> Sums | None:
        return sums_of(self.shown.proposal, self.off) if self.shown is not None else None

    def show_proposal(self, shown: Shown | None) -> None:
        """A new one in place of the old; ticks that were taken away stay away from the same lines."""
        self.shown = shown
        proposal: Proposal | None = shown.proposal if shown is not None else None
        there = {(one.key[0], one.line.need.id) for one in rows_of(proposal, ()) if one.line} if proposal else set()
        self.off = self.off & there
        self.standing = replace(self.standing, wrong=(), changed=False)
        self._show()
        self.proposed.emit(proposal)
        self.reload_now()

    def say_wrong(self, lines: list[str]) -> None:
        """What the confirmation found no longer to hold."""
        self.standing = replace(self.standing, wrong=tuple(lines))
        self._show()

    # what is shown

    def _show(self) -> None:
        proposal = self.shown.proposal if self.shown is not None else None
        rows = rows_of(proposal, self.off) if proposal is not None else []
        self.table.show_rows(rows)
        self.empty.stand_for(self.table, proposal is None, self.pages)
        if rows and self.table.chosen_row() is None:
            self.table.choose(rows[0].key)
        self._say_state()
        self._say_sums()
        self._say_chosen()
        self.count_changed.emit(sum(row.line is not None for row in rows))

    def _say_state(self) -> None:
        running, shown, standing = self.proposing.running, self.shown, self.standing
        self.again.say("dispatch.stop" if running else "dispatch.again" if shown is not None else "dispatch.make")
        self.clear.say("dispatch.clear_adjusted", count=len(self.adjusted))
        self.clear.setVisible(bool(self.adjusted))
        self.hand.setVisible(bool(self.adjusted))
        self.hand.show_text("；".join(one.said() for one in self.adjusted))
        wrong = [*standing.wrong, *([words.say("dispatch.needs_changed")] if standing.changed else [])]
        stale = shown is not None and bool(wrong)
        self.stale_lines.setVisible(stale)
        self.stale_lines.show_text(words.say("dispatch.stale", lines="；".join(wrong)) if stale else "")
        if running:
            self.state.say("dispatch.computing", seconds=self.proposing.seconds())
        elif shown is not None:
            weather = words.say(f"list.travel_speeds.weather.{shown.proposal.weather}")
            facts = {"at": self._times.near(shown.proposal.at), "weather": weather, "scope": self._scope_said(shown)}
            self.state.say("dispatch.proposed_at", **facts)
        else:
            self.state.show_text("")

    def _scope_said(self, shown: Shown) -> str:
        if not shown.incidents:
            return words.say("dispatch.scope.all")
        return "、".join(dict.fromkeys(need.incident_number for need in shown.proposal.needs))

    def _say_sums(self) -> None:
        sums = self.sums()
        self.figures.setVisible(sums is not None)
        self.promise.setVisible(sums is not None)
        self.confirm.say("dispatch.confirm.lines_count", count=sums.lines if sums is not None else 0)
        if sums is None or self.shown is None:
            return
        proven = "dispatch.proven" if self.shown.proposal.proven else "dispatch.best_found"
        minutes = words.say("candidate.unknown") if sums.minutes is None else words.say(
            "candidate.minutes", minutes=sums.minutes
        )  # fmt: skip
        facts = {"minutes": minutes, "met": sums.met, "needs": sums.needs, "proven": words.say(proven)}
        self.figures.say("dispatch.figures", **facts)
        self.promise.show_text(self.promise_said(sums))

    def promise_said(self, sums: Sums) -> str:
        """What is promised by confirming, all of it or nothing."""
        return words.say(
            "dispatch.promise", teams=sums.teams, people=sums.people, items=sums.items, lots=sums.lots,
            vehicles=sums.vehicles,
        )  # fmt: skip

    def _say_chosen(self) -> None:
        row: ProposedRow | None = self.table.chosen_row()
        self.detail.setVisible(row is not None)
        self.detail.show_text("　".join(told(row)) if row is not None else "")
        self.mark.say("dispatch.row.take_off" if row is None or row.ticked else "dispatch.row.put_on")
        self.permit()

    def permit(self) -> None:
        super().permit()
        if not hasattr(self, "mark"):
            return
        self.mark.setEnabled(self.possible(self.mark))
        for button in (self.confirm, self.paper, self.mark):
            if not self.possible(button) and (button is self.mark or not button.toolTip()):
                code = "dispatch.no_proposal" if self.shown is None else "dispatch.no_line"
                button.setToolTip(words.say(code))
        if self.mark.isEnabled():
            self.mark.setToolTip("")

    def possible(self, widget: QWidget) -> bool:
        if widget is self.confirm:
            return self.shown is not None and len(self.off) < len(lines_of(self.shown.proposal))
        if widget is self.paper:
            return self.shown is not None and bool(lines_of(self.shown.proposal))
        if widget is self.mark:
            row: ProposedRow | None = self.table.chosen_row()
            return row is not None and row.line is not None
        return True

    # built once

    def _make_widgets(self) -> None:
        self.card = Card("dispatch.part.proposal", flush=True)
        self.scope = Choice((ONE, ALL), lambda scope: words.say(f"dispatch.scope.{scope}"))
        self.scope.call("dispatch.scope")
        self.weather = CodeCombo("list.travel_speeds.weather", WEATHERS)
        self.weather.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.state, self.hand = Word(role="secondary"), Word(role="caution")
        self.stale_lines, self.figures = Word(role="caution"), Word(role="strong")
        self.detail, self.promise = Word(role="secondary"), Word(role="strong")
        self.table = TwoLineTable(proposal_model())
        self.table.call("dispatch.part.proposal")
        self.table.setItemDelegateForColumn(0, TickCell(lambda row: row.ticked if row.line else None, self.table))
        key = actions.key_of
        self.empty = Empty("dispatch.proposal_none", "dispatch.make", key("check_again"))
        self.again = KeyButton("dispatch.again", key("check_again"))
        self.adjust = KeyButton("dispatch.adjust", key("correct"))
        self.clear = KeyButton("dispatch.clear_adjusted", CLEAR, kind="quiet")
        self.support = KeyButton("dispatch.support", SUPPORT)
        self.mark = KeyButton("dispatch.row.take_off", key("tick_row"))
        self.paper = KeyButton("dispatch.draft", key("print"), icon="print")
        self.no = KeyButton("dispatch.give_up", key("back"))
        self.confirm = KeyButton("dispatch.confirm.lines_count", key("save_close"), kind="primary")

    def _connect(self) -> None:
        key, confirming = actions.key_of, self.confirming
        verbs: dict[str, Verb] = {
            "dispatch_make": (key("check_again"), self.again, self.make, None),
            "dispatch_adjust": (key("correct"), self.adjust, confirming.ask_adjust, None),
            "dispatch_clear": (CLEAR, self.clear, self.clear_adjusted, None),
            "dispatch_tick": (key("tick_row"), self.mark, self.tick, None),
            "dispatch_support": (SUPPORT, self.support, confirming.ask_support, Permission.PRINT),
            "dispatch_draft": (key("print"), self.paper, self.print_draft, Permission.PRINT),
            "dispatch_give_up": (key("back"), self.no, self.give_up, None),
            "dispatch_confirm": (key("save_close"), self.confirm, confirming.ask_confirm, Permission.DISPATCH),
        }
        self.bind_verbs(verbs)
        self.table.clicked.connect(self._clicked)
        self.table.chosen.connect(lambda _row: self._say_chosen())
        self.table.opened.connect(lambda _row: self.tick())
        self.empty.asked.connect(self.make)
        self.weather.activated.connect(lambda _at: self.weather_chosen.emit(self.weather.code()))
        self.proposing.found.connect(self.show_proposal)
        self.proposing.turned.connect(self._say_state)
        self.proposing.failed.connect(self.failed)
        self.proposing.refused.connect(self.refused)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.tick()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self._asked = Lines()
        for widget in (self.scope, self.weather, self.again, self.adjust, self.clear):
            self._asked.flow.addWidget(widget)
        self.bar = Lines()
        for button in (self.mark, self.paper, self.support, self.no):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.confirm)
        inside = QWidget()
        self._body, self._foot = QVBoxLayout(inside), QVBoxLayout()
        top = [self._asked, self.state, self.hand, self.stale_lines]
        for part in (*top, self.pages, self.figures, self.detail):
            self._body.addWidget(part, 1 if part is self.pages else 0)
        self._foot.addWidget(self.promise)
        self._foot.addWidget(self.bar)
        for word in (self.state, self.hand, self.stale_lines, self.figures, self.detail, self.promise):
            word.setWordWrap(True)
        self.card.body.addWidget(scrolling(inside), 1)
        self.card.body.addLayout(self._foot)  # what confirms is never out of sight
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.card)

    def retranslate(self) -> None:
        super().retranslate()
        self.weather.setAccessibleName(words.say("map.weather"))
        self._show()

    def restyle(self) -> None:
        if not hasattr(self, "_body"):
            return
        using = theme.current()
        gap = using.px(12)
        self._body.setContentsMargins(gap, using.px(8), gap, using.px(8))
        self._body.setSpacing(using.px(6))
        self._foot.setContentsMargins(gap, 0, gap, using.px(8))
        self._foot.setSpacing(using.px(6))
        self.pages.setMinimumHeight(using.px(34) + 2 + _ROWS * (2 * using.compact_row - using.px(6)))
