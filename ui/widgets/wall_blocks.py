"""What stands on a page of the wall: big numbers, lists, the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import Grade
from console.domain.map_marks import MapView
from ui.theme import Theme
from ui.widgets.due import TEXT, TINT, DueState, paint_due
from ui.widgets.grade_chip import chip_width, paint_grade
from ui.widgets.map_paint import Style
from ui.widgets.map_view import MapView as Canvas
from ui.widgets.painted import text_width
from ui.widgets.response_level import paint_level
from ui.widgets.wall_lines import broken
from ui.widgets.wall_type import RIGHT, WallPart, least_type

_CHIP, _LEVEL = 12, 11
"""Type the chip of a grade and the hexagon of a level are drawn with in the window."""
_MOST, _MOST_BELOW = 2, 3
"""Lines a text may take, and what stands below it; what is longer is cut at its end."""
_MAP = 1.2
"""The map's smallest type is 12 px of 14: enlarged to the wall's least."""


@dataclass(frozen=True, slots=True)
class WallRow:
    """A line of a list: what, behind it how it stands, below it more. ``near`` tints it; one mark stands before.

    ``grade`` is (word, grade), ``gone`` the part of its time that is gone.
    """

    text: str
    right: str = ""
    below: str = ""
    near: DueState = DueState.LATER
    grade: tuple[str, Grade] | None = None
    level: str = ""
    gone: float | None = None


@dataclass(frozen=True, slots=True)
class WallNumber:
    """A number that is read from the other end of the hall, and what it counts."""

    number: str
    label: str
    near: DueState = DueState.LATER


class WallList(WallPart):
    """A title with a caption and as many rows as there is room for; the last line counts the rest."""

    def __init__(self, title: str, none: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._none = title, none
        self._caption = ""
        self._rows: tuple[WallRow, ...] = ()

    def show_rows(self, rows: Sequence[WallRow], caption: str = "") -> None:
        if (tuple(rows), caption) != (self._rows, self._caption):
            self._rows, self._caption = tuple(rows), caption
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, using = self.begin(), self.using
        edge, line = using.px(10), self.line
        inside = QRectF(self.rect()).adjusted(edge, 0, -edge, 0)
        top = self._head(painter, inside)
        if not self._rows:
            self.write(painter, QRectF(inside.left(), top, inside.width(), line), words.say(self._none), token="text2")
            return
        shown = self._fitting_rows(self.height() - top)
        for row in self._rows[:shown]:
            high = line * self._lines(row)
            self._row(painter, QRectF(inside.left(), top, inside.width(), high), row)
            top += high
        if shown < len(self._rows):
            more = words.say("wall.more", count=len(self._rows) - shown)
            self.write(painter, QRectF(inside.left(), top, inside.width(), line), more, token="text2")

    def _head(self, painter: QPainter, inside: QRectF) -> float:
        head = QRectF(inside.left(), 0, inside.width(), self.line)
        painter.fillRect(QRectF(0, 0, self.width(), self.line), self.using.colour("head"))
        wide = self.write(painter, head, words.say(self._title), bold=True)
        rest = head.adjusted(wide + self.using.px(12), 0, 0, 0)
        if self._caption and rest.width() > 0:
            self.write(painter, rest, self._caption, token="text2", align=RIGHT)
        return float(self.line + self.using.px(2))

    def _fitting_rows(self, room: float) -> int:
        """How many have room, with a line left to say that there are more."""
        used, line = 0.0, self.line
        for at, row in enumerate(self._rows):
            last = at == len(self._rows) - 1
            high = line * self._lines(row)
            if used + high + (0 if last else line) > room:
                return at
            used += high
        return len(self._rows)

    def _lines(self, row: WallRow) -> int:
        return sum(map(len, self._said(row)))

    def _said(self, row: WallRow) -> tuple[list[str], list[str]]:
        """Lines of what it is and of what stands below, broken so that nothing of a time or a state is cut."""
        using = self.using
        room = self.width() - 2 * using.px(10)
        aside = min(self._wide(row.right, _strong(row)), room / 2) + using.px(8) if row.right else 0.0
        font = using.font(bold=_strong(row) or bool(row.below))
        text = broken(row.text, font, room - self._mark_room(row) - aside, room, _MOST)
        return text, broken(row.below, using.font(), room, room, _MOST_BELOW)

    def _row(self, painter: QPainter, box: QRectF, row: WallRow) -> None:
        using = self.using
        tint = TINT[row.near]
        if tint is not None:
            painter.fillRect(QRectF(0, box.top(), self.width(), box.height() - 1), using.colour(tint))
        upper = QRectF(box.left(), box.top(), box.width(), self.line)
        upper.setLeft(upper.left() + self._mark(painter, upper, row))
        strong = _strong(row)
        if row.right:
            room = min(self._wide(row.right, strong), box.width() / 2)
            aside = QRectF(upper.right() - room, upper.top(), room, upper.height())
            self.write(painter, aside, row.right, token=TEXT[row.near], bold=strong, align=RIGHT)
            upper.setRight(aside.left() - using.px(8))
        text, below = self._said(row)
        self.write(painter, upper, text[0] if text else "", bold=strong or bool(row.below))
        for at, said in enumerate((*text[1:], *below), start=1):
            lower = QRectF(box.left(), box.top() + at * self.line, box.width(), self.line)
            first = at < len(text)
            bold = first and (strong or bool(row.below))
            self.write(painter, lower, said, token="text" if first else "text2", bold=bold)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), using.colour("line"))

    def _wide(self, text: str, bold: bool) -> float:
        return text_width(self.using.font(bold=bold), text) + 2.0

    def _mark_room(self, row: WallRow) -> float:
        """What a mark takes of the first line."""
        using, gap = self.using, self.using.px(8)
        if row.grade is not None:
            return float(chip_width(row.grade[0], least_type(using, _CHIP)) + gap)
        if row.level:
            return float(using.px(24) + gap)
        return float(using.px(16) + gap) if row.gone is not None else 0.0

    def _mark(self, painter: QPainter, line: QRectF, row: WallRow) -> float:
        """Chip, hexagon or pie; how much room it took."""
        using = self.using
        if row.grade is not None:
            word, grade = row.grade
            large = least_type(using, _CHIP)
            paint_grade(painter, _middle(line, chip_width(word, large), large.px(22)), word, grade, large)
            self.note(word, large.font(_CHIP, bold=True))
        elif row.level:
            large = least_type(using, _LEVEL)
            paint_level(painter, _middle(line, using.px(24), using.px(24)), row.level, large)
            self.note(row.level, large.font(_LEVEL, bold=True))
        elif row.gone is not None:
            paint_due(painter, _middle(line, using.px(16), using.px(16)), row.gone, row.near, using)
        return self._mark_room(row)


class WallNumbers(WallPart):
    """Six numbers in two rows; a caption says as of when they are."""

    ACROSS = 3

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._caption = title, ""
        self._numbers: tuple[WallNumber, ...] = ()

    def show_numbers(self, numbers: Sequence[WallNumber], caption: str = "") -> None:
        if (tuple(numbers), caption) != (self._numbers, self._caption):
            self._numbers, self._caption = tuple(numbers), caption
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, using = self.begin(), self.using
        edge = using.px(10)
        head = QRectF(edge, 0, self.width() - 2 * edge, self.line)
        painter.fillRect(QRectF(0, 0, self.width(), self.line), using.colour("head"))
        wide = self.write(painter, head, words.say(self._title), bold=True)
        if self._caption:
            rest = head.adjusted(wide + using.px(12), 0, 0, 0)
            self.write(painter, rest, self._caption, token="text2", align=RIGHT)
        rows = -(-len(self._numbers) // self.ACROSS) or 1
        across, down = (self.width() - 2 * edge) / self.ACROSS, (self.height() - self.line) / rows
        for at, one in enumerate(self._numbers):
            row, column = divmod(at, self.ACROSS)
            cell = QRectF(edge + column * across, self.line + row * down, across, down)
            self._cell(painter, cell.adjusted(0, using.px(2), -using.px(8), 0), one)

    def _cell(self, painter: QPainter, cell: QRectF, one: WallNumber) -> None:
        label = QRectF(cell.left(), cell.bottom() - self.line, cell.width(), self.line)
        upper = QRectF(cell.left(), cell.top(), cell.width(), cell.height() - self.line)
        size = self.fitting(one.number, 30, upper.width())
        token = "text" if one.near is DueState.LATER else TEXT[one.near]
        self.write(painter, upper, one.number, size=size, token=token, bold=True)
        self.write(painter, label, one.label, token="text2")


class _Canvas(Canvas):
    """The map in the wall's theme; nothing on it can be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, factor=_MAP)
        self.written: list[tuple[str, int]] = []
        self.dressed: Theme | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def using(self) -> Theme:
        return self.dressed or super().using()

    def style_now(self) -> Style:
        made = super().style_now()
        made.heard = self._heard
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        self.written = []
        super().paintEvent(event)

    def _heard(self, text: str, font: Any) -> None:
        self.written.append((text, font.pixelSize()))


