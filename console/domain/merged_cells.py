"""Cells of a sheet as they are seen: merged ones hold in every cell they cover; which only repeat another is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from console.domain.contact_cells import CellProblem, text_of

WIDEST = 64
"""Columns a merged cell fills; one may be merged over all 16 384."""

TOTAL = re.compile(r"^(?:合计|小计|总计|共计|总人数|人数合计|总数)")
NOTE = re.compile(
    r"^(?:备注|说明|填表说明|注意?|附注?|填表|填报|制表|审核|审批|负责人|单位负责人|日期|填报日期|更新|更新时间|"
    r"联系电话|打印|截至|截止)[^:：]{0,6}[:：]|^注[:：.、 ]|^[※*★]|^共\d+[人页行]|^第\d+页"
)
"""Rows below or beside the people of a list: sums, and notes of whoever filled it in."""


class Grid:
    """Rows with merged cells filled; ``down`` and ``wide`` say which cells only repeat one above or beside them."""

    def __init__(self, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, ...]]) -> None:
        self.rows = [list(row) for row in rows]
        self.down: set[tuple[int, int]] = set()
        self.wide: set[tuple[int, int]] = set()
        for top, bottom, left, right in merged:
            self._fill(top - 1, min(bottom, len(rows)) - 1, left - 1, right - 1)

    def _fill(self, top: int, bottom: int, left: int, right: int) -> None:
        if top >= len(self.rows) or left >= len(self.rows[top]):
            return
        value, right = self.rows[top][left], min(right, WIDEST - 1)
        for at in range(top, bottom + 1):
            row = self.rows[at]
            row += [None] * (right + 1 - len(row))
            for column in range(left, right + 1):
                row[column] = value
                if at > top:
                    self.down.add((at, column))
                elif column > left:
                    self.wide.add((at, column))

    def said(self, at: int) -> list[tuple[int, str]]:
        """Columns and texts of a row, merged cells once; what a formula broke is said as it stands."""
        cells = ((column, plain(value)) for column, value in enumerate(self.rows[at]))
        return [
            (column, text)
            for column, text in cells
            if text and (at, column) not in self.wide and (at, column) not in self.down
        ]


def plain(value: Any) -> str:
    """A cell as text; what a formula broke is said as it stands."""
    try:
        return text_of(value)
    except CellProblem:
        return str(value)
