"""What the children of G8, G9 and X7 do: one window each, measured inside a fresh process. Prints one JSON line."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from console.config import DataDir

if TYPE_CHECKING:
    from console.bootstrap import Desk

FIRST = 256
"""Lines the log panel reads before it shows itself."""

ITEMS = 10_000
"""Rows of the model that holds every item, from which a million is reckoned."""

PAINTS = 120


class Painted(QObject):
    """Counts the paint events of one widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False

    def after(self, act: Callable[[], object]) -> float:
        """Seconds from an act until the widget has been painted."""
        seen, start = self.count, time.perf_counter()
        act()
        while self.count == seen:
            QApplication.processEvents()
        return time.perf_counter() - start


def opened(root: str) -> None:
    """G8: open the log over whatever the store holds."""
    app, desk = _application(), _desk(root)
    before, start = _resident_mb(), time.perf_counter()
    table, model = _log_table(desk)
    Painted(table.viewport()).after(table.show)
    _say(seconds=time.perf_counter() - start, grown_mb=_resident_mb() - before, rows=model.rowCount())
    desk.close()
    app.quit()


def every_item(_root: str) -> None:
    """The other side of G8's memory: every row an item."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    app, before = _application(), _resident_mb()
    model = QStandardItemModel()
    for row in range(ITEMS):
        model.appendRow([QStandardItem(f"第 {row} 条 {column} 山塘水位上涨") for column in range(5)])
    view = QTableView()
    view.setModel(model)
    view.resize(1280, 800)
    Painted(view.viewport()).after(view.show)
    _say(grown_mb=_resident_mb() - before, rows=ITEMS)
    app.quit()


def arriving(root: str) -> None:
    """G9: from the durable commit of a line to its paint, and a bare repaint of the same view, in turn."""
    from console.domain.log import NewEntry
    from console.tool.bench.loading import BY

    app, desk = _application(), _desk(root)
    table, model = _log_table(desk)
    painted = Painted(table.viewport())
    painted.after(table.show)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(PAINTS):
        added = desk.log.add(NewEntry(uuid4(), "山塘水位上涨，已派人核实"), by=BY)
        ours.append(painted.after(lambda number=added.number: _grow(desk, model, number)))  # type: ignore[misc]
        bare.append(painted.after(table.viewport().update))
    _say(ours=ours[PAINTS // 6 :], bare=bare[PAINTS // 6 :])
    desk.close()
    app.quit()


MARKS = 5_000


def map_moved(_root: str) -> None:
    """X7: processor seconds of painting the map after a step sideways and after a step larger or smaller."""
    from PySide6.QtGui import QPixmap

    from ui.widgets.map_view import MapView

    app, view = _application(), MapView()
    gc.disable()  # the window collects while nobody types (ui.garbage)
    view.resize(1280, 800)
    view.show_scene(*_county())
    page = QPixmap(view.size())

    def painting(act: Callable[[], object]) -> float:
        act()
        start = time.process_time()
        view.render(page)
        return time.process_time() - start

    first = painting(view.fit)
    moved: list[float] = []
    zoomed: list[float] = []
    for turn in range(PAINTS):
        zoomed.append(painting(lambda way=1 if turn % 16 < 8 else -1: view.zoom(way)))  # type: ignore[misc]
        moved += [painting(lambda: view.pan(23, 11)), painting(lambda: view.pan(-23, -11))]
    _say(first=first, moved=moved, zoomed=zoomed, marks=len(view.scene.marks))
    app.quit()


def _county() -> tuple[list[Any], list[Any]]:
    """Outlines of the sample county, and marks anywhere in it, always the same ones."""
    import random
    from uuid import UUID

    from console.domain.geo import label_point
    from console.domain.geojson import read
    from console.domain.map_marks import Mark, MarkKind, Outline, OutlineKind
    from console.services.sample_map import county
    from console.services.sample_spots import EAST, NORTH, SOUTH, WEST

    found = read(county(), None).features
    outlines = [Outline(OutlineKind(one.kind), one.name, one.polygons, (), label_point(one.polygons)) for one in found]
    chance = random.Random(1)
    kinds = chance.choices(list(MarkKind), (1, 20, 20, 59), k=MARKS)
    spots = [(chance.uniform(SOUTH, NORTH), chance.uniform(WEST, EAST)) for _ in kinds]
    numbered = enumerate(zip(kinds, spots, strict=True))
    marks = [Mark(kind, UUID(int=at + 1), f"样例点{at}", *spot, busy=at % 3 == 0) for at, (kind, spot) in numbered]
    return outlines, marks


def _log_table(desk: Desk) -> tuple[Any, Any]:
    from console.domain.clock import SystemClock
    from console.domain.log import Extract
    from ui.models.log_columns import log_columns
    from ui.models.log_pages import LogPages
    from ui.text import Times
    from ui.widgets.log_table import LogTable

    zone = desk.zone
    model = LogPages(log_columns(Times(lambda: zone, SystemClock().now)), _at_once, desk.log.page)
    numbers = desk.log.numbers(Extract())
    model.show(numbers, "", desk.log.page(numbers[-FIRST:][0], numbers[-1]))
    table = LogTable(model)
    table.resize(1280, 800)
    return table, model


def _at_once(work: Callable[[], Any], done: Callable[[Any], None], _failed: Callable[[Exception], None]) -> None:
    done(work())


def _grow(desk: Desk, model: Any, number: int) -> None:
    model.grow(range(number, number + 1), desk.log.page(number, number))


def _desk(root: str) -> Desk:
    from console import bootstrap

    return bootstrap.build(DataDir(Path(root)))


def _application() -> QApplication:
    from ui import theme

    app = QApplication([])
    theme.apply(app, "light")
    return app


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)
