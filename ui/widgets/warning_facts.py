"""What a warning is about: its signal and level, who issues it, its title, from when until when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.domain.warning import LIMITS, Origin
from ui import theme
from ui.models.warning_rows import Book, named
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.typed import OneLine, ShortText

_TIME = 30


class WarningFacts(Painted, QWidget):
    """``picked`` after the officer chose a signal or a level."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self.signal = Choice(("",), self._signal_word)
        self.level = Choice(("",), self._level_word)
        self.origin = Choice(tuple(one.value for one in Origin), lambda one: words.say(f"warning.origin.{one}"))
        self.title, self.issuer = ShortText(LIMITS["title"]), ShortText(LIMITS["issuer"])
        self.source_number = ShortText(LIMITS["source_number"])
        self.source_at, self.onset, self.expires = OneLine(_TIME), OneLine(_TIME), OneLine(_TIME)
        self.fields = {name: Field(f"warning.field.{name}", editor) for name, editor in self.editors().items()}
        self._lay_out()
        self.signal.currentIndexChanged.connect(lambda _at: self._offer_levels())
        for choice in (self.signal, self.level):
            choice.picked.connect(lambda _value: self.picked.emit())
            choice.narrow(7)
        self.origin.narrow(4)
        self.restyle()

    def editors(self) -> dict[str, QWidget]:
        """By the names of the form; the signal first, which offers the levels."""
        return {
            "signal": self.signal, "level": self.level, "origin": self.origin, "issuer": self.issuer,
            "title": self.title, "source_number": self.source_number, "source_at": self.source_at,
            "onset": self.onset, "expires": self.expires,
        }  # fmt: skip

    def offer(self, book: Book) -> None:
        """The county's signals; what is chosen stays chosen."""
        self._book = book
        values = ["", *book.signals]
        if self.signal.values() != values:
            self.signal.offer([*values, *([self.signal.value()] if self.signal.value() not in values else [])])
        self._offer_levels()

    def set_read_only(self, read_only: bool) -> None:
        for choice in (self.signal, self.level, self.origin):
            choice.setEnabled(not read_only)
        for line in (self.title, self.issuer, self.source_number, self.source_at, self.onset, self.expires):
            line.setReadOnly(read_only)

    def _offer_levels(self) -> None:
        if self._book is None:
            return
        values = ["", *self._book.levels_of(self.signal.value() or "")]
        chosen = self.level.value()
        if chosen and chosen not in values and not self._book.signals.get(self.signal.value() or ""):
            values.append(chosen)
        if self.level.values() != values:
            self.level.offer(values)

    def _signal_word(self, code: str) -> str:
        return named(self._book.signals, code) if code and self._book is not None else code or "—"

    def _level_word(self, code: str) -> str:
        return named(self._book.levels, code) if code and self._book is not None else code or "—"

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        lines = (
            (("signal", 2), ("level", 2), ("title", 6), ("issuer", 2)),
            (("onset", 2), ("expires", 2), ("origin", 2), ("source_number", 3), ("source_at", 3)),
        )
        for at, line in enumerate(lines):
            column = 0
            for name, span in line:
                self._grid.addWidget(self.fields[name], at, column, 1, span)
                column += span
        for column in range(12):
            self._grid.setColumnStretch(column, 1)

    def restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme.current().px(12))
        self._grid.setVerticalSpacing(theme.current().px(4))
        super().restyle()
