"""Paints a map on any painter: the window's with symbols kept as pictures, paper's by lines alone."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTransform

from console import words
from console.domain.map_marks import Key, Mark, MarkKind, OutlineKind
from ui.widgets.map_labels import Box, Room, around, beside
from ui.widgets.map_scene import Area, Frame, Look, Scene, Stack
from ui.widgets.map_symbols import Inks, draw, letter, symbol_box, symbol_edges

MOST_NAMES = 150
MOST_TRIED = 150
"""Where so many stand alone that most names have no room, the rest is not even tried."""
_LONGEST = 14
"""Characters of a name on the map; the list has it whole."""
_BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Ring:
    """A range around the chosen mark: its minutes and how far they reach."""

    minutes: int
    km: float


@dataclass(slots=True)
class Style:
    """How large things are, in dots of the painter; ``ratio`` 0 draws symbols as lines (paper)."""

    inks: Inks
    side: float
    unit: float
    font: QFont
    bold: QFont
    name_font: QFont
    ratio: float = 0.0
    language: str = ""
    heard: Callable[[str, QFont], None] | None = None
    pictures: OrderedDict[tuple[object, ...], QPixmap] = field(default_factory=OrderedDict)
    widths: dict[tuple[str, bool], float] = field(default_factory=dict)

    def hear(self, text: str, font: QFont) -> None:
        """Paper keeps which words were drawn in which type, so that they can be found in a file."""
        if self.heard is not None:
            self.heard(text, font)

    def width(self, text: str, *, bold: bool = False) -> float:
        asked = (text, bold)
        if asked not in self.widths:
            self.widths[asked] = QFontMetricsF(self.bold if bold else self.name_font).horizontalAdvance(text)
        return self.widths[asked]

    @property
    def high(self) -> float:
        return QFontMetricsF(self.name_font).height()


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted beside the scene."""

    layers: frozenset[MarkKind] = frozenset(MarkKind)
    chosen: Key | None = None
    origin: Key | None = None
    rings: tuple[Ring, ...] = ()


def paint(
    painter: QPainter, scene: Scene, frame: Frame, style: Style, shown: Shown, *, culled: bool = True,
    backdrop: Callable[[], None] | None = None,
) -> None:  # fmt: skip
    """Everything, from the land up; ``backdrop`` paints the outlines where they are kept as a picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if backdrop is not None:
        backdrop()
    else:
        paint_outlines(painter, scene, frame, style, culled=culled)
    chosen = _marked(scene, shown.chosen)
    if shown.origin in scene.places:
        paint_rings(painter, frame, style, shown.rings, *frame.dots(*scene.places[shown.origin]))
    stacks = seen_stacks(scene, frame, style, shown.layers) if culled else scene.stacks(
        frame.scale, style.side, shown.layers
    )  # fmt: skip
    boxes = _paint_stacks(painter, stacks, frame, style)
    if chosen is not None:
        _paint_chosen(painter, scene, chosen, frame, style)
    _paint_names(painter, scene, frame, style, list(zip(boxes, stacks, strict=True)), chosen)
    paint_bar(painter, frame, style)


def paint_outlines(painter: QPainter, scene: Scene, frame: Frame, style: Style, *, culled: bool = True) -> None:
    """Ground, land, borders of towns, the county's own above them, lines."""
    inks, seen = style.inks, frame.seen(4 * style.unit)
    painter.fillRect(QRectF(0, 0, frame.across, frame.down), inks.ground)
    painter.save()
    painter.setTransform(_transform(frame), combine=True)
    areas = [area for area in scene.areas if not culled or area.box.intersects(seen) or area.box.isEmpty()]
    for area in areas:
        if area.outline.kind is not OutlineKind.LINE:
            painter.fillPath(area.path, inks.land)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for kind, colour, width, dashes in _strokes(inks):
        painter.setPen(_stroke(colour, width * style.unit / frame.scale, dashes))
        for area in areas:
            if area.outline.kind is kind:
                painter.drawPath(area.path)
    painter.restore()


def _strokes(inks: Inks) -> tuple[tuple[OutlineKind, QColor, float, tuple[float, ...]], ...]:
    return (
        (OutlineKind.AREA, inks.border, 1.0, (2.0, 3.0)),
        (OutlineKind.LINE, inks.line, 1.5, ()),
        (OutlineKind.TOWN, inks.border, 1.0, ()),
        (OutlineKind.COUNTY, inks.county, 2.5, ()),
    )


def _transform(frame: Frame) -> QTransform:
    left, top = frame.dots(0.0, 0.0)
    return QTransform(frame.scale, 0, 0, frame.scale, left, top)


def _stroke(colour: QColor, width: float, dashes: Sequence[float] = ()) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def seen_stacks(scene: Scene, frame: Frame, style: Style, layers: Collection[MarkKind]) -> list[Stack]:
    """Those of which anything is on the page."""
    seen = frame.seen(style.side * 1.5)
    left, right, top, bottom = seen.left(), seen.right(), seen.top(), seen.bottom()
    found = scene.stacks(frame.scale, style.side, layers)
    return [one for one in found if left <= one.x <= right and top <= one.y <= bottom]


