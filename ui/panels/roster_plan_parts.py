"""What the page of drafts is made of: one row of tools, the month, what is found and changed, the fairness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from console import words
from ui import actions, theme
from ui.models.draft_around import change_columns
from ui.models.plan_findings import columns
from ui.models.table import RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.draft_grid import DraftGrid
from ui.widgets.draft_legend import Legend
from ui.widgets.empty import Empty
from ui.widgets.fairness_chart import MONTH, YEAR, FairnessChart
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import give_way, scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

ROTATE, SOLVE, HAND, STOP, NEXT, PUBLISH, CATCH_UP, GIVE_UP, UNDO, LEAVE, SWAP = (
    "Alt+R", "Alt+S", "Alt+N", "Alt+X", "Alt+K", "Alt+O", "Alt+U", "Alt+Q", "Ctrl+Z", "Alt+L", "Alt+W",
)  # fmt: skip
"""Keys of this page alone; months are turned as in the table."""


GRID_KEYS = {
    "edit": "Enter", "clear": "Del", "above": "Ctrl+R", "before": "Alt+D", "line": "Shift+Space", "copy": "Ctrl+C",
    "paste": "Ctrl+V",
}  # fmt: skip
"""Keys of the grid itself, told below it."""

_LEAST = 4
"""Lines of the month that are in sight wherever the page has room for anything else."""

_FAIRNESS = 0.22
"""How much of the page's width the fairness has, within what it needs and 300."""


class MonthStep(KeyButton):
    """An arrow to the month before or after; its word is read out."""

    def __init__(self, code: str, arrow: str, key: str) -> None:
        self._arrow = arrow
        super().__init__(code, key, kind="quiet", small=True)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(words.say(self._code))

    def _word(self) -> str:
        return self._arrow


class DraftChip(Badge):
    """What is shown: 编排稿 第2稿, or that it is published."""

    def __init__(self) -> None:
        self._facts: dict[str, Any] = {"number": 1}
        super().__init__("plan.chip.draft")

    def say(self, state: str, number: int) -> None:
        """``number``: which of the month's drafts, the first is 1."""
        self._facts = {"number": number}
        self.show_tag(f"plan.chip.{state}", "orange" if state == "draft" else "accent", filled=False)

    def text(self) -> str:
        return words.say(self._code, **self._facts)


