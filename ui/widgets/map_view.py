"""一张图 as a widget: moved and enlarged by mouse and keyboard, marks chosen by a click or from one to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from console import words
from console.domain.map_marks import Key, Mark, MarkKind, Outline
from ui import theme
from ui.theme import Theme
from ui.widgets.map_paint import Ring, Shown, Style, paint, paint_outlines, seen_stacks, stack_box
from ui.widgets.map_scene import Frame, Scene, Stack
from ui.widgets.map_symbols import screen_inks
from ui.widgets.painted import Painted, paint_focus
from ui.widgets.spoken import Spoken, plain_tip

STEP = 1.25
"""One key press or one notch of the wheel enlarges so much."""
LARGEST = 400.0
"""Dots a kilometre."""
_SIDE = 24
_AROUND = 0.25
"""How much beyond each edge the outlines are kept drawn, as a part of the page: moving a little paints no outline."""
_ROOM = 0.05
_SPLIT = 0.5
_TIP = 8


class MapView(Painted, Spoken, QWidget):
    """Shows outlines and marks. ``factor`` enlarges symbols and names for a wall.

    ``chosen`` carries the mark that was chosen (None: none any more), ``opened`` what Enter or two clicks fell on.
    Nothing but the officer moves what is seen: new marks come in where they lie.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, factor: float = 1.0) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(False)
        self._factor = factor
        self.scene = Scene()
        self._layers = frozenset(MarkKind)
        self._chosen: Key | None = None
        self._origin: Key | None = None
        self._rings: tuple[Ring, ...] = ()
        self._middle, self._scale = (0.0, 0.0), 0.0
        self._moved = False
        self._pressed: QPoint | None = None
        self._dragged = False
        self._ground: tuple[tuple[Any, ...], Frame, QPixmap] | None = None
        self._made: Style | None = None
        self.retranslate()

    # what it shows

    def show_scene(self, outlines: Sequence[Outline], marks: Sequence[Mark]) -> None:
        """Instead of what was shown; the part that is seen stays, unless nobody had moved it."""
        before = self.scene
        self.scene = Scene(outlines, marks, before)
        if self.scene.areas is not before.areas:
            self._ground = None
        if not self._moved:
            self.fit()
        elif before.plane != self.scene.plane and (place := before.degrees(*self._middle)) is not None:
            self._middle = self.scene.at(*place)
        if self._chosen is not None and self._chosen not in self.scene.places:
            self._choose(None)
        self.update()

    def show_layers(self, layers: Collection[MarkKind]) -> None:
        self._layers = frozenset(layers)
        self.update()

    def show_rings(self, origin: Key | None, rings: Sequence[Ring]) -> None:
        """Around that mark."""
        self._origin, self._rings = origin, tuple(rings)
        self.update()

    def choose(self, key: Key | None, *, centre: bool = False) -> None:
        """From outside: nothing is said back. With ``centre`` the mark is brought to the middle."""
        self._chosen = key if key in self.scene.places else None
        if centre and self._chosen is not None:
            self._middle, self._moved = self.scene.places[self._chosen], True
        self._tell()
        self.update()

    def chosen_mark(self) -> Mark | None:
        return next((mark for mark in self.scene.marks if mark.key == self._chosen), None)

    def frame(self) -> Frame:
        """What is seen now."""
        return Frame(*self._middle, max(self._scale, 1e-6), float(self.width()), float(self.height()))

    def shown(self) -> Shown:
        return Shown(self._layers, self._chosen, self._origin, self._rings)

    # moving about

    def fit(self) -> None:
        """Everything that is drawn."""
        box = self.scene.extent()
        self._middle = (box.center().x(), box.center().y())
        self._scale = self._whole()
        self._moved = False
        self.update()

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Larger by so many steps (smaller below nought); what lies under ``at`` stays there."""
        frame = self.frame()
        under = at or QPointF(frame.across / 2, frame.down / 2)
        x, y = frame.plane(under.x(), under.y())
        wanted = self._scale * STEP**steps
        self._scale = min(max(wanted, self._whole() / 4), LARGEST)
        self._middle = (
            x - (under.x() - frame.across / 2) / self._scale,
            y - (under.y() - frame.down / 2) / self._scale,
        )
        self._moved = True
        self.update()

    def pan(self, across: float, down: float) -> None:
        """By so many dots."""
        box, frame = self.scene.extent(), self.frame()
        x = self._middle[0] + round(across) / frame.scale
        y = self._middle[1] + round(down) / frame.scale
        self._middle = (min(max(x, box.left()), box.right()), min(max(y, box.top()), box.bottom()))
        self._moved = True
        self.update()

    def step(self, by: int) -> None:
        """To the next mark in the order of the list, or the one before."""
        order = [mark for kind in MarkKind if kind in self._layers for mark in self.scene.marks if mark.kind is kind]
        if not order:
            return
        keys = [mark.key for mark in order]
        at = keys.index(self._chosen) + by if self._chosen in keys else (0 if by > 0 else -1)
        self._choose(order[at % len(order)])
        self._show_chosen()

    def step_towards(self, across: int, down: int) -> None:
        """To the nearest mark in that direction, from the chosen one or from the middle."""
        x, y = self.scene.places[self._chosen] if self._chosen else self._middle
        best: tuple[float, Mark] | None = None
        for mark in self.scene.marks:
            if mark.kind not in self._layers or mark.key == self._chosen:
                continue
            dx, dy = self.scene.places[mark.key][0] - x, self.scene.places[mark.key][1] - y
            ahead, aside = dx * across + dy * down, abs(dx * down) + abs(dy * across)
            if ahead > 0 and aside <= ahead and (best is None or ahead + 2 * aside < best[0]):
                best = (ahead + 2 * aside, mark)
        if best is not None:
            self._choose(best[1])
            self._show_chosen()

    def stack_at(self, at: QPointF) -> Stack | None:
        """What is drawn there, the topmost."""
        style, frame = self.style_now(), self.frame()
        stacks = seen_stacks(self.scene, frame, style, self._layers)
        if (mark := self.chosen_mark()) is not None:
            own = Stack(*self.scene.places[mark.key], mark)
            if stack_box(own, frame, style).contains(at):
                return next((one for one in stacks if mark in one.marks), own)
        return next((one for one in reversed(stacks) if stack_box(one, frame, style).contains(at)), None)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(560), theme.current().px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(240), theme.current().px(130))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        style, frame = self.style_now(), self.frame()
        paint(
            painter, self.scene, frame, style, self.shown(), backdrop=lambda: self._paint_ground(painter, frame, style)
        )
        if self.hasFocus():
            paint_focus(painter, self, theme.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held or not self._key(event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = event.position().toPoint() - self._pressed
        if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self._pressed = event.position().toPoint()
            self.pan(-moved.x(), -moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged:
            self._click(event.position())
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        if (mark := self.chosen_mark()) is not None:
            self.opened.emit(mark)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            stack = self.stack_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(told(stack)) if stack else "", self)
            return True
        return super().event(event)

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("map.canvas"))
        self._made = None
        self._tell()
        self.update()

    def restyle(self) -> None:
        self._made = self._ground = None
        super().restyle()

    def using(self) -> Theme:
        """The theme it is drawn in."""
        return theme.current()

    def style_now(self) -> Style:
        """Inks and sizes of the theme in use, with the pictures drawn for them."""
        ratio = self.devicePixelRatioF()
        if self._made is None or self._made.ratio != ratio:
            using = self.using()
            size = self._factor
            font, bold = using.font(12 * size, bold=True), using.font(13 * size, bold=True)
            side = using.px(_SIDE * size)
            self._made = Style(
                screen_inks(using), side, using.px(1) * size, font, bold, using.font(13 * size), ratio
            )  # fmt: skip
        return self._made

    # inside

    def _whole(self) -> float:
        """Dots a kilometre at which everything is seen."""
        box, edge = self.scene.extent(), 1 + 2 * _ROOM
        wide, high = max(self.width(), 50), max(self.height(), 50)
        return min(wide / (box.width() * edge), high / (box.height() * edge), LARGEST)

    def _paint_ground(self, painter: QPainter, frame: Frame, style: Style) -> None:
        """Outlines from a picture a little larger than the page, drawn anew once that is left."""
        asked = (id(style), id(self.scene.areas), frame.scale, frame.across, frame.down)
        if self._ground is None or self._ground[0] != asked or not _within(frame, self._ground[1]):
            large = Frame(frame.x, frame.y, frame.scale, *_larger(frame))
            picture = QPixmap(round(large.across * style.ratio), round(large.down * style.ratio))
            picture.setDevicePixelRatio(style.ratio)
            inside = QPainter(picture)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_outlines(inside, self.scene, large, style)
            inside.end()
            self._ground = (asked, large, picture)
        _, large, picture = self._ground
        left, top = frame.dots(*large.plane(0.0, 0.0))
        painter.drawPixmap(round(left), round(top), picture)

    def _key(self, key: int, shift: bool) -> bool:
        """Whether the key means something here; it is done then."""
        if key in _WAYS:
            across, down = _WAYS[key]
            if shift:
                self.step_towards(across, down)
            else:
                self.pan(across * self.width() / 8, down * self.height() / 8)
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in _ENTER and (mark := self.chosen_mark()) is not None:
            self.opened.emit(mark)
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(None)
        else:
            return False
        return True

    def _click(self, at: QPointF) -> None:
        """Chooses a mark; a stack is spread out, and where that cannot be one after the other of it is chosen."""
        stack = self.stack_at(at)
        if stack is None:
            self._choose(None)
        elif len(stack.marks) == 1:
            self._choose(stack.marks[0])
        elif not self._spread(stack):
            keys = [mark.key for mark in stack.marks]
            following = keys.index(self._chosen) + 1 if self._chosen in keys else 0
            self._choose(stack.marks[following % len(keys)])

    def _spread(self, stack: Stack) -> bool:
        """Enlarge until its marks stand apart; False where they lie at one spot."""
        places = [self.scene.places[mark.key] for mark in stack.marks]
        wide = max(x for x, _ in places) - min(x for x, _ in places)
        high = max(y for _, y in places) - min(y for _, y in places)
        if max(wide, high) * LARGEST < self.style_now().side or self._scale >= LARGEST:
            return False
        needed = min(self.width() * _SPLIT / max(wide, 1e-6), self.height() * _SPLIT / max(high, 1e-6))
        self._scale = min(max(needed, self._scale * STEP), LARGEST)
        self._middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
        self._moved = True
        self.update()
        return True

    def _choose(self, mark: Mark | None) -> None:
        self._chosen = mark.key if mark is not None else None
        self._tell()
        self.update()
        self.chosen.emit(mark)

    def _show_chosen(self) -> None:
        """A mark the keyboard came to is brought onto the page."""
        if self._chosen is None:
            return
        left, top = self.frame().dots(*self.scene.places[self._chosen])
        edge = self.style_now().side * 2
        if not QRectF(self.rect()).adjusted(edge, edge, -edge, -edge).contains(QPointF(left, top)):
            self._middle, self._moved = self.scene.places[self._chosen], True

    def _tell(self) -> None:
        mark = self.chosen_mark()
        self.setAccessibleDescription(said(mark) if mark is not None else "")


def said(mark: Mark) -> str:
    """A mark in one line: layer, name, state."""
    state = words.say(mark.state) if mark.state else ""
    return " ".join(part for part in (words.say(f"map.kind.{mark.kind.value}"), mark.name, state) if part)


def told(stack: Stack) -> str:
    """What a tool tip says of a stack."""
    lines = [said(mark) for mark in stack.marks[:_TIP]]
    if len(stack.marks) > _TIP:
        lines.append(words.say("map.more", count=len(stack.marks) - _TIP))
    return "\n".join(lines)


def _larger(frame: Frame) -> tuple[float, float]:
    return frame.across + 2 * round(frame.across * _AROUND), frame.down + 2 * round(frame.down * _AROUND)


def _within(frame: Frame, large: Frame) -> bool:
    return large.seen().contains(frame.seen())


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_STEPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Underscore: -1}
