"""Making a panel shows nothing outside the window: a part shown without a parent would flash and take the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.window import Opened, sign_in
from ui.app import PANELS
from ui.widgets.field import Field


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


def test_every_panel_is_made_inside_the_window(opened: Opened, qtbot: QtBot, shown: Shown) -> None:
    app = opened()
    sign_in(app, qtbot)
    shown.windows.clear()
    for panel_id, _icon, _key in PANELS:
        app.window.show_panel(panel_id)
        found, shown.windows = shown.windows, []
        assert found == [], panel_id
