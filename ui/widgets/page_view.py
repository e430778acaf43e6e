"""One page of a print at a size: shows the picture it is given, and asks for the one it lacks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.painted import Painted

DPI = 96
"""Of a page at 100 %."""

PAPER = 210 / 25.4 * DPI
HEIGHT = 297 / 25.4 * DPI
KEPT = 6
"""Pictures kept at hand."""

Asked = tuple[int, float]
"""A page (from 0) and the dots per inch it is wanted at."""


class PageView(Painted, QWidget):
    """``wanted`` carries what is to be drawn; ``show_image`` brings it. Until then an empty paper is shown."""

    wanted = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: dict[Asked, QImage] = {}
        self.index, self.zoom = 0, 1.0
        self.count = 0
        self.landscape = False

    @property
    def margin(self) -> int:
        return theme.current().px(12)

    @property
    def asked(self) -> Asked:
        return self.index, DPI * self.zoom * self.devicePixelRatioF()

    @property
    def ready(self) -> bool:
        """Whether the page is shown as it is wanted now."""
        return self.asked in self._images

    @property
    def across(self) -> float:
        """Breadth of the paper at 100 %."""
        return HEIGHT if self.landscape else PAPER

    def show_pages(self, count: int, *, landscape: bool = False) -> None:
        """There are so many pages now, standing or lying."""
        self.count, self.landscape = count, landscape
        self._images.clear()
        self._ask()

    def show_page(self, index: int) -> None:
        self.index = index
        self._ask()

    def show_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.resize(self.sizeHint())
        self._ask()

    def show_image(self, asked: Asked, image: QImage) -> None:
        self._images[asked] = image
        for old in tuple(self._images)[: max(0, len(self._images) - KEPT)]:
            del self._images[old]
        self._ask_next()
        self.update()

    def sizeHint(self) -> QSize:
        paper = QSize(round(PAPER * self.zoom), round(HEIGHT * self.zoom))
        paper = paper.transposed() if self.landscape else paper
        return paper + QSize(self.margin * 2, self.margin * 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        paper = QRectF(self.rect()).adjusted(self.margin, self.margin, -self.margin, -self.margin)
        painter = QPainter(self)
        image = self._images.get(self.asked)
        if image is None:
            painter.fillRect(paper, "white")
            self._ask_soon()
        else:
            painter.drawImage(paper, image)
        painter.setPen(theme.current().colour("border"))
        painter.drawRect(paper)

    def _ask(self) -> None:
        self.update()
        if self.count and not self.ready:
            self.wanted.emit(*self.asked)

    def _ask_soon(self) -> None:
        """A window moved to another screen wants another density."""
        if self.count:
            self.wanted.emit(*self.asked)

    def _ask_next(self) -> None:
        """The page the officer most likely turns to."""
        index, dpi = self.asked
        if self.ready and index + 1 < self.count and (index + 1, dpi) not in self._images:
            self.wanted.emit(index + 1, dpi)
