"""A small map beside the lists of a wide screen: the incident that is looked at, and what lies around it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from console.changes import Topic
from console.domain.geo import reach_km
from console.domain.map_marks import Key, MapView, Mark, MarkKind
from ui import theme
from ui.models.dispatch_rows import Focus
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.map_paint import Ring
from ui.widgets.map_view import MapView as Canvas

MAP = "map"
MINUTES = (15, 30, 60)
"""Of the rings around the incident."""


class MapPart(DispatchPart):
    """``mark_chosen`` carries the team or store that was chosen on it."""

    topics = frozenset({Topic.MAP, Topic.INCIDENTS, Topic.TEAMS, Topic.STOCK, Topic.DISPATCH, Topic.PLACES})
    mark_chosen = Signal(object)

    def build(self) -> None:
        self._view = MapView()
        self.card = Card("dispatch.map", flush=True)
        self.canvas = Canvas()
        self.whole = KeyButton("dispatch.map_whole", small=True)
        self.card.tools.addWidget(self.whole)
        self.card.body.addWidget(self.canvas, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        self.whole.clicked.connect(self._show_whole)
        self.canvas.chosen.connect(self._chosen)
        self.restyle()

    def load(self) -> MapView:
        return self._ask.maps.view()

    def present(self, result: MapView) -> None:
        self._view = result
        self.canvas.show_scene(result.outlines, result.marks)
        self._show_focus()

    def turn_to(self, focus: Focus) -> None:
        """The same marks, another one in the middle of the rings."""
        self.focus = focus
        self._show_focus()

    def show_candidate(self, record_id: UUID | None) -> None:
        """The team or store whose line is chosen; where it is not on the map, the incident."""
        self.canvas.choose(self._key_of(record_id) or self._key_of(self.focus.incident))

    def restyle(self) -> None:
        self.canvas.setMinimumHeight(theme.current().px(200))

    def _show_focus(self) -> None:
        self.whole.setEnabled(MAP in self._ask.beside and self.focus.incident is not None)
        origin = self._key_of(self.focus.incident)
        travel = self._view.travels.get(self.focus.weather)
        rings = (
            [Ring(one, reach_km(travel.speed, one)) for one in MINUTES] if origin and travel and travel.speed else []
        )
        self.canvas.show_rings(origin, rings)
        self.canvas.choose(origin)

    def _key_of(self, record_id: UUID | None) -> Key | None:
        return next((mark.key for mark in self._view.marks if mark.id == record_id), None)

    def _show_whole(self) -> None:
        if self.focus.incident is not None:
            self.item_asked.emit(MAP, self.focus.incident)

    def _chosen(self, mark: Mark | None) -> None:
        if mark is not None and mark.kind in (MarkKind.TEAM, MarkKind.STORE):
            self.mark_chosen.emit(mark.id)
