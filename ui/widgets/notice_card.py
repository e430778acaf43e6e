"""The board's standing notices: the newest ones in full, more of them counted; not there when there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.notices import NoticeRow
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.spoken import Word

MOST = 3
LONGEST = 60
"""Characters of a notice on the board; the whole of it is its tooltip and in the panel."""


class NoticeCard(Card):
    """Each notice with the moment it ends."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("board.notices", parent=parent)
        self._times = times
        self._rows: tuple[NoticeRow, ...] = ()
        self.lines = [Word() for _ in range(MOST)]
        for line in self.lines:
            line.setWordWrap(True)
            self.body.addWidget(line)
        self.show_notices(())

    def show_notices(self, rows: Sequence[NoticeRow]) -> None:
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(rows))
            if at < len(rows):
                self._show(line, rows[at])
        if len(rows) > MOST:
            self.caption.say("board.notices_more", count=len(rows) - MOST)
        else:
            self.caption.show_text("")

    def _show(self, line: Word, row: NoticeRow) -> None:
        plain = " ".join(row.text.split())
        short = plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
        line.say("board.notice", text=short, at=self._times.near(row.until_at))
        line.setToolTip(words.say("board.notice", text=plain, at=self._times.minute(row.until_at)))
