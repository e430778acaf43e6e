"""已派出."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from console.changes import Topic
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card


class SentPart(DispatchPart):
    """已派出."""

    topics = frozenset({Topic.DISPATCH, Topic.TEAMS, Topic.STOCK})
    proposed = Signal(object)

    def build(self) -> None:
        self.card = Card("dispatch.part.sent")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
