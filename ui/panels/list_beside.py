"""A list with the card of what is chosen in it beside: how the pages of 告警 stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Card

_WIDEST, _LEAST, _SHARE = 420, 320, 0.38


_Page = QWidget if TYPE_CHECKING else object
"""A second widget among the bases would hide the page's own signals."""


class ListBeside(_Page):
    """Put before the page's own base: the card takes ``_SHARE`` of the width, the list the rest."""

    def lay_beside(self, listed: Card, chosen: QWidget) -> None:
        """The only things of the page."""
        self._listed, self._chosen = listed, chosen
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(listed, 1)
        self._both.addWidget(chosen)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._both, 1)

    def restyle(self) -> None:
        using = theme.current()
        self._column.setContentsMargins(*[using.px(12)] * 4)
        self._both.setSpacing(using.px(12))
        self._chosen.setFixedWidth(min(using.px(_WIDEST), max(_LEAST, int(self.width() * _SHARE))))
        self._listed.body.setSpacing(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_both"):
            self.restyle()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.restyle()
