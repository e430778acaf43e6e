"""预警列表: what waits for somebody first, what holds, what is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.people import Actor
from console.domain.warning import OPEN, OUT
from console.domain.warning_form import WarningForm
from console.domain.warning_rows import WarningRow
from ui import actions, theme
from ui.models.warning_rows import PARTS, Listed, WarningServices, colour_of, load_list, warning_model
from ui.panels.acting_part import Verb
from ui.panels.record_part import RecordPart
from ui.panels.warnings_cap import CapInbox
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable
from ui.widgets.warning_level import WarningLevelCell

NEW = "Alt+N"
COUNTS = (("warning.list.waits", OPEN), ("warning.list.holds", OUT))


class WarningsList(RecordPart):
    """``opened`` carries the warning an officer wants to see whole."""

    topics = frozenset({Topic.WARNINGS, Topic.LISTS})
    opened = Signal(object)

    _ask: WarningServices

    def build(self) -> None:
        self._part = "current"
        self._listed: Listed | None = None
        self.table = RowTable(warning_model(self._times, lambda: self._listed))
        self.table.call("panel.warnings")
        self.table.setItemDelegateForColumn(0, WarningLevelCell(self._colour, self.table))
        self.search = SearchBox("warning.search")
        self.part = Choice(tuple(PARTS), lambda part: words.say(f"warning.part.{part}"))
        self.part.call("warning.which")
        self.new = KeyButton("do.warning_new", NEW, kind="primary", icon="plus")
        self.inbox = CapInbox(self)
        self.show_one = KeyButton("warning.open", "Return")
        self.empty = Empty("warning.empty", "do.warning_new", NEW)
        self.card = Card("panel.warnings", flush=True)
        for tool in (self.part, self.search):
            self.card.tools.addWidget(tool)
        self.card.body.addWidget(self.stack(), 1)
        self.bar = Lines()
        for button in (self.new, self.inbox.take, self.inbox.files):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.show_one)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for word in (self.inbox.trouble, self.inbox.line):
            self._column.addWidget(word)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self.bar)
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    def _connect(self) -> None:
        verbs: dict[str, Verb] = {"warning_new": (NEW, self.new, self.ask_new, Permission.WARN)}
        self.bind_verbs(verbs | self.inbox.verbs())
        self.open_to_all = (self.show_one, self.inbox.files)
        self.show_one.clicked.connect(lambda: self._open(self.table.chosen_row()))
        actions.bind(self, [actions.Action("find", self.go_search)], whole_window=False)
        assert self.empty.button is not None
        self.guard(Permission.WARN, self.empty.button)
        self.empty.asked.connect(self.ask_new)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _row: self.permit())
        self.search.searched.connect(self._look_for)
        self.part.picked.connect(self._look_among)

    @property
    def services(self) -> WarningServices:
        return self._ask

    @property
    def times(self) -> Times:
        return self._times

    @property
    def actor(self) -> Actor:
        return self._seat.actor

    def beside(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """What takes a while, a file, beside the lanes of the store."""
        self._jobs.run(work, lambda answer: done(answer) if isValid(self) else None, self.refused.emit)

    def load(self) -> Listed:
        return load_list(self._ask, self._words, self._part)

    def present(self, result: Listed) -> None:
        self._listed = result
        self.table.show_rows(result.rows)
        self.table.viewport().update()
        narrowed = bool(self._words) or self._part not in ("current", "all")
        self.empty.say("warning.none_found" if narrowed else "warning.empty")
        self.empty.stand_for(self.table, not result.rows, self.pages)
        if result.rows and self.table.chosen_row() is None:
            self.table.choose(result.rows[0].id, scroll=False)
        waits, holds = (sum(result.counts.get(state, 0) for state in states) for _code, states in COUNTS)
        self.card.caption.say("warning.list.count", waits=waits, holds=holds)
        self.count_changed.emit(waits)
        self.inbox.show_last(result.last_file, result.trouble)
        self.permit()

    def ask_new(self) -> None:
        """A draft with a number of its own, at once: every word typed into it belongs to it."""
        form, by = WarningForm(uuid4()), self._seat.actor
        self.save_once(lambda: self._ask.warnings.draft(form, by=by), self._begun)

    def possible(self, widget: QWidget) -> bool:
        return widget is not self.show_one or self.table.chosen_row() is not None

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        return "warning.why.none_chosen"

    def _begun(self, row: WarningRow) -> None:
        self.saved.emit(words.say("warning.told_new", number=row.number))
        self.opened.emit(row.id)

    def _open(self, row: WarningRow | None) -> None:
        if row is not None:
            self.opened.emit(row.id)

    def _look_among(self, part: str) -> None:
        self._part = part
        self.reload_now()

    def _colour(self, row: Any) -> str:
        return colour_of(self._listed.levels, row.level) if self._listed is not None else ""

    def _show(self, told: Any) -> None:
        """Nothing stands beside the list."""

    def restyle(self) -> None:
        using = theme.current()
        self._column.setSpacing(using.px(8))
        self.search.setFixedWidth(using.px(180))
        self.table.setMinimumHeight(using.px(34) + 2 + 4 * using.row)
