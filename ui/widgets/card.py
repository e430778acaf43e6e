"""A card: one subject of a page, with a bold title and what it is as of at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word

_ANY_HEIGHT = 16_777_215
"""No limit (QWIDGETSIZE_MAX)."""


class Card(Painted, QFrame):
    """Put widgets into ``body``; ``caption`` and ``tools`` stand right in the header."""

    _wraps = False

    def __init__(self, title: str, *, flush: bool = False, parent: QWidget | None = None) -> None:
        """``flush`` lets a table reach the card's edges."""
        super().__init__(parent)
        self.setProperty("part", "card")
        self._flush = flush
        self.title = Word(title, role="title")
        self.caption = Word(role="caption")
        self.head = QFrame(self)
        self.head.setProperty("part", "card-head")
        self.tools = QHBoxLayout()
        row = QHBoxLayout(self.head)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.caption)
        row.addLayout(self.tools)
        self.body = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(self.body, 1)
        self.restyle()

    def wrap_title(self) -> None:
        """For a title that is a record's own name: a long one goes on in a second line."""
        self._wraps = True
        self.title.setWordWrap(True)
        row: QHBoxLayout = self.head.layout()  # type: ignore[assignment]
        row.setStretch(0, 1)
        row.setStretch(1, 0)
        self.head.setMaximumHeight(_ANY_HEIGHT)
        self.restyle()

    def restyle(self) -> None:
        using = theme.current()
        gap, edge = using.px(12), 0 if self._flush else using.px(12)
        if self._wraps:
            self.head.setMinimumHeight(using.px(34))
        else:
            self.head.setFixedHeight(using.px(34))
        self.head.layout().setContentsMargins(gap, 0, gap, 0)
        self.tools.setSpacing(using.px(8))
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(using.px(8))
        super().restyle()
