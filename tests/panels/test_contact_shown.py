"""Whoever is marked in the list of 通讯录 is the one who is shown and rung."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.kit import contacts_panel as kit
from tests.kit.contacts_panel import find

people, make = kit.people, kit.make
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(("asked", "marked"), [("sle", False), ("zls", True)])
def test_nobody_else_is_marked_when_somebody_is_opened_from_elsewhere(
    people: Any, make: Any, qtbot: QtBot, asked: str, marked: bool
) -> None:
    panel = make()
    book = panel.book
    find(qtbot, panel, asked, ["曾例三" if marked else "单例二"])
    qtbot.waitUntil(lambda: book.list.chosen_key() is not None)
    panel.open_item(people["曾例三"])
    qtbot.waitUntil(lambda: book.chosen() is not None and book.chosen().name == "曾例三")
    assert book.list.chosen_key() == (people["曾例三"] if marked else None)
    assert bool(book.list.selectionModel().selectedRows()) == marked
