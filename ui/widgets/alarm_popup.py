"""New alarms over the page: a view of those nobody has seen; it takes no keyboard and covers no field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.domain.alarm import AlarmRow
from ui import actions, text, theme
from ui.hiding import seen
from ui.models.alarm_rows import priority_word, title, value_of
from ui.text import Times
from ui.widgets.alarm_mark import paint_priority
from ui.widgets.alarm_place import dialogs_over, free_spot, keep_free
from ui.widgets.alert_bar import AlertShown, say_acknowledging
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken, Word, plain_tip

MOST = 4
"""Alarms it shows; the others are counted."""

WIDE, NARROW = 460, 240

READ_MS = 600
"""Nobody has read what stands there for less: in a storm lines come while a key is on its way."""


class AlarmPopup(Painted, Spoken, QFrame):
    """A part of the window, never a window of its own: it cannot be given the keyboard.

    ``chosen`` carries the alarm somebody clicked on (None: the queue), ``acknowledge_asked`` and ``silence_asked``
    come from its buttons. ``shown`` are the alarms whose words stand on it now.
    """

    chosen = Signal(object)
    acknowledge_asked = Signal()
    silence_asked = Signal()

    def __init__(self, times: Times, frame: QWidget) -> None:
        super().__init__(frame)
        self._times, self._rows = times, tuple[AlarmRow, ...]()
        self._allowed = True
        self._watch, self._since = QElapsedTimer(), dict[UUID, int]()
        self._watch.start()
        self.setProperty("part", "alarm-popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.heading = Word("alarms.popup", role="strong", count=0)
        self.more = Word(role="secondary")
        self.lines = [_Line() for _ in range(MOST)]
        self.look = KeyButton("alarms.popup.look", actions.key_of("panel.alarms"), small=True)
        self.silence = KeyButton("alert.silence", actions.key_of("silence"), small=True)
        self.acknowledge = KeyButton("alert.acknowledge.alarms", actions.key_of("acknowledge"), small=True)
        self._over, self._sounding = 0, False
        self._lay_out()
        self.look.clicked.connect(lambda: self.chosen.emit(None))
        self.silence.clicked.connect(self.silence_asked)
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        for line in self.lines:
            line.clicked.connect(self.chosen)
        self.hide()
        self.restyle()

    def show_alarms(self, rows: Sequence[AlarmRow], *, allowed: bool) -> None:
        """``rows`` severest first; ``allowed`` is False where the queue itself is in front, or a cover."""
        self._rows, self._allowed = tuple(rows), allowed
        self.place()

    def show_alert(self, shown: AlertShown) -> None:
        """Whether there is something to silence, and what F10 acknowledges beside the alarms that stand here."""
        sounding = shown.wanted and shown.state == "sounding"
        if (sounding, shown.over) != (self._sounding, self._over):
            self._sounding, self._over = sounding, shown.over
            self.place()

    def shown(self) -> tuple[AlarmRow, ...]:
        """Whose words are on the screen."""
        return tuple(line.row for line in self.lines if line.row is not None and line.isVisible())

    def read(self) -> tuple[AlarmRow, ...]:
        """Those of them that stand there long enough to be read: what a key may say to have seen."""
        now = self._watch.elapsed()
        return tuple(row for row in self.shown() if now - self._since.get(row.id, now) >= READ_MS)

    def beat(self) -> None:
        """Each second: how long ago; and whether the keyboard has come under it meanwhile."""
        now = self._times.now()
        for line in self.lines:
            line.follow(now)
        if self.isVisible() and any(each.intersects(self.geometry()) for each in keep_free(self.parentWidget())):
            self.place()

    def place(self) -> None:
        """Beside the field that is typed into; with fewer lines where there is little room, unseen where there is none.

        The bar tells the alarms then, and the room hears them.
        """
        spot = self._spot() if self._rows and self._allowed else QRect()
        if spot.isEmpty():
            self.hide()
            self._since = {}
            return
        if spot != self.geometry():
            self.setGeometry(spot)
        self.show()
        self.raise_()
        self._note_shown()

    def _note_shown(self) -> None:
        now = self._watch.elapsed()
        self._since = {row.id: self._since.get(row.id, now) for row in self.shown()}

    def _spot(self) -> QRect:
        dialogs = bool(dialogs_over(self.window()))
        area, keep = self.area(dialogs=dialogs), keep_free(self.parentWidget())
        tries = [(lines, False) for lines in range(min(MOST, len(self._rows)), 0, -1)]
        for lines, small in [*tries, (1, True)] if dialogs else tries:
            self._fill(lines)
            self._shrink(small=small, dialogs=dialogs)
            self.layout().activate()
            needs = self.layout().sizeHint().expandedTo(QSize(theme.current().px(NARROW), 0))
            wide = QSize(max(theme.current().px(WIDE), needs.width()), needs.height())
            spot = free_spot(area, (wide, needs), *keep)
            if not spot.isEmpty():
                return spot
        return QRect()

    def _shrink(self, *, small: bool, dialogs: bool) -> None:
        """Beside a large dialog one line is left, with its keys; elsewhere there are buttons below the lines.

        What leads away is not offered under a dialog: its key and its click rest there.
        """
        edge = theme.current().px(2 if small else 10)
        self.layout().setContentsMargins(edge + theme.current().px(5), edge, edge, edge)
        self.heading.setVisible(not small)
        self.more.setVisible(not small and not self.more.isHidden())
        self.look.setVisible(not small and not dialogs)
        self.silence.setVisible(not small and self._sounding)
        self.acknowledge.setVisible(not small)
        keys = [actions.key_of("silence")] if self._sounding else []
        self.lines[0].show_keys([*keys, actions.key_of("acknowledge")] if small else [])

    def _fill(self, lines: int) -> None:
        now, left = self._times.now(), len(self._rows) - lines
        for at, line in enumerate(self.lines):
            line.show_alarm(self._rows[at] if at < lines else None, now)
        self.heading.say("alarms.popup", count=len(self._rows))
        say_acknowledging(self.acknowledge, self._over, lines)
        self.more.setVisible(left > 0)
        self.more.say("alarms.popup.more", count=left)

    def area(self, *, dialogs: bool = False) -> QRect:
        """Where it may stand: below the bar, above the buttons at the foot of a page and the window's last line.

        Beside a dialog all of the page is free: nothing in it can be pressed.
        """
        edge, frame = theme.current().px(12), self.parentWidget()
        if dialogs:
            return frame.rect().adjusted(edge, theme.current().px(44), -edge, -edge)
        top, foot = theme.current().px(44 + 38), theme.current().px(28 + 44)
        return frame.rect().adjusted(edge, top + edge, -edge, -foot - edge)

    def retranslate(self) -> None:
        self.place()

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        super().restyle()
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        tone = {1: "redline", 2: "orangeline"}.get(min((row.priority for row in self._rows), default=3), "border")
        painter.fillRect(self.rect(), using.colour("raised"))
        painter.setPen(using.colour(tone))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(0, 0, using.px(5), self.height(), using.colour(tone))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.look, self.silence, self.acknowledge):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            buttons.addWidget(button)
        buttons.insertStretch(1, 1)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        for line in self.lines:
            column.addWidget(line)
        column.addWidget(self.more)
        column.addLayout(buttons)


class _Line(Painted, QWidget):
    """One alarm: its mark, where and what, the value, since when; a click leads to it."""

    clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.row: AlarmRow | None = None
        self._said = self._ago = self._keys = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_alarm(self, row: AlarmRow | None, now: datetime) -> None:
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        count = f" ×{row.count}" if row.count > 1 else ""
        named, value = title(row), value_of(row)
        self._said = " ".join(f"{named} {'' if value in named else value}{count}".split())
        self.setAccessibleName(seen(f"{priority_word(row)} {self._said}"))
        self.setToolTip(plain_tip(self._said))
        self.follow(now)
        self.update()

    def show_keys(self, keys: Sequence[str]) -> None:
        """Keys that have no button now."""
        self._keys = "".join(f" [{shown_key(key)}]" for key in keys)

    def follow(self, now: datetime) -> None:
        """Time goes on."""
        if self.row is not None:
            self._ago = text.span(max(now, self.row.first_at) - self.row.first_at)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(300), theme.current().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(28))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.row is not None and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self.row.id)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.row is None:
            return
        using, painter = theme.current(), QPainter(self)
        side, edge = using.px(20), using.px(4)
        box = QRectF(edge, (self.height() - side) / 2, side, side)
        paint_priority(painter, box, self.row.priority, using, filled=True)
        small = using.font(13)
        inside = self.rect().adjusted(side + 3 * edge, 0, -edge, 0)
        painter.setFont(using.font(bold=True))
        painter.setPen(using.colour("text"))
        ago = f"{self._ago}{self._keys}"
        room = inside.width() - text_width(small, ago) - using.px(10)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, elided(painter.font(), self._said, room))
        painter.setFont(small)
        painter.setPen(using.colour("text2"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, ago)
