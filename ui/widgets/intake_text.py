"""The text of an entry: pastes come clean, a picture or a file becomes an attachment, nothing is cut."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage

from console.domain.pasting import LARGEST_HTML, text_of_html, tidy
from ui.widgets.typed import LongText


class EntryText(LongText):
    """``image_pasted`` carries a picture, ``files_pasted`` paths of files; both without a word of the text changed."""

    image_pasted = Signal(QImage)
    files_pasted = Signal(list)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text first: cells of a spreadsheet come as a picture too."""
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_pasted.emit(files)
            return
        text = clean(source)
        if text:
            plain = QMimeData()
            plain.setText(text)
            super().insertFromMimeData(plain)
        elif source.hasImage():
            self.image_pasted.emit(QImage(source.imageData()))


def clean(source: QMimeData) -> str:
    """The words of what was copied; of a page too long to look through its plain text."""
    plain = source.text() if source.hasText() else ""
    html = source.html() if source.hasHtml() else ""
    if html and len(html) <= LARGEST_HTML and len(plain) <= LARGEST_HTML:
        return text_of_html(html) or tidy(plain)
    if len(plain or html) > LARGEST_HTML:
        return plain or html
    return tidy(plain)
