"""图上画区域: polygons and circles on the county's map by mouse, by keys, or typed as degrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.domain.drawing import Drawing, drawing_of, drawn_text, fault, read_drawn
from console.domain.map_marks import Outline
from console.domain.warning_form import Drawn
from console.errors import Refused
from console.services.warning_covered import Covered, drawn_said
from ui import theme
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.map_draw import DrawView
from ui.widgets.spoken import Word
from ui.widgets.typed import LongText, OneLine

Judge = Callable[[tuple[Drawn, ...], Callable[[Covered], None]], None]
"""Asks, off this thread, what lies inside what is drawn; answers on it."""
_TYPED, _RADIUS = 20_000, 12
ASK_MS = 120
"""An arrow key that is held, or corners that follow each other, ask once."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was drawn; ``take``: towns and villages in it are to stand in the area by name."""

    drawn: tuple[Drawn, ...]
    take: bool = False


def wrong_in(found: Covered) -> Refused | None:
    """What the map says against what was drawn; None where nothing."""
    for at, crossing in enumerate(found.crossing, 1):
        if crossing:
            return Refused("drawn_crossing", nth=at, field="corners")
    for at, inside in enumerate(found.inside, 1):
        if inside is False:
            return Refused("drawn_outside", nth=at, field="corners")
    return None


