"""The 接报 page as it is built: the form in its card, the half-written entries and the newest items beside it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import actions, theme
from ui.models.intake_rows import columns
from ui.models.table import RowTableModel
from ui.panels.base import Jobs, Panel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.draft_stack import DraftStack, OpenTable
from ui.widgets.empty import Empty
from ui.widgets.intake_bars import IntakeBars
from ui.widgets.intake_form import IntakeForm
from ui.widgets.intake_record import ClockLines, FileList, HiddenCaller
from ui.widgets.keycap import KeyButton
from ui.widgets.onward import Onward
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word

GAP = 12
LITTLE_ROOM = 1000
"""Width of the page in px of 14 px type below which the lists at the right get a quarter, not three tenths."""


class IntakeFrame(Painted, Panel):
    """Widgets and where they stand; what they do is the panel's."""

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self._seat, self._times = seat, times

    def build(self) -> None:
        self.form = IntakeForm(self._times)
        self.bars = IntakeBars(self._seat, self._times)
        self.stack = DraftStack(self._times)
        self.card = Card("intake.title")
        self.document = KeyButton("intake.as_document", actions.key_of("as_document"), small=True)
        self.attach_button = KeyButton("intake.attach", actions.key_of("attach"), small=True)
        for button in (self.document, self.attach_button):
            self.card.tools.addWidget(button)
        self.clock_lines = ClockLines(self._times)
        self.hidden = HiddenCaller()
        self.onward = Onward()
        self.file_list = FileList()
        self.history = Word(role="secondary")
        self.history.setWordWrap(True)
        self.table = OpenTable(RowTableModel(columns(self._times), lambda row: row.id), compact=True)
        self.table.call("intake.newest.title")
        self.none = Empty("intake.newest.empty")
        self.list = Card("intake.newest.title", flush=True)
        self.list.body.addWidget(self.table)
        self.list.body.addWidget(self.none)
        self.list.caption.say("intake.newest.open")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QFrame()
        self._inside = QVBoxLayout(inside)
        self._inside.addWidget(self.onward)
        self._inside.addWidget(self.hidden)
        self._inside.addWidget(self.clock_lines)
        self._inside.addWidget(self.form, 1)
        self._inside.addWidget(self.file_list)
        self._inside.addWidget(self.history)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(inside)
        self.card.body.addWidget(self.scroll, 1)
        self.card.body.addWidget(self.bars)
        self._right = QVBoxLayout()
        self._right.addWidget(self.stack)
        self._right.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.addWidget(self.card)
        whole.addLayout(self._right)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Large type needs more of the width for the form."""
        large = self.width() < theme.current().px(LITTLE_ROOM)
        for at, share in enumerate((3, 1) if large else (7, 3)):
            self.layout().setStretch(at, share)  # type: ignore[attr-defined]

    def _order(self) -> None:
        chain = [
            self.form.last, *self.bars.buttons(), self.clock_lines.done, self.hidden.show_caller,
            *self.onward.buttons(), self.file_list,
            self.stack.table, self.table, *self.form.late,
        ]  # fmt: skip
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def restyle(self) -> None:
        gap = theme.current().px(GAP)
        for layout in (self.layout(), self._right, self._inside):
            layout.setSpacing(gap)
        self.layout().setContentsMargins(GAP, GAP, GAP, GAP)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._share()
        self.bars.setMinimumHeight(theme.current().px(34))
        super().restyle()
