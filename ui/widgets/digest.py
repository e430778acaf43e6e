"""The beginning of a digest, as two people compare it across a table or a telephone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.spoken import Word

SHORT = 12
"""Hexadecimal digits that are shown."""


class Digest(Word):
    """3f0c 91ab 77e2; the tooltip has it whole."""

    def __init__(self, digest: bytes = b"", parent: QWidget | None = None) -> None:
        super().__init__(role="mono", parent=parent)
        self.show_digest(digest)

    def show_digest(self, digest: bytes) -> None:
        text = digest.hex()
        self.show_text(" ".join(text[at : at + 4] for at in range(0, SHORT, 4)).strip())
        self.setToolTip(text)