def stack_box(stack: Stack, frame: Frame, style: Style) -> QRectF:
    """Where a stack is drawn, in dots."""
    return symbol_box(stack.kind, QPointF(*frame.dots(stack.x, stack.y)), style.side)


def _paint_stacks(painter: QPainter, stacks: Iterable[Stack], frame: Frame, style: Style) -> list[Box]:
    """Draws them and answers where; thousands of them, so nothing is made that is not needed."""
    room, pictures, boxes = _half(style), style.pictures, []
    x0, y0, scale = frame.across / 2 - frame.x * frame.scale, frame.down / 2 - frame.y * frame.scale, frame.scale
    for stack in stacks:
        kind, x, y = stack.kind, stack.x * scale + x0, stack.y * scale + y0
        boxes.append(symbol_edges(kind, x, y, style.side))
        picture = pictures.get(stack.look) if style.ratio else None
        if picture is not None:
            painter.drawPixmap(round(x) - room, round(y) - room, picture)
        else:
            _symbol(painter, stack.look, QPointF(x, y), style)
    return boxes


def _half(style: Style) -> int:
    """From the spot of a symbol to the edge of its picture."""
    return math.ceil(style.side * 1.75)


def _symbol(painter: QPainter, look: Look, at: QPointF, style: Style) -> None:
    kind, busy, count = look
    tone, many = style.inks.tone(kind, busy), count > 1
    text = _count(count) if many or kind is None else letter(kind, style.language)

    def made(inside: QPainter, centre: QPointF) -> None:
        draw(inside, kind, centre, style.side, tone, text, style.font, many=many, line=1.5 * style.unit)

    if not style.ratio:
        style.hear(text, style.font)
        made(painter, at)
        return
    room = _half(style)
    picture = _kept(style, look, room * 2, room * 2, lambda inside: made(inside, QPointF(room, room)))
    painter.drawPixmap(round(at.x()) - room, round(at.y()) - room, picture)


def _count(number: int) -> str:
    return str(number) if number < 100 else "99+"


def _kept(style: Style, asked: tuple[object, ...], wide: int, high: int, made: Callable[[QPainter], None]) -> QPixmap:
    """A picture drawn once for this style."""
    found = style.pictures.get(asked)
    if found is None:
        found = QPixmap(round(wide * style.ratio), round(high * style.ratio))
        found.setDevicePixelRatio(style.ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made(painter)
        painter.end()
        style.pictures[asked] = found
        while len(style.pictures) > 3000:
            style.pictures.popitem(last=False)
    return found


def _marked(scene: Scene, key: Key | None) -> Mark | None:
    if key is None or key not in scene.places:
        return None
    return next((mark for mark in scene.marks if mark.key == key), None)


def _paint_chosen(painter: QPainter, scene: Scene, chosen: Mark, frame: Frame, style: Style) -> None:
    """On top of all, with a ring of its own shape around it."""
    at = QPointF(*frame.dots(*scene.places[chosen.key]))
    _symbol(painter, (chosen.kind, chosen.busy, 1), at, style)
    box = symbol_box(chosen.kind, at, style.side)
    around_it = 4 * style.unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.inks.focus, 3 * style.unit))
    painter.drawRect(box.adjusted(-around_it, -around_it, around_it, around_it))


def paint_rings(painter: QPainter, frame: Frame, style: Style, rings: Iterable[Ring], x: float, y: float) -> None:
    """Around a spot; each says its minutes where it can be seen, the farther the finer its dashes."""
    page = QRectF(0, 0, frame.across, frame.down)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for at, ring in enumerate(rings):
        radius = ring.km * frame.scale
        pen = QPen(style.inks.ring, 1.5 * style.unit)
        pen.setDashPattern([8 / (at + 1), 4])
        painter.setPen(pen)
        painter.drawEllipse(QPointF(x, y), radius, radius)
        _ring_name(painter, page, style, ring, x, y, radius)


def _ring_name(painter: QPainter, page: QRectF, style: Style, ring: Ring, x: float, y: float, radius: float) -> None:
    text = words.say_in(style.language or words.language(), "map.minutes", minutes=ring.minutes)
    wide, high = style.width(text, bold=True) + 8 * style.unit, style.high
    for turn in range(16):
        angle = -math.pi / 2 + turn * math.pi / 8
        box = QRectF(x + radius * math.cos(angle) - wide / 2, y + radius * math.sin(angle) - high / 2, wide, high)
        if page.contains(box):
            _plate(painter, box, text, style, bold=True)
            return


