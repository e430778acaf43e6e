"""Switches of the map's layers, each beside the symbol it shows: the legend is what one presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.map_marks import MarkKind
from ui import theme
from ui.widgets.keycap import KeyButton
from ui.widgets.map_symbols import draw, letter, screen_inks
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken


class SymbolView(Painted, Spoken, QWidget):
    """A symbol as the map draws it."""

    def __init__(self, kind: MarkKind | None, busy: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._busy = kind, busy
        self.restyle()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(30), theme.current().px(30))

    def restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        super().restyle()

    def retranslate(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low = 0.9 if self._kind is MarkKind.INCIDENT else 0.5
        at = QPointF(self.width() / 2, self.height() * low)
        text = letter(self._kind) if self._kind else "3"
        tone = screen_inks(using).tone(self._kind, self._busy)
        many, font = self._kind is None, using.font(12, bold=True)
        draw(painter, self._kind, at, using.px(20), tone, text, font, many=many, line=using.px(1) * 1.5)


class LayerSwitch(QWidget):
    """A symbol with the button that shows or hides its layer."""

    def __init__(self, kind: MarkKind, key: str, toggled: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.button = KeyButton(f"map.layer.{kind.value}", key, small=True)
        self.button.setCheckable(True)
        self.button.setChecked(True)
        self.button.toggled.connect(lambda _on: toggled())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(SymbolView(kind, kind is MarkKind.INCIDENT))
        row.addWidget(self.button)

    @property
    def on(self) -> bool:
        return self.button.isChecked()

    def show_count(self, count: int) -> None:
        self.button.say(f"map.layer.{self.kind.value}", count=count)
