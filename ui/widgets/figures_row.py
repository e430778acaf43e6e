"""The seven figures of a report side by side; each a number, 不详 or not said."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from console import words
from console.domain.inbound import FIGURES
from ui import theme
from ui.models.intake_entry import UNKNOWN
from ui.widgets.field import Field
from ui.widgets.figure import FigureField
from ui.widgets.painted import Painted, text_width
from ui.widgets.spoken import Spoken


class FiguresRow(Painted, Spoken, QWidget):
    """Values are a number or ``unknown``; a figure nobody spoke of is not among them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editors = {key: FigureField() for key in FIGURES}
        self.fields = {key: Field(f"figure.{key}", editor) for key, editor in self.editors.items()}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._across = 0
        # else the row as it stands would forbid the width at which it breaks
        # and grows with what a field says, which breaks into lines
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        for key, editor in self.editors.items():
            self.fields[key].note.setWordWrap(True)
            editor.changed.connect(self.changed)
            editor.changed.connect(self.fields[key].clear_note)
        self._arrange(len(FIGURES))
        self.restyle()

    def values(self) -> dict[str, int | str]:
        """Number or ``unknown`` of every figure that was said."""
        said = {key: editor for key, editor in self.editors.items() if editor.filled()}
        return {key: UNKNOWN if editor.unknown() else int(editor.value() or 0) for key, editor in said.items()}

    def show_values(self, values: Mapping[str, int | str]) -> None:
        for key, editor in self.editors.items():
            value = values.get(key)
            if isinstance(value, int):
                editor.set_value(value)
            else:
                editor.set_value(None, unknown=value == UNKNOWN)
            self.fields[key].clear_note()

    def set_read_only(self, read_only: bool) -> None:
        for editor in self.editors.values():
            editor.setReadOnly(read_only)

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setHorizontalSpacing(using.px(8))
        self._grid.setVerticalSpacing(using.px(8))
        self._arrange(self._fitting(self.width()))
        super().restyle()

    def retranslate(self) -> None:
        self._arrange(self._fitting(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting(event.size().width()))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._take_room()
        return done

    def _take_room(self) -> None:
        """As tall as what the fields say at this width: the form above asks for that too early at times."""
        if (needed := max(0, self._grid.totalHeightForWidth(self.width()))) != self.minimumHeight():
            self.setMinimumHeight(needed)

    def _fitting(self, width: int) -> int:
        using, gap = theme.current(), self._grid.horizontalSpacing()
        toggle = max(editor.toggle.sizeHint().width() for editor in self.editors.values())
        shown = max(using.px(46), text_width(using.font(bold=True), words.say("figure.unknown_short")) + using.px(18))
        least = max(editor.minimumSizeHint().width() for editor in self.editors.values())
        needed = max(toggle + shown, least) + gap
        return len(FIGURES) if width + gap >= len(FIGURES) * needed else max(2, min(4, (width + gap) // needed))

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for column in range(len(FIGURES)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for at, key in enumerate(FIGURES):
            self._grid.addWidget(self.fields[key], at // across, at % across)
