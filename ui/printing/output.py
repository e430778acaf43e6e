"""Where pages go: a PDF, a printer, pictures for the preview and the screen."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from console.errors import Unavailable
from console.services.exporting import write_beside
from ui.printing import pdf_text
from ui.printing.form import Form
from ui.printing.ink import Shown
from ui.printing.laid import Laid
from ui.printing.layout import lay_out
from ui.printing.paint import RESOLUTION, paint_page

CREATOR = "duty-dispatch-console"


def to_pdf(form: Form | Laid, path: Path) -> int:
    """Write the form beside ``path`` and rename; answers its number of pages.

    Raises Unavailable("font") without a Chinese font, Unavailable("cannot_write_file") when the disk refuses.
    """
    laid = _laid(form)
    data = pdf_bytes(laid)
    write_beside(path, (), lambda beside, _rows: beside.write_bytes(data))
    return len(laid.pages)


def pdf_bytes(laid: Laid) -> bytes:
    """The PDF as bytes: fonts embedded, every character to be found again by searching and copying."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(_paper(laid))
    writer.setPageOrientation(_lying(laid))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(RESOLUTION)
    writer.setTitle(f"{laid.form.title} {laid.form.number}".strip())
    writer.setCreator(CREATOR)
    drawn = pdf_text.Drawn(laid.type)
    painter = QPainter(writer)
    for index in range(len(laid.pages)):
        if index:
            writer.newPage()
        paint_page(painter, laid, index, RESOLUTION * _scale(laid), drawn.note)
    painter.end()
    return pdf_text.corrected(bytes(buffer.data().data()), drawn)


def to_printer(form: Form | Laid, printer: QPrinter) -> int:
    """Print on A4, or on A3 what is large; answers the number of pages.

    Raises Unavailable("printer") when it does not take the job; the fact ``begun`` says that the
    printer had taken some of it.
    """
    laid = _laid(form)
    printer.setPageSize(_paper(laid))
    printer.setPageOrientation(_lying(laid))
    printer.setFullPage(True)
    printer.setDocName(f"{laid.form.title} {laid.form.number}".strip())
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("printer", printer.printerName())
    try:
        for at, index in enumerate(_wanted(printer, len(laid.pages))):
            if at and not printer.newPage():
                raise Unavailable("printer", printer.printerName(), begun=True)
            paint_page(painter, laid, index, printer.resolution() * _scale(laid))
    finally:
        taken = painter.end()
    if not taken or printer.printerState() is QPrinter.PrinterState.Error:
        raise Unavailable("printer", printer.printerName(), begun=True)
    return len(laid.pages)


def _paper(laid: Laid) -> QPageSize:
    return QPageSize(QPageSize.PageSizeId.A3 if laid.form.large else QPageSize.PageSizeId.A4)


def _lying(laid: Laid) -> QPageLayout.Orientation:
    sides = QPageLayout.Orientation
    return sides.Landscape if laid.form.landscape else sides.Portrait


def _scale(laid: Laid) -> float:
    """A3 is A4 by the square root of two in both directions."""
    return math.sqrt(2) if laid.form.large else 1.0


def _wanted(printer: QPrinter, pages: int) -> list[int]:
    """The pages asked for in the printer's dialog, each after the first on a new sheet."""
    first = max(1, printer.fromPage()) if printer.fromPage() else 1
    last = min(pages, printer.toPage()) if printer.toPage() else pages
    return list(range(first - 1, last))


def page_image(laid: Laid, index: int, dpi: float, shown: Shown = str) -> QImage:
    """One page in grey as the printer would put it on paper, but for words a screen does not show."""
    width, height = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    if laid.form.landscape:
        width, height = height, width
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_page(painter, laid, index, dpi, shown=shown)
    painter.end()
    return image


def page_images(form: Form | Laid, dpi: float) -> list[QImage]:
    """All pages as pictures."""
    laid = _laid(form)
    return [page_image(laid, index, dpi) for index in range(len(laid.pages))]


def _laid(form: Form | Laid) -> Laid:
    return form if isinstance(form, Laid) else lay_out(form)
