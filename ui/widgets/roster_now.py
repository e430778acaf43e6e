"""The top of the roster: the shift that runs and its people, where the leaders are, the next shift."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.roster import OnDuty, WhereaboutsRow
from console.services.roster import RosterNow
from ui import theme
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.roster_posts import PostList
from ui.widgets.roster_words import template_word, where_word
from ui.widgets.spoken import Spoken, Word


class ShiftCard(Spoken, Card):
    """A shift by the table: its template and times in the header, its posts below."""

    def __init__(self, title: str, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._times = times
        self._shown: OnDuty | None = None
        self.what = Word(role="secondary")
        self.what.setWordWrap(True)
        self.posts = PostList()
        self.body.addWidget(self.what)
        self.body.addWidget(self.posts)
        self.body.addStretch(1)

    def show_shift(self, shift: OnDuty) -> None:
        self._shown = shift
        self.posts.show_posts(shift.posts)
        self.retranslate()

    def retranslate(self) -> None:
        if self._shown is not None:
            start, end = self._times.near(self._shown.starts_at), self._times.near(self._shown.ends_at)
            self.what.show_text(f"{words.say('roster.span', start=start, end=end)}　{template_word(self._shown)}")


class WhereCard(Spoken, Card):
    """Where leaders are; a button at each line says that they are back."""

    back = Signal(object)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("roster.where", parent=parent)
        self._times = times
        self._rows: tuple[WhereaboutsRow, ...] = ()
        self._lines: dict[UUID, tuple[QWidget, Word, KeyButton]] = {}
        self.none = Word("roster.where_none", role="secondary")
        self.none.setWordWrap(True)
        self.body.addWidget(self.none)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[WhereaboutsRow]) -> None:
        self._rows = tuple(rows)
        self.none.setVisible(not rows)
        for gone in set(self._lines) - {row.id for row in rows}:
            self._lines.pop(gone)[0].deleteLater()
        for row in rows:
            if row.id not in self._lines:
                self._lines[row.id] = self._line(row)
        self.retranslate()

    def buttons(self) -> list[KeyButton]:
        return [button for _, _, button in self._lines.values()]

    def retranslate(self) -> None:
        for row in self._rows:
            _, said, button = self._lines[row.id]
            said.show_text(where_word(row, self._times) + (f"　{row.phone}" if row.phone else ""))
            button.say("roster.where_cancel" if row.from_at > self._times.now() else "roster.back")

    def _line(self, row: WhereaboutsRow) -> tuple[QWidget, Word, KeyButton]:
        holder, said, button = QWidget(), Word(), KeyButton("roster.back", kind="quiet", small=True)
        said.setWordWrap(True)
        button.clicked.connect(lambda: self.back.emit(self._now(row.id)))
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(said, 1)
        across.addWidget(button)
        self._list.addWidget(holder)
        return holder, said, button

    def _now(self, row_id: UUID) -> WhereaboutsRow:
        """The line as it was shown last: its version is what a change must name as seen."""
        return next(row for row in self._rows if row.id == row_id)


class RosterNowRow(QWidget):
    """The three cards side by side."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on_duty = ShiftCard("roster.now", times)
        self.where = WhereCard(times)
        self.following = ShiftCard("roster.next", times)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for card in (self.on_duty, self.where, self.following):
            self._row.addWidget(card, 1)
        self._row.setSpacing(theme.current().px(12))

    def show_now(self, now: RosterNow) -> None:
        self.on_duty.show_shift(now.on_duty)
        self.where.show_rows((*now.whereabouts, *now.coming))
        self.following.show_shift(now.following)
