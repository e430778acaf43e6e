"""Measures of a page on the screen: what is cut off, what must be scrolled sideways, what a table leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QScrollBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui import theme
from ui.widgets.keycap import KeyButton

FIGURES = re.compile(r"[\d\s:：/.,+%()（）〔〕\-–—→]*\d[\d\s:：/.,+%()（）〔〕\-–—→]*")
"""A clock, a date, a number, a telephone: what nobody may have to guess the end of."""

CLOCK = re.compile(r"\d{1,2}:\d{2}|\d{1,2}-\d{1,2}")


def faults(page: QWidget) -> list[str]:
    """Everything wrong with a page as it stands, a line each."""
    return [*cut(page), *sideways(page), *hidden_cells(page)]


def cut(page: QWidget) -> list[str]:
    """Words and buttons that have less room than they need, and parts that stand outside their parent."""
    found = []
    for part in _seen(page):
        if isinstance(part, (QLabel, QAbstractButton)) and part.text():
            found += _cut_words(part)
        needs = part.minimumSizeHint()
        if not isinstance(part, _OWN_WAYS) and (part.width() < needs.width() or part.height() < needs.height()):
            found.append(f"{_name(part)} is {_size(part)}, needs {_pair(needs)}")
        found += _outside(part)
    return list(dict.fromkeys(found))


def _cut_words(part: QLabel | QAbstractButton) -> list[str]:
    if isinstance(part, QLabel) and part.wordWrap():
        needs = part.heightForWidth(part.width())
        return [f"{_name(part)} is {part.height()} high, needs {needs}"] if part.height() < needs else []
    # a button that may drop its key asks for its word alone
    room, needs = part.width(), (part.minimumSizeHint() if isinstance(part, KeyButton) else part.sizeHint()).width()
    return [f"{_name(part)} is {room} wide, needs {needs}"] if room < needs else []


def _outside(part: QWidget) -> list[str]:
    """A scrolled page may be longer than what is seen of it, never wider."""
    parent = part.parentWidget()
    if parent is None or part.isWindow() or _scrolls(parent):
        return []
    box = part.geometry()
    if parent.rect().contains(box):
        return []
    return [f"{_name(part)} at {_box(box)} leaves {_name(parent)} of {_size(parent)}"]


def _scrolls(parent: QWidget) -> bool:
    """Whether the parent is the part of a scroll area through which the rest is seen."""
    above = parent.parentWidget()
    return (isinstance(above, QAbstractScrollArea) and above.viewport() is parent) or isinstance(parent, QHeaderView)


def sideways(page: QWidget) -> list[str]:
    """What has to be scrolled sideways, or would have to be if it could."""
    areas = [part for part in _seen(page) if isinstance(part, QAbstractScrollArea)]
    found = []
    for area in areas:
        bar = area.horizontalScrollBar()
        if bar.maximum() > bar.minimum() and not isinstance(area, QHeaderView):
            found.append(f"{_name(area)} goes on for {bar.maximum()} px to the side")
    return found


def below(page: QWidget) -> dict[str, int]:
    """How far each scrolled part that is no table and no text goes on below."""
    areas = [part for part in _seen(page) if isinstance(part, QAbstractScrollArea)]
    longer = [area for area in areas if area.verticalScrollBar().maximum() and not isinstance(area, _LONG)]
    return {_name(area): area.verticalScrollBar().maximum() for area in longer}


def hidden_cells(page: QWidget) -> list[str]:
    """Clocks and numbers a table leaves out, headers it cuts, and cut words the tool tip does not have."""
    tables = [part for part in _seen(page) if isinstance(part, QTableView) and part.model() is not None]
    return [each for table in tables for each in (*_cut_headers(table), *_cut_cells(table))]


def _cut_headers(table: QTableView) -> Iterator[str]:
    header = table.horizontalHeader()
    if not header.isVisible():
        return
    for column in _columns(table):
        word = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        needs = header.sectionSizeFromContents(column).width()
        if word and header.sectionSize(column) < needs and not _stretches(table, column):
            yield f"{_name(table)} header {word!r} has {header.sectionSize(column)}, needs {needs}"


def _stretches(table: QTableView, column: int) -> bool:
    columns = getattr(table.model(), "columns", ())
    return column < len(columns) and columns[column].stretch


def _cut_cells(table: QTableView) -> Iterator[str]:
    for column in _columns(table):
        yield from list(_cut_in(table, column))[:1]


def _cut_in(table: QTableView, column: int) -> Iterator[str]:
    """Rows that are seen: what comes into sight later is looked after then."""
    model = table.model()
    if model is not None:
        last = table.rowAt(table.viewport().height() - 1)
        for row in range(max(0, table.rowAt(0)), last + 1 if last >= 0 else min(model.rowCount(), 40)):
            index = model.index(row, column)
            text = str(index.data() or "")
            room, needs = table.columnWidth(column), table.sizeHintForIndex(index).width() + 2 * theme.current().px(5)
            if not text or needs <= room:
                continue
            told = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            if FIGURES.fullmatch(text) or (len(text) < 18 and CLOCK.search(text)):
                yield f"{_name(table)} column {column} has {room} px for {text!r}, needs {needs}"
            elif " ".join(text.split()) not in " ".join(told.split()):
                yield f"{_name(table)} column {column} cuts {text!r}, the tip says {told!r}"


def _columns(table: QTableView) -> list[int]:
    return [column for column in range(table.model().columnCount()) if not table.isColumnHidden(column)]


def _seen(page: QWidget) -> Iterator[QWidget]:
    """Widgets of the page that are shown, the page first."""
    yield page
    for part in page.children():
        if isinstance(part, QWidget) and not part.isHidden() and not part.isWindow():
            yield from _seen(part)


def _name(part: QWidget) -> str:
    said = part.text() if isinstance(part, (QLabel, QAbstractButton)) else part.accessibleName() or part.objectName()
    return f"{type(part).__name__}({said[:24]!r})" if said else type(part).__name__


def _size(part: QWidget) -> str:
    return f"{part.width()}×{part.height()}"


def _pair(size: object) -> str:
    return f"{size.width()}×{size.height()}"  # type: ignore[attr-defined]


def _box(box: QRect) -> str:
    at: QPoint = box.topLeft()
    return f"{at.x()},{at.y()} {box.width()}×{box.height()}"


_OWN_WAYS = (QHeaderView, QToolButton, QScrollBar)
"""Parts of others, which size them as they like."""

_LONG = (QTableView, QPlainTextEdit, QTextEdit, QHeaderView)
"""What may be longer than its frame."""