def _paint_names(
    painter: QPainter, scene: Scene, frame: Frame, style: Style, drawn: Sequence[tuple[Box, Stack]],
    chosen: Mark | None,
) -> None:  # fmt: skip
    """The chosen one's, incidents', towns', then the others', as far as there is room."""
    room = Room(frame.across, frame.down, style.unit)
    room.take(bar_box(frame, style).getCoords())  # type: ignore[arg-type]
    for box, _stack in drawn:
        room.take(box)
    left = MOST_NAMES
    if chosen is not None:
        spot = frame.dots(*scene.places[chosen.key])
        left -= _name(painter, room, style, symbol_edges(chosen.kind, *spot, style.side), chosen, bold=True)
    alone = [
        (box, stack.marks[0]) for box, stack in drawn
        if stack.look[2] == 1 and stack.marks[0] is not chosen and _on_page(box, frame)
    ]  # fmt: skip
    urgent = [pair for pair in alone if pair[1].kind is MarkKind.INCIDENT]
    for box, mark in urgent[:left]:
        left -= _name(painter, room, style, box, mark, bold=True)
    for area in scene.areas if left > 0 else ():
        left -= _town(painter, room, style, frame, area)
    others = [pair for pair in alone if pair[1].kind is not MarkKind.INCIDENT]
    for box, mark in others[:MOST_TRIED] if left > 0 else ():
        left -= _name(painter, room, style, box, mark)


def _on_page(box: Box, frame: Frame) -> bool:
    return box[0] < frame.across and box[2] > 0 and box[1] < frame.down and box[3] > 0


def _name(painter: QPainter, room: Room, style: Style, symbol: Box, mark: Mark, *, bold: bool = False) -> bool:
    text = mark.name if len(mark.name) <= _LONGEST else f"{mark.name[: _LONGEST - 1]}…"
    wide = style.width(text, bold=bold) + 6 * style.unit
    box = room.first_free(beside(symbol, wide, style.high, 2 * style.unit))
    if box is not None:
        _plate(painter, _rect(box), text, style, bold=bold)
    return box is not None


def _town(painter: QPainter, room: Room, style: Style, frame: Frame, area: Area) -> bool:
    """A town's name where its outline has room for it."""
    name = area.outline.name
    if area.label is None or area.outline.kind is OutlineKind.COUNTY or not name:
        return False
    wide = style.width(name) + 6 * style.unit
    if wide > area.box.width() * frame.scale:
        return False
    x, y = frame.dots(area.label.x(), area.label.y())
    if not (-wide < x < frame.across + wide and -wide < y < frame.down + wide):
        return False
    box = room.first_free(around(x, y, wide, style.high))
    if box is not None:
        _plate(painter, _rect(box), name, style, plain=True)
    return box is not None


def _rect(box: Box) -> QRectF:
    return QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])


def _plate(painter: QPainter, box: QRectF, text: str, style: Style, *, bold: bool = False, plain: bool = False) -> None:
    """A word on a ground of its own, so that no line runs through it."""
    font = style.bold if bold else style.name_font

    def made(inside: QPainter, at: QRectF) -> None:
        inside.fillRect(at, style.inks.land if plain else style.inks.plate)
        inside.setFont(font)
        inside.setPen(style.inks.text)
        inside.drawText(at, int(Qt.AlignmentFlag.AlignCenter), text)

    if not style.ratio:
        style.hear(text, font)
        made(painter, box)
        return
    wide, high = math.ceil(box.width()), math.ceil(box.height())
    asked = ("plate", text, bold, plain)
    picture = _kept(style, asked, wide, high, lambda inside: made(inside, QRectF(0, 0, wide, high)))
    painter.drawPixmap(round(box.left()), round(box.top()), picture)


def bar_box(frame: Frame, style: Style) -> QRectF:
    """Where the scale bar stands, at the lower left."""
    edge = 8 * style.unit
    high = style.high + 10 * style.unit
    return QRectF(edge, frame.down - edge - high, _bar(frame) * frame.scale + 12 * style.unit, high)


def _bar(frame: Frame) -> float:
    """The longest round number of kilometres that takes at most a fifth of the page."""
    return next((km for km in reversed(_BARS) if km * frame.scale <= frame.across / 5), _BARS[0])


def paint_bar(painter: QPainter, frame: Frame, style: Style) -> None:
    """How long so many kilometres are."""
    box, km, gap = bar_box(frame, style), _bar(frame), 6 * style.unit
    code = "map.km" if km >= 1 else "map.metres"
    number = f"{km:g}" if km >= 1 else f"{km * 1000:g}"
    painter.fillRect(box, style.inks.plate)
    painter.setPen(style.inks.text)
    painter.setFont(style.name_font)
    text = words.say_in(style.language or words.language(), code, number=number)
    style.hear(text, style.name_font)
    painter.drawText(
        box.adjusted(gap, 0, 0, -gap), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text
    )
    painter.setPen(QPen(style.inks.text, 2 * style.unit))
    left, bottom = box.left() + gap, box.bottom() - 4 * style.unit
    painter.drawLine(QLineF(left, bottom, left + km * frame.scale, bottom))
