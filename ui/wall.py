"""大屏: a second window for the hall, only looked at. Its pages turn by themselves and stop on what is new or over."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.wall import WallGlance
from ui.beat import beat
from ui.models import wall_rows as rows
from ui.text import Times
from ui.wall_pages import Page, arrived, over_ids, pages_of, shares
from ui.widgets.spoken import Spoken
from ui.widgets.wall_blocks import WallList, WallMap, WallNumbers
from ui.widgets.wall_frame import Foot, Told, WallBar, WallFoot
from ui.widgets.wall_type import WallPart, wall_theme
from ui.window import EXERCISE_FRAME

STALE_S = 60.0
"""Data older than that is told to be old."""
STAY = 3
"""So many turns a page with something new or over stays before the pages go on."""
_TWO_FROM = 60
"""Two columns from a width of so many characters of the smallest type on."""


class Wall(Spoken, QWidget):
    """``closed`` when it was closed. ``glance`` comes by ``show_glance``; it asks nobody itself.

    Keys, where somebody clicked on it: Esc closes it, F11 fills the screen or not, Left and Right turn, Space holds.
    """

    closed = Signal()

    def __init__(self, times: Times, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(None)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._times, self._monotonic = times, monotonic
        self.glance: WallGlance | None = None
        self._read_at = monotonic()
        self._over: frozenset[str] = frozenset()
        self._pages: list[Page] = [()]
        self._page = 0
        self._stay, self._why, self._held, self._beating = 0, "", False, False
        self.bar, self.foot = WallBar(self), WallFoot(self)
        self.numbers = WallNumbers("wall.block.numbers", self)
        self.responses = WallList("situation.responses", "situation.none.responses", self)
        self.incidents = WallList("situation.incidents", "situation.none.standing", self)
        self.due = WallList("wall.block.due", "wall.none.due", self)
        self.map = WallMap("map.title", "wall.none.map", self)
        self.needs = WallList("wall.block.needs", "wall.none.needs", self)
        self.moving = WallList("situation.card.moving", "situation.none.moving", self)
        self.blocks: dict[str, WallPart] = {
            "numbers": self.numbers, "responses": self.responses, "incidents": self.incidents, "due": self.due,
            "map": self.map, "needs": self.needs, "moving": self.moving,
        }  # fmt: skip
        self.turning = QTimer(self)
        self.turning.setInterval(20_000)
        self.turning.timeout.connect(self.turn_by_itself)
        self.retranslate()

    # what it is given

    def show_glance(self, glance: WallGlance) -> None:
        """What was read just now; where something is new, its page comes to the front and stays a while."""
        before, self.glance = self.glance, glance
        self._read_at = self._monotonic()
        self.turning.setInterval(glance.turn * 1000)
        if before is None or (before.text, before.realm) != (glance.text, glance.realm):
            self._arrange()
        over = over_ids(glance, self._times.now())
        self._show()
        if before is not None and over - self._over:
            self._stay_on("due", "wall.stays_over")
        elif before is not None and (block := arrived(before, glance)):
            self._stay_on(block, "wall.stays_new")
        self._over = over
        self.tick()

    def tick(self) -> None:
        """Each second: the clock, what is left of each time, how old the data is."""
        now = self._times.now()
        local = self._times.local(now)
        weekday = words.say(f"weekday.{local.isoweekday()}")
        day = words.say("wall.day", day=self._times.day(now), weekday=weekday)
        self.bar.show_time(day, self._times.seconds(now))
        if self.glance is not None:
            over = over_ids(self.glance, now)
            if over - self._over:
                self._stay_on("due", "wall.stays_over")
            self._over |= over
            self.due.show_rows(rows.due_rows(self.glance.due, now, self.glance.situation.soon))
        self._show_foot()

    @property
    def stale(self) -> bool:
        return self.glance is not None and self._monotonic() - self._read_at > STALE_S

    # pages

    @property
    def page(self) -> tuple[int, int]:
        """Which page of how many is seen, counted from one."""
        return self._page + 1, len(self._pages)

    def shown(self) -> tuple[str, ...]:
        """Ids of the blocks on the page that is seen."""
        return tuple(name for column in self._pages[self._page] for name in column)

    def turn_by_itself(self) -> None:
        """The time of a page is over."""
        if self._held:
            return
        if self._stay > 0:
            self._stay -= 1
            if self._stay > 0:
                return
            self._why = ""
        self.turn(1)

    def turn(self, by: int) -> None:
        self._page = (self._page + by) % len(self._pages)
        self._place()
        self._show_foot()

    def hold(self) -> None:
        """The pages rest until they are let go again."""
        self._held = not self._held
        self._stay, self._why = 0, ""
        self._show_foot()

    def _stay_on(self, block: str, why: str) -> None:
        """What has come in is in sight; whoever holds a page keeps it."""
        if self._held:
            return
        self._stay, self._why = STAY, why
        at = next((at for at, page in enumerate(self._pages) if any(block in column for column in page)), self._page)
        self.turning.start()
        self.turn(at - self._page)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._beating:
            self._beating = True
            beat().second.connect(self.tick)
        self.turning.start()
        self.tick()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._beating:
            self._beating = False
            beat().second.disconnect(self.tick)
        self.turning.stop()
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Escape: self.close, Qt.Key.Key_F11: self.fill_or_not, Qt.Key.Key_Space: self.hold,
            Qt.Key.Key_Right: lambda: self.turn(1), Qt.Key.Key_Left: lambda: self.turn(-1),
        }  # fmt: skip
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def fill_or_not(self) -> None:
        """The whole screen, or a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using = self.bar.using
        exercise = self.glance is not None and self.glance.realm.value == "exercise"
        QPainter(self).fillRect(self.rect(), using.colour("exercise" if exercise else "window"))

    def retranslate(self) -> None:
        self.setWindowTitle(f"{words.say('do.wall')} · {words.say('frame.product')}")
        self._show()

    # inside

    def _show(self) -> None:
        """Every block says what was read last."""
        glance, times = self.glance, self._times
        if glance is None:
            return
        found = glance.situation
        watch, following = rows.watch_line(glance.watch), rows.next_line(glance.following, times)
        self.bar.show_told(Told(glance.site, glance.realm.value, watch, following))
        self.numbers.show_numbers(*rows.numbers(found, times))
        self.responses.show_rows([*rows.warning_rows(found, times), *rows.response_rows(found)])
        self.incidents.show_rows(rows.incident_rows(found.incidents, times))
        self.due.show_rows(rows.due_rows(glance.due, times.now(), found.soon))
        self.map.show_map(glance.map, rows.map_line(glance.map))
        self.needs.show_rows(rows.need_rows(found.needs, times))
        self.moving.show_rows(rows.moving_rows(found.moving, times))
        self.foot.show_lamps(glance.lamps)
        self._show_foot()

    def _show_foot(self) -> None:
        if self.glance is None:
            self.foot.show_foot(Foot(words.say("wall.reading")))
            return
        at, of = self.page
        data = (
            words.say("wall.stopped", at=self._times.clock(self.glance.at)) if self.stale
            else words.say("wall.data", at=self._times.seconds(self.glance.at))
        )  # fmt: skip
        why = "wall.held" if self._held else self._why or "wall.turns"
        turning = words.say(why, seconds=self.glance.turn)
        self.foot.show_foot(Foot(data, self.stale, turning, words.say("wall.page", at=at, of=of)))

    def _arrange(self) -> None:
        """Another size of the window or of the type: which blocks stand together."""
        using = wall_theme(self.height(), self.glance.text if self.glance is not None else 0)
        for part in (self.bar, self.foot, *self.blocks.values()):
            part.dress(using)
        seen = self.shown()[:1]
        room = self.height() - self.bar.wanted() - self.foot.wanted()
        lines = room // self.bar.line
        self._pages = pages_of(lines, 2 if self.width() >= _TWO_FROM * using.size else 1)
        named = (at for at, page in enumerate(self._pages) if seen and any(seen[0] in column for column in page))
        self._page = next(named, 0)
        self._place()
        self._show_foot()
        self.update()

    def _place(self) -> None:
        """The blocks of the page that is seen; all others are out of sight."""
        frame = self._frame()
        inside = self.rect().adjusted(frame, frame, -frame, -frame)
        self.bar.setGeometry(inside.x(), inside.y(), inside.width(), self.bar.wanted())
        self.foot.setGeometry(inside.x(), inside.bottom() + 1 - self.foot.wanted(), inside.width(), self.foot.wanted())
        gap = self.bar.using.px(8)
        top = self.bar.geometry().bottom() + 1 + gap
        room = QRect(inside.x(), top, inside.width(), self.foot.y() - gap - top)
        shown = self.shown()
        columns = self._pages[self._page]
        wide = (room.width() - gap * (len(columns) + 1)) // max(len(columns), 1)
        for at, column in enumerate(columns):
            self._place_column(column, QRect(room.x() + gap + at * (wide + gap), room.y(), wide, room.height()), gap)
        for name, block in self.blocks.items():
            block.setVisible(name in shown)

    def _place_column(self, column: tuple[str, ...], room: QRect, gap: int) -> None:
        top = room.y()
        heights = shares(column, room.height() - gap * (len(column) - 1), self.bar.line)
        for name, high in zip(column, heights, strict=True):
            self.blocks[name].setGeometry(room.x(), top, room.width(), int(high))
            top += int(high) + gap

    def _frame(self) -> int:
        """Exercise is framed as the officers' window is, wider by as much as everything else is larger."""
        exercise = self.glance is not None and self.glance.realm.value == "exercise"
        return self.bar.using.px(EXERCISE_FRAME) if exercise else 0
