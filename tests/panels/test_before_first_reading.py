"""A panel before its first reading: no word stands there half made."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from ui.jobs import Jobs
from ui.rooms import Room, make
from ui.seat import Seat
from ui.text import Times


@pytest.mark.parametrize("panel_id", ["stores", "teams", "dispatch", "shelters", "situation"])
def test_no_word_waits_for_its_figures(
    panel_id: str, qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times
) -> None:
    panel: Any = make(panel_id, Room(desk, jobs, seat, times, *[None] * 7))  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    for language in ("zh", "en"):
        words.set_language(language)
        told = [one.text() for kind in (QAbstractButton, QLabel) for one in panel.findChildren(kind)]
        assert told and [text for text in told if "{" in text] == []
    words.set_language("zh")
