"""Somebody rings: number and name at the very bottom of the window, with the key that takes the call and how many
others ring; it takes nothing from whoever is typing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console import words
from ui import actions, icons, theme
from ui.hiding import seen, seen_number
from ui.widgets.keycap import shown_key
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken, plain_tip


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rings, as far as the contact book knows. ``number`` is empty where the network hides it."""

    number: str
    name: str = ""
    unit: str = ""
    post: str = ""
    person_id: UUID | None = None
    others: tuple[str, ...] = ()
    """Everybody it may be, where the number is several people's."""
    count: int = 0
    """How often they rang, where it is worth saying."""
    incident: str = ""
    """The open incident they told of before."""
    more: int = 0
    """How many others ring meanwhile."""

    @property
    def who(self) -> str:
        one = " ".join(part for part in (self.name, self.unit, self.post) if part)
        return one or " / ".join(self.others[:3])


class CallStrip(Painted, Spoken, QAbstractButton):
    """来电 0577-0000-0001 陈例一 例一街道 主任 · 接报带入 [F2] 另有 2 个来电; a click takes the call as its key does.

    Where there is little room the name gives way: key and number of others are always seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caller: Caller | None = None
        self._said = self._end = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_call(self, caller: Caller | None) -> None:
        """None: the call is over or was taken."""
        self.caller = caller
        self.setVisible(caller is not None)
        self.retranslate()

    def retranslate(self) -> None:
        self._said, self._end = self._words(), self._behind()
        said = " ".join(filter(None, (self._said, self._end)))
        if said != self.text():
            self.setText(said)
            self.setAccessibleName(said)
            self.setToolTip(plain_tip(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(text_width(using.font(13, bold=True), self.text()) + using.px(46), using.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.current().px(240)), theme.current().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("accent"))
        side = using.px(16)
        mark = icons.pixmap("phone", "accenttext", side, self.devicePixelRatioF())
        painter.drawPixmap(using.px(10), (self.height() - side) // 2, mark)
        painter.setPen(using.colour("accenttext"))
        painter.setFont(using.font(13, bold=True))
        inside, font = self.rect().adjusted(using.px(32), 0, -using.px(10), 0), painter.font()
        end = text_width(font, self._end)
        before = inside.adjusted(0, 0, -(end + using.px(6)), 0)
        said = elided(font, self._said, before.width())
        painter.drawText(before, Qt.AlignmentFlag.AlignVCenter, said)
        inside.setLeft(inside.left() + min(text_width(font, said) + using.px(6), inside.width() - end))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self._end)

    def _words(self) -> str:
        caller = self.caller
        if caller is None:
            return ""
        number = seen_number(caller.number) if caller.number else words.say("call.hidden")
        who = caller.who or (words.say("call.unknown") if caller.number else "")
        about = []
        if caller.count:
            about.append(words.say("ringing.many", count=caller.count))
        if caller.incident:
            about.append(words.say("ringing.of_incident", number=caller.incident))
        said = " · ".join((words.say("call.ringing", number=number, who=seen(who)), *about))
        return " ".join(said.split())

    def _behind(self) -> str:
        """The key, and how many others ring."""
        if self.caller is None:
            return ""
        key = f"[{shown_key(actions.key_of('new_intake'))}]"
        return f"{key} {words.say('ringing.more', count=self.caller.more)}" if self.caller.more else key
