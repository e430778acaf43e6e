"""The board's standing notices: one line each, the newest first, more of them counted; gone when there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.notices import NoticeRow
from ui import theme
from ui.hiding import seen
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken, plain_tip

MOST = 3


class NoticeCard(Spoken, Card):
    """Each notice with the moment it ends; the whole text is the line's tooltip and in the panel."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("board.notices", parent=parent)
        self._times = times
        self._rows: tuple[NoticeRow, ...] = ()
        self.lines = [NoticeLine() for _ in range(MOST)]
        for line in self.lines:
            self.body.addWidget(line)
        self.restyle()
        self.show_notices(())

    def show_notices(self, rows: Sequence[NoticeRow]) -> None:
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(rows))
            if at < len(rows):
                text = " ".join(rows[at].text.split())
                line.show_notice(text, words.say("board.notice_until", at=self._times.near(rows[at].until_at)))
        if len(rows) > MOST:
            self.caption.say("board.notices_more", count=len(rows) - MOST)
        else:
            self.caption.show_text("")

    def retranslate(self) -> None:
        if hasattr(self, "lines"):
            self.show_notices(self._rows)

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
