"""一张图: outlines, incidents, teams, stores and shelters on one page, and the same as a list for the keyboard."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from console import words
from console.changes import Topic
from console.domain.dispatch_lists import WEATHERS
from console.domain.geo import reach_km
from console.domain.map_marks import Key, MapView, Mark, MarkKind, Near, near, wanted
from console.domain.people import Action as Permission
from ui import actions, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.models.map_rows import MapServices, near_model
from ui.panels.map_import import MapImport
from ui.panels.settings_page import SettingsPage
from ui.printing.map_asked import MapSheet
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.code_combo import CodeCombo
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.map_legend import LayerSwitch, SymbolView
from ui.widgets.map_paint import Ring
from ui.widgets.map_view import MapView as Canvas
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

MINUTES = (15, 30, 60)
"""Of the rings around a mark."""
LAYER_KEYS = {
    MarkKind.INCIDENT: "Alt+I", MarkKind.TEAM: "Alt+T", MarkKind.STORE: "Alt+W", MarkKind.SHELTER: "Alt+H"
}  # fmt: skip
LAYER_ACTIONS = {
    MarkKind.INCIDENT: "map_layer_incident", MarkKind.TEAM: "map_layer_team", MarkKind.STORE: "map_layer_store",
    MarkKind.SHELTER: "map_layer_shelter",
}  # fmt: skip
RINGS, FIT, OPEN, SEND, IMPORT = "Alt+R", "Alt+F", "Alt+O", "Alt+D", "Ctrl+Shift+I"
"""Keys of this panel alone."""
PANELS = {
    MarkKind.INCIDENT: ("incidents",), MarkKind.TEAM: ("teams", "dispatch"), MarkKind.STORE: ("stores", "stock"),
    MarkKind.SHELTER: ("shelters",),
}  # fmt: skip
"""Where a mark is opened: the first of these there is."""
_LARGE = 18
"""From this size on the list needs a larger share of the page."""
DISPATCH = "dispatch"


class MapPanel(SettingsPage):
    """``item_asked`` carries panel and record, ``print_asked`` the part that is seen, as a sheet."""

    id = "map"
    topics = frozenset(
        {Topic.MAP, Topic.INCIDENTS, Topic.TEAMS, Topic.STOCK, Topic.SHELTERS, Topic.DISPATCH, Topic.PLACES}
        | {Topic.LISTS, Topic.SETTINGS}
    )

    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: MapServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._ask = services
        self._view = MapView()
        self._text = ""
        self._origin: Key | None = None
        self.build()

    def build(self) -> None:
        self.canvas = Canvas()
        self.table = RowTable(near_model(), compact=True)
        self.table.call("map.list")
        self.search = SearchBox("map.find")
        self.switches = {kind: LayerSwitch(kind, key, self._relayer) for kind, key in LAYER_KEYS.items()}
        self.weather = CodeCombo("list.travel_speeds.weather", WEATHERS)
        self.weather.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rings, self.fit = KeyButton("map.rings_on", RINGS, small=True), KeyButton("map.fit", FIT, small=True)
        self.bring = KeyButton("map.import", IMPORT, small=True)
        self.paper = KeyButton("map.print", actions.key_of("print"), icon="print", small=True)
        self.open, self.send = KeyButton("map.open", OPEN, kind="primary"), KeyButton("map.send", SEND)
        self.name, self.facts = Word("map.none_chosen", role="strong"), Word(role="secondary")
        self.importing = MapImport(self, self._jobs, self._seat, self._ask.files)
        self._lay_out()
        self._connect()
        self._bind()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.retranslate()

    def load(self) -> MapView:
        return self._ask.maps.view()

    def present(self, result: MapView) -> None:
        self._view = result
        if self._origin is not None and all(mark.key != self._origin for mark in result.marks):
            self._origin = None
        self.canvas.show_scene(result.outlines, result.marks)
        self.missing.setVisible(not result.outlines)
        self.bring.setVisible(bool(result.outlines))
        for kind, switch in self.switches.items():
            switch.show_count(sum(mark.kind is kind for mark in result.marks))
        self._say_unplaced()
        self._show_list()
        self._show_chosen()

    def first_focus(self) -> QWidget:
        return self.canvas

    # what the officer does

    def choose(self, key: Key, *, centre: bool = True) -> None:
        """Mark it on the map and in the list."""
        self.canvas.choose(key, centre=centre)
        self.table.choose(key)
        self._show_chosen()

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Show the record of that id, from whatever layer it is."""
        mark = next((one for one in self._view.marks if one.id == record_id), None)
        if mark is not None:
            self.choose(mark.key)

    def toggle_rings(self) -> None:
        """Measure from the chosen mark; again from the same one ends it."""
        mark = self.canvas.chosen_mark()
        key = mark.key if mark is not None else None
        self._origin = None if key == self._origin else key
        self._show_list()
        self._show_chosen()

    def open_chosen(self) -> None:
        mark = self.canvas.chosen_mark()
        panel = self._panel_of(mark)
        if mark is not None and panel:
            self.item_asked.emit(panel, mark.id)

    def send_here(self) -> None:
        """To the board of what the chosen incident needs."""
        mark = self.canvas.chosen_mark()
        if mark is not None and self._may_send(mark):
            self.item_asked.emit(DISPATCH, mark.id)

    def print_view(self) -> None:
        """The part that is seen, as it is chosen and filtered, on paper."""
        frame, shown = self.canvas.frame(), self.canvas.shown()
        self.print_asked.emit(MapSheet(self._view.outlines, self._view.marks, frame, shown))

    # what is shown

    def _show_list(self) -> None:
        """In the order of nearness where something is measured from, else what needs a person first."""
        layers = self._layers()
        marks = wanted(self._view.marks, layers, self._text)
        origin = next((mark for mark in self._view.marks if mark.key == self._origin), None)
        travel = self._view.travels.get(self.weather.code())
        self.table.show_rows(near(marks, origin, travel))
        speed = travel.speed if travel else None
        rings = [Ring(one, reach_km(speed, one)) for one in MINUTES] if speed and origin else []
        self.canvas.show_rings(self._origin, rings)

    def _show_chosen(self) -> None:
        mark = self.canvas.chosen_mark()
        if mark is None:
            self.name.say("map.none_chosen")
            self.facts.say("map.how")
        else:
            self.name.show_text(mark.name)
            self.facts.show_text(_said(mark))
        measured = mark is not None and mark.key == self._origin
        self.rings.say("map.rings_off" if measured else "map.rings_on")
        self.rings.setEnabled(mark is not None or self._origin is not None)
        self.open.setEnabled(bool(self._panel_of(mark)))
        self.send.setVisible(DISPATCH in self._ask.panels)
        self.send.setEnabled(mark is not None and self._may_send(mark))

    def _say_unplaced(self) -> None:
        counts = [(kind, self._view.unplaced.get(kind, 0)) for kind in MarkKind]
        said = [words.say(f"map.unplaced.{kind.value}", count=count) for kind, count in counts if count]
        self.card.caption.show_text(words.say("map.unplaced", what="、".join(said)) if said else "")

    def _panel_of(self, mark: Mark | None) -> str:
        return next((one for one in PANELS[mark.kind] if one in self._ask.panels), "") if mark is not None else ""

    def _may_send(self, mark: Mark) -> bool:
        return mark.kind is MarkKind.INCIDENT and DISPATCH in self._ask.panels

    def _layers(self) -> frozenset[MarkKind]:
        return frozenset(kind for kind, switch in self.switches.items() if switch.on)

    def _relayer(self) -> None:
        self.canvas.show_layers(self._layers())
        self._show_list()

    def _chosen_there(self, mark: Mark | None) -> None:
        """On the map; the list follows."""
        if mark is not None:
            self.table.choose(mark.key)
        self._show_chosen()

    def _chosen_here(self, row: Near | None) -> None:
        """In the list; the map marks it where it lies."""
        self.canvas.choose(row.mark.key if row is not None else None)
        self._show_chosen()

    def _search(self, text: str) -> None:
        self._text = text
        self._show_list()

    # built once

    def _connect(self) -> None:
        self.canvas.chosen.connect(self._chosen_there)
        self.canvas.opened.connect(lambda _mark: self.open_chosen())
        self.table.chosen.connect(self._chosen_here)
        self.table.opened.connect(lambda row: row is not None and self.choose(row.mark.key))
        self.search.searched.connect(self._search)
        self.weather.activated.connect(lambda _at: self._show_list())
        self.importing.done.connect(self._brought)
        self.importing.failed.connect(self.refused)

    def _brought(self, said: str) -> None:
        self.saved.emit(said)
        self.canvas.fit()
        self.reload_now()

    def _bind(self) -> None:
        pressed = {
            "map_rings": (RINGS, self.rings, self.toggle_rings), "map_fit": (FIT, self.fit, self.canvas.fit),
            "map_open": (OPEN, self.open, self.open_chosen), "map_send": (SEND, self.send, self.send_here),
            "map_import": (IMPORT, self.bring, self.importing.ask),
            "print": (actions.key_of("print"), self.paper, self.print_view),
        }  # fmt: skip
        bound = []
        for name, (key, button, verb) in pressed.items():
            button.clicked.connect(partial(_press, button, verb))
            bound.append(Action(name, partial(_press, button, verb), key=key))
        for kind, switch in self.switches.items():
            bound.append(Action(LAYER_ACTIONS[kind], switch.button.toggle, key=LAYER_KEYS[kind]))
        bound.append(Action("find", self.search.setFocus))
        actions.bind(self, bound, whole_window=False)
        self.bring_first.clicked.connect(self.importing.ask)
        self.guard(Permission.EDIT_PLACES, self.bring, self.bring_first)

    def _lay_out(self) -> None:
        self.card, side = Card("map.title", flush=True), Card("map.list")
        self.missing = self._without_outline()
        self.card.body.addWidget(self.missing)
        self.card.body.addWidget(self.canvas, 1)
        self._foot = QWidget()
        foot = Flow(self._foot)
        for widget in (self.fit, self.rings, self.weather, self.bring, self.paper):
            foot.addWidget(widget)
        self.card.body.addWidget(self._foot)
        self._legend = QHBoxLayout()
        self._legend.addWidget(SymbolView(None, False))
        legend = Word("map.legend", role="caption")
        legend.setWordWrap(True)
        self._legend.addWidget(legend, 1)
        self.card.body.addLayout(self._legend)
        layers = QWidget()
        flow = Flow(layers)
        for switch in self.switches.values():
            flow.addWidget(switch)
        self.facts.setWordWrap(True)
        self.name.setWordWrap(True)
        verbs = QHBoxLayout()
        verbs.addWidget(self.open)
        verbs.addWidget(self.send)
        verbs.addStretch(1)
        for part in (layers, self.search, self.table, self.name, self.facts):
            side.body.addWidget(part, 1 if part is self.table else 0)
        side.body.addLayout(verbs)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.card, 5)
        self._row.addWidget(side, 3)
        self._flows = (foot, flow)

    def _without_outline(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        sentence = Word("map.no_outline", role="secondary")
        sentence.setWordWrap(True)
        self.bring_first = KeyButton("map.import", IMPORT, kind="primary")
        line.addWidget(sentence, 1)
        line.addWidget(self.bring_first)
        bar.hide()
        return bar

    def retranslate(self) -> None:
        super().retranslate()
        self.weather.setAccessibleName(words.say("map.weather"))

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(12)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        for flow in self._flows:
            flow.setSpacing(using.px(6))
        self._flows[0].setContentsMargins(gap, using.px(4), gap, 0)
        self._legend.setContentsMargins(gap, 0, gap, using.px(2))
        self._row.setStretch(1, 4 if using.size >= _LARGE else 3)
        self.weather.setMinimumWidth(using.px(160))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 2)


def _said(mark: Mark) -> str:
    """Number, state, where: what the list has no room for."""
    kind, state = words.say(f"map.kind.{mark.kind.value}"), words.say(mark.state) if mark.state else ""
    where = words.say("map.rough", place=mark.place) if mark.rough else mark.place
    return " · ".join(part for part in (kind, mark.number, state, where) if part)


def _press(button: KeyButton, verb: object, _checked: bool = False) -> None:
    """Its key does what it does, and nothing where it may not be pressed."""
    if button.isEnabled() and callable(verb):
        verb()
