"""Every page fits the smallest screen at every size in both languages, and no table cuts a clock or a number.

The store is a long night's at the turn of the year: times carry their year, offices and posts have long names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.config import DataDir
from console.domain.clock import StoppedClock
from tests.kit import geometry, night, relief
from tests.kit.views import Views
from tests.kit.window import furnishing, sign_in
from ui import theme
from ui.app import App
from ui.models.table import Column, RowTableModel
from ui.widgets.table import RowTable

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

WIDTH, HEIGHT, TASK_BAR = 1366, 768, 40


@pytest.fixture
def clock() -> StoppedClock:
    """The night ends in another year than it begins."""
    return StoppedClock(datetime(2030, 12, 30, 22, 0, tzinfo=UTC))


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock, tmp_path: Path) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        night.fill(desk, clock, tmp_path, by=by)
        relief.fill(desk, clock, by=by)
    return new_store


@pytest.fixture
def views(opened: Callable[[], App], qapp: QApplication, qtbot: QtBot) -> Iterator[Views]:
    """The window signed in, as large as the smallest screen leaves it beside a task bar."""
    app = opened()
    app.window.setWindowState(Qt.WindowState.WindowNoState)
    app.window.resize(WIDTH, HEIGHT - TASK_BAR)
    sign_in(app, qtbot)
    yield Views(app, qtbot)
    theme.apply(qapp, "light")


@pytest.mark.parametrize("language", [pytest.param("zh", marks=pytest.mark.long), "en"])  # English is wider
def test_every_page_fits_at_the_smallest_and_the_largest_type(language: str, views: Views, qapp: QApplication) -> None:
    window, wrong = views.app.window, {}
    words.set_language(language)
    for size in (theme.sizes()[0], theme.sizes()[-1]):
        theme.apply(qapp, "light", size)
        for name in views.each():
            window.resize(WIDTH, HEIGHT - TASK_BAR)
            views.lay_out()
            found = geometry.faults(window)
            if (window.width(), window.height()) != (WIDTH, HEIGHT - TASK_BAR):
                found.append(f"the window had to be {window.width()}×{window.height()}")
            if found:
                wrong[size, name] = found
    assert wrong == {}


def test_a_sheet_being_handed_over_fits_and_nothing_of_the_board_or_an_entry_is_below_the_fold(views: Views) -> None:
    app = views.app
    app.window.resize(WIDTH, HEIGHT - TASK_BAR)
    duty, actor = app.shell.desk.duty, app.seat.actor
    duty.start_hand_over(by=actor)
    wrong = {}
    for name in views.each("board", "intake", "handover"):
        below = geometry.below(app.window)
        if name in {"handover", "intake entry", "intake document"} and below:
            wrong[name] = [str(below)]
        wrong[name] = [*wrong.get(name, []), *geometry.faults(app.window), *_hidden(app, name)]
    assert {name: found for name, found in wrong.items() if found} == {}


def _hidden(app: App, name: str) -> list[str]:
    """What matters most on a page, where it is not wholly on the screen."""
    panel = app.window.current_panel()
    assert panel is not None
    matters = {
        "board": ("quick", "open_card", "lines_card", "watch_card", "day_card"),
        "intake call": ("bars",),
        "intake document": ("bars", "clock_lines"),
    }.get(name, ())
    parts = [getattr(panel, each) for each in matters]
    if name.startswith("intake"):
        parts.append(panel.form.summary)  # type: ignore[attr-defined]
    return [f"{type(part).__name__} is cut" for part in parts if part.visibleRegion().boundingRect() != part.rect()]


@pytest.mark.long
def test_the_largest_screen_leaves_nothing_out(views: Views) -> None:
    wrong = {}
    for name in views.each():
        views.app.window.resize(3840, 2160)
        views.lay_out()
        wrong[name] = [*geometry.faults(views.app.window), *map(str, geometry.below(views.app.window))]
    assert {name: found for name, found in wrong.items() if found} == {}


# the measure itself


def test_a_label_without_room_is_told(app_theme: QApplication, qtbot: QtBot) -> None:
    page = _page(qtbot)
    label = QLabel("岩头镇样例村12", page)
    _put(page, label)
    page.show()
    assert geometry.cut(page) == []
    label.setFixedWidth(30)
    page.adjustSize()
    views_done(page)
    assert any("岩头镇" in told for told in geometry.cut(page))


def test_a_clock_in_a_narrow_column_is_told_and_a_row_table_widens_it(app_theme: QApplication, qtbot: QtBot) -> None:
    page = _page(qtbot)
    columns: list[Column[str]] = [
        Column("time", lambda row: row, width=40),
        Column("text", lambda row: f"{row} 岩头镇" * 4, stretch=True),
        Column("by", lambda row: row[:4], width=80),
    ]
    table = RowTable(RowTableModel(columns, lambda row: row))
    _put(page, table)
    page.resize(600, 200)
    page.show()
    table.show_rows(["2030-12-31 08:12"])
    views_done(page)
    assert geometry.hidden_cells(page) == []
    QTableView.setColumnWidth(table, 0, 40)
    assert any("2030-12-31" in told for told in geometry.hidden_cells(page))


def _page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    QHBoxLayout(page)
    return page


def _put(page: QWidget, part: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(part)


def views_done(page: QWidget) -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, 0)
        QApplication.processEvents()
    assert page.isVisible()