class PlanParts(SettingsPage):
    """The page without what it does."""

    def make_parts(self, plan_word: Callable[[str], str]) -> None:
        """Everything that is seen; ``plan_word`` puts a plan to choose into words."""
        self.grid, self.legend = DraftGrid(), Legend()
        self.findings = RowTable(RowTableModel(columns(), lambda row: row.at), compact=True)
        self.changes = RowTable(RowTableModel(change_columns(), lambda row: row.what.id), compact=True)
        self.changes.call("plan.changes")
        self.chart = FairnessChart()
        self.grid_card = QFrame()
        self.grid_card.setProperty("part", "card")
        self.findings_card, self.changes_card = Card("plan.findings", flush=True), Card("plan.changes", flush=True)
        self.chart_card = Card("fairness.name")
        self.which = Choice((), plan_word)
        self.which.call("plan.which")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(8)
        self.basis = Choice((MONTH, YEAR), lambda basis: words.say(f"fairness.{basis}"))
        self.basis.setProperty("small", True)
        self.basis.call("fairness.basis")
        self.month_word, self.notice, self.hard = Word(role="strong"), Word(role="caution"), Word(role="error")
        self.notice.setWordWrap(True)
        self.chip = DraftChip()
        self.here, self.keys = Word(role="strong"), Word("plan.keys", role="caption", **GRID_KEYS)
        for word in (self.here, self.keys):
            word.setWordWrap(True)
        self.clean, self.unchanged = Word("plan.clean", role="secondary"), Word("plan.changes_none", role="secondary")
        self.bar = QProgressBar()
        self.empty = Empty("plan.empty", "plan.rotate", ROTATE)
        self._buttons()
        self._lay_out()

    def _buttons(self) -> None:
        self.before = MonthStep("roster.earlier", "‹", actions.key_of("month_before"))
        self.after = MonthStep("roster.later", "›", actions.key_of("month_after"))
        self.rotate = KeyButton("plan.rotate", ROTATE)
        self.solve = KeyButton("plan.solve", SOLVE)
        self.hand = KeyButton("plan.hand", HAND)
        self.stop = KeyButton("plan.stop", STOP, kind="danger")
        self.next = KeyButton("plan.next", NEXT)
        self.undo = KeyButton("plan.undo", UNDO)
        self.catch_up = KeyButton("plan.catch_up", CATCH_UP)
        self.publish = KeyButton("plan.publish", PUBLISH, kind="primary")
        self.give_up = KeyButton("plan.give_up", GIVE_UP, kind="quiet")
        self.leave_button = KeyButton("plan.leave", LEAVE)
        self.swap_button = KeyButton("plan.swap", SWAP)
        self.more = MoreButton(self)

    def _lay_out(self) -> None:
        self._lay_tools()
        self._lay_grid()
        self.findings_card.body.addWidget(self.clean)
        self.findings_card.body.addWidget(self.findings, 1)
        self.changes_card.body.addWidget(self.unchanged)
        self.changes_card.body.addWidget(self.changes, 1)
        self.chart_card.tools.addWidget(self.basis)
        self.chart_card.body.addWidget(self.chart, 1)
        self._below = QHBoxLayout()
        self._below.addWidget(self.findings_card, 5)
        self._below.addWidget(self.changes_card, 4)
        self._left = QVBoxLayout()
        self._left.addWidget(self.grid_card)
        self._left.addLayout(self._below, 1)
        inside = QWidget()
        self._both = QHBoxLayout(inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addLayout(self._left, 1)
        self._both.addWidget(self.chart_card)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        self._outside = QVBoxLayout(self)
        self._outside.setContentsMargins(0, 0, 0, 0)
        self._outside.addWidget(self.tools)
        self._outside.addLayout(running)
        self._outside.addWidget(self.notice)
        self._outside.addWidget(scrolling(inside), 1)
        for part in (self.bar, self.stop, self.notice, self.keys, self.hard, self.unchanged):
            part.hide()
        for part in (self.findings, self.changes):
            give_way(part)

    def _lay_tools(self) -> None:
        """The one row of buttons: what is wanted now and then stands in the menu, each with its key."""
        self.tools, ending = Lines(), QWidget()
        for part in (
            self.before, self.month_word, self.after, self.which, self.chip, self.rotate, self.solve, self.more,
        ):  # fmt: skip
            self.tools.flow.addWidget(part)
        self.more.hold(
            (self.next, self.undo, self.catch_up),
            (self.leave_button, self.swap_button),
            (self.hand, self.give_up),
        )
        self._ending = QHBoxLayout(ending)
        self._ending.setContentsMargins(0, 0, 0, 0)
        self._ending.addWidget(self.hard)
        self._ending.addWidget(self.publish)
        self.tools.flow.add_last(ending)

    def _lay_grid(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.grid)
        self.pages.addWidget(self.empty)
        self.pages.setCurrentIndex(1)
        column = QVBoxLayout(self.grid_card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        for part in (self.legend, self.here, self.keys):
            column.addWidget(part)

    def fit(self) -> None:
        """The month has the height its lines need, where there is room; else it scrolls within its card.

        Where all of the page has no room, the month and the words below it are in sight and the rest is scrolled to.
        """
        using, lines = theme.current(), self.grid.month.rowCount()
        least = self.chart_card.title.sizeHint().width() + self.basis.width() + using.px(36) + 18
        self.chart_card.setFixedWidth(max(least, using.px(190), min(int(self.width() * _FAIRNESS), using.px(300))))
        if not lines:
            self.pages.setMinimumHeight(self.grid.least_height(_LEAST))
            self.pages.setMaximumHeight(_UNBOUND)
            return
        wide = self.width() - self.chart_card.maximumWidth() - self._both.spacing() - 2
        told = self.legend.heightForWidth(wide) + self.here.minimumHeight() + 4
        sight = self._sight() - told
        spare = sight - self.keys.heightForWidth(wide) - self._left.spacing() - self._below.minimumSize().height() - 2
        least = self.grid.least_height(min(_LEAST, lines))
        room = spare if spare >= least else max(self.grid.least_height(1), min(least, sight))
        self.pages.setFixedHeight(min(self.grid.needed_height(), room))

    def _sight(self) -> int:
        """How high the page is below its tools."""
        above = [self.tools.heightForWidth(self.width())]
        above += [self.notice.heightForWidth(self.width())] if not self.notice.isHidden() else []
        above += [self.stop.sizeHint().height()] if not self.stop.isHidden() else []
        return self.height() - sum(above) - self._outside.spacing() * len(above)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self._outside.setSpacing(using.px(8))
        self._both.setSpacing(edge)
        self._left.setSpacing(using.px(8))
        self._below.setSpacing(edge)
        self._ending.setSpacing(using.px(8))
        for table in (self.findings, self.changes):
            table.setMinimumHeight(max(using.px(34) + using.compact_row + 2, table.minimumSizeHint().height()))
        for word in (self.clean, self.unchanged):
            word.setContentsMargins(edge, using.px(4), edge, 0)
        self.here.setContentsMargins(edge, using.px(4), edge, 0)
        self.here.setMinimumHeight(using.px(20) * 2 + using.px(4))
        self.keys.setContentsMargins(edge, 0, edge, using.px(4))
        self.which.setFixedWidth(using.px(200))
        self.basis.setFixedWidth(using.px(84))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


_UNBOUND = 16_777_215
"""No limit (QWIDGETSIZE_MAX)."""