class WarningDrawDialog(Asking):
    """Hands up ``Given``. ``take`` says whether the places inside are taken into the area at first."""

    LEAST_WIDTH = 820

    def __init__(
        self, drawn: Sequence[Drawn], outlines: Sequence[Outline], judge: Judge, *, take: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("warning.draw", "warning.draw.yes", parent=parent)
        self._judge, self._mapped = judge, bool(outlines)
        self._found: tuple[tuple[Drawn, ...], Covered] | None = None
        self._writing = False
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(ASK_MS)
        self._ask_soon.timeout.connect(self._ask)
        self.view = DrawView()
        self.view.show_scene(outlines, ())
        self.no_map = Word("warning.draw.no_map", role="caution")
        self.no_map.setWordWrap(True)
        self.how, self.at = Word("warning.draw.how", role="secondary"), Word(role="secondary")
        self.how.setWordWrap(True)
        self.said, self.faults = Word(role="strong"), Word(role="error")
        for word in (self.said, self.faults):
            word.setWordWrap(True)
        self.radius = OneLine(_RADIUS)
        self.corners = LongText(_TYPED)
        self.take = QCheckBox()
        self.take.setChecked(take)
        self._put(drawing_of(drawn))
        self.inputs = {"corners": self.corners, "radius": self.radius, "take": self.take}
        self.set_fields([self.radius])
        self._lay_out_body()
        self._connect()
        self.retranslate()
        self._look()

    def first(self) -> QWidget:
        return self.view if self._mapped else self.corners

    def shapes(self) -> tuple[Drawn, ...]:
        """What is typed, which is what is drawn. Refuses bad_corners, bad_radius."""
        return read_drawn(self.corners.text())

    def answer(self) -> Given:
        shapes = self.shapes()
        wrong = fault(shapes) or self._judged_wrong(shapes)
        if wrong is not None:
            raise wrong
        return Given(shapes, self.take.isChecked())

    def add_circle(self) -> None:
        """Enter behind a radius: a circle around the cross, and the keyboard is back on the map."""
        try:
            km = float(self.radius.text().replace("，", ".").replace(",", ".").strip() or "x")
            self.view.add_circle(km)
        except ValueError:
            self.say_turned_away(Refused("radius_unread", field="radius"))
        except Refused as refused:
            self.say_turned_away(refused)
        else:
            self.trouble.hide()
            self.view.setFocus()

    def ask_radius(self) -> None:
        """C: how large the circle around the cross is to be."""
        self.radius.setFocus()
        self.radius.selectAll()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "take"):
            self.take.setText(words.say("warning.draw.take"))
            self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if entered and not held and self.radius.hasFocus() and self._mapped and not event.isAutoRepeat():
            self.add_circle()
        else:
            super().keyPressEvent(event)

    def _lay_out_body(self) -> None:
        using = theme.current()
        self.view.setMinimumHeight(using.px(300))
        self.corners.setMinimumHeight(using.px(48))
        self.corners.setMaximumHeight(using.px(66))
        tools = QHBoxLayout()
        self.tools = {
            name: KeyButton(f"warning.draw.{name}", key, kind="quiet", small=True)
            for name, key in (("point", "Enter"), ("back", "Backspace"), ("next", "N"), ("circle", "C"), ("clear", ""))
        }
        for button in self.tools.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tools.addWidget(button)
        self.radius_field = Field("warning.draw.radius", self.radius)
        tools.addStretch(1)
        tools.addWidget(self.at)
        self.mapped = QWidget()
        foot = QHBoxLayout(self.mapped)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.how, 1)
        foot.addWidget(self.radius_field)
        self.body.addWidget(self.no_map)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(tools)
        self.body.addWidget(self.mapped)
        self.body.addWidget(Field("warning.draw.corners", self.corners))
        self.body.addWidget(self.said)
        self.body.addWidget(self.faults)
        self.body.addWidget(self.take)
        self.no_map.setVisible(not self._mapped)
        for part in (self.view, self.mapped, self.at, *self.tools.values()):
            part.setVisible(self._mapped)

    def _connect(self) -> None:
        view = self.view
        view.drawn.connect(self._take_drawing)
        view.moved.connect(self._say_where)
        view.circle_asked.connect(self.ask_radius)
        self.corners.textChanged.connect(self._take_typed)
        verbs = {
            "point": view.set_point, "back": view.take_back, "next": view.begin_next, "circle": self.ask_radius,
            "clear": view.clear,
        }  # fmt: skip
        for name, verb in verbs.items():
            self.tools[name].clicked.connect(verb)

    def _put(self, drawing: Drawing) -> None:
        """The same on the map and as words."""
        self._writing = True
        self.view.show_drawing(drawing)
        self.corners.setPlainText(drawn_text(drawing.shapes, "\n"))  # whoever keeps what is typed hears of it
        self._writing = False

    def _take_drawing(self) -> None:
        self._put(self.view.drawing)
        self._look()

    def _take_typed(self) -> None:
        if self._writing:
            return
        try:
            self.view.show_drawing(drawing_of(self.shapes()))
        except Refused as refused:
            self.faults.show_text(words.sentence(refused))
            self.faults.show()
            return
        self._look()

    def _look(self) -> None:
        """What is wrong at once; what lies inside is asked once the hand rests."""
        self._say()
        self._ask_soon.start()

    def _ask(self) -> None:
        shapes = self.view.drawing.shapes
        if not shapes or fault(shapes) is not None:
            return

        def told(found: Covered) -> None:
            if isValid(self) and self.view.drawing.shapes == shapes:
                self._found = (shapes, found)
                self._say()

        self._judge(shapes, told)

    def _judged_wrong(self, shapes: tuple[Drawn, ...]) -> Refused | None:
        return wrong_in(self._found[1]) if self._found is not None and self._found[0] == shapes else None

    def _say(self) -> None:
        shapes = self.view.drawing.shapes
        known, found = self._found or ((), Covered())
        if not shapes:
            self.said.say("warning.draw.nothing")
        elif known == shapes:
            self.said.show_text(drawn_said(shapes, found, words.language()))
        wrong = fault(shapes) or self._judged_wrong(shapes)
        self.faults.show_text(words.sentence(wrong) if wrong is not None else "")
        self.faults.setVisible(wrong is not None)
        self._say_where()

    def _say_where(self) -> None:
        point = self.view.cross()
        self.at.show_text(f"{point[0]:.4f}, {point[1]:.4f}" if point is not None else "")
