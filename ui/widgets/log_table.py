"""The view of log lines: what corrects or is corrected says so in its row, what was searched for is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from console import words
from console.domain.log import LogEntry, Span
from ui import theme
from ui.models.log_pages import WAITING, LogPages
from ui.models.table import RowTableModel
from ui.theme import Theme
from ui.widgets.badge import paint_badge
from ui.widgets.painted import elided, text_width
from ui.widgets.table import RowDelegate, RowTable

SHOWN = 240
"""Most characters of a text a row looks at; more never fits."""

_BEFORE = 12
"""Characters shown before the first hit of a long text."""

_BREAKS = str.maketrans({"\n": " ", "\t": " ", "\u2028": " ", "\u2029": " "})


class LogTable(RowTable):
    """A ``RowTable`` for log lines; over ``LogPages`` it grows on top without moving what is looked at."""

    def __init__(self, model: RowTableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(model, parent=parent)
        self.lines = _LineDelegate(self)
        at = next(i for i, column in enumerate(model.columns) if column.id == "log.text")
        self.setItemDelegateForColumn(at, self.lines)

    def mark(self, spans: Mapping[int, Sequence[Span]]) -> None:
        """Where the words of the search stand, by number."""
        self.lines.spans = spans
        self.viewport().update()

    def grow(self, numbers: Sequence[int], rows: Sequence[LogEntry]) -> None:
        """New lines on top of ``LogPages``; the selected line, or what was scrolled to, stays where it is."""
        model = self.rows_model
        assert isinstance(model, LogPages)
        self.keep_place(lambda: model.grow(numbers, rows))

    def keep_place(self, change: Callable[[], None]) -> None:
        """Let rows come in; the line that is looked at keeps its place on the screen."""
        held = self._held_index()
        if held is None:
            change()
            return
        place, before = QPersistentModelIndex(held), self.visualRect(held).top()
        change()
        if place.isValid():
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.model().index(place.row(), 0)).top() - before)

    def go_to(self, index: QModelIndex) -> None:
        """Select a row and bring it to the middle."""
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)


class _LineDelegate(RowDelegate):
    """The text cell: tags of a correction, then as much of the text as fits on one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spans: Mapping[int, Sequence[Span]] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        using, entry = theme.current(), index.data(Qt.ItemDataRole.UserRole)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(using.px(6), 0, -using.px(6), -1)
        painter.save()
        painter.setClipRect(box)
        if entry is None:
            _plain(painter, box, WAITING, "text3", using)
        else:
            box = _tags(painter, box, entry, using, selected=selected)
            self._text(painter, box, entry, using, "seltext" if selected else "text")
        painter.restore()

    def _text(self, painter: QPainter, box: QRectF, entry: LogEntry, using: Theme, token: str) -> None:
        marks = self.spans.get(entry.number, ())
        text, skipped = excerpt(entry.text, marks)
        if not marks and entry.corrected_by is None:
            _plain(painter, box, text, token, using)
            return
        font = using.font()
        shown = elided(font, text, box.width())
        layout = QTextLayout(shown, font)
        layout.setFormats(_formats(len(shown), marks, skipped, struck=entry.corrected_by is not None, using=using))
        _lay_out(layout)
        painter.setPen(using.colour(token))
        layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - layout.boundingRect().height()) / 2))


def excerpt(text: str, marks: Sequence[Span]) -> tuple[str, int]:
    """The part of a text a row shows, on one line, and how many characters to take off a span's start for it."""
    start = 0
    if marks and marks[0][0] > SHOWN // 8:
        start = marks[0][0] - _BEFORE
    part = text[start : start + SHOWN].translate(_BREAKS)
    return (WAITING + part, start - 1) if start else (part, 0)


def tags_of(entry: LogEntry) -> list[tuple[str, str]]:
    """What a line says about corrections: words and the tone of the tag."""
    said = []
    if entry.corrects is not None:
        said.append((words.say("log.corrects", number=entry.corrects), "accent"))
    if entry.corrected_by is not None:
        said.append((words.say("log.corrected_by", number=entry.corrected_by), "plain"))
    return said


def _tags(painter: QPainter, box: QRectF, entry: LogEntry, using: Theme, *, selected: bool) -> QRectF:
    """Draw the tags; what is left of the box."""
    for said, tone in tags_of(entry):
        width, height = text_width(using.font(12), said) + using.px(12), using.px(20)
        tag = QRectF(box.left(), box.top() + (box.height() - height) / 2, width, height)
        if selected:
            painter.fillRect(tag, using.colour("field"))
        paint_badge(painter, tag, said, tone, using, filled=False)
        box = box.adjusted(width + using.px(6), 0, 0, 0)
    return box


def _plain(painter: QPainter, box: QRectF, text: str, token: str, using: Theme) -> None:
    font = using.font()
    painter.setFont(font)
    painter.setPen(using.colour(token))
    shown = elided(font, text, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def _formats(
    length: int, marks: Sequence[Span], skipped: int, *, struck: bool, using: Theme
) -> list[QTextLayout.FormatRange]:
    made = [_range(0, length, _struck())] if struck else []
    for at, size in marks:
        start, end = max(0, at - skipped), min(length, at - skipped + size)
        if start < end:
            made.append(_range(start, end - start, _marked(using, struck=struck)))
    return made


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _struck() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontStrikeOut(True)
    return form


def _marked(using: Theme, *, struck: bool) -> QTextCharFormat:
    """Ground and a line under it, so that it is seen without colour too."""
    form = QTextCharFormat()
    form.setBackground(QBrush(using.colour("yellowtint")))
    form.setForeground(QBrush(using.colour("text")))
    form.setFontUnderline(True)
    form.setFontStrikeOut(struck)
    return form


def _lay_out(layout: QTextLayout) -> None:
    layout.beginLayout()
    layout.createLine().setLineWidth(1e6)
    layout.endLayout()
