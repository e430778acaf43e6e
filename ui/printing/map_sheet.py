"""The map on paper: what is seen of it, black on white, A4 lying on its side, with its legend and scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from console import words
from console.domain.map_marks import MarkKind
from console.domain.realm import WATERMARK
from ui.printing.fonts import MM, POINT, Role, Type, printing_type
from ui.printing.form import Form
from ui.printing.ink import INK, Note
from ui.printing.laid import Laid
from ui.printing.map_asked import MapSheet
from ui.printing.parts import Print, footer, zh
from ui.printing.station import Station
from ui.widgets.map_paint import Style, paint
from ui.widgets.map_scene import Frame, Scene
from ui.widgets.map_symbols import Inks, draw, letter, paper_inks

PAGE = (297 * MM, 210 * MM)
EDGE, HEAD, LEGEND, FOOT = 14 * MM, 20 * MM, 12 * MM, 16 * MM
BOX = QRectF(EDGE, EDGE + HEAD, PAGE[0] - 2 * EDGE, PAGE[1] - 2 * EDGE - HEAD - LEGEND - FOOT)
"""Where the map lies on the page, in units of the layout."""
_SIDE = 6 * MM
_UNIT = 0.25 * MM
"""What is a dot on a screen."""
_LINE, _FRAME = 0.5 * POINT, 1.0 * POINT
_ROLES = {False: Role.TABLE, True: Role.STRONG}


@dataclass(frozen=True, slots=True)
class MapLaid(Laid):
    """A map with its one page."""


def map_form(asked: MapSheet, about: Print) -> Form:
    """The sheet of what is seen: no number, no copies are counted."""
    at = Station(about.zone).exact(about.printed_at)
    subtitle = tuple(part for part in (about.site, zh("map.as_of", at=at)) if part)
    return Form(
        zh("map.sheet"), "", subtitle, (), footer(about, "", ""), watermark=WATERMARK[about.realm], kind="map",
        drawing=asked,
    )  # fmt: skip


def lay_out_map(form: Form) -> MapLaid:
    """One page; Unavailable("font") where nothing can draw Chinese."""
    return MapLaid(form, printing_type(), ((),))


def paint_map(painter: QPainter, laid: MapLaid, note: Note | None) -> None:
    """The whole page with the paper's corner at the painter's origin, in units of the layout."""
    sheet: MapSheet = laid.form.drawing
    pen = _Pen(painter, laid.type, note)
    pen.write_centred(PAGE[0] / 2, EDGE, laid.type.visible(laid.form.title), Role.TITLE)
    under = "　".join(laid.form.subtitle)
    pen.write_centred(PAGE[0] / 2, EDGE + laid.type.pitch(Role.TITLE), laid.type.visible(under), Role.BODY)
    inks = paper_inks()
    _map(painter, sheet, _style(laid.type, inks, note), laid.type.visible)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(INK, _FRAME))
    painter.drawRect(BOX)
    _legend(painter, pen, inks)
    _foot(painter, pen, laid)
    if laid.form.watermark:
        _watermark(painter, laid)


def _style(type_: Type, inks: Inks, note: Note | None) -> Style:
    def heard(text: str, font: QFont) -> None:
        if note is not None:
            note(text, _ROLES[font.bold()])

    name, bold = type_.fonts[Role.TABLE], type_.fonts[Role.STRONG]
    return Style(inks, _SIDE, _UNIT, bold, bold, name, 0.0, words.PRINTED, heard)


def _map(painter: QPainter, sheet: MapSheet, style: Style, visible: Callable[[str], str]) -> None:
    """As much of the plane as the screen has, and whatever else the paper has room for."""
    seen = sheet.frame.seen()
    scale = min(BOX.width() / seen.width(), BOX.height() / seen.height())
    middle = seen.center()
    frame = Frame(middle.x(), middle.y(), scale, BOX.width(), BOX.height())
    painter.save()
    painter.setClipRect(BOX)
    painter.translate(BOX.topLeft())
    marks = [replace(mark, name=visible(mark.name)) for mark in sheet.marks]
    outlines = [replace(one, name=visible(one.name)) for one in sheet.outlines]
    paint(painter, Scene(outlines, marks), frame, style, sheet.shown)
    painter.restore()


def _legend(painter: QPainter, pen: _Pen, inks: Inks) -> None:
    """Every symbol with its word, and what filled and hollow mean."""
    x, middle = EDGE, BOX.bottom() + LEGEND / 2
    for kind in MarkKind:
        low = middle + _SIDE * 0.6 if kind is MarkKind.INCIDENT else middle
        tone, text = inks.tone(kind, busy=False), letter(kind, words.PRINTED)
        pen.hear(text, Role.STRONG)
        font = pen.type.fonts[Role.STRONG]
        draw(painter, kind, QPointF(x + _SIDE / 2, low), _SIDE, tone, text, font, line=1.5 * _UNIT)
        word = zh(f"map.kind.{kind.value}")
        pen.write(x + _SIDE + 2 * MM, middle - pen.type.pitch(Role.TABLE) / 2, word, Role.TABLE)
        x += _SIDE + 6 * MM + pen.type.advance(word, Role.TABLE)
    pen.write(x, middle - pen.type.pitch(Role.TABLE) / 2, zh("map.legend"), Role.TABLE)


def _foot(painter: QPainter, pen: _Pen, laid: MapLaid) -> None:
    foot, small = laid.form.footer, Role.SMALL
    top = PAGE[1] - EDGE - FOOT + 6 * MM
    painter.setPen(QPen(INK, _LINE))
    painter.drawLine(QLineF(EDGE, top, PAGE[0] - EDGE, top))
    mark = laid.form.watermark
    title = laid.type.visible(f"【{mark}】{laid.form.title}" if mark else laid.form.title)
    pen.write(EDGE, top + MM, zh("sheet.page", page=1, pages=1), small)
    pen.write_centred(PAGE[0] / 2, top + MM, title, small)
    right = PAGE[0] - EDGE - laid.type.advance(foot.printed_at, small)
    pen.write(right, top + MM, foot.printed_at, small)


def _watermark(painter: QPainter, laid: MapLaid) -> None:
    """A thin dashed outline across the page, as on every other print."""
    font = QFont(laid.type.fonts[Role.TITLE])
    font.setPixelSize(round(70 * MM))
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, laid.form.watermark)
    painter.save()
    painter.translate(PAGE[0] / 2, PAGE[1] / 2)
    painter.rotate(-30)
    painter.translate(-path.boundingRect().center())
    pen = QPen(INK, _LINE)
    pen.setDashPattern([4, 10])
    painter.strokePath(path, pen)
    painter.restore()


class _Pen:
    """Writes lines by roles and tells what it wrote."""

    def __init__(self, painter: QPainter, type_: Type, note: Note | None) -> None:
        self._painter, self.type, self._note = painter, type_, note

    def hear(self, text: str, role: Role) -> None:
        if self._note is not None:
            self._note(text, role)

    def write(self, x: float, top: float, text: str, role: Role) -> None:
        """One line whose upper left corner is given."""
        self._painter.setPen(INK)
        self._painter.setFont(self.type.fonts[role])
        self.hear(text, role)
        self._painter.drawText(QPointF(x, top + self.type.baseline(role)), text)

    def write_centred(self, middle: float, top: float, text: str, role: Role) -> None:
        self.write(middle - self.type.advance(text, role) / 2, top, text, role)
