"""Who and what could serve the chosen need."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from console.changes import Topic
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card


class CandidatesPart(DispatchPart):
    """候选."""

    topics = frozenset({Topic.DISPATCH, Topic.TEAMS, Topic.STOCK})
    proposed = Signal(object)

    def build(self) -> None:
        self.card = Card("dispatch.part.candidates")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
