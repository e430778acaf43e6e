"""The side of the board is as wide as what came into it needs, whenever it came."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui import theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_what_comes_later_is_not_cut(typist, qapp):
    window = typist.app.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    theme.apply(qapp, "light", theme.sizes()[-1])
    try:
        window.resize(1366, 728)
        board = typist.panel()
        typist.until(lambda: board._has_result and board.width() > 1000, "the board")
        wanted = board._side.viewport().width() + 30
        board.day_card.setMinimumWidth(wanted)
        typist.until(lambda: board._side.viewport().width() >= wanted, "room for it")
    finally:
        theme.apply(qapp, "light")
