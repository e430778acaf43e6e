"""The live byte view: what came and went on a line, as pairs of digits with the letters they may be."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtGui import QFontDatabase, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console import words
from ui import theme
from ui.hiding import current
from ui.text import Times
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken

MOST_LINES = 2_000
"""Lines that are kept on the screen."""

MOST_ACROSS, LEAST_ACROSS = 16, 4
"""Bytes in a line, as many as there is room for."""

_LETTERS = {byte: "·" for byte in range(256) if not 0x20 <= byte < 0x7F}

_HEAD = 16
"""Columns of the time and the direction, and some room at the edge."""


class Shown(Protocol):
    """Some bytes in one direction; ``number`` grows with each, so that nothing is shown twice."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def sent(self) -> bool: ...
    @property
    def raw(self) -> bytes: ...


class ByteView(Painted, Spoken, QPlainTextEdit):
    """Read only; new lines come in below and move nothing unless the last line is in sight."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._last, self._across = 0, MOST_ACROSS
        self._rows: list[Shown] = []
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setMaximumBlockCount(MOST_LINES)
        self.setTabChangesFocus(True)
        self.restyle()
        self.retranslate()

    def show_new(self, rows: Iterable[Shown]) -> None:
        """Those that are not shown yet, behind the others."""
        fresh = [row for row in rows if row.number > self._last]
        if not fresh:
            return
        self._rows = [*self._rows, *fresh][-MOST_LINES:]
        self._last = fresh[-1].number
        self._append(fresh)

    @property
    def last(self) -> int:
        """The number of the newest that is shown."""
        return self._last

    def begin_anew(self) -> None:
        """Another line is looked at."""
        self._rows, self._last = [], 0
        self.clear()

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("devices.bytes"))
        self.setPlaceholderText(words.say("devices.bytes.none"))
        self.clear()
        self._append(self._rows)

    def restyle(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.current().px(13))
        self.setFont(font)
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many bytes in a line as there is room for."""
        super().resizeEvent(event)
        columns = self.viewport().width() // max(1, self.fontMetrics().horizontalAdvance("0"))
        across = max(LEAST_ACROSS, min(MOST_ACROSS, (columns - _HEAD) // 4))
        if across != self._across:
            self._across = across
            self.clear()
            self._append(self._rows)

    def _append(self, rows: Sequence[Shown]) -> None:
        bar = self.verticalScrollBar()
        follows, held = bar.value() >= bar.maximum() - 1, bar.value()
        before, lines = self.blockCount(), self._newest(rows)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for line, sent in lines:
            form = QTextCharFormat()
            form.setForeground(theme.current().colour("link" if sent else "text"))
            if not cursor.atStart():
                cursor.insertBlock()
            cursor.insertText(line, form)
        cursor.endEditBlock()
        gone = max(0, before + len(lines) - self.blockCount())  # above what is read
        bar.setValue(bar.maximum() if follows else held - gone)

    def _newest(self, rows: Sequence[Shown]) -> list[tuple[str, bool]]:
        """Their lines, and whether they were sent; no more than are kept: a long line costs the window nothing."""
        made: deque[tuple[str, bool]] = deque()
        for row in reversed(rows):
            made.extendleft((line, row.sent) for line in reversed(self._lines(row)))
            if len(made) >= MOST_LINES:
                break
        return list(made)[-MOST_LINES:]

    def _lines(self, row: Shown) -> list[str]:
        head = f"{self._times.seconds(row.at)}  {words.say('devices.sent' if row.sent else 'devices.received')}  "
        blank = " " * (len(head) + 1)  # the one hanzi is two columns wide
        last = row.raw[max(0, -(-len(row.raw) // self._across) - MOST_LINES) * self._across :]
        return [(head if at == 0 else blank) + line for at, line in enumerate(dumped(last, self._across) or [""])]


def dumped(raw: bytes, across: int) -> list[str]:
    """``7E 7E 01 … ~~·``, ``across`` bytes in a line: digits in pairs, then the letters they may be.

    Where numbers are hidden, bytes that are digits of one are hidden in both.
    """
    pairs, letters = raw.hex(" ").upper().split(), list(raw.decode("latin-1").translate(_LETTERS))
    for at in _hidden(raw):
        pairs[at], letters[at] = "**", "*"
    cut = (slice(at, at + across) for at in range(0, len(raw), across))
    return [f"{' '.join(pairs[piece]):<{across * 3}}{''.join(letters[piece])}" for piece in cut]


def _hidden(raw: bytes) -> frozenset[int]:
    """Every digit while all numbers are hidden: in what devices write nothing tells a number from another figure."""
    hiding = current()
    if hiding.on:
        return frozenset(at for at, byte in enumerate(raw) if 0x30 <= byte <= 0x39)
    return frozenset(at for start, end in hiding.spans(raw.decode("latin-1")) for at in range(start, end))
