"""What the page of drafts is made of: the grid, what is found, the fairness, the buttons with their keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ui import actions, theme
from ui.models.plan_findings import columns, even_columns
from ui.models.table import RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.draft_grid import DraftGrid
from ui.widgets.empty import Empty
from ui.widgets.fairness_chart import FairnessChart
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import give_way, scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

ROTATE, SOLVE, HAND, STOP, NEXT, PUBLISH, CATCH_UP, GIVE_UP, UNDO, LEAVE, SWAP = (
    "Alt+R", "Alt+S", "Alt+N", "Alt+X", "Alt+K", "Alt+O", "Alt+U", "Alt+Q", "Ctrl+Z", "Alt+L", "Alt+W",
)  # fmt: skip
"""Keys of this page alone; months are turned as in the table."""


GRID_KEYS = {
    "edit": "Enter", "clear": "Del", "above": "Ctrl+D", "before": "Alt+D", "line": "Shift+Space", "copy": "Ctrl+C",
    "paste": "Ctrl+V",
}  # fmt: skip
"""Keys of the grid itself, told below it."""


class PlanParts(SettingsPage):
    """The page without what it does."""

    def make_parts(self, plan_word: Callable[[str], str]) -> None:
        """Everything that is seen; ``plan_word`` puts a plan to choose into words."""
        self.grid = DraftGrid()
        self.findings = RowTable(RowTableModel(columns(), lambda row: row.at), compact=True)
        self.chart = FairnessChart()
        self.even = RowTable(RowTableModel(even_columns(), lambda row: row.kind), compact=True)
        self.even.call("fairness.table")
        self.grid_card, self.findings_card = Card("plan.grid", flush=True), Card("plan.findings", flush=True)
        self.chart_card = Card("fairness.name")
        self.which = Choice((), plan_word)
        self.which.call("plan.which")
        self.month_word, self.notice = Word(role="strong"), Word(role="caution")
        self.notice.setWordWrap(True)
        self.here, self.keys = Word(role="strong"), Word("plan.keys", role="caption", **GRID_KEYS)
        for word in (self.here, self.keys):
            word.setWordWrap(True)
        self.clean = Word("plan.clean", role="secondary")
        self.bar = QProgressBar()
        self.empty = Empty("plan.empty", "plan.rotate", ROTATE)
        self._buttons()
        self._lay_out()

    def _buttons(self) -> None:
        self.before = KeyButton("roster.earlier", actions.key_of("month_before"), kind="quiet", small=True)
        self.after = KeyButton("roster.later", actions.key_of("month_after"), kind="quiet", small=True)
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

    def _lay_out(self) -> None:
        for part in (self.month_word, self.before, self.after, self.which):
            self.grid_card.tools.addWidget(part)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.grid)
        self.pages.addWidget(self.empty)
        self.pages.setCurrentIndex(1)
        self.grid_card.body.addWidget(self.pages, 1)
        self.grid_card.body.addWidget(self.here)
        self.grid_card.body.addWidget(self.keys)
        self.findings_card.body.addWidget(self.clean)
        self.findings_card.body.addWidget(self.findings, 1)
        self.chart_card.body.addWidget(self.chart, 1)
        self.chart_card.body.addWidget(self.even)
        self._flow = Flow()
        for button in (
            self.publish, self.rotate, self.solve, self.hand, self.next, self.undo, self.catch_up, self.leave_button,
            self.swap_button, self.give_up,
        ):  # fmt: skip
            self._flow.addWidget(button)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        inside = QWidget()
        self._page = QGridLayout(inside)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.addWidget(self.notice, 0, 0, 1, 2)
        self._page.addWidget(self.grid_card, 1, 0, 2, 1)
        self._page.addWidget(self.findings_card, 1, 1)
        self._page.addWidget(self.chart_card, 2, 1)
        self._page.addLayout(running, 3, 0, 1, 2)
        self._page.addLayout(self._flow, 4, 0, 1, 2)
        self._page.setColumnStretch(0, 5)
        self._page.setColumnStretch(1, 3)
        self._page.setRowStretch(1, 3)
        self._page.setRowStretch(2, 2)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))
        for part in (self.bar, self.stop, self.notice, self.here, self.keys):
            part.hide()
        for part in (self.grid, self.findings):
            give_way(part)

    def restyle(self) -> None:
        using = theme.current()
        self._page.setSpacing(using.px(6))
        self._flow.setSpacing(using.px(8))
        self.grid.setMinimumHeight(using.px(34) + using.compact_row * 6)
        self.findings.setMinimumHeight(using.px(34) + using.compact_row * 3)
        self.chart.setMinimumHeight(using.px(105))
        self.even.setFixedHeight(using.px(34) + using.compact_row * 4 + 2)
        for word in (self.here, self.keys):
            word.setContentsMargins(using.px(12), using.px(4), using.px(12), using.px(4))
            word.setMinimumHeight(using.px(20) * 2 + using.px(8))
        self.which.setMaximumWidth(using.px(300))
