"""The bar on top: which place, which shift, who leads and sits here, how the house is, what time it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.alarm_badge import AlarmBadge, AlarmsTold
from ui.widgets.badge import Badge
from ui.widgets.clock import Clock
from ui.widgets.lamp import Lamp, LampState
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken, Word, plain_tip

_GIVING = (LampState.OK, LampState.OFF)
"""Lamps that may be hidden where there is no room for all."""


@dataclass(frozen=True, slots=True)
class LampRow:
    """One lamp of the bar: ``id`` names its word (``lamp.<id>``), ``detail`` is the tooltip's sentence."""

    id: str
    state: str
    detail: str = ""


class FrameBar(Painted, Spoken, QWidget):
    """Plain values in, nothing asked but the time."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = _BarText(15, bold=True)
        self.realm = Badge("realm.sample", "bar")
        self.realm.hide()
        self.shift = _BarText(14)
        self.leader = _Person("frame.leader")
        self.officer = _Person("frame.officer")
        self.signed_in = _Person("frame.signed_in")
        self.lamps: dict[str, Lamp] = {}
        self.lamp_row = QHBoxLayout()
        self.alarms = AlarmBadge()
        self.alarms.hide()
        self._alarms_shown = False
        self.clock = Clock(now)
        self._line = QHBoxLayout(self)
        for part in (self.place, self.realm, self.shift, self.leader, self.officer, self.signed_in):
            self._line.addWidget(part)
        self._line.addStretch(1)
        self._line.addLayout(self.lamp_row)
        self._line.addWidget(self.alarms)
        self._line.addWidget(self.clock)
        self.restyle()

    def show_station(self, name: str, realm: str) -> None:
        self.place.setText(name)
        self.realm.setVisible(realm != "live")
        if realm == "exercise":
            self.realm.show_tag("realm.exercise", "exercise", filled=True)
        else:
            self.realm.show_tag(f"realm.{realm}", "bar")
        self._fit()

    def show_shift(self, text: str, leader: str, officer: str, signed_in: str) -> None:
        """``officer`` stands the watch, empty where nobody does; ``signed_in`` sits here, on watch or not."""
        self.shift.setText(text)
        self.leader.show_name(leader)
        self.officer.show_name(officer)
        self.signed_in.show_name(signed_in)
        self._fit()

    def show_lamps(self, rows: Sequence[LampRow]) -> None:
        if [row.id for row in rows] != list(self.lamps):
            self._hang_lamps(rows)
        for row in rows:
            self.lamps[row.id].show_state(row.state, row.detail)
        self._fit()

    def show_alarms(self, told: AlarmsTold, now: datetime) -> None:
        """How many alarms wait; from the first time on a quiet word stands there while none does."""
        self._alarms_shown = True
        self.alarms.show_alarms(told, now)
        self._fit()

    def retranslate(self) -> None:
        self._fit()

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedHeight(using.px(44))
        self._line.setContentsMargins(using.px(12), 0, using.px(12), 0)
        self._line.setSpacing(using.px(14))
        self.lamp_row.setSpacing(using.px(12))
        self._fit()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(600), theme.current().px(44))

    def _fit(self) -> None:
        if self.isVisible():
            self._give_way()
            self._line.activate()  # asked for its size so often, the layout would not be told again

    def _give_way(self) -> None:
        """What gives way on a narrow screen: the date, a calm badge, words of posts, lamps of what is well and
        of what is not in use, last for how long alarms have been ringing and the word before one's own name.
        """
        quiet, idle = ([lamp for lamp in self.lamps.values() if lamp.state is state] for state in _GIVING)
        calm: list[QWidget] = [self.alarms] if self._alarms_shown and self.alarms.calm else []
        givers = ([self.clock.date], calm, [self.leader.post, self.officer.post], quiet, idle)
        self.alarms.setVisible(self._alarms_shown)
        self.alarms.set_short(False)
        self.signed_in.post.setVisible(True)
        for part in (widget for parts in givers for widget in parts):
            part.setVisible(True)
        for parts in givers:
            if self._fits():
                return
            for part in parts:
                part.setVisible(False)
        self.alarms.set_short(not self._fits())
        self.signed_in.post.setVisible(self._fits())

    def _fits(self) -> bool:
        for part in (self.leader, self.officer, self.signed_in, self.clock):
            part.updateGeometry()  # what a part of it hid is known to its own layout only
        self.lamp_row.invalidate()
        self._line.invalidate()
        return self._line.sizeHint().width() <= self.width()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("bar"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, using.colour("barline"))

    def _hang_lamps(self, rows: Sequence[LampRow]) -> None:
        for lamp in self.lamps.values():
            self.lamp_row.removeWidget(lamp)
            lamp.deleteLater()
        self.lamps = {row.id: Lamp(row.id, on_bar=True) for row in rows}
        for lamp in self.lamps.values():
            self.lamp_row.addWidget(lamp)
            lamp.show()  # a layout shows it later, and until then counts it as nothing


class _BarText(Painted, QLabel):
    """A text of the bar that gives way with … when the bar is narrow; the tooltip has it whole."""

    def __init__(self, size: int, *, bold: bool = False, token: str = "bartext") -> None:
        super().__init__()
        self._size, self._bold, self._token = size, bold, token
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(text_width(using.font(self._size, bold=self._bold), self.text()) + 2, using.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.current().px(64)), theme.current().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.setFont(using.font(self._size, bold=self._bold))
        painter.setPen(using.colour(self._token))
        shown = elided(painter.font(), self.text(), self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


class _Person(Painted, Spoken, QWidget):
    """A post and who holds it: 带班领导 王某; hidden while nobody does."""

    def __init__(self, post: str) -> None:
        super().__init__()
        self.post = Word(post, role="bar-second")
        self.name = _BarText(14)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.post)
        self._line.addWidget(self.name)
        self.hide()
        self.restyle()

    def show_name(self, name: str) -> None:
        self.name.setText(name)
        self.setVisible(bool(name))

    def retranslate(self) -> None:
        self.updateGeometry()

    def restyle(self) -> None:
        self._line.setSpacing(theme.current().px(6))
        super().restyle()
