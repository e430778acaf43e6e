"""Symbols of the map: a shape and a letter for each layer, filled where something goes on; ink for screen and paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from console import words
from console.domain.map_marks import MarkKind
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Tone:
    """Fill, edge and letter of a symbol."""

    fill: QColor
    edge: QColor
    ink: QColor


@dataclass(frozen=True, slots=True)
class Inks:
    """What a map is drawn with, on a screen or on paper."""

    ground: QColor
    land: QColor
    border: QColor
    county: QColor
    line: QColor
    text: QColor
    plate: QColor
    ring: QColor
    focus: QColor
    idle: Tone
    busy: Tone
    urgent: Tone

    def tone(self, kind: MarkKind | None, busy: bool) -> Tone:
        if kind is MarkKind.INCIDENT:
            return self.urgent
        return self.busy if busy else self.idle


def screen_inks(using: Theme) -> Inks:
    """Those of a theme."""
    colour = using.colour
    return Inks(
        colour("window"), colour("panel"), colour("border"), colour("text2"), colour("blueline"), colour("text"),
        colour("field"), colour("accent"), colour("focus"), Tone(colour("field"), colour("text2"), colour("text")),
        Tone(colour("accent"), colour("border"), colour("accenttext")),
        Tone(colour("red"), colour("redline"), colour("redon")),
    )  # fmt: skip


def paper_inks() -> Inks:
    """Black on white: nothing is told by a tint."""
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    idle, filled = Tone(white, black, black), Tone(black, black, white)
    return Inks(white, white, black, black, black, black, white, black, black, idle, filled, filled)


def letter(kind: MarkKind, language: str = "") -> str:
    """事, 队, 库, 避; what stands in the symbol beside its shape."""
    code = f"map.letter.{kind.value}"
    return words.say_in(language, code) if language else words.say(code)


def shape(kind: MarkKind | None, box: QRectF) -> QPainterPath:
    """Diamond, circle, square, house; a rounded box is a stack of several kinds."""
    path = QPainterPath()
    left, top, right, bottom, middle = box.left(), box.top(), box.right(), box.bottom(), box.center()
    if kind is MarkKind.INCIDENT:
        path.addPolygon(_closed((middle.x(), top), (right, middle.y()), (middle.x(), bottom), (left, middle.y())))
    elif kind is MarkKind.TEAM:
        path.addEllipse(box)
    elif kind is MarkKind.STORE:
        inset = box.width() * 0.06
        path.addRect(box.adjusted(inset, inset, -inset, -inset))
    elif kind is MarkKind.SHELTER:
        eaves = top + box.height() * 0.36
        path.addPolygon(_closed((middle.x(), top), (right, eaves), (right, bottom), (left, bottom), (left, eaves)))
    else:
        path.addRoundedRect(box, box.width() * 0.3, box.width() * 0.3)
    return path


def draw(
    painter: QPainter, kind: MarkKind | None, centre: QPointF, side: float, tone: Tone, text: str, font: QFont,
    *, many: bool = False, line: float = 1.5,
) -> None:  # fmt: skip
    """One symbol around ``centre``; a stack has a second edge behind it and says how many it holds."""
    box = symbol_box(kind, centre, side)
    painter.setPen(_pen(tone.edge, line))
    painter.setBrush(tone.fill)
    if many:
        painter.drawPath(shape(kind, box.translated(side * 0.1, -side * 0.1)))
    painter.drawPath(shape(kind, box))
    painter.setPen(tone.ink)
    painter.setFont(font)
    low = box.height() * 0.14 if kind is MarkKind.SHELTER else 0.0
    painter.drawText(box.adjusted(0, low, 0, 0), int(Qt.AlignmentFlag.AlignCenter), text)


def symbol_edges(kind: MarkKind | None, x: float, y: float, side: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a symbol: around its spot, an incident larger and standing on it."""
    if kind is MarkKind.INCIDENT:
        half = side * 0.625
        return x - half, y - 2 * half, x + half, y
    half = side / 2
    return x - half, y - half, x + half, y + half


def symbol_box(kind: MarkKind | None, centre: QPointF, side: float) -> QRectF:
    """The same as a rectangle."""
    left, top, right, bottom = symbol_edges(kind, centre.x(), centre.y(), side)
    return QRectF(left, top, right - left, bottom - top)


def _closed(*corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in (*corners, corners[0])])


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
