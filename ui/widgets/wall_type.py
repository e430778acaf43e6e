"""Type of the wall: always dark, never smaller than its least height, painted without the window's style sheet."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.painted import elided, text_width
from ui.widgets.spoken import Spoken

LEAST = 28
"""Dots of the smallest type on a screen of ``LINES`` lines or fewer; larger screens scale it."""
LINES = 1080
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@lru_cache(maxsize=8)
def wall_theme(height: int, text: int = LEAST) -> Theme:
    """Lengths drawn for 14 px type in the dark theme, at the size a screen so many dots high needs."""
    size = max(text, LEAST, round(text * height / LINES))
    return replace(theme.load("dark"), size=size)


def least_type(using: Theme, drawn: float) -> Theme:
    """For what is painted in ``drawn`` px of 14 px type: so much larger that it is no smaller than the least."""
    return replace(using, size=-(-using.size * theme.DESIGN // int(drawn)))


class WallPart(Spoken, QWidget):
    """Paints words of the wall and keeps what it wrote and how high, so that both can be looked over.

    Takes no keyboard and no mouse: nothing on the wall can be chosen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.using = wall_theme(LINES)
        self.written: list[tuple[str, int]] = []

    def dress(self, using: Theme) -> None:
        """Another screen, or another size of type."""
        self.using = using
        self.update()

    def retranslate(self) -> None:
        self.update()

    def begin(self) -> QPainter:
        """A painter on a clean ground."""
        self.written = []
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.using.colour("panel"))
        return painter

    def write(
        self, painter: QPainter, box: QRectF, text: str, *, size: float = 14, token: str = "text", bold: bool = False,
        align: int = LEFT,
    ) -> float:  # fmt: skip
        """One line, cut at the end where it has no room; answers how wide it is drawn."""
        font = self.using.font(size, bold=bold)
        shown = elided(font, text, box.width())
        painter.setFont(font)
        painter.setPen(self.using.colour(token))
        painter.drawText(box, align, shown)
        self.note(shown, font)
        return float(text_width(font, shown))

    def note(self, text: str, font: QFont) -> None:
        """Something was written by other means than ``write``."""
        if text:
            self.written.append((text, font.pixelSize()))

    def fitting(self, text: str, size: float, room: float) -> float:
        """The largest size up to that one at which the text has room; never below that of ordinary lines."""
        while size > theme.DESIGN and QFontMetricsF(self.using.font(size, bold=True)).horizontalAdvance(text) > room:
            size -= 1
        return size

    @property
    def line(self) -> int:
        """Height of a line of the wall."""
        return self.using.px(20) + self.using.px(4)
