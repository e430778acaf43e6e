"""The alarms on the frame bar: how many nobody has seen, how long, and whether they can be heard; else a quiet word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console import words
from ui import actions, icons, text, theme
from ui.theme import Theme
from ui.widgets.keycap import shown_key
from ui.widgets.painted import Painted, stroke, text_width
from ui.widgets.spoken import Spoken, plain_tip


@dataclass(frozen=True, slots=True)
class AlarmsTold:
    """What the frame knows of alarms: how many are open, how many of them nobody has seen, the gravest of those, since
    when, and how the sound stands (as ``AlertShown``).
    """

    open: int = 0
    unseen: int = 0
    priority: int = 0
    since: datetime | None = None
    sound: str = "sounding"


_HEARD = {"sounding": "sounding", "silenced": "silenced", "off": "mute", "failed": "mute"}
"""Nobody is told that it rings while nothing can be heard."""


class AlarmBadge(Painted, Spoken, QAbstractButton):
    """Filled while an alarm of priority 1 or 2 is unseen; of priority 1 the ground alternates with each ``beat``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key leads there; a click must not take the cursor
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._told, self._now, self._short, self._odd = AlarmsTold(), None, False, False
        self._say()

    _now: datetime | None

    def show_alarms(self, told: AlarmsTold, now: datetime) -> None:
        """Of the same width as before for the same count: the bar is not laid out anew each second."""
        before = self.sizeHint().width()
        self._told, self._now = told, now
        self._say()
        if self.sizeHint().width() != before:
            self.updateGeometry()

    def beat(self, now: datetime) -> None:
        """A second has passed."""
        if self._told.unseen:
            self._odd = not self._odd and self._told.priority == 1
            self.show_alarms(self._told, now)

    def set_short(self, short: bool) -> None:
        """A narrow bar gets the count alone."""
        if short != self._short:
            self._short = short
            self._say()
            self.updateGeometry()

    @property
    def calm(self) -> bool:
        """Whether nothing waits; then it may give way."""
        return not self._told.open and not self._told.unseen

    @property
    def filled(self) -> bool:
        """Whether it stands out now; alternates for an unseen alarm of priority 1."""
        return bool(self._told.unseen) and self._told.priority in (1, 2) and not self._odd

    def retranslate(self) -> None:
        self._say()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        using = theme.current()
        bold = using.font(13, bold=True)
        return QSize(using.px(18 + 6 + 16) + text_width(bold, self._widest()), using.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        ink = self._paint_ground(painter, using)
        side = using.px(18)
        mark = icons.pixmap("bell", ink, side, self.devicePixelRatioF())
        painter.drawPixmap(using.px(8), (self.height() - side) // 2, mark)
        painter.setPen(using.colour(ink))
        painter.setFont(using.font(13, bold=not self.calm))
        where = QRectF(using.px(8) + side + using.px(6), 0, self.width(), self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_ground(self, painter: QPainter, using: Theme) -> str:
        """The ink on it."""
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.calm:
            return "bartext2"
        if self._told.unseen and self.filled:
            tone = "red" if self._told.priority == 1 else "orange"
            painter.fillRect(box, using.colour(tone))
            return f"{tone}on"
        line = "bar-fault" if self._told.priority == 1 else "bar-caution" if self._told.unseen else "barline"
        painter.setPen(stroke(using.colour(line), 1))
        painter.drawRect(box)
        return line if self._told.unseen else "bartext"

    def _say(self) -> None:
        said = self._words(self._since())
        self.setText(said)
        self.setAccessibleName(words.say("alarms.badge.name", unseen=self._told.unseen, open=self._told.open))
        key = shown_key(actions.key_of("panel.alarms"))
        meant = "\n".join(words.say(f"alarms.count.{name}") for name in ("unseen", "open"))
        self.setToolTip(plain_tip(f"{self.accessibleName()} [{key}]\n{meant}"))
        self.update()

    def _words(self, since: str) -> str:
        told, key = self._told, f" [{shown_key(actions.key_of('panel.alarms'))}]"
        if self._short:
            return str(told.unseen or told.open)
        if told.unseen and since:
            return words.say(f"alarms.badge.{_HEARD.get(told.sound, 'ready')}", count=told.unseen, time=since) + key
        code = "alarms.badge.open" if not self.calm else "alarms.badge.none"
        return words.say(code, count=told.unseen or told.open) + key

    def _widest(self) -> str:
        """With a clock of as many digits, so that the seconds do not move the bar."""
        return self._words("".join("0" if each.isdigit() else each for each in self._since()))

    def _since(self) -> str:
        if self._told.since is None or self._now is None:
            return ""
        return text.span(max(self._now, self._told.since) - self._told.since)
