"""需求板: what every open incident asks for, how much of it is met and by whom, what stays short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.needs import NeedRow, NeedState
from console.domain.people import Action as Permission
from console.domain.proposed import Proposal
from console.errors import Refused
from console.services import proposal_words
from ui import actions, theme
from ui.models.need_lines import Head, Key, Line, NeedLine, about, board, board_model, sources
from ui.panels.dispatch_needs_asking import NeedsAsking
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.need_cell import HIGH, NeedCell
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

INCIDENTS = "incidents"
SHORTS = 3
"""Lines of what stays short that are told below the board."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the board shows."""

    lines: tuple[Line, ...]
    rows: tuple[NeedRow, ...]


class NeedsPart(DispatchPart):
    """``focus_changed`` carries the ``Focus`` the other parts look at: the chosen line."""

    topics = frozenset({Topic.DISPATCH, Topic.INCIDENTS, Topic.STOCK, Topic.LISTS, Topic.PLANS})
    focus_changed = Signal(object)
    panel_asked = Signal(str)

    def build(self) -> None:
        self._proposal: Proposal | None = None
        self._wanted: UUID | None = None
        self._suggested: tuple[UUID, int] | None = None
        self.card = Card("dispatch.needs", flush=True)
        self.table = RowTable(board_model())
        self.table.setItemDelegate(NeedCell(self.table))
        self.table.horizontalHeader().hide()
        self.table.call("dispatch.needs")
        self.empty = Empty("dispatch.needs_none", "panel.incidents", actions.key_of("panel.8"))
        self.empty.hide()
        self.about, self.shorts, self.sources = Word(role="secondary"), Word(role="caution"), Word(role="caption")
        self.asking = NeedsAsking(self._jobs, self._seat, self._times, self._ask, self.book, self)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.restyle()

    def load(self) -> Told:
        rows = self._ask.needs.rows()
        lines = board(rows, self._ask.incidents.open_rows(), self._times)
        return Told(tuple(lines), tuple(rows))

    def present(self, result: Told) -> None:
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines)
        self._choose(result.lines)
        if self._wanted is not None:
            self._wanted = None  # what comes later moves nothing any more
            self.refused.emit(Refused("no_such_row"))
        self.sources.show_text(sources(result.rows))
        self.count_changed.emit(sum(row.state is NeedState.OPEN for row in result.rows))
        self._show_shorts()
        self._show_chosen()
        self._look_for_suggestions(anew=True)

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty

    def open_item(self, record_id: UUID) -> None:
        """An incident or a need, now or as soon as it is read; one that is over is told."""
        self._wanted = record_id
        if self._has_result:
            self._choose(self.table.rows_model.rows())
        if self._wanted is not None:
            self.reload_now()

    def show_proposal(self, proposal: Proposal | None) -> None:
        """What stays short after it is said below the board."""
        self._proposal = proposal
        self._show_shorts()

    # what is chosen

    def need(self) -> NeedRow | None:
        line = self.table.chosen_row()
        return line.row if isinstance(line, NeedLine) else None

    def incident(self) -> IncidentRow | None:
        """The chosen heading, or that above the chosen need."""
        line = self.table.chosen_row()
        if isinstance(line, Head):
            return line.incident
        heads = (one.incident for one in self.table.rows_model.rows() if isinstance(one, Head))
        return next((one for one in heads if line is not None and one.id == line.row.incident), None)

    def _choose(self, lines: Any) -> None:
        """What was asked for from elsewhere, else the first need there is."""
        if self._wanted is not None:
            for key in (("need", self._wanted), ("incident", self._wanted)):
                if self._choose_line(key, lines):
                    self._wanted = None
                    return
        if lines and self.table.chosen_row() is None:
            first = next((line for line in lines if isinstance(line, NeedLine)), lines[0])
            self.table.choose(first.key)

    def _choose_line(self, key: Key, lines: Any) -> bool:
        """Of an incident the first need that is open; the heading where there is none."""
        if key[0] == "incident":
            own = (one for one in lines if isinstance(one, NeedLine) and one.row.incident == key[1])
            key = next((one.key for one in own if one.row.state is NeedState.OPEN), key)
        return self.table.choose(key)

    def _turned(self) -> None:
        """Another line is chosen."""
        need, incident = self.need(), self.incident()
        self.focus = replace(
            self.focus, incident=incident.id if incident else None, need=need.id if need else None
        )  # fmt: skip
        self._show_chosen()
        self._look_for_suggestions()
        self.focus_changed.emit(self.focus)

    def _show_chosen(self) -> None:
        line = self.table.chosen_row()
        if isinstance(line, NeedLine):
            self.about.show_text(about(line.row, self._times))
        elif isinstance(line, Head):
            row = line.incident
            self.about.show_text(" · ".join(part for part in (row.number, row.title, row.place) if part))
        else:
            self.about.show_text("")
        self.permit()

    def _show_shorts(self) -> None:
        shorts = self._proposal.shorts if self._proposal is not None else ()
        told = [proposal_words.short_title(one) for one in shorts[:SHORTS]]
        more = len(shorts) - len(told)
        if more > 0:
            self.shorts.say("dispatch.shorts_more", shorts="；".join(told), count=more)
        elif told:
            self.shorts.say("dispatch.shorts", shorts="；".join(told))
        self.shorts.setVisible(bool(told))

    # packages

    def _look_for_suggestions(self, *, anew: bool = False) -> None:
        """How many lines a package or a plan still offers for this incident stands on the button."""
        incident = self.incident()
        if incident is None:
            self._show_suggested(None, 0)
        elif anew or self._suggested is None or self._suggested[0] != incident.id:
            wanted = incident.id

            def found(told: Any) -> None:
                if isValid(self) and self.focus.incident == wanted:
                    self._show_suggested(wanted, sum(not one.taken for one in told))

            self._jobs.read(lambda: self._ask.packages.of(wanted), found, self.failed.emit)

    def _show_suggested(self, incident: UUID | None, count: int) -> None:
        self._suggested = None if incident is None else (incident, count)
        self.package.say("need.packages_count" if count else "need.packages", count=count)

    # acts

    def _make_buttons(self) -> None:
        key = actions.key_of
        self.add = KeyButton("need.new", key("need_new"), kind="primary")
        self.package = KeyButton("need.packages", key("need_package"))
        self.change = KeyButton("need.change", key("need_change"))
        self.drop = KeyButton("need.drop", key("need_drop"), kind="danger")
        self.to_incident = KeyButton("need.to_incident", key("need_incident"))
        self.more = MoreButton(self)
        self.more.hold((self.change, self.to_incident), (self.drop,))

    def possible(self, widget: QWidget) -> bool:
        need, incident = self.need(), self.incident()
        if widget in (self.change, self.drop):
            return need is not None and not need.dropped
        return incident is not None if widget in (self.package, self.to_incident) else True

    def permit(self) -> None:
        super().permit()
        self.to_incident.setEnabled(self.possible(self.to_incident) and INCIDENTS in self._ask.beside)
        for button in (self.package, self.to_incident, self.change, self.drop):
            if not self.possible(button) and (button is self.to_incident or not button.toolTip()):
                code = "need.why.no_need" if button in (self.change, self.drop) else "need.why.no_incident"
                button.setToolTip(words.say(code))
        if self.to_incident.isEnabled():
            self.to_incident.setToolTip("")

    def _change(self) -> None:
        need = self.need()
        if need is not None:
            self.asking.change(need)

    def _drop(self) -> None:
        need = self.need()
        if need is not None:
            self.asking.drop(need)

    def _take_over(self) -> None:
        incident = self.incident()
        if incident is not None:
            self.asking.take_over(incident)

    def _to_incident(self) -> None:
        incident = self.incident()
        if incident is not None:
            self.item_asked.emit(INCIDENTS, incident.id)

    def _recorded(self, rows: list[NeedRow]) -> None:
        """The first of them is looked at."""
        if rows and not rows[0].dropped:
            self._wanted = rows[0].id
        self.reload_now()

    # built once

    def _connect(self) -> None:
        key = actions.key_of
        self.bind_verbs({
            "need_new": (key("need_new"), self.add, lambda: self.asking.add(self.incident()), Permission.NEEDS),
            "need_package": (key("need_package"), self.package, self._take_over, Permission.NEEDS),
            "need_change": (key("need_change"), self.change, self._change, Permission.NEEDS),
            "need_drop": (key("need_drop"), self.drop, self._drop, Permission.NEEDS),
            "need_incident": (key("need_incident"), self.to_incident, self._to_incident, None),
            "more": (key("more"), self.more, self.more.open_menu, None),
        })  # fmt: skip
        self.table.chosen.connect(lambda _line: self._turned())
        self.empty.asked.connect(lambda: self.panel_asked.emit(INCIDENTS))
        self.asking.told.connect(self.saved)
        self.asking.refused.connect(self.refused)
        self.asking.failed.connect(self.failed)
        self.asking.recorded.connect(self._recorded)

    def _lay_out(self) -> None:
        self.bar = Lines()
        for button in (self.add, self.package, self.more):
            self.bar.flow.addWidget(button)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty, 1)
        self._below = QVBoxLayout()
        for word in (self.about, self.shorts, self.sources):
            word.setWordWrap(True)
            self._below.addWidget(word)
        self._below.addWidget(self.bar)
        self.shorts.hide()
        self.card.body.addLayout(self._below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(self.card))

    def restyle(self) -> None:
        using = theme.current()
        self.table.verticalHeader().setDefaultSectionSize(using.px(HIGH))
        self.table.setMinimumHeight(using.px(HIGH) * 2 + 2)
        self._below.setContentsMargins(using.px(12), using.px(4), using.px(12), using.px(12))
        self._below.setSpacing(using.px(6))
