"""Where the fields of the 接报 form stand: rows of 24 columns, for a call and, shorter, for a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

COLUMNS = 24
ABREAST = (3, 2)
"""How many fields stand side by side where the rows as they are drawn leave a field too little; the text is first."""

Row = Sequence[tuple[str, int]]

CALL: tuple[Row, ...] = (
    (("received_at", 6), ("channel", 6), ("line", 6), ("number", 6)),
    (("received_reason", 24),),
    (("caller_phone", 5), ("caller_name", 4), ("caller_org", 6), ("caller_post", 4), ("call_back", 5)),
    (("occurred_at", 8), ("place", 8), ("place_text", 8)),
    (("event_type", 8), ("grade", 6), ("told", 10)),
    (("figures", 24),),
    (("hints", 24),),
)
DOCUMENT: tuple[Row, ...] = (
    (("received_at", 6), ("channel", 6), ("urgency", 6), ("number", 6)),
    (("received_reason", 24),),
    (("caller_org", 7), ("source_number", 7), ("caller_name", 5), ("caller_phone", 5)),
    (("occurred_at", 8), ("place", 8), ("told", 8)),
    (("hints", 24),),
)
TALK = {
    "": (
        "summary", "caller_phone", "caller_name", "caller_org", "caller_post", "call_back", "occurred_at", "precision",
        "place", "place_text", "event_type", "grade", "told",
    ),
    "document": (
        "summary", "urgency", "caller_org", "source_number", "caller_name", "caller_phone", "occurred_at", "precision",
        "place", "told",
    ),
}  # fmt: skip
"""Tab order by kind: the text is where an entry begins, so the caller is one Tab away."""


class FormGrid:
    """Puts the parts of a form into its grid; what a kind does not show is hidden and keeps its words."""

    def __init__(self, form: QWidget, parts: Mapping[str, QWidget]) -> None:
        self.grid = QGridLayout(form)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self._parts = parts
        self._arranged: tuple[str, int, bool] | None = None
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, 1)

    def arrange(self, kind: str, width: int, *, text_first: bool) -> None:
        """As many fields side by side as the width bears; ``text_first`` puts the text above them."""
        abreast = self._abreast(kind, width)
        wanted = (kind, abreast, text_first or bool(abreast))
        if self._arranged == wanted:
            return
        before, self._arranged = self._arranged, wanted
        while self.grid.count():
            self.grid.takeAt(0)
        for row in range(self.grid.rowCount()):
            self.grid.setRowStretch(row, 0)
        rows = _rows(kind, abreast)
        above = 2 if wanted[2] else 0
        for at, row_ in enumerate(rows):
            self._put_row(row_, above + at)
        self._put_texts(kind, 0 if wanted[2] else len(rows))
        if before is None or before[0] != kind:
            self._show_parts(kind, {name for row_ in rows for name, _ in row_})

    def _abreast(self, kind: str, width: int) -> int:
        """0 where the rows as they are drawn leave every field what it needs."""
        for abreast in (0, *ABREAST):
            rows = _rows(kind, abreast)
            if all(self._fits(name, share, width) for row in rows for name, share in row):
                return abreast
        return ABREAST[-1]

    def _fits(self, name: str, share: int, width: int) -> bool:
        gap = self.grid.horizontalSpacing()
        return share == COLUMNS or (width + gap) * share // COLUMNS - gap >= least(self._parts[name])

    def _put_row(self, row: Row, line: int) -> None:
        column = 0
        for name, share in row:
            top = Qt.AlignmentFlag(0) if name in {"figures", "hints"} else Qt.AlignmentFlag.AlignTop
            self.grid.addWidget(self._parts[name], line, column, 1, share, top)
            column += share

    def _put_texts(self, kind: str, line: int) -> None:
        left = COLUMNS if kind == "document" else 14
        self.grid.addWidget(self._parts["summary"], line, 0, 2, left)
        if kind != "document":
            for at, name in enumerate(("measures", "needs")):
                self.grid.addWidget(self._parts[name], line + at, left, 1, COLUMNS - left)
        self.grid.setRowStretch(line, 1)
        self.grid.setRowStretch(line + 1, 1)

    def _show_parts(self, kind: str, named: set[str]) -> None:
        named |= {"summary"} if kind == "document" else {"summary", "measures", "needs"}
        for name, part in self._parts.items():
            if name != "received_reason":
                part.setVisible(name in named)


def _rows(kind: str, abreast: int) -> Sequence[Row]:
    """The rows as they are drawn, or all fields in the same order, so many in a row."""
    drawn = DOCUMENT if kind == "document" else CALL
    if not abreast:
        return drawn
    rows: list[list[tuple[str, int]]] = [[]]
    for name, share in (part for row in drawn for part in row):
        span = share if share == COLUMNS else COLUMNS // abreast
        if sum(taken for _, taken in rows[-1]) + span > COLUMNS:
            rows.append([])
        rows[-1].append((name, span))
    return rows


def least(part: QWidget) -> int:
    """What an editor needs to show any of its choices; free text only needs to be seen."""
    boxes = [part, *part.findChildren(QComboBox)]
    return max(box.minimumSizeHint().width() for box in boxes)
