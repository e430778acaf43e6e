"""The duty log as a table of numbers: rows are read in pages when they are seen, however long the book is."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from console.domain.log import LogEntry
from ui import theme
from ui.hiding import seen
from ui.models.table import Column, Index, RowTableModel
from ui.text import number

PAGE = 256
"""Lines read at once."""

KEPT = 6
"""Pages held; the one unused for longest goes first."""

WAITING = "…"
"""Stands in a row whose page is on its way."""

_ASKED = 2
"""Pages that may wait to be read: a view straddles two at most, what was scrolled past is not read at all."""

_ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.UserRole,
    }
)

Fetch = Callable[[int, int, str], Sequence[LogEntry]]
"""Lines with numbers from first to last, both included, of one kind or all, newest first; called on a worker."""

Read = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]], Any]
"""The desk's reading lane: ``Jobs.read``."""


class LogPages(RowTableModel[LogEntry]):
    """Newest first. Row by row only numbers are known; a row asked for by a view brings its page.

    Pages are counted from the oldest line, which never changes place, so new lines leave them as they are.
    ``arrived`` says that rows of a page are there now; ``failed`` that a page could not be read.
    """

    arrived = Signal()
    failed = Signal(object)

    def __init__(self, columns: Sequence[Column[LogEntry]], read: Read, fetch: Fetch, parent: Any = None) -> None:
        super().__init__(columns, key=lambda entry: entry.number, parent=parent)
        self._read = read
        self._fetch = fetch
        self._numbers: Sequence[int] = range(0)
        self._kind = ""
        self._pages: OrderedDict[int, list[LogEntry]] = OrderedDict()
        self._old: set[int] = set()
        self._wanted: list[int] = []
        self._under_way: int | None = None
        self._generation = 0

    # what is shown

    def show(self, numbers: Sequence[int], kind: str = "", rows: Sequence[LogEntry] = ()) -> None:
        """Show another extract: its numbers, oldest first, and the newest lines as far as they are at hand."""
        self.beginResetModel()
        self._generation += 1
        self._numbers, self._kind = numbers, kind
        self._pages.clear()
        self._old.clear()
        self._wanted, self._under_way = [], None
        self._put(rows)
        self.endResetModel()

    def grow(self, numbers: Sequence[int], rows: Sequence[LogEntry] = ()) -> None:
        """New lines on top: their numbers, oldest first, and the lines as far as they are at hand."""
        fresh = [each for each in numbers if each > self.newest] if self._overlaps(numbers) else numbers
        if not fresh:
            return
        self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
        self._numbers = _joined(self._numbers, fresh)
        self._put(rows)
        self.endInsertRows()
        if len(rows) < len(fresh):
            self._old.update(self._pages)  # a correction may be among the lines that are not at hand
        for entry in rows:
            if entry.corrects is not None:
                self._mark_corrected(entry.corrects, entry.number)

    @property
    def newest(self) -> int:
        """The highest number shown, 0 when there is none."""
        return self._numbers[-1] if self._numbers else 0

    def number_at(self, row: int) -> int:
        return self._numbers[len(self._numbers) - 1 - row]

    def nearest(self, wanted: int) -> QModelIndex:
        """The row of that number, or of the next one shown after it, else the newest; invalid when empty."""
        if not self._numbers:
            return QModelIndex()
        at = min(bisect_left(self._numbers, wanted), len(self._numbers) - 1)
        return self.index(len(self._numbers) - 1 - at, 0)

    def held_pages(self) -> int:
        return len(self._pages)

    # what the view asks

    def rows(self) -> tuple[LogEntry, ...]:
        """The lines at hand, oldest first; for the others ask the service."""
        return tuple(entry for page in sorted(self._pages) for entry in self._pages[page])

    def set_rows(self, rows: Sequence[LogEntry]) -> None:
        """Show exactly these lines, newest first."""
        self.show(array("q", (entry.number for entry in reversed(rows))), "", rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def row_at(self, index: Index) -> LogEntry | None:
        if not index.isValid() or index.row() >= len(self._numbers):
            return None
        page, place = divmod(len(self._numbers) - 1 - index.row(), PAGE)
        held = self._pages.get(page)
        entry = held[place] if held is not None and place < len(held) else None
        if entry is None or page in self._old:
            self._want(page)
        else:
            self._pages.move_to_end(page)
        return entry

    def key_at(self, index: Index) -> Hashable | None:
        valid = index.isValid() and index.row() < len(self._numbers)
        return self.number_at(index.row()) if valid else None

    def index_of(self, key: Hashable) -> QModelIndex:
        found = self.nearest(key) if isinstance(key, int) else QModelIndex()
        return found if found.isValid() and self.number_at(found.row()) == key else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A view asks eight roles a cell: those a line has nothing for are answered before its page is looked up."""
        if role not in _ANSWERED or not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value | Qt.AlignmentFlag.AlignVCenter
        entry = self.row_at(index)
        if entry is None:
            return self._waiting_data(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return seen(column.text(entry))
        if role == Qt.ItemDataRole.ForegroundRole:
            token = column.ink(entry) if column.ink else None
            return theme.current().colour(token) if token else None
        return entry if role == Qt.ItemDataRole.UserRole else seen((column.tip or column.text)(entry))

    def _waiting_data(self, index: Index, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return number(self.number_at(index.row())) if index.column() == 0 else WAITING
        return theme.current().colour("text3") if role == Qt.ItemDataRole.ForegroundRole else None

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._say_changed(0, len(self._numbers) - 1)

    # pages

    def _want(self, page: int) -> None:
        """Read that page next; what was wanted earlier and is not on its way gives way."""
        if page == self._under_way or self._wanted[-1:] == [page]:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted = [*self._wanted[1 - _ASKED :], page]
        self._read_next()

    def _read_next(self) -> None:
        if self._under_way is not None or not self._wanted:
            return
        page = self._wanted.pop()
        span = self._numbers[page * PAGE : (page + 1) * PAGE]
        if not span:
            return
        self._under_way = page
        asked, first, last, kind = self._generation, span[0], span[-1], self._kind
        self._read(
            lambda: self._fetch(first, last, kind),
            lambda rows: self._take(asked, page, rows),
            lambda error: self._miss(asked, error),
        )

    def _take(self, asked: int, page: int, rows: Sequence[LogEntry]) -> None:
        if asked != self._generation:
            return
        self._under_way = None
        held = self._pages.get(page, [])
        fresh = list(reversed(rows))
        # lines that came while the page was read stand behind it already
        self._pages[page] = fresh + held[len(fresh) :]
        self._pages.move_to_end(page)
        self._old.discard(page)
        self._let_go()
        newest = len(self._numbers) - 1
        self._say_changed(max(0, newest - (page + 1) * PAGE + 1), newest - page * PAGE)
        self.arrived.emit()
        self._read_next()

    def _miss(self, asked: int, error: Exception) -> None:
        """The rows stay as they are; the next time they are painted they are asked for again."""
        if asked == self._generation:
            self._under_way = None
            self.failed.emit(error)

    def _put(self, rows: Sequence[LogEntry]) -> None:
        """Lines at hand, newest first and without a gap up to the newest number, into their pages."""
        start = len(self._numbers) - len(rows)
        for at, entry in enumerate(reversed(rows), start):
            page, place = divmod(at, PAGE)
            held = self._pages.setdefault(page, []) if place == 0 else self._pages.get(page)
            if held is not None and len(held) == place:
                held.append(entry)
        self._let_go()

    def _let_go(self) -> None:
        while len(self._pages) > KEPT:
            page, _ = self._pages.popitem(last=False)
            self._old.discard(page)

    def _mark_corrected(self, corrected: int, by: int) -> None:
        index = self.index_of(corrected)
        if not index.isValid():
            return
        page, place = divmod(len(self._numbers) - 1 - index.row(), PAGE)
        held = self._pages.get(page)
        if held is not None and place < len(held):
            held[place] = replace(held[place], corrected_by=by)
            self._say_changed(index.row(), index.row())

    def _say_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _overlaps(self, numbers: Sequence[int]) -> bool:
        return bool(numbers) and numbers[0] <= self.newest


def _joined(older: Sequence[int], newer: Sequence[int]) -> Sequence[int]:
    """Both together; ranges that meet stay a range."""
    if isinstance(newer, range) and not older:
        return newer
    if isinstance(older, range) and older.stop == newer[0] and newer[-1] - newer[0] == len(newer) - 1:
        return range(older.start, newer[-1] + 1)
    if isinstance(older, array):
        older.extend(newer)
        return older
    return array("q", [*older, *newer])
