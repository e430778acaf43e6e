"""The second place in the settings, of a store that disagrees with its books: copied, and said so."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.log import NewEntry
from console.seat_file import SeatFile
from tests.kit import copies as kit
from tests.kit import geometry
from tests.kit.copies import by_hand
from tests.kit.window import NAME, Opened, sign_in
from ui.jobs import Jobs
from ui.panels.settings_copies import CopiesPage
from ui.seat import Seat
from ui.text import Times

PATIENCE_MS = 10_000


place = kit.place


@pytest.fixture
def page(
    qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times, place: Path
) -> CopiesPage:
    """With a good copy there, an hour old, and two lines changed by hand since."""
    for number in range(1, 4):
        desk.log.add(NewEntry(uuid4(), f"第 {number} 条"), by=seat.actor)
    SeatFile(desk.data.seat).change(backup_place=str(place))
    desk.copies.make(place, by=seat.actor)
    desk.clock.advance(hours=1)
    by_hand(desk.data.store, "UPDATE log_entry SET text = '改' WHERE number > 1")
    made = CopiesPage(jobs, seat, times, copies=desk.copies)
    qtbot.addWidget(made)
    made.resize(1052, 560)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


def states(page: CopiesPage) -> list[Any]:
    model = page.table.rows_model
    at = [column.id for column in model.columns].index("copy.state")
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_it_is_copied_and_stays_said_until_the_books_agree(page: CopiesPage, qtbot: QtBot, place: Path) -> None:
    qtbot.waitUntil(lambda: states(page) == ["完好"], timeout=PATIENCE_MS)
    assert not page.trouble.isVisible()
    told: list[str] = []
    page.saved.connect(told.append)
    page.make.click()
    qtbot.waitUntil(lambda: states(page) == ["已知不一致 2 处", "完好"], timeout=PATIENCE_MS)
    assert told == ["已备份：应急指挥中心-20300812-090000，至第 3 号；但数据有 2 处不一致"]
    assert page.trouble.text() == ("已备份，但数据有 2 处不一致：值班日志第 2 条被改动过。 请做完整校验并报告管理员。")
    assert page.facts.values["copies.last"].text().startswith("2030-08-12 09:00")
    assert geometry.cut(page) == [] and len(list(place.iterdir())) == 2
    words.set_language("en")
    assert page.trouble.text().startswith("Copied, but the books disagree (2 in all): The duty book was changed")
    assert states(page) == ["Known faults: 2", "Good"]


def test_a_hand_over_leaves_such_a_copy_and_says_so(opened: Opened, store: DataDir, place: Path, qtbot: QtBot) -> None:
    SeatFile(store.seat).change(backup_place=str(place))
    by_hand(store.store, "UPDATE audit_entry SET text = '改' WHERE number = 1")
    app = opened()
    sign_in(app, qtbot)
    app.window.show_panel("handover").watch_changed.emit(NAME)
    strip = app.window.messages
    qtbot.waitUntil(lambda: "但数据有 1 处不一致" in strip.message.text(), timeout=PATIENCE_MS)
    assert len(app.shell.desk.copies.listed(place)) == 1
    lamp = next(lamp for lamp in app.shell.desk.health.lamps() if lamp.id == "backup")
    assert lamp.code == "lamp.backup.faulty"
