"""Above and below the pages of the wall: where, which realm, clock and watch; how old the data is, lamps, page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.health import LampState as Value
from console.domain.health import LampValue
from ui.widgets.badge import paint_badge
from ui.widgets.lamp import LampState, paint_lamp
from ui.widgets.painted import text_width
from ui.widgets.wall_type import RIGHT, WallPart, least_type

_TAG = 12
_TONES = {"exercise": ("exercise", True), "sample": ("sample", False)}
_ORDER = (Value.FAULT, Value.CAUTION, Value.OFF, Value.OK)
_INK = {Value.FAULT: "redtext", Value.CAUTION: "orangetext", Value.OFF: "text2", Value.OK: "oktext"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the bar says; texts are ready."""

    site: str = ""
    realm: str = "live"
    watch: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Foot:
    """What the footer says: how old the data is (``stale`` in the caution colour), how pages turn, where we are."""

    data: str = ""
    stale: bool = False
    turning: str = ""
    page: str = ""


class WallBar(WallPart):
    """Two lines: place, realm, day and clock; who stands the watch and who comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = Told()
        self._day = self._clock = ""

    def show_told(self, told: Told) -> None:
        if told != self._told:
            self._told = told
            self.update()

    def show_time(self, day: str, clock: str) -> None:
        if (day, clock) != (self._day, self._clock):
            self._day, self._clock = day, clock
            self.update()

    def wanted(self) -> int:
        """How high it is."""
        return self.using.px(34) + self.line

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, using, told = self.begin(), self.using, self._told
        painter.fillRect(self.rect(), using.colour("bar"))
        edge, gap = using.px(12), using.px(12)
        upper = QRectF(edge, 0, self.width() - 2 * edge, using.px(34))
        clock = self.write(painter, upper, self._clock, size=26, token="bartext", bold=True, align=RIGHT)
        upper.setRight(upper.right() - clock - gap)
        day = self.write(painter, upper, self._day, token="bartext2", align=RIGHT)
        upper.setRight(upper.right() - day - gap)
        tag = words.say(f"realm.{told.realm}") if told.realm in _TONES else ""
        large = least_type(using, _TAG)
        font = large.font(_TAG, bold=True)
        wide = text_width(font, tag) + large.px(12) if tag else 0
        site = self.write(painter, upper.adjusted(0, 0, -wide - gap, 0), told.site, size=20, token="bartext", bold=True)
        if tag:
            tone, filled = _TONES[told.realm]
            high = large.px(20)
            box = QRectF(upper.left() + site + gap, (upper.height() - high) / 2, wide, high)
            paint_badge(painter, box, tag, tone, large, filled=filled)
            self.note(tag, font)
        lower = QRectF(edge, using.px(34), self.width() - 2 * edge, self.line)
        following = self.write(painter, lower, told.following, token="bartext2", align=RIGHT) if self._room() else 0.0
        self.write(painter, lower.adjusted(0, 0, -following - gap, 0), told.watch, token="bartext")

    def _room(self) -> bool:
        """Who stands the watch goes before who comes next."""
        font = self.using.font()
        both = text_width(font, self._told.watch) + text_width(font, self._told.following) + self.using.px(36)
        return both <= self.width()


class WallFoot(WallPart):
    """Data as of, lamps in words, how the pages turn, which page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foot = Foot()
        self._lamps: tuple[LampValue, ...] = ()

    def show_foot(self, foot: Foot) -> None:
        if foot != self._foot:
            self._foot = foot
            self.setAccessibleName(foot.data)
            self.update()

    def show_lamps(self, lamps: Sequence[LampValue]) -> None:
        if tuple(lamps) != self._lamps:
            self._lamps = tuple(lamps)
            self.update()

    def said(self) -> Foot:
        """What it says now."""
        return self._foot

    def wanted(self) -> int:
        return self.line

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, using, foot = self.begin(), self.using, self._foot
        painter.fillRect(self.rect(), using.colour("bar"))
        edge, gap = using.px(12), using.px(16)
        line = QRectF(edge, 0, self.width() - 2 * edge, self.height())
        token = "bar-caution" if foot.stale else "bartext2"
        line.setLeft(line.left() + self.write(painter, line, foot.data, token=token, bold=foot.stale) + gap)
        line.setRight(line.right() - self.write(painter, line, foot.page, token="bartext", align=RIGHT) - gap)
        for lamp in sorted(self._lamps, key=lambda one: _ORDER.index(one.state)):
            said, side = _lamp_word(lamp), using.px(14)
            wide = side + using.px(6) + text_width(using.font(), said)
            if wide > line.width():
                break  # what is in order goes first where there is no room
            box = QRectF(line.left() + 1, (line.height() - side) / 2, side, side)
            paint_lamp(painter, box, LampState(lamp.state.value), using, on_bar=True)
            rest = line.adjusted(side + using.px(6), 0, 2, 0)
            self.write(painter, rest, said, token="bartext2" if lamp.state is Value.OK else _INK[lamp.state])
            line.setLeft(line.left() + wide + gap)
        if text_width(using.font(), foot.turning) <= line.width():
            self.write(painter, line, foot.turning, token="bartext2", align=RIGHT)


def _lamp_word(lamp: LampValue) -> str:
    return f"{words.say(f'lamp.{lamp.id}')}{words.say('wall.colon')}{words.say(f'lamp.state.{lamp.state.value}')}"
