"""Codes a scanner reads, as ink: QR (ISO/IEC 18004) and Code 128 (ISO/IEC 15417), in whole rectangles of black."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.printing.ink import INK

QUIET_QR, QUIET_BARS = 4, 10
"""White modules around a code that its standard asks for."""


@lru_cache(maxsize=256)
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules with their quiet zone; error correction M, the smallest symbol that holds the text."""
    import segno

    made = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix_iter(border=QUIET_QR))


@lru_cache(maxsize=256)
def bars(text: str) -> str:
    """Modules of a Code 128 symbol as 1 and 0, with its quiet zone; ValueError for text that is not ASCII."""
    from barcode.codex import Code128

    if not text.isascii() or not text:
        raise ValueError(f"Code 128 holds ASCII only: {text!r}")
    edge = "0" * QUIET_BARS
    return f"{edge}{Code128(text).build()[0]}{edge}"


def paint_qr(painter: QPainter, text: str, inside: QRectF) -> None:
    """The symbol as large as the square allows; runs of modules are one rectangle, so that no gap shows in print."""
    rows = qr_modules(text)
    side = min(inside.width(), inside.height()) / len(rows)
    for down, row in enumerate(rows):
        for start, length in _runs(row):
            box = QRectF(inside.left() + start * side, inside.top() + down * side, length * side, side)
            painter.fillRect(box, INK)


def paint_bars(painter: QPainter, text: str, inside: QRectF) -> None:
    """The bars over the whole width and height of the box."""
    modules = bars(text)
    wide = inside.width() / len(modules)
    for start, length in _runs([one == "1" for one in modules]):
        painter.fillRect(QRectF(inside.left() + start * wide, inside.top(), length * wide, inside.height()), INK)


def _runs(row: tuple[bool, ...] | list[bool]) -> list[tuple[int, int]]:
    """Where black begins and how long it is."""
    found, start = [], None
    for at, black in enumerate([*row, False]):
        if black and start is None:
            start = at
        elif not black and start is not None:
            found.append((start, at - start))
            start = None
    return found
