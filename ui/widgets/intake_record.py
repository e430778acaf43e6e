"""Below the form: files of an entry or an item; of an item its clocks, what was done, and a hidden caller."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.domain.clocks import ClockRow
from console.domain.files import FileRow, KeptFile, shown_size
from ui import actions, theme
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

THUMBNAIL = 36
"""Edge of a thumbnail in px of 14 px type."""

_ROWS = 3


class FileList(Painted, Spoken, QListWidget):
    """``opened`` the file chosen by Enter or double click; ``removed`` one of a draft that Delete was pressed on."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[FileRow | KeptFile, ...] = ()
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda _item: self._open())
        self.hide()
        self.retranslate()

    def files(self) -> tuple[FileRow | KeptFile, ...]:
        return self._files

    def show_files(self, files: Sequence[FileRow | KeptFile]) -> None:
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        self.clear()
        for file in self._files:
            self.addItem(QListWidgetItem(f"{file.name}  {shown_size(file.size)}"))
        self.setVisible(bool(self._files))
        self.restyle()

    def show_thumbnails(self, images: dict[int, QImage]) -> None:
        """Pictures by their place in the list."""
        for at, image in images.items():
            item = self.item(at)
            if item is not None:
                item.setIcon(QIcon(QPixmap.fromImage(image)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            self._give(self.removed)
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(THUMBNAIL)
        self.setIconSize(QSize(edge, edge))
        row = max(self.sizeHintForRow(0), using.px(24)) if self._files else 0
        self.setFixedHeight(min(_ROWS, max(1, len(self._files))) * row + 4)
        super().restyle()

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("intake.files"))

    def _open(self) -> None:
        self._give(self.opened)

    def _give(self, signal: Any) -> None:
        at = self.currentRow()
        if 0 <= at < len(self._files):
            signal.emit(self._files[at])


def thumbnails(paths: dict[int, Path], edge: int) -> dict[int, QImage]:
    """Small pictures of those files that are some; on a worker."""
    made = {}
    for at, path in paths.items():
        image = QImage(str(path))
        if not image.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            made[at] = image.scaled(edge, edge, keep, smooth)
    return made


class ClockLines(Painted, Spoken, QWidget):
    """Each clock a line: what by when, or whom and when; late is said in words and never hidden."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._rows: tuple[ClockRow, ...] = ()
        self.words: list[Word] = []
        self.done = KeyButton("intake.clock_done", actions.key_of("clock_done"))
        self._lines = QVBoxLayout()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._lines, 1)
        whole.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_clocks(self, rows: Sequence[ClockRow]) -> None:
        self._rows = tuple(rows)
        while len(self.words) < len(self._rows):
            word = Word(role="secondary")
            word.setWordWrap(True)
            self.words.append(word)
            self._lines.addWidget(word)
        self._say()
        self.done.setVisible(any(row.done_at is None for row in self._rows))
        self.setVisible(bool(self._rows))

    def retranslate(self) -> None:
        self._say()

    def _say(self) -> None:
        for word, row in zip(self.words, self._rows, strict=False):
            word.show_text(self._line(row))
            word.setProperty("role", "error" if row.over(self._times.now()) else "secondary")
            word.style().unpolish(word)
            word.style().polish(word)
        for at, word in enumerate(self.words):
            word.setVisible(at < len(self._rows))

    def _line(self, row: ClockRow) -> str:
        what = words.say(f"clock.{row.kind}")
        due = self._times.near(row.due_at)
        if row.done_at is None:
            code = "intake.clock_line.over" if row.over(self._times.now()) else "intake.clock_line.running"
            return words.say(code, what=what, minutes=row.minutes, due=due, basis=row.basis)
        code = "intake.clock_line.late" if row.late else "intake.clock_line.done"
        return words.say(
            code, what=what, minutes=row.minutes, at=self._times.near(row.done_at), whom=row.whom, by=row.done_by,
            reason=row.late_reason,
        )  # fmt: skip


class HiddenCaller(Painted, QWidget):
    """Says that the caller is hidden and why; the key shows them, and that look is recorded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = Word("intake.caller_hidden", role="caution")
        self.show_caller = KeyButton("intake.show_caller", actions.key_of("show_caller"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.say, 1)
        row.addWidget(self.show_caller)
        self.hide()
