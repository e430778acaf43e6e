"""Who stands which post, one line each: post, name, telephone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from console.domain.duty import PostLine
from ui import text, theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

_ACROSS = 3
"""Columns of a line: post, name, telephone."""


class PostList(Painted, Spoken, QWidget):
    """Lines are made anew only where their number changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._posts: tuple[PostLine, ...] = ()
        self._rows: list[tuple[Word, Word, Word]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(_ACROSS, 1)
        self.restyle()

    def show_posts(self, posts: Sequence[PostLine]) -> None:
        self._posts = tuple(posts)
        while len(self._rows) < len(self._posts):
            self._add()
        for at, row in enumerate(self._rows):
            for part in row:
                part.setVisible(at < len(self._posts))
        self.retranslate()

    def retranslate(self) -> None:
        for line, (post, name, phone) in zip(self._posts, self._rows, strict=False):
            post.show_text(text.post(line.post))
            phone.show_text(line.phone)
            if line.name:
                name.show_text(line.name)
            else:
                name.say("roster.unplanned")
            _as_role(name, "strong" if line.name else "error")

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setHorizontalSpacing(using.px(12))
        self._grid.setVerticalSpacing(using.px(2))
        super().restyle()

    def _add(self) -> None:
        row = (Word(role="secondary"), Word(role="strong"), Word(role="mono"))
        row[0].setWordWrap(True)  # a county names its posts as it likes; names and telephones are never broken
        for column, part in enumerate(row):
            self._grid.addWidget(part, len(self._rows), column)
        self._rows.append(row)


def _as_role(word: Word, role: str) -> None:
    if word.property("role") != role:
        word.setProperty("role", role)
        word.style().unpolish(word)
        word.style().polish(word)
