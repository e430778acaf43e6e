"""The quick line of a round: who answered, how well, and a remark, for the unit that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.domain.roll_call import LIMITS, Quality
from ui import theme
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.typed import ShortText


class CallLine(Painted, QWidget):
    """``entered`` after Enter: what is typed counts with the next outcome."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = ShortText(LIMITS["person"])
        self.quality = Choice(list(Quality), _word)
        self.remark = ShortText(LIMITS["remark"])
        self._grid = QGridLayout(self)
        fields = (("person", self.person, 2), ("quality", self.quality, 1), ("remark", self.remark, 4))
        for at, (name, editor, share) in enumerate(fields):
            self._grid.addWidget(Field(f"roll_call.{name}", editor), 0, at)
            self._grid.setColumnStretch(at, share)
        self.person.returnPressed.connect(self.entered)
        self.remark.returnPressed.connect(self.entered)
        self.restyle()

    def inputs(self) -> dict[str, QWidget]:
        return {"person": self.person, "quality": self.quality, "remark": self.remark}

    def clear(self) -> None:
        """Empty, for another unit."""
        self.person.clear()
        self.remark.clear()
        self.quality.choose(Quality.NONE)

    def restyle(self) -> None:
        gap = theme.current().px(8)
        self._grid.setContentsMargins(gap, 0, gap, gap)
        self._grid.setHorizontalSpacing(gap)
        super().restyle()


def _word(quality: Quality) -> str:
    return words.say(f"roll_call.quality.{quality.value}" if quality.value else "roll_call.quality_open")
