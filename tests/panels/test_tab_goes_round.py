"""Tab reaches every field and button of a page, in every round, and never runs in a circle of a few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.kit.typist import Typist
from ui.app import PANELS

SHOWN = [(panel, "") for panel, *_ in PANELS] + [("intake", "start_new"), ("intake", "switch_kind")]


@pytest.mark.parametrize(("panel_id", "begin"), SHOWN)
def test_tab_reaches_everything_in_the_second_round_too(typist: Typist, qtbot, panel_id, begin):
    panel = typist.app.window.show_panel(panel_id)
    qtbot.waitUntil(lambda: not panel.stale and not panel._loading)
    if begin:
        panel.start_new()
        getattr(panel, begin)()
        QApplication.processEvents()
    wanted = {widget for widget in panel.findChildren(QWidget) if _reached_by_tab(widget)}
    rounds = [_walk(len(wanted) + 40) for _ in range(2)]

    for reached in rounds:
        assert [_named(widget) for widget in wanted - reached] == []


def _reached_by_tab(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    return bool(takes and widget.isVisible() and widget.isEnabled())


def _walk(steps: int) -> set[QWidget]:
    reached = set()
    for _ in range(steps):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def _named(widget: QWidget) -> str:
    said: Callable[[], str] | None = getattr(widget, "text", None)
    return f"{type(widget).__name__} {widget.accessibleName() or (said() if callable(said) else '')}"
