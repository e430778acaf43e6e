"""A name with the known ones offered while typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.input_method import commit
from ui.widgets.name_field import NameField


class Asked(QWidget):
    """A name and its password, as every signature asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.password = NameField(["陈例一", "林例二"]), QLineEdit()
        self.button = QPushButton("签名")
        column = QVBoxLayout(self)
        column.addWidget(self.name)
        column.addSpacing(300)
        column.addWidget(self.password)
        column.addWidget(self.button)

    @property
    def offer(self) -> QWidget:
        return self.name.completer().popup()


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    asked = Asked()
    qtbot.addWidget(asked)
    with qtbot.waitActive(asked):
        asked.show()
        asked.activateWindow()
    asked.name.setFocus()
    commit(asked.name, "陈例")
    qtbot.waitUntil(asked.offer.isVisible)
    return asked


def _press(offer: QWidget, at: QPoint) -> None:
    """A press as the open offer gets it: it holds the mouse, wherever the press falls."""
    here, left = QPointF(offer.mapFromGlobal(at)), Qt.MouseButton.LeftButton
    press = QMouseEvent(QEvent.Type.MouseButtonPress, here, QPointF(at), left, left, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(offer, press)


def test_a_click_beside_the_offer_also_goes_where_it_was_made(asked: Asked, qtbot: QtBot) -> None:
    _press(asked.offer, asked.password.mapToGlobal(asked.password.rect().center()))

    qtbot.waitUntil(asked.password.hasFocus)
    assert not asked.offer.isVisible() and asked.name.text() == "陈例"


def test_a_button_beside_the_offer_needs_one_click(asked: Asked, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asked.button.clicked):
        _press(asked.offer, asked.button.mapToGlobal(asked.button.rect().center()))

    assert not asked.offer.isVisible()


def test_a_click_outside_every_window_only_closes_the_offer(asked: Asked, qtbot: QtBot) -> None:
    _press(asked.offer, asked.mapToGlobal(QPoint(-50, -50)))

    qtbot.waitUntil(lambda: not asked.offer.isVisible())
    assert asked.name.hasFocus()
