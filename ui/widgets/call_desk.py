"""Where somebody is rung: the number large, what is said about the call, every attempt to ring them so far."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.call_lists import LIMITS
from ui import theme
from ui.models.call_list_rows import attempts_model
from ui.text import Times
from ui.widgets.big_number import BigNumber
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

NUMBER_LIMIT = 60


class CallDesk(Painted, QWidget):
    """``since`` says what others found out meanwhile; ``other`` is a number learned on the telephone."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.big, self.since = BigNumber(), Word(role="caution")
        self.remark, self.other = ShortText(LIMITS["remark"]), ShortText(NUMBER_LIMIT)
        self.attempts = RowTable(attempts_model(times), compact=True)
        self.attempts.call("call.attempts")
        self.since.setWordWrap(True)
        self.since.hide()
        left, fields = QVBoxLayout(), QGridLayout()
        fields.addWidget(Field("call.remark", self.remark), 0, 0)
        fields.addWidget(Field("call.other", self.other), 0, 1)
        fields.setColumnStretch(0, 2)
        fields.setColumnStretch(1, 1)
        left.addWidget(self.big)
        left.addWidget(self.since)
        left.addLayout(fields)
        self._line = QHBoxLayout(self)
        self._line.addLayout(left, 5)
        self._line.addWidget(self.attempts, 4)
        self.restyle()

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self._line.setContentsMargins(edge, using.px(8), edge, 0)
        self._line.setSpacing(edge)
        self.attempts.setMinimumHeight(using.px(34) + 2 * using.compact_row)
        self.attempts.setMaximumHeight(using.px(34) + 5 * using.compact_row)
        super().restyle()
