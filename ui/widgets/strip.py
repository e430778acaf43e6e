"""The two strips of the frame: what is due, above the page; what was saved or refused, at the very bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from console import words
from ui import actions, hiding, icons, theme
from ui.theme import Theme
from ui.widgets.alert_bar import AlertBar, AlertShown
from ui.widgets.call_strip import Caller, CallStrip
from ui.widgets.due import TEXT, TINT, DueState, paint_due
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.painted import Painted, elided, paint_focus, text_width
from ui.widgets.spoken import Spoken, Word, plain_tip


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing that is due: ``text`` what, ``left`` the words 剩 … or 超 …, both ready to show."""

    id: str
    text: str
    left: str
    fraction: float
    state: str = DueState.LATER.value


class DueItem(Painted, QAbstractButton):
    """One due row in the strip: mark, words, time left; tinted when near or over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.row: DueRow | None = None

    def show_row(self, row: DueRow) -> None:
        self.row = row
        self.setAccessibleName(hiding.seen(f"{row.text} {row.left}"))
        self.setToolTip(plain_tip(f"{row.text}  {row.left}"))
        self.updateGeometry()
        self.update()

    def wanted_width(self) -> int:
        """As wide as its words, within bounds that let several stand side by side."""
        using, row = theme.current(), self.row
        if row is None:
            return 0
        text = text_width(using.font(13), row.text) + text_width(using.font(13, bold=True), row.left)
        return min(text + using.px(44), using.px(300))

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), theme.current().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(80), theme.current().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.row is None:
            return
        using, row, state = theme.current(), self.row, DueState(self.row.state)
        painter = QPainter(self)
        tint = TINT[state]
        if tint:
            painter.fillRect(self.rect(), using.colour(tint))
        side, edge = using.px(14), using.px(6)
        paint_due(painter, QRectF(edge, (self.height() - side) / 2, side, side), row.fraction, state, using)
        self._paint_words(painter, using, row, state)
        if self.hasFocus():
            paint_focus(painter, self, using)

    def _paint_words(self, painter: QPainter, using: Theme, row: DueRow, state: DueState) -> None:
        edge = using.px(6)
        strong = using.font(13, bold=True)
        inside = self.rect().adjusted(edge + using.px(20), 0, -edge, 0)
        room = inside.width() - text_width(strong, row.left) - using.px(8)
        painter.setFont(using.font(13, bold=state is DueState.OVER))
        painter.setPen(using.colour("text"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, elided(painter.font(), row.text, room))
        painter.setFont(strong)
        painter.setPen(using.colour(TEXT[state]))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.left)


class DueStrip(Painted, Spoken, QWidget):
    """What is due next, soonest first as given; what does not fit is counted at the end."""

    chosen = Signal(str)
    all_asked = Signal()

    def __init__(self, key: str = "Ctrl+D", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._rows: tuple[DueRow, ...] = ()
        self._items: list[DueItem] = []
        self.heading = Word("frame.due", role="strong")
        self.none = Word("frame.due_none", role="secondary")
        self.more = _MoreButton()
        self.more.clicked.connect(self.all_asked)
        self.alert = AlertBar()
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.heading)
        self._line.addWidget(self.none)
        self._line.addStretch(1)
        self._line.addWidget(self.more)
        self._line.addWidget(self.alert)
        self.retranslate()
        self.restyle()

    def show_rows(self, rows: Sequence[DueRow]) -> None:
        self._rows = tuple(rows)
        self._arrange()

    def show_alert(self, shown: AlertShown) -> None:
        """What can be done about the sound; the rows make room for it."""
        self.alert.show_alert(shown)
        self._arrange()

    def shown(self) -> tuple[DueRow, ...]:
        """The rows that found room."""
        return tuple(item.row for item in self._items if not item.isHidden() and item.row)

    def retranslate(self) -> None:
        self._arrange()

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedHeight(using.px(38))
        self._line.setContentsMargins(using.px(12), 0, using.px(12), 0)
        self._line.setSpacing(using.px(8))
        self._arrange()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(38))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("head"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, using.colour("line"))

    def _arrange(self) -> None:
        """Give a place to as many rows as fit and count the rest."""
        using, gap = theme.current(), theme.current().px(8)
        self.none.setVisible(not self._rows)
        self.more.say(0, self._key)
        room = self.width() - using.px(24) - self.heading.sizeHint().width() - gap
        room -= self.more.widest(len(self._rows), self._key) + gap
        room -= self.alert.wanted_width() + (gap if self.alert.wanted_width() else 0)
        fitting = 0
        for at, row in enumerate(self._rows):
            item = self._item(at)
            item.show_row(row)
            room -= item.wanted_width() + gap
            if room < 0:
                break
            fitting += 1
        for at, item in enumerate(self._items):
            item.setVisible(at < fitting)
        self.more.say(len(self._rows) - fitting, self._key)

    def _item(self, at: int) -> DueItem:
        if at == len(self._items):
            item = DueItem(self)
            item.clicked.connect(lambda: item.row and self.chosen.emit(item.row.id))
            self._line.insertWidget(2 + at, item)
            self._items.append(item)
        return self._items[at]


class _MoreButton(Painted, QAbstractButton):
    """另有 n 项 [Ctrl+D]: the way to the whole list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, count: int, key: str) -> None:
        said = self._words(count, key)
        if said != self.text():
            self.setText(said)
            self.setAccessibleName(said)
            self.updateGeometry()

    def widest(self, count: int, key: str) -> int:
        return text_width(theme.current().font(13), self._words(count, key)) + theme.current().px(8)

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(text_width(using.font(13), self.text()) + using.px(8), using.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.setFont(using.font(13))
        painter.setPen(using.colour("link"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            paint_focus(painter, self, using)

    @staticmethod
    def _words(count: int, key: str) -> str:
        said = words.say("frame.due_more", count=count) if count > 0 else words.say("frame.due_all")
        return f"{said} [{shown_key(key)}]"


class MessageStrip(Painted, QWidget):
    """Left: the last line saved, or what was refused until the next save. Right: what waits to be signed, drafts."""

    sign_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refused = False
        self.call = CallStrip()
        self.message = Word(role="secondary")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.drafts = Word(role="secondary")
        self.unsigned = KeyButton("gate.unsigned", actions.key_of("sign_gate"), small=True, kind="quiet")
        self.unsigned.hide()
        self.unsigned.clicked.connect(self.sign_asked)
        self.hidden = KeyButton("", actions.key_of("hide_numbers"), small=True, kind="quiet", icon="eye")
        self._hides = False
        self.hidden.clicked.connect(hiding.current().turn)
        hiding.current().changed.connect(self._say_hidden)
        self._say_hidden()
        self.state = Word("frame.keys_hint", role="secondary")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.call)
        self._line.addWidget(self.message, 1)
        self._line.addWidget(self.hidden)
        self._line.addWidget(self.unsigned)
        self._line.addWidget(self.drafts)
        self._line.addWidget(self.state)
        self.restyle()

    def say_saved(self, text: str) -> None:
        self._say(text, refused=False)

    def say_refused(self, text: str) -> None:
        self._say(text, refused=True)

    def show_drafts(self, count: int) -> None:
        if count:
            self.drafts.say("frame.drafts", count=count)
        else:
            self.drafts.show_text("")

    def show_unsigned(self, count: int) -> None:
        """Lines taken at the locked seat that wait for a signature."""
        self.unsigned.say("gate.unsigned", count=count)
        self.unsigned.setVisible(count > 0)

    def show_state(self, text: str) -> None:
        self.state.show_text(text)

    def show_call(self, caller: Caller | None) -> None:
        """Somebody rings: at the left, before the last message; the page keeps its place."""
        self.call.show_call(caller)
        self.restyle()

    def refused(self) -> bool:
        return self._refused

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedHeight(using.px(28))
        ringing = self.call.caller is not None
        left = 0 if ringing else using.px(36 if self._refused else 12)
        self._line.setContentsMargins(left, 0, using.px(12), 0)
        self._line.setSpacing(using.px(16))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("redtint" if self._refused else "head"))
        painter.fillRect(0, 0, self.width(), 1, using.colour("line"))
        if self._refused and self.call.caller is None:
            side = using.px(18)
            mark = icons.pixmap("warn-triangle", "redtext", side, self.devicePixelRatioF())
            painter.drawPixmap(using.px(12), (self.height() - side) // 2, mark)

    def _say_hidden(self) -> None:
        """Whether numbers are hidden is said where it is seen with every panel."""
        before, self._hides = self._hides, hiding.current().on
        self.hidden.say("contacts.hidden" if self._hides else "contacts.hide_numbers")
        if self._hides and not before:
            self.say_saved(words.say("contacts.told_hidden"))

    def _say(self, text: str, *, refused: bool) -> None:
        self._refused = refused
        self.message.show_text(text)
        self.message.setToolTip(plain_tip(text))
        self.message.setAccessibleName(hiding.seen(text))
        self.message.setProperty("role", "error" if refused else "secondary")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.restyle()
