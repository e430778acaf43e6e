"""The page of the seat: what this machine likes, asked of the window and kept in its file."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from console.errors import Unavailable
from console.seat_file import SIZES, THEMES, VOLUMES, SeatSettings
from tests.kit import settings as kit
from ui import theme

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark


def test_the_seat_offers_what_the_window_knows():
    assert (theme.THEMES, theme.sizes()) == (THEMES, SIZES)


def pick(qtbot, choice, value):
    """As the officer does it with the arrows."""
    choice.setFocus()
    step = Qt.Key.Key_Down if choice.values().index(value) > choice.currentIndex() else Qt.Key.Key_Up
    while choice.value() != value:
        qtbot.keyClick(choice, step)


def test_looks_are_asked_of_the_window_and_kept_in_the_file(qtbot, panel, page, heard, seat_file):
    shown, asked = page("seat"), []
    panel.theme_asked.connect(lambda name, size: asked.append((name, size)))
    panel.language_asked.connect(asked.append)
    written = []
    panel.seat_changed.connect(written.append)
    for choice, value in ((shown.theme, "dark"), (shown.size, 16), (shown.language, "en"), (shown.lock_after, 30)):
        with qtbot.waitSignal(shown.presented):
            pick(qtbot, choice, value)
    assert asked[0] == ("dark", 14) and asked[-1] == "en"
    assert seat_file.read().settings.lock_after_minutes == 30
    assert written[-1] == seat_file.read().settings
    assert heard.refused == []


def test_a_wheel_on_its_way_down_the_page_changes_nothing(qtbot, panel, page):
    shown = page("seat")
    before = shown.size.value()
    at = QPointF(shown.size.rect().center())
    wheel = QWheelEvent(
        at, shown.size.mapToGlobal(at), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown.size, wheel)
    assert shown.size.value() == before == 14


def test_the_printer_is_chosen_among_those_there_are_and_one_that_is_gone_is_named(qtbot, panel, page, seat_file):
    seat_file.change(printer="旧打印机")
    shown = page("seat")
    qtbot.waitUntil(lambda: "走廊打印机" in shown.printer.values())
    assert shown.printer.currentText() == "旧打印机（现在找不到）"
    with qtbot.waitSignal(shown.presented):
        pick(qtbot, shown.printer, "走廊打印机")
    assert seat_file.read().settings == SeatSettings(printer="走廊打印机")


def test_what_the_file_says_is_not_shown_before_it_is_read(qtbot, panel, page, seat_file):
    seat_file.change(lock_after_minutes=10, sound=VOLUMES[-1])
    one = panel.pages["seat"]
    of_file = (one.lock_after, one.printer, one.sound)
    one._offer_printers(["走廊打印机"])  # the printers may be known before the file
    assert [(choice.currentText(), choice.isEnabled()) for choice in of_file] == [("", False)] * 3
    shown = page("seat")
    assert [choice.isEnabled() for choice in of_file] == [True] * 3
    assert (shown.lock_after.value(), shown.printer.value(), shown.sound.value()) == (10, "", VOLUMES[-1])


def test_a_bad_file_is_told_on_the_page(qtbot, panel, page, seat_file):
    seat_file.path.write_text("size = 15", "utf-8")
    shown = page("seat")
    assert "size" in shown.trouble.text() and shown.trouble.isVisible()


def test_a_disk_that_refuses_costs_the_keeping_only(qtbot, panel, page, heard, seat_file):
    shown, asked = page("seat"), []
    panel.theme_asked.connect(lambda name, _: asked.append(name))
    seat_file.path.mkdir()
    with qtbot.waitSignal(shown.refused):
        pick(qtbot, shown.theme, "dark")
    assert asked == ["dark"]
    assert isinstance(heard.refused[0], Unavailable)
    assert shown.theme.value() == "dark"


def test_keys_of_the_window_are_followed(qtbot, panel, page, app_theme):
    shown = page("seat")
    theme.apply(app_theme, "contrast", 18)
    assert (shown.theme.value(), shown.size.value()) == ("contrast", 18)
