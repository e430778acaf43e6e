"""Where the fields of the 接报 form stand: rows of twelve columns, for a call and, shorter, for a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

COLUMNS = 12
NARROW = 600
"""Below this width (px of 14 px type) two fields stand side by side, not three or four."""

Row = Sequence[tuple[str, int]]

CALL: tuple[Row, ...] = (
    (("received_at", 3), ("channel", 3), ("line", 3), ("number", 3)),
    (("received_reason", 12),),
    (("caller_phone", 3), ("caller_name", 2), ("caller_org", 3), ("caller_post", 2), ("call_back", 2)),
    (("occurred_at", 4), ("place", 4), ("place_text", 4)),
    (("event_type", 4), ("grade", 3), ("told", 5)),
    (("figures", 12),),
    (("hints", 12),),
)
DOCUMENT: tuple[Row, ...] = (
    (("received_at", 3), ("channel", 3), ("urgency", 3), ("number", 3)),
    (("received_reason", 12),),
    (("caller_org", 4), ("source_number", 4), ("caller_name", 2), ("caller_phone", 2)),
    (("occurred_at", 4), ("place", 4), ("told", 4)),
    (("hints", 12),),
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
        self._arranged: tuple[str, bool] | None = None
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, 1)

    def arrange(self, kind: str, *, narrow: bool) -> None:
        """As many fields side by side as the width bears."""
        if self._arranged == (kind, narrow):
            return
        before, self._arranged = self._arranged, (kind, narrow)
        while self.grid.count():
            self.grid.takeAt(0)
        for row in range(self.grid.rowCount()):
            self.grid.setRowStretch(row, 0)
        rows = DOCUMENT if kind == "document" else CALL
        line = 0
        for row_ in rows:
            line = self._put_row(row_, line, narrow=narrow)
        self._put_texts(kind, line)
        if before is None or before[0] != kind:
            self._show_parts(kind, {name for row_ in rows for name, _ in row_})

    def _put_row(self, row: Row, line: int, *, narrow: bool) -> int:
        column = 0
        for name, share in row:
            span = max(share, COLUMNS // 2) if narrow else share
            if column + span > COLUMNS:
                line, column = line + 1, 0
            top = Qt.AlignmentFlag(0) if name in {"figures", "hints"} else Qt.AlignmentFlag.AlignTop
            self.grid.addWidget(self._parts[name], line, column, 1, span, top)
            column += span
        return line + 1

    def _put_texts(self, kind: str, line: int) -> None:
        left = COLUMNS if kind == "document" else 7
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
