"""Paints a laid-out page on any painter: screen, printer and PDF by this one code path, in pure black."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from console import words
from ui.printing.codes import paint_qr
from ui.printing.fonts import MM, POINT, Role, Type
from ui.printing.form import Footer
from ui.printing.ink import INK, Note, Shown
from ui.printing.labels import LabelLaid, paint_labels
from ui.printing.laid import Band, Cell, Laid, Page
from ui.printing.layout import FOOT, PAD, PAGE, SIDE, TOP, WIDTH
from ui.printing.letter_layout import LetterLaid
from ui.printing.letter_paint import paint_letter

RESOLUTION = 1440
"""Layout units in an inch."""

LINE, FRAME = 0.5 * POINT, 1.0 * POINT
CODE = 22 * MM
"""Side of the square a paper's code stands in, its quiet zone included."""


def paint_page(
    painter: QPainter, laid: Laid, index: int, dpi: float, note: Note | None = None, shown: Shown = str
) -> None:
    """Paint page ``index`` (from 0) with the paper's corner at the painter's origin, as ``shown`` has its words."""
    painter.save()
    painter.scale(dpi / RESOLUTION, dpi / RESOLUTION)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    page = laid.pages[index]
    if laid.form.drawing is not None:
        from ui.printing.map_sheet import paint_map

        paint_map(painter, laid, note)
        painter.restore()
        return
    if laid.form.watermark and not isinstance(laid, LabelLaid):
        _watermark(painter, laid)
    if isinstance(laid, LetterLaid):
        paint_letter(painter, laid, index, note, shown)
        painter.restore()
        return
    if isinstance(laid, LabelLaid):
        paint_labels(painter, laid, index)
        painter.restore()
        return
    pen = _Pen(painter, laid.type, note, shown)
    painter.translate(SIDE, TOP)
    painter.save()
    painter.scale(1 / laid.form.fine, 1 / laid.form.fine)
    _rules(painter, page)
    for band in page:
        pen.band(band)
    painter.restore()
    if laid.form.code and laid.numbered(index)[0] == 1:
        paint_qr(painter, laid.form.code, QRectF(WIDTH - CODE, -CODE * 0.3, CODE, CODE))
    _footer(painter, _Pen(painter, laid.type, note, shown), laid, index)
    painter.restore()


class _Pen:
    """Writes lines, changing the font only when the role changes."""

    def __init__(self, painter: QPainter, type_: Type, note: Note | None, shown: Shown) -> None:
        self._painter = painter
        self._type = type_
        self._note = note
        self._shown = shown
        self._role: Role | None = None
        painter.setPen(INK)

    def band(self, band: Band) -> None:
        inset = PAD if band.ruled else 0.0
        for at, cell in enumerate(band.cells):
            left, right = band.edges[at] + inset, band.edges[at + 1] - inset
            self._cell(cell, left, right, band.top + band.pad, band.pitch)

    def _cell(self, cell: Cell, left: float, right: float, top: float, pitch: float) -> None:
        for line in cell.lines:
            if line:
                self.write(self._start(cell, line, left, right), top, line, cell.role)
            top += pitch

    def _start(self, cell: Cell, line: str, left: float, right: float) -> float:
        if not cell.centred and not cell.right:
            return left
        spare = right - left - self._type.advance(line, cell.role)
        return left + (spare if cell.right else spare / 2)

    def write(self, x: float, top: float, line: str, role: Role) -> None:
        """One line whose upper left corner is given."""
        if role is not self._role:
            self._painter.setFont(self._type.fonts[role])
            self._role = role
        if self._note:
            self._note(line, role)
        self._painter.drawText(QPointF(x, top + self._type.baseline(role)), self._shown(line))

    def write_right(self, right: float, top: float, line: str, role: Role) -> None:
        self.write(right - self._type.advance(line, role), top, line, role)


def _rules(painter: QPainter, page: Page) -> None:
    """Thin lines between cells, a stronger frame around each run of ruled bands."""
    thin: list[QLineF] = []
    frames: list[QRectF] = []
    for band in page:
        if not band.ruled:
            continue
        thin.extend(_inner(band))
        box = QRectF(0, band.top, band.edges[-1], band.height)
        joined = frames and abs(frames[-1].bottom() - band.top) < 1 and frames[-1].width() == box.width()
        if joined:
            frames[-1] = frames[-1].united(box)
        else:
            frames.append(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(INK, LINE))
    painter.drawLines(thin)
    painter.setPen(_frame_pen())
    painter.drawRects(frames)


def _inner(band: Band) -> list[QLineF]:
    bottom = band.top + band.height
    lines = [QLineF(x, band.top, x, bottom) for x in band.edges[1:-1]]
    return [*lines, QLineF(0, bottom, band.edges[-1], bottom)]


def _frame_pen() -> QPen:
    pen = QPen(INK, FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _footer(painter: QPainter, pen: _Pen, laid: Laid, index: int) -> None:
    """Two lines: page, number, copy; digest and when it was printed."""
    footer, small = laid.form.footer, Role.SMALL
    top = PAGE[1] - TOP - FOOT + 6 * MM
    painter.setPen(QPen(INK, LINE))
    painter.drawLine(QLineF(0, top, WIDTH, top))
    painter.setPen(INK)
    first, second = top + 1 * MM, top + 1 * MM + laid.type.pitch(small)
    page, of = laid.numbered(index)
    pages = words.say_in(words.PRINTED, "sheet.page", page=page, pages=of)
    pen.write(0, first, pages, small)
    middle = _middle(laid, footer)
    pen.write((WIDTH - laid.type.advance(middle, small)) / 2, first, middle, small)
    pen.write_right(WIDTH, first, footer.copy, small)
    if footer.digest:
        pen.write(0, second, footer.digest, small)
    pen.write_right(WIDTH, second, footer.printed_at, small)


def _middle(laid: Laid, footer: Footer) -> str:
    mark = laid.form.watermark
    named = " ".join(part for part in (laid.form.title, footer.number) if part)
    return laid.type.visible(f"【{mark}】{named}" if mark else named)


def _watermark(painter: QPainter, laid: Laid) -> None:
    """The realm's word as an outline under the text: a thin dashed line survives a 1-bit printer and hides nothing."""
    font = QFont(laid.type.fonts[Role.TITLE])
    font.setPixelSize(round(70 * MM))
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, laid.form.watermark)
    painter.save()
    painter.translate(PAGE[0] / 2, PAGE[1] / 2)
    painter.rotate(-50)
    painter.translate(-path.boundingRect().center())
    pen = QPen(INK, LINE)
    pen.setDashPattern([4, 10])
    painter.strokePath(path, pen)
    painter.restore()