class WallMap(WallPart):
    """The map under a line that counts what is on it."""

    def __init__(self, title: str, none: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._none, self._caption = title, none, ""
        self._view: MapView | None = None
        self.canvas = _Canvas(self)

    def show_map(self, view: MapView, caption: str) -> None:
        """What lies where it lay is not laid out again: thousands of marks cost the officers' window time."""
        before, self._view, self._caption = self._view, view, caption
        if before is None or (before.outlines, before.marks) != (view.outlines, view.marks):
            self.canvas.show_scene(view.outlines, view.marks)
            self.canvas.setVisible(bool(view.outlines or view.marks))
        self.update()

    def dress(self, using: Theme) -> None:
        super().dress(using)
        self.canvas.dressed = using
        self.canvas.restyle()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, edge = self.begin(), self.using.px(10)
        head = QRectF(edge, 0, self.width() - 2 * edge, self.line)
        painter.fillRect(QRectF(0, 0, self.width(), self.line), self.using.colour("head"))
        wide = self.write(painter, head, words.say(self._title), bold=True)
        self.write(painter, head.adjusted(wide + self.using.px(12), 0, 0, 0), self._caption, token="text2", align=RIGHT)
        if self.canvas.isHidden():
            self.write(painter, head.translated(0, self.line), words.say(self._none), token="text2")

    def _place(self) -> None:
        self.canvas.setGeometry(0, self.line, self.width(), max(self.height() - self.line, 1))


def _strong(row: WallRow) -> bool:
    return row.near is not DueState.LATER


def _middle(line: QRectF, wide: float, high: float) -> QRectF:
    return QRectF(line.left(), line.top() + (line.height() - high) / 2, wide, high)
