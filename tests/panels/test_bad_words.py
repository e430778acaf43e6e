"""Nasty words are handed up in every act: taken, or refused in a sentence with the words left standing; never a bug."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.kit import bad_input
from tests.kit.acts import ACTS, Hands
from tests.kit.bad_input import Editor, text_of
from tests.kit.nasty import VALUES
from tests.kit.window import Opened, sign_in
from tests.kit.world import World
from ui.dialogs.palette import Palette

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SHARP = (
    "no such clock", "no such day", "no such time", "year 1", "last year", "first day", "last day", "negative",
    "beyond 64 bits", "infinity", "half-wide clock", "half-wide day", "full-width digits", "superscript digit",
    "bidi override", "zero width", "formula",
)  # fmt: skip
"""What trips up whoever reads a time, a day or a number."""
BLUNT = "format strings"
"""What may trip up whoever takes any text; where this is refused, a time, a day or a number is wanted."""

GROUPS = {
    "intake": ("line", "task", "task's end", "intake", "act", "close", "revise", "call back", "clock", "promise"),
    "sent": ("correction", "outbound", "receipt", "not delivered", "phone", "notice", "brief", "report"),
    "watch": ("where", "stand in", "copied days", "remarks", "absent", "abandon", "identify", "emergency"),
    "orders": ("order", "instruction", "handing on", "roll call", "consultation"),
    "settings": ("officer", "own password", "setting", *(name for name in ACTS if name.startswith("list "))),
}


class Bugs(logging.Handler):
    """What the program's own hooks report."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(repr(record.exc_info[1]) if record.exc_info else record.getMessage())


@pytest.fixture
def bugs() -> Iterator[Bugs]:
    made = Bugs()
    logging.getLogger().addHandler(made)
    yield made
    logging.getLogger().removeHandler(made)


@pytest.fixture
def hands(opened: Opened, qtbot: Any, county_files: Any) -> Iterator[Hands]:
    app = opened()
    sign_in(app, qtbot)
    World(app.shell.desk, app.jobs, app.seat, app.times, county_files)
    made = Hands(app)
    yield made
    made.close_dialogs()


class Pressing:
    """One act with one bad word after another, each in one field with good words in the others."""

    def __init__(self, hands: Hands, name: str, bugs: Bugs) -> None:
        self.hands, self.name, self.bugs, self.act = hands, name, bugs, ACTS[name]
        self.wrong: list[str] = []
        self.count = 0
        self._come()

    def press_all(self) -> None:
        kinds = {editor.accessibleName().rstrip(" 0123456789"): at for at, editor in enumerate(self._editors)}
        for at in kinds.values():
            if not self._press(at, VALUES[BLUNT]):
                for value in SHARP:
                    self._press(at, VALUES[value])

    def _come(self) -> None:
        self._root: QWidget = self.act.come(self.hands)
        self._editors = _seen(self._root)
        self._begun = [text_of(editor) for editor in self._editors]

    def _press(self, at: int, value: str) -> bool:
        """Whether it was taken."""
        if not isValid(self._root) or not self._root.isVisible():
            self._come()
        for editor, text in zip(self._editors, self._begun, strict=True):
            bad_input.put(editor, text)
        editor = self._editors[at]
        bad_input.put(editor, "")
        bad_input.commit(editor, value)
        typed = text_of(editor)
        return bool(typed) and self._hand_up(editor, typed, f"{self.name} {editor.accessibleName()} {value!r}")

    def _hand_up(self, editor: Editor, typed: str, what: str) -> bool:
        self.count += 1
        self.bugs.seen.clear()
        bad_input.forget_said(self.hands.app.window)
        self.hands.app.window.messages.message.clear()
        self.act.press(self.hands, self._root)
        self.hands.settle()
        if self.bugs.seen:
            self.wrong.append(f"{what}: {self.bugs.seen[0]}")
        if not isValid(editor) or not editor.isVisible():
            return True
        strip = self.hands.app.window.messages.message
        refused = bool(strip.text()) and strip.property("role") == "error"
        if text_of(editor) != typed or (strip.text() and not refused):
            if refused:
                self.wrong.append(f"{what}: refused, and {text_of(editor)!r} is left")
            return True
        if not refused and not bad_input.said(self._root):
            self.wrong.append(f"{what}: nothing is said")
        return False


def _seen(root: QWidget) -> list[Editor]:
    return [editor for _, editor in bad_input.editors(root) if editor.isVisibleTo(root) and editor.isEnabled()]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.long
def test_bad_words_are_taken_or_refused_in_words(hands: Hands, bugs: Bugs, group: str) -> None:
    wrong, count = [], 0
    for name in GROUPS[group]:
        pressing = Pressing(hands, name, bugs)
        pressing.press_all()
        wrong += pressing.wrong
        count += pressing.count
    assert wrong == []
    assert count > 50


def test_every_act_is_in_a_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(ACTS)


def test_words_looked_for_from_the_palette_stand_in_the_log_s_search(hands: Hands, bugs: Bugs) -> None:
    for value in ("SQL", "wildcards", "emoji", "bidi override"):
        hands.app.shell.show_palette()
        (palette,) = (each for each in hands.app.window.findChildren(Palette) if each.isVisible())
        bad_input.commit(palette.asked, VALUES[value])
        bad_input.press_enter(palette.asked)
        hands.settle()
        assert hands.app.window.current_panel().filter.search.text() == VALUES[value]
        QApplication.processEvents()
    assert bugs.seen == []
