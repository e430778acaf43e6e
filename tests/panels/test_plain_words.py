"""What an officer wrote is shown as it is written: nothing in it is read as a page, no picture of it is loaded."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Guess
from PySide6.QtWidgets import QLabel, QWidget

from console.domain.inbound import Intake
from console.domain.log import NewEntry
from tests.kit import world as kit
from tests.kit.nasty import VALUES
from tests.kit.world import COVERS, World, build, dialog_classes, loaded, passing, room, shown
from ui import rooms
from ui.app import PANELS
from ui.models.board_rows import line_model
from ui.widgets.strip import DueRow, DueStrip

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.long]
world = kit.world
PAGE = VALUES["HTML"]


def _guessing(root: QWidget) -> list[str]:
    """Labels that look at their words whether they might be a page."""
    plain = Qt.TextFormat.PlainText
    return [label.text() or type(label).__name__ for label in root.findChildren(QLabel) if label.textFormat() != plain]


def test_no_label_reads_words_as_a_page(qtbot: Any, app_theme: Any, world: World) -> None:
    found = {}
    for panel_id, *_ in PANELS:
        found[panel_id] = _guessing(loaded(qtbot, rooms.make(panel_id, room(world))))
    for made in dialog_classes():
        with passing(qtbot, build(world, made)) as dialog:
            found[made.__name__] = _guessing(dialog)
    found |= {name: _guessing(shown(qtbot, cover(world.times))) for name, cover in COVERS.items()}
    assert {where: labels for where, labels in found.items() if labels} == {}
    assert len(found) > 30


def test_no_tip_of_a_line_is_a_page(qtbot: Any, app_theme: Any, world: World) -> None:
    by = world.seat.actor
    world.desk.log.add(NewEntry(uuid4(), PAGE), by=by)
    item = world.desk.intake.register(Intake(uuid4(), PAGE, world.desk.clock.now()), by=by)
    model = line_model(world.times)
    model.set_rows(world.desk.log.newest(3))
    tips = [
        model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or ""
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    strip = DueStrip()
    qtbot.addWidget(strip)
    strip.resize(1000, 40)
    strip.show_rows([DueRow(str(item.id), PAGE, "0:10", 1.0)])
    tips += [child.toolTip() for child in strip.findChildren(QWidget)]
    said = [tip for tip in tips if "onclick" in tip]
    assert said and not [tip for tip in said if Guess.mightBeRichText(tip) and "<b onclick" in tip]
