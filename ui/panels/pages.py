"""Panels made of pages, each a small panel of its own, one of them seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console.changes import Changes
from ui import actions, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.panels.base import Panel
from ui.panels.settings_page import SettingsPage
from ui.widgets.parts import Doors, PartRow
from ui.widgets.scrolling import scrolling


class PagesPanel(Panel):
    """Loads nothing itself: news go to every page, reloads to the one in front of ``stack``."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self.stale = False
        self.stack = QStackedWidget()
        self._in_order: list[SettingsPage] = []

    def add_page(self, page: SettingsPage, *, scrolls: bool = True) -> None:
        """Behind those that stand there already; what it says, the panel says."""
        self._in_order.append(page)
        self.stack.addWidget(scrolling(page) if scrolls else page)
        self.pass_on(page)

    def pass_on(self, page: Panel) -> None:
        page.failed.connect(self.failed)
        page.presented.connect(self.presented)
        page.saved.connect(self.saved)
        page.refused.connect(self.refused)

    def current_page(self) -> SettingsPage:
        return self._in_order[self.stack.currentIndex()]

    def note(self, changes: Changes) -> None:
        for page in self._in_order:
            page.note(changes)

    def reload(self) -> None:
        self.current_page().reload()

    def reload_now(self) -> None:
        self.current_page().reload_now()


class PartsPanel(PagesPanel):
    """Its pages are parts, chosen by a row of buttons with keys; a constructor ends with ``build_parts``."""

    parts: PartRow | Doors

    def build_parts(
        self, pages: Sequence[SettingsPage], codes: Sequence[tuple[str, str]], *, scrolls: bool = True
    ) -> None:
        """``codes`` are the words of each part, without and with what waits there."""
        row = PartRow(codes)
        self.parts = row
        for page in pages:
            self.add_page(page, scrolls=scrolls)
        self._column = QVBoxLayout(self)
        self._column.addWidget(row)
        self._column.addWidget(self.stack, 1)
        self.bind_parts(codes)
        self.restyle()

    def bind_parts(self, codes: Sequence[tuple[str, str]]) -> None:
        """Buttons and keys of the parts."""
        self.parts.chosen.connect(self.show_part)
        steps = [
            Action(f"part.{at}", lambda at=at: self.show_part(at - 1), said=plain)
            for at, (plain, _counted) in enumerate(codes, 1)
        ]
        actions.bind(self, steps, whole_window=False)

    def show_part(self, at: int) -> None:
        """Bring a part to the front and the keyboard into it."""
        self.parts.show_chosen(at)
        self.stack.setCurrentIndex(at)
        self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        return self.current_page().first_focus() or self

    def restyle(self) -> None:
        gap = theme.current().px(12)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(theme.current().px(8))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()


class CountedPanel(PartsPanel):
    """Each of its parts says how much waits in it, also one that is behind: that one is read too."""

    def note(self, changes: Changes) -> None:
        super().note(changes)
        self._count_hidden()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_hidden()

    def _count_hidden(self) -> None:
        for page in self._in_order:
            if self.isVisible() and page.stale and page is not self.current_page():
                page.reload()
