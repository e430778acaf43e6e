"""Where nobody is found: an empty book says how it is filled, and nobody else's number can be rung."""

from __future__ import annotations

from console import words
from tests.kit.contacts_panel import find, make, open_person, people

__all__ = ["make", "people"]


def test_an_empty_book_says_how_it_is_filled(qtbot, make):
    book = make().book
    qtbot.waitUntil(lambda: book.empty.sentence.text() == words.say("contacts.book_empty"), timeout=10_000)


def test_who_was_looked_at_before_is_gone_when_nobody_is_found(qtbot, people, make):
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    dial = panel.book.pane.buttons["dial"]
    assert dial.isVisible()
    find(qtbot, panel, "zzz", [])
    qtbot.waitUntil(lambda: panel.book.chosen() is None, timeout=10_000)
    assert not dial.isVisible() and panel.book.empty.isVisible()
    find(qtbot, panel, "sle", ["单例二"])
    qtbot.waitUntil(lambda: panel.book.chosen() is not None, timeout=10_000)
