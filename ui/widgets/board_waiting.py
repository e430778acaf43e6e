"""What waits elsewhere, under the open matters of the board: receipts, alarms, calls, links that are lost."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from console import words
from ui.actions import key_of
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import plain_tip


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits where: ``unseen`` of the ``alarms`` that wait, ``lost`` links that are lost or silent.

    ``calls`` were missed, or taken and never recorded; ``call`` is the newest of them. ``warnings`` hold, ``acts`` of
    warnings wait for somebody: a review, a signature, a release, a report of a channel, an end.
    """

    receipts: int = 0
    alarms: int = 0
    unseen: int = 0
    lost: int = 0
    calls: int = 0
    call: UUID | None = None
    warnings: int = 0
    acts: int = 0


class BoardWaiting(QWidget):
    """Not seen while nothing waits. ``asked`` carries the panel a line leads to, ``item_asked`` panel and record.

    The lines stand in no layout of the page: whose height follows its width there makes the whole page ask for the
    height it would like to have, and the last card falls below the fold.
    """

    asked = Signal(str)
    item_asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = Lines(self)
        self._lines.installEventFilter(self)
        self.receipts = KeyButton("board.receipts", key_of("panel.4"), kind="quiet", small=True)
        self.alarms = KeyButton("board.alarms", key_of("panel.alarms"), kind="quiet", small=True)
        self.lost = KeyButton("board.lost", key_of("panel.devices"), kind="quiet", small=True)
        for button, panel in ((self.alarms, "alarms"), (self.lost, "devices"), (self.receipts, "outbound")):
            self._lines.flow.addWidget(button)
            button.clicked.connect(lambda _checked=False, panel=panel: self.asked.emit(panel))
        self.warnings = KeyButton("board.warnings", key_of("panel.warnings"), kind="quiet", small=True)
        self._lines.flow.addWidget(self.warnings)
        self.warnings.clicked.connect(lambda _checked=False: self.asked.emit("warnings"))
        self.calls = KeyButton("board.calls", kind="quiet", small=True)
        self._lines.flow.addWidget(self.calls)
        self.calls.clicked.connect(lambda: self.item_asked.emit("alarms", self._call))
        self.show_counts(Waiting())

    def show_counts(self, waiting: Waiting) -> None:
        self.receipts.say("board.receipts", count=waiting.receipts)
        self.alarms.say("board.alarms", count=waiting.alarms, unseen=waiting.unseen)
        self.alarms.setToolTip(plain_tip("\n".join(words.say(f"alarms.count.{name}") for name in ("open", "unseen"))))
        self.lost.say("board.lost", count=waiting.lost)
        self.calls.say("board.calls", count=waiting.calls)
        self.warnings.say("board.warnings", count=waiting.warnings, acts=waiting.acts)
        self.warnings.setVisible(waiting.warnings + waiting.acts > 0)
        self._call = waiting.call
        self.receipts.setVisible(waiting.receipts > 0)
        self.alarms.setVisible(waiting.alarms > 0)
        self.lost.setVisible(waiting.lost > 0)
        self.calls.setVisible(waiting.calls > 0)
        self.setVisible(waiting != Waiting())
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Other words or a larger type: other widths."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._place)
        return False

    def _place(self) -> None:
        high = self._lines.heightForWidth(self.width())
        self._lines.setGeometry(0, 0, self.width(), high)
        if high != self.minimumHeight():
            self.setFixedHeight(high)
