"""A table whose rows have two lines: what it is above, what belongs to it below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui import theme
from ui.widgets.table import RowDelegate, RowTable

Ticked = Callable[[Any], bool | None]
"""Whether a row is ticked; None where there is nothing to tick."""


class TwoLineTable(RowTable):
    """Cells hold up to two lines, parted by a line break."""

    def restyle(self) -> None:
        super().restyle()
        using = theme.current()
        self.verticalHeader().setDefaultSectionSize(2 * using.compact_row - using.px(6))


class TickCell(RowDelegate):
    """A box to tick before the words of the first cell; it is painted only: who ticks is the page's matter."""

    def __init__(self, ticked: Ticked, parent: QWidget) -> None:
        super().__init__(parent)
        self._ticked = ticked

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        ticked = self._ticked(row) if row is not None else None
        if ticked is None:
            return
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        option.checkState = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def two_lines(said: Iterable[str]) -> str:
    """The first sentence above, the others after each other below it."""
    first, *rest = [one for one in said if one] or [""]
    return "\n".join([first, "；".join(rest)]) if rest else first
