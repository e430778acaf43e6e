"""Making a panel shows nothing outside the window: a part shown without a parent would flash and take the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.services import glance
from ui.app import PANELS, App
from ui.widgets.field import Field

NAME, PASSWORD = "陈例一", "one window of 2030"


class Shown(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Shown]:
    made = Shown()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_a_required_field_shows_its_mark_inside_itself(app_theme: QApplication, shown: Shown) -> None:
    field = Field("column.outbound.text", QLineEdit(), required=True)
    assert shown.windows == []
    assert not field.mark.isHidden()
    field.deleteLater()


def test_every_panel_is_made_inside_the_window(
    qapp: QApplication, new_store: DataDir, clock: StoppedClock, qtbot: QtBot, shown: Shown
) -> None:
    desk = bootstrap.build(new_store, clock)
    desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=Actor.tool("tester"))
    desk.close()
    app = App(qapp, new_store, clock=clock, language="zh")
    app.start(glance.look(new_store))
    qtbot.waitUntil(lambda: app.shell is not None and app.gate.entry.button.isEnabled(), timeout=10_000)
    app.gate.entry.name.setEditText(NAME)
    app.gate.entry.password.setText(PASSWORD)
    qtbot.keyClick(app.gate.entry.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.seat.taken and not app.seat.locked, timeout=10_000)
    shown.windows.clear()
    for panel_id, _icon, _key in PANELS:
        app.window.show_panel(panel_id)
        found, shown.windows = shown.windows, []
        assert found == [], panel_id
    app.window.close()
    app.deleteLater()
