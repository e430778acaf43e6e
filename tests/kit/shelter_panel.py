"""The 避灾安置 panel on the small county of tests.kit.shelters: opened alone, news reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from ui.jobs import Jobs
from ui.models.shelter_rows import ShelterServices
from ui.panels.shelters import SheltersPanel
from ui.seat import Seat
from ui.text import Times


@pytest.fixture
def panel(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Iterator[Any]:
    """Opens the panel; what it said, refused and asked for on paper stands in ``heard``, ``errors``, ``papers``."""
    services = ShelterServices(
        desk.shelters, desk.relocations, desk.shelter_files, desk.shelter_runs, desk.incidents, desk.incident_figures,
        desk.places, desk.stores, frozenset({"map", "incidents"}),
    )  # fmt: skip
    left = []

    def opened(width: int = 1290, height: int = 640) -> SheltersPanel:
        made: Any = SheltersPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        made.heard, made.errors, made.papers, made.led = [], [], [], []
        made.saved.connect(made.heard.append)
        made.print_asked.connect(made.papers.append)
        made.item_asked.connect(lambda panel_id, key: made.led.append((panel_id, key)))
        for signal in (made.refused, made.failed):
            signal.connect(made.errors.append)
        left.append(desk.feed.subscribe(lambda news: jobs.read(lambda: news, made.note, lambda _error: None)))
        qtbot.addWidget(made)
        made.resize(width, height)
        with qtbot.waitSignal(made.presented):
            made.show()
        made.activateWindow()
        made.first_focus().setFocus()
        return made

    yield opened
    for unsubscribe in left:
        unsubscribe()
    words.set_language("zh")
