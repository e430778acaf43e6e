"""Loading ahead, one module a turn; and the button whose word is painted by itself, not by Qt's style."""

import importlib
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QStyleOptionButton

from ui import theme, warming
from ui.warming import Warming
from ui.widgets.keycap import KeyButton


def modules(tmp_path, monkeypatch, *names):
    monkeypatch.syspath_prepend(tmp_path)
    for name in names:
        (tmp_path / f"{name}.py").write_text("")
    return names


def test_modules_are_loaded_one_a_turn_and_then_it_goes_on(qtbot, qapp, tmp_path, monkeypatch):
    names = modules(tmp_path, monkeypatch, "warm_one", "warm_two")
    seen, done, parent = [], [], QObject()
    timer = QTimer(parent)
    timer.timeout.connect(lambda: seen.append(sum(name in sys.modules for name in names)))
    timer.start(0)
    Warming(names, lambda: done.append(set(names) <= set(sys.modules)), parent)

    assert seen == [] and "warm_one" not in sys.modules, "nothing is loaded by asking"
    qtbot.waitUntil(lambda: bool(done))
    assert done == [True] and 1 in seen, "another event was handled between the two"


def test_stopped_it_loads_nothing_more_and_calls_nothing(qtbot, qapp, tmp_path, monkeypatch):
    names = modules(tmp_path, monkeypatch, "warm_three", "warm_four")
    done, parent = [], QObject()
    Warming(names, lambda: done.append("stopped one"), parent).stop()
    Warming((), lambda: done.append("empty one"), parent)

    qtbot.waitUntil(lambda: bool(done))
    assert done == ["empty one"] and not set(names) & set(sys.modules)


def test_what_is_loaded_ahead_exists():
    for name in (*warming.FRAME, *warming.FIRST_PANELS):
        importlib.import_module(name)


def test_the_style_paints_a_button_without_its_word(qtbot, app_theme, monkeypatch):
    monkeypatch.setattr(KeyButton, "_paint_words", lambda *_: None)
    button = KeyButton("button.sign_in", "Enter")
    qtbot.addWidget(button)
    button.resize(120, theme.current().px(32))
    option = QStyleOptionButton()
    button.initStyleOption(option)
    without = button.grab().toImage()
    QPushButton.setText(button, "")

    assert option.text == "" and button.accessibleName()
    assert without == button.grab().toImage()
