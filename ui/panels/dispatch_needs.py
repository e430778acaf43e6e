"""需求板."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from console.changes import Topic
from console.domain.proposed import Proposal
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card


class NeedsPart(DispatchPart):
    """需求板. ``focus_changed`` carries the ``Focus`` of the other parts."""

    topics = frozenset({Topic.DISPATCH, Topic.INCIDENTS, Topic.STOCK, Topic.LISTS})
    focus_changed = Signal(object)

    def build(self) -> None:
        self.card = Card("dispatch.part.needs")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def show_proposal(self, proposal: Proposal | None) -> None:
        """What stays short after it is said below the list."""
