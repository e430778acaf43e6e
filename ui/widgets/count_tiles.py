"""A row of counts: each with its word above a large number; one that should be nought is red when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import text, theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word


class CountTiles(Painted, QWidget):
    """``codes`` are the words in order, ``wrong`` those whose number should be nought."""

    def __init__(self, codes: Sequence[str], wrong: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = frozenset(wrong)
        self.numbers: dict[str, Word] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for code in codes:
            number = Word(role="title")
            tile = QVBoxLayout()
            tile.setSpacing(0)
            tile.addWidget(Word(code, role="secondary"))
            tile.addWidget(number)
            self._row.addLayout(tile, 1)
            self.numbers[code] = number
        self.show_counts({})
        self.restyle()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """By the words' codes; what is not told is a dash."""
        for code, word in self.numbers.items():
            count = counts.get(code)
            word.show_text("—" if count is None else text.number(count))
            _dress(word, "error" if code in self._wrong and count else "title")

    def restyle(self) -> None:
        self._row.setSpacing(theme.current().px(12))
        super().restyle()


def _dress(word: Word, role: str) -> None:
    if word.property("role") != role:
        word.setProperty("role", role)
        word.style().unpolish(word)
        word.style().polish(word)
