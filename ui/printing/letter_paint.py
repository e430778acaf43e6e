"""Paints the pages of a report: black, but for the heading mark, its number and its rule."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from console import words
from ui.printing.fonts import MM, POINT, Role
from ui.printing.ink import INK, Note, Shown
from ui.printing.letter_form import small_lines
from ui.printing.letter_layout import HEIGHT, LEFT, NOTE_EM, TOP, WIDTH, LetterLaid, Piece, Sheet
from ui.printing.letter_type import LetterType

RED = QColor(255, 0, 0)
PAGE_TOP, PAGE_ROW = HEIGHT + 7 * MM, 18 * POINT
"""The page number stands 7 mm under the type area (7.5)."""

SMALL_ROW = 12 * POINT
WARNING_TOP = -18 * MM


def paint_letter(painter: QPainter, laid: LetterLaid, index: int, note: Note | None, shown: Shown) -> None:
    """Page ``index`` (from 0) with the paper's corner at the painter's origin, in units of the layout."""
    assert isinstance(laid.type, LetterType)
    painter.translate(LEFT, TOP)
    pen = _Pen(painter, laid.type, note, shown)
    sheet = laid.sheets[index]
    _rules(painter, sheet)
    for piece in sheet.pieces:
        pen.write(piece)
    _warning(pen, laid)
    _number(pen, index + 1)
    _foot(pen, laid)


class _Pen:
    def __init__(self, painter: QPainter, type_: LetterType, note: Note | None, shown: Shown) -> None:
        self._painter = painter
        self.type = type_
        self._note = note
        self._shown = shown

    def write(self, piece: Piece) -> None:
        if not piece.text:
            return
        font = QFont(self.type.fonts[piece.role])
        if piece.spread != 1.0:
            # an absolute spacing would be multiplied by the resolution of the device
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * piece.spread)
        self._painter.setFont(font)
        self._painter.setPen(RED if piece.red else INK)
        if self._note:
            self._note(piece.text, piece.role)
        at = QPointF(piece.x, piece.top + self.type.box_baseline(piece.role, piece.height))
        if piece.squeeze == 1.0:
            self._painter.drawText(at, self._shown(piece.text))
            return
        self._painter.save()
        self._painter.translate(at)
        self._painter.scale(piece.squeeze, 1.0)
        self._painter.drawText(QPointF(0, 0), self._shown(piece.text))
        self._painter.restore()

    def small(self, text: str, row: int) -> None:
        shown = self.type.visible(text)
        x = (WIDTH - self.type.advance(shown, Role.LETTER_SMALL)) / 2
        self.write(Piece(shown, Role.LETTER_SMALL, x, PAGE_TOP + PAGE_ROW + row * SMALL_ROW, SMALL_ROW))


def _rules(painter: QPainter, sheet: Sheet) -> None:
    for rule in sheet.rules:
        painter.fillRect(QRectF(0, rule.y - rule.thick / 2, WIDTH, rule.thick), RED if rule.red else INK)


def _warning(pen: _Pen, laid: LetterLaid) -> None:
    """示例, 演练, 草稿 above every page, at the right."""
    letter = laid.form.letter
    text = "".join(f"【{word}】" for word in letter.warnings) if letter else ""
    x = WIDTH - pen.type.advance(text, Role.LETTER_HEADING)
    pen.write(Piece(text, Role.LETTER_HEADING, x, WARNING_TOP, PAGE_ROW))


def _number(pen: _Pen, number: int) -> None:
    """— 1 —: odd pages at the right, even ones at the left, one character from the edge."""
    text = words.say_in(words.PRINTED, "report.page_number", page=number)
    right = WIDTH - NOTE_EM - pen.type.advance(text, Role.LETTER_PAGE)
    pen.write(Piece(text, Role.LETTER_PAGE, right if number % 2 else NOTE_EM, PAGE_TOP, PAGE_ROW))


def _foot(pen: _Pen, laid: LetterLaid) -> None:
    """What tells one copy from the next, under the page number."""
    for row, text in enumerate(small_lines(laid.form)):
        pen.small(text, row)
