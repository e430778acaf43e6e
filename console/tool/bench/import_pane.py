"""What the children of X4 do: a workbook taken in at the real window, and a bare event loop beside it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QPointF, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from console.config import DataDir
from console.tool.demo.pace import rest

TICK_MS = 2
PATIENCE_S = 600
MIDDLE, ALL = "write", "all"


class Pulse(QObject):
    """How long the event loop was away between two ticks, by what was done meanwhile; seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: dict[str, list[float]] = {}
        self._of, self._at = "", 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        """Gaps from now on are of that."""
        self._of, self._at = what, time.perf_counter()
        yield
        self._tick()
        self._of = ""

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._of:
            self.gaps.setdefault(self._of, []).append(max(0.0, now - self._at - TICK_MS / 1e3))
        self._at = now


def bare() -> None:
    """A loop with nothing to do, until its input ends: what the machine alone makes anybody wait."""
    app, pulse = QApplication([]), Pulse()
    ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)
    ended.activated.connect(app.quit)
    with pulse.during("bare"):
        print("{}", flush=True)
        app.exec()
    _say(pulse)


def window(root: str, book: str, changed: str, name: str, password: str) -> None:
    """Everything an officer does with a file: looked at, one kind alone, stopped half way, taken in, taken back."""
    drive = _Drive(DataDir(Path(root)), Path(book), name, password)
    with drive.pulse.during("look"):
        dialog = drive.looked_at()
    with drive.pulse.during("filter"):
        drive.filter(dialog)
    with drive.pulse.during("stopped"):
        drive.stop(dialog)
    assert drive.persons() == drive.before, "a stopped import wrote something"
    with drive.pulse.during("take"):
        drive.take(dialog)
    drive.book = Path(changed)
    with drive.pulse.during("differences"):
        drive.close(drive.looked_at())
    with drive.pulse.during("undo"):
        drive.undo()
    assert drive.persons() == drive.before, "an import taken back left somebody"
    _say(drive.pulse, **drive.told)


class _Drive:
    """The hands at the window."""

    def __init__(self, data: DataDir, book: Path, name: str, password: str) -> None:
        from console.services import glance
        from ui.app import App

        self.book, self.told = book, dict[str, Any]()
        self.app = App(QApplication([]), data, language="zh")
        self.app.start(glance.look(data))
        entry = self.app.gate.entry
        self._until(entry.button.isEnabled)
        entry.name.setEditText(name)
        entry.password.setText(password)
        entry.button.click()
        self._until(lambda: self.app.seat.name == name and not self.app.window.covered)
        self.desk = self.app.shell.desk
        self.before = self.persons()
        self.panel = cast(Any, self.app.window.show_panel("contacts"))
        self._until(lambda: self.panel.book._has_result)
        self.page = self.panel.imports
        self.panel.show_part(3)
        self._until(lambda: self.page._has_result)
        rest(2_000)  # what the window loads behind the first page
        self.pulse = Pulse()

    def touch(self) -> None:
        """A hand at the mouse: whoever works is not idle."""
        handle, at = self.app.window.windowHandle(), QPointF(9, 9)
        none = Qt.MouseButton.NoButton
        moved = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, moved)

    def looked_at(self) -> Any:
        self.page._ask_file = lambda _parent: str(self.book)
        self.page.import_file()
        dialog = self.page.dialog
        self._until(lambda: dialog._result is not None)
        rest(100)
        self.told.setdefault("read", dialog._result.read)
        self.told["lines"] = dialog.table.rows_model.rowCount()
        return dialog

    def filter(self, dialog: Any) -> None:
        for kind in (*dialog.kinds.values(), ALL):
            dialog.kinds.choose(kind)
            dialog.kinds.picked.emit(kind)
            rest(50)

    def stop(self, dialog: Any) -> None:
        """As Esc does it, at a row of which the worker tells: a key would come sooner or later than that."""
        at: list[float] = []

        def stop(part: str, done: int, _of: int) -> None:
            if part == MIDDLE and done and not at:
                at.append(time.perf_counter())
                dialog._stop.set()

        connection = dialog._told.connect(stop, Qt.ConnectionType.DirectConnection)
        dialog.good_only.click()
        dialog.yes.click()
        self._until(lambda: at and not dialog._busy)
        self.told["stop_s"] = time.perf_counter() - at[0]
        dialog._told.disconnect(connection)
        rest(100)

    def take(self, dialog: Any) -> None:
        begun = time.perf_counter()
        dialog.yes.click()
        self._until(lambda: self.page.dialog is None)
        self.told["take_s"] = time.perf_counter() - begun
        self._until(lambda: self.page.table.rows_model.rowCount() > 0)
        rest(500)

    def close(self, dialog: Any) -> None:
        dialog.reject()
        self._until(lambda: self.page.dialog is None)

    def undo(self) -> None:
        model = self.page.table.rows_model
        self.page.table.setCurrentIndex(model.index(0, 0))
        self.page.ask_undo()
        dialog = self.page.asked.dialog
        dialog.hand_up()
        self._until(lambda: self.page.asked.dialog is None)
        self._until(lambda: model.row_at(model.index(0, 0)).undone_at is not None)
        rest(500)

    def persons(self) -> int:
        return int(self.desk.contacts.summary().persons)

    def _until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not true():
            if time.monotonic() > end:
                raise AssertionError("did not happen in time")
            self.touch()
            rest(5)


def _say(pulse: Pulse, **facts: Any) -> None:
    print(json.dumps({"gaps": pulse.gaps, **facts}), flush=True)
