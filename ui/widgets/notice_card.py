"""The board's responses that run and standing notices: a line each, more of them counted; gone when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.notices import NoticeRow
from ui import actions, theme
from ui.hiding import seen
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.response_level import level_text
from ui.widgets.spoken import Spoken, plain_tip

if TYPE_CHECKING:
    from console.domain.responses import ResponseRow

MOST = 3


class NoticeCard(Spoken, Card):
    """Responses with when they began, then notices with the moment they end; the whole text is the line's tooltip.

    ``responses`` leads to the newest response.
    """

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("board.notices", parent=parent)
        self._times = times
        self._rows: tuple[NoticeRow, ...] = ()
        self._running: tuple[ResponseRow, ...] = ()
        self.responses = KeyButton("board.responses", actions.key_of("panel.plans"), kind="quiet", small=True)
        self.tools.addWidget(self.responses)
        self.lines = [NoticeLine() for _ in range(MOST)]
        for line in self.lines:
            self.body.addWidget(line)
        self.restyle()
        self.show_in_force((), ())

    def show_in_force(self, running: Sequence[ResponseRow], notices: Sequence[NoticeRow]) -> None:
        self._running, self._rows = tuple(running), tuple(notices)
        told = [*map(self._response, running), *map(self._notice, notices)]
        self.setVisible(bool(told))
        for line, said in zip_longest(self.lines, told[:MOST]):
            line.setVisible(said is not None)
            if said is not None:
                line.show_notice(*said)
        self.title.say("board.in_force" if running else "board.notices")
        self.responses.setVisible(bool(running))
        self.responses.say("board.responses", count=len(running))
        if len(told) > MOST:
            self.caption.say("board.notices_more", count=len(told) - MOST)
        else:
            self.caption.show_text("")

    def _response(self, row: ResponseRow) -> tuple[str, str]:
        code = "board.response_over" if row.over else "board.response_line"
        facts = {"title": row.title, "level": level_text(row.level), "cause": row.cause, "over": row.over}
        said = words.say(code, done=row.done, cards=row.cards, **facts)
        return said, words.say("board.response_since", at=self._times.near(row.started_at))

    def _notice(self, row: NoticeRow) -> tuple[str, str]:
        return " ".join(row.text.split()), words.say("board.notice_until", at=self._times.near(row.until_at))

    def retranslate(self) -> None:
        if hasattr(self, "lines"):
            self.show_in_force(self._running, self._rows)

    def restyle(self) -> None:
        super().restyle()
        edge = theme.current().px(12)
        self.body.setContentsMargins(edge, theme.current().px(4), edge, theme.current().px(4))
        self.body.setSpacing(0)


class NoticeLine(Painted, QWidget):
    """A notice and until when; what does not fit ends in an ellipsis and is the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = self.until = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_notice(self, text: str, until: str) -> None:
        self.text, self.until = text, until
        self.setToolTip(plain_tip(f"{text}\n{until}"))
        self.setAccessibleName(seen(f"{text} {until}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.current().px(26))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        small = using.font(13)
        room = self.width() - text_width(small, self.until) - using.px(16)
        painter.setFont(using.font())
        painter.setPen(using.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, elided(painter.font(), self.text, room))
        painter.setFont(small)
        painter.setPen(using.colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.until)
