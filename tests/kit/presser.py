"""A hand that presses every button of the real window, and ears for what must not come of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import words
from console.tool.demo.pace import STEP_MS, rest
from ui.app import PANELS, App
from ui.dialogs.asking import Asking
from ui.widgets.more import MoreButton

MISSING = re.compile(r"\[[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\]")
"""What stands where a word is missing from the catalogue."""

PATIENCE_MS = 240_000
"""A month is planned meanwhile, on a busy machine."""

TYPED = "样例"
ROUNDS = 5
"""How many dialogs may follow one another; one that is closed may ask something else."""

Way = Callable[[], object]
"""Leads to a page of the panel that is shown."""


class Ears(logging.Handler):
    """Everything that is logged as an error, and the codes nobody has words for."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or str(record.msg).startswith("no words for"):
            error = record.exc_info[1] if record.exc_info else None
            self.heard.append(f"{record.getMessage()}: {error!r}" if error else record.getMessage())

    @contextmanager
    def listening(self) -> Iterator[None]:
        root, said = logging.getLogger(), logging.getLogger(words.__name__)
        level = said.level
        root.addHandler(self)
        said.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            said.setLevel(level)
            root.removeHandler(self)


@dataclass
class Presser:
    """Every visible, enabled button of every page once, those of a 更多 too.

    What opens is closed again; with a ``folder`` it is handed up first, as it stands and then filled in, and files
    are saved there. ``apart`` are buttons to leave alone, as ``pressed`` names them; ``opened`` are classes.
    """

    app: App
    qtbot: QtBot
    ears: Ears
    folder: Path | None = None
    apart: frozenset[str] = frozenset()
    pressed: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def walk(self) -> None:
        for panel_id, _icon, _key in PANELS:
            panel = self.app.window.show_panel(panel_id)
            self.settle()
            for way in _WAYS.get(panel_id, _parts)(panel):
                self._page(panel_id, way)

    def _page(self, panel_id: str, way: Way) -> None:
        """Until nothing new is seen although the page was just come to."""
        come = True
        while True:
            if come:
                self._come(panel_id, way)
            found = self._next(panel_id)
            if found is None and come:
                return
            if found is not None:
                self._press(*found)
            shown = self.app.window.current_panel()
            come = found is None or shown is None or shown.id != panel_id

    def _come(self, panel_id: str, way: Way) -> None:
        """To the page, its lists with the first row chosen."""
        panel = self.app.window.show_panel(panel_id)
        way()
        self.settle()
        for view in panel.findChildren(QAbstractItemView):
            model = view.model()
            if view.isVisible() and model is not None and not view.currentIndex().isValid() and model.rowCount():
                view.setCurrentIndex(model.index(0, 0))
        self.settle()

    def _next(self, panel_id: str) -> tuple[str, QAbstractButton] | None:
        panel = self.app.window.current_panel()
        assert panel is not None
        menus = [more for more in panel.findChildren(MoreButton) if more.isVisible() and more.isEnabled()]
        offered = {id(button) for more in menus for button in _offered(more)}
        for button in panel.findChildren(QAbstractButton):
            name = f"{panel_id}: {_named(button)}"
            if name in self.pressed or not button.isEnabled() or not (button.isVisible() or id(button) in offered):
                continue
            if name not in self.apart:
                return name, button
            self.passed.add(name)
        return None

    # one press

    def _press(self, name: str, button: QAbstractButton) -> None:
        self.pressed.add(name)
        before = len(self.ears.heard)
        with self.qtbot.captureExceptions() as raised, self._answering(name):
            button.click()
            self.settle()
            self._read(name, self.app.window)
            self._answer(name)
        told = [*self.ears.heard[before:], *(repr(one[1]) for one in raised)]
        if self.app.window.covered or not self.app.jobs.open:
            told.append("the window is covered or gone")
        if told:
            self.wrong.setdefault(name, []).extend(told)

    @contextmanager
    def _answering(self, name: str) -> Iterator[None]:
        """A press that holds everything up until a file, a printer or an entry is chosen gets its answer."""
        timer = QTimer()
        timer.timeout.connect(lambda: self._end(name, QApplication.activePopupWidget() or _holding_up()))
        timer.start(STEP_MS)
        try:
            yield
        finally:
            timer.stop()

    def _end(self, name: str, front: QWidget | None) -> None:
        if front is None:
            return
        self.opened.add(type(front).__name__)
        self._read(name, front)
        if not isinstance(front, QDialog):
            front.close()
        elif self.folder and isinstance(front, QFileDialog) and front.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            front.setDirectory(str(self.folder))
            front.setOption(QFileDialog.Option.DontConfirmOverwrite)
            QDialog.accept(front)
        else:
            front.reject()

    def _answer(self, name: str) -> None:
        """Everything that stands before the window, and what comes after it."""
        for _ in range(ROUNDS):
            shown = self._dialogs()
            if not shown:
                return
            for dialog in shown:
                self.opened.add(type(dialog).__name__)
                self._read(name, dialog)
                if self.folder:
                    self._hand_up(name, dialog)
                if isValid(dialog):
                    dialog.reject()
            self.settle()
        self.wrong.setdefault(name, []).append(f"stays open: {[type(one).__name__ for one in self._dialogs()]}")

    def _hand_up(self, name: str, dialog: QDialog) -> None:
        """As it stands; and where that will not do, with every empty line filled in."""
        if not isinstance(dialog, Asking):
            for button in dialog.findChildren(QAbstractButton):
                if isValid(button) and button.isVisible() and button.isEnabled():
                    button.click()
                    self.settle()
            return
        for fill in (False, True):
            if not isValid(dialog) or not dialog.isVisible():
                return
            lines = [line for line in dialog.findChildren(QLineEdit) if line.isVisible() and not line.text()]
            for line in lines if fill else ():
                line.setText(TYPED)
            dialog.hand_up()
            self.settle()
            if isValid(dialog):
                self._read(name, dialog)

    def _read(self, name: str, shown: QWidget) -> None:
        parts = [part for part in shown.findChildren(QWidget) if isinstance(part, QLabel | QAbstractButton)]
        told = [shown.windowTitle(), *(part.text() for part in parts if part.isVisible())]
        missing = sorted({text for text in told if MISSING.search(text)})
        if missing:
            self.wrong.setdefault(name, []).append(f"without words: {missing}")

    def _dialogs(self) -> list[QDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    def settle(self) -> None:
        """Whatever was asked has been answered and shown; an answer may ask on."""
        quiet = waited = 0
        while quiet < 3:
            while self.app.jobs.busy:
                rest(STEP_MS)
                waited += STEP_MS
                assert waited < PATIENCE_MS, "a job does not end"
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            quiet = 0 if self.app.jobs.busy else quiet + 1


def _holding_up() -> QWidget | None:
    """Only Qt's own dialogs run a loop of their own here; one of the panel's may have come before it meanwhile."""
    shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
    own = ("PySide6", "ui.dialogs.saving")
    return next((one for one in shown if type(one).__module__.startswith(own)), None)


def _offered(more: MoreButton) -> list[QAbstractButton]:
    """Entries of the menu, as it would stand now."""
    words_now = {entry.text().partition("\t")[0] for entry in more.menu_now().actions() if entry.isEnabled()}
    return [button for button in more.held() if button.text() in words_now]


def _named(button: QAbstractButton) -> str:
    """Where it stands and the code of its word, or what it says."""
    word = getattr(button, "_code", "") or button.objectName() or button.text() or button.accessibleName()
    return f"{type(button.parentWidget()).__name__} {word}".strip()


def _parts(panel: Any) -> Iterator[Way]:
    if not hasattr(panel, "parts"):
        yield lambda: None
        return
    for at in range(len(panel.parts.buttons)):
        yield lambda at=at: panel.show_part(at)


def _settings(panel: Any) -> Iterator[Way]:
    for page in panel.pages:
        yield lambda page=page: panel.show_page(page)


def _intake(panel: Any) -> Iterator[Way]:
    yield panel.start_new
    for kind in ("", "document"):
        with suppress(StopIteration):
            row = next(row for row in panel.table.rows_model.rows() if row.kind == kind)
            yield lambda row=row: panel.open_item(row.id)


def _incidents(panel: Any) -> Iterator[Way]:
    yield panel.show_list
    first = panel.list.table.chosen_row()
    assert first is not None

    def part(at: int) -> None:
        panel.open_chosen(first.id)
        panel.detail.show_part(at)

    for at in range(len(panel.detail.parts.buttons)):
        yield lambda at=at: part(at)


_WAYS: dict[str, Callable[[Any], Iterator[Way]]] = {
    "intake": _intake, "settings": _settings, "incidents": _incidents,
}  # fmt: skip
