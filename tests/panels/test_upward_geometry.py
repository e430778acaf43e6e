"""Every state of a report fits the smallest screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident import IncidentRow
from console.domain.people import Actor
from tests.kit import geometry
from tests.kit import upward as kit
from tests.kit.upward import Opened, laid_out, states
from ui import theme

incident, opened, watch = kit.incident, kit.opened, kit.watch


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 14), ("zh", 20), ("en", 20)])
@pytest.mark.long
def test_every_state_fits_the_smallest_screen(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, clock: StoppedClock, qapp: QApplication,
    qtbot: QtBot, language: str, size: int,
) -> None:  # fmt: skip
    rows = states(desk, watch, incident, clock)
    panel = opened()
    words.set_language(language)
    theme.apply(qapp, "light", size)
    panel.resize(1302 if language == "zh" else 1274, 620 if size == 14 else 560)
    wrong = {}
    try:
        for state, report_id in rows.items():
            with qtbot.waitSignal(panel.reports.presented):
                panel.open_item(report_id)
            laid_out()
            found = [*geometry.cut(panel), *geometry.sideways(panel), *geometry.hidden_cells(panel)]
            wrong |= {state: found} if found else {}
        panel.show_part(1)
        qtbot.waitUntil(lambda: panel.approvals.row() is not None)
        laid_out()
        found = geometry.faults(panel)
        wrong |= {"approvals": found} if found else {}
    finally:
        theme.apply(qapp, "light")
    assert wrong == {}
