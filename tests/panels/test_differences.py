"""接班差异: the line and its button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui.widgets.differences import Differences

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_button_of_an_empty_line_leads_to_the_line(qtbot, app_theme):
    shown = Differences()
    qtbot.addWidget(shown)
    shown.show_differences([], may_raise=True, may_answer=False)
    shown.show()
    shown.activateWindow()
    raised = []
    shown.raised.connect(raised.append)
    shown.say.button.setFocus()
    qtbot.keyClick(shown.say.button, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.say.line.hasFocus)
    assert raised == []
    qtbot.keyClicks(shown.say.line, "keys")
    qtbot.keyClick(shown.say.line, Qt.Key.Key_Return)
    assert raised == ["keys"]
