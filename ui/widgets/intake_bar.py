"""A row below the 接报 form, one that may take several lines, and a question asked in such a row."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted


class Bar(Painted, QWidget):
    """A row of words, editors and buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.restyle()

    def restyle(self) -> None:
        self.row.setSpacing(theme.current().px(8))
        super().restyle()


class Lines(Painted, QWidget):
    """Buttons in one line, or in two where large type leaves no room for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = Flow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        self.flow.setSpacing(theme.current().px(8))
        super().restyle()


class Question(Bar):
    """Asked in line, never in a window of its own; ``no`` changes nothing."""

    called = ""
    """Its name in what is kept of its words."""
    yes = Signal()
    no = Signal()

    def __init__(self, yes: str, *, kind: str = "primary", no: str = "button.cancel") -> None:
        super().__init__()
        self.yes_button = KeyButton(yes, kind=kind)
        self.no_button = KeyButton(no, "Escape")
        self.yes_button.clicked.connect(self.yes)
        self.no_button.clicked.connect(self.no)

    def inputs(self) -> dict[str, QWidget]:
        """What is typed here, by lasting names, for whoever keeps it."""
        return {}

    def end_row(self) -> None:
        """Buttons last, in reading order; boxes of choices are as wide as their words."""
        for box in self.findChildren(QComboBox):
            box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.row.addStretch(1)
        self.row.addWidget(self.no_button)
        self.row.addWidget(self.yes_button)
